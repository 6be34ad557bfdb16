"""The Excel workbook: every row with its sources as real numbers and dates, a native chart beside, nothing to run."""

from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from PIL import Image

from analysis import as_known_on
from analysis.coverage import in_words
from charts.citation import remarks, source_line
from charts.table import tidy_frame
from exports import Briefing, Exhibit, Item, exhibits
from exports.deck.pages import facts_of
from exports.figures_sheet import CELLS, CONTENTS, NO_CHART, SHORT, heading
from exports.naming import sheet_names
from exports.references import cited, source_ids
from exports.workbook import DEFINITIONS, SOURCES, workbook
from loaders import Ledger
from loaders.frames import as_records
from loaders.geo import Geo
from render.office.model import TITLE
from render.plan.plan import plan_of
from render.plan.points import Size

CHARTS = (
    "camps.population",
    "returns.cumulative",
    "repatriation.parts",
    "detention.split",
    "repatriation.travelled",
    "repatriation.panels",
    "camps.map",
    "camps.custody",
    "funding.conferences",
    "pace.record",
)
HEAD = 6  # row of the table's headings, counted from 1


@pytest.fixture(scope="module")
def shown(ledger: Ledger) -> Sequence[Exhibit]:
    items = [Item(name) for name in CHARTS]
    items[0] = replace(items[0], title="The camp is empty", point="Where the people went is not known for most of them")
    return exhibits(Briefing("Brief", tuple(items)), ledger)


@pytest.fixture(scope="module")
def made(shown: Sequence[Exhibit], ledger: Ledger, geo: Geo) -> bytes:
    return workbook("Situation", shown, "http://host:8501/briefing", ledger=ledger, geo=geo)


@pytest.fixture(scope="module")
def book(made: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(made))


def faults(made: bytes, folder: Path) -> list[str]:
    """What a validator of Office Open XML finds wrong with a workbook."""
    path = folder / "made.xlsx"
    path.write_bytes(made)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def sheets(book: openpyxl.Workbook) -> list[Worksheet]:
    """The sheets of the charts, in their order."""
    return [book[name] for name in book.sheetnames[1:-3]]


def table(sheet: Worksheet, head: int = HEAD, first: int = 1) -> list[dict[str, object]]:
    """The rows of a table by their headings."""
    heads = [cell.value for cell in sheet[head][first - 1 :] if cell.value]
    rows = [[cell.value for cell in row[first - 1 :][: len(heads)]] for row in sheet.iter_rows(min_row=head + 1)]
    return [dict(zip(heads, row, strict=True)) for row in rows if any(value is not None for value in row)]


