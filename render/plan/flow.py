"""How a flow diagram is drawn with any pen: bands as wide as their number, nodes, names with figures."""

from __future__ import annotations

from collections.abc import Sequence

from charts.palette import hue
from render.plan.marks import FLOW
from render.plan.pen import Command, Fill, Pen, Told
from render.plan.sankey import Band, Node


def draw_flow(pen: Pen, nodes: Sequence[Node], bands: Sequence[Band], size: float) -> None:
    """Draw what `render.plan.sankey.layout` has laid out; `size` is that of the names."""
    for band in bands:
        told = Told(band.said, band.said)
        pen.path("band", _edges(band), fill=Fill(hue(band.colour, "light"), FLOW), told=told)
    for node in nodes:
        box = (node.x0, node.y0, node.x1, node.y1)
        pen.box("node", box, fill=Fill(hue(node.colour, "light")), told=Told(node.said, node.said))
    for node in nodes:
        at, told = (node.label_x, node.label_y), Told(f"Name of {node.name}")
        pen.words("names", node.label, at, size, align=node.anchor, bold=not node.text, halo=True, told=told)


def _edges(band: Band) -> list[Command]:
    one, other = band.bends
    return [
        ("M", [(band.x0, band.y0a)]),
        ("C", [(one, band.y0a), (other, band.y1a), (band.x1, band.y1a)]),
        ("L", [(band.x1, band.y1b)]),
        ("C", [(other, band.y1b), (one, band.y0b), (band.x0, band.y0b)]),
        ("Z", ()),
    ]
