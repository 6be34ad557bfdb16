"""An open page and files that change under it: the offer of newer data, and what is kept back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harness import Theme, VisitedPage, Visitor
from tests.browser.serving import Server, serve
from tests.browser.test_every_page import barriers

ROOT = Path(__file__).resolve().parents[2]
TEN_SECONDS = 10_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data."""
    copy = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(ROOT / "data", copy)
    return copy


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Server]:
    """The dashboard on that copy."""
    with serve(data=folder) as running:
        yield running


@pytest.fixture(scope="module")
def look(browser: Browser, served: Server) -> Visitor:
    """Opens a page of that copy."""
    return Visitor(browser, served)


def statements(page: VisitedPage) -> int:
    """How many statements the Overview says that there are."""
    return int(re.findall(r"([\d,]+) statements from", " ".join(page.texts()))[0].replace(",", ""))


def add_a_row(folder: Path, day: str) -> None:
    """Append a figure: the file's first stock of a day, on another day."""
    file = folder / "observations" / "camps.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if re.match(r"camp_population,.*,,[\d-]+,day,", line))
    with file.open("a", encoding="utf-8") as text:
        text.write(re.sub(r",,[\d-]+,day,", f",,{day},day,", row, count=1) + "\n")


@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 1400), ("light", 400)])
def test_an_open_page_offers_newer_data_within_ten_seconds(
    look: Visitor, folder: Path, theme: Theme, width: int
) -> None:
    """Nothing on the page moves, the offer can be read and reached, and one press shows the new figure."""
    page = look("", theme=theme, width=width)
    before = statements(page)
    heading = page.page.locator("h1").first
    stood = heading.bounding_box()
    offer = page.page.get_by_role("button", name="Show them")
    expect(offer).to_have_count(0)

    add_a_row(
        folder, {"light1400": "2017-03-04", "dark1400": "2017-03-05", "light400": "2017-03-06"}[f"{theme}{width}"]
    )
    expect(offer).to_be_visible(timeout=TEN_SECONDS)
    expect(
        page.page.get_by_role("status").filter(has_text=re.compile(r"Newer data were read at \d\d:\d\d\."))
    ).to_be_visible()
    assert statements(page) == before
    assert heading.bounding_box() == stood
    expect(offer).to_be_in_viewport(ratio=1)
    box = offer.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] > width - 100
    assert box["y"] > 800
    assert not barriers(page)

    offer.focus()
    offer.press("Enter")
    expect(page.page.get_by_text(f"{before + 1:,} statements from")).to_be_visible(timeout=TEN_SECONDS)
    expect(offer).to_have_count(0)
    assert not page.console_errors
    assert not page.page_errors
    assert not page.outside_requests
    assert not page.exceptions()
    page.close()


def test_a_file_written_in_part_is_never_shown(look: Visitor, folder: Path) -> None:
    """An open page says so by itself, and the banner of the next; the file made whole takes both away."""
    file = folder / "observations" / "funding.csv"
    whole = file.read_bytes()
    page, left = look(""), look("camps")
    before = statements(page)
    file.write_bytes(b"".join(whole.splitlines(keepends=True)[:500]))
    said = left.page.get_by_role("status").filter(has_text="observations/funding.csv: the file has 499 rows")
    expect(said).to_be_visible(timeout=TEN_SECONDS)
    box = said.bounding_box()
    assert box is not None
    assert box["x"] > 400  # beside the navigation
    assert not barriers(left)
    banner = page.page.get_by_text("cannot be shown")
    for _ in range(10):
        page.page.reload()
        page.settle()
        if banner.count():
            break
    rows = len(whole.splitlines()) - 1
    assert f"observations/funding.csv: the file has 499 rows, and the version on screen has {rows}" in (
        banner.inner_text()
    )
    assert statements(page) == before
    file.write_bytes(whole)
    for _ in range(10):
        page.page.reload()
        page.settle()
        if not banner.count():
            break
    expect(banner).to_have_count(0)
    assert statements(page) == before
    expect(said).to_have_count(0, timeout=TEN_SECONDS)
    left.close()
    page.close()
