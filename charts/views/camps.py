"""Charts of the camps: population, nationality, age, safety, departures, custody and the map through time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import by_period, headline, join_words, select
from analysis.words import date_text
from charts.catalog import chart
from charts.common import (
    GROUPS,
    as_of,
    break_markers,
    custody_points,
    headline_rows,
    known_markers,
    place_names,
    series_points,
    short_names,
    trend,
    when,
    with_position,
)
from charts.lists import NOT_ADDED
from charts.spec import ChartSpec, MapView, added, empty_points, points
from loaders import Ledger

REGION = (37.0, 34.2, 44.2, 38.2)
TURNS = (
    ("2019-03-23", "baghouz"),
    ("2021-03-28", "al-hol"),
    ("2022-08-25", "al-hol"),
    ("2026-01-21", "al-hol"),
    ("2026-02-22", "al-hol"),
)
_SMALL = ("areesha", "mahmoudli", "ain-issa", "newroz", "abu-khashab", "twahina", "mabrouka", "jeddah-1")


@lru_cache(maxsize=8)
def camps_with_figures(ledger: Ledger) -> tuple[str, ...]:
    """Camps that have a figure of all their people, the most documented first."""
    rows = select(ledger, "camp_population", origin="all")
    rows = rows.loc[rows["place_kind"].astype(str).isin(["camp", "region"])]
    return tuple(rows["place"].astype(str).value_counts().index)


@lru_cache(maxsize=8)
def map_days(ledger: Ledger) -> tuple[str, ...]:
    """Dates of the map's slider: the last day of every quarter with figures, and the newest date."""
    rows = select(ledger, "camp_population", group="total")
    ends = rows["period_end"].dropna()
    quarters = sorted({q.end_time.normalize() for q in ends.dt.to_period("Q")})
    if ends.empty:
        return ()
    days = [q for q in quarters if q < ends.max()] + [ends.max()]
    return tuple(day.strftime("%Y-%m-%d") for day in days)


def _camp_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"camp": camps_with_figures(ledger)}


@chart("camps.population", _camp_option)
def population(ledger: Ledger, camp: str = "al-hol") -> ChartSpec:
    """People in one camp over time, all nationalities."""
    names = place_names(ledger)
    data = series_points(ledger, select(ledger, "camp_population", place=camp, origin="all"), "place", names)
    turns = known_markers(ledger, TURNS) if camp == "al-hol" else ()
    turns = tuple(sorted((*turns, *break_markers(ledger, data)), key=lambda turn: turn.date))
    return ChartSpec(
        name="camps.population",
        title=trend(names.get(camp, camp), headline_rows(data), "people"),
        subtitle="People in the camp, all nationalities; each point is one source's figure for that date",
        mark="line",
        data=data,
        unit="persons",
        colours={names.get(camp, camp): camp},
        markers=turns,
        height=380,
        empty="No source gives a figure of all people in this camp.",
    )


@chart("camps.by_origin", _camp_option)
def by_origin(ledger: Ledger, camp: str = "al-hol") -> ChartSpec:
    """People in one camp by nationality: Syrians, Iraqis, third-country nationals."""
    wanted = ("syr", "irq", "tcn")
    labels = {"syr": "Syrians", "irq": "Iraqis", "tcn": "third-country"}
    data = series_points(ledger, select(ledger, "camp_population", place=camp, origin=wanted), "origin", labels)
    lead = headline_rows(data)
    newest = [
        lead.loc[lead["origin"].astype(str) == o].iloc[-1] for o in wanted if (lead["origin"].astype(str) == o).any()
    ]
    days = {r["period_end"] for r in newest}
    told = join_words(
        [
            f"{r['text']} {labels[str(r['origin'])]}"
            + (" nationals" if str(r["origin"]) == "tcn" else "")
            + (f" ({date_text(r['period_end'], str(r['date_precision']))})" if len(days) > 1 else "")
            for r in newest
        ]
    )
    when = f" on {date_text(newest[0]['period_end'])}" if len(days) == 1 else ", newest figures"
    place = place_names(ledger).get(camp, camp)
    return ChartSpec(
        name="camps.by_origin",
        title=f"{place}{when}: {told}" if newest else f"{place} by nationality",
        subtitle="People in the camp by nationality; third-country means neither Syrian nor Iraqi",
        mark="line",
        data=data,
        unit="persons",
        colours={labels[o]: o for o in wanted},
        height=380,
        empty="No source gives this camp's people by nationality.",
    )


