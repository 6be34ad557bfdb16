"""A phone: one finger scrolls past a map and asks by a tap, two zoom it; the navigation makes room for its page."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Browser, CDPSession, Page, expect

from exports import Briefing, Item, to_token
from tests.browser.harness import PAGE_LIMIT, VisitedPage
from tests.browser.serving import Server

_PHONE = {"width": 400, "height": 560}
_SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
# Where the circle of a place stands is the map's own matter: some points of its middle are asked until one answers.
_TRIED = [(x / 10, y / 10) for y in range(3, 8) for x in range(2, 9)]


def _move(fingers: CDPSession, page: Page, ways: Sequence[tuple[float, float, float, float]]) -> None:
    """Move fingers, each from x, y by dx, dy."""

    def points(share: float) -> list[dict[str, float]]:
        return [{"x": x + dx * share, "y": y + dy * share, "id": n} for n, (x, y, dx, dy) in enumerate(ways)]

    fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(0)})
    for step in range(1, 9):
        fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points(step / 8)})
        page.wait_for_timeout(30)
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_map_scrolls_with_the_page_answers_a_tap_and_zooms(browser: Browser, server: Server) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport=_PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    opened = VisitedPage(page, server.url.removeprefix("http://").partition("/")[0])
    opened.listen()
    token = to_token(Briefing("", (Item("overview.map", {}, "", ""),)))
    page.goto(f"{server.url}/chart?show={token}", timeout=PAGE_LIMIT * 1000)
    opened.settle()
    drawn = page.locator("[data-testid=stDeckGlJsonChart]").first
    drawn.evaluate("(map) => map.scrollIntoView({block: 'center'})")
    fingers, box = context.new_cdp_session(page), drawn.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    before = page.evaluate(_SCROLLED)
    _move(fingers, page, [(*middle, 0, 150)])
    page.wait_for_function(f"{_SCROLLED} < {before}")

    drawn.evaluate("(map) => map.scrollIntoView({block: 'center'})")
    tip = page.locator(".deck-tooltip")
    for x, y in _TRIED:
        page.touchscreen.tap(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        page.wait_for_timeout(100)
        if tip.is_visible() and "\n" in tip.inner_text():
            break
    assert "\n" in tip.inner_text()  # a name and its figure

    seen, scale = page.screenshot(), page.evaluate("visualViewport.scale")
    left, right = (middle[0] - 30, middle[1], -90, 0), (middle[0] + 30, middle[1], 90, 0)
    _move(fingers, page, [left, right])
    page.wait_for_timeout(500)
    assert page.screenshot() != seen
    assert page.evaluate("visualViewport.scale") == scale  # the map is zoomed, not the page
    assert opened.page_errors == []
    opened.close()
    context.close()


def test_the_navigation_makes_room_for_the_page_that_was_chosen(browser: Browser, server: Server) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport=_PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    opened = VisitedPage(page, server.url.removeprefix("http://").partition("/")[0])
    opened.listen()
    page.goto(f"{server.url}/returns", timeout=PAGE_LIMIT * 1000)
    opened.settle()
    page.get_by_test_id("stExpandSidebarButton").tap()
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name="Camps", exact=True)
    link.tap()
    opened.settle()
    assert opened.headings() == ["Camps"]
    expect(link).not_to_be_in_viewport()
    context.close()
