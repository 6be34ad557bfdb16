"""Where the ground falls on a page (Web Mercator, outlines cut and thinned to a box), and what meets what there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from render.plan.boxes import Box, Disc, Point, Segment

Ring = Sequence[Point]
Rings = Sequence[Ring]

_STEEPEST = 85.0  # degrees; Web Mercator has no poles
_CLOSE = 0.7  # units of the page; nearer points of an outline are one point
_MARGIN = 4.0  # units around the box at which outlines are cut


@dataclass(frozen=True, slots=True)
class View:
    """Mercator units times `scale`, shifted, inside the box (x0, y0, x1, y1) of a page; y points down."""

    box: Box
    scale: float
    dx: float
    dy: float

    @classmethod
    def of(cls, extent: Box, box: Box) -> View:
        """Fit (west, south, east, north) in degrees into the box, wholly and in its middle.

        Raises ValueError if the extent has no width or height.
        """
        west, south = mercator(extent[0], extent[1])
        east, north = mercator(extent[2], extent[3])
        if not (east > west and north < south):
            raise ValueError(f"map extent must be west, south, east, north with some width and height: {extent}")
        scale = min((box[2] - box[0]) / (east - west), (box[3] - box[1]) / (south - north))
        dx = (box[0] + box[2]) / 2 - scale * (west + east) / 2
        dy = (box[1] + box[3]) / 2 - scale * (south + north) / 2
        return cls(box, scale, dx, dy)

    def of_ground(self, box: Box, room: Box, extent: Box, ground: Box | None) -> View:
        """This view of a box, moved to show nothing but ground (in degrees) while the extent stays in a room.

        Where the ground is narrower or lower than the box, the view is of that part of the box.
        """
        if ground is None:
            return replace(self, box=box)
        dx = self._moved(0, self.dx, box, room, extent, ground)
        dy = self._moved(1, self.dy, box, room, extent, ground)
        view = replace(self, dx=dx, dy=dy)
        (x0, y1), (x1, y0) = view.point(ground[0], ground[1]), view.point(ground[2], ground[3])
        seen = (max(box[0], x0), max(box[1], y0), min(box[2], x1), min(box[3], y1))
        return replace(view, box=seen)

    def _moved(self, axis: int, shift: float, box: Box, room: Box, extent: Box, ground: Box) -> float:
        """The shift along an axis with as little beyond the ground as the room for the extent allows."""

        def ends(degrees: Box) -> tuple[float, float]:
            first, last = mercator(degrees[0], degrees[1])[axis], mercator(degrees[2], degrees[3])[axis]
            return self.scale * min(first, last), self.scale * max(first, last)

        low, high = ends(ground)
        least, most = box[axis + 2] - high, box[axis] - low
        wanted = min(max(shift, least), most) if least <= most else shift
        low, high = ends(extent)
        return max(min(wanted, room[axis + 2] - high), room[axis] - low)

    def point(self, lon: float, lat: float) -> Point:
        """The place on the page."""
        x, y = mercator(lon, lat)
        return x * self.scale + self.dx, y * self.scale + self.dy

    def place(self, x: float, y: float) -> Point:
        """The longitude and latitude of a point of the page."""
        return math.degrees((x - self.dx) / self.scale), _latitude((y - self.dy) / self.scale)

    def near(self, lon: float, lat: float, reach: float = 0.0) -> bool:
        """Whether a mark of radius `reach` at the place shows in the box."""
        x, y = self.point(lon, lat)
        x0, y0, x1, y1 = self.box
        return x0 - reach < x < x1 + reach and y0 - reach < y < y1 + reach

    def dot_box(self, lon: float, lat: float, radius: float = 4.0) -> Box:
        """The square around a round mark."""
        x, y = self.point(lon, lat)
        return x - radius, y - radius, x + radius, y + radius

    def pieces(self, rings: Rings, *, close: float = _CLOSE, margin: float = _MARGIN) -> list[list[Point]]:
        """The rings on the page, cut at a margin around the box, without points and islands too small to see."""
        x0, y0, x1, y1 = self.box
        edge = (x0 - margin, y0 - margin, x1 + margin, y1 + margin)
        west, east = (math.degrees((x - self.dx) / self.scale) for x in (edge[0], edge[2]))
        seen = (r for r in rings if r and max(p[0] for p in r) > west and min(p[0] for p in r) < east)
        thin = (_thin([self.point(lon, lat) for lon, lat in ring], close) for ring in seen)
        cut = (_clip(ring, edge) for ring in thin)
        return [piece for piece in cut if len(piece) > 2 and extent_area(piece) > 1]


@lru_cache(maxsize=32_768)  # the outlines' points come again with every map
def mercator(lon: float, lat: float) -> Point:
    """Web Mercator in radians, y downwards."""
    bounded = max(-_STEEPEST, min(_STEEPEST, lat))
    return math.radians(lon), -math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2))


def _latitude(y: float) -> float:
    """Degrees north of a height in radians of Web Mercator, y downwards."""
    return math.degrees(2 * math.atan(math.exp(-y)) - math.pi / 2)


def _clip(ring: list[Point], box: Box) -> list[Point]:
    """Cut a ring at a rectangle, edge by edge (Sutherland and Hodgman 1974)."""
    x0, y0, x1, y1 = around(ring)
    if x0 >= box[0] and y0 >= box[1] and x1 <= box[2] and y1 <= box[3]:
        return ring
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept: list[Point] = []
        for index, point in enumerate(ring):
            before = ring[index - 1]
            inside, was_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was_inside:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside:
                kept.append(point)
        ring = kept
    return ring


def _thin(ring: list[Point], close: float) -> list[Point]:
    kept: list[Point] = []
    for point in ring:
        if not kept or math.dist(kept[-1], point) >= close:
            kept.append(point)
    return kept


def distance(a: Box, b: Box) -> float:
    """Gap between two boxes, 0 where they touch."""
    return math.hypot(max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0))


def meets(a: Box, b: Box) -> bool:
    """Whether two boxes have an area in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def overlap(a: Box, b: Box) -> float:
    """Common area of two boxes."""
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def around(piece: Sequence[Point]) -> Box:
    """The box around a piece."""
    xs, ys = [x for x, _ in piece], [y for _, y in piece]
    return min(xs), min(ys), max(xs), max(ys)


