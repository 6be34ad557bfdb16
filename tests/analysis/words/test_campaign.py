"""Names with their article, periods, running totals and counts of a period as sentences tell them."""

from math import nan
from typing import Any

import pandas as pd
import pytest

from analysis import Figure
from analysis.words import Told, as_of, by, during, happened, held_in, the, total_by
from loaders.frames import NO_DAY

DAY = pd.Timestamp


def figure(value: float, kind: str = "exact", low: float = nan, high: float = nan) -> Figure:
    """A count of people with its hedge."""
    return Figure(value, low, high, kind, "persons")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("United States", "the United States"),
        ("United Kingdom", "the United Kingdom"),
        ("United Arab Emirates", "the United Arab Emirates"),
        ("Netherlands", "the Netherlands"),
        ("Philippines", "the Philippines"),
        ("Maldives", "the Maldives"),
        ("Central African Republic", "the Central African Republic"),
        ("Democratic Republic of the Congo", "the Democratic Republic of the Congo"),
        ("Middle East", "the Middle East"),
        ("Americas", "the Americas"),
        ("Syrian Democratic Forces", "the Syrian Democratic Forces"),
        ("Germany", "Germany"),
        ("Iraq and Syria", "Iraq and Syria"),
        ("Iraqi forces", "Iraqi forces"),
        ("Saudi Arabia", "Saudi Arabia"),
    ],
)
def test_a_name_takes_its_article_where_english_has_one(name: str, said: str) -> None:
    assert the(name) == said


def test_a_period_stands_in_a_sentence() -> None:
    assert during(DAY("2022-01-01"), DAY("2022-12-31"), "year") == "in 2022"
    assert during(DAY("2023-02-01"), DAY("2023-02-28"), "month") == "in Feb 2023"
    assert during(DAY("2020-04-01"), DAY("2020-06-30"), "quarter") == "in Q2 2020"
    assert during(DAY("2024-08-29"), DAY("2024-11-04")) == "from 29 Aug to 4 Nov 2024"
    assert during(DAY("2025-12-13"), DAY("2025-12-13")) == "on 13 Dec 2025"
    assert during(NO_DAY, DAY("2025-12-13")) == "on 13 Dec 2025"


def test_a_date_that_is_only_that_of_the_publication_is_no_as_of_date() -> None:
    assert as_of(DAY("2025-03-08")) == "as of 8 Mar 2025"
    assert as_of(DAY("2025-12-31"), "year") == "as of 2025"
    assert as_of(DAY("2025-03-08"), "publication") == "reported 8 Mar 2025"
    assert by(DAY("2017-09-29"), "publication") == "by 29 Sep 2017"


def test_a_year_counts_to_its_end_only_where_it_was_over_when_the_figure_was_told() -> None:
    """A figure of 2025 that was published in 2025, or nobody knows when, does not hold for the end of 2025."""
    end, one = DAY("2025-12-31"), figure(1_150, "about")
    assert Told(one, end, "year", DAY("2026-02-01")).by == "by the end of 2025"
    assert Told(one, end, "year", DAY("2025-06-30")).by == "as of 2025"
    assert Told(one, end, "year").by == "as of 2025"
    assert Told(one, DAY("2025-06-15"), "day", DAY("2025-06-15")).by == "by 15 Jun 2025"
    assert Told(one, DAY("2025-06-15")).by_month == "by Jun 2025"
    assert Told(one, end, "year", DAY("2026-02-01")).by_month == "by the end of 2025"
    assert total_by("people", "travelled from Germany", Told(one, end, "year"), name="have") == (
        "About 1,150 people had travelled from Germany as of 2025"
    )


def test_what_happened_in_a_period_agrees_with_its_number() -> None:
    raids = ("raid", "raids")

    def day_of(*given: Any) -> Told:
        return Told(figure(*given), DAY("2024-03-31"))

    assert happened(raids, "carried out", day_of(95), "in Iraq in 2022") == "95 raids were carried out in Iraq in 2022"
    assert happened(raids, "carried out", day_of(1), "in Iraq in 2022") == "1 raid was carried out in Iraq in 2022"
    assert happened(raids, "carried out", day_of(0), "in Iraq in 2022") == "No raids were carried out in Iraq in 2022"
    assert happened(raids, "made", day_of(69, "at_least"), "in Mar 2024") == "At least 69 raids were made in Mar 2024"
    assert happened(raids, "made", day_of(1, "range", 0, 2), "in Mar 2024") == "0 to 2 raids were made in Mar 2024"


def test_a_body_counts_and_has_as_a_place_holds() -> None:
    now, then = Told(figure(90), DAY("2026-02-09")), Told(figure(62), DAY("2014-09-30"), "month")
    assert held_in("The Coalition", "members", now, then, name="count") == (
        "The Coalition counts 90 members (9 Feb 2026), up from 62 in Sep 2014"
    )
    assert held_in("The Small Group", "delegations", now, past=True, name="have") == (
        "The Small Group had 90 delegations (9 Feb 2026)"
    )
