"""What it costs to read a master list of 100,000 rows: seconds and peak memory, as XLSX and as CSV.

Run `python -m benchmarks.published`, or with another number of rows: `python -m benchmarks.published 4000`. The list is
made up in the older layout, with columns for governorates of origin, shelters and waves; each reading runs in a process
of its own, so that its memory is its own. The bounds are 10 seconds and 1 GB.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from benchmarks.catalogue import DATA
from loaders.changes.known import read_known
from loaders.published import edition
from loaders.published.base import Options
from loaders.published.importer import read_published

ROWS = 100_000
SECONDS, MEGABYTES = 10, 1024
_SHELTERS = ("Camp", "Host families", "Hotel/Motel", "Informal settlements", "Religious building", "Rented houses")
_WAVES = ("Pre-June14", "June-July14", "August14", "Post September14", "Post April15", "Post March16")


def rows(count: int, governorates: list[str]) -> Iterator[list[object]]:
    """Yield a title, a header in the fourth row, and `count` locations."""
    chance = random.Random(14)
    plain = ["Place id", "Governorate", "District", "Location name in English", "Latitude", "Longitude"]
    yield ["IDP Master List, Round 64, 2 February 2017"]
    yield []
    yield []
    yield [*plain, "Families", "Individuals", *governorates, *_SHELTERS, *_WAVES]
    for number in range(count):
        families = chance.randrange(1, 400)
        split = [0] * (len(governorates) + len(_SHELTERS) + len(_WAVES))
        split[chance.randrange(len(governorates))] = families
        split[len(governorates) + chance.randrange(len(_SHELTERS))] = families
        where = [chance.choice(governorates), f"District {number % 120}", f"Location {number}"]
        point = [round(chance.uniform(29, 37), 5), round(chance.uniform(38, 48), 5)]
        yield [number, *where, *point, families, families * 6, *(each or None for each in split)]


def made(folder: Path, count: int) -> list[Path]:
    """Write the list as XLSX and CSV; return their paths."""
    governorates = [
        row["name"] for row in read_known(DATA).places if row["kind"] == "admin1" and row["country"] == "IRQ"
    ]
    book, table = folder / "master-list-idp.xlsx", folder / "master-list-idp.csv"
    with xlsxwriter.Workbook(book, {"constant_memory": True}) as made_up:
        sheet = made_up.add_worksheet("List")
        for number, row in enumerate(rows(count, governorates)):
            sheet.write_row(number, 0, row)
    with table.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows(count, governorates))
    return [book, table]


def read(path: Path) -> str:
    """Read one list, compare it with the ledger, and return what it cost as words."""
    before = time.perf_counter()
    known = read_known(DATA)
    (reading,) = read_published({path.name: path.read_bytes()}, known, Options())
    difference = edition.compare(reading.statements, known, reading.publication.cells("2017-02-03"))
    seconds = time.perf_counter() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = "within" if seconds < SECONDS and memory < MEGABYTES else "BEYOND"
    count = len(difference.written)
    cost = f"{seconds:>8.1f} s{memory:>8.0f} MB"
    return f"{path.suffix[1:]:>5}{reading.rows:>9}{count:>9}{cost}  {held} {SECONDS} s and 1 GB"


def main() -> None:
    """Print a line a file: kind, rows, figures, seconds, peak memory."""
    if sys.argv[1:2] == ["--read"]:
        print(read(Path(sys.argv[2])))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    print(f"{'kind':>5}{'rows':>9}{'figures':>9}{'time':>10}{'peak':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for path in made(Path(folder), count):
            command = [sys.executable, "-m", "benchmarks.published", "--read", str(path)]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")


if __name__ == "__main__":
    main()
