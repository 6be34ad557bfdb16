"""The rows of a chart as tables: typed for files, worded for the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isnan
from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.words import unit_text
from charts.columns import COUNTS, DATES, FILES, NUMBERS, SCREEN, Column
from charts.spec import ChartSpec
from charts.text import plain
from loaders.frames import as_records, texts

# Columns of the screen's table whose text repeats.
REPEATED = ("Series", "For", "Hedge", "Standing", "Why it leads", "Publisher", "Source", "Published", "Address")


def light(table: pd.DataFrame) -> pd.DataFrame:
    """The table with text that repeats as categories, which travel to the browser once."""
    return table.astype({name: "category" for name in REPEATED if name in table})


def has_dates(spec: ChartSpec) -> bool:
    """Whether the x of a chart is a date in every row."""
    return spec.x_kind == "date" and all(isinstance(value, pd.Timestamp) for value in spec.data["x"])


def tidy_frame(spec: ChartSpec, columns: Sequence[Column] = FILES) -> pd.DataFrame:
    """The rows of `spec.data` with the headings of `charts.columns`, unit in words, chart, vintage and lead rule too.

    Dates are datetime64, numbers stay numbers, text is str without control characters and empty where nothing is
    stated. `x` is a date where all of it is, else text. `lat` and `lon` are there for maps with circles only.
    """
    return pd.DataFrame(tidy_columns(spec, columns), index=spec.data.index)


def tidy_columns(spec: ChartSpec, columns: Sequence[Column] = FILES) -> dict[str, Any]:
    """The columns of `tidy_frame` by their headings, text as lists: a frame that is changed once made is made twice."""
    data, size = spec.data, len(spec.data)
    same: dict[str, Sequence[Any]] = {
        "unit_name": [unit_text(unit) for unit in texts(data["unit"])],
        "chart": [spec.title] * size,
        "chart_id": [spec.name] * size,
        "as_known_on": [spec.known_on] * size,
        "lead_rule": [lead_text(spec.lead)] * size,
    }
    dates = {*DATES, *(["x"] if has_dates(spec) else [])}
    found: dict[str, Any] = {}
    for column in columns:
        if column.name not in same and column.name not in data:
            continue
        values = pd.Series(same[column.name], data.index) if column.name in same else data[column.name]
        if column.heading in dates:
            found[column.heading] = values.astype("datetime64[us]")
        elif column.heading in NUMBERS:
            # A bound without a limit is no number; the figure's own words say so.
            found[column.heading] = values.where(values.abs() != inf)
        else:
            found[column.heading] = values if column.heading in COUNTS else _worded(values)
    return found


def screen_frame(spec: ChartSpec) -> pd.DataFrame:
    """The table under a chart: exactly what is drawn, newest first, with source and place in the data files."""
    rows = spec.data
    if spec.x_kind == "date":
        rows = rows.sort_values("period_end", ascending=False, kind="stable")
    records = as_records(rows)
    frame = pd.DataFrame(
        {
            column.screen: [column.told(row) for row in records]
            if column.told
            else [_words(value) for value in rows[column.name]]
            if column.kind == "text"
            else rows[column.name].astype(float).tolist()
            for column in SCREEN
        },
        index=rows.index,
    )
    return frame.drop(columns=[one.screen for one in SCREEN if one.spare and (frame[one.screen] == "").all()])


def nothing(value: object) -> bool:
    """Whether a cell states nothing."""
    return value is None or value is pd.NaT or value == "" or (isinstance(value, float) and isnan(value))


def text_of(value: object) -> str:
    """A cell as text: a date as ISO, all else without control characters."""
    return value.strftime("%Y-%m-%d") if isinstance(value, pd.Timestamp) else plain(value)


def _worded(values: Iterable[Any]) -> list[str]:
    """The words of each cell: of a text that repeats, as most do, found once."""
    seen: dict[str, str] = {}
    found = []
    for value in values:
        if isinstance(value, str):
            if value not in seen:
                seen[value] = plain(value)
            found.append(seen[value])
        else:
            found.append(_words(value))
    return found


def _words(value: object) -> str:
    return "" if nothing(value) else text_of(value)
