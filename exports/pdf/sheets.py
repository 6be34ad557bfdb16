"""Charts on sheets of A4: head with sentence and tiles, contents with page numbers, then each chart with its sources.

A page of the dashboard, or a briefing, to print or to send. Every chart is laid out anew for the width of the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from charts.citation import key_line, lead_source, remarks, source_line
from charts.few import Told, is_small, told
from charts.spec import ChartSpec
from charts.text import cut, one_line, web_address
from charts.tiles import Tile
from exports.briefing import Exhibit
from exports.deck.key_figures import key_figures, takeaway
from exports.deck.pages import known_text
from exports.note.base import ACCENT, BOTTOM, MUTED, PAGE_HEIGHT, RULE, SIDE, TEXT, TOP, WIDTH
from exports.paper import NO_HEAD, Head, Part, Rows, specs_of
from exports.pdf.book import Book, Sheet, remark
from exports.pdf.pen import Pen
from exports.pdf.rows import rows
from exports.references import PRODUCT
from loaders import Ledger
from loaders.geo import Geo
from render.picture.pdf import Area, Leaf, pdf
from render.picture.picture import chart_svg
from render.plan.bars import abreast
from render.plan.frame import text_width, wrap
from render.plan.plan import plan_of

_PIXELS = 1.5  # pixels of a drawing for a point of the sheet: its labels are near eight points
_HEIGHTS = {"map": 460, "timeline": 360, "spans": 300}  # pixels, where a chart asks for no height of its own
_HEIGHT = 340
_AROUND, _APART, _BAR = 70, 6, 13  # pixels around the rows of bars, between two of them, and of a bar
_LEAST = 150.0  # points that a drawing keeps however long the words around it are
_SHRUNK, _STRETCHED = 0.7, 1.3  # of the height that a drawing asks for: its least and its most to fill a sheet
_SPARE = 4.0  # points that stay empty at the foot of a sheet
_FULL = PAGE_HEIGHT - TOP - BOTTOM
_TILES = 3  # in a row
_GAP = 9.0
_SAID = WIDTH - 170  # points for what a figure told as a number is of


def sheets_pdf(
    title: str,
    exhibits: Sequence[Exhibit],
    geo: Geo,
    *,
    ledger: Ledger,
    head: Head = NO_HEAD,
    parts: Sequence[Part] = (),
    address: str = "",
    link: Callable[[Exhibit], str] = lambda _shown: "",
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Sheets of A4 as PDF, vector, with text as text; the same input gives the same bytes.

    Without `parts` the charts stand in one, and without a `head` the key figures of the charts do. `address` is where
    all of it stands on the screen, `link` gives the address that reopens a chart; `progress(done, of)` is told as the
    charts are drawn.
    """
    whole = tuple(parts) or (Part("", tuple(exhibits)),)
    specs = specs_of(whole)
    steps, tell = len(specs) + 1, progress or (lambda _done, _of: None)
    top = head if head != NO_HEAD else _briefed(exhibits, ledger)
    name = one_line(title) or "Briefing"
    pieces = [(part.question, piece) for part in whole for piece in ("", *part.pieces)]
    entries = [_entry(question, piece) for question, piece in pieces]
    listed = [(question, _Card(one) if isinstance(one, Exhibit) else one) for question, one in pieces]
    known = known_text(specs, ledger)
    first = Book()
    _opening(first, name, top, known)
    _contents(first, [(text, level, 0) for text, level in filter(None, entries)])
    ready = _Charts(geo, ledger, link)
    tried = Book(len(first.sheets))
    _written(tried, listed, replace(ready, drawing=False))
    body = Book(len(first.sheets), _higher(tried))
    found = _written(body, listed, ready, lambda done: tell(done, steps))
    front = Book()
    _opening(front, name, top, known)
    _contents(front, [(*entry, page) for entry, page in zip(entries, found, strict=True) if entry])
    sheets = [*front.sheets, *(body.sheets if listed and any(found) else [])]
    foot = "; ".join(filter(None, (known, f"data version {ledger.version[:12]}")))
    for number, sheet in enumerate(sheets, 1):
        _edges(sheet, name, address, foot, f"Page {number} of {len(sheets)}")
    made = pdf(
        [Leaf(one.pen.svg(), name if n == 0 else "", one.links, one.names) for n, one in enumerate(sheets)], name
    )
    tell(steps, steps)
    return made


