"""Charts of repatriation: which states took home how many, when, and whether women, children or men."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import headline, join_words, select
from analysis.words import date_text, number_text
from charts import deck
from charts.catalog import chart
from charts.common import event_points, headline_rows, origin_names, ranked
from charts.lists import event_bars, period_of, statement_bars
from charts.spec import ChartSpec, MapView, empty_points, points
from charts.views.repatriation_sums import (
    REPATRIATED,
    TOTAL_RULE,
    YEAR_RULE,
    Point,
    countries,
    country_totals,
    country_years,
    frame_of,
    nationalities,
    operation_parts,
    sum_point,
)
from loaders import Ledger

WORLD = (-130.0, -42.0, 160.0, 72.0)
AREA = "ne-syria"
PARTS = {"children": "children", "women": "women", "men": "men", "not split": "not split by source"}
_PANELS = 12


def years(ledger: Ledger) -> tuple[str, ...]:
    """Years with a repatriation on record, oldest first."""
    return tuple(sorted(set(country_years(ledger)["x"].astype(str))))


def last_year(ledger: Ledger) -> str:
    """The newest year with a repatriation on record; empty where there is none."""
    return max(years(ledger), default="")


def _country_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"country": countries(ledger)}


def _year_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"year": years(ledger) or ("",)}


@chart("repatriation.map", _year_option)
def world_map(ledger: Ledger, year: str = "") -> ChartSpec:
    """People taken home by each state up to a year: filled countries and arcs from northeast Syria."""
    upto = year or last_year(ledger)
    data = country_totals(ledger, upto)
    bounds = deck.breaks(data["value"]) if len(data) else ()
    areas = pd.DataFrame(
        {
            "iso": data["origin"].astype(str),
            "name": data["x"].astype(str),
            "value": data["value"],
            "text": [f"{r['text']}, {_span(r)}" for r in data.to_dict("records")],
            "klass": [deck.klass(v, bounds) for v in data["value"]],
        }
    )
    return ChartSpec(
        name="repatriation.map",
        title=f"Up to {upto}, {len(data)} states have taken people home; most: {ranked(data, lambda r: str(r['x']))}"
        if len(data)
        else f"No repatriation is on record up to {upto}",
        subtitle=f"People repatriated from Syria and Iraq up to the end of {upto}; wider arcs mean more people",
        mark="map",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Repatriated": "orange"},
        map=MapView(
            WORLD, base="world", areas=areas, breaks=bounds, area_label="People repatriated", arcs=_arcs(ledger, data)
        ),
        caveats=(TOTAL_RULE, "Iraq is left out: returns of Iraqis have a page of their own."),
        empty="No repatriation is on record up to this year.",
    )


def _span(row: Mapping[str, Any]) -> str:
    """`2019 to 2021`: first and last year that a total covers, where both are known."""
    start, end = row["period_start"], row["period_end"]
    return f"{start:%Y} to {end:%Y}" if pd.notna(start) and start.year != end.year else f"{end:%Y}"


def _arcs(ledger: Ledger, data: pd.DataFrame) -> pd.DataFrame:
    places = ledger.places.assign(
        place=ledger.places["place"].astype(str), country=ledger.places["country"].astype(str)
    )
    start = places.loc[places["place"] == AREA].iloc[0]
    home = places.loc[places["kind"].astype(str) == "country"].drop_duplicates("country").set_index("country")
    rows = data.assign(
        lon1=data["origin"].astype(str).map(home["lon"]), lat1=data["origin"].astype(str).map(home["lat"])
    ).dropna(subset=["lon1", "lat1"])
    return rows.assign(lon0=float(start["lon"]), lat0=float(start["lat"]), name=rows["x"], series="orange")[
        ["lon0", "lat0", "lon1", "lat1", "value", "text", "series", "name"]
    ]


@chart("repatriation.totals", _year_option)
def totals(ledger: Ledger, year: str = "") -> ChartSpec:
    """People taken home by each state up to a year, the twenty largest."""
    upto = year or last_year(ledger)
    every = country_totals(ledger, upto)
    data = every.head(20)
    left = len(every) - len(data)
    return ChartSpec(
        name="repatriation.totals",
        title=f"{ranked(data, lambda r: str(r['x']), 4)} have taken home the most people up to {upto}"
        if len(data)
        else f"No repatriation is on record up to {upto}",
        subtitle=f"People repatriated from Syria and Iraq up to the end of {upto}, by state",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Repatriated": "orange"},
        caveats=(TOTAL_RULE, f"{left} states with fewer people are not drawn; the map has them.")
        if left
        else (TOTAL_RULE,),
    )


@chart("repatriation.years", _country_option)
def by_year(ledger: Ledger, country: str = "all") -> ChartSpec:
    """People repatriated by year: of one state, or of all states added."""
    rows = country_years(ledger)
    name = origin_names(ledger).get(country, country)
    if country == "all":
        data = _all_states(ledger, rows)
        subject = "all states together"
    else:
        data = rows.loc[rows["origin"].astype(str) == country].reset_index(drop=True)
        subject = name
    lead = headline_rows(data)
    best = lead.loc[lead["value"].idxmax()] if len(lead) else None
    return ChartSpec(
        name="repatriation.years",
        title=f"Repatriation by {subject} is highest in {best['x']}: {best['text']} people"
        if best is not None
        else f"No repatriation by {subject} is on record",
        subtitle=f"People repatriated from Syria and Iraq in a year, {subject}; no bar means no record, not zero",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        colours={str(data["series"].iloc[0]): "orange"} if len(data) else {},
        caveats=(YEAR_RULE,),
        empty="No repatriation by this state is on record.",
    )


def _all_states(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """Country-years added over countries: one point a year that cites every source in the sum."""
    lead = headline_rows(rows)
    found = []
    for year, held in lead.groupby(lead["x"].astype(str), sort=True):
        end = pd.Timestamp(f"{year}-12-31")
        whole = {"period_start": pd.Timestamp(f"{year}-01-01"), "period_end": end, "date_precision": "year"}
        found.append(
            sum_point(
                ledger,
                held.to_dict("records"),
                series="All states",
                x=str(year),
                origin="tcn",
                origin_name="third-country",
                group="total",
                note=f"Sum of {len(held)} states",
                **whole,
            )
        )
    return frame_of(found)


@chart("repatriation.parts", _country_option)
def parts(ledger: Ledger, country: str = "all") -> ChartSpec:
    """Reported operations by year, split into children, women and men."""
    held: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for part, row in operation_parts(ledger):
        if country in ("all", str(row["origin"])):
            held[str(row["x"]), part].append(row)
    order = list(PARTS)
    found = [
        sum_point(ledger, rows, series=PARTS[part], x=year, note=f"Sum of {len(rows)} reported operations")
        for (year, part), rows in sorted(held.items(), key=lambda item: (item[0][0], order.index(item[0][1])))
    ]
    data = frame_of(found)
    name = "all states" if country == "all" else origin_names(ledger).get(country, country)
    children = data.loc[data["series"] == "children", "value"].sum() if len(data) else 0.0
    known = data.loc[data["series"] != PARTS["not split"], "value"].sum() if len(data) else 0.0
    return ChartSpec(
        name="repatriation.parts",
        title=f"{children / known:.0%} of the people in operations that sources split are children ({name})"
        if known
        else f"No source splits the operations of {name} into women, children and men",
        subtitle=f"People in reported operations by year, {name}; an operation is split or shown whole",
        mark="stacked",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"children": "children", "women": "women", "men": "men", PARTS["not split"]: "grey"},
        caveats=("Only single operations are added here, so years can be lower than stated totals of the year.",),
        empty="No operation of this state is on record.",
    )


@chart("repatriation.panels")
def panels(ledger: Ledger) -> ChartSpec:
    """The twelve states that took home the most, one panel each, by year."""
    rows = country_years(ledger)
    largest = list(country_totals(ledger, max(years(ledger), default="1900")).head(_PANELS)["origin"].astype(str))
    names = origin_names(ledger)
    kept = rows.loc[rows["origin"].astype(str).isin(largest)]
    kept = kept.assign(_at=kept["origin"].astype(str).map({o: i for i, o in enumerate(largest)}))
    data = kept.sort_values(["x", "_at"], kind="stable").drop(columns="_at").reset_index(drop=True)
    lead = headline_rows(data)
    best = lead.loc[lead["value"].idxmax()] if len(lead) else None
    return ChartSpec(
        name="repatriation.panels",
        title=f"The largest year of any state: {best['series']} in {best['x']}, {best['text']} people"
        if best is not None
        else "Repatriation by state and year",
        subtitle=f"People repatriated in a year, the {_PANELS} states with the most, one panel a state, one scale",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        facet=True,
        colours=dict.fromkeys([names.get(origin, origin) for origin in largest], "orange"),
    )


@chart("repatriation.operations", _country_option)
def operations(ledger: Ledger, country: str = "all") -> ChartSpec:
    """Every reported operation as a dot at its date and number of people; the chosen state stands out."""
    rows = headline(ledger, select(ledger, REPATRIATED, origin=nationalities(ledger), scope="event"))
    rows = rows.loc[rows["role"] == "headline"].sort_values(["period_end", "line"], kind="stable")
    name = origin_names(ledger).get(country, country)
    mine = rows["origin"].astype(str) == country
    series = (
        pd.Series("Operations", index=rows.index) if country == "all" else mine.map({True: name, False: "Other states"})
    )
    data = points(rows, series=series) if len(rows) else empty_points()
    chosen = rows if country == "all" else rows.loc[mine]
    top = chosen.loc[chosen["value"].idxmax()] if len(chosen) else None
    who = "" if country == "all" else f" of {name}"
    several = f"{len(chosen)} operations{who} are reported; the largest"
    told = several if len(chosen) > 1 else f"One operation{who} is reported"
    return ChartSpec(
        name="repatriation.operations",
        title=f"{told}: {number_text(top['value'])} people, "
        + (f"{top['origin_name']}, " if country == "all" else "")
        + f"{date_text(top['period_end'], str(top['date_precision']))}"
        if top is not None
        else f"No operation{who} is reported",
        subtitle="People in one operation, each dot an operation at its date",
        mark="dots",
        data=data,
        unit="persons",
        colours={"Operations": "orange"} if country == "all" else {"Other states": "grey", name: "orange"},
    )


@chart("repatriation.list", _country_option)
def operation_list(ledger: Ledger, country: str = "all") -> ChartSpec:
    """The newest operations, of one state or of all, with other counts of the same operation."""
    origin = nationalities(ledger) if country == "all" else country
    rows = select(ledger, REPATRIATED, origin=origin, scope=("event", "alternative_count"))
    rows = rows.loc[rows["event"].astype(str) != ""]
    marked = headline(ledger, rows)
    lead = marked.loc[marked["role"] == "headline"].sort_values("period_end", ascending=False, kind="stable").head(20)
    kept = rows.loc[rows["event"].astype(str).isin(set(lead["event"].astype(str)))]
    rank = {event: i for i, event in enumerate(lead["event"].astype(str))}
    kept = kept.assign(_at=kept["event"].astype(str).map(rank)).sort_values(["_at", "line"], kind="stable")
    names = origin_names(ledger)
    label = pd.Series(
        [(f"{names[str(r['origin'])]}, " if country == "all" else "") + period_of(r) for r in kept.to_dict("records")],
        index=kept.index,
        dtype=object,
    )
    data = event_bars(ledger, kept, label, "People in the operation")
    newest = headline_rows(data)
    first = newest.iloc[0] if len(newest) else None
    who = "" if country == "all" else f" of {names.get(country, country)}"
    return ChartSpec(
        name="repatriation.list",
        title=f"The newest reported operation{who}: {first['text']} people ({first['x']})"
        if first is not None
        else f"No operation{who} is reported",
        subtitle="People in each of the newest operations, up to twenty; light marks: other counts of it",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"People in the operation": "orange"},
        empty="No operation of this state is on record.",
    )


@chart("repatriation.states")
def states(ledger: Ledger) -> ChartSpec:
    """How many states take people home, by year or part of a year."""
    rows = headline(ledger, select(ledger, "countries_repatriating"))
    rows = rows.loc[rows["role"] == "headline"].sort_values(
        ["period_end", "line"], ascending=[False, True], kind="stable"
    )
    kind = rows["origin"].astype(str).map({"tcn": "without Iraq", "non_syr": "Iraq may be among them"})
    label = pd.Series([period_of(r) for r in rows.to_dict("records")], index=rows.index, dtype=object)
    data = statement_bars(rows, label, kind)
    so_far = headline(ledger, select(ledger, "countries_repatriating_cumulative"))
    so_far = so_far.loc[so_far["role"] == "headline"].sort_values("period_end", kind="stable")
    last = so_far.iloc[-1] if len(so_far) else None
    return ChartSpec(
        name="repatriation.states",
        title=f"{number_text(last['value'])} states have taken people home up to "
        f"{date_text(last['period_end'], str(last['date_precision']))}, says {last['publisher']}"
        if last is not None
        else "States that repatriate",
        subtitle="Number of states that took people home in a year or part of it, newest first",
        mark="bar",
        data=data,
        unit="states",
        x_kind="category",
        colours={"without Iraq": "blue", "Iraq may be among them": "rose"},
        caveats=("The same states return year after year: the numbers are never added.",),
    )


@chart("repatriation.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Events of repatriation."""
    rows = ledger.events.loc[ledger.events["category"].astype(str) == "repatriation"]
    data = event_points(rows)
    newest = data.loc[data["period_start"].idxmax()] if len(data) else None
    return ChartSpec(
        name="repatriation.timeline",
        title=f"{len(data)} events; the newest, on {date_text(newest['period_start'])}: {newest['title']}"
        if newest is not None
        else "Events",
        subtitle="First returns, large operations, changes of policy",
        mark="timeline",
        data=data,
        unit="",
        colours={"Repatriation": "orange"},
        height=150,
        empty="No event is recorded.",
    )


def largest_takers(ledger: Ledger) -> str:
    """A sentence on the states that took home the most, for the top of the page."""
    span = years(ledger)
    if not span:
        return ""
    data = country_totals(ledger, span[-1])
    told = [f"{r['x']} ({r['text']})" for r in data.head(4).to_dict("records")]
    return (
        f"Sources report repatriations to {len(data)} states up to {span[-1]}; the most people to {join_words(told)}."
    )
