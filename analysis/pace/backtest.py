"""What the pace would have said in the past, and what happened: a forecast that shows its own record.

Each forecast is made from the statements published by its day, and held against the day on which the stock was stated
as zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import isinf
from typing import Literal

import pandas as pd

from analysis.headline import series
from analysis.hedge import figure_of
from analysis.listed import camps
from analysis.pace.flows import Departures, Population, departures, populations
from analysis.pace.measured import SHAPES, YEAR, Method, Window, stocks
from analysis.pace.outlook import by_number, by_share, pace
from analysis.pace.results import Pace
from analysis.pace.words import bounds_text, clearance_text, pace_text, rate_text, years_text
from analysis.select import select
from analysis.sites import first_camp, spoken, together
from analysis.vintage import as_known_on, whole
from analysis.words import date_text, join_words, number_text, on
from loaders import Ledger
from loaders.frames import as_records, label_of

_YEARS_BEFORE = 6  # years before a stock was gone at whose ends it is forecast
_WINDOWS: tuple[Window, ...] = ("last", "best")
_BASES: tuple[Literal["fall", "journeys"], ...] = ("fall", "journeys")
METHODS = tuple(Method(window, shape, basis) for shape in SHAPES for window in _WINDOWS for basis in _BASES)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened: the first statement that the stock is zero."""

    date: pd.Timestamp
    row: int
    attribution: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one method said on one day, and how far it was from what happened.

    `error_days` is the forecast day of clearance less the day on which it was empty (positive: the forecast was too
    late), NaN where the method gave no day. `inside` says whether the outcome lay within the bounds of the hedges.
    """

    standing: pd.Timestamp
    said: Pace
    error_days: float
    inside: bool

    @property
    def error_years(self) -> float:
        """The error in years."""
        return self.error_days / YEAR

    @property
    def error_text(self) -> str:
        """The error in words: `2.9 years too late`, `41 days too early`, `no date`."""
        if pd.isna(self.error_days):
            return "no date to compare"
        size = abs(self.error_days)
        told = f"{number_text(size)} days" if size < YEAR else years_text(size / YEAR)
        return f"{told} too {'late' if self.error_days > 0 else 'early'}" if size else "to the day"


@lru_cache(maxsize=64)
def outcome(ledger: Ledger, key: str) -> Outcome | None:
    """When the stock of a population was first stated as zero after people had been counted; None if it never was."""
    one = populations(ledger).get(key)
    if one is None:
        return None
    rows = stocks(ledger, one, one.origin)
    empty = rows[(rows["value"] == 0) & (rows["value"].cummax() > 0)]
    if empty.empty:
        return None
    first = empty.iloc[0]
    return Outcome(first["period_end"], label_of(first), str(first["attribution"]))


@lru_cache(maxsize=16)
def tried_camp(ledger: Ledger) -> str:
    """The population whose forecasts are tried: the first camp that was stated to be empty, else the first camp."""
    return next((camp for camp in camps(ledger) if outcome(ledger, camp) is not None), first_camp(ledger))


@lru_cache(maxsize=16)
def record(ledger: Ledger, key: str) -> tuple[Forecast, ...]:
    """What every method of METHODS said about one population on every day of `standing_days`, oldest first.

    Only the days up to which this ledger knows are asked. Every forecast uses only statements published by its day.
    """
    one = populations(ledger).get(key)
    happened = outcome(ledger, key)
    if one is None or happened is None:
        return ()
    wanted = frozenset({one.indicator, *(flow.indicator for flow in one.flows)})
    known = [day for day in standing_days(happened) if pd.isna(ledger.known_on) or day <= ledger.known_on]
    # What was known on an earlier day is the same in each later vintage, and so is what is reckoned from it.
    then = {day: as_known_on(_of(whole(ledger, day), wanted), day) for day in known}
    return tuple(_forecast(then[day], one, day, method, happened) for day in known for method in METHODS)


@lru_cache(maxsize=16)
def _of(ledger: Ledger, indicators: frozenset[str]) -> Ledger:
    """Only the rows that a forecast can use, because every vintage is judged anew."""
    rows = ledger.observations
    return replace(ledger, observations=rows[rows["indicator"].isin(indicators)])


def standing_days(happened: Outcome) -> list[pd.Timestamp]:
    """Days on which a forecast is tried: the ends of the six years before the stock was gone, and the last midyear."""
    year = happened.date.year
    ends = [pd.Timestamp(before, 12, 31) for before in range(year - _YEARS_BEFORE, year)]
    return sorted([*ends, pd.Timestamp(year - 1, 6, 30)])


def _forecast(then: Ledger, one: Population, day: pd.Timestamp, method: Method, happened: Outcome) -> Forecast:
    said = pace(then, one.indicator, one.place, one.origin, method=method)
    error = float("nan") if said.clearance is None else float((said.clearance - happened.date).days)
    early = said.earliest is None or said.earliest <= happened.date
    late = said.latest is None or happened.date <= said.latest
    return Forecast(day, said, error, early and late and said.status in ("clears", "not at this pace"))


def method_name(method: Method) -> str:
    """A method in words: `latest pace, fall of the stock, constant number`."""
    basis = {"fall": "fall of the stock", "journeys": "reported journeys", "auto": "departures"}[method.basis]
    window = {"last": "latest", "best": "fastest", "set": "set"}[method.window]
    return f"{window} pace, {basis}, constant {method.shape}"


def record_table(forecasts: tuple[Forecast, ...]) -> pd.DataFrame:
    """The record as a table of text: Standing on, Method, Stock then, Pace a year, Empty on, Bounds, Error."""
    return pd.DataFrame(
        [
            {
                "Standing on": date_text(one.standing),
                "Method": method_name(one.said.method),
                "Stock known then": ""
                if one.said.stock is None
                else f"{one.said.stock.text} ({date_text(one.said.stock_date, one.said.stock_precision)})",
                "Pace a year": pace_text(one.said),
                "Empty": clearance_text(one.said),
                "Bounds": bounds_text(one.said),
                "Error": one.error_text,
            }
            for one in forecasts
        ],
        columns=["Standing on", "Method", "Stock known then", "Pace a year", "Empty", "Bounds", "Error"],
    )


def verdict(forecasts: tuple[Forecast, ...], happened: Outcome | None) -> str:
    """One sentence on the record: how far the methods were off, and which came nearest on the last day."""
    dated = [one for one in forecasts if not pd.isna(one.error_days)]
    if not dated or happened is None:
        return ""
    late = sum(one.error_days > 0 for one in dated)
    last = [one for one in dated if one.standing == max(each.standing for each in dated)]
    nearest = min(last, key=lambda one: abs(one.error_days))
    first = [one for one in dated if one.standing == min(each.standing for each in dated)]
    count = f"{late} were too late and {len(dated) - late} too early" if late < len(dated) else "all were too late"
    best_first = min(first, key=lambda one: abs(one.error_days))
    return (
        f"Of {len(dated)} forecasts with a date, {count}. The nearest "
        f"on {date_text(first[0].standing)} was {best_first.error_text} ({method_name(best_first.said.method)}), on "
        f"{date_text(last[0].standing)} {nearest.error_text} ({method_name(nearest.said.method)})."
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on the time to clearance held against the ledger of its time: the event, the sums, the verdict."""

    event: pd.Series
    sums: tuple[tuple[str, float], ...]
    sentences: tuple[str, ...]


