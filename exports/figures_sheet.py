"""A chart's sheet of a workbook: its figures as an Excel table, their record to the right, then chart and remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd

from analysis.vocabulary import GROUP_LABELS, Role
from analysis.words import join_words, unit_text
from charts.alt import describe
from charts.citation import remarks, source_line
from charts.columns import hedge_label
from charts.spec import PARTED, ChartSpec
from charts.table import tidy_frame
from charts.text import cut, one_line, plain, web_address
from exports.briefing import Exhibit
from loaders.frames import as_records
from loaders.geo import Geo
from render.office.book import POINTS, Formats, put_chart, write_cell, write_grid
from render.office.model import SCREEN, Canvas, Chart, Place
from render.office.native import described
from render.office.parts import NAMES
from render.plan.bars import abreast
from render.plan.frame import wrap
from render.plan.plan import plan_of
from render.plan.points import Size

CONTENTS, CELLS = "Contents", "Chart data"
HEAD = 5  # row of the table's headings, counted from 0, which stays in view
NO_CHART = "Excel has no chart of this kind: this is a picture, which is not drawn from cells."
IN_THE_DECK = "This picture has no chart in Excel: it is in the deck and among the pictures."
FOLDED = "The whole record of each figure stands in the columns behind the + above the table."
LONGEST_LINK = 2000  # characters that Excel takes as a link
WIDE, TALL = 700, 380  # pixels of a chart
ROW = 20  # pixels of a row
_PANELS, _LOW = 1320, 220  # pixels of all panels' width together, and of the height of each
_FONT = 9  # points of the words of a chart
_SHARP = 2  # pixels of a picture for each that it takes on the sheet
_SCALE = POINTS / _SHARP  # a PNG of 72 pixels to the inch on a sheet of 96
_NOT_A_NAME = re.compile(r"\W+")
# How a date is shown that the source gives no closer; the cell holds the last day. `{}` is the quarter.
_DATES = {"year": "yyyy", "month": "mmm yyyy", "quarter": '"Q{} "yyyy', "publication": '"reported "d mmm yyyy'}


@dataclass(frozen=True, slots=True)
class Page:
    """One chart of the workbook: its number, the name of its sheet, and the exhibit."""

    number: int
    sheet: str
    exhibit: Exhibit
    spec: ChartSpec


class Looks(Formats):
    """The formats of a workbook's cells, titles, texts and links."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        self.title = book.add_format({"bold": True, "font_size": 15, "text_wrap": True, "valign": "top"})
        self.first = book.add_format({"bold": True, "font_size": 18})
        self.quiet = book.add_format({"font_color": "#5a6672", "valign": "top", "text_wrap": True})
        self.point = book.add_format({"italic": True, "text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#2368a8", "underline": 1, "valign": "top", "text_wrap": True})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.source = book.add_format({"font_color": "#2368a8", "underline": 1, "valign": "top"})
        self.beside = book.add_format({"indent": 1, "valign": "top"})
        self.folded = book.add_format({"font_color": "#5a6672", "valign": "top"})
        self._dates = {
            (precision, quarter): book.add_format(
                {"num_format": shape.format(quarter), "align": "left", "valign": "top"}
            )
            for precision, shape in _DATES.items()
            for quarter in ((1, 2, 3, 4) if "{}" in shape else (0,))
        }

    def of_date(self, day: pd.Timestamp, precision: str) -> Any:
        """The format in which a date reads no closer than its precision."""
        return self._dates.get((precision, day.quarter if precision == "quarter" else 0), self.date)


def _who(row: Mapping[Any, Any]) -> str:
    """Who is counted: `Iraqi, children`; for money and incidents only whose they are."""
    of = "" if row["origin"] in ("", "all") else str(row["origin_name"])
    groups = str(row["group"]).split(PARTED)
    group = join_words(GROUP_LABELS[one] for one in groups if one not in ("", "total", "all"))
    people = "all people" if unit_text(str(row["unit"])) == "people" else ""
    return one_line(", ".join(filter(None, (of, group))) or people)


