"""Charts of refugees: Syrians and Iraqis by host country, returns from abroad since December 2024, intentions."""

from __future__ import annotations

import pandas as pd

from analysis import figure_of, headline, join_words, select
from analysis.running import rising
from analysis.words import date_text, period_text
from charts import deck
from charts.catalog import chart
from charts.common import headline_rows, series_points, short_names, trend
from charts.spec import ChartSpec, MapView, empty_points, points
from charts.views.displacement_syria import governorate_areas
from charts.views.returns_syria import SYRIA
from loaders import Ledger

HOSTS = ("turkiye", "lebanon", "jordan", "iraq", "egypt")
_HUES = {"turkiye": "turkiye", "lebanon": "lebanon", "jordan": "jordan", "iraq": "iraq", "egypt": "egypt"}


def _host_colours(ledger: Ledger) -> dict[str, str]:
    names = short_names(ledger)
    return {names.get(host, host): hue for host, hue in _HUES.items()}


def _by_host(ledger: Ledger, indicator: str, most: int) -> tuple[pd.DataFrame, list[str]]:
    """Year-end headline points of the `most` hosts with the highest figures, and their names, largest first."""
    rows = select(ledger, indicator)
    rows = rows.loc[(rows["place_kind"].astype(str) == "country") & (rows["period_end"].dt.month == 12)]
    place = rows["place"].astype(str)
    top = rows.groupby(place)["value"].max().sort_values(ascending=False).head(most).index
    names = short_names(ledger)
    data = series_points(ledger, rows.loc[place.isin(top)], "place", names, roles=False)
    return data, [names.get(host, host) for host in top]


def _refugees(ledger: Ledger, indicator: str, people: str, name: str) -> ChartSpec:
    data, order = _by_host(ledger, indicator, 6)
    whole = headline_rows(series_points(ledger, select(ledger, indicator, place="world"), "place"))
    title = trend(f"{people} refugees in all countries", whole) if len(whole) else f"{people} refugees by host"
    return ChartSpec(
        name=name,
        title=title,
        subtitle=f"{people} refugees in the six hosts with the highest figures, end of year, people, one scale",
        mark="line",
        data=data,
        unit="persons",
        facet=True,
        colours=dict.fromkeys(order, "syr" if people == "Syrian" else "irq"),
        caveats=("Refugees without asylum-seekers; in Türkiye people under temporary protection.",)
        if people == "Syrian"
        else ("Refugees without asylum-seekers.",),
    )


@chart("displacement.refugees_syrian")
def refugees_syrian(ledger: Ledger) -> ChartSpec:
    """Syrian refugees by host country over time."""
    return _refugees(ledger, "refugees_syrian", "Syrian", "displacement.refugees_syrian")


@chart("displacement.refugees_iraqi")
def refugees_iraqi(ledger: Ledger) -> ChartSpec:
    """Iraqi refugees by host country over time."""
    return _refugees(ledger, "refugees_iraqi", "Iraqi", "displacement.refugees_iraqi")


@chart("displacement.refugees_change")
def refugees_change(ledger: Ledger) -> ChartSpec:
    """Syrian refugees by host country, the newest year-end against the one before."""
    rows = select(ledger, "refugees_syrian")
    rows = rows.loc[(rows["place_kind"].astype(str) == "country") & (rows["date_precision"].astype(str) == "year")]
    ends = sorted(rows["period_end"].unique())[-2:]
    names = short_names(ledger)
    marked = headline(ledger, rows.loc[rows["period_end"].isin(ends)])
    marked = marked.loc[marked["role"] == "headline"]
    data = (
        points(
            marked, series="End of " + marked["period_end"].dt.strftime("%Y"), x=marked["place"].astype(str).map(names)
        )
        if len(marked)
        else empty_points()
    )
    if len(data):
        size = data.groupby("x")["value"].max()
        data = (
            data.assign(_at=-data["x"].map(size))
            .sort_values(["_at", "period_end"], kind="stable")
            .drop(columns="_at")
            .reset_index(drop=True)
        )
    wide = data.pivot_table(index="x", columns="period_end", values="value").dropna() if len(data) else pd.DataFrame()
    title = "Syrian refugees by host country"
    if wide.shape[1] == 2:
        host = (wide.iloc[:, 1] - wide.iloc[:, 0]).idxmin()
        pair = data.loc[data["x"] == host].sort_values("period_end")
        first, last = pair.iloc[0], pair.iloc[1]
        title = (
            f"The largest fall is in {host}: from {first['text']} at the end of {first['period_end']:%Y} "
            f"to {last['text']} a year later"
        )
    years = list(dict.fromkeys(data.sort_values("period_end")["series"])) if len(data) else []
    return ChartSpec(
        name="displacement.refugees_change",
        title=title,
        subtitle="Syrian refugees by host country at the end of the year, people",
        mark="dumbbell",
        data=data,
        unit="persons",
        x_kind="category",
        colours=dict(zip(years, ("grey", "syr"), strict=False)),
    )


