"""Charts of the overview: camps and prisons on one map, what changed most in a year, what happened last."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import isinf

import pandas as pd

from analysis import Change, Figure, change_since, headline, newest_publication, select, series, standing
from analysis.listed import headlines, statements_of
from analysis.sites import with_role
from analysis.vocabulary import Hedge, event_hues
from analysis.words import WORKED_OUT, Fact, Telling, Told, capital, date_text, is_old, month_text, said
from analysis.words.grammar import shortest
from analysis.words.measures import or_none
from charts import takeaway
from charts.catalog import chart
from charts.common import (
    as_of,
    camp_sentence,
    event_points,
    event_sentence,
    map_sentence,
    short_names,
    stock,
    with_position,
)
from charts.map_places import aged_words, zero_words
from charts.spec import ChartSpec, MapView, empty_points, points
from charts.tiles import Tile, listed_tiles
from charts.views.campaign import of_presented
from charts.views.coalition.meetings import turn_of_mission
from charts.views.detention.held import held_and_moved
from loaders import Ledger
from loaders.frames import texts

CAMP = "camp_population"
_MONTHS = 12
_MAP_DAYS = 3 * 366


@lru_cache(maxsize=16)
def communique(ledger: Ledger) -> pd.DataFrame:
    """What the Coalition's ministers last stated, one row a figure of all people or all partners."""
    rows = ledger.observations
    return headline(ledger, of_presented(ledger, "ministers", rows[rows["group"] == "total"]))


@chart("overview.map")
def places_map(ledger: Ledger) -> ChartSpec:
    """Camps and detention facilities with their newest figures."""
    end = newest_publication(ledger)
    frames = []
    for indicator, kind, name in (
        ("camp_population", "camp", "Camps"),
        ("detainees_held", "detention_facility", "Detention facilities"),
    ):
        rows = select(ledger, indicator, origin=("all", "irq"), group=("total", "men"))
        rows = rows[rows["place_kind"] == kind]
        held = as_of(ledger, rows, end, most_days=_MAP_DAYS)
        # One circle a place: everyone before Iraqis alone or men alone, then the newest.
        held = held.assign(_whole=(held["origin"] == "all").astype(int) + (held["group"] == "total").astype(int))
        held = held.sort_values(["_whole", "period_end"], kind="stable").groupby("place", observed=True).tail(1)
        # The people of an annex are counted in its camp.
        held = held[~held["place"].isin(with_role(ledger, "annex"))]
        label = held["place"].astype(str).map(short_names(ledger))
        frames.append(points(held, series=name, x=label) if len(held) else empty_points())
    data = with_position(ledger, pd.concat(frames, ignore_index=True))
    return ChartSpec(
        name="overview.map",
        title=map_sentence(ledger, data[data["series"] == "Camps"]),
        subtitle="People in each camp and prison: the newest figure not older than three years" + _dates(data),
        mark="map",
        data=data,
        unit="persons",
        colours={"Camps": "camp", "Detention facilities": "detention_facility"},
        map=MapView(
            (37.0, 30.2, 47.6, 38.4),
            circle_label="People held",
            zeros=zero_words(ledger, data, end),
            aged=aged_words(ledger, data),
        ),
    )


def _dates(data: pd.DataFrame) -> str:
    """From when to when the figures of a map are: one date would be that of the newest alone."""
    days = data["period_end"].dropna()
    return f", as of {month_text(days.min())} to {month_text(days.max())}" if len(days) else ""


@chart("overview.changes")
def changes(ledger: Ledger) -> ChartSpec:
    """How far each headline series moved in the last twelve months of its own data."""
    records = []
    ways: dict[str, str] = {}
    for item in (one for one in headlines(ledger) if one.changes):
        rows = series(ledger, statements_of(ledger, item))
        moved = change_since(rows, _MONTHS)
        stock = len(rows) and str(rows["kind"].iloc[0]) == "stock"
        if moved is None or not stock or pd.isna(moved.share) or not moved.share or not moved.certain:
            continue
        # What an event has ended or overtaken did not change by what it was last counted at.
        if not standing(ledger, rows.iloc[-1]).holds and rows.iloc[-1]["value"] > 0:
            continue
        last = points(rows.tail(1), series="fell" if moved.share < 0 else "rose").iloc[0].to_dict()
        sign = "−" if moved.share < 0 else "+"
        before, now = (date_text(d) for d in (moved.before_date, moved.now_date))
        after = or_none(moved.now.text, Told(moved.now, moved.now_date), str(last["unit"]))
        told = f"from {moved.before.text} ({before}) to {after} ({now})"
        size = _size_of(moved)
        records.append(
            last
            | {
                "x": item.label,
                "value": size.value,
                "low": size.low,
                "high": size.high,
                "qualifier": size.qualifier,
                "unit": "percent",
                "basis": "change",
                "text": _told(size, sign),
                "note": told,
            }
        )
        ways[item.label] = _change(item.label, moved, rows.iloc[-1])
    data = pd.DataFrame(records).sort_values("value", ascending=False, kind="stable") if records else empty_points()
    data = data.reset_index(drop=True)
    return ChartSpec(
        name="overview.changes",
        title=_moved_most(data, ways),
        subtitle=f"How far each headline figure {_ways(data)} within about a year, percent",
        mark="bar",
        data=data,
        unit="percent",
        x_kind="category",
        colours={"fell": "blue", "rose": "orange"},
        caveats=(
            "Each series ends on its own date; running totals and series without a figure a year before it are out.",
        ),
        empty="No headline series has a figure about a year before its newest.",
    )


