"""What changed between two dates: what has surely moved, of one count, with its source; the world, not the ledger."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import as_known_on, known_dates, since
from analysis.since import MOVED, Since
from loaders import Ledger, load

ROOT = Path(__file__).resolve().parents[2]
WHOLE = load(ROOT / "data")
FIRST, SECOND = pd.Timestamp(2025, 12, 31), pd.Timestamp(2026, 10, 31)
DAYS = st.dates(pd.Timestamp(2013, 1, 1).date(), pd.Timestamp(2026, 10, 31).date()).map(pd.Timestamp)


@pytest.fixture(scope="module")
def year() -> Since:
    """What changed since the end of 2025."""
    return since(WHOLE, FIRST, SECOND)


def moved(with_rows: Callable[..., Ledger], before: dict[str, Any], after: dict[str, Any]) -> pd.DataFrame:
    """What moved from one statement to the next of a small ledger."""
    made = with_rows(
        {"period_end": "2021-01-31", "published": "2021-02-15"} | before,
        {"period_end": "2021-06-30", "published": "2021-07-15"} | after,
    )
    return since(made, pd.Timestamp(2021, 3, 1), pd.Timestamp(2021, 12, 31)).moved


def test_since_counts_what_came_between(year: Since) -> None:
    published = year.new["published"]
    assert ((published > FIRST) & (published <= SECOND)).all()
    gained = len(as_known_on(WHOLE, SECOND).observations) - len(as_known_on(WHOLE, FIRST).observations)
    assert len(year.new) == gained


def test_the_opening_tells_of_the_world(year: Since) -> None:
    assert year.opening == (
        "Between 31 Dec 2025 and 31 Oct 2026: Al-Hol camp declared closed after full evacuation (22 Feb 2026). "
        "US completes transfer of over 5,700 detainees to Iraq (12 Feb 2026). "
        "The number of Syrian refugees in Türkiye fell to about 2.33 million (Jan 2026). "
        "The number of Syrians returned from abroad since 8 December 2024 rose to about 1.35 million (Jan 2026)."
    )
    assert "ledger" not in " ".join(year.sentences)
    assert "statements" not in " ".join(year.sentences)


def test_sentences_to_paste_are_english_with_their_source(year: Since) -> None:
    """camps.csv: 3,500 on 11 December 2025, 2,462 on 11 January 2026, stated by Syria TV and relayed by Damapost."""
    assert (
        "The number of Iraqis living in Al-Hol camp fell from 3,500 (11 Dec 2025) to 2,462 (11 Jan 2026), according to "
        "Syria TV, via Damapost (23 Jan 2026)."
    ) in year.sentences
    assert (
        "The number of people living in Al-Hol camp fell from at least 24,000 (11 Dec 2025) to none (22 Feb 2026), "
        "according to Camp administration, via Agence France-Presse (AFP) (22 Feb 2026)."
    ) in year.sentences
    assert "an estimated 0" not in set(year.moved["after_text"])
    for sentence in year.sentences[1:]:
        assert ", according to " in sentence, sentence
        assert "becomes" not in sentence
        assert sentence.endswith(").")


def test_a_figure_that_did_not_move_is_not_listed(year: Since) -> None:
    """90 members of the Coalition stayed 90; about 6,200 third-country nationals in al-Hol and 6,220 may be as many."""
    assert "Members of the Global Coalition" not in set(year.moved["title"])
    told = year.moved[year.moved["before_text"] != ""]
    assert (told["before_text"] != told["after_text"]).all()
    assert not told["sentence"].str.contains("6,220").any()


def test_a_running_total_that_starts_anew_is_not_compared(year: Since) -> None:
    """467 Iraqis of 2026 are no fall from the 3,000 up to 2023."""
    row = year.moved[year.moved["sentence"].str.contains("467")].iloc[0]
    assert row["before_text"] == ""
    assert row["sentence"].startswith("The number of ISIS detainees transferred from Northeast Syria (Iraqis): 467")
    assert "fell" not in row["sentence"]


def test_a_rounded_figure_may_be_the_same(with_rows: Callable[..., Ledger]) -> None:
    assert moved(with_rows, {"value": 6200.0, "qualifier": "about"}, {"value": 6220.0}).empty
    assert moved(with_rows, {"value": 6000.0, "qualifier": "at_least"}, {"value": 6220.0}).empty
    assert moved(with_rows, {"value": 6200.0}, {"value": 6200.0}).empty
    assert list(moved(with_rows, {"value": 6200.0}, {"value": 6220.0})["before_text"]) == ["6,200"]


def test_two_bodies_that_count_differently_are_not_compared(with_rows: Callable[..., Ledger]) -> None:
    apart = {"comparable": "no"}
    other = moved(with_rows, apart | {"value": 9000.0}, apart | {"value": 5000.0, "publisher": "Another"})
    assert not (other["before_text"] != "").any()
    same = moved(with_rows, apart | {"value": 9000.0}, apart | {"value": 5000.0})
    assert list(same["before_text"]) == ["9,000"]


@given(DAYS, DAYS)
def test_what_is_said_to_have_moved_has_moved_that_way(one: pd.Timestamp, other: pd.Timestamp) -> None:
    first, second = sorted((one, other))
    found = since(WHOLE, first, second)
    assert list(found.moved.columns) == MOVED
    assert found.opening.endswith(".")
    assert not found.moved["sentence"].duplicated().any()
    assert (found.ended["date"] > first).all()
    assert (found.ended["date"] <= second).all()
    for sentence in found.sentences:
        assert "nan" not in sentence.split()
        assert "  " not in sentence


def test_nothing_changes_between_a_date_and_itself() -> None:
    day = pd.Timestamp(2023, 6, 30)
    same = since(WHOLE, day, day)
    assert same.new.empty
    assert same.revised.empty
    assert same.moved.empty
    assert same.opening == "Nothing that is counted here has surely moved between 30 Jun 2023 and 30 Jun 2023."


def test_a_revised_figure_has_a_later_source_and_another_value() -> None:
    first, last = known_dates(WHOLE)
    revised = since(WHOLE, pd.Timestamp(2018, 6, 30), last).revised
    assert len(revised)
    assert (revised["published"] > revised["published_before"]).all()
    assert (revised["value"] != revised["value_before"]).all()
    assert first < last


def test_the_newest_date_is_that_of_the_newest_publication() -> None:
    """UN OCHA's extract of October 2026 is dated to its month and counts from the last day."""
    assert known_dates(WHOLE)[1] == pd.Timestamp(2026, 10, 31)


def test_dates_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="before the first"):
        since(WHOLE, pd.Timestamp(2024, 1, 2), pd.Timestamp(2024, 1, 1))
