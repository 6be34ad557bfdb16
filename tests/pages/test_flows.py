"""The page of flows: it opens, and its period changes what its charts and tiles say."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import opened


@pytest.fixture
def page() -> AppTest:
    """The page of flows, opened anew."""
    return opened("flows")


def bodies(page: AppTest) -> list[str]:
    """The HTML of the page, piece by piece."""
    return [html.proto.body for html in page.get("html")]


def title(page: AppTest, card: str) -> str:
    """The headline of one chart card."""
    (found,) = [body for body in bodies(page) if f'id="{card}"' in body]
    return found.split("</h3>")[0]


def test_the_page_opens_with_the_last_whole_year(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Flows"
    assert "In 2025 at least 11,530 people reportedly left al-Hol, Roj and the prisons, 10,830 to Iraq" in title(
        page, "flows-sankey"
    )
    tiles = next(body for body in bodies(page) if "cs-tiles" in body)
    assert "about 5,233" in tiles
    assert "21,800 to 26,900 people left the camps and prisons in 2026" in next(
        b for b in bodies(page) if "cs-takeaway" in b
    )


def test_another_year_changes_every_card_of_the_period(page: AppTest) -> None:
    page.selectbox(key="flow_period").select("2024").run()
    assert not page.exception
    assert "In 2024" in title(page, "flows-sankey")
    assert "Of at least 3,861 people who left in 2024 at least 2,755 went to Iraq" in title(page, "flows-destinations")


def test_months_of_ones_own_are_offered_and_never_end_before_they_start(page: AppTest) -> None:
    page.selectbox(key="flow_period").select("own").run()
    assert "From 1 Jan 2019 to 28 Feb 2026" in title(page, "flows-sankey")
    page.selectbox(key="flow_from").select("2026-01-01").run()
    assert not page.exception
    assert "From 1 Jan to 28 Feb 2026" in title(page, "flows-sankey")
    offered = page.selectbox(key="flow_to").options
    assert offered == ["28 Feb 2026", "31 Jan 2026"]


@pytest.mark.parametrize("known", [date(2015, 6, 30), date(2021, 12, 31)])
def test_the_page_stands_at_an_early_date(page: AppTest, known: date) -> None:
    page.text_input(key="as_known_on").set_value(f"{known}").run()
    assert not page.exception
    if known.year == 2021:
        assert "As known on 31 Dec 2021" in page.info[0].value
        assert "In 2021" in title(page, "flows-sankey")
        assert "as known on 31 Dec 2021" in next(b for b in bodies(page) if 'id="flows-sankey"' in b)