def _since(data: pd.DataFrame) -> str:
    """` since 8 Dec 2024`: the day from which most of the drawn running totals count."""
    starts = data["period_start"].dropna()
    return f" since {date_text(starts.mode().min())}" if len(starts) else ""


@chart("displacement.from_abroad")
def from_abroad(ledger: Ledger) -> ChartSpec:
    """Syrians who crossed back into Syria since 8 December 2024, running total."""
    rows = select(ledger, "returnees_syria_from_abroad", place="syria")
    marked = rising(ledger, rows).sort_values(["period_end", "line"], kind="stable")
    data = points(marked, series="Returned from abroad") if len(marked) else empty_points()
    lead = headline_rows(data)
    return ChartSpec(
        name="displacement.from_abroad",
        title=trend(f"Syrians back from abroad{_since(data)}", lead, "people"),
        subtitle="Running total of Syrians who crossed back into Syria since the fall of the Assad government",
        mark="step",
        data=data,
        unit="persons",
        colours={"Returned from abroad": "syr"},
        caveats=("Statements that would make the total fall are light marks: they count otherwise.",),
        height=380,
    )


@chart("displacement.from_hosts")
def from_hosts(ledger: Ledger) -> ChartSpec:
    """Syrians who went back since December 2024 by host country, running totals."""
    names = short_names(ledger)
    frames = []
    for host in HOSTS:
        rows = select(ledger, "returnees_syria_from_abroad_by_host", place=host)
        if len(rows):
            marked = rising(ledger, rows).sort_values(["period_end", "line"], kind="stable")
            frames.append(points(marked, series=names.get(host, host)))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    newest = (
        headline_rows(data).groupby("series", sort=False).tail(1).sort_values("value", ascending=False)
        if len(data)
        else data
    )
    listed = join_words(
        [
            f"{r['series']} ({r['text']}, {date_text(r['period_end'], str(r['date_precision']))})"
            for r in newest.head(3).to_dict("records")
        ]
    )
    return ChartSpec(
        name="displacement.from_hosts",
        title=f"Most go back from {listed}" if listed else "Returns by host country",
        subtitle=f"Running total of Syrians who went back{_since(data)}, by host country, one scale",
        mark="step",
        data=data,
        unit="persons",
        facet=True,
        colours=_host_colours(ledger),
        caveats=(
            "Governments count all Syrians who cross, UNHCR the registered refugees: the counts of one country differ.",
        ),
    )


