"""Native charts over dates: lines, running totals as steps, dots, stems instead of columns, projections, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd

from charts.palette import INK
from charts.text import one_line
from render.office.axes import Dates, date_axis, value_axis
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
    Labels,
    Line,
    Mark,
    Ref,
    Series,
    Whisker,
    day,
    serial,
)
from render.office.parts import (
    STATED,
    WHISKER,
    hedged_marks,
    inner,
    legend_height,
    mark_of,
    range_whiskers,
    said,
    tick_width,
)
from render.plan.axes import spread
from render.plan.frame import text_width
from render.plan.marks import FAINT, OTHER, size_of
from render.plan.plan import Plan, Point
from render.plan.series import event_labels, runs
from render.plan.told import Side

_INK = INK["light"]
_STEP_DATE, _STEP_VALUE = "Drawing aid: date of step", "Drawing aid: value of step"
_HEIGHT, _ORDER = "Drawing aid: height of event line", "Drawing aid: order of the legend"
GAP = "gap: no figure for more than a year"
_HEADS: tuple[tuple[str, Kind], ...] = (
    ("Series", "text"),
    ("Date", "date"),
    *STATED,
    ("Event", "text"),
    ("Down to low", "number"),
    ("Up to high", "number"),
    (_STEP_DATE, "date"),
    (_STEP_VALUE, "number"),
    (_HEIGHT, "number"),
    (_ORDER, "number"),
)
_SIDES: Mapping[Side, Literal["t", "b", "r", "l"]] = {"above": "t", "below": "b", "right": "r", "left": "l"}
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
    events = _events(plan, rows, dates, y, canvas)
    events += _event_names(plan, rows, dates, canvas) if events else []
    legend = plan.naming == "legend"
    named = [series.name for series in front if series.in_legend]
    ends = [one.name for one in plan.series if one.lead] if plan.naming == "ends" else []
    margins = {
        "left": tick_width(y, plan.unit, canvas.font) + 10,
        "top": 10 + (canvas.font + 2) * bool(events) + legend_height(named, canvas) * legend,
        "right": 14 + max((text_width(one_line(name), canvas.font, 600) for name in ends), default=16),
        "bottom": canvas.font + 14,
    }
    above = canvas.height - margins["top"] - margins["bottom"]
    at_ends = [*_figures(plan, names, rows, canvas), *_end_names(plan, ends, rows, dates, y, above, canvas)]
    x = Axis("value", dates.low, dates.high, dates.step, dates.number_format, strokes=dates.strokes, size=canvas.font)
    return Chart(
        (Group("scatter", _in_order([*events, *behind, *lines, *front, *at_ends], rows, legend=legend)),),
        x,
        y,
        _grid(rows),
        legend=legend,
        inner=inner(canvas, **margins),
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
    ahead = [point for point in own if point.ahead]
    others = [point for point in own if not point.lead and not point.ahead]
    front = _headlines(plan, name, lead, rows) if lead else []
    front += _projection(name, ahead, colour, rows) if ahead else []
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
    run = runs(pd.Timestamp(point.x) for point in lead) if plan.mark in ("line", "step") else [0] * len(lead)
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
    if plan.mark == "line":
        # The line apart from its marks: a point with a mark of its own would lose its part of the line in some viewers.
        return [Series(f"{drawn.name}, line", x, y, line=Line(colour), in_legend=False), drawn]
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


def _projection(name: str, ahead: Sequence[Point], colour: str, rows: list[dict[str, Cell]]) -> list[Series]:
    span = _add(rows, name, ahead)
    x, where = Ref("Date", *span), Ref("Series", span[0], span[0])
    main = Series(one_line(name), x, Ref("Value", *span), where, line=Line(colour, 2.25, "dash"))
    edge = Line(colour, 1, "sysDot")
    bounds = [
        Series(f"{one_line(name)}, {word} end", x, Ref(head, *span), line=edge, in_legend=False)
        for head, word in (("Low", "low"), ("High", "high"))
        if any(getattr(point, word) is not None for point in ahead)
    ]
    return [*bounds, main]


def _events(plan: Plan, rows: list[dict[str, Cell]], dates: Dates, y: Axis, canvas: Canvas) -> list[Series]:
    """Numbered hairlines; what each number stands for is told beside the chart."""
    shown = [m for m in plan.markers if dates.low <= serial(m.date) <= dates.high]
    if not shown:
        return []
    near = pd.Timedelta(days=(dates.high - dates.low) * 20 / canvas.width)
    labels = {start: text for start, text, _ in event_labels(plan.markers, near)}
    first = len(rows)
    for number, marker in enumerate(plan.markers, 1):
        if marker in shown:
            rows.append(
                {
                    "Series": "Event",
                    "Date": marker.date,
                    "Figure as worded": one_line(f"{number}: {marker.when}, {marker.label}"),
                    "Event": labels.pop(marker.date, None),
                    _HEIGHT: y.high,
                }
            )
    span = (first, len(rows) - 1)
    told = tuple(i for i, row in enumerate(rows[first:]) if row["Event"])
    return [
        Series(
            "Events",
            Ref("Date", *span),
            Ref(_HEIGHT, *span),
            whiskers=[Whisker("y", Line(_INK["axis"], 0.75, "sysDot"), percent=100.0, caps=False)],
            labels=Labels(told, "t", Ref("Event", *span), _INK["muted"], canvas.font - 1),
            in_legend=False,
        )
    ]


def _event_names(plan: Plan, rows: list[dict[str, Cell]], dates: Dates, canvas: Canvas) -> list[Series]:
    """The names of events beside their hairlines: an unseen point bears each line, a series each side."""
    out = []
    shown = [one for one in plan.events if dates.low <= serial(one.date) <= dates.high]
    for side in dict.fromkeys(one.side for one in shown):
        first = len(rows)
        rows += [
            {
                "Series": "Event",
                "Statement": "drawing aid",
                "Event": line,
                _STEP_DATE: one.date,
                _STEP_VALUE: float(f"{value:.8g}"),
            }
            for one in shown
            if one.side == side
            for line, value in zip(one.lines, one.values, strict=True)
        ]
        span = (first, len(rows) - 1)
        every = tuple(range(len(rows) - first))
        words = Labels(every, _SIDES[side], Ref("Event", *span), _INK["muted"], canvas.font - 1.5)
        place = (Ref(_STEP_DATE, *span), Ref(_STEP_VALUE, *span))
        out.append(Series(f"Events, names {side}", *place, labels=words, in_legend=False))
    return out


def _figures(plan: Plan, names: Sequence[str], rows: list[dict[str, Cell]], canvas: Canvas) -> list[Series]:
    """The figures written at points of lines, as unseen points bear them; a series for each side and colour."""
    out = []
    shown = [one for one in plan.told if one.point.series in names]
    for side, name in dict.fromkeys((one.side, one.point.series) for one in shown):
        first = len(rows)
        rows += [
            {
                "Series": one_line(name),
                "Statement": "drawing aid",
                "Figure as worded": one.words,
                _STEP_DATE: one.x,
                _STEP_VALUE: float(f"{one.value:.8g}"),
            }
            for one in shown
            if (one.side, one.point.series) == (side, name)
        ]
        span = (first, len(rows) - 1)
        every = tuple(range(len(rows) - first))
        words = Labels(every, _SIDES[side], Ref("Figure as worded", *span), plan.of(name).light, canvas.font)
        place = (Ref(_STEP_DATE, *span), Ref(_STEP_VALUE, *span))
        out.append(Series(f"{one_line(name)}, figures {side}", *place, labels=words, in_legend=False))
    return out


def _end_names(
    plan: Plan,
    names: Sequence[str],
    rows: list[dict[str, Cell]],
    dates: Dates,
    y: Axis,
    height: float,
    canvas: Canvas,
) -> list[Series]:
    """The name of each line beside the end of the axis, at the height of its last figure, as unseen points bear them.

    The names share the margin without overlapping; `height` is that of the plot in points.
    """
    top = y.high or 1.0
    wanted = [(plan.of(name).lead[-1].value or 0.0) / top * height for name in names]
    placed = spread(wanted, canvas.font * 1.3, 0.0, height)
    out = []
    for name, at in zip(names, placed, strict=True):
        row = len(rows)
        rows.append(
            {
                "Series": one_line(name),
                "Statement": "drawing aid",
                _STEP_DATE: day(dates.high).floor("D"),
                _STEP_VALUE: float(f"{at / height * top:.8g}"),
            }
        )
        words = Labels((0,), "r", Ref("Series", row, row), plan.of(name).light, canvas.font, bold=True)
        place = (Ref(_STEP_DATE, row, row), Ref(_STEP_VALUE, row, row))
        out.append(Series(f"{one_line(name)}, name", *place, labels=words, in_legend=False))
    return out
