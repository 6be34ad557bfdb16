"""What the Coalition's ministers last stated, each figure beside what is known of it since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import figure_of, headline, select
from analysis.standing import standing
from analysis.subjects import COUNTRY
from analysis.words import count_text, date_text, on
from analysis.words.measures import with_unit
from charts import catalog
from charts.common import short_names
from charts.profile import Chosen, drawn
from charts.spec import LED
from charts.tiles import Tile, statement
from charts.views.overview import communique
from loaders import Ledger
from loaders.frames import as_records, texts

NONE = "No communique of the ministers is in the ledger."


@lru_cache(maxsize=16)
def newest(ledger: Ledger) -> pd.DataFrame:
    """The figures of the newest communique, in the order of the files; columns as `analysis.headline` adds them."""
    rows = communique(ledger)
    return rows[rows["published"] == rows["published"].max()] if len(rows) else rows


def sentence(ledger: Ledger) -> str:
    """Who stated how many figures when, and how many of them have a later figure."""
    rows = newest(ledger)
    if rows.empty:
        return NONE
    first = rows.iloc[0]
    later = sum(_since(ledger, row) is not None for row in as_records(rows))
    when = on(first["published"], str(first["published_precision"]))
    told = count_text(len(rows), "figure")
    newer = f"{count_text(later, 'has', 'have')} a later one" if later else "none has a later one"
    return f"The ministers of the Coalition stated {told} {when}; {newer}."


def tiles(ledger: Ledger) -> list[Tile]:
    """Every figure of the communique as it stands in the ledger."""
    rows = newest(ledger)
    return [
        replace(statement(row), label=label)
        for label, (_, row) in zip(_measures(ledger, rows), rows.iterrows(), strict=True)
    ]


@lru_cache(maxsize=16)
def then_and_now(ledger: Ledger) -> pd.DataFrame:
    """Each figure as the ministers stated it, and the newest of a later day, by whichever body."""
    rows = as_records(newest(ledger))
    since = [_since(ledger, row) for row in rows]
    return pd.DataFrame(
        {
            "Measure": _measures(ledger, newest(ledger)),
            "As the ministers stated": [_figure(row) for row in rows],
            "Held for": [date_text(row["period_end"], str(row["date_precision"])) for row in rows],
            "Newest since": [_figure(row) if row is not None else "no later figure" for row in since],
            "As of": [date_text(row["period_end"], str(row["date_precision"])) if row else "" for row in since],
            "Stated by": [str(row["attribution"]) if row else "" for row in since],
            "Where in the statement": [str(row["locator"]) for row in rows],
            "Note": [str(row["note"]) for row in rows],
        }
    )


def _measures(ledger: Ledger, rows: pd.DataFrame) -> list[str]:
    """What each figure counts, with its country where it is of one alone and not of the whole area of the campaign."""
    names = short_names(ledger)
    return [
        f"{row['title']}, {names[str(row['place'])]}" if row["place_kind"] == COUNTRY else str(row["title"])
        for row in as_records(rows)
    ]


def _figure(row: Mapping[str, Any]) -> str:
    return with_unit(figure_of(row).text, str(row["unit"]))


def _since(ledger: Ledger, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The newest statement of the same thing that holds for a later day than the communique, one that leads first."""
    picked = select(ledger, row["indicator"], place=row["place"], origin=row["origin"], group=row["group"])
    said = headline(ledger, picked)
    later = said[(said["period_end"] > row["published"]) & (said["role"] != "kept_out")]
    lead = later[later["role"] == "headline"]
    return as_records((lead if len(lead) else later).tail(1))[0] if len(later) else None


def state_words(ledger: Ledger) -> str:
    """Which of the figures belong to a count that an event has ended; empty where none does."""
    rows = newest(ledger)
    ended = [
        label
        for label, row in zip(_measures(ledger, rows), as_records(rows), strict=True)
        if standing(ledger, row).state == "over"
    ]
    return f"Counts that have come to an end since: {'; '.join(ended)}." if ended else ""


def why(ledger: Ledger) -> str:
    """Why this statement of the ministers is shown and no other: the reason that presented.csv gives, as a sentence."""
    papers = set(texts(newest(ledger)["source"]))
    rows = ledger.presented[(ledger.presented["section"] == "ministers") & ledger.presented["source"].isin(papers)]
    return f"{rows['reason'].iloc[0].rstrip('.')}." if len(rows) else ""


@lru_cache(maxsize=16)
def charts(ledger: Ledger) -> tuple[Chosen, ...]:
    """Charts that draw figures of the communique beside those of other sources."""
    papers = set(texts(newest(ledger)["source"]))
    found = []
    for name, (title, held) in drawn(ledger).items():
        if papers & set(held.sources):
            data = catalog.usual(name, ledger).data
            own = data["source"].isin(papers) & data["role"].isin(LED)
            if own.any() and not own.all():
                found.append(Chosen(name, {}, title))
    return tuple(found)
