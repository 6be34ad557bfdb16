"""Every drawn row of a chart with its citation, as cells: real numbers, real dates, plain text."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from analysis import lead_text
from analysis.words import unit_text
from charts.columns import COLUMNS, COUNTS, DATES, NUMBERS, has_dates
from charts.spec import ChartSpec
from charts.text import plain
from render.office.model import Cell, Column, Grid, Kind

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
    ("Stated by", "text", "attribution"),
    ("Publisher", "text", "publisher"),
    ("Title", "text", "source_title"),
    ("Published", "date", "published"),
    ("Locator", "text", "locator"),
    ("Note", "text", "note"),
    ("Address", "text", "url"),
)


def settled(spec: ChartSpec) -> ChartSpec:
    """The same spec with its words as plain Python text, of which many questions are asked faster."""
    data = spec.data
    texts = [name for name in data if not (is_numeric_dtype(data[name].dtype) or is_datetime64_any_dtype(data[name]))]
    return replace(spec, data=data.astype(dict.fromkeys(texts, object)))


def rows_grid(spec: ChartSpec) -> Grid:
    """The cells of `exports.tabular.tidy_frame` as a grid; what is not stated is an empty cell."""
    data, dated = spec.data, has_dates(spec)
    columns = []
    for name, head in COLUMNS.items():
        if name not in data:
            continue
        kind: Kind = "text"
        if head in DATES or (head == "x" and dated):
            kind = "date"
        elif head in (*NUMBERS, *COUNTS):
            kind = "number"
        columns.append(Column(head, kind, tuple(_cell(value, kind) for value in data[name].tolist())))
    units = {unit: unit_text(unit) for unit in set(data["unit"].astype(str))}
    many = len(data)
    known = None if pd.isna(spec.known_on) else spec.known_on
    same: tuple[tuple[str, Kind, Cell], ...] = (
        ("chart", "text", plain(spec.title)),
        ("chart_id", "text", plain(spec.name)),
        ("as_known_on", "date", known),
        ("lead_rule", "text", plain(lead_text(spec.lead))),
    )
    return Grid(
        (
            *columns,
            Column("unit_name", "text", tuple(units[unit] for unit in data["unit"].astype(str))),
            *(Column(head, kind, (cell,) * many) for head, kind, cell in same),
        )
    )


def cited_grid(spec: ChartSpec) -> Grid:
    """The rows of a spec in few columns: figure, hedge, role and where it comes from."""
    data = spec.data
    columns = []
    for head, kind, name in _CITED:
        own: Kind = "date" if head == "Date or category" and has_dates(spec) else kind
        columns.append(Column(head, own, tuple(_cell(value, own) for value in data[name].tolist())))
    return Grid(tuple(columns))


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return plain(text)


def _cell(value: object, kind: Kind) -> Cell:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if kind == "text":
        return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else _plain(str(value))
    if isinstance(value, pd.Timestamp):
        return value
    found = float(value)  # type: ignore[arg-type]  # a cell of a number column
    # A bound without limit has no number: the wording says so.
    return None if found in (float("inf"), float("-inf")) else found
