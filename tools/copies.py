"""Proves that copies behind a balancer are one dashboard: three under nginx, one killed, one drained, data rolled.

`python -m tools.copies` serves three copies on this machine behind deploy/nginx.conf, has readers and programs ask them
all the while, opens pages with a briefing in a browser, and says at each step what they see. Where every page came back
with its figures and its briefing, all copies agreed and no version had two figures, it prints a table (Markdown) and
ends with 0; what it sees on the way goes to the standard error. Needs nginx and Chromium; takes some four minutes.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as BrowserTimeout

from benchmarks.behind import Behind
from benchmarks.behind import load as under_load
from charts import catalog
from exports import item_of
from exports.briefing import Briefing, to_token
from loaders import load
from tests.browser.harness import AT_REST, launch

ROOT = Path(__file__).parents[1]
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
FRONT_PORT = 8510
FRONT = f"http://127.0.0.1:{FRONT_PORT}"
PORTS = (8511, 8512, 8513)
PAGES_OPEN = 4  # in a browser
READERS = 20  # over websockets, without a browser
PROGRAMS = 2
STEP = 30  # seconds that a step lasts at least
CLICK = 30  # seconds after which a reader clicks again
PATIENCE = 300  # seconds, beside other work on the machine
FIGURE = "/api/v1/headline?indicator=camp_population&place=roj"


def answered(url: str) -> tuple[int, str, str]:
    """Status, body and ETag of an answer; a status of 0 where there is none."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own servers
            return answer.status, answer.read().decode(), answer.headers.get("ETag", "")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "", ""
    except OSError:
        return 0, "", ""


def until(what: str, holds: Callable[[], bool]) -> None:
    """Wait until something holds. Raises TimeoutError, with what was waited for."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.3)


def served(port: int, data: Path) -> subprocess.Popen[bytes]:
    """A copy on a port."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = os.environ | {"CAMPSTATS_DATA_DIR": str(data), "CAMPSTATS_METRICS": "yes", "CAMPSTATS_WARM": "no"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)


def ready(port: int) -> bool:
    """Whether a copy has data on its pages."""
    return answered(f"http://127.0.0.1:{port}/readyz")[0] == 200


def version(port: int) -> str:
    """The data version that a copy has on its pages."""
    body = answered(f"http://127.0.0.1:{port}/metrics")[1]
    return next((line.split('"')[1] for line in body.splitlines() if line.startswith("campstats_data_info{")), "")


def same(ports: tuple[int, ...]) -> tuple[str, str]:
    """The data version and the figure that all copies give. Raises ValueError where they differ."""
    versions = {version(port) for port in ports}
    figures = {json.dumps(json.loads(answered(f"http://127.0.0.1:{port}{FIGURE}")[1])) for port in ports}
    if len(versions) != 1 or len(figures) != 1:
        raise ValueError(f"the copies differ: versions {versions}, figures {figures}")
    return versions.pop(), figures.pop()


def read(page: Page) -> tuple[str, str]:
    """What a reader sees, once the page is at rest: its sentence, and how many charts the briefing has."""
    until(f"{page.url} at rest", lambda: isinstance(page.evaluate(AT_REST), int))
    sidebar = page.get_by_test_id("stSidebar").inner_text()
    briefing = next((line for line in sidebar.splitlines() if line.startswith("Briefing: ")), "no briefing")
    return page.locator("h1").first.inner_text(), briefing


def whole(page: Page) -> int:
    """Have a page show all its sections, and how many clicks were lost on the way.

    One that comes while the page notices that its copy has gone is; a reader clicks again. Raises TimeoutError where
    the page does not answer for long.
    """
    for lost in range(4):
        read(page)  # a click on a page that is still being drawn may be lost
        page.get_by_role("link", name="Whole page").click()
        with suppress(BrowserTimeout):
            page.wait_for_url("**section=all**", timeout=CLICK * 1000)
            read(page)
            page.go_back()
            return lost
    raise TimeoutError(f"{page.url} answered no click")


def held(pages: list[Page], step: str) -> int:
    """Have every page answer a change of its section, and say what they show: how many clicks were lost.

    Raises:
        ValueError: where one differs.
    """
    lost = sum(whole(page) for page in pages)
    shown = {read(page) for page in pages}
    errors = sum(page.get_by_test_id("stException").count() for page in pages)
    told(f"{step}: {len(pages)} pages show {sorted(shown)}, {errors} errors, {lost} clicks lost")
    if len(shown) != 1 or errors or "1 chart" not in next(iter(shown))[1]:
        raise ValueError(f"not every reader has the same: {shown}")
    return lost


def told(line: str) -> None:
    """Say on the way what is seen."""
    print(line, file=sys.stderr, flush=True)


