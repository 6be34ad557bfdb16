"""A chart's data as tidy CSV: exactly what is drawn, each row with its citation and safe to open in a spreadsheet."""

from __future__ import annotations

import pandas as pd

from analysis import lead_text
from analysis.words import unit_text
from charts.spec import ChartSpec

COLUMNS = {
    "series": "series", "x": "x", "value": "value", "low": "low", "high": "high", "qualifier": "qualifier",
    "unit": "unit", "text": "figure", "role": "role", "basis": "basis", "indicator": "indicator", "title": "measure",
    "place": "place", "place_name": "place_name", "origin": "origin", "origin_name": "origin_name", "group": "group",
    "period_start": "period_start", "period_end": "period_end", "date_precision": "date_precision", "scope": "scope",
    "source": "source", "source_title": "source_title", "publisher": "publisher", "publisher_kind": "publisher_kind",
    "quotes": "relays", "published": "published", "published_precision": "published_precision", "url": "url",
    "locator": "locator", "note": "note", "corrected": "corrected", "clause": "why_headline",
    "statements": "statements", "rival_low": "lowest_statement", "rival_high": "highest_statement",
    "file": "file", "line": "line",
}  # fmt: skip
# A cell that starts so is run as a formula by spreadsheets; an apostrophe in front makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; everything else stays as it is."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def csv_frame(spec: ChartSpec) -> pd.DataFrame:
    """The rows of `spec.data` with the columns of COLUMNS (renamed), plus chart title and unit in words.

    Dates are ISO text, numbers stay numbers.
    """
    data = spec.data[list(COLUMNS)].rename(columns=COLUMNS)
    for column in ("x", "period_start", "period_end", "published"):
        data = data.assign(**{column: [_iso(v) for v in data[column]]})
    data = data.assign(unit_name=[unit_text(u) for u in data["unit"].astype(str)], chart=spec.title, chart_id=spec.name)
    data = data.assign(as_known_on=_iso(spec.known_on), lead_rule=lead_text(spec.lead))
    text = data.select_dtypes(exclude="number").columns
    return data.assign(**{column: [safe_cell(_plain(v)) for v in data[column]] for column in text})


def csv_bytes(spec: ChartSpec) -> bytes:
    """UTF-8 with a byte order mark (so that Excel reads names right), CRLF line ends, one header row."""
    return csv_frame(spec).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _plain(value: object) -> object:
    return "" if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)) else str(value)


def _iso(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    return "" if value is pd.NaT or value is None else value
