"""Where people are held: prisons on the map, in a list, and who held them from when to when."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import select
from analysis.vocabulary import holder_hues
from analysis.words import Telling, date_text, span_text, verb
from analysis.words.grammar import keeping
from charts.catalog import chart
from charts.common import (
    GROUPS,
    as_of,
    custody_points,
    custody_sentence,
    past,
    series_points,
    span_told,
    told,
    with_position,
)
from charts.map_places import aged_words, earlier_day, zero_words
from charts.markers import event_markers
from charts.spec import ChartSpec, MapView, empty_points, points
from charts.views.detention.held import AREA, GROUP_ORDER, HELD, plain_name, plain_names
from loaders import Ledger
from loaders.frames import row_of_max, texts

REGION = (37.4, 30.6, 46.9, 38.3)


def facility_days(ledger: Ledger) -> tuple[str, ...]:
    """Dates of the map's slider: every date with a figure of a facility or a change of custody, oldest first."""
    held_at = ledger.custody[ledger.custody["place_kind"] == "detention_facility"]
    ends = facility_rows(ledger)["period_end"].dropna()
    changes = pd.concat([held_at["start"], held_at["end"]]).dropna()
    dates = pd.concat([ends, changes[changes >= ends.min()]])
    return tuple(dates.drop_duplicates().sort_values().dt.strftime("%Y-%m-%d"))


def facility_rows(ledger: Ledger) -> pd.DataFrame:
    """Observations of people held in single prisons, by nationality as a whole."""
    aggregates = tuple(texts(ledger.origins.loc[ledger.origins["kind"] == "aggregate", "origin"]))
    rows = select(ledger, (HELD, "terrorism_convicts_held"), origin=aggregates, group=GROUP_ORDER)
    return rows[rows["place_kind"] == "detention_facility"]


@chart("detention.map", lambda ledger: {"day": facility_days(ledger) or ("",)})
def facility_map(ledger: Ledger, day: str = "") -> ChartSpec:
    """Facilities as circles at a date: the newest figure not older than a year, or a small mark without figure."""
    date = pd.Timestamp(day or max(facility_days(ledger), default=ledger.sources["published"].max()))
    found = as_of(ledger, facility_rows(ledger), date)
    rank = found["group"].astype(str).map({g: i for i, g in enumerate(GROUP_ORDER)})
    found = found.assign(_rank=rank).sort_values(["_rank", "period_end"], ascending=[True, False], kind="stable")
    found = found.drop_duplicates("place")
    names = plain_names(ledger)
    kinds = {HELD: "ISIS suspects held", "terrorism_convicts_held": "terrorism convicts held"}
    label = found["place"].astype(str).map(names)
    group = found["group"].astype(str).map(lambda g: "" if g == "total" else f", {GROUPS[g]}")
    figured = (
        points(found, series=found["indicator"].astype(str).map(kinds), x=label + group)
        if len(found)
        else empty_points()
    )
    silent = _without_figure(ledger, date, set(texts(figured["place"])), names)
    parts = [part for part in (figured, silent) if len(part)]
    data = pd.concat(parts, ignore_index=True) if parts else empty_points()
    data = with_position(ledger, data) if len(data) else data
    held_here = figured[figured["series"] == kinds[HELD]] if len(figured) else figured
    return ChartSpec(
        name="detention.map",
        title=_facility_sentence(ledger, held_here, names),
        subtitle=f"People held in single facilities on {date_text(date)}: the newest figure not older than a year then",
        mark="map",
        data=data,
        unit="persons",
        colours={kinds[HELD]: "detention_facility", "terrorism convicts held": "purple", _SILENT: "grey"},
        map=MapView(
            REGION,
            circle_label="People held",
            zeros=zero_words(ledger, figured, date),
            aged=aged_words(ledger, figured, earlier_day(day, facility_days(ledger))),
        ),
        caveats=("Facilities of one town are drawn side by side. Most prisons have no figure of their own.",),
    )


def _facility_sentence(ledger: Ledger, held_here: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Which prison held the most of those counted: `Panorama prison held 4,500 men (reported 1 Mar 2025)`."""
    if held_here.empty:
        return "No prison was counted in the year before this date"
    top = row_of_max(held_here, "value")
    who = "people" if str(top["group"]) == "total" else GROUPS[str(top["group"])]
    now = told(top)
    figure = f"{now.said} {who} ({now.dated})"
    name = names[str(top["place"])]
    most = "" if len(held_here) == 1 else " the most of the prisons counted:"
    return Telling(f"{name} {verb('hold', past=past(ledger, top))}{most} {figure}", now)


_SILENT = "no figure in the year before"


def _without_figure(ledger: Ledger, date: pd.Timestamp, known: set[str], names: Mapping[str, str]) -> pd.DataFrame:
    """Facilities whose custody is recorded for the date and that have no figure, one row each, from custody.csv."""
    rows = custody_points(ledger, "detention_facility")
    begin, end = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
    there = (begin.isna() | (begin <= date)) & (end.isna() | (end > date)) & ~rows["place"].isin(known)
    kept = rows.loc[there].drop_duplicates("place", keep="last")
    text = kept["title"].astype(str).map(lambda holder: f"no figure; held by {holder}")
    return kept.assign(
        series=_SILENT, x=kept["place"].astype(str).map(names), text=text, unit="persons", indicator="", group=""
    )


@chart("detention.facilities")
def facilities(ledger: Ledger) -> ChartSpec:
    """How many facilities there are: every count."""
    data = series_points(
        ledger, select(ledger, "detention_facilities", place=AREA), "indicator", {"detention_facilities": "Facilities"}
    )
    used = data[data["role"] != "kept_out"] if len(data) else data
    title = "No source counts the prisons of Northeast Syria"
    if len(used):
        span = span_told(used)
        when = span_text(used["period_end"].min(), used["period_end"].max())
        title = keeping(f"Sources counted {span} sites that held ISIS suspects ({when})", span)
    return ChartSpec(
        name="detention.facilities",
        title=title,
        subtitle="Sites holding ISIS suspects in Northeast Syria by one source each: prisons alone, or every site",
        mark="dots",
        data=data,
        unit="facilities",
        colours={"Facilities": "orange"},
        markers=event_markers(ledger, data),
    )


@chart("detention.custody")
def custody(ledger: Ledger) -> ChartSpec:
    """Who holds each facility, from when to when."""
    data = custody_points(ledger, "detention_facility")
    data = data.assign(x=data["x"].astype(str).map(plain_name)) if len(data) else data
    return ChartSpec(
        name="detention.custody",
        title=custody_sentence(data, "prison"),
        subtitle="Holder of each facility over time; hatched where the start or end is not known",
        mark="spans",
        data=data,
        unit="",
        colours=holder_hues(texts(ledger.custody["holder_kind"])),
        empty="No custody of a detention facility is recorded.",
    )
