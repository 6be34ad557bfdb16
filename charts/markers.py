"""Dated events beside a chart: those that the data say explain a turn of a drawn series."""

from __future__ import annotations

import pandas as pd

from charts.spec import Marker
from loaders import Ledger

_SERIES = ["indicator", "place", "origin", "group"]
_ANY = "*"


def event_markers(ledger: Ledger, data: pd.DataFrame) -> tuple[Marker, ...]:
    """The events that explain a series among the drawn points (explains.csv), oldest first.

    The label is the event's own title. Left out is what happened before the drawn periods begin, and an event that the
    ledger does not hold, as in an earlier vintage.
    """
    if data.empty:
        return ()
    drawn = data[_SERIES].astype(str).drop_duplicates()
    named = set()
    for date, title, *key in ledger.explains[["date", "title", *_SERIES]].itertuples(index=False, name=None):
        fits = pd.Series(data=True, index=drawn.index)
        for column, value in zip(_SERIES, map(str, key), strict=True):
            fits &= (drawn[column] == value) | (value == _ANY)
        if fits.any():
            named.add((date, str(title)))
    first = data["period_start"].min()
    rows = ledger.events
    keys = zip(rows["date"], rows["title"].astype(str), strict=True)
    return markers(rows.loc[[key in named and not key[0] < first for key in keys]])


def markers(events: pd.DataFrame) -> tuple[Marker, ...]:
    """Rows of events.csv as markers, oldest first."""
    ordered = events.sort_values("date", kind="stable").to_dict("records")
    return tuple(Marker(row["date"], str(row["title"]), str(row["source"]), row["end_date"]) for row in ordered)
