"""The cells of a chart on a worksheet, and a described chart put into a workbook of XlsxWriter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.chart import Chart as BookChart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from charts.text import plain
from loaders.frames import NO_DAY
from render.office.model import TITLE, Cell, Chart, Grid, Place
from render.office.xml import chart_xml

# No text of a cell becomes a formula, a link or a number.
OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
# A fixed day of making: the same charts give the same bytes.
MADE = datetime(2020, 1, 1, tzinfo=UTC)
MARK = "Briefing chart"
POINTS = 72 / 96  # of a pixel of a sheet
_MOST_OF_PROPERTY = 250
_LONGEST = 32_000  # characters that a cell holds, with some to spare


class Placed(BookChart):  # type: ignore[misc]  # XlsxWriter comes without types
    """A chart of a workbook that is written as it was described, not as XlsxWriter would."""

    def __init__(self, chart: Chart, place: Place) -> None:
        super().__init__()
        self._described = chart_xml(chart, place, titled=True)
        self.embedded = True
        # XlsxWriter only asks whether there is any.
        self.series = [series for group in chart.groups for series in group.series]

    def _assemble_xml_file(self) -> None:
        self.fh.write(self._described)


def new_book(target: BytesIO) -> Workbook:
    """A workbook written to `target` when it is closed."""
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"created": MADE.replace(tzinfo=None)})
    return book


def mark_book(book: Workbook, text: str) -> None:
    """Keep a text as custom document properties, MARK and those after it: Excel takes 255 characters in each."""
    words = plain(text)
    for at in range(0, len(words), _MOST_OF_PROPERTY):
        name = f"{MARK} {at // _MOST_OF_PROPERTY + 1}" if at else MARK
        book.set_custom_property(name, words[at : at + _MOST_OF_PROPERTY], "text")


def put_chart(
    book: Workbook,
    sheet: Worksheet,
    chart: Chart,
    place: Place,
    at: tuple[int, int],
    alt: str,
    *,
    size: tuple[int, int],
) -> None:
    """Put a chart on a sheet at the corner of cell `at`, with `size` in pixels.

    Its cells stand at `place`; `alt` describes it in words.
    """
    placed = Placed(_beneath_name(chart, size[1] * POINTS), place)
    placed.set_size({"width": size[0], "height": size[1]})
    book.charts.append(placed)
    sheet.insert_chart(*at, placed, {"description": plain(alt), "object_position": 3})


def _beneath_name(chart: Chart, height: float) -> Chart:
    """The chart with its plot beneath its name, where it has one; `height` is that of both in points."""
    if not chart.title or chart.inner is None:
        return chart
    left, top, wide, tall = chart.inner
    name = TITLE / height
    return replace(chart, inner=(left, name + top * (1 - name), wide, tall * (1 - name)))


class Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.head: Format = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#e3e7eb"}
        )
        self.date: Format = book.add_format({"num_format": "d mmm yyyy", "align": "left", "valign": "top"})
        self.number: Format = book.add_format({"num_format": "#,##0.##########", "valign": "top"})
        self.whole: Format = book.add_format({"num_format": "#,##0", "valign": "top"})


def write_grid(sheet: Worksheet, grid: Grid, place: Place, formats: Formats) -> None:
    """Write headings and cells; dates and numbers are such, texts are texts."""
    for offset, column in enumerate(grid.columns):
        at = place.column + offset
        sheet.write_string(place.row, at, _text(column.head), formats.head)
        for row, cell in enumerate(column.cells, place.row + 1):
            write_cell(sheet, row, at, cell, formats)


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, formats: Formats) -> None:
    """Write one cell by its kind; an empty one is left out."""
    if cell is None or cell == "" or cell is NO_DAY:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, _text(cell))
    elif isinstance(cell, pd.Timestamp):
        sheet.write_datetime(row, column, cell.to_pydatetime(), formats.date)
    elif cell == cell:  # noqa: PLR0124 - not a number is unequal to itself
        whole = float(cell).is_integer()
        sheet.write_number(row, column, cell, formats.whole if whole else formats.number)


@lru_cache(maxsize=8192)
def _text(cell: str) -> str:
    return plain(cell)[:_LONGEST]


def widths(grid: Grid) -> Sequence[float]:
    """Sensible column widths in characters."""
    out = []
    for column in grid.columns:
        longest = max((len(cell) for cell in column.cells if isinstance(cell, str)), default=0)
        out.append(min(max(longest, min(len(column.head), 14), 11) + 1.0, 44.0))
    return out
