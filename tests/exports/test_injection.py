"""Text from data and readers stays text: no formula, link, macro, markup, field or file name is made of it."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from lxml import etree
from pyarrow import parquet

from charts import catalog
from charts.spec import ChartSpec, Marker
from charts.text import web_address
from exports import BriefingError, Exhibit, Item, from_json, from_token, to_token
from exports.bundle import bundle
from exports.deck import deck
from exports.formats import KEPT
from exports.kinds import Order
from exports.naming import file_names
from exports.note.document import note
from exports.references import apa, bibtex, chicago, own_reference, ris
from exports.tabular import csv_bytes, json_bytes, parquet_bytes
from exports.workbook import workbook
from loaders import Ledger
from loaders.geo import Geo
from render.office.native import native_charts
from render.picture.picture import picture

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    '=HYPERLINK("http://evil.example/x","y")',
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "\\\\host\\share\\x",
    "{=DDE}",
    "\\input{/etc/passwd}",
    "\nER  - \nTY  - BOOK",
    "a\x00\x01\x08\x0b\x1f\x7f\ufffe\uffffb",
    "x" * 2_000,
    "\u202egnp.exe\u2066",
    "🙂🏳️‍🌈 مخيم الهول 中",
    "\ud800lone\udfff",
    "]]><!-- &amp; <![CDATA[ ' \" </w:t></a:t></c:v>",
    "../../etc/passwd",
    "CON",
    "file:///etc/passwd",
    "http://evil.example/ {0} %s ${x}",
    '"; DROP TABLE; --',
    'INCLUDETEXT "http://evil.example"',
    "_x0041_ &#x41; {{7*7}}",
)
# One chart of each mark, small multiples and both kinds of map.
CHARTS = (
    "camps.children",
    "camps.population",
    "detention.transfer",
    "returns.by_year",
    "repatriation.parts",
    "detention.handovers",
    "repatriation.travelled",
    "camps.custody",
    "detention.timeline",
    "camps.map",
    "returns.flows",
    "displacement.destinations",
    "flows.sankey",
    "detention.claims",
    "pace.fan",
)
TEXTS = [
    "series",
    "title",
    "place_name",
    "origin_name",
    "source",
    "source_title",
    "publisher",
    "publisher_kind",
    "url",
    "quotes",
    "locator",
    "note",
    "corrected",
    "clause",
    "file",
    "text",
    "indicator",
    "place",
    "unit",
]
ADDRESS = "http://localhost:8501"


def hostile(spec: ChartSpec, start: int) -> ChartSpec:
    """The chart with hostile words wherever a text of the data, of the catalogue or of a reader can stand."""
    # A frame cannot hold a lone surrogate; the words of a reader can.
    words = cycle([text for text in HOSTILE[start:] + HOSTILE[:start] if "\ud800" not in text])
    free = cycle(HOSTILE[start:] + HOSTILE[:start])
    frame = spec.data.astype(dict.fromkeys(TEXTS, object))
    frame = frame.assign(**{column: [next(words) for _ in range(len(frame))] for column in TEXTS})
    if spec.x_kind == "category":
        known: dict[str, str] = {}
        frame = frame.assign(x=[known.setdefault(str(x), f"{next(words)}{len(known)}") for x in frame["x"]])
    series: dict[str, str] = {}
    frame = frame.assign(series=[series.setdefault(str(s), next(words)) for s in spec.data["series"]])
    view = spec.map
    if view is not None:
        shapes: dict[str, Any] = {}
        for part, shape in (("areas", view.areas), ("arcs", view.arcs)):
            if shape is not None:
                columns = {"name", "text", "figure", "start_name", "end_name"} & set(shape.columns)
                shapes[part] = shape.assign(**{c: [next(words) for _ in range(len(shape))] for c in sorted(columns)})
        view = replace(view, **shapes, area_label=next(free), circle_label=next(free))
    return replace(
        spec,
        title=next(free),
        subtitle=next(free),
        data=frame,
        markers=(Marker(pd.Timestamp("2020-01-01"), next(free), next(free)),) if spec.markers else (),
        caveats=(next(free), next(free)),
        colours={series.get(key, key): value for key, value in spec.colours.items()},
        map=view,
    )


@pytest.fixture(scope="module")
def specs(ledger: Ledger) -> Sequence[ChartSpec]:
    return [hostile(catalog.build(name, ledger), at) for at, name in enumerate(CHARTS)]


@pytest.fixture(scope="module")
def shown(specs: Sequence[ChartSpec]) -> Sequence[Exhibit]:
    # A briefing drops lone surrogates when it is read.
    words = cycle([text for text in HOSTILE if "\ud800" not in text])
    return [Exhibit(Item(spec.name, {}, "", "", next(words), next(words)), spec) for spec in specs]


# --- what no file may hold -----------------------------------------------------------------------------------------


def parts(package: bytes) -> Iterator[tuple[str, bytes]]:
    with ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            yield name, archive.read(name)


def is_harmless(package: bytes, links: tuple[str, ...] = ()) -> None:
    """Well-formed parts, no program, nothing that is fetched from elsewhere but addresses that begin with `links`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    for name, content in parts(package):
        lower = name.lower()
        assert not any(bad in lower for bad in ("vba", "activex", "oleobject", "externallink", "macro")), name
        assert ".." not in name
        assert not name.startswith("/")
        if lower.endswith((".xml", ".rels")):
            root = etree.fromstring(content, parser)
            assert root.getroottree().docinfo.doctype == ""
            assert not list(root.iter("{*}script")), name
        if lower.endswith(".rels"):
            for relation in etree.fromstring(content):
                if relation.get("TargetMode") == "External":
                    assert relation.get("Target").startswith(links or ("\0",)), (name, relation.get("Target"))
                    assert relation.get("Type").endswith("/hyperlink")
        if lower.endswith(".xlsx"):
            is_plain_book(content, links)


