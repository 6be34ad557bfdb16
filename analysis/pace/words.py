"""The arithmetic of a pace written out in sentences, with the numbers in them, so that a reader can redo it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from math import isinf
from typing import Any

import pandas as pd

from analysis.headline import series
from analysis.hedge import Figure, figure_of
from analysis.pace.flows import Population, departures, reported
from analysis.pace.measured import Measured
from analysis.pace.results import FARTHEST, Pace
from analysis.select import select
from analysis.vocabulary import Hedge
from analysis.words import date_text, number_text, on
from analysis.words.paces import End, Months, end_of, long_text, months_of, year_to
from loaders import Ledger
from loaders.frames import as_records, row_at, texts

_BEYOND = End(long_text(FARTHEST), far=True)


def rate_text(value: float) -> str:
    """A pace as text: whole people from 100 on, one decimal from 10 on, else two."""
    return number_text(round(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2)) if value else "0"


def years_text(years: float) -> str:
    """A time in years as text: `1.98 years`, `12.4 years`, `142 years`."""
    if isinf(years):
        return "never"
    return f"{round(years) if years >= 100 else round(years, 1) if years >= 10 else round(years, 2):,} years"


def clearance(one: Pace) -> End:
    """When nobody would be left, of a pace at which that comes about."""
    return _BEYOND if one.clearance is None else end_of(one.clearance, one.stock_date)


def clearance_text(one: Pace) -> str:
    """The date of clearance in a few words: `Oct 2027`, `not at this pace`, `already empty`, `not projected`."""
    if one.status == "clears":
        return clearance(one).text
    named = {"no pace": "no pace to go by", "too rounded": "cannot be told", "no longer holds": "not projected"}
    return named.get(one.status, one.status)


def bounds_text(one: Pace) -> str:
    """What the hedges allow: `between May 2027 and Jan 2028`, `not before 2032, no latest date`; empty if one date."""
    if one.status not in ("clears", "not at this pace") or not one.hedged:
        return ""
    first = end_of(one.earliest, one.stock_date) if one.earliest is not None else None
    if isinf(one.years_bounds[0]):
        return "not at this pace within the hedges"
    if one.latest is None:
        return f"not {first.before}, no latest date" if first else "no earliest and no latest date"
    last = end_of(one.latest, one.stock_date)
    if first is None or first == last:
        return last.text if first else f"{last.by} at the latest"
    if last.far:
        return f"not {first.before}, at the latest {last.text}"
    return f"between {first.text} and {last.text}"


def span_said(one: Measured) -> Months | None:
    """The months that a pace was measured over, `Oct 2024 to Sep 2025`; None for one that is set."""
    if one.basis == "set":
        return None
    return year_to(one.end) if one.basis == "journeys" else months_of(one.start, one.end)


def pace_said(one: Pace) -> str:
    """The pace as a sentence names it: `the pace of Jun 2024 to Feb 2026`, `50 people a month`; empty without one."""
    if one.method.window == "set":
        number = one.method.per_month
        return f"{number_text(number)} {'person' if number == 1 else 'people'} a month"
    return f"the pace of {span_said(one.measured)}" if one.measured is not None else ""


def standing_said(ledger: Ledger, one: Pace) -> str:
    """Why a stock no longer holds, as a clause behind its count: `, before Al-Hol camp closed`; empty for age alone.

    An event that closes the place itself or another one is told by that; other events and departures overtake it.
    """
    how = one.how
    if how.state in ("closed", "emptied"):
        return f", before it {'closed' if how.state == 'closed' else 'was emptied'} {on(how.on, how.precision)}"
    if how.state != "overtaken":
        return ""
    ends = ledger.endings
    same = ends[(ends["date"] == how.on) & (ends["title"] == how.event) & (ends["effect"] == "closed")]
    names = dict(zip(texts(ledger.places["place"]), texts(ledger.places["name"]), strict=True))
    closed = [names[place] for place in dict.fromkeys(texts(same["place"])) if place in names]
    return f", before {closed[0]} closed" if closed else ", before many of them left"


def tell(ledger: Ledger, one: Pace) -> tuple[str, ...]:
    """The arithmetic of a pace in sentences: the stock, the pace, the time, the bounds, departures beside the fall."""
    if one.stock is None:
        return (f"{one.population.name}: no source gives a figure.",)
    if one.status == "already empty":
        return (_stock(one), "Nobody is left, so there is nothing to wait for.")
    if one.status == "no longer holds":
        return (_stock(one), _why_not(ledger, one), *_compared(ledger, one))
    if one.status == "too rounded" and one.measured is not None:
        (first, _), (last, _) = (_at(ledger, row) for row in one.measured.rows)
        return (
            _stock(one),
            f"{first} and {last} differ by no more than they are rounded, so that no fall and no pace can be told.",
            *_compared(ledger, one),
        )
    if one.measured is None:
        told = (
            _stock(one),
            (
                "By then sources report no departures of these people in 12 months, and no other figure holds half a "
                "year to two years before, so there is no pace to go by."
            ),
        )
        return (*told, *_compared(ledger, one))
    ending = _share(one, one.measured) if one.method.shape == "share" else _number(one, one.measured)
    return (_stock(one), _pace(ledger, one, one.measured), ending, *_hedges(one), *_compared(ledger, one))


def _why_not(ledger: Ledger, one: Pace) -> str:
    """Why a stock is not carried on to a date."""
    how, then = one.how, "so it is not carried on to a date on which nobody would be left."
    if how.event:
        note = f" {how.note}" if how.note else ""
        told = f"The count no longer holds since {date_text(how.on, how.precision)}: {how.event}.{note}"
        return f"{told} {'A' if counted_since(ledger, one) else 'No'} later count of these people is known, {then}"
    if how.left is not None:
        return f"By report {how.left.text} people have left since, a tenth or more of those counted, {then}"
    return f"The count is older than a year, {then}"


def counted_since(ledger: Ledger, one: Pace) -> bool:
    """Whether any body has counted the same people after what ended the stock."""
    what = one.population
    rows = select(ledger, what.indicator, place=what.place, origin=what.origin)
    return bool((rows["period_end"] > one.how.on).any())


def _stock(one: Pace) -> str:
    if one.stock is None:
        return ""
    when = on(one.stock_date, one.stock_precision)
    return f"Stock: {one.population.name}, {one.stock.text} people {when} ({one.stock_from})."


def _at(ledger: Ledger, label: int) -> tuple[str, str]:
    """A figure with its date and who states it in brackets, and its date."""
    row = row_at(ledger.observations, label)
    when = date_text(row["period_end"], str(row["date_precision"]))
    return f"{figure_of(row).text} ({when}, {row['attribution']})", when


def _pace(ledger: Ledger, one: Pace, found: Measured) -> str:
    yearly = f"{rate_text(found.per_year)} people a year"
    if found.basis == "set":
        return f"Pace: set to {number_text(one.method.per_month)} people a month, times 12 is {yearly}."
    if found.basis == "fall":
        (first, _), (last, _) = _at(ledger, found.rows[0]), _at(ledger, found.rows[1])
        days = (found.end - found.start).days
        which = ", the fastest since the stock was highest" if one.method.window == "best" else ""
        moved = f"{number_text(abs(found.left))} {'fewer' if found.left >= 0 else 'more'}"
        return (
            f"Pace, from the fall of the stock{which}: {first} less {last} is {moved} in {days} days; times 365.25 "
            f"divided by {days} that is {yearly}."
        )
    span = f"the {'best ' if one.method.window == 'best' else ''}12 months to {date_text(found.end)}"
    count = len(found.rows)
    if not count:
        return f"Pace, from reported departures: none is reported in {span}, so the pace is 0."
    noun = one.population.what if count == 1 else f"{one.population.what}s"
    took = f"{number_text(count)} reported {noun} took {number_text(found.left)} people"
    return f"Pace, from reported departures: in {span}, {took}."


def _ended(one: Pace) -> str:
    if one.clearance is None:
        return "that is more than 500 years, so no date is given"
    days = (one.clearance - one.stock_date).days
    return f"{number_text(days)} days after {date_text(one.stock_date)}, on {date_text(one.clearance)}"


def _never(found: Measured) -> str:
    grew = "rose" if found.left < 0 else "did not fall" if found.basis == "fall" else "loses nobody by these reports"
    return f"The number {grew}, so it is not empty at any date at this pace."


def _number(one: Pace, found: Measured) -> str:
    if one.stock is None or isinf(one.years):
        return _never(found)
    return (
        f"Constant number: {number_text(one.stock.value)} people divided by {rate_text(found.per_year)} a year is "
        f"{years_text(one.years)}: {_ended(one)}."
    )


def _share(one: Pace, found: Measured) -> str:
    if one.stock is None or isinf(one.years):
        return _never(found)
    leave = f"{found.share:.1%}"
    if found.basis == "set":
        of = (
            f"{number_text(one.method.per_month)} of {number_text(one.stock.value)} people leave in the first month "
            f"and the same share in each month after, which is {leave} in a year"
        )
    elif found.before is not None and found.after is not None:
        of = (
            f"{number_text(found.after.value)} for {number_text(found.before.value)} people before, which means that "
            f"{leave} of those present leave in a year"
        )
    else:
        of = f"{number_text(found.left)} left and {number_text(found.at)} were still there, so {leave} leave in a year"
    return (
        f"Constant share: {of}. Half of the {number_text(one.stock.value)} have left after "
        f"{years_text(one.half_life)}. A share never takes everybody: fewer than one person is left after "
        f"{years_text(one.years)}: {_ended(one)}."
    )


def _hedges(one: Pace) -> tuple[str, ...]:
    if one.stock is None or one.measured is None:
        return ()
    if not one.hedged:
        soft = any(Hedge(hedge).vague for hedge in (one.stock.qualifier, *one.measured.hedges))
        return ("“About” and estimates come without stated bounds, so the date is about that sure.",) if soft else ()
    low, high = one.per_year_bounds
    paces, stock = _span(low, high), _span(*one.stock.bounds)
    ends = f"Hedges: the statements allow a pace {paces} people a year and a stock {stock}"
    ends += "; a pace below zero is growth" if low < 0 and not isinf(low) else ""
    first, last = one.years_bounds
    soonest = f"{years_text(first)} at the earliest" if one.earliest is not None else "no earliest date"
    latest = "at the latest never" if isinf(last) else f"{years_text(last)} at the latest"
    if isinf(first):
        return (f"{ends}: not empty at any date.",)
    return (f"{ends}: {soonest}, {latest}.",)


def _span(low: float, high: float) -> str:
    """Bounds in words: `of 222`, `from 8,000 to 10,000`, `from 28,000 to no upper limit`."""
    return f"of {rate_text(low)}" if low == high else f"from {_limit(low, 'lower')} to {_limit(high, 'upper')}"


def _limit(value: float, end: str) -> str:
    return f"no {end} limit" if isinf(value) else rate_text(value)


def _compared(ledger: Ledger, one: Pace) -> tuple[str, ...]:
    """Departures and fall of the stock side by side, and why they differ."""
    both, population = one.comparison, one.population
    if both is None:
        return ()
    span = f"Between {date_text(both.fall.start)} and {date_text(both.fall.end)}"
    fell = both.fall.left
    moved = f"{span} the stock {'fell' if fell >= 0 else 'rose'} by {number_text(abs(fell))}"
    adds, takes = population.reasons
    if both.journeys is None:
        none = (
            "no source reports departures in that time"
            if len(reported(ledger, population))
            else "no source reports departures of exactly these people"
        )
        return (f"{moved}; {none}.",)
    count = len(both.journeys.rows)
    noun = population.what if count == 1 else f"{population.what}s"
    told = f"{moved}; {number_text(count)} reported {noun} took {both.journeys.figure.text} people."
    gap = both.difference
    partial = f" The reports leave out {population.missing}." if population.missing else ""
    if gap > 0:
        why = f"{number_text(gap)} more went than the reports tell: {takes}, and counts come from different publishers"
    elif gap < 0:
        why = f"{number_text(-gap)} fewer went than the reports tell: {adds}, and counts come from different publishers"
    else:
        why = "Both agree"
    return (told, f"{why}.{partial}")


def remarks(ledger: Ledger, one: Pace) -> tuple[str, ...]:
    """What a reader must know beside the arithmetic: an odd span, newer figures, later departures."""
    if one.stock is None:
        return ()
    if one.status == "already empty":
        row = ledger.observations.loc[one.rows[0]]
        whole = str(row["origin"]) != one.population.origin
        return (f"The figure of 0 is of all people in {row['place_name']}, so of these too.",) if whole else ()
    told = []
    found = one.measured
    if found is not None and found.basis == "fall" and not 273 <= (found.end - found.start).days <= 457:
        months = round((found.end - found.start).days / 30.44)
        told.append(f"No figure holds near a year before, so the pace is that of {months} months, scaled to a year.")
    if one.clearance is not None and one.clearance < ledger.today:
        told.append("The date of clearance has passed, and no source says that nobody is left.")
    return (*told, *_newer(ledger, one.population, one.stock_date))


@lru_cache(maxsize=1024)
def _newer(ledger: Ledger, population: Population, date: pd.Timestamp) -> tuple[str, ...]:
    """What sources say of a population after the date of its newest figure."""
    told = []
    for part in texts(ledger.parts.loc[ledger.parts["whole"] == population.place, "part"]):
        rows = series(ledger, select(ledger, population.indicator, place=part, origin=population.origin))
        newer = rows[rows["period_end"] > date]
        told += [f"Newer than the stock: {row['place_name']} {_stated(row)}." for row in as_records(newer.tail(1))]
    later = departures(ledger, population, date, pd.Timestamp(2200, 1, 1))
    if later is not None:
        told.append(f"Departures reported after the date of the stock, not taken off it: {later.figure.text} people.")
    if population.indicator == "detainees_held":
        # Moves of 2026 are told as a running total only; one that began after the stock was counted lowers it.
        moved = series(ledger, select(ledger, "detainees_transferred_total", place=population.place, origin="all"))
        began = moved["period_start"] >= date - pd.Timedelta(days=7)
        told += [
            f"{row['title']}, not taken off the stock: {_stated(row)}."
            for row in as_records(moved[began & (moved["period_end"] > date)].tail(1))
        ]
    return tuple(told)


def _stated(row: Mapping[str, Any]) -> str:
    return f"{figure_of(row).text} ({date_text(row['period_end'], str(row['date_precision']))})"


def pace_figure(one: Pace) -> Figure | None:
    """The pace a year as it is told: no more exact than it can be, a fall scaled to a year never `exact`."""
    if one.per_year is None:
        return None
    rounded = replace(one.per_year, value=float(rate_text(one.per_year.value).replace(",", "")))
    scaled = one.measured is not None and one.measured.basis == "fall" and rounded.qualifier == "exact"
    return replace(rounded, qualifier="about") if scaled else rounded


def pace_text(one: Pace) -> str:
    """The pace a year with its hedge: `about 222`, `at most 14,835`; empty without one."""
    figure = pace_figure(one)
    return "" if figure is None else figure.text
