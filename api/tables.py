"""The tables of the ledger for programs: statements with filters, and the lists of what they name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analysis import headline
from analysis.select import oldest_first
from api import told
from api.choices import COLUMNS, day, ids, roles
from charts.text import web_address
from loaders import Ledger
from loaders.frames import as_records

# The columns of each table that readers need, in their order; those of `statements` stand in `api.told`.
TABLES: Mapping[str, tuple[str, ...]] = {
    "indicators": (
        *("indicator", "title", "short_title", "theme", "unit", "kind", "definition", "aggregation"),
        *("headline", "comparable", "differs", "note"),
    ),
    "places": (
        *("place", "name", "kind", "country", "admin1", "parent", "iso_3166_2", "pcode", "lat", "lon", "role", "note"),
    ),
    "origins": ("origin", "name", "kind"),
    "sources": (
        *("source", "title", "publisher", "publisher_kind", "published", "published_precision", "url"),
        *("carried_by", "language", "quotes", "note"),
    ),
    "events": (
        *("date", "date_precision", "end_date", "place", "place_name", "category", "title", "source", "source_title"),
        *("publisher", "published", "url", "note"),
    ),
    "custody": (
        *("place", "place_name", "holder", "holder_kind", "start", "start_precision", "end", "end_precision", "status"),
        *("source", "source_title", "publisher", "published", "url", "note"),
    ),
}
ABOUT = {
    "indicators": "What is counted: title, unit, kind, definition, and how it may be added",
    "places": "Camps, prisons, governorates, countries and regions, with coordinates and P-codes",
    "origins": "Nationalities of the people counted, and donors",
    "sources": "Every publication: title, publisher, date, address",
    "events": "Dated events of the timelines, with their sources",
    "custody": "Who held a camp or prison, from when to when, by which source",
}


def table(ledger: Ledger, name: str) -> pd.DataFrame:
    """A table of the ledger by its name (one of TABLES), in the order of its file, with the columns of TABLES."""
    frame: pd.DataFrame = getattr(ledger, name)
    return frame[list(TABLES[name])]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as JSON values; addresses are those of the web alone."""
    return [
        {key: told.value(web_address(cell)) if key == "url" else told.value(cell) for key, cell in row.items()}
        for row in as_records(frame)
    ]


def observations(
    ledger: Ledger,
    *,
    indicator: str = "",
    place: str = "",
    origin: str = "",
    group: str = "",
    theme: str = "",
    role: str = "",
    since: str = "",
    until: str = "",
) -> pd.DataFrame:
    """Statements that match every filter, oldest first, then in the order of the files; with the headline's columns.

    A filter is an id, a name or several parted by commas; empty ones keep all. `since` and `until` are days between
    which the figure holds (`period_end`).

    Raises:
        QuestionError: a name is not known or a date is none; says what would do.
    """
    rows = _ordered(ledger)
    keep = np.ones(len(rows), dtype=np.bool_)
    for column, text in zip(COLUMNS, (indicator, place, origin, group, theme), strict=True):
        wanted = ids(ledger, column, text)
        if wanted:
            keep &= rows[column].isin(wanted).to_numpy()
    standing = roles(role)
    if standing:
        keep &= rows["role"].isin(standing).to_numpy()
    first, last = day("from", since), day("to", until)
    if first is not None:
        keep &= (rows["period_end"] >= first).to_numpy()
    if last is not None:
        keep &= (rows["period_end"] <= last).to_numpy()
    return rows.loc[keep]


@lru_cache(maxsize=2)
def _ordered(ledger: Ledger) -> pd.DataFrame:
    """All statements with the headline's columns, oldest first."""
    return oldest_first(headline(ledger, ledger.observations))


def statements(ledger: Ledger, *, limit: int = 100, offset: int = 0, **filters: str) -> dict[str, Any]:
    """Statements as JSON values: `total` that match, and of them `limit` from `offset`; filters as `observations`."""
    rows = observations(ledger, **filters)
    found = told.statement_rows(rows.iloc[offset : offset + limit])
    return {"total": len(rows), "rows": found, "ledger": told.edition(ledger)}


def series(ledger: Ledger, *, limit: int = 100, offset: int = 0, **filters: str) -> dict[str, Any]:
    """As `statements`, only those that lead by the headline rule: what a line joins."""
    return statements(ledger, limit=limit, offset=offset, **{**filters, "role": "headline"})
