"""A one-page Word note: the key sentences with footnoted sources, pictures of charts, and a table of key figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any

import pandas as pd
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from charts.alt import describe
from charts.spec import ChartSpec, as_of_text
from charts.text import one_line, web_address
from exports.archive import steady
from exports.briefing import Exhibit
from exports.note.base import ACCENT, HEIGHT, RULE, WIDTH, base
from exports.note.words import KeyFigure, key_figures, key_text, shared_out, sources_text, vintage_text
from exports.references import PRODUCT
from loaders import Ledger
from loaders.geo import Geo
from render.picture.picture import chart_svg, svg_png
from render.plan.frame import wrap

MOST_POINTS = 6
_SLACK = 12.0  # points that stay free: other programs break lines a little differently
_GUTTER = 14.0
_COLUMNS = (0.46, 0.19, 0.16, 0.19)  # shares of the table's width
_HEADS = ("What is counted", "Figure", "Holds for", "Stated by")
# Pictures, rows of the table, height of the pictures in points: the fullest page first.
_LAYOUTS = (
    (2, 9, 150),
    (2, 8, 140),
    (2, 7, 132),
    (2, 6, 126),
    (2, 5, 118),
    (2, 4, 112),
    (2, 3, 108),
    (2, 3, 100),
    (1, 6, 130),
    (1, 5, 118),
    (1, 4, 110),
    (1, 3, 100),
)
_BARE = ((0, 6, 0), (0, 4, 0), (0, 0, 0))
_PIXELS = 1.75  # pixels of a drawing for a point of the page, so that its labels are near eight points
_SHARPNESS = 2.4
_MOST_ROWS = 12  # of bars, for labels that can be read in a small picture


@dataclass(frozen=True)
class Page:
    """What stands on the page: the charts that are told, how many are shown as pictures, the rows of the table."""

    title: str
    exhibits: Sequence[Exhibit]
    told: int
    pictures: int
    rows: int
    picture_height: float
    footnotes: Sequence[str]
    stated: Sequence[Sequence[KeyFigure]]

    @cached_property
    def points(self) -> Sequence[Exhibit]:
        """The exhibits whose sentences are on the page."""
        return self.exhibits[: self.told]

    @cached_property
    def pictured(self) -> Sequence[Exhibit]:
        """The exhibits that are shown as pictures."""
        held = [found for found in self.points if not found.spec.is_empty]
        # Charts that can be read at this size come first, and those chosen keep their order.
        best = sorted(range(len(held)), key=lambda at: not _is_plain(held[at].spec))[: self.pictures]
        return [held[at] for at in sorted(best)]

    @cached_property
    def figures(self) -> list[KeyFigure]:
        """The rows of the table."""
        return shared_out(self.stated[: self.told], self.rows)

    @cached_property
    def lead(self) -> str:
        """Dates, vintage and leading source of the whole note."""
        return vintage_text([found.spec for found in self.exhibits])

    @property
    def left_out(self) -> str:
        """What the briefing holds beyond this page."""
        more = len(self.exhibits) - self.told
        if not more:
            return ""
        return f"{more} more chart{'s' if more > 1 else ''} of this briefing {'are' if more > 1 else 'is'} in the deck."

    @property
    def height(self) -> float:
        """Points that the page takes, reckoned with the widths of the letters."""
        used = 24.0 * _lines(one_line(self.title), WIDTH, 19, 600) + 3
        used += 12.5 * _lines(self.lead, WIDTH, 9.5) + 8
        used += sum(12.5 * _lines(_said(found), WIDTH - 9, 9.5, 600) + 3.5 for found in self.points)
        if self.pictured:
            captions = [_lines(_caption(found), self.picture_width, 8, 600) for found in self.pictured]
            keys = [_lines(key_text(found.spec), self.picture_width, 7) for found in self.pictured]
            used += 24 + 10.5 * max(captions) + 2 + self.picture_height + 4 + 8.8 * max(keys)
        if self.figures:
            used += 24 + 14 + sum(13.5 * _row_lines(figure) for figure in self.figures)
        used += 13.5 * bool(self.left_out) + 8
        return used + sum(8.8 * _lines(f"9 {text}", WIDTH, 7) + 0.8 for text in self.footnotes[: self.told])

    @property
    def picture_width(self) -> float:
        """Points: two pictures share the row."""
        return (WIDTH - _GUTTER) / 2 if len(self.pictured) > 1 else WIDTH


def note(title: str, exhibits: Sequence[Exhibit], geo: Geo, *, ledger: Ledger, address: str = "") -> bytes:
    """The note as DOCX; `ledger` names the publications behind sums, `address` is where the briefing can be reopened.

    The page holds the first six charts at most; fewer, smaller pictures and fewer rows make room for long sentences,
    and a line says how many charts are left out. The same input gives the same bytes.
    """
    texts = [sources_text(found.spec, ledger) for found in exhibits[:MOST_POINTS]]
    page = laid_out(title, exhibits, texts)
    document = Document(BytesIO(base(texts[: page.told])))
    _properties(document, page)
    _edges(document, page, address)
    document.add_paragraph(one_line(page.title), style="Title")
    document.add_paragraph(page.lead, style="Subtitle")
    for number, found in enumerate(page.points, 1):
        _point(document, found, number)
    if page.pictured:
        _heading(document, "Charts")
        _pictures(document, page, geo)
    if page.figures:
        _heading(document, "Key figures")
        _table(document, page.figures)
    if page.left_out:
        document.add_paragraph(page.left_out, style="Quiet")
    out = BytesIO()
    document.save(out)
    return steady(out.getvalue())


def laid_out(title: str, exhibits: Sequence[Exhibit], footnotes: Sequence[str]) -> Page:
    """The fullest page that fits: as many sentences as can be, then as many pictures and rows as there is room for."""
    most = min(len(exhibits), MOST_POINTS)
    tries = [(told, layout) for told in range(most, 1, -1) for layout in _LAYOUTS]
    tries += [(told, layout) for told in range(most, -1, -1) for layout in (*_LAYOUTS[-2:], *_BARE)]
    stated = [key_figures(found.spec) for found in exhibits[:most]]
    pages = (Page(title, exhibits, told, *layout, footnotes, stated) for told, layout in tries)
    bare = Page(title, exhibits, 0, 0, 0, 0, footnotes, stated)
    return next((page for page in pages if page.height <= HEIGHT - _SLACK), bare)


def _is_plain(spec: ChartSpec) -> bool:
    """Whether a chart can be read at half the width of a page: one panel, and rows that are not too many."""
    lying = spec.mark in ("bar", "dumbbell", "spans", "timeline", "sankey")
    return not spec.facet and not (lying and spec.data["x"].nunique() > _MOST_ROWS)


def _said(found: Exhibit) -> str:
    return " ".join(text for text in (_closed(found.headline), _closed(found.item.point)) if text)


def _closed(text: str) -> str:
    line = one_line(text)
    return line if not line or line.endswith((".", "?", "!", "…")) else f"{line}."


def _caption(found: Exhibit) -> str:
    return one_line(found.spec.subtitle)


@lru_cache(maxsize=2000)
def _lines(text: str, width: float, size: float, weight: int = 400) -> int:
    return max(len(wrap(text, width, size, weight)), 1)


def _row_lines(figure: KeyFigure) -> int:
    cells = (figure.what, figure.figure, figure.date, figure.publisher)
    return max(
        _lines(text, WIDTH * share - 6, 8.5, 600 if at == 1 else 400)
        for at, (text, share) in enumerate(zip(cells, _COLUMNS, strict=True))
    )


def _properties(document: Any, page: Page) -> None:
    newest = [found.spec.data["published"].max() for found in page.exhibits]
    dates = [found.spec.known_on for found in page.exhibits] + newest
    when = max((date for date in dates if pd.notna(date)), default=pd.Timestamp(1980, 1, 1)).to_pydatetime()
    words = document.core_properties
    words.title, words.subject = one_line(page.title)[:255], page.lead[:255]
    words.author = words.last_modified_by = PRODUCT
    # The newest publication dates the note, so that the same figures give the same bytes.
    words.created = words.modified = when
    words.language, words.revision = "en-GB", 1


def _edges(document: Any, page: Page, address: str) -> None:
    """Header with the product and the date, footer with the address and the page."""
    section = document.sections[0]
    newest = max(
        (found.spec for found in page.exhibits if pd.notna(found.spec.as_of)), key=lambda spec: spec.as_of, default=None
    )
    head = section.header.paragraphs[0]
    head.add_run(f"{PRODUCT}\t{as_of_text(newest) if newest else ''}")
    foot = section.footer.paragraphs[0]
    foot.add_run(web_address(address)[:90] or "Every figure with its source is in the workbook of this briefing")
    foot.add_run("\tPage ")
    for kind in ("PAGE", "NUMPAGES"):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), kind)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        foot._p.append(field)  # noqa: SLF001 - python-docx has no fields
        if kind == "PAGE":
            foot.add_run(" of ")


def _heading(document: Any, text: str) -> None:
    document.add_paragraph(text, style="heading 1")


def _point(document: Any, found: Exhibit, number: int) -> None:
    """The headline in bold, the talking point behind it, the number of the footnote at the end of the headline."""
    paragraph = document.add_paragraph(style="Key Point")
    paragraph.add_run(_closed(found.headline)).bold = True
    run = paragraph.add_run()
    run.style = document.styles["footnote reference"]
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)  # noqa: SLF001 - python-docx has no footnotes
    words = _closed(found.item.point) or (_closed(found.spec.empty) if found.spec.is_empty else "")
    if words:
        paragraph.add_run(f" {words}")


def _pictures(document: Any, page: Page, geo: Geo) -> None:
    """Pictures side by side in a table without lines, each between its subtitle and how to read it."""
    width = page.picture_width
    gaps = len(page.pictured) - 1
    widths = [width, *[_GUTTER, width] * gaps]
    table = _grid(document, 1, widths)
    for at, found in enumerate(page.pictured):
        cell = table.cell(0, 2 * at)
        caption = cell.paragraphs[0]
        caption.style = document.styles["caption"]
        caption.add_run(_caption(found))
        svg = chart_svg(found.spec, geo, round(width * _PIXELS), round(page.picture_height * _PIXELS))
        place = cell.add_paragraph().add_run()
        shape = place.add_picture(BytesIO(svg_png(svg, _SHARPNESS)), width=Pt(width), height=Pt(page.picture_height))
        cell.add_paragraph(key_text(found.spec), style="Small")
        inline = shape._inline  # noqa: SLF001 - python-docx has neither alternative text nor distances
        inline.docPr.set("name", f"Chart {at + 1}")
        inline.docPr.set("descr", one_line(describe(found.spec)))
        for side in "TBLR":
            # Without these some programs leave an eighth of an inch around a picture.
            inline.set(f"dist{side}", "0")


def _table(document: Any, figures: Sequence[KeyFigure]) -> None:
    table = _grid(document, len(figures) + 1, [WIDTH * share for share in _COLUMNS])
    rows = [_HEADS, *((f.what, f.figure, f.date, f.publisher) for f in figures)]
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no header rows
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles["Cell" if at else "Cell Head"]
            paragraph.add_run(text).bold = at == 0 or column == 1
            _line_under(cell, RULE if at else ACCENT)


def _grid(document: Any, rows: int, widths: Sequence[float]) -> Any:
    """A table of fixed columns (points) whose cells have a little room on the right."""
    table = document.add_table(rows, len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0" if side == "left" else str(6 * 20 * (rows > 1)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no cell margins
    properties.insert(list(properties).index(properties.find(qn("w:tblLook"))), margins)
    return table


def _line_under(cell: Any, colour: str) -> None:
    borders, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - python-docx has no cell borders
