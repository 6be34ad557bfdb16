"""What a map picture shows, and where its names and its legend find room; whoever draws it adds only the strokes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from charts.map_geometry import Box, Point, Rings, View, distance, extent_area, middle, overlap, within
from charts.picture_frame import QUIET, TEXT, text_width

# The ground on paper.
SEA = "#eaf0f5"
LAND = "#f7f6f2"
COAST = "#c3c9d1"

_WORTH = 0.85  # of its size is what a map keeps at least when it makes room for its legend
_SIDES = ((0, 1), (1, 1), (2, -1), (3, -1))  # left, upper, right and lower edge, and where what sticks out lies
LEADING = 1.1  # height of a line of a name in sizes of its type
_BESIDE = 9.0  # between a point without a mark and its name, where the name cannot stand on it


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type and space of a map in the units of its page: pixels of a picture, points of a slide."""

    label: float = 20
    area: float = 16
    legend: float = 18
    pad: float = 14

    @property
    def beside(self) -> float:
        """Space between a mark of the legend and its text."""
        return 0.55 * self.legend


PRINT = Sizes()


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area. `rings` are its outlines in degrees, holes included; `label` may be empty.

    `said` is its name and figure in words, here and in what follows.
    """

    rings: Rings
    fill: str
    label: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A place. The caller makes the area proportional to the value; a hedged one has a dashed edge and a pale fill."""

    lon: float
    lat: float
    radius_px: float
    fill: str
    stroke: str
    label: str = ""
    hedged: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """A movement from the first point to the second, in degrees."""

    lon0: float
    lat0: float
    lon1: float
    lat1: float
    width_px: float
    colour: str
    said: str = ""

    @property
    def ends(self) -> tuple[Point, Point]:
        """From where, to where."""
        return (self.lon0, self.lat0), (self.lon1, self.lat1)


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map without a mark of its own (a country, a sea)."""

    lon: float
    lat: float
    text: str
    size: float = 17
    colour: str = QUIET


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A row of the legend. `size_px` is the radius of a circle or ring, or the width of a line; 0 takes the usual."""

    colour: str
    text: str
    shape: Literal["box", "circle", "ring", "line", "heading"] = "box"
    size_px: float = 0.0


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A whole map picture. `extent` is (west, south, east, north) in degrees and always wholly in the frame.

    `land` holds the rings of each context polygon. Names are placed in the order circles (largest first), `labels`,
    `areas`; one that finds no free place is left to the tooltip of its shape. `ground` is where land and sea are known,
    in degrees as the extent: beyond it nothing is drawn.
    """

    title: str
    extent: Box
    subtitle: str = ""
    sources: str = ""
    note: str = ""
    width: int = 1600
    height: int = 900
    land: Sequence[Rings] = ()
    areas: Sequence[Area] = ()
    circles: Sequence[Circle] = ()
    arcs: Sequence[Arc] = ()
    labels: Sequence[Label] = ()
    legend: Sequence[LegendItem] = ()
    ground: Box | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name, of one line or more, for the mark around (x, y) on the page.

    Without a mark (radius 0) it may stand on the point. With a `ring` it is that of the area in the ring and stands
    inside it, on the colour `ground`.
    """

    text: str
    x: float
    y: float
    radius: float
    size: float
    colour: str
    weight: int = 400
    ring: Sequence[Point] = ()
    ground: str = ""

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")

    def places(self) -> Iterable[Box]:
        """Where it may stand, the best first: on the point, right, left, above, below, at the four corners."""
        wide = max(text_width(line, self.size, self.weight) for line in self.lines)
        high = len(self.lines) * self.size * LEADING
        if self.ring:
            yield from self._places_inside(wide, high)
            return
        gap = self.radius + 5 if self.radius else _BESIDE
        sides = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)]
        for a, b in sides if self.radius else [(0, 0), *sides]:
            reach = gap * (0.75 if a and b else 1)
            cx, cy = self.x + a * (reach + wide / 2), self.y + b * (reach + high / 2)
            yield cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2

    def _places_inside(self, wide: float, high: float) -> Iterable[Box]:
        """On the point or near it, where the whole name lies within the ring."""
        steps = sorted(itertools.product((0, -1, 1, -2, 2), repeat=2), key=lambda step: abs(step[0]) + abs(step[1]))
        for a, b in steps:
            cx, cy = self.x + a * wide * 0.25, self.y + b * high * 0.4
            box = (cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2)
            edge = [(x, y) for x in (box[0], cx, box[2]) for y in (box[1], cy, box[3])]
            if all(within(point, self.ring) for point in edge):
                yield box

    def belongs(self, box: Box, marks: Iterable[Box]) -> bool:
        """Whether no other mark is nearer to the box than its own, so that nobody takes it for another's name."""
        own = distance(box, (self.x, self.y, self.x, self.y)) - self.radius
        return all(distance(box, mark) >= own for mark in marks if not _at(mark, self.x, self.y))


