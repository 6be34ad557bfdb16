"""Charts of displacement inside Syria, of new displacement in both countries, and of people in need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import headline, select
from analysis.headline import mark, primacy, series
from analysis.words import Telling, date_text, direction, during, join_words, period_text, total_by
from analysis.words.displaced import (
    Named,
    also_said,
    done_in,
    had_most,
    level_with,
    no_figure,
    shares_taken,
    two_counts,
    untold,
    was_highest,
    wave_of,
)
from charts import maps
from charts.catalog import chart
from charts.common import headline_rows, lands, past, people_sentence, series_points, short_names, told
from charts.later import with_later
from charts.spec import ChartSpec, MapView, empty_points, points
from charts.views.displacement.rounds import body_of
from charts.views.returns.syria import SYRIA
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

MOVES = {"idp_movements_syria": "Displaced", "idp_return_movements_syria": "Returned"}
_COLOURS = {"Displaced": "orange", "Returned": "blue"}
_ROUND = 5  # governorates that a count has at least
_MOVES_NOTE = (
    "Movements, not people: who moves twice counts twice. OCHA's estimates; a month without a figure is left blank."
)


@lru_cache(maxsize=16)
def move_places(ledger: Ledger) -> tuple[str, ...]:
    """Syria and the governorates with monthly movements, the most documented first."""
    rows = select(ledger, tuple(MOVES), scope="part_period")
    found = rows["place"].astype(str).value_counts().index
    return ("syria", *(place for place in found if place != "syria"))


@lru_cache(maxsize=16)
def move_years(ledger: Ledger) -> tuple[str, ...]:
    """Years with movements by governorate, oldest first."""
    rows = select(ledger, "idp_movements_syria", scope="year_total")
    return tuple(str(year) for year in sorted(rows["period_end"].dt.year.unique()))


@chart("displacement.syria_idps")
def syria_idps(ledger: Ledger) -> ChartSpec:
    """Displaced people inside Syria over time."""
    rows = select(ledger, "idps", place="syria", origin="syr")
    # The line bears the name of the body that counts, as those beside it do.
    body = body_of(series(ledger, rows)) or "Displaced"
    data = series_points(ledger, rows, "place", {"syria": body})
    return ChartSpec(
        name="displacement.syria_idps",
        title=people_sentence(ledger, "people", "displaced in Syria", headline_rows(data)),
        subtitle="People displaced inside Syria; each point is one source's figure for that date",
        mark="line",
        data=data,
        unit="persons",
        colours={body: "syr"},
        height=380,
    )


@chart("displacement.syria_returned")
def syria_returned(ledger: Ledger) -> ChartSpec:
    """Displaced Syrians back in their area of origin since late 2024, running total."""
    rows = select(ledger, "idp_returnees_syria", place="syria")
    data = series_points(ledger, rows, "place", {"syria": "Back home"})
    lead = headline_rows(data)
    starts = [date_text(day) for day in sorted(lead["period_start"].dropna().unique())]
    return ChartSpec(
        name="displacement.syria_returned",
        title=with_later(total_by("displaced Syrians", "gone home", told(lead.iloc[-1]), name="have"), data)
        if len(lead)
        else untold("how many displaced Syrians have gone home"),
        subtitle=f"Running total of people displaced inside Syria who are back in their area of origin{since(lead)}",
        mark="step",
        data=data,
        unit="persons",
        colours={"Back home": "syr"},
        caveats=(
            *((f"The counts start on different days: {join_words(starts)}.",) if len(starts) > 1 else ()),
            *(f"The newest figure: {note}." for note in lead["note"].astype(str).tail(1) if note),
        ),
    )


def since(data: pd.DataFrame) -> str:
    """` since 8 Dec 2024`: the day from which most of the drawn running totals count."""
    starts = data["period_start"].dropna()
    return f" since {date_text(starts.mode().min())}" if len(starts) else ""


def _newest_round(ledger: Ledger, indicator: str, country: str, origin: str | None = None) -> pd.DataFrame:
    """The newest count by governorate of a country: figures of one body for one date, the largest first.

    A count has at least _ROUND governorates.
    """
    rows = select(ledger, indicator, origin=origin)
    rows = rows[(rows["place_kind"] == "admin1") & (rows["country"] == country)]
    body = rows["counter"].astype(str)
    size = rows.groupby([rows["period_end"], body])["place"].transform("nunique")
    rows = rows[size >= _ROUND].sort_values(["period_end", "line"], kind="stable")
    if rows.empty:
        return rows.assign(role="")
    last = rows.iloc[-1]
    own = (rows["period_end"] == last["period_end"]) & (rows["counter"] == str(last["counter"]))
    marked = mark(ledger, rows.loc[own])
    return marked[marked["role"] == "headline"].sort_values("value", ascending=False, kind="stable")


@chart("displacement.syria_governorates", formerly="displacement.syria_2014")
def syria_governorates(ledger: Ledger) -> ChartSpec:
    """The displaced in Syria by governorate where a count by governorate was found."""
    rows = _newest_round(ledger, "idps", "SYR", "syr")
    names = short_names(ledger)
    data = points(rows, series="Displaced", x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    named = [(str(row["x"]), told(row)) for row in as_records(data)]
    return ChartSpec(
        name="displacement.syria_governorates",
        title=had_most(named, "displaced people", past=past(ledger, data.iloc[0]))
        if named
        else no_figure("displaced people in Syria by governorate"),
        subtitle="People displaced inside Syria by governorate, the newest count by governorate that was found",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Displaced": "syr"},
    )


@chart("displacement.syria_moves", lambda ledger: {"place": move_places(ledger)})
def syria_moves(ledger: Ledger, place: str = "syria") -> ChartSpec:
    """Displacement movements and returns in Syria by month."""
    rows = select(ledger, tuple(MOVES), place=place, scope="part_period")
    data = series_points(ledger, rows, "indicator", MOVES, roles=False)
    data = data.assign(x=data["period_start"])
    out = headline_rows(data, "Displaced")
    where = short_names(ledger).get(place, place)
    subject = f"Displacement {'in' if place == 'syria' else 'into'} {where}"
    return ChartSpec(
        name="displacement.syria_moves",
        title=was_highest(subject, told(row_of_max(out, "value")), "movements in the month")
        if len(out)
        else no_figure(f"displacement movements by month in {where}"),
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
    return rows[keep & (rows["place_kind"] == "admin1")]


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
    out = data[data["series"] == "Displaced"].sort_values("value", ascending=False, kind="stable")
    named = [(str(row["x"]), told(row)) for row in as_records(out)]
    return ChartSpec(
        name="displacement.syria_moves_year",
        title=had_most(named, "arrivals of displaced people", past=True)
        if named
        else no_figure("displacement movements by governorate of Syria"),
        subtitle="Movements into the governorates of Syria in the year: displaced people arriving, and returning home",
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
    rows = rows[rows["indicator"] == "idp_movements_syria"].sort_values("value", ascending=False, kind="stable")
    every = select(ledger, "idp_movements_syria", scope="year_total")
    every = every[every["place_kind"] == "admin1"]
    names = short_names(ledger)
    data = points(rows, series="Displaced", x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    bounds = maps.breaks(every["value"])
    whole = float(data["value"].sum()) if len(data) else 0.0
    shares = [(str(row["x"]), 100 * float(row["value"]) / whole) for row in as_records(data.head(2)) if whole]
    return ChartSpec(
        name="displacement.syria_moves_map",
        title=shares_taken(shares, "displacement movements in Syria", told(data.iloc[0]).when)
        if shares
        else no_figure("displacement movements by governorate of Syria"),
        subtitle="Displacement movements into Syrian governorates in the year; the classes are the same for every year",
        mark="map",
        data=data,
        unit="movements",
        x_kind="category",
        map=MapView(SYRIA, areas=governorate_areas(ledger, data, bounds), breaks=bounds, area_label="Movements"),
        caveats=(_MOVES_NOTE,),
    )


def governorate_areas(ledger: Ledger, data: pd.DataFrame, bounds: tuple[float, ...]) -> pd.DataFrame:
    """Filled areas of a map from drawn points, one a governorate: iso, name, value, text, figure, klass."""
    iso = dict(zip(texts(ledger.places["place"]), texts(ledger.places["iso_3166_2"]), strict=True))
    return pd.DataFrame(
        {
            "iso": data["place"].astype(str).map(iso),
            "name": data["x"],
            "value": data["value"],
            "text": data["text"],
            "figure": data["text"],
            "klass": [maps.klass(v, bounds) for v in data["value"]],
        }
    )


HOME = {"iraq": ("Iraq", "displaced Iraqis"), "syria": ("Syria", "displaced Syrians")}


@chart("displacement.idp_returns", lambda _ledger: {"place": ("", *HOME)})
def idp_returns(ledger: Ledger, place: str = "") -> ChartSpec:
    """Displaced people who went home in a year, as reported to UNHCR: Iraq and Syria, or one of them."""
    shown = {p: name for p, (name, _) in HOME.items() if place in ("", p)}
    rows = select(ledger, "idp_returns_year", scope="year_total", place=tuple(shown))
    data = series_points(ledger, rows, "place", shown, roles=False)
    data = data.assign(x=[f"{d:%Y}" for d in data["period_end"]]).sort_values(["x", "series"], kind="stable")
    return ChartSpec(
        name="displacement.idp_returns",
        title=_home_title(data),
        subtitle="Displaced people who returned home in the calendar year, as reported to UNHCR",
        mark="column",
        data=data.reset_index(drop=True),
        unit="persons",
        x_kind="category",
        colours={"Iraq": "irq", "Syria": "syr"},
    )


def _home_title(data: pd.DataFrame) -> str:
    """Who went home in the newest year: both countries where both have it, one with its own peak for scale."""
    last = {str(name): part.iloc[-1] for name, part in data.groupby("series")} if len(data) else {}
    newest = [(words, told(last[name])) for name, words in HOME.values() if name in last]
    newest = sorted(newest, key=lambda one: (one[1].date, one[1].figure.value), reverse=True)
    if not newest:
        return untold("how many displaced people went home in a year")
    (words, now), *others = newest
    if others and others[0][1].date == now.date:
        also, more = others[0]
        both = done_in(words, "went home", now)
        return Telling(f"{both}, and {more.said} {also}", both, more)
    own = data[data["period_end"] <= now.date]
    top = told(row_of_max(own, "value"))
    return done_in(words, "went home", now, top if direction(now, top) < 0 and not others else None)


@chart("displacement.episodes")
def episodes(ledger: Ledger) -> ChartSpec:
    """People newly displaced in a named episode, the largest twenty."""
    rows = headline(ledger, select(ledger, "new_displacement"))
    rows = rows[rows["role"] == "headline"].sort_values("value", ascending=False, kind="stable").head(20)
    names = short_names(ledger)
    label = [
        f"{names[str(r['place'])]}, {period_text(r['period_start'], r['period_end'], str(r['date_precision']))}"
        for r in as_records(rows)
    ]
    where = rows["place"].astype(str).map(lands(ledger))
    data = (
        points(rows, series=where, x=pd.Series(label, index=rows.index, dtype=object)) if len(rows) else empty_points()
    )
    title = untold("how many people fled in an episode")
    if len(rows):
        top, more = rows.iloc[0], rows.iloc[1:2]
        surely = not len(more) or direction(told(more.iloc[0]), told(top)) < 0
        period = during(top["period_start"], top["period_end"], "month")
        title = wave_of(told(top), names[str(top["place"])], period, largest=surely)
    return ChartSpec(
        name="displacement.episodes",
        title=title,
        subtitle="People newly displaced in a named period, largest first; they overlap and are never added",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Iraq": "irq", "Syria": "syr"},
    )


@chart("displacement.episodes_left")
def episodes_left(ledger: Ledger) -> ChartSpec:
    """People still displaced by a named episode, by date."""
    # Each day is a statement of its own: within days thousands more may flee, so that none echoes another.
    rows = select(ledger, "displaced_episode_remaining").assign(role="headline")
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    names = short_names(ledger)
    label = [f"{names[str(r['place'])]}, {date_text(r['period_end'])}" for r in as_records(rows)]
    data = (
        points(rows, series="Still displaced", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    said_by = _left_counts(rows)
    title = (
        two_counts(f"newly displaced in {names[str(rows['place'].iloc[0])]}", *said_by)
        if said_by
        else untold("how many people an episode has left displaced")
    )
    return ChartSpec(
        name="displacement.episodes_left",
        title=title,
        subtitle="People still displaced by a named episode on the date, newest first",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Still displaced": "rose"},
        caveats=tuple(also_said(name, one) for name, one in said_by[1:] if name not in title),
    )


def _left_counts(rows: pd.DataFrame) -> list[Named]:
    """The newest count, and what another body said of the same place within a month; the more primary of both first."""
    if rows.empty:
        return []
    top = rows.iloc[0]
    near = rows[(rows["place"] == top["place"]) & ((top["period_end"] - rows["period_end"]).dt.days <= 31)]
    # Of each body its newest.
    near = near.drop_duplicates("counter").head(2)
    near = near.assign(_rank=primacy(near)).sort_values(["_rank", "value"], kind="stable")
    return [(str(r["stated_by"]) or str(r["counter"]), told(r)) for r in as_records(near)]


@chart("displacement.need")
def need(ledger: Ledger) -> ChartSpec:
    """People in need of humanitarian assistance in Iraq and Syria."""
    countries = {"iraq": "Iraq", "syria": "Syria"}
    rows = select(ledger, ("people_in_need", "people_in_acute_need"), place=tuple(countries))
    acute = rows["indicator"] == "people_in_acute_need"
    label = rows["place"].astype(str).map(countries)
    data = series_points(ledger, rows.assign(label=label.mask(acute, label + ", acute")), "label")
    lines = [headline_rows(data, name) for name in countries.values()]
    lines = sorted((line for line in lines if len(line)), key=lambda line: line["period_end"].iloc[-1])
    newest = lines[-1] if lines else headline_rows(data, "")
    where = str(newest["series"].iloc[-1]) if len(newest) else " or ".join(countries.values())
    return ChartSpec(
        name="displacement.need",
        title=_need_title(ledger, where, newest),
        subtitle="People in need of humanitarian assistance by the overview or plan of the year; acute is a part of it",
        mark="line",
        data=data,
        unit="persons",
        colours={"Iraq": "irq", "Syria": "syr", "Iraq, acute": "rose", "Syria, acute": "purple"},
    )


def _need_title(ledger: Ledger, where: str, rows: pd.DataFrame) -> str:
    """How many need aid by the newest figure, against the one before."""
    if rows.empty:
        return untold(f"how many people in {where} need aid")
    text = people_sentence(ledger, f"people in {where}", "aid", rows, name="need", compare=False)
    return level_with(text, told(rows.iloc[-1]), told(rows.iloc[-2])) if len(rows) > 1 else text


@chart("displacement.need_iraq")
def need_iraq(ledger: Ledger) -> ChartSpec:
    """People in need by governorate of Iraq, the newest overview that gives them."""
    rows = _newest_round(ledger, "people_in_need", "IRQ")
    names = short_names(ledger)
    data = points(rows, series="In need", x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    named = [(str(row["x"]), told(row)) for row in as_records(data)]
    return ChartSpec(
        name="displacement.need_iraq",
        # A plan's year that is over is past, however short a time ago.
        title=had_most(named, "people in need in Iraq", past=bool(data["period_end"].iloc[0] < ledger.today))
        if named
        else no_figure("people needing aid by governorate of Iraq"),
        subtitle="People in need by governorate, the newest overview with figures by governorate",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"In need": "irq"},
        caveats=tuple(dict.fromkeys(f"{note}." for note in texts(data["note"]) if note)),
    )
