"""Cuts through one indicator: which places, nationalities, groups and bodies it has figures for, and their rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.headline import headline, mark
from analysis.select import select
from analysis.totals import ALLOWED, by_period, containing
from analysis.vocabulary import Scope
from loaders import Ledger
from loaders.frames import among

By = Literal["place", "origin", "group", "counter"]
CUTS: tuple[By, ...] = ("place", "origin", "group", "counter")
FIXED: tuple[By, ...] = ("place", "origin", "group")
# The value of a dimension that stands for everybody comes first where the indicator has it.
_EVERYBODY = {"origin": ("all",), "group": ("total",), "place": (), "counter": ()}
YEARS = "years"
SCOPES = {
    YEARS: "calendar years",
    **{str(scope): scope.label for scope in Scope},
}


@dataclass(frozen=True, slots=True)
class Cut:
    """One question to the ledger: an indicator, cut by one dimension, with the other dimensions held at one value.

    `which` are the values of the cut that are compared. `scope` chooses among the periods of a flow: `years` (stated
    or added by calendar year) or one of the scopes of the statements; it is empty for stocks and running totals.
    `first` and `last` are years, inclusive; empty means no limit.
    """

    indicator: str
    by: By = "place"
    which: tuple[str, ...] = ()
    place: str = ""
    origin: str = "all"
    group: str = "total"
    scope: str = ""
    first: str = ""
    last: str = ""


@lru_cache(maxsize=512)
def indicator_rows(ledger: Ledger, indicator: str) -> pd.DataFrame:
    """All observations of one indicator, oldest first. The frame is shared: do not change it."""
    return select(ledger, indicator, group=None)


@lru_cache(maxsize=4)
def documented(ledger: Ledger) -> pd.Series:
    """Number of statements of every indicator that has any, the most documented first (index: indicator id)."""
    counts = ledger.observations["indicator"].astype(str).value_counts()
    return counts[counts > 0]


def held(ledger: Ledger, cut: Cut) -> pd.DataFrame:
    """The observations of a cut for all values of its dimension, the others held; all periods, scopes and years."""
    return _held(ledger, replace(cut, which=(), scope="", first="", last=""))


@lru_cache(maxsize=128)
def _held(ledger: Ledger, cut: Cut) -> pd.DataFrame:
    rows = indicator_rows(ledger, cut.indicator)
    found = rows.loc[_matches(rows, cut, tuple(column for column in FIXED if column != cut.by))]
    if cut.by == "group" and len(found):
        # Households are counted in another unit than people and never share a chart with them.
        found = found[found["unit"] == found["unit"].value_counts().index[0]]
    return found


def _matches(rows: pd.DataFrame, cut: Cut, columns: tuple[By, ...]) -> npt.NDArray[np.bool_]:
    keep = np.ones(len(rows), dtype=np.bool_)
    for column in columns:
        keep &= (rows[column] == getattr(cut, column)).to_numpy()
    return keep


@lru_cache(maxsize=1024)
def choices(ledger: Ledger, cut: Cut, dimension: By) -> tuple[str, ...]:
    """Values of `dimension` that have figures, the whole before its parts, then the most documented first.

    The dimension of the cut is judged with the others held; a held dimension with those before it in FIXED held, so
    that a choice made from left to right always leads to figures.
    """
    if dimension == cut.by:
        values = held(ledger, cut)[dimension]
    else:
        rows = indicator_rows(ledger, cut.indicator)
        before = tuple(column for column in FIXED[: FIXED.index(dimension)] if column != cut.by)
        values = rows.loc[_matches(rows, cut, before), dimension]
    found = values.value_counts()
    counts = {str(value): int(count) for value, count in found.items() if count}
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    whole = [value for value in _EVERYBODY[dimension] if value in ordered]
    return (*whole, *(value for value in ordered if value not in whole))


@lru_cache(maxsize=512)
def scopes(ledger: Ledger, cut: Cut) -> tuple[str, ...]:
    """Periods that the flow of a cut can be shown by, calendar years first; empty for stocks and running totals."""
    rows = held(ledger, cut)
    rows = rows[rows["kind"] == "flow"]
    if rows.empty:
        return ()
    counts = rows["scope"].astype(str).value_counts()
    # Other counts lead nowhere, so they come last however many there are.
    stated = [scope for scope in counts.index if counts[scope] and scope in SCOPES]
    stated.sort(key=lambda scope: scope == "alternative_count")
    told = cut.by != "counter" and len(year_rows(ledger, rows)) > 0
    return (YEARS, *stated) if told else tuple(stated)


def addable(rows: pd.DataFrame) -> bool:
    """Whether the definition of the rows' indicator allows a sum over periods."""
    return len(rows) > 0 and ALLOWED["periods"] in str(rows["aggregation"].iloc[0])


