"""CPU time of building every chart of the catalogue, as a ratio to reading the same files with pandas.

Run `python -m benchmarks.catalogue`. Cold is the first build of each chart in a ledger just loaded, in the order of the
catalogue, so that what charts share falls to the first that asks; warm is the second build.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from charts import catalog
from loaders import Ledger, kept, load

DATA = Path(__file__).resolve().parent.parent / "data"
MOST = 200  # times `read_csv` of all files within which the whole catalogue is to be built
WORST = 10


def cpu(work: Callable[[], Any]) -> float:
    """Seconds of processor time that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def read_all(directory: Path) -> float:
    """Seconds of processor time that pandas takes, as it comes, to read every CSV file below; the best of five."""
    paths = sorted(directory.rglob("*.csv"))
    with pd.option_context("mode.string_storage", "auto"):
        return min(cpu(lambda: [pd.read_csv(path) for path in paths]) for _ in range(5))


def builds(ledger: Ledger) -> dict[str, float]:
    """Seconds of processor time of building each chart with its default filters."""
    return {name: cpu(partial(catalog.build, name, ledger)) for name in catalog.names()}


class Catalogue(NamedTuple):
    """Seconds of CPU time: `read_csv` of all files, `load`, each chart built cold and warm."""

    reference: float
    loaded: float
    cold: dict[str, float]
    warm: dict[str, float]


def load_all(directory: Path) -> Ledger:
    """Read and check every table, as a program does that has just begun."""
    kept.forget()
    return load(directory)


def measured() -> Catalogue:
    """Read, load and build everything, in this process."""
    catalog.names()
    reference = read_all(DATA)
    loaded = min(cpu(lambda: load_all(DATA)) for _ in range(5))
    ledger = load(DATA)
    return Catalogue(reference, loaded, builds(ledger), builds(ledger))


def main() -> None:
    """Print total, median and worst charts, cold and warm, and the ratios to `read_csv`."""
    found = measured()
    reference, loaded = found.reference, found.loaded
    print(f"{'':<10}{'total':>10}{'median':>10}{'x read_csv':>12}")
    print(f"{'read_csv':<10}{reference * 1e3:>7.0f} ms{'':>10}{1:>12.1f}")
    print(f"{'load':<10}{loaded * 1e3:>7.0f} ms{'':>10}{loaded / reference:>12.1f}")
    for state, times in (("cold", found.cold), ("warm", found.warm)):
        total, median = sum(times.values()), statistics.median(times.values())
        print(f"{state:<10}{total * 1e3:>7.0f} ms{median * 1e3:>7.1f} ms{total / reference:>12.1f}  (at most {MOST})")
        for name, seconds in sorted(times.items(), key=lambda item: -item[1])[:WORST]:
            print(f"  {name:<40}{seconds * 1e3:>7.1f} ms")


if __name__ == "__main__":
    main()
