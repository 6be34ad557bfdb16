"""Figures followed by hand from their line in the data to the chart, the table, and every file that is downloaded."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from analysis.vocabulary import Hedge
from charts import catalog
from charts.columns import HXL
from charts.table import screen_frame
from exports import Exhibit, Item, exhibit, item_of
from exports.bundle import bundle
from exports.deck import deck
from exports.figures_sheet import heading
from exports.formats import FORMATS, KEPT
from exports.kinds import Order
from exports.naming import file_names
from exports.references import bibtex, cited
from exports.tabular import csv_bytes, json_bytes
from exports.workbook import workbook
from loaders import Ledger
from loaders.geo import load_geo

ROOT = Path(__file__).resolve().parents[2]
NONE = float("nan")


@dataclass(frozen=True)
class Golden:
    """A line of data/observations as it stands there, and what a reader must see of it."""

    chart: str
    file: str
    written: str
    at: str
    value: float
    figure: str
    publisher: str
    published: str
    hedge: str = "exact as stated"
    low: float = NONE
    high: float = NONE

    @property
    def source(self) -> str:
        """Id of the publication."""
        return next(csv.reader([self.written]))[14]


GOLDEN = (
    Golden("camps.population", "camps.csv",
           "camp_population,al-hol,all,total,,2019-05-05,day,73520,,,exact,,,,reach-2019-profiles,Background,"
           "Described as May 2019; data collected 18 April to 5 May",
           "2019-05-05", 73520, "73,520", "REACH Initiative", "11 Jul 2019"),
    Golden("camps.population", "camps.csv",
           "camp_population,al-hol,all,total,,2026-02-22,day,0,,,estimate,,,,turkiyetoday-2026-closure,"
           "camp official al-Qassem,Camp declared closed and fully evacuated; zero is implied",
           "2026-02-22", 0, "an estimated 0", "Agence France-Presse (AFP)", "22 Feb 2026", "estimate"),
    Golden("detention.held", "detention.csv",
           "detainees_held,ne-syria,all,total,,2020-01-08,day,12000,,,about,,,,khaleej-2020-inside,third paragraph,"
           "Kurdish forces figure",
           "2020-01-08", 12000, "about 12,000", "Khaleej Times", "8 Jan 2020", "about"),
    Golden("detention.held", "detention.csv",
           "detainees_held,ne-syria,all,total,,2026-01-21,publication,9000,8000,10000,range,,,,ntv-2026-un,"
           "first paragraph,Cites a UN report from before the January 2026 fighting; midpoint; publication date used",
           "2026-01-21", 9000, "8,000 to 10,000", "NTV (Türkiye)", "21 Jan 2026", "range", 8000, 10000),
    Golden("detention.transfer", "detention.csv",
           "detainees_transferred_total,ne-syria,all,total,2026-01-21,2026-02-13,day,5704,,,exact,,,,"
           'shafaq-2026-ncijc,text,"Detainees moved from northeast Syria to Iraq, 61 nationalities, judiciary centre"',
           "2026-02-13", 5704, "5,704", "Shafaq News", "13 Feb 2026"),
    Golden("repatriation.totals", "repatriation.csv",
           "repatriated_persons_cumulative,iraq-syria,USA,total,2016-01-01,2024-05-07,day,51,,,exact,,,,"
           "sentinel-2024-usa,text,Since 2016",
           "United States", 51, "51", "The New Sentinel", "May 2024"),
    Golden("repatriation.operations", "repatriation.csv",
           "repatriated_persons,roj,TZA,total,2025-08-11,2025-08-11,day,4,,,exact,event,rep-TZA-2025-08-11-roj,yes,"
           "aa-2025-tanzania,text,From Roj with US assistance; total = sum of groups reported",
           "2025-08-11", 4, "4", "Anadolu Agency", "20 Aug 2025"),
    Golden("returns.batches", "camp_returns.csv",
           "iraqi_returns,al-hol,irq,total,2022-01-28,2022-01-28,day,490,,,about,event,iraqi-batch-04,yes,"
           "sohr-2022-123fam,body,Batch 4; year from context; nearly 490 persons.",
           "4", 490, "about 490", "Syrian Observatory for Human Rights", "2022", "about"),
    Golden("returns.cumulative", "camp_returns.csv",
           "iraqi_returns_cumulative,al-hol,irq,total,,2026-02-23,day,22000,,,about,,,,sputnik-2026-22000,"
           'Saeed al-Jiyashi via INA,"32 batches; more than 5,600 families, about 22,000 persons."',
           "2026-02-23", 22000, "about 22,000", "Sputnik", "23 Feb 2026", "about"),
    Golden("displacement.iraq_over_time", "displacement.csv",
           "idps,iraq,irq,total,,2016-03-31,day,3417768,,,exact,,,,iom-dtm-iraq-masterlists-2014-2021,"
           "round 42; file IDP master list Mar 31 2016,Sum of all governorates; households x 6",
           "2016-03-31", 3417768, "3,417,768", "IOM", "2021"),
    Golden("displacement.iraq_over_time", "displacement.csv",
           'idps,iraq,irq,total,,2025-12-31,day,997334,,,exact,,,,acaps-2026-inform-severity,"Log, Iraq, People '
           'displaced",ACAPS quotes the IOM DTM dashboard',
           "2025-12-31", 997334, "997,334", "ACAPS", "31 Jan 2026"),
    Golden("liberation.people_freed", "liberation.csv",
           "population_liberated,iraq-syria,all,total,2014-08-08,2019-02-06,day,7700000,,,at_least,,,,"
           "usembassy-2019-febministerial,Paragraph 2,",
           "2019-02-06", 7700000, "at least 7,700,000", "US Department of State", "7 Feb 2019", "at least"),
    Golden("coalition.members", "coalition.csv",
           "coalition_members,world,all,total,,2017-06-30,month,73,,,exact,,,,usstate-2017-mcgurk,4th paragraph,"
           "Stated as 69 nations and 4 international organisations",
           "2017-06-30", 73, "73", "US Department of State", "2017"),
    Golden("funding.ffs_donors", "funding.csv",
           "ffs_contributions,iraq,NLD,total,2015-06-01,2019-11-05,day,80000000,,,exact,,,,undp-2019-netherlands,"
           'second paragraph,"72 million EUR, third largest donor"',
           "Netherlands, 5 Nov 2019", 80_000_000, "$80 mn", "UNDP", "5 Nov 2019"),
    Golden("funding.appeals", "funding.csv",
           "hrp_requirements,syria,all,total,2016-01-01,2016-12-31,year,3193669810,,,exact,year_total,,yes,"
           "ocha-2026-fts-sep,row SYR HSYR16 2016,Syrian Arab Republic Humanitarian Response Plan 2016",
           "2016", 3_193_669_810, "$3.19 bn", "UN OCHA", "Sep 2026"),
)  # fmt: skip # each figure reads like its row in the file
CHARTS = tuple(dict.fromkeys(golden.chart for golden in GOLDEN))


@pytest.fixture(scope="module")
def shown(ledger: Ledger) -> Sequence[Exhibit]:
    specs = [catalog.build(name, ledger) for name in CHARTS]
    return [Exhibit(item_of(spec), spec) for spec in specs]


@pytest.fixture(scope="module")
def book(shown: Sequence[Exhibit], ledger: Ledger) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook("Golden", shown, ledger=ledger)))


@pytest.fixture(scope="module")
def slides(shown: Sequence[Exhibit], ledger: Ledger) -> Sequence[Any]:
    made = deck("Golden", shown, load_geo(ROOT / "data"), ledger=ledger)
    slides = list(Presentation(io.BytesIO(made)).slides)
    named = {shape.name.removeprefix("Chart "): slide for slide in slides for shape in slide.shapes if shape.has_chart}
    return [named[one.spec.name] for one in shown]


def same(found: object, wanted: float) -> bool:
    return found in (None, "") if isnan(wanted) else float(str(found)) == wanted


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda g: f"{g.chart} {g.at}")
def test_a_figure_is_the_same_from_its_line_to_the_slide(
    golden: Golden,
    ledger: Ledger,
    shown: Sequence[Exhibit],
    book: Any,
    slides: Sequence[Any],
) -> None:
    """Data file, chart, table on the page, CSV, JSON, workbook, slide and reference."""
    lines = (ROOT / "data" / "observations" / golden.file).read_text("utf-8").splitlines()
    assert golden.written in lines
    number = lines.index(golden.written) + 1
    at = CHARTS.index(golden.chart)
    spec = shown[at].spec
    key = (f"observations/{golden.file}", number)

    (position,) = [i for i, one in enumerate(zip(spec.data["file"], spec.data["line"], strict=True)) if one == key]
    row = spec.data.iloc[position]
    assert (row["value"], row["text"], row["publisher"]) == (golden.value, golden.figure, golden.publisher)
    assert same(row["low"] if not isnan(row["low"]) else "", golden.low)

    table = screen_frame(spec)
    cells = table[table["Data file"] == f"{key[0]}, line {number}"].iloc[0]
    assert (cells["Figure"], cells["Value"], cells["Hedge"]) == (golden.figure, golden.value, golden.hedge)
    assert (cells["Publisher"], cells["Published"]) == (golden.publisher, golden.published)

    records = [next(csv.DictReader(io.StringIO("\n".join(part), newline=""))) for part in _csv_rows(spec, key)]
    records += [one for one in json.loads(json_bytes(spec))["rows"] if (one["file"], one["line"]) == key]
    records += [_sheet_row(book[book.sheetnames[at + 1]], key)]
    assert len(records) == 3
    for record in records:
        assert float(record["value"]) == golden.value
        assert same(record["low"], golden.low)
        assert same(record["high"], golden.high)
        assert record["figure"] == golden.figure
        assert (record["publisher"], record["source"]) == (golden.publisher, golden.source)
        when = record["x"]
        assert (when.strftime("%Y-%m-%d") if hasattr(when, "strftime") else when) == golden.at

    assert cells["Stated by"] == row["attribution"]
    assert any(
        _draws(shape.chart.part.chart_workbook.xlsx_part.blob, golden, row["attribution"])
        for shape in slides[at].shapes
        if shape.has_chart
    )
    assert f"{{{golden.source}," in bibtex(cited([spec], ledger.sources))


def _csv_rows(spec: Any, key: tuple[str, int]) -> list[list[str]]:
    """Heading and line of each record of the CSV that cites this line of the data."""
    text = csv_bytes(spec).decode("utf-8-sig")
    records = list(csv.reader(io.StringIO(text, newline="")))
    file, line = records[0].index("file"), records[0].index("line")
    return [_lines(records[0], one) for one in records[1:] if (one[file], int(one[line])) == key]


def _lines(*records: list[str]) -> list[str]:
    out = io.StringIO()
    csv.writer(out).writerows(records)
    return out.getvalue().splitlines()


def _sheet_row(sheet: Any, key: tuple[str, int]) -> dict[str, Any]:
    """The row of a sheet that cites this line of the data, under the headings of the data files."""
    rows = list(sheet.iter_rows(min_row=6, values_only=True))
    named = {heading(column): column for column in HXL}
    records = [{named.get(head, head): cell for head, cell in zip(rows[0], row, strict=True) if head} for row in rows]
    (found,) = [record for record in records if (record["file"], record["line"]) == key]
    # The first screen says the same of it as the record behind.
    assert (found["Hedge"], found["qualifier"]) in {(one.label, one.value) for one in Hedge}
    return found


def _draws(content: bytes, golden: Golden, said_by: str) -> bool:
    """Whether a row of the chart's embedded cells holds place, figure, wording and who states it."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        texts = {cell.strftime("%Y-%m-%d") if hasattr(cell, "strftime") else cell for cell in row}
        if {golden.at, golden.value, golden.figure, said_by} <= texts:
            return True
    return False


