"""Ten million statements read through DuckDB from Parquet: what questions of a page cost there, and in memory.

Run `make bench-spike` (an environment of its own, with duckdb). The observations stand so often that there are
ten million of them, each time of an indicator of its own, in one Parquet file sorted as questions come: by indicator
and place. Texts that stand often take less room there than so many different ones would. Each question is asked once
cold, then nine times; the median of the nine counts. Prints Markdown.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[2] / "data" / "observations"
ROWS = 10_000_000
GROUP = 100_000  # rows of a row group, which is read or passed over as a whole
AGAIN = 9


def written(path: Path, wanted: int) -> int:
    """Write so many observations at least, and return how many."""
    rows = pd.concat(pd.read_csv(one, dtype=str, keep_default_na=False) for one in sorted(DATA.glob("*.csv")))
    rows["value"] = pd.to_numeric(rows["value"])
    rows = rows.sort_values(["indicator", "place", "origin", "period_end"], kind="stable")
    table = pa.Table.from_pandas(rows, preserve_index=False)
    times = -(-wanted // len(rows))
    with pq.ParquetWriter(path, table.schema, compression="zstd") as file:
        for number in range(times):
            suffix = f"_{number:05}" if number else ""
            named = pc.binary_join_element_wise(
                table["indicator"], *(pa.scalar(one, pa.large_string()) for one in (suffix, ""))
            )
            file.write_table(table.set_column(table.column_names.index("indicator"), "indicator", named), GROUP)
    return times * len(rows)


def questions(file: Path) -> dict[str, tuple[str, list[str]]]:
    """What pages ask: a query and its arguments, by what it is for."""
    of = f"from read_parquet('{file}')"
    newest = 'qualify row_number() over (partition by indicator, place, origin, "group" order by period_end desc) = 1'
    return {
        "one series, for a chart": (f"select * {of} where indicator = ? and place = ?", ["camp_population", "al-hol"]),
        "newest figure of each place, for a map": (f"select * {of} where indicator = ? {newest}", ["camp_population"]),
        "all statements on one country, for a profile": (f"select * {of} where origin = ? limit 1000", ["FRA"]),
        "newest figure of each series, for the tiles": (
            f"select * {of} where indicator in (?, ?, ?, ?) {newest}",
            ["camp_population", "idps", "repatriated_persons", "returnees"],
        ),
        "statements by indicator, for coverage": (f"select indicator, count(*) {of} group by indicator", []),
    }


def asked(connection: duckdb.DuckDBPyConnection, query: str, arguments: list[str]) -> tuple[float, float, int]:
    """Milliseconds of the first time and of the later ones, and the rows found."""
    took, found = [], 0
    for _ in range(AGAIN + 1):
        begin = time.perf_counter()
        found = connection.sql(query, params=arguments).to_arrow_table().num_rows
        took.append((time.perf_counter() - begin) * 1000)
    return took[0], statistics.median(took[1:]), found


def peak() -> float:
    """MB of memory that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "observations.parquet"
        # In a process of its own, so that its memory is not counted here.
        code = f"from ten_million import *; print(written(Path({str(file)!r}), {wanted}))"
        made = subprocess.run(
            [sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, text=True, check=True
        )
        size = f"{int(made.stdout):,} statements, {file.stat().st_size / 1e6:,.0f} MB of Parquet"
        print(f"`make bench-spike`; DuckDB {duckdb.__version__}; {size}; ", end="")
        connection = duckdb.connect()
        before = peak()
        lines = []
        for name, (query, arguments) in questions(file).items():
            first, then, rows = asked(connection, query, arguments)
            lines.append(f"| {name} | {first:,.0f} | {then:,.0f} | {rows:,} |")
        print(f"memory of all questions {peak() - before:,.0f} MB.\n\n| question | first ms | then ms | rows |")
        print("| --- | --- | --- | --- |", *lines, sep="\n")


if __name__ == "__main__":
    main()
