"""Charts of the pace: where each pace leads, departures by year, the pace so far, and the record of the forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, isinf
from typing import Any, Literal

import pandas as pd

from analysis import Figure, Method, Pace, Population, join_words, number_text, pace, populations, select
from analysis.pace import SHAPES, WINDOWS, falls, hedged_figure, remaining, stocks
from analysis.pace_backtest import Forecast, outcome, record
from analysis.pace_flows import departures
from analysis.pace_words import bounds_text, clearance_text, end_text, pace_text, rate_text
from analysis.pace_years import Year, by_year
from analysis.words import date_text
from charts.catalog import chart
from charts.common import series_points
from charts.spec import CITED, DRAWN, PROJECTION, ChartSpec, combined, empty_points
from loaders import Ledger

DEFAULT = "remaining-tcn"
BASES: tuple[Literal["auto", "fall", "journeys"], ...] = ("auto", "fall", "journeys")
_METHODS: dict[tuple[str, str, str], Method] = {
    (by, shape, basis): Method(by, shape, basis) for by in WINDOWS for shape in SHAPES for basis in BASES
}
AHEAD = 15.0  # years beyond the newest figure that lines are drawn to
STEPS = 12
OBSERVED = "counted"
COLOURS = {"last": "blue", "best": "teal", "set": "orange"}
FALL, RISE, REPORTED = "fall of the stock", "rise of the stock", "reported departures"
HUES = {FALL: "blue", REPORTED: "orange", RISE: "grey"}
RECORD = "al-hol"
_TEXTS = ("source", "publisher", "file", "source_title", "url", "title", "place", "place_name", "origin", "origin_name")
NOT_LISTED = "Nothing was known of such people by this date."


@dataclass(frozen=True, slots=True)
class _Point:
    """A drawn point that was reckoned from statements, whose index labels are `rows`."""

    series: str
    x: pd.Timestamp | str
    figure: Figure
    rows: tuple[int, ...]
    start: pd.Timestamp
    end: pd.Timestamp
    note: str
    basis: str
    role: str = "headline"


def _reckoned(ledger: Ledger, found: Sequence[_Point]) -> pd.DataFrame:
    """Reckoned points as drawn rows, each citing every statement that it was made of."""
    if not found:
        return empty_points()
    labels = list(dict.fromkeys(label for one in found for label in one.rows))
    known = [column for column in CITED if column in ledger.observations]
    stated = ledger.observations.loc[labels, known].astype(dict.fromkeys(_TEXTS, str)).to_dict("index")
    cited = {rows: _cited([stated[label] for label in rows]) for rows in {one.rows for one in found}}
    records = [
        cited[one.rows]
        | {
            "series": one.series, "x": one.x, "start": one.start, "value": one.figure.value,
            "low": _finite(one.figure.low), "high": _finite(one.figure.high), "qualifier": one.figure.qualifier,
            "unit": one.figure.unit, "role": one.role, "basis": one.basis, "text": one.figure.text,
            "period_start": one.start, "period_end": one.end, "note": one.note,
        }
        for one in found
    ]  # fmt: skip
    dates = dict.fromkeys(("start", "period_start", "period_end", "as_of", "published"), "datetime64[us]")
    return pd.DataFrame(records, columns=DRAWN + CITED).astype(dates)


def _cited(used: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a reckoned point cites: place and measure of the newest statement behind it, the sources of all."""
    parts = [dict(row) | {"as_of": row["period_end"], "as_of_precision": row["date_precision"]} for row in used]
    return combined(parts) | {"scope": "", "clause": "", "locator": "", "line": 0}


def _finite(value: float) -> float:
    return float("nan") if isinf(value) else value


def _rounded(figure: Figure) -> Figure:
    """A reckoned figure without decimals that nobody counted."""
    value, low, high = (
        each if pd.isna(each) or isinf(each) else float(round(each)) for each in (figure.value, figure.low, figure.high)
    )
    return Figure(value, low, high, figure.qualifier, figure.unit)


def _options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"of": tuple(populations(ledger)), "by": WINDOWS, "shape": SHAPES, "source": BASES}


def _of_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"of": tuple(populations(ledger))}


def _shape_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"shape": SHAPES}


@lru_cache(maxsize=256)
def set_paces(ledger: Ledger, of: str) -> tuple[str, ...]:
    """Round numbers of people a month that a set pace can take, from a thousandth to half of the stock."""
    one = populations(ledger).get(of)
    said = said_of(ledger, of, "last", "number", "auto") if one is not None else None
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


