"""The sheet of a chart over categories: categories in rows, series and their other statements in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from charts.gaps import NO_FIGURE, Gap
from charts.text import one_line
from render.office.model import Cell, Column, Grid, Kind, Line, Ref, Whisker
from render.office.parts import said
from render.plan.points import Point

DETAILS = ("Low", "High", "Hedge", "Figure as worded", "Stated by", "Down to low", "Up to high")
_KINDS: Mapping[str, Kind] = {"Hedge": "text", "Figure as worded": "text", "Stated by": "text"}
_SAID = ("Value", *DETAILS)
AID = "Drawing aid"
_CATEGORY, _TICK = "Category", f"{AID}: label"


@dataclass(frozen=True, slots=True)
class Layer:
    """One column of values: the headline figures of a series, or the n-th of its other statements.

    The rows `without` a figure say so in their wording.
    """

    head: str
    series: str
    rows: Mapping[int, Point]
    other: bool = False
    without: frozenset[int] = frozenset()

    def cells(self, what: str, many: int) -> tuple[Cell, ...]:
        """One kind of cell (a heading of `said`) for all rows of the sheet."""
        return self.details(many)[what]

    def details(self, many: int) -> dict[str, tuple[Cell, ...]]:
        """All kinds of cells (by the headings of `said`) for all rows of the sheet."""
        held = {row: dict.fromkeys(_SAID) | {"Figure as worded": NO_FIGURE} for row in self.without}
        held |= {row: said(of) for row, of in self.rows.items()}
        return {what: tuple(held[row][what] if row in held else None for row in range(many)) for what in _SAID}


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet of a chart over categories and what stands in it.

    `axis` is the heading of the texts along the axis.
    """

    grid: Grid
    layers: tuple[Layer, ...]
    axis: str

    def span(self, head: str) -> Ref:
        """All cells of a column."""
        return Ref(head, 0, self.grid.rows - 1)


def table_of(
    points: Sequence[Point],
    names: Sequence[str],
    order: Sequence[str],
    gaps: Sequence[Gap],
    *,
    apart: bool,
    most: int = 0,
) -> Table:
    """Categories in rows, series in columns; a second figure of the same series and category takes a row of its own.

    In the places of `gaps` the wording says that there is no figure.

    With `apart`, series that share categories take a row each, so that the tick of another statement lies on its own
    bar; with room for `most` rows, an empty one stands between two categories.
    """
    pairs = {(point.x, point.series) for point in points}
    split = apart and len(pairs) > len({point.x for point in points})
    by = {name: _turns([point for point in points if point.series == name]) for name in names}
    keys = _keys(by, names if split else [""], order, gaps)
    if split and len(keys) + len(order) - 1 <= most:
        keys = _spaced(keys)
    at = {key: row for row, key in enumerate(keys)}
    layers: list[Layer] = []
    for name in names:
        owner = name if split else ""
        lead = {at[str(p.x), owner, turn]: p for p, turn in by[name] if p.lead}
        if lead:
            without = {at[gap.category, owner, 0] for gap in gaps if gap.series in ("", name)}
            layers.append(Layer(one_line(name), name, lead, without=frozenset(without - lead.keys())))
        others = [(point, turn) for point, turn in by[name] if not point.lead]
        for turn in sorted({turn for _, turn in others}):
            rows = {at[str(p.x), owner, 0]: p for p, own in others if own == turn}
            layers.append(Layer(f"{one_line(name)}, other statement {turn + 1}", name, rows, other=True))
    heads = unique([_CATEGORY, _TICK, *(layer.head for layer in layers)])[2:]
    layers = [replace(layer, head=head) for layer, head in zip(layers, heads, strict=True)]
    labels = [one_line(category) for category, _, _ in keys]
    cells = [Column(_CATEGORY, "text", tuple(labels))]
    if split:
        cells.append(Column(_TICK, "text", tuple(_in_the_middle(labels))))
    return Table(Grid((*cells, *columns_of(layers, len(keys)))), tuple(layers), _TICK if split else _CATEGORY)


def columns_of(layers: Sequence[Layer], many: int) -> list[Column]:
    """The columns of layers in a sheet of so many rows: their values beside each other, then what is told of each."""
    cells = [Column(layer.head, "number", layer.cells("Value", many)) for layer in layers]
    for layer in layers:
        details = layer.details(many)
        held = [what for what in DETAILS if any(cell is not None for cell in details[what])]
        cells += [Column(detail(layer, what), _KINDS.get(what, "number"), details[what]) for what in held]
    return cells


def whiskers_of(table: Table, layer: Layer, line: Line) -> list[Whisker]:
    """Error bars from the low to the high ends that a layer states; none where it states none."""
    heads = {column.head for column in table.grid.columns}
    ends = [detail(layer, what) for what in ("Up to high", "Down to low")]
    plus, minus = (table.span(head) if head in heads else None for head in ends)
    return [Whisker("y", line, plus, minus)] if plus or minus else []


def _in_the_middle(labels: Sequence[str]) -> list[str]:
    """Each label once, in the middle of the rows that bear it in turn."""
    out = [""] * len(labels)
    start = 0
    for row, label in enumerate(labels):
        if row + 1 == len(labels) or labels[row + 1] != label:
            out[(start + row) // 2] = label
            start = row + 1
    return out


def _spaced(keys: Sequence[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """The rows of the sheet with an empty one between two categories."""
    out: list[tuple[str, str, int]] = []
    for key in keys:
        if out and out[-1][0] != key[0]:
            out.append(("", key[0], 0))
        out.append(key)
    return out


def _turns(points: Sequence[Point]) -> list[tuple[Point, int]]:
    """Each point of a series with the number of points of its category and rank before it."""
    seen: Counter[tuple[object, bool]] = Counter()
    out = []
    for point in points:
        out.append((point, seen[point.x, point.lead]))
        seen[point.x, point.lead] += 1
    return out


def _keys(
    by: Mapping[str, Sequence[tuple[Point, int]]], owners: Sequence[str], order: Sequence[str], gaps: Sequence[Gap]
) -> list[tuple[str, str, int]]:
    """The rows of the sheet: category, series where each has rows of its own, and turn."""
    shared = owners == [""]
    most: dict[tuple[str, str], int] = {(gap.category, gap.series): 0 for gap in gaps}
    for name, points in by.items():
        for point, turn in points:
            key = (str(point.x), "" if shared else name)
            most[key] = max(most.get(key, 0), turn if point.lead else 0)
    return [
        (category, owner, turn)
        for category in order
        for owner in owners
        if shared or (category, owner) in most
        for turn in range(most.get((category, owner), 0) + 1)
    ]


def unique(heads: Sequence[str]) -> list[str]:
    """The headings, with a number behind one that stands already."""
    out: list[str] = []
    for head in heads:
        tries = (head, *(f"{head} ({n})" for n in range(2, len(heads) + 2)))
        out.append(next(name for name in tries if name not in out))
    return out


def detail(layer: Layer, what: str) -> str:
    """The heading of one kind of detail (of DETAILS) of a layer."""
    return f"{layer.head}: {what[0].lower()}{what[1:]}"
