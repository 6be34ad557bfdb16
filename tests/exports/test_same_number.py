"""The number on the screen is the number in every file: for each chart of the catalogue, in each format."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf, isclose
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from lxml import etree
from pptx import Presentation

from analysis.words import number_text
from charts import catalog
from charts.spec import ChartSpec
from charts.table import tidy_frame
from exports import Exhibit, item_of
from exports.deck import deck as slides
from exports.figures_sheet import CELLS, heading
from exports.workbook import workbook
from loaders import Ledger
from loaders.geo import Geo
from render.office.native import MARKS, native_charts
from render.office.shapes import shapes
from tests.exports.figures import (
    in_chart,
    in_csv,
    in_json,
    in_parquet,
    in_picture,
    in_table,
    on_map,
    on_screen,
    place,
    stated,
)

NAMES = catalog.names()
# Workbooks and decks hold several charts each; one test makes one of them and reads it once.
PARTS = [NAMES[at::6] for at in range(6)]
ROOT = Path(__file__).resolve().parents[2]


# --- what must agree -----------------------------------------------------------------------------------------------


def charts_agree(spec: ChartSpec, charts: Sequence[tuple[bytes, Any]]) -> None:
    """Native charts (XML and workbook) draw each figure of a chart where it stands, and no other."""
    drawn = [in_chart(xml, book) for xml, book in charts]
    assert not [text for one in drawn for text in one.off], spec.name
    found = {at for one in drawn for at in one.figures}
    wanted = set(stated(spec))
    # The wording of a range stands at the upper end of its whisker.
    allowed = wanted | set(stated(spec, "high"))
    assert {v for _, v in wanted} <= {v for _, v in found}, spec.name
    assert {v for _, v in found} <= {v for _, v in allowed}, spec.name
    assert {one for one in found if one[0]} <= allowed, spec.name


def rows_agree(spec: ChartSpec, sheet: Any, top: int, left: int) -> None:
    """A table on a sheet has the rows of the CSV: real numbers, real dates, and nothing where nothing is stated."""
    frame = tidy_frame(spec)
    if spec.x_kind == "date":  # the newest first
        ends = spec.data["period_end"].reset_index(drop=True)
        frame = frame.iloc[ends.sort_values(ascending=False, kind="stable").index]
    rows = [row[left:] for row in sheet.iter_rows(min_row=top, max_row=top + len(frame), values_only=True)]
    for head in frame.columns:
        column = rows[0].index(heading(head))
        cells = [row[column] for row in rows[1:]]
        pairs = zip(map(_plain, cells), map(_plain, frame[head]), strict=True)
        assert not [pair for pair in pairs if not _alike(*pair)], (spec.name, head)


def _alike(cell: Any, value: Any) -> bool:
    # A sheet holds sixteen digits.
    return isclose(cell, value, rel_tol=1e-15) if isinstance(value, float) and cell is not None else cell == value


def _plain(value: Any) -> Any:
    if value is None or value == "" or (not isinstance(value, str) and pd.isna(value)):
        return None
    return pd.Timestamp(value) if hasattr(value, "year") else value


def _number(value: Any) -> float | None:
    return None if value in ("", None) else float(value)


def files_agree(spec: ChartSpec, wanted: ChartSpec) -> None:
    """Drawing, table beneath it, picture, CSV, JSON and Parquet of one chart hold the figures of the other."""
    figures = stated(wanted)
    if spec.mark == "sankey":
        assert on_screen(spec) == Counter(at for at in figures.elements() if at[1] > 0)
    elif spec.mark not in ("map", "timeline", "spans"):
        assert on_screen(spec) == figures
    if spec.mark in MARKS:
        assert in_picture(spec) == figures
    texts = Counter(zip(wanted.data["text"].astype(str), wanted.data["value"], strict=True))
    assert in_table(spec) == Counter({at: n for at, n in texts.items() if pd.notna(at[1])})
    numbers = wanted.data[["value", "low", "high"]].astype(float)
    rows = [tuple(_number(_plain(v)) for v in row) for row in numbers.where(numbers.abs() != inf).to_numpy()]
    for read in (in_csv, in_json, in_parquet):
        found = read(spec)
        assert [tuple(_number(row[key]) for key in ("value", "low", "high")) for row in found] == rows
        assert [str(row["x"] or "") for row in found] == [place(x) for x in wanted.data["x"]]


def worded(spec: ChartSpec) -> set[tuple[str, str]]:
    """Circles, areas and arcs of a map: name and figure as worded."""
    found: list[tuple[str, str]] = []
    if "lon" in spec.data:
        placed = spec.data.dropna(subset=["lon", "lat"])
        found += zip(placed["x"].astype(str), placed["text"].astype(str), strict=True)
    for drawn in (spec.map.areas, spec.map.arcs) if spec.map else ():
        if drawn is not None:
            rows = drawn.dropna(subset=["value"])
            found += zip(rows["name"].astype(str), rows["text"].astype(str), strict=True)
    return set(found)


def shapes_agree(spec: ChartSpec, group: Any, geo: Geo) -> None:
    """Shapes on a slide say each figure as the screen does, and no other."""
    told = {text for _, text in shapes.values(group)}
    if spec.mark == "map":
        wanted = {f"{name}: {text}" for name, text in worded(spec) & on_map(spec, geo)}
        assert wanted - told <= {f"{name}: {text}" for name, text in worded(spec) if _tiny(spec, name, geo)}, spec.name
        assert {text for text in told if ": " in text and not text.endswith(": no figure")} <= wanted, spec.name
    elif spec.mark == "sankey":
        rows = spec.data[spec.data["value"] > 0].to_dict("records")
        assert {f"{row['series']} to {row['x']}: {row['text']}" for row in rows} <= told
    else:
        assert told == {str(text) for text in spec.data["text"]}, spec.name


def _tiny(spec: ChartSpec, name: str, geo: Geo) -> bool:
    """Whether an area is too small to be drawn on a slide: its outline fits in two degrees."""
    areas = spec.map.areas if spec.map else None
    codes = set() if areas is None else set(areas.loc[areas["name"] == name, "iso"])
    for feature in (*geo.world["features"], *geo.governorates["features"]):
        if codes & {feature["properties"].get(key) for key in ("iso3", "iso_3166_2")}:
            points = [point for ring in _rings(feature["geometry"]["coordinates"]) for point in ring]
            spans = (max(axis) - min(axis) for axis in zip(*points, strict=True))
            return all(span < 2 for span in spans)
    return False


def _rings(part: Any) -> Iterator[Any]:
    if isinstance(part[0][0], int | float):
        yield part
    else:
        for inner in part:
            yield from _rings(inner)


def exhibit(spec: ChartSpec) -> Exhibit:
    return Exhibit(item_of(spec), spec)


def workbook_agrees(made: bytes, specs: Sequence[ChartSpec]) -> None:
    """Each chart's sheet has its rows; its native charts draw the cells of the sheet of cells."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheets = book.sheetnames[1 : len(specs) + 1]
    drawn = _charts_of_sheets(made)
    for spec, name in zip(specs, sheets, strict=True):
        rows_agree(spec, book[name], top=6, left=0)
        charts = drawn.get(name, [])
        assert bool(charts) == (spec.mark in MARKS and not spec.is_empty), spec.name
        if charts:
            assert all(CELLS in xml.decode() for xml in charts)
            charts_agree(spec, [(xml, book) for xml in charts])


