"""The address holds ids and reopens the same view; what people write is understood, and what is asked in vain told."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import at
from ui import filters


def opened(page: str, **asked: str | list[str]) -> AppTest:
    """A page of the dashboard opened by an address."""
    return at(page, section="all", **asked).run()


def said(page: AppTest) -> list[str]:
    """The quiet lines that speak of the address."""
    notes = [str(getattr(each, "value", "")) for each in page.get("html")]
    return [text for text in notes if "The address asks" in text]


def test_an_unknown_choice_of_a_list_is_named_with_what_is_shown() -> None:
    page = opened("camps", camp="Atlantis")
    assert not page.exception
    (line,) = said(page)
    assert "“Atlantis”, which is not offered under Camp; shown: Al-Hol camp." in line
    assert page.selectbox(key="camp").value == "al-hol"


@pytest.mark.parametrize("written", ["roj", "Roj camp", " ROJ ", "Roj camp.", "roj-camp"])
def test_a_choice_is_understood_as_people_write_it(written: str) -> None:
    page = opened("camps", camp=written)
    assert page.selectbox(key="camp").value == "roj"
    assert said(page) == []
    assert page.query_params["camp"] == written


@pytest.mark.parametrize("written", ["DEU", "deu", "Germany", " germany", "Germany.", "GERMANY"])
def test_a_country_is_understood_by_its_code_and_name(written: str) -> None:
    page = opened("repatriation", rep_country=written)
    assert page.selectbox(key="rep_country").value == "DEU"
    assert said(page) == []


def test_what_is_near_is_said() -> None:
    (line,) = said(opened("repatriation", rep_country="Germny"))
    assert "“Germny”, which is not offered under Country; shown: All states; near: Germany." in line


def test_the_line_stays_until_the_reader_chooses() -> None:
    page = opened("camps", camp="Atlantis")
    assert len(said(page.run())) == 1
    page.selectbox(key="camp").set_value("roj").run()
    assert said(page) == []
    assert page.query_params["camp"] == "roj"


def test_the_address_holds_ids_and_no_default() -> None:
    page = opened("camps")
    assert "camp" not in page.query_params
    page.selectbox(key="camp").set_value("roj").run()
    assert page.query_params["camp"] == "roj"
    page.selectbox(key="camp").set_value("al-hol").run()
    assert "camp" not in page.query_params


def test_the_widget_follows_an_address_that_changes() -> None:
    """As it does when a reader goes back in the browser's history."""
    page = opened("camps", camp="roj")
    del page.query_params["camp"]
    assert page.run().selectbox(key="camp").value == "al-hol"
    page.query_params["camp"] = "roj"
    assert page.run().selectbox(key="camp").value == "roj"


def test_several_choices_stand_in_the_address_one_by_one() -> None:
    page = opened("compare", cmp_which=["Roj camp", "Mars"])
    assert page.multiselect(key="cmp_which").value == ["roj"]
    page.multiselect(key="cmp_which").set_value(["roj", "mahmoudli"]).run()
    assert sorted(page.query_params["cmp_which"]) == ["mahmoudli", "roj"]
    page.multiselect(key="cmp_which").set_value([]).run()
    assert page.query_params["cmp_which"] == ""
    assert page.run().multiselect(key="cmp_which").value == []


@pytest.mark.parametrize("written", ["2020-12-31", "31.12.2020", "31/12/2020", "31 Dec 2020", "20201231"])
def test_a_date_of_knowledge_is_understood_as_people_write_it(written: str) -> None:
    page = opened("camps", as_known_on=written)
    assert page.text_input(key="as_known_on").value == "31 Dec 2020"
    assert said(page) == []


