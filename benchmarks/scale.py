"""What 10 and 100 times the rows of other series cost: loading, building the same charts, memory.

Run `python -m benchmarks.scale`, or with the sizes that it shall try: `python -m benchmarks.scale 1 10`. Each size is a
copy of the data directory in which every observation stands that often, each time of an indicator of its own.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import pandas as pd

from analysis import headline, select
from benchmarks.catalogue import DATA, builds, cpu, read_all
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


def main() -> None:
    """Print a row a size: rows, loading, once a version, median chart, memory, with ratios."""
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    catalog.names()
    first = 0.0
    print(f"{'rows':>9}{'load':>10}{'x read_csv':>12}{'once':>10}{'chart':>10}{'x first':>10}{'memory':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            directory = grown(Path(folder), size)
            reference = read_all(directory)
            loaded = cpu(lambda directory=directory: load(directory))  # type: ignore[misc]
            ledger = load(directory)
            once = cpu(lambda ledger=ledger: prepared(ledger))  # type: ignore[misc]
            median = statistics.median(builds(ledger).values())
            first = first or median
            memory = ledger.observations.memory_usage(deep=True).sum() / 2**20
            print(
                f"{len(ledger.observations):>9}{loaded * 1e3:>7.0f} ms{loaded / reference:>12.1f}{once * 1e3:>7.0f} ms"
                f"{median * 1e3:>7.1f} ms{median / first:>10.2f}{memory:>7.0f} MB"
                f"  (load at most {LOAD.get(size, 5)}, chart at most {CHART})"
            )
            shutil.rmtree(directory)


if __name__ == "__main__":
    main()
