"""Sentences on the displaced and the returned: what is named, when a hedge forbids a ranking, what is left out."""

import pandas as pd
import pytest

from analysis.hedge import Figure
from analysis.words import WORKED_OUT, Told
from analysis.words import displaced as words
from analysis.words.grammar import told_in, with_room

NONE = float("nan")


def told(
    value: float,
    date: str = "2021-02-28",
    qualifier: str = "exact",
    *,
    low: float = NONE,
    high: float = NONE,
    precision: str = "day",
    known: str = "2026-01-31",
    unit: str = "persons",
) -> Told:
    """A figure with its date and publication."""
    return Told(Figure(value, low, high, qualifier, unit), pd.Timestamp(date), precision, pd.Timestamp(known))


def test_two_stocks_of_one_date_share_it_and_of_two_dates_have_their_own() -> None:
    out, back = told(997_334, "2025-12-31"), told(4_954_518, "2025-12-31")
    assert (
        words.out_and_back("Iraq", "people", out, back)
        == "In Iraq nearly 1 million people are displaced and about 4.95 million are back (31 Dec 2025)"
    )
    earlier = told(4_775_352, "2020-10-31", precision="month")
    assert (
        words.out_and_back("Iraq", "people", told(1_381_332, "2020-06-30"), earlier, out_past=True)
        == "In Iraq about 1.38 million people were displaced (30 Jun 2020) and about 4.78 million are back (Oct 2020)"
    )


def test_the_most_are_told_of_a_whole_in_the_past_and_dated_in_brackets_in_the_present() -> None:
    whole = Figure(1_205_767, NONE, NONE, "exact", "persons")
    ninewa = [("Ninewa", told(260_218)), ("Erbil", told(231_694))]
    assert (
        words.had_most(ninewa, "displaced people in Iraq", past=True, whole=whole)
        == "Ninewa had the most displaced people in Iraq on 28 Feb 2021: about 260,000 of 1.21 million"
    )
    assert (
        words.had_most(ninewa, "displaced people in Iraq", whole=whole)
        == "Ninewa has the most displaced people in Iraq: about 260,000 of 1.21 million (28 Feb 2021)"
    )


def test_where_hedges_leave_open_who_has_the_most_both_are_named() -> None:
    aleppo = told(1_550_000, "2014-11-30", "range", low=1_300_000, high=1_800_000, precision="month")
    rural = told(1_400_000, "2014-11-30", "about", precision="month")
    idlib = told(955_000, "2014-11-30", "range", low=710_000, high=1_200_000, precision="month")
    three = [("Aleppo", aleppo), ("Rural Damascus", rural), ("Idleb", idlib)]
    assert [name for name, _ in words.leaders(three)] == ["Aleppo", "Rural Damascus"]
    assert words.had_most(three, "displaced people", past=True) == (
        "Aleppo and Rural Damascus had the most displaced people in Nov 2014: at least 1.3 million each"
    )
    assert words.had_most(three[:2], "dead", past=True) == (
        "Aleppo and Rural Damascus had the most dead in Nov 2014: 1.3 to 1.8 million and about 1.4 million"
    )


def test_a_floor_for_two_is_one_that_is_stated_and_that_both_reach() -> None:
    """An estimate has no floor, and a bound that the other may lie below is not one of both."""
    guess = [("Aleppo", told(643_000, qualifier="estimate")), ("Idleb", told(639_000, qualifier="estimate"))]
    assert "at least" not in words.had_most(guess, "arrivals of displaced people in the whole year", past=True)
    low = [("Aleppo", told(700_000, qualifier="at_least")), ("Idleb", told(690_000, qualifier="about"))]
    assert "each" not in words.had_most(low, "arrivals of displaced people in the whole of the year", past=True)


