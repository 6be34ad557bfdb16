"""Charts of the people who fought or travelled: foreigners by country, estimates of ISIS fighters, US troops."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from analysis import join_words, select
from analysis.origins import nationalities
from analysis.words import Telling, capital, date_text, the, total_by
from charts import maps
from charts.catalog import chart
from charts.common import headline_rows, origin_names, series_points, told
from charts.spec import CONTEXT, ChartSpec, MapView
from charts.views.campaign import (
    AREA,
    CAMPAIGN,
    area_totals,
    by_counter,
    counter_colours,
    drawn,
    newest_of,
    newest_troops,
    of_newest,
    place_colours,
    place_labels,
    remark,
    remarks,
    spoken,
    stated,
    who,
)
from loaders import Ledger
from loaders.frames import as_records

WORLD = (-168.0, -54.0, 178.0, 74.0)


@lru_cache(maxsize=16)
def origins_with_figures(ledger: Ledger) -> tuple[str, ...]:
    """Nationalities with a figure of people who travelled, the most documented first."""
    rows = _travellers(ledger)
    return tuple(rows["origin"].astype(str).value_counts().index)


def _travellers(ledger: Ledger) -> pd.DataFrame:
    return select(ledger, "foreign_fighters_travelled", origin=nationalities(ledger))


@chart("liberation.travelled")
def travelled(ledger: Ledger) -> ChartSpec:
    """Foreigners who went to Syria or Iraq: what was stated, when."""
    data = by_counter(ledger, "foreign_fighters_travelled")
    went = "gone to ISIS or like groups"
    return ChartSpec(
        name="liberation.travelled",
        title=of_newest(
            spoken(data),
            lambda one, row: f"{capital(one.said)} foreigners had {went} {one.by_month} ({who(row)})",
            f"No source gives the number of foreigners who had {went}",
        ),
        subtitle="Foreigners who travelled to Syria or Iraq, people; the counts differ in whom they include",
        mark="dots",
        data=data,
        unit="persons",
        colours=counter_colours(data),
        caveats=remarks(
            "Some counts include women and children, and other groups than ISIS.",
            *(
                f"The statement of the Coalition's ministers, {date_text(r['published'])}: {told(r).said}."
                for r in as_records(stated(ledger, "foreign_fighters_travelled"))
            ),
        ),
        height=360,
    )


@chart("liberation.travelled_by_country")
def travelled_by_country(ledger: Ledger) -> ChartSpec:
    """Who travelled, by country: the newest headline statement for each of the twenty largest."""
    names = origin_names(ledger)
    rows = newest_of(ledger, _travellers(ledger), ["origin"])
    top = rows.head(20)
    data = drawn(top, series="travelled", x=top["origin"].astype(str).map(names))
    return ChartSpec(
        name="liberation.travelled_by_country",
        title=_travelled_from(data),
        subtitle=f"People who travelled, newest figure of one body each; {len(top)} largest of {len(rows)} countries",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"travelled": "purple"},
        caveats=(
            "The statements are of different years and differ in whom they count: the order is no ranking.",
            "They are never added.",
        ),
        height=700,
    )


def _travelled_from(data: pd.DataFrame) -> str:
    """People from the countries with the largest counts: three of one month together, else two, each with its date."""
    if data.empty:
        return "No source gives the number of people who travelled from a country"
    counts = [(told(r), the(str(r["x"]))) for r in as_records(data.head(3))]
    same = [pair for pair in counts if pair[0].by_month == counts[0][0].by_month]
    if any(one.figure.qualifier != "exact" for one, _ in same):
        same = same[:2]  # hedges make a sentence long
    if len(same) == 1:
        parts = [
            Telling(f"{one.said}{'' if at else ' people had travelled'} from {name} {one.by_month}", one)
            for at, (one, name) in enumerate(counts[:2])
        ]
        return capital(join_words(parts))
    went = [f"{one.said}{'' if at else ' people had travelled'} from {name}" for at, (one, name) in enumerate(same)]
    text = f"{capital(join_words(went))} {counts[0][0].by_month}"
    return Telling(text, *(one for one, _ in same))


@chart("liberation.travelled_map")
def travelled_map(ledger: Ledger) -> ChartSpec:
    """Who travelled, by country, on the world map."""
    names = origin_names(ledger)
    rows = newest_of(ledger, _travellers(ledger), ["origin"])
    label = rows["origin"].astype(str).map(names)
    data = drawn(rows, series="travelled", x=label)
    bounds = maps.breaks(rows["value"])
    areas = pd.DataFrame(
        {
            "iso": data["origin"].astype(str),
            "name": data["x"].astype(str),
            "value": data["value"],
            "figure": data["text"],
            "text": [
                f"{r['text']} people, {date_text(r['period_end'], str(r['date_precision']))}" for r in as_records(data)
            ],
            "klass": [maps.klass(value, bounds) for value in data["value"]],
        }
    )
    return ChartSpec(
        name="liberation.travelled_map",
        title=_largest_count(data.iloc[0])
        if len(data)
        else "No source says where foreigners who joined ISIS came from",
        subtitle="People who travelled to Syria or Iraq, newest figure of one body for each country",
        mark="map",
        data=data,
        unit="persons",
        map=MapView(WORLD, base="world", areas=areas, breaks=bounds, area_label="People who travelled"),
        caveats=("Countries without a statement are not filled. The statements are of different years.",),
    )


def _largest_count(top: pd.Series) -> str:
    most, name = told(top), the(str(top["x"]))
    return Telling(f"The largest count was of {name}: {most.said} people had travelled {most.by_month}", most)


@chart("liberation.travelled_from", lambda ledger: {"nationality": origins_with_figures(ledger)})
def travelled_from(ledger: Ledger, nationality: str = "USA") -> ChartSpec:
    """Every statement on how many people of one nationality travelled."""
    name = origin_names(ledger).get(nationality, nationality)
    rows = select(ledger, "foreign_fighters_travelled", origin=nationality)
    data = series_points(ledger, rows, "place", {AREA: name})
    return ChartSpec(
        name="liberation.travelled_from",
        title=of_newest(
            headline_rows(data),
            lambda one, _row: total_by("people", f"travelled from {the(name)}", one, name="have"),
            f"No source says how many people travelled from {the(name)}",
        ),
        subtitle="All statements on one nationality, people; some count women and children too",
        mark="dots",
        data=data,
        unit="persons",
        colours={name: "purple"},
        caveats=("The statements are estimates of different bodies: a later one that is higher is no rise.",),
        empty="No source gives a figure of all people who travelled from this country.",
    )


@chart("liberation.isis_fighters")
def isis_fighters(ledger: Ledger) -> ChartSpec:
    """Estimated strength of ISIS, with the range that each source gives."""
    data = by_counter(ledger, "isis_fighters_estimate", CAMPAIGN)
    return ChartSpec(
        name="liberation.isis_fighters",
        title=of_newest(
            spoken(data[data["place"] == AREA]),
            lambda one, row: f"ISIS fighters in {row['place_name']} numbered {one.said} {one.when} ({who(row)})",
            "No source estimates the number of ISIS fighters in Iraq and Syria",
        ),
        subtitle="Estimated fighters or members, people; the whisker is the range that the source gives",
        mark="dots",
        data=data,
        unit="persons",
        colours=counter_colours(data) | place_colours(place_labels(ledger, CAMPAIGN[1:])),
        caveats=remarks(
            remark(ledger, "isis_fighters_estimate", "definition"),
            "Estimates with different definitions are not joined.",
        ),
        height=360,
    )


@chart("liberation.us_troops")
def us_troops(ledger: Ledger) -> ChartSpec:
    """US troops in Iraq and in Syria."""
    places = CAMPAIGN[1:]
    labels = place_labels(ledger, places)
    data = area_totals(ledger, "us_troops", places)
    newest = [(told(row), labels[place]) for place in places for _, row in newest_troops(ledger, place).iterrows()]
    parts = [
        Telling(f"{one.said}{'' if at else ' US troops were'} in {name} {one.when}", one)
        for at, (one, name) in enumerate(newest)
    ]
    return ChartSpec(
        name="liberation.us_troops",
        title=capital(join_words(parts)) if parts else "No source gives the number of US troops in Iraq or Syria",
        subtitle="US military personnel in the country, people: each statement, official or reported, for itself",
        mark="dots",
        data=data.assign(role=data["role"].mask(data["role"] == "beside", CONTEXT)),
        unit="persons",
        colours=place_colours(labels),
        caveats=remarks(remark(ledger, "us_troops"), remark(ledger, "us_troops", "differs")),
    )
