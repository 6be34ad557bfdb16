"""Charts over time or over categories: lines, steps, dots and columns, and small multiples of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts.spec import LED, ChartSpec
from charts.text import one_line
from render.picture.columns import FIGURE, column_layers, gap_layers
from render.picture.marks import DENSE, light_points, lines, places_of, points, projections, rows_of, upright, whiskers
from render.picture.parts import (
    LEADING,
    Key,
    Layer,
    Plot,
    Row,
    Scale,
    Style,
    base_line,
    date_axis_layers,
    date_marks,
    date_scale,
    document,
    legend_height,
    legend_layers,
    lines_of,
    rules,
    texts,
    value_grid,
    widest,
)
from render.plan.axes import spread, tick_texts, ticks
from render.plan.series import event_labels, projected, series_of, top_value


def over_time(spec: ChartSpec, style: Style, width: int, height: int) -> dict[str, Any]:
    """The Vega-Lite description of a chart in one plot."""
    names = series_of(spec)
    places = places_of(spec)
    ended = len(names) > 1 and spec.mark in ("line", "step") and not projected(spec.data).any()
    keys = legend_keys(spec, style) if len(names) > 1 and not ended else []
    values = round_values(spec, 5)
    said = tick_texts(values, spec.unit)
    small, size = style.px(12), style.px(13)
    left = widest(said, small) + style.px(10)
    ends = _end_names(spec, style, width) if ended else {}
    right = max((widest(found, size) for found in ends.values()), default=0.0) + style.px(14 if ends else 10)
    numbered = bool(spec.markers) and spec.x_kind == "date"
    legend = legend_height(keys, style, width - left)
    top = legend + style.px(18 if numbered else 9)
    wide = width - left - right
    if places is None:
        x = date_scale(spec.data["x"])
        foot = style.px(9) + small * LEADING * date_marks(x, wide, small).lines
        categories = None
    else:
        x = Scale(-0.5, len(places) - 0.5)
        categories = category_texts(list(places), wide / len(places), style)
        foot = style.px(9) + categories.height
    tall = height - top - foot
    plot = Plot(left, top, wide, tall, x, value_scale(spec, values, style, tall))
    layers = value_grid(plot, style, values)
    layers += value_texts(plot, style, values, spec.unit)
    layers += [*_events(spec, plot, style)] if numbered else []
    layers += date_axis_layers(plot, style) if categories is None else category_layers(plot, style, categories)
    layers += series_layers(spec, plot, style, rows_of(spec, style))
    layers += gap_layers(spec, plot, style)
    layers += _ends(spec, plot, style, ends)
    layers += legend_layers(plot, style, keys, width - left, 0, -top)
    return document([(plot, layers)], 1, (0, 0))


def round_values(spec: ChartSpec, count: int) -> list[float]:
    """Round values of the axis from zero."""
    top = top_value(spec, spec.data)
    return ticks(top if top > 0 else 1, 0, count)


def value_scale(spec: ChartSpec, values: Sequence[float], style: Style, height: float) -> Scale:
    """The scale of values on `height` pixels, with room for the figure over the highest column."""
    end = values[-1] * 1.02
    if spec.mark == "column" and spec.x_kind == "category":
        end = max(end, top_value(spec, spec.data) * height / (height - style.px(FIGURE) * 1.8))
    return Scale(0.0, end)


def value_texts(plot: Plot, style: Style, values: Sequence[float], unit: str, tag: str = "") -> list[Layer]:
    """The values of the y axis, left of the plot."""
    rows = [
        {"px": -style.px(8), "y": value, "text": text, "colour": style.ink("muted")}
        for value, text in zip(values, tick_texts(values, unit), strict=True)
    ]
    return [texts(plot, f"y_texts{tag}", rows, style.px(12), align="right")]


def legend_keys(spec: ChartSpec, style: Style) -> list[Key]:
    """The series with the marks that they are drawn with."""
    ahead = set(spec.data.loc[projected(spec.data), "series"].astype(str))
    usual = "square" if spec.mark in ("column", "stacked", "bar") else "circle"
    return [Key(one_line(name), style.hue(spec, name), "dash" if name in ahead else usual) for name in series_of(spec)]


@dataclass(frozen=True, slots=True)
class Categories:
    """Texts beneath the columns: their lines, size, angle, which of them are shown, and the height that they take."""

    texts: Mapping[int, str]
    size: float
    angle: float
    height: float


def category_texts(names: Sequence[str], room: float, style: Style) -> Categories:
    """Fit the names of categories into `room` pixels each: in up to three lines, else smaller, else at a slant."""
    for size in (style.px(12), style.px(10.5)):
        wrapped = [lines_of(name, room - size * 0.4, size) for name in names]
        whole = all(widest(name.split(), size) <= room - size * 0.4 for name in names)
        if whole and max(map(len, wrapped)) <= 3:
            found = {place: "\n".join(found) for place, found in enumerate(wrapped)}
            return Categories(found, size, 0, max(map(len, wrapped)) * size * LEADING)
    size = style.px(11)
    if max(len(name) for name in names) <= 4:
        step = next(n for n in range(2, 99) if widest(names, size) + size * 0.4 <= room * n)
        return Categories({place: names[place] for place in range(0, len(names), step)}, size, 0, size * LEADING)
    cut = {place: lines_of(name, size * 14, size)[0] for place, name in enumerate(names)}
    return Categories(cut, size, -35, widest(list(cut.values()), size) * 0.6 + size)


def category_layers(plot: Plot, style: Style, found: Categories, tag: str = "") -> list[Layer]:
    """Names of the categories beneath the plot."""
    rows = [
        {"x": place, "py": plot.height + style.px(7), "text": text, "colour": style.ink("muted")}
        for place, text in found.texts.items()
    ]
    look = {"align": "right" if found.angle else "center", "baseline": "top", "angle": found.angle % 360}
    return [base_line(plot, style, tag), texts(plot, f"x_texts{tag}", rows, found.size, **look)]


def series_layers(spec: ChartSpec, plot: Plot, style: Style, rows: Sequence[Row], tag: str = "") -> list[Layer]:
    """The marks of these rows in one plot; `tag` keeps the names of several plots apart."""
    placed = upright(rows)
    ahead = [row for row in placed if row["_ahead"]]
    lead = [row for row in placed if not row["_ahead"] and row["role"] in LED]
    other = [row for row in placed if not row["_ahead"] and row["role"] not in LED]
    others = [
        *whiskers(plot, style, f"other_whiskers{tag}", other, opacity=0.4),
        light_points(plot, style, f"others{tag}", other),
    ]
    if spec.mark in ("column", "stacked"):
        return [*column_layers(spec, plot, style, lead, tag), *others]
    found = others + projections(plot, style, f"projections{tag}", ahead)
    if spec.mark in ("line", "step"):
        found.append(lines(plot, style, f"lines{tag}", lead, steps=spec.mark == "step"))
    counts = Counter(row["_series"] for row in lead)
    return [
        *found,
        *whiskers(plot, style, f"whiskers{tag}", lead),
        points(plot, style, f"small_points{tag}", [row for row in lead if counts[row["_series"]] > DENSE], 5),
        points(plot, style, f"points{tag}", [row for row in lead if counts[row["_series"]] <= DENSE]),
    ]


def _events(spec: ChartSpec, plot: Plot, style: Style) -> list[Layer]:
    """Numbered hairlines; the words beneath a picture say what each number stands for."""
    size = style.px(11)
    days = pd.Timedelta(milliseconds=(plot.x.high - plot.x.low) * 1.6 * size / plot.width)
    hairlines = [{"x": marker.date.strftime("%Y-%m-%d")} for marker in spec.markers]
    numbers = [
        {"x": date.strftime("%Y-%m-%d"), "py": -style.px(3), "text": text, "colour": style.ink("muted")}
        for date, text, _ in event_labels(spec.markers, days)
    ]
    dots = [style.px(1.5), style.px(2.5)]
    return [
        rules(plot, "events", hairlines, style.ink("axis"), style.px(1), strokeDash=dots),
        texts(plot, "event_numbers", numbers, size, align="center", baseline="bottom"),
    ]


def _end_names(spec: ChartSpec, style: Style, width: int) -> dict[str, list[str]]:
    """The name of each line as the lines of text that stand at its end."""
    held = set(spec.data.loc[spec.data["role"].isin(LED), "series"].astype(str))
    size = style.px(13)
    return {
        name: lines_of(one_line(name), max(width * 0.2, size * 8), size) for name in series_of(spec) if name in held
    }


def _ends(spec: ChartSpec, plot: Plot, style: Style, ends: Mapping[str, list[str]]) -> list[Layer]:
    """Name each line at the height of its last point; the names share the right margin without overlapping."""
    if not ends:
        return []
    lead = spec.data.loc[spec.data["role"].isin(LED)]
    size = style.px(13)
    wanted = [
        plot.down(float(lead.loc[lead["series"].astype(str) == name, "value"].dropna().iloc[-1])) for name in ends
    ]
    tallest = max(len(found) for found in ends.values())
    placed = spread(wanted, size * LEADING * tallest + size * 0.15, size * 0.5, plot.height)
    rows = [
        {
            "px": plot.width + style.px(7),
            "py": at,
            "text": "\n".join(found),
            "colour": style.hue(spec, name),
            "series": one_line(name),
        }
        for (name, found), at in zip(ends.items(), placed, strict=True)
    ]
    return [texts(plot, "ends", rows, size)]
