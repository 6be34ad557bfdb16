"""Reads back what a native chart shows: the figures in its embedded workbook, and those kept in the chart itself."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pandas as pd
from lxml import etree

from render.office.model import day
from render.office.table import DETAILS

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# Columns of one series beside its first.
_PART = re.compile(r", (other statement \d+|behind gap \d+|projection)$")
_TIDY = ("Series", "Value")

Figure = tuple[str, pd.Timestamp | str, float]


def values(workbook: bytes) -> list[Figure]:
    """The stated figures in the first sheet of an embedded workbook: series, date or category, value; row by row.

    Other statements bear the name of their series. Drawing aids are no figures.
    """
    rows = cells(workbook)
    heads = list(rows[0])
    if set(_TIDY) <= set(heads):
        return [(str(row["Series"]), _place(row), value) for row in rows if isinstance(value := row["Value"], float)]
    names = [head for head in heads[1:] if not head.startswith("Drawing aid") and not _is_detail(head, heads)]
    return [
        (_PART.sub("", name), _place(row), value)
        for row in rows
        for name in names
        if isinstance(value := row[name], float)
    ]


def cells(workbook: bytes) -> list[dict[str, float | str | None]]:
    """The rows of the first sheet by their headings; dates are Office's numbers, empty cells None."""
    with ZipFile(BytesIO(workbook)) as package:
        texts = _texts(package.read("xl/sharedStrings.xml"))
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    rows = [{_column(c.get("r")): _cell(c, texts) for c in row.iter(f"{_MAIN}c")} for row in sheet.iter(f"{_MAIN}row")]
    heads = rows[0]
    return [{str(head): row.get(at) for at, head in heads.items()} for row in rows[1:]]


def drawn(chart: bytes) -> list[tuple[str, str, float]]:
    """What a chart part keeps of the cells that it draws: series, cells, value; drawing aids and layers too."""
    found = []
    for series in etree.fromstring(chart).iter(f"{_CHART}ser"):
        name = "".join(series.find(f"{_CHART}tx").itertext(f"{_CHART}v"))
        for tag in ("val", "yVal", "xVal"):
            for held in series.findall(f"{_CHART}{tag}/{_CHART}numRef"):
                at = held.findtext(f"{_CHART}f")
                found += [(name, at, float(v.text)) for v in held.iter(f"{_CHART}v")]
    return found


def _place(row: dict[str, float | str | None]) -> pd.Timestamp | str:
    date = row.get("Date")
    return day(date) if isinstance(date, float) else str(row.get("Category") or "")


def _is_detail(head: str, heads: list[str]) -> bool:
    return any(head == f"{other}: {what[0].lower()}{what[1:]}" for other in heads for what in DETAILS)


def _texts(part: bytes) -> list[str]:
    return ["".join(item.itertext(f"{_MAIN}t")) for item in etree.fromstring(part).iter(f"{_MAIN}si")]


def _column(address: str) -> str:
    return address.rstrip("0123456789")


def _cell(cell: etree._Element, texts: list[str]) -> float | str | None:
    value = cell.findtext(f"{_MAIN}v")
    if value is None:
        return None
    return texts[int(value)] if cell.get("t") == "s" else float(value)
