"""Tables on sheets of A4: over as many sheets as they take, with their headings on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.text import cut
from exports.note.base import ACCENT, MUTED, RULE, SIDE, TEXT, TOP, WIDTH
from exports.paper import Rows
from exports.pdf.book import Book, remark
from exports.pdf.pen import Pen
from render.plan.frame import text_width, wrap

_CELL = 7.0  # size of the text of tables
_COLUMNS = (34.0, 150.0)  # narrowest and widest that a column asks for
_LINES = 3  # of a cell


def rows(book: Book, table: Rows) -> int:
    """A table, over as many sheets as it takes, with its headings on each."""
    sheet = book.room(70)
    if sheet.pen.y > TOP:
        sheet.pen.down(4)
    sheet.pen.block(table.title, 9, 12, bold=True)
    sheet.names.append(table.title)
    began, (shown, widths) = book.number, _fitted(table)
    _row(sheet.pen, shown.heads, widths, head=True)
    for row in shown.rows:
        high = _row_height(row, widths)
        before = book.number
        pen = book.room(high).pen
        if book.number > before:
            _row(pen, shown.heads, widths, head=True)
        _row(pen, row, widths)
    if table.of > len(table.rows):
        remark(book, f"The first {len(table.rows)} of {table.of:,} rows; all are on the screen and in its files.")
    if len(shown.heads) < len(table.heads):
        remark(book, f"Columns on the screen alone: {', '.join(table.heads[len(shown.heads) :])}.")
    book.sheet.pen.down(8)
    return began


def _fitted(table: Rows) -> tuple[Rows, list[float]]:
    """The columns of a table that a sheet has room for without breaking a word, the first before others; their widths.

    Each is as wide as its words ask for, within bounds, in proportion.
    """
    wanted, used = [], 0.0
    for column in zip(table.heads, *table.rows, strict=True):
        longest = max(text_width(word, _CELL, 600) for text in column for word in text.split() or [""]) + 8
        least = max(min(longest, _COLUMNS[1]), _COLUMNS[0])
        used += least
        if used > WIDTH:
            break
        wanted.append(max(min(max(text_width(text, _CELL, 600) for text in column) + 8, _COLUMNS[1]), least))
    shown = replace(table, heads=table.heads[: len(wanted)], rows=tuple(row[: len(wanted)] for row in table.rows))
    return shown, [WIDTH * one / sum(wanted) for one in wanted]


def _cells(row: Sequence[str], widths: Sequence[float], *, head: bool = False) -> list[list[str]]:
    cells = []
    for text, width in zip(row, widths, strict=True):
        lines = wrap(text, width - 6, _CELL, 600 if head else 400)
        cells.append(lines if len(lines) <= _LINES else [*lines[: _LINES - 1], cut(" ".join(lines[_LINES - 1 :]), 12)])
    return cells


def _row_height(row: Sequence[str], widths: Sequence[float]) -> float:
    return 9.0 * max([1, *map(len, _cells(row, widths))]) + 3.5


def _row(pen: Pen, row: Sequence[str], widths: Sequence[float], *, head: bool = False) -> None:
    left, top = SIDE, pen.y
    for lines, width in zip(_cells(row, widths, head=head), widths, strict=True):
        for at, text in enumerate(lines):
            pen.line(text, left, top + 8.5 + 9 * at, _CELL, MUTED if head else TEXT, bold=head)
        left += width
    pen.y = top + 9.0 * max([1, *map(len, _cells(row, widths, head=head))]) + 2.5
    pen.rule(WIDTH, ACCENT if head else RULE)
    pen.down(1)