@chart("displacement.destinations")
def destinations(ledger: Ledger) -> ChartSpec:
    """Syrians back from abroad by governorate of destination, the newest figure of each."""
    rows = headline(ledger, select(ledger, "returnees_syria_from_abroad_destination"))
    rows = rows.loc[(rows["role"] == "headline") & (rows["place_kind"].astype(str) == "admin1")]
    rows = rows.sort_values("period_end", kind="stable").groupby("place", observed=True).tail(1)
    rows = rows.sort_values("value", ascending=False, kind="stable")
    names = short_names(ledger)
    # Totals that start on another day are no part of the comparison: they are named beneath.
    same = rows["period_start"] == rows["period_start"].mode().min()
    apart = [
        f"{names[str(r['place'])]} has only a count with another start: {figure_of(r).text}, "
        f"{period_text(r['period_start'], r['period_end'])}."
        for r in rows.loc[~same].to_dict("records")
    ]
    rows = rows.loc[same]
    data = points(rows, series="Returned", x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    bounds = deck.breaks(data["value"]) if len(data) else ()
    areas = governorate_areas(ledger, data, bounds) if len(data) else None
    if areas is not None:
        areas = areas.assign(
            text=[
                f"{r['text']}, {period_text(r['period_start'], r['period_end'], str(r['date_precision']))}"
                for r in data.to_dict("records")
            ]
        )
    listed = join_words([f"{r['x']} ({r['text']})" for r in data.head(3).to_dict("records")]) if len(data) else ""
    return ChartSpec(
        name="displacement.destinations",
        title=f"Of {len(data)} governorates with a figure, most arrivals are in {listed}" if listed else "Destinations",
        subtitle=f"Running total of arrivals from abroad{_since(data)} by governorate, newest figure of each",
        mark="map",
        data=data,
        unit="persons",
        x_kind="category",
        map=MapView(SYRIA, areas=areas, breaks=bounds, area_label="Arrivals from abroad"),
        caveats=(" ".join(["The counts end on different days; the data give each.", *apart]),),
    )


@chart("displacement.refugee_returns")
def refugee_returns(ledger: Ledger) -> ChartSpec:
    """Refugees who returned in a year, Iraq and Syria, one panel each."""
    rows = select(ledger, "refugee_returns_year", scope=("year_total", "alternative_count"))
    data = series_points(ledger, rows, "place", {"iraq": "To Iraq", "syria": "To Syria"})
    data = data.assign(x=[f"{d:%Y}" for d in data["period_end"]]).sort_values(["x", "series"], kind="stable")
    syria = headline_rows(data, "To Syria")
    best = syria.loc[syria["value"].idxmax()] if len(syria) else None
    before = syria.loc[syria["x"] < best["x"]].tail(1) if best is not None else syria
    title = "Refugees returned by year"
    if best is not None:
        title = f"{best['text']} refugees return to Syria in {best['x']}"
        title += f", after {before.iloc[0]['text']} in {before.iloc[0]['x']}" if len(before) else ""
    return ChartSpec(
        name="displacement.refugee_returns",
        title=title,
        subtitle="Refugees who returned to the country in the calendar year, as UNHCR counts them",
        mark="column",
        data=data.reset_index(drop=True),
        unit="persons",
        x_kind="category",
        colours={"To Syria": "syr", "To Iraq": "irq"},
    )


@chart("displacement.returns_by_host")
def returns_by_host(ledger: Ledger) -> ChartSpec:
    """Syrian refugees who returned in a year by the country that they left, stacked."""
    names = short_names(ledger)
    rows = select(ledger, "refugee_returns_year_by_host", scope="year_total")
    data = series_points(ledger, rows, "place", names, roles=False)
    data = data.assign(x=[f"{d:%Y}" for d in data["period_end"]]).sort_values(["x", "series"], kind="stable")
    title = "Returns by host country"
    if len(data):
        last = data.loc[data["x"] == data["x"].max()].sort_values("value", ascending=False)
        listed = join_words([f"{r['series']} ({r['text']})" for r in last.head(3).to_dict("records")])
        title = f"In {last.iloc[0]['x']} most Syrian refugees return from {listed}"
    return ChartSpec(
        name="displacement.returns_by_host",
        title=title,
        subtitle="Syrian refugees who returned in the calendar year by host country, people",
        mark="stacked",
        data=data.reset_index(drop=True),
        unit="persons",
        x_kind="category",
        colours=_host_colours(ledger),
        caveats=("Years without a figure for a host are not zero.",),
    )


@chart("displacement.intentions")
def intentions(ledger: Ledger) -> ChartSpec:
    """Share of Syrian refugees and displaced people who intend or hope to return."""
    wanted = {
        "return_intention_share": "Intend within a year", "no_return_intention_share": "Do not intend within a year",
        "return_hope_share": "Hope one day",
    }  # fmt: skip
    rows = select(ledger, tuple(wanted), place="egypt-iraq-jordan-lebanon")
    data = series_points(ledger, rows, "indicator", wanted)
    lead = headline_rows(data, "Intend within a year")
    return ChartSpec(
        name="displacement.intentions",
        title=trend("Syrian refugees who intend to return within a year", lead)
        if len(lead)
        else "Intentions to return",
        subtitle="Percent of Syrian refugees surveyed in Egypt, Iraq, Jordan and Lebanon",
        mark="dots",
        data=data,
        unit="percent",
        colours={"Intend within a year": "blue", "Hope one day": "teal", "Do not intend within a year": "rose"},
    )


@chart("displacement.intentions_by_host")
def intentions_by_host(ledger: Ledger) -> ChartSpec:
    """Share who intend to return within a year by where they were asked, the newest survey of each."""
    rows = headline(ledger, select(ledger, "return_intention_share"))
    rows = rows.loc[rows["role"] == "headline"].sort_values("period_end", kind="stable")
    rows = rows.groupby("place", observed=True).tail(1).sort_values("value", ascending=False, kind="stable")
    names = short_names(ledger)
    label = [f"{names[str(r['place'])]}, {date_text(r['period_end'], 'month')}" for r in rows.to_dict("records")]
    data = (
        points(rows, series="Intend to return", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    top = data.iloc[0] if len(data) else None
    return ChartSpec(
        name="displacement.intentions_by_host",
        title=f"{top['text']} intend to return within a year in {top['place_name']}, the highest of {len(data)} "
        f"surveys ({date_text(top['period_end'], str(top['date_precision']))})"
        if top is not None
        else "Intentions by host",
        subtitle="Percent of those surveyed who intend to return within 12 months, newest survey of each place",
        mark="bar",
        data=data,
        unit="percent",
        x_kind="category",
        colours={"Intend to return": "syr"},
        caveats=("Northeast Syria: displaced people in camps; elsewhere refugees.",),
    )