def extent_area(piece: Sequence[Point]) -> float:
    """Area of the box around a piece."""
    x0, y0, x1, y1 = around(piece)
    return (x1 - x0) * (y1 - y0)


def middle(piece: list[Point]) -> Point:
    """Centre of mass of a ring (shoelace formula), or the mean of its points if it has no area."""
    pairs = list(zip(piece, piece[1:] + piece[:1], strict=True))
    crosses = [x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs]
    doubled = sum(crosses)
    if abs(doubled) < 1e-6:
        return sum(x for x, _ in piece) / len(piece), sum(y for _, y in piece) / len(piece)
    cx = sum((a[0] + b[0]) * cross for (a, b), cross in zip(pairs, crosses, strict=True)) / (3 * doubled)
    cy = sum((a[1] + b[1]) * cross for (a, b), cross in zip(pairs, crosses, strict=True)) / (3 * doubled)
    return cx, cy


def within(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a point lies inside a ring, by how often a line from it crosses the ring."""
    x, y = point
    inside = False
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            inside = not inside
        x0, y0 = x1, y1
    return inside


def inside(ring: Sequence[Point]) -> Point:
    """A point well inside a ring: its centre of mass, or where that lies outside the point deepest in it."""
    centre = middle(list(ring))
    if within(centre, ring):
        return centre
    x0, y0, x1, y1 = around(ring)
    steps = [(share + 0.5) / 12 for share in range(12)]
    found = [(x0 + a * (x1 - x0), y0 + b * (y1 - y0)) for a in steps for b in steps]
    return max((p for p in found if within(p, ring)), key=lambda p: _depth(p, ring), default=centre)


def _depth(point: Point, ring: Sequence[Point]) -> float:
    """How far a point is from the nearest corner of a ring."""
    return min(math.dist(point, corner) for corner in ring)


def outline_meets(ring: Sequence[Point], box: Box) -> bool:
    """Whether the outline of a ring runs through a box."""
    x0, y0, x1, y1 = box
    ax, ay = ring[-1]
    for bx, by in ring:
        # Most edges are wholly on one side, which is told faster than by cutting them.
        aside = (ax <= x0 and bx <= x0) or (ax >= x1 and bx >= x1)
        aside = aside or (ay <= y0 and by <= y0) or (ay >= y1 and by >= y1)
        if not aside and runs_through(((ax, ay), (bx, by)), box):
            return True
        ax, ay = bx, by
    return False


def covers(at: Box, piece: Sequence[Point], box: Box) -> bool:
    """Whether any of a piece, in the box `at`, lies under a box."""
    return meets(at, box) and (outline_meets(piece, box) or within(_centre(box), piece))


def holds(ring: Sequence[Point], box: Box) -> bool:
    """Whether a box lies wholly inside a ring."""
    return within(_centre(box), ring) and not outline_meets(ring, box)


def _centre(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def lines_cross(one: Segment, other: Segment) -> bool:
    """Whether two straight lines cross."""

    def side(line: Segment, point: Point) -> float:
        (x0, y0), (x1, y1) = line
        return (x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)

    return side(one, other[0]) * side(one, other[1]) < 0 and side(other, one[0]) * side(other, one[1]) < 0


def runs_through(line: Segment, box: Box) -> bool:
    """Whether a line runs through a box: part of it is left when it is cut at the edges (Liang and Barsky 1984)."""
    (x0, y0), (x1, y1) = line
    first, last = 0.0, 1.0
    for start, way, low, high in ((x0, x1 - x0, box[0], box[2]), (y0, y1 - y0, box[1], box[3])):
        if abs(way) < 1e-9:
            if not low < start < high:
                return False
            continue
        enter, leave = sorted(((low - start) / way, (high - start) / way))
        first, last = max(first, enter), min(last, leave)
    return first < last


def line_gap(line: Segment, point: Point) -> float:
    """Distance of a point from a straight line between two points."""
    (x0, y0), (x1, y1) = line
    wide, high = x1 - x0, y1 - y0
    length = wide * wide + high * high
    share = 0.0 if not length else min(max(((point[0] - x0) * wide + (point[1] - y0) * high) / length, 0.0), 1.0)
    return math.dist(point, (x0 + share * wide, y0 + share * high))


def disc_gap(disc: Disc, box: Box) -> float:
    """Distance of a box from the edge of a disc; below 0 where the box lies on the disc."""
    x, y, reach = disc
    return distance(box, (x, y, x, y)) - reach


def along(start: Point, control: Point, end: Point, share: float) -> Point:
    """A point of a quadratic curve at a share of its way."""
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]
