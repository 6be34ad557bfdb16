"""A page whose server is gone and another in its place, as after an upgrade or behind a balancer, works on."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import Visitor
from tests.browser.serving import serve

pytestmark = pytest.mark.browser


def test_a_click_after_the_page_has_come_back_is_answered(browser: Browser) -> None:
    """The other server knows nothing of the page, and passes over what a part of it asks for: it asks for the whole."""
    with serve() as server:
        page = Visitor(browser, server)("camps?camp=roj")
        words = page.page.locator(".cs-takeaway").first.inner_text()
    app = page.page.get_by_test_id("stApp")
    app.and_(page.page.locator(":not([data-test-connection-state=CONNECTED])")).wait_for()
    with serve(port=urlsplit(server.url).port or 0):
        app.and_(page.page.locator("[data-test-connection-state=CONNECTED]")).wait_for(timeout=60_000)
        page.settle()
        assert page.page.locator(".cs-takeaway").first.inner_text() == words
        tab = page.page.locator("a[data-act=section]").nth(3)
        asked = tab.get_attribute("data-value")
        tab.click()
        page.settle()
        assert f"section={asked}" in page.page.url
        assert page.page.locator("a[data-act=section][aria-current]").get_attribute("data-value") == asked
    page.close()