class Steps:
    """The steps of the proof, each held by the open pages and met by those who ask all the while."""

    def __init__(self, pages: list[Page], behind: Behind) -> None:
        self.rows: list[str] = []
        self._pages = pages
        self._behind = behind
        self._began = time.monotonic()

    def held(self, step: str) -> None:
        """End a step: what was met since the last. Raises ValueError where a page or a figure is not as it should."""
        lost = held(self._pages, step)
        time.sleep(max(0.0, self._began + STEP - time.monotonic()))
        self._began, met = time.monotonic(), self._behind.met()
        pages = f"{len(self._pages)} of {len(self._pages)}"
        row = (
            f"| {step} | {pages} | {lost} | {met.requests} | {met.late:,.0f} | {met.broken} "
            f"| {met.asked} | {met.unanswered} | {met.versions} |"
        )
        told(row)
        self.rows.append(row)


def balanced(configuration: Path, *signal: str) -> None:
    """Start nginx, or send it a signal."""
    # Nothing is read from it: it would be waited for until nginx ends, which keeps its output open.
    quiet = subprocess.DEVNULL
    command = ["nginx", "-c", str(configuration), *signal]
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet)


def proof(folder: Path) -> list[str]:
    """All steps, each with what was met. Raises ValueError or TimeoutError where one does not hold."""
    data = folder / "data"
    shutil.copytree(ROOT / "data", data)
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.read_text(encoding="utf-8"), encoding="utf-8")
    item = item_of(catalog.build("camps.population", load(data), camp="roj"))
    token = to_token(Briefing(title="", items=(item,)))
    copies = {port: served(port, data) for port in PORTS}
    try:
        for port in PORTS:
            until(f"copy {port} ready", partial(ready, port))
        balanced(configuration)
        before = same(PORTS)
        told(f"three copies: version {before[0]}, one figure from all")
        with (
            launch() as browser,
            under_load(FRONT_PORT, READERS, PROGRAMS, lambda: answered(FRONT + FIGURE)[:2]) as all_,
        ):
            pages = [browser.new_context().new_page() for _ in range(PAGES_OPEN)]
            for page in pages:
                page.goto(f"{FRONT}/camps?camp=roj&brief={token}")
            steps = Steps(pages, all_)
            steps.held("three copies")
            copies[PORTS[0]].kill()
            copies[PORTS[0]].wait()
            time.sleep(3)
            steps.held("one killed")
            text = configuration.read_text(encoding="utf-8")
            drained = text.replace(f":{PORTS[1]} max_fails=1 fail_timeout=5s", f":{PORTS[1]} down")
            configuration.write_text(drained, encoding="utf-8")
            balanced(configuration, "-s", "reload")
            time.sleep(2)
            copies[PORTS[1]].terminate()
            copies[PORTS[1]].wait(30)
            steps.held("one more drained and ended")
            copies |= {port: served(port, data) for port in PORTS[:2]}
            for port in PORTS[:2]:
                until(f"copy {port} back", partial(ready, port))
            configuration.write_text(text, encoding="utf-8")
            balanced(configuration, "-s", "reload")
            steps.held("both back")
            rolled(data, before[1])
            until("newer data on every copy", lambda: all(version(port) not in ("", before[0]) for port in PORTS))
            after = same(PORTS)
            if json.loads(after[1])["figure"] == json.loads(before[1])["figure"]:
                raise ValueError("the newer data have the old figure")
            told(f"data rolled: version {after[0]}, one figure from all")
            steps.held("data rolled")
            return steps.rows
    finally:
        with suppress(subprocess.SubprocessError):
            balanced(configuration, "-s", "stop")
        for copy in copies.values():
            copy.kill()


def rolled(data: Path, answer: str) -> None:
    """Publish a newer version of the data, in which the figure of an answer is one more."""
    statement = json.loads(answer)["statements"][0]
    file = data / statement["file"]
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    head, cells = next(csv.reader(lines[:1])), next(csv.reader([lines[statement["line"] - 1]]))
    cells[head.index("value")] = f"{statement['value'] + 1:g}"
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(cells)
    lines[statement["line"] - 1] = row.getvalue()
    new = file.with_suffix(".new")
    new.write_text("".join(lines), encoding="utf-8")
    new.replace(file)


def main() -> int:
    """0 where everything held."""
    if shutil.which("nginx") is None:
        told("copies: nginx is needed and was not found (install Debian's nginx-light)")
        return 1
    with tempfile.TemporaryDirectory(prefix="copies-", ignore_cleanup_errors=True) as folder:
        try:
            rows = proof(Path(folder))
        except (ValueError, TimeoutError, subprocess.SubprocessError, BrowserError) as error:
            told(f"copies: {error}")
            return 1
    print(
        f"`make copies`; {READERS} readers over websockets with five seconds of thought, {PROGRAMS} programs, "
        f"{PAGES_OPEN} pages in a browser, all on the machine of the copies. No version had two figures.\n"
    )
    print(
        "| step | open pages with their figures and briefing | clicks lost | requests | 95% within ms "
        "| conversations begun anew | figures asked for | not answered | versions told |"
    )
    print("| --- " * 9 + "|")
    print("\n".join(rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
