"""A link to any page opens that page, whoever opens it and whenever."""

from playwright.sync_api import Browser

from tests.browser.harness import Visitor, serve
from ui.registry import PAGES

LISTED = [page for page in PAGES if page.listed]


def test_a_shared_link_is_the_first_that_a_new_server_is_asked_for(browser: Browser) -> None:
    """A folder `pages` beside the entry point makes Streamlit run that page alone, without the frame around it."""
    with serve() as fresh:
        page = Visitor(browser, fresh)(PAGES[1].path)
        links = page.page.get_by_test_id("stSidebarNavLink")
        assert len(links.all()) == len(LISTED)
        assert page.headings() == [PAGES[1].title]
        page.close()
