"""The zip of a briefing: what is in it, that it is whole, and that it tells how to go on."""

import io
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from zipfile import ZipFile

import openpyxl
import pytest
from pptx import Presentation

from exports import Briefing, Exhibit, Item, address, exhibits, from_json, how_to_read
from exports.bundle import MANIFEST, README, SUMS, bundle
from exports.formats import FORMATS, KEPT
from exports.kinds import Order
from exports.naming import file_names
from exports.note.document import note
from exports.tabular import csv_bytes
from exports.workbook import workbook
from loaders import Ledger
from loaders.geo import Geo
from render.picture.picture import picture

HOST = "http://host:8501"
ITEMS = (
    Item("camps.population", {"camp": "roj"}, "2025-06-30", "highest", "Roj since 2019", "Ask who is left."),
    Item("returns.destination_map"),
)


@pytest.fixture(scope="module")
def shown(ledger: Ledger) -> Sequence[Exhibit]:
    return exhibits(Briefing("Return", ITEMS), ledger)


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def files(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger, told: list[tuple[int, int]]) -> dict[str, bytes]:
    made = bundle(Order("Return", tuple(shown), ledger, geo, address=HOST, tell=lambda *step: told.append(step)), KEPT)
    with ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_every_format_of_every_chart(files: dict[str, bytes]) -> None:
    """Documents once, pictures and data for each chart, references for all."""
    stems = ["camps-population-roj-2025-06-30-highest", "returns-destination-map"]
    wanted = {
        README,
        MANIFEST,
        SUMS,
        "deck.pptx",
        "workbook.xlsx",
        "note.docx",
        "briefing.json",
        "deck.pdf",
        "note.pdf",
    }
    wanted |= {f"pictures/{stem}.{kind}" for stem in stems for kind in ("png", "svg", "pdf")}
    wanted |= {f"data/{stem}.{kind}" for stem in stems for kind in ("csv", "hxl.csv", "json", "parquet")}
    wanted |= {f"citations/{name}" for name in ("chicago.txt", "apa.txt", "references.bib", "references.ris")}
    assert set(files) == wanted | {"citations/these-charts.txt"}
    assert next(iter(files)) == README


def test_the_files_are_what_the_formats_alone_give(
    files: dict[str, bytes], shown: Sequence[Exhibit], geo: Geo, ledger: Ledger
) -> None:
    """One chart has one number wherever it is downloaded."""
    stem = file_names(ITEMS)[0]
    assert files[f"data/{stem}.csv"] == csv_bytes(shown[0].spec)
    assert files[f"data/{stem}.hxl.csv"] == csv_bytes(shown[0].spec, hxl=True)
    assert files[f"pictures/{stem}.svg"] == picture(shown[0].spec, geo, "svg", title="Roj since 2019")
    assert files["note.docx"] == note("Return", shown, geo, ledger=ledger, address=HOST)
    assert files["workbook.xlsx"] == workbook("Return", shown, HOST, ledger=ledger, geo=geo)
    assert len(openpyxl.load_workbook(io.BytesIO(files["workbook.xlsx"])).sheetnames) >= 3
    titles = {
        shape.text
        for page in Presentation(io.BytesIO(files["deck.pptx"])).slides
        for shape in page.shapes
        if shape.has_text_frame
    }
    assert "Roj since 2019" in titles
    link = address(HOST, ITEMS[0])
    assert json.loads(files[f"data/{stem}.json"])["url"] == link
    assert link in files["citations/these-charts.txt"].decode()