@dataclass(frozen=True, slots=True)
class Arranged:
    """Where everything of a map picture stands: its view, its circles from the largest, its legend, its names."""

    view: View
    circles: Sequence[Circle]
    legend: Box | None
    names: Sequence[tuple[Name, Box]]


def arranged(picture: MapPicture, box: Box, sizes: Sizes = PRINT) -> Arranged:
    """Fit a map picture into a box of a page.

    The extent is wholly in the box, with every circle of a place in it, and beside the legend where that costs little.
    Raises ValueError if the extent has no width or height.
    """
    wide, _ = _legend_size(picture.legend, sizes)
    whole, column = View.of(picture.extent, box), wide + 2 * sizes.pad
    room = box
    if wide and column < (box[2] - box[0]) / 2:
        beside = (box[0] + column, *box[1:])
        room = beside if View.of(picture.extent, beside).scale >= _WORTH * whole.scale else box
    view = _framed(picture, room, box)
    circles = _shown_circles(picture, view)
    legend = _legend_place(picture.legend, view, circles, sizes)
    return Arranged(view, circles, legend, _placed_names(picture, circles, view, legend, sizes))


def _framed(picture: MapPicture, room: Box, box: Box) -> View:
    """The view of a box whose extent lies in a room of it, with the circles of places in the extent."""
    west, south, east, north = picture.extent
    circles = [c for c in picture.circles if west <= c.lon <= east and south <= c.lat <= north]
    x0, y0, x1, y1 = room
    view = View.of(picture.extent, room)
    for _ in range(4):  # a narrower room moves the circles, so that what sticks out is measured anew
        marks = [circle_box(view, circle) for circle in circles]
        out = [max([0.0, *(sign * (room[side] - mark[side]) for mark in marks)]) for side, sign in _SIDES]
        if max(out) < 0.01 or x1 - x0 - out[0] - out[2] < 1 or y1 - y0 - out[1] - out[3] < 1:
            break
        x0, y0, x1, y1 = x0 + out[0], y0 + out[1], x1 - out[2], y1 - out[3]
        view = View.of(picture.extent, (x0, y0, x1, y1))
    return view.of_ground(box, (x0, y0, x1, y1), picture.extent, picture.ground)


def _shown_circles(picture: MapPicture, view: View) -> list[Circle]:
    """The circles that reach into the frame, largest first so that small ones are drawn over them."""
    ordered = sorted(picture.circles, key=lambda circle: -circle.radius_px)
    return [circle for circle in ordered if view.near(circle.lon, circle.lat, circle.radius_px)]


def circle_box(view: View, circle: Circle) -> Box:
    """The square around a circle."""
    return view.dot_box(circle.lon, circle.lat, circle.radius_px)


def bend(x0: float, y0: float, x1: float, y1: float) -> Point:
    """The control point of an arc's curve, so that it bends to the north."""
    share = 0.18 if x1 >= x0 else -0.18
    return (x0 + x1) / 2 + share * (y1 - y0), (y0 + y1) / 2 - share * (x1 - x0)


