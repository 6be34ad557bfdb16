"""Small multiples: one panel a series, all on one scale so that they compare."""

from __future__ import annotations

from charts.palette import INK
from charts.text import one_line
from render.picture.marks import Sheet
from render.picture.parts import Plot, value_grid, value_texts
from render.picture.pen import Svg
from render.picture.style import lines_of, widest
from render.picture.time import across, axis, draw_series, figures, value_scale
from render.plan.pen import LINE

_INK = INK["light"]


def panels(pen: Svg, sheet: Sheet, width: int, height: int) -> list[Plot]:
    """Draw small multiples, and return their plots. The x axis is told beneath the lowest panel of each column."""
    plan, style = sheet.plan, pen.style
    size = style.px(12)
    left = widest(plan.texts, size) + style.px(10)
    gap, between = style.px(22), style.px(14)
    wide = (width - left - style.px(12) - gap * (plan.columns - 1)) / plan.columns
    heads = [lines_of(one_line(one.name), wide, size, 600) for one in plan.series]
    top = max(map(len, heads)) * size * LINE + style.px(8)
    x, foot, told = across(plan, wide, style)
    foot += style.px(12)
    tall = (height - foot - top * plan.lines - between * (plan.lines - 1)) / plan.lines
    y = value_scale(plan, style, tall)
    plots = []
    for place, one in enumerate(plan.series):
        row, column = divmod(place, plan.columns)
        plot = Plot(left + column * (wide + gap), top + row * (tall + top + between), wide, tall, x, y)
        value_grid(pen, plan, plot)
        if column == 0:
            value_texts(pen, plan, plot)
        axis(pen, plan, plot, told, words=place + plan.columns >= len(plan.series))
        draw_series(pen, sheet, plot, [one])
        figures(pen, plan, plot, [said for said in plan.told if said.point.series == one.name])
        pen.words("panels", heads[place], (plot.left, plot.top - style.px(6)), size, bold=True, base="bottom")
        plots.append(plot)
    return plots
