"""A briefing as an Excel workbook: contents, a sheet a chart with its table and native chart, sources, definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.coverage import in_words
from analysis.words import date_text, unit_text
from charts.alt import describe
from charts.citation import remarks, source_line
from charts.spec import ChartSpec, as_of_text
from charts.text import one_line, web_address
from exports.briefing import Exhibit
from exports.briefing import address as link_to
from exports.references import chicago_entry, publications
from loaders import Ledger
from loaders.frames import as_records
from render.office.book import MADE, Formats, new_book, put_chart, widths, write_cell, write_grid
from render.office.model import Canvas, Chart, Column, Grid, Place
from render.office.native import described
from render.office.rows import rows_grid
from render.plan.frame import wrap
from render.plan.panels import panel_grid

CONTENTS, SOURCES, DEFINITIONS, CELLS = "Contents", "Sources", "Definitions", "Chart data"
IN_THE_DECK = "This picture has no chart in Excel: it is in the deck and among the pictures. Its figures stand beside."
_CONTENTS_HEADS = (
    ("No.", 5),
    ("Headline", 60),
    ("Sheet", 32),
    ("What is shown", 44),
    ("Talking point", 34),
    ("As of", 14),
    ("As known on", 16),
    ("Leading statement", 24),
    ("Rows", 7),
    ("Chart", 26),
    ("Open again", 14),
)
_WORDS = {"Title": 44.0, "Citation": 60.0, "Address": 40.0, "Definition": 70.0, "Note": 44.0}  # widths in characters
_LEFT = 2  # column of the table, right of the chart and a narrow gap
_HEAD = 5  # row of the table's headings, which stays in view
_WIDE, _TALL = 700, 380  # pixels of a chart
_ROW = 20  # pixels of a row
_LONGEST_LINK = 2000  # characters that Excel takes as a link


@dataclass(frozen=True, slots=True)
class _Page:
    """One chart of the workbook: its number, the name of its sheet, and the exhibit."""

    number: int
    sheet: str
    exhibit: Exhibit
    spec: ChartSpec


def workbook(title: str, exhibits: Sequence[Exhibit], address: str = "", *, ledger: Ledger | None = None) -> bytes:
    """The briefing as the bytes of an .xlsx; the same input gives the same bytes.

    `address` is where the dashboard runs, for the links that open each chart again; `ledger` gives every publication
    of added figures by name, and the definitions of the measures.
    """
    target = BytesIO()
    book = new_book(target)
    name = one_line(title) or "Briefing"
    book.set_properties(
        {"title": name[:250], "subject": "Charts with their figures and sources", "created": _made(exhibits)}
    )
    looks = _Looks(book)
    pages = _pages(exhibits)
    contents = book.add_worksheet(CONTENTS)
    sheets = [book.add_worksheet(page.sheet) for page in pages]
    sources, definitions = book.add_worksheet(SOURCES), book.add_worksheet(DEFINITIONS)
    cells = book.add_worksheet(CELLS)
    _write_contents(contents, name, pages, address, looks, ledger)
    row = 0
    for page, sheet in zip(pages, sheets, strict=True):
        row = _write_page(book, sheet, cells, page, row, looks)
    _words_table(sources, _sources(pages, ledger), looks)
    _words_table(definitions, _definitions(pages, ledger), looks)
    if not row:
        cells.write_string(0, 0, "No chart of this workbook draws cells.")
    cells.set_column(0, 40, 14)
    contents.activate()
    book.close()
    return target.getvalue()


class _Looks(Formats):
    """The formats of a workbook's cells, titles, texts and links."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        self.title = book.add_format({"bold": True, "font_size": 15, "text_wrap": True, "valign": "top"})
        self.first = book.add_format({"bold": True, "font_size": 18})
        self.quiet = book.add_format({"font_color": "#5a6672", "valign": "top"})
        self.point = book.add_format({"italic": True, "text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#2368a8", "underline": 1, "valign": "top", "text_wrap": True})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})


def _made(exhibits: Sequence[Exhibit]) -> datetime:
    """The newest publication as the day of making, so that the same charts give the same bytes."""
    days = [day for one in exhibits if pd.notna(day := one.spec.data["published"].max())]
    return max(days, default=pd.Timestamp(MADE)).to_pydatetime()


def _pages(exhibits: Sequence[Exhibit]) -> list[_Page]:
    return [_Page(number, sheet_name(number, one.headline), one, one.spec) for number, one in enumerate(exhibits, 1)]


def sheet_name(number: int, headline: str) -> str:
    """A name that Excel takes: the number and the first words, at most 31 characters, none of those it forbids."""
    words = re.sub(r"[\[\]:*?/\\'\"]", " ", one_line(headline))
    name = " ".join(f"{number} {words}".split())
    return name if len(name) <= 31 else name[:31].rsplit(" ", 1)[0] or name[:31]


