"""Charts of the liberation: territory, people freed and gone home, forces trained, strikes, fighters, US troops."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from analysis import headline, select, standing
from analysis.words import Telling, Told, capital, date_text, held_in, on
from analysis.words.grammar import aloud
from charts import takeaway
from charts.catalog import chart
from charts.common import (
    earlier,
    event_points,
    headline_rows,
    lands,
    past,
    people_sentence,
    told,
)
from charts.markers import event_markers
from charts.spec import ChartSpec, empty_points
from charts.tiles import Tile, statement
from charts.views.campaign import (
    AREA,
    CAMPAIGN,
    area_totals,
    by_counter,
    cited,
    counter_colours,
    fullest,
    latest_event,
    newest_troops,
    of_newest,
    of_place,
    place_colours,
    place_labels,
    remark,
    remarks,
    spoken,
    stated,
    total_in,
    who,
)
from loaders import Ledger
from loaders.frames import row_of_max, texts


def _territory(ledger: Ledger) -> pd.DataFrame:
    return by_counter(ledger, "territory_controlled")


def _newest_body(data: pd.DataFrame) -> pd.DataFrame:
    """The headline points of the body that spoke last, oldest first."""
    lead = headline_rows(data)
    return headline_rows(data, str(row_of_max(lead, "period_end")["series"])) if len(lead) else lead


@chart("liberation.territory_held")
def territory_held(ledger: Ledger) -> ChartSpec:
    """Territory under ISIS in Iraq and Syria, one line for each body that measures it."""
    data = _territory(ledger)
    return ChartSpec(
        name="liberation.territory_held",
        title=_held(ledger, _newest_body(data)),
        subtitle="Area under ISIS control in Iraq and Syria, km²; lines join the figures of one body only",
        mark="line",
        data=data,
        unit="km2",
        colours=counter_colours(data),
        markers=event_markers(ledger, data),
        caveats=remarks(
            remark(ledger, "territory_controlled", "definition"),
            "The Coalition gives no date for the peak; its figure stands at the end of the year of the peak.",
        ),
        height=380,
    )


def _held(ledger: Ledger, rows: pd.DataFrame) -> str:
    """What ISIS held at its peak and by the newest figure, both of one body; a peak whose date is unsure has none."""
    if rows.empty:
        return "No source gives the territory that ISIS held in Iraq and Syria"
    last = rows.iloc[-1]
    now, high = told(last), told(row_of_max(rows, "value"))
    if now.figure.value > 0:
        return held_in("ISIS", "", now, earlier(rows), past=past(ledger, last))
    where = str(last["place_name"])
    lost = standing(ledger, row_of_max(rows, "value"))
    if high.figure.value > 0 and lost.final:
        retaken = f"the last was retaken {on(lost.on, lost.precision)}"
        return Telling(f"At its peak ISIS held {high.said} of {where}; {retaken}", high)
    if high.figure.value == 0:
        return Telling(f"ISIS held no territory in {where} {now.when}", now)
    return Telling(f"At its peak ISIS held {high.said} of {where}; {now.by} it held none", high, now)


@chart("liberation.territory_freed")
def territory_freed(ledger: Ledger) -> ChartSpec:
    """Territory retaken, running total."""
    labels = place_labels(ledger)
    data = area_totals(ledger, "territory_liberated")
    return ChartSpec(
        name="liberation.territory_freed",
        title=total_in(fullest(data, CAMPAIGN), "of land", "retaken from ISIS")
        or "No source gives the territory retaken from ISIS",
        subtitle="Area retaken, running total, km²",
        mark="step",
        data=data,
        unit="km2",
        colours=place_colours(labels),
        caveats=remarks(
            remark(ledger, "territory_liberated", "definition"),
            "Statements for Iraq and for Syria are parts of the whole and are not added to it.",
        ),
    )


@chart("liberation.share_retaken")
def share_retaken(ledger: Ledger) -> ChartSpec:
    """Share of the territory once held that had been retaken."""
    labels = place_labels(ledger)
    data = area_totals(ledger, "territory_liberated_share")
    return ChartSpec(
        name="liberation.share_retaken",
        title=_lost(data),
        subtitle="Share of the area once held by ISIS that had been retaken, percent",
        mark="step",
        data=data,
        unit="percent",
        colours=place_colours(labels),
        caveats=remarks(remark(ledger, "territory_liberated_share", "differs")),
    )


def _lost(data: pd.DataFrame) -> str:
    """How much of the land it once held ISIS had lost: in Iraq and in Syria, or in both where that is newer."""
    parts = [rows.iloc[-1] for place in CAMPAIGN[1:] if len(rows := of_place(data, place))]
    whole = of_place(data, AREA)
    if len(whole) and all(part["period_end"] < whole.iloc[-1]["period_end"] for part in parts):
        parts = [whole.iloc[-1]]
    if not parts:
        return "No source gives the share of the land that ISIS had lost"
    shares = [(_whole_or(told(part)), f"in {part['place_name']}", told(part).by) for part in parts]
    (share, place, date), *more = shares
    if not more:
        text = f"{capital(date)} ISIS had lost {share} of the land it held {place}"
        return Telling(text, told(parts[0]))
    (other, there, then) = more[0]
    if then == date:
        text = f"{capital(date)} ISIS had lost {share} of the land it held {place} and {other} of that {there}"
    else:
        text = f"ISIS had lost {share} of its land {place} {date} and {other} of that {there} {then}"
    return Telling(text, *map(told, parts[:2]))


def _whole_or(share: Told) -> str:
    return "all" if share.figure.value == 100 and share.figure.qualifier == "exact" else share.said


@chart("liberation.people_freed")
def people_freed(ledger: Ledger) -> ChartSpec:
    """People freed from ISIS rule, running total."""
    labels = place_labels(ledger)
    data = area_totals(ledger, "population_liberated")
    return ChartSpec(
        name="liberation.people_freed",
        title=total_in(fullest(data, CAMPAIGN), "people", "freed from ISIS rule")
        or "No source gives the number of people freed from ISIS rule",
        subtitle="People no longer under ISIS control, running total as the Coalition and its partners state it",
        mark="step",
        data=data,
        unit="persons",
        colours=place_colours(labels),
        caveats=remarks(remark(ledger, "population_liberated", "definition"), remark(ledger, "population_liberated")),
        height=360,
    )


@chart("liberation.returned_home")
def returned_home(ledger: Ledger) -> ChartSpec:
    """Displaced people back home, as Coalition governments state it."""
    places = (AREA, "iraq")
    labels = place_labels(ledger, places)
    data = area_totals(ledger, "population_returned_home", places)
    lead = fullest(data, places)
    said = str(lead.iloc[-1]["note"]).rstrip(".") if len(lead) else ""
    return ChartSpec(
        name="liberation.returned_home",
        title=of_newest(
            lead,
            lambda one, row: f"By one account {one.said} people had returned home {one.by} ({who(row)})",
            "No government says how many people have returned home",
        ),
        subtitle="Displaced people back home, running total as Coalition governments state it",
        mark="step",
        data=data,
        unit="persons",
        colours=place_colours(labels),
        caveats=remarks(
            f"On the newest figure: {said}." if said else "",
            "These are round figures of governments; counts of returnees by the UN are other series.",
        ),
        height=360,
    )


@chart("liberation.under_isis")
def under_isis(ledger: Ledger) -> ChartSpec:
    """People living under ISIS."""
    labels = place_labels(ledger, (AREA, "world"))
    data = area_totals(ledger, "population_under_isis", (AREA, "world"))
    return ChartSpec(
        name="liberation.under_isis",
        title=people_sentence(ledger, "people", "under ISIS in Iraq and Syria", of_place(data, AREA), name="live"),
        subtitle="Estimated population of the areas that ISIS held, people",
        mark="dots",
        data=data,
        unit="persons",
        colours=place_colours(labels),
        caveats=("The estimates are of different bodies and areas; those for the world take in all branches of ISIS.",),
    )


@chart("liberation.trained")
def trained(ledger: Ledger) -> ChartSpec:
    """Local forces trained by the Coalition, running total."""
    places, forces = (AREA, "iraq"), "security and police personnel"
    labels = place_labels(ledger, places)
    data = area_totals(ledger, "forces_trained", places)
    lead = fullest(data, places)
    return ChartSpec(
        name="liberation.trained",
        title=of_newest(
            lead,
            lambda one, row: aloud(
                f"The Coalition had trained {one.said} {forces} in {row['place_name']} {one.by}",
                f"The Coalition had trained {one.said} security personnel in {row['place_name']} {one.by}",
            ),
            f"No source gives the number of {forces} that the Coalition trained",
        ),
        subtitle="Security and police personnel trained by the Coalition, running total, people",
        mark="step",
        data=data,
        unit="persons",
        colours=place_colours(labels),
        caveats=remarks(remark(ledger, "forces_trained", "differs")),
    )


@chart("liberation.strikes")
def strikes(ledger: Ledger) -> ChartSpec:
    """Coalition strikes, running total."""
    labels = place_labels(ledger)
    data = area_totals(ledger, "coalition_strikes")
    return ChartSpec(
        name="liberation.strikes",
        title=of_newest(
            fullest(data, CAMPAIGN),
            lambda one, row: f"The Coalition had carried out {one.said} strikes in {row['place_name']} {one.by}",
            "No source gives the number of Coalition strikes",
        ),
        subtitle="Air and artillery strikes, running total",
        mark="step",
        data=data,
        unit="strikes",
        colours=place_colours(labels),
        caveats=remarks(remark(ledger, "coalition_strikes", "definition")),
    )


@chart("liberation.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Military events, one lane for Iraq, one for Syria and one for both."""
    rows = ledger.events[ledger.events["category"] == "military"]
    lane = rows["place"].astype(str).map(lands(ledger))
    noted = rows.assign(_lane=lane, note=[cited(ledger, note) for note in texts(rows["note"])])
    data = event_points(noted, "_lane") if len(rows) else empty_points()
    return ChartSpec(
        name="liberation.timeline",
        title=latest_event(rows) or "No military event is on record",
        subtitle="Events by country, each dot one event",
        mark="timeline",
        data=data,
        unit="",
        colours={"Iraq": "irq", "Syria": "syr", "Iraq and Syria": "blue"},
    )


