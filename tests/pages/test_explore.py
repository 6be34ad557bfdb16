"""The page Explore: its filters follow each other and change chart, map and table."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import at, opened


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page, opened once."""
    return opened("explore")


def bodies(page: AppTest, mark: str) -> list[str]:
    """The pieces of HTML on the page that hold `mark`."""
    return [html.proto.body for html in page.get("html") if mark in html.proto.body and "<style" not in html.proto.body]


def title(page: AppTest, card: str) -> str:
    """The headline of one chart card."""
    return bodies(page, f'id="{card}"')[0].split("</h3>")[0]


def choose(page: AppTest, **choices: str) -> AppTest:
    """The page after these choices, made one after the other."""
    for key, value in choices.items():
        page.selectbox(key=key).set_value(value).run()
        assert not page.exception, (key, value)
    return page


def test_the_page_opens_with_chart_definition_map_and_table(page: AppTest) -> None:
    choose(page, ex_indicator="camp_population", ex_by="place")
    assert page.title[0].value == "Explore"
    assert "Roj camp held about 2,225 people (21 Feb 2026)" in title(page, "explore-series")
    assert "People living in camp" in title(page, "explore-map")
    assert "Number of people living in a camp" in bodies(page, "cs-facts")[0]
    assert len(page.dataframe) == 1
    assert "an estimated 0" in set(page.dataframe[0].value["Figure"])
    assert "Roj camp held about 2,225 people (21 Feb 2026)" in bodies(page, "cs-takeaway")[0]
    assert "statements from" not in bodies(page, "cs-takeaway")[0]


def test_another_indicator_resets_what_it_does_not_have(page: AppTest) -> None:
    """Filters that stood at their default stand at the default of the new indicator."""
    choose(page, ex_indicator="camp_population", ex_by="place")
    assert page.multiselect(key="ex_which").value[0] == "al-hol"
    choose(page, ex_indicator="repatriated_persons")
    assert page.selectbox(key="ex_by").value in {"origin", "place"}
    choose(page, ex_by="origin")
    assert set(page.multiselect(key="ex_which").value) <= set(page.multiselect(key="ex_which").options) | {
        "FRA",
        "KGZ",
        "RUS",
        "CAN",
    }
    assert page.selectbox(key="ex_scope").value == "years"
    assert not page.warning


def test_the_page_says_whether_bodies_count_alike(page: AppTest) -> None:
    choose(page, ex_indicator="detainees_held", ex_by="place")
    assert "Bodies count differently" in bodies(page, "cs-facts")[0]
    choose(page, ex_indicator="camp_population")
    assert "Counts of different bodies are comparable" in bodies(page, "cs-facts")[0]


@pytest.mark.parametrize("by", ["place", "origin", "group", "counter"])
def test_every_cut_changes_what_is_compared(page: AppTest, by: str) -> None:
    choose(page, ex_indicator="detainees_held", ex_by=by)
    assert page.multiselect(key="ex_which").value
    assert "<h3" in title(page, "explore-series")
    maps = bodies(page, 'id="explore-map"')
    assert bool(maps) is (by in {"place", "origin"})


def test_the_years_limit_chart_and_table(page: AppTest) -> None:
    choose(page, ex_indicator="camp_population", ex_by="place", ex_from="2019", ex_to="2020")
    assert "2026" not in title(page, "explore-series")
    assert "2019 to 2020" in bodies(page, 'id="explore-series"')[0]
    assert not page.dataframe[0].value["Date"].str.contains("2026").any()
    choose(page, ex_to="2026", ex_from="2017")


def test_choosing_nothing_is_explained(page: AppTest) -> None:
    choose(page, ex_indicator="camp_population", ex_by="place")
    before = list(page.multiselect(key="ex_which").value)
    page.multiselect(key="ex_which").set_value([]).run()
    assert not page.exception
    assert any("Choose at least one place to see" in info.value for info in page.info)
    page.multiselect(key="ex_which").set_value(before).run()


def test_a_theme_offers_its_own_indicators(page: AppTest) -> None:
    choose(page, ex_theme="funding")
    assert page.selectbox(key="ex_indicator").value != "camp_population"
    assert "$" in title(page, "explore-series") or "€" in title(page, "explore-series")
    choose(page, ex_theme="")


def test_a_link_opens_the_same_view(page: AppTest) -> None:
    app = at("explore", section="all", ex_indicator="People living in camp", ex_which=["Roj camp"]).run()
    assert not app.exception
    assert not app.warning
    choose(page, ex_indicator="camp_population", ex_by="place")
    page.multiselect(key="ex_which").set_value(["roj"]).run()
    assert title(app, "explore-series") == title(page, "explore-series")
    assert "Roj camp" in title(app, "explore-series")


@pytest.mark.parametrize("known_on", [date(2005, 1, 1), date(2019, 6, 1)])
def test_the_page_opens_as_known_on_an_earlier_date(known_on: date) -> None:
    assert not opened("explore", as_known_on=known_on).exception


def test_each_file_of_statements_is_named_for_what_it_holds(page: AppTest) -> None:
    choose(page, ex_indicator="camp_population", ex_by="place")
    labels = [button.proto.label for button in page.get("download_button")]
    rows = len(page.dataframe[0].value)
    assert f"These {rows} statements (CSV)" in labels
    (whole,) = (label for label in labels if label.startswith("All "))
    assert re.fullmatch(r"All [\d,]+ of Camps \(CSV\)", whole)
    assert int(whole.split()[1].replace(",", "")) > rows
