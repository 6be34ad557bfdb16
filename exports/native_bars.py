"""Native charts over categories: columns, stacks, horizontal bars and dots, each series a column of the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from charts.axes import room_for_texts
from charts.palette import INK
from charts.picture_frame import text_width
from exports.native_axes import value_axis
from exports.native_model import (
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
from exports.native_parts import FAINT, PALE, WHISKER, Facts, Point, inner, legend_height, mark_of, tick_width
from exports.native_table import AID, Layer, Table, detail, table_of

_INK = INK["light"]
_READABLE = 0.7  # share of the font size below which a figure at a bar is left out
_LABELLED = 12  # columns of one series that carry their figure


def columns(facts: Facts, points: Sequence[Point], names: Sequence[str], canvas: Canvas) -> Chart:
    """Columns side by side or stacked, or dots, over the categories; other statements as faint marks."""
    order = facts.order
    table = table_of(points, names, order, apart=False)
    dots = facts.mark == "dots"
    lead = [layer for layer in table.layers if not layer.other]
    others = [layer for layer in table.layers if layer.other]
    y = replace(value_axis(facts.top, facts.unit, 5 if canvas.height > 200 else 3), size=canvas.font)
    left = tick_width(y, facts.unit, canvas.font) + 10
    slot = (canvas.width - left - 14) / max(len(order), 1)
    room = slot * 0.8 / (1 if facts.mark == "stacked" else max(len(lead), 1))
    bars = [_bars(table, layer, facts.colours[layer.series]) for layer in lead]
    if len(lead) == 1 and not dots:
        bars = [_labelled(series, layer, table, room, canvas) for series, layer in zip(bars, lead, strict=True)]
    marks = [_dots(table, layer, facts.colours[layer.series]) for layer in (lead if dots else []) + others]
    groups = [] if dots else [Group("column", tuple(bars), facts.mark == "stacked" and len(lead) > 1, 45, 0)]
    groups += [Group("line", tuple(marks))] if marks else []
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
            right=14,
            bottom=8 + (canvas.font + 3) * (1 if skip > 1 else max(lines, 1)),
        ),
        font=canvas.font,
    )


def bars(facts: Facts, points: Sequence[Point], names: Sequence[str], canvas: Canvas) -> Chart:
    """Horizontal bars, the first category on top, with the figure in its own words at the end of each bar."""
    order = list(dict.fromkeys(str(point.x) for point in points))
    table = table_of(points, names, order, apart=True)
    legend = len(names) > 1
    above = 4 + legend_height(names, canvas)
    tall = canvas.height - above - canvas.font - 14
    each = tall / table.grid.rows
    named = min(canvas.font, max(each / 1.15, 7.0))
    size = named if table.alone else min(named, each / (len(names) + 0.45) / 1.15)
    widest = max(text_width(label, named) for label in order)
    left = min(widest * 1.12, canvas.width * 0.42) + 12
    wide = canvas.width - left - 14
    y = _bar_values(facts, points, wide, size, canvas)
    drawn: list[Series] = []
    for layer in table.layers:
        if layer.other:
            drawn.append(_tick(table, layer, y))
            continue
        bar = _bars(table, layer, facts.colours[layer.series])
        if size < canvas.font * _READABLE:
            drawn.append(bar)
            continue
        table, some = _with_figures(bar, layer, table, _label_ends(table, layer, y, wide, size), size)
        drawn += some
    return Chart(
        (
            Group(
                "bar",
                _legend_proof(drawn) if legend else tuple(drawn),
                gap=35 if table.alone else 45,
                overlap=100 if table.alone else 0,
            ),
        ),
        Axis("category", reverse=True, size=named, ink="text"),
        replace(y, crosses="max", size=canvas.font),
        table.grid,
        legend=legend,
        inner=inner(canvas, left=left, top=above, right=14, bottom=canvas.font + 14),
        font=canvas.font,
    )


def _legend_proof(drawn: Sequence[Series]) -> tuple[Series, ...]:
    """The series with those that the legend leaves out in equal numbers before and behind the others.

    Applications number the legend of horizontal bars from either end; so both leave out the same.
    """
    out = [series for series in drawn if not series.in_legend]
    out += [replace(out[-1], labels=None)] if len(out) % 2 else []
    half = len(out) // 2
    return (*out[:half], *(series for series in drawn if series.in_legend), *out[half:])


def _bar_values(facts: Facts, points: Sequence[Point], wide: float, size: float, canvas: Canvas) -> Axis:
    """The value axis with room for the figure behind the longest bars."""
    axis = value_axis(facts.top, facts.unit, 4 if wide > 300 else 2)
    ends = [max(point.value or 0.0, point.high or 0.0) for point in points]
    widths = [min(text_width(point.words, size) + 10, 0.5 * wide) for point in points]
    reach = max(room_for_texts(ends, widths, wide), facts.top * 1.04)
    if facts.unit == "percent" and facts.top <= 100:
        # No tick stands where no percentage can be.
        reach = min(reach, 100 + (axis.step or 0) * 0.99)
    return replace(axis, high=float(reach), size=canvas.font)


def _bars(table: Table, layer: Layer, colour: str) -> Series:
    hedged = {row: Fill(colour, PALE, outline=True) for row, of in layer.rows.items() if of.hedge != "exact"}
    return Series(
        layer.head,
        table.span(table.axis),
        table.span(layer.head),
        named_at=Ref(layer.head, -1, -1),
        fill=Fill(colour),
        points=hedged,
        whiskers=_whiskers(table, layer, Line(_INK["text"], WHISKER)),
    )


def _dots(table: Table, layer: Layer, colour: str) -> Series:
    """Marks without a line; those of other statements are small and faint."""
    size, share = (6, FAINT) if layer.other else (8, 1.0)
    kinds = {row: of.hedge for row, of in layer.rows.items()}
    return Series(
        layer.head,
        table.span(table.axis),
        table.span(layer.head),
        named_at=Ref(layer.head, -1, -1),
        mark=mark_of("exact", colour, size, share),
        points={row: mark_of(kind, colour, size, share) for row, kind in kinds.items() if kind != "exact"},
        whiskers=_whiskers(table, layer, Line(colour, WHISKER, share=share)),
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


def _whiskers(table: Table, layer: Layer, line: Line) -> list[Whisker]:
    heads = {column.head for column in table.grid.columns}
    ends = [detail(layer, what) for what in ("Up to high", "Down to low")]
    plus, minus = (table.span(head) if head in heads else None for head in ends)
    return [Whisker("y", line, plus, minus)] if plus or minus else []


def _labelled(series: Series, layer: Layer, table: Table, room: float, canvas: Canvas) -> Series:
    """A few columns of one series carry their figure where its words fit above them."""
    told = [row for row, of in layer.rows.items() if of.high is None and text_width(of.words, canvas.font) < room * 1.2]
    if len(layer.rows) > _LABELLED or len(told) * 2 < len(layer.rows):
        return series
    cells = table.span(detail(layer, "Figure as worded"))
    return replace(series, labels=Labels(tuple(sorted(told)), "outEnd", cells, size=canvas.font))


def _label_ends(table: Table, layer: Layer, values: Axis, wide: float, size: float) -> dict[int, float]:
    """Where figures stand that would lie on a whisker or on the tick of another statement at the end of the bar."""
    if not table.alone:
        return {}
    point = (values.high or 1) / wide
    out = {}
    for row, of in layer.rows.items():
        end = reach = max(of.value or 0.0, of.high or 0.0)
        for other in sorted(one.rows[row].value or 0.0 for one in table.layers if one.other and row in one.rows):
            if end <= other < reach + (text_width(of.words, size) + 8) * point:
                reach = other + 3 * point
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