@dataclass(frozen=True, slots=True)
class _Short:
    """A column of the first screen: heading, width in characters, the column of `tidy_frame` that it is or words."""

    head: str
    width: float
    name: str = ""
    told: Callable[[Mapping[Any, Any]], str] = lambda _row: ""


_SHORT = (
    _Short("What", 27, "measure"),
    _Short("Place", 18, "place_name"),
    _Short("Who", 13, told=_who),
    _Short("Date", 19, "period_end"),
    _Short("Figure", 19, "figure"),
    _Short("Value", 11, "value"),
    _Short("Hedge", 13, told=lambda row: hedge_label(row) if row["qualifier"] else ""),
    _Short("Standing", 20, told=lambda row: Role(str(row["role"])).label if row["role"] else ""),
    _Short("Publisher", 22, "publisher"),
    _Short("Source", 28, "source_title"),
)
SHORT = len(_SHORT)
_FIGURES = round(sum(short.width for short in _SHORT) * 7.1)  # pixels of them together
_OWN = {short.name: short.head for short in _SHORT if short.name}
# Headings of the record that would read like one of the first screen.
_TOLD_APART = {"place": "Place code", "source": "Source code", "x": "Date or category", "url": "Address"}
_DATE, _HEDGE, _SOURCE = ([one.head for one in _SHORT].index(head) for head in ("Date", "Hedge", "Source"))


def heading(name: str) -> str:
    """The heading on the sheet of a column of `tidy_frame`: `published_precision` is `Published precision`."""
    return _OWN.get(name) or _TOLD_APART.get(name) or name.replace("_", " ").capitalize()


def figures(spec: ChartSpec) -> pd.DataFrame:
    """The rows of a chart as its sheet lists them: the short columns, then the rest of `tidy_frame`.

    Rows of a time series are newest first. Headings are those of the sheet; dates are datetime64, numbers numbers.
    """
    frame = tidy_frame(spec)
    if spec.x_kind == "date":
        ends = spec.data["period_end"].reset_index(drop=True)
        frame = frame.iloc[ends.sort_values(ascending=False, kind="stable").index]
    rows = as_records(frame)
    short = {one.head: frame[one.name] if one.name else [one.told(row) for row in rows] for one in _SHORT}
    rest = frame.drop(columns=list(_OWN)).rename(columns=heading)
    return pd.concat([pd.DataFrame(short, index=frame.index), rest], axis=1)


def write_page(book: Any, sheet: Any, cells: Any, page: Page, row: int, looks: Looks, geo: Geo | None) -> int:
    """One chart's sheet; `row` is the next free row of the sheet of the charts' cells; returns the one after.

    `geo` draws what Excel has no chart for, as a picture; without it the sheet says that there is none.
    """
    spec = page.spec
    frame = figures(spec)
    _write_heads(sheet, page, looks)
    _write_figures(sheet, frame, page, looks)
    left = len(frame.columns) + 1
    laid = _laid(spec)
    charts, right = laid.charts, left + laid.across
    sheet.set_column_pixels(left, right - 1, laid.wide)
    # Printed as wide as the figures, so that one scale serves both and the chart stays on one page.
    sheet.set_column_pixels(right, right, _FIGURES - laid.across * laid.wide)
    below, row = _put_charts(book, sheet, cells, page, laid, row, left, looks)
    drawn = bool(charts)
    if not charts and geo is not None and not spec.is_empty:
        below, drawn = _put_picture(sheet, page, geo, left), True
    last = _write_remarks(sheet, _remarks(spec, charts, drawn=drawn), below, left, looks)
    _print(book, sheet, page, (max(HEAD + len(frame), HEAD + 1), SHORT - 1), (last, left, right))
    return row


