"""A map as SVG: land, filled areas, arcs, circles, labels and legend.

Drawn without a browser from plain coordinates, in Web Mercator like the map on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from zlib import crc32

from charts.palette import ink_on
from charts.text import xml_text
from render.plan.frame import QUIET, RULE, TEXT
from render.plan.map.geometry import Box, Point, Segment, View
from render.plan.map.layout import arranged
from render.plan.map.legend import mark_reach, mark_width, row_height
from render.plan.map.names import Name, Pieces, Placed, bent
from render.plan.map.parts import COAST, LAND, LEADING, PRINT, SEA, Arc, Area, LegendItem, MapPicture, Spot
from render.plan.marks import ARC, circle_share

Paint = Callable[[str], str]
_PAPER = "#ffffff"


def drawing(map_picture: MapPicture, box: Box, swap: Paint = str) -> str:
    """The map without its words around it: SVG marks that fill a box of a page, the same text for the same input.

    `swap` gives the colour to use for one of ours. Raises ValueError if the extent has no width or height.
    """

    def paint(colour: str) -> str:
        return xml_text(swap(colour))

    placed = arranged(map_picture, box)
    view, (x0, y0, x1, y1) = placed.view, placed.view.box
    rect = f'x="{_n(x0)}" y="{_n(y0)}" width="{_n(x1 - x0)}" height="{_n(y1 - y0)}"'
    ground = [
        f'<rect {rect} fill="{paint(SEA)}"/>',
        f'<g class="land" fill="{paint(LAND)}" fill-rule="evenodd" stroke="{paint(COAST)}" stroke-linejoin="round">',
        *(f'<path d="{_outline(pieces)}"/>' for pieces in placed.land if pieces),
        f'</g><g class="areas" fill-rule="evenodd" stroke="{paint(_PAPER)}" stroke-width="1.2"',
        ' stroke-linejoin="round">',
        *(_area(paint, area, pieces) for area, pieces in zip(map_picture.areas, placed.areas, strict=True) if pieces),
        '</g><g class="arcs" fill="none" stroke-linecap="round">',
        *(_arc(paint, arc, view) for arc in map_picture.arcs),
        '</g><g class="circles">',
        *(_circle(paint, spot) for spot in placed.spots),
        '</g><g class="labels">',
        *(_leader(paint, one, one.leader) for one in placed.names if one.leader),
        *(_name(paint, one.name, one.box) for one in placed.names),
        "</g></g>",
    ]
    inside = "".join(ground)
    # Two maps in one document need two names of their frames; equal frames may share one.
    frame = f"map-{crc32(rect.encode()):08x}"
    return (
        f'<clipPath id="{frame}"><rect {rect}/></clipPath><g clip-path="url(#{frame})">{inside}'
        f"{_edge(paint, placed.frame)}{_legend(paint, map_picture.legend, placed.legend)}"
    )


def _edge(paint: Paint, frame: Box) -> str:
    x0, y0, x1, y1 = frame
    place = f'x="{_n(x0)}" y="{_n(y0)}" width="{_n(x1 - x0)}" height="{_n(y1 - y0)}"'
    return f'<rect {place} fill="none" stroke="{paint(RULE)}"/>'


def _outline(pieces: Pieces) -> str:
    return "".join(_path(piece) for piece in pieces)


def _path(points: Sequence[Point]) -> str:
    """A closed path in tenths of a pixel, as steps from point to point to keep the file small."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [f"{_n((x - u) / 10)} {_n((y - v) / 10)}" for (u, v), (x, y) in pairwise(tenths)]
    return f"M{_n(tenths[0][0] / 10)} {_n(tenths[0][1] / 10)}l{' '.join(steps)}z"


def _n(value: float) -> str:
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def _tip(said: str, label: str = "") -> str:
    text = said or label
    return f"<title>{xml_text(text)}</title>" if text else ""


def _area(paint: Paint, area: Area, pieces: Pieces) -> str:
    return f'<path d="{_outline(pieces)}" fill="{paint(area.fill)}">{_tip(area.said, area.label)}</path>'


def _arc(paint: Paint, arc: Arc, view: View) -> str:
    """A curve that bends to the north, with a dot where the movement ends."""
    (x0, y0), (x1, y1) = (view.point(lon, lat) for lon, lat in arc.ends)
    cx, cy = bent(x0, y0, x1, y1)
    colour, width = paint(arc.colour), max(arc.width_px, 0.8)
    return (
        f'<path d="M{_n(x0)} {_n(y0)}Q{_n(cx)} {_n(cy)} {_n(x1)} {_n(y1)}" stroke="{colour}"'
        f' stroke-width="{_n(width)}" stroke-opacity="{ARC}">{_tip(arc.said)}</path>'
        f'<circle cx="{_n(x1)}" cy="{_n(y1)}" r="{_n(width / 2 + 1.6)}" fill="{colour}"/>'
    )


