"""Axes of native charts: round values with number formats in one scale, round dates that fall on calendar days."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charts.axes import tick_texts, ticks
from exports.native_model import Axis, serial

_SIZES = ((1e9, ",,,", " bn"), (1e6, ",,", " mn"), (1.0, "", ""))
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


@dataclass(frozen=True, slots=True)
class Dates:
    """An axis of dates: both ends and the step as Office numbers, and the number format."""

    low: float
    high: float
    step: float
    number_format: str


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


def value_axis(top: float, unit: str, count: int, *, bottom: float = 0.0, room: float = 1.0) -> Axis:
    """From zero (or `bottom`, where it is less) to a round value above `top`; `room` stretches the end of the axis."""
    values = ticks(top if top > 0 else 1, min(bottom, 0.0), count)
    step = values[1] - values[0]
    return Axis(
        "value",
        low=float(values[0]),
        high=float(values[-1]) * room,
        step=float(step),
        number_format=value_format(values[-1], unit, step),
        grid=True,
        line=False,
    )


def date_axis(first: pd.Timestamp, last: pd.Timestamp, most: int) -> Dates:
    """Dates a little wider than `first` to `last` with at most `most` ticks.

    Office steps by a fixed number of days, so the first tick stands up to three days into its month or year: then
    every tick lies in the month or year that its label names.
    """
    pad = max((last - first) * 0.03, pd.Timedelta(days=3))
    # Three days at least, so that a tick a little into its month leaves the first point on the axis.
    start, end = first - pd.Timedelta(days=3), last + pad
    choice = next(
        # A year alone is a short label.
        (one for one in _DATE_STEPS if _count(start, end, *one[:2]) <= (most * 2 if one[0] == "Y" else most)),
        _DATE_STEPS[-1],
    )
    unit, many, shape = choice
    tick, step, count = _floor(start, unit), _UNIT_DAYS[unit] * many, _count(start, end, unit, many)
    base = serial(tick)
    shift = max(serial(_after(tick, unit, many * i)) - base - step * i for i in range(count))
    return Dates(base + shift, max(serial(end), base + shift + step * 0.2), step, shape)


def _count(start: pd.Timestamp, end: pd.Timestamp, unit: str, many: int) -> int:
    return int((end - _floor(start, unit)) / pd.Timedelta(days=_UNIT_DAYS[unit] * many)) + 1


def _floor(date: pd.Timestamp, unit: str) -> pd.Timestamp:
    if unit == "D":
        return date.normalize()
    return pd.Timestamp(date.year, 1 if unit == "Y" else date.month, 1)


def _after(date: pd.Timestamp, unit: str, many: int) -> pd.Timestamp:
    if unit == "D":
        return date + pd.Timedelta(days=many)
    return date + pd.DateOffset(months=many * (12 if unit == "Y" else 1))