@chart("camps.children")
def children(ledger: Ledger) -> ChartSpec:
    """Share of children, and of women and children, in the camps."""
    names = place_names(ledger)
    frames = []
    for indicator, words in (
        ("camp_share_children", "children"),
        ("camp_share_women_and_children", "women and children"),
    ):
        rows = select(ledger, indicator, group=None)
        rows = rows.loc[~rows["group"].astype(str).isin(["under_12"])]
        label = rows["place"].astype(str).map(lambda p: names.get(p, p)) + ", " + words
        frames.append(series_points(ledger, rows.assign(_label=label), "_label"))
    data = pd.concat(frames, ignore_index=True).sort_values("period_end", kind="stable") if frames else empty_points()
    lead = headline_rows(data)
    hol = lead.loc[(lead["place"].astype(str) == "al-hol") & (lead["indicator"].astype(str) == "camp_share_children")]
    told = (
        f"Children are {hol.iloc[-1]['text']} of the people in al-Hol {when(hol.iloc[-1])}"
        if len(hol)
        else "Children in the camps"
    )
    return ChartSpec(
        name="camps.children",
        title=told,
        subtitle="Share of children (under 18 unless the source says otherwise) and of women and children, percent",
        mark="dots",
        data=data,
        unit="percent",
    )


@chart("camps.ages")
def ages(ledger: Ledger) -> ChartSpec:
    """Children by nationality in al-Hol: the counts that name an age group."""
    rows = select(ledger, "camp_population", place="al-hol", origin=("syr", "irq", "tcn"), group=("boys", "girls"))
    labels = {"syr": "Syrian", "irq": "Iraqi", "tcn": "Third-country"}
    marked = headline(ledger, rows)
    lead = marked.loc[marked["role"] == "headline"]
    data = (
        points(lead, series=lead["group"].astype(str).map(GROUPS), x=lead["origin"].astype(str).map(labels))
        if len(lead)
        else empty_points()
    )
    if len(data):
        total = data.groupby("x", sort=False)["value"].sum().sort_values(ascending=False)
        data = (
            data.assign(_at=data["x"].map({x: i for i, x in enumerate(total.index)}))
            .sort_values(["_at", "series"])
            .drop(columns="_at")
            .reset_index(drop=True)
        )
        when = lead["period_end"].max()
        title = f"{total.index[0]} children are the most numerous in al-Hol on {date_text(when)}"
    else:
        title = "Children in al-Hol by nationality"
    return ChartSpec(
        name="camps.ages",
        title=title,
        subtitle="Boys and girls in al-Hol by nationality, people; the newest count by sex and nationality",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"boys": "teal", "girls": "purple"},
    )


@chart("camps.others")
def others(ledger: Ledger) -> ChartSpec:
    """The other camps, one panel each, on one scale."""
    names = short_names(ledger)
    rows = select(ledger, "camp_population", place=("roj", *_SMALL), origin=("all", "irq"))
    rows = rows.loc[(rows["origin"].astype(str) == "all") | (rows["place"].astype(str) == "jeddah-1")]
    data = series_points(ledger, rows, "place", names)
    lead = headline_rows(data)
    newest = lead.groupby(lead["place"].astype(str), sort=False).tail(1).sort_values("period_end", ascending=False)
    told = join_words(
        [
            f"{r['series']} {r['text']} ({date_text(r['period_end'], str(r['date_precision']))})"
            for r in newest.head(3).to_dict("records")
        ]
    )
    return ChartSpec(
        name="camps.others",
        title=f"The other camps are smaller; newest figures: {told}" if len(newest) else "The other camps",
        subtitle="People in the camp, one panel a camp, one scale; few points because few sources count them",
        mark="line",
        data=data,
        unit="persons",
        facet=True,
        colours={names.get(p, p): "blue" if p != "jeddah-1" else "orange" for p in ("roj", *_SMALL)},
        caveats=("Jeddah-1 in Iraq holds Iraqis who came from al-Hol; its count is of Iraqis.",),
    )


@chart("camps.killings")
def killings(ledger: Ledger) -> ChartSpec:
    """Murders in al-Hol by month, where a month was counted."""
    rows = select(ledger, "camp_killings", place="al-hol")
    month = (rows["period_start"].dt.day == 1) & (rows["period_end"] == rows["period_start"] + pd.offsets.MonthEnd(0))
    data = series_points(ledger, rows.loc[month], "indicator", {"camp_killings": "Murders"})
    data = data.assign(x=data["period_start"])
    lead = headline_rows(data)
    worst = lead.loc[lead["value"].idxmax()] if len(lead) else None
    title = (
        f"Murders in al-Hol peak at {worst['text']} in {worst['period_end']:%B %Y}"
        if worst is not None
        else "Murders in al-Hol"
    )
    return ChartSpec(
        name="camps.killings",
        title=title,
        subtitle="Murders recorded in a month, incidents; months without a count are left blank",
        mark="column",
        data=data,
        unit="incidents",
        colours={"Murders": "rose"},
        markers=known_markers(ledger, (("2021-03-28", "al-hol"), ("2022-08-25", "al-hol"))),
    )


