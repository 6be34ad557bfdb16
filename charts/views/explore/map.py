"""The map of Explore: one indicator by place or nationality in a year."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import pandas as pd

from analysis import join_words, series
from analysis.cut import FIXED, By, Cut, held, year_rows, year_sums
from analysis.words import date_text, unit_text
from analysis.words.grammar import shortest
from analysis.words.measures import highest_on_map, not_given
from charts import maps
from charts.catalog import chart
from charts.common import as_of, told, with_position
from charts.defaults import FIRST_CAMP
from charts.map_places import zero_words
from charts.spec import ChartSpec, MapView, added, empty_points, points
from charts.views.explore.series import cut_options, indicator_facts, names_of
from charts.views.explore.words import group_name, whats
from loaders import Ledger
from loaders.frames import as_records, texts

BOTH_COUNTRIES = (35.4, 28.9, 48.8, 37.6)
WORLD = (-128.0, -22.0, 152.0, 70.0)
MAP_CUTS: tuple[By, ...] = ("place", "origin")
Level = Literal["admin1", "point", "country"]
_LEVEL_OF: dict[str, Level] = {
    "admin1": "admin1",
    "country": "country",
    "camp": "point",
    "detention_facility": "point",
    "city": "point",
}
_POINT_NAMES = {"camp": "Camps", "detention_facility": "Prisons", "city": "Towns and cities"}
_POINT_COLOURS = {"Camps": "camp", "Prisons": "detention_facility", "Towns and cities": "teal"}


@lru_cache(maxsize=512)
def map_years(ledger: Ledger, cut: Cut) -> tuple[str, ...]:
    """Years of which the map of a cut has something to show, oldest first."""
    return tuple(_shown_by_year(ledger, cut))


@lru_cache(maxsize=512)
def best_year(ledger: Ledger, cut: Cut) -> str:
    """The newest year of which the map shows at least a third of what it shows of its fullest; empty for none."""
    counts = _shown_by_year(ledger, cut)
    fullest = max(counts.values(), default=0)
    return next((year for year in reversed(counts) if counts[year] >= fullest / 3), "")


def wide(ledger: Ledger, cut: Cut) -> bool:
    """Whether the map of a cut shows the world, which needs the whole width of a page."""
    return _level(ledger, cut) == "country"


def _shown_by_year(ledger: Ledger, cut: Cut) -> dict[str, int]:
    """How many places or nationalities have a headline figure, by year, oldest first."""
    rows = _placed(ledger, cut)
    if rows.empty:
        return {}
    lead = year_rows(ledger, rows) if rows["kind"].iloc[0] == "flow" else series(ledger, rows)
    counts = lead[cut.by].astype(str).groupby(lead["period_end"].dt.year).nunique()
    return {str(year): int(count) for year, count in counts.sort_index().items()}


@chart(
    "explore.map",
    lambda ledger: {
        **{name: offered for name, offered in cut_options(ledger).items() if name in ("indicator", *FIXED)},
        "by": MAP_CUTS,
        "year": ("", *(str(year) for year in range(2000, 2100))),
    },
)
def in_year(
    ledger: Ledger,
    indicator: str = "camp_population",
    by: By = "place",
    place: str = FIRST_CAMP,
    origin: str = "all",
    group: str = "total",
    year: str = "",
) -> ChartSpec:
    """One indicator on the map: governorates or countries filled, camps, prisons and towns as circles.

    A stock or running total is shown with its newest figure of `year`, a flow with the total of the year; without
    `year` the newest well documented one.
    """
    cut = Cut(indicator, by, (), place, origin, group)
    about = indicator_facts(ledger, indicator)
    shown = year or best_year(ledger, cut)
    rows = _placed(ledger, cut)
    data = _figures(ledger, rows, cut, shown) if shown else empty_points()
    level = _level(ledger, cut)
    unit = str(data["unit"].iloc[0]) if len(data) else about["unit"]
    period = [f"{'total' if about['kind'] == 'flow' else 'newest figure'} of {shown}"] if shown else []
    return ChartSpec(
        name="explore.map",
        title=_title(ledger, cut, about, data, shown),
        subtitle="; ".join((f"{about['title']}, {unit_text(unit)}", *_held_words(ledger, cut), *period)),
        mark="map",
        data=with_position(ledger, data) if level == "point" else data,
        unit=unit,
        colours=_POINT_COLOURS,
        map=_view(ledger, data, about, level, by, shown),
        caveats=_caveats(ledger, cut, rows),
        empty=_why_empty(ledger, cut, about, rows, shown),
    )


def _why_empty(ledger: Ledger, cut: Cut, about: dict[str, str], rows: pd.DataFrame, year: str) -> str:
    if rows.empty:
        names = names_of(ledger, cut.by)
        told = [names.get(value, value) for value in held(ledger, cut)[cut.by].astype(str).unique()[:3]]
        places = join_words(told) or "no place"
        return f"Nothing to place on a map: the figures are for {places}."
    when = f" for the whole of {year}" if about["kind"] == "flow" and year else f" in {year}" if year else ""
    return f"No figure of {about['title']}{when} can be placed on a map."


def _placed(ledger: Ledger, cut: Cut) -> pd.DataFrame:
    """The observations of a cut that belong on its map: of the one level of places that has most of them."""
    rows = held(ledger, cut)
    if cut.by == "origin":
        return rows[rows["origin"].isin(_nationalities(ledger))]
    return rows[rows["place_kind"].astype(str).map(_LEVEL_OF) == _level(ledger, cut)]


@lru_cache(maxsize=512)
def _level(ledger: Ledger, cut: Cut) -> Level:
    if cut.by == "origin":
        return "country"
    places = held(ledger, cut).drop_duplicates("place")
    levels = places["place_kind"].astype(str).map(_LEVEL_OF).dropna().value_counts()
    order: tuple[Level, ...] = ("admin1", "point", "country")
    return max(order, key=lambda level: int(levels.get(level, 0)))


@lru_cache(maxsize=4)
def _nationalities(ledger: Ledger) -> frozenset[str]:
    known = ledger.origins.loc[ledger.origins["kind"].isin(["nationality", "donor"]), "origin"].astype(str)
    return frozenset(known.loc[known.str.fullmatch("[A-Z]{3}")])


def _figures(ledger: Ledger, rows: pd.DataFrame, cut: Cut, year: str) -> pd.DataFrame:
    """Drawn points of a year, one for each place or nationality, most first; x is its name."""
    by, names = cut.by, names_of(ledger, cut.by)
    if rows.empty:
        return empty_points()
    ended = rows[rows["period_end"].dt.year == int(year)]
    if str(rows["kind"].iloc[0]) == "flow":
        frames = [
            added(
                sums,
                ended,
                series=value,
                x=pd.Series([names.get(value, value)] * len(sums)),
                note="Sum of {n} reported operations and events",
            )
            for value, sums in year_sums(ledger, ended, by).items()
        ]
        data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    else:
        stood = as_of(ledger, ended, pd.Timestamp(int(year), 12, 31))
        stood = stood.sort_values("period_end", kind="stable").groupby(by, observed=True).tail(1)
        labels = stood[by].astype(str).map(lambda value: names.get(value, value))
        data = points(stood, series=stood[by].astype(str), x=labels) if len(stood) else empty_points()
    kinds = dict(zip(texts(ledger.places["place"]), ledger.places["kind"].astype(str), strict=True))
    kind_names = (
        data["place"].astype(str).map(lambda place: _POINT_NAMES.get(kinds.get(place, ""), names.get(place, place)))
        if by == "place"
        else data["x"].astype(str)
    )
    return data.assign(series=kind_names).sort_values("value", ascending=False, kind="stable").reset_index(drop=True)


def _view(ledger: Ledger, data: pd.DataFrame, about: dict[str, str], level: Level, by: By, year: str) -> MapView:
    label = about["short_title"] or about["title"]
    if level == "point":
        zeros = (
            zero_words(ledger, data, pd.Timestamp(int(year), 12, 31))
            if len(data) and about["unit"] == "persons"
            else {}
        )
        return MapView(BOTH_COUNTRIES, circle_label=label, zeros=zeros)
    bounds = maps.breaks(data["value"].astype(float)) if len(data) else ()
    column = "iso_3166_2" if level == "admin1" else "country"
    codes = dict(zip(texts(ledger.places["place"]), ledger.places[column].astype(str), strict=True))
    areas = pd.DataFrame(
        {
            "iso": data["origin"].astype(str) if by == "origin" else data["place"].astype(str).map(codes),
            "name": data["x"].astype(str),
            "value": data["value"].astype(float),
            "figure": data["text"],
            "text": [_area_text(row, about) for row in as_records(data)],
            "klass": [maps.klass(value, bounds) for value in data["value"].astype(float)],
        }
    )
    return MapView(
        BOTH_COUNTRIES if level == "admin1" else WORLD,
        base="region" if level == "admin1" else "world",
        areas=areas,
        breaks=bounds,
        area_label=label,
    )


def _area_text(row: dict[str, object], about: dict[str, str]) -> str:
    end = pd.Timestamp(str(row["period_end"]))
    when = f"{end:%Y}" if about["kind"] == "flow" else date_text(end, str(row["date_precision"]))
    return f"{row['text']}, {when}"


def _title(ledger: Ledger, cut: Cut, about: dict[str, str], data: pd.DataFrame, year: str) -> str:
    """Which place or nationality has the highest figure of a year; two, where the hedges leave it open."""
    names = whats(ledger, cut, about)
    if data.empty:
        noun = "place" if cut.by == "place" else "nationality"
        return shortest(*(not_given(what, noun, year) for what in names))
    named = [(str(row["x"]), told(row)) for row in as_records(data)]
    return shortest(*(highest_on_map(what, year, named) for what in names))


def _held_words(ledger: Ledger, cut: Cut) -> list[str]:
    words = []
    if cut.by == "origin":
        words.append(names_of(ledger, "place").get(cut.place, cut.place))
    elif cut.origin != "all":
        words.append(names_of(ledger, "origin").get(cut.origin, cut.origin))
    if cut.group != "total":
        words.append(group_name(cut.group).lower())
    return [word for word in words if word]


def _caveats(ledger: Ledger, cut: Cut, rows: pd.DataFrame) -> tuple[str, ...]:
    found = []
    names = names_of(ledger, cut.by)
    drawn = set(rows[cut.by].astype(str))
    left = [names.get(value, value) for value in held(ledger, cut)[cut.by].astype(str).unique() if value not in drawn]
    if left:
        more = [f"{len(left) - 3} more"] if len(left) > 3 else []
        found.append(f"Not on the map, so that no whole stands beside its part: {join_words([*left[:3], *more])}.")
    return tuple(found)