@dataclass(frozen=True, slots=True)
class _Charts:
    """What cards are written with: maps, data, the address of each. Without `drawing` their drawings are left blank."""

    geo: Geo
    ledger: Ledger
    link: Callable[[Exhibit], str]
    drawing: bool = True


def _written(
    book: Book,
    listed: Sequence[tuple[str, object]],
    charts: _Charts,
    tell: Callable[[int], None] = lambda _done: None,
) -> list[int]:
    """Write questions and what answers them, one after the other; returns the page of each, 0 for none."""
    found, done = [], 0
    for at, (question, piece) in enumerate(listed):
        if piece == "":
            follows = next((one for _, one in listed[at + 1 :] if one != ""), "")
            page = _question(book, question, _height(follows)) if question else 0
        elif isinstance(piece, _Card):
            page, done = _chart(book, piece, charts), done + 1
            tell(done)
        elif isinstance(piece, Rows):
            page = rows(book, piece)
        else:
            page = remark(book, str(piece))
        found.append(page)
    return found


def _higher(tried: Book) -> list[float]:
    """The heights of the drawings of a book of low ones, which share what its sheets leave empty, within bounds.

    Those of the last sheet become as high as they ask for where they can, and the sheet ends where it ends.
    """
    heights = []
    for sheet in tried.sheets:
        left = max(PAGE_HEIGHT - BOTTOM - max(sheet.pen.y, sheet.reach) - _SPARE, 0.0)
        most = (1.0 if sheet is tried.sheet else _STRETCHED) / _SHRUNK - 1
        heights += [high * (1 + min(left / sum(sheet.drawn), most)) for high in sheet.drawn]
    return heights


def _briefed(exhibits: Sequence[Exhibit], ledger: Ledger) -> Head:
    """The head of charts that have none: their key figures, as on the first slide of a deck."""
    figures = key_figures(exhibits, ledger)
    tiles = [Tile(one.what, f"{one.hedge} {one.number}".strip(), one.when, source=one.who) for _, one in figures]
    return Head(takeaway([exhibits[at] for at, _ in figures]) if figures else "", tuple(tiles))


def _entry(question: str, piece: object) -> tuple[str, int] | None:
    """What the contents say of a piece, and how far in it stands; None for what they do not list."""
    if piece == "":
        return (question, 0) if question else None
    if isinstance(piece, Exhibit):
        return piece.headline, 1
    return (piece.title, 1) if isinstance(piece, Rows) else None


def _opening(book: Book, name: str, head: Head, known: str) -> None:
    pen = book.sheet.pen
    pen.block(name, 19, 24, bold=True)
    if head.sentence:
        pen.down(4)
        pen.block(head.sentence, 11, 15)
    if known:
        pen.down(2)
        pen.block(f"{known}.", 8.5, 11.5, colour=MUTED)
    pen.down(8)
    for start in range(0, len(head.tiles), _TILES):
        row = head.tiles[start : start + _TILES]
        wide = (WIDTH - (_TILES - 1) * _GAP) / _TILES
        high = max(_tile_height(one, wide) for one in row)
        pen = book.room(high + _GAP).pen
        top = pen.y
        for at, one in enumerate(row):
            pen.y = top
            _tile(pen, one, SIDE + at * (wide + _GAP), wide, high)
        pen.y = top + high + _GAP
    for text in head.remarks:
        remark(book, text)


def _tile_lines(one: Tile) -> list[tuple[str, float, float, str, bool]]:
    said = (
        (one.label, 8.0, 10.5, TEXT, False),
        (one.value, 14.0, 18.0, TEXT, True),
        (one.when, 7.5, 9.8, MUTED, False),
        (one.delta, 7.5, 9.8, MUTED, False),
        (one.source, 7.0, 9.2, MUTED, False),
    )
    return [line for line in said if line[0]]


def _tile_height(one: Tile, wide: float) -> float:
    lines = _tile_lines(one)
    return 12 + sum(len(wrap(t, wide - 14, size, 600 if b else 400)) * leading for t, size, leading, _, b in lines)


