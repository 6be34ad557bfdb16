"""How a map is drawn with any pen: land, areas, arcs, circles and names on it, its edge and its legend over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.palette import INK
from render.plan.boxes import Box, Point
from render.plan.frame import QUIET, RULE, TEXT
from render.plan.map.geometry import View
from render.plan.map.layout import Arranged
from render.plan.map.legend import mark_reach, mark_width, row_height
from render.plan.map.names import Name, Placed, bent
from render.plan.map.parts import COAST, LAND, LEADING, SEA, Arc, LegendItem, MapPicture, Sizes, Spot
from render.plan.marks import ARC, circle_share
from render.plan.pen import Command, Fill, Line, Pen, Told

_PAPER = INK["light"]["paper"]
_DASHES = (5.0, 3.5)
_GROUND = 0.6  # of the paper lies under a name where letters have no edge
_LEGEND = 0.94  # of the paper lies under the legend


@dataclass(frozen=True, slots=True)
class Look:
    """How strong the lines of a map are, in the units of its page.

    `whole` says that an arc is drawn within the map, for pens that do not cut off what lies beyond it.
    """

    coast: float = 1.0
    border: float = 1.2
    arc: float = 0.8
    ring: float = 2.0
    leader: float = 1.2
    edge: float = 1.0
    box: float = 1.0
    whole: bool = False


PRINTED = Look()


def draw_sea(pen: Pen, placed: Arranged) -> None:
    """Draw the ground of the map and of a legend beside it: no band of paper stands there."""
    pen.box("sea", placed.frame, fill=Fill(SEA), told=Told("Sea"))


def draw_map(pen: Pen, picture: MapPicture, placed: Arranged, look: Look = PRINTED) -> None:
    """Draw what lies in the map, on the sea."""
    # Drawings of the tests name no land.
    named = picture.land_names or [""] * len(placed.land)
    for name, pieces in zip(named, placed.land, strict=True):
        if pieces:
            pen.path("land", outline(pieces), fill=Fill(LAND), line=Line(COAST, look.coast), told=Told(name))
    for area, pieces in zip(picture.areas, placed.areas, strict=True):
        if pieces:
            told = Told(area.said, area.said, tip=area.said or area.label)
            pen.path("areas", outline(pieces), fill=Fill(area.fill), line=Line(_PAPER, look.border), told=told)
    for arc in picture.arcs:
        _arc(pen, arc, placed.view, look)
    for spot in placed.spots:
        _circle(pen, spot, look)
    for one in placed.names:
        _leader(pen, one, look)
    for one in placed.names:
        _name(pen, one.name, one.box)


def draw_frame(pen: Pen, picture: MapPicture, placed: Arranged, sizes: Sizes, look: Look = PRINTED) -> None:
    """Draw the edge of the map and its legend."""
    pen.box("edge", placed.frame, line=Line(RULE, look.edge), told=Told("Edge of the map"))
    if placed.legend is not None:
        _legend(pen, picture.legend, placed.legend, sizes, look)


def outline(pieces: Sequence[Sequence[Point]]) -> list[Command]:
    """Closed rings as commands of one freeform, holes as rings within rings."""
    return [command for piece in pieces for command in (("M", [piece[0]]), ("L", piece[1:]), ("Z", ()))]


def _arc(pen: Pen, arc: Arc, view: View, look: Look) -> None:
    """A curve that bends to the north, with a dot where the movement ends."""
    start, end = (view.point(lon, lat) for lon, lat in arc.ends)
    control = bent(*start, *end)
    if look.whole:
        if not all(view.near(lon, lat) for lon, lat in arc.ends):
            return
        left, top, right, bottom = view.box
        control = (min(max(control[0], left), right), min(max(control[1], top), bottom))
    line = Line(arc.colour, max(arc.width_px, look.arc), alpha=ARC, dot=True)
    pen.path("arcs", [("M", [start]), ("Q", [control, end])], line=line, told=Told(arc.said, arc.said, tip=arc.said))


def _circle(pen: Pen, spot: Spot, look: Look) -> None:
    """A circle; of a place of which nobody is left a ring with a cross in it."""
    circle = spot.circle
    told = Told(circle.said, circle.said, tip=circle.said or circle.label)
    if circle.empty:
        pen.crossed("circles", spot.box, Line(circle.stroke, look.ring), told=told)
        return
    fill = Fill(circle.fill, circle_share(hedged=circle.hedged))
    edge = Line(circle.stroke, look.ring, dash=_DASHES if circle.hedged else ())
    pen.box("circles", spot.box, fill=fill, line=edge, oval=True, told=told)


def _leader(pen: Pen, one: Placed, look: Look) -> None:
    if one.leader is None:
        return
    (x, y), end = one.leader
    first = one.name.lines[0]
    line, told = Line(QUIET, look.leader), Told(f"Line to {first}")
    pen.path("labels", [("M", [(x, y)]), ("L", [end])], line=line, told=told)
    if one.dot:
        box, told = (x - one.dot, y - one.dot, x + one.dot, y + one.dot), Told(f"Start of the line to {first}")
        pen.box("labels", box, fill=Fill(QUIET), oval=True, told=told)


def _name(pen: Pen, name: Name, box: Box) -> None:
    """A name on its own ground: on a mark in the ink that can be read there, elsewhere with an edge around it."""
    pen.words(
        "labels",
        name.lines,
        ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
        name.size,
        colour=pen.ink_on(name.ground) if name.ground else name.colour,
        align="middle",
        bold=name.weight > 500,
        halo=not name.ring,
        ground=None if name.ring else Fill(_PAPER, _GROUND),
        leading=LEADING,
        told=Told(f"Name {name.lines[0]}"),
    )


def _legend(pen: Pen, items: Sequence[LegendItem], box: Box, sizes: Sizes, look: Look) -> None:
    pen.box("legend", box, fill=Fill(_PAPER, _LEGEND), line=Line(RULE, look.edge), told=Told("Legend"))
    x, y, column = box[0] + sizes.pad, box[1] + sizes.pad, mark_width(items, sizes)
    for item in items:
        middle, heading = y + row_height(item, sizes) / 2, item.shape == "heading"
        _legend_mark(pen, item, (x, middle), column, sizes, look)
        at, told = (x if heading else x + column + sizes.beside, middle), Told(f"Legend {item.text}")
        pen.words("legend", [item.text], at, sizes.legend, colour=TEXT, bold=heading, leading=LEADING, told=told)
        y += row_height(item, sizes)


def _legend_mark(pen: Pen, item: LegendItem, at: Point, column: float, sizes: Sizes, look: Look) -> None:
    (x, middle), reach, told = at, mark_reach(item, sizes), Told(f"Mark of {item.text}")
    centre = x + column / 2
    disc = (centre - reach, middle - reach, centre + reach, middle + reach)
    match item.shape:
        case "box":
            place = (x, middle - reach, x + column, middle + reach)
            pen.box("legend", place, fill=Fill(item.colour), line=Line(RULE, look.box), told=told)
        case "line":
            line = Line(item.colour, item.size_px or 3)
            pen.path("legend", [("M", [(x, middle)]), ("L", [(x + column, middle)])], line=line, told=told)
        case "cross":
            pen.crossed("legend", disc, Line(item.colour, look.ring), told=told)
        case "circle" | "ring":
            hedged = item.shape == "ring"
            fill = Fill(item.colour, circle_share(hedged=hedged))
            edge = Line(item.colour, look.ring, dash=_DASHES if hedged else ())
            pen.box("legend", disc, fill=fill, line=edge, oval=True, told=told)
        case _:
            return
