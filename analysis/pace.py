"""Pace: when is it empty? The stock now, the pace at which it empties, the date of clearance with its bounds.

Two shapes are offered. At a constant number as many people leave every year; at a constant share the same part of those
who are left leaves every year (exponential decline), and it is empty when fewer than one person is left. Bounds are the
smallest and largest result that the hedges of the statements allow (interval arithmetic, as in R. E. Moore's work).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, inf, isinf, log
from typing import Any, Literal

import pandas as pd

from analysis.headline import series
from analysis.hedge import Figure, add, figure_of
from analysis.pace_flows import COLUMNS, Departures, Population, departures, population_of, reported
from analysis.pace_words import remarks, tell
from analysis.select import select
from loaders import Ledger

YEAR = 365.25  # days
NEAR = 92  # days that a figure may lie off the day a year before
WIDEST = (180, 800)  # days between two figures that a pace may be measured over where none is near a year apart
FARTHEST = 500.0  # years beyond which no date is given
Window = Literal["last", "best", "set"]
Shape = Literal["number", "share"]
WINDOWS: tuple[Window, ...] = ("last", "best", "set")
SHAPES: tuple[Shape, ...] = ("number", "share")

Status = Literal["clears", "not at this pace", "already empty", "no pace", "no figure"]


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
    def share(self) -> float:
        """Part of those present that leaves in a year, 0 to 1; below zero where the stock rises."""
        return 1.0 - self.ratio ** (-1.0 / self.years) if self.ratio > 0 else -inf


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the stock lost between two figures beside what left by report in the same time (None: no report)."""

    fall: Measured
    journeys: Departures | None

    @property
    def difference(self) -> float:
        """Fall less reported departures; NaN where none is reported."""
        return self.fall.left - self.journeys.figure.value if self.journeys else float("nan")


@dataclass(frozen=True, slots=True)
class Pace:
    """When a population is empty at a pace.

    `stock` is the newest headline figure and `stock_date` its date (None and NaT without one). `per_year` is the pace
    in people a year; `per_year_bounds` are its bounds, open ends infinite. `years` and `clearance` say when the stock
    is empty (inf and None: not at this pace, or later than FARTHEST years); `years_bounds`, `earliest` and `latest`
    are what the hedges allow (None: open end). `half_life` is in years, for a constant share. `comparison` sets the
    fall of the stock beside the reported departures; `working` is the arithmetic in sentences; `rows` are the index
    labels of the observations behind it.
    """

    population: Population
    method: Method
    status: Status
    stock: Figure | None = None
    stock_date: pd.Timestamp = pd.NaT
    stock_precision: str = "day"
    stock_publisher: str = ""
    per_year: Figure | None = None
    per_year_bounds: tuple[float, float] = (float("nan"), float("nan"))
    years: float = float("nan")
    years_bounds: tuple[float, float] = (float("nan"), float("nan"))
    clearance: pd.Timestamp | None = None
    earliest: pd.Timestamp | None = None
    latest: pd.Timestamp | None = None
    half_life: float = float("nan")
    measured: Measured | None = None
    comparison: Comparison | None = None
    working: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def hedged(self) -> bool:
        """Whether the statements allow more than one result."""
        low, high = self.years_bounds
        return low != high


def by_number(stock: float, left: float, span: float) -> float:
    """Years until `stock` people have left where `left` people leave in `span` years; inf where nobody does."""
    if stock <= 0:
        return 0.0
    return inf if left <= 0 or isinf(stock) else stock / left * span


def by_share(stock: float, ratio: float, span: float) -> float:
    """Years until fewer than one of `stock` people is left where every `span` years divide the stock by `ratio`."""
    if stock < 1:
        return 0.0
    return inf if ratio <= 1 or isinf(stock) else span * log(stock) / log(ratio)


def remaining(one: Pace, years: float, end: Literal["mid", "slow", "fast"] = "mid") -> float:
    """How many are left `years` after the date of the stock at a pace, by the stated figures or an end of the hedges.

    Not above the stock by a bound that lets it rise without end: NaN there, and without a pace.
    """
    found = one.measured
    if found is None or one.stock is None:
        return float("nan")
    low, high = one.stock.bounds
    stock, left, ratio = {
        "mid": (one.stock.value, found.left, found.ratio),
        "slow": (high, found.low, found.ratio_slow),
        "fast": (low, found.high, found.ratio_fast),
    }[end]
    if isinf(stock) or left < 0 or isinf(left):
        return float("nan")
    if one.method.shape == "share":
        return 0.0 if isinf(ratio) else stock * ratio ** (-years / found.years)
    return max(stock - left / found.years * years, 0.0)


