"""Columns: where each stands, beside or on top of its neighbours, and the figures written over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from charts.map_geometry import Box, overlap
from charts.picture_frame import text_width
from charts.plotly_parts import series_of
from charts.spec import ChartSpec
from exports.vega_marks import boxes, whiskers
from exports.vega_parts import Layer, Plot, Row, Style, texts

_WIDE = 0.72  # of the room of a category, as on the screen
_THIN = 140  # a column over a date is so thin a part of the time shown
FIGURE = 11.5  # size of the figures over columns on the screen's scale
_DAY = pd.Timedelta(days=1)


def column_layers(spec: ChartSpec, plot: Plot, style: Style, rows: Sequence[Row], tag: str = "") -> list[Layer]:
    """Columns from zero with their whiskers and, where all have room, their figures."""
    if spec.mark == "stacked":
        placed = _stacked(spec, rows)
    elif spec.x_kind == "date":
        placed = _dated(spec, rows)
    else:
        placed = _beside(spec, rows)
    middles = [row | {"x": row["middle"]} for row in placed]
    return [
        boxes(plot, style, f"columns{tag}", placed),
        *whiskers(plot, style, f"whiskers{tag}", middles, colour=style.ink("text")),
        *(_figures(plot, style, placed, tag) if spec.mark == "column" and spec.x_kind == "category" else ()),
    ]


def _beside(spec: ChartSpec, rows: Sequence[Row]) -> list[Row]:
    names = [""] if spec.facet else series_of(spec)
    each = _WIDE / len(names)
    out = []
    for row in rows:
        start = row["x"] - _WIDE / 2 + (0 if spec.facet else names.index(row["_series"])) * each
        out.append(row | {"x": start, "x2": start + each, "middle": start + each / 2, "y2": 0.0})
    return out


def _stacked(spec: ChartSpec, rows: Sequence[Row]) -> list[Row]:
    order = {name: rank for rank, name in enumerate(series_of(spec))}
    tops: dict[object, float] = defaultdict(float)
    out = []
    for row in sorted(rows, key=lambda row: order[row["_series"]]):
        base = tops[row["x"]]
        tops[row["x"]] = base + row["value"]
        out.append(
            row
            | {
                "x": row["x"] - _WIDE / 2,
                "x2": row["x"] + _WIDE / 2,
                "middle": row["x"],
                "base": base,
                "y": base + row["value"],
                "y2": base,
            }
        )
    return out


def _dated(spec: ChartSpec, rows: Sequence[Row]) -> list[Row]:
    """Thin columns over their dates; those of one date stand shoulder to shoulder."""
    dates = pd.to_datetime(spec.data["x"])
    wide = max((dates.max() - dates.min()) / _THIN, _DAY * 0.7)
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        same[row["x"]].append(row)
    out = []
    for date, held in same.items():
        for place, row in enumerate(held):
            middle = pd.Timestamp(date) + wide * (place - (len(held) - 1) / 2)
            ends = (middle - wide / 2, middle + wide / 2, middle)
            x, x2, at = (edge.strftime("%Y-%m-%dT%H:%M:%SZ") for edge in ends)
            out.append(row | {"x": x, "x2": x2, "middle": at, "y2": 0.0, "when": date})
    return out


def _figures(plot: Plot, style: Style, rows: Sequence[Row], tag: str) -> list[Layer]:
    """The figure with its hedge over each column, if all find room beside each other and over their columns."""
    size = style.px(FIGURE)
    shown, words = [], []
    columns = [_box(plot, row) for row in rows]
    for row, column in zip(rows, columns, strict=True):
        half = text_width(row["text"], size) / 2
        middle = min(max((column[0] + column[2]) / 2, half), plot.width - half)
        base = plot.down(max(row["y"], row["high"] or 0.0)) - size * 0.4
        words.append((middle - half - size * 0.2, base - size, middle + half + size * 0.2, base))
        shown.append({"px": middle, "py": base, "text": row["text"], "colour": style.ink("text")})
    for place, word in enumerate(words):
        others = words[:place] + [column for at, column in enumerate(columns) if at != place]
        if any(overlap(word, other) for other in others):
            return []
    return [texts(plot, f"figures{tag}", shown, size, align="center", baseline="bottom")]


def _box(plot: Plot, row: Row) -> Box:
    return plot.across(row["x"]), plot.down(row["y"]), plot.across(row["x2"]), plot.height