def _write_heads(sheet: Any, page: Page, looks: Looks) -> None:
    """Headline, subtitle and talking point over the short columns, and the way back."""
    room = sum(short.width for short in _SHORT) * 7
    heads = (
        (page.exhibit.headline, looks.title, 20, 600),
        (page.spec.subtitle, looks.quiet, 15, 400),
        (page.exhibit.item.point, looks.point, 15, 400),
    )
    for at, (text, look, size, weight) in enumerate(heads):
        sheet.merge_range(at, 0, at, SHORT - 1, "", look)
        sheet.write_string(at, 0, one_line(text), look)
        lines = len(wrap(one_line(text), room - 30, size, weight)) if text else 0
        sheet.set_row_pixels(at, lines * (size + 6) if lines else 4)
    sheet.write_url(3, 0, f"internal:'{CONTENTS}'!A1", looks.source, f"Back to {CONTENTS}")
    sheet.write_string(4, 0, FOLDED, looks.folded)


def _write_figures(sheet: Any, frame: pd.DataFrame, page: Page, looks: Looks) -> None:
    """The rows as an Excel table with filters, and headings that stay in view; the record is folded."""
    rows, columns = frame.shape
    for at, name in enumerate(frame.columns):
        sheet.write_string(HEAD, at, name, looks.head)
    precision, addresses = frame["Date precision"].tolist(), frame["Address"].tolist()
    for at, name in enumerate(frame.columns):
        for row, cell in enumerate(frame[name].tolist()):
            if at == _DATE and not pd.isna(cell):
                look = looks.of_date(cell, precision[row])
                sheet.write_datetime(HEAD + 1 + row, at, cell.to_pydatetime(), look)
            elif at == _HEDGE:
                sheet.write_string(HEAD + 1 + row, at, cell, looks.beside)
            elif at == _SOURCE and cell:
                write_link(sheet, HEAD + 1 + row, at, addresses[row], looks, cell)
            else:
                write_cell(sheet, HEAD + 1 + row, at, None if cell is pd.NaT else cell, looks)
    if rows:
        heads = [{"header": name, "header_format": looks.head} for name in frame.columns]
        table = f"Figures_{_NOT_A_NAME.sub('_', page.sheet)}"
        sheet.add_table(
            HEAD, 0, HEAD + rows, columns - 1, {"columns": heads, "name": table, "style": "Table Style Light 1"}
        )
    for at, short in enumerate(_SHORT):
        sheet.set_column(at, at, short.width)
    for at in range(SHORT, columns):
        longest = max((len(cell) for cell in frame.iloc[:, at] if isinstance(cell, str)), default=0)
        width = min(max(longest, len(frame.columns[at]), 11) + 2, 44)
        sheet.set_column(at, at, width, None, {"level": 1, "hidden": True})
    sheet.set_column(columns, columns, 2, None, {"collapsed": True})
    sheet.freeze_panes(HEAD + 1, 0)


@dataclass(frozen=True, slots=True)
class _Laid:
    """The charts of a sheet: pixels that each takes, and how many stand side by side, each in a column of cells."""

    charts: Sequence[Chart]
    wide: int
    tall: int
    across: int