@pytest.mark.parametrize("written", ["2020-12-31", "31.12.2020", "31/12/2020", " 31 December 2020"])
def test_a_date_of_knowledge_is_typed_as_people_write_it(written: str) -> None:
    """Before, a field of year, month and day made 31.12.2020 the second month of the year 3112."""
    page = opened("camps")
    page.text_input(key="as_known_on").set_value(written).run()
    assert page.text_input(key="as_known_on").value == "31 Dec 2020"
    assert page.query_params["as_known_on"] == "2020-12-31"
    assert "As known on 31 Dec 2020" in page.info[0].value
    assert said(page) == []


def test_what_is_no_date_of_knowledge_is_told_and_changes_nothing() -> None:
    page = opened("camps")
    page.text_input(key="as_known_on").set_value("Christmas").run()
    assert page.text_input(key="as_known_on").value == ""
    assert not page.info
    assert "“Christmas”, which is not offered under As known on; shown: everything." in said(page)[0]


def test_a_date_that_can_be_read_as_two_is_not_guessed() -> None:
    page = opened("camps", as_known_on="03/04/2020")
    assert page.text_input(key="as_known_on").value == ""
    assert len(said(page)) == 1


def test_what_holds_for_all_pages_goes_along_to_the_next() -> None:
    page = opened("camps", as_known_on="2020-12-31", lead="highest", camp="roj")
    page.query_params.clear()  # as a link of the navigation opens a page
    page.switch_page("pages/detention.py").run()
    assert page.query_params == {"as_known_on": "2020-12-31", "lead": "highest"}
    assert page.selectbox(key="lead").value == "highest"


def test_a_disputed_figure_has_an_id_that_is_no_name() -> None:
    page = opened("disputes")
    label = "ISIS revenue, estimate, Iraq and Syria, 2015"
    page.selectbox(key="dispute").set_value(label).run()
    link = page.query_params["dispute"]
    assert link == "isis_revenue.iraq-syria.all.total.2015-12-31"
    for written in (link, label):
        assert opened("disputes", dispute=written).selectbox(key="dispute").value == label


def test_what_is_asked_cannot_write_into_the_page() -> None:
    (line,) = said(opened("camps", camp="<img src=x onerror=alert(1)>"))
    assert "&lt;img src=x" in line
    assert "<img" not in line


@pytest.mark.parametrize(
    ("page", "asked", "line"),
    [
        ("camps", {"day": "yesterday"}, "“yesterday”, which is not offered under Date of the map; shown: "),
        ("humanitarian", {"fun_place": "Mars"}, "“Mars”, which is not offered under Plans for; shown: "),
        ("compare", {"cmp_which": ["Roj camp", "Mars"]}, "“Mars”, which is not offered under Places, two to six"),
        ("camps", {"lead": "loudest"}, "“loudest”, which is not offered under Where sources differ; shown: Headline"),
        ("camps", {"as_known_on": "1066-10-14"}, "“1066-10-14”, which is not offered under As known on; shown: every"),
    ],
)
def test_every_kind_of_filter_says_what_it_does_not_offer(page: str, asked: dict[str, str], line: str) -> None:
    found = opened(page, **asked)
    assert not found.exception
    assert [line in text for text in said(found)] == [True]


def test_a_second_run_of_the_page_gives_its_widgets_their_values_again() -> None:
    """Before: a page that ran twice before the browser drew it stood at the first year, and a touch chose that."""
    page = opened("repatriation")
    page.run()
    slider = page.select_slider(key="rep_year")
    assert slider.value == slider.options[-1]
    assert slider.proto.set_value


def test_every_field_for_a_day_says_the_same_of_how_it_is_written() -> None:
    """Before: three pages wrote it each for itself."""
    first, last = pd.Timestamp("2014-01-01"), pd.Timestamp("2026-10-08")
    ways = "written as 31 Dec 2020, 31.12.2020 or 2020-12-31"
    assert filters.day_help(first, last) == f"1 Jan 2014 to 8 Oct 2026, {ways}."
    told = filters.day_help(first, last, "the slide")
    assert told.startswith(f"Shows the slide from what had been published by that day, {ways}; 1 Jan 2014 to 8 Oct ")
    assert told.endswith(". Empty: everything.")