def said_of(ledger: Ledger, of: str, by: str, shape: str, source: str, per_month: str = "") -> Pace:
    """The pace of one population; a set pace that is not a number of people is that of `likely_pace`."""
    one = populations(ledger)[of]
    month = 0.0
    if by == "set":
        month = float(per_month) if per_month.isdecimal() and 0 < int(per_month) <= 10**8 else 0.0
        month = month or float(likely_pace(ledger, of))
    method = replace(_METHODS[by, shape, source], per_month=month)
    return pace(ledger, one.indicator, one.place, one.origin, method=method)


def pace_name(said: Pace) -> str:
    """The pace in words that can stand in a sentence: `the pace of the last 12 months`, `500 people a month`."""
    if said.method.window == "set":
        return f"a set pace of {monthly(said.method.per_month)}"
    return f"the pace of the {said.method.window} 12 months"


def monthly(number: float) -> str:
    """People a month as text: `1 person a month`, `500 people a month`."""
    return f"{number_text(number)} {'person' if number == 1 else 'people'} a month"


def sentence(said: Pace) -> str:
    """One sentence that says when a population is empty at a pace, with the bounds."""
    name = said.population.name
    if said.stock is None:
        return f"{name}: no figure"
    stock = f"{said.stock.text} {_on(said)}"
    if said.status == "already empty":
        return f"{name}: already empty, {stock}"
    if said.status == "no pace":
        return f"{name}: {stock}; no pace to go by"
    if said.status == "not at this pace":
        return f"{name}: {stock}; at {pace_name(said)} it would never empty"
    bounds = bounds_text(said)
    when = clearance_text(said)
    by = when if when.startswith("in ") else f"by {when}"
    tail = f" ({bounds})" if bounds else ""
    if said.method.shape == "share":
        half = end_text(said.stock_date + pd.Timedelta(days=said.half_life * 365.25), said.stock_date)
        return f"{name}: {stock}; at the share of {_short(said)} half would be gone by {half}, the last one {by}{tail}"
    return f"{name}: {stock}; at {pace_name(said)} none would be left {by}{tail}"


def _short(said: Pace) -> str:
    return pace_name(said).removeprefix("the pace of ").removeprefix("a set pace of ")


def _on(said: Pace) -> str:
    when = date_text(said.stock_date, said.stock_precision)
    return f"on {when}" if said.stock_precision == "day" else f"in {when}"


@chart("pace.fan", _options)
def fan(
    ledger: Ledger,
    of: str = DEFAULT,
    by: str = "last",
    shape: str = "number",
    source: str = "auto",
    per_month: str = "",
) -> ChartSpec:
    """The stock as counted, and where each pace leads to; the band is what the hedges allow for the chosen pace."""
    if of not in populations(ledger):
        return ChartSpec("pace.fan", "No figure yet", NOT_LISTED, "line", empty_points(), "persons", empty=NOT_LISTED)
    one = populations(ledger)[of]
    counted = series_points(
        ledger,
        select(ledger, one.indicator, place=one.place, origin=one.origin),
        "indicator",
        {one.indicator: OBSERVED},
    )
    every: dict[str, Pace] = {window: said_of(ledger, of, window, shape, source, per_month) for window in WINDOWS}
    points, silent = [], []
    for window, said in every.items():
        if said.status == "clears":
            points += _line(said, window == by)
        elif said.status in ("not at this pace", "no pace"):
            silent.append(f"{_label(said)}: {clearance_text(said)}")
    lines = "Dashed lines show where a pace would lead if it went on. They are no forecast of what will happen."
    caveats = [lines] if points else []
    if silent:
        caveats.append(f"Not drawn: {'; '.join(silent)}.")
    if any(said.status == "clears" and said.years > AHEAD for said in every.values()):
        caveats.append(f"Lines end {number_text(AHEAD)} years after the newest figure.")
    return ChartSpec(
        name="pace.fan",
        title=sentence(every[by]),
        subtitle=f"People as counted, and projections at a constant {shape}",
        mark="line",
        data=pd.concat([counted, _reckoned(ledger, points)], ignore_index=True) if points else counted,
        unit="persons",
        colours={OBSERVED: "ink"} | {_series(said): COLOURS[window] for window, said in every.items()},
        caveats=(*caveats, *every[by].remarks),
        height=420,
    )


