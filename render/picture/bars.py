"""Charts with a row a category: horizontal bars with their figures, and pairs of dots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.gaps import NO_FIGURE
from charts.palette import INK
from charts.text import one_line
from render.picture.marks import Drawn, Sheet, box, points, strokes, whisker
from render.picture.parts import Plot, Scale, legend, legend_height
from render.picture.pen import Svg
from render.picture.style import Style, lines_of, widest
from render.plan.axes import room_for_texts
from render.plan.bars import behind
from render.plan.boxes import Point
from render.plan.frame import text_width
from render.plan.marks import PAIR, WIDE
from render.plan.pen import LINE, Line
from render.plan.plan import Plan

_INK = INK["light"]


@dataclass(frozen=True, slots=True)
class Bar:
    """The place of a bar: its category, its series, its two edges counted in rows, and its figure if it has one."""

    place: int
    series: str
    start: float
    end: float
    of: Drawn | None

    @property
    def middle(self) -> float:
        """Half-way down."""
        return (self.start + self.end) / 2

    @property
    def reach(self) -> float:
        """The largest value that it or its whisker comes to."""
        return max(self.of.value, self.of.of.high or 0.0) if self.of else 0.0

    @property
    def words(self) -> str:
        """The figure with its hedge."""
        return one_line(self.of.of.words) if self.of else NO_FIGURE


def in_rows(pen: Svg, sheet: Sheet, width: int, height: int) -> list[Plot]:
    """Draw bars or pairs of dots in one plot, and return it."""
    plan, style = sheet.plan, pen.style
    order, small = plan.categories, style.px(12)
    keys = list(plan.keyed) if plan.naming == "legend" else []
    top = legend_height(keys, style, width) + style.px(4)
    inner = height - top - small * LINE - style.px(8)
    step = inner / len(order)
    names_size, wrapped = _fitted(order, width, step, style)
    left = max((widest(found, names_size) for found in wrapped), default=0.0) + style.px(10)
    wide = width - left - max(widest(plan.texts, small) / 2 + style.px(2), style.px(8))
    lead, other = sheet.drawn(plan.series, "lead"), sheet.drawn(plan.series, "other")
    bars = _bars(plan, lead) if plan.mark == "bar" else []
    figure_size = min(style.px(12), min((bar.end - bar.start for bar in bars), default=1.0) * step * 1.05)
    plot = Plot(
        left, top, wide, inner, Scale(0.0, _end(plan, bars, wide, figure_size, style)), Scale(len(order) - 0.5, -0.5)
    )
    _grid(pen, plan, plot)
    for place, found in enumerate(wrapped):
        pen.words("names", found, (plot.left - style.px(8), plot.down(place)), names_size, align="end")
    if plan.mark == "bar":
        _draw_bars(pen, sheet, plot, bars, other, figure_size)
    else:
        _draw_pairs(pen, sheet, plot, lead, other)
    legend(pen, plan, keys, width, (0.0, 0.0))
    return [plot]


def _fitted(order: Sequence[str], width: float, step: float, style: Style) -> tuple[float, list[list[str]]]:
    """The size at which all names fit beside their rows, and the lines of each."""
    size, wrapped = 0.0, list[list[str]]()
    # Names take more of the width, and then smaller letters, before any of their words would be lost.
    for share, bases in ((0.34, (13, 12)), (0.42, (13, 12, 11, 10)), (0.5, (11, 10, 9)), (0.58, (10, 9, 8, 7))):
        for base in bases:
            size = style.px(base)
            wrapped = [lines_of(one_line(name), width * share, size) for name in order]
            if max(map(len, wrapped)) * size * LINE <= step:
                return size, wrapped
    return size, wrapped


def _bars(plan: Plan, lead: Sequence[Drawn]) -> list[Bar]:
    """Bars from zero and the places of those without a figure; a row is shared in the order of the series."""
    names = [one.name for one in plan.series]
    held: dict[int, list[tuple[str, Drawn | None]]] = defaultdict(list)
    for one in lead:
        held[one.of.place].append((one.of.series, one))
    for gap in plan.written:
        held[plan.categories.index(gap.category)].append((gap.series, None))
    each = WIDE / max((len(found) for found in held.values()), default=1)
    out = []
    for place, found in held.items():
        found.sort(key=lambda pair: names.index(pair[0]) if pair[0] else 0)
        for number, (series, of) in enumerate(found):
            middle = place + (number - (len(found) - 1) / 2) * each
            out.append(Bar(place, series, middle - each / 2, middle + each / 2, of))
    return out


def _end(plan: Plan, bars: Sequence[Bar], wide: float, size: float, style: Style) -> float:
    """Where the value axis ends, so that the figure at the end of each bar has room."""
    top = max(plan.top, 1e-9)
    if plan.mark != "bar":
        return max(plan.values[-1], top * 1.04)
    told = [bar for bar in bars if bar.of]
    widths = [min(text_width(bar.words, size) + style.px(12), wide * 0.6) for bar in told]
    return max(plan.values[-1], top * 1.02, room_for_texts([bar.reach for bar in told], widths, wide))


def _grid(pen: Svg, plan: Plan, plot: Plot) -> None:
    for value, text in zip(plan.values, plan.texts, strict=True):
        x, ink = plot.across(value), _INK["grid" if value else "axis"]
        pen.rule("grid" if value else "zero", (x, plot.top), (x, plot.bottom), Line(ink, pen.style.px(1)))
        at = (x, plot.bottom + pen.style.px(7))
        pen.words("x_texts", [text], at, pen.style.px(12), colour=_INK["muted"], align="middle", base="top")


def _draw_bars(pen: Svg, sheet: Sheet, plot: Plot, bars: Sequence[Bar], other: Sequence[Drawn], size: float) -> None:
    at = {(bar.place, bar.series): bar.middle for bar in bars}

    def middle(one: Drawn) -> float:
        """Other statements stand on the bar that they dispute, else in the middle of their row."""
        return plot.down(at.get((one.of.place, one.of.series), one.of.place))

    def place(one: Drawn) -> Point:
        return plot.across(one.value), middle(one)

    for bar in bars:
        if bar.of:
            edges = (plot.left, plot.down(bar.start), plot.across(bar.of.value), plot.down(bar.end))
            box(pen, sheet, "bars", bar.of, edges)
    for bar in bars:
        if bar.of:
            there = (plot.across(bar.of.value), plot.down(bar.middle))
            whisker(pen, "whiskers", bar.of, there, plot.across, upright=False, colour=_INK["text"])
    strokes(pen, sheet, other, place)
    gap = pen.style.px(5)
    for bar in bars:
        end, y = plot.across(bar.reach), plot.down(bar.middle)
        # Behind the end of the bar, its whisker and the strokes that stand there.
        strokes_here = [plot.across(one.value) for one in other if abs(middle(one) - y) < 0.01]
        stroke = behind(end, strokes_here, text_width(bar.words, size) + 2 * gap)
        x = (end if stroke is None else stroke) + gap
        pen.words("figures", [bar.words], (x, y), size, colour=_INK["text" if bar.of else "muted"])


def _draw_pairs(pen: Svg, sheet: Sheet, plot: Plot, lead: Sequence[Drawn], other: Sequence[Drawn]) -> None:
    def place(one: Drawn) -> Point:
        return plot.across(one.value), plot.down(one.of.place)

    held: Mapping[int, list[float]] = defaultdict(list)
    for one in lead:
        held[one.of.place].append(one.value)
    for row, found in held.items():
        ends = (plot.across(min(found)), plot.down(row)), (plot.across(max(found)), plot.down(row))
        pen.rule("pairs", *ends, Line(_INK["axis"], pen.style.px(2)))
    for one in lead:
        whisker(pen, "whiskers", one, place(one), plot.across, upright=False)
    points(pen, sheet, "points", lead, place, PAIR)
    strokes(pen, sheet, other, place)
