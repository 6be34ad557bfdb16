"""Ticks along dates on slides: where they stand, and what they name."""

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from render.office.axes import Dates, date_axis
from render.office.model import day
from render.plan.axes import standing

SPANS = st.tuples(st.dates(date(1990, 1, 1), date(2035, 1, 1)), st.integers(0, 16_000), st.integers(3, 12))


def ticks_of(dates: list[pd.Timestamp], most: int) -> tuple[Dates, list[pd.Timestamp]]:
    """The axis of these dates, which it holds, and its ticks."""
    axis = date_axis(dates, most)
    assert day(axis.low) <= min(dates)
    assert max(dates) <= day(axis.high)
    shown = [day(axis.low + axis.step * i) for i in range(int((axis.high - axis.low) / axis.step) + 1)]
    assert 1 <= len(shown) <= most * 2 + 1
    return axis, shown


@given(SPANS)
def test_ticks_among_dates_stand_in_the_middle_of_what_they_name(span: tuple[date, int, int]) -> None:
    """A month or year is named in its middle, and no month alone at the turn of a year."""
    first, days, most = span
    start = pd.Timestamp(first)
    axis, shown = ticks_of([start, start + pd.Timedelta(days=days), start + pd.Timedelta(days=days // 2)], most)
    if standing([start, start + pd.Timedelta(days=days)]) != "within":
        return
    if axis.number_format == "yyyy":
        assert all(tick.month in (6, 7) for tick in shown)
    elif axis.number_format == "mmm yyyy":
        assert all(9 <= tick.day <= 22 for tick in shown)
        assert axis.step < 40 or all(tick.month != 1 for tick in shown)
    # A stroke at the middle of a year would be read as its beginning.
    assert axis.strokes == ("d" in axis.number_format)
    # So strokes stand where what is named begins and ends: on the first of a month, or on 1 January.
    assert all(turn.day == 1 and (axis.unit == "M" or turn.month == 1) for turn in axis.turns)
    middles = [] if axis.strokes else [tick for tick in shown if tick - day(axis.low) > pd.Timedelta(days=366)]
    for tick in middles:
        begins = max(turn for turn in axis.turns if turn <= tick)
        assert (begins.year, begins.month) == (tick.year, tick.month if axis.unit == "M" else 1)
    if axis.step == 365.25:
        assert shown[-1].year == max(start + pd.Timedelta(days=days), start).year


@given(SPANS)
def test_ticks_among_months_lie_in_the_first_days_of_what_they_name(span: tuple[date, int, int]) -> None:
    first, days, most = span
    start = pd.Timestamp(first.year, first.month, 1)
    axis, shown = ticks_of([start, start + pd.DateOffset(months=days // 30)], most)
    if axis.number_format == "yyyy":
        assert all(tick.month == 1 and tick.day <= 5 for tick in shown)
    elif axis.number_format == "mmm yyyy":
        assert all(tick.day <= 5 for tick in shown)


@given(SPANS)
def test_ticks_at_the_ends_of_years_bear_those_years(span: tuple[date, int, int]) -> None:
    """The newest figure stands at a tick that bears its year."""
    first, days, most = span
    last = pd.Timestamp(first.year + days // 365, 12, 31)
    axis, shown = ticks_of([pd.Timestamp(first.year, 12, 31), last], most)
    assert axis.number_format == "yyyy"
    assert all((tick.month, tick.day) in ((12, 31), (12, 30)) for tick in shown)
    assert min(abs(tick - last) for tick in shown) < pd.Timedelta(days=1)


@given(st.dates(date(1990, 1, 1), date(2035, 1, 1)), st.integers(8, 120), st.integers(3, 12))
def test_no_day_is_named_right_after_a_figure_of_the_last_day_of_a_year(first: date, days: int, most: int) -> None:
    eve = pd.Timestamp(first.year, 12, 31)
    axis, shown = ticks_of([eve - pd.Timedelta(days=days // 3), eve, eve + pd.Timedelta(days=days)], most)
    if axis.number_format == "d mmm yyyy" and axis.step > 1:
        assert eve + pd.Timedelta(days=1) not in shown
