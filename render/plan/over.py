"""Which figures are written over columns of categories: all where all have room, else those that a reader looks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from charts.spec import ChartSpec
from charts.stated import figures_at
from charts.text import one_line
from render.plan.boxes import Box
from render.plan.frame import text_width
from render.plan.marks import WIDE
from render.plan.points import Point, Series, Size

SIZE = 11.5  # of the words, in units of the screen
_FRAME = (56.0, 90.0)  # about what axes, margins and a legend take of width and height
_BESIDE = 16.0  # that words may stand out at the right side of a plot
_LEFT = 2.0  # and at the left
AWAY = 0.4 * SIZE  # from a column to its words
APART = 0.2 * SIZE  # between words side by side
_CLEAR = 0.1  # of a column beside them
_SHARES = (0.25, 0.5, 0.75, 1.0)  # of the way until words begin or end with their column
_GAP = (11.0, 58.0)  # breadth and length of the words in a place without a figure


@dataclass(frozen=True, slots=True)
class Row:
    """Columns of so many categories and series on `wide` by `tall` units, with values up to `reach`.

    Words may stand out by `beside` at the right.
    """

    categories: int
    series: int
    reach: float
    wide: float
    tall: float
    beside: float = _BESIDE

    @classmethod
    def of(cls, categories: int, series: int, reach: float, room: Size) -> Row:
        """The columns of a chart in a room."""
        return cls(categories, series, reach, max(room.width - _FRAME[0], 1.0), max(room.height - _FRAME[1], 1.0))

    def column(self, point: Point, place: int) -> Box:
        """The box of the column of a figure of the series in this place."""
        each = WIDE / self.series
        left = point.place + (1 - WIDE) / 2 + place * each
        unit = self.wide / self.categories
        return left * unit, self._down(point.value), (left + each) * unit, self.tall

    def span(self, category: int, top: float) -> Box:
        """The box of all that stands over a category up to a value."""
        unit = self.wide / self.categories
        left = category + (1 - WIDE) / 2
        return left * unit, self._down(top), (left + WIDE) * unit, self.tall

    def words(self, point: Point, column: Box, aside: float = 0.0) -> Box:
        """The box of its words over it, with their middle so far right of its own."""
        half = text_width(one_line(point.words), SIZE) / 2
        middle = (column[0] + column[2]) / 2 + aside
        foot = self._down(max(point.value or 0.0, point.high or 0.0)) - AWAY
        return middle - half - APART, foot - SIZE, middle + half + APART, foot

    def holds(self, box: Box) -> bool:
        """Whether words stand out no farther than they may: at the left stand those of the axis."""
        return box[0] >= -_LEFT and box[2] <= self.wide + self.beside

    def out_by(self, point: Point, column: Box) -> float:
        """How far words that begin with their column stand out at the right beyond what they may; 0 for not at all."""
        words = self.words(point, column)
        return max(column[0] + words[2] - words[0] - self.wide - self.beside, 0.0)

    def narrowed(self, by: float) -> Row:
        """The columns with so much of their width left free at the right for words."""
        return replace(self, wide=self.wide - by, beside=self.beside + by)

    def gap(self, category: int, place: float, *, turned: bool) -> Box:
        """The box of the words of a place without a figure."""
        wide, high = _GAP if turned else _GAP[::-1]
        middle = (category + (1 - WIDE) / 2 + place * WIDE) * self.wide / self.categories
        return middle - wide / 2, self.tall - high, middle + wide / 2, self.tall

    def _down(self, value: float | None) -> float:
        return (1 - (value or 0.0) / self.reach) * self.tall


def figures_over(spec: ChartSpec, series: Sequence[Series], row: Row, empty: Sequence[Box]) -> Mapping[int, float]:
    """The positions of the rows whose figures are written over their columns; `empty` are the boxes of other words.

    With each stands how far right of the middle of its column its words have theirs, in units of the screen. Zeros,
    whose columns cannot be seen, have theirs at the base anyway. Where not all others have room these are the figures
    of the headline, then the highest, the last and the first of each series, each if it covers nothing: over the middle
    of its column, or else as little aside as it must, up to where it begins or ends with its column. A figure of the
    headline has another give way aside, or the second of two equal columns side by side would stand without its own.
    """
    held = [[point for point in one.lead if point.value] for one in series]
    columns = {point.at: row.column(point, place) for place, own in enumerate(held) for point in own}
    zeros = [(place, point) for place, one in enumerate(series) for point in one.lead if point.value == 0]
    empty = [*empty, *(row.words(point, row.column(point, place)) for place, point in zeros)]
    points = {point.at: point for own in held for point in own}

    def free(at: int, aside: float, taken: Mapping[int, float]) -> bool:
        words = row.words(points[at], columns[at], aside)
        others = (box for other, box in columns.items() if other != at)
        told = (row.words(points[one], columns[one], side) for one, side in taken.items() if one != at)
        return row.holds(words) and not any(meet(words, box) for box in (*others, *empty, *told))

    every = dict.fromkeys(points, 0.0)
    if all(free(at, 0.0, every) for at in every):
        return every

    def placed(at: int, taken: Mapping[int, float]) -> dict[int, float]:
        """Where its words find room beside those that are taken; nothing for nowhere."""
        found = next((aside for aside in _asides(row, points[at], columns[at]) if free(at, aside, taken)), None)
        return {} if found is None else {at: found}

    def in_turn(at: int, taken: Mapping[int, float]) -> dict[int, float]:
        """The same, with one of those that are taken moved aside for it."""
        for other in taken:
            rest = {one: side for one, side in taken.items() if one != other}
            for side in _asides(row, points[other], columns[other]):
                if free(other, side, rest) and (found := placed(at, moved := {**rest, other: side})):
                    return moved | found
        return {}

    shown: dict[int, float] = {}
    told = _told(spec, held)
    for at in _wanted(told, held):
        if at not in shown:
            shown |= placed(at, shown) or (in_turn(at, shown) if at in told else {})
    return shown


def room_beside(spec: ChartSpec, series: Sequence[Series], row: Row, shown: Mapping[int, float]) -> float:
    """How much more room at the right the figures of the headline need that are not among those shown; 0 for none."""
    points = [(place, point) for place, one in enumerate(series) for point in one.lead if point.value]
    missing = [(place, point) for place, point in points if point.at not in shown]
    told = set(figures_at(spec)) if missing else ()
    return max(
        (row.out_by(point, row.column(point, place)) for place, point in missing if point.at in told), default=0.0
    )


def _asides(row: Row, point: Point, column: Box) -> Iterable[float]:
    """How far right of the middle of a column its words may stand, the best first."""
    words = row.words(point, column)
    most = (words[2] - words[0] - column[2] + column[0]) / 2 + _CLEAR
    return (0.0, *(side * share * most for share in _SHARES for side in (1, -1))) if most > _CLEAR else (0.0,)


def _told(spec: ChartSpec, held: Sequence[Sequence[Point]]) -> list[int]:
    """Rows of the figures of the headline, as the series hold them."""
    told = set(figures_at(spec))
    return [point.at for own in held for point in own if point.at in told]


def _wanted(told: Sequence[int], held: Sequence[Sequence[Point]]) -> list[int]:
    """Rows in the order in which their figures have a claim."""
    held = [own for own in held if own]
    highest = [max(own, key=lambda point: point.value or 0.0) for own in held]
    return [*told, *(point.at for point in (*highest, *(own[-1] for own in held), *(own[0] for own in held)))]


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes cover each other anywhere."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
