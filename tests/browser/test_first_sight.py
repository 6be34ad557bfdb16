"""Before any script has come, the head of a page stands where the page itself will have it, and then makes room."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.harness import PAGE_LIMIT, Server, Theme, Visitor, serve

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


@pytest.mark.parametrize("path", DRAWS)
@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 400)])
def test_title_sentence_and_tiles_do_not_move(
    browser: Browser, ready: Server, path: str, theme: Theme, width: int
) -> None:
    """They stand to the pixel where the page will have them, and nothing of them is left when it has come."""
    early = _without_scripts(browser, ready, path, theme, width)
    places, words = early.evaluate(PLACES), early.locator(".cs-tiles").inner_text()
    ground = early.locator("#first").evaluate("(one) => getComputedStyle(one).backgroundColor")
    early.context.close()
    page = Visitor(browser, ready)(path, theme=theme, width=width)
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
    places = [page.evaluate(BOX, one) for one in (".first-card", ".first-drawing", ".first-card .cs-below")]
    page.wait_for_timeout(3000)  # all but that library has come
    assert held
    expect(picture).to_be_visible()
    for one in held:
        one.continue_()
    card = page.locator(".st-key-card-camps-population")
    expect(card.locator(".main-svg .trace").first).to_be_attached(timeout=PAGE_LIMIT * 1000)
    expect(page.locator("[data-first]")).to_have_count(0)
    of_card = ("", " [data-testid=stPlotlyChart]", " .cs-below")
    assert [page.evaluate(BOX, f".st-key-card-camps-population{one}") for one in of_card] == places
    context.close()
