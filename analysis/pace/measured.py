"""How many leave: the fall of a stock between two figures, departures that sources report, or a number that is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, isinf
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.headline import series
from analysis.hedge import Figure, add, figure_of
from analysis.pace.flows import COLUMNS, Population, departures, reported
from analysis.select import select
from analysis.vocabulary import Hedge
from analysis.words import Told, direction
from loaders import Ledger
from loaders.frames import NO_DAY, as_records, row_of_max

YEAR = 365.25  # days
NEAR = 92  # days that a figure may lie off the day a year before
LIKE = 46  # days that a figure of the same counting body may lie off it to go before a nearer one
WIDEST = (180, 800)  # days between two figures that a pace may be measured over where none is near a year apart
Window = Literal["last", "best", "set"]
Shape = Literal["number", "share"]
WINDOWS: tuple[Window, ...] = ("last", "best", "set")
SHAPES: tuple[Shape, ...] = ("number", "share")


@dataclass(frozen=True, slots=True)
class Method:
    """How a pace is found and carried on.

    `window` is last or best (12 months; the best since the stock was highest, because those who left before an influx
    were other people) or set (`per_month` people a month); `shape` is number (constant number) or
    share (constant share); `basis` says what counts as departures: fall (of the stock), journeys (that sources
    report), or auto: journeys where they are reported of all the people in the stock, the fall elsewhere.
    """

    window: Window = "last"
    shape: Shape = "number"
    basis: Literal["auto", "journeys", "fall"] = "auto"
    per_month: float = 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Departures measured over a span: from two figures of the stock, from reports, or set.

    `left` is how many left in the span of `years`; `low` and `high` are its bounds, which may be infinite or, where the
    stock may have risen, negative. `ratio` is the stock before as a multiple of the stock after, with `ratio_slow` and
    `ratio_fast` for the ends. `before` and `after` are the two figures of a fall; `at` is the stock that a share is of.
    """

    basis: Literal["journeys", "fall", "set"]
    start: pd.Timestamp
    end: pd.Timestamp
    years: float
    left: float
    low: float
    high: float
    ratio: float
    ratio_slow: float
    ratio_fast: float
    hedges: frozenset[str]
    rows: tuple[int, ...]
    before: Figure | None = None
    after: Figure | None = None
    at: float = float("nan")

    @property
    def per_year(self) -> float:
        """People a year."""
        return self.left / self.years

    @property
    def unsure(self) -> bool:
        """Whether a fall is no larger than what the rounding of its two figures leaves open."""
        if self.before is None or self.after is None or self.left <= 0:
            return False
        # Only rounding is asked after: what at least and at most leave open is told by the bounds.
        stated = (self.after, self.before)
        after, before = (one if Hedge(one.qualifier).vague else replace(one, qualifier="exact") for one in stated)
        return moved(before, after) == 0

    @property
    def fell(self) -> bool:
        """Whether the hedges leave no doubt that the stock has fallen."""
        return self.before is not None and self.after is not None and moved(self.before, self.after) < 0

    @property
    def share(self) -> float:
        """Part of those present that leaves in a year, 0 to 1; below zero where the stock rises."""
        return 1.0 - self.ratio ** (-1.0 / self.years) if self.ratio > 0 else -inf


def moved(before: Figure, after: Figure) -> int:
    """1 where a stock has surely risen from one figure to the next, -1 where it has surely fallen, else 0."""
    return direction(Told(after, NO_DAY), Told(before, NO_DAY))


@lru_cache(maxsize=1024)
def stocks(ledger: Ledger, population: Population, origin: str, group: str = "total") -> pd.DataFrame:
    """The headline figures of a population's stock, oldest first; `origin` is its own, or all for everybody there.

    Columns: COLUMNS of pace_flows.
    """
    rows = select(ledger, population.indicator, place=population.place, origin=origin, group=group)
    return series(ledger, rows)[COLUMNS]


