"""Departures year by year: what left by report, and what the stock lost in the same time."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.hedge import Figure, figure_of
from analysis.pace.flows import Departures, Population, departures, reported
from analysis.pace.measured import hedged_figure, moved, stocks
from loaders import Ledger
from loaders.frames import row_at

NEAR = 62  # days that a figure may lie off the end of a year to stand for it
LEAST = 28  # days that part of a year must have to be told


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a population: the fall of the stock (below zero: a rise) and the reported departures.

    `start` and `end` are the dates of the two figures of the stock, or the calendar year where there are none; `rows`
    are the index labels of the two figures. Departures are those of the same time. `vague` says that the hedges of the
    two figures leave open whether the stock fell or rose; then no fall is told.
    """

    label: str
    start: pd.Timestamp
    end: pd.Timestamp
    fall: Figure | None
    rows: tuple[int, ...]
    journeys: Departures | None
    vague: bool = False


def by_year(ledger: Ledger, population: Population) -> tuple[Year, ...]:
    """Every year with two counts or with reported departures, oldest first; the newest may be part of a year."""
    found = stocks(ledger, population, population.origin)
    told = reported(ledger, population)
    years = sorted({*found["period_end"].dt.year, *told["period_end"].dt.year})
    out = [_year(ledger, population, found, year) for year in years]
    return tuple(one for one in out if one.fall is not None or one.journeys is not None or one.vague)


def _year(ledger: Ledger, population: Population, found: pd.DataFrame, year: int) -> Year:
    first, last = (_near(found, pd.Timestamp(each, 12, 31)) for each in (year - 1, year))
    label = f"{year}"
    newest = found["period_end"].max()
    if (
        last is None
        and first is not None
        and newest.year == year
        and newest >= row_at(found, first)["period_end"] + pd.Timedelta(days=LEAST)
    ):
        last = int(found.index[-1])
        label = f"{year} to {newest:%b}"
    if first is None or last is None or first == last:
        start, end = pd.Timestamp(year - 1, 12, 31), pd.Timestamp(year, 12, 31)
        return Year(f"{year}", start, end, None, (), departures(ledger, population, start, end))
    rows = row_at(found, first), row_at(found, last)
    start, end = (row["period_end"] for row in rows)
    before, after = (figure_of(row) for row in rows)
    left = departures(ledger, population, start, end)
    hedges = frozenset({before.qualifier, after.qualifier})
    if not moved(before, after) and hedges != {"exact"}:
        return Year(label, start, end, None, (first, last), left, vague=True)
    (low0, high0), (low1, high1) = before.bounds, after.bounds
    fall = hedged_figure(before.value - after.value, low0 - high1, high0 - low1, hedges)
    return Year(label, start, end, fall, (first, last), left)


def _near(found: pd.DataFrame, day: pd.Timestamp) -> int | None:
    off = (found["period_end"] - day).abs()
    return int(off.index[int(off.argmin())]) if len(off) and off.min() <= pd.Timedelta(days=NEAR) else None
