"""The page of what changed since: two dates choose what is listed, and the sentences can be pasted."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis import newest_publication
from analysis.words import date_text
from charts.views.changes import days, likely
from loaders import Ledger
from tests.pages import whole


def opened() -> AppTest:
    """The page as a first visitor sees it."""
    return whole.opened("changes")


def said(at: AppTest) -> str:
    """The sentence on top of the page."""
    return next(str(html.proto.body) for html in at.get("html") if "cs-takeaway" in str(html.proto.body))


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page, opened once."""
    return opened()


def test_the_page_opens_with_what_happened_since_the_last_year(page: AppTest, ledger: Ledger) -> None:
    assert not page.exception
    newest = date_text(pd.Timestamp(days(ledger)[-1]))
    assert f"Between 31 Dec 2025 and {newest}: Al-Hol camp declared closed" in said(page)
    assert "ledger" not in said(page)
    assert any("fell from at least 24,000 (11 Dec 2025) to none (22 Feb 2026)" in each.value for each in page.code)


def test_every_moved_count_names_its_source(page: AppTest) -> None:
    table = next(each.value for each in page.dataframe if "Source of the new figure" in each.value.columns)
    assert (table["Source of the new figure"] != "").all()
    assert "Syria TV, via Damapost (23 Jan 2026)" in set(table["Source of the new figure"])
    stayed = table[table["Before"] != ""]
    assert (stayed["Before"] != stayed["Now"]).all()


def test_new_statements_are_told_with_unit_period_and_who_states_them(page: AppTest) -> None:
    """Also those of September 2026: a publication dated to a month counts from its last day."""
    table = next(each.value for each in page.dataframe if "Holds for" in each.value.columns)
    assert {"Figure", "Stated by", "As carried by", "Address"} <= set(table.columns)
    assert "Sep 2026" in set(table["Published"])
    assert table["Figure"].str.contains(r"people|%|\$", regex=True).any()
    assert not table["Figure"].str.fullmatch(r"[\d,.]+").any()


def test_the_dates_choose_what_is_listed(ledger: Ledger) -> None:
    at = opened()
    before = len(at.dataframe[-1].value)
    at.text_input(key="chg_from").input("31.12.2020").run()
    assert not at.exception
    assert f"Between 31 Dec 2020 and {date_text(pd.Timestamp(days(ledger)[-1]))}" in said(at)
    assert len(at.dataframe[-1].value) > before


def test_any_day_can_be_compared_and_what_is_none_is_said(ledger: Ledger) -> None:
    """Before: only the ends of quarters were offered."""
    at = opened()
    at.text_input(key="chg_from").input("17 Aug 2021").run()
    assert f"Between 17 Aug 2021 and {date_text(pd.Timestamp(days(ledger)[-1]))}" in said(at)
    at.text_input(key="chg_from").input("last summer").run()
    assert not at.exception
    assert "Between 31 Dec 2025 and" in said(at)
    assert any("“last summer”" in str(each.proto.body) for each in at.get("html"))


def test_the_first_date_must_come_first() -> None:
    at = opened()
    at.text_input(key="chg_to").input("2019-12-31").run()
    assert not at.exception
    assert [each.value for each in at.info] == ["Choose a second date after the first."]


def test_the_dates_reach_the_newest_publication(ledger: Ledger) -> None:
    offered = days(ledger)
    assert pd.Timestamp(offered[-1]) >= newest_publication(ledger)
    assert len(set(offered)) == len(offered)
    assert list(offered) == sorted(offered)
    assert likely(ledger) == "2025-12-31"
