"""Columns: where each stands, beside or on top of its neighbours, and the figures written over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pandas as pd

from charts.gaps import NO_FIGURE, categories, drawn_gaps, turned
from charts.spec import ChartSpec
from render.picture.marks import boxes, whiskers
from render.picture.parts import Layer, Plot, Row, Style, texts
from render.plan.frame import text_width
from render.plan.map.geometry import Box, overlap
from render.plan.series import series_of

_WIDE = 0.72  # of the room of a category, as on the screen
_THIN = 140  # a column over a date is so thin a part of the time shown
FIGURE = 11.5  # size of the figures over columns on the screen's scale
_GAP_SIZE = 11  # of the words in a place without a figure
_DAY = pd.Timedelta(days=1)


def column_layers(spec: ChartSpec, plot: Plot, style: Style, rows: Sequence[Row], tag: str = "") -> list[Layer]:
    """Columns from zero with their whiskers and, where all have room, their figures; those of zeros always."""
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
        *(() if spec.mark == "stacked" else _figures(spec, plot, style, placed, tag)),
    ]


def gap_layers(spec: ChartSpec, plot: Plot, style: Style) -> list[Layer]:
    """The words `no figure` in each place that has none, on end where places are narrow."""
    rows = [
        {"x": at, "py": plot.height - style.px(4), "text": NO_FIGURE, "colour": style.ink("muted")}
        for at in _gap_places(spec)
    ]
    return [texts(plot, "gaps", rows, style.px(_GAP_SIZE), **_stance(spec))]


def _stance(spec: ChartSpec) -> dict[str, Any]:
    """How words stand at the base of a place: on end where places are narrow."""
    return {"align": "left", "angle": 270} if turned(spec) else {"align": "center", "baseline": "bottom"}


def _gap_places(spec: ChartSpec) -> list[float]:
    """Where on the axis of categories the places without a figure have their middles."""
    names, order = series_of(spec), categories(spec)
    return [
        order.index(gap.category) + (((names.index(gap.series) + 0.5) / len(names) - 0.5) * _WIDE if gap.series else 0)
        for gap in drawn_gaps(spec)
    ]


def _gap_boxes(spec: ChartSpec, plot: Plot, style: Style) -> list[Box]:
    """The boxes that the words of `gap_layers` take."""
    size = style.px(_GAP_SIZE)
    wide, high = text_width(NO_FIGURE, size), size
    if turned(spec):
        wide, high = high, wide
    foot = plot.height - style.px(4)
    middles = [plot.across(at) for at in _gap_places(spec)]
    return [(at - wide / 2, foot - high, at + wide / 2, foot) for at in middles]


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


def _figures(spec: ChartSpec, plot: Plot, style: Style, rows: Sequence[Row], tag: str) -> list[Layer]:
    """The figure with its hedge over each column, if all find room beside each other and over their columns.

    Else, and over dates, only those of zeros, whose columns cannot be seen.
    """
    if spec.x_kind == "date":
        return _zeros(spec, plot, style, rows, tag)
    size = style.px(FIGURE)
    shown, words = [], []
    columns = [_box(plot, row) for row in rows]
    for row, column in zip(rows, columns, strict=True):
        half = text_width(row["text"], size) / 2
        middle = min(max((column[0] + column[2]) / 2, half), plot.width - half)
        base = plot.down(max(row["y"], row["high"] or 0.0)) - size * 0.4
        words.append((middle - half - size * 0.2, base - size, middle + half + size * 0.2, base))
        shown.append({"px": middle, "py": base, "text": row["text"], "colour": style.ink("text")})
    taken = _gap_boxes(spec, plot, style)
    for place, word in enumerate(words):
        others = words[:place] + [column for at, column in enumerate(columns) if at != place] + taken
        if any(overlap(word, other) for other in others):
            return _zeros(spec, plot, style, rows, tag)
    return [texts(plot, f"figures{tag}", shown, size, align="center", baseline="bottom")]


def _zeros(spec: ChartSpec, plot: Plot, style: Style, rows: Sequence[Row], tag: str) -> list[Layer]:
    shown = [
        {"x": row["middle"], "py": plot.height - style.px(4), "text": row["text"], "colour": style.ink("text")}
        for row in rows
        if row["value"] == 0
    ]
    return [texts(plot, f"figures{tag}", shown, style.px(FIGURE), **_stance(spec))]


def _box(plot: Plot, row: Row) -> Box:
    return plot.across(row["x"]), plot.down(row["y"]), plot.across(row["x2"]), plot.height
