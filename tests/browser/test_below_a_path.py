"""Served below a path, every link keeps it: on the page, copied, in slides, their notes, the workbook and the note."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import VisitedPage, Visitor
from tests.browser.serving import Server, serve
from tests.browser.test_briefing import add, save


@pytest.fixture(scope="module", params=["/camps", "/données/stats_2026"])
def below(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The dashboard below a path that is named like one of its pages, and below one with other letters."""
    with serve(path=request.param) as running:
        yield running


@pytest.fixture(scope="module")
def look(browser: Browser, below: Server) -> Visitor:
    """Opens a page below the path."""
    return Visitor(browser, below)


def lost(page: VisitedPage, below: Server) -> list[str]:
    """The links of the page to the server that leave the path."""
    links = page.page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.href)")
    own = [link for link in links if link.startswith(below.url.partition("/")[0] + "//" + page.host)]
    assert len(own) > 20
    return [link for link in own if not link.startswith(f"{below.url}/")]


def addresses(file: bytes, host: str) -> set[str]:
    """Every address of the dashboard in the parts of an office file."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        text = "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return set(re.findall(rf"http://{re.escape(host)}[^\s\"<&]*", text))


def test_every_link_of_a_page_keeps_the_path(look: Visitor, below: Server) -> None:
    """On the first page too, whose own path is that of the dashboard."""
    page = look("")
    assert lost(page, below) == []
    for name in ("Camps", "Overview"):
        page.page.get_by_test_id("stSidebarNavLink").get_by_text(name, exact=True).click()
        page.page.wait_for_function("(title) => document.title.startsWith(title)", arg=name)
        page.settle()
        assert lost(page, below) == []
        assert linked(page).startswith(f"{below.url}/{'camps' if name == 'Camps' else ''}#")
    assert page.page.url == f"{below.url}/"
    page.close()


def linked(page: VisitedPage) -> str:
    """The address that the first card's menu offers for it."""
    page.page.get_by_role("button", name="Download").first.click()
    shown = page.page.get_by_test_id("stCode").last
    shown.wait_for()
    page.settle()
    address = shown.inner_text().strip()
    page.page.keyboard.press("Escape")
    return address


def test_the_files_of_a_briefing_lead_back_below_the_path(look: Visitor, below: Server) -> None:
    page = look("camps?camp=roj")
    add(page, "camps-population")
    page.page.get_by_role("link", name="Briefing: 1 chart").click()
    page.settle()
    charts: dict[str, list[str]] = {}
    for name in ("Deck (PPTX)", "Workbook (XLSX)", "Note (DOCX)"):
        led = addresses(save(page, name).path().read_bytes(), page.host)
        assert led, name
        assert [one for one in led if one != below.url and not one.startswith(f"{below.url}/")] == [], name
        charts[name] = [one for one in led if one.startswith(f"{below.url}/chart?show=")]
    # The foot of a note names the dashboard; its references are those of the publishers.
    assert [name for name, led in charts.items() if led] == ["Deck (PPTX)", "Workbook (XLSX)"]
    back = charts["Deck (PPTX)"][0]
    page.page.goto(back)
    page.settle()
    assert page.exceptions() == []
    assert page.page.get_by_test_id("stPlotlyChart").count() == 1
    page.close()
