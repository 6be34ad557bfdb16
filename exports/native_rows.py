"""Every drawn row of a chart with its citation, as cells: real numbers, real dates, plain text."""

from __future__ import annotations

import pandas as pd

from charts.spec import ChartSpec
from exports.native_model import Cell, Column, Grid, Kind
from exports.tabular import COUNTS, DATES, NUMBERS, has_dates, tidy_frame
from exports.text import plain

_CITED: tuple[tuple[str, Kind, str], ...] = (
    ("Series", "text", "series"),
    ("Date or category", "text", "x"),
    ("Value", "number", "value"),
    ("Low", "number", "low"),
    ("High", "number", "high"),
    ("Hedge", "text", "qualifier"),
    ("Figure as worded", "text", "text"),
    ("Unit", "text", "unit"),
    ("Role", "text", "role"),
    ("Holds for", "date", "period_end"),
    ("Publisher", "text", "publisher"),
    ("Title", "text", "source_title"),
    ("Published", "date", "published"),
    ("Locator", "text", "locator"),
    ("Note", "text", "note"),
    ("Address", "text", "url"),
)


def rows_grid(spec: ChartSpec) -> Grid:
    """The rows of `exports.tabular.tidy_frame` as a grid; what is not stated is an empty cell."""
    frame = tidy_frame(spec)
    columns = []
    for head in frame:
        dated = head in DATES or (head == "x" and has_dates(spec))
        kind: Kind = "date" if dated else "number" if head in (*NUMBERS, *COUNTS) else "text"
        columns.append(Column(head, kind, tuple(_cell(value, kind) for value in frame[head].tolist())))
    return Grid(tuple(columns))


def cited_grid(spec: ChartSpec) -> Grid:
    """The rows of a spec in few columns: figure, hedge, role and where it comes from."""
    data = spec.data
    columns = []
    for head, kind, name in _CITED:
        own: Kind = "date" if head == "Date or category" and has_dates(spec) else kind
        columns.append(Column(head, own, tuple(_cell(value, own) for value in data[name].tolist())))
    return Grid(tuple(columns))


def _cell(value: object, kind: Kind) -> Cell:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if kind == "text":
        return plain(value)
    if isinstance(value, pd.Timestamp):
        return value
    found = float(value)  # type: ignore[arg-type]  # a cell of a number column
    # A bound without limit has no number: the wording says so.
    return None if found in (float("inf"), float("-inf")) else found