def test_who_has_the_most_tells_the_figures_that_are_said() -> None:
    """A whole is worked out, a floor is the bound of one, and where no figure has room none is told."""
    ninewa, erbil = told(260_218), told(231_694)
    whole = Figure(1_205_767, NONE, NONE, "exact", "persons")
    named = [("Ninewa", ninewa), ("Erbil", erbil)]
    assert told_in(words.had_most(named, "displaced people", past=True)) == (ninewa,)
    assert told_in(words.had_most(named, "displaced people", past=True, whole=whole)) == (ninewa, WORKED_OUT)
    assert told_in(words.had_most(named, "displaced people" * 5, past=True, whole=whole)) == ()
    aleppo = told(1_550_000, "2014-11-30", "range", low=1_300_000, high=1_800_000, precision="month")
    rural = told(1_400_000, "2014-11-30", "about", precision="month")
    two = [("Aleppo", aleppo), ("Rural Damascus", rural)]
    assert told_in(words.had_most(two, "dead", past=True)) == (aleppo, rural)
    for text, floor in (
        (words.had_most(two, "displaced people", past=True), "at least 1.3 million"),
        (words.each_had(named, "displaced people"), "at least 231,000"),
    ):
        assert [one.said for one in told_in(text)] == [floor], "not as the figure whose bound it is"
    assert told_in(words.each_had([("Ninewa", told(50, qualifier="at_most"))] * 2, "returnees")) == ()


def test_an_open_bound_makes_nobody_the_largest() -> None:
    """At least 170,000 may be anything; it is not ranked beside 1.5 million."""
    named = [("Aleppo", told(1_550_000)), ("Ar-Raqqa", told(170_000, qualifier="at_least"))]
    assert words.leaders(named) == named[:1]


def test_a_plan_for_a_year_is_what_was_expected() -> None:
    plan = told(1_358_908, "2020-12-31", "estimate", precision="year", known="2019-11-30")
    assert words.had_most([("Ninewa", plan)], "people in need in Iraq", past=True) == (
        "Ninewa was expected to have the most people in need in Iraq in 2020: an estimated 1.36 million"
    )
    count = told(1_358_908, "2020-12-31", "estimate", precision="year", known="2021-03-01")
    assert "expected" not in words.had_most([("Ninewa", count)], "people in need in Iraq", past=True)


def test_the_first_three_are_told_by_the_floor_that_each_passes() -> None:
    named = [("Ninewa", told(260_218)), ("Duhok", told(258_633)), ("Erbil", told(231_694))]
    assert words.each_had(named, "displaced people", past=True) == (
        "Ninewa, Duhok and Erbil each had at least 231,000 displaced people on 28 Feb 2021"
    )
    upper = [("Ninewa", told(260_218)), ("Duhok", told(50, qualifier="at_most"))]
    assert words.each_had(upper, "returnees", past=True) == "Ninewa and Duhok had the most returnees on 28 Feb 2021"


def test_a_hedge_that_both_figures_bear_is_said_once() -> None:
    estimate = (Figure(642_694, NONE, NONE, "estimate", ""), Figure(639_321, NONE, NONE, "estimate", ""))
    assert words.pair_said(*estimate) == "an estimated 643,000 and 639,000"
    mixed = (Figure(642_694, NONE, NONE, "estimate", ""), Figure(639_000, NONE, NONE, "about", ""))
    assert words.pair_said(*mixed) == "an estimated 643,000 and about 639,000"


def test_running_totals_of_two_places_share_a_date_or_have_their_own() -> None:
    turkiye = told(440_000, "2026-01-09", "at_least")
    same, other = told(437_586, "2026-01-09"), told(196_000, "2026-05-31", "about")
    assert words.came_from("Syrians", "had gone back", [("Türkiye", turkiye), ("Lebanon", same)]) == (
        "At least 440,000 Syrians had gone back from Türkiye and about 438,000 from Lebanon by 9 Jan 2026"
    )
    assert words.came_from("Syrians", "had gone back", [("Türkiye", turkiye), ("Jordan", other)]) == (
        "At least 440,000 Syrians had gone back from Türkiye by 9 Jan 2026"
    )
    assert words.came_from("Syrians", "went", [("Türkiye", turkiye), ("Jordan", other)]).endswith(
        "went from Türkiye by 9 Jan 2026, and about 196,000 from Jordan by 31 May 2026"
    )
    assert words.came_from("Syrians", "had gone back", [("Türkiye", turkiye)], body="Government of Türkiye") == (
        "At least 440,000 Syrians had gone back from Türkiye by 9 Jan 2026, by its own count"
    )