def _label(said: Pace) -> str:
    return f"{_short(said)[0].upper()}{_short(said)[1:]}".removeprefix("The ").capitalize()


def _series(said: Pace) -> str:
    return f"{_label(said)}: {clearance_text(said)}"


def _line(said: Pace, chosen: bool) -> list[_Point]:  # noqa: FBT001 - which of the lines has the band
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
        note = f"Projection, not an observation: {pace_name(said)}, constant {said.method.shape}"
        found.append(_Point(_series(said), day, figure, said.rows, pd.NaT, day, note, PROJECTION, PROJECTION))
    return found


@chart("pace.departures", _of_option)
def yearly(ledger: Ledger, of: str = DEFAULT) -> ChartSpec:
    """Reported departures beside the fall of the stock in the same time, year by year."""
    one = populations(ledger).get(of)
    years = by_year(ledger, one) if one is not None else ()
    points = []
    for year in years:
        if year.fall is not None:
            told = _rounded(year.fall if year.fall.value >= 0 else _turned(year.fall))
            note = f"Difference of two figures, {date_text(year.start)} and {date_text(year.end)}"
            name = FALL if year.fall.value >= 0 else RISE
            points.append(_Point(name, year.label, told, year.rows, year.start, year.end, note, "difference"))
        if year.journeys is not None:
            count = number_text(len(year.journeys.rows))
            note = f"Sum of {count} reported departures, {date_text(year.start)} to {date_text(year.end)}"
            points.append(
                _Point(
                    REPORTED, year.label, year.journeys.figure, year.journeys.rows, year.start, year.end, note, "sum"
                )
            )
    return ChartSpec(
        name="pace.departures",
        title=_yearly_title(one, years),
        subtitle="People who left by report, and by how much the stock fell or rose in the same time",
        mark="column",
        data=_reckoned(ledger, points),
        unit="persons",
        x_kind="category",
        colours=HUES,
        caveats=_why(one),
        empty="No two figures near the ends of a year, and no reported departures.",
    )


def _turned(figure: Figure) -> Figure:
    turned = {"at_least": "at_most", "at_most": "at_least"}
    return Figure(-figure.value, -figure.high, -figure.low, turned.get(figure.qualifier, figure.qualifier), figure.unit)


def _yearly_title(one: Population | None, years: Sequence[Year]) -> str:
    if one is None or not years:
        return f"{'Departures' if one is None else one.name}: nothing is known of departures by year"
    both = [(year, year.fall, year.journeys) for year in years if year.fall is not None and year.journeys is not None]
    if not both:
        kind = "the fall of the stock alone" if any(year.fall for year in years) else "reports alone"
        return f"{one.name}: departures by year are known from {kind}"
    last, fall, journeys = both[-1]
    size = _rounded(fall if fall.value >= 0 else _turned(fall)).text
    moved = f"{'fell' if fall.value > 0 else 'rose'} by {size}" if fall.value else "did not fall"
    return f"{one.name}: in {last.label} the stock {moved}, while reports tell of {journeys.figure.text} who left"


def _why(one: Population | None) -> tuple[str, ...]:
    if one is None:
        return ()
    adds, takes = one.reasons
    told = ["A year runs from the figure nearest to its start to that nearest to its end; the data give the dates."]
    told += [f"Why the two differ: {adds}; {takes}."] if one.flows else []
    if one.missing and one.flows:
        told.append(f"The reports leave out {one.missing}.")
    return tuple(told)


