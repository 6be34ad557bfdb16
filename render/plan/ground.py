"""What covers a plot over dates, in units of the screen, so that words find where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from charts.spec import ChartSpec
from render.plan.axes import padded
from render.plan.boxes import Box, Disc, Segment
from render.plan.boxes import Point as Spot
from render.plan.marks import OTHER
from render.plan.points import Point, Series, Size
from render.plan.series import runs

_FRAME = (56.0, 60.0)  # about what axes, margins and names take of width and height
_EDGE = 1.0  # that the edge of a mark adds to half its size
_ROUNDED = 1e-6
_INSET = 8.0  # between the words of a figure and the names at the ends of lines
_LINE = 6.0  # half the height of a line of text, by which words may stand over the top of a plot


@dataclass(frozen=True, slots=True)
class Ground:
    """A plot: its dates from `first` to `last` and its values up to `reach` on `wide` by `tall` units, y down.

    `segments` are pieces of lines, columns and whiskers, `discs` the marks, `events` the places of the hairlines of
    events. Words may stand `above` its top by so much, and keep `inset` from its right edge, where names of lines
    begin.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    reach: float
    wide: float
    tall: float
    segments: Sequence[Segment] = ()
    discs: Sequence[Disc] = ()
    events: Sequence[float] = ()
    above: float = _LINE
    inset: float = 0.0

    @classmethod
    def of(
        cls,
        spec: ChartSpec,
        drawn: Sequence[Series],
        reach: float,
        room: Size,
        names: float,
        dates: Sequence[pd.Timestamp],
    ) -> Ground | None:
        """The ground of some series of a chart in a room, of which names at the ends of lines take `names`.

        `dates` are all those of its axis, of projections and other panels too. None without a date.
        """
        held = [point for one in drawn for point in (*one.lead, *one.other) if point.value is not None]
        if not dates or reach <= 0:
            return None
        wide, tall = max(room.width - _FRAME[0] - names, 1.0), max(room.height - _FRAME[1], 1.0)
        bare = cls(*padded(min(dates), max(dates)), reach, wide, tall, inset=_INSET if names else 0.0)
        segments: list[Segment] = []
        discs: list[Disc] = []
        for one in drawn:
            places = [bare.at(point.x, point.value) for point in one.lead if point.value is not None]
            numbers = runs(
                point.x for point in one.lead if point.value is not None and isinstance(point.x, pd.Timestamp)
            )
            for (a, run), (b, then) in pairwise(zip(places, numbers, strict=False)):
                if run == then and spec.mark in ("line", "step"):
                    corner = (b[0], a[1])
                    segments += [(a, corner), (corner, b)] if spec.mark == "step" else [(a, b)]
            if spec.mark == "column":
                segments += [((x, y), (x, tall)) for x, y in places]
            else:
                discs += [(x, y, one.size / 2 + _EDGE) for x, y in places]
            discs += [(*bare.at(p.x, p.value), OTHER / 2 + _EDGE) for p in one.other if p.value is not None]
        segments += [piece for point in held for piece in _whisker(bare, point)]
        return replace(bare, segments=segments, discs=discs, events=[bare.across(one.date) for one in spec.markers])

    def across(self, date: pd.Timestamp) -> float:
        """How far right a date is."""
        return float((date - self.first) / (self.last - self.first)) * self.wide

    def at(self, date: pd.Timestamp | str, value: float | None) -> Spot:
        """The place of a point."""
        return self.across(pd.Timestamp(date)), (1 - (value or 0.0) / self.reach) * self.tall

    def date(self, x: float) -> pd.Timestamp:
        """The day at a place across."""
        return (self.first + (self.last - self.first) * (x / self.wide)).floor("D")

    def value(self, y: float) -> float:
        """The value at a place down."""
        return (1 - y / self.tall) * self.reach

    def near(self, left: float, right: float) -> Ground:
        """The plot with what covers a part of it from left to right alone."""
        return replace(
            self,
            segments=[one for one in self.segments if one[0][0] < right and one[1][0] > left],
            discs=[one for one in self.discs if left < one[0] + one[2] and one[0] - one[2] < right],
        )

    def cost(self, box: Box, taken: Iterable[Box]) -> float:
        """What words in a box would cover: other words and what lies outside weigh most, then lines and marks."""
        left, top, right, bottom = box
        words = sum(left < o[2] and right > o[0] and top < o[3] and bottom > o[1] for o in taken)
        # Words that are moved up to an edge end at it but for what their sums are rounded by.
        outside = (left < -_ROUNDED) + (right > self.wide + _ROUNDED) + (top < -self.above) + (bottom > self.tall)
        dots = sum(left - r < x < right + r and top - r < y < bottom + r for x, y, r in self.discs)
        crossed = sum(crosses(box, *line) for line in self.segments)
        return 100.0 * words + 50.0 * outside + dots + 3.0 * crossed

    def covered(self, left: float, right: float) -> list[tuple[float, float]]:
        """From where to where anything is drawn between two places across, from the top."""
        found = [(y - r, y + r) for x, y, r in self.discs if left < x + r and x - r < right]
        for (x0, y0), (x1, y1) in self.segments:
            if x0 < right and x1 > left:
                slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
                ends = [y0 + slope * (max(left, x0) - x0), y1 - slope * (x1 - min(right, x1))]
                found.append((min(ends) - 2, max(ends) + 2) if x1 > x0 else (min(y0, y1), max(y0, y1)))
        return sorted(found)


def _whisker(plot: Ground, point: Point) -> list[Segment]:
    """The bar from the low to the high end of a range."""
    if point.low is None or point.high is None or point.low == point.high:
        return []
    return [(plot.at(point.x, point.high), plot.at(point.x, point.low))]


def crosses(box: Box, start: Spot, end: Spot) -> bool:
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
