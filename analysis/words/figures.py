"""Numbers as text: how a figure, its hedge and its unit read in full, and how they are said aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, inf, isnan, log10

from analysis.vocabulary import Hedge

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


def is_money(unit: str) -> bool:
    """Whether a unit is a currency, by itself or over a time."""
    return unit in _MONEY


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as a source hedges it.

    `value` is the figure as stated (the midpoint of a range); `low` and `high` are the stated bounds, NaN where the
    source gives none; `qualifier` is a Hedge.
    """

    value: float
    low: float
    high: float
    qualifier: str
    unit: str = ""

    @property
    def text(self) -> str:
        """The figure in words, hedge first."""
        return figure_text(self)

    @property
    def bounds(self) -> tuple[float, float]:
        """Smallest and largest value that the statement allows; an open end is infinite, never below zero."""
        if self.qualifier == Hedge.AT_LEAST:
            return (self.value if isnan(self.low) else self.low), inf
        if self.qualifier == Hedge.AT_MOST:
            return min(0.0, self.value), (self.value if isnan(self.high) else self.high)
        return (self.value if isnan(self.low) else self.low), (self.value if isnan(self.high) else self.high)


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
    hedge = Hedge(figure.qualifier)
    ends = (figure.low, figure.high) if hedge is Hedge.RANGE else (figure.value,)
    return hedge.reads.format(*(number_text(end, figure.unit) for end in ends))


NEARLY = "nearly "

# From here on a count is said rounded, and from there in millions.
_IN_FULL, _MILLION, _BILLION = 100_000, 1e6, 1e9
RECKONED = 10_000
_NEARLY = 0.005  # so close below a round number that it stands for it; 4.95 million is not `nearly 5 million`


def said(figure: Figure, *, full: float = _IN_FULL) -> str:
    """A figure as people say it: rounded where it is long, the hedge kept and never crossed.

    Counts up to 99,999 and shares that are short stay as they are, money has three figures; 1,346,485 is `about 1.35
    million`, 997,334 is `nearly 1 million`; `at least` rounds down, `at most` up, a range outwards. Exact figures that
    had to be rounded become `about`, money and shares aside. Counts from `full` on are rounded: RECKONED for what was
    worked out and never counted.
    """
    return "".join(said_apart(figure, full=full))


def said_apart(figure: Figure, *, full: float = _IN_FULL) -> tuple[str, str]:
    """A figure as `said`, its hedge and its number apart: `("about ", "1.35 million")`; a range has no hedge."""
    kind, unit = Hedge(figure.qualifier), figure.unit
    if kind is Hedge.RANGE:
        low, high = _round(figure.low, unit, floor, full), _round(figure.high, unit, ceil, full)
        return "", _span(low, high, unit)
    if kind in (Hedge.AT_LEAST, Hedge.AT_MOST):
        value = _round(figure.value, unit, floor if kind is Hedge.AT_LEAST else ceil, full)
        return kind.prefix, number_said(value, unit)
    value = _round(figure.value, unit, round, full)
    if kind is not Hedge.EXACT or value == figure.value or unit in _MONEY or unit == "percent":
        return kind.prefix, number_said(value, unit)
    near = _significant(figure.value, 1, round)
    if figure.value < near <= figure.value * (1 + _NEARLY):
        return NEARLY, number_said(near, unit)
    return Hedge.ABOUT.prefix, number_said(value, unit)


def number_said(value: float, unit: str = "") -> str:
    """A number without hedge as people say it: `73,520`, `260,000`, `1.35 million`, `$3.19 bn`, `43%`."""
    if isnan(value) or abs(value) == float("inf"):
        return number_text(value, unit)
    if unit in _MONEY:
        return number_text(_significant(value, 3, round), unit)
    if unit == "percent":
        return f"{value:,.0f}%" if abs(value) >= 1 or value == 0 else f"{_plain(value)}%"
    tail = " km²" if unit == "km2" else ""
    for size, name in ((_BILLION, " billion"), (_MILLION, " million")):
        if abs(value) >= size:
            return _plain(_significant(value, 3, round) / size) + name + tail
    return _plain(value) + tail


def _span(low: float, high: float, unit: str) -> str:
    """`4,000 to 6,000`, `1.3 to 1.8 million`: the name of the size once where both ends share it.

    Beside a lower end that might be read in millions the upper one is written out: `1 to 1,000,000`.
    """
    first, last = number_said(low, unit), number_said(high, unit)
    for name in (" million", " billion", "%", " km²"):
        if first.endswith(name) and last.endswith(name):
            return f"{first.removesuffix(name)} to {last}"
    if low < 1000 and last.endswith((" million", " billion")):
        last = _plain(high)
    return f"{first} to {last}"


def _round(value: float, unit: str, way: Callable[[float], float], full: float = _IN_FULL) -> float:
    """Round as far as a listener keeps a number in mind; short ones stay."""
    if isnan(value) or abs(value) == float("inf"):
        return value
    if unit in _MONEY:
        return _significant(value, 3, way)
    if unit == "percent":
        return float(way(value)) if abs(value) >= 1 else value
    if abs(value) < full:
        return value
    return _significant(value, 3, way)


def _significant(value: float, digits: int, way: Callable[[float], float]) -> float:
    if value == 0:
        return 0.0
    size = 10.0 ** (floor(log10(abs(value))) - digits + 1)
    # The quotient is cleaned of what division leaves behind, so that a round number is not rounded up a step.
    return float(way(round(value / size, 9)) * size)


def count_text(number: int, one: str, many: str = "") -> str:
    """`1 group`, `40 groups`, `1 country`, `2 countries`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_FRACTIONS = (
    (10, "one in ten"),
    (20, "one in five"),
    (25, "one in four"),
    (100 / 3, "one in three"),
    (40, "two in five"),
    (50, "half"),
    (60, "three in five"),
    (200 / 3, "two in three"),
    (75, "three in four"),
    (80, "four in five"),
    (90, "nine in ten"),
)


def share_said(percent: float, near: float = 1.5) -> str:
    """A share as people say it: `about four in five` within `near` points of a plain fraction, else `64%`."""
    best = min(_FRACTIONS, key=lambda pair: abs(pair[0] - percent))
    off = abs(best[0] - percent)
    if off > near:
        return f"{percent:.0f}%"
    return best[1] if off < 0.05 else Hedge.ABOUT.reads.format(best[1])