@chart("pace.history", _of_option)
def history(ledger: Ledger, of: str = DEFAULT) -> ChartSpec:
    """The pace a year as measured at each figure of the stock: by its fall, and by the departures reported by then."""
    one = populations(ledger).get(of)
    found = falls(ledger, one) if one is not None else ()
    points = []
    for each in found:
        if one is None or each.left < 0:
            continue
        figure = hedged_figure(each.per_year, each.low / each.years, each.high / each.years, each.hedges)
        note = f"Fall from {date_text(each.start)} to {date_text(each.end)}, scaled to a year"
        points.append(_Point(FALL, each.end, _rounded(figure), each.rows, each.start, each.end, note, "difference"))
    ends = [each.end for each in found]
    if one is not None and not ends:
        ends = list(stocks(ledger, one, one.origin)["period_end"])
    for end in dict.fromkeys(ends):
        told = departures(ledger, one, end - pd.DateOffset(years=1), end) if one is not None else None
        if told is not None:
            note = f"Sum of {number_text(len(told.rows))} reported departures in the 12 months to {date_text(end)}"
            points.append(_Point(REPORTED, end, told.figure, told.rows, told.start, end, note, "sum"))
    rose = sum(each.left < 0 for each in found)
    fastest = max((each for each in found if each.left > 0), key=lambda each: each.per_year, default=None)
    name = one.name if one is not None else "Pace so far"
    title = f"{name}: no pace was measured so far"
    if fastest is not None:
        title = (
            f"{name}: the fastest fall is that to {date_text(fastest.end)}, {rate_text(fastest.per_year)} people a year"
        )
    elif points:
        title = f"{name}: {points[-1].figure.text} left by report in the 12 months to {date_text(points[-1].end)}"
    return ChartSpec(
        name="pace.history",
        title=title,
        subtitle="People a year, measured at each figure against the one nearest to a year before",
        mark="dots",
        data=_reckoned(ledger, points),
        unit="persons",
        colours=HUES,
        caveats=(f"At {number_text(rose)} figures the stock had risen; a rise is no pace and is not drawn.",)
        if rose
        else (),
        empty="No two figures hold about a year apart, and no departures are reported.",
    )


@chart("pace.record", _shape_option)
def tried(ledger: Ledger, shape: str = "number") -> ChartSpec:
    """What each method said on past days about al-Hol, in years from then, beside what happened."""
    happened = outcome(ledger, RECORD)
    said = [one for one in record(ledger, RECORD) if one.said.method.shape == shape]
    points = []
    if happened is not None:
        for day in dict.fromkeys(one.standing for one in said):
            years = (happened.date - day).days / 365.25
            note = f"Days from {date_text(day)} to {date_text(happened.date)}, in years"
            points.append(
                _Point(
                    "what happened",
                    date_text(day),
                    _years(years),
                    (happened.row,),
                    day,
                    happened.date,
                    note,
                    "difference",
                )
            )
    points += [_forecast_point(one) for one in said if one.said.clearance is not None]
    silent = [f"{date_text(one.standing)}, {_way(one)}" for one in said if one.said.clearance is None]
    return ChartSpec(
        name="pace.record",
        title=_record_title(said),
        subtitle="Years from each day to the date of clearance of al-Hol that each method gave from what was published "
        f"by then; constant {shape}",
        mark="dots",
        data=_reckoned(ledger, points),
        unit="years",
        x_kind="category",
        colours={
            "what happened": "ink", "last 12 months, fall": "blue", "best 12 months, fall": "teal",
            "last 12 months, reports": "orange", "best 12 months, reports": "purple",
        },
        caveats=(f"No date, because the stock had not fallen: {join_words(silent)}.",) if silent else (),
        height=400,
        empty="By this date no source states that al-Hol is empty, so there is nothing to judge a forecast by.",
    )  # fmt: skip


def _years(years: float) -> Figure:
    return Figure(round(years, 2), float("nan"), float("nan"), "exact", "years")


def _way(one: Forecast) -> str:
    return f"{one.said.method.window} 12 months, {'fall' if one.said.method.basis == 'fall' else 'reports'}"


def _forecast_point(one: Forecast) -> _Point:
    day, said = one.standing, one.said
    years = (said.clearance - day).days / 365.25 if said.clearance is not None else float("nan")
    figure = Figure(round(years, 2), float("nan"), float("nan"), "estimate", "years")
    note = f"Clearance {clearance_text(said)}, {one.error_text}; pace {pace_text(said)} a year"
    return _Point(_way(one), date_text(day), figure, said.rows, day, said.stock_date, note, "difference")


def _record_title(said: Sequence[Forecast]) -> str:
    dated = [one for one in said if not pd.isna(one.error_days)]
    if not dated:
        return "There is no forecast of when al-Hol would be empty to judge"
    late = sum(one.error_days > 0 for one in dated)
    near = min(dated, key=lambda one: abs(one.error_days))
    many = "all" if late == len(dated) else f"{late}"
    return (
        f"Of {len(dated)} forecasts of when al-Hol would be empty {many} were too late; "
        f"the nearest, of {date_text(near.standing)}, by {near.error_text.removesuffix(' too late')}"
    )
