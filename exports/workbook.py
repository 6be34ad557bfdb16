"""A briefing as an Excel workbook: contents, a sheet a chart with its figures first, sources, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.coverage import in_words
from analysis.words import date_text, unit_text
from charts.spec import as_of_date
from charts.text import one_line
from exports.briefing import Exhibit
from exports.briefing import address as link_to
from exports.figures_sheet import CELLS, CONTENTS, ROW, Looks, Page, printed, write_link, write_page
from exports.naming import sheet_names
from exports.references import chicago_entry, publications, source_ids
from loaders import Ledger
from loaders.frames import as_records
from loaders.geo import Geo
from render.office.book import MADE, new_book, widths, write_grid
from render.office.model import Column, Grid, Place
from render.plan.frame import wrap

SOURCES, DEFINITIONS = "Sources", "Definitions"
_CONTENTS_HEADS = (
    ("No.", 5),
    ("Headline", 84),
    ("Figures", 8),
    ("As of", 14),
    ("Talking point", 34),
    ("What is shown", 44),
    ("As known on", 16),
    ("Where sources differ", 24),
    ("Sheet", 32),
    ("Open again", 16),
)
# Widths in characters.
_WORDS = {"Citation": 84.0, "Address": 44.0, "Title": 44.0, "Definition": 70.0, "Note": 44.0}


def workbook(
    title: str, exhibits: Sequence[Exhibit], address: str = "", *, ledger: Ledger | None = None, geo: Geo | None = None
) -> bytes:
    """The briefing as the bytes of an .xlsx; the same input gives the same bytes.

    `address` is where the dashboard runs, for the links that open each chart again; `ledger` gives every publication
    of added figures by name, and the definitions of the measures; `geo` draws maps and other pictures that Excel has
    no chart for.
    """
    target = BytesIO()
    book = new_book(target)
    name = one_line(title) or "Briefing"
    book.set_properties(
        {"title": name[:250], "subject": "Charts with their figures and sources", "created": _made(exhibits)}
    )
    looks = Looks(book)
    pages = _pages(exhibits)
    contents = book.add_worksheet(CONTENTS)
    sheets = [book.add_worksheet(page.sheet) for page in pages]
    sources, definitions = book.add_worksheet(SOURCES), book.add_worksheet(DEFINITIONS)
    # What charts are drawn from is no reading matter: a sheet that is out of sight is not printed either.
    cells = book.add_worksheet(CELLS)
    cells.hide()
    _write_contents(contents, name, pages, address, looks, ledger)
    row = 0
    for page, sheet in zip(pages, sheets, strict=True):
        row = write_page(book, sheet, cells, page, row, looks, geo)
    _words_table(sources, _sources(pages, ledger), looks, shown=3)
    _words_table(definitions, _definitions(pages, ledger), looks, shown=6)
    if not row:
        cells.write_string(0, 0, "No chart of this workbook draws cells.")
    cells.set_column(0, 40, 14)
    # Of one chart nobody needs contents: its figures are on the first screen.
    (sheets[0] if len(sheets) == 1 else contents).activate()
    book.close()
    return target.getvalue()


def _made(exhibits: Sequence[Exhibit]) -> datetime:
    """The newest publication as the day of making, so that the same charts give the same bytes."""
    days = [day for one in exhibits if pd.notna(day := one.spec.data["published"].max())]
    return max(days, default=pd.Timestamp(MADE)).to_pydatetime()


def _pages(exhibits: Sequence[Exhibit]) -> list[Page]:
    names = sheet_names([one.item for one in exhibits])
    return [
        Page(number, sheet, one, one.spec) for number, (sheet, one) in enumerate(zip(names, exhibits, strict=True), 1)
    ]


def _write_contents(
    sheet: Any, title: str, pages: Sequence[Page], address: str, looks: Looks, ledger: Ledger | None
) -> None:
    """The first sheet: what the workbook is, and one line a chart, whose headline leads to its sheet."""
    sheet.write_string(0, 0, title, looks.first)
    made = f"{len(pages)} chart{'' if len(pages) == 1 else 's'}, made from {_base(pages)}"
    version = "" if ledger is None else f"; version of the data {ledger.version[:12]}"
    sheet.write_string(1, 0, f"{made}{version}", looks.folded)
    for column, (head, wide) in enumerate(_CONTENTS_HEADS):
        sheet.write_string(3, column, head, looks.head)
        sheet.set_column(column, column, wide)
    for row, page in enumerate(pages, 4):
        spec, item = page.spec, page.exhibit.item
        sheet.write_number(row, 0, page.number, looks.whole)
        sheet.write_url(row, 1, f"internal:'{page.sheet}'!A1", looks.link, one_line(page.exhibit.headline)[:250])
        sheet.write_number(row, 2, len(spec.data), looks.whole)
        known = "all publications" if pd.isna(spec.known_on) else date_text(spec.known_on)
        texts = {
            3: as_of_date(spec),
            4: item.point,
            5: spec.subtitle,
            6: known,
            7: lead_text(spec.lead),
            8: page.sheet,
        }
        for column, text in texts.items():
            sheet.write_string(row, column, one_line(text), looks.words)
        told = texts | {1: page.exhibit.headline}
        _heighten(sheet, row, ((one_line(text), _CONTENTS_HEADS[at][1]) for at, text in told.items()))
        if address:
            write_link(sheet, row, 9, link_to(address, item), looks, "Open this chart")
    for row, name in enumerate((SOURCES, DEFINITIONS), 5 + len(pages)):
        sheet.write_url(row, 1, f"internal:'{name}'!A1", looks.link, name)
    sheet.freeze_panes(4, 2)
    sheet.print_area(0, 0, 6 + len(pages), 5)
    sheet.repeat_rows(3)
    printed(sheet, title)


def _base(pages: Sequence[Page]) -> str:
    ids = {one for page in pages for one in page.spec.source_ids}
    return f"{len(ids)} publication{'' if len(ids) == 1 else 's'}"


def _words_table(sheet: Any, grid: Grid, looks: Looks, *, shown: int) -> None:
    """A grid of words, wrapped, with filter and headings that stay in view; `shown` columns are printed."""
    name = sheet.get_name()
    write_grid(sheet, grid, Place(name), looks)
    wide = [_WORDS.get(column.head, min(width, 30.0)) for column, width in zip(grid.columns, widths(grid), strict=True)]
    for at, (width, column) in enumerate(zip(wide, grid.columns, strict=True)):
        sheet.set_column(at, at, width, looks.words)
        if column.head == "Address":
            for row, cell in enumerate(column.cells, 1):
                write_link(sheet, row, at, str(cell or ""), looks, str(cell or ""))
    for row in range(grid.rows):
        # Addresses are cut by the next cell instead of making their row higher.
        texts = [
            (str(column.cells[row] or ""), width)
            for column, width in zip(grid.columns, wide, strict=True)
            if column.kind == "text" and column.head != "Address"
        ]
        _heighten(sheet, row + 1, texts)
    if grid.rows:
        sheet.autofilter(0, 0, grid.rows, len(grid.columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.print_area(0, 0, grid.rows, shown - 1)
    sheet.repeat_rows(0)
    printed(sheet, name)


def _heighten(sheet: Any, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as the most lines that one of its texts takes in its width (in characters)."""
    # A text of few letters takes one line whatever they are.
    lines = max(1 if len(text) < width * 0.6 else len(wrap(text, width * 7, 15)) for text, width in cells)
    sheet.set_row_pixels(row, max(lines, 1) * ROW)


