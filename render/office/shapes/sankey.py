"""A flow diagram as native shapes: bands as freeforms, nodes as rectangles, names with their figures."""

from __future__ import annotations

from charts.palette import hue
from charts.spec import ChartSpec
from render.office.shapes.group import Align, Canvas, Words
from render.plan.frame import text_width
from render.plan.marks import FLOW
from render.plan.pen import Fill
from render.plan.sankey import LINE, Anchor, Band, Node, layout, least_height

_ALIGN: dict[Anchor, Align] = {"start": "l", "middle": "ctr", "end": "r"}
_LEAST = 8.0  # points; type is made smaller down to this where a diagram has many nodes
_WORDS = 0.8  # of the height is what the words of a column may take at most; the rest is left to the bands


def draw(canvas: Canvas, spec: ChartSpec, size: float) -> None:
    """Draw the bands and nodes of a sankey into the canvas."""
    while size > _LEAST and least_height(spec, canvas.width, size) > _WORDS * canvas.height:
        size -= 0.5
    nodes, bands = layout(spec, canvas.width, canvas.height, size)
    for band in bands:
        _band(canvas, band)
    for node in nodes:
        box = (node.x0, node.y0, node.x1, node.y1)
        canvas.box(node.said, box, fill=Fill(hue(node.colour, "light")), alt=node.said)
    for node in nodes:
        _label(canvas, node, size)
    for band in bands:
        _figure(canvas, band, size)


def _band(canvas: Canvas, band: Band) -> None:
    one, other = band.bends
    commands = [
        ("M", [(band.x0, band.y0a)]),
        ("C", [(one, band.y0a), (other, band.y1a), (band.x1, band.y1a)]),
        ("L", [(band.x1, band.y1b)]),
        ("C", [(other, band.y1b), (one, band.y0b), (band.x0, band.y0b)]),
        ("Z", ()),
    ]
    canvas.path(band.said, commands, fill=Fill(hue(band.colour, "light"), FLOW), alt=band.said)


def _label(canvas: Canvas, node: Node, size: float) -> None:
    wide, half = max(text_width(line, size) for line in node.label), len(node.label) * LINE * size / 2
    x0 = {"start": node.label_x, "middle": node.label_x - wide / 2, "end": node.label_x - wide}[node.anchor]
    box = (x0, node.label_y - half, x0 + wide, node.label_y + half)
    canvas.words(f"Name of {node.name}", box, Words(node.label, size, bold=not node.text, align=_ALIGN[node.anchor]))


def _figure(canvas: Canvas, band: Band, size: float) -> None:
    """The figure of a band inside its end, where no node at the edge says it and the band is thick enough."""
    wide, middle = text_width(band.text, size), (band.y1a + band.y1b) / 2
    if band.told or band.y1b - band.y1a < LINE * size or wide > (band.x1 - band.x0) / 2:
        return
    box = (band.x1 - wide - size * 0.4, middle - LINE * size / 2, band.x1 - size * 0.4, middle + LINE * size / 2)
    canvas.words(f"Figure of {band.source} to {band.target}", box, Words([band.text], size, align="r"))