def _laid(spec: ChartSpec) -> _Laid:
    """Panels are small, in the grid of their plan; a chart alone has room for all bars, with names of several lines."""
    if not spec.facet or spec.is_empty:
        tall = _tall(spec)
        return _Laid(described(spec, Canvas(WIDE * POINTS, tall * POINTS, _FONT)), WIDE, tall, 1)
    plan = plan_of(spec, Size(round(_PANELS * POINTS * SCREEN / _FONT), TALL))
    charts = described(spec, Canvas(_PANELS * POINTS, plan.lines * _LOW * POINTS, _FONT))
    return _Laid(charts, _PANELS // plan.columns, _LOW, plan.columns)


def _tall(spec: ChartSpec) -> int:
    if spec.mark not in {"bar", "dumbbell"} or spec.is_empty:
        return TALL
    plan = plan_of(spec, Size(WIDE, TALL))
    lines = max(len(wrap(name, WIDE * NAMES - 12, 12)) for name in plan.categories)
    return max(TALL, 70 + len(plan.categories) * (6 + 15 * max(lines, abreast(plan))))


def _put_charts(
    book: Any, sheet: Any, cells: Any, page: Page, laid: _Laid, row: int, left: int, looks: Looks
) -> tuple[int, int]:
    """Charts one under another, or side by side; the row beneath them, and the next free row of the cells."""
    alt = describe(page.spec) if laid.charts else ""
    rows = laid.tall // ROW + 1
    for number, chart in enumerate(laid.charts):
        head = f"{page.sheet}{f': {chart.title}' if chart.title else ''}"
        cells.write_string(row, 0, one_line(head), looks.title)
        place = Place(CELLS, row + 1)
        write_grid(cells, chart.grid, place, looks)
        line, column = divmod(number, laid.across)
        put_chart(book, sheet, chart, place, (HEAD + line * rows, left + column), alt, size=(laid.wide - 8, laid.tall))
        row += chart.grid.rows + 3
    return HEAD + -(-len(laid.charts) // laid.across) * rows, row


def _put_picture(sheet: Any, page: Page, geo: Geo, left: int) -> int:
    """A map, flow diagram or timeline as a picture; the row beneath it."""
    from render.picture.letters import svg_png  # what makes PNG of SVG is heavy: most sheets need none
    from render.picture.picture import chart_svg

    tall = TALL + 40
    image = BytesIO(svg_png(chart_svg(page.spec, geo, WIDE, tall), _SHARP))
    sheet.insert_image(
        HEAD,
        left,
        f"{page.sheet}.png",
        {
            "image_data": image,
            "x_scale": _SCALE,
            "y_scale": _SCALE,
            "object_position": 3,
            "description": plain(describe(page.spec)),
        },
    )
    return HEAD + tall // ROW + 2


def _remarks(spec: ChartSpec, charts: Sequence[Chart], *, drawn: bool) -> list[str]:
    """What must stand under a chart: what it lacks, events and how to read it, its sources, where its cells are."""
    texts = [spec.empty] if spec.is_empty else [] if charts else [NO_CHART if drawn else IN_THE_DECK]
    texts += [*remarks(spec, office=bool(charts)), source_line(spec)]
    return [*texts, f"The chart draws its cells on the hidden sheet “{CELLS}”."] if charts else texts


def _write_remarks(sheet: Any, texts: Sequence[str], row: int, column: int, looks: Looks) -> int:
    for text in texts:
        for line in wrap(one_line(text), WIDE - 10, 14):
            sheet.write_string(row, column, line, looks.folded)
            row += 1
    return row


def write_link(sheet: Any, row: int, column: int, address: str, looks: Looks, text: str) -> None:
    """An address of the web as a link with this text, or the text alone where it is none or too long for Excel."""
    link = web_address(address)
    if link and len(link) < LONGEST_LINK:
        sheet.write_url(row, column, link, looks.source, cut(plain(text), 32_000))
    else:
        write_cell(sheet, row, column, text, looks)


def _print(book: Any, sheet: Any, page: Page, figures: tuple[int, int], chart: tuple[int, int, int]) -> None:
    """On paper the short columns with their headings on every page, then the chart with its remarks."""
    (last, right), (end, first, edge) = figures, chart
    areas = ((0, 0, last, right), (0, first, end, edge))
    name = page.sheet.replace("'", "''")
    ranges = ",".join(f"'{name}'!{_absolute(*area)}" for area in areas)
    book.define_name(f"'{name}'!_xlnm.Print_Area", f"={ranges}")
    sheet.repeat_rows(0, HEAD)
    printed(sheet, page.exhibit.headline)


def _absolute(top: int, left: int, bottom: int, right: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(top, left, bottom, right))


def printed(sheet: Any, title: str) -> None:
    """A sheet on landscape A4, as wide as the paper, with its title and page in the margins."""
    words = cut(one_line(title), 110).replace("&", "&&")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.6)
    # The blank parts the size of the letters from a title that begins with a digit.
    sheet.set_header(f"&L&9 {words}")
    sheet.set_footer("&L&9&A&R&9Page &P of &N")
    sheet.hide_gridlines(2)
