"""Many readers at once: how long they wait for a page or a filter change, with five seconds of thought between two.

Run `python -m benchmarks.readers [READERS ...]`, at first 1, 10, 50 and 200, or `--soak MINUTES` for what the server's
memory does under ten readers who come and go. Each opens a page, changes its first filter twice and goes on to the next
page, for two minutes. The readers run on the machine that serves them, which counts against it. Prints Markdown:
requests, those without an answer, milliseconds from request to answer, CPU of the server and memory a session.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from websockets.exceptions import WebSocketException

from benchmarks.rerun import ROOT, cpu, served, session, settled
from ui.registry import PAGES

READERS = (10, 50)
ALL_READERS = (1, 10, 50, 200)
THINK = 5.0  # seconds between two requests of a reader, at the mean
LASTS = 120.0  # seconds
PAGES_READ = tuple(page.path for page in PAGES if page.path not in ("chart", "briefing"))


@dataclass
class Waits:
    """Milliseconds that requests took, the shortest first; what the server used for them."""

    readers: int
    took: list[float] = field(default_factory=list)
    failed: int = 0
    cpu: float = 0.0  # share of one core
    memory: float = 0.0  # MB that a session holds at the end, over the server with none

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return statistics.quantiles(self.took, n=20, method="inclusive")[-1]


def resident(process: int) -> float:
    """MB of memory that a process holds; 0 where the system does not tell (it does on Linux)."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _read(port: int, process: int, seed: int, until: float, waits: Waits) -> None:
    chance = random.Random(seed)
    time.sleep(chance.uniform(0, THINK))
    try:
        with session(port, process) as reader:
            while time.monotonic() < until:
                waits.took.append(reader.run(chance.choice(PAGES_READ)).ms)
                boxes = [(key, options) for key, (_, options) in reader.selects.items() if len(options) > 1]
                for _ in range(2 if boxes else 0):
                    time.sleep(chance.uniform(0, 2 * THINK))
                    waits.took.append(reader.run(None, (boxes[0][0], chance.choice(boxes[0][1]))).ms)
                time.sleep(chance.uniform(0, 2 * THINK))
            waits.memory = max(waits.memory, resident(process))
    except (OSError, TimeoutError, WebSocketException):
        waits.failed += 1


def waits(readers: int, lasts: float = LASTS) -> Waits:
    """What so many readers wait for, who read for so many seconds."""
    found = Waits(readers)
    with served(ROOT / "app.py") as (port, process):
        with session(port, process) as reader:
            for page in PAGES_READ:
                reader.run(page)
        settled(process)
        empty, used, begin = resident(process), cpu(process), time.monotonic()
        _together(port, process, readers, begin + lasts, found)
        found.cpu = (cpu(process) - used) / 1000 / (time.monotonic() - begin)
        found.memory = max(0.0, found.memory - empty) / readers
    found.took.sort()
    return found


def _together(port: int, process: int, readers: int, until: float, found: Waits) -> None:
    threads = [Thread(target=_read, args=(port, process, seed, until, found)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def soak(minutes: float, readers: int = 10) -> Iterator[tuple[float, float, Waits]]:
    """Minutes since the start, MB that the server holds without a reader, and what the last readers waited for.

    The readers of a round leave at its end, so that only what is not given back grows.
    """
    with served(ROOT / "app.py") as (port, process):
        with session(port, process) as reader:
            for page in PAGES_READ:
                reader.run(page)
        settled(process)
        begin = time.monotonic()
        while (passed := (time.monotonic() - begin) / 60) < minutes:
            found = Waits(readers)
            _together(port, process, readers, time.monotonic() + LASTS, found)
            settled(process)
            yield passed, resident(process), found


def main() -> None:
    """Print a row for each number of readers, or for each round of a soak."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="*", type=int, help="how many at once, for each run")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="rounds of ten readers for so long")
    asked = parser.parse_args()
    if asked.soak:
        print("| minutes | MB of the server, nobody reading | requests | without an answer | 95% within ms |")
        print("| --- | --- | --- | --- | --- |")
        for passed, held, found in soak(asked.soak):
            print(f"| {passed:.0f} | {held:.0f} | {len(found.took)} | {found.failed} | {found.late:,.0f} |", flush=True)
        return
    print("| readers | requests | without an answer | median ms | 95% within ms | longest ms | cores | MB a session |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for readers in asked.readers or ALL_READERS:
        found = waits(readers)
        median = statistics.median(found.took)
        print(
            f"| {readers} | {len(found.took):,} | {found.failed} | {median:,.0f} | {found.late:,.0f} "
            f"| {found.took[-1]:,.0f} | {found.cpu:.2f} | {found.memory:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
