"""Charts of the camps: population, nationality, age, safety, departures, custody and the map through time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import by_period, headline, join_words, select
from analysis.sites import first_camp, most_told, spoken, with_role
from analysis.words import capital, date_text, held_in, month_text, number_said, verb
from charts import takeaway
from charts.catalog import chart
from charts.common import (
    GROUPS,
    as_of,
    break_markers,
    camp_sentence,
    custody_points,
    custody_sentence,
    headline_rows,
    map_sentence,
    past,
    place_hues,
    place_names,
    series_points,
    several,
    short_names,
    stock,
    told,
    with_position,
)
from charts.defaults import FIRST_CAMP
from charts.map_places import zero_words
from charts.markers import event_markers
from charts.spec import ChartSpec, MapView, added, empty_points, points
from charts.tiles import Tile, tile
from loaders import Ledger
from loaders.frames import as_records

KILLED = ("camp_killings", "camp_killed_persons")
REGION = (37.0, 34.2, 44.2, 38.2)


@lru_cache(maxsize=8)
def camps_with_figures(ledger: Ledger) -> tuple[str, ...]:
    """Camps that have a figure of all their people, the most documented first."""
    rows = select(ledger, "camp_population", origin="all")
    rows = rows.loc[rows["place_kind"].isin(["camp", "region"])]
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
def population(ledger: Ledger, camp: str = FIRST_CAMP) -> ChartSpec:
    """People in one camp over time, all nationalities."""
    names = place_names(ledger)
    data = series_points(ledger, select(ledger, "camp_population", place=camp, origin="all"), "place", names)
    turns = sorted((*event_markers(ledger, data), *break_markers(ledger, data)), key=lambda turn: turn.date)
    return ChartSpec(
        name="camps.population",
        title=camp_sentence(ledger, short_names(ledger).get(camp, camp), headline_rows(data)),
        subtitle="People in the camp, all nationalities; each point is one source's figure for that date",
        mark="line",
        data=data,
        unit="persons",
        colours={names.get(camp, camp): place_hues(ledger).get(camp, camp)},
        markers=tuple(turns),
        height=380,
        empty="No source gives a figure of all people in this camp.",
    )


@chart("camps.by_origin", _camp_option)
def by_origin(ledger: Ledger, camp: str = FIRST_CAMP) -> ChartSpec:
    """People in one camp by nationality: Syrians, Iraqis, third-country nationals."""
    wanted = ("syr", "irq", "tcn")
    labels = {"syr": "Syrians", "irq": "Iraqis", "tcn": "third-country"}
    data = series_points(ledger, select(ledger, "camp_population", place=camp, origin=wanted), "origin", labels)
    return ChartSpec(
        name="camps.by_origin",
        title=_nationals_sentence(ledger, camp, headline_rows(data)),
        subtitle="People in the camp by nationality; third-country means neither Syrian nor Iraqi",
        mark="line",
        data=data,
        unit="persons",
        colours={labels[o]: o for o in wanted},
        height=380,
        empty="No source gives this camp's people by nationality.",
    )


_NATIONALS = {"syr": "Syrians", "irq": "Iraqis", "tcn": "third-country nationals"}
_SAME_WEEKS = 31  # days by which a part and its whole may be apart to be set side by side
_NEARLY_ALL = 0.9


def _nationals_sentence(ledger: Ledger, camp: str, lead: pd.DataFrame) -> str:
    """Who was in a camp at its newest count by nationality; a part as large as the whole is told as nearly all."""
    place = short_names(ledger).get(camp, camp)
    if lead.empty:
        return f"No source gives the people of {place} by nationality"
    newest = lead.sort_values("period_end", kind="stable").groupby(lead["origin"].astype(str), sort=False).tail(1)
    last = newest.loc[newest["period_end"].idxmax()]
    same = newest.loc[newest["period_end"] == last["period_end"]]
    was, dated = past(ledger, last), f"({told(last).dated})"
    whole = stock(ledger, "camp_population", camp)
    if len(same) == 1 and len(whole):
        all_people = whole.iloc[-1]
        near = abs((all_people["period_end"] - last["period_end"]).days) <= _SAME_WEEKS
        if near and last["value"] >= _NEARLY_ALL * all_people["value"] > 0:
            one = {"syr": "Syrian", "irq": "Iraqi", "tcn": "a third-country national"}[str(last["origin"])]
            return f"Nearly everyone in {place} {verb('be', past=was)} {one} {dated}"
    ordered = same.assign(_at=same["origin"].astype(str).map(list(_NATIONALS).index)).sort_values("_at")
    people = join_words([f"{told(r).said} {_NATIONALS[str(r['origin'])]}" for r in as_records(ordered)])
    return f"{place} {verb('hold', past=was, plural=several(ledger, camp))} {people} {dated}"


@chart("camps.children", _camp_option)
def children(ledger: Ledger, camp: str = FIRST_CAMP) -> ChartSpec:
    """Share of children, and of women and children, in the camps; the sentence is of one camp."""
    names = place_names(ledger)
    frames = []
    for indicator, words in (
        ("camp_share_children", "children"),
        ("camp_share_women_and_children", "women and children"),
    ):
        rows = select(ledger, indicator, group=None)
        rows = rows.loc[~rows["group"].isin(["under_12"])]
        label = rows["place"].astype(str).map(lambda p: names.get(p, p)) + ", " + words
        frames.append(series_points(ledger, rows.assign(_label=label), "_label"))
    data = pd.concat(frames, ignore_index=True).sort_values("period_end", kind="stable") if frames else empty_points()
    return ChartSpec(
        name="camps.children",
        title=_children_sentence(ledger, camp, headline_rows(data)),
        subtitle="Share of children (under 18 unless the source says otherwise) and of women and children, percent",
        mark="dots",
        data=data,
        unit="percent",
    )


def _children_sentence(ledger: Ledger, camp: str, lead: pd.DataFrame) -> str:
    place = short_names(ledger).get(camp, camp)
    own = lead.loc[lead["place"] == camp]
    for indicator, who in (
        ("camp_share_children", "children"),
        ("camp_share_women_and_children", "women and children"),
    ):
        rows = own.loc[own["indicator"] == indicator]
        if len(rows):
            last = rows.iloc[-1]
            does = verb("be", past=past(ledger, last), plural=True)
            return f"{capital(told(last).said)} of the people in {place} {does} {who} ({told(last).dated})"
    return f"No source gives the share of children in {place}"


@chart("camps.ages")
def ages(ledger: Ledger) -> ChartSpec:
    """Children by nationality in the camp that most counts of age groups are of."""
    origins, groups = ("syr", "irq", "tcn"), ("boys", "girls")
    camp = most_told(ledger, "camp_population", origins, groups) or first_camp(ledger)
    name = spoken(ledger, camp)
    rows = select(ledger, "camp_population", place=camp, origin=origins, group=groups)
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
        last = lead.loc[lead["period_end"].idxmax()]
        does = verb("hold", past=past(ledger, last))
        title = f"{capital(name)} {does} {join_words(_said_origins(total))} children ({told(last).dated})"
    else:
        title = f"No source counts the children of {name} by nationality"
    return ChartSpec(
        name="camps.ages",
        title=title,
        subtitle=f"Boys and girls in {name} by nationality, people; the newest count by sex and nationality",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"boys": "teal", "girls": "purple"},
    )


def _said_origins(total: pd.Series) -> list[str]:
    """`19,142 Iraqi`, `16,067 Syrian`: counts by nationality as they stand in a list."""
    return [
        f"{number_said(float(value))} {'third-country' if str(origin) == 'Third-country' else origin}"
        for origin, value in total.items()
    ]


@lru_cache(maxsize=8)
def other_camps(ledger: Ledger) -> tuple[str, ...]:
    """Camps with figures beside the most documented one, the best documented first; sections of a camp are left out."""
    rows = ledger.observations
    held = rows.loc[(rows["indicator"] == "camp_population") & (rows["place_kind"] == "camp")]
    held = held.loc[held["origin"].isin(["all", "irq"]) & (held["group"] == "total")]
    camps = set(ledger.places.loc[ledger.places["kind"] == "camp", "place"].astype(str))
    pairs = zip(ledger.parts["whole"].astype(str), ledger.parts["part"].astype(str), strict=True)
    sections = {part for whole, part in pairs if whole in camps}
    counts = held["place"].astype(str).value_counts()
    return tuple(place for place in counts.index[1:] if place not in sections)


@chart("camps.others")
def others(ledger: Ledger) -> ChartSpec:
    """The other camps, one panel each, on one scale."""
    names = short_names(ledger)
    places = other_camps(ledger)
    rows = _others_stated(ledger)
    data = series_points(ledger, rows, "place", names)
    iraqis = sorted({names.get(str(p), str(p)) for p in rows.loc[rows["origin"] == "irq", "place"].astype(str)})
    return ChartSpec(
        name="camps.others",
        title=_others_sentence(ledger, headline_rows(data)),
        subtitle="People in the camp, one panel a camp, one scale; few points because few sources count them",
        mark="line",
        data=data,
        unit="persons",
        facet=True,
        colours={names.get(p, p): "orange" if names.get(p, p) in iraqis else "blue" for p in places},
        caveats=tuple(f"The count of {name} is of Iraqis." for name in iraqis),
        empty="No source gives a figure of another camp.",
    )


def _others_stated(ledger: Ledger) -> pd.DataFrame:
    rows = select(ledger, "camp_population", place=other_camps(ledger), origin=("all", "irq"))
    # A camp of which only Iraqis are counted, as one that Iraqis alone live in, is told by them.
    everyone = set(rows.loc[rows["origin"] == "all", "place"].astype(str))
    return rows.loc[(rows["origin"] == "all") | ~rows["place"].isin(everyone)]


@lru_cache(maxsize=8)
def _others_rows(ledger: Ledger) -> pd.DataFrame:
    """The headline points of the other camps."""
    return headline_rows(series_points(ledger, _others_stated(ledger), "place", short_names(ledger)))


def _others_sentence(ledger: Ledger, lead: pd.DataFrame) -> str:
    """The largest of the other camps: by the figures that still hold, else by the last known ones in the past."""
    if lead.empty:
        return "No source gives a figure of another camp"
    newest = lead.sort_values("period_end", kind="stable").groupby(lead["place"].astype(str), sort=False).tail(1)
    rows = [row for row in as_records(newest) if row["value"] > 0]
    holding = [row for row in rows if not past(ledger, row)]
    if not holding:
        last = max(rows or as_records(newest), key=lambda row: row["period_end"])
        return held_in(str(last["series"]), "people", told(last), past=True)
    top = sorted(holding, key=lambda row: -row["value"])[:2]
    months = [told(row).month for row in top]
    dated = [f", {month}" if len(set(months)) > 1 or len(top) == 1 else "" for month in months]
    named = zip((str(row["series"]).removesuffix(" camp") for row in top), top, dated, strict=True)
    people = join_words([f"{name} ({told(row).said}{when})" for name, row, when in named])
    if len(top) == 1:
        return f"{people} is the largest of the other camps"
    return f"{people} are the largest of the other camps" + ("" if dated[0] else f" ({months[0]})")


def counted_camp(ledger: Ledger, *indicators: str) -> str:
    """The camp that most statements on some indicators are of."""
    return most_told(ledger, indicators) or first_camp(ledger)


def _counted_camp(ledger: Ledger, *indicators: str) -> tuple[str, str]:
    """As `counted_camp`, with what the camp is called within a sentence."""
    camp = counted_camp(ledger, *indicators)
    return camp, spoken(ledger, camp)


@chart("camps.killings")
def killings(ledger: Ledger) -> ChartSpec:
    """Murders by month in the camp that most counts are of, where a month was counted."""
    camp, name = _counted_camp(ledger, *KILLED)
    rows = select(ledger, "camp_killings", place=camp)
    month = (rows["period_start"].dt.day == 1) & (rows["period_end"] == rows["period_start"] + pd.offsets.MonthEnd(0))
    data = series_points(ledger, rows.loc[month], "indicator", {"camp_killings": "Murders"})
    data = data.assign(x=data["period_start"])
    lead = headline_rows(data)
    worst = lead.loc[lead["value"].idxmax()] if len(lead) else None
    title = (
        f"Murders in {name} peaked at {worst['text']} in {worst['period_end']:%B %Y}"
        if worst is not None
        else f"No source counts murders in {name} by month"
    )
    return ChartSpec(
        name="camps.killings",
        title=title,
        subtitle="Murders recorded in a month, incidents; months without a count are left blank",
        mark="column",
        data=data,
        unit="incidents",
        colours={"Murders": "rose"},
        markers=event_markers(ledger, data),
    )


@chart("camps.killed_counts")
def killed_counts(ledger: Ledger) -> ChartSpec:
    """How many were killed in a year in the camp that most counts are of: every count side by side."""
    camp, name = _counted_camp(ledger, *KILLED)
    rows = select(ledger, KILLED, place=camp, origin="all")
    rows = rows.loc[(rows["period_start"].dt.month == 1) & (rows["period_start"].dt.day == 1)]
    rows = rows.loc[rows["period_start"].dt.year == rows["period_end"].dt.year]
    rows = rows.loc[(rows["period_end"] - rows["period_start"]).dt.days >= 300]
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    what = {"camp_killings": "murders", "camp_killed_persons": "people killed"}
    label = [
        f"{r['period_end']:%Y}: {r['stated_by'] or r['publisher']}"
        + (f" (to {r['period_end']:%b})" if r["period_end"].month < 12 else "")
        for r in as_records(rows)
    ]
    labels = pd.Series(label, index=rows.index)
    again = labels.groupby([labels, rows["indicator"].astype(str)]).cumcount()
    labels = labels.where(again == 0, labels + " (another statement)")
    data = points(rows, series=rows["indicator"].astype(str).map(what), x=labels) if len(rows) else empty_points()
    title = f"No source counts those killed in {name} in a year"
    if len(data):
        # The year that most sources counted.
        year = data["period_end"].dt.year.value_counts().sort_index(ascending=False).idxmax()
        own = data.loc[data["period_end"].dt.year == year]
        low, high = own["value"].min(), own["value"].max()
        spread = f"range from {low:,.0f} to {high:,.0f}" if low < high else f"come to {low:,.0f}"
        title = f"Counts of killings in {name} in {year} {spread}"
    return ChartSpec(
        name="camps.killed_counts",
        title=title,
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
    """Deaths from all causes, and of children, in the camp that most counts are of."""
    names = {"camp_deaths_total": "all ages", "camp_deaths_children": "children"}
    camp, name = _counted_camp(ledger, *names)
    rows = select(ledger, tuple(names), place=camp, group=None)
    rows = rows.loc[rows["period_start"].dt.year == rows["period_end"].dt.year]
    years = (
        rows["period_end"]
        .dt.strftime("%Y")
        .where(rows["period_end"].dt.month == 12, rows["period_end"].dt.strftime("%Y to %b"))
    )
    data = series_points(ledger, rows.assign(_year=years), "indicator", names)
    data = data.assign(x=[f"{d:%Y}" if d.month == 12 else f"{d:%Y} to {d:%b}" for d in data["period_end"]])
    lead = headline_rows(data)
    totals = lead.loc[lead["indicator"] == "camp_deaths_total"]
    title = f"No source counts deaths in {name}"
    if len(totals):
        worst = totals.loc[totals["value"].idxmax()]
        same = (lead["indicator"] == "camp_deaths_children") & (lead["x"] == worst["x"])
        children_too = lead.loc[same]
        title = f"{capital(told(worst).said)} people died in {name} in {worst['x']}"
        title += f"; {told(children_too.iloc[0]).said} were children" if len(children_too) else ""
    elif len(lead):
        worst = lead.loc[lead["value"].idxmax()]
        title = f"{capital(told(worst).said)} children died in {name} in {worst['x']}"
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


@chart("camps.departures", _camp_option)
def departures(ledger: Ledger, camp: str = FIRST_CAMP) -> ChartSpec:
    """Who left a camp each year: Iraqis to Iraq, Syrians to their home areas."""
    frames = []
    for indicator, name in (("iraqi_returns", "Iraqis to Iraq"), ("syrian_returns", "Syrians home")):
        rows = headline(ledger, select(ledger, indicator, place=camp))
        years = by_period(ledger, rows)
        frames.append(
            added(
                years, rows, series=name, x=years["period_end"].dt.strftime("%Y"), note="Sum of {n} reported journeys"
            )
        )
    data = pd.concat(frames, ignore_index=True).sort_values(["x", "series"], kind="stable").reset_index(drop=True)
    place = short_names(ledger).get(camp, camp)
    title = f"No source reports journeys home from {place}"
    if len(data):
        best = data.loc[data["value"].idxmax()]
        who = "Iraqis" if best["series"] == "Iraqis to Iraq" else "Syrians"
        title = f"{capital(told(best).said)} {who} went home from {place} in {best['x']}"
        title += ", more than in any other year" if len(set(data["x"])) > 2 else ""
    return ChartSpec(
        name="camps.departures",
        title=title,
        subtitle="People who left in a year: the stated total of the year, or else the sum of the reported journeys",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Iraqis to Iraq": "irq", "Syrians home": "syr"},
        caveats=("A sum of reported journeys is at least the whole: journeys that no source reported are missing.",),
        empty="No source reports journeys home from this camp.",
    )


@chart("camps.nationalities")
def nationalities(ledger: Ledger) -> ChartSpec:
    """How many nationalities are in the camps."""
    names = place_names(ledger)
    rows = select(ledger, "nationalities_in_camp")
    data = series_points(ledger, rows, "place", names)
    lead = headline_rows(data)
    title = "No source counts the nationalities in the camps"
    if len(lead):
        last = lead.iloc[-1]
        does = verb("live", past=past(ledger, last), plural=True)
        title = f"People of {told(last).said} nationalities {does} in {last['place_name']} ({told(last).dated})"
    return ChartSpec(
        name="camps.nationalities",
        title=title,
        subtitle="Number of nationalities; sources differ in whether Syrians and Iraqis count",
        mark="dots",
        data=data,
        unit="nationalities",
        colours={names.get(place, place): place_hues(ledger).get(place, place) for place in data["place"].astype(str)},
    )


@chart("camps.arrivals")
def arrivals(ledger: Ledger) -> ChartSpec:
    """The influx into the camp that most counts of arrivals are of, running total."""
    camp, name = _counted_camp(ledger, "camp_arrivals_cumulative")
    rows = select(ledger, "camp_arrivals_cumulative", place=camp)
    data = series_points(ledger, rows, "place", place_names(ledger))
    return ChartSpec(
        name="camps.arrivals",
        title=_arrived(headline_rows(data), name),
        subtitle="Running total of arrivals, people",
        mark="step",
        data=data,
        unit="persons",
        colours={place_names(ledger).get(camp, camp): place_hues(ledger).get(camp, camp)},
    )


def _arrived(lead: pd.DataFrame, camp: str) -> str:
    if lead.empty:
        return f"No source counts the arrivals at {camp}"
    last = lead.iloc[-1]
    start = last["period_start"]
    since = f" from {month_text(start)}" if pd.notna(start) else ""
    return f"{capital(told(last).said)} people reached {camp}{since} to {told(last).dated}"


@chart("camps.custody")
def custody(ledger: Ledger) -> ChartSpec:
    """Who held each camp, from when to when."""
    data = custody_points(ledger, "camp")
    return ChartSpec(
        name="camps.custody",
        title=custody_sentence(data, "camp"),
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
        (rows["place_kind"] == "camp")
        & ~place.isin(with_role(ledger, "annex"))
        & ((origin == "all") | place.isin(with_role(ledger, "transit_centre")))
    ]
    held = as_of(ledger, rows, date)
    data = (
        with_position(ledger, points(held, series="Camp", x=held["place"].astype(str).map(short_names(ledger))))
        if len(held)
        else empty_points()
    )
    return ChartSpec(
        name="camps.map",
        title=map_sentence(ledger, data),
        subtitle=f"People in camp on {date_text(date)}: the newest figure that is not older than a year",
        mark="map",
        data=data,
        unit="persons",
        colours={"Camp": "camp"},
        map=MapView(
            REGION,
            circle_label="People in camp",
            zeros=zero_words(ledger, data, date),
        ),
        empty="No camp has a figure in the year before this date.",
    )


@takeaway.sentence("camps", _camp_option)
def sentence(ledger: Ledger, camp: str = FIRST_CAMP) -> str:
    """Who is in the chosen camp, and where most of the others are."""
    name = short_names(ledger).get(camp, camp)
    told_of = camp_sentence(ledger, name, stock(ledger, "camp_population", camp))
    lead = _others_rows(ledger)
    others_of = lead.loc[lead["place"] != camp] if len(lead) else lead
    return f"{told_of}. {_others_sentence(ledger, others_of)}."


@takeaway.tiles("camps")
def tiles(ledger: Ledger, camp: str = FIRST_CAMP) -> list[Tile | None]:
    """The newest figure of the chosen camp, of all its people and of each nationality."""
    name = short_names(ledger).get(camp, camp)
    return [
        tile(ledger, select(ledger, "camp_population", place=camp, origin=origin), f"{who} in {name}")
        for origin, who in (
            ("all", "People"),
            ("irq", "Iraqis"),
            ("syr", "Syrians"),
            ("tcn", "Third-country nationals"),
        )
    ]
