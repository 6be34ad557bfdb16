"""What the tests of maps share: whether every name on a map stands with what it names, told from drawn positions alone.

Nothing here asks how the names were placed. A map is read as marks, words, lines and boxes on a page, whoever drew it.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from render.plan.map.layout import Arranged
from render.plan.map.names import arc_points
from render.plan.map.parts import MapPicture

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Line = tuple[Point, Point]

# Every map of the catalogue.
MAPS = (
    "camps.map",
    "coalition.map",
    "detention.map",
    "displacement.destinations",
    "displacement.iraq_map",
    "displacement.syria_moves_map",
    "explore.map",
    "liberation.travelled_map",
    "overview.map",
    "repatriation.map",
    "returns.destination_map",
    "returns.flows",
)


@dataclass(frozen=True)
class Mark:
    """A circle: whose it is, its middle and its radius."""

    name: str
    x: float
    y: float
    radius: float

    def gap(self, box: Box) -> float:
        """From its edge to a box; below 0 where the box lies on it."""
        across = max(box[0] - self.x, self.x - box[2], 0.0)
        down = max(box[1] - self.y, self.y - box[3], 0.0)
        return math.hypot(across, down) - self.radius


@dataclass(frozen=True)
class Word:
    """A name on the map: its lines and its box. `of` says what it is the name of."""

    text: str
    box: Box
    of: str = "circle"

    @property
    def first(self) -> str:
        """Its first line, which is the name itself."""
        return self.text.split("\n")[0]


@dataclass(frozen=True)
class Ground:
    """An area or a land by name, as rings on the page."""

    name: str
    rings: Sequence[Sequence[Point]]

    @cached_property
    def box(self) -> Box:
        """The box around it."""
        xs, ys = ([point[axis] for ring in self.rings for point in ring] for axis in (0, 1))
        return min(xs), min(ys), max(xs), max(ys)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it: within an odd number of its rings."""
        if not self.rings or not _within((*point, *point), self.box):
            return False
        return sum(inside(point, ring) for ring in self.rings) % 2 == 1


