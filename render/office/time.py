"""Native charts over dates that are no line charts: running totals as steps, stems instead of columns.

A line chart of Office joins its points straight, and its columns on an axis of days are as narrow as a day. So both are
scatter charts, whose sheet has a row a figure; lines and dots are line charts, see `render.office.dated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from charts.text import one_line
from render.office import aids
from render.office.aids import Aid
from render.office.axes import date_axis, value_axis
from render.office.model import (
    Axis,
    Canvas,
    Cell,
    Chart,
    Column,
    Fill,
    Grid,
    Group,
    Kind,
    Line,
    Mark,
    Ref,
    Series,
    Whisker,
)
from render.office.parts import (
    STATED,
    WHISKER,
    hedged_marks,
    mark_of,
    range_whiskers,
    said,
)
from render.plan.marks import FAINT, OTHER, size_of
from render.plan.plan import Plan
from render.plan.points import Point
from render.plan.series import runs

_STEP_DATE, _STEP_VALUE = "Drawing aid: date of step", "Drawing aid: value of step"
_WORDS, _ORDER = "Drawing aid: words", "Drawing aid: order of the legend"
GAP = "gap: no figure for more than a year"
_HEADS: tuple[tuple[str, Kind], ...] = (
    ("Series", "text"),
    ("Date", "date"),
    *STATED,
    ("Down to low", "number"),
    ("Up to high", "number"),
    (_STEP_DATE, "date"),
    (_STEP_VALUE, "number"),
    (_WORDS, "text"),
    (_ORDER, "number"),
)
_ALWAYS = ("Series", "Date", "Value")


def over_time(plan: Plan, points: Sequence[Point], names: Sequence[str], canvas: Canvas) -> Chart:
    """The chart of some series of a spec; `points` are theirs."""
    rows: list[dict[str, Cell]] = []
    behind: list[Series] = []
    front: list[Series] = []
    for name in names:
        own = sorted((point for point in points if point.series == name), key=lambda point: point.x)
        faint, strong = _series(plan, name, own, rows)
        behind += faint
        front += strong
    lines = _steps([series for series in front if series.mark], rows) if plan.mark == "step" else []
    dates = date_axis(plan.dates, canvas.ticks)
    y = replace(value_axis(plan), size=canvas.font)
    events = aids.events(plan, dates, y, canvas)
    legend = plan.naming == "legend"
    named = [series.name for series in front if series.in_legend]
    box, height = aids.room(plan, y, named, canvas, eventful=bool(events))
    beside = aids.figures(plan, [one for one in plan.told if one.point.series in names], canvas)
    beside += aids.end_names(plan, dates, y, height, canvas)
    unseen, at_ends = _unseen([*aids.turns(dates, y, height, canvas), *events], rows), _unseen(beside, rows)
    x = Axis("value", dates.low, dates.high, dates.step, dates.number_format, strokes=dates.strokes, size=canvas.font)
    return Chart(
        (Group("scatter", _in_order([*unseen, *behind, *lines, *front, *at_ends], rows, legend=legend)),),
        x,
        y,
        _grid(rows),
        legend=legend,
        inner=box,
        font=canvas.font,
    )


def _in_order(series: Sequence[Series], rows: list[dict[str, Cell]], *, legend: bool) -> tuple[Series, ...]:
    """LibreOffice loses what stands before a series that is longer than all before it.

    So the longest comes first; where a legend tells the order, an unseen one that is longer still.
    """
    longest = max(series, key=lambda one: one.y.last - one.y.first)
    if not legend:
        return (longest, *(one for one in series if one is not longest))
    if series[0] is longest:
        return tuple(series)
    rows[0][_ORDER] = 0.0
    span = (0, len(rows) - 1)
    return (Series("Order of the legend", Ref("Date", *span), Ref(_ORDER, *span), in_legend=False), *series)


def _grid(rows: list[dict[str, Cell]]) -> Grid:
    used = [item for item in _HEADS if item[0] in _ALWAYS or any(row.get(item[0]) is not None for row in rows)]
    return Grid(tuple(Column(head, kind, tuple(row.get(head) for row in rows)) for head, kind in used))


def _add(rows: list[dict[str, Cell]], name: str, points: Sequence[Point]) -> tuple[int, int]:
    first = len(rows)
    rows += [{"Series": one_line(name), "Date": point.x, **said(point)} for point in points]
    return first, len(rows) - 1


def _series(
    plan: Plan, name: str, own: Sequence[Point], rows: list[dict[str, Cell]]
) -> tuple[list[Series], list[Series]]:
    """The rows of one series go to `rows`; what draws them, other statements behind and headlines in front."""
    colour = plan.of(name).light
    lead = [point for point in own if point.lead]
    others = [point for point in own if not point.lead]
    front = _headlines(plan, name, lead, rows) if lead else []
    if not others:
        return [], front
    span = _add(rows, name, others)
    behind = Series(
        f"{one_line(name)}, other statements",
        Ref("Date", *span),
        Ref("Value", *span),
        mark=mark_of("exact", colour, OTHER, FAINT),
        points=hedged_marks(others, colour, OTHER, FAINT),
        whiskers=range_whiskers(others, span, Line(colour, WHISKER, share=FAINT), "y"),
        in_legend=False,
    )
    return [behind], front


def _headlines(plan: Plan, name: str, lead: Sequence[Point], rows: list[dict[str, Cell]]) -> list[Series]:
    colour, first = plan.of(name).light, len(rows)
    run = runs(pd.Timestamp(point.x) for point in lead) if plan.mark == "step" else [0] * len(lead)
    size = size_of(len(lead))
    points: dict[int, Mark | Fill] = {}
    for number in dict.fromkeys(run):
        if number:
            # A row without a figure breaks the line.
            rows.append({"Series": one_line(name), "Date": None, "Value": None, "Figure as worded": GAP})
        piece = [point for point, own in zip(lead, run, strict=True) if own == number]
        start = _add(rows, name, piece)[0] - first
        points |= {start + at: mark for at, mark in hedged_marks(piece, colour, size).items()}
    span = (first, len(rows) - 1)
    x, y = Ref("Date", *span), Ref("Value", *span)
    whiskers = range_whiskers(lead, span, Line(colour, WHISKER), "y")
    drawn = Series(
        one_line(name),
        x,
        y,
        named_at=Ref("Series", first, first),
        mark=mark_of("exact", colour, size),
        points=points,
        whiskers=whiskers,
    )
    if plan.mark != "column":
        return [drawn]
    # Stems are error bars, so that the cells hold stated figures only; ranges need a second layer.
    stems = replace(drawn, whiskers=[Whisker("y", Line(colour, 4), percent=100.0, caps=False)])
    return [stems, Series(f"{drawn.name}, ranges", x, y, whiskers=whiskers, in_legend=False)] if whiskers else [stems]


def _steps(front: Sequence[Series], rows: list[dict[str, Cell]]) -> list[Series]:
    """The lines that join stated totals as steps: corners in cells of their own, beneath the figures."""
    out = []
    for series in front:
        first = len(rows)
        before: Cell = None
        for row in rows[series.y.first : series.y.last + 1]:
            date, value = row["Date"], row["Value"]
            # From the last total across to this date, then up or down; a gap has no date and no value.
            levels = [value] if before is None or date is None else [before, value]
            rows += [
                {"Series": series.name, "Statement": "drawing aid", _STEP_DATE: date, _STEP_VALUE: level}
                for level in levels
            ]
            before = value
        span = (first, len(rows) - 1)
        line = Line(series.mark.colour) if series.mark else None
        x, y = Ref(_STEP_DATE, *span), Ref(_STEP_VALUE, *span)
        out.append(Series(f"{series.name}, steps", x, y, line=line, in_legend=False))
    return out


def _unseen(drawn: Sequence[Aid], rows: list[dict[str, Cell]]) -> list[Series]:
    """The series of unseen points, whose cells go beneath the figures."""
    out = []
    for aid in drawn:
        first = len(rows)
        rows += [
            {
                "Series": aid.of,
                "Statement": "drawing aid",
                "Figure as worded": spot.note or None,
                _STEP_DATE: spot.date,
                _STEP_VALUE: spot.value,
                _WORDS: spot.words or None,
            }
            for spot in aid.spots
        ]
        span = (first, len(rows) - 1)
        told = [at for at, spot in enumerate(aid.spots) if spot.words]
        out.append(aid.series(Ref(_STEP_DATE, *span), Ref(_STEP_VALUE, *span), Ref(_WORDS, *span), told))
    return out
