"""The totals written over stacked columns: all where all have room, else those that a reader looks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charts.spec import ChartSpec
from charts.stated import totals
from charts.text import one_line
from render.plan.boxes import Box
from render.plan.frame import text_width
from render.plan.over import APART, AWAY, SIZE, Row, meet
from render.plan.points import Series

LINE = 1.25  # from line to line of words, in their size


@dataclass(frozen=True, slots=True)
class Total:
    """The words over the middle of the stack of a category, which with its whiskers reaches up to a value."""

    place: int
    value: float
    lines: tuple[str, ...]


def totals_over(
    spec: ChartSpec, series: Sequence[Series], order: Sequence[str], row: Row, empty: Sequence[Box]
) -> tuple[Total, ...]:
    """The totals that are written, each centred over its stack, on one line or on two; `empty` are other words.

    Where not all have room these are the one that the headline names, then the last, the highest and the first, each
    if it covers nothing.
    """
    tops = _tops(series)
    held = [(place, one_line(spec.totals[name])) for place, name in enumerate(order) if name in spec.totals]
    stacks = [(place, words) for place, words in held if place in tops]
    columns = {place: row.span(place, top) for place, top in tops.items()}
    every = {place: Total(place, tops[place], (words,)) for place, words in stacks}
    short = {place: Total(place, tops[place], _halves(words)) for place, words in stacks}
    boxes = {id(one): written_at(one, row) for one in (*every.values(), *short.values())}

    def free(one: Total, taken: Iterable[Total]) -> bool:
        box = boxes[id(one)]
        others = [column for place, column in columns.items() if place != one.place]
        words = [boxes[id(other)] for other in taken if other.place != one.place]
        return row.holds(box) and not any(meet(box, other) for other in (*others, *words, *empty))

    for told in (every, short):
        if all(free(one, told.values()) for one in told.values()):
            return tuple(told.values())
    shown: dict[int, Total] = {}
    for place in _wanted(spec, order, tops, every):
        found = next((one for one in (every[place], short[place]) if free(one, shown.values())), None)
        if found and place not in shown:
            shown[place] = found
    return tuple(shown[place] for place in sorted(shown))


def room_over(totals: Iterable[Total]) -> float:
    """Units of the height that the words over the highest stacks need above these."""
    return max((AWAY + (len(one.lines) - 1) * LINE * SIZE + SIZE for one in totals), default=0.0)


def _tops(series: Sequence[Series]) -> dict[int, float]:
    """How high the stack of each category reaches with its whiskers, by its place."""
    sums: dict[int, float] = {}
    tops: dict[int, float] = {}
    for point in (point for one in series for point in one.lead if point.value is not None):
        base = sums.get(point.place, 0.0)
        sums[point.place] = base + (point.value or 0.0)
        tops[point.place] = max(tops.get(point.place, 0.0), sums[point.place], base + (point.high or 0.0))
    return tops


def _halves(words: str) -> tuple[str, ...]:
    """Words on two lines, broken where these are shortest; one word stays whole."""
    ends = [at for at, letter in enumerate(words) if letter == " "]
    if not ends:
        return (words,)
    at = min(ends, key=lambda end: max(text_width(words[:end], SIZE), text_width(words[end + 1 :], SIZE)))
    return words[:at], words[at + 1 :]


def written_at(total: Total, row: Row) -> Box:
    """The box of the words of a total."""
    column = row.span(total.place, total.value)
    middle = (column[0] + column[2]) / 2
    half = max(text_width(line, SIZE) for line in total.lines) / 2 + APART
    return middle - half, column[1] - room_over([total]), middle + half, column[1] - AWAY


def _wanted(spec: ChartSpec, order: Sequence[str], tops: dict[int, float], every: dict[int, Total]) -> Iterable[int]:
    """The places of the totals in the order in which these have a claim."""
    if not every:
        return ()
    told = totals(spec)
    named = [place for place in every if order[place] in told]
    return (*named, max(every), max(every, key=lambda place: tops[place]), min(every))
