"""Figures and dates as text: the one place that decides how a number, its hedge, its unit and its date read."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analysis.hedge import Figure

# How each unit of indicators.csv reads behind a number; money and percent are built into the number itself.
UNITS = {
    "persons": "people",
    "households": "households",
    "households_per_month": "households a month",
    "trips_per_month": "trips a month",
    "km2": "km²",
    "usd": "US dollars, nominal",
    "usd_per_month": "US dollars a month, nominal",
    "usd_per_day": "US dollars a day, nominal",
    "eur": "euros, nominal",
    "gbp": "pounds sterling, nominal",
    "percent": "percent",
}
_MONEY = {"usd": "$", "usd_per_month": "$", "usd_per_day": "$", "eur": "€", "gbp": "£"}
_MONEY_TAIL = {"usd_per_month": " a month", "usd_per_day": " a day"}
_HEDGE = {
    "exact": "{}",
    "about": "about {}",
    "at_least": "at least {}",
    "at_most": "at most {}",
    "estimate": "an estimated {}",
}
HEDGE_NAMES = {
    "exact": "exact as stated",
    "about": "about",
    "at_least": "at least",
    "at_most": "at most",
    "range": "range",
    "estimate": "estimate",
}


def unit_text(unit: str) -> str:
    """Name a unit of indicators.csv in words (`persons` reads `people`); unknown units read as they are written."""
    return UNITS.get(unit, unit.replace("_", " "))


def number_text(value: float, unit: str = "") -> str:
    """Write one number without hedge: `42,500`, `44%`, `$20.3 bn`, `110,000 km²`.

    Money is shortened to three or four significant digits (mn from one million, bn from one billion); every other
    number is written out in full, with decimals only where the source gave them.
    """
    if isnan(value):
        return "not stated"
    if value in (float("inf"), float("-inf")):
        return "no upper limit" if value > 0 else "no lower limit"
    if unit in _MONEY:
        sign = "-" if value < 0 else ""
        return f"{sign}{_MONEY[unit]}{_short(abs(value))}{_MONEY_TAIL.get(unit, '')}"
    digits = _plain(value)
    if unit == "percent":
        return f"{digits}%"
    if unit == "km2":
        return f"{digits} km²"
    return digits


def _plain(value: float) -> str:
    whole = f"{value:,.0f}"
    return whole if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def _short(value: float) -> str:
    for size, name in ((1e9, " bn"), (1e6, " mn")):
        if value >= size:
            scaled = value / size
            digits = 0 if scaled >= 1000 else 1 if scaled >= 100 else 2
            return f"{scaled:,.{digits}f}".rstrip("0").rstrip(".") + name if digits else f"{scaled:,.0f}{name}"
    return _plain(value)


def figure_text(figure: Figure) -> str:
    """Write a figure with its hedge and, for money, percent and area, its unit: `about 10,000`, `4,000 to 6,000`."""
    if figure.qualifier == "range":
        return f"{number_text(figure.low, figure.unit)} to {number_text(figure.high, figure.unit)}"
    return _HEDGE[figure.qualifier].format(number_text(figure.value, figure.unit))


def date_text(date: pd.Timestamp, precision: str = "day") -> str:
    """Write a date no more precisely than the source does: `7 Feb 2026`, `Feb 2026`, `Q1 2026`, `2026`."""
    if pd.isna(date):
        return "undated"
    if precision == "year":
        return f"{date:%Y}"
    if precision == "quarter":
        return f"Q{date.quarter} {date:%Y}"
    if precision == "month":
        return f"{date:%b %Y}"
    return f"{date.day} {date:%b %Y}"


def period_text(start: pd.Timestamp, end: pd.Timestamp, precision: str = "day") -> str:
    """Write a period: one day, one calendar month, quarter or year where it is one, otherwise `from to`."""
    if pd.isna(start) or start == end:
        return date_text(end, precision)
    if start.day == 1 and end == end + pd.offsets.MonthEnd(0):
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if months == 1:
            return f"{end:%b %Y}"
        if months == 12 and start.month == 1:
            return f"{end:%Y}"
        if months == 3 and start.month % 3 == 1:
            return f"Q{end.quarter} {end:%Y}"
    if precision != "day":
        # The source gives the end no closer than a month, quarter or year, and so its start is not told closer either.
        first, last = date_text(start, "month"), date_text(end, precision)
        return last if first == last else f"{first} to {last}"
    same_year = start.year == end.year
    first = f"{start.day} {start:%b}" if same_year else date_text(start)
    return f"{first} to {date_text(end)}"


def join_words(words: Iterable[str]) -> str:
    """Join with commas and a final `and`: `a`, `a and b`, `a, b and c`."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
