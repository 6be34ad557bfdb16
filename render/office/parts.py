"""What all native charts share: marks by hedge, lengths of whiskers, the margins around the plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import pandas as pd

from analysis.vocabulary import Role
from charts.gaps import Gap, categories, drawn_gaps, gaps, turned
from charts.spec import LED, PROJECTION, ChartSpec, Marker
from charts.text import one_line
from render.office.model import Axis, Canvas, Cell, Fill, Kind, Line, Mark, Ref, Symbol, Whisker
from render.plan.axes import tick_texts
from render.plan.frame import text_width
from render.plan.marks import HEDGES, Shape
from render.plan.series import colour_of, keyed_series, series_of, top_value

WHISKER = 1.25  # points
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


@dataclass(frozen=True, slots=True)
class Point:
    """A row of a spec's data as far as a chart draws it; numbers that are not stated or have no limit are None."""

    series: str
    x: pd.Timestamp | str
    value: float | None
    low: float | None
    high: float | None
    hedge: str
    words: str
    role: str
    attribution: str

    @property
    def ahead(self) -> bool:
        """Whether it is a projection and no observation."""
        return self.role == PROJECTION

    @property
    def lead(self) -> bool:
        """Whether it is a headline figure."""
        return self.role in LED


@dataclass(frozen=True, slots=True)
class Facts:
    """What all panels of a chart share.

    `colours` are those of the series in their order, `keyed` the series in the order of their marks, `top` the largest
    value to reach, `order` the categories, `gaps` the places without a figure, of which `written` are to say so,
    `turned` on end, `dates` those that are drawn in all panels (none for categories).
    """

    mark: str
    unit: str
    colours: Mapping[str, str]
    keyed: Sequence[str]
    top: float
    order: Sequence[str]
    gaps: Sequence[Gap]
    written: Sequence[Gap]
    turned: bool
    dates: Sequence[pd.Timestamp]
    markers: Sequence[Marker]


def facts_of(spec: ChartSpec, points: Sequence[Point]) -> Facts:
    """What the panels of a spec share; `points` are all of its points."""
    dated = spec.x_kind == "date"
    numbers = spec.data[["value", "high"]].astype(float)
    finite = numbers.where(numbers.abs() != float("inf")).assign(x=spec.data["x"])
    return Facts(
        spec.mark,
        spec.unit,
        {name: colour_of(spec, name, "light") for name in series_of(spec)},
        keyed_series(spec),
        top_value(spec, finite),
        [] if dated else categories(spec),
        gaps(spec),
        drawn_gaps(spec),
        turned(spec),
        sorted({pd.Timestamp(point.x) for point in points}) if dated else [],
        spec.markers,
    )


def points_of(spec: ChartSpec) -> list[Point]:
    """The rows of a spec as points, in their order."""
    data = spec.data
    ahead = data["basis"].astype(str) == PROJECTION
    texts = (data[name].astype(str).tolist() for name in ("series", "qualifier", "text", "role", "attribution"))
    series, hedges, words, roles, speakers = texts
    xs = pd.to_datetime(data["x"]).tolist() if spec.x_kind == "date" else data["x"].astype(str).tolist()
    value, low, high = ([number_or_none(n) for n in data[name].tolist()] for name in ("value", "low", "high"))
    roles = [PROJECTION if is_ahead else role for role, is_ahead in zip(roles, ahead, strict=True)]
    rows = zip(series, xs, value, low, high, hedges, words, roles, speakers, strict=True)
    return [Point(*row) for row in rows]


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


def number_or_none(value: Any) -> float | None:
    """A number of a frame; None for one that is not stated or has no limit."""
    return None if value is None or not isfinite(value) else float(value)


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
