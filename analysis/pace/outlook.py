"""Pace: when is it empty? The stock now, the pace at which it empties, the date of clearance with its bounds.

Two shapes are offered. At a constant number as many people leave every year; at a constant share the same part of those
who are left leaves every year (exponential decline), and it is empty when fewer than one person is left. Bounds are the
smallest and largest result that the hedges of the statements allow (interval arithmetic, as in R. E. Moore's work).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import ceil, inf, isinf, log
from typing import Literal

import pandas as pd

from analysis.hedge import figure_of
from analysis.pace.flows import Population, departures, population_of
from analysis.pace.measured import YEAR, Method, hedged_figure, measure, newest_fall, stocks
from analysis.pace.results import FARTHEST, Comparison, Pace
from analysis.pace.words import remarks, tell
from analysis.standing import standing
from loaders import Ledger
from loaders.frames import label_of


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
    known = ledger.indicators[ledger.indicators["indicator"] == indicator]
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
    stock, date = figure_of(last), last["period_end"]
    base = Pace(
        population,
        method,
        "no pace",
        stock,
        date,
        str(last["date_precision"]),
        str(last["attribution"]),
        standing(ledger, last),
        comparison=_comparison(ledger, population, group),
        rows=(label_of(last),),
    )
    if stock.value == 0:
        return replace(base, status="already empty", years=0.0, years_bounds=(0.0, 0.0), clearance=date)
    if not base.how.holds:
        return replace(base, status="no longer holds")
    found = measure(ledger, population, group, method, stock)
    if found is None:
        return base
    if found.unsure:
        return replace(base, status="too rounded", measured=found, rows=tuple(dict.fromkeys((*base.rows, *found.rows))))
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
def _comparison(ledger: Ledger, population: Population, group: str) -> Comparison | None:
    fall = newest_fall(ledger, population, group)
    return None if fall is None else Comparison(fall, departures(ledger, population, fall.start, fall.end))


def _day(start: pd.Timestamp, years: float) -> pd.Timestamp | None:
    return None if years > FARTHEST else start + pd.Timedelta(days=ceil(years * YEAR - 1e-6))