LAST = Method()


def pace(
    ledger: Ledger, indicator: str, place: str, origin: str = "all", group: str = "total", method: Method = LAST
) -> Pace:
    """Say when the stock of `indicator` in `place` is empty at the pace of `method`.

    Uses headline figures only and never a point between two of them. Raises ValueError for an indicator that is no
    stock, for one not counted in people, and for a set pace that is not above zero.
    """
    known = ledger.indicators.loc[ledger.indicators["indicator"].astype(str) == indicator]
    if known.empty or str(known["kind"].iloc[0]) != "stock" or str(known["unit"].iloc[0]) != "persons":
        raise ValueError(f"{indicator} is not a stock of people: it has no date on which it is empty")
    if method.window == "set" and not method.per_month > 0:
        raise ValueError("a set pace is a number of people a month above zero")
    return _pace(ledger, population_of(ledger, indicator, place, origin), group, method)


@lru_cache(maxsize=1024)
def _pace(ledger: Ledger, population: Population, group: str, method: Method) -> Pace:
    base = _cleared(ledger, population, group, method)
    noted = replace(base, remarks=remarks(ledger, base))
    return replace(noted, working=tell(ledger, noted))


def _cleared(ledger: Ledger, population: Population, group: str, method: Method) -> Pace:
    """The dates of clearance: the stated figures give the date, the ends of their hedges its bounds.

    The more people are there and the fewer leave, the later it is empty; so the ends of the result come from the ends
    of the figures. In the fall up to now the stock now is in both: more people now are also a smaller fall, so that
    these ends are those of one and the same case and no wider than need be.
    """
    rows = stocks(ledger, population, population.origin, group)
    if rows.empty:
        return Pace(population, method, "no figure")
    last = rows.iloc[-1]
    every = rows if population.origin == "all" else stocks(ledger, population, "all", group)
    if len(every) and every["value"].iloc[-1] == 0 and every["period_end"].iloc[-1] > last["period_end"]:
        last = every.iloc[-1]  # all people of the place are gone, and with them those of one nationality
    stock, date = figure_of(last.to_dict()), last["period_end"]
    base = Pace(
        population,
        method,
        "no pace",
        stock,
        date,
        str(last["date_precision"]),
        str(last["publisher"]),
        comparison=_comparison(ledger, population, group),
        rows=(int(last.name),),
    )
    if stock.value == 0:
        return replace(base, status="already empty", years=0.0, years_bounds=(0.0, 0.0), clearance=date)
    found = _measure(ledger, population, group, method, stock)
    if found is None:
        return base
    low, high = stock.bounds
    if method.shape == "share":
        years, first, late = (
            by_share(*ends, found.years)
            for ends in ((stock.value, found.ratio), (low, found.ratio_fast), (high, found.ratio_slow))
        )
    else:
        years, first, late = (
            by_number(*ends, found.years) for ends in ((stock.value, found.left), (low, found.high), (high, found.low))
        )
    return replace(
        base,
        status="clears" if years < inf else "not at this pace",
        per_year=hedged_figure(found.per_year, found.low / found.years, found.high / found.years, found.hedges),
        per_year_bounds=(found.low / found.years, found.high / found.years),
        years=years,
        years_bounds=(first, late),
        clearance=_day(date, years),
        earliest=None if isinf(found.high) else _day(date, first),
        latest=_day(date, late),
        half_life=by_share(2.0, found.ratio, found.years),
        measured=found,
        rows=tuple(dict.fromkeys((*base.rows, *found.rows))),
    )


@lru_cache(maxsize=1024)
def stocks(ledger: Ledger, population: Population, origin: str, group: str = "total") -> pd.DataFrame:
    """The headline figures of a population's stock, oldest first; `origin` is its own, or all for everybody there.

    Columns: COLUMNS of pace_flows.
    """
    rows = select(ledger, population.indicator, place=population.place, origin=origin, group=group)
    return series(ledger, rows)[COLUMNS]


@lru_cache(maxsize=1024)
def _comparison(ledger: Ledger, population: Population, group: str) -> Comparison | None:
    fall = _newest_fall(ledger, population, group)
    return None if fall is None else Comparison(fall, departures(ledger, population, fall.start, fall.end))