def _placed_names(
    picture: MapPicture, circles: Sequence[Circle], view: View, legend: Box | None, sizes: Sizes
) -> list[tuple[Name, Box]]:
    """Place the names one by one where nothing is yet; one without a free place is left out."""
    marks = [circle_box(view, circle) for circle in circles]
    marks += [view.dot_box(lon, lat) for arc in picture.arcs for lon, lat in arc.ends]
    placed: list[tuple[Name, Box]] = []
    taken = [*marks, legend] if legend else list(marks)
    x0, y0, x1, y1 = view.box
    for name in _wanted(picture, circles, view, sizes):
        for box in name.places() if name.text else ():
            inside = box[0] > x0 + 4 and box[1] > y0 + 4 and box[2] < x1 - 4 and box[3] < y1 - 4
            if inside and not any(overlap(box, other) for other in taken) and name.belongs(box, marks):
                taken.append(box)
                placed.append((name, box))
                break
    return placed


def _wanted(picture: MapPicture, circles: Iterable[Circle], view: View, sizes: Sizes) -> Iterable[Name]:
    """All names of the map, those that matter most first."""
    for circle in circles:
        x, y = view.point(circle.lon, circle.lat)
        yield Name(circle.label, x, y, circle.radius_px, sizes.label, TEXT, 600)
    for label in picture.labels:
        if view.near(label.lon, label.lat):
            x, y = view.point(label.lon, label.lat)
            yield Name(label.text, x, y, 0, label.size, label.colour)
    for area in picture.areas:
        pieces = view.pieces(area.rings) if area.label else []
        if pieces:
            largest = max(pieces, key=extent_area)
            yield Name(area.label, *middle(largest), 0, sizes.area, QUIET, ring=largest, ground=area.fill)


def _at(box: Box, x: float, y: float) -> bool:
    return math.dist(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), (x, y)) < 1


def mark_reach(item: LegendItem, sizes: Sizes = PRINT) -> float:
    """Half the height of a legend mark."""
    usual = {"circle": 0.44, "ring": 0.44, "box": 0.5, "line": 0.17, "heading": 0.0}[item.shape]
    return item.size_px if item.size_px and item.shape in ("circle", "ring") else usual * sizes.legend


def row_height(item: LegendItem, sizes: Sizes = PRINT) -> float:
    """Height of a row of the legend."""
    return max(sizes.legend * 1.5, 2 * mark_reach(item, sizes) + sizes.legend / 3)


def mark_width(items: Sequence[LegendItem], sizes: Sizes = PRINT) -> float:
    """Width of the column of marks in a legend."""
    return max([1.55 * sizes.legend, *(2 * mark_reach(item, sizes) for item in items)])


def _legend_size(items: Sequence[LegendItem], sizes: Sizes) -> tuple[float, float]:
    """Width and height of the legend, 0 without items."""
    if not items:
        return 0.0, 0.0
    words = max(text_width(item.text, sizes.legend, 600 if item.shape == "heading" else 400) for item in items)
    marks = 0.0 if all(item.shape == "heading" for item in items) else mark_width(items, sizes) + sizes.beside
    return 2 * sizes.pad + words + marks, 2 * sizes.pad + sum(row_height(item, sizes) for item in items)


def _legend_place(items: Sequence[LegendItem], view: View, circles: Sequence[Circle], sizes: Sizes) -> Box | None:
    """The corner of the map where the legend hides least of the circles; the bottom left if all are equal."""
    if not items:
        return None
    wide, high = _legend_size(items, sizes)
    x0, y0, x1, y1 = view.box
    left, right = x0 + sizes.pad, x1 - sizes.pad - wide
    upper, lower = y0 + sizes.pad, y1 - sizes.pad - high
    corners = [(x, y, x + wide, y + high) for x, y in ((left, lower), (right, lower), (left, upper), (right, upper))]
    marks = [circle_box(view, circle) for circle in circles]
    return min(corners, key=lambda corner: round(sum(overlap(corner, mark) for mark in marks), 1))
