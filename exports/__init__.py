"""Renderings of a ChartSpec that leave the browser, and the briefing that puts several of them together."""

from charts.citation import citation, dispute_line, hedge_key, how_to_read, remarks, source_line
from exports.briefing import (
    Briefing,
    BriefingError,
    Exhibit,
    Item,
    address,
    exhibit,
    exhibits,
    from_json,
    from_token,
    item_of,
    to_json,
    to_token,
)
from exports.tabular import csv_bytes, csv_frame, json_bytes, parquet_bytes

__all__ = [
    "Briefing",
    "BriefingError",
    "Exhibit",
    "Item",
    "address",
    "citation",
    "csv_bytes",
    "csv_frame",
    "dispute_line",
    "exhibit",
    "exhibits",
    "from_json",
    "from_token",
    "hedge_key",
    "how_to_read",
    "item_of",
    "json_bytes",
    "parquet_bytes",
    "remarks",
    "source_line",
    "to_json",
    "to_token",
]