def _write_contents(
    sheet: Any, title: str, pages: Sequence[_Page], address: str, looks: _Looks, ledger: Ledger | None
) -> None:
    """The first sheet: what the workbook is, and one line a chart."""
    sheet.write_string(0, 0, title, looks.first)
    made = f"{len(pages)} chart{'' if len(pages) == 1 else 's'}, made from {_base(pages)}"
    version = "" if ledger is None else f"; version of the data {ledger.version[:12]}"
    sheet.write_string(1, 0, f"{made}{version}", looks.quiet)
    for column, (head, wide) in enumerate(_CONTENTS_HEADS):
        sheet.write_string(3, column, head, looks.head)
        sheet.set_column(column, column, wide)
    for row, page in enumerate(pages, 4):
        spec, item = page.spec, page.exhibit.item
        sheet.write_number(row, 0, page.number, looks.whole)
        sheet.write_url(row, 2, f"internal:'{page.sheet}'!A1", looks.link, page.sheet)
        known = "all publications" if pd.isna(spec.known_on) else date_text(spec.known_on)
        texts = {
            1: page.exhibit.headline,
            3: spec.subtitle,
            4: item.point,
            5: as_of_text(spec).removeprefix("as of "),
            6: known,
            7: lead_text(spec.lead),
            9: spec.name,
        }
        for column, text in texts.items():
            sheet.write_string(row, column, one_line(text), looks.words)
        _heighten(sheet, row, ((one_line(text), _CONTENTS_HEADS[at][1]) for at, text in texts.items()))
        sheet.write_number(row, 8, len(spec.data), looks.whole)
        _write_link(sheet, row, 10, link_to(address, item) if address else "", looks, "Open this chart")
    for row, name in enumerate((SOURCES, DEFINITIONS, CELLS), 5 + len(pages)):
        sheet.write_url(row, 1, f"internal:'{name}'!A1", looks.link, name)
    sheet.freeze_panes(4, 2)
    _print(sheet)


def _base(pages: Sequence[_Page]) -> str:
    ids = {one for page in pages for one in page.spec.source_ids}
    return f"{len(ids)} publication{'' if len(ids) == 1 else 's'}"


def _write_page(book: Any, sheet: Any, cells: Any, page: _Page, row: int, looks: _Looks) -> int:
    """One chart's sheet; `row` is the next free row of the sheet of the charts' cells; returns the one after."""
    spec = page.spec
    sheet.set_column(0, 0, _WIDE / 7.1)
    sheet.set_column(1, 1, 2)
    heads = (
        (page.exhibit.headline, looks.title, 20, 600),
        (spec.subtitle, looks.quiet, 15, 400),
        (page.exhibit.item.point, looks.point, 15, 400),
    )
    for at, (text, look, size, weight) in enumerate(heads):
        lines = wrap(one_line(text), _WIDE - 20, size, weight)
        sheet.write_string(at, 0, one_line(text), look)
        sheet.set_row_pixels(at, max(len(lines), 1) * (size + 6))
    sheet.write_url(3, 0, f"internal:'{CONTENTS}'!A1", looks.link, f"Back to {CONTENTS}")
    _table(sheet, _HEAD, rows_grid(spec), looks, left=_LEFT)
    charts = described(spec, Canvas(_WIDE * 0.75, _TALL * 0.75, 9))
    below, row = _put_charts(book, sheet, cells, page, charts, row, looks)
    for text in _beneath(spec, charts):
        for line in wrap(one_line(text), _WIDE - 10, 14):
            sheet.write_string(below, 0, line, looks.quiet)
            below += 1
    # On paper the chart with its words; the table is as wide as the record of its sources needs.
    sheet.print_area(0, 0, below, 0)
    _print(sheet, pages_high=1)
    return row


