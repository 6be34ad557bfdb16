"""Sheets of A4 that are written one after the other, and what they remember: links, outline, drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from exports.note.base import BOTTOM, MUTED, PAGE_HEIGHT, TOP, WIDTH
from exports.pdf.pen import Pen
from render.picture.pdf import Area
from render.plan.frame import wrap


@dataclass(slots=True)
class Sheet:
    """A page that is being written: its pen, what it leads to, what the outline calls its parts, its drawings.

    Of a drawing it knows how high it is, in points; `reach` is how far down its last card was reckoned to go.
    """

    pen: Pen = field(default_factory=Pen)
    links: list[Area] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    reach: float = 0.0


class Book:
    """Sheets one after the other; `before` is how many stand in front of them.

    `heights` are those of its drawings in their order, where they are known.
    """

    def __init__(self, before: int = 0, heights: Sequence[float] = ()) -> None:
        self.sheets = [Sheet()]
        self.heights = list(heights)
        self._before = before

    @property
    def sheet(self) -> Sheet:
        """The open sheet."""
        return self.sheets[-1]

    @property
    def number(self) -> int:
        """The number of the open sheet, from 1."""
        return self._before + len(self.sheets)

    def room(self, high: float) -> Sheet:
        """The open sheet where it has `high` points left, else a new one."""
        if self.sheet.pen.y + high > PAGE_HEIGHT - BOTTOM and self.sheet.pen.y > TOP:
            self.sheets.append(Sheet())
        return self.sheet


def remark(book: Book, text: str) -> int:
    """Write a small text; returns its page."""
    sheet = book.room(11 * len(wrap(text, WIDTH, 8)))
    sheet.pen.block(text, 8, 11, colour=MUTED)
    sheet.pen.down(5)
    return book.number
