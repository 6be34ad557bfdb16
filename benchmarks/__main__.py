"""The bars of speed, each as measured in one run: what `make bench` prints, as Markdown for RESULTS.md.

Run `python -m benchmarks`. It takes some ten minutes; nothing else should run on the machine.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator

from benchmarks import catalogue, commands, find, readers, rerun, scale, visits


def told(what: str, found: float, bar: str, note: str = "") -> str:
    """A row of the table."""
    return f"| {what} | {found:,.1f} | {bar} | {note} |"


def built() -> Iterator[str]:
    """Loading and building, as ratios to `read_csv` of the same files."""
    whole = catalogue.measured()
    note = f"{sum(whole.cold.values()) * 1e3:,.0f} ms of CPU for {len(whole.cold)} charts"
    yield told("catalogue built, x `read_csv`", sum(whole.cold.values()) / whole.reference, "200", note)
    yield told("median chart, cold, ms", statistics.median(whole.cold.values()) * 1e3, "5")
    first = 0.0
    for size, cost in scale.sizes(scale.SIZES):
        first = first or cost.chart
        note = f"{cost.load * 1e3:,.0f} ms of CPU"
        yield told(f"load of {cost.rows:,} rows, x `read_csv`", cost.load_ratio, str(scale.LOAD.get(size, "")), note)
        if size != 1:
            note = f"{cost.memory:,.0f} MB of observations"
            yield told(f"median chart with {size} times the rows, x", cost.chart / first, str(scale.CHART), note)


def asked() -> Iterator[str]:
    """Questions in plain words: the index, and an answer."""
    for size, cost in find.costs(find.sizes()):
        note = f"median {cost.median * 1e3:,.1f} ms of {len(find.questions())} questions"
        if size == 1:
            yield told("index of the search, ms", cost.made * 1e3, f"{find.INDEX:,}")
        yield told(f"slowest question to {cost.rows:,} rows, ms", cost.worst * 1e3, str(find.QUESTION), note)


def commanded() -> Iterator[str]:
    """The command line, each a process of its own."""
    for command, seconds in commands.costs():
        yield told(f"`python -m exports`, {command.what}, s", seconds, f"{command.bar:g}")


def served() -> Iterator[str]:
    """Pages over the websocket, as ratios to a bare page with one chart."""
    bare, bare_change = rerun.bare_page()
    pages = list(rerun.costs([]))
    changes = [(page.title, page.changed) for page in pages if page.changed]
    yield from ratios("filter change, x bare page", {name: cost.cpu / bare_change.cpu for name, cost in changes}, "1")
    largest = max(changes, key=lambda one: one[1].kb)
    yield told("filter change, kB", largest[1].kb, "100", largest[0])
    yield from ratios("page opened, x bare page", {page.title: page.opened.cpu / bare.cpu for page in pages}, "2")
    found = visits.visits([])
    yield from ratios("first visit after a change, x", {one.page: one.ready / bare.cpu for one in found}, "2")
    yield from ratios("the same, nothing made ready, x", {one.page: one.reckoned / bare.cpu for one in found}, "")


def ratios(what: str, found: dict[str, float], bar: str) -> Iterator[str]:
    """The median and the worst of the pages."""
    yield told(f"{what}, median", statistics.median(found.values()), bar)
    worst = max(found, key=lambda name: found[name])
    yield told(f"{what}, worst", found[worst], bar, worst)


def waited() -> Iterator[str]:
    """How long readers wait whose browsers run on the same machine."""
    for number in readers.READERS:
        found = readers.waits(number, 60)
        yield told(f"{number} readers, 95th percentile, ms", found.late, "1,000")


def main() -> None:
    """Print the table."""
    print("`make bench`; CPU time of the server, not of the browser.\n")
    print("| what | found | at most | |\n| --- | --- | --- | --- |", flush=True)
    for part in (built, asked, commanded, served, waited):
        for row in part():
            print(row, flush=True)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
