"""What a question in plain words costs: making the index, and answering the questions of the tests, at each size.

Run `python -m benchmarks.find`, or with the sizes that it shall try: `python -m benchmarks.find 1 100`. A size is a
copy of the data directory in which every observation stands that often; without one they are the data as they are and
a million statements of them. Every question is asked for the first time; what a version of the data is judged by once
is there and out of the garbage collector's sight, as on a server that has made it ready.
"""

from __future__ import annotations

import csv
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.find import ask, ready
from benchmarks.catalogue import DATA, cpu
from benchmarks.scale import grown
from loaders import Ledger, load

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "analysis" / "find_questions.csv"
_FIRST = ("Roj camp residents 2024", "Belgium repatriated", "who runs Derik prison", "when was Mosul taken")
_NAMED = 3  # of the slowest questions
MILLION = 1_000_000
INDEX, QUESTION = 1_000, 50  # milliseconds: for the index of the data as they are, for a question at a million rows


class Cost(NamedTuple):
    """Rows of a ledger; seconds of CPU for its index; seconds that the median and the slowest question take.

    `slowest` are the questions that take longest with their seconds, the slowest first.
    """

    rows: int
    made: float
    median: float
    worst: float
    slowest: tuple[tuple[str, float], ...]


def cost(ledger: Ledger, words: Sequence[str]) -> Cost:
    """Make the index of a ledger and ask it; questions of each kind pay first for what is reckoned once a version."""
    made = cpu(lambda: ready(ledger))
    for one in _FIRST:
        ask(ledger, one)
    gc.collect()
    gc.freeze()
    took = {one: _took(ledger, one) for one in words}
    gc.unfreeze()
    slowest = tuple(sorted(took.items(), key=lambda one: -one[1])[:_NAMED])
    return Cost(len(ledger.observations), made, statistics.median(took.values()), slowest[0][1], slowest)


def _took(ledger: Ledger, words: str) -> float:
    start = time.process_time()
    ask(ledger, words)
    return time.process_time() - start


def questions() -> list[str]:
    """The questions of the tests."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        return [row["question"] for row in csv.DictReader(file)]


def sizes() -> tuple[int, int]:
    """The data as they are, and as often as makes a million statements."""
    return 1, -(-MILLION // len(load(DATA).observations))


def costs(wanted: Sequence[int]) -> Iterator[tuple[int, Cost]]:
    """What each size costs, in the order given."""
    words = questions()
    with tempfile.TemporaryDirectory() as folder:
        for size in wanted:
            yield size, cost(load(grown(Path(folder), size)), words)


def main() -> None:
    """Print a row a size."""
    print(f"{'rows':>9}{'index':>10}{'median':>10}{'worst':>10}")
    for _, found in costs(tuple(int(size) for size in sys.argv[1:]) or sizes()):
        slowest = "; ".join(f"{words} {took * 1e3:.0f} ms" for words, took in found.slowest)
        print(
            f"{found.rows:>9}{found.made * 1e3:>7.0f} ms{found.median * 1e3:>7.1f} ms{found.worst * 1e3:>7.1f} ms"
            f"  {slowest} (index at most {INDEX} ms at size 1, a question at most {QUESTION} ms)",
            flush=True,
        )


if __name__ == "__main__":
    main()
