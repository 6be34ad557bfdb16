"""A flow diagram as native shapes: bands, nodes and names as in every rendering, and figures inside thick bands."""

from __future__ import annotations

from charts.spec import ChartSpec
from render.office.shapes.group import Canvas
from render.plan.flow import draw_flow
from render.plan.frame import text_width
from render.plan.pen import LINE, Told
from render.plan.sankey import Band, layout, least_height

_LEAST = 8.0  # points; type is made smaller down to this where a diagram has many nodes
_WORDS = 0.8  # of the height is what the words of a column may take at most; the rest is left to the bands


def draw(canvas: Canvas, spec: ChartSpec, size: float) -> None:
    """Draw the bands and nodes of a sankey into the canvas."""
    while size > _LEAST and least_height(spec, canvas.width, size) > _WORDS * canvas.height:
        size -= 0.5
    nodes, bands = layout(spec, canvas.width, canvas.height, size)
    draw_flow(canvas, nodes, bands, size)
    for band in bands:
        _figure(canvas, band, size)


def _figure(canvas: Canvas, band: Band, size: float) -> None:
    """The figure of a band inside its end, where no node at the edge says it and the band is thick enough."""
    wide, middle = text_width(band.text, size), (band.y1a + band.y1b) / 2
    if band.told or band.y1b - band.y1a < LINE * size or wide > (band.x1 - band.x0) / 2:
        return
    told = Told(f"Figure of {band.source} to {band.target}")
    canvas.words("figures", [band.text], (band.x1 - size * 0.4, middle), size, align="end", told=told)