def test_two_bodies_are_both_named_or_only_the_first_where_it_would_be_too_long() -> None:
    un, other = told(170_000, "2026-01-27", "at_least"), told(350_000, "2026-01-28", "at_least")
    assert words.two_counts("displaced in Homs", ("OCHA", un), ("IOM", other)) == (
        "At least 170,000 (OCHA) or 350,000 (IOM) were displaced in Homs (Jan 2026)"
    )
    long = words.two_counts("newly displaced in Northeast Syria", ("UN OCHA", un), ("Autonomous Administration", other))
    assert long == "At least 170,000 people had been newly displaced in Northeast Syria by 27 Jan 2026, UN OCHA said"


def test_a_year_is_set_against_another_only_where_the_hedges_allow_it() -> None:
    now, then = told(1_341_148, "2025-12-31", precision="year"), told(512_718, "2024-12-31", precision="year")
    assert words.done_in("refugees", "returned to Syria", now, then) == (
        "About 1.34 million refugees returned to Syria in 2025, up from about 513,000 in 2024"
    )
    near = told(16_500_000, "2026-04-19", "estimate"), told(16_471_143, "2025-12-31", precision="year")
    assert words.level_with("16.5 million need aid", *near) == "16.5 million need aid, about as many as in 2025"
    assert words.level_with("a" * 80, *near) == "a" * 80 + ", much as in 2025"
    fell = told(2_500_000, qualifier="about"), told(4_100_000, "2020-12-31", "about")
    assert words.level_with("a", *fell) == "a, down from about 4.1 million in Dec 2020"
    assert words.level_with("a" * 60, *fell) == "a" * 60 + ", down from about 4.1 million in 2020"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (2_901_478, 2_347_756, "fell most in Türkiye, from about 2.9 million to about 2.35 million in 2025"),
        (303_611, 308_226, "rose most in Türkiye, from about 304,000 to about 308,000 in 2025"),
    ],
)
def test_the_largest_change_is_a_fall_or_a_rise(first: float, last: float, expected: str) -> None:
    told_both = told(first, "2024-12-31", precision="year"), told(last, "2025-12-31", precision="year")
    assert words.moved_most("Syrian refugees", "Türkiye", *told_both, "in 2025") == (f"Syrian refugees {expected}")


def test_shares_peaks_waves_and_surveys() -> None:
    assert words.shares_taken([("Aleppo", 42.87), ("Idleb", 38.67)], "movements", "in 2021") == (
        "Aleppo took in 43% of movements in 2021, Idleb 39%"
    )
    assert words.peaked_in("Displacement", "Ninewa", told(1_033_830, "2017-08-30")) == (
        "Displacement peaked in Ninewa, at about 1.03 million people in Aug 2017"
    )
    wave = told(1_340_000, "2017-07-06", "about")
    assert words.wave_of(wave, "Ninewa", "from Oct 2016 to Jul 2017", largest=True) == (
        "About 1.34 million people were displaced in Ninewa from Oct 2016 to Jul 2017, the largest wave"
    )
    egypt = told(42, "2025-02-28", precision="month", unit="percent")
    iraq = told(12, "2025-02-28", precision="month", unit="percent")
    assert words.asked_share("Egypt", "to return within a year", egypt, ("Iraq", iraq), past=True) == (
        "42% of those asked in Egypt intended to return within a year, 12% in Iraq (Feb 2025)"
    )
    assert words.two_surveys("of refugees", "to return", ("UNHCR", egypt), ("IRC", iraq)) == (
        "42% of refugees mean to return (UNHCR, Feb 2025), 12% (IRC, Feb 2025)"
    )


def test_what_is_not_known_is_a_sentence() -> None:
    assert words.no_figure("returnees by governorate", "on 25 Dec 2014") == (
        "No source gives returnees by governorate on 25 Dec 2014"
    )
    assert words.untold("how many fled") == "No source says how many fled"
    assert words.gap_text(told(1, "2022-09-30"), told(1, "2025-12-31")) == (
        "No count between 30 Sep 2022 and 31 Dec 2025 was found."
    )


def test_no_sentence_is_longer_than_can_be_said() -> None:
    long = "Displaced people of a place with a very long name indeed that nobody could say in one breath at all"
    assert with_room(long, ", and more") == long + ", and more"
    assert with_room(long, ", and more of it still") == long
    assert with_room(long) == long
    assert with_room("a" * 90, ", and more of it", ", more") == "a" * 90 + ", more"
