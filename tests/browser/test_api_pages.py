"""The page of the API and an embedded chart in a browser: accessible, in either theme, on a phone, from one host."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import Theme, VisitedPage
from tests.browser.serving import Server
from tests.ui.test_server import answered

PAGES = ("api/v1/", "embed?chart=camps.population&camp=roj", "embed?chart=camps.map", "embed?chart=nothing")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_beside_the_dashboard(browser: Browser, server: Server, path: str, theme: Theme) -> None:
    answered(f"{server.url}/api/v1/indicators")  # before the data are read every page says so
    context = browser.new_context(color_scheme=theme)
    visited = VisitedPage(context.new_page(), urlsplit(server.url).netloc)
    visited.listen()
    for width in (1400, 400):
        visited.page.set_viewport_size({"width": width, "height": 900})
        visited.page.goto(f"{server.url}/{path}")
        visited.page.wait_for_load_state("networkidle")
        assert visited.page.evaluate("document.scrollingElement.scrollWidth") == width
        assert [one["id"] for one in visited.accessibility()] == []
        drawn = visited.page.locator("img").evaluate_all("(found) => found.map((one) => one.naturalWidth > 200)")
        assert drawn == ([True] if "camps" in path else [])
        paper = visited.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(255, 255, 255)" if theme == "light" else "rgb(20, 25, 31)")
    assert visited.outside_requests == visited.page_errors == []
    refused = [one for one in visited.console_errors if "status of 400" not in one]
    assert refused == []
    visited.close()
    context.close()
