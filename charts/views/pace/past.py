"""Charts of the pace so far: departures by year, the pace at each count, and the record of past forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from analysis import Figure, Population, join_words, number_text, populations, standing
from analysis.pace.backtest import Forecast, outcome, record, tried_camp
from analysis.pace.flows import departures
from analysis.pace.measured import SHAPES, Measured, falls, hedged_figure, newest_fall, stocks
from analysis.pace.words import clearance_text, pace_text
from analysis.pace.years import Year, by_year
from analysis.words import Told, count_text, date_text, month_text
from analysis.words.paces import fell_and_left, fell_fastest, left_in, months_of, no_pace, trends_missed, year_to
from charts.catalog import chart
from charts.spec import ChartSpec
from charts.views.pace.ahead import NAMES, chosen
from charts.views.pace.points import Point, reckoned, rounded, told_of
from loaders import Ledger

FALL, RISE, REPORTED = "fall of the stock", "rise of the stock", "reported departures"
NOT_COUNTED = "No source had counted these people by this date"
HUES = {FALL: "blue", REPORTED: "orange", RISE: "grey"}


def _asked(ledger: Ledger, of: str) -> Population | None:
    """The population of an id; for an empty id the first of which both counts and departures of a year are known."""
    both = (key for key, one in populations(ledger).items() if any(y.fall and y.journeys for y in by_year(ledger, one)))
    return chosen(ledger, of or next(both, ""))


def _of_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"of": tuple(populations(ledger))}


def _shape_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"shape": SHAPES}


@chart("pace.departures", _of_option)
def yearly(ledger: Ledger, of: str = "") -> ChartSpec:
    """Reported departures beside the fall of the stock in the same time, year by year."""
    one = _asked(ledger, of)
    years = by_year(ledger, one) if one is not None else ()
    points = []
    for year in years:
        if year.fall is not None:
            told = rounded(year.fall if year.fall.value >= 0 else _turned(year.fall))
            note = f"Difference of two figures, {date_text(year.start)} and {date_text(year.end)}"
            name = FALL if year.fall.value >= 0 else RISE
            points.append(Point(name, year.label, told, year.rows, year.start, year.end, note, "difference"))
        if year.journeys is not None:
            count = number_text(len(year.journeys.rows))
            note = f"Sum of {count} reported departures, {date_text(year.start)} to {date_text(year.end)}"
            points.append(
                Point(REPORTED, year.label, year.journeys.figure, year.journeys.rows, year.start, year.end, note, "sum")
            )
    data = reckoned(ledger, points)
    return ChartSpec(
        name="pace.departures",
        title=_yearly_title(one, years, points, data),
        subtitle="People who left by the reports found, and by how much the stock fell or rose in the same time",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        colours=HUES,
        caveats=_why(one, years),
        empty="No two figures near the ends of a year, and no reported departures.",
    )


def _turned(figure: Figure) -> Figure:
    turned = {"at_least": "at_most", "at_most": "at_least"}
    return Figure(-figure.value, -figure.high, -figure.low, turned.get(figure.qualifier, figure.qualifier), figure.unit)


def _of_year(year: Year, names: tuple[str, ...], points: Sequence[Point], data: pd.DataFrame) -> Told | None:
    """What is drawn of a year under one of some names, with its row."""
    point = next((point for point in points if point.x == year.label and point.series in names), None)
    return None if point is None else told_of(point, points, data)


def _yearly_title(one: Population | None, years: Sequence[Year], points: Sequence[Point], data: pd.DataFrame) -> str:
    """By how much the number moved in the newest year with a sure change, and how many left by the reports of it."""
    if one is None:
        return NOT_COUNTED
    sure = [year for year in years if year.fall is not None]
    both = [year for year in sure if year.journeys is not None]
    if not sure and not any(year.journeys for year in years):
        return f"No source tells how many {one.noun} {one.where} {one.did} in a year"
    if sure and (both or not any(year.journeys for year in years)):
        last = (both or sure)[-1]
        moved, left = (_of_year(last, names, points, data) for names in ((FALL, RISE), (REPORTED,)))
        span, rose = (last.start, last.end), last.fall is not None and last.fall.value < 0
        return fell_and_left(
            one.noun, one.where, span, moved, left, did=one.did, what=one.what, rose=rose, flows=bool(one.flows)
        )
    last = [year for year in years if year.journeys is not None][-1]
    # Reports of a part of the people, alone, would be taken for all who left.
    left = _of_year(last, (REPORTED,), points, data) if one.complete else None
    return fell_and_left(one.noun, _from_where(one), (last.start, last.end), None, left, did=one.did)


def _from_where(one: Population) -> str:
    """Where those whom reports tell of had been: reports of one nationality seldom say where in Syria."""
    return one.where if one.origin in ("all", "irq", "syr", "tcn") else ""


def _why(one: Population | None, years: Sequence[Year]) -> tuple[str, ...]:
    if one is None:
        return ()
    adds, takes = one.reasons
    told = ["A year runs from the figure nearest to its start to that nearest to its end; the data give the dates."]
    vague = [year.label for year in years if year.vague]
    if vague:
        told.append(f"Two counts are too rounded or open to tell whether the number fell: {join_words(vague)}.")
    told += [f"Why the two differ: {adds}; {takes}."] if one.flows else []
    if one.missing and one.flows:
        told.append(f"The reports leave out {one.missing}.")
    return tuple(told)


@chart("pace.history", _of_option)
def history(ledger: Ledger, of: str = "") -> ChartSpec:
    """The pace a year as measured at each figure of the stock: by its fall, and by the departures reported by then."""
    one = _asked(ledger, of)
    found = _measured(ledger, one) if one is not None else ()
    points = []
    for each in found:
        if one is None or each.left < 0 or each.unsure:
            continue
        figure = _a_year(each)
        note = f"Fall from {date_text(each.start)} to {date_text(each.end)}, scaled to a year"
        points.append(Point(FALL, each.end, figure, each.rows, each.start, each.end, note, "difference"))
    ends = [each.end for each in found]
    if one is not None and not ends:
        ends = list(stocks(ledger, one, one.origin)["period_end"])
    for end in dict.fromkeys(ends):
        told = departures(ledger, one, end - pd.DateOffset(years=1), end) if one is not None else None
        if told is not None:
            note = f"Sum of {number_text(len(told.rows))} reported departures in the 12 months to {date_text(end)}"
            points.append(Point(REPORTED, end, told.figure, told.rows, told.start, end, note, "sum"))
    rose = sum(each.left < 0 for each in found)
    unsure = sum(each.unsure for each in found)
    data = reckoned(ledger, points)
    return ChartSpec(
        name="pace.history",
        title=_fastest(one, found, points, data),
        subtitle="People a year, measured at each figure against the one nearest to a year before",
        mark="dots",
        data=data,
        unit="persons",
        colours=HUES,
        caveats=_left_out(rose, unsure),
        empty="No two figures hold about a year apart, and no departures are reported.",
    )


def _measured(ledger: Ledger, one: Population) -> tuple[Measured, ...]:
    """The falls over about a year up to each figure; where there is none, that up to the newest over another time."""
    found = falls(ledger, one)
    newest = newest_fall(ledger, one, "total") if len(stocks(ledger, one, one.origin)) and not found else None
    return (newest,) if newest is not None else found


def _a_year(one: Measured) -> Figure:
    """A fall scaled to a year, which nobody counted: about so many, where both figures are exact."""
    figure = rounded(hedged_figure(one.per_year, one.low / one.years, one.high / one.years, one.hedges))
    return replace(figure, qualifier="about") if figure.qualifier == "exact" else figure


def _fastest(one: Population | None, found: Sequence[Measured], points: Sequence[Point], data: pd.DataFrame) -> str:
    """The fastest fall that is sure; else the newest reported departures."""
    if one is None:
        return NOT_COUNTED
    sure = [each for each in found if each.fell]
    if sure:
        top = max(sure, key=lambda each: each.per_year)
        months = months_of(top.start, top.end)
        fall = next(point for point in points if (point.series, point.start, point.end) == (FALL, top.start, top.end))
        return fell_fastest(one.noun, one.where, months, told_of(fall, points, data), alone=len(found) == 1)
    reports = [point for point in points if point.series == REPORTED]
    if reports:
        last = told_of(reports[-1], points, data)
        return left_in(one.noun, _from_where(one), year_to(reports[-1].end), last, did=one.did)
    return no_pace(one.noun, one.where)


def _left_out(rose: int, unsure: int) -> tuple[str, ...]:
    found = []
    if rose:
        found.append(f"At {count_text(rose, 'figure')} the stock had risen; a rise is no pace and is not drawn.")
    if unsure:
        found.append(f"At {count_text(unsure, 'figure')} the counts are too rounded to tell a fall; it is not drawn.")
    return tuple(found)


@chart("pace.record", _shape_option, history="Forecasts can be judged only of a stock that is gone.")
def tried(ledger: Ledger, shape: str = "number") -> ChartSpec:
    """What each method said on past days about a camp that is gone, in years from then, beside what happened."""
    happened = outcome(ledger, tried_camp(ledger))
    said = [one for one in record(ledger, tried_camp(ledger)) if one.said.method.shape == shape]
    points = []
    if happened is not None:
        for day in dict.fromkeys(one.standing for one in said):
            years = (happened.date - day).days / 365.25
            note = f"Days from {date_text(day)} to {date_text(happened.date)}, in years"
            points.append(
                Point(
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
        title=_record_title(ledger, said),
        subtitle=f"Years from each day until {_camp(ledger)} would be empty by what was known then; constant {shape}",
        mark="dots",
        data=reckoned(ledger, points),
        unit="years",
        x_kind="category",
        colours={
            "what happened": "ink",
            "latest pace, by counts": "blue",
            "fastest pace, by counts": "teal",
            "latest pace, by reports": "orange",
            "fastest pace, by reports": "purple",
        },
        caveats=(f"No date, because the stock had not fallen: {join_words(silent)}.",) if silent else (),
        height=400,
        empty=f"By this date no source states that {_camp(ledger)} is empty, so no forecast can be judged.",
    )


def _years(years: float) -> Figure:
    return Figure(round(years, 2), float("nan"), float("nan"), "exact", "years")


def _way(one: Forecast) -> str:
    return f"{NAMES[one.said.method.window]} pace, by {'counts' if one.said.method.basis == 'fall' else 'reports'}"


def _forecast_point(one: Forecast) -> Point:
    day, said = one.standing, one.said
    years = (said.clearance - day).days / 365.25 if said.clearance is not None else float("nan")
    figure = Figure(round(years, 2), float("nan"), float("nan"), "estimate", "years")
    note = f"Clearance {clearance_text(said)}, {one.error_text}; pace {pace_text(said)} a year"
    return Point(_way(one), date_text(day), figure, said.rows, day, said.stock_date, note, "difference")


def _record_title(ledger: Ledger, said: Sequence[Forecast]) -> str:
    """By how much the nearest of the forecasts was off."""
    name, happened = _camp(ledger), outcome(ledger, tried_camp(ledger))
    dated = [one for one in said if not pd.isna(one.error_days)]
    if not dated or happened is None:
        return f"No forecast of when {name} would be empty can be judged yet"
    closed = standing(ledger, ledger.observations.loc[happened.row]).state == "closed"
    what = f"the {'closure' if closed else 'emptying'} of {name} in {month_text(happened.date)}"
    return trends_missed(what, min(abs(one.error_days) for one in dated))


def _camp(ledger: Ledger) -> str:
    """Name of the camp whose forecasts are judged."""
    names = ledger.places.loc[ledger.places["place"] == tried_camp(ledger), "name"]
    return str(names.iloc[0]) if len(names) else "the camp"
