"""What the places of a map are called where nobody is left in them, or where their figure is an old one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import standing
from analysis.words import is_past, month_text
from loaders import Ledger
from loaders.frames import NO_DAY, as_records, texts

EMPTY, CLOSED = "empty", "closed"


def zero_words(ledger: Ledger, data: pd.DataFrame, date: pd.Timestamp) -> dict[str, str]:
    """For each place of which the figure is 0: that it is closed, where its custody says so by the date, or empty.

    `data` has `place` and `value`, numbers of people at the date.
    """
    places = data.loc[data["value"] == 0, "place"].astype(str).unique()
    custody = ledger.custody.loc[ledger.custody["start"].isna() | (ledger.custody["start"] <= date)]
    newest = custody.sort_values("start", na_position="first", kind="stable").groupby("place", observed=True).tail(1)
    last = dict(zip(texts(newest["place"]), texts(newest["status"]), strict=True))
    return {place: CLOSED if last.get(place) == CLOSED else EMPTY for place in places}


def dated_names(ledger: Ledger, data: pd.DataFrame, day: pd.Timestamp = NO_DAY) -> pd.DataFrame:
    """Points of places with the date in the name (`x`) of each whose figure is not told as of now.

    `Panorama prison (last known, Mar 2025)` of one that no longer holds, `Roj camp (Feb 2026)` of one that is aged;
    on a map of an earlier `day`, of one that was aged by then. A place of which nobody is left keeps its name.
    """
    if data.empty:
        return data
    return data.assign(x=[f"{row['x']}{_date(ledger, row, day)}" for row in as_records(data)])


def _date(ledger: Ledger, row: Mapping[str, Any], day: pd.Timestamp) -> str:
    if row["value"] == 0:
        return ""
    month = month_text(row["period_end"], str(row["date_precision"]))
    if pd.notna(day):
        return f" ({month})" if is_past(row["period_end"], day) else ""
    how = standing(ledger, row)
    return "" if not how.past else f" ({month})" if how.holds else f" (last known, {month})"


_DATED = re.compile(r"(.+) \(((?:last known, )?(?:[A-Z][a-z]{2} |Q\d )?\d{4})\)")


def parted(name: str) -> tuple[str, str]:
    """A name as `dated_names` makes it, without its date, and the date in brackets; empty where it has none."""
    found = _DATED.fullmatch(name)
    return (found[1], f" ({found[2]})") if found else (name, "")


def earlier_day(day: str, days: Sequence[str]) -> pd.Timestamp:
    """The day of a map that shows the past; none where it shows the newest of its days, and so where things stand."""
    return NO_DAY if day in ("", *days[-1:]) else pd.Timestamp(day)
