"""A briefing as a PDF of slides: the pages of the deck, drawn from the same plan, with text as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from charts.spec import ChartSpec
from charts.text import one_line
from exports.briefing import Exhibit
from exports.deck.key_figures import KeyFigure, key_figures, takeaway
from exports.deck.look import POINT, Box, Look
from exports.deck.pages import ROWS, ROWS_SIZE, SOURCES_SIZE, facts_of, known_text, sources_page, text_box_of
from exports.deck.plan import MORE, SlidePlan, Words, fitted, height_of, level_of, lines_of, plan
from exports.deck.preview import chart_parts, rectangle_svg, slide_svg, words_svg
from exports.deck.summary import INSET, TITLE, card_sizes, laid
from exports.deck.tables import Table, pages, rows_table
from exports.deck.template import default
from loaders import Ledger
from loaders.geo import Geo
from render.picture.pdf import Area, Leaf, pdf

IN_THE_WORKBOOK = "More in the workbook."
_PAD = 4 * POINT
_GAP = 14 * POINT
_TITLE_WIDE = 0.4  # of the foot: the day of knowledge stands in its middle
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

    A chart alone is its page, with its table where it has one. The look is our own; `progress(done, of)` is told after
    the cover and after each chart. The same input gives the same bytes.
    """
    look, steps = default().look, len(exhibits) + 2
    tell = progress or (lambda _done, _of: None)
    book, alone = _Book(one_line(title) or "Briefing", look, []), len(exhibits) == 1
    if not alone:
        _open(book, exhibits, ledger)
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
    if not alone:
        _close(book, [one.spec for one in exhibits], ledger)
    made = pdf(book.leaves, book.title)
    tell(steps, steps)
    return made


@dataclass(frozen=True, slots=True)
class _Book:
    """The pages so far, all with the title of the briefing, the day of knowledge and their number at the foot."""

    title: str
    look: Look
    leaves: list[Leaf]

    def add(self, parts: Sequence[str], name: str, known: str, links: Sequence[Area] = ()) -> None:
        """Append a page of these elements with its foot; `name` stands in the outline."""
        self.put([*parts, *self._foot(known)], name, links)

    def put(self, parts: Sequence[str], name: str, links: Sequence[Area] = ()) -> None:
        """Append a page of these elements alone."""
        svg = slide_svg(parts, self.look, round(self.look.width / POINT))
        self.leaves.append(Leaf(svg, name, links))

    def _foot(self, known: str) -> list[str]:
        look = self.look
        top = look.free.bottom + 6 * POINT
        box = Box(look.free.left, top, look.free.width, height_of(1, _FOOT))
        words = Words("footer", box, (), _FOOT, look.muted, font=look.body)
        title = fitted(self.title, round(look.free.width * _TITLE_WIDE), (_FOOT,), 1, look.body)[0].text
        return [
            words_svg(replace(words, paragraphs=(text,), align=align), look)
            for text, align in ((title, "l"), (known, "ctr"), (str(len(self.leaves) + 1), "r"))
            if text
        ]


def _open(book: _Book, exhibits: Sequence[Exhibit], ledger: Ledger) -> None:
    """The cover, and the page of key figures where there are some."""
    specs = [one.spec for one in exhibits]
    book.put(_cover(book.title, facts_of(specs, ledger), book.look), "Cover")
    if figures := key_figures(exhibits, ledger):
        told = [exhibits[at] for at, _ in figures]
        page = _summary(takeaway(told), [figure for _, figure in figures], book.look)
        book.add(page, TITLE, known_text(specs, ledger))


def _close(book: _Book, specs: Sequence[ChartSpec], ledger: Ledger) -> None:
    """The page of sources."""
    look = book.look
    heading, table = sources_page(specs, ledger, look)
    heading, box = heading.replace("in the notes", "in the workbook"), text_box_of(look)
    page = [_title(heading, look), *_table(table, box, look, SOURCES_SIZE)]
    book.add(page, "Sources", known_text(specs, ledger), _links(table, box, look, SOURCES_SIZE))


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
    rest = Box(room.left, head.bottom + 2 * _GAP, room.width, room.bottom - head.bottom - 2 * _GAP)
    colours = (look.muted, look.accent, look.text, look.muted, look.muted)
    for figure, (box, number, what) in zip(figures, laid(figures, rest, look), strict=True):
        parts.append(rectangle_svg(box, look.panel))
        text, down = box.width - 2 * INSET, box.top + INSET
        lines = zip(figure.lines, card_sizes(number, what), colours, strict=True)
        for at, (words, (size, space), colour) in enumerate(lines):
            tall = height_of(max(len(lines_of(words, text, size, look.body)), 1), size)
            place = Box(box.left + INSET, down + round(space * POINT), text, tall)
            parts.append(words_svg(Words("card", place, (words,), size, colour, bold=at == 1, font=look.body), look))
            down = place.bottom
    return parts


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
