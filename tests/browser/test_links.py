"""A link to any page opens that page, whoever opens it and whenever."""

from playwright.sync_api import Browser

from tests.browser.harness import Visitor
from tests.browser.serving import serve
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


def test_back_comes_to_the_place_that_was_left_and_a_page_opens_at_its_top(visit: Visitor) -> None:
    page = visit("camps")
    main = page.page.get_by_test_id("stMain")
    page.page.mouse.move(800, 500)
    page.page.mouse.wheel(0, 400)
    page.page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop === 400")
    page.page.get_by_test_id("stSidebarNavLink").filter(has_text="Detention").click()
    page.page.get_by_role("heading", level=1, name="Detention").wait_for()
    page.settle()
    assert main.evaluate("main => main.scrollTop") == 0
    page.page.go_back()
    page.page.get_by_role("heading", level=1, name="Camps").wait_for()
    page.settle()
    page.page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop === 400")
    page.close()