def test_the_contents_lead_to_every_chart(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """One line a chart with headline, point and dates; its link goes to its sheet, and its address opens it again."""
    contents = book.worksheets[0]
    assert contents.title == CONTENTS
    assert contents["A1"].value == "Situation"
    lines = [row for row in contents.iter_rows(min_row=5) if isinstance(row[0].value, int | float)]
    assert [row[0].value for row in lines] == list(range(1, len(shown) + 1))
    assert [row[1].value for row in lines] == [exhibit.headline for exhibit in shown]
    assert lines[0][4].value == "Where the people went is not known for most of them"
    assert lines[0][3].value == "22 Feb 2026"
    assert lines[0][6].value == "all publications"
    for row, sheet, exhibit in zip(lines, sheets(book), shown, strict=True):
        assert row[1].hyperlink.location == f"'{sheet.title}'!A1"
        assert row[2].value == len(exhibit.spec.data)
        assert row[9].hyperlink.target.startswith("http://host:8501/briefing/chart?show=")


def test_sheets_are_named_by_their_chart_and_stay_so(book: openpyxl.Workbook) -> None:
    """A name says which chart and which choice, and neither other words nor other data change it."""
    assert [sheet.title for sheet in sheets(book)][:2] == ["Camps population", "Returns cumulative"]
    items = [Item("camps.population", {"camp": "roj"}), Item("camps.population", {"camp": "al-hol"})]
    assert sheet_names(items) == ["Camps population roj", "Camps population al hol"]
    assert sheet_names([replace(one, title="Other words") for one in items]) == sheet_names(items)
    assert sheet_names([items[0], items[0]]) == ["Camps population roj", "Camps population roj 2"]


def test_the_first_screen_is_the_figures(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """What, where, who, when, the figure as worded and as a number, its hedge and source stand in view, newest first.

    The record is folded behind them, and the chart stands next.
    """
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        heads = [cell.value for cell in sheet[HEAD][:SHORT]]
        assert heads == ["What", "Place", "Who", "Date", "Figure", "Value", "Hedge", "Standing", "Publisher", "Source"]
        letters = [get_column_letter(at) for at in range(1, sheet.max_column + 1)]
        assert not any(sheet.column_dimensions[letter].hidden for letter in letters[:SHORT])
        assert sheet.column_dimensions[letters[SHORT]].hidden
        pixels = sum(sheet.column_dimensions[letter].width for letter in letters[:SHORT]) * 7
        assert pixels < 1400
        if exhibit.spec.x_kind == "date":
            days = [pd.Timestamp(str(row["Date"])) for row in table(sheet) if row["Date"]]
            assert days == sorted(days, reverse=True)


def test_a_date_reads_no_closer_than_its_source_gives_it(book: openpyxl.Workbook) -> None:
    """A cell holds a day that sorts and filters; its format shows the month, the quarter or the year alone."""
    seen = set()
    for sheet in sheets(book):
        heads = [cell.value for cell in sheet[HEAD]]
        at, precise = heads.index("Date"), heads.index("Date precision")
        for row in sheet.iter_rows(min_row=HEAD + 1):
            if row[at].value:
                seen.add((row[precise].value, row[at].number_format.replace("Q4", "Q1")))
    assert ("day", "d mmm yyyy") in seen
    assert ("year", "yyyy") in seen
    assert ("month", "mmm yyyy") in seen
    assert ("publication", '"reported "d mmm yyyy') in seen
    assert not {shape for precision, shape in seen if precision == "year"} - {"yyyy"}


def test_a_source_is_one_click_away(book: openpyxl.Workbook) -> None:
    """The title of the publication leads to its address, which stands in the record too."""
    row = next(row for row in table(book["Camps population"]) if row["Figure"] == "73,520")
    assert row["Publisher"] == "REACH Initiative"
    cells = [row for row in book["Camps population"].iter_rows(min_row=HEAD + 1) if row[4].value == "73,520"]
    assert cells[0][9].hyperlink.target == row["Address"]
    assert str(row["Address"]).startswith("https://")


def test_figures_and_charts_are_printed_and_drawing_aids_are_not(
    book: openpyxl.Workbook, shown: Sequence[Exhibit]
) -> None:
    """The short columns with their headings on every page, then the chart; on landscape A4, as wide as the paper."""
    assert book[CELLS].sheet_state == "hidden"
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == [CELLS]
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        areas = sheet.print_area
        areas = areas.split(",") if isinstance(areas, str) else areas
        figures, chart = (text.rpartition("!")[2].replace("$", "") for text in areas)
        assert figures == f"A1:{get_column_letter(SHORT)}{HEAD + max(len(exhibit.spec.data), 1)}"
        first, _, last = chart.partition(":")
        assert column_index_from_string(first.rstrip("0123456789")) > SHORT
        assert int(last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > HEAD + 5
        assert sheet.print_title_rows == f"$1:${HEAD}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_a_title_that_begins_with_a_digit_does_not_change_its_size_on_paper(shown: Sequence[Exhibit]) -> None:
    """In a margin of Excel a number behind `&` is a size, and `&` a sign of its own."""
    one = replace(shown[0], item=replace(shown[0].item, title="5,704 men & women"))
    book = openpyxl.load_workbook(BytesIO(workbook("Brief", [one])))
    assert sheets(book)[0].oddHeader.left.text.strip() == "5,704 men && women"
    assert str(sheets(book)[0].oddHeader.left.size) == "9"


def test_every_row_has_its_number_and_its_source(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """Each sheet holds exactly the rows of its chart: numbers as numbers, dates as dates, words as words."""
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        frame = tidy_frame(exhibit.spec)
        if exhibit.spec.x_kind == "date":
            order = exhibit.spec.data["period_end"].reset_index(drop=True).sort_values(ascending=False, kind="stable")
            frame = frame.iloc[order.index]
        want = as_records(frame.rename(columns=heading))
        found = table(sheet)
        assert len(found) == len(want)
        for row, right in zip(found, want, strict=True):
            assert set(row) - set(right) == {"Who", "Hedge", "Standing"}
            for head, value in right.items():
                cell = row[head]
                if isinstance(value, pd.Timestamp):
                    assert pd.Timestamp(str(cell)) == value
                elif isinstance(value, str):
                    assert (cell or "") == value
                elif pd.isna(value):
                    assert cell is None
                else:
                    assert isinstance(cell, int | float)
                    assert cell == pytest.approx(value, rel=1e-15, abs=0)


def test_figures_are_a_table_of_excel(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """The table has a name, a filter over all its rows, the headings of its cells, and scrolls beneath them."""
    names = set()
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        assert sheet.freeze_panes == f"A{HEAD + 1}"
        (name,) = sheet.tables
        names.add(name)
        held = sheet.tables[name]
        assert held.ref.startswith(f"A{HEAD}:")
        assert held.ref.endswith(str(HEAD + len(exhibit.spec.data)))
        heads = [cell.value for cell in sheet[held.ref][0]]
        assert [column.name for column in held.tableColumns] == heads
        assert len({head.casefold() for head in heads}) == len(heads)
    assert len(names) == len(shown)


def test_words_stand_above_and_beneath(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """Headline, subtitle and point stand above; how to read it and its sources beneath, whole."""
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        spec = exhibit.spec
        assert [sheet[f"A{row}"].value or "" for row in (1, 2, 3)] == [
            exhibit.headline,
            spec.subtitle,
            exhibit.item.point,
        ]
        drawn = bool(sheet._charts)
        at = len(table(sheet)[0]) + 1
        beneath = " ".join(str(row[at].value) for row in sheet.iter_rows(min_row=HEAD + 1) if row[at].value)
        for text in (*remarks(spec, office=drawn), source_line(spec)):
            assert " ".join(text.split()) in beneath


def test_charts_stand_beside_their_figures(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """A sheet has one native chart, twelve for twelve panels, and a picture of what Excel cannot draw."""
    pictures = ("camps.map", "camps.custody")
    counts = {exhibit.spec.name: len(sheet._charts) for sheet, exhibit in zip(sheets(book), shown, strict=True)}
    assert counts == dict.fromkeys(CHARTS, 1) | {"repatriation.panels": 12} | dict.fromkeys(pictures, 0)
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        told = {cell.value for row in sheet.iter_rows(min_row=HEAD + 1) for cell in row}
        assert (NO_CHART in told) == (exhibit.spec.name in pictures)
        assert len(sheet._images) == (exhibit.spec.name in pictures)
        for image in sheet._images:
            # Anchored right of the table, and as large as it is meant to be.
            assert image.anchor._from.col == len(table(sheet)[0]) + 1
            assert Image.open(image.ref).size == (1400, 840)


def test_every_row_of_bars_has_room_for_its_name(ledger: Ledger) -> None:
    """Names of two lines ran into each other where all charts were of one height."""
    names = ("detention.courts", "displacement.syria_moves_year", "camps.population")
    shown = exhibits(Briefing("Rows", tuple(Item(name) for name in names)), ledger)
    tall = []
    for sheet in sheets(openpyxl.load_workbook(BytesIO(workbook("Rows", shown, ledger=ledger)))):
        (chart,) = sheet._charts
        tall.append((chart.anchor.to.row - chart.anchor._from.row) * 20)
    rows = [len(set(one.spec.data["x"].astype(str))) for one in shown]
    assert tall[0] >= rows[0] * 34
    assert tall[1] >= rows[1] * 20
    assert tall[2] == 380


def test_the_plot_of_a_panel_stands_beneath_its_name(book: openpyxl.Workbook) -> None:
    """Panels were laid out for another height than they have: figures of high columns lay on the name."""
    charts = sheets(book)[CHARTS.index("repatriation.panels")]._charts
    for chart in charts:
        tall = (chart.anchor.to.row - chart.anchor._from.row) * 15
        layout = chart.layout.manualLayout
        assert layout.y * tall == pytest.approx(TITLE + 10, abs=1)
        assert (1 - layout.y - layout.h) * tall < 26


def test_panels_stand_in_the_grid_of_their_plan(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """Panels of a sheet were two abreast, where screen, picture and slide have as many as they have room for."""
    at = CHARTS.index("repatriation.panels")
    corners = [chart.anchor._from for chart in sheets(book)[at]._charts]
    grid = plan_of(shown[at].spec, Size(1000, 600))
    assert len({(corner.col, corner.colOff) for corner in corners}) == grid.columns == 4
    assert len({corner.row for corner in corners}) == grid.lines


def test_charts_draw_the_cells_of_this_workbook(made: bytes, book: openpyxl.Workbook) -> None:
    """Every reference of every chart leads to the sheet of the charts' cells, to a cell that holds something."""
    with ZipFile(BytesIO(made)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert len(parts) == 7 + 12
    for part in parts:
        refs = {text.partition("</c:f>")[0] for text in part.split("<c:f>")[1:]}
        assert refs
        for ref in refs:
            sheet, _, area = unescape(ref).replace("'", "").partition("!")
            assert sheet == CELLS
            found = book[sheet][area.replace("$", "")]
            held = [found] if not isinstance(found, tuple) else [cell for (cell,) in found]
            assert any(cell.value is not None for cell in held)


def test_every_publication_stands_once(book: openpyxl.Workbook, shown: Sequence[Exhibit], ledger: Ledger) -> None:
    """The sheet of sources has each publication of a figure or event, as many as a deck counts, with its charts."""
    rows = table(book[SOURCES], 1, 1)
    held = cited([exhibit.spec for exhibit in shown], ledger.sources).set_index("source")
    assert sorted(str(row["Source id"]) for row in rows) == sorted(held.index)
    (counted,) = (line for line in facts_of([one.spec for one in shown], ledger) if " publications" in line)
    assert f" {len(rows)} publications" in counted
    for row in rows:
        known = held.loc[str(row["Source id"])]
        assert row["Publisher"] == " ".join(known["publisher"].split())
        if pd.notna(known["published"]):
            assert pd.Timestamp(str(row["Published"])) == known["published"]
        numbers = [int(n) for n in str(row["Charts"]).split(", ")]
        assert all(str(row["Source id"]) in source_ids(shown[n - 1].spec) for n in numbers)


def test_measures_are_defined(book: openpyxl.Workbook, ledger: Ledger) -> None:
    """The sheet of definitions says what each measure counts, in the words of the data but for ids."""
    rows = {row["Indicator"]: row for row in table(book[DEFINITIONS], 1, 1)}
    known = ledger.indicators.set_index("indicator")
    assert {"camp_population"} < set(rows)
    for name, row in rows.items():
        assert row["Definition"] == in_words(ledger, " ".join(str(known.loc[str(name), "definition"]).split()))


def test_without_the_ledger_sources_and_measures_are_named(shown: Sequence[Exhibit]) -> None:
    """What the charts themselves know of sources and measures is written, and nothing is made up."""
    book = openpyxl.load_workbook(BytesIO(workbook("Brief", shown[:2])))
    assert table(book[SOURCES], 1, 1)
    rows = table(book[DEFINITIONS], 1, 1)
    assert {row["Definition"] for row in rows} == {None}
    assert "People living in camp" in {row["Measure"] for row in rows}
    assert not any(cell.hyperlink and cell.hyperlink.target for row in book[CONTENTS].iter_rows() for cell in row)


def test_the_vintage_is_told(ledger: Ledger) -> None:
    """A chart as known on an earlier day says so in the contents."""
    item = Item("camps.population", known_on="2021-01-01")
    (one,) = exhibits(Briefing("Then", (item,)), ledger)
    assert one.spec.known_on == as_known_on(ledger, pd.Timestamp("2021-01-01")).known_on
    book = openpyxl.load_workbook(BytesIO(workbook("Then", [one])))
    assert book[CONTENTS]["G5"].value == "1 Jan 2021"
    assert "as known on 1 Jan 2021" in str(book.worksheets[1]["A2"].value)


HOSTILE = "=cmd|' /C calc'!A0\x07\"[]*?/\\:"


def test_hostile_words_stay_words(shown: Sequence[Exhibit], tmp_path: Path) -> None:
    """Text of data and reader becomes no formula, no link, no markup and no broken sheet name."""
    spec = shown[0].spec
    columns = ("series", "text", "publisher", "source_title", "note", "locator", "title")
    data = spec.data.assign(**dict.fromkeys(columns, HOSTILE), url="javascript:alert(1)", source="=evil()")
    item = Item(spec.name, title=HOSTILE, point="@SUM(A1)")
    evil = Exhibit(item, replace(spec, data=data, subtitle="+1+1", caveats=("<script>",)))
    made = workbook(HOSTILE, [evil, evil], "javascript:alert(1)")
    book = openpyxl.load_workbook(BytesIO(made))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (cell.hyperlink and cell.hyperlink.target)
    with ZipFile(BytesIO(made)) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower() or "external" in name.lower()]
        assert not [name for name in package.namelist() if b"<f>" in package.read(name) and "worksheets" in name]
    assert not faults(made, tmp_path)


@given(st.lists(st.dictionaries(st.text(max_size=9), st.text(max_size=40), max_size=3), min_size=1, max_size=12))
def test_names_of_sheets_are_taken_by_excel(choices: list[dict[str, str]]) -> None:
    """Any choices give names of at most 31 characters without those that Excel forbids, no two alike."""
    names = sheet_names([Item("camps.population", chosen) for chosen in choices])
    assert len({name.casefold() for name in names}) == len(choices)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\'")
        assert name.startswith("Camps population")
        assert name == name.strip()


def test_the_file_is_valid(made: bytes, tmp_path: Path) -> None:
    """The workbook keeps to the schemas of Office Open XML, its charts included."""
    assert not faults(made, tmp_path)


def test_the_same_briefing_gives_the_same_bytes(
    shown: Sequence[Exhibit], made: bytes, ledger: Ledger, geo: Geo
) -> None:
    """Nothing of the clock or of chance is in the file, and its properties say what it is."""
    assert workbook("Situation", shown, "http://host:8501/briefing", ledger=ledger, geo=geo) == made
    properties = openpyxl.load_workbook(BytesIO(made)).properties
    assert properties.title == "Situation"
    assert pd.Timestamp(properties.created) == max(exhibit.spec.data["published"].max() for exhibit in shown)


def test_a_briefing_without_charts_is_a_workbook() -> None:
    """Contents, sources and definitions stand there, without rows."""
    book = openpyxl.load_workbook(BytesIO(workbook("", [])))
    assert book.sheetnames == [CONTENTS, SOURCES, DEFINITIONS, CELLS]
    assert book[CONTENTS]["A1"].value == "Briefing"
