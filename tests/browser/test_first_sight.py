"""Before any script has come, the head of a page stands where the page itself will have it, and then makes room."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.harness import PAGE_LIMIT, Theme, VisitedPage, Visitor
from tests.browser.serving import Server, serve

pytestmark = pytest.mark.browser
DRAWS = {"": "/DeckGlJsonChart.", "camps": "/PlotlyChart."}
PLACES = """() => ["h1", ".cs-takeaway", ".cs-tiles", ".cs-tile", ".cs-value"].map((one) => {
  const box = document.querySelector(one).getBoundingClientRect();
  return [one, ...[box.x, box.y, box.width, box.height].map(Math.round)];
})"""


@pytest.fixture(scope="module")
def ready() -> Iterator[Server]:
    """A server that makes its pages ready, with the first of them ready."""
    with serve(settings={"CAMPSTATS_WARM": "yes"}) as server:
        yield server


@pytest.fixture(scope="module")
def look(browser: Browser, ready: Server) -> Visitor:
    """Opens a page of that server."""
    return Visitor(browser, ready)


def _without_scripts(browser: Browser, server: Server, path: str, theme: Theme, width: int, chosen: str = "") -> Page:
    """A page whose scripts do not come, in a browser that has kept the reader's choice of a theme."""
    context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.route("**/static/js/*", lambda route: route.abort())
    if chosen:
        page.add_init_script(f"localStorage.setItem('stActiveTheme-/{path}-v2', '\"{chosen}\"')")
    deadline = time.monotonic() + PAGE_LIMIT
    while time.monotonic() < deadline:
        page.goto(f"{server.url}/{path}")
        if page.locator("#first").count():
            return page
        page.wait_for_timeout(300)
    raise AssertionError(f"/{path} was not made ready in {PAGE_LIMIT} s")


def test_a_theme_that_was_chosen_on_one_page_holds_on_all(browser: Browser, ready: Server) -> None:
    """Streamlit keeps it for an address, so that a link that was copied, or a page loaded anew, was light again."""
    context = browser.new_context(color_scheme="light", viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.route("**/static/js/*", lambda route: route.abort())
    page.goto(f"{ready.url}/camps")
    page.evaluate("localStorage.setItem('stActiveTheme-/camps-v2', '\"Dark\"')")
    page.goto(f"{ready.url}/detention")
    assert page.evaluate("localStorage.getItem('stActiveTheme-/detention-v2')") == '"Dark"'
    page.evaluate("localStorage.removeItem('stActiveTheme-/detention-v2')")  # as the system has it
    page.goto(f"{ready.url}/camps")
    assert page.evaluate("localStorage.getItem('stActiveTheme-/camps-v2')") is None
    context.close()


@pytest.mark.parametrize("path", DRAWS)
@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 400)])
def test_title_sentence_and_tiles_do_not_move(
    browser: Browser, ready: Server, look: Visitor, path: str, theme: Theme, width: int
) -> None:
    """They stand to the pixel where the page will have them, and nothing of them is left when it has come."""
    early = _without_scripts(browser, ready, path, theme, width)
    places, words = early.evaluate(PLACES), early.locator(".cs-tiles").inner_text()
    ground = early.locator("#first").evaluate("(one) => getComputedStyle(one).backgroundColor")
    early.context.close()
    page = look(path, theme=theme, width=width)
    assert page.page.locator("[data-first]").count() == 0
    assert page.page.evaluate(PLACES) == places
    assert page.page.locator(".cs-tiles").first.inner_text() == words
    assert page.background() == ground
    assert page.console_errors == []
    asked = page.page.evaluate("performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)")
    assert not [one for one in asked if one.startswith("/camps/_stcore")], "Streamlit searched for its server"
    assert any(DRAWS[path] in one for one in asked)
    page.close()


@pytest.mark.parametrize(
    ("theme", "chosen", "ground"), [("light", "Dark", "rgb(20, 25, 31)"), ("dark", "Light", "rgb(255, 255, 255)")]
)
def test_the_theme_is_the_one_that_the_reader_chose(
    browser: Browser, ready: Server, theme: Theme, chosen: str, ground: str
) -> None:
    """Not that of the system."""
    page = _without_scripts(browser, ready, "camps", theme, 1400, chosen)
    assert page.locator("#first").evaluate("(one) => getComputedStyle(one).backgroundColor") == ground
    page.context.close()


BOX = """(one) => {
  const box = document.querySelector(one).getBoundingClientRect();
  return [box.x, box.y, box.width, box.height].map(Math.round);
}"""


