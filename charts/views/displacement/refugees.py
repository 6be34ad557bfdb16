"""Charts of refugees: Syrians and Iraqis by host country, returns from abroad since December 2024, intentions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis import figure_of, headline, select
from analysis.headline import mark
from analysis.sites import most_told
from analysis.words import date_text, on, period_text, total_by
from analysis.words.displaced import (
    Named,
    asked_share,
    came_from,
    done_in,
    moved_most,
    no_figure,
    two_surveys,
    untold,
    went_from,
)
from charts import maps, takeaway
from charts.catalog import chart
from charts.common import (
    each_apart,
    headline_rows,
    past,
    people_sentence,
    place_hues,
    place_names,
    series_points,
    short_names,
    told,
)
from charts.spec import ChartSpec, MapView, empty_points, points
from charts.tiles import Tile, statement, tile
from charts.views.displacement.iraq import iraq_over_time
from charts.views.displacement.rounds import coalition_statement, iraq_places
from charts.views.displacement.syria import governorate_areas, since
from charts.views.returns.syria import SYRIA
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

_ALL = "All countries"
_YEAR = pd.Timedelta(days=366)
_HOPE = "Hope one day"


def _host_colours(ledger: Ledger, hosts: pd.Series) -> dict[str, str]:
    """Hosts have hues of their own (places.csv)."""
    names = short_names(ledger)
    hues = place_hues(ledger)
    return {names.get(host, host): hues.get(host, host) for host in hosts.astype(str).unique()}


def _by_host(ledger: Ledger, indicator: str, most: int) -> tuple[pd.DataFrame, list[str]]:
    """Year-end headline points of all countries together and of the `most` hosts with the highest figures, by name."""
    rows = select(ledger, indicator)
    rows = rows[(rows["period_end"].dt.month == 12) & (rows["period_end"].dt.day == 31)]
    place, kind = rows["place"].astype(str), rows["place_kind"].astype(str)
    countries = rows[kind == "country"].groupby(place)["value"].max().sort_values(ascending=False).head(most).index
    names = short_names(ledger) | dict.fromkeys(place[kind == "world"], _ALL)
    data = series_points(ledger, rows[place.isin(countries) | (kind == "world")], "place", names, roles=False)
    return data, [_ALL, *(names.get(host, host) for host in countries)]


def _refugees(ledger: Ledger, indicator: str, people: str, name: str) -> ChartSpec:
    data, order = _by_host(ledger, indicator, 5)
    whole = headline_rows(data, _ALL)
    title = untold(f"how many {people}s are refugees abroad")
    if len(whole):
        title = people_sentence(ledger, f"{people}s", "refugees abroad", whole)
    elif len(data):
        # Without a total the host with the most is told.
        host = str(row_of_max(data, "value")["series"])
        title = people_sentence(ledger, f"{people}s", f"refugees in {host}", headline_rows(data, host))
    return ChartSpec(
        name=name,
        title=title,
        subtitle=f"{people} refugees, all countries and the five hosts with the most, end of year, people, one scale",
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
    rows = rows[(rows["place_kind"] == "country") & (rows["date_precision"] == "year")]
    ends = sorted(rows["period_end"].unique())[-2:]
    names = short_names(ledger)
    # Year-end statistics are judged among themselves, so that both ends of a host are of one kind.
    marked = mark(ledger, rows[rows["period_end"].isin(ends)])
    marked = marked[marked["role"] == "headline"]
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
    years = list(dict.fromkeys(data.sort_values("period_end")["series"])) if len(data) else []
    return ChartSpec(
        name="displacement.refugees_change",
        title=_change_title(data),
        subtitle="Syrian refugees by host country at the end of the year, people",
        mark="dumbbell",
        data=data,
        unit="persons",
        x_kind="category",
        colours=dict(zip(years, ("grey", "syr"), strict=False)),
    )


def _change_title(data: pd.DataFrame) -> str:
    """The host whose number fell most between the two year-ends, or rose most where none fell."""
    wide = data.pivot_table(index="x", columns="period_end", values="value").dropna() if len(data) else pd.DataFrame()
    if wide.shape[1] < 2 or wide.empty:
        return no_figure("Syrian refugees by host country for two year-ends")
    change = wide.iloc[:, -1] - wide.iloc[:, 0]
    host = str(change.idxmin() if change.min() < 0 else change.idxmax())
    first, last = (told(row) for _, row in data[data["x"] == host].sort_values("period_end").iterrows())
    years = f"in {last.dated}" if last.date.year == first.date.year + 1 else f"from {first.dated} to {last.dated}"
    return moved_most("Syrian refugees", host, first, last, years)


@chart("displacement.from_abroad")
def from_abroad(ledger: Ledger) -> ChartSpec:
    """Syrians who crossed back into Syria since 8 December 2024, running total."""
    rows = select(ledger, "returnees_syria_from_abroad", place="syria")
    data = series_points(ledger, rows, "place", {"syria": "Returned from abroad"})
    lead = headline_rows(data)
    light = (data["role"] == "rival").any()
    return ChartSpec(
        name="displacement.from_abroad",
        title=from_abroad_title(lead),
        subtitle="Running total of Syrians who crossed back into Syria since the fall of the Assad government"
        f"{since(lead).replace(' since', ' on')}",
        mark="step",
        data=data,
        unit="persons",
        colours={"Returned from abroad": "syr"},
        caveats=("Statements that would make the total fall are light marks: they count otherwise.",) if light else (),
        height=380,
    )


def from_abroad_title(lead: pd.DataFrame) -> str:
    """How many had come back by the newest date; `lead` are headline points of the running total, oldest first."""
    if lead.empty:
        return untold("how many Syrians have come back from abroad since the fall of Assad")
    return total_by("Syrians", "come back from abroad since the fall of Assad", told(lead.iloc[-1]), name="have")


def _fresh(lead: pd.DataFrame) -> pd.DataFrame:
    """Newest headline point of each series, the largest first, without those that lie a year behind the newest."""
    newest = lead.groupby("series", sort=False).tail(1)
    newest = newest[newest["period_end"] >= newest["period_end"].max() - _YEAR]
    return newest.sort_values("value", ascending=False, kind="stable")


def _named_of_one_body(rows: pd.DataFrame, label: str) -> list[Named]:
    """The first two rows where one body counts both, else the first alone."""
    two = rows.head(2)
    same = len(set(texts(two["counter"]))) == 1
    return [(str(row[label]), told(row)) for row in as_records(two.head(2 if same else 1))]


def _told_apart(rows: pd.DataFrame) -> str:
    """The body of the first row where other rows are counts of other bodies; empty where all are of one."""
    bodies = list(texts(rows["counter"]))
    return bodies[0] if len(set(bodies)) > 1 else ""


@chart("displacement.from_hosts")
def from_hosts(ledger: Ledger) -> ChartSpec:
    """Syrians who went back since December 2024 by host country, running totals."""
    rows = select(ledger, "returnees_syria_from_abroad_by_host")
    highest = rows.groupby(rows["place"].astype(str))["value"].max().sort_values(ascending=False).head(6).index
    data = series_points(ledger, rows[rows["place"].isin(highest)], "place", short_names(ledger))
    # Panels come in the order of the highest figures.
    rank = {host: at for at, host in enumerate(highest)}
    data = data.assign(_at=data["place"].astype(str).map(rank)).sort_values(["_at", "period_end"], kind="stable")
    data = data.drop(columns="_at").reset_index(drop=True)
    fresh = _fresh(headline_rows(data))
    return ChartSpec(
        name="displacement.from_hosts",
        title=came_from("Syrians", "had gone back", _named_of_one_body(fresh, "series"), body=_told_apart(fresh))
        if len(fresh)
        else untold("how many Syrians have gone back by host country"),
        subtitle=f"Running total of Syrians who went back{since(data)}, by host country, one scale",
        mark="step",
        data=data,
        unit="persons",
        facet=True,
        colours=_host_colours(ledger, data["place"]),
        caveats=(
            "Governments count all Syrians who cross, UNHCR the registered refugees: the counts of one country differ.",
        ),
    )


@chart("displacement.destinations")
def destinations(ledger: Ledger) -> ChartSpec:
    """Syrians back from abroad by governorate of destination, the newest figure of each."""
    rows = select(ledger, "returnees_syria_from_abroad_destination")
    rows = rows[rows["place_kind"] == "admin1"]
    # Totals that start on another day are no part of the comparison: what has no other is named beneath.
    starts = rows.groupby("period_start")["place"].nunique()
    same = rows["period_start"] == (starts.idxmax() if len(starts) else pd.NaT)
    others = _newest_of_each(ledger, rows[~same & ~rows["place"].isin(rows.loc[same, "place"])])
    rows = _newest_of_each(ledger, rows.loc[same])
    names = short_names(ledger)
    apart = [
        f"{names[str(r['place'])]} is left out because its count starts on another day: {figure_of(r).text}, "
        f"{period_text(r['period_start'], r['period_end'])}."
        for r in as_records(others)
    ]
    data = points(rows, series="Returned", x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    bounds = maps.breaks(data["value"]) if len(data) else ()
    areas = governorate_areas(ledger, data, bounds) if len(data) else None
    if areas is not None:
        areas = areas.assign(
            text=[
                f"{r['text']}, {period_text(r['period_start'], r['period_end'], str(r['date_precision']))}"
                for r in as_records(data)
            ]
        )
    return ChartSpec(
        name="displacement.destinations",
        title=came_from("Syrians", "had come back from abroad", _named_of_one_body(data, "x"), "to")
        if len(data)
        else untold("where in Syria people from abroad have gone"),
        subtitle=f"Running total of arrivals from abroad{since(data)} by governorate, newest figure of each",
        mark="map",
        data=data,
        unit="persons",
        x_kind="category",
        map=MapView(SYRIA, areas=areas, breaks=bounds, area_label="Arrivals from abroad"),
        caveats=(" ".join(["The counts end on different days; the data give each.", *apart]),),
    )


def _newest_of_each(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """The newest leading row of each place, the largest first; rows are judged among themselves."""
    marked = mark(ledger, rows)
    lead = marked[marked["role"].isin(["headline", "beside"])].sort_values("period_end", kind="stable")
    return lead.groupby("place", observed=True).tail(1).sort_values("value", ascending=False, kind="stable")


@chart("displacement.refugee_returns")
def refugee_returns(ledger: Ledger) -> ChartSpec:
    """Refugees who returned in a year, Iraq and Syria, one panel each."""
    rows = select(ledger, "refugee_returns_year", scope=("year_total", "alternative_count"))
    data = series_points(ledger, rows, "place", {"iraq": "To Iraq", "syria": "To Syria"})
    data = data.assign(x=[f"{d:%Y}" for d in data["period_end"]]).sort_values(["x", "series"], kind="stable")
    return ChartSpec(
        name="displacement.refugee_returns",
        title=_returns_title(data),
        subtitle="Refugees who returned to the country in the calendar year, as UNHCR counts them",
        mark="column",
        data=data.reset_index(drop=True),
        unit="persons",
        x_kind="category",
        colours={"To Syria": "syr", "To Iraq": "irq"},
    )


def _returns_title(data: pd.DataFrame) -> str:
    """Returns to the country with more of them in the newest year, against the year before."""
    lead = headline_rows(data)
    if lead.empty:
        return untold("how many refugees returned in a year")
    newest = lead[lead["period_end"] == lead["period_end"].max()]
    row = row_of_max(newest, "value")
    own = lead[lead["series"] == row["series"]].sort_values("period_end", kind="stable")
    before = own[own["period_end"].dt.year == row["period_end"].year - 1]
    then = told(before.iloc[-1]) if len(before) else None
    return done_in("refugees", f"returned to {row['place_name']}", told(row), then)


@chart("displacement.returns_by_host")
def returns_by_host(ledger: Ledger) -> ChartSpec:
    """Syrian refugees who returned in a year by the country that they left, stacked."""
    names = short_names(ledger)
    rows = select(ledger, "refugee_returns_year_by_host", scope="year_total")
    data = series_points(ledger, rows, "place", names, roles=False)
    data = data.assign(x=[f"{d:%Y}" for d in data["period_end"]]).sort_values(["x", "series"], kind="stable")
    newest = data[data["x"] == data["x"].max()].sort_values("value", ascending=False) if len(data) else data
    two = [(str(row["series"]), told(row)) for row in as_records(newest.head(2))]
    return ChartSpec(
        name="displacement.returns_by_host",
        title=went_from("Syrian refugees", "returned", two)
        if two
        else untold("how many Syrian refugees returned by host country"),
        subtitle="Syrian refugees who returned in the calendar year by host country, people",
        mark="stacked",
        data=data.reset_index(drop=True),
        unit="persons",
        x_kind="category",
        colours=_host_colours(ledger, data["place"]),
    )


@chart("displacement.intentions")
def intentions(ledger: Ledger) -> ChartSpec:
    """Share of Syrian refugees and displaced people who intend or hope to return."""
    wanted = {
        "return_intention_share": "Intend within a year",
        "no_return_intention_share": "Do not intend within a year",
        "return_hope_share": _HOPE,
    }
    area = most_told(ledger, "return_intention_share", group="total")
    rows = select(ledger, tuple(wanted), place=area)
    data = series_points(ledger, rows, "indicator", wanted)
    lead = headline_rows(data, "Intend within a year")
    return ChartSpec(
        name="displacement.intentions",
        title=_intent_title(ledger, lead, data),
        subtitle=f"Percent of Syrian refugees surveyed in {place_names(ledger).get(area, 'host countries')}",
        mark="dots",
        data=each_apart(data),
        unit="percent",
        colours={"Intend within a year": "blue", _HOPE: "teal", "Do not intend within a year": "rose"},
    )


def _intent_title(ledger: Ledger, lead: pd.DataFrame, data: pd.DataFrame) -> str:
    """Who intends to return in the newest survey of one body, beside a newer one of another or its own earlier ones."""
    if lead.empty:
        hope = headline_rows(data, _HOPE)
        if hope.empty:
            return untold("how many Syrian refugees intend to return")
        return people_sentence(ledger, "of Syrian refugees asked", "to return one day", hope, name="hope")
    last, others = (
        lead.iloc[-1],
        data[(data["role"] == "beside") & (data["indicator"] == lead["indicator"].iloc[-1])],
    )
    newer = others[others["period_end"] > last["period_end"]]
    if len(newer):
        first, second = ((str(row["counter"]), told(row)) for row in (last, newer.iloc[-1]))
        return two_surveys(
            "of Syrian refugees", "to return within a year", first, second, past=past(ledger, newer.iloc[-1])
        )
    return people_sentence(ledger, "of Syrian refugees asked", "to return within a year", lead, name="intend")


@chart("displacement.intentions_by_host")
def intentions_by_host(ledger: Ledger) -> ChartSpec:
    """Share who intend to return within a year by where they were asked, the newest survey of each."""
    rows = headline(ledger, select(ledger, "return_intention_share"))
    rows = rows[rows["role"] == "headline"].sort_values("period_end", kind="stable")
    rows = rows.groupby("place", observed=True).tail(1).sort_values("value", ascending=False, kind="stable")
    names = short_names(ledger)
    label = [f"{names[str(r['place'])]}, {date_text(r['period_end'], 'month')}" for r in as_records(rows)]
    data = (
        points(rows, series="Intend to return", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    return ChartSpec(
        name="displacement.intentions_by_host",
        title=_asked_title(ledger, data),
        subtitle="Percent of those surveyed who intend to return within 12 months, newest survey of each place",
        mark="bar",
        data=data,
        unit="percent",
        x_kind="category",
        colours={"Intend to return": "syr"},
        caveats=("Northeast Syria: displaced people in camps; elsewhere refugees.",),
    )


def _asked_title(ledger: Ledger, data: pd.DataFrame) -> str:
    """The highest share, and the lowest that the same body found at the same time."""
    if data.empty:
        return untold("how many Syrian refugees intend to return by host")
    top = data.iloc[0]
    same = (data["counter"] == str(top["counter"])) & (data["period_end"] == top["period_end"])
    low = data.loc[same].iloc[-1]
    other = (str(low["place_name"]), told(low)) if low["value"] < top["value"] else None
    return asked_share(str(top["place_name"]), "to return within a year", told(top), other, past=past(ledger, top))


@takeaway.sentence("displacement", lambda ledger: {"place": iraq_places(ledger)})
def sentence(ledger: Ledger, place: str = "iraq") -> str:
    """What the page says on top: displaced and returned in the chosen part of Iraq, and Syrians back from abroad."""
    return takeaway.spoken(iraq_over_time(ledger, place).title, from_abroad(ledger).title)


@takeaway.tiles("displacement")
def tiles(ledger: Ledger, place: str = "iraq") -> list[Tile | None]:
    """The stocks of Iraq or one governorate and of Syria; for all Iraq what the Coalition stated, too."""
    where = short_names(ledger).get(place, place)
    stated = coalition_statement(ledger).head(1 if place == "iraq" else 0)
    return [
        tile(ledger, select(ledger, "idps", place=place, origin="irq"), f"Displaced in {where}"),
        tile(ledger, select(ledger, "returnees", place=place, origin="irq"), f"Displaced people back in {where}"),
        tile(ledger, select(ledger, "idps", place="syria", origin="syr"), "Displaced inside Syria"),
        tile(ledger, select(ledger, "idp_returnees_syria", place="syria"), "Displaced Syrians back home"),
        tile(ledger, select(ledger, "returnees_syria_from_abroad", place="syria"), "Syrians back from abroad"),
        *(
            replace(
                statement(row),
                label="Displaced in Iraq, as the Coalition stated",
                when=f"stated {on(row['period_end'], str(row['date_precision']))}",
            )
            for _, row in stated.iterrows()
        ),
    ]
