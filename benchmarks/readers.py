"""Many readers at once: how long they wait for a page or a filter change, with five seconds of thought between two.

Run `python -m benchmarks.readers [READERS ...]`, at first 10 and 50. Each opens a page, changes its first filter twice
and goes on to the next page, for a minute. The readers run on the machine that serves them, which counts against it.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from threading import Thread

from benchmarks.rerun import ROOT, served, session, settled
from ui.registry import PAGES

READERS = (10, 50)
THINK = 5.0  # seconds between two requests of a reader, at the mean
LASTS = 60.0  # seconds
PAGES_READ = tuple(page.path for page in PAGES if page.path not in ("chart", "briefing"))


def _read(port: int, process: int, seed: int, until: float, took: list[float]) -> None:
    chance = random.Random(seed)
    time.sleep(chance.uniform(0, THINK))
    with session(port, process) as reader:
        while time.monotonic() < until:
            took.append(reader.run(chance.choice(PAGES_READ)).ms)
            boxes = [(key, options) for key, (_, options) in reader.selects.items() if len(options) > 1]
            for _ in range(2 if boxes else 0):
                time.sleep(chance.uniform(0, 2 * THINK))
                took.append(reader.run(None, (boxes[0][0], chance.choice(boxes[0][1]))).ms)
            time.sleep(chance.uniform(0, 2 * THINK))


def waits(readers: int) -> list[float]:
    """Milliseconds that each request of so many readers took, the shortest first."""
    took: list[float] = []
    with served(ROOT / "app.py") as (port, process):
        with session(port, process) as reader:
            reader.run("")
        settled(process)
        until = time.monotonic() + LASTS
        threads = [Thread(target=_read, args=(port, process, seed, until, took)) for seed in range(readers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return sorted(took)


def main() -> None:
    """Print a row for each number of readers."""
    print(f"{'readers':>8}{'requests':>10}{'median ms':>11}{'95% within ms':>15}{'longest ms':>12}")
    for readers in tuple(int(one) for one in sys.argv[1:]) or READERS:
        took = waits(readers)
        late = statistics.quantiles(took, n=20)[-1]
        print(f"{readers:>8}{len(took):>10}{statistics.median(took):>11.0f}{late:>15.0f}{took[-1]:>12.0f}", flush=True)


if __name__ == "__main__":
    main()
