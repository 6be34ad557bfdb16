"""Native chart of pairs: two or three dots a category on a horizontal scale, joined by a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.palette import INK
from charts.text import one_line
from render.office.axes import value_axis
from render.office.model import Axis, Canvas, Cell, Chart, Column, Grid, Group, Kind, Labels, Line, Ref, Series
from render.office.parts import NAMES, STATED, WHISKER, hedged_marks, inner, mark_of, range_whiskers, said
from render.plan.frame import text_width
from render.plan.marks import FAINT, OTHER, PAIR
from render.plan.plan import Plan
from render.plan.points import Point

_INK = INK["light"]
_ROW, _LEFT = "Drawing aid: row", "Drawing aid: edge"
_LINE = "Drawing aid: joining line"
_HEADS: tuple[tuple[str, Kind], ...] = (
    ("Series", "text"),
    ("Category", "text"),
    *STATED,
    ("Down to low", "number"),
    ("Up to high", "number"),
    (_ROW, "number"),
    (_LEFT, "number"),
    (_LINE, "number"),
)
_JOIN = "Joining line"


def dumbbell(plan: Plan, points: Sequence[Point], names: Sequence[str], canvas: Canvas) -> Chart:
    """Dots by series, one row a category (the first on top); the categories stand left of the scale."""
    order = list(dict.fromkeys(str(point.x) for point in points))
    level = {category: row + 0.5 for row, category in enumerate(order)}
    rows: list[dict[str, Cell]] = []
    front: list[Series] = []
    for name in names:
        own = [point for point in points if point.series == name]
        others = [point for point in own if not point.lead]
        lead = [point for point in own if point.lead]
        if others:
            front.insert(0, _dots(name, others, plan.of(name).light, level, rows, other=True))
        if lead:
            front.append(_dots(name, lead, plan.of(name).light, level, rows))
    legend = len(names) > 1
    above = 4 + (canvas.font + 14) * legend
    each = (canvas.height - above - canvas.font - 14) / len(order)
    size = min(canvas.font, max(each / 1.15, 7.0))
    left = min(1.12 * max(text_width(category, size) for category in order), canvas.width * NAMES) + 14
    behind = _joins(points, order, level, rows, size)
    x = replace(value_axis(plan), high=max(plan.values[-1], plan.top * 1.06), crosses="max", size=canvas.font)
    y = Axis("value", 0.0, float(len(order)), 1.0, shown=False, reverse=True)
    used = [item for item in _HEADS if any(row.get(item[0]) is not None for row in rows)]
    return Chart(
        (Group("scatter", (*behind, *front)),),
        x,
        y,
        Grid(tuple(Column(head, kind, tuple(row.get(head) for row in rows)) for head, kind in used)),
        legend=legend,
        inner=inner(canvas, left=left, top=above, right=20, bottom=canvas.font + 14),
        font=canvas.font,
    )


def _dots(
    name: str,
    own: Sequence[Point],
    colour: str,
    level: dict[str, float],
    rows: list[dict[str, Cell]],
    *,
    other: bool = False,
) -> Series:
    first = len(rows)
    rows += [
        {"Series": one_line(name), "Category": one_line(point.x), _ROW: level[str(point.x)], **said(point)}
        for point in own
    ]
    span = (first, len(rows) - 1)
    size, share = (OTHER, FAINT) if other else (PAIR, 1.0)
    return Series(
        f"{one_line(name)}, other statements" if other else one_line(name),
        Ref("Value", *span),
        Ref(_ROW, *span),
        named_at=None if other else Ref("Series", first, first),
        mark=mark_of("exact", colour, size, share),
        points=hedged_marks(own, colour, size, share),
        whiskers=range_whiskers(own, span, Line(colour, WHISKER, share=share), "x"),
        in_legend=not other,
    )


def _joins(
    points: Sequence[Point], order: Sequence[str], level: dict[str, float], rows: list[dict[str, Cell]], size: float
) -> list[Series]:
    """A line from the lowest to the highest dot of each category, and its name left of the scale."""
    first = len(rows)
    # A blank behind a name keeps it clear of a dot at zero.
    rows += [
        {"Series": "Categories", "Category": f"{one_line(category)}\u2002", _ROW: level[category], _LEFT: 0.0}
        for category in order
    ]
    span = (first, len(rows) - 1)
    for category in order:
        held = [p.value for p in points if p.x == category and p.lead and p.value is not None]
        # A row without a number ends the line of a category.
        ends = [min(held), max(held), None] if held else []
        rows += [{"Series": _JOIN, "Category": one_line(category), _ROW: level[category], _LINE: end} for end in ends]
    across = (span[1] + 1, len(rows) - 1)
    names = Labels(tuple(range(len(order))), "l", Ref("Category", *span), size=size)
    return [
        Series(_JOIN, Ref(_LINE, *across), Ref(_ROW, *across), line=Line(_INK["axis"], 2), in_legend=False),
        Series("Categories", Ref(_LEFT, *span), Ref(_ROW, *span), labels=names, in_legend=False),
    ]