def _tile(pen: Pen, one: Tile, left: float, wide: float, high: float) -> None:
    pen.parts.append(
        f'<rect x="{left:.2f}" y="{pen.y:.2f}" width="{wide:.2f}" height="{high:.2f}" rx="3" fill="none"'
        f' stroke="#{RULE}" stroke-width="0.8"/>'
    )
    pen.down(5)
    for text, size, leading, colour, bold in _tile_lines(one):
        pen.block(text, size, leading, x=left + 7, width=wide - 14, colour=colour, bold=bold)


def _contents(book: Book, entries: Sequence[tuple[str, int, int]]) -> None:
    """What stands on which page; each line leads there."""
    if not entries:
        return
    pen = book.room(60).pen
    pen.heading("Contents")
    for text, level, page in entries:
        size, leading = (9.0, 13.0) if level == 0 else (8.0, 11.2)
        left = SIDE + 10 * level
        lines = wrap(text, WIDTH - 10 * level - 34, size, 400 if level else 600)
        sheet = book.room(leading * len(lines) + 3)
        pen = sheet.pen
        pen.down(3 if level == 0 else 0)
        top = pen.y
        pen.block(text, size, leading, x=left, width=WIDTH - 10 * level - 34, bold=level == 0)
        pen.line(str(page or ""), SIDE + WIDTH, pen.y - leading * 0.26, size, MUTED, anchor="end")
        if page:
            sheet.links.append(Area(left, top, WIDTH - 10 * level, pen.y - top, page=page))


def _question(book: Book, question: str, follows: float) -> int:
    """The heading of a part, which is never the last on its sheet."""
    sheet = book.room(40 + min(follows, _FULL - 40))
    if sheet.pen.y > TOP:
        sheet.pen.down(8)
    sheet.pen.block(question, 13, 17, colour=ACCENT, bold=True)
    sheet.pen.down(2)
    sheet.names.append(question)
    return book.number


@dataclass(frozen=True)
class _Card:
    """A chart with what is said and measured of it, worked out once: both books and the headings ask for it."""

    shown: Exhibit

    @property
    def spec(self) -> ChartSpec:
        return self.shown.spec

    @cached_property
    def small(self) -> bool:
        return is_small(self.spec)

    @property
    def drawn(self) -> bool:
        return not self.spec.is_empty and not self.small

    @cached_property
    def figures(self) -> list[Told]:
        return told(self.spec)

    @cached_property
    def source(self) -> str:
        return source_line(self.spec)

    @cached_property
    def lead(self) -> str:
        return lead_source(self.spec)

    @cached_property
    def notes(self) -> list[str]:
        """What stands below a drawing; of a chart shown as numbers, without the key to marks that it does not have."""
        without = key_line(self.spec) if self.small else []
        return [text for text in remarks(self.spec) if text not in without]

    @cached_property
    def words(self) -> float:
        """The height of all that a card says, in points."""
        point = self.shown.item.point
        return (
            14 * len(wrap(self.shown.headline, WIDTH - 20, 10.5, 600))
            + 11 * len(wrap(self.spec.subtitle, WIDTH - 20, 8.5))
            + 10 * len(wrap(self.source, WIDTH - 20, 7.5))
            + sum(9 * len(wrap(text, WIDTH - 20, 7)) for text in self.notes)
            + (12 * len(wrap(point, WIDTH - 20, 9)) if point else 0)
            + 30
        )

    @cached_property
    def high(self) -> float:
        """The height that its drawing asks for, in points."""
        if self.spec.is_empty:
            return 20.0
        if self.small:
            return 8.0 + sum(_figure_height(one.said) for one in self.figures)
        return max(self.spec.height or _HEIGHTS.get(self.spec.mark, _HEIGHT), _bars_height(self.spec)) / _PIXELS


def _bars_height(spec: ChartSpec) -> float:
    """Pixels at which no row of bars is so thin that its figure cannot be read; 0 for other charts."""
    if spec.mark != "bar" or spec.x_kind != "category":
        return 0.0
    plan = plan_of(spec)
    return _AROUND + len(plan.categories) * (_APART + _BAR * abreast(plan))


def _figure_height(said: str) -> float:
    return max(18.0, 4 + 11.0 * len(wrap(said, _SAID, 8.5))) + 3


def _height(piece: object) -> float:
    if isinstance(piece, _Card):
        return min(piece.words + piece.high * _SHRUNK, _FULL)
    return 60.0