@dataclass(frozen=True)
class Told:
    """A line of data/observations as it stands there, and how headline, note and PDF say it."""

    chart: str
    file: str
    written: str
    value: float
    said: str
    publisher: str


# One figure of each theme.
TOLD = (
    Told("camps.population", "camps.csv",
         "camp_population,al-hol,all,total,,2019-05-05,day,73520,,,exact,,,,reach-2019-profiles,Background,"
         "Described as May 2019; data collected 18 April to 5 May",
         73520, "73,520 people in May 2019", "REACH Initiative"),
    Told("coalition.members", "coalition.csv",
         "coalition_members,world,all,total,,2026-02-09,day,90,,,exact,,,,rudaw-2026-syria90,1st paragraph,"
         "Syria formally welcomed at Riyadh Small Group meeting",
         90, "90 members (9 Feb 2026)", "Rudaw"),
    Told("detention.transfer", "detention.csv",
         "detainees_transferred_total,ne-syria,all,total,2026-01-21,2026-02-13,day,5704,,,exact,,,,"
         'shafaq-2026-ncijc,text,"Detainees moved from northeast Syria to Iraq, 61 nationalities, judiciary centre"',
         5704, "5,704 detainees were moved to Iraq from 21 Jan to 13 Feb 2026", "Shafaq News"),
    Told("displacement.iraq_over_time", "displacement.csv",
         'idps,iraq,irq,total,,2025-12-31,day,997334,,,exact,,,,acaps-2026-inform-severity,"Log, Iraq, People '
         'displaced",ACAPS quotes the IOM DTM dashboard',
         997334, "nearly 1 million people were displaced", "ACAPS"),
    Told("funding.ffs", "funding.csv",
         "ffs_contributions,iraq,all,total,2015-06-01,2022-07-04,day,1500000000,,,about,,,,ina-2022-undp,"
         "third paragraph,UNDP representative: allocated over past six years",
         1_500_000_000, "about $1.5 bn by 4 Jul 2022", "Iraqi News Agency (INA)"),
    Told("liberation.people_freed", "liberation.csv",
         "population_liberated,iraq-syria,all,total,2014-08-08,2021-06-28,day,8000000,,,about,,,,canada-2021-rome,"
         "Paragraph 3,Stated as nearly eight million",
         8_000_000, "About 8 million people had been freed", "Global Affairs Canada"),
    Told("repatriation.remaining_time", "repatriation.csv",
         "nationals_remaining,ne-syria,tcn,total,,2025-09-26,day,8500,,,about,,,,unnews-2025-conf,text,From over 62 "
         "countries; al-Hol and surrounding sites",
         8500, "About 8,500 third-country nationals remained in Northeast Syria on 26 Sep 2025", "UN News"),
    Told("returns.cumulative", "camp_returns.csv",
         "iraqi_returns_cumulative,al-hol,irq,total,,2026-02-23,day,22000,,,about,,,,sputnik-2026-22000,"
         'Saeed al-Jiyashi via INA,"32 batches; more than 5,600 families, about 22,000 persons."',
         22000, "About 22,000 Iraqis had returned from al-Hol by 23 Feb 2026", "Sputnik"),
)  # fmt: skip # each figure reads like its row in the file