@chart("camps.killed_counts")
def killed_counts(ledger: Ledger) -> ChartSpec:
    """How many were killed in al-Hol in a year: every count side by side."""
    rows = select(ledger, ("camp_killings", "camp_killed_persons"), place="al-hol", origin="all")
    rows = rows.loc[(rows["period_start"].dt.month == 1) & (rows["period_start"].dt.day == 1)]
    rows = rows.loc[rows["period_start"].dt.year == rows["period_end"].dt.year]
    rows = rows.loc[(rows["period_end"] - rows["period_start"]).dt.days >= 300]
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    what = {"camp_killings": "murders", "camp_killed_persons": "people killed"}
    label = [
        f"{r['period_end']:%Y}: {r['publisher']}"
        + (f" (to {r['period_end']:%b})" if r["period_end"].month < 12 else "")
        for r in rows.to_dict("records")
    ]
    labels = pd.Series(label, index=rows.index)
    again = labels.groupby([labels, rows["indicator"].astype(str)]).cumcount()
    labels = labels.where(again == 0, labels + " (another statement)")
    data = points(rows, series=rows["indicator"].astype(str).map(what), x=labels) if len(rows) else empty_points()
    year = data.loc[data["period_end"].dt.year == 2021] if len(data) else data
    spread = f" from {year['value'].min():,.0f} to {year['value'].max():,.0f}" if len(year) else ""
    return ChartSpec(
        name="camps.killed_counts",
        title=f"Counts of those killed in al-Hol in 2021 run{spread}" if spread else "Counts of those killed in al-Hol",
        subtitle="Murders (incidents) and people killed in a year or most of it, as each source counts them",
        mark="bar",
        data=data,
        unit="incidents",
        x_kind="category",
        colours={"murders": "rose", "people killed": "purple"},
        caveats=("The counts differ in what they include and in the months that they cover; they are never added.",),
    )


@chart("camps.deaths")
def deaths(ledger: Ledger) -> ChartSpec:
    """Deaths from all causes, and of children, in al-Hol."""
    names = {"camp_deaths_total": "all ages", "camp_deaths_children": "children"}
    rows = select(ledger, tuple(names), place="al-hol", group=None)
    rows = rows.loc[rows["period_start"].dt.year == rows["period_end"].dt.year]
    years = (
        rows["period_end"]
        .dt.strftime("%Y")
        .where(rows["period_end"].dt.month == 12, rows["period_end"].dt.strftime("%Y to %b"))
    )
    data = series_points(ledger, rows.assign(_year=years), "indicator", names)
    data = data.assign(x=[f"{d:%Y}" if d.month == 12 else f"{d:%Y} to {d:%b}" for d in data["period_end"]])
    lead = headline_rows(data)
    first = lead.loc[lead["indicator"].astype(str) == "camp_deaths_total"]
    child = lead.loc[(lead["indicator"].astype(str) == "camp_deaths_children") & (lead["x"] == "2019")]
    title = (
        f"In 2019 {first.iloc[0]['text']} people died in al-Hol, {child.iloc[0]['text']} of them children"
        if len(first) and len(child)
        else "Deaths in al-Hol"
    )
    return ChartSpec(
        name="camps.deaths",
        title=title,
        subtitle="Deaths from all causes in a year, people; years without a count are not zero",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"all ages": "ink", "children": "orange"},
    )


@chart("camps.departures")
def departures(ledger: Ledger) -> ChartSpec:
    """Who left al-Hol each year: Iraqis to Iraq, Syrians to their home areas."""
    frames = []
    for indicator, name in (("iraqi_returns", "Iraqis to Iraq"), ("syrian_returns", "Syrians home")):
        rows = headline(ledger, select(ledger, indicator, place="al-hol"))
        rows = rows.loc[~rows["event"].astype(str).isin(NOT_ADDED)]
        years = by_period(ledger, rows)
        frames.append(
            added(
                years, rows, series=name, x=years["period_end"].dt.strftime("%Y"), note="Sum of {n} reported journeys"
            )
        )
    data = pd.concat(frames, ignore_index=True).sort_values(["x", "series"], kind="stable").reset_index(drop=True)
    iraqis = data.loc[data["series"] == "Iraqis to Iraq"]
    best = iraqis.loc[iraqis["value"].idxmax()] if len(iraqis) else None
    title = (
        f"Iraqi returns from al-Hol are highest in {best['x']}: {best['text']} people"
        if best is not None
        else "Departures from al-Hol"
    )
    return ChartSpec(
        name="camps.departures",
        title=title,
        subtitle="People who left in a year: the stated total of the year, or else the sum of the reported journeys",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Iraqis to Iraq": "irq", "Syrians home": "syr"},
        caveats=("Sums of reported journeys leave out journeys that no source reported, so they run low.",),
    )