def _charts_of_sheets(made: bytes) -> dict[str, list[bytes]]:
    """The chart parts of each sheet, by the name of the sheet."""
    with ZipFile(io.BytesIO(made)) as archive:

        def targets(part: str, kind: str) -> list[str]:
            folder, _, file = part.rpartition("/")
            path = f"{folder}/_rels/{file}.rels"
            if path not in archive.namelist():
                return []
            found = [
                one.get("Target") for one in etree.fromstring(archive.read(path)) if one.get("Type").endswith(kind)
            ]
            return [f"xl/{target.removeprefix('../')}" for target in found]

        names = [sheet.get("name") for sheet in etree.fromstring(archive.read("xl/workbook.xml")).iter("{*}sheet")]
        return {
            name: [
                archive.read(chart)
                for drawing in targets(f"xl/worksheets/sheet{at}.xml", "/drawing")
                for chart in targets(drawing, "/chart")
            ]
            for at, name in enumerate(names, 1)
        }


def deck_agrees(made: bytes, specs: Sequence[ChartSpec], geo: Geo) -> None:
    """Each chart's slide draws its figures: native charts with their embedded workbook, or shapes that say them."""
    drawn: dict[str, list[Any]] = {}
    for page in Presentation(io.BytesIO(made)).slides:
        for shape in page.shapes:
            if shape.name.startswith("Chart "):
                drawn.setdefault(shape.name.removeprefix("Chart ").partition(", ")[0], []).append(shape)
    for spec in specs:
        found = drawn.pop(spec.name, [])
        assert found or spec.is_empty, spec.name
        if spec.mark in MARKS:
            parts = [shape.chart.part for shape in found]
            books = [openpyxl.load_workbook(io.BytesIO(part.chart_workbook.xlsx_part.blob)) for part in parts]
            charts_agree(spec, list(zip([part.blob for part in parts], books, strict=True)))
        else:
            (group,) = found
            shapes_agree(spec, group, geo)
    assert not drawn


