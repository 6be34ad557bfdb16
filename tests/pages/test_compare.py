"""The page Compare: it opens, its filters follow each other, and the table of countries can be ordered."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import opened


@pytest.fixture
def page() -> AppTest:
    """The page Compare, opened anew."""
    return opened("compare")


def title(page: AppTest, card: str) -> str:
    """The headline of one chart card."""
    (found,) = [html.proto.body for html in page.get("html") if f'id="{card}"' in html.proto.body]
    return str(found).split("</h3>")[0]


def test_the_page_opens_with_the_two_camps(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Compare"
    told = "Roj camp had about 2,225 on 21 Feb 2026 and Al-Hol camp was closed on 22 Feb 2026"
    assert told in title(page, "compare-series")
    takeaway = next(html.proto.body for html in page.get("html") if "cs-takeaway" in html.proto.body)
    assert told in takeaway
    assert "At least 35 countries have taken nationals home." in takeaway


def test_nationalities_can_be_compared_as_an_index(page: AppTest) -> None:
    page.segmented_control(key="cmp_by").set_value("origin").run()
    assert page.multiselect(key="cmp_which").value == ["syr", "irq", "tcn"]
    page.selectbox(key="cmp_as").select("common").run()
    assert not page.exception
    told = "Mar 2019 = 100: third-country nationals came to 56.3 on 11 Jan 2026 and Syrian nationals 46.7"
    assert told in title(page, "compare-series")
    takeaway = next(html.proto.body for html in page.get("html") if "cs-takeaway" in html.proto.body)
    assert told in takeaway


def test_a_flow_can_be_set_against_its_stock(page: AppTest) -> None:
    page.selectbox(key="cmp_indicator").select("iraqi_returns").run()
    assert "stock" not in str(page.selectbox(key="cmp_as").value)
    page.selectbox(key="cmp_as").select("stock").run()
    assert not page.exception
    assert "Al-Hol camp came to at least 7.7% of the stock in 2026" in title(page, "compare-series")


def test_a_way_that_a_measure_does_not_offer_falls_back_to_as_stated(page: AppTest) -> None:
    page.selectbox(key="cmp_indicator").select("iraqi_returns").run()
    page.selectbox(key="cmp_as").select("stock").run()
    page.selectbox(key="cmp_indicator").select("idps").run()
    assert not page.exception
    assert "Displaced persons: Iraq had nearly 1 million on 31 Dec 2025" in title(page, "compare-series")


def test_one_place_alone_is_asked_for_company(page: AppTest) -> None:
    page.multiselect(key="cmp_which").set_value(["roj"]).run()
    assert not page.exception
    assert any("two to six places" in each.proto.body for each in page.get("html"))


def test_the_table_shows_gaps_and_follows_its_order(page: AppTest) -> None:
    table = page.dataframe[0].value
    assert table["Country"].iloc[0] == "profile?of=Albania"
    assert (table == "not stated").any().any()
    page.selectbox(key="cmp_sort").select("repatriated").run()
    assert page.dataframe[0].value["Country"].iloc[0] == "profile?of=Kazakhstan"


@pytest.mark.parametrize("known", [date(2015, 6, 30), date(2021, 12, 31)])
def test_the_page_stands_at_an_early_date(page: AppTest, known: date) -> None:
    page.text_input(key="as_known_on").set_value(f"{known}").run()
    assert not page.exception
