"""Rows of data files in readers' words: headings of columns, names in the place of keys, what a changed row was."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import starmap

import pandas as pd

from loaders import Ledger
from loaders.changes.difference import Change
from loaders.frames import as_records
from loaders.schema import Resource

NAMES = {"places": "name", "indicators": "title", "origins": "name", "sources": "title", "themes": "title"}
_HEADINGS = {
    "indicator": "Measure",
    "origin": "People of",
    "period_start": "From",
    "period_end": "Date",
    "date_precision": "Precision of the date",
    "value": "Figure",
    "low": "Lower end",
    "high": "Upper end",
    "qualifier": "Hedge",
    "scope": "What it covers",
    "preferred": "Count to use",
    "locator": "Passage",
    "note": "Remark",
    "url": "Address",
    "iso3_or_slug": "Code",
    "lat": "Latitude",
    "lon": "Longitude",
    "pcode": "P-code",
    "admin1": "Governorate",
    "receives_from": "Takes people of",
}
Names = Mapping[tuple[str, str], str]


def names(*ledgers: Ledger) -> dict[tuple[str, str], str]:
    """Return what keys of places, measures, origins and sources are called, by table and key; later ledgers count."""
    found: dict[tuple[str, str], str] = {}
    for ledger in ledgers:
        for table, column in NAMES.items():
            frame: pd.DataFrame = getattr(ledger, table)
            key = table.removesuffix("s")
            if {key, column} <= set(frame.columns):
                pairs = zip(frame[key].astype(str), frame[column].astype(str), strict=True)
                found |= {(table, each): name for each, name in pairs}
    return found


def heading(column: str) -> str:
    """Return what a column of a data file is called."""
    return _HEADINGS.get(column, column.replace("_", " ").capitalize())


def readable(rows: pd.DataFrame, resource: Resource, named: Names) -> pd.DataFrame:
    """Return rows of text cells (see `loaders.changes.difference`) with their `Line`, as a reader reads them."""
    told = pd.DataFrame({"Line": rows["line"]})
    for name in resource.names:
        told[heading(name)] = [_cell(resource, name, str(cell), named) for cell in rows[name]]
    return told


def changes(change: Change, named: Names) -> list[str]:
    """Return of each changed row what its changed cells were: `Figure: 25301 to 25302`."""

    def one(was: Mapping[str, object], now: Mapping[str, object]) -> str:
        return "; ".join(
            f"{heading(name)}: {_told(change, name, was, named)} to {_told(change, name, now, named)}"
            for name in change.resource.names
            if was[name] != now[name]
        )

    return list(starmap(one, zip(as_records(change.was), as_records(change.changed), strict=True)))


def _told(change: Change, name: str, row: Mapping[str, object], named: Names) -> str:
    return _cell(change.resource, name, str(row[name]), named) or "empty"


def _cell(resource: Resource, column: str, cell: str, named: Names) -> str:
    reference = next((each for each in resource.references if each.column == column), None)
    if reference is not None:
        return named.get((reference.table, cell), cell)
    field = next(each for each in resource.fields if each.name == column)
    return field.labels.get(cell, cell.replace("_", " ")) if field.enum else cell
