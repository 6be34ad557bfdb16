"""First visit of each page after a change of the data: as served, and where nothing was made ready.

Run `python -m benchmarks.visits [PAGE ...]`. The dashboard serves a copy of the data in which a word of one row is
changed. As served, a new version is read and its pages made ready before it is shown; then each page is opened for the
first time. With CAMPSTATS_WARM=no each page is opened after a change of its own, so that it reckons all that it shows.
CPU milliseconds of the server, and the ratio to opening a bare page with one chart, served beside it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.rerun import ROOT, bare_page, served, session, settled
from ui.data import LOOK_EVERY, QUIET
from ui.registry import PAGES
from ui.warm import VARIABLE


class Visit(NamedTuple):
    """CPU milliseconds of the first visit of a page, made ready and not."""

    page: str
    ready: float
    reckoned: float


def change(directory: Path, number: int) -> None:
    """Say something else in the last row of a file of observations, in another way for each number."""
    name = "observations/camps.csv"
    text = (ROOT / "data" / name).read_text(encoding="utf-8").rstrip("\n")
    (directory / name).write_text(f"{text} (change {number})\n", encoding="utf-8")


def visits(only: list[str]) -> list[Visit]:
    """The first visit of every page, or of those that are named."""
    paths = [page.path for page in PAGES if not only or (page.path or "overview") in only]
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "data"
        shutil.copytree(ROOT / "data", directory)
        ready = _ready(directory, paths)
        reckoned = _reckoned(directory, paths)
    return [Visit(path or "overview", ready[path], reckoned[path]) for path in paths]


def _ready(directory: Path, paths: list[str]) -> dict[str, float]:
    """Each page after one change of the data, once the server is idle again."""
    with served(ROOT / "app.py", CAMPSTATS_DATA_DIR=str(directory)) as (port, process):
        _opened(port, process, "")
        change(directory, 0)
        _taken_up(process)
        return {path: _opened(port, process, path) for path in paths}


def _reckoned(directory: Path, paths: list[str]) -> dict[str, float]:
    """Each page after a change of the data of its own, where the new version is read but nothing is made ready."""
    found = {}
    with served(ROOT / "app.py", **{"CAMPSTATS_DATA_DIR": str(directory), VARIABLE: "no"}) as (port, process):
        for number, path in enumerate(paths, 1):
            _opened(port, process, path)
            change(directory, number)
            _taken_up(process)
            found[path] = _opened(port, process, path)
    return found


def _taken_up(process: int) -> None:
    """Wait until a server has seen the change, let it stand, read it and made ready what it makes ready."""
    time.sleep(QUIET + 4 * LOOK_EVERY)
    settled(process)


def _opened(port: int, process: int, path: str) -> float:
    """Open a page as a new reader and wait until the server is idle: CPU milliseconds of the opening alone."""
    with session(port, process) as reader:
        took = reader.run(path).cpu
    settled(process)
    return took


def main() -> None:
    """Print a row a page."""
    bare = bare_page()[0].cpu
    print(f"{'first visit after a change of the data':40}{'ready ms':>10}{'ratio':>8}{'reckoned ms':>13}{'ratio':>8}")
    for visit in visits(sys.argv[1:]):
        print(
            f"{visit.page:40}{visit.ready:>10.0f}{visit.ready / bare:>8.1f}{visit.reckoned:>13.0f}"
            f"{visit.reckoned / bare:>8.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