# --- the tests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_screen_the_table_and_the_data_files_hold_the_same_figures(name: str, ledger: Ledger, geo: Geo) -> None:
    """For every chart: value, place, bounds and wording; a map says on the screen what its rows say."""
    spec = catalog.build(name, ledger)
    files_agree(spec, spec)
    if spec.map is not None:
        values = set(spec.data["value"].dropna())
        for drawn in (spec.map.areas, spec.map.arcs):
            if drawn is not None:
                assert set(drawn["value"].dropna()) <= values
                rows = drawn.dropna(subset=["value"]).to_dict("records")
                assert spec.map.classes or all(number_text(row["value"]) in row["text"] for row in rows)
        seen = on_map(spec, geo)
        assert len(seen & worded(spec)) >= 0.9 * len(worded(spec))


@pytest.mark.parametrize("names", PARTS)
def test_a_workbook_holds_the_same_figures(names: Sequence[str], ledger: Ledger) -> None:
    """For every chart: the rows of its sheet, and what its native charts draw."""
    specs = [catalog.build(name, ledger) for name in names]
    workbook_agrees(workbook("All", [exhibit(spec) for spec in specs]), specs)


@pytest.mark.parametrize("names", PARTS)
def test_a_deck_holds_the_same_figures(names: Sequence[str], ledger: Ledger, geo: Geo) -> None:
    """For every chart: the cells of the embedded workbook, what the chart draws of them, and what shapes say."""
    specs = [catalog.build(name, ledger) for name in names]
    deck_agrees(slides("All", [exhibit(spec) for spec in specs], geo), specs, geo)


def off_by_one(spec: ChartSpec, row: int) -> ChartSpec:
    """The same chart with one number changed, its words and its map left as they are."""
    value = [old + (at == row) for at, old in enumerate(spec.data["value"])]
    return replace(spec, data=spec.data.assign(value=value))


@pytest.mark.parametrize(
    "name", ["camps.population", "returns.by_year", "repatriation.totals", "repatriation.travelled"]
)
def test_the_comparison_finds_a_number_that_is_off(name: str, ledger: Ledger, geo: Geo) -> None:
    """One more person in one row of one format fails, whichever format it is."""
    spec = catalog.build(name, ledger)
    bad = off_by_one(spec, len(spec.data) // 2)
    assert on_screen(bad) != stated(spec)
    assert in_picture(bad) != stated(spec)
    assert in_table(bad) != in_table(spec)
    for read in (in_csv, in_json, in_parquet):
        assert [row["value"] for row in read(bad)] != [row["value"] for row in read(spec)]
    with pytest.raises(AssertionError):
        files_agree(bad, spec)
    with pytest.raises(AssertionError):
        workbook_agrees(workbook("Bad", [exhibit(bad)]), [spec])
    with pytest.raises(AssertionError):
        deck_agrees(slides("Bad", [exhibit(bad)], geo), [spec], geo)
    charts = [(one.xml, openpyxl.load_workbook(io.BytesIO(one.workbook))) for one in native_charts(bad)]
    with pytest.raises(AssertionError):
        charts_agree(spec, charts)


def test_the_comparison_finds_a_cell_that_is_off(ledger: Ledger) -> None:
    """A chart whose cells were changed behind its back differs from its cache."""
    spec = catalog.build("camps.population", ledger)
    (made,) = native_charts(spec)
    book = openpyxl.load_workbook(io.BytesIO(made.workbook))
    charts_agree(spec, [(made.xml, book)])
    book["Data"]["B3"].value += 1
    with pytest.raises(AssertionError, match="in the cells"):
        charts_agree(spec, [(made.xml, book)])


@pytest.mark.parametrize("name", ["camps.map", "returns.flows", "displacement.iraq_map", "flows.sankey"])
def test_the_comparison_finds_a_wording_that_is_off(name: str, ledger: Ledger, geo: Geo) -> None:
    """Shapes that say another figure than the chart fail."""
    spec = catalog.build(name, ledger)
    view = spec.map and replace(
        spec.map,
        areas=None if spec.map.areas is None else spec.map.areas.assign(text="7"),
        arcs=None if spec.map.arcs is None else spec.map.arcs.assign(text="7"),
    )
    bad = replace(spec, data=spec.data.assign(text="7"), map=view)
    deck_agrees(slides("Good", [exhibit(spec)], geo), [spec], geo)
    with pytest.raises(AssertionError):
        deck_agrees(slides("Bad", [exhibit(bad)], geo), [spec], geo)
