"""Charts with a row a category: horizontal bars with their figures, and pairs of dots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from charts.gaps import NO_FIGURE, drawn_gaps
from charts.spec import ChartSpec
from charts.text import one_line
from render.picture.marks import boxes, lying, points, rows_of, whiskers
from render.picture.parts import (
    LEADING,
    Key,
    Layer,
    Plot,
    Row,
    Scale,
    Style,
    document,
    layer,
    legend_height,
    legend_layers,
    lines_of,
    ready,
    rules,
    texts,
    widest,
)
from render.plan.axes import room_for_texts, tick_texts, ticks
from render.plan.frame import text_width
from render.plan.series import keyed_series, series_of, top_value

_FULL = 0.7  # of the height of a row is taken by its bars


def in_rows(spec: ChartSpec, style: Style, width: int, height: int) -> dict[str, Any]:
    """The Vega-Lite description of bars or pairs of dots."""
    order = list(dict.fromkeys(spec.data["x"].astype(str)))
    names = series_of(spec)
    several = len(names) > 1
    shape = "circle" if spec.mark == "dumbbell" else "square"
    keys = [Key(one_line(name), style.hue(spec, name), shape) for name in keyed_series(spec)] if several else []
    top = legend_height(keys, style, width) + style.px(4)
    small = style.px(12)
    foot = small * LEADING + style.px(8)
    inner = height - top - foot
    names_size, wrapped = _fitted(order, width, inner / len(order), style)
    left = max((widest(found, names_size) for found in wrapped), default=0.0) + style.px(10)
    values = _round_values(spec)
    wide = width - left - max(widest(tick_texts(values, spec.unit), small) / 2 + style.px(2), style.px(8))
    rows = rows_of(spec, style)
    lead = [row for row in rows if row["role"] == "headline"]
    other = [row for row in rows if row["role"] != "headline"]
    placed = (
        _bars([*lead, *_without(spec, style, order)], names)
        if spec.mark == "bar"
        else [row | {"middle": row["x"]} for row in lead]
    )
    figure_size = min(style.px(12), _thickness(placed, inner / len(order)) * 1.05) if spec.mark == "bar" else 0
    end = _end(spec, lead, values, wide, figure_size, style)
    values = [value for value in values if value <= end]
    plot = Plot(left, top, wide, inner, Scale(0.0, end), Scale(len(order) - 0.5, -0.5))
    layers = _grid(plot, style, values, spec.unit)
    layers.append(
        texts(
            plot,
            "names",
            [
                {"px": -style.px(8), "y": place, "text": "\n".join(found), "colour": style.ink("text")}
                for place, found in enumerate(wrapped)
            ],
            names_size,
            align="right",
        )
    )
    if spec.mark == "bar":
        layers += _bar_layers(plot, style, placed, other, figure_size)
    else:
        layers += _pair_layers(plot, style, placed, other)
    layers += legend_layers(plot, style, keys, width, -left, -top)
    return document([(plot, layers)], 1, (0, 0))


def _fitted(order: Sequence[str], width: float, step: float, style: Style) -> tuple[float, list[list[str]]]:
    """The size at which all names fit beside their rows, and the lines of each."""
    for share, smallest in ((0.34, 12), (0.42, 10)):
        for size in (style.px(base) for base in (13, 12, 11, 10) if base >= smallest):
            wrapped = [lines_of(one_line(name), width * share, size) for name in order]
            if max(map(len, wrapped)) * size * LEADING <= step:
                return size, wrapped
    size = max(min(step / LEADING, style.px(10)), style.px(7))
    most = max(int(step / (size * LEADING)), 1)
    return size, [_shortened(lines_of(one_line(name), width * 0.42, size), most) for name in order]


def _shortened(found: list[str], most: int) -> list[str]:
    return found if len(found) <= most else [*found[: most - 1], found[most - 1].rstrip() + "…"]


def _bars(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """Bars from zero; those of one row share it in the order of the series."""
    held: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: names.index(row["_series"])):
        held[row["x"]].append(row)
    most = max((len(found) for found in held.values()), default=1)
    each = _FULL / most
    out = []
    for place, found in held.items():
        for number, row in enumerate(found):
            middle = place + (number - (len(found) - 1) / 2) * each
            edges = {"x": row["value"], "x2": 0.0, "y": middle - each / 2, "y2": middle + each / 2}
            out.append(row | edges | {"place": place, "middle": middle})
    return out


def _without(spec: ChartSpec, style: Style, order: Sequence[str]) -> list[Row]:
    """The places of bars without a figure, as rows of no length."""
    nothing = {"value": 0.0, "low": None, "high": None, "hedge": "exact", "text": NO_FIGURE, "_empty": True}
    return [
        nothing
        | {"x": order.index(gap.category), "_series": gap.series, "colour": style.hue(spec, gap.series), "said": ""}
        for gap in drawn_gaps(spec)
    ]


def _thickness(rows: Sequence[Row], step: float) -> float:
    return min(((row["y2"] - row["y"]) * step for row in rows), default=step)


def _round_values(spec: ChartSpec) -> list[float]:
    """Ticks of the value axis; none where no percentage can be."""
    top = top_value(spec, spec.data)
    values = ticks(top if top > 0 else 1.0, 0, 4)
    return [value for value in values if value <= 100] if spec.unit == "percent" and top <= 100 else values


def _end(
    spec: ChartSpec, lead: Sequence[Row], values: Sequence[float], wide: float, size: float, style: Style
) -> float:
    """Where the value axis ends, so that the figure at the end of each bar has room."""
    top = max(top_value(spec, spec.data), values[0] + 1e-9)
    if spec.mark != "bar":
        return max(top * 1.04, 1e-9)
    ends = [max(row["value"], row["high"] or 0.0) for row in lead]
    widths = [min(text_width(row["text"], size) + style.px(12), wide * 0.6) for row in lead]
    return max(top * 1.02, room_for_texts(ends, widths, wide))


def _grid(plot: Plot, style: Style, values: Sequence[float], unit: str) -> list[Layer]:
    said = [
        {"x": value, "py": plot.height + style.px(7), "text": text, "colour": style.ink("muted")}
        for value, text in zip(values, tick_texts(values, unit), strict=True)
    ]
    return [
        rules(plot, "grid", [{"x": value} for value in values if value], style.ink("grid"), style.px(1)),
        rules(plot, "zero", [{"x": 0.0}], style.ink("axis"), style.px(1)),
        texts(plot, "x_texts", said, style.px(12), align="center", baseline="top"),
    ]


def _bar_layers(plot: Plot, style: Style, bars: Sequence[Row], other: Sequence[Row], size: float) -> list[Layer]:
    middles = [row | {"y": row["middle"]} for row in bars]
    rivals = _rivals(bars, other)
    return [
        boxes(plot, style, "bars", [row for row in bars if "_empty" not in row]),
        *whiskers(plot, style, "whiskers", middles, along="x", colour=style.ink("text")),
        _ticks(plot, style, rivals),
        texts(plot, "figures", _figures(plot, style, middles, rivals, size), size),
    ]


def _rivals(bars: Sequence[Row], other: Sequence[Row]) -> list[Row]:
    """Other statements on the bar that they dispute, else in the middle of their row."""
    at = {(row["place"], row["_series"]): row["middle"] for row in bars}
    return [row | {"x": row["value"], "y": at.get((row["x"], row["_series"]), row["x"])} for row in other]


def _ticks(plot: Plot, style: Style, rivals: Sequence[Row]) -> Layer:
    """Other statements as short strokes across the bar."""
    look = {"type": "tick", "orient": "vertical", "size": style.px(12), "thickness": style.px(2.6), "opacity": 1}
    look |= {"stroke": style.ink("paper"), "strokeWidth": style.px(0.7)}
    drawn = [row | {"shade": style.ink("muted")} for row in rivals]
    return layer(plot, "others", look, drawn, fill=ready("shade"))


def _figures(plot: Plot, style: Style, bars: Sequence[Row], rivals: Sequence[Row], size: float) -> list[Row]:
    """The figure with its hedge behind the end of each bar, its whisker and the strokes that stand there."""
    gap = style.px(5)
    out = []
    for row in bars:
        at = plot.across(max(row["value"], row["high"] or 0.0)) + gap
        wide = text_width(row["text"], size)
        for stroke in sorted(plot.across(rival["x"]) for rival in rivals if rival["y"] == row["y"]):
            if at - gap < stroke < at + wide + gap:
                at = stroke + gap
        ink = style.ink("muted" if "_empty" in row else "text")
        out.append({"px": at, "y": row["y"], "text": row["text"], "colour": ink})
    return out


def _pair_layers(plot: Plot, style: Style, lead: Sequence[Row], other: Sequence[Row]) -> list[Layer]:
    held: Mapping[int, list[float]] = defaultdict(list)
    for row in lead:
        held[row["x"]].append(row["value"])
    bars = [{"x": min(found), "x2": max(found), "y": place} for place, found in held.items()]
    dots = lying(lead)
    return [
        rules(plot, "pairs", bars, style.ink("axis"), style.px(2)),
        *whiskers(plot, style, "whiskers", dots, along="x"),
        points(plot, style, "points", dots, 11),
        _ticks(plot, style, lying(other)),
    ]
