"""What the tests of formats share: readers of the figures that screen, table, files and native charts hold."""

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from html import unescape
from math import isclose
from typing import Any

import pandas as pd
import pyarrow as pa
from lxml import etree
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import from_excel, to_excel
from pyarrow import parquet

from charts.spec import ChartSpec
from charts.table import screen_frame
from exports.tabular import csv_bytes, json_bytes, parquet_bytes
from loaders.geo import Geo
from render.screen import chart as plotly_chart
from render.screen import map as map_screen
from tests.render.drawings import drawing_of

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# Where a figure stands (an ISO date or a category; empty where a format does not say) and the figure.
Placed = Counter[tuple[str, float]]


def place(value: object) -> str:
    return value.strftime("%Y-%m-%d") if isinstance(value, pd.Timestamp) else str(value)


def stated(spec: ChartSpec, column: str = "value") -> Placed:
    """The figures of a chart: every row that has one, where it is drawn."""
    pairs = zip(spec.data["x"], spec.data[column], strict=True)
    return Counter((place(x), float(v)) for x, v in pairs if pd.notna(v))


def on_screen(spec: ChartSpec) -> Placed:
    """The marks of the drawing on the page; lines only join them, but for projections, which have no marks."""
    found: Placed = Counter()
    for trace in plotly_chart.figure(spec)["data"]:
        mode = trace.get("mode")
        if trace["type"] == "sankey":
            ways = [unescape(text).split("<br>")[1] for text in trace["link"]["customdata"]]
            found.update(
                (way.rsplit(" to ", 1)[1], float(v)) for way, v in zip(ways, trace["link"]["value"], strict=True)
            )
        elif trace["type"] == "bar" or mode == "markers" or (mode == "lines" and trace["line"].get("dash") == "dash"):
            across = spec.mark in ("bar", "dumbbell")
            places, values = (trace["y"], trace["x"]) if across else (trace["x"], trace["y"])
            found.update((str(at), float(v)) for at, v in zip(places, values, strict=True))
    return found


def on_map(spec: ChartSpec, geo: Geo) -> set[tuple[str, str]]:
    """Circles, areas and arcs on the page: name and figure as worded, from their tooltips."""
    tips = []
    for layer in json.loads(map_screen.map_of(spec, geo).to_json())["layers"]:
        data = layer.get("data", [])
        rows = [feature["properties"] for feature in data["features"]] if isinstance(data, dict) else data
        tips += [row["tip"].split("\n") for row in rows if "tip" in row]
    return {(tip[0], tip[1]) for tip in tips if len(tip) > 1}


def in_table(spec: ChartSpec) -> Counter[tuple[str, float]]:
    """Figure as worded and value, as the table beneath a chart shows them."""
    frame = screen_frame(spec)
    return Counter((text, v) for text, v in zip(frame["Figure"], frame["Value"], strict=True) if pd.notna(v))


def in_csv(spec: ChartSpec) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(spec).decode("utf-8-sig"), newline="")))


def in_json(spec: ChartSpec) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(json_bytes(spec))["rows"]
    return rows


def in_parquet(spec: ChartSpec) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(pa.BufferReader(parquet_bytes(spec))).to_pylist()
    return rows


def in_picture(spec: ChartSpec) -> Placed:
    """The values that the marks of a picture bear, where each says that it stands."""
    found: Placed = Counter()
    for mark in drawing_of(spec, 1200, 600)[0].iter():
        if "data-value" in mark.attrib:
            found[mark.attrib["data-at"], float(mark.attrib["data-value"])] += 1
        for pair in mark.get("data-values", "").split():
            at, _, value = pair.partition("=")
            found[at, float(value)] += 1
    return found


@dataclass(frozen=True)
class Drawn:
    """What a native chart draws: figures with their category or date, and caches that differ from the cells."""

    figures: Placed
    off: list[str]


def in_chart(xml: bytes, book: Any) -> Drawn:
    """Read a chart part with its workbook: the cache of every reference must be what stands in the cells."""
    root = etree.fromstring(xml)
    off: list[str] = []
    figures: Placed = Counter()
    for ref in (*root.iter(f"{C}numRef"), *root.iter(f"{C}strRef")):
        held = {at: cell for at, cell in enumerate(_cells(ref, book)) if cell is not None}
        cache = _cache(ref)
        if held.keys() != cache.keys() or any(not _same(held[at], cache[at]) for at in held):
            off.append(f"{ref.findtext(f'{C}f')}: {cache} in the chart, {held} in the cells")
    for series in root.iter(f"{C}ser"):
        x, y = (_reference(series, names) for names in (("cat", "xVal"), ("val", "yVal")))
        if x is None or y is None:
            continue
        across, up = _head(x, book), _head(y, book)
        xs, ys = _cache(x), _cache(y)
        if across == "Value":  # pairs of dots lie: their value is across
            figures.update(("", float(v)) for v in xs.values())
        elif not up.startswith("Drawing aid"):
            read = _day if x.tag == f"{C}numRef" else str
            told = {} if across.startswith("Drawing aid") else {at: read(text) for at, text in xs.items()}
            figures.update((told.get(at, ""), float(v)) for at, v in ys.items())
    return Drawn(figures, off)


def _reference(series: Any, names: tuple[str, str]) -> Any:
    held = [series.find(f"{C}{name}") for name in names]
    return next((one[0] for one in held if one is not None and len(one)), None)


def _range(ref: Any) -> tuple[str, str]:
    sheet, _, cells = str(ref.findtext(f"{C}f")).rpartition("!")
    return sheet.strip("'").replace("''", "'"), cells.replace("$", "")


def _cells(ref: Any, book: Any) -> list[Any]:
    sheet, cells = _range(ref)
    found = book[sheet][cells]
    return [cell.value for row in found for cell in row] if isinstance(found, tuple) else [found.value]


def _head(ref: Any, book: Any) -> str:
    """The heading of a column of numbers: the first text above them."""
    sheet, cells = _range(ref)
    column, row, _, _ = range_boundaries(cells)
    above = (book[sheet].cell(at, column).value for at in range(row - 1, 0, -1))
    return "Category" if ref.tag == f"{C}strRef" else next((text for text in above if isinstance(text, str)), "")


def _cache(ref: Any) -> dict[int, str]:
    points = ((int(point.get("idx")), point.findtext(f"{C}v")) for point in ref.iter(f"{C}pt"))
    return {at: text for at, text in points if text}


def _same(cell: Any, cached: str) -> bool:
    if isinstance(cell, str):
        return cell == cached
    held = float(cell) if isinstance(cell, int | float) else float(to_excel(cell))
    # A sheet holds sixteen digits; lengths of whiskers, which are differences, can have more.
    return isclose(held, float(cached), rel_tol=1e-13)


def _day(text: str) -> str:
    return str(from_excel(float(text)).strftime("%Y-%m-%d"))
