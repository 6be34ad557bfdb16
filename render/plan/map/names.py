"""Where the names of a map find room: beside or within what they name, or at the end of a thin line to it.

A name that finds no place where nobody could take it for another's is left out, never moved to another mark.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from render.plan.boxes import Box, Disc, Point, Segment
from render.plan.frame import QUIET, TEXT, text_width
from render.plan.map.geometry import (
    View,
    along,
    around,
    covers,
    disc_gap,
    extent_area,
    holds,
    inside,
    line_gap,
    lines_cross,
    meets,
    runs_through,
    within,
)
from render.plan.map.parts import LEADING, Arc, Area, MapPicture, Sizes, Spot

_REACH, _FIRST_REACH = 0.06, 0.4  # of the width of a world is how far a name stands, one of the headline
_FAR = (1.2, 2.0, 3.0, 4.5, 6.0, 8.0, 10.0, 12.0)  # sizes of type between a mark and a name at the end of a line
_MOST_LEADERS = 14  # names at thin lines; more would be a thicket
_BESIDE = 9.0  # between a point without a mark and its name, where the name cannot stand on it
_CLEAR = 0.35  # sizes of type that a name at a thin line keeps from all other marks
_PAST = 0.4  # of what a thin line keeps from the marks of others that to a name of the headline keeps at least
_CROSSED = 2  # areas that a thin line may run across on its way out of its own
_NEARER = 0.4  # sizes of type by which a name beside its mark is nearer to it than to any other
_APART = (4.0, 1.0)  # between two names, across and down
_QUIET_APART = 0.5  # sizes of type that the name of a country without a figure keeps from all else
_DOT = 2.0  # radius of the dot in an area at the start of its line
_BEND = 0.18  # of its length is how far an arc bends to the north
_STEPS = 24  # points of an arc against which names are held

Pieces = Sequence[Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Name:
    """A name, of one line or more, for what is at (x, y) on the page: a mark of that radius, or a point (radius 0).

    With a `ring` it is that of the area in the ring and stands inside it, on the colour `ground`. With `spots` it
    stands on one of these points of the arc number `arc`. A name that stands `near` its mark or nowhere gets no line,
    one of the headline (`first`) if need be a longer one.
    """

    text: str
    x: float
    y: float
    radius: float
    size: float
    colour: str
    weight: int = 400
    near: bool = False
    first: int = 0
    ring: Sequence[Point] = ()
    ground: str = ""
    spots: Sequence[Point] = ()
    arc: int = -1

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")

    @property
    def disc(self) -> Disc:
        """Its mark."""
        return self.x, self.y, self.radius

    @property
    def size_on_page(self) -> tuple[float, float]:
        """Width and height."""
        wide = max(text_width(line, self.size, self.weight) for line in self.lines)
        return wide, len(self.lines) * self.size * LEADING

    def centred(self, cx: float, cy: float) -> Box:
        """Its box with its middle at a point."""
        wide, high = self.size_on_page
        return cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2

    def places(self) -> Iterator[Box]:
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

    def _places_inside(self, wide: float, high: float) -> Iterator[Box]:
        """On the point or near it, where the whole name lies within the ring with a little space."""
        x0, y0, x1, y1 = around(self.ring)
        if x1 - x0 < wide or y1 - y0 < high:
            return
        steps = sorted(itertools.product((0, -1, 1, -2, 2), repeat=2), key=lambda step: abs(step[0]) + abs(step[1]))
        space = 0.2 * self.size
        for a, b in steps:
            x0, y0, x1, y1 = box = self.centred(self.x + a * wide * 0.25, self.y + b * high * 0.4)
            if holds(self.ring, (x0 - space, y0, x1 + space, y1)):
                yield box

    def places_away(self, farthest: float) -> Iterator[Placed]:
        """Where it may stand at the end of a thin line to its mark or its area, the nearest first."""
        wide, high = self.size_on_page
        plain = replace(self, ring=(), ground="", colour=TEXT)
        for far, turn in itertools.product([far for far in _FAR if far <= farthest], range(16)):
            dx, dy = math.cos(turn * math.pi / 8), math.sin(turn * math.pi / 8)
            reach = self.radius + far * self.size
            box = self.centred(self.x + dx * (reach + wide / 2), self.y + dy * (reach + high / 2))
            end = (min(max(self.x, box[0]), box[2]), min(max(self.y, box[1]), box[3]))
            length = math.dist((self.x, self.y), end)
            share = self.radius / length if length else 0.0
            start = (self.x + share * (end[0] - self.x), self.y + share * (end[1] - self.y))
            yield Placed(plain, box, (start, end), _DOT if self.ring else 0.0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A name in its box, and the thin line from its mark to it where it stands away from it.

    A line from an area starts with a dot of the radius `dot`, so that nobody doubts from which.
    """

    name: Name
    box: Box
    leader: Segment | None = None
    dot: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an area or of a land on the page, with the box around it; `owner` counts areas, then lands.

    `told` says that it is of an area, of which a figure is told or missed.
    """

    owner: int
    told: bool
    at: Box
    outline: Sequence[Point]


@dataclass(slots=True)
class Names:
    """Places the names of a map picture among its marks; `taken` and `placed` grow as they find room."""

    picture: MapPicture
    view: View
    spots: Sequence[Spot]
    areas: Sequence[Pieces]
    land: Sequence[Pieces]
    sizes: Sizes
    taken: list[Box]
    placed: list[Placed]
    ends: list[Disc]
    discs: list[Disc]
    arcs: list[list[Point]]
    pieces: list[Piece]
    room: Box

    @classmethod
    def of(
        cls,
        picture: MapPicture,
        view: View,
        spots: Sequence[Spot],
        areas: Sequence[Pieces],
        land: Sequence[Pieces],
        legend: Box | None,
        sizes: Sizes,
    ) -> Names:
        """The names of a picture whose circles, areas and legend have their places."""
        x0, y0, x1, y1 = view.box
        ends = [(x, y, reach) for (x, y), reach in arc_ends(picture.arcs, view).items()]
        told = [pieces if area.counted else [] for area, pieces in zip(picture.areas, areas, strict=True)]
        outlines = [*told, *(land if picture.apart else ())]
        return cls(
            picture,
            view,
            spots,
            areas,
            land,
            sizes,
            [legend] if legend else [],
            [],
            ends,
            [*(spot.disc for spot in spots), *ends],
            [arc_points(arc, view) for arc in picture.arcs],
            [
                Piece(owner, owner < len(told), around(piece), piece)
                for owner, pieces in enumerate(outlines)
                for piece in pieces
            ],
            (x0 + 4, y0 + 4, x1 - 4, y1 - 4),
        )

    def all_placed(self) -> list[Placed]:
        """Place the names, those that matter most first: all that stand at their marks before any at a line."""
        left = []
        for number, name in self._wanted():
            found = self._beside(number, name)
            if found is None:
                left.append((number, name))
            else:
                self._take(found)
        # Lines that cross no area come first: one that crosses another's would take its room. But the larger of two
        # names that must not be missed has its line before the other, whatever that crosses.
        away = [self._candidates(number, name) for number, name in left[:_MOST_LEADERS]]
        lined: set[int] = set()
        levels = range(_CROSSED + 1)
        firsts = sorted((at for at in range(len(away)) if left[at][1].first), key=lambda at: -left[at][1].first)
        must = [(most, at) for at in firsts for most in levels]
        others = [(most, at) for most in levels for at in range(len(away)) if not left[at][1].first]
        for most, at in (*must, *others):
            if at not in lined:
                found = next((one for crossed, one in away[at] if crossed <= most and self._open(one)), None)
                if found is not None:
                    self._take(found)
                    lined.add(at)
        for name in self._contexts():
            room = _QUIET_APART * name.size
            wider = ((box, (box[0] - room, box[1] - room, box[2] + room, box[3] + room)) for box in name.places())
            box = next((box for box, wide in wider if self._free(wide) and not self._on_arc(name, box)), None)
            if box is not None:
                self._take(Placed(name, box))
        return self.placed

    def _take(self, one: Placed) -> None:
        self.placed.append(one)
        self.taken.append(one.box)

    def _wanted(self) -> Iterator[tuple[int, Name]]:
        """All names of marks with the number of their area (-1 for others), those that matter most first."""
        for spot in self.spots:
            if spot.circle.label:
                size, weight = (self.sizes.label, 600) if spot.circle.counted else (self.sizes.area, 400)
                yield -1, Name(spot.circle.label, *spot.disc, size, TEXT, weight, near=not spot.circle.counted)
        ends = arc_ends(self.picture.arcs, self.view)
        for label in self.picture.labels:
            if label.text and self.view.near(label.lon, label.lat):
                at = self.view.point(label.lon, label.lat)
                yield -1, Name(label.text, *at, ends.get(at, 0.0), self.sizes.point, label.colour)
        for number, arc in enumerate(self.picture.arcs):
            if arc.label:
                points = self.arcs[number]
                spots = [points[round(share * _STEPS)] for share in (0.5, 0.42, 0.58, 0.34, 0.66)]
                yield -1, Name(arc.label, *spots[0], 0, self.sizes.area, TEXT, spots=spots, arc=number)
        named = [n for n, area in enumerate(self.picture.areas) if area.label and self.areas[n]]
        for number in sorted(named, key=lambda n: -self.picture.areas[n].first):
            yield number, self._of_area(self.picture.areas[number], self.areas[number])

    def _of_area(self, area: Area, pieces: Pieces) -> Name:
        largest = max(pieces, key=extent_area)
        at = inside(largest)
        return Name(area.label, *at, 0, self.sizes.area, QUIET, first=area.first, ring=largest, ground=area.fill)

    def _contexts(self) -> Iterator[Name]:
        """Names of the countries of which no figure tells, in their largest piece in view."""
        for country in self.picture.countries:
            pieces = self.view.pieces(country.rings, close=self.sizes.close, margin=0.0)
            if pieces:
                yield replace(self._of_area(country, pieces), size=self.sizes.small, ground="")

    def _beside(self, number: int, name: Name) -> Placed | None:
        """The name at its mark, on its arc or in its area; away from arcs where that can be."""
        sized = [name, replace(name, size=self.sizes.small)] if name.ring else [name]
        for on_arcs, one in itertools.product((False, True), sized):
            for box in one.places():
                if self._free(box) and self._owned(one, box, number) and self._on_arc(one, box) <= on_arcs:
                    return Placed(one, box)
        return None

    def _owned(self, name: Name, box: Box, number: int) -> bool:
        """Whether nobody takes the box for another's name: no other mark is as near, no other area lies under it."""
        if name.ring:
            return not any(self._under(box, piece) for piece in self.pieces if piece.owner != number)
        if name.spots:
            return not any(_touches(points, box, 0.0) for at, points in enumerate(self.arcs) if at != name.arc)
        own = disc_gap(name.disc, box)
        least = own + _NEARER * name.size
        return all(disc_gap(disc, box) > least for disc in self.discs if not _same(disc, name.disc))

    def _under(self, box: Box, piece: Piece) -> bool:
        return covers(piece.at, piece.outline, box)

    def _on_arc(self, name: Name, box: Box) -> bool:
        """Whether an arc runs through the box, other than the one that the name stands on."""
        return any(
            _touches(points, box, arc.width_px / 2)
            for at, (points, arc) in enumerate(zip(self.arcs, self.picture.arcs, strict=True))
            if at != name.arc
        )

    def _free(self, box: Box) -> bool:
        """Whether nothing has the room: no mark, and no name, legend or line to a name so far."""
        return self._clear(box) and self._untaken(box)

    def _clear(self, box: Box) -> bool:
        """Whether a box lies in the frame and on no circle and no end of an arc."""
        inner = self.room
        if not (box[0] > inner[0] and box[1] > inner[1] and box[2] < inner[2] and box[3] < inner[3]):
            return False
        return all(disc_gap(disc, box) >= 1 for disc in self.discs)

    def _untaken(self, box: Box) -> bool:
        across, down = _APART
        wide = (box[0] - across, box[1] - down, box[2] + across, box[3] + down)
        if any(meets(wide, other) for other in self.taken):
            return False
        return not any(one.leader and runs_through(one.leader, box) for one in self.placed)

    def _candidates(self, number: int, name: Name) -> list[tuple[int, Placed]]:
        """Where a name may stand at the end of a thin line, and how many areas that crosses: off arcs, then near.

        What other names and their lines leave free is not asked yet.
        """
        if name.spots or name.near:
            return []
        others = [disc for disc in self.discs if not self._own(disc, name)]
        farthest = _FAR[-1] if name.first else self.picture.farthest
        if self.picture.apart:  # on a small map of the world a few letters lead to another continent
            share = _FIRST_REACH if name.first else _REACH
            farthest = min(farthest, share * (self.room[2] - self.room[0]) / name.size)
        found = [one for one in name.places_away(farthest) if self._stands(one, others, number)]
        crossed = [(self._crossed(one, number), one) for one in found]
        return sorted(
            ((count, one) for count, one in crossed if count <= _CROSSED),
            key=lambda pair: self._on_arc(name, pair[1].box),
        )

    def _own(self, disc: Disc, name: Name) -> bool:
        """Whether a mark is that of a name, or the end of an arc in the area that it names."""
        if not name.ring or disc not in self.ends:
            return _same(disc, name.disc)
        return within(disc[:2], name.ring) or math.dist(disc[:2], name.disc[:2]) < disc[2]  # on a speck of an area

    def _stands(self, one: Placed, others: Sequence[Disc], number: int) -> bool:
        """Whether a name may stand there: near no other mark, on no land that has a name, its line through no mark."""
        if one.leader is None or not self._clear(one.box):
            return False
        clear, past = _CLEAR * one.name.size, _PAST if one.name.first else 1.0
        for disc in others:
            if disc_gap(disc, one.box) < clear or line_gap(one.leader, disc[:2]) < past * (disc[2] + 1.5):
                return False
        return number < 0 or not any(self._under(one.box, piece) for piece in self.pieces if piece.told)

    def _open(self, one: Placed) -> bool:
        """Whether the names so far leave free where a name would stand, and the way of its line."""
        leader = one.leader
        if leader is None or not self._untaken(one.box) or any(runs_through(leader, box) for box in self.taken):
            return False
        return not any(other.leader and lines_cross(leader, other.leader) for other in self.placed)

    def _crossed(self, one: Placed, number: int) -> int:
        """How many other areas than its own (none for number -1) the line runs across; a mark's line may cross any.

        That of a name of the headline may cross any land without a figure.
        """
        if one.leader is None or number < 0:
            return 0
        (x0, y0), (x1, y1) = one.leader
        count = max(int(math.dist((x0, y0), (x1, y1)) / 4), 2)
        points = [(x0 + (x1 - x0) * at / count, y0 + (y1 - y0) * at / count) for at in range(1, count)]
        around_line = around([*one.leader])
        return len(
            {
                piece.owner
                for piece in self.pieces
                if piece.owner != number
                and (piece.told or not one.name.first)
                and not _clear_of(piece.at, around_line)
                and any(_at(piece.at, point) and within(point, piece.outline) for point in points)
            }
        )


