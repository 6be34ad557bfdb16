"""Breaks in series: dates from which a series counts something else, so that a step in it is not taken for an event."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from analysis.headline import headline
from loaders import Ledger
from loaders.frames import texts

COLUMNS = [
    "date",
    "date_precision",
    "indicator",
    "title",
    "place",
    "place_name",
    "origin",
    "origin_name",
    "group",
    "kind",
    "what",
    "source",
    "source_title",
    "publisher",
    "attribution",
    "carried_by",
    "url",
    "row",
]
SERIES = ["indicator", "place", "origin", "group", "unit"]
# Words by which a note says that a count leaves people out or has struck them off.
WORDS = r"\b(?:exclud|deregist|not included|no longer count)"
_ROUNDS = ("idps", "returnees")  # counted by governorate, round for round


@lru_cache(maxsize=8)
def breaks(ledger: Ledger) -> pd.DataFrame:
    """One row a break, oldest first: columns COLUMNS; `row` is the index label of the first statement after it.

    `kind` is coverage (a round of a count of displaced people or returnees in Iraq covers more or fewer
    governorates than the round before, of the same publication and group) or note (a headline of a stock or running
    total whose note speaks of people left out or struck off, where the note of the headline before does not).
    `what` says it in words.
    """
    found = pd.concat([_coverage(ledger), _notes(ledger)], ignore_index=True)
    return found.sort_values(["date", "title", "place_name"], kind="stable").reset_index(drop=True)[COLUMNS]


def _coverage(ledger: Ledger) -> pd.DataFrame:
    rows = ledger.observations
    counted = rows[
        rows["indicator"].isin(_ROUNDS)
        & (rows["country"] == "IRQ")
        & (rows["group"] == "total")
        & (rows["place_kind"] == "admin1")
    ]
    key = ["indicator", "origin", "source", "period_end"]
    text = counted.astype(dict.fromkeys(["indicator", "origin", "source", "place"], str))
    rounds = text.groupby(key).agg(places=("place", frozenset), row=("value", lambda v: v.index[0])).reset_index()
    # A bulletin that names one governorate in passing is no round.
    rounds = rounds[rounds["places"].map(len) > 1]
    before = rounds.groupby(["indicator", "origin", "source"])["places"].shift()
    changed = rounds.assign(before=before)[before.notna()]
    changed = changed[changed["before"].map(len, na_action="ignore") != changed["places"].map(len)]
    names = dict(zip(texts(ledger.places["place"]), texts(ledger.places["name"]), strict=True))
    out = rows.loc[changed["row"]].assign(row=changed["row"].to_numpy())
    said = [_said(now, then, names) for now, then in zip(changed["places"], changed["before"], strict=True)]
    return _table(out.assign(place="iraq", place_name=names.get("iraq", "Iraq"), kind="coverage", what=said))


def _said(now: frozenset[str], then: frozenset[str], names: dict[str, str]) -> str:
    """`The round covers 7 governorates, the one before 6; new: Kirkuk`."""
    told = [f"The round covers {len(now)} governorates, the one before {len(then)}"]
    for word, places in (("new", now - then), ("left out", then - now)):
        if places:
            told.append(f"{word}: {', '.join(sorted(names.get(place, place) for place in places))}")
    return "; ".join(told)


def _notes(ledger: Ledger) -> pd.DataFrame:
    marked = headline(ledger, ledger.observations)
    heads = marked[(marked["role"] == "headline") & (marked["kind"] != "flow")]
    heads = heads.sort_values(["period_end", "line"], kind="stable")
    says = heads["note"].astype(str).str.contains(WORDS, case=False, regex=True)
    keys = [heads[column].astype(str) for column in SERIES]
    before = says.astype(float).groupby(keys).shift()
    out = heads[says & (before == 0)]
    return _table(out.assign(kind="note", what=out["note"].astype(str), row=out.index))


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    text = [column for column in COLUMNS if column not in ("date", "row")]
    return rows.assign(date=rows["period_end"]).astype(dict.fromkeys(text, str))[COLUMNS]