def _sources(pages: Sequence[Page], ledger: Ledger | None) -> Grid:
    """Every publication of a figure or event once, as a deck counts them, with the numbers of its charts."""
    used: dict[str, list[str]] = {}
    for page in pages:
        for source in source_ids(page.spec):
            used.setdefault(source, []).append(str(page.number))
    known = publications([page.spec for page in pages], ledger)
    rows = sorted(known, key=lambda row: chicago_entry(row).casefold())
    texts = {
        "Citation": [one_line(chicago_entry(row | {"url": ""})) for row in rows],
        "Address": [one_line(row["url"]) for row in rows],
        "Charts": [", ".join(used[str(row["source"])]) for row in rows],
        "Publisher": [one_line(row["publisher"]) for row in rows],
        "Title": [one_line(row["source_title"]) for row in rows],
        "Source id": [one_line(row["source"]) for row in rows],
    }
    dates = tuple(None if pd.isna(row["published"]) else row["published"] for row in rows)
    precise = [one_line(row["published_precision"]) if pd.notna(row["published"]) else "undated" for row in rows]
    columns = [Column(head, "text", tuple(values)) for head, values in texts.items()]
    columns[5:5] = [Column("Published", "date", dates), Column("Precise to", "text", tuple(precise))]
    return Grid(tuple(columns))


def _definitions(pages: Sequence[Page], ledger: Ledger | None) -> Grid:
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
