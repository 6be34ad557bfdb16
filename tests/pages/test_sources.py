"""The page Sources and method: sources are found, chosen and shown with what rests on them."""

from dataclasses import replace
from datetime import date
from html import escape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis import RULE
from analysis.vocabulary import Hedge
from loaders import Ledger
from tests.pages.whole import opened
from ui.method import line_rules


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page, opened once."""
    return opened("sources")


def words(page: AppTest) -> str:
    """All HTML text of the page."""
    return " ".join(html.proto.body for html in page.get("html") if "<style" not in html.proto.body)


def test_the_page_says_how_many_sources_there_are_and_of_what_kind(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Sources and method"
    assert "8,328 statements rest on 1,256 publications, 68% of them news reports" in words(page)
    headings = [each.proto.body for each in page.get("html") if "cs-question" in each.proto.body]
    assert "Which publications are there, and what rests on each?" in headings[0]


def test_the_rule_the_limits_and_the_boundaries_are_told(page: AppTest) -> None:
    said = words(page)
    assert escape(RULE) in said
    assert "11 sources carry no date" in said
    assert "Natural Earth" in said
    assert "6 people or 5 in camps" in said
    assert len(page.table[0].value) == len(Hedge)


def tables(page: AppTest, *columns: str) -> list[pd.DataFrame]:
    """The tables of the page that have all of these columns."""
    return [frame.value for frame in page.dataframe if set(columns) <= set(frame.value.columns)]


def test_the_rules_of_lines_and_endings_are_told_with_their_lists(page: AppTest, ledger: Ledger) -> None:
    """Every list that decides what is drawn stands on the page, whole and in words."""
    said = words(page)
    apart = ledger.indicators[ledger.indicators["comparable"] == "no"]
    assert f"{len(apart)} of {len(ledger.indicators)} measures" in said
    for rule in (
        "A running total cannot fall",
        "via Reuters",
        "dated to its publication only",
        "A stock ends where",
        "at least so many",
        "belong to no sum",
        "are its total",
    ):
        assert rule in said, rule
    (differs,) = tables(page, "How bodies differ")
    assert len(differs) == len(apart)
    assert "Internally displaced persons" in set(differs["Measure"])
    (subjects,) = tables(page, "Line of", "Reason")
    assert len(subjects) == len(ledger.subjects)
    assert (subjects["Reason"] != "").all()
    (endings,) = tables(page, "Event", "Effect")
    assert len(endings) == len(ledger.endings)
    assert endings["Effect"].isin(["closed", "emptied", "overtaken", "final"]).all()
    assert "Al-Hol camp declared closed after full evacuation" in set(endings["Event"])
    held_back = [frame for frame in tables(page, "Measure", "Of", "Date", "Reason") if "Figure" not in frame]
    assert any(len(frame) == len(ledger.not_added) and (frame["Measure"] != "").all() for frame in held_back)


def test_no_list_shows_an_id(page: AppTest) -> None:
    for frame in (*tables(page, "How bodies differ"), *tables(page, "Line of"), *tables(page, "Event", "Effect")):
        for column in ("Measure", "Of", "Theme"):
            if column in frame:
                assert not frame[column].str.contains(r"_|^[a-z]+-[a-z]+$", regex=True).any(), column


def test_an_address_that_leads_to_a_copy_says_who_carries_it(page: AppTest, ledger: Ledger) -> None:
    table = page.dataframe[0].value
    carried = ledger.sources[ledger.sources["carried_by"].astype(str) != ""]
    assert int((table["As carried by"] != "").sum()) == len(carried) > 0


def test_a_source_is_found_by_words_and_kind_and_theme(page: AppTest) -> None:
    page.text_input(key="src_find").set_value("master list").run()
    page.selectbox(key="src_kind").set_value("un").run()
    assert not page.exception
    found = page.dataframe[0].value
    assert 0 < len(found) < 20
    assert "profile?of=IOM" in set(found["Publisher"])
    page.selectbox(key="src_theme").set_value("coalition").run()
    assert any("No source matches" in info.value for info in page.info)
    page.text_input(key="src_find").set_value("").run()
    page.selectbox(key="src_kind").set_value("").run()
    page.selectbox(key="src_theme").set_value("").run()


def test_a_chosen_source_shows_its_statements(page: AppTest) -> None:
    """The Wall Street Journal relays at least 23,000 people in al-Hol at the end of 2025."""
    page.selectbox(key="src").set_value("wsj-2026-exodus").run()
    assert not page.exception
    statements = next(frame.value for frame in page.dataframe if "Figure" in frame.value and "Series" in frame.value)
    assert "at least 23,000" in set(statements["Figure"])
    assert "sources.csv, line" in words(page)
    page.selectbox(key="src").set_value("").run()


def test_figures_that_differ_and_figures_that_never_lead_are_listed(page: AppTest) -> None:
    columns = [set(frame.value.columns) for frame in page.dataframe]
    assert any({"On the charts", "Stated by", "Other statements", "Why this one"} <= held for held in columns)
    assert any({"Reason"} <= held for held in columns)


def test_every_indicator_is_defined(page: AppTest, ledger: Ledger) -> None:
    labels = [box.label for box in page.expander if box.label.endswith("indicators")]
    assert sum(int(label.split(": ")[1].split()[0]) for label in labels) == len(ledger.indicators)


@pytest.mark.parametrize("known_on", [date(2005, 1, 1), date(2019, 6, 1)])
def test_the_page_opens_as_known_on_an_earlier_date(known_on: date) -> None:
    assert not opened("sources", as_known_on=known_on).exception


def test_one_happening_that_is_in_no_sum_is_told_as_one(ledger: Ledger) -> None:
    one = pd.concat([ledger.not_added] * 2).head(1)
    told = line_rules(replace(ledger, not_added=one))[-1]
    assert told.startswith("1 reported happening stays on the list and belongs to no sum")
    two = pd.concat([ledger.not_added] * 2).head(2)
    assert line_rules(replace(ledger, not_added=two))[-1].startswith("2 reported happenings stay on the lists and")