@lru_cache(maxsize=1024)
def falls(ledger: Ledger, population: Population, group: str = "total") -> tuple[Measured, ...]:
    """The fall of a stock up to each of its figures (oldest first): against the figure nearest to a year before.

    A figure of the same counting body within LIKE days goes before a nearer one of another, so that like is compared
    with like; where bodies count differently, all are of one. A figure without another within NEAR days of a year
    before it has no fall here.
    """
    records = _records(ledger, population, group)
    found = (_fall(records[:at], record, 365 - NEAR, 365 + NEAR) for at, record in enumerate(records))
    return tuple(one for one in found if one is not None)


def _records(ledger: Ledger, population: Population, group: str) -> list[dict[str, Any]]:
    rows = stocks(ledger, population, population.origin, group)
    columns = ["period_end", "value", "low", "high", "qualifier", "unit", "counter"]
    records: list[dict[str, Any]] = as_records(rows[columns].assign(_label=rows.index))
    return records


def _fall(earlier: list[dict[str, Any]], last: dict[str, Any], least: int, most: int) -> Measured | None:
    spans = [((last["period_end"] - one["period_end"]).days, one) for one in earlier]
    fit = [(days, one) for days, one in spans if least <= days <= most]
    if not fit:
        return None
    like = [(days, one) for days, one in fit if one["counter"] == last["counter"] and abs(days - 365) <= LIKE]
    days, first = min(like or fit, key=lambda pair: abs(pair[0] - 365))
    before, after = figure_of(first), figure_of(last)
    (low0, high0), (low1, high1) = before.bounds, after.bounds
    return Measured(
        "fall",
        first["period_end"],
        last["period_end"],
        days / YEAR,
        before.value - after.value,
        low0 - high1,
        high0 - low1,
        _ratio(before.value, after.value),
        _ratio(low0, high1),
        _ratio(high0, low1),
        frozenset({before.qualifier, after.qualifier}),
        (int(first["_label"]), int(last["_label"])),
        before,
        after,
    )


def _ratio(before: float, after: float) -> float:
    """How many were there before for each one after; 0 where the stock after has no upper limit."""
    if after <= 0:
        return inf if before > 0 else 1.0
    return 0.0 if isinf(after) else before / after


def newest_fall(ledger: Ledger, population: Population, group: str) -> Measured | None:
    """The fall up to the newest figure, over a longer or shorter time where no figure is near a year before."""
    *earlier, last = _records(ledger, population, group)
    return _fall(earlier, last, 365 - NEAR, 365 + NEAR) or _fall(earlier, last, *WIDEST)


def measure(ledger: Ledger, population: Population, group: str, method: Method, stock: Figure) -> Measured | None:
    """How many leave by a method, `stock` being there now; None where nothing tells it."""
    if method.window == "set":
        # The share of a set pace is of the stock now: of S people m go in the first month, and S - m stay.
        month, (low, high) = method.per_month, stock.bounds
        stay, slow, fast = (_ratio(of, of - month) if of < inf else 1.0 for of in (stock.value, high, low))
        return Measured(
            "set",
            NO_DAY,
            NO_DAY,
            1 / 12,
            month,
            month,
            month,
            stay,
            slow,
            fast,
            frozenset({"exact"}),
            (),
            at=stock.value,
        )
    by_report = _newest_report(ledger, population, group, method) if method.basis != "fall" else None
    if method.basis == "journeys" or (by_report is not None and population.complete):
        return by_report
    newest = newest_fall(ledger, population, group)
    if method.window == "best":
        peak = _peak(ledger, population, group)
        since = [one for one in falls(ledger, population, group) if one.start >= peak]
        every = [*since, *([newest] if newest else [])]
        newest = max(every, key=_speed(method), default=None)
    return newest or by_report


def _peak(ledger: Ledger, population: Population, group: str) -> pd.Timestamp:
    """The date of the highest figure of the stock, the first of several."""
    rows = stocks(ledger, population, population.origin, group)
    return row_of_max(rows, "value")["period_end"]


