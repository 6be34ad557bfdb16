"""Dated events beside a chart: those that the data say explain a turn of a drawn series."""

from __future__ import annotations

import pandas as pd

from charts.spec import Marker
from loaders import Ledger
from loaders.frames import as_records, matcher, texts

_SERIES = ["indicator", "place", "origin", "group"]


def event_markers(ledger: Ledger, data: pd.DataFrame) -> tuple[Marker, ...]:
    """The events that explain a series among the drawn points (explains.csv), oldest first.

    The label is the event's own title. Left out is what happened before the drawn periods begin, and an event that the
    ledger does not hold, as in an earlier vintage.
    """
    if data.empty:
        return ()
    fits = matcher(data[_SERIES].itertuples(index=False, name=None))
    explains = ledger.explains[["date", "title", *_SERIES]].itertuples(index=False, name=None)
    named = {(date, str(title)) for date, title, *key in explains if fits(key)}
    first = data["period_start"].min()
    rows = ledger.events
    keys = zip(rows["date"], texts(rows["title"]), strict=True)
    return markers(rows.loc[[key in named and not key[0] < first for key in keys]])


def markers(events: pd.DataFrame) -> tuple[Marker, ...]:
    """Rows of events.csv as markers, oldest first."""
    ordered = as_records(events.sort_values("date", kind="stable"))
    return tuple(Marker(row["date"], str(row["title"]), str(row["source"]), row["end_date"]) for row in ordered)
