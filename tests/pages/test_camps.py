"""The wiring of Camps, of the Overview and of the controls in the sidebar."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import opened


def texts(page: AppTest) -> list[str]:
    """Everything that the page writes as HTML."""
    return [str(getattr(each, "value", "")) for each in page.get("html")]


def titles(page: AppTest) -> list[str]:
    """Titles of the chart cards."""
    return [text for text in texts(page) if 'class="cs-title"' in text]


@pytest.fixture
def page() -> AppTest:
    """The Camps page."""
    return opened("camps")


def test_the_camp_filter_changes_charts_and_tiles(page: AppTest) -> None:
    assert not page.exception
    before = titles(page)
    page.selectbox(key="camp").set_value("roj").run()
    assert not page.exception
    assert titles(page) != before
    assert any("Roj camp" in title for title in titles(page))


def test_the_date_of_the_map_changes_its_title(page: AppTest) -> None:
    before = [t for t in titles(page) if "the largest camp" in t]
    page.select_slider(key="day").set_value(page.select_slider(key="day").options[4]).run()
    assert not page.exception
    assert [t for t in titles(page) if "the largest camp" in t] != before


def test_an_earlier_date_of_knowledge_holds_on_every_page(page: AppTest) -> None:
    """As known on 31 December 2021, nothing of the closure is on screen, and the page says so."""
    page.text_input(key="as_known_on").set_value("2021-12-31").run()
    assert not page.exception
    assert "As known on 31 Dec 2021" in page.info[0].value
    assert not any("2026" in title for title in titles(page))
    page.switch_page("pages/overview.py").run()
    assert not page.exception
    assert "As known on 31 Dec 2021" in page.info[0].value


def test_a_date_of_knowledge_is_emptied_where_it_is_told_and_in_its_field(page: AppTest) -> None:
    whole = titles(page)
    page.text_input(key="as_known_on").set_value("2021-12-31").run()
    assert titles(page) != whole
    page.button(key="everything").click().run()
    assert not page.exception
    assert page.text_input(key="as_known_on").value == ""
    assert titles(page) == whole
    page.text_input(key="as_known_on").set_value("2021-12-31").run()
    page.text_input(key="as_known_on").set_value("").run()
    assert titles(page) == whole
    assert not page.info


def test_another_lead_is_named_on_the_page(page: AppTest) -> None:
    page.selectbox(key="lead").set_value("highest").run()
    assert not page.exception
    assert "highest statement leads" in page.info[0].value
    assert any("highest statement leads" in text for text in texts(page))
