"""What goes on paper besides charts: the head of a page, its parts with their questions, and its tables as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts.spec import ChartSpec
from charts.text import one_line
from charts.tiles import Tile
from exports.briefing import Exhibit

MOST_ROWS = 60  # of a table that go on paper
_LEFT_OUT = ("Address",)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as text: what it is called, its headings and rows, and how many rows it has in all."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    of: int


Piece = Exhibit | Rows | str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page under its question: charts, tables and quiet remarks in their order."""

    question: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the parts: the computed sentence, tiles, and remarks on what is shown."""

    sentence: str = ""
    tiles: tuple[Tile, ...] = ()
    remarks: tuple[str, ...] = ()


NO_HEAD = Head()


def rows_of(frame: pd.DataFrame, title: str) -> Rows:
    """The first rows of a table as a reader sees them, without addresses: `7 Feb 2026`, `1,234`."""
    kept = frame.drop(columns=[name for name in _LEFT_OUT if name in frame]).head(MOST_ROWS)
    texts = [kept[name].map(_text).tolist() for name in kept.columns]
    rows = tuple(zip(*texts, strict=True)) if texts else ()
    return Rows(title, tuple(str(name) for name in kept.columns), rows, len(frame))


def _text(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)) and pd.notna(value):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6g}"
    return one_line(str(value)) if pd.notna(value) else ""


def specs_of(parts: tuple[Part, ...]) -> list[ChartSpec]:
    """The charts of the parts, in their order."""
    return [piece.spec for part in parts for piece in part.pieces if isinstance(piece, Exhibit)]
