"""The dashboard beside the same pages in Dash, Panel, Vizro, bare Streamlit and a file of HTML, in one run.

Run `make bench-peers`; it installs the peers into an environment of their own. Each serves the Camps and the Returns
page as they open: sentence, tiles, filter, three charts (the figures of the dashboard's own plan) and a table.
Chromium tells, on this machine: the first chart and all charts with an empty cache (medians), another choice of the
filter and another page to the last change of what is drawn (median and 95th percentile), the other page's first chart
too, which the dashboard shows as a picture before it is drawn to act on; what an opening moves; and the server tells
its CPU time of a filter change. Prints a table with ratios to the dashboard.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.peers import content
from benchmarks.peers.browser import SIZE, Way, cold, late, opened, redrawn, turned
from benchmarks.rerun import ROOT, cpu, settled
from loaders import load
from tests.browser.harness import BROWSER_ARGUMENTS, find_browser

HERE = Path(__file__).parent
PYTHON = os.environ.get("PEERS_PYTHON", str(ROOT / ".venv-peers" / "bin" / "python"))
CHOICES = ("Roj camp", "Al-Hol camp")
TITLES = ("Returns", "Camps")
OPENINGS = 5
CHANGES = 40
TURNS = 20


class Found(NamedTuple):
    """What one of the peers took: milliseconds, bytes of a cold opening, CPU milliseconds of a filter change."""

    name: str
    first: float
    all: float
    change: float
    change_late: float
    sight: float
    sight_late: float
    turn: float
    turn_late: float
    moved: float
    cpu: float


def _streamlit_choice(page: Page, label: str, name: str) -> None:
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=name, exact=True).click()


def _streamlit_page(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).first.click()


def _dash_choice(page: Page, _label: str, name: str) -> None:
    page.locator(".dash-dropdown").first.click()
    page.locator(".dash-dropdown-option, .dash-options-list-option", has_text=name).first.click()


def _native_choice(page: Page, _label: str, name: str) -> None:
    page.locator("select").first.select_option(name)


def _link(page: Page, title: str) -> None:
    page.locator("a.link", has_text=title).first.click()


def _vizro_page(page: Page, title: str) -> None:
    page.locator("nav a, .accordion a, #nav-panel a", has_text=title).first.click()


WAYS = {
    "dashboard": Way("camps", _streamlit_choice, _streamlit_page),
    "bare Streamlit": Way("", _streamlit_choice, _streamlit_page),
    "Dash": Way("camps", _dash_choice, _link),
    "Panel": Way("camps", _native_choice, _link),
    "Vizro": Way("", _dash_choice, _vizro_page),
    "static file": Way("", _native_choice, _link),
}
SCRIPTS = {"Dash": "dash_app.py", "Panel": "panel_app.py", "Vizro": "vizro_app.py", "static file": "static_page.py"}


@contextmanager
def _served(name: str, folder: Path) -> Iterator[tuple[int, int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"PEERS_PORT": str(port), "PEERS_CONTENT": str(folder / "content.json")}
    if name in SCRIPTS:
        command = [PYTHON, str(HERE / SCRIPTS[name])]
    else:
        script = ROOT / "app.py" if name == "dashboard" else HERE / "bare_app.py"
        command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port, server)
        settled(server.pid)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(60)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"no answer on port {port}")


def measured(name: str, browser: Browser, folder: Path) -> Found:
    """Serve one of them and use it as a reader does."""
    way = WAYS[name]
    with _served(name, folder) as (port, process):
        url = f"http://127.0.0.1:{port}/{way.path}"
        charts = _charts(folder)
        cold(browser, url, charts["Camps"], 1)  # what a server makes for its very first reader
        settled(process)
        openings = cold(browser, url, charts["Camps"], OPENINGS)
        context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
        page, _ = opened(context, url, charts["Camps"])
        changes, turns, used = [], [], 0.0
        for number in range(CHANGES + 2):
            choice = CHOICES[number % 2]
            begin = cpu(process)
            changes.append(redrawn(page, partial(way.choose, page, "Camp", choice), charts[choice]))
            used += cpu(process) - begin
        for number in range(TURNS + 2):
            title = TITLES[number % 2]
            turns.append(turned(page, partial(way.turn, page, title), charts[title]))
        context.close()
    changes, turns = changes[2:], turns[2:]  # the first of each kind makes what all later ones find made
    sights, lasts = ([turn[part] for turn in turns] for part in (0, 1))
    return Found(
        name,
        statistics.median(one.first for one in openings),
        statistics.median(one.all for one in openings),
        statistics.median(changes),
        late(changes),
        statistics.median(sights),
        late(sights),
        statistics.median(lasts),
        late(lasts),
        statistics.median(one.bytes for one in openings),
        used / (CHANGES + 2),
    )


def _charts(folder: Path) -> dict[str, int]:
    """How many charts stand on the first page after each choice, and on each page as it opens."""
    pages = json.loads((folder / "content.json").read_text(encoding="utf-8"))
    opening = {page["title"]: len(next(iter(page["states"].values()))["charts"]) for page in pages}
    return opening | {name: len(state["charts"]) for name, state in pages[0]["states"].items()}


def told(one: Found, ours: Found) -> str:
    """A row of the table; in brackets the ratio of the dashboard's figure to that of the peer."""

    def cell(field: str) -> str:
        value, own = getattr(one, field), getattr(ours, field)
        return f"{value:,.0f}" if one is ours or not value else f"{value:,.0f} ({own / value:.2f})"

    fields = ("first", "all", "change", "change_late", "sight", "sight_late", "turn", "turn_late")
    cells = [cell(field) for field in fields]
    return f"| {one.name} | {' | '.join(cells)} | {one.moved / 1e6:.2f} | {cell('cpu')} |"


def main() -> None:
    """Print the table, the dashboard first."""
    only = sys.argv[1:] or list(WAYS)
    found = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        content.written(load(ROOT / "data"), Path(folder) / "content.json")
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(BROWSER_ARGUMENTS))
        for name in only:
            found.append(measured(name, browser, Path(folder)))
            print(found[-1], file=sys.stderr, flush=True)
        browser.close()
    asked = (
        "import importlib.metadata as m; print(*(f'{n} {m.version(n)}' for n in ('dash', 'panel', 'vizro')), sep=', ')"
    )
    peers = subprocess.run([PYTHON, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    print(f"Streamlit {version('streamlit')}, {peers}; medians in milliseconds; in brackets ours by the peer's.\n")
    print(
        "| | first chart, cold | all charts | filter change | 95% | page to page, first chart seen | 95% "
        "| page to page, all drawn | 95% | MB moved, cold | CPU, filter |"
    )
    print(f"|{' --- |' * 11}")
    for one in found:
        print(told(one, found[0]))


if __name__ == "__main__":
    main()
