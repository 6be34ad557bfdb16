"""A one-page Word note: three sentences with footnoted sources, two pictures, and a small table of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import pandas as pd
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from charts.alt import describe
from charts.spec import ChartSpec
from charts.text import one_line, web_address
from exports.archive import steady
from exports.briefing import Exhibit
from exports.note.base import ACCENT, RULE, WIDTH, base
from exports.note.page import CHARTS, COLUMNS, GUTTER, HEADS, Page, caption, cells, closed, laid_out
from exports.note.words import KeyFigure, newest_text, sources_text
from exports.references import PRODUCT
from loaders import Ledger
from loaders.geo import Geo
from render.picture.letters import svg_png
from render.picture.picture import chart_svg

PIXELS = 1.75  # pixels of a drawing for a point of the page, so that its labels are near eight points
_SHARPNESS = 2.4


def page_of(title: str, exhibits: Sequence[Exhibit], ledger: Ledger) -> Page:
    """The page of a note: three sentences, two pictures and a small table at most; what does not fit is left out."""
    return laid_out(title, exhibits, [sources_text(found.spec, ledger) for found in exhibits], ledger)


def drawing(spec: ChartSpec, geo: Geo, width: float, height: float) -> str:
    """The picture of a chart for the page, as SVG; sizes in points. Its events stay in the deck: they need a legend."""
    return chart_svg(replace(spec, markers=()), geo, round(width * PIXELS), round(height * PIXELS))


def note(title: str, exhibits: Sequence[Exhibit], geo: Geo, *, ledger: Ledger, address: str = "") -> bytes:
    """The note as DOCX; `ledger` names the publications behind sums, `address` is where the briefing can be reopened.

    Three charts at most are told and two shown, those that matter most (`page.by_importance`); smaller pictures and
    fewer rows make room for long sentences, and a line says how many charts are left out. The same input gives the
    same bytes.
    """
    page = page_of(title, exhibits, ledger)
    document = Document(BytesIO(base([text for _, text in page.points])))
    _properties(document, page, exhibits)
    _edges(document, exhibits, address)
    document.add_paragraph(one_line(page.title), style="Title")
    document.add_paragraph(page.lead, style="Subtitle")
    if page.points:
        _points(document, page)
    if page.pictured:
        _heading(document, CHARTS)
        _pictures(document, page, geo)
    if page.figures:
        _heading(document, page.heading)
        _table(document, page.figures)
    if page.left_out:
        document.add_paragraph(page.left_out, style="Quiet")
    out = BytesIO()
    document.save(out)
    return steady(out.getvalue())


def _properties(document: Any, page: Page, exhibits: Sequence[Exhibit]) -> None:
    newest = [found.spec.data["published"].max() for found in exhibits]
    dates = [found.spec.known_on for found in exhibits] + newest
    when = max((date for date in dates if pd.notna(date)), default=pd.Timestamp(1980, 1, 1)).to_pydatetime()
    words = document.core_properties
    words.title, words.subject = one_line(page.title)[:255], page.lead[:255]
    words.author = words.last_modified_by = PRODUCT
    # The newest publication dates the note, so that the same figures give the same bytes.
    words.created = words.modified = when
    words.language, words.revision = "en-GB", 1


def margins(exhibits: Sequence[Exhibit], address: str) -> tuple[str, str]:
    """What stands at the head on the right, and at the foot on the left: of when the figures are, where the rest is."""
    foot = web_address(address)[:90] or "Every figure with its source is in the workbook of this briefing"
    return newest_text(found.spec for found in exhibits), foot


def _edges(document: Any, exhibits: Sequence[Exhibit], address: str) -> None:
    """Header with the product and the date, footer with the address and the page."""
    section = document.sections[0]
    date, where = margins(exhibits, address)
    head = section.header.paragraphs[0]
    head.add_run(f"{PRODUCT}\t{date}")
    foot = section.footer.paragraphs[0]
    foot.add_run(where)
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


def _points(document: Any, page: Page) -> None:
    """The sentences as one paragraph, the first in bold: each headline with its footnote, then the talking point."""
    paragraph = document.add_paragraph(style="Key Point")
    for number, (found, _) in enumerate(page.points, 1):
        paragraph.add_run(f"{' ' if number > 1 else ''}{closed(found.headline)}").bold = number == 1
        run = paragraph.add_run()
        run.style = document.styles["footnote reference"]
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(number))
        run._r.append(reference)  # noqa: SLF001 - python-docx has no footnotes
        words = closed(found.item.point) or (closed(found.spec.empty) if found.spec.is_empty else "")
        if words:
            paragraph.add_run(f" {words}")


def _pictures(document: Any, page: Page, geo: Geo) -> None:
    """Pictures side by side in a table without lines, each under its subtitle; beneath them how to read their marks."""
    width = page.picture_width
    gaps = len(page.pictured) - 1
    widths = [width, *[GUTTER, width] * gaps]
    table = _grid(document, 1, widths)
    for at, found in enumerate(page.pictured):
        cell = table.cell(0, 2 * at)
        over = cell.paragraphs[0]
        over.style = document.styles["caption"]
        over.add_run(caption(found))
        svg = drawing(found.spec, geo, width, page.picture_height)
        place = cell.add_paragraph().add_run()
        shape = place.add_picture(BytesIO(svg_png(svg, _SHARPNESS)), width=Pt(width), height=Pt(page.picture_height))
        inline = shape._inline  # noqa: SLF001 - python-docx has neither alternative text nor distances
        inline.docPr.set("name", f"Chart {at + 1}")
        inline.docPr.set("descr", one_line(describe(found.spec)))
        for side in "TBLR":
            # Without these some programs leave an eighth of an inch around a picture.
            inline.set(f"dist{side}", "0")
    if page.key:
        document.add_paragraph(page.key, style="Small")


def _table(document: Any, figures: Sequence[KeyFigure]) -> None:
    table = _grid(document, len(figures) + 1, [WIDTH * share for share in COLUMNS])
    rows = [HEADS, *map(cells, figures)]
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