def is_plain_book(made: bytes, links: tuple[str, ...] = ()) -> None:
    """No cell of a workbook is a formula, and none is a link but to addresses that begin with `links`."""
    is_harmless(made, links)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert not book.defined_names
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
    for name, content in parts(made):
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            assert not list(etree.fromstring(content).iter("{*}f")), name


def test_no_cell_of_a_csv_can_run(specs: Sequence[ChartSpec]) -> None:
    """Each row and column is where it was, and no text begins as a formula does."""
    for spec in specs:
        for hxl in (False, True):
            text = csv_bytes(spec, hxl=hxl).decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}
            assert len(rows) == len(spec.data) + 1 + hxl
            numbers = {rows[0].index(name) for name in ("value", "low", "high", "line", "statements")}
            for row in rows[1:]:
                for at, cell in enumerate(row):
                    assert at in numbers or not re.match(r"\s*[=+\-@]|[\t\r\n]", cell), cell


def test_json_and_parquet_hold_the_text_as_text(specs: Sequence[ChartSpec]) -> None:
    """Both are read back whole."""
    for spec in specs:
        found = json.loads(json_bytes(spec, ADDRESS))
        table = parquet.read_table(pa.BufferReader(parquet_bytes(spec, ADDRESS)))
        assert len(found["rows"]) == table.num_rows == len(spec.data)


def test_a_workbook_has_no_formula_and_no_link_but_to_the_web(
    shown: Sequence[Exhibit], geo: Geo, ledger: Ledger
) -> None:
    """Whatever titles, publishers and addresses say, links lead to charts of the dashboard and to pages of the web."""
    made = b""
    for known in (None, ledger):
        made = workbook(HOSTILE[0], shown, ADDRESS, ledger=known, geo=geo)
        is_plain_book(made, links=(f"{ADDRESS}/chart?show=", "http://", "https://"))
    for sheet in openpyxl.load_workbook(io.BytesIO(made)):
        for cell in [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]:
            if cell.hyperlink.target and "/chart?show=" not in cell.hyperlink.target:
                # A link of data leads nowhere but to the address that its own record states.
                assert cell.hyperlink.target in {str(other.value) for other in sheet[cell.row]}


@pytest.mark.parametrize("title", HOSTILE)
def test_any_title_of_a_briefing_is_harmless(title: str, geo: Geo, ledger: Ledger) -> None:
    """The title alone, in every document."""
    is_plain_book(workbook(title, (), ADDRESS))
    is_harmless(deck(title, (), geo, ledger=ledger, address=ADDRESS))
    is_harmless(note(title, (), geo, ledger=ledger, address=ADDRESS))


def test_a_deck_leads_to_publications_only_and_has_no_program(
    shown: Sequence[Exhibit], geo: Geo, ledger: Ledger
) -> None:
    """Parts are well-formed; links go to publications from the table of sources, or to a slide from a key figure."""
    made = deck(HOSTILE[0], shown, geo, ledger=ledger, address=ADDRESS)
    is_harmless(made, links=("https://", "http://"))
    known = {web_address(url) for url in ledger.sources["url"].astype(str)}
    for name, content in parts(made):
        if name.endswith(".rels"):
            leads = {one.get("Target") for one in etree.fromstring(content) if one.get("TargetMode") == "External"}
            assert leads <= known, name
        if name.endswith(".xml"):
            for link in etree.fromstring(content).iter("{*}hlinkClick", "{*}hlinkHover"):
                jump = link.get("action") == "ppaction://hlinksldjump" and link.getparent().tag.endswith("}cNvPr")
                assert jump or ("action" not in link.attrib and next(link.iterancestors("{*}tbl"), None) is not None)


