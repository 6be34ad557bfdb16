"""What a map picture shows, and where its names and its legend find room; whoever draws it adds only the strokes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from charts.map_geometry import Box, Point, Rings, View, around, distance, extent_area, meets, middle, overlap, within
from charts.picture_frame import QUIET, TEXT, text_width

# The ground on paper.
SEA = "#eaf0f5"
LAND = "#f7f6f2"
COAST = "#c3c9d1"

_FAR = (1.5, 3.0, 4.5, 6.0, 8.0, 10.0, 12.0)  # sizes of type between a mark and a name at the end of a line
_SPECK = 2.2  # radius of an area that is too small to see
_MOST_LEADERS = 14  # names at thin lines; more would be a thicket
_WORTH = 0.6  # of its size is what a map keeps at least when it makes room for its legend
_SIDES = ((0, 1), (1, 1), (2, -1), (3, -1))  # left, upper, right and lower edge, and where what sticks out lies
LEADING = 1.1  # height of a line of a name in sizes of its type
_BESIDE = 9.0  # between a point without a mark and its name, where the name cannot stand on it


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type and space of a map in the units of its page: pixels of a picture, points of a slide.

    Points of outlines nearer than `close` are one point; outlines are cut at a `margin` around the box.
    """

    label: float = 20
    area: float = 16
    legend: float = 18
    pad: float = 14
    close: float = 0.7
    margin: float = 4.0

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
    label: str = ""

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
    in degrees as the extent: beyond it nothing is drawn. No name stands farther from its place than `farthest`, in
    sizes of its type.
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
    land_names: Sequence[str] = ()
    farthest: float = 12.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name, of one line or more, for the mark around (x, y) on the page.

    Without a mark (radius 0) it may stand on the point. With a `ring` it is that of the area in the ring and stands
    inside it, on the colour `ground`. With `spots` it stands on one of these points of a line.
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
    spots: Sequence[Point] = ()

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")

    @property
    def size_on_page(self) -> tuple[float, float]:
        """Width and height."""
        wide = max(text_width(line, self.size, self.weight) for line in self.lines)
        return wide, len(self.lines) * self.size * LEADING

    def centred(self, cx: float, cy: float) -> Box:
        """Its box with its middle at a point."""
        wide, high = self.size_on_page
        return cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2

    def places(self) -> Iterable[Box]:
        """Where it may stand, the best first: on the point, right, left, above, below, at the four corners."""
        wide, high = self.size_on_page
        if self.ring:
            yield from self._places_inside(wide, high)
        elif self.spots:
            yield from (self.centred(x, y) for x, y in self.spots)
        else:
            gap = self.radius + 5 if self.radius else _BESIDE
            sides = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)]
            for a, b in sides if self.radius else [(0, 0), *sides]:
                reach = gap * (0.75 if a and b else 1)
                yield self.centred(self.x + a * (reach + wide / 2), self.y + b * (reach + high / 2))

    def _places_inside(self, wide: float, high: float) -> Iterable[Box]:
        """On the point or near it, where the whole name lies within the ring with a little space."""
        x0, y0, x1, y1 = around(self.ring)
        if x1 - x0 < wide or y1 - y0 < high:
            return
        steps = sorted(itertools.product((0, -1, 1, -2, 2), repeat=2), key=lambda step: abs(step[0]) + abs(step[1]))
        space = 0.2 * self.size
        for a, b in steps:
            cx, cy = self.x + a * wide * 0.25, self.y + b * high * 0.4
            x0, y0, x1, y1 = box = self.centred(cx, cy)
            edge = [(x, y) for x in (x0 - space, cx, x1 + space) for y in (y0, cy, y1)]
            if all(within(point, self.ring) for point in edge):
                yield box

    def places_away(self, farthest: float) -> Iterable[Placed]:
        """Where it may stand at the end of a thin line to its mark or its area, the nearest first."""
        wide, high = self.size_on_page
        plain = replace(self, ring=(), ground="", colour=TEXT)
        steps = [far for far in _FAR if far <= farthest]
        for far, turn in itertools.product(steps, range(16)):
            dx, dy = math.cos(turn * math.pi / 8), math.sin(turn * math.pi / 8)
            reach = self.radius + far * self.size
            box = self.centred(self.x + dx * (reach + wide / 2), self.y + dy * (reach + high / 2))
            end = (min(max(self.x, box[0]), box[2]), min(max(self.y, box[1]), box[3]))
            yield Placed(plain, box, ((self.x, self.y), end))

    def belongs(self, box: Box, marks: Iterable[Box]) -> bool:
        """Whether no other mark is nearer to the box than its own, so that nobody takes it for another's name."""
        own = distance(box, (self.x, self.y, self.x, self.y)) - self.radius
        return all(distance(box, mark) >= own for mark in marks if not _at(mark, self.x, self.y))


