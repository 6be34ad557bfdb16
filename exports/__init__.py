"""Renderings of a ChartSpec that leave the browser: tidy CSV with citation columns, text of the sources."""

from exports.citation import citation, dispute_line, hedge_key, source_line
from exports.csv import csv_bytes, csv_frame

__all__ = ["citation", "csv_bytes", "csv_frame", "dispute_line", "hedge_key", "source_line"]
