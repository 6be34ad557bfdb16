"""Where everything of a map picture stands on a page: the frame, the circles, the legend, the names.

Whoever draws it, on the screen, in a picture or on a slide, adds only the strokes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from render.plan.boxes import Box, Point
from render.plan.map.geometry import Rings, View, extent_area, middle
from render.plan.map.legend import legend_place, legend_size
from render.plan.map.names import Names, Pieces, Placed
from render.plan.map.parts import PRINT, MapPicture, Sizes, Spot
from render.plan.map.spread import moved_apart

_SPECK = 2.2  # radius of an area that is too small to see
_WORTH = 0.6  # of its size is what a map keeps at least when it makes room for its legend
_SIDES = ((0, 1), (1, 1), (2, -1), (3, -1))  # left, upper, right and lower edge, and where what sticks out lies


@dataclass(frozen=True, slots=True)
class Arranged:
    """Where everything of a map picture stands.

    `land` and `areas` are the pieces on the page of each outline of the picture, empty where it is not in view;
    `spots` are the circles in view, from the largest. `frame` holds the map (`view.box`) and the legend.
    """

    view: View
    frame: Box
    land: Sequence[Pieces]
    areas: Sequence[Pieces]
    spots: Sequence[Spot]
    legend: Box | None
    names: Sequence[Placed]


def arranged(picture: MapPicture, box: Box, sizes: Sizes = PRINT) -> Arranged:
    """Fit a map picture into a box of a page.

    The extent is wholly in the box, with every circle of a place in it, and clear of the legend where that does not
    cost too much. Raises ValueError if the extent has no width or height.
    """
    room = _room(picture, box, sizes)
    view = _framed(picture, room, box)
    beside = room != box and not _holds(view.box, box)
    if beside:  # the map ends before the page does: the legend stands beside it, not across its edge
        view = _cut(view, room)
    spots = _spots(picture, view)
    legend = legend_place(picture.legend, box if beside else view.box, () if beside else spots, sizes)
    land, areas = (
        [view.pieces(rings, close=sizes.close, margin=sizes.margin) for rings in outlines]
        for outlines in (picture.land, [area.rings for area in picture.areas])
    )
    areas = [pieces or _speck(area.rings, view) for area, pieces in zip(picture.areas, areas, strict=True)]
    names = Names.of(picture, view, spots, areas, land, legend, sizes).all_placed()
    frame = _around_both(view.box, legend, sizes.pad) if beside else view.box
    return Arranged(view, frame, land, areas, spots, legend, names)


def _room(picture: MapPicture, box: Box, sizes: Sizes) -> Box:
    """The box without a column or a row for the legend, whichever leaves the larger map; the box if both cost much."""
    x0, y0, x1, y1 = box
    whole = View.of(picture.extent, box).scale
    wide, high = (size + 2 * sizes.pad if size else 0.0 for size in legend_size(picture.legend, sizes))
    rooms = [(x0 + wide, y0, x1, y1), (x0, y0, x1, y1 - high)]
    scales = {
        room: View.of(picture.extent, room).scale for room in rooms if room[2] - room[0] > 1 and room[3] - room[1] > 1
    }
    best = max(scales, key=scales.__getitem__, default=box)
    return best if scales.get(best, 0.0) >= _WORTH * whole else box


def _holds(outer: Box, inner: Box) -> bool:
    """Whether a box holds another, but for half a unit of the page."""
    return (
        outer[0] < inner[0] + 0.5
        and outer[1] < inner[1] + 0.5
        and outer[2] > inner[2] - 0.5
        and outer[3] > inner[3] - 0.5
    )


def _cut(view: View, room: Box) -> View:
    """The view within a room of the page, moved to its left edge where the ground would leave a gap there."""
    x0, y0, x1, y1 = view.box
    gap = max(x0 - room[0], 0.0)
    return replace(
        view,
        dx=view.dx - gap,
        box=(max(x0 - gap, room[0]), max(y0, room[1]), min(x1 - gap, room[2]), min(y1, room[3])),
    )


def _around_both(one: Box, other: Box | None, pad: float) -> Box:
    """The box around a map and the legend beside it with its space."""
    if other is None:
        return one
    return (
        min(one[0], other[0] - pad),
        min(one[1], other[1] - pad),
        max(one[2], other[2] + pad),
        max(one[3], other[3] + pad),
    )


def _speck(rings: Rings, view: View) -> list[list[Point]]:
    """An area that is too small to see, as the smallest that can be seen; nothing where it is not in view."""
    if not rings:
        return []
    largest = max((list(ring) for ring in rings), key=extent_area)
    x, y = view.point(*middle(largest))
    x0, y0, x1, y1 = view.box
    if not (x0 + _SPECK < x < x1 - _SPECK and y0 + _SPECK < y < y1 - _SPECK):
        return []
    angles = [turn * math.pi / 4 for turn in range(8)]
    return [[(x + _SPECK * math.cos(angle), y + _SPECK * math.sin(angle)) for angle in angles]]


def _framed(picture: MapPicture, room: Box, box: Box) -> View:
    """The view of a box whose extent lies in a room of it, with the circles of places in the extent."""
    west, south, east, north = picture.extent
    circles = [c for c in picture.circles if west <= c.lon <= east and south <= c.lat <= north]
    x0, y0, x1, y1 = room
    view = View.of(picture.extent, room)
    for _ in range(4):  # a narrower room moves the circles, so that what sticks out is measured anew
        marks = [view.dot_box(circle.lon, circle.lat, circle.radius_px) for circle in circles]
        out = [max([0.0, *(sign * (room[side] - mark[side]) for mark in marks)]) for side, sign in _SIDES]
        if max(out) < 0.01 or x1 - x0 - out[0] - out[2] < 1 or y1 - y0 - out[1] - out[3] < 1:
            break
        x0, y0, x1, y1 = x0 + out[0], y0 + out[1], x1 - out[2], y1 - out[3]
        view = View.of(picture.extent, (x0, y0, x1, y1))
    return view.of_ground(box, (x0, y0, x1, y1), picture.extent, picture.ground)


def _spots(picture: MapPicture, view: View) -> list[Spot]:
    """The circles whose places are in view, largest first so that small ones are drawn over them, none on another."""
    circles = [circle for circle in picture.circles if view.near(circle.lon, circle.lat)]
    at = moved_apart([(*view.point(c.lon, c.lat), c.radius_px) for c in circles], view.box)
    spots = [Spot(circle, x, y) for circle, (x, y) in zip(circles, at, strict=True)]
    return sorted(spots, key=lambda spot: -spot.circle.radius_px)
