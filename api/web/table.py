"""The forms in which rows are given out: JSON, JSON Lines, CSV and Parquet, from one list of records."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import orjson

from api.told import COUNTS, DATES, NUMBERS
from charts.text import safe_cell

Row = Mapping[str, Any]
_DAYS = (*DATES, "date", "end_date", "start", "end", "as_of")
_NUMBERS = (*NUMBERS, "lat", "lon")
_COUNTS = (*COUNTS, "rows")


def csv_of(columns: Sequence[str], rows: Sequence[Row], _facts: Mapping[str, Any]) -> bytes:
    """UTF-8 with CRLF line ends and a header; nothing in a cell can run as a formula, what is missing is empty."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue().encode()


def jsonl_of(_columns: Sequence[str], rows: Sequence[Row], _facts: Mapping[str, Any]) -> bytes:
    """One JSON object a line."""
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def parquet_of(columns: Sequence[str], rows: Sequence[Row], facts: Mapping[str, Any]) -> bytes:
    """Typed columns, null where nothing is stated; the facts beside the rows are in the metadata of the schema."""
    # Imported late: only this format needs it.
    import pyarrow as pa
    from pyarrow import parquet

    def kind(name: str) -> Any:
        if name in _COUNTS:
            return pa.int64()
        return pa.float64() if name in _NUMBERS else pa.date32() if name in _DAYS else pa.string()

    told = {key: one if isinstance(one, str) else orjson.dumps(one).decode() for key, one in facts.items()}
    schema = pa.schema([(name, kind(name)) for name in columns], metadata=told)
    arrays = []
    for name in columns:
        cells = [row[name] for row in rows]
        days = [None if one is None else date.fromisoformat(one) for one in cells] if name in _DAYS else cells
        arrays.append(pa.array(days, type=kind(name)))
    out = BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


Writer = Callable[[Sequence[str], Sequence[Row], Mapping[str, Any]], bytes]
# Each form by its ending: media type and who writes it; JSON, which holds more than the rows, comes first.
MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
WRITERS: Mapping[str, Writer] = {"csv": csv_of, "jsonl": jsonl_of, "parquet": parquet_of}
