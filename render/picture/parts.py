"""What all charts of a picture share: scales, the area of the marks, axes, the legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from charts.palette import INK
from charts.text import one_line
from render.picture.pen import Svg
from render.picture.style import Style, lines_of
from render.plan.axes import DateTicks, date_ticks, most_dates, padded
from render.plan.boxes import Box, Point
from render.plan.frame import text_width
from render.plan.pen import Fill, Line
from render.plan.plan import Plan

_INK = INK["light"]
EDGE = 10  # units between a plot without names at its right and the edge of the page


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from `low` (at the left or the bottom) to `high`; of dates, in milliseconds since 1970."""

    low: float
    high: float

    def share(self, value: float | pd.Timestamp) -> float:
        """Where a value lies between low (0) and high (1)."""
        number = milliseconds(value) if isinstance(value, pd.Timestamp) else value
        return (number - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Plot:
    """The area of the marks on the page, in pixels, and its two scales."""

    left: float
    top: float
    width: float
    height: float
    x: Scale
    y: Scale

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def across(self, value: float | pd.Timestamp) -> float:
        """Where on the page a value of the x axis lies."""
        return self.left + self.x.share(value) * self.width

    def down(self, value: float) -> float:
        """Where on the page a value of the y axis lies."""
        return self.top + (1 - self.y.share(value)) * self.height


def milliseconds(date: pd.Timestamp) -> float:
    """A date as a number."""
    return float((date - pd.Timestamp(0)) // pd.Timedelta(milliseconds=1))


def date_scale(plan: Plan) -> Scale:
    """The scale of drawn dates, a little wider than they are."""
    first, last = padded(plan.dates[0], plan.dates[-1])
    return Scale(milliseconds(first), milliseconds(last))


def date_marks(plan: Plan, scale: Scale, width: float, size: float) -> DateTicks:
    """Strokes and words of a scale of dates, as many as have room on `width` pixels."""
    first, last = (pd.Timestamp(edge, unit="ms") for edge in (scale.low, scale.high))
    return date_ticks(first, last, most_dates(width * 12 / size), plan.dates)


def date_axis(pen: Svg, plan: Plan, plot: Plot, *, words: bool = True) -> None:
    """Line, strokes and words of an axis of dates beneath the plot."""
    style, size = pen.style, pen.style.px(12)
    found = date_marks(plan, plot.x, plot.width, size)
    base_line(pen, plot)
    for date in found.strokes:
        x = plot.across(date)
        pen.rule("x_ticks", (x, plot.bottom), (x, plot.bottom + style.px(4)), Line(_INK["axis"], style.px(1)))
    for date, text in found.words if words else ():
        lines = text.split("\n")
        # The last of few days stands at the end of its axis: its words would leave the page.
        end = plot.right + style.px(EDGE) - max(text_width(line, size) for line in lines) / 2
        at = (min(plot.across(date), end), plot.bottom + style.px(7))
        pen.words("x_texts", lines, at, size, colour=_INK["muted"], align="middle", base="top")


def base_line(pen: Svg, plot: Plot) -> None:
    """The line beneath the marks."""
    line = Line(_INK["axis"], pen.style.px(1))
    pen.rule("base", (plot.left, plot.bottom), (plot.right, plot.bottom), line)


def value_grid(pen: Svg, plan: Plan, plot: Plot) -> None:
    """Gridlines at the values of the y axis and the stronger line at zero."""
    for value in plan.values:
        at, ink = plot.down(value), _INK["grid" if value else "axis"]
        pen.rule("grid" if value else "zero", (plot.left, at), (plot.right, at), Line(ink, pen.style.px(1)))


def value_texts(pen: Svg, plan: Plan, plot: Plot) -> None:
    """The values of the y axis, left of the plot."""
    for value, text in zip(plan.values, plan.texts, strict=True):
        at = (plot.left - pen.style.px(8), plot.down(value))
        pen.words("y_texts", [text], at, pen.style.px(12), colour=_INK["muted"], align="end")


def legend_rows(names: Sequence[str], style: Style, width: float) -> list[tuple[str, float, int, str]]:
    """Each name with its distance from the left, the row that it stands in and its text, cut only by wrapping rows."""
    size = style.px(12.5)
    out: list[tuple[str, float, int, str]] = []
    x, row = 0.0, 0
    for name in names:
        text = " ".join(lines_of(one_line(name), width - size * 3, size)[:1])
        room = size * 1.7 + text_width(text, size) + size * 1.4
        if x and x + room - size * 1.4 > width:
            x, row = 0.0, row + 1
        out.append((name, x, row, text))
        x += room
    return out


def legend_height(names: Sequence[str], style: Style, width: float) -> float:
    """Height of the legend with the space beneath it; 0 without names."""
    rows = legend_rows(names, style, width)
    return (rows[-1][2] + 1) * style.px(19) + style.px(6) if rows else 0.0


def legend(pen: Svg, plan: Plan, names: Sequence[str], width: float, corner: Point) -> None:
    """Names of the series with their colours and the marks that they are drawn with, in rows from a corner."""
    style, size, line = pen.style, pen.style.px(12.5), pen.style.px(19)
    round_marks = plan.mark not in ("column", "stacked", "bar")
    for name, x, row, text in legend_rows(names, style, width):
        one = plan.of(name)
        middle, centre = corner[1] + (row + 0.5) * line, corner[0] + x + size * 0.7
        reach, edge = size * 0.85 / 2, Line(one.light, style.px(1.6))
        if one.ahead:
            pen.rule("legend_marks", (centre - reach, middle), (centre + reach, middle), edge)
        else:
            place: Box = (centre - reach, middle - reach, centre + reach, middle + reach)
            pen.box("legend_marks", place, fill=Fill(one.light), line=edge, oval=round_marks)
        pen.words("legend_names", [text], (corner[0] + x + size * 1.7, middle), size, colour=_INK["text"])
