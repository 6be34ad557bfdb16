"""Strokes and words of axes of dates: no figure stands at the name of a year or month that it is not of."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.plan.axes import DateTicks, date_ticks, padded, standing

DATES = st.lists(st.dates(date(1990, 1, 1), date(2035, 12, 31)), min_size=1, max_size=12)
MOST = st.integers(2, 12)


def days(*texts: str) -> list[pd.Timestamp]:
    return [pd.Timestamp(text) for text in texts]


def axis(dates: list[pd.Timestamp], most: int = 8) -> DateTicks:
    """Strokes and words of an axis a little wider than these dates."""
    return date_ticks(*padded(min(dates), max(dates)), most, dates)


def words(found: DateTicks) -> list[str]:
    return [text for _, text in found.words]


def test_figures_at_the_ends_of_years_stand_at_strokes_that_bear_their_year() -> None:
    found = axis(days(*(f"{year}-12-31" for year in range(2011, 2026))))
    assert dict(found.words)[pd.Timestamp("2025-12-31")] == "2025"
    assert all(f"{at:%d %b %Y}" == f"31 Dec {text}" for at, text in found.words)
    assert len(found.strokes) == 15


def test_among_other_dates_a_year_is_named_in_its_middle_between_two_strokes() -> None:
    found = axis(days("2020-02-05", "2023-06-30", "2025-12-31"))
    assert words(found) == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert {at.month for at, _ in found.words} <= {6, 7}
    assert found.strokes == tuple(days(*(f"{year}-01-01" for year in range(2020, 2027))))


def test_a_year_that_has_only_begun_is_named_behind_its_stroke_where_there_is_room() -> None:
    named = {text: at for at, text in axis(days("2022-03-01", "2026-05-20")).words}
    assert named["2026"] > pd.Timestamp("2026-02-01")
    assert "2026" not in words(axis(days("2018-03-01", "2026-01-03"), 9))


def test_of_every_second_year_the_newest_is_named() -> None:
    assert words(axis(days("2012-03-01", "2025-11-20")))[-1] == "2025"
    assert words(axis(days("2011-03-01", "2024-11-20")))[-1] == "2024"


def test_a_month_alone_in_its_year_is_never_january() -> None:
    """Every second, third and sixth month is named in its own middle, away from the turn of the year."""
    for last, expected in (("2025-11-20", "Dec"), ("2026-04-30", "Nov"), ("2027-11-30", "Sep")):
        found = axis(days("2024-11-02", last))
        assert expected in "".join(words(found))
        assert not any(text.startswith("Jan") for text in words(found))


def test_figures_of_whole_months_at_their_starts_stand_at_their_names() -> None:
    found = axis(days("2021-01-01", "2021-03-01", "2021-07-01"))
    assert words(found)[:2] == ["Jan\n2021", "Feb"]
    assert [at.day for at, _ in found.words] == [1] * 7


def test_a_figure_of_new_years_eve_has_the_stroke_of_the_next_day() -> None:
    found = axis(days("2025-12-31", "2026-02-13"))
    assert words(found)[:2] == ["31 Dec\n2025", "8 Jan\n2026"]
    assert "1 Jan" in "".join(words(axis(days("2025-12-30", "2026-02-13"))))


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2024-12-31", "2025-12-31"), "ends"),
        (("2024-12-01", "2025-01-01"), "starts"),
        (("2024-12-31", "2025-01-01"), "within"),
        ((), "within"),
    ],
)
def test_axes_follow_where_their_figures_stand(dates: tuple[str, ...], expected: str) -> None:
    assert standing(days(*dates)) == expected


@given(DATES, MOST)
def test_no_figure_of_a_whole_year_stands_at_the_name_of_another(dates: list[date], most: int) -> None:
    """Whatever the dates, the word nearest to the last day of a year is that year's or is well away."""
    drawn = [pd.Timestamp(one) for one in dates] + [pd.Timestamp(max(dates).year, 12, 31)]
    first, last = padded(min(drawn), max(drawn))
    found = date_ticks(first, last, most, drawn)
    assert 1 <= len(found.words) <= most
    assert all(first <= stroke <= last for stroke in found.strokes)
    for eve in (one for one in drawn if (one.month, one.day) == (12, 31)):
        near = [at for at, _ in found.words if abs(at - eve) < (last - first) * 0.012]
        assert {at.year for at in near} <= {eve.year}


@given(DATES, MOST)
def test_words_keep_apart_and_tell_their_own_year(dates: list[date], most: int) -> None:
    drawn = [pd.Timestamp(one) for one in dates]
    first, last = padded(min(drawn), max(drawn))
    found = date_ticks(first, last, most, drawn)
    places = [at for at, _ in found.words]
    assert all(b - a > (last - first) / most * 0.3 for a, b in pairwise(places))
    assert all(text[-4:] == str(at.year) for at, text in found.words if text[-4:].isdigit())
