"""Native line charts along an axis of dates: dates down the sheet, series across, so that Office makes columns of them.

Every series has a cell for each date of the sheet. Lines run on across empty cells, so what stands behind a gap is a
series of its own. Running totals, which rise in steps, and stems are no line charts: see `render.office.time`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from charts.text import one_line
from render.office import aids
from render.office.aids import SIDES, Aid, Spot
from render.office.axes import calendar_axis, date_axis, value_axis
from render.office.model import Canvas, Cell, Chart, Column, Grid, Group, Labels, Line, Ref, Series
from render.office.parts import WHISKER, mark_of
from render.office.table import AID, Layer, Table, columns_of, detail, unique, whiskers_of
from render.plan.marks import FAINT, OTHER, size_of
from render.plan.plan import Plan
from render.plan.points import Point
from render.plan.series import runs
from render.plan.told import Told

MARKS = ("line", "dots")
_DATE, _EVENT = "Date", "Event"


@dataclass(frozen=True, slots=True)
class _Part:
    """What is one series of the chart: headline figures up to a gap or behind one, projections, other statements.

    A `keyed` one stands for its series in a legend.
    """

    head: str
    series: str
    kind: Literal["lead", "ahead", "other"]
    points: tuple[Point, ...]
    keyed: bool = False


def dated(plan: Plan, points: Sequence[Point], names: Sequence[str], canvas: Canvas) -> Chart:
    """The chart of some series of a spec of lines or dots over dates; `points` are theirs."""
    dates, y = date_axis(plan.dates, canvas.ticks), replace(value_axis(plan), size=canvas.font)
    parts = _headed([part for name in names for part in _parts(plan, name, points)])
    written = [one for one in plan.told if one.point.series in names]
    borne = [one for one in written if (one.x, one.value) == (one.point.x, one.point.value)]
    events = aids.events(plan, dates, y, canvas)
    keyed = [part.head for part in parts if part.keyed]
    box, height = aids.room(plan, y, keyed, canvas, eventful=bool(events))
    beside = aids.figures(plan, [one for one in written if one not in borne], canvas)
    beside += aids.end_names(plan, dates, y, height, canvas)
    unseen = [*aids.turns(dates, y, height, canvas), *events]
    table = _table(parts, [spot.date for aid in (*unseen, *beside) for spot in aid.spots])
    drawn: dict[str, list[Series]] = {"other": [], "line": [], "lead": [], "ahead": []}
    for part, layer in zip(parts, table.layers, strict=True):
        table, labels = _labelled(plan, layer, borne, table, canvas)
        made = _series(plan, part, layer, table, labels)
        drawn[part.kind] += made[-1:]
        drawn["line"] += made[:-1]
    table, behind = _unseen(table, unseen)
    table, front = _unseen(table, beside)
    return Chart(
        (Group("line", (*behind, *(one for these in drawn.values() for one in these), *front)),),
        calendar_axis(dates, canvas.font),
        y,
        table.grid,
        legend=plan.naming == "legend",
        inner=box,
        font=canvas.font,
        spans=True,
    )


def _parts(plan: Plan, name: str, points: Sequence[Point]) -> list[_Part]:
    own = sorted((point for point in points if point.series == name), key=lambda point: point.x)
    head, lead = one_line(name), [point for point in own if point.lead]
    ahead = tuple(point for point in own if point.ahead)
    pieces: dict[int, list[Point]] = defaultdict(list)
    for point, run in zip(
        lead, runs(pd.Timestamp(p.x) for p in lead) if plan.mark == "line" else [0] * len(lead), strict=True
    ):
        pieces[run].append(point)
    found = [
        _Part(f"{head}, behind gap {run}" if run else head, name, "lead", tuple(piece), keyed=not run)
        for run, piece in pieces.items()
    ]
    if ahead:
        found.append(_Part(f"{head}, projection" if lead else head, name, "ahead", ahead, keyed=not lead))
    others: dict[int, list[Point]] = defaultdict(list)
    seen: Counter[object] = Counter()
    for point in own:
        if not point.lead and not point.ahead:
            seen[point.x] += 1
            others[seen[point.x]].append(point)
    return [*found, *(_Part(f"{head}, other statement {n}", name, "other", tuple(of)) for n, of in others.items())]


def _headed(parts: Sequence[_Part]) -> list[_Part]:
    heads = unique([_DATE, _EVENT, *(part.head for part in parts)])[2:]
    return [replace(part, head=head) for part, head in zip(parts, heads, strict=True)]


def _table(parts: Sequence[_Part], more: Sequence[pd.Timestamp]) -> Table:
    """The sheet of the parts, with rows for `more` dates; a second figure of a date takes a row of its own."""
    turns = []
    for part in parts:
        seen: Counter[object] = Counter()
        for point in part.points:
            turns.append((point.x, seen[point.x]))
            seen[point.x] += 1
    keys = sorted({*turns, *((date, 0) for date in more)})
    row, turn = {key: at for at, key in enumerate(keys)}, iter(turns)
    layers = [
        Layer(part.head, part.series, {row[next(turn)]: point for point in part.points}, other=part.kind == "other")
        for part in parts
    ]
    days = Column(_DATE, "date", tuple(date for date, _ in keys))
    return Table(Grid((days, *columns_of(layers, len(keys)))), tuple(layers), _DATE)


def _series(plan: Plan, part: _Part, layer: Layer, table: Table, labels: Labels | None) -> list[Series]:
    colour = plan.of(part.series).light
    drawn = Series(
        layer.head,
        table.span(_DATE),
        table.span(layer.head),
        named_at=Ref(layer.head, -1, -1),
        labels=labels,
        in_legend=part.keyed,
    )
    if part.kind == "ahead":
        edge, heads = Line(colour, 1, "sysDot"), {column.head for column in table.grid.columns}
        bounds = [
            Series(f"{layer.head}, {word} end", drawn.x, table.span(head), line=edge, in_legend=False)
            for word, head in (("low", detail(layer, "Low")), ("high", detail(layer, "High")))
            if head in heads
        ]
        return [*bounds, replace(drawn, line=Line(colour, 2.25, "dash"))]
    other = part.kind == "other"
    size, share = (OTHER, FAINT) if other else (size_of(len(plan.of(part.series).lead)), 1.0)
    hedged = {row: mark_of(of.hedge, colour, size, share) for row, of in layer.rows.items() if of.hedge != "exact"}
    marks = replace(
        drawn,
        mark=mark_of("exact", colour, size, share),
        points=hedged,
        whiskers=whiskers_of(table, layer, Line(colour, WHISKER, share=share)),
    )
    if plan.mark != "line" or other:
        return [marks]
    # The line apart from its marks: with a line, a hollow mark would be filled in some viewers.
    return [Series(f"{layer.head}, line", drawn.x, drawn.y, line=Line(colour), in_legend=False), marks]


def _labelled(
    plan: Plan, layer: Layer, told: Sequence[Told], table: Table, canvas: Canvas
) -> tuple[Table, Labels | None]:
    """The figures written at points of a layer, and the table with the cells of their words."""
    by = {id(one.point): one for one in told}
    shown = {row: by[id(point)] for row, point in layer.rows.items() if id(point) in by}
    if not shown:
        return table, None
    words = _column(f"{AID}: figures at {layer.head}", {row: one.words for row, one in shown.items()}, table)
    sides = {row: SIDES[one.side] for row, one in shown.items()}
    cells = Ref(words.head, 0, table.grid.rows - 1)
    labels = Labels(tuple(shown), "t", cells, plan.of(layer.series).light, canvas.font, sides=sides)
    return _with(table, words), labels


def _unseen(table: Table, drawn: Sequence[Aid]) -> tuple[Table, list[Series]]:
    """The series of unseen points, and the table with their cells; points of one day are apart in columns."""
    at: dict[Cell, int] = {}
    for row, day in enumerate(table.grid.columns[0].cells):
        at.setdefault(day, row)
    series = []
    for aid in drawn:
        turns: dict[int, dict[int, Spot]] = defaultdict(dict)
        seen: Counter[int] = Counter()
        for spot in aid.spots:
            turns[seen[at[spot.date]]][at[spot.date]] = spot
            seen[at[spot.date]] += 1
        for turn, spots in turns.items():
            name = f"{AID}: {aid.name}{f' {turn + 1}' if turn else ''}"
            height = _column(f"{name}, height", {row: spot.value for row, spot in spots.items()}, table)
            words = _column(f"{name}, words", {row: spot.words or None for row, spot in spots.items()}, table)
            told = [words] if any(words.cells) else []
            notes = _column(_EVENT, {row: spot.note or None for row, spot in spots.items()}, table)
            table = _with(table, *([notes] if any(notes.cells) and not turn else []), height, *told)
            span = (0, table.grid.rows - 1)
            x, y, cells = (Ref(head, *span) for head in (_DATE, height.head, words.head))
            series.append(aid.series(x, y, cells, [row for row, spot in spots.items() if spot.words]))
    return table, series


def _column(head: str, cells: Mapping[int, Cell], table: Table) -> Column:
    rows = tuple(cells.get(row) for row in range(table.grid.rows))
    return Column(head, "number" if any(isinstance(cell, float) for cell in rows) else "text", rows)


def _with(table: Table, *columns: Column) -> Table:
    return replace(table, grid=Grid((*table.grid.columns, *columns)))