def _change(label: str, moved: Change, last: pd.Series) -> str:
    """`people in al-Hol, from 37,363 in Feb 2025 to none in Feb 2026`."""
    precision = str(last["date_precision"])
    now = Told(moved.now, moved.now_date, precision)
    none = moved.now.value == 0
    label = label if label[:3].isupper() or label[:2] in ("US", "IDP") else label[:1].lower() + label[1:]
    before = f"from {said(moved.before)} in {month_text(moved.before_date)}"
    text = f"{label}, {before} to {'none' if none else now.said} in {now.month}"
    # What is drawn is the size of the change, so that no row holds its ends.
    return Telling(text, *([WORKED_OUT] if none else [WORKED_OUT, WORKED_OUT]))


def _moved_most(data: pd.DataFrame, ways: Mapping[str, str]) -> str:
    """The largest change: `People in al-Hol: none by 22 Feb 2026, down from 37,363 in Feb 2025`."""
    if data.empty:
        return "No figure can be compared with one of a year before"
    top = data.iloc[0]
    way = ways[str(top["x"])]
    return Telling(shortest(f"The largest change in a year: {way}", capital(way)), way, Fact(top))


def _ways(data: pd.DataFrame) -> str:
    """`fell`, `rose` or `fell or rose`: bars are as long as the change is large, whichever way it went."""
    return " or ".join(sorted(set(texts(data["series"])))) or "changed"


def _size_of(moved: Change) -> Figure:
    """How far a series moved, in percent of its earlier figure, with the bounds that both statements allow."""
    value, nothing = round(abs(moved.share) * 100, 1), float("nan")
    low, high = sorted(round(abs(end) * 100, 1) for end in moved.share_bounds)
    # Where nobody is left all have gone, however roughly that was counted.
    if not moved.hedged or moved.now.value == 0:
        return Figure(value, nothing, nothing, "exact", "percent")
    one_way = moved.share_bounds[0] * moved.share_bounds[1] > 0
    if one_way and not isinf(high) and low < high:
        return Figure(value, low, high, "about" if moved.vague else "range", "percent")
    if one_way and isinf(high):
        return Figure(low, nothing, nothing, "at_least", "percent")
    return Figure(value, nothing, nothing, "about", "percent")


def _told(size: Figure, sign: str) -> str:
    """`−34%`, `about +5%`, `at least +20%`, `−31% to −34%`."""
    if size.qualifier == "range":
        return f"{sign}{size.low:.0f}% to {sign}{size.high:.0f}%"
    hedge = Hedge(size.qualifier).prefix
    return f"{hedge}{sign}{size.value:.0f}%"


@chart("overview.events")
def events(ledger: Ledger) -> ChartSpec:
    """Events of the last twelve months of the ledger, in lanes."""
    last = ledger.events["date"].max()
    rows = ledger.events[ledger.events["date"] > last - pd.DateOffset(months=_MONTHS)]
    old = pd.notna(last) and is_old(last, ledger.today)
    data = event_points(rows)
    newest = rows.sort_values(["date", "line"]).iloc[-1] if len(rows) else None
    return ChartSpec(
        name="overview.events",
        title=event_sentence(newest) if newest is not None else "No event is known",
        subtitle=f"Events in the twelve months to {date_text(last)}{', the last known ones' if old else ''}"
        if len(rows)
        else "Events of the last twelve months",
        mark="timeline",
        data=data,
        unit="",
        colours=event_hues(texts(ledger.events["category"])),
    )


@takeaway.sentence("overview")
def sentence(ledger: Ledger) -> str:
    """The camp that everyone asks after, the detainees, and what has become of the mission."""
    camps = [one.place for one in headlines(ledger) if one.on_overview and one.indicator == CAMP]
    told_of = [camp_sentence(ledger, short_names(ledger).get(one, one), stock(ledger, CAMP, one)) for one in camps[:1]]
    return takeaway.spoken(*told_of, *held_and_moved(ledger), turn_of_mission(ledger))


@takeaway.tiles("overview")
def tiles(ledger: Ledger) -> list[Tile | None]:
    """The newest figure of each headline series that is listed for it."""
    return listed_tiles(ledger, [one for one in headlines(ledger) if one.on_overview])
