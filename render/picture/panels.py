"""Small multiples: one panel a series, all on one scale so that they compare."""

from __future__ import annotations

from typing import Any

from charts.spec import ChartSpec
from charts.text import one_line
from render.picture.marks import places_of, rows_of
from render.picture.parts import (
    LEADING,
    Layer,
    Plot,
    Scale,
    Style,
    date_axis_layers,
    date_marks,
    date_scale,
    document,
    lines_of,
    texts,
    value_grid,
    widest,
)
from render.picture.time import (
    Categories,
    category_layers,
    category_texts,
    round_values,
    series_layers,
    value_scale,
    value_texts,
)
from render.plan.axes import tick_texts
from render.plan.series import series_of


def panels(spec: ChartSpec, style: Style, width: int, height: int) -> dict[str, Any]:
    """The Vega-Lite description of small multiples, in as many columns as let the panels be broad enough.

    The x axis is told beneath the lowest panel of each column.
    """
    names = series_of(spec)
    places = places_of(spec)
    columns = _columns(len(names), width, height)
    lines = -(-len(names) // columns)
    values = round_values(spec, 3 if lines < 4 else 2)
    left = widest(tick_texts(values, spec.unit), style.px(12)) + style.px(10)
    gap = style.px(22)
    wide = (width - left - style.px(12) - gap * (columns - 1)) / columns
    head = [lines_of(one_line(name), wide, style.px(12), 600) for name in names]
    top = max(map(len, head)) * style.px(12) * LEADING + style.px(8)
    x, foot, categories = _across(spec, places, wide, style)
    between = style.px(14)
    tall = (height - foot - top * lines - between * (lines - 1)) / lines
    y = value_scale(spec, values, style, tall)
    rows = rows_of(spec, style)
    drawn: list[tuple[Plot, list[Layer]]] = []
    for place, name in enumerate(names):
        plot = Plot(left, top, round(wide, 2), round(tall, 2), x, y)
        tag = f"_{place}"
        title = {"px": 0, "py": -style.px(6), "text": "\n".join(head[place]), "colour": style.ink("text")}
        layers = value_grid(plot, style, values, tag)
        if place % columns == 0:
            layers += value_texts(plot, style, values, spec.unit, tag)
        axis = (
            date_axis_layers(plot, style, tag) if categories is None else category_layers(plot, style, categories, tag)
        )
        lowest = place + columns >= len(names)
        layers += axis if lowest else [one for one in axis if one["name"] != f"x_texts{tag}"]
        layers += series_layers(spec, plot, style, [row for row in rows if row["_series"] == name], tag)
        layers.append(texts(plot, f"panel{tag}", [title], style.px(12), baseline="line-bottom", fontWeight=600))
        drawn.append((plot, layers))
    return document(drawn, columns, (gap, top + between))


def _columns(count: int, width: int, height: int) -> int:
    """Columns of panels, so that a panel is about twice as broad as high and few places stay empty."""

    def misfit(columns: int) -> float:
        lines = -(-count // columns)
        return abs((width / columns) / (height / lines) - 1.9) + 0.25 * (columns * lines - count)

    return min(range(1, min(count, 4) + 1), key=misfit)


def _across(
    spec: ChartSpec, places: dict[str, int] | None, wide: float, style: Style
) -> tuple[Scale, float, Categories | None]:
    """The x scale of all panels, the height of its texts, and these where they are categories."""
    if places is not None:
        found = category_texts(list(places), wide / len(places), style)
        return Scale(-0.5, len(places) - 0.5), found.height + style.px(12), found
    x = date_scale(spec.data["x"])
    return x, style.px(12) * LEADING * date_marks(x, wide, style.px(12)).lines + style.px(14), None
