"""The Disputes page: it opens, its filters change its charts, comparisons and breaks are on it, at any date."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.coverage import themes
from loaders import Ledger
from tests.pages import whole


def opened() -> AppTest:
    """The page as a first visitor sees it."""
    return whole.opened("disputes")


def texts(at: AppTest) -> str:
    """All HTML of the page."""
    return " ".join(str(element.proto.body) for element in at.get("html"))


def test_the_page_opens_with_the_widest_dispute() -> None:
    at = opened()
    assert not at.exception
    shown = texts(at)
    assert "Sources differ on the number of ISIS detainees escaped or missing from Shaddadi prison" in shown
    assert "said about 120, a US official about 200 and the SDF about 1,500" in shown
    assert "US official, via Breitbart: marked as the count to use" in shown
    assert "leads" not in shown
    assert "comparisons.csv" not in shown


def test_every_amount_of_the_table_has_its_unit() -> None:
    table = next(each.value for each in opened().dataframe if "Lowest" in each.value.columns)
    first = table.iloc[0]
    assert (first["On the charts"], first["Lowest"], first["Highest"]) == (
        "about 200 people",
        "120 people",
        "1,500 people",
    )
    assert first["Stated by"] == "US official, via Breitbart"
    for column in ("On the charts", "Lowest", "Highest"):
        assert table[column].str.contains(r"[A-Za-z%$€£]", regex=True).all(), column


def test_themes_are_those_of_the_data_package(ledger: Ledger) -> None:
    offered = opened().selectbox(key="dsp_theme").options
    assert list(offered) == ["All themes", *themes(ledger).values()]


def test_the_theme_keeps_its_own_figures() -> None:
    at = opened()
    every = list(at.selectbox(key="dispute").options)
    at.selectbox(key="dsp_theme").select("camps").run()
    assert not at.exception
    camps = list(at.selectbox(key="dispute").options)
    assert 0 < len(camps) < len(every)
    assert set(camps) < set(every)
    assert "living in Al-Hol camp" in texts(at)


def test_a_chosen_dispute_is_drawn() -> None:
    at = opened()
    label = "People held as ISIS suspects or convicts, Northeast Syria, Q1 2020"
    at.selectbox(key="dispute").select(label).run()
    assert not at.exception
    assert "Northeast Syria: about 10,000 to 12,000 (Q1 2020)" in texts(at)


def test_a_comparison_is_chosen_by_its_key() -> None:
    at = opened()
    assert "People killed in Al-Hol camp in 2021: counts from 73 to 126" in texts(at)
    at.selectbox(key="cmp").select("claimed-attacks-2023").run()
    assert not at.exception
    assert "Attacks claimed by ISIS in Iraq and Syria in 2023: counts from 121 to 253" in texts(at)


def test_breaks_in_series_are_listed() -> None:
    at = opened()
    tables = [each.value for each in at.dataframe if "What breaks" in each.value.columns]
    assert len(tables) == 1
    assert "Fall mainly due to deregistration of about 2000 people" in set(tables[0]["What breaks"])
    assert {"Stated by", "As carried by"} <= set(tables[0].columns)


@pytest.mark.parametrize("day", ["2013-12-31", "2015-06-30", "2019-06-30", "2021-12-31", "2024-12-31"])
def test_the_page_opens_at_an_early_date(day: str) -> None:
    assert not whole.at("disputes", section="all", as_known_on=day).run().exception


@pytest.mark.parametrize("section", ["apart", "broken_series"])
def test_sections_of_other_figures_have_no_filter_of_disputed_ones(section: str) -> None:
    """Before: theme and disputed figure stood above sections in which they do nothing."""
    at = whole.opened("disputes", section)
    assert not at.exception
    assert not [box for box in at.selectbox if box.key in ("dispute", "dsp_theme")]
    assert [box for box in whole.opened("disputes", "all_of_them").selectbox if box.key == "dsp_theme"]
