"""Drawings that need no plan of series: maps, flow diagrams, and the words of a chart without figures."""

from __future__ import annotations

from charts.palette import INK
from charts.spec import ChartSpec
from charts.text import one_line
from loaders.geo import Geo
from render.picture.map import drawing
from render.picture.pen import Svg
from render.picture.style import Style, lines_of
from render.plan.flow import draw_flow
from render.plan.map.described import described
from render.plan.sankey import layout, least_height

_MAP_NAMES = 0.65  # sizes of a printed map against those of other charts


def map_marks(spec: ChartSpec, geo: Geo, style: Style, width: int, height: int) -> str:
    """A map that fills its box; its names are as large as the texts of other charts in a box of this size."""
    shrunk = style.px(_MAP_NAMES)
    marks = drawing(described(spec, geo), (0.0, 0.0, width / shrunk, height / shrunk), style)
    return f'<g transform="scale({round(shrunk, 5)})">{marks}</g>'


def draw_sankey(pen: Svg, spec: ChartSpec, width: int, height: int) -> None:
    """A flow diagram that fills its box; its type is made smaller where a diagram has many nodes."""
    size = pen.style.px(13)
    while size > pen.style.px(9) and least_height(spec, width, size) > height:
        size *= 0.94
    draw_flow(pen, *layout(spec, width, height, size), size)


def words_alone(pen: Svg, text: str, width: int, height: int) -> None:
    """A sentence in the middle of the box, where there is nothing to draw."""
    size = pen.style.px(16)
    found = lines_of(one_line(text), width * 0.8, size)
    pen.words("alone", found, (width / 2, height / 2), size, colour=INK["light"]["muted"], align="middle")
