"""What each state took home as drawn points: figures of `analysis.repatriated` with the statements behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import countable, headline, select
from analysis.hedge import figure_of
from analysis.origins import nationalities
from analysis.repatriated import AREA, REMAINING, REPATRIATED, Taken, by_year, in_all, wider
from analysis.totals import reported_sum
from analysis.words import figure_text
from charts.common import origin_names, place_names
from charts.spec import combined, drawn_rows, points
from loaders import Ledger
from loaders.frames import as_records, texts

YEAR_RULE = (
    "A year is the stated total, or else the sum of reported operations, or else a figure of part of the year or "
    "of the people; the last two are lower bounds, because operations that no source reports are missing."
)
TOTAL_RULE = (
    "A total is the largest stated running total and the reported operations that it leaves out, or the sum of the "
    "years where that is more. What is added up, and what counts women or children alone, is a lower bound."
)
LIGHT_RULE = "Light marks are running totals that also count people from other countries."
ALL = "all"
Point = dict[str, Any]


@lru_cache(maxsize=8)
def countries(ledger: Ledger) -> tuple[str, ...]:
    """`all`, then the states with a repatriation or with nationals who remain on record, by name."""
    names = origin_names(ledger)
    rows = select(ledger, (REPATRIATED, REMAINING), origin=nationalities(ledger), group=None)
    return (ALL, *sorted(set(texts(rows["origin"])), key=lambda o: names.get(o, o)))


def taken_points(ledger: Ledger, found: Iterable[tuple[Taken, str, str, str]]) -> list[Point]:
    """Drawn points of people taken home, each given as what was taken, its series, its x and its role.

    A statement that stands alone is drawn as it is; any other figure cites all statements behind it.
    """
    wanted = list(found)
    labels = list(dict.fromkeys(label for taken, *_ in wanted for label in taken.rows))
    rows = headline(ledger, ledger.observations.loc[labels])
    drawn = dict(zip(labels, as_records(points(rows, series="", x="period_end")), strict=True))
    area = place_names(ledger).get(AREA, "")
    return [
        _taken_point(taken, [drawn[label] for label in taken.rows], area) | {"series": series, "x": x, "role": role}
        for taken, series, x, role in wanted
    ]


def _taken_point(taken: Taken, parts: list[Point], area: str) -> Point:
    if taken.basis == "stated" and len(parts) == 1:
        # Which of several bodies leads is no question here: the largest count was taken.
        own = {"clause": ""} if parts[0]["role"] != "headline" else {}
        return parts[0] | own | {"note": _note(taken, parts)}
    one = len(parts) == 1
    figure = taken.figure
    return combined(parts) | {
        "start": pd.NaT,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "text": figure_text(figure),
        "basis": taken.basis,
        "group": "total",
        "period_start": min(part["period_start"] for part in parts),
        "period_end": taken.until,
        "date_precision": taken.precision,
        "place_name": parts[0]["place_name"] if one else area,
        "scope": "",
        "note": _note(taken, parts),
    }


def _note(taken: Taken, parts: list[Point]) -> str:
    """How a figure was made, and the note of the one statement behind it."""
    own = str(parts[0]["note"]) if len(parts) == 1 else ""
    return ". ".join(text for text in (taken.note, own) if text)


def sum_point(parts: Iterable[Point], **said: object) -> Point:
    """One drawn point for several: `at least` their sum, every source cited, no single address or line of a file.

    `said` sets what the sum is called (series, x, note, period). One part alone is returned as it stands, renamed.
    """
    held = list(parts)
    out = held[-1] | {key: value for key, value in said.items() if key in ("series", "x")}
    if len(held) == 1:
        return out
    figure = reported_sum(figure_of(row) for row in held)
    return (
        combined(held)
        | {key: out[key] for key in ("series", "x", "start", "role")}
        | {
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "qualifier": figure.qualifier,
            "unit": figure.unit,
            "text": figure_text(figure),
            "basis": "sum",
            "period_start": min(row["period_start"] for row in held),
            "period_end": max(row["period_end"] for row in held),
            "scope": "",
        }
        | said
    )


@lru_cache(maxsize=8)
def country_years(ledger: Ledger) -> pd.DataFrame:
    """People repatriated by country and calendar year: drawn points, series = country, x = year, `origin` = ISO code.

    One headline point a country and year (see `analysis.repatriated.by_year`); larger figures of parts stay as rivals.
    """
    names = origin_names(ledger)
    return drawn_rows(
        taken_points(
            ledger,
            (
                (taken, names.get(state, state), str(year), "rival" if at else "headline")
                for (state, year), figures in by_year(ledger).items()
                for at, taken in enumerate(figures)
            ),
        )
    )


def last_day(year: str) -> pd.Timestamp:
    """The end of a year that is chosen by its number."""
    return pd.Timestamp(int(year), 12, 31)


@lru_cache(maxsize=64)
def country_totals(ledger: Ledger, year: str = "") -> pd.DataFrame:
    """People repatriated by country, in all or up to the end of `year`: drawn points, largest first; x = country."""
    return _totals(ledger, in_all(ledger, last_day(year) if year else None), "headline")


@lru_cache(maxsize=64)
def wider_totals(ledger: Ledger, year: str = "") -> pd.DataFrame:
    """Running totals up to `year` that also count people from other countries: light marks; x = country."""
    return _totals(ledger, wider(ledger, last_day(year) if year else None), "rival")


def _totals(ledger: Ledger, found: Mapping[str, Taken], role: str) -> pd.DataFrame:
    names = origin_names(ledger)
    drawn = [(taken, "Repatriated", names.get(state, state), role) for state, taken in found.items()]
    out = drawn_rows(taken_points(ledger, drawn))
    return out.sort_values(["value", "x"], ascending=[False, True], kind="stable").reset_index(drop=True)


@lru_cache(maxsize=8)
def operation_parts(ledger: Ledger) -> tuple[tuple[str, Point], ...]:
    """Statements of operations to add by part: pairs of part (children, women, men, not split) and drawn point.

    Of each operation either its parts are used, where they add up to its total, or its total as "not split": a part and
    its total never stand in one sum. x = year.
    """
    groups = ("total", "children", "women", "men")
    rows = headline(ledger, select(ledger, REPATRIATED, origin=nationalities(ledger), group=groups, scope="event"))
    rows = countable(ledger, rows)
    rows = rows[rows["event"] != ""]
    drawn = as_records(points(rows, series="", x=rows["period_end"].dt.strftime("%Y")))
    events: dict[str, list[Point]] = defaultdict(list)
    for event, row in zip(texts(rows["event"]), drawn, strict=True):
        events[event].append(row)
    found: list[tuple[str, Point]] = []
    for _, held in sorted(events.items()):
        whole = [row for row in held if str(row["group"]) == "total"]
        parts = [row for row in held if str(row["group"]) != "total"]
        if parts and (not whole or sum(row["value"] for row in parts) == whole[0]["value"]):
            found += [(str(row["group"]), row) for row in parts]
        else:
            found += [("not split", row) for row in whole]
    return tuple(found)
