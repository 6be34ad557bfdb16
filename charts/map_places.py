"""What the places of a map are called where nobody is left in them, or where their figure is an old one."""

from __future__ import annotations

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
    custody = ledger.custody[ledger.custody["start"].isna() | (ledger.custody["start"] <= date)]
    newest = custody.sort_values("start", na_position="first", kind="stable").groupby("place", observed=True).tail(1)
    last = dict(zip(texts(newest["place"]), texts(newest["status"]), strict=True))
    return {place: CLOSED if last.get(place) == CLOSED else EMPTY for place in places}


def aged_words(ledger: Ledger, data: pd.DataFrame, day: pd.Timestamp = NO_DAY) -> dict[str, str]:
    """For each place of a map whose figure is not told as of now, from when it is.

    `last known, Mar 2025` of one that no longer holds, `Feb 2026` of one that is aged; on a map of an earlier `day`, of
    one that was aged by then. A place of which nobody is left has none.
    """
    found = {str(row["place"]): _aged(ledger, row, day) for row in as_records(data) if row["value"] != 0}
    return {place: words for place, words in found.items() if words}


def _aged(ledger: Ledger, row: Mapping[str, Any], day: pd.Timestamp) -> str:
    month = month_text(row["period_end"], str(row["date_precision"]))
    if pd.notna(day):
        return month if is_past(row["period_end"], day) else ""
    how = standing(ledger, row)
    return "" if not how.past else month if how.holds else f"last known, {month}"


def earlier_day(day: str, days: Sequence[str]) -> pd.Timestamp:
    """The day of a map that shows the past; none where it shows the newest of its days, and so where things stand."""
    return NO_DAY if day in ("", *days[-1:]) else pd.Timestamp(day)
