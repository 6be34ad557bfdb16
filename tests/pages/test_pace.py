"""The page of the pace: the population, the slider and the date of knowledge change what it says."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis import known_dates
from charts.catalog import NOT_YET
from loaders import Ledger
from tests.pages.whole import opened


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page of the pace, opened once."""
    return opened("pace")


def text(page: AppTest, mark: str) -> str:
    """The first piece of HTML that holds a mark."""
    return next((html.proto.body for html in page.get("html") if mark in html.proto.body), "")


def title(page: AppTest) -> str:
    """The headline of the fan."""
    return text(page, 'id="pace-fan"').split("</h3>")[0]


def choose(page: AppTest, of: str) -> None:
    """Choose a population by its key."""
    page.selectbox(key="pace_of").set_value(of).run()
    assert not page.exception


def switch(page: AppTest, which: int, value: str) -> None:
    """Press a button of a row of buttons: 0 is the pace, 1 the shape."""
    row: Any = page.get("button_group")[which]
    row.set_value(value).run()


def test_the_page_opens_with_a_date_and_its_arithmetic(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Pace"
    assert "would be empty by 2036" in text(page, "cs-takeaway")
    assert "divided by" in text(page, "Constant number:")


def test_the_population_changes_sentence_title_tiles_and_arithmetic(page: AppTest) -> None:
    choose(page, "idps-iraq")
    assert "Nearly 1 million displaced people were in Iraq (31 Dec 2025)." in text(page, "cs-takeaway")
    choose(page, "roj")
    assert "About 2,225 people were in Roj camp (21 Feb 2026)." in text(page, "cs-takeaway")
    assert "At the pace of Jun 2024 to Feb 2026 Roj camp would be empty by 2036" in title(page)
    assert "2036" in text(page, "cs-tiles")
    assert "People in Roj camp" in text(page, "cs-tiles")
    assert "2,225 people divided by 222 a year is 10.0 years: 3,661 days" in text(page, "Constant number:")


def test_a_count_that_is_overtaken_is_not_projected(page: AppTest) -> None:
    choose(page, "remaining-tcn")
    assert "were in Northeast Syria (26 Sep 2025), before Al-Hol camp closed" in title(page)
    assert "not projected" in text(page, "cs-tiles")
    arithmetic = text(page, "The count no longer holds since 22 Feb 2026")
    assert "Al-Hol camp declared closed after full evacuation" in arithmetic
    assert "divided by" not in arithmetic
    assert not any("None left" in table.value.columns for table in page.dataframe)
    assert not page.select_slider, "nothing to set where nothing is carried on"


def test_the_slider_sets_the_pace(page: AppTest) -> None:
    """2,225 people at 100 a month are 1,200 a year: 1.85 years."""
    choose(page, "roj")
    switch(page, 0, "set")
    page.select_slider(key="pace_set").set_value("100").run()
    assert not page.exception
    assert "At 100 people a month Roj camp would be empty by Dec 2027" in title(page)
    assert "set to 100 people a month, times 12 is 1,200 people a year" in text(page, "Constant number:")
    first = title(page)
    page.select_slider(key="pace_set").set_value("50").run()
    assert title(page) != first
    switch(page, 0, "last")


def test_a_slider_value_that_another_population_does_not_offer_gives_way(page: AppTest) -> None:
    choose(page, "roj")
    page.select_slider(key="pace_set").set_value("100").run()
    choose(page, "idps-iraq")
    assert page.select_slider(key="pace_set").value != "100"


def test_the_shape_tells_the_half_life(page: AppTest) -> None:
    choose(page, "roj")
    switch(page, 1, "share")
    assert "half of the people in Roj camp would be gone by 2033" in title(page)
    assert "A share never takes everybody" in text(page, "Constant share:")
    switch(page, 1, "number")


def test_an_emptied_camp_says_so(page: AppTest) -> None:
    choose(page, "al-hol")
    assert "Al-Hol camp was closed on 22 Feb 2026" in title(page)
    assert "Nobody is left" in text(page, "Stock: People in Al-Hol")


def test_the_record_and_the_claim_stand_on_the_page(page: AppTest) -> None:
    told = "Trends would have missed the closure of Al-Hol camp in Feb 2026 by more than a year"
    assert told in text(page, 'id="pace-record"')
    assert "all were too late" in text(page, "Each forecast uses only")
    assert "10,000 divided by 671 a year is 14.9 years" in text(page, "The ledger holds the claim")


def test_a_replayed_date_shows_what_was_known_then(page: AppTest) -> None:
    """At the end of 2024: 40,000 people in al-Hol, 10,000 fewer in 300 days, none left by 2027."""
    choose(page, "al-hol")
    page.text_input(key="as_known_on").set_value("2024-12-31").run()
    assert not page.exception
    assert "40,000 people are in Al-Hol camp (7 Sep 2024)." in text(page, "cs-takeaway")
    assert "At the pace of Nov 2023 to Sep 2024 Al-Hol camp would be empty by 2027" in title(page)
    assert any("no forecast can be judged yet" in html.proto.body for html in page.get("html"))
    page.text_input(key="as_known_on").set_value("").run()
    assert "was closed" in title(page)


def test_early_dates_explain_what_they_lack(page: AppTest, ledger: Ledger) -> None:
    """The first publication counts nobody, the next ones displaced people in Syria, once."""
    first, _ = known_dates(ledger)
    page.text_input(key="as_known_on").set_value(f"{first.date()}").run()
    assert not page.exception
    assert NOT_YET in text(page, "cs-takeaway")
    page.text_input(key="as_known_on").set_value("2013-01-31").run()
    assert not page.exception
    assert "No source tells how fast the number of displaced people in Syria falls" in title(page)
    assert "so there is no pace to go by" in text(page, "Stock: Displaced people in Syria")
    page.text_input(key="as_known_on").set_value("").run()
