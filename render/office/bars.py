"""Native charts over categories: columns, stacks, horizontal bars and dots, each series a column of the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from charts.palette import INK
from charts.text import one_line
from render.office.axes import value_axis
from render.office.model import (
    SCREEN,
    Axis,
    Canvas,
    Chart,
    Column,
    Fill,
    Grid,
    Group,
    Labels,
    Line,
    Ref,
    Series,
    Whisker,
)
from render.office.parts import NAMES, WHISKER, inner, legend_height, mark_of, tick_width
from render.office.table import AID, Layer, Table, detail, table_of, whiskers_of
from render.plan.axes import room_for_texts
from render.plan.bars import behind
from render.plan.frame import text_width
from render.plan.marks import FAINT, OTHER, SIZE, WIDE, bar_share
from render.plan.plan import Plan
from render.plan.points import Point

_INK = INK["light"]
_READABLE = 0.7  # share of the font size below which a figure at a bar is left out
_GAP = 100 * (1 - WIDE) / WIDE  # percent of a bar that is left between two categories of one


def columns(plan: Plan, points: Sequence[Point], names: Sequence[str], canvas: Canvas) -> Chart:
    """Columns side by side or stacked, or dots, over the categories; other statements as faint marks."""
    order = plan.categories
    table = table_of(points, names, order, [gap for gap in plan.gaps if gap.series in ("", *names)], apart=False)
    dots = plan.mark == "dots"
    lead = [layer for layer in table.layers if not layer.other]
    others = [layer for layer in table.layers if layer.other]
    y = replace(value_axis(plan), size=canvas.font)
    left = tick_width(y, plan.unit, canvas.font) + 10
    right = 14 + plan.beside * canvas.font / SCREEN
    wide = canvas.width - left - right
    slot = wide / max(len(order), 1)
    bars = [_bars(table, layer, plan.of(layer.series).light) for layer in lead]
    if not dots and plan.mark != "stacked":
        bars = [_labelled(plan, series, layer, table, canvas) for series, layer in zip(bars, lead, strict=True)]
    marks = [_dots(table, layer, plan.of(layer.series).light) for layer in (lead if dots else []) + others]
    stacked = plan.mark == "stacked" and len(lead) > 1
    abreast = 1 if stacked else max(len(lead), 1)
    groups = [] if dots else [Group("column", tuple(bars), stacked, round(_GAP * abreast), 0)]
    table, places = _written(plan, table, lead, wide, canvas)
    table, totals = _totals(plan, table, canvas)
    unseen = (*marks, *places, *totals)
    groups += [Group("line", unseen)] if unseen else []
    legend = len(names) > 1
    widest = max((text_width(label, canvas.font) for label in order), default=0)
    lines = min(-(-widest // max(slot * 0.9, 1)), 3)
    # Short labels stand on one line; where they are wider than their slot, every n-th is shown.
    skip = max(1, -(-int(widest + 6) // int(slot))) if all(" " not in label for label in order) else 1
    x = Axis("category", skip=skip, size=canvas.font)
    return Chart(
        tuple(groups),
        x,
        y,
        table.grid,
        legend=legend,
        inner=inner(
            canvas,
            left=left,
            top=10 + legend_height(names, canvas),
            right=right,
            bottom=8 + (canvas.font + 3) * (1 if skip > 1 else max(lines, 1)),
        ),
        font=canvas.font,
    )


def _written(
    plan: Plan, table: Table, lead: Sequence[Layer], wide: float, canvas: Canvas
) -> tuple[Table, list[Series]]:
    """Unseen points at zero that bear the words of places without a figure, and the table with their cells."""
    aids, drawn = [], []
    cells = table.grid.columns[0].cells
    for place, layer in enumerate(lead):
        # A category without any figure says so once, in its middle.
        for series in ("", layer.series) if place == 0 else (layer.series,):
            rows = [cells.index(one_line(gap.category)) for gap in plan.written if gap.series == series]
            if not rows:
                continue
            aside = ((place + 0.5) / len(lead) - 0.5) * WIDE * wide / len(plan.categories) / canvas.width
            words = Labels(
                tuple(sorted(rows)),
                "t",
                table.span(detail(layer, "Figure as worded")),
                _INK["muted"],
                canvas.font - 2,
                turned=plan.turned,
                asides=dict.fromkeys(rows, aside) if series else {},
            )
            aid, unseen = _unseen(table, f"{AID}: place without a figure{' of ' if series else ''}{series}", words)
            aids.append(aid)
            drawn.append(unseen)
    return replace(table, grid=Grid((*table.grid.columns, *aids))), drawn


def _totals(plan: Plan, table: Table, canvas: Canvas) -> tuple[Table, list[Series]]:
    """Unseen points on top of stacks that bear their totals, and the table with their cells."""
    if not plan.totals:
        return table, []
    cells = table.grid.columns[0].cells
    told = {cells.index(one_line(plan.categories[one.place])): one for one in plan.totals}
    rows = range(table.grid.rows)
    high, words = f"{AID}: top of the stack", f"{AID}: total as worded"
    aids = (
        Column(high, "number", tuple(told[row].value if row in told else None for row in rows)),
        Column(words, "text", tuple("\n".join(told[row].lines) if row in told else None for row in rows)),
    )
    table = replace(table, grid=Grid((*table.grid.columns, *aids)))
    labels = Labels(tuple(sorted(told)), "t", table.span(words), size=canvas.font - 1)
    return table, [Series("Totals", table.span(table.axis), table.span(high), labels=labels, in_legend=False)]


def _unseen(table: Table, head: str, words: Labels) -> tuple[Column, Series]:
    """A column of zeros where `words` stand, and a series of it that draws nothing but them."""
    zeros = tuple(0.0 if row in words.points else None for row in range(table.grid.rows))
    series = Series(head, table.span(table.axis), Ref(head, 0, table.grid.rows - 1), labels=words, in_legend=False)
    return Column(head, "number", zeros), series


def bars(plan: Plan, points: Sequence[Point], names: Sequence[str], canvas: Canvas) -> Chart:
    """Horizontal bars, the first category on top, with the figure in its own words at the end of each bar."""
    order = list(dict.fromkeys(str(point.x) for point in points))
    above = 4 + legend_height(names, canvas)
    tall = canvas.height - above - canvas.font - 14
    table = table_of(points, names, order, plan.written, apart=True, most=int(tall / (canvas.font * 1.15)))
    size = min(canvas.font, max(tall / table.grid.rows / 1.15, 7.0))
    widest = max(text_width(label, size) for label in order)
    left = min(widest * 1.12, canvas.width * NAMES) + 12
    wide = canvas.width - left - 14
    y = _bar_values(plan, points, wide, size, canvas)
    drawn: dict[str, Series] = {}
    beside: list[Series] = []
    for layer in table.layers:
        if layer.other:
            beside.append(_tick(table, layer, y))
            continue
        drawn[layer.series] = _bars(table, layer, plan.of(layer.series).light)
        if size < canvas.font * _READABLE:
            continue
        table, (drawn[layer.series], *more) = _with_figures(
            drawn[layer.series], layer, table, _label_ends(table, layer, y, wide, size), size
        )
        beside += more
        if layer.without:
            cells = table.span(detail(layer, "Figure as worded"))
            words = Labels(tuple(sorted(layer.without)), "outEnd", cells, _INK["muted"], size)
            aid, unseen = _unseen(table, f"{AID}: place without a figure of {layer.head}", words)
            table = replace(table, grid=Grid((*table.grid.columns, aid)))
            beside.append(unseen)
    legend = len(drawn) > 1
    keyed = [drawn[name] for name in plan.keyed if name in drawn]
    if legend:
        table, keyed, beside = _legend_proof(table, keyed, beside)
    return Chart(
        (Group("bar", (*keyed, *beside), gap=round(_GAP), overlap=100),),
        Axis("category", reverse=True, size=size, ink="text"),
        replace(y, crosses="max", size=canvas.font),
        table.grid,
        legend=legend,
        inner=inner(canvas, left=left, top=above, right=14, bottom=canvas.font + 14),
        font=canvas.font,
    )


def _legend_proof(
    table: Table, keyed: Sequence[Series], beside: Sequence[Series]
) -> tuple[Table, list[Series], list[Series]]:
    """Series whose legend runs from the first to the last in every application.

    Applications write the legend of horizontal bars from either end, and number from the same end what it leaves out.
    So each series stands once more, in the opposite order and as a bar of no length, behind those that the legend
    leaves out: read from the front it shows the one and leaves out the other, read from behind the other way round.
    """
    head = f"{AID}: legend"
    empty = Column(head, "number", (0.0, *[None] * (table.grid.rows - 1)))
    again = [replace(one, y=table.span(head), points={}, labels=None, whiskers=(), in_legend=False) for one in keyed]
    return replace(table, grid=Grid((*table.grid.columns, empty))), list(keyed), [*beside, *reversed(again)]


def _bar_values(plan: Plan, points: Sequence[Point], wide: float, size: float, canvas: Canvas) -> Axis:
    """The value axis with room for the figure behind the longest bars."""
    axis = value_axis(plan)
    ends = [max(point.value or 0.0, point.high or 0.0) for point in points]
    widths = [min(text_width(point.words, size) + 10, 0.5 * wide) for point in points]
    reach = max(room_for_texts(ends, widths, wide), plan.top * 1.04, plan.values[-1])
    if plan.unit == "percent" and plan.top <= 100:
        # No tick stands where no percentage can be.
        reach = min(reach, 100 + (axis.step or 0) * 0.99)
    return replace(axis, high=float(reach), size=canvas.font)


def _bars(table: Table, layer: Layer, colour: str) -> Series:
    shares = {row: bar_share(of.hedge) for row, of in layer.rows.items()}
    hedged = {row: Fill(colour, share, outline=True) for row, share in shares.items() if share < 1}
    return Series(
        layer.head,
        table.span(table.axis),
        table.span(layer.head),
        named_at=Ref(layer.head, -1, -1),
        fill=Fill(colour),
        points=hedged,
        whiskers=whiskers_of(table, layer, Line(_INK["text"], WHISKER)),
    )


def _dots(table: Table, layer: Layer, colour: str) -> Series:
    """Marks without a line; those of other statements are small and faint."""
    size, share = (OTHER, FAINT) if layer.other else (SIZE, 1.0)
    kinds = {row: of.hedge for row, of in layer.rows.items()}
    return Series(
        layer.head,
        table.span(table.axis),
        table.span(layer.head),
        named_at=Ref(layer.head, -1, -1),
        mark=mark_of("exact", colour, size, share),
        points={row: mark_of(kind, colour, size, share) for row, kind in kinds.items() if kind != "exact"},
        whiskers=whiskers_of(table, layer, Line(colour, WHISKER, share=share)),
        in_legend=not layer.other,
    )


def _tick(table: Table, layer: Layer, values: Axis) -> Series:
    """Another statement on a horizontal bar: the end cap of a very short error bar."""
    length = (values.high or 1) / 2000
    return Series(
        layer.head,
        table.span(table.axis),
        table.span(layer.head),
        named_at=Ref(layer.head, -1, -1),
        whiskers=[Whisker("x", Line(_INK["axis"], 3), fixed=length)],
        in_legend=False,
    )


def _labelled(plan: Plan, series: Series, layer: Layer, table: Table, canvas: Canvas) -> Series:
    """Columns carry the figures that the plan writes over them; zeros, not to be seen, always."""
    cells = table.span(detail(layer, "Figure as worded"))
    told = [row for row, of in layer.rows.items() if of.high is None and of.at in plan.over]
    zeros = [row for row, of in layer.rows.items() if of.value == 0]
    unit = canvas.font / canvas.width / SCREEN
    asides = {row: plan.over[layer.rows[row].at] * unit for row in told}
    rows, turned = tuple(sorted({*told, *zeros})), plan.turned and not told
    labels = Labels(rows, "outEnd", cells, size=canvas.font - 1, turned=turned, asides=asides)
    return replace(series, labels=labels) if rows else series


def _label_ends(table: Table, layer: Layer, values: Axis, wide: float, size: float) -> dict[int, float]:
    """Where figures stand that would lie on a whisker or on the tick of another statement at the end of the bar."""
    point = (values.high or 1) / wide
    out = {}
    for row, of in layer.rows.items():
        end = max(of.value or 0.0, of.high or 0.0)
        others = [one.rows[row].value or 0.0 for one in table.layers if one.other and row in one.rows]
        stroke = behind(end, others, (text_width(of.words, size) + 8) * point)
        reach = end if stroke is None else stroke + 3 * point
        if reach > (of.value or 0.0):
            out[row] = float(f"{reach:.8g}")
    return out


def _with_figures(
    series: Series, layer: Layer, table: Table, beyond: Mapping[int, float], size: float
) -> tuple[Table, list[Series]]:
    """A bar with its figure at its end; where that is taken, the figure stands at the end of an unseen, longer bar."""
    cells = table.span(detail(layer, "Figure as worded"))
    bar = replace(series, labels=Labels(tuple(sorted(set(layer.rows) - set(beyond))), "outEnd", cells, size=size))
    if not beyond:
        return table, [bar]
    aid = Column(f"{AID}: label of {layer.head}", "number", tuple(beyond.get(row) for row in range(table.grid.rows)))
    table = replace(table, grid=Grid((*table.grid.columns, aid)))
    ends = replace(
        series,
        name=f"{layer.head}, labels",
        y=table.span(aid.head),
        named_at=None,
        fill=None,
        points={},
        whiskers=(),
        labels=Labels(tuple(sorted(beyond)), "outEnd", cells, size=size),
        in_legend=False,
    )
    return table, [bar, ends]