def _at(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def arc_ends(arcs: Iterable[Arc], view: View) -> Mapping[Point, float]:
    """Where arcs start and end on the page, and how far their widest end reaches."""
    found: dict[Point, float] = {}
    for arc in arcs:
        for lon, lat in arc.ends:
            point = view.point(lon, lat)
            found[point] = max(found.get(point, 4.0), arc.width_px / 2 + 2.0)
    return found


def bent(x0: float, y0: float, x1: float, y1: float) -> Point:
    """The control point of an arc's curve, so that it bends to the north."""
    share = _BEND if x1 >= x0 else -_BEND
    return (x0 + x1) / 2 + share * (y1 - y0), (y0 + y1) / 2 - share * (x1 - x0)


def arc_points(arc: Arc, view: View) -> list[Point]:
    """The curve of an arc on the page as a broken line."""
    start, end = (view.point(lon, lat) for lon, lat in arc.ends)
    control = bent(*start, *end)
    return [along(start, control, end, step / _STEPS) for step in range(_STEPS + 1)]


def _touches(points: Sequence[Point], box: Box, reach: float) -> bool:
    """Whether a broken line of some width runs through a box."""
    wide = (box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach)
    if _clear_of(around(points), wide):
        return False
    return any(runs_through(step, wide) for step in itertools.pairwise(points))


def _clear_of(a: Box, b: Box) -> bool:
    """Whether two boxes are apart; one without width or height counts by its line."""
    return a[0] > b[2] or b[0] > a[2] or a[1] > b[3] or b[1] > a[3]


def _same(a: Disc, b: Disc) -> bool:
    return math.dist(a[:2], b[:2]) < 0.5
