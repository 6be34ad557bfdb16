"""What 10 and 100 times the rows of other series cost: loading, building the same charts, memory.

Run `python -m benchmarks.scale`, or with the sizes that it shall try: `python -m benchmarks.scale 1 10`. Each size is a
copy of the data directory in which every observation stands that often, each time of an indicator of its own.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import headline, select
from benchmarks.catalogue import DATA, builds, cpu, load_all, read_all
from charts import catalog
from loaders import Ledger, load

SIZES = (1, 10, 100)
LOAD = {1: 5, 100: 2}  # times `read_csv` of all files within which loading is to stay
CHART = 1.2  # times the median at size 1 within which a chart is to stay


def grown(directory: Path, times: int) -> Path:
    """Return a copy of the data directory `DATA` with every observation `times` as often, of other indicators."""
    copy = directory / f"data{times}"
    shutil.copytree(DATA, copy)
    for path in (copy / "indicators.csv", *sorted((copy / "observations").glob("*.csv"))):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        parts = [rows, *(rows.assign(indicator=rows["indicator"] + f"_{n}") for n in range(1, times))]
        pd.concat(parts).to_csv(path, index=False, lineterminator="\n")
    return copy


def prepared(ledger: Ledger) -> None:
    """Do what is done once for a version of the data, whatever charts are built."""
    headline(ledger, select(ledger, str(ledger.observations["indicator"].iloc[0])))


class Size(NamedTuple):
    """What one size costs: rows, `load` against `read_csv`, seconds once a version and of the median chart, memory."""

    rows: int
    load: float
    load_ratio: float
    once: float
    chart: float
    memory: float


def sizes(wanted: Sequence[int]) -> Iterator[tuple[int, Size]]:
    """What each size costs, in the order given."""
    catalog.names()
    with tempfile.TemporaryDirectory() as folder:
        for size in wanted:
            directory = grown(Path(folder), size)
            reference = read_all(directory)
            loaded = min(cpu(partial(load_all, directory)) for _ in range(2))
            ledger = load(directory)
            once = cpu(partial(prepared, ledger))
            median = statistics.median(builds(ledger).values())
            memory = ledger.observations.memory_usage(deep=True).sum() / 2**20
            yield size, Size(len(ledger.observations), loaded, loaded / reference, once, median, memory)
            shutil.rmtree(directory)


def main() -> None:
    """Print a row a size: rows, loading, once a version, median chart, memory, with ratios."""
    first = 0.0
    print(f"{'rows':>9}{'load':>10}{'x read_csv':>12}{'once':>10}{'chart':>10}{'x first':>10}{'memory':>10}")
    for size, cost in sizes(tuple(int(size) for size in sys.argv[1:]) or SIZES):
        first = first or cost.chart
        print(
            f"{cost.rows:>9}{cost.load * 1e3:>7.0f} ms{cost.load_ratio:>12.1f}{cost.once * 1e3:>7.0f} ms"
            f"{cost.chart * 1e3:>7.1f} ms{cost.chart / first:>10.2f}{cost.memory:>7.0f} MB"
            f"  (load at most {LOAD.get(size, 5)}, chart at most {CHART})",
            flush=True,
        )


if __name__ == "__main__":
    main()
