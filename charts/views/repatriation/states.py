"""Charts of repatriation: which states took home how many, when, and whether women, children or men."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import countable, headline, select
from analysis.hedge import figure_of
from analysis.origins import nationalities
from analysis.repatriated import AREA, REPATRIATED
from analysis.totals import reported_sum
from analysis.words import WORKED_OUT, Telling, Untold, capital, during, figure_text, the
from analysis.words.grammar import keeping, shortest
from analysis.words.home import (
    peak_of,
    people_said,
    share_of_children,
    states_that_took_home,
    took_home,
    took_home_most,
)
from charts import maps
from charts.catalog import chart
from charts.common import event_points, event_sentence, headline_rows, origin_names, place_names, told
from charts.lists import event_bars, period_of
from charts.spec import ChartSpec, MapView, drawn_rows, empty_points, points
from charts.views.repatriation.sums import (
    ALL,
    LIGHT_RULE,
    TOTAL_RULE,
    YEAR_RULE,
    Point,
    countries,
    country_totals,
    country_years,
    last_day,
    operation_parts,
    sum_point,
    wider_totals,
)
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

WORLD = (-130.0, -42.0, 160.0, 72.0)
START = "ne-syria"
PARTS = {"children": "children", "women": "women", "men": "men", "not split": "not split by source"}
_PANELS, _BARS = 12, 20
_IRAQ = "Returns of Iraqis are counted apart and are not among these."


@lru_cache(maxsize=16)
def years(ledger: Ledger) -> tuple[str, ...]:
    """Years with a repatriation on record, oldest first."""
    return tuple(sorted(set(country_years(ledger)["x"].astype(str))))


def country_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """The choices of the filter `country`: all states, or one of them."""
    return {"country": countries(ledger)}


def _both_options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"year": years(ledger) or ("",), "country": countries(ledger)}


@chart("repatriation.map", _both_options)
def world_map(ledger: Ledger, year: str = "", country: str = ALL) -> ChartSpec:
    """People taken home by each state up to a year: filled countries and arcs from Northeast Syria."""
    data = country_totals(ledger, year)
    bounds = maps.breaks(data["value"]) if len(data) else ()
    areas = pd.DataFrame(
        {
            "iso": data["origin"].astype(str),
            "name": data["x"].astype(str),
            "value": data["value"],
            "figure": data["text"],
            "text": [f"{r['text']}, {_span(r)}" for r in as_records(data)],
            "klass": [maps.klass(v, bounds) for v in data["value"]],
        }
    )
    return ChartSpec(
        name="repatriation.map",
        title=_known(ledger, data, year, country)
        or states_that_took_home([(str(r["x"]), told(r)) for r in as_records(data)], _until(data)),
        subtitle=f"People taken home from Iraq and Syria, by state{_up_to(ledger, year)}; wider arcs mean more people",
        mark="map",
        data=data,
        unit="persons",
        x_kind="category",
        colours=_arc_colours(ledger, country),
        own=_own(ledger, country),
        map=MapView(
            WORLD,
            base="world",
            areas=areas,
            breaks=bounds,
            area_label="People repatriated",
            arcs=_arcs(ledger, data, country),
        ),
        caveats=(TOTAL_RULE, _IRAQ),
        empty="No repatriation is on record up to this year.",
    )


def _known(ledger: Ledger, data: pd.DataFrame, year: str, country: str) -> str:
    """What is told of one state, or of none; empty where all states are to be told."""
    when = f" by the end of {year}" if year and last_day(year) <= ledger.today else ""
    if country != ALL:
        own = data[data["origin"] == country]
        name = origin_names(ledger).get(country, country)
        return took_home(name, told(own.iloc[0])) if len(own) else f"No source reports a return to {the(name)}{when}"
    return "" if len(data) else f"No source reports a repatriation{when}"


def _until(data: pd.DataFrame) -> str:
    """The date that the figures of all states reach: `by 25 Nov 2025`."""
    return told(row_of_max(data, "period_end")).by


def _up_to(ledger: Ledger, year: str) -> str:
    over = bool(year) and last_day(year) <= ledger.today
    return f" up to the end of {year}" if over else ", each up to its own date"


def _span(row: Mapping[str, Any]) -> str:
    """`2019 to 2021`: first and last year that a total covers, where both are known."""
    start, end = row["period_start"], row["period_end"]
    return f"{start:%Y} to {end:%Y}" if pd.notna(start) and start.year != end.year else f"{end:%Y}"


def _own(ledger: Ledger, country: str) -> tuple[str, ...]:
    """The state that stands out among others."""
    return () if country == ALL else (origin_names(ledger).get(country, country),)


def _arc_colours(ledger: Ledger, country: str) -> dict[str, str]:
    """What the arcs of each colour stand for."""
    if country == ALL:
        return {"Repatriated": "orange"}
    return {origin_names(ledger).get(country, country): "orange", "Other states": "grey"}


def _arcs(ledger: Ledger, data: pd.DataFrame, country: str) -> pd.DataFrame:
    places = ledger.places.assign(
        place=ledger.places["place"].astype(str), country=ledger.places["country"].astype(str)
    )
    start = places[places["place"] == START].iloc[0]
    home = places[places["kind"] == "country"].drop_duplicates("country").set_index("country")
    origin = data["origin"].astype(str)
    rows = data.assign(
        lon1=origin.map(home["lon"]),
        lat1=origin.map(home["lat"]),
        series=origin.map(lambda one: "orange" if country in (ALL, one) else "grey"),
    ).dropna(subset=["lon1", "lat1"])
    return rows.assign(lon0=float(start["lon"]), lat0=float(start["lat"]), name=rows["x"])[
        ["lon0", "lat0", "lon1", "lat1", "value", "text", "series", "name"]
    ]


@chart("repatriation.totals", _both_options)
def totals(ledger: Ledger, year: str = "", country: str = ALL) -> ChartSpec:
    """People taken home by each state up to a year, the twenty largest; a chosen state is always among them."""
    every = country_totals(ledger, year)
    kept = (every.index < _BARS) | (every["origin"] == country).to_numpy()
    lead = every.loc[kept]
    other = wider_totals(ledger, year)
    larger = other["value"] > other["origin"].astype(str).map(every.set_index(every["origin"].astype(str))["value"])
    light = other[larger & other["x"].isin(lead["x"])]
    data = drawn_rows([*as_records(lead), *as_records(light)])
    colours = {"Repatriated": "orange"}
    if country != ALL and len(data):
        name = origin_names(ledger).get(country, country)
        own = data["origin"] == country
        data = data.assign(series=own.map({True: name, False: "Other states"}))
        colours = {name: "orange", "Other states": "grey"}
    left = len(every) - len(lead)
    named = [(str(r["x"]), told(r)) for r in as_records(every.head(2))]
    return ChartSpec(
        name="repatriation.totals",
        title=_known(ledger, every, year, country) or took_home_most(named),
        subtitle=f"People taken home from Iraq and Syria, by state{_up_to(ledger, year)}",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours=colours,
        caveats=(
            TOTAL_RULE,
            *((LIGHT_RULE,) if len(light) else ()),
            *((f"{left} states with fewer people are not drawn.",) if left else ()),
        ),
        empty="No repatriation is on record up to this year.",
        own=_own(ledger, country),
    )


@chart("repatriation.years", country_option)
def by_year(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """People repatriated by year: of one state, or of all states added."""
    rows = country_years(ledger)
    name = origin_names(ledger).get(country, country)
    if country == ALL:
        data, subject = _all_states(ledger, rows), "all states together"
    else:
        data, subject = rows[rows["origin"] == country].reset_index(drop=True), the(name)
    return ChartSpec(
        name="repatriation.years",
        title=_years_of(ledger, headline_rows(data), country, name),
        subtitle=f"People taken home from Iraq and Syria in a year, {subject}; no bar means no record, not zero",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        colours={str(data["series"].iloc[0]): "orange"} if len(data) else {},
        caveats=(YEAR_RULE, *_differs(ledger, data, country)),
        empty="No repatriation by this state is on record.",
    )


def _years_of(ledger: Ledger, lead: pd.DataFrame, country: str, name: str) -> str:
    """The year with the most people beside the newest, or what they are in all."""
    if lead.empty:
        return "No source reports a repatriation" if country == ALL else f"No source reports a return to {the(name)}"
    best, last, total = row_of_max(lead, "value"), lead.iloc[-1], _total(ledger, country)
    most = told(best)
    if country != ALL and len(lead) == 1:
        only = f"{capital(the(name))} took home {people_said(most.figure)} in {best['x']}"
        return Telling(f"{only}, the only year with a reported return", most)
    if total is not None and total["value"] == lead["value"].sum():
        whole = f"{capital(the(name))} took home {people_said(told(total).figure)} from {lead['x'].iloc[0]}"
        # The years are drawn, their sum is not.
        return Telling(f"{whole} to {last['x']}, {most.said} of them in {best['x']}", WORKED_OUT, most)
    what = "Reported repatriations" if country == ALL else f"Reported repatriations to {the(name)}"
    newest = None if best["x"] == last["x"] else (str(last["x"]), told(last))
    return peak_of(what, (str(best["x"]), most), newest, running=str(last["x"]) == f"{ledger.today.year}")


def _total(ledger: Ledger, country: str) -> pd.Series | None:
    whole = country_totals(ledger)
    own = whole[whole["origin"] == country]
    return own.iloc[0] if len(own) else None


def _differs(ledger: Ledger, data: pd.DataFrame, country: str) -> tuple[str, ...]:
    """Why the years of a state do not add up to its total, where they do not."""
    total, added = _total(ledger, country), headline_rows(data)["value"].sum()
    if total is None or total["value"] == added:
        return ()
    now = told(total)
    in_all = f"in all {the(str(total['x']))} took home {now.said} {now.by}"
    return (f"These years add up to {added:,.0f}; {in_all}: what is told of single years may leave people out.",)


def _all_states(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """Country-years added over countries: one point a year that cites every source in the sum."""
    lead = headline_rows(rows)
    found = []
    for year, held in lead.groupby(lead["x"].astype(str), sort=True):
        end = pd.Timestamp(f"{year}-12-31")
        whole = {"period_start": pd.Timestamp(f"{year}-01-01"), "period_end": end, "date_precision": "year"}
        found.append(
            sum_point(
                as_records(held),
                series="All states",
                x=str(year),
                origin="tcn",
                origin_name="third-country",
                group="total",
                place_name=place_names(ledger).get(AREA, ""),
                note=f"Sum of {len(held)} states",
                **whole,
            )
        )
    return drawn_rows(found)


@chart("repatriation.parts", country_option)
def parts(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """Reported operations by year, split into children, women and men."""
    held: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for part, row in operation_parts(ledger):
        if country in (ALL, str(row["origin"])):
            held[str(row["x"]), part].append(row)
    order = list(PARTS)
    area = place_names(ledger).get(AREA, "")
    found = [
        sum_point(rows, series=PARTS[part], x=year, note=f"Sum of {len(rows)} reported operations", place_name=area)
        for (year, part), rows in sorted(held.items(), key=lambda item: (item[0][0], order.index(item[0][1])))
    ]
    data = drawn_rows(found)
    name = "" if country == ALL else origin_names(ledger).get(country, country)
    children, known, every = (
        float(data.loc[keep, "value"].sum()) if len(data) else 0.0
        for keep in (data["series"] == PARTS["children"], data["series"] != PARTS["not split"], data["value"] > 0)
    )
    nothing = f"No source tells how many of those taken home{f' to {the(name)}' if name else ''} were children"
    said = share_of_children(children, known, name, of_all=known == every) if known else nothing
    years = " to ".join(dict.fromkeys((found[0]["x"], found[-1]["x"]))) if found else ""
    return ChartSpec(
        name="repatriation.parts",
        title=shortest(keeping(f"{said} ({years})", said), said) if known else nothing,
        subtitle=f"People in reported operations by year, {the(name) or 'all states'}; an operation is split or shown "
        "whole",
        mark="stacked",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"children": "children", "women": "women", "men": "men", PARTS["not split"]: "grey"},
        totals={
            str(year): figure_text(reported_sum(map(figure_of, as_records(rows)))) for year, rows in data.groupby("x")
        },
        caveats=("Only single operations are added, so years can be lower than stated totals of the year.",),
        empty="No operation of this state is on record.",
    )


@chart("repatriation.panels")
def panels(ledger: Ledger) -> ChartSpec:
    """The twelve states that took home the most, one panel each, by year."""
    rows = country_years(ledger)
    largest = list(texts(country_totals(ledger).head(_PANELS)["origin"]))
    names = origin_names(ledger)
    kept = rows[rows["origin"].isin(largest)]
    kept = kept.assign(_at=kept["origin"].astype(str).map({o: i for i, o in enumerate(largest)}))
    data = kept.sort_values(["x", "_at"], kind="stable").drop(columns="_at").reset_index(drop=True)
    lead = headline_rows(data)
    return ChartSpec(
        name="repatriation.panels",
        title=_most_in_a_year(row_of_max(lead, "value")) if len(lead) else "No source reports a repatriation",
        subtitle=f"People taken home in a year, the {_PANELS} states with the most, one panel a state, one scale",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        facet=True,
        colours=dict.fromkeys([names.get(origin, origin) for origin in largest], "orange"),
        caveats=(YEAR_RULE,),
    )


def _most_in_a_year(best: pd.Series) -> str:
    took = f"{capital(the(str(best['series'])))} took home {people_said(told(best).figure)} in {best['x']}"
    return Telling(f"{took}, the most on record of any state in one year", told(best))


@chart("repatriation.operations", country_option)
def operations(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """Every reported operation as a dot at its date and number of people; the chosen state stands out."""
    rows = headline(ledger, select(ledger, REPATRIATED, origin=nationalities(ledger), scope="event"))
    rows = countable(ledger, rows).sort_values(["period_end", "line"], kind="stable")
    name = origin_names(ledger).get(country, country)
    mine = rows["origin"] == country
    series = (
        pd.Series("Operations", index=rows.index) if country == ALL else mine.map({True: name, False: "Other states"})
    )
    chosen = rows if country == ALL else rows.loc[mine]
    data = points(rows, series=series) if len(rows) else empty_points()
    top = row_of_max(chosen, "value") if len(chosen) else None
    return ChartSpec(
        name="repatriation.operations",
        title=_largest(top, country) if top is not None else _no_operation(country, name),
        subtitle="People in one reported operation, each dot an operation at its date",
        mark="dots",
        data=data,
        unit="persons",
        colours={"Operations": "orange"} if country == ALL else {"Other states": "grey", name: "orange"},
        own=_own(ledger, country),
    )


def _largest(row: pd.Series, country: str) -> str:
    state, now = the(str(row["origin_name"])), told(row)
    people = people_said(now.figure)
    if country == ALL:
        return Telling(f"The largest operation on record took {people} home to {state} {_when(row)}", now)
    return Telling(f"{capital(state)} took home {people} in its largest reported operation, {_when(row)}", now)


def _no_operation(country: str, name: str) -> str:
    return Untold(f"No source reports an operation{'' if country == ALL else f' to {the(name)}'}")


def _when(row: Mapping[str, Any] | pd.Series) -> str:
    return during(row["period_start"], row["period_end"], str(row["date_precision"]))


@chart("repatriation.list", country_option)
def operation_list(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """The newest operations, of one state or of all, with other counts of the same operation."""
    origin = nationalities(ledger) if country == ALL else country
    rows = select(ledger, REPATRIATED, origin=origin, scope=("event", "alternative_count"))
    rows = rows[rows["event"] != ""]
    lead = countable(ledger, headline(ledger, rows))
    # By the first day that it may have been: one that is dated to a year is not taken for the last of the year.
    lead = lead.sort_values(["period_start", "period_end"], ascending=False, kind="stable").head(20)
    kept = rows[rows["event"].isin(set(texts(lead["event"])))]
    rank = {event: i for i, event in enumerate(texts(lead["event"]))}
    kept = kept.assign(_at=kept["event"].astype(str).map(rank)).sort_values(["_at", "line"], kind="stable")
    names = origin_names(ledger)
    label = pd.Series(
        [(f"{names[str(r['origin'])]}, " if country == ALL else "") + period_of(r) for r in as_records(kept)],
        index=kept.index,
        dtype=object,
    )
    data = event_bars(ledger, kept, label, "People in the operation")
    return ChartSpec(
        name="repatriation.list",
        title=_newest(headline_rows(data), country) or _no_operation(country, names.get(country, country)),
        subtitle="People in each of the newest operations, up to twenty; light marks: other counts of it",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"People in the operation": "orange"},
        empty="No operation of this state is on record.",
    )


def _newest(lead: pd.DataFrame, country: str) -> str:
    if lead.empty:
        return ""
    first = lead.iloc[0]
    now, state = told(first), the(str(first["origin_name"]))
    people = people_said(now.figure)
    if country == ALL:
        return Telling(f"The last reported operation took {people} home to {state} {_when(first)}", now)
    return Telling(f"The last reported operation to {state} was {_when(first)}, with {people}", now)


@chart("repatriation.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Events of repatriation."""
    rows = ledger.events[ledger.events["category"] == "repatriation"]
    newest = rows.sort_values(["date", "line"], kind="stable").iloc[-1] if len(rows) else None
    return ChartSpec(
        name="repatriation.timeline",
        title=event_sentence(newest) if newest is not None else "No event of repatriation is known",
        subtitle="First returns, large operations, changes of policy",
        mark="timeline",
        data=event_points(rows),
        unit="",
        colours={"Repatriation": "orange"},
        height=150,
        empty="No event is recorded.",
    )
