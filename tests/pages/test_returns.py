"""The page of returns: it opens, and its filters change what its charts say."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import opened


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page of returns, opened once."""
    return opened("returns")


def title(page: AppTest, card: str) -> str:
    """The headline of one chart card."""
    found = [html.proto.body for html in page.get("html") if f'id="{card}"' in html.proto.body]
    assert found, card
    return found[0].split("</h3>")[0]


def test_the_page_opens_with_the_running_total_first(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Returns to Iraq and Syria"
    takeaway = next(html.proto.body for html in page.get("html") if "cs-takeaway" in html.proto.body)
    assert "About 22,000 Iraqis had returned from al-Hol by 23 Feb 2026" in takeaway


def test_the_caveat_names_the_batches_that_were_not_found(page: AppTest) -> None:
    feet = [html.proto.body for html in page.get("html") if "cs-foot" in html.proto.body]
    assert any("Batches 9 and 18 were not found; number 20 names two movements" in foot for foot in feet)


def test_counting_households_changes_every_card_that_counts(page: AppTest) -> None:
    """People and households are one switch away and never in one chart."""
    people = {card: title(page, card) for card in ("returns-batches", "returns-cumulative", "returns-destinations")}
    page.button_group(key="ret_count").set_value("households").run()
    assert not page.exception
    for card, before in people.items():
        after = title(page, card)
        assert after != before
        assert "households" in after
        assert "people" not in after
    page.button_group(key="ret_count").set_value("total").run()
    assert title(page, "returns-batches") == people["returns-batches"]


def test_the_year_of_the_destinations_changes_the_map_and_the_bars(page: AppTest) -> None:
    before = title(page, "returns-destinations")
    page.selectbox(key="ret_year").set_value("2021").run()
    assert not page.exception
    assert title(page, "returns-destinations") != before
    assert "in 2021" in title(page, "returns-destinations")
    page.selectbox(key="ret_year").set_value("all").run()


def test_the_camp_chooses_the_groups_of_syrians(page: AppTest) -> None:
    page.selectbox(key="ret_camp").set_value("areesha").run()
    assert not page.exception
    assert "Areesha camp" in title(page, "returns-syrian-groups")
    page.selectbox(key="ret_camp").set_value("all").run()


@pytest.mark.parametrize("known_on", [date(2005, 1, 1), date(2019, 6, 1)])
def test_the_page_opens_as_known_on_an_earlier_date(known_on: date) -> None:
    """What was not yet published is not there, and no card fails for it."""
    app = opened("returns", as_known_on=known_on)
    assert not app.exception