@lru_cache(maxsize=16)
def statement_tiles(ledger: Ledger) -> list[Tile]:
    """What the Coalition's ministers stated, one tile a figure, each dated to the statement."""
    labels = {
        "territory_controlled": "Territory that ISIS held at its peak",
        "foreign_fighters_travelled": "Foreign fighters drawn to ISIS",
        "population_liberated": "People liberated",
        "coalition_assistance_raised": "Assistance raised",
        "forces_trained": "Security and police personnel trained",
        "coalition_service_members_killed": "Coalition service members killed",
    }
    return [
        replace(statement(row), label=label, when=f"stated {date_text(row['published'])}")
        for indicator, label in labels.items()
        for _, row in stated(ledger, indicator).iterrows()
    ]


def _newest_tile(ledger: Ledger, rows: pd.DataFrame, label: str) -> Tile | None:
    """A tile of the newest of statements by different bodies, with its body; one that holds no more says so."""
    if rows.empty:
        return None
    row = rows.iloc[-1]
    made = statement(row)
    aged = "last known, " if standing(ledger, row).past else ""
    return replace(made, label=label, when=f"{aged}{made.when}")


@takeaway.tiles("liberation")
def tiles(ledger: Ledger) -> list[Tile | None]:
    """US troops and fighters at large, each by the body that counted last."""
    fighters = select(ledger, "isis_fighters_estimate", place=AREA, origin="all")
    return [
        _newest_tile(ledger, newest_troops(ledger, "iraq"), "US troops in Iraq"),
        _newest_tile(ledger, newest_troops(ledger, "syria"), "US troops in Syria"),
        _newest_tile(ledger, spoken(headline(ledger, fighters)), "ISIS fighters, estimated"),
    ]


@takeaway.sentence("liberation")
def sentence(ledger: Ledger) -> str:
    """What is left of the territory, and how many people were freed."""
    rows = _newest_body(_territory(ledger))
    freed = of_place(area_totals(ledger, "population_liberated"), AREA)
    if rows.empty or freed.empty or rows.iloc[-1]["value"] > 0:
        return f"{_held(ledger, rows)}."
    people, lost = told(freed.iloc[-1]), standing(ledger, row_of_max(rows, "value"))
    where = rows.iloc[-1]["place_name"]
    gone = (
        f"ISIS lost its last land in {where} {on(lost.on, 'month')}"
        if lost.final
        else f"ISIS held no land in {where} {told(rows.iloc[-1]).by_month}"
    )
    # Of one month, the land and the people share the date.
    freed_by = "" if gone.endswith(people.month) else f" {people.by_month}"
    return f"{gone}; {people.said} people had been freed{freed_by}."