@lru_cache(maxsize=1024)
def falls(ledger: Ledger, population: Population, group: str = "total") -> tuple[Measured, ...]:
    """The fall of a stock up to each of its figures (oldest first): against the figure nearest to a year before.

    A figure of the same publisher goes before one of another, so that like is compared with like. A figure without
    another within NEAR days of a year before it has no fall here.
    """
    records = _records(ledger, population, group)
    found = (_fall(records[:at], record, 365 - NEAR, 365 + NEAR) for at, record in enumerate(records))
    return tuple(one for one in found if one is not None)


def _records(ledger: Ledger, population: Population, group: str) -> list[dict[str, Any]]:
    rows = stocks(ledger, population, population.origin, group)
    columns = ["period_end", "value", "low", "high", "qualifier", "unit", "publisher"]
    records: list[dict[str, Any]] = rows[columns].assign(_label=rows.index).to_dict("records")
    return records


def _fall(earlier: list[dict[str, Any]], last: dict[str, Any], least: int, most: int) -> Measured | None:
    spans = [((last["period_end"] - one["period_end"]).days, one) for one in earlier]
    fit = [(days, one) for days, one in spans if least <= days <= most]
    if not fit:
        return None
    like = [(days, one) for days, one in fit if one["publisher"] == last["publisher"]]
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


def _newest_fall(ledger: Ledger, population: Population, group: str) -> Measured | None:
    """The fall up to the newest figure, over a longer or shorter time where no figure is near a year before."""
    *earlier, last = _records(ledger, population, group)
    return _fall(earlier, last, 365 - NEAR, 365 + NEAR) or _fall(earlier, last, *WIDEST)


def _measure(ledger: Ledger, population: Population, group: str, method: Method, stock: Figure) -> Measured | None:
    if method.window == "set":
        # The share of a set pace is of the stock now: of S people m go in the first month, and S - m stay.
        month, (low, high) = method.per_month, stock.bounds
        stay, slow, fast = (_ratio(of, of - month) if of < inf else 1.0 for of in (stock.value, high, low))
        never = pd.NaT
        return Measured(
            "set", never, never, 1 / 12, month, month, month, stay, slow, fast, frozenset({"exact"}), (), at=stock.value
        )
    by_report = _newest_report(ledger, population, group, method) if method.basis != "fall" else None
    if method.basis == "journeys" or (by_report is not None and population.complete):
        return by_report
    newest = _newest_fall(ledger, population, group)
    if method.window == "best":
        peak = _peak(ledger, population, group)
        since = [one for one in falls(ledger, population, group) if one.start >= peak]
        every = [*since, *([newest] if newest else [])]
        newest = max(every, key=_speed(method), default=None)
    return newest or by_report


def _peak(ledger: Ledger, population: Population, group: str) -> pd.Timestamp:
    """The date of the highest figure of the stock, the first of several."""
    rows = stocks(ledger, population, population.origin, group)
    return rows.loc[rows["value"].idxmax(), "period_end"]


def _speed(method: Method) -> Callable[[Measured], float]:
    """What the best 12 months are best in: the number or the share that left in a year."""
    return (lambda one: one.per_year) if method.shape == "number" else (lambda one: one.share)


def _newest_report(ledger: Ledger, population: Population, group: str, method: Method) -> Measured | None:
    """Reported departures of the 12 months up to the newest figure, or of those up to it with the most of them."""
    rows = stocks(ledger, population, population.origin, group)
    newest = rows["period_end"].iloc[-1]
    told = reported(ledger, population)
    told = told.loc[told["period_end"] <= newest]
    if told.empty:
        return None
    whole_years = (told["period_end"] - told["period_start"]).dt.days.min() >= 350
    year = pd.DateOffset(years=1)
    ends = list(dict.fromkeys(told["period_end"])) if method.window == "best" or whole_years else [newest]
    if method.window == "best" and len(rows) > 1:
        peak = _peak(ledger, population, group)
        ends = [end for end in ends if end - year >= peak] or ends[-1:]
    if whole_years and method.window == "last":
        ends = [end for end in ends if end > newest - year]
    if not ends:
        return None
    # Chosen by plain sums, because only one of the many spans needs its hedges.
    days, sums = told["period_end"], told["value"]
    left = [sums[(days > end - year) & (days <= end)].sum() for end in ends]
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
        return figure_of(rows.loc[near.idxmin(), ["value", "low", "high", "qualifier", "unit"]].to_dict())
    later = departures(ledger, population, end, rows["period_end"].iloc[-1])
    newest = figure_of(rows.iloc[-1].to_dict())
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


def _day(start: pd.Timestamp, years: float) -> pd.Timestamp | None:
    return None if years > FARTHEST else start + pd.Timedelta(days=ceil(years * YEAR - 1e-6))
