"""Sentences of the pace: they name their months, are no finer than can be known, and fit on one line."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Figure
from analysis.words import WORKED_OUT, Fact, Told
from analysis.words.grammar import LONGEST, told_in
from analysis.words.paces import (
    End,
    closed_with,
    end_of,
    ended_since,
    error_said,
    fell_and_left,
    fell_fastest,
    half_would_be_gone,
    left_in,
    left_since,
    long_text,
    months_of,
    nobody_left,
    none_reported,
    too_round,
    trends_missed,
    were_there,
    would_be_gone,
    would_not_fall,
    year_to,
)

NAN = float("nan")
NOBODY = Fact({"value": 0.0})  # the row of a count of none


def day(text: str) -> pd.Timestamp:
    """A date."""
    return pd.Timestamp(text)


YEAR = year_to(day("2025-12-31"))


def people(value: float, qualifier: str = "exact") -> Figure:
    """A number of people with its hedge."""
    return Figure(value, NAN, NAN, qualifier, "persons")


def counted(value: float, qualifier: str = "exact") -> Told:
    """A number of people as a sentence tells it."""
    return Told(people(value, qualifier), day("2026-01-11"))


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2024-06-14", "2026-02-21", "Jun 2024 to Feb 2026"),
        ("2025-01-16", "2025-09-26", "Jan to Sep 2025"),
        ("2024-12-31", "2025-12-31", "2025"),
        ("2023-12-31", "2025-12-31", "2024 to 2025"),
        ("2025-01-31", "2025-04-20", "Feb to Apr 2025"),
        ("2025-04-02", "2025-04-20", "Apr 2025"),
    ],
)
def test_a_pace_between_two_counts_names_their_months(start: str, end: str, told: str) -> None:
    assert str(months_of(day(start), day(end))) == told


@pytest.mark.parametrize(
    ("end", "told"),
    [("2025-09-26", "Oct 2024 to Sep 2025"), ("2025-12-31", "2025"), ("2025-12-11", "Dec 2024 to Dec 2025")],
)
def test_twelve_months_up_to_a_day_are_named(end: str, told: str) -> None:
    assert str(year_to(day(end))) == told


@pytest.mark.parametrize(
    ("years", "told"),
    [
        (0.2, "15 Mar 2026"),
        (1.0, "Jan 2027"),
        (10.0, "2036"),
        (59.0, "2085"),
        (75.0, "in more than 70 years"),
        (167.0, "in more than 150 years"),
        (480.0, "in more than 450 years"),
    ],
)
def test_an_end_is_told_no_finer_than_it_can_be_known(years: float, told: str) -> None:
    start = day("2026-01-01")
    assert end_of(start + pd.Timedelta(days=round(years * 365.25)), start).text == told


@given(st.floats(60.1, 9_000.0))
def test_a_long_time_is_never_told_longer_than_it_is(years: float) -> None:
    number = float(long_text(years).removeprefix("more than ").removesuffix(" years").replace(",", ""))
    assert number <= years
    assert number >= years / 2


def test_the_end_at_a_pace() -> None:
    pace = "the pace of Jun 2024 to Feb 2026"
    told = would_be_gone("Roj camp", "people", "in Roj camp", pace, End("2036"))
    assert told == "At the pace of Jun 2024 to Feb 2026 Roj camp would be empty by 2036"
    left = would_be_gone("", "displaced people", "in Iraq", "the pace of 2025", End("2060"), least=True)
    assert left == "At the pace of 2025 no displaced people would be left in Iraq by 2060 at the earliest"
    gone = would_be_gone("", "Iraqis", "in Al-Hol camp", "the pace of 2025", End("Mar 2026"), passed=True)
    assert gone == "At the pace of 2025 no Iraqis would have been left in Al-Hol camp by Mar 2026"


def test_what_takes_longer_than_a_life_is_told_as_a_time() -> None:
    """In the words `none would be left in more than 150 years` it would read as soon after."""
    where = "in Northeast Syria"
    told = would_be_gone(
        "", "third-country nationals", where, "the pace of Oct 2024 to Sep 2025", End("more than 150 years", far=True)
    )
    assert told == (
        "At the pace of Oct 2024 to Sep 2025 third-country nationals would stay in Northeast Syria for over 150 years"
    )
    assert len(told) <= LONGEST
    half = half_would_be_gone("Iraqis", "in Iraq", "the share that left in 2025", End("more than 60 years", far=True))
    assert (
        half == "At the share that left in 2025 half of the Iraqis in Iraq would be gone only after more than 60 years"
    )


def test_what_no_pace_can_be_told_of() -> None:
    assert would_not_fall("detainees", "in Iraq", "the pace of 2025") == (
        "At the pace of 2025 the number of detainees in Iraq would not fall"
    )
    assert none_reported("nationals of Kazakhstan", "in Syria", YEAR) == (
        "No report tells of nationals of Kazakhstan in Syria who left in 2025"
    )
    assert too_round("Iraqis", "in Roj camp", months_of(day("2025-01-31"), day("2025-09-26"))) == (
        "Counts of Iraqis in Roj camp are too rounded to show a fall from Feb to Sep 2025"
    )


def test_a_count_that_no_longer_holds_is_told_in_the_past_with_what_came_since() -> None:
    last = Told(people(8500, "about"), day("2025-09-26"))
    assert were_there(last, "third-country nationals", "in Northeast Syria", since=", before Al-Hol camp closed") == (
        "About 8,500 third-country nationals were in Northeast Syria (26 Sep 2025), before Al-Hol camp closed"
    )
    assert were_there(last, "people", "in Roj camp", past=False).startswith("About 8,500 people are in Roj camp")
    ended = ended_since("Al-Hol camp declared closed", day("2026-02-22"), "day")
    assert ended == "Since then: Al-Hol camp declared closed (22 Feb 2026)"
    assert left_since(people(13, "at_least")) == "Reports tell of at least 13 people who left since"


def test_a_place_that_has_ended() -> None:
    iraqis = Told(people(2462), day("2026-01-11"))
    assert closed_with("Al-Hol camp", day("2026-02-22"), "day", iraqis, "Iraqis", closed=True) == (
        "Al-Hol camp was closed on 22 Feb 2026; 2,462 Iraqis were there in Jan 2026"
    )
    assert nobody_left("nationals of Austria", "in Syria", "in Mar 2025", NOBODY, past=True) == (
        "No nationals of Austria were left in Syria in Mar 2025"
    )


def test_the_fall_beside_the_reports() -> None:
    span = (day("2025-02-02"), day("2026-01-11"))
    where = "in Al-Hol camp"
    told = fell_and_left("Iraqis", where, span, counted(15138), counted(9285, "at_least"))
    assert told == ("Journeys took at least 9,285 of 15,138 Iraqis gone from Al-Hol camp from Feb 2025 to Jan 2026")
    more = fell_and_left(
        "displaced people",
        "in Iraq",
        (day("2020-12-31"), day("2021-12-31")),
        counted(37552),
        counted(121_000, "about"),
        did="returned",
    )
    assert more == (
        "The number of displaced people in Iraq fell by 37,552 in 2021; reports tell of about 121,000 who returned"
    )
    assert fell_and_left("Iraqis", where, span, None, counted(25, "at_least")) == (
        "Reports tell of at least 25 Iraqis in Al-Hol camp who left from Feb 2025 to Jan 2026"
    )
    assert fell_and_left("Iraqis", where, span, counted(180), None, flows=False) == (
        "The number of Iraqis in Al-Hol camp fell by 180 from Feb 2025 to Jan 2026"
    )
    assert "rose by 180" in fell_and_left("Iraqis", where, span, counted(180), None, rose=True)
    assert left_in("Iraqis", "", YEAR, counted(3)) == "Reports tell of 3 Iraqis who left in 2025"


@given(
    noun=st.sampled_from(["people", "third-country nationals", "nationals of Bosnia and Herzegovina"]),
    where=st.sampled_from(["in Roj camp", "in Northeast Syria"]),
    moved=st.integers(1, 90_000),
    left=st.integers(1, 90_000),
    rose=st.booleans(),
)
def test_no_sentence_on_a_fall_is_too_long_or_loses_its_place(
    noun: str, where: str, moved: int, left: int, *, rose: bool
) -> None:
    span = (day("2025-02-02"), day("2026-01-11"))
    told = fell_and_left(noun, where, span, counted(moved), counted(left, "at_least"), rose=rose)
    assert len(told) <= LONGEST
    assert where.removeprefix("in ") in told
    assert where in fell_fastest(noun, where, months_of(*span), counted(moved, "about"))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (449.0, "more than a year"),
        (800.0, "more than 2 years"),
        (45.0, "more than a month"),
        (220.0, "more than 7 months"),
    ],
)
def test_an_error_is_told_as_at_least_so_long(days: float, told: str) -> None:
    assert error_said(days) == told
    assert trends_missed("the closure of Al-Hol camp", days) == (
        f"Trends would have missed the closure of Al-Hol camp by {told}"
    )


def test_a_trend_that_was_right_is_said_to_have_been() -> None:
    assert trends_missed("the closure of Al-Hol camp", 12.0) == (
        "The nearest trend came within 12 days of the closure of Al-Hol camp"
    )


def test_a_sentence_tells_its_figures_in_their_order() -> None:
    span, where = (day("2025-02-02"), day("2026-01-11")), "in Al-Hol camp"
    moved, left = counted(15138), counted(9285, "at_least")
    assert told_in(fell_and_left("Iraqis", where, span, moved, left)) == (left, moved), "reports come first"
    assert told_in(fell_and_left("Iraqis", "in Iraq", span, moved, left, rose=True)) == (moved, left)
    assert told_in(fell_and_left("Iraqis", where, span, moved, None)) == (moved,)
    assert told_in(fell_and_left("Iraqis", where, span, None, left)) == (left,)
    assert told_in(fell_and_left("Iraqis", where, span, None, None)) == ()
    assert told_in(fell_fastest("Iraqis", where, months_of(day("2025-02-02"), day("2025-12-11")), moved)) == (moved,)
    assert told_in(were_there(moved, "Iraqis", where, since=", before Al-Hol camp closed")) == (moved,)
    assert told_in(nobody_left("Iraqis", where, "in Mar 2025", NOBODY, past=True)) == (NOBODY,)
    ended = ("Al-Hol camp", day("2026-02-22"), "day")
    assert told_in(closed_with(*ended, moved, "Iraqis", closed=True, nobody=NOBODY)) == (NOBODY, moved)
    assert told_in(closed_with(*ended, moved, "Iraqis", closed=True)) == (moved,)
    assert told_in(trends_missed("the closure of Al-Hol camp", 12.0)) == (WORKED_OUT,)


def test_what_has_no_room_is_not_told() -> None:
    """A sentence that leaves a figure out tells the other alone."""
    span, moved, left = (day("2025-02-02"), day("2026-01-11")), counted(15138), counted(9285, "at_least")
    text = fell_and_left("Iraqis", "in Al-Hol camp", span, moved, left, rose=True)
    assert left.said not in text
    assert told_in(text) == (moved,)
