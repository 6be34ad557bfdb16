"""Charts of the Syrians' way home from the camps: groups one by one, destinations, totals, trips, and flows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import Figure, by_period, countable, figure_of, headline, reported_sum, select
from analysis.select import oldest_first
from analysis.sites import spoken
from analysis.words import Telling, by, capital, date_text, had_by, month_text
from charts import maps
from charts.catalog import chart
from charts.common import each_apart, headline_rows, place_hues, place_names, short_names, told, when
from charts.later import with_later
from charts.spec import ChartSpec, MapView, added, empty_points, points
from charts.views.returns.iraqis import COUNTS, added_batches, centre, left_camp, unit_of
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

SYRIA = (35.3, 32.2, 42.6, 37.5)
ROUTES = (36.4, 33.4, 44.4, 37.6)
ALL = "all"
_PART = "A sum is at least the whole: journeys without a count or a destination are missing."


def camps_left(ledger: Ledger) -> tuple[str, ...]:
    """Camps that Syrians left in organised groups, the most documented first, after `all`."""
    rows = select(ledger, "syrian_returns", group=None, scope="event")
    return (ALL, *rows["place"].astype(str).value_counts().loc[lambda n: n > 0].index)


@lru_cache(maxsize=16)
def years_left(ledger: Ledger) -> tuple[str, ...]:
    """Years in which Syrians reached a destination, oldest first, after `all`."""
    rows = select(ledger, "syrian_returns_to", group=("total", "households"))
    return (ALL, *(str(year) for year in sorted(rows["period_end"].dt.year.unique())))


def _count_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"count": tuple(COUNTS)}


def _destination_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"count": tuple(COUNTS), "year": years_left(ledger)}


def camp_of_event(ledger: Ledger) -> dict[str, str]:
    """Event id to the camp that the group left."""
    rows = select(ledger, "syrian_returns", group=None)
    rows = rows[rows["event"] != ""]
    return dict(zip(texts(rows["event"]), texts(rows["place"]), strict=True))


def _summed(years: pd.DataFrame) -> dict[str, object]:
    """One row of several years, with the statements of all of them, as `charts.spec.added` takes it."""
    figure: Figure = reported_sum(figure_of(row) for row in as_records(years))
    rows = tuple(index for each in years["rows"] for index in each)
    return {
        "period_start": years["period_start"].min(),
        "period_end": years["period_end"].max(),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "basis": "events",
        "parts": len(rows),
        "rows": rows,
    }


@lru_cache(maxsize=32)
def destinations(ledger: Ledger, count: str, year: str = ALL, by: str = "place") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Syrians who reached each destination, added over years by the rule of `analysis.by_period`.

    `by` is `place` (as stated), `governorate`, or `route` (camp and governorate). Returns the sums, one row a value
    of `by`, the destination in column `to` and the camp of a route in `camp`, and the statements they were made of.
    """
    rows = countable(ledger, headline(ledger, select(ledger, "syrian_returns_to", group=count)))
    parent = dict(zip(texts(ledger.places["place"]), texts(ledger.places["parent"]), strict=True))
    city = rows["place_kind"] != "admin1"
    place = rows["place"].astype(str)
    governorate = place.mask(city, place.map(parent))
    camps = camp_of_event(ledger)
    camp = rows["event"].astype(str).map(camps)
    # A stated total of a year has no event of its own: it is of the camp whose journeys of that year it contains.
    known = camp.groupby([governorate, rows["period_end"].dt.year]).transform(
        lambda c: c.dropna().iloc[0] if c.notna().any() else ""
    )
    keys = {"place": (place,), "governorate": (governorate,), "route": (governorate, camp.fillna(known))}[by]
    out = []
    for found, part in rows.groupby(list(keys), sort=False):
        years = by_period(ledger, part)
        if year != ALL:
            years = years[years["period_end"].dt.year == int(year)]
        if len(years):
            out.append(dict(zip(("to", "camp"), found, strict=False)) | _summed(years))
    sums = pd.DataFrame(out)
    return (
        sums.sort_values("value", ascending=False, kind="stable").reset_index(drop=True) if len(sums) else sums
    ), rows


def _span(year: str, ledger: Ledger) -> str:
    years = years_left(ledger)
    return f"in {year}" if year != ALL else f"from {years[1]} to {years[-1]}" if len(years) > 1 else ""


def _reached(ledger: Ledger, sums: pd.DataFrame, rows: pd.DataFrame, series: str, x: pd.Series) -> pd.DataFrame:
    """Sums of `destinations` as drawn points that name the whole destination, whatever town was stated."""
    names = place_names(ledger)
    data = added(sums, rows, series=series, x=x, note="Sum of {n} reported journeys and totals")
    return data.assign(place=sums["to"].tolist(), place_name=[names[one] for one in sums["to"]])