@lru_cache(maxsize=16)
def claim_of_years(ledger: Ledger) -> Claim | None:
    """The claim on how long emptying the camps of third-country nationals takes at the pace of its year, recomputed.

    The claim is the newest event that speaks of so many years (`clearance_years` of events.csv). Uses what had been
    published by the end of its year. `sums` are (what, years) of every way to reckon it. None for a ledger without such
    an event, or that does not reach the end of its year.
    """
    found = ledger.events[ledger.events["clearance_years"].notna()].sort_values("date", kind="stable")
    if found.empty:
        return None
    event = found.iloc[-1]
    day = pd.Timestamp(event["date"].year, 12, 31)
    if ledger.today < day or ledger.known_on < day:
        return None
    then = as_known_on(ledger, day)
    told, sums = [_stated(event)], []
    abroad = populations(then).get(together(then))
    strangers = series(then, select(then, "camp_population", place=together(then), origin="tcn"))
    if abroad is not None and len(strangers):
        last = strangers.iloc[-1]
        stock = figure_of(last)
        only = replace(abroad, flows=tuple(flow for flow in abroad.flows if flow.indicator == "repatriated_persons"))
        year = departures(then, only, day - pd.DateOffset(years=1), day)
        when = date_text(last["period_end"], str(last["date_precision"]))
        if year is not None:
            both = join_words([spoken(then, camp) for camp in camps(then)])
            there = f"{stock.text} third-country nationals in {both} ({when}, {last['attribution']})"
            more, new = _by_reports(stock.value, year, there)
            told += more
            sums += new
    for camp in camps(then):
        if (alone := populations(then).get(f"{camp}-tcn")) is not None:
            said = pace(then, alone.indicator, alone.place, alone.origin, method=Method("last", "number", "fall"))
            told += [f"By the fall of the stock in {spoken(then, camp)} alone. {' '.join(said.working[:4])}"]
            sums.append((f"{spoken(then, camp)} alone, fall of the stock, constant number", said.years))
    told.append(_judged(tuple(sums), float(event["clearance_years"])))
    return Claim(event, tuple(sums), tuple(told))