def _speed(method: Method) -> Callable[[Measured], float]:
    """What the best 12 months are best in: the number or the share that left in a year."""
    return (lambda one: one.per_year) if method.shape == "number" else (lambda one: one.share)


def _newest_report(ledger: Ledger, population: Population, group: str, method: Method) -> Measured | None:
    """Reported departures of the 12 months up to the newest figure, or of those up to it with the most of them."""
    rows = stocks(ledger, population, population.origin, group)
    newest = rows["period_end"].iloc[-1]
    told = reported(ledger, population)
    told = told[told["period_end"] <= newest]
    if told.empty:
        return None
    whole_years = (told["period_end"] - told["period_start"]).dt.days.min() >= 350
    year = pd.DateOffset(years=1)
    ends = list(dict.fromkeys(told["period_end"])) if method.window == "best" or whole_years else [newest]
    peak = _peak(ledger, population, group)
    if method.window == "best" and peak > rows["period_end"].iloc[0]:
        # Before the first figure no influx is known; after one, those who had left before were other people.
        ends = [end for end in ends if end - year >= peak] or ends[-1:]
    if whole_years and method.window == "last":
        ends = [end for end in ends if end > newest - year]
    if not ends:
        return None
    # Chosen by plain sums, because only one of the many spans needs its hedges.
    days, sums = told["period_end"].to_numpy(), told["value"].to_numpy()
    spans = [((end - year).to_datetime64(), end.to_datetime64()) for end in ends]
    left = [float(np.nansum(sums[(days > start) & (days <= end)])) for start, end in spans]
    if method.shape == "share":
        left = [
            gone / max(_there(ledger, population, rows, end).value, 1.0) for gone, end in zip(left, ends, strict=True)
        ]
    return _report(ledger, population, rows, ends[left.index(max(left))])


def _report(ledger: Ledger, population: Population, rows: pd.DataFrame, end: pd.Timestamp) -> Measured:
    """Departures reported in the 12 months up to `end`, none being zero; their share is of the people there then."""
    start = end - pd.DateOffset(years=1)
    told, there = departures(ledger, population, start, end), _there(ledger, population, rows, end)
    figure = told.figure if told else Figure(0.0, float("nan"), float("nan"), "exact", "persons")
    (low, high), (fewest, most) = figure.bounds, there.bounds
    return Measured(
        "journeys",
        start,
        end,
        1.0,
        figure.value,
        low,
        high,
        _ratio(there.value + figure.value, there.value),
        _ratio(most + low, most) if most < inf else 1.0,
        _ratio(fewest + high, fewest),
        frozenset({figure.qualifier}),
        told.rows if told else (),
        at=there.value,
    )


def _there(ledger: Ledger, population: Population, rows: pd.DataFrame, end: pd.Timestamp) -> Figure:
    """Who was there on a day: the figure within NEAR days of it, or the newest and all who left since by report."""
    near = (rows["period_end"] - end).abs()
    if near.min() <= pd.Timedelta(days=NEAR):
        return figure_of(rows.iloc[int(near.argmin())])
    later = departures(ledger, population, end, rows["period_end"].iloc[-1])
    newest = figure_of(rows.iloc[-1])
    return add([newest, later.figure]) if later else newest


def hedged_figure(value: float, low: float, high: float, hedges: frozenset[str]) -> Figure:
    """A reckoned number of people with bounds, hedged as what it was reckoned from; infinite bounds are open ends."""
    nan = float("nan")
    if low == high:
        kind = "exact" if hedges <= {"exact"} else "estimate" if hedges <= {"exact", "estimate"} else "about"
        return Figure(value, nan, nan, kind, "persons")
    if high == inf and low == value:
        return Figure(value, nan, nan, "at_least", "persons")
    if low == -inf and high == value:
        return Figure(value, nan, nan, "at_most", "persons")
    return Figure(value, low, high, "about", "persons")
