"""Figures written at the points of lines: the one of the headline, the last, the highest, the first, where they fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analysis.hedge import Figure
from analysis.words import date_text, said
from render.plan.axes import padded
from render.plan.frame import text_width

if TYPE_CHECKING:
    from charts.spec import ChartSpec
    from render.plan.plan import Point, Series, Size

Side = Literal["above", "below", "right", "left"]

SIZE = 12.0  # of the words, in units of the screen
AWAY = 8.0  # from the middle of a point to the edge of its words
_SIDES: tuple[Side, ...] = ("above", "below", "right", "left")
_FRAME = (56.0, 60.0)  # about what axes, margins and names take of width and height
_THROUGH = 0.5  # what the hairline of an event behind words weighs
_MOST_SERIES = 5  # of which the last figures are written
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a figure and on which side of its point they stand.

    `x` is the date at the middle of words above or below, which is that of the point unless they would leave the plot.
    """

    point: Point
    words: str
    side: Side
    x: pd.Timestamp


def figures_told(spec: ChartSpec, series: Sequence[Series], reach: float, room: Size, names: float) -> tuple[Told, ...]:
    """The figures to write at the points of a chart of lines over dates, each where it covers nothing.

    `reach` is the end of the value axis, `names` the width that names at the ends of lines take. The figure of the
    headline is written always; the last one of each series, and first and highest of the subject, where there is room.
    """
    drawn = [one for one in series if one.lead and not one.ahead]
    dates = [point.x for one in drawn for point in (*one.lead, *one.other) if isinstance(point.x, pd.Timestamp)]
    if not dates or reach <= 0:
        return ()
    first, last = padded(min(dates), max(dates))
    wide, tall = max(room.width - _FRAME[0] - names, 1.0), max(room.height - _FRAME[1], 1.0)

    def at(point: Point) -> tuple[float, float]:
        share = (pd.Timestamp(point.x) - first) / (last - first)
        return share * wide, (1 - (point.value or 0.0) / reach) * tall

    lines = [(at(a), at(b)) for one in drawn for a, b in _pieces(one)]
    events = [(one.date - first) / (last - first) * wide for one in spec.markers]
    marks = [at(point) for one in drawn for point in (*one.lead, *one.other) if point.value is not None]
    taken: list[_Box] = []
    found: list[Told] = []
    for point, must in _wanted(spec, drawn):
        words = said(_figure(point, spec.unit))
        boxes = {side: _box(at(point), text_width(words, SIZE), side, wide) for side in _SIDES}
        costs = {side: _cost(box, lines, marks, taken, wide, tall) for side, box in boxes.items()}
        costs = {side: cost + _THROUGH * _behind(boxes[side], events) for side, cost in costs.items()}
        side = min(_SIDES, key=lambda one: costs[one])
        if costs[side] < 1 or must:
            left, _, right, _ = boxes[side]
            upright = side in ("above", "below")
            middle = first + (last - first) * ((left + right) / 2 / wide) if upright else pd.Timestamp(point.x)
            found.append(Told(point, words, side, middle.floor("D")))
            taken.append(boxes[side])
    return tuple(found)


def _wanted(spec: ChartSpec, drawn: Sequence[Series]) -> list[tuple[Point, bool]]:
    """Points in the order in which their figures have a claim, and whether it is of the headline."""
    stated = {one.name: _stated(spec, one) for one in drawn}
    subject = max(drawn, key=lambda one: len(stated[one.name]) > 0)
    order: dict[int, tuple[Point, bool]] = {}
    for one in (subject, *(other for other in drawn if other is not subject)):
        for point in stated[one.name]:
            order.setdefault(point.at, (point, True))
    for one in drawn if len(drawn) <= _MOST_SERIES else (subject,):
        order.setdefault(one.lead[-1].at, (one.lead[-1], False))
    valued = [point for point in subject.lead if point.value is not None]
    if valued:
        peak = max(valued, key=lambda point: point.value or 0.0)
        for point in (peak, valued[0]):
            alike = any(_same(point, other) for other, _ in order.values())
            if not alike:
                order.setdefault(point.at, (point, False))
    return [(point, must) for point, must in order.values() if point.value is not None]


def _same(one: Point, other: Point) -> bool:
    """Whether two points of a series have one value, so that the second would only repeat the first."""
    return one.series == other.series and one.value == other.value


def _stated(spec: ChartSpec, one: Series) -> list[Point]:
    """The points of a series whose figure and date the headline gives; of several with one figure the newest."""
    found: dict[str, Point] = {}
    for point in one.lead:
        words = said(_figure(point, spec.unit)) if point.value is not None else ""
        if words and words.casefold() in spec.title.casefold() and _dated(spec.title, pd.Timestamp(point.x)):
            found[words] = point
    return list(found.values())


def _dated(title: str, day: pd.Timestamp) -> bool:
    return any(text in title for text in (date_text(day), f"{day:%b %Y}", f"{day:%B %Y}", f"in {day:%Y}", f"({day:%Y}"))


def _figure(point: Point, unit: str) -> Figure:
    nothing = float("nan")
    value, low, high = (nothing if one is None else one for one in (point.value, point.low, point.high))
    return Figure(value, low, high, point.hedge, unit)


def _pieces(one: Series) -> Iterable[tuple[Point, Point]]:
    pairs = zip(one.lead, one.lead[1:], one.runs, one.runs[1:], strict=False)
    return ((a, b) for a, b, run, then in pairs if run == then and a.value is not None and b.value is not None)


def _box(place: tuple[float, float], width: float, side: Side, wide: float) -> _Box:
    """The box of words beside a point, from left, top to right, bottom; those above and below stay in the plot."""
    x, y = place
    half = SIZE * 0.6
    if side in ("above", "below"):
        x = max(min(x, wide - width / 2), width / 2)
        top = y - AWAY - 2 * half if side == "above" else y + AWAY
        return x - width / 2, top, x + width / 2, top + 2 * half
    left = x + AWAY if side == "right" else x - AWAY - width
    return left, y - half, left + width, y + half


def _cost(
    box: _Box,
    lines: Sequence[tuple[tuple[float, float], tuple[float, float]]],
    marks: Sequence[tuple[float, float]],
    taken: Sequence[_Box],
    wide: float,
    tall: float,
) -> float:
    """What the words would cover: other words and what lies outside weigh most, then lines and marks."""
    left, top, right, bottom = box
    words = sum(left < o[2] and right > o[0] and top < o[3] and bottom > o[1] for o in taken)
    outside = (left < 0) + (right > wide) + (top < -SIZE / 2) + (bottom > tall)
    dots = sum(left < x < right and top < y < bottom for x, y in marks)
    crossed = sum(_crosses(box, *line) for line in lines)
    return 100.0 * words + 50.0 * outside + dots + 3.0 * crossed


def _behind(box: _Box, events: Sequence[float]) -> bool:
    """Whether the hairline of an event goes through a box."""
    return any(box[0] < x < box[2] for x in events)


def _crosses(box: _Box, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a straight line goes through a box (by clipping it at the four sides)."""
    (x0, y0), (x1, y1) = start, end
    enter, leave = 0.0, 1.0
    for delta, low, high, origin in ((x1 - x0, box[0], box[2], x0), (y1 - y0, box[1], box[3], y0)):
        if delta == 0:
            if not low < origin < high:
                return False
            continue
        a, b = sorted(((low - origin) / delta, (high - origin) / delta))
        enter, leave = max(enter, a), min(leave, b)
    return enter < leave
