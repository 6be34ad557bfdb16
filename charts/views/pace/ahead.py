"""Charts of the pace: the stock as counted, where each pace leads to, and the words on top of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import inf
from typing import Literal

import pandas as pd

from analysis import Figure, Method, Pace, Population, number_text, populations, select, series, standing
from analysis.pace.measured import SHAPES, WINDOWS, Measured
from analysis.pace.outlook import pace, remaining
from analysis.pace.words import (
    bounds_text,
    clearance,
    clearance_text,
    counted_since,
    pace_said,
    pace_text,
    span_said,
    standing_said,
    years_text,
)
from analysis.words import Fact, Told, date_text, join_words, number_said
from analysis.words.grammar import Untold
from analysis.words.paces import (
    NO_LATER,
    closed_with,
    end_of,
    ended_since,
    half_would_be_gone,
    left_since,
    no_pace,
    nobody_left,
    none_reported,
    too_round,
    were_there,
    would_be_gone,
    would_not_fall,
)
from charts import takeaway
from charts.catalog import chart
from charts.common import peak, series_points, told
from charts.spec import PROJECTION, ChartSpec, empty_points
from charts.tiles import Tile, tile
from charts.views.pace.points import Point, reckoned
from loaders import Ledger
from loaders.frames import NO_DAY, row_at

BASES: tuple[Literal["auto", "fall", "journeys"], ...] = ("auto", "fall", "journeys")
_METHODS: dict[tuple[str, str, str], Method] = {
    (by, shape, basis): Method(by, shape, basis) for by in WINDOWS for shape in SHAPES for basis in BASES
}
AHEAD = 15.0  # years beyond the newest figure that lines are drawn to
STEPS = 12
OBSERVED = "counted"
COLOURS = {"last": "blue", "best": "teal", "set": "orange"}
NAMES = {"last": "latest", "best": "fastest", "set": "set"}
NOT_LISTED = "Nothing was known of such people by this date."


def _options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"of": tuple(populations(ledger)), "by": WINDOWS, "shape": SHAPES, "source": BASES}


@lru_cache(maxsize=64)
def default_of(ledger: Ledger) -> str:
    """The population to begin with: the first in the list that is counted and not overtaken; else the first."""
    found = populations(ledger)
    for key, one in found.items():
        last = series(ledger, select(ledger, one.indicator, place=one.place, origin=one.origin)).iloc[-1]
        if last["value"] > 0 and standing(ledger, last).holds:
            return key
    return next(iter(found), "")


def chosen(ledger: Ledger, of: str) -> Population | None:
    """The population of an id, the default one for an empty id; None where nothing is known of it."""
    return populations(ledger).get(of or default_of(ledger))


@lru_cache(maxsize=256)
def set_paces(ledger: Ledger, of: str) -> tuple[str, ...]:
    """Round numbers of people a month that a set pace can take, from a thousandth to half of the stock."""
    said = said_of(ledger, of, "last", "number", "auto") if chosen(ledger, of) is not None else None
    if said is None or said.stock is None or said.stock.value < 4:
        return ("1",)
    stock = said.stock.value
    steps = [mantissa * 10**power for power in range(8) for mantissa in (1, 2, 3, 5, 7)]
    return tuple(str(step) for step in steps if stock / 1200 <= step <= stock / 2) or ("1",)


@lru_cache(maxsize=256)
def likely_pace(ledger: Ledger, of: str) -> str:
    """The set pace to begin with: the round number nearest to what would empty the stock in five years."""
    said = said_of(ledger, of, "last", "number", "auto")
    wanted = said.stock.value / 60 if said.stock is not None else 0.0
    return min(set_paces(ledger, of), key=lambda step: abs(float(step) - wanted))


@lru_cache(maxsize=1024)
def said_of(ledger: Ledger, of: str, by: str, shape: str, source: str, per_month: str = "") -> Pace:
    """The pace of one population; a set pace that is not a number of people is that of `likely_pace`."""
    one = populations(ledger)[of or default_of(ledger)]
    month = 0.0
    if by == "set":
        month = float(per_month) if per_month.isdecimal() and 0 < int(per_month) <= 10**8 else 0.0
        month = month or float(likely_pace(ledger, of))
    method = replace(_METHODS[by, shape, source], per_month=month)
    return pace(ledger, one.indicator, one.place, one.origin, method=method)


def headline_of(ledger: Ledger, said: Pace) -> str:
    """One sentence on a population: when nobody would be left at a pace, or what is known where none can be told."""
    noun, where = said.population.noun, said.population.where
    if said.stock is None:
        return Untold(f"No source gives a figure of {noun} {where}")
    if said.status == "already empty":
        return _emptied(ledger, said)
    if said.status == "no longer holds":
        since = standing_said(ledger, said)
        return were_there(_last(ledger, said), noun, where if since else f"{where} when last counted", since=since)
    return no_pace(noun, where) if said.measured is None else _carried_on(ledger, said, said.measured)


def _carried_on(ledger: Ledger, said: Pace, measured: Measured) -> str:
    """Where a measured pace leads to."""
    one, months = said.population, span_said(measured)
    if months and said.status == "too rounded":
        return too_round(one.noun, one.where, months)
    if months and measured.basis == "journeys" and measured.left == 0:
        return none_reported(one.noun, one.where, months, did=one.did)
    if said.status == "not at this pace":
        return would_not_fall(one.noun, one.where, pace_said(said))
    if said.method.shape == "share" and said.half_life < inf:
        half = end_of(said.stock_date + pd.Timedelta(days=said.half_life * 365.25), said.stock_date)
        return half_would_be_gone(one.noun, one.where, _share_said(said), half)
    passed = said.clearance is not None and said.clearance < ledger.today
    return would_be_gone(
        one.subject, one.noun, one.where, pace_said(said), clearance(said), passed=passed, least=said.latest is None
    )


def _share_said(said: Pace) -> str:
    span = span_said(said.measured) if said.measured is not None else None
    return f"the share that left in {span}" if span else f"the share that {pace_said(said)} are now"


def _last(ledger: Ledger, said: Pace) -> Told:
    """The newest count of a population, which is the first of the statements behind its pace; it must be known."""
    if said.stock is None:
        raise ValueError("nobody was counted")
    return Told(said.stock, said.stock_date, said.stock_precision, row=row_at(ledger.observations, said.rows[0]))


def _own(ledger: Ledger, one: Population) -> pd.DataFrame:
    return series(ledger, select(ledger, one.indicator, place=one.place, origin=one.origin))


def _emptied(ledger: Ledger, said: Pace) -> str:
    """That nobody is left, since when, and how many there were."""
    one, how = said.population, said.how
    rows = _own(ledger, one)
    if how.state not in ("closed", "emptied"):
        nobody = Fact(row_at(ledger.observations, said.rows[0]))
        return nobody_left(one.noun, one.where, _last(ledger, said).when, nobody, past=how.past)
    there = rows[rows["value"] > 0]
    # All people of a place are told by their peak, a part of them by its last count.
    before = peak(rows) if one.origin == "all" else told(there.iloc[-1]) if len(there) else None
    place = ledger.places.loc[ledger.places["place"] == one.place, "name"]
    name = str(place.iloc[0]) if len(place) else one.where
    none = Fact(rows.iloc[-1]) if rows["value"].iloc[-1] == 0 else None
    return closed_with(name, how.on, how.precision, before, one.noun, closed=how.state == "closed", nobody=none)


@chart("pace.fan", _options)
def fan(
    ledger: Ledger,
    of: str = "",
    by: str = "last",
    shape: str = "number",
    source: str = "auto",
    per_month: str = "",
) -> ChartSpec:
    """The stock as counted, and where each pace leads to; the band is what the hedges allow for the chosen pace.

    A stock that no longer holds is drawn as counted, without a line into the future.
    """
    one = chosen(ledger, of)
    if one is None:
        title = "No source had counted these people by this date"
        return ChartSpec("pace.fan", title, NOT_LISTED, "line", empty_points(), "persons", empty=NOT_LISTED)
    counted = series_points(
        ledger,
        select(ledger, one.indicator, place=one.place, origin=one.origin),
        "indicator",
        {one.indicator: OBSERVED},
    )
    every: dict[str, Pace] = {window: said_of(ledger, of, window, shape, source, per_month) for window in WINDOWS}
    lines = _lines(every, by)
    points = [point for _, _, found in lines for point in found]
    return ChartSpec(
        name="pace.fan",
        title=headline_of(ledger, every[by]),
        subtitle=f"People as counted, and projections at a constant {shape}" if points else "People as counted",
        mark="line",
        data=pd.concat([counted, reckoned(ledger, points)], ignore_index=True) if points else counted,
        unit="persons",
        colours={OBSERVED: "ink"} | {name: COLOURS[windows[0]] for windows, name, _ in lines},
        caveats=(*_caveats(every, by, drawn=bool(points)), *every[by].remarks),
        height=420,
    )


def _caveats(every: Mapping[str, Pace], by: str, *, drawn: bool) -> list[str]:
    """Why lines are there or not."""
    found = ["Dashed lines show where a pace would lead if it went on. They are no forecast of what will happen."]
    if not drawn:
        found = []
    if every[by].status == "no longer holds":
        return [" ".join(every[by].working[1:2])]
    silent = [
        f"{NAMES[window]} pace, {clearance_text(said)}"
        for window, said in every.items()
        if said.status in ("not at this pace", "no pace", "too rounded")
    ]
    if silent:
        found.append(f"Not drawn: {'; '.join(silent)}.")
    if any(said.status == "clears" and said.years > AHEAD for said in every.values()):
        found.append(f"Lines end {number_text(AHEAD)} years after the newest figure.")
    return found


def _lines(every: Mapping[str, Pace], by: str) -> list[tuple[list[str], str, list[Point]]]:
    """The lines into the future: the windows that lead the same way, their name together, the points."""
    ways: dict[tuple[float, ...], list[str]] = {}
    for window in sorted(every, key=lambda window: window != by):
        said = every[window]
        if said.status == "clears":
            way = tuple(round(remaining(said, said.years * step / STEPS), 3) for step in range(STEPS + 1))
            ways.setdefault((round(said.years, 6), *way), []).append(window)
    found = []
    for windows in ways.values():
        name = _series(windows, every[windows[0]])
        found.append((windows, name, _line(every[windows[0]], name, chosen=by in windows)))
    return found


def _series(windows: Sequence[str], said: Pace) -> str:
    """`Latest and fastest pace, Jun 2024 to Feb 2026: 2036`: lines that coincide bear one name."""
    ordered = [window for window in WINDOWS if window in windows]
    which = join_words([NAMES[window] for window in ordered]).capitalize()
    span = span_said(said.measured) if said.measured is not None else None
    size = span or f"{number_said(said.method.per_month)} a month"
    return f"{which} pace, {size}: {clearance_text(said)}"


def _line(said: Pace, name: str, *, chosen: bool) -> list[Point]:
    """The projected stock at even steps until it is empty, the band included, or AHEAD years have passed."""
    last = said.years_bounds[1]
    until = min(last if chosen and last < inf else said.years, AHEAD)
    found = []
    for step in range(STEPS + 1):
        years = until * step / STEPS
        value = remaining(said, years)
        low, high = remaining(said, years, "fast"), remaining(said, years, "slow")
        banded = chosen and said.hedged and not (pd.isna(low) or pd.isna(high))
        figure = Figure(
            float(round(value)),
            float(round(low)) if banded else float("nan"),
            float(round(high)) if banded else float("nan"),
            "estimate",
            "persons",
        )
        day = said.stock_date + pd.Timedelta(days=round(years * 365.25))
        note = f"Projection, not an observation: {pace_said(said)}, constant {said.method.shape}"
        found.append(Point(name, day, figure, said.rows, NO_DAY, day, note, PROJECTION, PROJECTION))
    return found


@takeaway.sentence("pace", _options)
def sentence(
    ledger: Ledger, of: str = "", by: str = "last", shape: str = "number", source: str = "auto", per_month: str = ""
) -> str:
    """How many there are, and when nobody would be left at the chosen pace; or what has happened since the count."""
    if chosen(ledger, of) is None:
        return takeaway.spoken(Untold("No source had counted these people by this date"))
    said = said_of(ledger, of, by, shape, source, per_month)
    first = headline_of(ledger, said)
    if said.status == "no longer holds" and "closed" in standing_said(ledger, said):
        return takeaway.spoken(first, "" if counted_since(ledger, said) else NO_LATER)
    if said.status == "no longer holds" and said.how.event:
        return takeaway.spoken(first, ended_since(said.how.event, said.how.on, said.how.precision))
    if said.status == "no longer holds" and said.how.left is not None:
        return takeaway.spoken(first, left_since(said.how.left))
    if said.stock is None or said.status in ("already empty", "no longer holds"):
        return takeaway.spoken(first)
    one = said.population
    there = were_there(_last(ledger, said), one.noun, one.where, past=said.how.past)
    return takeaway.spoken(there, first)


@takeaway.tiles("pace")
def tiles(
    ledger: Ledger, of: str = "", by: str = "last", shape: str = "number", source: str = "auto", per_month: str = ""
) -> list[Tile | None]:
    """The newest count, the pace, when nobody would be left, and how long that is; or why none of it is told."""
    one = chosen(ledger, of)
    if one is None:
        return []
    said = said_of(ledger, of, by, shape, source, per_month)
    stock = tile(ledger, select(ledger, one.indicator, place=one.place, origin=one.origin), one.name)
    if said.status in ("already empty", "no figure"):
        return [stock]
    if said.status == "no longer holds":
        why = standing_said(ledger, said).strip(" ,").replace("before", "counted before")
        why = why or "the count is older than a year"
        why = left_since(said.how.left) if said.how.left is not None else why
        return [stock, Tile("When nobody would be left", "not projected", why)]
    half = f"half of them in {years_text(said.half_life)}" if said.method.shape == "share" else ""
    dated = said.status == "clears" and said.clearance is not None
    return [
        stock,
        Tile("Pace, people a year", pace_text(said), pace_said(said).removeprefix("the pace of "))
        if said.per_year
        else None,
        Tile("When nobody would be left", clearance_text(said), bounds_text(said) or f"constant {said.method.shape}"),
        Tile("Time from the count", years_text(said.years), half or f"from {date_text(said.stock_date)}")
        if dated
        else None,
    ]
