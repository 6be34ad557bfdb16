"""Figures, dates and sentences read as people say them, and no rounding crosses a hedge."""

from math import nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Figure
from analysis.words import (
    Told,
    against,
    by,
    cannot_be_told,
    count_text,
    counted,
    date_text,
    direction,
    emptied,
    held_in,
    is_old,
    join_words,
    month_text,
    on,
    said,
    share_said,
    total_by,
    verb,
)
from analysis.words.sentences import identity
from tests.charts.sentences import numbers_in

DAY = pd.Timestamp


def figure(value: float, kind: str = "exact", unit: str = "persons", low: float = nan, high: float = nan) -> Figure:
    """A figure with its hedge."""
    return Figure(value, low, high, kind, unit)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (figure(73_520), "73,520"),
        (figure(5_704), "5,704"),
        (figure(260_218), "about 260,000"),
        (figure(997_334), "nearly 1 million"),
        (figure(1_346_485), "about 1.35 million"),
        (figure(1_346_485, "at_least"), "at least 1.34 million"),
        (figure(1_346_485, "at_most"), "at most 1.35 million"),
        (figure(1_358_908, "estimate"), "an estimated 1.36 million"),
        (figure(5_000_000, "about"), "about 5 million"),
        (figure(5_000_000), "5 million"),
        (figure(1_550_000, "range", low=1_300_000, high=1_800_000), "1.3 to 1.8 million"),
        (figure(9_000, "range", low=8_000, high=10_000), "8,000 to 10,000"),
        (figure(110_000, "about", "km2"), "about 110,000 km²"),
        (figure(42.7, unit="percent"), "43%"),
        (figure(3_190_000_000, unit="usd"), "$3.19 bn"),
        (figure(0), "0"),
    ],
)
def test_a_figure_is_said_as_people_say_it(one: Figure, text: str) -> None:
    assert said(one) == text


@given(st.sampled_from(["at_least", "at_most"]), st.integers(0, 10**10))
def test_rounding_never_crosses_a_hedge(kind: str, value: int) -> None:
    """`at least` is said no higher, `at most` no lower than stated."""
    ((told, _, _),) = numbers_in(said(figure(value, kind)))
    assert told <= value if kind == "at_least" else told >= value


@given(st.integers(0, 10**10))
def test_an_exact_figure_that_is_rounded_says_so(value: int) -> None:
    text = said(figure(value))
    ((told, _, _),) = numbers_in(text)
    assert abs(told - value) <= 0.011 * value
    assert (told == value) == (not text.startswith(("about ", "nearly ")))


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_range_is_said_no_narrower_than_it_is(one: int, other: int) -> None:
    low, high = sorted((one, other))
    text = said(figure((low + high) / 2, "range", low=low, high=high))
    ends = [value for value, _, _ in numbers_in(text)]
    assert ends[0] <= low + 1e-6
    assert ends[-1] >= high - 1e-6


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        (80, "four in five"),
        (64, "64%"),
        (66, "about two in three"),
        (50, "half"),
        (97, "97%"),
        (24.5, "about one in four"),
    ],
)
def test_a_share_is_said_as_a_fraction_where_it_is_one(percent: float, text: str) -> None:
    assert share_said(percent) == text


def test_dates_are_no_more_precise_than_their_source() -> None:
    date = DAY("2025-12-31")
    assert [date_text(date, p) for p in ("day", "month", "quarter", "year")] == [
        "31 Dec 2025",
        "Dec 2025",
        "Q4 2025",
        "2025",
    ]
    assert [on(date, p) for p in ("day", "month", "year")] == ["on 31 Dec 2025", "in Dec 2025", "in 2025"]
    assert [by(date, p) for p in ("day", "month", "year")] == ["by 31 Dec 2025", "by Dec 2025", "by the end of 2025"]
    assert month_text(date) == "Dec 2025"


def test_a_figure_dated_to_its_publication_says_so() -> None:
    assert date_text(DAY("2026-01-21"), "publication") == "reported 21 Jan 2026"
    assert on(DAY("2026-01-21"), "publication") == "as reported on 21 Jan 2026"


