"""A map as native shapes: countries and areas as freeforms, circles, arcs, names with figures, and the legend."""

from __future__ import annotations

from charts.spec import ChartSpec
from loaders.geo import Geo
from render.office.shapes.group import Canvas
from render.plan.map.described import described
from render.plan.map.drawn import Look, draw_frame, draw_map, draw_sea
from render.plan.map.layout import arranged
from render.plan.map.parts import Sizes

_SCREEN = (760.0, 460.0)  # pixels of the map whose circles the chart describes
_SMALL, _LEAST = 0.85, 9.0  # of the usual size of type, and in points, for names that find no room at that size
_CLOSE = 0.9  # points; nearer points of an outline are one point
_LOOK = Look(coast=0.5, border=0.75, arc=0.75, ring=1.25, leader=0.75, edge=0.75, box=0.5, whole=True)


def draw(canvas: Canvas, spec: ChartSpec, geo: Geo, size: float) -> None:
    """Draw a map into the canvas, which it fills. Raises ValueError for a chart that is no map."""
    scale = 1.15 * min(canvas.width / _SCREEN[0], canvas.height / _SCREEN[1])
    picture = described(spec, geo, scale=scale)
    small = max(_SMALL * size, min(size, _LEAST * canvas.wider))
    sizes = Sizes(label=size, point=size, area=size, small=small, legend=size, pad=0.7 * size, close=_CLOSE, margin=0.0)
    placed = arranged(picture, (0.0, 0.0, canvas.width, canvas.height), sizes)
    draw_sea(canvas, placed)
    draw_map(canvas, picture, placed, _LOOK)
    draw_frame(canvas, picture, placed, sizes, _LOOK)
