"""Figures written at points over dates: the one of the headline, the last, the highest, the first, where they fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.hedge import Figure
from analysis.words import said
from charts.spec import ChartSpec
from charts.stated import figures_at
from render.plan.boxes import Box
from render.plan.frame import text_width
from render.plan.ground import Ground
from render.plan.points import Point, Series

Side = Literal["above", "below", "right", "left"]

SIZE = 12.0  # of the words, in units of the screen
AWAY = 8.0  # from the middle of a point to the edge of its words
OVER_POINT = AWAY + 1.2 * SIZE + 2.0  # from the middle of a point to over the words that stand above it
_FARTHER = 14.0  # by which words stand farther away where they would cover something
# Where words may stand, the best first: side, towards which their middle moves, whether they are farther away.
_STANDS: tuple[tuple[Side, int, bool], ...] = (
    ("above", 0, False),
    ("below", 0, False),
    ("right", 0, False),
    ("left", 0, False),
    ("above", 1, False),
    ("above", -1, False),
    ("below", 1, False),
    ("below", -1, False),
    ("above", 0, True),
    ("above", 1, True),
    ("above", -1, True),
    ("below", 0, True),
)
# Behind the mark beside their own, among dots: behind a piece of a line they would seem to be of another point.
_BEHIND: tuple[tuple[Side, int, bool], ...] = (("right", 0, True), ("left", 0, True))
# Where the figure of the headline stands too, above and below what is beside its point: a line that falls there.
_CLEAR: tuple[tuple[Side, int, bool], ...] = (("above", -2, False), ("above", 2, False), ("below", -2, False))
_INSET = 6.0  # that words above and below keep from the axis of values, whose own words stand beside it
_THROUGH = 0.5  # what the hairline of an event behind words weighs
_STILL = 1e-6  # words that are moved by less stand where they would
_MOST_SERIES = 5  # of which the last figures are written


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a figure and on which side of its point they stand.

    `x` and `value` are where their side is reckoned from: the date and the value of the point, unless they would leave
    the plot or cover something. `aside` is how far right of the point that is, in units of the screen: on a page wider
    than the plan words keep to their point by it.
    """

    point: Point
    words: str
    side: Side
    x: pd.Timestamp
    value: float
    aside: float


def figures_told(spec: ChartSpec, drawn: Sequence[Series], plot: Ground) -> tuple[tuple[Told, ...], list[Box]]:
    """The figures to write at the points of a plot over dates, each where it covers nothing, and their boxes.

    The figure of the headline is written always; the last one of each series, and first and highest of the subject,
    where there is room.
    """
    taken: list[Box] = []
    found: list[Told] = []
    for point, must in _wanted(spec, drawn):
        words = said(_figure(point, spec.unit))
        at, width = plot.at(point.x, point.value), text_width(words, SIZE)
        near = plot.near(at[0] - 2 * width, at[0] + 2 * width)
        best: tuple[float, Side, Box] | None = None
        for stand in (*_STANDS, *(_BEHIND if spec.mark == "dots" else ()), *(_CLEAR if must else ())):
            box = _box(at, width, stand, plot.wide - plot.inset)
            cost = near.cost(box, taken) + _THROUGH * any(box[0] < x < box[2] for x in plot.events)
            if best is None or cost < best[0]:
                best = (cost, stand[0], box)
            if not cost:
                break
        if best is not None and (best[0] < 1 or must):
            _, side, box = best
            # From where renderings reckon: the middle of the words, or the place that their near edge is AWAY from.
            edges = {"right": box[0] - AWAY, "left": box[2] + AWAY}
            aside = edges.get(side, (box[0] + box[2]) / 2) - at[0]
            x = plot.date(at[0] + aside) if abs(aside) > _STILL else pd.Timestamp(point.x)
            edge = {"above": box[3] + AWAY, "below": box[1] - AWAY}.get(side, at[1])
            value = plot.value(edge) if abs(edge - at[1]) > 1 else point.value or 0.0
            found.append(Told(point, words, side, x, value, aside))
            taken.append(box)
    return tuple(found), taken


def _wanted(spec: ChartSpec, drawn: Sequence[Series]) -> list[tuple[Point, bool]]:
    """Points in the order in which their figures have a claim, and whether it is of the headline."""
    at = set(figures_at(spec))
    stated = {one.name: [point for point in one.lead if point.at in at] for one in drawn}
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
    # Columns of nothing cannot be seen, and have their zeros at the base anyway.
    return [
        (point, must)
        for point, must in order.values()
        if point.value is not None and (point.value or spec.mark != "column")
    ]


def _same(one: Point, other: Point) -> bool:
    """Whether two points of a series have one value, so that the second would only repeat the first."""
    return one.series == other.series and one.value == other.value


def _figure(point: Point, unit: str) -> Figure:
    nothing = float("nan")
    value, low, high = (nothing if one is None else one for one in (point.value, point.low, point.high))
    return Figure(value, low, high, point.hedge, unit)


def _box(place: tuple[float, float], width: float, stand: tuple[Side, int, bool], wide: float) -> Box:
    """The box of words beside a point, from left, top to right, bottom; those above and below stay in the plot.

    Their middle moves `towards` a side by half their width, and where that is 2 by what words stand away, too.
    """
    (x, y), (side, towards, farther) = place, stand
    half, away = SIZE * 0.6, AWAY + _FARTHER * farther
    if side in ("above", "below"):
        moved = math.copysign(width / 2 + AWAY * (abs(towards) > 1), towards) if towards else 0.0
        x = max(min(x + moved, wide - width / 2), width / 2 + _INSET)
        top = y - away - 2 * half if side == "above" else y + away
        return x - width / 2, top, x + width / 2, top + 2 * half
    left = x + away if side == "right" else x - away - width
    return left, y - half, left + width, y + half