def _stated(event: pd.Series) -> str:
    return (
        f"The ledger holds the claim as an event of {date_text(event['date'], str(event['date_precision']))}: "
        f"“{event['title']}” ({event['publisher']}). Its note: {event['note']}. It states no figure, so the reckoning "
        f"below is from the statements published by the end of {event['date']:%Y}."
    )


def _by_reports(stock: float, year: Departures, there: str) -> tuple[list[str], list[tuple[str, float]]]:
    left = year.figure.value
    number, share = by_number(stock, left, 1.0), by_share(stock, (stock + left) / stock, 1.0)
    half = by_share(2.0, (stock + left) / stock, 1.0)
    took = f"{len(year.rows)} reported repatriations of {year.end:%Y} took {year.figure.text} of them home"
    reports = "both camps, reported repatriations, constant"
    by_number_text = (
        f"Constant number: {there}; {took}. {number_text(stock)} divided by {rate_text(left)} a year is "
        f"{years_text(number)}."
    )
    by_share_text = (
        f"Constant share: {number_text(left)} left and {number_text(stock)} were still there, so "
        f"{1 - stock / (stock + left):.1%} leave in a year; half have left after {years_text(half)}, and fewer than "
        f"one person is left after {years_text(share)}."
    )
    told = [by_number_text, by_share_text]
    return told, [(f"{reports} number", number), (f"{reports} share", share)]


def _judged(sums: tuple[tuple[str, float], ...], least: float) -> str:
    """Whether a claim of `least` years or more stands."""
    if not sums:
        return "The statements of the time do not suffice to reckon it."
    yes = [f"{what}: {years_text(years)}" for what, years in sums if years >= least]
    no = [f"{what}: {years_text(years)}" for what, years in sums if years < least]
    told = []
    if yes:
        told.append(f"{number_text(least)} years or more by {len(yes)} of {len(sums)} ways ({'; '.join(yes)})")
    if no:
        told.append(f"less than {number_text(least)} years by {len(no)} of {len(sums)} ({'; '.join(no)})")
    verb = "is borne out" if not no else "is not borne out" if not yes else "depends on the way of reckoning"
    return f"So the claim {verb}: {', '.join(told)}."


def after_the_claim(ledger: Ledger, claim: Claim) -> str:
    """What happened since the claim to third-country nationals in the camps, from the newest figures."""
    emptied = {camp: gone for camp in camps(ledger) if (gone := outcome(ledger, camp)) is not None}
    if not emptied:
        return ""
    camp, happened = next(iter(emptied.items()))
    # The camp of those that still hold people which a reader asks after first.
    other = next((one for one in camps(ledger) if one not in emptied), "")
    day = pd.Timestamp(claim.event["date"].year, 12, 31)
    told = (
        f"What happened: nobody was left in {spoken(ledger, camp)} on {date_text(happened.date)} "
        f"({happened.attribution}), {years_text((happened.date - day).days / YEAR)} after the end of {day:%Y}"
    )
    held = populations(ledger).get(other)
    rows = stocks(ledger, held, "all") if held is not None else None
    if rows is None or rows.empty or isinf(rows["value"].iloc[-1]):
        return f"{told}."
    last = rows.iloc[-1]
    when = on(last["period_end"], str(last["date_precision"]))
    return (
        f"{told}; {figure_of(last).text} people of all nationalities were in {spoken(ledger, other)} "
        f"{when} ({last['attribution']}).{_before(ledger, camp, happened)}"
    )


def _before(ledger: Ledger, camp: str, happened: Outcome) -> str:
    """What the ledger's events tell of the camp in the 60 days before it was empty: who took it over, who left."""
    rows = ledger.events
    near = rows[
        (rows["place"] == camp)
        & rows["category"].isin(["custody", "camp"])
        & (rows["date"] < happened.date)
        & (rows["date"] >= happened.date - pd.Timedelta(days=60))
    ]
    if near.empty:
        return ""
    told = [f"{date_text(row['date'])}, {row['title']}" for row in as_records(near.sort_values("date"))]
    return f" Events in the 60 days before: {'; '.join(told)}."