def test_the_first_chart_is_seen_before_the_library_that_draws_it_has_come(browser: Browser, ready: Server) -> None:
    """As a picture in its card, to the pixel; the drawing takes its place, and nothing of it is left."""
    _without_scripts(browser, ready, "camps", "light", 1400).context.close()
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    held: list[Route] = []
    page.route("**/static/js/PlotlyChart.*", lambda route: held.append(route))  # noqa: PLW0108 - not a built-in
    page.goto(f"{ready.url}/camps", wait_until="commit")
    picture = page.locator(".first-drawing svg")
    expect(picture).to_be_visible()
    assert "73,520" in (picture.text_content() or "")
    page.wait_for_timeout(3000)  # all but that library has come
    assert held
    expect(picture).to_be_visible()
    places = [page.evaluate(BOX, one) for one in (".first-card", ".first-drawing", ".first-card .cs-below")]
    for one in held:
        one.continue_()
    card = page.locator(".st-key-card-camps-population")
    expect(card.locator(".main-svg .trace").first).to_be_attached(timeout=PAGE_LIMIT * 1000)
    expect(page.locator("[data-first]")).to_have_count(0)
    of_card = ("", " [data-testid=stPlotlyChart]", " .cs-below")
    assert [page.evaluate(BOX, f".st-key-card-camps-population{one}") for one in of_card] == places
    context.close()


def _link(page: VisitedPage, title: str) -> Locator:
    return page.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True)


def _pointed_at(page: VisitedPage, title: str) -> Locator:
    """The link to another page, under the pointer, and its first sight asked for."""
    link = _link(page, title)
    with page.page.expect_response(lambda found: found.url == str(link.evaluate("(one) => one.href"))):
        link.hover()
    page.page.wait_for_timeout(200)
    return link


@contextmanager
def _stopped(server: Server) -> Iterator[None]:
    """A server that answers nothing for as long."""
    os.kill(server.process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process, signal.SIGCONT)


@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 900)])
def test_a_page_that_is_turned_to_is_seen_before_the_server_has_answered(
    browser: Browser, ready: Server, look: Visitor, theme: Theme, width: int
) -> None:
    """Also from a page that was opened with a choice, and so without a first sight of its own."""
    _without_scripts(browser, ready, "camps", "light", 1400).context.close()
    page = look("returns?section=iraqis", theme=theme, width=width)
    ground = page.background()
    link = _pointed_at(page, "Camps")
    with _stopped(ready):
        link.click(no_wait_after=True)
        first = page.page.locator("#first")
        expect(first.locator("h1")).to_have_text("Camps")
        assert "73,520" in (first.locator(".first-drawing svg").first.text_content() or "")
        assert first.evaluate("(one) => getComputedStyle(one).backgroundColor") == ground
        parts = ("h1", ".cs-takeaway", ".cs-tiles", ".cs-value")
        places = [page.page.evaluate(BOX, f"#first {one}") for one in parts]
    page.settle()
    assert page.page.locator("[data-first]").count() == 0
    assert page.headings() == ["Camps"]
    assert [page.page.evaluate(BOX, one) for one in parts] == places
    assert page.console_errors == []
    page.close()


def test_of_two_pages_turned_to_the_last_is_seen(browser: Browser, ready: Server, look: Visitor) -> None:
    """However fast they follow each other."""
    _without_scripts(browser, ready, "camps", "light", 1400).context.close()
    _without_scripts(browser, ready, "detention", "light", 1400).context.close()
    page = look("")
    _pointed_at(page, "Camps")
    with _stopped(ready):
        # Nothing can be asked of the server now; what was asked before is there.
        _link(page, "Camps").click(no_wait_after=True)
        expect(page.page.locator("#first h1")).to_have_text("Camps")
    _link(page, "Detention").click()
    page.settle()
    assert page.headings() == ["Detention"]
    assert page.page.locator("[data-first]").count() == 0
    page.close()


def test_no_first_sight_is_shown_where_a_choice_for_all_pages_would_change_it(
    browser: Browser, ready: Server, look: Visitor
) -> None:
    """As known on an earlier day the figures are others."""
    _without_scripts(browser, ready, "camps", "light", 1400).context.close()
    page = look("returns?as_known_on=2021-06-30")
    _link(page, "Camps").hover()
    page.page.wait_for_timeout(500)
    with _stopped(ready):
        _link(page, "Camps").click(no_wait_after=True)
        page.page.wait_for_timeout(500)
        assert page.page.locator("[data-first]").count() == 0
    page.settle()
    assert page.headings() == ["Camps"]
    assert "as_known_on=2021-06-30" in page.page.url
    page.close()