def test_a_figure_is_old_after_a_year() -> None:
    assert not is_old(DAY("2025-11-28"), DAY("2026-11-28"))
    assert is_old(DAY("2025-11-20"), DAY("2026-11-28"))


def test_verbs_agree_in_tense_and_number() -> None:
    assert [verb("be", past=p, plural=n) for p in (False, True) for n in (False, True)] == ["is", "are", "was", "were"]
    assert [verb("receive"), verb("receive", past=True), verb("pass"), verb("need", past=True)] == [
        "receives",
        "received",
        "passes",
        "needed",
    ]


def test_one_is_not_many() -> None:
    assert [count_text(n, "group") for n in (1, 2)] == ["1 group", "2 groups"]
    assert count_text(2, "country", "countries") == "2 countries"
    assert [join_words("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


NOW, THEN = Told(figure(2_225, "about"), DAY("2026-02-21")), Told(figure(2_600), DAY("2024-06-14"))


def test_a_place_holds_or_held() -> None:
    assert held_in("Roj camp", "people", NOW, THEN) == (
        "Roj camp holds about 2,225 people (21 Feb 2026), down from 2,600 in Jun 2024"
    )
    assert held_in("Roj camp", "people", NOW, past=True) == "Roj camp held about 2,225 people (21 Feb 2026)"


def test_people_are_or_were() -> None:
    one = Told(figure(1), DAY("2026-02-21"))
    assert counted("person", "held", one) == "1 person is held (21 Feb 2026)"
    assert counted("people", "held", NOW, past=True) == "About 2,225 people were held (21 Feb 2026)"
    assert total_by("detainees", "moved to Iraq", Told(figure(5_704), DAY("2026-02-13"))) == (
        "5,704 detainees had been moved to Iraq by 13 Feb 2026"
    )


def test_a_comparison_is_left_out_where_the_hedges_leave_it_open() -> None:
    wide = Told(figure(9_000, "range", low=8_000, high=10_000), DAY("2026-01-21"))
    assert against(wide, Told(figure(10_000, "about"), DAY("2020-01-01"))) == ""
    assert against(wide, Told(figure(20_000), DAY("2020-01-01"))) == ", down from 20,000 in Jan 2020"
    assert direction(Told(figure(120, "at_least"), DAY("2026-01-01")), Told(figure(100), DAY("2025-01-01"))) == 1
    assert (
        direction(Told(figure(100, "at_most"), DAY("2026-01-01")), Told(figure(90, "at_least"), DAY("2025-01-01"))) == 0
    )
    assert against(Told(figure(5), DAY("2026-01-01")), Told(figure(5), DAY("2025-01-01"))) == ", as in Jan 2025"


def test_an_empty_place_is_told_with_what_it_held() -> None:
    peak = Told(figure(73_520), DAY("2019-05-05"))
    assert emptied("Al-Hol camp", peak, "on 22 Feb 2026", closed=True) == (
        "Al-Hol camp was closed on 22 Feb 2026; it held 73,520 people in May 2019"
    )


def test_an_open_change_is_told_as_such() -> None:
    assert cannot_be_told(Told(figure(9_000, "at_least"), DAY("2025-01-16"))) == (
        "change since Jan 2025 cannot be told (at least 9,000 then)"
    )


def test_a_row_is_known_by_what_it_counts_and_by_who_states_it() -> None:
    """Two sources of one figure are two rows, and so are two counts from one list."""
    held = {"indicator": "detainees_held", "place": "ne-syria", "origin": "all", "group": "total", "value": 9_000.0}
    held |= {"period_start": pd.NaT, "period_end": DAY("2026-01-21"), "source": "one"}
    assert identity(held) == identity(pd.Series(held))
    assert identity(held) != identity({**held, "source": "other"})
    listed = {"indicator": "", "place": "", "title": "Members", "source": "list", "period_start": pd.NaT, "value": 39.0}
    assert identity(listed) != identity({**listed, "value": 11.0})
    event = {"place": "roj", "title": "Closed", "source": "one", "period_start": DAY("2026-02-22")}
    assert identity(event) == identity({**event, "indicator": "", "value": nan}), "a drawn event has a value of none"
