"""Columns: where each stands, beside or on top of its neighbours, and the figures written over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from charts.gaps import NO_FIGURE
from charts.palette import INK
from charts.text import one_line
from render.picture.marks import Drawn, Sheet, box, whisker
from render.picture.parts import EDGE, Plot
from render.picture.pen import Svg
from render.plan.boxes import Box
from render.plan.frame import text_width
from render.plan.marks import WIDE
from render.plan.over import SIZE
from render.plan.plan import Plan

_INK = INK["light"]
_THIN = 140  # a column over a date is so thin a part of the time shown
_GAP_SIZE = 11  # of the words in a place without a figure
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its figure, its box on the page, and the value from which it rises."""

    of: Drawn
    box: Box
    base: float = 0.0

    @property
    def middle(self) -> float:
        """Half-way across."""
        return (self.box[0] + self.box[2]) / 2


def columns(pen: Svg, sheet: Sheet, plot: Plot, drawn: Sequence[Drawn]) -> None:
    """Columns from zero with their whiskers and figures; those of zeros always."""
    plan = sheet.plan
    if plan.mark == "stacked":
        placed = _stacked(plot, drawn)
    elif plan.dated:
        placed = _dated(plan, plot, drawn)
    else:
        placed = _beside(plan, plot, drawn)
    for one in placed:
        box(pen, sheet, "columns", one.of, one.box)
    for one in placed:
        reach = partial(_above, plot, one.base)
        whisker(pen, "whiskers", one.of, (one.middle, one.box[1]), reach, colour=_INK["text"])
    if plan.mark != "stacked":
        _figures(pen, plan, plot, placed)
    size = pen.style.px(SIZE)
    for total in plan.totals:
        at = plot.across(total.place), plot.down(total.value) - size * 0.4
        pen.words("totals", total.lines, at, size, align="middle", base="bottom")


def _above(plot: Plot, base: float, bound: float) -> float:
    return plot.down(base + bound)


def gap_words(pen: Svg, plan: Plan, plot: Plot) -> None:
    """The words `no figure` in each place that has none, on end where places are narrow."""
    for x in _gap_places(plan, plot):
        _at_base(pen, plan, "gaps", NO_FIGURE, (x, plot.bottom), pen.style.px(_GAP_SIZE), _INK["muted"])


def _at_base(pen: Svg, plan: Plan, kind: str, text: str, at: tuple[float, float], size: float, colour: str) -> None:
    """Words at the base of a place: on end where places are narrow."""
    place = (at[0], at[1] - pen.style.px(4))
    if plan.turned:
        pen.words(kind, [text], place, size, colour=colour, angle=-90)
    else:
        pen.words(kind, [text], place, size, colour=colour, align="middle", base="bottom")


def _gap_places(plan: Plan, plot: Plot) -> list[float]:
    """Where the places without a figure have their middles."""
    names = [one.name for one in plan.series]
    return [
        plot.across(
            plan.categories.index(gap.category)
            + (((names.index(gap.series) + 0.5) / len(names) - 0.5) * WIDE if gap.series else 0)
        )
        for gap in plan.written
    ]


def _beside(plan: Plan, plot: Plot, drawn: Sequence[Drawn]) -> list[Column]:
    names = [""] if plan.faceted else [one.name for one in plan.series]
    each = WIDE / len(names)
    out = []
    for one in drawn:
        start = one.of.place - WIDE / 2 + (0 if plan.faceted else names.index(one.of.series)) * each
        edges = plot.across(start), plot.down(one.value), plot.across(start + each), plot.bottom
        out.append(Column(one, edges))
    return out


def _stacked(plot: Plot, drawn: Sequence[Drawn]) -> list[Column]:
    tops: dict[int, float] = defaultdict(float)
    out = []
    for one in drawn:
        base = tops[one.of.place]
        tops[one.of.place] = top = base + one.value
        left, right = (plot.across(one.of.place + side * WIDE / 2) for side in (-1, 1))
        out.append(Column(one, (left, plot.down(top), right, plot.down(base)), base))
    return out


def _dated(plan: Plan, plot: Plot, drawn: Sequence[Drawn]) -> list[Column]:
    """Thin columns over their dates; those of one date stand shoulder to shoulder."""
    wide = max((plan.dates[-1] - plan.dates[0]) / _THIN, _DAY * 0.7)
    same: dict[pd.Timestamp, list[Drawn]] = defaultdict(list)
    for one in drawn:
        same[pd.Timestamp(one.of.x)].append(one)
    out = []
    for date, held in same.items():
        for place, one in enumerate(held):
            middle = date + wide * (place - (len(held) - 1) / 2)
            left, right = plot.across(middle - wide / 2), plot.across(middle + wide / 2)
            out.append(Column(one, (left, plot.down(one.value), right, plot.bottom)))
    return out


def _figures(pen: Svg, plan: Plan, plot: Plot, placed: Sequence[Column]) -> None:
    """The figures over their columns, and at the base those of zeros, whose columns cannot be seen."""
    size = pen.style.px(SIZE)
    for one in placed:
        text = one_line(one.of.of.words)
        if one.of.of.at in plan.over:
            half = text_width(text, size) / 2
            wanted = one.middle + pen.style.px(plan.over[one.of.of.at])
            free = pen.style.px(plan.beside + (0 if plan.faceted else EDGE))
            middle = min(max(wanted, plot.left + half), plot.right + free - half)
            at = (middle, plot.down(max(one.of.value, one.of.of.high or 0.0)) - size * 0.4)
            pen.words("figures", [text], at, size, align="middle", base="bottom")
        elif one.of.value == 0:
            _at_base(pen, plan, "figures", text, (one.middle, plot.bottom), size, _INK["text"])