def _put_charts(
    book: Any, sheet: Any, cells: Any, page: _Page, charts: Sequence[Chart], row: int, looks: _Looks
) -> tuple[int, int]:
    """Charts one under another, small ones two abreast; the row beneath them, and the next free row of the cells."""
    alt = describe(page.spec) if charts else ""
    across = min(panel_grid(len(charts))[0], 2) if len(charts) > 1 else 1
    wide, tall = _WIDE // across, _TALL if across == 1 else 200
    for number, chart in enumerate(charts):
        head = f"{page.sheet}{f': {chart.title}' if chart.title else ''}"
        cells.write_string(row, 0, one_line(head), looks.title)
        place = Place(CELLS, row + 1)
        write_grid(cells, chart.grid, place, looks)
        line, column = divmod(number, across)
        top = _HEAD + 1 + line * (tall // _ROW + 1)
        put_chart(book, sheet, chart, place, (top, 0), alt, size=(wide - 8, tall), shift=column * wide)
        row += chart.grid.rows + 3
    lines = -(-len(charts) // across)
    return _HEAD + 1 + lines * (tall // _ROW + 1), row


def _beneath(spec: ChartSpec, charts: Sequence[Chart]) -> list[str]:
    """What must stand under a chart: what it lacks, events and how to read it, its sources, where its cells are."""
    texts = [] if charts else [spec.empty if spec.is_empty else IN_THE_DECK]
    texts += [*remarks(spec, office=bool(charts)), source_line(spec)]
    return [*texts, f"The chart draws its cells on the sheet “{CELLS}”."] if charts else texts


def _words_table(sheet: Any, grid: Grid, looks: _Looks) -> None:
    """A grid of words, wrapped, on a sheet of its own; addresses of sources stay text, as all that comes from data."""
    _table(sheet, 0, grid, looks)
    wide = [_WORDS.get(column.head, min(width, 30.0)) for column, width in zip(grid.columns, widths(grid), strict=True)]
    for at, width in enumerate(wide):
        sheet.set_column(at, at, width, looks.words)
    for row in range(grid.rows):
        cells = (str(column.cells[row] or "") for column in grid.columns if column.kind == "text")
        own = (width for column, width in zip(grid.columns, wide, strict=True) if column.kind == "text")
        _heighten(sheet, row + 1, zip(cells, own, strict=True))
    _print(sheet)


def _heighten(sheet: Any, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as the most lines that one of its texts takes in its width (in characters)."""
    # A text of few letters takes one line whatever they are.
    lines = max(1 if len(text) < width * 0.6 else len(wrap(text, width * 7, 15)) for text, width in cells)
    sheet.set_row_pixels(row, max(lines, 1) * _ROW)


def _table(sheet: Any, top: int, grid: Grid, looks: _Looks, *, left: int = 0) -> None:
    """A grid with filter and headings that stay in view."""
    write_grid(sheet, grid, Place(sheet.get_name(), top, left), looks)
    for offset, width in enumerate(widths(grid)):
        sheet.set_column(left + offset, left + offset, width)
    if grid.rows:
        sheet.autofilter(top, left, top + grid.rows, left + len(grid.columns) - 1)
    sheet.freeze_panes(top + 1, 0)


def _write_link(sheet: Any, row: int, column: int, address: str, looks: _Looks, text: str) -> None:
    """The dashboard's own address as a link, or as text where Excel takes none so long; nothing for none."""
    if web_address(address) and len(address) < _LONGEST_LINK:
        sheet.write_url(row, column, web_address(address), looks.link, text)
    else:
        write_cell(sheet, row, column, address, looks)


def _print(sheet: Any, pages_high: int = 0) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, pages_high)
    sheet.hide_gridlines(2)


def _sources(pages: Sequence[_Page], ledger: Ledger | None) -> Grid:
    """Every publication once, with the numbers of the charts that rest on it."""
    used: dict[str, list[str]] = {}
    for page in pages:
        for source in page.spec.source_ids:
            used.setdefault(source, []).append(str(page.number))
    known = publications([page.spec for page in pages], ledger)
    rows = sorted((row for row in known if str(row["source"]) in used), key=lambda row: chicago_entry(row).casefold())
    texts = {
        "Publisher": [one_line(row["publisher"]) for row in rows],
        "Title": [one_line(row["source_title"]) for row in rows],
        "Citation": [one_line(chicago_entry(row)) for row in rows],
        "Address": [one_line(row["url"]) for row in rows],
        "Charts": [", ".join(used[str(row["source"])]) for row in rows],
        "Source id": [one_line(row["source"]) for row in rows],
    }
    dates = tuple(None if pd.isna(row["published"]) else row["published"] for row in rows)
    precise = [one_line(row["published_precision"]) if pd.notna(row["published"]) else "undated" for row in rows]
    columns = [Column(head, "text", tuple(values)) for head, values in texts.items()]
    columns[2:2] = [Column("Published", "date", dates), Column("Precise to", "text", tuple(precise))]
    return Grid(tuple(columns))


def _definitions(pages: Sequence[_Page], ledger: Ledger | None) -> Grid:
    """Every measure once: unit, kind and definition, with the numbers of the charts that show it."""
    known = {} if ledger is None else {str(row["indicator"]): row for row in as_records(ledger.indicators)}
    rows: dict[str, dict[str, str]] = {}
    for page in pages:
        shown = page.spec.data[["indicator", "title", "unit"]].drop_duplicates("indicator")
        for row in as_records(shown):
            name = str(row["indicator"])
            entry = known.get(name, {})
            told = {
                "Measure": entry.get("title") or row["title"],
                "Unit": unit_text(str(entry.get("unit") or row["unit"])),
                "Kind": entry.get("kind", ""),
                "Definition": "" if ledger is None else in_words(ledger, str(entry.get("definition", ""))),
                "Note": "" if ledger is None else in_words(ledger, str(entry.get("note", ""))),
                "Indicator": name,
            }
            held = rows.setdefault(name, {head: one_line(text) for head, text in told.items()} | {"Charts": ""})
            held["Charts"] = ", ".join(filter(None, (held["Charts"], str(page.number))))
    ordered = sorted((row for name, row in rows.items() if name), key=lambda row: row["Measure"].casefold())
    heads = ("Measure", "Unit", "Kind", "Definition", "Note", "Charts", "Indicator")
    return Grid(tuple(Column(head, "text", tuple(row[head] for row in ordered)) for head in heads))