def year_rows(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """The headline statements of a flow that a calendar year can be told by.

    Totals of exactly one calendar year, and operations where the definition allows to add them.
    """
    marked = headline(ledger, rows)
    lead = marked[marked["role"] == "headline"]
    starts, ends = lead["period_start"], lead["period_end"]
    whole_year = (starts.dt.day_of_year == 1) & (ends.dt.month == 12) & (ends.dt.day == 31)
    whole_year &= starts.dt.year == ends.dt.year
    event = lead["scope"] == "event"
    return lead.loc[(event | whole_year) if addable(rows) else (whole_year & ~event)]


@lru_cache(maxsize=1024)
def years(ledger: Ledger, cut: Cut) -> tuple[str, ...]:
    """Years in which a figure of the cut holds, oldest first."""
    ends = held(ledger, cut)["period_end"].dropna()
    return tuple(str(year) for year in sorted(ends.dt.year.unique()))


@lru_cache(maxsize=512)
def likely_cuts(ledger: Ledger, indicator: str) -> tuple[By, ...]:
    """The dimensions that an indicator can be cut by, the one that tells most first: places or nationalities."""
    rows = indicator_rows(ledger, indicator)
    first: By = "origin" if rows["origin"].nunique() > rows["place"].nunique() else "place"
    return (first, *(cut for cut in CUTS if cut != first))


@lru_cache(maxsize=1024)
def default_cut(ledger: Ledger, indicator: str, by: By = "place", most: int = 4) -> Cut:
    """The cut that a reader sees first: the most documented value of every held dimension, all years."""
    cut = Cut(indicator, by)
    for column in FIXED:
        offered = choices(ledger, cut, column)
        if column != by and offered:
            cut = hold(cut, column, offered[0])
    offered_scopes = scopes(ledger, cut)
    return replace(cut, which=choices(ledger, cut, by)[:most], scope=offered_scopes[0] if offered_scopes else "")


def hold(cut: Cut, column: By, value: str) -> Cut:
    """The cut with one held dimension at another value."""
    if column == "place":
        return replace(cut, place=value)
    return replace(cut, origin=value) if column == "origin" else replace(cut, group=value)


def statements(ledger: Ledger, cut: Cut) -> pd.DataFrame:
    """Every statement of a cut within its years, in all scopes, with its part in the headline (`analysis.headline`).

    Cut by counting body, statements are judged among those of the same body: each speaks for itself.
    """
    rows = held(ledger, cut)
    rows = rows.loc[among(rows[cut.by], cut.which)]
    if cut.first:
        rows = rows[rows["period_end"].dt.year >= int(cut.first)]
    if cut.last:
        rows = rows[rows["period_end"].dt.year <= int(cut.last)]
    judged = headline(ledger, rows)
    if cut.by != "counter" or rows.empty:
        return judged
    # As if each body told a series of its own, so that all are judged at once and none is another's rival.
    own = rows["indicator"].astype(str) + "|" + rows["counter"].astype(str)
    among_own = mark(ledger, rows.assign(indicator=own))
    role = among_own["role"].mask(judged["role"] == "kept_out", "kept_out")
    return among_own.assign(indicator=rows["indicator"], role=role)


def year_sums(ledger: Ledger, rows: pd.DataFrame, by: By) -> dict[str, pd.DataFrame]:
    """For each value of the cut its flow by calendar year, as `analysis.by_period` returns it.

    Where the indicator's definition does not allow a sum over periods, only years that a source states are kept.
    """
    found = {}
    for value, part in rows.groupby(by, observed=True, sort=False):
        sums = by_period(ledger, part, "YE")
        sums = sums if addable(rows) else sums[sums["basis"] == "stated"]
        if len(sums):
            found[str(value)] = sums
    return found


def overlaps(ledger: Ledger, by: By, which: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs (part, whole) among the values of a cut by place or origin, which must never be added."""
    if by not in ("place", "origin"):
        return []
    wholes = containing(ledger, "place" if by == "place" else "origin")
    return [(part, whole) for part in which for whole in which if whole in wholes.get(part, set())]