@dataclass(frozen=True)
class Drawn:
    """A map on a page. Without `grounds` only circles are told about."""

    marks: Sequence[Mark]
    words: Sequence[Word]
    lines: Sequence[Line]
    frame: Box
    legend: Box | None = None
    grounds: Sequence[Ground] = ()
    ends: Sequence[Mark] = ()
    arcs: Sequence[tuple[str, Sequence[Point]]] = ()


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a ring winds around a point."""
    turns, (x, y) = 0, point
    for (x0, y0), (x1, y1) in itertools.pairwise([*ring, ring[0]]):
        side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
        turns += (y0 <= y < y1 and side > 0) - (y1 <= y < y0 and side < 0)
    return turns != 0


def read(picture: MapPicture, placed: Arranged) -> Drawn:
    """A layout as it will be drawn."""
    view = placed.view
    areas = zip(picture.areas, placed.areas, strict=True)
    grounds = [Ground(area.said.split(": ")[0], pieces) for area, pieces in areas if area.counted]
    marks = [Mark(s.circle.said.split(": ")[0], s.x, s.y, s.circle.radius_px) for s in placed.spots]
    countries = {country.label for country in picture.countries}
    told = {label.text for label in picture.labels}
    ends = [Mark(label.text, *view.point(label.lon, label.lat), 0.0) for label in picture.labels]
    words = []
    for one in placed.names:
        text = one.name.text
        of = (
            "country"
            if text in countries
            else "end"
            if text in told
            else "arc"
            if one.name.spots
            else "area"
            if text in {area.label for area in picture.areas}
            else "circle"
        )
        words.append(Word(text, one.box, of))
    return Drawn(
        marks,
        words,
        [one.leader for one in placed.names if one.leader],
        placed.frame,
        placed.legend,
        grounds,
        ends,
        [(arc.label, arc_points(arc, view)) for arc in picture.arcs],
    )


def faults(drawn: Drawn) -> list[str]:
    """Everything on a map that a reader could take for something else; empty for a map that tells the truth."""
    return [*_crowding(drawn), *_marks(drawn), *(fault for word in drawn.words for fault in _owner(drawn, word))]


def _crowding(drawn: Drawn) -> Iterator[str]:
    for one, other in itertools.combinations(drawn.words, 2):
        if _meet(one.box, other.box):
            yield f"{one.first} lies on {other.first}"
    if drawn.legend is not None and not _within(drawn.legend, drawn.frame):
        yield "the legend leaves the frame"
    for word in drawn.words:
        if not _within(word.box, drawn.frame):
            yield f"{word.first} leaves the frame"
        if drawn.legend is not None and _meet(word.box, drawn.legend):
            yield f"{word.first} lies on the legend"


def _marks(drawn: Drawn) -> Iterator[str]:
    for mark in drawn.marks:
        if not _within(
            (mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius), drawn.frame
        ):
            yield f"the circle of {mark.name} leaves the frame"
    for one, other in itertools.combinations(drawn.marks, 2):
        if math.dist((one.x, one.y), (other.x, other.y)) < one.radius + other.radius - 0.5:
            yield f"the circle of {one.name} lies on that of {other.name}"


def _owner(drawn: Drawn, word: Word) -> Iterator[str]:
    match word.of:
        case "circle":
            yield from _of_mark(drawn, word, drawn.marks, [m for m in drawn.marks if _names(word.first, m.name)])
        case "end":
            yield from _of_mark(drawn, word, drawn.ends, [m for m in drawn.ends if m.name == word.text])
        case "arc":
            yield from _of_arc(drawn, word)
        case "area":
            yield from _of_area(drawn, word)
        case _:
            return


def _names(first: str, name: str) -> bool:
    return first == name or first.startswith(f"{name} (")


def _of_mark(drawn: Drawn, word: Word, marks: Sequence[Mark], own: Sequence[Mark]) -> Iterator[str]:
    """A name is nearer to its own circle than to any other, or joined to it by a line that touches no other."""
    if not own:
        yield f"{word.first} names no circle of the map"
        return
    for mark in drawn.marks:
        if mark.gap(word.box) < 0:
            yield f"{word.first} lies on the circle of {mark.name}"
    line = _line(drawn, word)
    if line is None:
        nearest = min(marks, key=lambda mark: mark.gap(word.box))
        if nearest not in own:
            yield f"{word.first} is nearest to {nearest.name}"
        return
    start = line[0]
    if not any(math.dist(start, (mark.x, mark.y)) <= mark.radius + 2 for mark in own):
        yield f"the line of {word.first} leads elsewhere"
    for mark in drawn.marks:
        if mark not in own and _gap(line, (mark.x, mark.y)) < mark.radius:
            yield f"the line of {word.first} crosses the circle of {mark.name}"


def _of_arc(drawn: Drawn, word: Word) -> Iterator[str]:
    x0, y0, x1, y1 = word.box
    touched = {label for label, points in drawn.arcs if any(x0 <= x <= x1 and y0 <= y <= y1 for x, y in points)}
    if touched != {word.text}:
        yield f"{word.text} stands on the arcs of {sorted(touched)}"


def _of_area(drawn: Drawn, word: Word) -> Iterator[str]:
    """A name lies in its own area, or a line joins it to it; it lies on no other area with a figure."""
    x0, y0, x1, y1 = word.box
    points = list(itertools.product((x0, (x0 + x1) / 2, x1), (y0, (y0 + y1) / 2, y1)))
    own = [ground for ground in drawn.grounds if ground.name == word.first]
    line = _line(drawn, word)
    if line is None and not any(ground.holds(point) for ground in own for point in points[4:5]):
        yield f"{word.first} is not in its area"
    if line is not None and not any(ground.holds(line[0]) for ground in own):
        yield f"the line of {word.first} leads elsewhere"
    for ground in drawn.grounds:
        if (ground not in own or line is not None) and any(ground.holds(point) for point in points):
            yield f"{word.first} lies on {ground.name}"


def _line(drawn: Drawn, word: Word) -> Line | None:
    """The line that ends at the box of a name, from its mark to it."""
    for line in drawn.lines:
        for start, end in (line, line[::-1]):
            if _beside(end, word.box) and not _beside(start, word.box):
                return start, end
    return None


def _beside(point: Point, box: Box) -> bool:
    return box[0] - 1.5 <= point[0] <= box[2] + 1.5 and box[1] - 1.5 <= point[1] <= box[3] + 1.5


def _gap(line: Line, point: Point) -> float:
    (x0, y0), (x1, y1) = line
    steps = 200
    return min(math.dist(point, (x0 + (x1 - x0) * at / steps, y0 + (y1 - y0) * at / steps)) for at in range(steps + 1))


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] > outer[0] - 0.5
        and inner[1] > outer[1] - 0.5
        and inner[2] < outer[2] + 0.5
        and inner[3] < outer[3] + 0.5
    )
