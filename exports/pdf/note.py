"""The one-page note as PDF: what `exports.note` has laid out, drawn at once, with text as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts.text import one_line, xml_text
from exports.briefing import Exhibit
from exports.note.base import ACCENT, BOTTOM, MUTED, PAGE_HEIGHT, RULE, SIDE, TEXT, WIDTH
from exports.note.document import PIXELS, drawing, margins, page_of
from exports.note.page import CHARTS, COLUMNS, GUTTER, HEADS, POINT_LEADING, POINT_SIZE, Page, caption, cells, closed
from exports.pdf.pen import Pen
from exports.references import PRODUCT
from loaders import Ledger
from loaders.geo import Geo
from render.picture.pdf import Leaf, pdf
from render.plan.frame import text_width, wrap


def note_pdf(title: str, exhibits: Sequence[Exhibit], geo: Geo, *, ledger: Ledger, address: str = "") -> bytes:
    """The note as PDF of one A4 page; the same words, figures and pictures as the DOCX, the same bytes each time."""
    page = page_of(title, exhibits, ledger)
    pen = Pen()
    date, where = margins(exhibits, address)
    pen.line(PRODUCT, SIDE, 34, 8, MUTED)
    pen.line(date, SIDE + WIDTH, 34, 8, MUTED, anchor="end")
    pen.line(where, SIDE, PAGE_HEIGHT - 26, 8, MUTED)
    pen.line("Page 1 of 1", SIDE + WIDTH, PAGE_HEIGHT - 26, 8, MUTED, anchor="end")
    pen.block(one_line(title), 19, 24, bold=True)
    pen.down(3)
    pen.block(page.lead, 9.5, 12.5, colour=MUTED)
    pen.down(8)
    _points(pen, page)
    if page.pictured:
        pen.heading(CHARTS)
        _pictures(pen, page, geo)
    if page.figures:
        pen.heading(page.heading)
        _table(pen, page)
    if page.left_out:
        pen.down(3)
        pen.block(page.left_out, 8, 10.5, colour=MUTED)
    _footnotes(pen, page)
    return pdf([Leaf(pen.svg())], title)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the sentences; a `raised` one is the number of a footnote and follows without a blank."""

    text: str
    bold: bool = False
    raised: bool = False

    @property
    def size(self) -> float:
        return POINT_SIZE * 0.62 if self.raised else POINT_SIZE

    @property
    def width(self) -> float:
        return text_width(self.text, self.size, 700 if self.bold else 400)

    @property
    def svg(self) -> str:
        rise = ' dy="-3.6"' if self.raised else ""
        text = xml_text(self.text if self.raised else f"{self.text} ")
        return f'<tspan{rise} font-size="{self.size:g}" font-weight="{700 if self.bold else 400}">{text}</tspan>'


def _words(page: Page) -> Iterator[_Word]:
    for number, (found, _) in enumerate(page.points, 1):
        yield from (_Word(text, bold=number == 1) for text in closed(found.headline).split())
        yield _Word(str(number), raised=True)
        more = closed(found.item.point) or (closed(found.spec.empty) if found.spec.is_empty else "")
        yield from map(_Word, more.split())


def _points(pen: Pen, page: Page) -> None:
    """The sentences as one paragraph beside a stroke, the first in bold, each with the number of its footnote."""
    lines: list[list[_Word]] = []
    used = 0.0
    for word in _words(page):
        if not lines or (not word.raised and used + word.width > WIDTH - 12):
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += word.width + text_width(" ", POINT_SIZE, 400)
    top = pen.y
    for line in lines:
        pen.y += POINT_LEADING
        pen.parts.append(
            f'<text x="{SIDE + 9}" y="{pen.y - POINT_LEADING * 0.28:.2f}" fill="#{TEXT}" xml:space="preserve">'
            f"{''.join(_spans(line))}</text>"
        )
    if lines:
        stroke = f'<rect x="{SIDE}" y="{top:.2f}" width="2.25" height="{pen.y - top + 2:.2f}" fill="#{ACCENT}"/>'
        pen.parts.append(stroke)
        pen.down(3.5)


def _spans(line: Sequence[_Word]) -> Iterator[str]:
    """The words of a line; what follows a raised one comes down again, with the blank that it lacks."""
    raised = False
    for at, word in enumerate(line):
        follows = at + 1 < len(line) and line[at + 1].raised
        svg = word.svg.replace(" </tspan>", "</tspan>") if follows else word.svg
        if raised:
            svg = svg.replace("<tspan", '<tspan dy="3.6"', 1).replace(">", "> ", 1)
        raised = word.raised
        yield svg


def _pictures(pen: Pen, page: Page, geo: Geo) -> None:
    """Pictures side by side, each under its subtitle; beneath them how to read their marks."""
    width, high, top = page.picture_width, page.picture_height, pen.y
    bottoms = []
    for at, found in enumerate(page.pictured):
        pen.y = top
        pen.block(caption(found), 8, 10.5, x=SIDE + at * (width + GUTTER), width=width, bold=True)
        bottoms.append(pen.y)
    pen.y = max(bottoms) + 2
    for at, found in enumerate(page.pictured):
        svg = drawing(found.spec, geo, width, high)
        inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
        pen.parts.append(
            f'<svg x="{SIDE + at * (width + GUTTER):.2f}" y="{pen.y:.2f}" width="{width:.2f}" height="{high}"'
            f' viewBox="0 0 {round(width * PIXELS)} {round(high * PIXELS)}">{inner}</svg>'
        )
    pen.down(high + 3)
    if page.key:
        pen.block(page.key, 7, 8.8, colour=MUTED)


def _table(pen: Pen, page: Page) -> None:
    for number, row in enumerate([HEADS, *map(cells, page.figures)]):
        top, left, bottoms = pen.y, SIDE, []
        for column, (text, share) in enumerate(zip(row, COLUMNS, strict=True)):
            pen.y = top + 1
            bold = number == 0 or column == 1
            pen.block(
                text,
                8.5 if number else 8,
                11,
                x=left,
                width=WIDTH * share - 6,
                colour=TEXT if number else MUTED,
                bold=bold,
            )
            bottoms.append(pen.y)
            left += WIDTH * share
        pen.y = max(bottoms) + 1.5
        pen.rule(WIDTH, RULE if number else ACCENT)


def _footnotes(pen: Pen, page: Page) -> None:
    """The sources at the foot of the page, under a short line."""
    notes = [wrap(f"{number} {text}", WIDTH, 7, 400) for number, (_, text) in enumerate(page.points, 1)]
    if not notes:
        return
    pen.y = PAGE_HEIGHT - BOTTOM - sum(8.8 * len(lines) + 0.8 for lines in notes) - 6
    pen.rule(140, TEXT)
    pen.down(4)
    for lines in notes:
        for one in lines:
            pen.y += 8.8
            pen.line(one, SIDE, pen.y - 2.2, 7, MUTED)
        pen.down(0.8)
