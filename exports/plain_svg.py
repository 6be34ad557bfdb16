"""Drawings that are written as SVG outright: maps, flow diagrams, and the words of a chart without figures."""

from __future__ import annotations

import re
from typing import Any

from charts.map_picture import described
from charts.map_svg import drawing
from charts.palette import hue
from charts.picture_frame import xml_text
from charts.sankey_layout import Band, Node, layout, least_height
from charts.spec import ChartSpec
from exports.altair_parts import LEADING, Style, lines_of
from exports.text import one_line, plain
from loaders.geo import Geo

_MAP_PAGE = 1500.0  # width of a map whose names are as large as those of a printed one
_MAP_SHORT = 640.0  # and its height at least
_COLOUR = re.compile(r'(fill|stroke)="(#[0-9a-fA-F]{6})"')


def map_marks(spec: ChartSpec, geo: Geo, style: Style, width: int, height: int) -> str:
    """A map that fills its box; names keep their size against the land whatever the size of the box."""
    shrunk = min(width / _MAP_PAGE, height / _MAP_SHORT)
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
    one, other = band.bends
    edge = f"M{_n(band.x0)} {_n(band.y0a)}C{_n(one)} {_n(band.y0a)} {_n(other)} {_n(band.y1a)} {_n(band.x1)} "
    back = f"{_n(band.y1a)}V{_n(band.y1b)}C{_n(other)} {_n(band.y1b)} {_n(one)} {_n(band.y0b)} {_n(band.x0)} "
    colour = xml_text(style.paint(hue(band.colour, "light")))
    return (
        f'<path class="band" d="{edge}{back}{_n(band.y0b)}Z" fill="{colour}" fill-opacity="0.34"'
        f' aria-label="{_said(band.said)}"/>'
    )


def _node(node: Node, style: Style) -> str:
    colour = xml_text(style.paint(hue(node.colour, "light")))
    return (
        f'<rect class="node" x="{_n(node.x0)}" y="{_n(node.y0)}" width="{_n(node.x1 - node.x0)}"'
        f' height="{_n(node.y1 - node.y0)}" fill="{colour}" aria-label="{_said(node.said)}"/>'
    )


def _label(node: Node, style: Style, size: float) -> str:
    step = size * 1.18
    top = node.label_y - (len(node.label) - 1) * step / 2 + size * 0.35
    words = "".join(
        f'<tspan x="{_n(node.label_x)}" y="{_n(top + number * step)}">{xml_text(plain(line))}</tspan>'
        for number, line in enumerate(node.label)
    )
    look = f'font-size="{_n(size)}" text-anchor="{node.anchor}"'
    paper, ink = xml_text(style.ink("paper")), xml_text(style.ink("text"))
    halo = f'fill="{paper}" stroke="{paper}" stroke-width="{_n(size / 4)}" stroke-linejoin="round" aria-hidden="true"'
    return f'<text {look} {halo}>{words}</text><text class="name" {look} fill="{ink}">{words}</text>'


def words_alone(text: str, style: Style, width: int, height: int) -> str:
    """A sentence in the middle of the box, where there is nothing to draw."""
    size = style.px(16)
    found = lines_of(one_line(text), width * 0.8, size)
    top = height / 2 - (len(found) - 1) * size * LEADING / 2 + size * 0.35
    marks = [
        f'<text class="empty" x="{_n(width / 2)}" y="{_n(top + number * size * LEADING)}" text-anchor="middle"'
        f' font-size="{_n(size)}" fill="{xml_text(style.ink("muted"))}">{xml_text(line)}</text>'
        for number, line in enumerate(found)
    ]
    return "".join(marks)


def _said(text: Any) -> str:
    return xml_text(one_line(text))


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
