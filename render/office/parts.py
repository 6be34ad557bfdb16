"""What all native charts share: marks by hedge, lengths of whiskers, the margins around the plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from analysis.vocabulary import Role
from charts.text import one_line
from render.office.model import Axis, Canvas, Cell, Fill, Kind, Line, Mark, Ref, Symbol, Whisker
from render.plan.axes import tick_texts
from render.plan.frame import text_width
from render.plan.marks import HEDGES, Shape
from render.plan.points import Point

WHISKER = 1.25  # points
NAMES = 0.42  # of the width of a chart of bars or pairs that the names of its rows may take
# The columns of a sheet that tell a figure as it was stated.
STATED: tuple[tuple[str, Kind], ...] = (
    ("Value", "number"),
    ("Low", "number"),
    ("High", "number"),
    ("Hedge", "text"),
    ("Figure as worded", "text"),
    ("Statement", "text"),
    ("Stated by", "text"),
)
# Office has no triangle that points down: a diamond stands for "at most".
SYMBOLS: Mapping[Shape, Symbol] = {"circle": "circle", "triangle-up": "triangle", "triangle-down": "diamond"}
_SCALE = 0.875  # points of a slide for each unit of a mark on the screen


def mark_of(qualifier: str, colour: str, size: float, share: float = 1.0) -> Mark:
    """The mark of a point with this hedge; `size` as `render.plan.marks` has it."""
    mark = HEDGES[qualifier]
    # A hollow mark looks smaller; and LibreOffice draws a point as its series unless symbol or size differ.
    return Mark(SYMBOLS[mark.shape], round(size * _SCALE) + mark.hollow, colour, mark.hollow, share)


def said(point: Point) -> dict[str, Cell]:
    """The cells that every row of drawn data has: figure, bounds, hedge, wording, statement and who states it."""
    value, low, high = point.value, point.low, point.high
    return {
        "Value": value,
        "Low": low,
        "High": high,
        "Hedge": point.hedge.replace("_", " "),
        "Figure as worded": one_line(point.words),
        "Statement": Role(point.role).statement,
        "Stated by": one_line(point.attribution),
        "Down to low": None if low is None or value is None else round(max(value - low, 0.0), 9),
        "Up to high": None if high is None or value is None else round(max(high - value, 0.0), 9),
    }


def hedged_marks(points: Sequence[Point], colour: str, size: float, share: float = 1.0) -> dict[int, Mark | Fill]:
    """The marks of the points that are not exact, by their position."""
    return {i: mark_of(p.hedge, colour, size, share) for i, p in enumerate(points) if p.hedge != "exact"}


def range_whiskers(
    points: Sequence[Point], span: tuple[int, int], line: Line, direction: Literal["x", "y"]
) -> list[Whisker]:
    """Error bars from the low to the high ends that the points state; none where none states one."""
    plus = Ref("Up to high", *span) if any(point.high is not None for point in points) else None
    minus = Ref("Down to low", *span) if any(point.low is not None for point in points) else None
    return [Whisker(direction, line, plus, minus)] if plus or minus else []


def tick_width(axis: Axis, unit: str, size: float) -> float:
    """Width in points of the widest tick text of a value axis."""
    count = max(round(((axis.high or 1) - (axis.low or 0)) / (axis.step or 1)), 1)
    values = [(axis.low or 0) + (axis.step or 1) * i for i in range(count + 1)]
    return max(text_width(text, size) for text in tick_texts(values, unit))


def legend_height(names: Sequence[str], canvas: Canvas) -> float:
    """Room in points that a legend above the plot takes; none for a single name."""
    if len(names) < 2:
        return 0.0
    wide = sum(text_width(name, canvas.font) + 3.2 * canvas.font for name in names)
    lines = -(-wide // (canvas.width * 0.66))
    return lines * canvas.font * 1.35 + 10


def inner(canvas: Canvas, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """The plot's box as shares of the chart, from its four margins in points."""
    width, height = canvas.width, canvas.height
    return (
        left / width,
        top / height,
        max(width - left - right, width * 0.2) / width,
        max(height - top - bottom, height * 0.2) / height,
    )