@chart("returns.destinations", _destination_option)
def by_destination(ledger: Ledger, count: str = "total", year: str = ALL) -> ChartSpec:
    """Syrians home from the camps by destination as stated."""
    sums, rows = destinations(ledger, count, year)
    names = short_names(ledger)
    data = _reached(ledger, sums, rows, "Returned", sums["to"].map(names)) if len(sums) else empty_points()
    top = data.iloc[0] if len(data) else None
    return ChartSpec(
        name="returns.destinations",
        title=_went_home(top, count, _span(year, ledger)),
        subtitle=f"{COUNTS[count].capitalize()} who left a camp for the place, sum of the reported journeys "
        "(or the total that a source states for the year)",
        mark="bar",
        data=data,
        unit=unit_of(count),
        x_kind="category",
        colours={"Returned": "syr"},
        caveats=(_PART,),
    )


def _syrian(count: str) -> str:
    return "Syrian households" if count == "households" else "Syrians"


def _went_home(top: pd.Series | None, count: str, span: str, kind: str = "one place") -> str:
    """`At least 7,401 Syrians went home to Deir-ez-Zor from 2019 to 2025, the most to any one place`."""
    if top is None:
        return f"No source counts the {_syrian(count)} by destination"
    went = f"{capital(told(top).said)} {_syrian(count)} went home to {top['x']} {span}"
    return Telling(f"{went}, the most to any {kind}", told(top))


@chart("returns.destination_map", _destination_option)
def destination_map(ledger: Ledger, count: str = "total", year: str = ALL) -> ChartSpec:
    """Syrians home from the camps by governorate of destination, as filled areas."""
    sums, rows = destinations(ledger, count, year, "governorate")
    names = short_names(ledger)
    data = _reached(ledger, sums, rows, "Returned", sums["to"].map(names)) if len(sums) else empty_points()
    areas: pd.DataFrame | None = None
    bounds: tuple[float, ...] = ()
    if len(data):
        iso = dict(zip(texts(ledger.places["place"]), texts(ledger.places["iso_3166_2"]), strict=True))
        bounds = maps.breaks(data["value"])
        areas = pd.DataFrame(
            {
                "iso": sums["to"].map(iso),
                "name": data["x"],
                "value": data["value"],
                "text": data["text"],
                "klass": [maps.klass(v, bounds) for v in data["value"]],
            }
        )
    return ChartSpec(
        name="returns.destination_map",
        title=_went_home(data.iloc[0] if len(data) else None, count, _span(year, ledger), "governorate"),
        subtitle=f"{COUNTS[count].capitalize()} who left a camp for the governorate {_span(year, ledger)}; "
        "cities count with their governorate",
        mark="map",
        data=data,
        unit=unit_of(count),
        x_kind="category",
        map=MapView(SYRIA, areas=areas, breaks=bounds, area_label=f"{COUNTS[count].capitalize()} returned"),
        caveats=(_PART,),
        empty="No journey to a named governorate is known for this year.",
    )


