"""The page of detention: it opens, and its filters change what its charts say."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import opened


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page of detention, opened once."""
    return opened("detention")


def title(page: AppTest, card: str) -> str:
    """The headline of one chart card."""
    found = [html.proto.body for html in page.get("html") if f'id="{card}"' in html.proto.body]
    assert found, card
    return found[0].split("</h3>")[0]


def test_the_page_opens_with_those_held_and_those_moved(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Detention"
    takeaway = next(html.proto.body for html in page.get("html") if "cs-takeaway" in html.proto.body)
    assert "About 9,000 ISIS suspects were held in Northeast Syria (26 Sep 2025)" in takeaway
    assert "5,704 detainees had been moved to Iraq by 13 Feb 2026" in takeaway


def test_another_year_shows_its_own_statements(page: AppTest) -> None:
    before = title(page, "detention-statements")
    page.selectbox(key="det_year").set_value("2023").run()
    assert not page.exception
    assert "In 2025 counts of all held" in before
    assert "In 2023 counts of all held" in title(page, "detention-statements")


def test_another_date_shows_another_map(page: AppTest) -> None:
    page.select_slider(key="det_day").set_value("2019-03-31").run()
    assert not page.exception
    assert "Dashisha" in title(page, "detention-map")
    page.select_slider(key="det_day").set_value("2022-01-20").run()
    assert "Dashisha" not in title(page, "detention-map")


def test_the_caveat_says_that_the_leaked_list_was_disowned(page: AppTest) -> None:
    feet = [html.proto.body for html in page.get("html") if "cs-foot" in html.proto.body]
    assert any("Justice Ministry of Iraq denied" in foot and "estimates" in foot for foot in feet)
