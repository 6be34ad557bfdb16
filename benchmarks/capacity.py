"""How many copies so many readers want, with which memory and network, reckoned from the tables of RESULTS.md.

`python -m benchmarks.capacity` prints it as Markdown; `make bench-load` keeps it after its own table. Nothing is
measured here: each figure says from which table it follows.
"""

from __future__ import annotations

import math
import statistics
from typing import NamedTuple

from benchmarks.results import FILE

BAR = 1_000  # milliseconds within which 95% of answers come
THINK = 5  # seconds between two requests of a reader
READERS = (50, 500, 2_000, 10_000)  # at the busiest hour
FREE = 1.5  # of the memory that is held: a new data version is made ready beside the old one


class Copy(NamedTuple):
    """What one copy was measured to bear and to use."""

    readers: int
    late: float  # milliseconds within which 95% of answers came
    cores: float  # that so many readers kept busy
    empty: float  # MB without a reader
    session: float  # MB a reader
    visit: float  # kB of a first visit
    request: float  # kB of a request, of which one in three opens a page and the others change a filter

    @property
    def memory(self) -> float:
        """MB that a copy wants."""
        return (self.empty + self.readers * self.session) * FREE


def table(text: str, title: str) -> list[dict[str, str]]:
    """The rows of the table under a title, by the names of its columns.

    Raises:
        ValueError: where there is none.
    """
    part = next((one for one in f"\n{text}".split("\n## ") if one.startswith(f"{title}\n")), "")
    lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"
    ]
    if len(lines) < 3:
        raise ValueError(f"RESULTS.md has no table “{title}”")
    return [dict(zip(lines[0], row, strict=True)) for row in lines[2:]]


def copy(text: str) -> Copy:
    """What one copy bears: the most readers that were measured of whom 95% were answered within the bar.

    Raises:
        ValueError: where a table is missing, or no number of readers was answered in time.
    """
    rows = [row for row in table(text, "Readers at once") if _number(row["95% within ms"]) < BAR]
    if not rows:
        raise ValueError(f"no number of readers was answered within {BAR} ms")
    most = max(rows, key=lambda row: _number(row["readers"]))
    network = {row[""]: row for row in table(text, "Slow network")}
    bars = {row["what"]: row["found"] for row in table(text, "Bars")}
    opened = statistics.median(_number(row["kB"]) for row in table(text, "Pages") if row["section"][:1] == "`")
    return Copy(
        int(_number(most["readers"])),
        _number(most["95% within ms"]),
        _number(most["cores"]),
        _number(table(text, "Soak")[0]["MB of the server, nobody reading"]),
        _number(most["MB a session"]),
        _number(network["Overview, cold"]["kB"]),
        (opened + 2 * _number(bars["filter change, kB"])) / 3,
    )


def _number(cell: str) -> float:
    return float(cell.replace(",", ""))


def copies(readers: int, one: Copy) -> int:
    """Copies for so many readers: one more than bear them, so that one may fail."""
    return math.ceil(readers / one.readers) + 1


def lines(one: Copy) -> list[str]:
    """The reckoning as Markdown."""
    said = (
        f"A copy bears {one.readers} readers (95% within {one.late:,.0f} ms, {one.cores:.2f} of a core busy) and wants "
        f"{one.memory:,.0f} MB: ({one.empty:,.0f} without readers + {one.readers} x {one.session:.1f}) x {FREE}. One "
        f"copy more than that, so that one may fail; {THINK} seconds between two requests of {one.request:.0f} kB."
    )
    found = [
        said,
        "",
        "| readers | copies | cores busy | memory, GB | requests, Mbit/s | first visits, all within an hour, Mbit/s |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for readers in READERS:
        number = copies(readers, one)
        busy = one.cores / one.readers * readers
        asked = readers / THINK * one.request * 8 / 1_000
        visits = readers / 3_600 * one.visit * 8 / 1_000
        found.append(
            f"| {readers:,} | {number} | {busy:,.1f} | {number * one.memory / 1_000:,.1f} | {asked:,.1f} "
            f"| {visits:,.1f} |"
        )
    return found


def main() -> None:
    """Print the reckoning."""
    print("\n".join(lines(copy(FILE.read_text(encoding="utf-8")))))


if __name__ == "__main__":
    main()
