"""A chart's data as CSV, JSON and Parquet: exactly what is drawn, each row with its citation.

A map's areas and arcs are rows of `spec.data` as well, so one table holds every number on the screen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.words import unit_text
from charts.citation import citation, hedge_key, how_to_read, source_line
from charts.columns import COUNTS, DATES, HXL, NUMBERS
from charts.spec import PROJECTION, ChartSpec
from charts.table import has_dates, nothing, text_of, tidy_columns, tidy_frame
from charts.text import plain, safe_cell
from loaders.frames import as_records


def csv_frame(spec: ChartSpec) -> pd.DataFrame:
    """As `tidy_frame`, for a spreadsheet: dates are ISO text, and no text can be run as a formula."""
    found = {
        name: [safe_cell(cell) for cell in held]
        if isinstance(held, list)
        else [_iso(day) or "" for day in held]
        if held.dtype.kind == "M"
        else held
        for name, held in tidy_columns(spec).items()
    }
    return pd.DataFrame(found, index=spec.data.index)


def csv_bytes(spec: ChartSpec, *, hxl: bool = False) -> bytes:
    """UTF-8 with a byte order mark (so that Excel reads names right), CRLF line ends, one header row.

    With `hxl` a second row holds the HXL tag of each column.
    """
    frame = csv_frame(spec)
    text = frame.to_csv(index=False, lineterminator="\r\n")
    if hxl:
        head, rest = text.split("\r\n", 1)
        text = "\r\n".join((head, ",".join(HXL[column] for column in frame.columns), rest))
    return text.encode("utf-8-sig")


def metadata(spec: ChartSpec, address: str = "", sources: pd.DataFrame | None = None) -> dict[str, Any]:
    """What a reader must know beside the rows, as plain JSON values: words, dates, choices, hedges, events, sources.

    `sources` are the publications as `exports.references.cited` lists them; without, those of `spec.sources`, where a
    figure added from several statements names all its publications in one entry. `address` reopens the chart.
    `name`, `description`, `temporalCoverage`, `citation` and `url` mean what they mean for a schema.org Dataset.
    """
    observed = spec.data[spec.data["basis"] != PROJECTION]
    dates = [*observed["period_start"].dropna(), *observed["period_end"].dropna()]
    publications = as_records(spec.sources.drop(columns="rows") if sources is None else sources)
    return {
        "name": plain(spec.title),
        "description": plain(spec.subtitle),
        "temporalCoverage": f"{_iso(min(dates))}/{_iso(max(dates))}" if dates else None,
        "citation": [plain(citation(row)) for row in publications],
        "url": address or None,
        "chart": spec.name,
        "filters": {key: list(value) if isinstance(value, tuple) else value for key, value in spec.filters.items()},
        "mark": spec.mark,
        "unit": spec.unit or None,
        "unit_name": unit_text(spec.unit) or None,
        "as_of": _iso(spec.as_of),
        "as_known_on": _iso(spec.known_on),
        "lead_rule": lead_text(spec.lead),
        "hedge_key": hedge_key(spec) or None,
        "how_to_read": [plain(text) for text in how_to_read(spec)],
        "caveats": [plain(text) for text in spec.caveats],
        "events": [
            {"number": n, "date": _iso(m.date), "end": _iso(m.end), "label": plain(m.label), "source": plain(m.source)}
            for n, m in enumerate(spec.markers, 1)
        ],
        "source_line": plain(source_line(spec)),
        "sources": [_values(row) for row in publications],
    }


def json_bytes(spec: ChartSpec, address: str = "", sources: pd.DataFrame | None = None) -> bytes:
    """One JSON object in UTF-8: `metadata`, the HXL tag of each column, `rows`, and a map's `areas` and `arcs`.

    Numbers are numbers, dates ISO text, and what is missing is null.
    """
    frame = tidy_frame(spec)
    found = metadata(spec, address, sources) | {
        "columns": {column: HXL[column] for column in frame.columns},
        "rows": [_values(row) for row in as_records(frame)],
    }
    if spec.map is not None:
        for part, shapes in (("areas", spec.map.areas), ("arcs", spec.map.arcs)):
            if shapes is not None:
                found[part] = [_values(row) for row in as_records(shapes)]
    return json.dumps(found, ensure_ascii=False, allow_nan=False, indent=1).encode()


def parquet_bytes(spec: ChartSpec, address: str = "", sources: pd.DataFrame | None = None) -> bytes:
    """A Parquet file with typed columns (dates as date32, numbers as doubles and integers, text as UTF-8).

    What is missing is null. `metadata` is in the schema's metadata under its own names; lists are JSON.
    """
    # Imported late: only this format needs it.
    import pyarrow as pa
    from pyarrow import parquet

    frame = tidy_frame(spec)
    kinds = dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(COUNTS, pa.int64()) | dict.fromkeys(DATES, pa.date32())
    if has_dates(spec):
        kinds["x"] = pa.date32()
    words = {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in metadata(spec, address, sources).items()
        if value is not None
    }
    schema = pa.schema([(column, kinds.get(column, pa.string())) for column in frame], metadata=words)
    columns = [
        pa.array([_native(value) for value in frame[field.name]], type=field.type, from_pandas=True) for field in schema
    ]
    out = BytesIO()
    parquet.write_table(pa.Table.from_arrays(columns, schema=schema), out, compression="zstd")
    return out.getvalue()


def _iso(value: Any) -> str | None:
    return None if pd.isna(value) else str(value.strftime("%Y-%m-%d"))


def _native(value: Any) -> Any:
    """A cell as Parquet takes it: None where nothing is stated."""
    if nothing(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON values: None where nothing is stated, dates as ISO text."""
    return {key: None if nothing(value) else _plain(value) for key, value in row.items()}


def _plain(value: object) -> object:
    return text_of(value) if isinstance(value, pd.Timestamp | str) else value