@chart("returns.flows", _count_option)
def flows(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Who goes where: Iraqis from al-Hol to Jeddah-1, Syrians from each camp to governorates, as arcs."""
    names = short_names(ledger)
    at = ledger.places.assign(place=ledger.places["place"].astype(str)).set_index("place")[["lon", "lat", "kind"]]
    sums, rows = destinations(ledger, count, by="route")
    frames, ends = [], []
    batches, left, middle = added_batches(ledger, count), left_camp(ledger), centre(ledger)
    if len(batches) and middle:
        one = pd.DataFrame([_summed(by_period(ledger, batches))])
        route = pd.Series([f"{names[left]} to {names[middle]}"])
        frames.append(added(one, batches, series="Iraqis", x=route, note="Sum of {n} reported batches"))
        ends.append((left, middle))
    for position in range(len(sums)):
        camp, governorate = str(sums["camp"].iloc[position]), str(sums["to"].iloc[position])
        if camp not in at.index:
            continue
        route = pd.Series([f"{names[camp]} to {names[governorate]}"])
        one = sums.iloc[[position]]
        frames.append(_reached(ledger, one, rows, "Syrians", route))
        ends.append((camp, governorate))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    arcs = None
    if len(data):
        arcs = pd.DataFrame(
            {
                "lon0": [at.loc[a, "lon"] for a, _ in ends],
                "lat0": [at.loc[a, "lat"] for a, _ in ends],
                "lon1": [at.loc[b, "lon"] for _, b in ends],
                "lat1": [at.loc[b, "lat"] for _, b in ends],
                "value": data["value"],
                "text": data["text"],
                "name": data["x"],
                "series": data["series"].map({"Iraqis": "irq", "Syrians": "syr"}),
                "start_name": [names[a] for a, _ in ends],
                "end_name": [names[b] for _, b in ends],
                "start_kind": [at.loc[a, "kind"] for a, _ in ends],
                "end_kind": [at.loc[b, "kind"] for _, b in ends],
            }
        )
    title = f"No source counts journeys from the camps in {COUNTS[count]}"
    for series, who in (
        ("Iraqis", "Iraqi households" if count == "households" else "Iraqis"),
        ("Syrians", _syrian(count)),
    ):
        rows = data[data["series"] == series]
        if len(rows):
            most = row_of_max(rows, "value")
            until = by(most["as_of"], str(most["as_of_precision"]))
            title = Telling(f"{capital(told(most).said)} {who} had gone from {most['x']} {until}", told(most))
            break
    return ChartSpec(
        name="returns.flows",
        title=title,
        subtitle=f"{COUNTS[count].capitalize()} in the reported journeys, from camp to where they go, all years",
        mark="map",
        data=data,
        unit=unit_of(count),
        x_kind="category",
        colours={"Iraqis": "irq", "Syrians": "syr"},
        map=MapView(ROUTES, arcs=arcs),
        caveats=(f"Iraqi batches are drawn to {spoken(ledger, middle)}, where the programme takes them. {_PART}",),
    )


@chart("returns.syrian_groups", lambda ledger: {"count": tuple(COUNTS), "camp": camps_left(ledger)})
def groups(ledger: Ledger, count: str = "total", camp: str = ALL) -> ChartSpec:
    """Syrian groups that left the camps, one column each, with the rival counts as light marks."""
    rows = select(ledger, "syrian_returns", group=count, place=None if camp == ALL else camp)
    rows = rows[rows["event"] != ""]
    marked = oldest_first(headline(ledger, rows))
    names = short_names(ledger)
    data = points(marked, series=marked["place"].astype(str).map(names)) if len(marked) else empty_points()
    lead = headline_rows(data)
    top = row_of_max(lead, "value") if len(lead) else None
    return ChartSpec(
        name="returns.syrian_groups",
        title=_largest_group(top, "a camp" if camp == ALL else str(top["series"]), count)
        if top is not None
        else f"No source counts groups of Syrians who left{'' if camp == ALL else ' ' + names.get(camp, camp)}",
        subtitle=f"{COUNTS[count].capitalize()} who left for home areas in one organised group, by camp",
        mark="column",
        data=data,
        unit=unit_of(count),
        colours={names.get(place, place): place_hues(ledger).get(place, place) for place in texts(data["place"])},
        caveats=("A group dated only to a span stands at the end of the span.",),
        empty="No group that left this camp is counted so.",
    )


def _largest_group(top: pd.Series, camp: str, count: str) -> str:
    took = f"took {told(top).said} {COUNTS[count]} home, {when(top)}"
    return Telling(f"The largest group of Syrians to leave {camp} {took}", told(top))


@chart("returns.syrian_totals", _count_option)
def totals(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Stated running totals of Syrians home from the camps, one line for each start of the count."""
    rows = select(ledger, "syrian_returns_cumulative", group=count)
    names = short_names(ledger)
    frames = []
    if len(rows):
        label = [
            f"{names[str(r['place'])].removesuffix(' camp')}, since {date_text(r['period_start'], 'month')}"
            for r in as_records(rows)
        ]
        for name, part in rows.groupby(pd.Series(label, index=rows.index), sort=False):
            marked = oldest_first(headline(ledger, part))
            frames.append(points(marked, series=str(name)))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    lead = headline_rows(data)
    top = row_of_max(lead, "value") if len(lead) else None
    return ChartSpec(
        name="returns.syrian_totals",
        title=with_later(had_by(_syrian(count), f"gone home from {names[str(top['place'])]}", told(top)), data)
        if top is not None
        else f"No source states a total of {_syrian(count)} who went home from the camps",
        subtitle=f"Running totals of {COUNTS[count]} as stated, by camp and start of the count",
        mark="step",
        data=data,
        unit=unit_of(count),
        caveats=("Totals with different starts are never compared as one series.",),
    )


@chart("returns.syrian_trips")
def trips(ledger: Ledger) -> ChartSpec:
    """Running count of the organised Syrian trips, by camp and start of the count."""
    rows = headline(ledger, select(ledger, "syrian_return_trips"))
    rows = rows.sort_values(["place", "period_start", "period_end", "line"], kind="stable")
    names = short_names(ledger)
    label = [
        f"{names[str(r['place'])].removesuffix(' camp')}, {date_text(r['period_start'], 'month')} "
        f"to {date_text(r['period_end'], str(r['date_precision']))}"
        for r in as_records(rows)
    ]
    data = (
        points(rows, series="Trips", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    data = each_apart(data)
    top = row_of_max(data, "value") if len(data) else None
    return ChartSpec(
        name="returns.syrian_trips",
        title=_most_trips(top, names[str(top["place"])])
        if top is not None
        else "No source counts the trips of Syrians from the camps",
        subtitle="Organised trips out of the camp since the start that the source counts from",
        mark="bar",
        data=data,
        unit="trips",
        x_kind="category",
        colours={"Trips": "syr"},
        caveats=("The counts overlap; they are never added.",),
    )


def _most_trips(top: pd.Series, camp: str) -> str:
    months = f"from {month_text(top['period_start'])} to {month_text(top['period_end'])}"
    return Telling(f"{capital(told(top).said)} trips took Syrians home from {camp} {months}", told(top))