@chart("camps.nationalities")
def nationalities(ledger: Ledger) -> ChartSpec:
    """How many nationalities are in the camps."""
    names = place_names(ledger)
    rows = select(ledger, "nationalities_in_camp")
    data = series_points(ledger, rows, "place", names)
    lead = headline_rows(data)
    title = (
        f"People of {lead.iloc[-1]['text']} nationalities are in {lead.iloc[-1]['place_name']} {when(lead.iloc[-1])}"
        if len(lead)
        else "Nationalities in the camps"
    )
    return ChartSpec(
        name="camps.nationalities",
        title=title,
        subtitle="Number of nationalities; sources differ in whether Syrians and Iraqis count",
        mark="dots",
        data=data,
        unit="nationalities",
        colours={
            names.get(p, p): c
            for p, c in (("al-hol", "al-hol"), ("al-hol-annex", "purple"), ("roj", "roj"), ("al-hol-and-roj", "teal"))
        },
    )


@chart("camps.arrivals")
def arrivals(ledger: Ledger) -> ChartSpec:
    """The influx of 2018-19: arrivals at al-Hol since December 2018, running total."""
    rows = select(ledger, "camp_arrivals_cumulative", place="al-hol")
    data = series_points(ledger, rows, "place", place_names(ledger))
    return ChartSpec(
        name="camps.arrivals",
        title=trend("Arrivals at al-Hol since December 2018", headline_rows(data), "people"),
        subtitle="Running total of arrivals, people",
        mark="step",
        data=data,
        unit="persons",
        colours={place_names(ledger).get("al-hol", "al-hol"): "al-hol"},
    )


@chart("camps.custody")
def custody(ledger: Ledger) -> ChartSpec:
    """Who held each camp, from when to when."""
    data = custody_points(ledger, "camp")
    changed = data.loc[(data["place"].astype(str) == "al-hol") & (data["series"] == "government")]
    title = (
        f"Al-Hol passes to the Syrian government on {date_text(changed.iloc[0]['period_start'])}"
        if len(changed)
        else "Who holds the camps"
    )
    return ChartSpec(
        name="camps.custody",
        title=title,
        subtitle="Holder of each camp over time; hatched where the start or end is not known",
        mark="spans",
        data=data,
        unit="",
        colours={"de facto authority (AANES or SDF)": "gold", "government": "blue", "closed": "grey"},
    )


@chart("camps.map", lambda ledger: {"day": map_days(ledger)})
def camp_map(ledger: Ledger, day: str = "") -> ChartSpec:
    """Camps as circles at a date, with the newest figure not older than a year."""
    date = pd.Timestamp(day or map_days(ledger)[-1])
    rows = select(ledger, "camp_population", origin=("all", "irq"))
    place, origin = rows["place"].astype(str), rows["origin"].astype(str)
    rows = rows.loc[
        (rows["place_kind"].astype(str) == "camp")
        & (place != "al-hol-annex")
        & ((origin == "all") | (place == "jeddah-1"))
    ]
    held = as_of(ledger, rows, date)
    data = (
        with_position(ledger, points(held, series="Camp", x=held["place"].astype(str).map(short_names(ledger))))
        if len(held)
        else empty_points()
    )
    biggest = data.loc[data["value"].idxmax()] if len(data) else None
    title = (
        f"{biggest['x']} holds {biggest['text']} people, the most of {len(data)} camps with a figure"
        if biggest is not None and len(data) > 1
        else "Camps with a figure"
    )
    return ChartSpec(
        name="camps.map",
        title=title,
        subtitle=f"People in camp on {date_text(date)}: the newest figure that is not older than a year",
        mark="map",
        data=data,
        unit="persons",
        colours={"Camp": "camp"},
        map=MapView(
            REGION,
            circle_label="People in camp",
            labels=("al-hol", "roj", "jeddah-1", "areesha", "akhtarin", "mahmoudli", "ain-issa"),
        ),
        empty="No camp has a figure in the year before this date.",
    )
