"""Axes of native charts: round values with number formats in one scale, round dates that fall on calendar days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

import pandas as pd

from render.office.model import Axis, day, serial
from render.plan.axes import standing, tick_texts
from render.plan.plan import Plan

_SIZES = ((1e9, ",,,", " bn"), (1e6, ",,", " mn"), (1.0, "", ""))
_CALENDAR: Mapping[str, Literal["days", "months", "years"]] = {"D": "days", "M": "months", "Y": "years"}
_UNIT_DAYS = {"D": 1.0, "M": 30.4375, "Y": 365.25}
# From fine to coarse: calendar unit, how many of it between two ticks, number format.
_DATE_STEPS = (
    ("D", 1, "d mmm yyyy"),
    ("D", 7, "d mmm yyyy"),
    ("D", 14, "d mmm yyyy"),
    ("M", 1, "mmm yyyy"),
    ("M", 2, "mmm yyyy"),
    ("M", 3, "mmm yyyy"),
    ("M", 6, "mmm yyyy"),
    ("Y", 1, "yyyy"),
    ("Y", 2, "yyyy"),
    ("Y", 5, "yyyy"),
    ("Y", 10, "yyyy"),
    ("Y", 20, "yyyy"),
)
# Among dates of all kinds a tick stands in the middle of the month or year that it names, and none that steps over
# months in a month at the turn of a year: in February, May, August and November, or in March and September.
_TURN = {1: 0, 2: 1, 3: 1, 6: 2}


@dataclass(frozen=True, slots=True)
class Dates:
    """An axis of dates: both ends and the step as Office numbers, the number format, whether words have strokes.

    By the calendar it steps by `many` units (`D`, `M`, `Y`) from `first`. Where a word names the month or year around
    it there are none at the word, which would be read as its beginning: `turns` are the days on which what is named
    begins and ends. Office draws no strokes there by itself.
    """

    low: float
    high: float
    step: float
    number_format: str
    first: float
    unit: str
    many: int
    strokes: bool = True
    turns: tuple[pd.Timestamp, ...] = ()


def value_format(top: float, unit: str, step: float) -> str:
    """The Office number format in which `charts.axes.tick_texts` writes the ticks of an axis up to `top`."""
    size, commas, tail = next(item for item in _SIZES if abs(top) >= item[0] or item[0] == 1.0)
    sign = next((letter for letter in tick_texts([0], unit)[0] if letter in "$€£"), "")
    shown = round(step / size, 6)
    decimals = next(n for n in range(7) if round(shown, n) == shown)
    digits = "#,##0" + ("." + "0" * decimals if decimals else "") + commas
    ending = "%" if unit == "percent" else tail
    quoted = f'"{sign}"' if sign else ""
    end = f'"{ending}"' if ending else ""
    zero = f'{quoted}0"%"' if unit == "percent" else f"{quoted}0"
    return f"{quoted}{digits}{end};-{quoted}{digits}{end};{zero}"


def value_axis(plan: Plan) -> Axis:
    """From zero to the last tick of a plan."""
    step = plan.values[1] - plan.values[0]
    return Axis(
        "value",
        low=plan.values[0],
        high=plan.reach if plan.faceted and plan.dated else plan.values[-1],
        step=step,
        number_format=value_format(plan.values[-1], plan.unit, step),
        grid=True,
        line=False,
    )


def date_axis(dates: Sequence[pd.Timestamp], most: int) -> Dates:
    """An axis a little wider than the drawn `dates` with about `most` ticks, named as by `charts.axes.date_ticks`.

    Office steps by a fixed number of days from the first tick. Among the starts of months that stands up to three days
    into its month or year, so that every tick lies in what its label names; at the ends of years, on 31 December.
    """
    first, last = min(dates), max(dates)
    start, end = first - pd.Timedelta(days=3), last + max((last - first) * 0.03, pd.Timedelta(days=3))
    how = standing(dates)
    if how == "ends":
        return _year_ends(first, last, end, most)
    unit, many, shape = next(
        # A year alone is a short label.
        (one for one in _DATE_STEPS if _count(start, end, *one[:2]) <= (most * 2 if one[0] == "Y" else most)),
        _DATE_STEPS[-1],
    )
    step = _UNIT_DAYS[unit] * many
    strokes, first_tick, newest = True, None, 0.0
    if unit == "D":
        low = serial(_but_new_year(start.normalize(), many, dates))
    elif how == "starts":
        tick = _floor(start, unit)
        first_tick = serial(tick)
        count = _count(start, end, unit, many)
        low = serial(tick) + max(serial(_after(tick, unit, many * i)) - serial(tick) - step * i for i in range(count))
    else:
        low = serial(_middle(start, unit, many))
        strokes = False
        # The year or month of the newest figure is named too.
        newest = max(low + step * _between(day(low), last, unit), serial(_middle_of(last, unit))) if many == 1 else 0.0
    high = max(serial(end), low + step * 0.2, newest)
    turns = () if strokes else _turns(low, high, unit, many)
    return Dates(low, high, step, shape, low if first_tick is None else first_tick, unit, many, strokes, turns)


def _year_ends(first: pd.Timestamp, last: pd.Timestamp, end: pd.Timestamp, most: int) -> Dates:
    """Ticks at the ends of years, one of them at the newest."""
    many = next((n for unit, n, _ in _DATE_STEPS if unit == "Y" and last.year - first.year < most * 2 * n), 20)
    steps = max(-(-(last.year - first.year) // many), 1)
    low = serial(pd.Timestamp(last.year - steps * many, 12, 31))
    return Dates(low, serial(end), _UNIT_DAYS["Y"] * many, "yyyy", low, "Y", many)


def calendar_axis(dates: Dates, size: float) -> Axis:
    """The axis of a chart whose categories are days: its ticks stand on the same day of each month or year."""
    step, unit = float(dates.many), _CALENDAR[dates.unit]
    return Axis(
        "date",
        floor(dates.first),
        ceil(dates.high),
        step,
        dates.number_format,
        strokes=dates.strokes,
        size=size,
        unit=unit,
    )


def date_ticks(axis: Axis) -> list[pd.Timestamp]:
    """Where the ticks of an axis of dates stand, of days of the calendar or of a fixed number of days."""
    low, high, step = axis.low or 0.0, axis.high or 0.0, axis.step or 1.0
    if axis.unit in ("", "days"):
        return [day(low + step * number) for number in range(int((high - low) / step + 1e-9) + 1)]
    many = int(step) * (12 if axis.unit == "years" else 1)
    found = [day(low)]
    while (after := day(low) + pd.DateOffset(months=many * len(found))) <= day(high):
        found.append(after)
    return found


def _middle(start: pd.Timestamp, unit: str, many: int) -> pd.Timestamp:
    """The last middle of a year, or of a month of those that may be named, that is not after `start`."""
    if unit == "Y":
        return pd.Timestamp(start.year - (start.month < 7), 7, 1)
    month = pd.Timestamp(start.year, start.month, 15)
    tries = (month - pd.DateOffset(months=back) for back in range(many + 1))
    return next(one for one in tries if one <= start and (one.month - 1) % many == _TURN[many])


def _middle_of(date: pd.Timestamp, unit: str) -> pd.Timestamp:
    """The middle of the year or month of a date."""
    return pd.Timestamp(date.year, 7, 1) if unit == "Y" else pd.Timestamp(date.year, date.month, 15)


def _turns(low: float, high: float, unit: str, many: int) -> tuple[pd.Timestamp, ...]:
    """Where each month or year that is named on an axis begins and ends."""
    named = [_floor(_after(day(low), unit, many * at), unit) for at in range(_count(day(low), day(high), unit, many))]
    edges = sorted({edge for one in named for edge in (one, _after(one, unit, 1))})
    return tuple(edge for edge in edges if low <= serial(edge) <= high)


def _between(first: pd.Timestamp, last: pd.Timestamp, unit: str) -> int:
    """How many years or months lie between the years or months of two dates."""
    years = last.year - first.year
    return years if unit == "Y" else years * 12 + last.month - first.month


def _but_new_year(start: pd.Timestamp, many: int, dates: Sequence[pd.Timestamp]) -> pd.Timestamp:
    """The first tick, moved so that none stands on the day after a drawn 31 December, where not every day has one."""
    eves = [date for date in dates if date.month == 12 and date.day == 31]
    tries = (start - pd.Timedelta(days=back) for back in range(many))
    return next((one for one in tries if all((eve - one).days % many != many - 1 for eve in eves)), start)


def _count(start: pd.Timestamp, end: pd.Timestamp, unit: str, many: int) -> int:
    return int((end - _floor(start, unit)) / pd.Timedelta(days=_UNIT_DAYS[unit] * many)) + 1


def _floor(date: pd.Timestamp, unit: str) -> pd.Timestamp:
    if unit == "D":
        return date.normalize()
    return pd.Timestamp(date.year, 1 if unit == "Y" else date.month, 1)


def _after(date: pd.Timestamp, unit: str, many: int) -> pd.Timestamp:
    return date + pd.DateOffset(months=many * (12 if unit == "Y" else 1))