def _room_of(book: Book, card: _Card) -> float:
    """How high the drawing of a chart is: as known, else as low as it may be."""
    if not card.drawn:
        return card.high
    if book.heights:
        return book.heights.pop(0)
    return max(min(card.high * _SHRUNK, _FULL - card.words), _LEAST)


def _chart(book: Book, card: _Card, charts: _Charts) -> int:
    """A card that is never cut over two sheets: a drawing that is too high for its words is drawn lower."""
    shown, spec, left, wide = card.shown, card.spec, SIDE + 10, WIDTH - 20
    words, link = card.words, web_address(charts.link(shown))
    high = _room_of(book, card)
    sheet = book.room(words + high + 8)
    sheet.reach = sheet.pen.y + words + high + 8
    sheet.drawn += [high] if card.drawn else []
    pen, top = sheet.pen, sheet.pen.y
    pen.down(7)
    pen.block(shown.headline, 10.5, 14, x=left, width=wide, bold=True)
    if link:
        sheet.links.append(Area(left, top + 7, wide, pen.y - top - 7, link))
    if spec.subtitle:
        pen.block(spec.subtitle, 8.5, 11, x=left, width=wide, colour=MUTED)
    if shown.item.point:
        pen.down(2)
        pen.block(shown.item.point, 9, 12, x=left, width=wide)
    pen.down(4)
    if spec.is_empty:
        pen.block(spec.empty, 9, 12, x=left, width=wide)
    elif card.small:
        _figures(pen, card.figures, left)
    else:
        pen.parts += [_drawing(spec, charts.geo, left, pen.y, wide, high)] if charts.drawing else []
        pen.down(high)
    pen.down(4)
    at = pen.y
    publication = _publication(charts.ledger, card.lead)
    colour = ACCENT if publication else MUTED
    pen.block(card.source, 7.5, 10, x=left, width=wide, colour=colour)
    if publication:
        sheet.links.append(Area(left, at, wide, pen.y - at, publication))
    for text in card.notes:
        pen.block(text, 7, 9, x=left, width=wide, colour=MUTED)
    pen.down(6)
    pen.parts.insert(
        0,
        f'<rect x="{SIDE:.2f}" y="{top:.2f}" width="{WIDTH:.2f}" height="{pen.y - top:.2f}" rx="3" fill="none"'
        f' stroke="#{RULE}" stroke-width="0.8"/>',
    )
    pen.down(8)
    sheet.names.append(shown.headline)
    return book.number


def _drawing(spec: ChartSpec, geo: Geo, left: float, top: float, wide: float, high: float) -> str:
    svg = chart_svg(spec, geo, round(wide * _PIXELS), round(high * _PIXELS))
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return (
        f'<svg x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{high:.2f}"'
        f' viewBox="0 0 {round(wide * _PIXELS)} {round(high * _PIXELS)}">{inner}</svg>'
    )


def _publication(ledger: Ledger, source: str) -> str:
    """The address of a publication on the web; empty where it has none."""
    found = ledger.sources.loc[ledger.sources["source"] == source, "url"]
    return web_address(str(found.iloc[0])) if source and len(found) else ""


def _figures(pen: Pen, figures: Sequence[Told], left: float) -> None:
    """Few figures as numbers, each with what it is of."""
    for one in figures:
        top = pen.y
        pen.line(one.text, left, top + 15, 13 if text_width(one.text, 13, 600) < 140 else 9, TEXT, bold=True)
        pen.down(4)
        pen.block(one.said, 8.5, 11, x=left + 150, width=_SAID)
        pen.y = top + _figure_height(one.said)


def _edges(sheet: Sheet, name: str, address: str, known: str, page: str) -> None:
    """At the head whose page it is and where it stands on the screen, at the foot what was known and its number."""
    pen = sheet.pen
    pen.line(cut(f"{name} · {PRODUCT}", 70), SIDE, 34, 8, MUTED)
    shown = web_address(address)
    if shown:
        pen.line(cut(shown, 60), SIDE + WIDTH, 34, 8, ACCENT, anchor="end")
        sheet.links.append(Area(SIDE + WIDTH / 2, 24, WIDTH / 2, 13, shown))
    pen.line(known, SIDE, PAGE_HEIGHT - 26, 8, MUTED)
    pen.line(page, SIDE + WIDTH, PAGE_HEIGHT - 26, 8, MUTED, anchor="end")
