"""Charts of the camps: population, nationality, age, safety, departures, custody and the map through time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import by_period, headline, join_words, select, standing
from analysis.sites import first_camp, most_told, spoken, with_role
from analysis.vocabulary import NATIONALS, holder_hues
from analysis.words import Telling, capital, date_text, held_in, verb
from charts import takeaway
from charts.catalog import chart
from charts.common import (
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
from charts.map_places import aged_words, earlier_day, zero_words
from charts.markers import event_markers
from charts.spec import ChartSpec, MapView, added, empty_points, points
from charts.tiles import Tile, tile
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

REGION = (37.0, 34.2, 44.2, 38.2)


@lru_cache(maxsize=8)
def camps_with_figures(ledger: Ledger) -> tuple[str, ...]:
    """Camps that have a figure of all their people, the most documented first."""
    rows = select(ledger, "camp_population", origin="all")
    rows = rows[rows["place_kind"].isin(["camp", "region"])]
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


def camp_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """The camps that a chart of one of them offers."""
    return {"camp": camps_with_figures(ledger)}


@chart("camps.population", camp_option)
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


@chart("camps.by_origin", camp_option)
def by_origin(ledger: Ledger, camp: str = FIRST_CAMP) -> ChartSpec:
    """People in one camp by nationality: Syrians, Iraqis, third-country nationals."""
    wanted = ("syr", "irq", "tcn")
    labels = {origin: NATIONALS[origin].series for origin in wanted}
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


_SAME_WEEKS = 31  # days by which a part and its whole may be apart to be set side by side
_NEARLY_ALL = 0.9


def _nationals_sentence(ledger: Ledger, camp: str, lead: pd.DataFrame) -> str:
    """Who was in a camp at its newest count by nationality; a part as large as the whole is told as nearly all."""
    place = short_names(ledger).get(camp, camp)
    if lead.empty:
        return f"No source gives the people of {place} by nationality"
    newest = lead.sort_values("period_end", kind="stable").groupby(lead["origin"].astype(str), sort=False).tail(1)
    last = row_of_max(newest, "period_end")
    same = newest[newest["period_end"] == last["period_end"]]
    was, dated = past(ledger, last), f"({told(last).dated})"
    whole = stock(ledger, "camp_population", camp)
    if len(same) == 1 and len(whole):
        all_people = whole.iloc[-1]
        near = abs((all_people["period_end"] - last["period_end"]).days) <= _SAME_WEEKS
        if near and last["value"] >= _NEARLY_ALL * all_people["value"] > 0:
            one = NATIONALS[str(last["origin"])].one
            return f"Nearly everyone in {place} {verb('be', past=was)} {one} {dated}"
    ordered = same.assign(_at=same["origin"].astype(str).map(list(NATIONALS).index)).sort_values("_at")
    held = [(told(r), NATIONALS[str(r["origin"])].plural) for r in as_records(ordered)]
    people = join_words([Telling(f"{one.said} {who}", one) for one, who in held])
    return Telling(f"{place} {verb('hold', past=was, plural=several(ledger, camp))} {people} {dated}", people)


@lru_cache(maxsize=8)
def other_camps(ledger: Ledger) -> tuple[str, ...]:
    """Camps with figures beside the most documented one, the best documented first; sections of a camp are left out."""
    rows = ledger.observations
    held = rows[(rows["indicator"] == "camp_population") & (rows["place_kind"] == "camp")]
    held = held[held["origin"].isin(["all", "irq"]) & (held["group"] == "total")]
    camps = set(texts(ledger.places.loc[ledger.places["kind"] == "camp", "place"]))
    pairs = zip(texts(ledger.parts["whole"]), texts(ledger.parts["part"]), strict=True)
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
    iraqis = sorted({names.get(str(p), str(p)) for p in texts(rows.loc[rows["origin"] == "irq", "place"])})
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
    everyone = set(texts(rows.loc[rows["origin"] == "all", "place"]))
    return rows[(rows["origin"] == "all") | ~rows["place"].isin(everyone)]


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
    holding = [row for row in rows if standing(ledger, row).holds]
    if not holding:
        last = max(rows or as_records(newest), key=lambda row: row["period_end"])
        return held_in(str(last["series"]), "people", told(last), past=True)
    top = sorted(holding, key=lambda row: -row["value"])[:2]
    held = [told(row) for row in top]
    months = [one.month for one in held]
    dated = [f", {month}" if len(set(months)) > 1 or len(top) == 1 else "" for month in months]
    named = zip((str(row["series"]).removesuffix(" camp") for row in top), held, dated, strict=True)
    people = join_words([Telling(f"{name} ({one.said}{when})", one) for name, one, when in named])
    be = verb("be", past=any(past(ledger, row) for row in top), plural=len(top) > 1)
    when = "" if dated[0] else f" ({months[0]})"
    return Telling(f"{people} {be} the largest of the other camps{when}", people)


def counted_camp(ledger: Ledger, *indicators: str) -> str:
    """The camp that most statements on some indicators are of."""
    return most_told(ledger, indicators) or first_camp(ledger)


def camp_most_told(ledger: Ledger, *indicators: str) -> tuple[str, str]:
    """As `counted_camp`, with what the camp is called within a sentence."""
    camp = counted_camp(ledger, *indicators)
    return camp, spoken(ledger, camp)


@chart("camps.departures", camp_option)
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
        best = row_of_max(data, "value")
        who = "Iraqis" if best["series"] == "Iraqis to Iraq" else "Syrians"
        most = ", the most counted in any year" if len(set(data["x"])) > 2 else ""
        left = told(best)
        title = Telling(f"{capital(left.said)} {who} went home from {place} in {best['x']}{most}", left)
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
        colours=holder_hues(texts(ledger.custody["holder_kind"])),
    )


@chart("camps.map", lambda ledger: {"day": map_days(ledger)})
def camp_map(ledger: Ledger, day: str = "") -> ChartSpec:
    """Camps as circles at a date, with the newest figure not older than a year."""
    date = pd.Timestamp(day or map_days(ledger)[-1])
    rows = select(ledger, "camp_population", origin=("all", "irq"))
    place, origin = rows["place"].astype(str), rows["origin"].astype(str)
    rows = rows[
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
        subtitle=f"People in camp on {date_text(date)}: the newest figure not older than a year then",
        mark="map",
        data=data,
        unit="persons",
        colours={"Camp": "camp"},
        map=MapView(
            REGION,
            circle_label="People in camp",
            zeros=zero_words(ledger, data, date),
            aged=aged_words(ledger, data, earlier_day(day, map_days(ledger))),
        ),
        empty="No camp has a figure in the year before this date.",
    )


@takeaway.sentence("camps", camp_option)
def sentence(ledger: Ledger, camp: str = FIRST_CAMP) -> str:
    """Who is in the chosen camp, and where most of the others are."""
    name = short_names(ledger).get(camp, camp)
    told_of = camp_sentence(ledger, name, stock(ledger, "camp_population", camp))
    lead = _others_rows(ledger)
    others_of = lead[lead["place"] != camp] if len(lead) else lead
    return takeaway.spoken(told_of, _others_sentence(ledger, others_of))


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
