"""The sheet of a chart over categories: categories in rows, series and their other statements in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from exports.native_model import Cell, Column, Grid, Kind, Ref
from exports.native_parts import Point, said
from exports.text import one_line

DETAILS = ("Low", "High", "Hedge", "Figure as worded", "Publisher", "Down to low", "Up to high")
_KINDS: Mapping[str, Kind] = {"Hedge": "text", "Figure as worded": "text", "Publisher": "text"}
_SAID = ("Value", *DETAILS)
_FULL = 0.75  # share of the pairs of category and series that are held where bars stand in groups
AID = "Drawing aid"
_CATEGORY, _TICK = "Category", f"{AID}: label"


@dataclass(frozen=True, slots=True)
class Layer:
    """One column of values: the headline figures of a series, or the n-th of its other statements."""

    head: str
    series: str
    rows: Mapping[int, Point]
    other: bool = False

    def cells(self, what: str, many: int) -> tuple[Cell, ...]:
        """One kind of cell (a heading of `said`) for all rows of the sheet."""
        return self.details(many)[what]

    def details(self, many: int) -> dict[str, tuple[Cell, ...]]:
        """All kinds of cells (by the headings of `said`) for all rows of the sheet."""
        held = {row: said(of) for row, of in self.rows.items()}
        return {what: tuple(held[row][what] if row in held else None for row in range(many)) for what in _SAID}


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet of a chart over categories and what stands in it.

    `alone` says that no two figures that lead share a row, `axis` is the heading of the texts along the axis.
    """

    grid: Grid
    layers: tuple[Layer, ...]
    alone: bool
    axis: str

    def span(self, head: str) -> Ref:
        """All cells of a column."""
        return Ref(head, 0, self.grid.rows - 1)


def table_of(points: Sequence[Point], names: Sequence[str], order: Sequence[str], *, apart: bool) -> Table:
    """Categories in rows, series in columns; a second figure of the same series and category takes a row of its own.

    With `apart`, series that share categories take a row each where they have other statements, so that the tick of
    another statement lies on its own bar, and where few categories have all of them.
    """
    pairs, places = {(point.x, point.series) for point in points}, {point.x for point in points}
    alone = len(pairs) == len(places)
    # Bars beside each other would mostly leave empty places where few categories have all series.
    sparse = len(pairs) < _FULL * len(places) * len(names)
    split = apart and not alone and (sparse or not all(point.lead for point in points))
    by = {name: _turns([point for point in points if point.series == name]) for name in names}
    keys = _keys(by, names if split else [""], order)
    at = {key: row for row, key in enumerate(keys)}
    layers: list[Layer] = []
    for name in names:
        owner = name if split else ""
        lead = {at[str(p.x), owner, turn]: p for p, turn in by[name] if p.lead}
        if lead:
            layers.append(Layer(one_line(name), name, lead))
        others = [(point, turn) for point, turn in by[name] if not point.lead]
        for turn in sorted({turn for _, turn in others}):
            rows = {at[str(p.x), owner, 0]: p for p, own in others if own == turn}
            layers.append(Layer(f"{one_line(name)}, other statement {turn + 1}", name, rows, other=True))
    heads = _unique([_CATEGORY, _TICK, *(layer.head for layer in layers)])[2:]
    layers = [replace(layer, head=head) for layer, head in zip(layers, heads, strict=True)]
    labels = [one_line(category) for category, _, _ in keys]
    cells = [Column(_CATEGORY, "text", tuple(labels))]
    if split:
        ticks = ["" if row and labels[row - 1] == label else label for row, label in enumerate(labels)]
        cells.append(Column(_TICK, "text", tuple(ticks)))
    cells += [Column(layer.head, "number", layer.cells("Value", len(keys))) for layer in layers]
    for layer in layers:
        details = layer.details(len(keys))
        held = [what for what in DETAILS if any(cell is not None for cell in details[what])]
        cells += [Column(detail(layer, what), _KINDS.get(what, "number"), details[what]) for what in held]
    return Table(Grid(tuple(cells)), tuple(layers), alone or split, _TICK if split else _CATEGORY)


def _turns(points: Sequence[Point]) -> list[tuple[Point, int]]:
    """Each point of a series with the number of points of its category and rank before it."""
    seen: Counter[tuple[object, bool]] = Counter()
    out = []
    for point in points:
        out.append((point, seen[point.x, point.lead]))
        seen[point.x, point.lead] += 1
    return out


def _keys(
    by: Mapping[str, Sequence[tuple[Point, int]]], owners: Sequence[str], order: Sequence[str]
) -> list[tuple[str, str, int]]:
    """The rows of the sheet: category, series where each has rows of its own, and turn."""
    shared = owners == [""]
    most: dict[tuple[str, str], int] = {}
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


def _unique(heads: Sequence[str]) -> list[str]:
    """The headings, with a number behind one that stands already."""
    out: list[str] = []
    for head in heads:
        tries = (head, *(f"{head} ({n})" for n in range(2, len(heads) + 2)))
        out.append(next(name for name in tries if name not in out))
    return out


def detail(layer: Layer, what: str) -> str:
    """The heading of one kind of detail (of DETAILS) of a layer."""
    return f"{layer.head}: {what[0].lower()}{what[1:]}"