@pytest.fixture(scope="module")
def files(ledger: Ledger) -> dict[str, bytes]:
    """What is in the archive of a briefing of these charts."""
    charts = tuple(exhibit(Item(one.chart), ledger) for one in TOLD)
    with ZipFile(io.BytesIO(bundle(Order("Golden", charts, ledger, load_geo(ROOT / "data")), KEPT))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def told_book(files: dict[str, bytes]) -> Any:
    """The workbook of the archive."""
    return openpyxl.load_workbook(io.BytesIO(files["workbook.xlsx"]))


@pytest.fixture(scope="module")
def told_slides(files: dict[str, bytes]) -> list[str]:
    """The text of each slide of the archive's PDF, without its blanks."""
    return ["".join(slide.extract_text().split()) for slide in PdfReader(io.BytesIO(files["deck.pdf"])).pages]


def test_each_theme_has_its_figure(ledger: Ledger) -> None:
    assert {Path(one.file).stem for one in TOLD} == set(ledger.themes["theme"].astype(str))


@pytest.mark.parametrize("told", TOLD, ids=lambda one: str(one.chart))
def test_a_figure_of_each_theme_is_the_same_in_every_file_that_is_handed_on(
    told: Told, ledger: Ledger, files: dict[str, bytes], told_book: Any, told_slides: list[str]
) -> None:
    """From its line to the workbook's first screen, the archive's CSV, the sentence and source of the note, the PDF."""
    lines = (ROOT / "data" / "observations" / told.file).read_text("utf-8").splitlines()
    key = (f"observations/{told.file}", lines.index(told.written) + 1)
    written = next(csv.reader([told.written]))
    assert float(written[7]) == told.value

    at = [one.chart for one in TOLD].index(told.chart)
    row = _sheet_row(told_book[told_book.sheetnames[at + 1]], key)
    assert (row["value"], row["qualifier"], row["source"]) == (told.value, written[10], written[14])
    assert row["publisher"].startswith(told.publisher)

    (name,) = file_names([Item(told.chart)])
    records = csv.DictReader(io.StringIO(files[f"data/{name}.csv"].decode("utf-8-sig"), newline=""))
    (record,) = [one for one in records if (one["file"], int(one["line"])) == key]
    assert (float(record["value"]), record["qualifier"], record["source"]) == (told.value, written[10], written[14])
    assert record["figure"] == row["figure"]

    one = exhibit(Item(told.chart), ledger)
    order = Order("One", (one,), ledger, load_geo(ROOT / "data"))
    note = FORMATS["note"].make(order)
    sentence = Document(io.BytesIO(note)).paragraphs[2].text
    assert told.said in sentence
    with ZipFile(io.BytesIO(note)) as parts:
        assert told.publisher in parts.read("word/footnotes.xml").decode()
    (page,) = PdfReader(io.BytesIO(FORMATS["note-pdf"].make(order))).pages
    for text in (told.said, told.publisher):
        assert "".join(text.split()) in "".join(page.extract_text().split())
    assert any("".join(told.said.split()) in text for text in told_slides)
