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
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from analysis import as_known_on
from analysis.coverage import in_words
from charts.citation import remarks, source_line
from charts.table import tidy_frame
from exports import Briefing, Exhibit, Item, exhibits
from exports.references import cited
from exports.workbook import CELLS, CONTENTS, DEFINITIONS, IN_THE_DECK, SOURCES, sheet_name, workbook
from loaders import Ledger
from loaders.frames import as_records

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
def made(shown: Sequence[Exhibit], ledger: Ledger) -> bytes:
    return workbook("Situation", shown, "http://host:8501/briefing", ledger=ledger)


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


def table(sheet: Worksheet, head: int = HEAD, first: int = 3) -> list[dict[str, object]]:
    """The rows of a table by their headings."""
    heads = [cell.value for cell in sheet[head][first - 1 :]]
    rows = [[cell.value for cell in row[first - 1 :]] for row in sheet.iter_rows(min_row=head + 1)]
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
    assert lines[0][5].value == "22 Feb 2026"
    assert lines[0][6].value == "all publications"
    for row, sheet, exhibit in zip(lines, sheets(book), shown, strict=True):
        assert row[2].hyperlink.location == f"'{sheet.title}'!A1"
        assert row[8].value == len(exhibit.spec.data)
        assert row[10].hyperlink.target.startswith("http://host:8501/briefing/chart?show=")


def test_every_row_has_its_number_and_its_source(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """Each sheet holds exactly the rows of its chart: numbers as numbers, dates as dates, words as words."""
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        want = as_records(tidy_frame(exhibit.spec))
        found = table(sheet)
        assert len(found) == len(want)
        for row, right in zip(found, want, strict=True):
            assert set(row) == set(right)
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


def test_headings_stay_in_view_and_can_be_filtered(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """The table has a filter over all its rows, and scrolls beneath its headings."""
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        assert sheet.freeze_panes == f"A{HEAD + 1}"
        assert sheet.auto_filter.ref.startswith(f"C{HEAD}:")
        assert sheet.auto_filter.ref.endswith(str(HEAD + len(exhibit.spec.data)))


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
        beneath = " ".join(str(row[0].value) for row in sheet.iter_rows(min_row=HEAD + 1) if row[0].value)
        for text in (*remarks(spec, office=drawn), source_line(spec)):
            assert " ".join(text.split()) in beneath


def test_charts_stand_beside_their_figures(book: openpyxl.Workbook, shown: Sequence[Exhibit]) -> None:
    """A sheet has one native chart, twelve for twelve panels, and a line that says so for what Excel cannot draw."""
    counts = {exhibit.spec.name: len(sheet._charts) for sheet, exhibit in zip(sheets(book), shown, strict=True)}
    assert counts == dict.fromkeys(CHARTS, 1) | {"repatriation.panels": 12, "camps.map": 0, "camps.custody": 0}
    for sheet, exhibit in zip(sheets(book), shown, strict=True):
        told = {cell.value for cell in sheet["A"]}
        assert (IN_THE_DECK in told) == (exhibit.spec.name in ("camps.map", "camps.custody"))


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
    """The sheet of sources has each publication that a figure rests on, with its date and the charts that use it."""
    rows = table(book[SOURCES], 1, 1)
    figures = {
        one for exhibit in shown for text in exhibit.spec.data["source"].astype(str) for one in text.split("; ") if one
    }
    assert [row["Source id"] for row in rows if row["Source id"] not in figures] == []
    assert len(rows) == len(figures)
    held = cited([exhibit.spec for exhibit in shown], ledger.sources).set_index("source")
    for row in rows:
        known = held.loc[str(row["Source id"])]
        assert row["Publisher"] == " ".join(known["publisher"].split())
        if pd.notna(known["published"]):
            assert pd.Timestamp(str(row["Published"])) == known["published"]
        numbers = [int(n) for n in str(row["Charts"]).split(", ")]
        assert all(str(row["Source id"]) in " ".join(shown[n - 1].spec.data["source"].astype(str)) for n in numbers)


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


@given(st.integers(1, 60), st.text(max_size=80))
def test_names_of_sheets_are_taken_by_excel(number: int, headline: str) -> None:
    """Any headline gives a name of at most 31 characters without those that Excel forbids, led by its own number."""
    name = sheet_name(number, headline)
    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\'")
    assert name.split(" ")[0] == str(number)
    assert name == name.strip()


def test_the_file_is_valid(made: bytes, tmp_path: Path) -> None:
    """The workbook keeps to the schemas of Office Open XML, its charts included."""
    assert not faults(made, tmp_path)


def test_the_same_briefing_gives_the_same_bytes(shown: Sequence[Exhibit], made: bytes, ledger: Ledger) -> None:
    """Nothing of the clock or of chance is in the file, and its properties say what it is."""
    assert workbook("Situation", shown, "http://host:8501/briefing", ledger=ledger) == made
    properties = openpyxl.load_workbook(BytesIO(made)).properties
    assert properties.title == "Situation"
    assert pd.Timestamp(properties.created) == max(exhibit.spec.data["published"].max() for exhibit in shown)


def test_a_briefing_without_charts_is_a_workbook() -> None:
    """Contents, sources and definitions stand there, without rows."""
    book = openpyxl.load_workbook(BytesIO(workbook("", [])))
    assert book.sheetnames == [CONTENTS, SOURCES, DEFINITIONS, CELLS]
    assert book[CONTENTS]["A1"].value == "Briefing"
