"""What a native Office chart consists of: cells on a sheet, series that refer to them, axes, marks and labels.

Plain data without XML, so that a chart is described once and written into a workbook and into a slide alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import pandas as pd

Cell: TypeAlias = float | str | pd.Timestamp | None
Kind = Literal["text", "number", "date"]
Symbol = Literal["circle", "triangle", "diamond", "dash"]
_EPOCH = pd.Timestamp("1899-12-30")
SCREEN = 12.5  # size of the words of a chart on the screen, on whose units it is planned
TITLE = 18.0  # points of the name above a panel


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the chart's cells; `kind` says what its cells hold (None is an empty cell)."""

    head: str
    kind: Kind
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells that a chart draws, under one row of headings. Columns are equally long; no two headings are alike."""

    columns: tuple[Column, ...]

    @property
    def rows(self) -> int:
        """Number of rows beneath the headings."""
        return len(self.columns[0].cells) if self.columns else 0

    def at(self, head: str) -> int:
        """Position of the column with this heading. Raises ValueError where there is none."""
        return [column.head for column in self.columns].index(head)

    def cells(self, ref: Ref) -> tuple[Cell, ...]:
        """What stands in the cells of a reference (rows beneath the headings)."""
        return self.columns[self.at(ref.head)].cells[ref.first : ref.last + 1]


@dataclass(frozen=True, slots=True)
class Ref:
    """Cells of the column with a heading: rows `first` to `last`, counted from 0 beneath the headings (-1 is those)."""

    head: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a grid stands: sheet, and row and column (from 0) of its first heading."""

    sheet: str
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line: `#rrggbb`, width in points, and the share of the colour in its mixture with white."""

    colour: str
    width: float = 2.25
    dash: Literal["solid", "dash", "sysDot"] = "solid"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a point; `share` as of a line. A hollow one is pale inside its outline."""

    symbol: Symbol
    size: int
    colour: str
    hollow: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Fill:
    """The fill of a bar: colour, opacity (`share`), and whether its edge is drawn in full colour."""

    colour: str
    share: float = 1.0
    outline: bool = False


@dataclass(frozen=True, slots=True)
class Whisker:
    """Error bars: lengths from cells, or a share of the value (`percent`), or one length (`fixed`)."""

    direction: Literal["x", "y"]
    line: Line
    plus: Ref | None = None
    minus: Ref | None = None
    percent: float = 0.0
    fixed: float = 0.0
    caps: bool = True


@dataclass(frozen=True, slots=True)
class Labels:
    """Texts at points: those of `cells`, row by row, or the name of the series where `cells` is None.

    `points` are the positions that have one, at `position` unless `sides` has another for it; `asides` are how far
    right of their points some stand, as shares of the chart's width; `turned` ones stand on end.
    """

    points: tuple[int, ...]
    position: Literal["r", "l", "t", "b", "ctr", "outEnd", "inEnd"]
    cells: Ref | None = None
    colour: str = ""
    size: float = 12
    bold: bool = False
    turned: bool = False
    sides: Mapping[int, Literal["r", "l", "t", "b"]] = field(default_factory=dict)
    asides: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """A series: where its name, x and y stand; how it is drawn; which points differ. Nothing given is not drawn."""

    name: str
    x: Ref
    y: Ref
    named_at: Ref | None = None
    line: Line | None = None
    mark: Mark | None = None
    fill: Fill | None = None
    points: Mapping[int, Mark | Fill] = field(default_factory=dict)
    labels: Labels | None = None
    whiskers: Sequence[Whisker] = ()
    in_legend: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Series of one chart type on the common axes."""

    kind: Literal["scatter", "column", "bar", "line"]
    series: tuple[Series, ...]
    stacked: bool = False
    gap: int = 60
    overlap: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis. `crosses` says where on the other axis it stands; a `reverse` axis starts at the top or right.

    `strokes` stand at its labels. An axis of a `date` steps by so many of its `unit`.
    """

    kind: Literal["value", "category", "date"]
    low: float | None = None
    high: float | None = None
    step: float | None = None
    number_format: str = "General"
    grid: bool = False
    line: bool = True
    shown: bool = True
    labels: bool = True
    reverse: bool = False
    crosses: Literal["autoZero", "min", "max"] = "autoZero"
    skip: int = 1
    strokes: bool = False
    size: float = 12
    ink: Literal["text", "muted"] = "muted"
    unit: Literal["", "days", "months", "years"] = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart. `inner` is the plot's box (left, top, width, height) as shares of the chart, if not automatic.

    `spans` says that lines run on across empty cells. A small multiple stands in a grid of so many `columns`.
    """

    groups: tuple[Group, ...]
    x: Axis
    y: Axis
    grid: Grid
    legend: bool = False
    inner: tuple[float, float, float, float] | None = None
    font: float = 12
    title: str = ""
    spans: bool = False
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Canvas:
    """The room that a chart is laid out for, in points, and its font size."""

    width: float = 886
    height: float = 360
    font: float = 12

    @property
    def ticks(self) -> int:
        """Dates of the form `Mar 2020` that fit beside each other."""
        return max(int(self.width / (7.5 * self.font)), 3)


def serial(date: pd.Timestamp) -> float:
    """The number by which Office keeps a date: days since 30 Dec 1899."""
    return (date - _EPOCH) / pd.Timedelta(days=1)


def day(number_of_days: float) -> pd.Timestamp:
    """The date that Office keeps as this number."""
    return _EPOCH + pd.Timedelta(days=number_of_days)


def number(cell: Cell) -> float | None:
    """A cell as the number that a chart draws; None for text and empty cells."""
    if isinstance(cell, pd.Timestamp):
        return serial(cell)
    return None if cell is None or isinstance(cell, str) else float(cell)
