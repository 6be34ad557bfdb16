"""Rows, figures and publications as JSON values, each with its hedge, its date, its source and the ledger's version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from analysis import Figure, figure_of, headline, lead_text
from analysis.words import unit_text
from analysis.words.measures import with_unit
from charts.citation import citation
from charts.columns import ASKED
from charts.table import nothing, text_of
from charts.text import web_address
from exports.quoted import cited
from loaders import Ledger
from loaders.frames import as_records

# The columns of a statement, in the order of the one table of columns, and what its measure is.
STATEMENT: Mapping[str, str] = {column.name: column.about for column in ASKED} | {
    "kind": "stock, flow or cumulative",
    "theme": "theme, by its id",
}
NUMBERS, COUNTS, DATES = (
    tuple(column.name for column in ASKED if column.kind == kind) for kind in ("number", "count", "date")
)


def value(cell: object) -> Any:
    """A cell as a JSON value: None where nothing is stated, dates as YYYY-MM-DD, text without control characters."""
    if nothing(cell) or (isinstance(cell, float) and not isfinite(cell)):
        return None
    if isinstance(cell, pd.Timestamp | str):
        return text_of(cell)
    return cell if isinstance(cell, bool | int | float) else str(cell)


def values(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row as JSON values."""
    return {str(key): value(cell) for key, cell in row.items()}


def number(of: float) -> float | None:
    """A number as a JSON value: None for an open end and for none."""
    return float(of) if isfinite(of) else None


def figure(of: Figure) -> dict[str, Any]:
    """A figure as JSON values: value, low, high, qualifier, unit, unit_name and text, hedge first."""
    return {
        "value": number(of.value),
        "low": number(of.low),
        "high": number(of.high),
        "qualifier": str(of.qualifier),
        "unit": of.unit,
        "unit_name": unit_text(of.unit),
        "text": with_unit(of.text, of.unit),
    }


def statements(ledger: Ledger, labels: Iterable[int]) -> list[dict[str, Any]]:
    """Statements by their index labels in `ledger.observations`, in that order; keys are those of STATEMENT."""
    return statement_rows(headline(ledger, ledger.observations.loc[list(labels)]))


def statement_rows(marked: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows that `analysis.headline` has marked as statements; keys are those of STATEMENT."""
    found = []
    for row in as_records(marked[[name for name in STATEMENT if name != "text"]]):
        told = {**row, "text": with_unit(figure_of(row).text, str(row["unit"])), "url": web_address(row["url"])}
        found.append({name: value(told[name]) for name in STATEMENT})
    return found


def publications(ledger: Ledger, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Publications by their ids, in that order: source, title, publisher, published, url, citation."""
    return [
        {
            "source": value(row["source"]),
            "title": value(row["source_title"]),
            "publisher": value(row["publisher"]),
            "published": value(row["published"]),
            "published_precision": value(row["published_precision"]),
            "url": value(web_address(row["url"])),
            "citation": value(citation({**row, "url": web_address(row["url"])})),
        }
        for row in cited(ledger, ids)
    ]


def edition(ledger: Ledger) -> dict[str, Any]:
    """Which data an answer is from: version, the day that ages are told against, vintage, which statement leads.

    `note` is for what must be said of the version, such as that it is not the one that was expected.
    """
    return {
        "version": version(ledger),
        "today": value(ledger.today),
        "as_known_on": value(ledger.known_on),
        "lead": ledger.lead,
        "lead_rule": lead_text(ledger.lead),
        "note": None,
    }


def version(ledger: Ledger) -> str:
    """The version of the data alone: not of the day, the vintage or the lead, which stand beside it."""
    return re.split("[~@#]", ledger.version, maxsplit=1)[0]


def page(path: str, ledger: Ledger, **choices: str) -> str:
    """The address of a page of the dashboard with choices, relative to where it runs: `disputes?dispute=...`."""
    known = "" if pd.isna(ledger.known_on) else f"{ledger.known_on:%Y-%m-%d}"
    given = {key: one for key, one in {**choices, "as_known_on": known, "lead": ledger.lead}.items() if one}
    return f"{path}{'?' if given else ''}{urlencode(given)}"
