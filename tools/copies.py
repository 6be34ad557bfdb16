"""Proves that copies behind a balancer are one dashboard: three under nginx, one killed, one drained, data rolled.

`python -m tools.copies` serves three copies on this machine behind deploy/nginx.conf, opens pages with a briefing in a
browser, and says at each step what readers see and which data version each copy gives. It ends with 0 where every page
came back with its figures and its briefing and all copies agreed. Needs nginx and Chromium; takes some two minutes.
"""

from __future__ import annotations

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

from playwright.sync_api import Page

from charts import catalog
from exports import item_of
from exports.briefing import Briefing, to_token
from loaders import load
from tests.browser.harness import AT_REST, launch

ROOT = Path(__file__).parents[1]
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
FRONT = "http://127.0.0.1:8510"
PORTS = (8511, 8512, 8513)
READERS = 6
PATIENCE = 120  # seconds
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


def held(pages: list[Page], step: str) -> None:
    """Have every page answer a change of its section, and say what they show. Raises ValueError where one differs."""
    for page in pages:
        read(page)  # a click on a page that is still being drawn may be lost
        page.get_by_role("link", name="Whole page").click()
        page.wait_for_url("**section=all**", timeout=PATIENCE * 1000)
        read(page)
        page.go_back()
    shown = {read(page) for page in pages}
    errors = sum(page.get_by_test_id("stException").count() for page in pages)
    print(f"{step}: {len(pages)} readers see {sorted(shown)}, {errors} errors")
    if len(shown) != 1 or errors or "1 chart" not in next(iter(shown))[1]:
        raise ValueError(f"not every reader has the same: {shown}")


def balanced(configuration: Path, *signal: str) -> None:
    """Start nginx, or send it a signal."""
    # Nothing is read from it: it would be waited for until nginx ends, which keeps its output open.
    quiet = subprocess.DEVNULL
    command = ["nginx", "-c", str(configuration), *signal]
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet)


def proof(folder: Path) -> None:
    """All steps, each with what was seen. Raises ValueError or TimeoutError where one does not hold."""
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
        print(f"three copies: version {before[0]}, one figure from all")
        with launch() as browser:
            pages = [browser.new_context().new_page() for _ in range(READERS)]
            for page in pages:
                page.goto(f"{FRONT}/camps?camp=roj&brief={token}")
            held(pages, "at first")
            copies[PORTS[0]].kill()
            copies[PORTS[0]].wait()
            time.sleep(3)
            held(pages, "one copy killed")
            told = configuration.read_text(encoding="utf-8")
            drained = told.replace(f":{PORTS[1]} max_fails=1 fail_timeout=5s", f":{PORTS[1]} down")
            configuration.write_text(drained, encoding="utf-8")
            balanced(configuration, "-s", "reload")
            time.sleep(2)
            copies[PORTS[1]].terminate()
            copies[PORTS[1]].wait(30)
            held(pages, "one more drained and ended")
            copies |= {port: served(port, data) for port in PORTS[:2]}
            for port in PORTS[:2]:
                until(f"copy {port} back", partial(ready, port))
            configuration.write_text(told, encoding="utf-8")
            balanced(configuration, "-s", "reload")
            rolled(data)
            until("newer data on every copy", lambda: all(version(port) not in ("", before[0]) for port in PORTS))
            after = same(PORTS)
            print(f"data rolled: version {after[0]}, one figure from all")
            held(pages, "three copies again, newer data")
    finally:
        with suppress(subprocess.SubprocessError):
            balanced(configuration, "-s", "stop")
        for copy in copies.values():
            copy.kill()


def rolled(data: Path) -> None:
    """Publish a newer version of the data: a source's title says that it is one."""
    file = data / "sources.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    column = lines[0].rstrip("\r\n").split(",").index("title")
    row = next(n for n, line in enumerate(lines[1:], 1) if '"' not in line)
    cells = lines[row].split(",")
    cells[column] += " (newer)"
    new = file.with_suffix(".new")
    new.write_text("".join([*lines[:row], ",".join(cells), *lines[row + 1 :]]), encoding="utf-8")
    new.replace(file)


def main() -> int:
    """0 where everything held."""
    if shutil.which("nginx") is None:
        print("copies: nginx is needed and was not found (install Debian's nginx-light)")
        return 1
    with tempfile.TemporaryDirectory(prefix="copies-", ignore_cleanup_errors=True) as folder:
        try:
            proof(Path(folder))
        except (ValueError, TimeoutError, subprocess.SubprocessError) as error:
            print(f"copies: {error}")
            return 1
    print("copies: all held")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
