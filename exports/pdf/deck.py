"""A briefing as a PDF of slides: the pages of the deck, drawn from the same plan, with text as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from charts.text import one_line
from exports.briefing import Exhibit
from exports.deck.key_figures import KeyFigure, key_figures, takeaway
from exports.deck.look import POINT, Box, Look
from exports.deck.pages import ROWS, ROWS_SIZE, SOURCES_SIZE, facts_of, known_text, sources_page, text_box_of
from exports.deck.plan import MORE, SlidePlan, Words, fitted, height_of, level_of, lines_of, plan
from exports.deck.preview import chart_parts, rectangle_svg, slide_svg, words_svg
from exports.deck.summary import TITLE
from exports.deck.tables import Table, pages, rows_table
from exports.deck.template import default
from loaders import Ledger
from loaders.geo import Geo
from render.picture.pdf import Area, Leaf, pdf

IN_THE_WORKBOOK = "More in the workbook."
_PAD = 4 * POINT
_GAP = 14 * POINT
_INSET = 12 * POINT
_NUMBERS = (36.0, 32.0, 28.0, 24.0, 20.0, 18.0)
_FOOT = 10.0


def deck_pdf(
    title: str,
    exhibits: Sequence[Exhibit],
    geo: Geo,
    *,
    ledger: Ledger,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """The briefing as PDF: cover, key figures, a page a chart with its sources, tables of events and flows, sources.

    The look is our own; `progress(done, of)` is told after the cover and after each chart. The same input gives the
    same bytes.
    """
    look, steps = default().look, len(exhibits) + 2
    tell = progress or (lambda _done, _of: None)
    specs = [one.spec for one in exhibits]
    book = _Book(one_line(title) or "Briefing", look, [])
    book.add(_cover(book.title, facts_of(specs, ledger), look), "Cover")
    known = known_text(specs, ledger)
    if figures := key_figures(exhibits, ledger):
        told = [exhibits[at] for at, _ in figures]
        book.add(_summary(takeaway(told), [figure for _, figure in figures], look), TITLE, known)
    tell(1, steps)
    level = level_of(exhibits, look)
    for done, exhibit in enumerate(exhibits, 2):
        date = known_text([exhibit.spec], ledger)
        book.add(chart_parts(exhibit, geo, look, _without_notes(plan(exhibit, look, level))), exhibit.headline, date)
        for part in _rows(exhibit, look):
            book.add(
                [_title(ROWS[exhibit.spec.mark], look), *_table(part, text_box_of(look), look, ROWS_SIZE)], "", date
            )
        tell(done, steps)
    heading, table = sources_page(specs, ledger, look)
    heading = heading.replace("in the notes", "in the workbook")
    box = text_box_of(look)
    book.add(
        [_title(heading, look), *_table(table, box, look, SOURCES_SIZE)],
        "Sources",
        known,
        _links(table, box, look, SOURCES_SIZE),
    )
    made = pdf(book.leaves, book.title)
    tell(steps, steps)
    return made


@dataclass(frozen=True, slots=True)
class _Book:
    """The pages so far, all with the title of the briefing, the day of knowledge and their number at the foot."""

    title: str
    look: Look
    leaves: list[Leaf]

    def add(self, parts: Sequence[str], name: str, known: str = "", links: Sequence[Area] = ()) -> None:
        """Append a page of these elements; `name` stands in the outline."""
        feet = self._foot(known) if self.leaves else []
        svg = slide_svg([*parts, *feet], self.look, round(self.look.width / POINT))
        self.leaves.append(Leaf(svg, name, links))

    def _foot(self, known: str) -> list[str]:
        look = self.look
        top = look.free.bottom + 6 * POINT
        box = Box(look.free.left, top, look.free.width, height_of(1, _FOOT))
        words = Words("footer", box, (), _FOOT, look.muted, font=look.body)
        title = fitted(self.title, look.free.width // 2, (_FOOT,), 1, look.body)[0].text
        return [
            words_svg(replace(words, paragraphs=(text,), align=align), look)
            for text, align in ((title, "l"), (known, "ctr"), (str(len(self.leaves) + 1), "r"))
            if text
        ]


def _without_notes(made: SlidePlan) -> SlidePlan:
    """A PDF has no notes to send its reader to."""
    told = (
        replace(words, paragraphs=tuple(text.replace(MORE, IN_THE_WORKBOOK) for text in words.paragraphs))
        for words in made.words
    )
    return replace(made, words=tuple(told))


def _cover(title: str, facts: Sequence[str], look: Look) -> list[str]:
    width = look.free.width
    line, _ = fitted(title, width, (40.0, 36.0, 32.0, 28.0, 24.0), 4, look.heading, bold=True)
    high = height_of(line.lines, line.size)
    top = look.height // 2 - high
    head = Box(look.free.left, top, width, high)
    words = Words("title", head, (line.text,), line.size, look.title_colour, bold=True, font=look.heading)
    below = Box(look.free.left, head.bottom + _GAP, width, look.height - head.bottom - 2 * _GAP)
    return [
        words_svg(words, look),
        words_svg(Words("facts", below, tuple(facts), 16.0, look.muted, font=look.body), look),
    ]


def _title(text: str, look: Look) -> str:
    line, _ = fitted(text, look.title.width, (28.0, 24.0, 20.0), 2, look.heading, bold=True)
    box = replace(look.title, height=height_of(line.lines, line.size))
    return words_svg(
        Words("title", box, (line.text,), line.size, look.title_colour, bold=True, font=look.heading), look
    )


def _summary(said: str, figures: Sequence[KeyFigure], look: Look) -> list[str]:
    """The takeaway, and a card a figure: hedge, number, what is counted, date and source."""
    room = text_box_of(look)
    line, _ = fitted(said, room.width, (20.0, 18.0, 16.0, 14.0), 3, look.body)
    head = Box(room.left, room.top, room.width, height_of(line.lines, line.size))
    parts = [_title(TITLE, look), words_svg(Words("takeaway", head, (line.text,), line.size, look.text), look)]
    wide = (room.width - (len(figures) - 1) * _GAP) // len(figures)
    text = wide - 2 * _INSET
    number = next(
        (size for size in _NUMBERS if all(_lines(one.number, text, size, look) <= 1 for one in figures)), 18.0
    )
    # What the lines of a card say, with size, weight and colour.
    sizes = (
        (14.0, False, look.muted),
        (number, True, look.accent),
        (14.0, False, look.text),
        (12.0, False, look.text),
        (11.0, False, look.muted),
    )
    high = max(sum(_high(t, text, s, look) for t, (s, _, _) in zip(one.lines, sizes, strict=True)) for one in figures)
    top = head.bottom + 2 * _GAP
    for at, figure in enumerate(figures):
        left = room.left + at * (wide + _GAP)
        parts.append(rectangle_svg(Box(left, top, wide, high + 2 * _INSET), look.panel))
        down = top + _INSET
        for words, (size, bold, colour) in zip(figure.lines, sizes, strict=True):
            tall = _high(words, text, size, look)
            box = Box(left + _INSET, down, text, tall)
            parts.append(words_svg(Words("card", box, (words,), size, colour, bold=bold, font=look.body), look))
            down += tall
    return parts


def _lines(text: str, width: int, size: float, look: Look) -> int:
    return len(lines_of(text, width, size, look.body, bold=True))


def _high(text: str, width: int, size: float, look: Look) -> int:
    return height_of(max(len(lines_of(text, width, size, look.body)), 1), size) + 3 * POINT


def _rows(exhibit: Exhibit, look: Look) -> list[Table]:
    """What a timeline, strips or a flow diagram shows as a table, where one page holds all of it, as in the deck."""
    if exhibit.spec.mark not in ROWS or exhibit.spec.is_empty:
        return []
    parts = pages(rows_table(exhibit.spec), text_box_of(look), look, ROWS_SIZE)
    return parts if len(parts) == 1 else []


def _tops(table: Table, box: Box, look: Look, size: float) -> list[int]:
    """Where each row of a table begins, its headings included, and where the last one ends."""
    tops = [box.top]
    for at, row in enumerate((table.heads, *table.rows)):
        widths = _widths(table, box)
        lines = [
            len(lines_of(one_line(text), width - 2 * _PAD, size, look.body, bold=not at))
            for text, width in zip(row, widths, strict=True)
        ]
        tops.append(tops[-1] + height_of(max([1, *lines]), size) + _PAD)
    return tops


def _widths(table: Table, box: Box) -> list[int]:
    return [int(box.width * share / sum(table.shares)) for share in table.shares]


def _table(table: Table, box: Box, look: Look, size: float) -> list[str]:
    """The cells of a table under its headings, with a hairline beneath each row."""
    parts = []
    tops, widths = _tops(table, box, look, size), _widths(table, box)
    for at, row in enumerate((table.heads, *table.rows)):
        left = box.left
        for column, (text, width) in enumerate(zip(row, widths, strict=True)):
            cell = Box(left, tops[at] + _PAD // 2, width - 2 * _PAD, tops[at + 1] - tops[at] - _PAD // 2)
            linked = bool(at and column == 1 and table.links and table.links[at - 1])
            colour = look.accent if linked or not at else look.text
            parts.append(
                words_svg(Words("cell", cell, (one_line(text),), size, colour, bold=not at, font=look.body), look)
            )
            left += width
        parts.append(rectangle_svg(Box(box.left, tops[at + 1], box.width, POINT // 2), look.rule))
    return parts


def _links(table: Table, box: Box, look: Look, size: float) -> list[Area]:
    """The second cells of the rows, each leading to its publication."""
    tops, widths = _tops(table, box, look, size), _widths(table, box)
    left, wide = (box.left + widths[0]) / POINT, widths[1] / POINT
    return [
        Area(left, tops[at] / POINT, wide, (tops[at + 1] - tops[at]) / POINT, link)
        for at, link in enumerate(table.links, 1)
        if link
    ]