def test_checksums_and_manifest_hold_for_every_file(files: dict[str, bytes]) -> None:
    """As `sha256sum -c` reads them; nothing is left out but the list itself."""
    lines = [line.split("  ", 1) for line in files[SUMS].decode().splitlines()]
    assert {name: sha256(files[name]).hexdigest() for _, name in lines} == {name: digest for digest, name in lines}
    assert {name for _, name in lines} == set(files) - {SUMS}
    manifest = json.loads(files[MANIFEST])
    assert {one["name"]: (one["bytes"], one["sha256"]) for one in manifest["files"]} == {
        name: (len(content), sha256(content).hexdigest())
        for name, content in files.items()
        if name not in (SUMS, MANIFEST)
    }
    assert [chart["file"] for chart in manifest["charts"]] == file_names(ITEMS)
    assert sum(one["chart"] == 1 for one in manifest["files"]) == sum(kind.each for kind in FORMATS.values())
    assert manifest["charts"][0]["as_known_on"] == "2025-06-30"
    assert manifest["charts"][0]["lead"] == "highest statement leads"


def test_the_readme_says_what_is_what(files: dict[str, bytes], shown: Sequence[Exhibit]) -> None:
    """Each file, each chart with its dates, rule and marks, and how to go on, in lines that a terminal shows."""
    text = files[README].decode()
    flat = " ".join(text.split())
    assert all(name in text for name in files if "/" not in name and name != README)
    assert "as known on 30 Jun 2025, highest statement leads" in flat
    assert "python -m exports refresh deck.pptx" in flat
    for found in shown:
        assert found.headline in flat
        assert all(" ".join(part.split()) in flat for part in how_to_read(found.spec))
        assert address(HOST, found.item) in text
    assert all(len(line) <= 100 for line in text.splitlines() if "show=" not in line)


def test_the_briefing_can_be_opened_again(files: dict[str, bytes]) -> None:
    """With its title, charts, choices and words."""
    assert from_json(files["briefing.json"]) == Briefing("Return", ITEMS)


def test_progress_goes_up_to_the_whole(files: dict[str, bytes], told: list[tuple[int, int]]) -> None:
    """One step a document and a chart, none beyond the last."""
    assert files
    assert told == [(step, len(ITEMS) + 6) for step in range(1, len(ITEMS) + 7)]


def test_names_stay_when_the_data_change() -> None:
    """A file is named by its chart and choices, so that a link to it holds; neither words nor figures name it."""
    assert file_names([ITEMS[0]]) == file_names([replace(ITEMS[0], title="Other words", point="")])
    assert file_names(ITEMS[::-1]) == file_names(ITEMS)[::-1]
    several = [Item("compare.series", {"which": ("FRA", "DEU")}), Item("compare.series", {"which": ("FRA",)})]
    assert file_names(several) == ["compare-series-fra-deu", "compare-series-fra"]


def test_names_are_unlike() -> None:
    """The same chart a hundred times makes a hundred files; choices of other letters, and long ones, differ too."""
    assert len(set(file_names([ITEMS[0]] * 100))) == 100
    odd = [Item("compare.series", {"which": text}) for text in ("الهول", "مخيم", "x" * 90, "x" * 91)]
    found = file_names(odd)
    assert len(set(found)) == len(odd)
    # Whatever else is in the briefing.
    assert [file_names([one])[0] for one in odd] == found
    assert max(map(len, found)) <= 72


def test_two_archives_of_the_same_data_are_the_same_bytes(
    shown: Sequence[Exhibit], geo: Geo, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the clock is in any file, the deck's package and properties included."""
    order = Order("Return", tuple(shown), ledger, geo, address=HOST)
    first = bundle(order, KEPT)
    real = time.localtime
    monkeypatch.setattr(time, "localtime", lambda _at=None: real(86_400.0 * 12_345))
    monkeypatch.setattr(time, "time", lambda: 86_400.0 * 12_345)
    assert bundle(order, KEPT) == first


def test_an_empty_briefing_gives_a_zip_without_charts(geo: Geo, ledger: Ledger) -> None:
    """It is whole and says so."""
    with ZipFile(io.BytesIO(bundle(Order("", (), ledger, geo), KEPT))) as archive:
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if name.startswith(("pictures/", "data/"))]
        assert archive.read("citations/apa.txt") == b""
