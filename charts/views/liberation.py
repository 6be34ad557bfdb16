"""Charts of the liberation: territory, people freed and gone home, forces trained, strikes, fighters, US troops."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis import figure_of, join_words, latest, select
from analysis.words import date_text
from charts import deck
from charts.catalog import chart
from charts.common import event_points, headline_rows, known_markers, origin_names, ranked, series_points, trend, when
from charts.spec import ChartSpec, MapView, empty_points
from charts.views.campaign import (
    CAMPAIGN,
    cited,
    counter,
    drawn,
    leading,
    newest_of,
    place_colours,
    place_labels,
    remark,
    remarks,
)
from loaders import Ledger

STATEMENT = "coalition-2019-novministerial"
TURNS = (
    ("2016-10-17", "mosul"),
    ("2017-07-09", "mosul"),
    ("2017-10-20", "raqqa-city"),
    ("2019-03-23", "baghouz"),
)
WORLD = (-168.0, -54.0, 178.0, 74.0)
_IHS = {"ihs-2016-oct", "janes-2015-jul", "ihs-2015-dec", "ihs-2016-jul", "ihs-2017-jan", "europeanpost-2017-ihs"}


def _totals(ledger: Ledger, indicator: str, places: tuple[str, ...] = CAMPAIGN) -> pd.DataFrame:
    """Running totals or stocks of the whole area and, where stated, of Iraq and of Syria."""
    return series_points(
        ledger, select(ledger, indicator, place=places, origin="all"), "place", place_labels(ledger, places)
    )


def _of(data: pd.DataFrame, place: str) -> pd.DataFrame:
    """The headline points of one place."""
    lead = headline_rows(data)
    return lead.loc[lead["place"].astype(str) == place]


def _newest_told(data: pd.DataFrame, places: Iterable[str]) -> str:
    """`225,000 in Iraq (27 Sep 2024)`: the newest headline figure of each place, joined."""
    return join_words(
        f"{r['text']} in {r['place_name']} ({date_text(r['period_end'], str(r['date_precision']))})"
        for place in places
        for r in _of(data, place).tail(1).to_dict("records")
    )


def origins_with_figures(ledger: Ledger) -> tuple[str, ...]:
    """Nationalities with a figure of people who travelled, the most documented first."""
    rows = _travellers(ledger)
    return tuple(rows["origin"].astype(str).value_counts().index)


def _travellers(ledger: Ledger) -> pd.DataFrame:
    nationalities = ledger.origins.loc[ledger.origins["kind"].astype(str) == "nationality", "origin"].astype(str)
    return select(ledger, "foreign_fighters_travelled", origin=tuple(nationalities))


@chart("liberation.territory_held")
def territory_held(ledger: Ledger) -> ChartSpec:
    """Territory under ISIS in Iraq and Syria, one line for each way of measuring it."""
    rows = select(ledger, "territory_controlled", place="iraq-syria")
    source, kind = rows["source"].astype(str), rows["publisher_kind"].astype(str)
    who = pd.Series("other reports", index=rows.index).mask(kind.isin(["government", "coalition"]), "Coalition and US")
    rows = rows.assign(_who=who.mask(kind == "research", "RAND").mask(source.isin(_IHS), "IHS Markit"))
    data = series_points(ledger, rows, "_who")
    return ChartSpec(
        name="liberation.territory_held",
        title=trend("Territory held by ISIS in Iraq and Syria", headline_rows(data)),
        subtitle="Area under ISIS control, km²; lines join the figures of one source only",
        mark="line",
        data=data,
        unit="km2",
        colours={"Coalition and US": "blue", "IHS Markit": "orange", "RAND": "purple", "other reports": "grey"},
        markers=known_markers(ledger, TURNS),
        caveats=remarks(
            remark(ledger, "territory_controlled", "definition"),
            "The Coalition gives no date for the peak; its figure stands at the end of the year of the peak.",
        ),
        height=380,
    )


@chart("liberation.territory_freed")
def territory_freed(ledger: Ledger) -> ChartSpec:
    """Territory retaken, running total."""
    labels = place_labels(ledger)
    data = _totals(ledger, "territory_liberated")
    return ChartSpec(
        name="liberation.territory_freed",
        title=trend("Territory retaken from ISIS", _of(data, "iraq-syria")),
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
    data = _totals(ledger, "territory_liberated_share")
    told = _newest_told(data, ("iraq", "syria"))
    return ChartSpec(
        name="liberation.share_retaken",
        title=f"Of the land that ISIS once held, it has lost {told}" if told else "Share of territory retaken",
        subtitle="Share of the area once held by ISIS that had been retaken, percent",
        mark="step",
        data=data,
        unit="percent",
        colours=place_colours(labels),
        caveats=remarks(remark(ledger, "territory_liberated_share")),
    )


@chart("liberation.people_freed")
def people_freed(ledger: Ledger) -> ChartSpec:
    """People freed from ISIS rule, running total."""
    labels = place_labels(ledger)
    data = _totals(ledger, "population_liberated")
    return ChartSpec(
        name="liberation.people_freed",
        title=trend("People freed from ISIS rule", _of(data, "iraq-syria")),
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
    labels = place_labels(ledger, ("iraq-syria", "iraq"))
    data = _totals(ledger, "population_returned_home", ("iraq-syria", "iraq"))
    lead = headline_rows(data)
    last = lead.iloc[-1] if len(lead) else None
    said = str(last["note"]).rstrip(".") if last is not None else ""
    by = date_text(last["period_end"], str(last["date_precision"])) if last is not None else ""
    return ChartSpec(
        name="liberation.returned_home",
        title=f"{_capital(last['text'])} people are said to have returned home by {by}"
        if last is not None
        else "People returned home",
        subtitle="Displaced people back home, running total as Coalition governments state it",
        mark="step",
        data=data,
        unit="persons",
        colours=place_colours(labels),
        caveats=remarks(
            f"On the newest figure: {said}." if said else "",
            "These are round figures of governments; the page Displacement shows the counts of returnees.",
        ),
        height=360,
    )


def _capital(text: object) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]


@chart("liberation.under_isis")
def under_isis(ledger: Ledger) -> ChartSpec:
    """People living under ISIS."""
    labels = place_labels(ledger, ("iraq-syria", "world"))
    data = _totals(ledger, "population_under_isis", ("iraq-syria", "world"))
    return ChartSpec(
        name="liberation.under_isis",
        title=trend("People living under ISIS in Iraq and Syria", _of(data, "iraq-syria")),
        subtitle="Estimated population of the areas that ISIS held, people",
        mark="dots",
        data=data,
        unit="persons",
        colours=place_colours(labels),
    )


@chart("liberation.trained")
def trained(ledger: Ledger) -> ChartSpec:
    """Local forces trained by the Coalition, running total."""
    labels = place_labels(ledger, ("iraq-syria", "iraq"))
    data = _totals(ledger, "forces_trained", ("iraq-syria", "iraq"))
    told = _newest_told(data, labels)
    return ChartSpec(
        name="liberation.trained",
        title=f"Forces trained, newest figures: {told}" if told else "Forces trained",
        subtitle="Security and police personnel trained by the Coalition, running total, people",
        mark="step",
        data=data,
        unit="persons",
        colours=place_colours(labels),
        caveats=("Statements differ in who is counted, so that a later one can be lower.",),
    )


@chart("liberation.strikes")
def strikes(ledger: Ledger) -> ChartSpec:
    """Coalition strikes, running total."""
    labels = place_labels(ledger)
    data = _totals(ledger, "coalition_strikes")
    return ChartSpec(
        name="liberation.strikes",
        title=trend("Coalition strikes", _of(data, "iraq-syria")),
        subtitle="Air and artillery strikes, running total",
        mark="step",
        data=data,
        unit="strikes",
        colours=place_colours(labels),
        caveats=remarks(remark(ledger, "coalition_strikes", "definition")),
    )


@chart("liberation.travelled")
def travelled(ledger: Ledger) -> ChartSpec:
    """Foreigners who went to Syria or Iraq: what was stated, when."""
    data = series_points(
        ledger, select(ledger, "foreign_fighters_travelled", origin="all"), "place", {"iraq-syria": "stated"}
    )
    lead = headline_rows(data)
    said = lead.loc[lead["source"].astype(str) == STATEMENT]
    head = trend("Foreigners who went to ISIS and like groups", lead)
    more = f"; the Coalition states {said.iloc[-1]['text']} {when(said.iloc[-1])}" if len(said) else ""
    return ChartSpec(
        name="liberation.travelled",
        title=f"{head}{more}",
        subtitle="Foreigners who travelled to Syria or Iraq, people; the counts differ in whom they include",
        mark="dots",
        data=data,
        unit="persons",
        colours={"stated": "purple"},
        caveats=("Some counts include women and children, and other groups than ISIS.",),
        height=360,
    )


@chart("liberation.travelled_by_country")
def travelled_by_country(ledger: Ledger) -> ChartSpec:
    """Who travelled, by country: the newest headline statement for each of the twenty largest."""
    names = origin_names(ledger)
    rows = newest_of(ledger, _travellers(ledger), ["origin"])
    top = rows.head(20)
    data = drawn(top, series="travelled", x=top["origin"].astype(str).map(names))
    told = ranked(data, lambda r: str(r["x"]))
    return ChartSpec(
        name="liberation.travelled_by_country",
        title=f"Most foreigners came from {told}" if told else "Foreigners who travelled, by country",
        subtitle=f"People who travelled, newest statement for each; the {len(top)} largest of {len(rows)} countries",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"travelled": "purple"},
        caveats=("The statements are of different years and differ in whom they count; they are never added.",),
        height=700,
    )


@chart("liberation.travelled_map")
def travelled_map(ledger: Ledger) -> ChartSpec:
    """Who travelled, by country, on the world map."""
    names = origin_names(ledger)
    rows = newest_of(ledger, _travellers(ledger), ["origin"])
    label = rows["origin"].astype(str).map(names)
    data = drawn(rows, series="travelled", x=label)
    bounds = deck.breaks(rows["value"])
    areas = pd.DataFrame(
        {
            "iso": data["origin"].astype(str),
            "name": data["x"].astype(str),
            "value": data["value"],
            "text": [
                f"{r['text']} people, {date_text(r['period_end'], str(r['date_precision']))}"
                for r in data.to_dict("records")
            ],
            "klass": [deck.klass(value, bounds) for value in data["value"]],
        }
    )
    top = data.iloc[0] if len(data) else None
    return ChartSpec(
        name="liberation.travelled_map",
        title=f"Figures name {len(data)} countries; the largest is {top['x']} with {top['text']} people"
        if top is not None
        else "Where foreigners came from",
        subtitle="People who travelled to Syria or Iraq, newest statement for each country",
        mark="map",
        data=data,
        unit="persons",
        map=MapView(WORLD, base="world", areas=areas, breaks=bounds, area_label="People who travelled"),
        caveats=("Countries without a statement are not filled. The statements are of different years.",),
    )


@chart("liberation.travelled_from", lambda ledger: {"nationality": origins_with_figures(ledger)})
def travelled_from(ledger: Ledger, nationality: str = "USA") -> ChartSpec:
    """Every statement on how many people of one nationality travelled."""
    name = origin_names(ledger).get(nationality, nationality)
    rows = select(ledger, "foreign_fighters_travelled", origin=nationality)
    data = series_points(ledger, rows.assign(_who=counter(rows)), "place", {"iraq-syria": name})
    return ChartSpec(
        name="liberation.travelled_from",
        title=trend(f"People who travelled from {name}", headline_rows(data)),
        subtitle="All statements on one nationality, people; some count women and children too",
        mark="dots",
        data=data,
        unit="persons",
        colours={name: "purple"},
        empty="No source gives a figure of all people who travelled from this country.",
    )


@chart("liberation.isis_fighters")
def isis_fighters(ledger: Ledger) -> ChartSpec:
    """Estimated strength of ISIS, with the range that each source gives."""
    labels = place_labels(ledger)
    data = _totals(ledger, "isis_fighters_estimate")
    whole = _of(data, "iraq-syria")
    return ChartSpec(
        name="liberation.isis_fighters",
        title=trend("Estimates of ISIS fighters in Iraq and Syria", whole),
        subtitle="Estimated fighters or members, people; the whisker is the range that the source gives",
        mark="dots",
        data=data,
        unit="persons",
        colours=place_colours(labels),
        caveats=remarks(
            remark(ledger, "isis_fighters_estimate", "definition"),
            "Estimates with different definitions are not joined.",
        ),
        height=360,
    )


@chart("liberation.us_troops")
def us_troops(ledger: Ledger) -> ChartSpec:
    """US troops in Iraq and in Syria."""
    labels = place_labels(ledger, ("iraq", "syria"))
    data = _totals(ledger, "us_troops", ("iraq", "syria"))
    told = _newest_told(data, labels)
    return ChartSpec(
        name="liberation.us_troops",
        title=f"US troops, newest figures: {told}" if told else "US troops",
        subtitle="US military personnel in the country, people, official or reported",
        mark="line",
        data=data,
        unit="persons",
        colours=place_colours(labels),
        caveats=remarks(remark(ledger, "us_troops")),
    )


@chart("liberation.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Military events, one lane for Iraq, one for Syria and one for both."""
    rows = ledger.events.loc[ledger.events["category"].astype(str) == "military"]
    country = dict(zip(ledger.places["place"].astype(str), ledger.places["country"].astype(str), strict=True))
    lanes = {"IRQ": "Iraq", "SYR": "Syria"}
    lane = rows["place"].astype(str).map(country).map(lanes).fillna("Iraq and Syria")
    noted = rows.assign(_lane=lane, note=[cited(ledger, note) for note in rows["note"].astype(str)])
    data = event_points(noted, "_lane") if len(rows) else empty_points()
    last = data.loc[data["x"] == data["x"].max()].iloc[-1] if len(data) else None
    return ChartSpec(
        name="liberation.timeline",
        title=f"{len(data)} military events; the newest: {last['title']} ({date_text(last['x'])})"
        if last is not None
        else "Military events",
        subtitle="Events by country, each dot one event",
        mark="timeline",
        data=data,
        unit="",
        colours={"Iraq": "iraq", "Syria": "syria", "Iraq and Syria": "blue"},
    )


def stated(ledger: Ledger, indicator: str, source: str = STATEMENT) -> pd.DataFrame:
    """The headline observations of one indicator that rest on one publication, for tiles."""
    rows = leading(ledger, select(ledger, indicator, origin="all"))
    return rows.loc[rows["source"].astype(str) == source]


def takeaway(ledger: Ledger) -> str:
    """The sentence at the top of the page: territory at the peak and now, people freed."""
    peak, held = stated(ledger, "territory_controlled"), latest(ledger, _area(ledger, "territory_controlled"))
    freed = latest(ledger, _area(ledger, "population_liberated"))
    if peak.empty or held is None or freed is None:
        return ""
    told = [figure_of(row).text for row in (peak.iloc[0].to_dict(), held.to_dict(), freed.to_dict())]
    return (
        f"ISIS held {told[0]} of Iraq and Syria at its peak and {told[1]} {when(held)}; "
        f"the Coalition counts {told[2]} people freed {when(freed)}."
    )


def _area(ledger: Ledger, indicator: str) -> pd.DataFrame:
    return select(ledger, indicator, place="iraq-syria", origin="all")