def _circle(paint: Paint, spot: Spot) -> str:
    """A circle; of a place of which nobody is left a ring with a cross in it."""
    circle, (x, y, reach) = spot.circle, spot.disc
    edge = ' stroke-dasharray="5 3.5"' if circle.hedged and not circle.empty else ""
    tip = _tip(circle.said, circle.label)
    fill, opacity = (paint(_PAPER), 1) if circle.empty else (paint(circle.fill), circle_share(hedged=circle.hedged))
    mark = (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(reach)}" fill="{fill}"'
        f' fill-opacity="{opacity}" stroke="{paint(circle.stroke)}" stroke-width="2"{edge}>{tip}</circle>'
    )
    return mark + (_cross(x, y, reach, paint(circle.stroke)) if circle.empty else "")


def _cross(x: float, y: float, reach: float, colour: str) -> str:
    arm = reach * 0.7
    return (
        f'<path d="M{_n(x - arm)} {_n(y - arm)}L{_n(x + arm)} {_n(y + arm)}'
        f'M{_n(x - arm)} {_n(y + arm)}L{_n(x + arm)} {_n(y - arm)}" stroke="{colour}" stroke-width="2"/>'
    )


def _leader(paint: Paint, one: Placed, leader: Segment) -> str:
    (x0, y0), (x1, y1) = leader
    dot = f'<circle cx="{_n(x0)}" cy="{_n(y0)}" r="{_n(one.dot)}" fill="{paint(QUIET)}"/>' if one.dot else ""
    return f'<path d="M{_n(x0)} {_n(y0)}L{_n(x1)} {_n(y1)}" stroke="{paint(QUIET)}" stroke-width="1.2"/>{dot}'


def _name(paint: Paint, name: Name, box: Box) -> str:
    step = name.size * LEADING
    first = (box[1] + box[3]) / 2 - (len(name.lines) - 1) * step / 2 + name.size * 0.35
    out = []
    for number, line in enumerate(name.lines):
        at = (
            f'x="{_n((box[0] + box[2]) / 2)}" y="{_n(first + number * step)}"'
            f' text-anchor="middle" font-size="{_n(name.size)}" font-weight="{name.weight}"'
        )
        words = xml_text(line)
        if name.ring:
            ink = ink_on(name.ground, (TEXT, _PAPER)) if name.ground else name.colour
            out.append(f'<text {at} fill="{paint(ink)}">{words}</text>')
            continue
        paper = paint(_PAPER)
        halo = f'<text {at} fill="{paper}" stroke="{paper}" stroke-width="4" stroke-opacity="0.85">{words}</text>'
        out.append(f'{halo}<text {at} fill="{paint(name.colour)}">{words}</text>')
    return "".join(out)


def _legend(paint: Paint, items: Sequence[LegendItem], box: Box | None) -> str:
    if box is None:
        return ""
    x, y = box[0] + PRINT.pad, box[1] + PRINT.pad
    column = mark_width(items)
    frame = (
        f'<rect x="{_n(box[0])}" y="{_n(box[1])}" width="{_n(box[2] - box[0])}" height="{_n(box[3] - box[1])}"'
        f' rx="4" fill="{paint(_PAPER)}" fill-opacity="0.94" stroke="{paint(RULE)}"/>'
    )
    out = ['<g class="legend">', frame]
    for item in items:
        middle = y + row_height(item) / 2
        heading = item.shape == "heading"
        out.append(_legend_mark(paint, item, x, middle, column))
        out.append(
            f'<text x="{_n(x if heading else x + column + PRINT.beside)}" y="{_n(middle + PRINT.legend * 0.35)}"'
            f' font-size="{_n(PRINT.legend)}" font-weight="{600 if heading else 400}">{xml_text(item.text)}</text>'
        )
        y += row_height(item)
    return "".join(out) + "</g>"


def _legend_mark(paint: Paint, item: LegendItem, x: float, middle: float, column: float) -> str:
    colour, reach, centre = paint(item.colour), mark_reach(item), x + column / 2
    match item.shape:
        case "box":
            return (
                f'<rect x="{_n(x)}" y="{_n(middle - reach)}" width="{_n(column)}" height="{_n(2 * reach)}"'
                f' fill="{colour}" stroke="{paint(RULE)}"/>'
            )
        case "line":
            stroke = _n(item.size_px or 3)
            return f'<path d="M{_n(x)} {_n(middle)}h{_n(column)}" stroke="{colour}" stroke-width="{stroke}"/>'
        case "cross":
            return (
                f'<circle cx="{_n(centre)}" cy="{_n(middle)}" r="{_n(reach)}" fill="{paint(_PAPER)}" stroke="{colour}"'
                f' stroke-width="2"/>{_cross(centre, middle, reach, colour)}'
            )
        case "circle" | "ring":
            ring = item.shape == "ring"
            edge = f' stroke="{colour}" stroke-width="2"' + (' stroke-dasharray="5 3.5"' if ring else "")
            opacity = circle_share(hedged=ring)
            return (
                f'<circle cx="{_n(centre)}" cy="{_n(middle)}" r="{_n(reach)}" fill="{colour}"'
                f' fill-opacity="{opacity}"{edge}/>'
            )
        case _:
            return ""
