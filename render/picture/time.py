"""Charts over time or over categories: lines, steps, dots and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from charts.palette import INK
from charts.text import one_line
from render.picture.columns import columns, gap_words
from render.picture.marks import Drawn, Sheet, light_points, lines, points, projection, whisker
from render.picture.parts import (
    EDGE,
    Plot,
    Scale,
    base_line,
    date_axis,
    date_marks,
    date_scale,
    legend,
    legend_height,
    value_grid,
    value_texts,
)
from render.picture.pen import Base, Svg
from render.picture.style import Style, lines_of, widest
from render.plan.axes import spread
from render.plan.boxes import Point
from render.plan.event_names import AWAY as NEXT
from render.plan.event_names import SIZE as NAMES
from render.plan.over import SIZE as OVER
from render.plan.pen import LINE, Align, Line
from render.plan.plan import Plan
from render.plan.points import Series
from render.plan.series import event_labels
from render.plan.told import AWAY, Side, Told
from render.plan.told import SIZE as FIGURES

_INK = INK["light"]


def over_time(pen: Svg, sheet: Sheet, width: int, height: int) -> list[Plot]:
    """Draw a chart in one plot, and return it."""
    plan, style = sheet.plan, pen.style
    small, size = style.px(12), style.px(13)
    left = widest(plan.texts, small) + style.px(10)
    ends = _end_names(plan, style, width) if plan.naming == "ends" else {}
    right = max((widest(found, size) for found in ends.values()), default=0.0) + style.px(14 if ends else EDGE)
    keys = [one.name for one in plan.series] if plan.naming == "legend" else []
    top = legend_height(keys, style, width - left) + style.px(18 if plan.markers else 9)
    wide = width - left - right - style.px(plan.beside)
    x, foot, told = across(plan, wide, style)
    tall = height - top - foot - style.px(9)
    plot = Plot(left, top, wide, tall, x, value_scale(plan, style, tall))
    value_grid(pen, plan, plot)
    value_texts(pen, plan, plot)
    _events(pen, plan, plot)
    axis(pen, plan, plot, told)
    draw_series(pen, sheet, plot, plan.series)
    gap_words(pen, plan, plot)
    figures(pen, plan, plot, plan.told)
    _ends(pen, plan, plot, ends)
    legend(pen, plan, keys, width - left, (left, 0.0))
    return [plot]


def across(plan: Plan, wide: float, style: Style) -> tuple[Scale, float, Categories | None]:
    """The x scale on so many pixels, the height of its words, and these where they are categories."""
    if plan.dated:
        x, small = date_scale(plan), style.px(12)
        return x, small * LINE * date_marks(plan, x, wide, small).lines, None
    many = len(plan.categories)
    found = category_words(plan.categories, wide / many, style)
    return Scale(-0.5, many - 0.5), found.height, found


def value_scale(plan: Plan, style: Style, height: float) -> Scale:
    """The scale of values on `height` pixels, with room for the figure over the highest column."""
    end = plan.reach
    if plan.mark == "column" and not plan.dated:
        end = max(end, plan.top * height / (height - style.px(OVER) * 1.8))
    return Scale(0.0, end)


@dataclass(frozen=True, slots=True)
class Categories:
    """Words beneath the columns: their lines, size, angle, which of them are shown, and the height that they take."""

    words: Mapping[int, Sequence[str]]
    size: float
    angle: float
    height: float


def category_words(names: Sequence[str], room: float, style: Style) -> Categories:
    """Fit the names of categories into `room` pixels each: in up to three lines, else smaller, else at a slant."""
    for size in (style.px(12), style.px(10.5)):
        wrapped = [lines_of(name, room - size * 0.4, size) for name in names]
        whole = all(widest(name.split(), size) <= room - size * 0.4 for name in names)
        if whole and max(map(len, wrapped)) <= 3:
            return Categories(dict(enumerate(wrapped)), size, 0, max(map(len, wrapped)) * size * LINE)
    size = style.px(11)
    if max(len(name) for name in names) <= 4:
        step = next(n for n in range(2, 99) if widest(names, size) + size * 0.4 <= room * n)
        return Categories({place: [names[place]] for place in range(0, len(names), step)}, size, 0, size * LINE)
    cut = {place: lines_of(name, size * 14, size)[:1] for place, name in enumerate(names)}
    return Categories(cut, size, -35, widest([line for (line,) in cut.values()], size) * 0.6 + size)


def axis(pen: Svg, plan: Plan, plot: Plot, told: Categories | None, *, words: bool = True) -> None:
    """The axis beneath the plot: of dates, or the names of the categories."""
    if told is None:
        date_axis(pen, plan, plot, words=words)
        return
    base_line(pen, plot)
    for place, found in told.words.items() if words else ():
        at = (plot.across(place), plot.bottom + pen.style.px(7))
        pen.words(
            "x_texts",
            found,
            at,
            told.size,
            colour=_INK["muted"],
            align="end" if told.angle else "middle",
            base="top",
            angle=told.angle,
        )


def draw_series(pen: Svg, sheet: Sheet, plot: Plot, series: Sequence[Series]) -> None:
    """The marks of these series in one plot: other statements behind, headline figures in front."""
    plan = sheet.plan

    def place(one: Drawn) -> Point:
        return plot.across(one.of.x if isinstance(one.of.x, pd.Timestamp) else one.of.place), plot.down(one.value)

    other = sheet.drawn(series, "other")
    if plan.mark in ("column", "stacked"):
        columns(pen, sheet, plot, sheet.drawn(series, "lead"))
    for rival in other:
        whisker(pen, "other_whiskers", rival, place(rival), plot.down, faint=True)
    light_points(pen, sheet, other, place)
    if plan.mark in ("column", "stacked"):
        return
    for one in series:
        projection(pen, sheet, one, plot)
    for one in series if plan.mark in ("line", "step") else ():
        lines(pen, one, place, steps=plan.mark == "step")
    for head in sheet.drawn(series, "lead"):
        whisker(pen, "whiskers", head, place(head), plot.down)
    for one in sorted(series, key=lambda one: not one.dense):
        kind = "small_points" if one.dense else "points"
        points(pen, sheet, kind, sheet.drawn([one], "lead"), place, one.size)


def _events(pen: Svg, plan: Plan, plot: Plot) -> None:
    """Numbered hairlines; the words beneath a picture say what each number stands for."""
    size = pen.style.px(11)
    near = pd.Timedelta(milliseconds=(plot.x.high - plot.x.low) * 1.6 * size / plot.width)
    line = Line(_INK["axis"], pen.style.px(1), dash=(pen.style.px(1.5), pen.style.px(2.5)))
    for marker in plan.markers:
        x = plot.across(marker.date)
        pen.rule("events", (x, plot.top), (x, plot.bottom), line)
    for date, text, _ in event_labels(plan.markers, near):
        at = (plot.across(date), plot.top - pen.style.px(3))
        pen.words("event_numbers", [text], at, size, colour=_INK["muted"], align="middle", base="bottom")
    for one in plan.events:
        align: Align = "start" if one.side == "right" else "end"
        x = plot.across(one.date) + pen.style.px(NEXT if one.side == "right" else -NEXT)
        for words, value in zip(one.lines, one.values, strict=True):
            at = (x, plot.down(value))
            pen.words("event_names", [words], at, pen.style.px(NAMES), colour=_INK["muted"], align=align)


def figures(pen: Svg, plan: Plan, plot: Plot, told: Sequence[Told]) -> None:
    """The figures written at points of lines."""
    away = pen.style.px(AWAY)
    places: Mapping[Side, tuple[Align, Base, float, float]] = {
        "above": ("middle", "bottom", 0, -away),
        "below": ("middle", "top", 0, away),
        "right": ("start", "middle", away, 0),
        "left": ("end", "middle", -away, 0),
    }
    for one in told:
        align, base, right, down = places[one.side]
        x, y = plot.across(one.x), plot.down(one.value)
        colour = plan.of(one.point.series).light
        at, size = (x + right, y + down), pen.style.px(FIGURES)
        pen.words("figures", [one.words], at, size, colour=colour, align=align, base=base)


def _end_names(plan: Plan, style: Style, width: int) -> dict[str, list[str]]:
    """The name of each line as the lines of text that stand at its end."""
    size = style.px(13)
    room = max(width * 0.2, size * 8)
    return {one.name: lines_of(one_line(one.name), room, size) for one in plan.series if _last(one) is not None}


def _last(series: Series) -> float | None:
    return next((point.value for point in reversed(series.lead) if point.value is not None), None)


def _ends(pen: Svg, plan: Plan, plot: Plot, ends: Mapping[str, list[str]]) -> None:
    """Name each line at the height of its last point; the names share the right margin without overlapping."""
    if not ends:
        return
    size = pen.style.px(13)
    wanted = [plot.down(_last(plan.of(name)) or 0.0) for name in ends]
    tallest = max(len(found) for found in ends.values())
    gap = size * LINE * tallest + size * 0.15
    placed = spread(wanted, gap, plot.top + size * 0.5, plot.bottom)
    for (name, found), at in zip(ends.items(), placed, strict=True):
        pen.words("ends", found, (plot.right + pen.style.px(7), at), size, colour=plan.of(name).light)
