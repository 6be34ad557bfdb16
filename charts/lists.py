"""Bars of single statements: one bar for each count of something, with other counts of the same thing beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import headline
from analysis.words import date_text, period_text
from charts.spec import empty_points, points
from loaders import Ledger


def numbered(labels: pd.Series) -> pd.Series:
    """Labels told apart: the second of two that are the same ends with `(2)`."""
    again = labels.groupby(labels).cumcount()
    return labels.where(again == 0, labels + " (" + (again + 1).astype(str) + ")")


def statement_bars(rows: pd.DataFrame, label: pd.Series, series: pd.Series | str) -> pd.DataFrame:
    """Draw every row as its own bar under its own label, in the order of `rows`; statements are never added.

    Labels that occur twice are told apart by who states them, and if need be by a count.
    """
    if rows.empty:
        return empty_points()
    twice = label.duplicated(keep=False)
    body = rows["stated_by"].astype(str)
    named = label.where(~twice, label + ", " + body.where(body != "", rows["publisher"].astype(str)))
    named = numbered(named)
    # A statement stands for itself here, whether or not another one leads; only what is kept out stays a light mark.
    if "role" in rows:
        rows = rows.assign(role=rows["role"].astype(str).where(rows["role"] == "kept_out", "headline"))
    return points(rows, series=series, x=named)


def event_bars(ledger: Ledger, rows: pd.DataFrame, label: pd.Series, series: pd.Series | str) -> pd.DataFrame:
    """One bar for each happening: the count to use is the bar, every other count of the event is a light mark on it.

    Rows without an event stand for themselves. Order is that of `rows`.
    """
    if rows.empty:
        return empty_points()
    marked = headline(ledger, rows)
    same = marked["event"].astype(str)
    for column in ("indicator", "group"):
        same = same + "|" + marked[column].astype(str)
    lead = marked[(marked["role"] == "headline") & (marked["event"] != "")]
    of_event = dict(zip(same.loc[lead.index], label.loc[lead.index], strict=True))
    return points(marked, series=series, x=same.map(of_event).fillna(label))


def period_of(row: Mapping[str, Any] | pd.Series) -> str:
    """The period of a statement in words, no more precise than its source.

    What is known to the month only reads `Jul 2024` or `Aug 2024 to Jan 2025`; to the year only, `2017 to 2018`.
    """
    start, end, precision = row["period_start"], row["period_end"], str(row["date_precision"])
    if pd.isna(start) or precision == "day":
        return period_text(start, end, precision)
    first, last = date_text(start, precision), date_text(end, precision)
    return last if first == last else f"{first} to {last}"
