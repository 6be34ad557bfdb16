"""Every drawn row of a chart with its citation, as cells: real numbers, real dates, plain text."""

from __future__ import annotations

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from charts.columns import COUNTS, NUMBERS, SHEET
from charts.spec import ChartSpec
from charts.table import tidy_frame
from render.office.model import Cell, Column, Grid, Kind


def cited_grid(spec: ChartSpec) -> Grid:
    """The rows of a spec in few columns: figure, hedge, role and where it comes from; what is not stated is empty."""
    frame = tidy_frame(spec, SHEET)
    heads = {column.heading: column.sheet for column in SHEET}
    columns = []
    for name in frame:
        cells: pd.Series = frame[name]
        kind: Kind = "number" if name in (*NUMBERS, *COUNTS) else "date" if is_datetime64_any_dtype(cells) else "text"
        columns.append(Column(heads.get(str(name), str(name)), kind, tuple(_cell(value) for value in cells.tolist())))
    return Grid(tuple(columns))


def _cell(value: Cell) -> Cell:
    return None if value is None or (not isinstance(value, str) and pd.isna(value)) else value
