"""Charts of displacement inside Syria, of new displacement in both countries, and of people in need."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import headline, join_words, select
from analysis.running import rising
from analysis.words import date_text, period_text
from charts import deck
from charts.catalog import chart
from charts.common import headline_rows, series_points, short_names, trend, when
from charts.spec import ChartSpec, MapView, empty_points, points
from charts.views.returns_syria import SYRIA
from loaders import Ledger

MOVES = {"idp_movements_syria": "Displaced", "idp_return_movements_syria": "Returned"}
_COLOURS = {"Displaced": "orange", "Returned": "blue"}
_MOVES_NOTE = (
    "Movements, not people: who moves twice counts twice. OCHA's estimates; a month without a figure is left blank."
)


def move_places(ledger: Ledger) -> tuple[str, ...]:
    """Syria and the governorates with monthly movements, the most documented first."""
    rows = select(ledger, tuple(MOVES), scope="part_period")
    found = rows["place"].astype(str).value_counts().index
    return ("syria", *(place for place in found if place != "syria"))


def move_years(ledger: Ledger) -> tuple[str, ...]:
    """Years with movements by governorate, oldest first."""
    rows = select(ledger, "idp_movements_syria", scope="year_total")
    return tuple(str(year) for year in sorted(rows["period_end"].dt.year.unique()))


@chart("displacement.syria_idps")
def syria_idps(ledger: Ledger) -> ChartSpec:
    """Displaced people inside Syria over time."""
    rows = select(ledger, "idps", place="syria", origin="syr")
    data = series_points(ledger, rows, "place", {"syria": "Displaced"})
    return ChartSpec(
        name="displacement.syria_idps",
        title=trend("Displaced people inside Syria", headline_rows(data), "people"),
        subtitle="People displaced inside Syria; each point is one source's figure for that date",
        mark="line",
        data=data,
        unit="persons",
        colours={"Displaced": "syria"},
        height=380,
    )


@chart("displacement.syria_returned")
def syria_returned(ledger: Ledger) -> ChartSpec:
    """Displaced Syrians back in their area of origin since late 2024, running total."""
    rows = rising(ledger, select(ledger, "idp_returnees_syria", place="syria"))
    rows = rows.sort_values(["period_end", "line"], kind="stable")
    data = points(rows, series="Back home") if len(rows) else empty_points()
    starts = [date_text(day) for day in sorted(data["period_start"].dropna().unique())]
    return ChartSpec(
        name="displacement.syria_returned",
        title=trend("Displaced Syrians back home", headline_rows(data), "people"),
        subtitle="Running total of people displaced inside Syria who are back in their area of origin",
        mark="step",
        data=data,
        unit="persons",
        colours={"Back home": "syria"},
        caveats=(f"The counts start on different days: {join_words(starts)}.",) if len(starts) > 1 else (),
    )


@chart("displacement.syria_2014")
def syria_2014(ledger: Ledger) -> ChartSpec:
    """The displaced in Syria by governorate where a count by governorate was found."""
    rows = headline(ledger, select(ledger, "idps", origin="syr"))
    rows = rows.loc[(rows["place_kind"].astype(str) == "admin1") & (rows["role"] == "headline")]
    newest = rows["period_end"].max()
    rows = rows.loc[rows["period_end"] == newest].sort_values("value", ascending=False, kind="stable")
    names = short_names(ledger)
    data = points(rows, series="Displaced", x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    top = data.iloc[0] if len(data) else None
    return ChartSpec(
        name="displacement.syria_2014",
        title=f"{top['x']} has the most displaced people in Syria {when(top)}: {top['text']}"
        if top is not None
        else "Displaced in Syria by governorate",
        subtitle="People displaced inside Syria by governorate, the newest count by governorate that was found",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Displaced": "syria"},
    )


@chart("displacement.syria_moves", lambda ledger: {"place": move_places(ledger)})
def syria_moves(ledger: Ledger, place: str = "syria") -> ChartSpec:
    """Displacement movements and returns in Syria by month."""
    rows = select(ledger, tuple(MOVES), place=place, scope="part_period")
    data = series_points(ledger, rows, "indicator", MOVES, roles=False)
    data = data.assign(x=data["period_start"])
    out = headline_rows(data, "Displaced")
    worst = out.loc[out["value"].idxmax()] if len(out) else None
    where = short_names(ledger).get(place, place)
    return ChartSpec(
        name="displacement.syria_moves",
        title=f"Displacement {'in' if place == 'syria' else 'into'} {where} peaks in {worst['period_end']:%B %Y}: "
        f"{worst['text']} movements"
        if worst is not None
        else "Displacement movements",
        subtitle=f"Movements a month, {where}: displaced people arriving, and displaced people returning",
        mark="column",
        data=data,
        unit="movements",
        facet=True,
        colours=_COLOURS,
        caveats=(_MOVES_NOTE,),
    )


def _year_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"year": move_years(ledger) or ("",)}


def _year_rows(ledger: Ledger, year: str) -> pd.DataFrame:
    chosen = year or max(move_years(ledger), default="0")
    rows = headline(ledger, select(ledger, tuple(MOVES), scope="year_total"))
    keep = (rows["role"] == "headline") & (rows["period_end"].dt.year == int(chosen))
    return rows.loc[keep & (rows["place_kind"].astype(str) == "admin1")]


@chart("displacement.syria_moves_year", _year_option)
def syria_moves_year(ledger: Ledger, year: str = "") -> ChartSpec:
    """Displacement movements and returns in one year by Syrian governorate."""
    rows = _year_rows(ledger, year)
    names = short_names(ledger)
    data = (
        points(rows, series=rows["indicator"].astype(str).map(MOVES), x=rows["place"].astype(str).map(names))
        if len(rows)
        else empty_points()
    )
    if len(data):
        largest = data.groupby("x")["value"].max()
        data = (
            data.assign(_at=-data["x"].map(largest))
            .sort_values(["_at", "x", "series"], kind="stable")
            .drop(columns="_at")
            .reset_index(drop=True)
        )
    out = data.loc[data["series"] == "Displaced"]
    top = out.loc[out["value"].idxmax()] if len(out) else None
    return ChartSpec(
        name="displacement.syria_moves_year",
        title=f"{top['x']} takes in the most displaced people in {top['period_end']:%Y}: {top['text']} movements"
        if top is not None
        else "Movements by governorate",
        subtitle="Movements into the governorate in the year: displaced people arriving, and returning home",
        mark="bar",
        data=data,
        unit="movements",
        x_kind="category",
        colours=_COLOURS,
        caveats=(_MOVES_NOTE,),
    )


@chart("displacement.syria_moves_map", _year_option)
def syria_moves_map(ledger: Ledger, year: str = "") -> ChartSpec:
    """Displacement movements into each Syrian governorate in one year, in classes that hold for all years."""
    rows = _year_rows(ledger, year)
    rows = rows.loc[rows["indicator"].astype(str) == "idp_movements_syria"].sort_values(
        "value", ascending=False, kind="stable"
    )
    every = select(ledger, "idp_movements_syria", scope="year_total")
    every = every.loc[every["place_kind"].astype(str) == "admin1"]
    names = short_names(ledger)
    data = points(rows, series="Displaced", x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    bounds = deck.breaks(every["value"])
    listed = join_words([f"{r['x']} ({r['text']})" for r in data.head(3).to_dict("records")]) if len(data) else ""
    return ChartSpec(
        name="displacement.syria_moves_map",
        title=f"In {rows['period_end'].iloc[0]:%Y} the displaced move most to {listed}"
        if listed
        else "Movements by governorate",
        subtitle="Displacement movements into the governorate in the year; the classes are the same for every year",
        mark="map",
        data=data,
        unit="movements",
        x_kind="category",
        map=MapView(SYRIA, areas=governorate_areas(ledger, data, bounds), breaks=bounds, area_label="Movements"),
        caveats=(_MOVES_NOTE,),
    )


def governorate_areas(ledger: Ledger, data: pd.DataFrame, bounds: tuple[float, ...]) -> pd.DataFrame:
    """Filled areas of a map from drawn points, one a governorate: iso, name, value, text, klass."""
    iso = dict(zip(ledger.places["place"].astype(str), ledger.places["iso_3166_2"].astype(str), strict=True))
    return pd.DataFrame(
        {
            "iso": data["place"].astype(str).map(iso), "name": data["x"], "value": data["value"], "text": data["text"],
            "klass": [deck.klass(v, bounds) for v in data["value"]],
        }
    )  # fmt: skip


@chart("displacement.idp_returns")
def idp_returns(ledger: Ledger) -> ChartSpec:
    """Displaced people who went home in a year, Iraq and Syria, as reported to UNHCR."""
    rows = select(ledger, "idp_returns_year", scope="year_total")
    data = series_points(ledger, rows, "place", {"iraq": "Iraq", "syria": "Syria"}, roles=False)
    data = data.assign(x=[f"{d:%Y}" for d in data["period_end"]]).sort_values(["x", "series"], kind="stable")
    best = {name: part.loc[part["value"].idxmax()] for name, part in data.groupby("series")} if len(data) else {}
    told = join_words([f"in {name} {row['text']} in {row['x']}" for name, row in best.items()])
    return ChartSpec(
        name="displacement.idp_returns",
        title=f"The highest returns of displaced people in a year: {told}" if told else "Returns of displaced people",
        subtitle="Displaced people who returned home in the calendar year, as reported to UNHCR",
        mark="column",
        data=data.reset_index(drop=True),
        unit="persons",
        x_kind="category",
        colours={"Iraq": "iraq", "Syria": "syria"},
    )


@chart("displacement.episodes")
def episodes(ledger: Ledger) -> ChartSpec:
    """People newly displaced in a named episode, the largest twenty."""
    rows = headline(ledger, select(ledger, "new_displacement"))
    rows = rows.loc[rows["role"] == "headline"].sort_values("value", ascending=False, kind="stable").head(20)
    names = short_names(ledger)
    label = [
        f"{names[str(r['place'])]}, {period_text(r['period_start'], r['period_end'], str(r['date_precision']))}"
        for r in rows.to_dict("records")
    ]
    where = rows["country"].astype(str).map({"IRQ": "Iraq", "SYR": "Syria"})
    data = (
        points(rows, series=where, x=pd.Series(label, index=rows.index, dtype=object)) if len(rows) else empty_points()
    )
    top = data.iloc[0] if len(data) else None
    return ChartSpec(
        name="displacement.episodes",
        title=f"The largest episode on record displaces {top['text']} people: {top['x']}"
        if top is not None
        else "Episodes",
        subtitle="People newly displaced in a named period, largest first; they overlap and are never added",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Iraq": "iraq", "Syria": "syria"},
    )


@chart("displacement.episodes_left")
def episodes_left(ledger: Ledger) -> ChartSpec:
    """People still displaced by a named episode, by date."""
    # Each day is a statement of its own: within days thousands more may flee, so that none echoes another.
    rows = select(ledger, "displaced_episode_remaining").assign(role="headline")
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    names = short_names(ledger)
    label = [f"{names[str(r['place'])]}, {date_text(r['period_end'])}" for r in rows.to_dict("records")]
    data = (
        points(rows, series="Still displaced", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    title = "Still displaced"
    if len(data):
        top = data.iloc[0]
        near = data.loc[
            (data["place"].astype(str) == str(top["place"])) & ((top["period_end"] - data["period_end"]).dt.days <= 31)
        ]
        told = [f"{r['quotes'] or r['publisher']} counts {r['text']} {when(r)}" for r in near.to_dict("records")]
        title = f"Still displaced in {top['place_name']}: {join_words(told)}"
    return ChartSpec(
        name="displacement.episodes_left",
        title=title,
        subtitle="People still displaced by a named episode on the date, newest first",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Still displaced": "rose"},
    )


@chart("displacement.need")
def need(ledger: Ledger) -> ChartSpec:
    """People in need of humanitarian assistance in Iraq and Syria."""
    rows = select(ledger, ("people_in_need", "people_in_acute_need"), place=("iraq", "syria"))
    acute = rows["indicator"].astype(str) == "people_in_acute_need"
    label = rows["place"].astype(str).map({"iraq": "Iraq", "syria": "Syria"})
    data = series_points(ledger, rows.assign(label=label.mask(acute, label + ", acute")), "label")
    told = [trend(name, headline_rows(data, name), "people").replace(": ", " has ") for name in ("Syria", "Iraq")]
    newest = headline_rows(data, "Syria")
    return ChartSpec(
        name="displacement.need",
        title=f"People in need: {'; '.join(told)}" if len(newest) else "People in need",
        subtitle="People in need of humanitarian assistance by the overview or plan of the year; acute is a part of it",
        mark="line",
        data=data,
        unit="persons",
        colours={"Iraq": "iraq", "Syria": "syria", "Iraq, acute": "rose", "Syria, acute": "purple"},
    )


@chart("displacement.need_iraq")
def need_iraq(ledger: Ledger) -> ChartSpec:
    """People in need by governorate of Iraq, the newest overview that gives them."""
    rows = headline(ledger, select(ledger, "people_in_need"))
    rows = rows.loc[
        (rows["role"] == "headline") & (rows["place_kind"].astype(str) == "admin1") & (rows["country"] == "IRQ")
    ]
    rows = rows.loc[rows["period_end"] == rows["period_end"].max()].sort_values("value", ascending=False, kind="stable")
    names = short_names(ledger)
    data = points(rows, series="In need", x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    bounds = deck.breaks(data["value"]) if len(data) else ()
    top = data.iloc[0] if len(data) else None
    return ChartSpec(
        name="displacement.need_iraq",
        title=f"{top['x']} has the most people in need, {when(top)}: {top['text']}"
        if top is not None
        else "People in need by governorate",
        subtitle="People in need by governorate, the newest overview with figures by governorate",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"In need": "iraq"},
        caveats=tuple(dict.fromkeys(f"{note}." for note in data["note"].astype(str) if note)) if bounds else (),
    )