def test_a_chart_refers_to_its_own_cells_only(specs: Sequence[ChartSpec]) -> None:
    """No name of a series or a category becomes part of a formula."""
    for spec in specs:
        for chart in native_charts(spec):
            formulas = [found.text for found in etree.fromstring(chart.xml).iter("{*}f")]
            assert all(re.fullmatch(r"Data!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", text) for text in formulas)
            is_plain_book(chart.workbook)


@pytest.mark.parametrize("start", range(0, len(CHARTS), 4))
def test_a_note_has_fields_for_the_page_only(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger, start: int) -> None:
    """No text becomes a field, a link or an object."""
    made = note(HOSTILE[start], shown[start : start + 4], geo, ledger=ledger, address="javascript:alert(1)")
    is_harmless(made)
    for name, content in parts(made):
        if name.endswith(".xml"):
            root = etree.fromstring(content)
            assert not list(root.iter("{*}hyperlink", "{*}instrText", "{*}object", "{*}altChunk")), name
            assert {f.get(next(iter(f.keys()))) for f in root.iter("{*}fldSimple")} <= {"PAGE", "NUMPAGES"}


@pytest.mark.parametrize("at", range(len(CHARTS)))
def test_a_picture_has_no_script_and_no_link(specs: Sequence[ChartSpec], geo: Geo, at: int) -> None:
    """SVG is well-formed and made of marks and texts alone; a PDF starts nothing."""
    spec = specs[at]
    root = etree.fromstring(picture(spec, geo, "svg", title=HOSTILE[at]))
    for node in root.iter(etree.Element):
        assert etree.QName(node).localname not in ("script", "foreignObject", "a", "image", "use", "style", "iframe")
        assert not [key for key in node.attrib if str(key).startswith("on") or str(key).endswith("href")]
    made = picture(spec, geo, "pdf", title=HOSTILE[at])
    assert made.startswith(b"%PDF")
    assert not re.search(rb"/(JavaScript|JS|Launch|URI|OpenAction|AA)\b", made)


def test_a_briefing_file_drops_what_no_file_can_hold() -> None:
    """Lone surrogates, which JSON can spell, would stop every link and deck made of it."""
    read = from_json(
        json.dumps({"title": "\ud800a", "items": [{"chart": CHARTS[0], "title": "b\udfff", "point": "\x00c"}]})
    )
    assert (read.title, read.items[0].title, read.items[0].point) == ("a", "b", "c")
    assert from_token(to_token(read)) == read
    with pytest.raises(BriefingError, match="filters"):
        from_json(json.dumps({"items": [{"chart": CHARTS[0], "filters": {"camp": "\ud800"}}]}))


def test_a_text_longer_than_a_cell_is_cut_in_the_workbook_only(ledger: Ledger) -> None:
    """Excel holds 32,767 characters in a cell; a longer text makes no broken file."""
    plain = catalog.build("camps.children", ledger)
    long = replace(plain, data=plain.data.assign(note="é" * 40_000))
    made = workbook("Long", [Exhibit(Item(long.name), long)])
    is_plain_book(made, links=("https://", "http://"))
    assert {len(row["note"]) for row in json.loads(json_bytes(long))["rows"]} == {40_000}


def test_references_stay_records_of_one_line(specs: Sequence[ChartSpec]) -> None:
    """A title adds no record to RIS, no entry to BibTeX and no line to a list."""
    rows = pd.concat([spec.sources for spec in specs], ignore_index=True)
    assert ris(rows).count("\r\nER  - \r\n") == ris(rows).count("TY  - ELEC\r\n") == len(rows)
    assert len(re.findall(r"^@", bibtex(rows), re.MULTILINE)) == len(rows)
    assert "\\input" not in bibtex(rows)
    assert len(chicago(rows).splitlines()) == len(apa(rows).splitlines()) == len(rows)
    assert all(len(own_reference(spec, "javascript:alert(1)").splitlines()) == 1 for spec in specs)
    assert "javascript:" not in "".join(row.rpartition(" ")[2] for row in chicago(rows).splitlines())


def test_file_names_are_plain(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """Letters, digits and hyphens, at most 80 characters with their ending; no two alike, none leads elsewhere."""
    found = file_names([one.item for one in shown])
    found += file_names([Item(shown[0].item.chart, {"which": text}) for text in HOSTILE])
    assert len(set(found)) == len(shown) + len(HOSTILE)
    for name in found:
        assert re.fullmatch(r"[a-z0-9-]+", name)
        assert len(f"{name}.parquet") <= 80
    made = bundle(Order(HOSTILE[0], tuple(shown[:2]), ledger, geo, address=ADDRESS), KEPT)
    held: list[Any] = [name for name, _ in parts(made)]
    assert all(re.fullmatch(r"[A-Za-z0-9-]+(/[a-z0-9-]+)?(\.[a-z0-9]+)*", name) for name in held)
    assert len(held) == len({name.casefold() for name in held})
    is_harmless(made, links=(f"{ADDRESS}/chart?show=",))
