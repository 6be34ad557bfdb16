"""What native charts over time draw beside their figures, at unseen points: events, words at points, names of lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from charts.palette import INK
from charts.text import one_line
from render.office.axes import Dates
from render.office.model import Axis, Canvas, Labels, Line, Ref, Series, Whisker, day, serial
from render.office.parts import inner, legend_height, tick_width
from render.plan.axes import spread
from render.plan.frame import text_width
from render.plan.plan import Plan
from render.plan.series import event_labels
from render.plan.told import Side, Told

_INK = INK["light"]
TURNS = "Beginnings and ends"  # of the months or years along an axis
_STROKE = 6.0  # points of a stroke on the axis
SIDES: Mapping[Side, Literal["t", "b", "r", "l"]] = {"above": "t", "below": "b", "right": "r", "left": "l"}


@dataclass(frozen=True, slots=True)
class Spot:
    """An unseen point: where it stands, the words beside it, and what it tells whoever reads the sheet."""

    date: pd.Timestamp
    value: float
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Aid:
    """A series of unseen points of one look; `of` is what they belong to. With a `stem` each stands on one."""

    name: str
    of: str
    spots: tuple[Spot, ...]
    side: Literal["t", "b", "r", "l"]
    colour: str
    size: float
    bold: bool = False
    stem: Line | None = None

    def series(self, x: Ref, y: Ref, words: Ref, points: Collection[int]) -> Series:
        """Its series, once its points stand in cells; `points` are the positions of those that have words."""
        lines = [Whisker("y", self.stem, percent=100.0, caps=False)] if self.stem else []
        labels = Labels(tuple(sorted(points)), self.side, words, self.colour, self.size, self.bold) if points else None
        return Series(self.name, x, y, labels=labels, whiskers=lines, in_legend=False)


def events(plan: Plan, dates: Dates, y: Axis, canvas: Canvas) -> list[Aid]:
    """Numbered hairlines, and the names of events beside them where there is room, by their sides."""
    shown = [m for m in plan.markers if dates.low <= serial(m.date) <= dates.high]
    if not shown:
        return []
    near = pd.Timedelta(days=(dates.high - dates.low) * 20 / canvas.width)
    labels = {start: text for start, text, _ in event_labels(plan.markers, near)}
    spots = tuple(
        Spot(m.date, y.high or 0.0, labels.pop(m.date, ""), one_line(f"{number}: {m.when}, {m.label}"))
        for number, m in enumerate(plan.markers, 1)
        if m in shown
    )
    named = [one for one in plan.events if dates.low <= serial(one.date) <= dates.high]
    beside = [
        Aid(
            f"Events, names {side}",
            "Event",
            tuple(
                Spot(one.date, value, words)
                for one in named
                if one.side == side
                for words, value in zip(one.lines, _within(one.values, y.high or 0.0), strict=True)
            ),
            SIDES[side],
            _INK["muted"],
            canvas.font - 1.5,
        )
        for side in dict.fromkeys(one.side for one in named)
    ]
    line = Line(_INK["axis"], 0.75, "sysDot")
    return [Aid("Events", "Event", spots, "t", _INK["muted"], canvas.font - 1, stem=line), *beside]


def turns(dates: Dates, y: Axis, height: float, canvas: Canvas) -> list[Aid]:
    """Strokes on the axis where the months or years that it names in their middle begin and end, see `Dates`.

    `height` is that of the plot in points. They stand up from the axis: beneath it Office draws nothing of a series.
    """
    value = _round(min(_STROKE / height, 1.0) * (y.high or 1.0))
    spots = tuple(Spot(one, value, "") for one in dates.turns)
    return [Aid(TURNS, "Axis", spots, "t", _INK["muted"], canvas.font, stem=Line(_INK["axis"], 1.0))] if spots else []


def _within(values: Sequence[float], high: float) -> list[float]:
    """Where lines of words stand, lowered together where the first is beyond the axis: Office draws nothing there."""
    beyond = max(values[0] - high, 0.0)
    return [_round(value - beyond) for value in values]


def figures(plan: Plan, told: Sequence[Told], canvas: Canvas) -> list[Aid]:
    """The figures written at points of lines, a series for each side and colour."""
    return [
        Aid(
            f"{one_line(name)}, figures {side}",
            one_line(name),
            tuple(
                Spot(one.x, _round(one.value), one.words)
                for one in told
                if (one.side, one.point.series) == (side, name)
            ),
            SIDES[side],
            plan.of(name).light,
            canvas.font,
        )
        for side, name in dict.fromkeys((one.side, one.point.series) for one in told)
    ]


def end_names(plan: Plan, dates: Dates, y: Axis, height: float, canvas: Canvas) -> list[Aid]:
    """The name of each line beside the end of the axis, at the height of its last figure.

    The names share the margin without overlapping; `height` is that of the plot in points.
    """
    top, names = y.high or 1.0, ends(plan)
    wanted = [(plan.of(name).lead[-1].value or 0.0) / top * height for name in names]
    placed = spread(wanted, canvas.font * 1.3, 0.0, height)
    end = day(dates.high).floor("D")
    return [
        Aid(
            f"{one_line(name)}, name",
            one_line(name),
            (Spot(end, _round(at / height * top), one_line(name)),),
            "r",
            plan.of(name).light,
            canvas.font,
            bold=True,
        )
        for name, at in zip(names, placed, strict=True)
    ]


def ends(plan: Plan) -> list[str]:
    """The series that are named at the end of their line."""
    return [one.name for one in plan.series if one.lead] if plan.naming == "ends" else []


def room(
    plan: Plan, y: Axis, keyed: Sequence[str], canvas: Canvas, *, eventful: bool
) -> tuple[tuple[float, float, float, float], float]:
    """The box of a plot over time as shares of the chart, and its height in points; `keyed` are names in a legend."""
    above = 10 + (canvas.font + 2) * eventful + legend_height(keyed, canvas) * (plan.naming == "legend")
    below = canvas.font + 14
    right = 14 + max((text_width(one_line(name), canvas.font, 600) for name in ends(plan)), default=16)
    left = tick_width(y, plan.unit, canvas.font) + 10
    return inner(canvas, left=left, top=above, right=right, bottom=below), canvas.height - above - below


def _round(value: float) -> float:
    return float(f"{value:.8g}")
