"""Drawings that are written as SVG outright: maps, flow diagrams, and the words of a chart without figures."""

from __future__ import annotations

import re

from charts.palette import hue
from charts.spec import ChartSpec
from charts.text import one_line, xml_text
from loaders.geo import Geo
from render.picture.map import drawing
from render.picture.style import Style, lines_of
from render.picture.svg import number, said, text_block
from render.plan.map.described import described
from render.plan.marks import FLOW
from render.plan.sankey import Band, Node, layout, least_height

_MAP_NAMES = 0.65  # sizes of a printed map against those of other charts
_COLOUR = re.compile(r'(fill|stroke)="(#[0-9a-fA-F]{6})"')


def map_marks(spec: ChartSpec, geo: Geo, style: Style, width: int, height: int) -> str:
    """A map that fills its box; its names are as large as the texts of other charts in a box of this size."""
    shrunk = style.px(_MAP_NAMES)
    wide, high = width / shrunk, height / shrunk
    marks = drawing(described(spec, geo), (0.0, 0.0, wide, high))
    painted = _COLOUR.sub(lambda found: f'{found[1]}="{style.paint(found[2])}"', marks)
    return f'<g transform="scale({round(shrunk, 5)})">{painted}</g>'


def sankey_marks(spec: ChartSpec, style: Style, width: int, height: int) -> str:
    """A flow diagram that fills its box: bands as wide as their number, nodes, names with figures."""
    size = style.px(13)
    while size > style.px(9) and least_height(spec, width, size) > height:
        size *= 0.94
    nodes, bands = layout(spec, width, height, size)
    parts = [_band(band, style) for band in bands] + [_node(node, style) for node in nodes]
    return "".join([*parts, *(_label(node, style, size) for node in nodes)])


def _band(band: Band, style: Style) -> str:
    one, other = (number(x) for x in band.bends)
    x0, x1, y0a, y0b, y1a, y1b = (number(at) for at in (band.x0, band.x1, band.y0a, band.y0b, band.y1a, band.y1b))
    edge = f"M{x0} {y0a}C{one} {y0a} {other} {y1a} {x1} {y1a}"
    back = f"V{y1b}C{other} {y1b} {one} {y0b} {x0} {y0b}Z"
    colour = xml_text(style.paint(hue(band.colour, "light")))
    return f'<path class="band" d="{edge}{back}" fill="{colour}" fill-opacity="{FLOW}" aria-label="{said(band.said)}"/>'


def _node(node: Node, style: Style) -> str:
    colour = xml_text(style.paint(hue(node.colour, "light")))
    return (
        f'<rect class="node" x="{number(node.x0)}" y="{number(node.y0)}" width="{number(node.x1 - node.x0)}"'
        f' height="{number(node.y1 - node.y0)}" fill="{colour}" aria-label="{said(node.said)}"/>'
    )


def _label(node: Node, style: Style, size: float) -> str:
    ink, paper = style.ink("text"), style.ink("paper")
    return text_block(node.label, node.label_x, node.label_y, size, ink, anchor=node.anchor, halo=paper)


def words_alone(text: str, style: Style, width: int, height: int) -> str:
    """A sentence in the middle of the box, where there is nothing to draw."""
    size = style.px(16)
    found = lines_of(one_line(text), width * 0.8, size)
    return text_block(found, width / 2, height / 2, size, style.ink("muted"), anchor="middle")
