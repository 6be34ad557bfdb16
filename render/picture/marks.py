"""Marks that stand for figures: points with the shape of their hedge, whiskers, lines that stop at gaps, columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pandas as pd

from analysis.words import period_text
from charts.palette import INK
from charts.spec import ChartSpec
from charts.text import one_line
from render.picture.parts import Plot
from render.picture.pen import Svg
from render.plan.boxes import Box, Point
from render.plan.marks import BAND, FAINT, HEDGES, OTHER, bar_share
from render.plan.pen import Command, Fill, Line, Told
from render.plan.plan import Plan
from render.plan.points import Point as Figure
from render.plan.points import Series

_INK = INK["light"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with its value and its colour."""

    of: Figure
    value: float
    colour: str


class Sheet:
    """The figures of a chart that have a number, and what each mark of them tells."""

    def __init__(self, spec: ChartSpec, plan: Plan) -> None:
        self.plan = plan
        held = spec.data[["period_start", "period_end", "date_precision"]].itertuples(index=False)
        self._when = [period_text(start, end, str(precision)) for start, end, precision in held]

    def drawn(self, series: Sequence[Series], kind: str) -> list[Drawn]:
        """The figures of these series that are of one kind: `lead`, `other` or `ahead`."""
        return [
            Drawn(point, point.value, one.light)
            for one in series
            for point in getattr(one, kind)
            if point.value is not None
        ]

    def told(self, figure: Figure) -> Told:
        """What a mark stands for, in words and for programs."""
        at = figure.x.strftime("%Y-%m-%d") if isinstance(figure.x, pd.Timestamp) else figure.x
        category = "" if self.plan.dated else figure.x
        parts = dict.fromkeys(one_line(part) for part in (figure.series, category, self._when[figure.at]) if part)
        said = f"{', '.join(parts)}: {one_line(figure.words)}"
        data = {"at": str(at), "value": repr(figure.value), "hedge": figure.hedge, "role": figure.role}
        return Told(figure.series, said, data)


Placer = Callable[[Drawn], Point]


def points(pen: Svg, sheet: Sheet, kind: str, drawn: Sequence[Drawn], place: Placer, size: float) -> None:
    """A mark a figure in the shape of its hedge, filled where the figure is exact."""
    for one in drawn:
        mark = HEDGES[one.of.hedge]
        fill, line = Fill(_INK["paper"] if mark.hollow else one.colour), Line(one.colour, pen.style.px(1.6))
        pen.mark(kind, mark.shape, place(one), pen.style.px(size), fill=fill, line=line, told=sheet.told(one.of))


def light_points(pen: Svg, sheet: Sheet, drawn: Sequence[Drawn], place: Placer) -> None:
    """Other statements of a figure: small and pale."""
    for one in drawn:
        mark = HEDGES[one.of.hedge]
        fill = Fill(_INK["paper"] if mark.hollow else one.colour, FAINT)
        line = Line(one.colour, pen.style.px(1), FAINT)
        pen.mark("others", mark.shape, place(one), pen.style.px(OTHER), fill=fill, line=line, told=sheet.told(one.of))


def whisker(
    pen: Svg,
    kind: str,
    one: Drawn,
    at: Point,
    reach: Callable[[float], float],
    *,
    upright: bool = True,
    faint: bool = False,
    colour: str = "",
) -> None:
    """A bar from the stated low to the stated high of the figure at a place, with a cap at each stated bound.

    `reach` is where a bound lies along the axis of values, up or across. None where no bound is stated.
    """
    ends = [reach(bound) for bound in (one.of.low, one.of.high) if bound is not None]
    if not ends:
        return
    (x, y), half = at, pen.style.px(8) / 2
    line = Line(colour or one.colour, pen.style.px(1.4), FAINT if faint else 1.0)
    along = [*ends, y if upright else x]
    low, high = min(along), max(along)
    stem = ((x, low), (x, high)) if upright else ((low, y), (high, y))
    pen.rule(f"{kind}_stems", *stem, line)
    for end in ends:
        cap = ((x - half, end), (x + half, end)) if upright else ((end, y - half), (end, y + half))
        pen.rule(f"{kind}_caps", *cap, line)


def lines(pen: Svg, series: Series, place: Placer, *, steps: bool) -> None:
    """The line through the figures of a series, broken at gaps; steps for running totals."""
    held = [
        (run, Drawn(point, point.value, series.light))
        for point, run in zip(series.lead, series.runs, strict=True)
        if point.value is not None
    ]
    for _, piece in groupby(held, key=lambda one: one[0]):
        path = [place(one) for _, one in piece]
        corners = _stepped(path) if steps else path[1:]
        line = Line(series.light, pen.style.px(2))
        pen.path("lines", [("M", path[:1]), ("L", corners or path[:1])], line=line)


def _stepped(path: Sequence[Point]) -> list[Point]:
    return [corner for (_, y), (x, after) in pairwise(path) for corner in ((x, y), (x, after))]


def projection(pen: Svg, sheet: Sheet, series: Series, plot: Plot) -> None:
    """A dashed line where a pace leads to, over the band that its hedges allow."""
    held = [point for point in series.ahead if point.value is not None]
    if not held:
        return
    xs = [plot.across(pd.Timestamp(point.x)) for point in held]
    banded = [(x, p.low, p.high) for x, p in zip(xs, held, strict=True) if p.low is not None and p.high is not None]
    if banded:
        there = [(x, plot.down(high)) for x, _, high in banded]
        back = [(x, plot.down(low)) for x, low, _ in reversed(banded)]
        band: list[Command] = [("M", there[:1]), ("L", [*there[1:], *back]), ("Z", ())]
        pen.path("projections_band", band, fill=Fill(series.light, BAND))
    path = [(x, plot.down(point.value or 0.0)) for x, point in zip(xs, held, strict=True)]
    line = Line(series.light, pen.style.px(2), dash=(pen.style.px(7), pen.style.px(5)))
    values = " ".join(f"{sheet.told(point).data['at']}={point.value!r}" for point in held)
    told = Told(data={"values": values})
    pen.path("projections", [("M", path[:1]), ("L", path[1:] or path[:1])], line=line, told=told)


def box(pen: Svg, sheet: Sheet, kind: str, one: Drawn, place: Box) -> None:
    """A column or bar; a hedged one is pale with an edge."""
    share = bar_share(one.of.hedge)
    line = Line(one.colour, pen.style.px(1.4)) if share < 1 else None
    pen.box(kind, place, fill=Fill(one.colour, share), line=line, told=sheet.told(one.of))


def strokes(pen: Svg, sheet: Sheet, drawn: Sequence[Drawn], place: Placer) -> None:
    """Other statements as short strokes across the bar."""
    for one in drawn:
        (x, y), high, wide = place(one), pen.style.px(12) / 2, pen.style.px(2.6) / 2
        edge = Line(_INK["paper"], pen.style.px(0.7))
        pen.box(
            "others",
            (x - wide, y - high, x + wide, y + high),
            fill=Fill(_INK["muted"]),
            line=edge,
            told=sheet.told(one.of),
        )