Leader = tuple[Point, Point]
Pieces = Sequence[Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A name in its box, and the thin line from its mark to it where it stands away from it."""

    name: Name
    box: Box
    leader: Leader | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """Where everything of a map picture stands.

    `land` and `areas` are the pieces on the page of each outline of the picture, empty where it is not in view;
    `circles` are those in view from the largest.
    """

    view: View
    land: Sequence[Pieces]
    areas: Sequence[Pieces]
    circles: Sequence[Circle]
    legend: Box | None
    names: Sequence[Placed]


def arranged(picture: MapPicture, box: Box, sizes: Sizes = PRINT) -> Arranged:
    """Fit a map picture into a box of a page.

    The extent is wholly in the box, with every circle of a place in it, and clear of the legend where that does not
    cost too much. Raises ValueError if the extent has no width or height.
    """
    view = _framed(picture, _room(picture, box, sizes), box)
    circles = _shown_circles(picture, view)
    legend = _legend_place(picture.legend, view, box, circles, sizes)
    land, areas = (
        [view.pieces(rings, close=sizes.close, margin=sizes.margin) for rings in outlines]
        for outlines in (picture.land, [area.rings for area in picture.areas])
    )
    areas = [pieces or _speck(area.rings, view) for area, pieces in zip(picture.areas, areas, strict=True)]
    names = _Names(picture, view, circles, areas, sizes)
    return Arranged(view, land, areas, circles, legend, names.placed(legend))


def _room(picture: MapPicture, box: Box, sizes: Sizes) -> Box:
    """The box without a column or a row for the legend, whichever leaves the larger map; the box if both cost much."""
    x0, y0, x1, y1 = box
    whole = View.of(picture.extent, box).scale
    wide, high = (size + 2 * sizes.pad if size else 0.0 for size in _legend_size(picture.legend, sizes))
    rooms = [(x0 + wide, y0, x1, y1), (x0, y0, x1, y1 - high)]
    scales = {
        room: View.of(picture.extent, room).scale for room in rooms if room[2] - room[0] > 1 and room[3] - room[1] > 1
    }
    best = max(scales, key=scales.__getitem__, default=box)
    return best if scales.get(best, 0.0) >= _WORTH * whole else box


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


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names of a map picture are placed among."""

    picture: MapPicture
    view: View
    circles: Sequence[Circle]
    areas: Sequence[Pieces]
    sizes: Sizes

    def placed(self, legend: Box | None) -> list[Placed]:
        """Place the names one by one where nothing is yet.

        A figure without room at its mark or in its area stands at the end of a thin line, as far as these are few.
        """
        ends = self._ends()
        marks = [circle_box(self.view, circle) for circle in self.circles]
        marks += [_square(point, reach) for point, reach in ends.items()]
        x0, y0, x1, y1 = self.view.box
        room = (x0 + 4, y0 + 4, x1 - 4, y1 - 4)
        taken = [*marks, legend] if legend else list(marks)
        placed: list[Placed] = []
        left: list[Name] = []
        for name in self._wanted(ends):
            box = next((box for box in name.places() if _free(box, taken, room) and name.belongs(box, marks)), None)
            if box is not None:
                taken.append(box)
                placed.append(Placed(name, box))
            elif len(name.lines) > 1:
                left.append(name)
        told = self._told() if left else []
        for name in left[:_MOST_LEADERS]:
            away = name.places_away(self.picture.farthest)
            found = next((one for one in away if _free_away(one, taken, room, placed, told)), None)
            if found is not None:
                taken.append(found.box)
                placed.append(found)
        return placed

    def _told(self) -> list[tuple[Box, Sequence[Point]]]:
        """The pieces of areas with a figure, each with the box around it."""
        shown = zip(self.picture.areas, self.areas, strict=True)
        return [(around(piece), piece) for area, pieces in shown if area.label for piece in pieces]

    def _ends(self) -> dict[Point, float]:
        """Where arcs start and end on the page, and how far their widest end reaches."""
        found: dict[Point, float] = {}
        for arc in self.picture.arcs:
            for lon, lat in arc.ends:
                point = self.view.point(lon, lat)
                found[point] = max(found.get(point, 4.0), arc.width_px)
        return found

    def _wanted(self, ends: Mapping[Point, float]) -> Iterable[Name]:
        """All names of the map, those that matter most first."""
        for circle in self.circles:
            if circle.label:
                at = self.view.point(circle.lon, circle.lat)
                yield Name(circle.label, *at, circle.radius_px, self.sizes.label, TEXT, 600)
        for label in self.picture.labels:
            if label.text and self.view.near(label.lon, label.lat):
                at = self.view.point(label.lon, label.lat)
                yield Name(label.text, *at, ends.get(at, 0.0), label.size, label.colour)
        for arc in self.picture.arcs:
            if arc.label:
                start, end = (self.view.point(lon, lat) for lon, lat in arc.ends)
                spots = [_along(start, bend(*start, *end), end, share) for share in (0.5, 0.42, 0.58, 0.34, 0.66)]
                yield Name(arc.label, *spots[0], 0, self.sizes.area, TEXT, spots=spots)
        for area, pieces in zip(self.picture.areas, self.areas, strict=True):
            if area.label and pieces:
                largest = max(pieces, key=extent_area)
                at = middle(list(largest))
                yield Name(area.label, *at, 0, self.sizes.area, QUIET, ring=largest, ground=area.fill)


def _free_away(
    one: Placed, taken: Sequence[Box], room: Box, placed: Sequence[Placed], told: Sequence[tuple[Box, Sequence[Point]]]
) -> bool:
    """Whether a name may stand there: on nothing, on no area with a figure, its line through nothing."""
    leader = one.leader
    if leader is None or not _free(one.box, taken, room) or any(_crosses(leader, other.box) for other in placed):
        return False
    if any(other.leader and _cross(leader, other.leader) for other in placed):
        return False
    return not any(_covers(at, piece, one.box) for at, piece in told if meets(at, one.box))


def _covers(at: Box, piece: Sequence[Point], box: Box) -> bool:
    """Whether a piece, in the box `at`, lies under a box: by its corners, and by fifteen points of the box."""
    x0, y0, x1, y1 = box
    if any(x0 < x < x1 and y0 < y < y1 for x, y in piece):
        return True
    across = [x for x in (x0 + (x1 - x0) * share / 4 for share in range(5)) if at[0] < x < at[2]]
    down = [y for y in (y0, (y0 + y1) / 2, y1) if at[1] < y < at[3]]
    return any(within(point, piece) for point in itertools.product(across, down))


def _cross(one: Leader, other: Leader) -> bool:
    """Whether two lines cross."""

    def side(line: Leader, point: Point) -> float:
        (x0, y0), (x1, y1) = line
        return (x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)

    return side(one, other[0]) * side(one, other[1]) < 0 and side(other, one[0]) * side(other, one[1]) < 0


def _free(box: Box, taken: Iterable[Box], room: Box) -> bool:
    inside = box[0] > room[0] and box[1] > room[1] and box[2] < room[2] and box[3] < room[3]
    return inside and not any(meets(box, other) for other in taken)


def _crosses(leader: Leader, box: Box) -> bool:
    """Whether a line runs through a box: part of it is left when it is cut at the edges (Liang and Barsky 1984)."""
    (x0, y0), (x1, y1) = leader
    first, last = 0.0, 1.0
    for start, way, low, high in ((x0, x1 - x0, box[0], box[2]), (y0, y1 - y0, box[1], box[3])):
        if abs(way) < 1e-9:
            if not low < start < high:
                return False
            continue
        enter, leave = sorted(((low - start) / way, (high - start) / way))
        first, last = max(first, enter), min(last, leave)
    return first < last


def _square(point: Point, reach: float) -> Box:
    return point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach


def _along(start: Point, control: Point, end: Point, share: float) -> Point:
    """A point of a curve at a share of its way."""
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]


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


def _legend_place(
    items: Sequence[LegendItem], view: View, page: Box, circles: Sequence[Circle], sizes: Sizes
) -> Box | None:
    """The corner of the box where the legend hides least of the circles; the bottom left if all are equal."""
    if not items:
        return None
    wide, high = _legend_size(items, sizes)
    x0, y0, x1, y1 = page
    left, right = x0 + sizes.pad, x1 - sizes.pad - wide
    upper, lower = y0 + sizes.pad, y1 - sizes.pad - high
    corners = [(x, y, x + wide, y + high) for x, y in ((left, lower), (right, lower), (left, upper), (right, upper))]
    marks = [circle_box(view, circle) for circle in circles]
    return min(corners, key=lambda corner: round(sum(overlap(corner, mark) for mark in marks), 1))
