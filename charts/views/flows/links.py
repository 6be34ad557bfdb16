"""Charts of people leaving the camps and prisons of Northeast Syria in a period, closed against the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import cycle
from math import isinf
from typing import Any

import pandas as pd

from analysis import join_words
from analysis.flows import Flows, newest_figure, people_flows
from analysis.listed import camps
from analysis.moves import PRISONS, UNNAMED, Link, hedged
from analysis.sites import first_camp, spoken
from analysis.words import WORKED_OUT, Telling, Total, capital, date_text, figure_text, period_text, said, share_said
from analysis.words.grammar import shortest
from charts import takeaway
from charts.catalog import chart
from charts.common import place_hues, short_names, told
from charts.spec import CITED, DRAWN, ChartSpec, combined, drawn_rows, points
from charts.tiles import Tile
from charts.views.flows.words import (
    _WENT,
    account,
    flows_title,
    kind_of,
    link_text,
    merged,
    span_text,
    sum_text,
    total_said,
)
from loaders import Ledger
from loaders.frames import as_records

_LAND = ("territory_controlled", "iraq-syria")
_EMPTY = "No source reports departures or counts of these camps and prisons in this period."
_CAMPS = ("blue", "gold", "teal", "orange")  # colours of the camps in their order
_OTHERS = {PRISONS: "rose", UNNAMED: "purple"}
_NODES = {
    "prisons": "Prisons",
    "unnamed": "Site not named",
    "arrived": "Arrived by report",
    "more": "Unexplained, come",
    "outside": "Left outside the counts",
    "uncounted": "No first count",
    "beyond": "Left outside the period",
    "rest": "Unexplained, gone",
    "unclosed": "No last count",
    "to:iraq": "Iraq",
    "to:third": "Third countries",
    "to:syria": "Syria, place not counted",
    "to:unknown": "Elsewhere or unknown",
    "to:died": "Died in the camp",
    "to:released": "Released in Syria",
}
_COLOURS = {
    "Iraq": "irq",
    "Syria": "syr",
    "Third countries": "tcn",
    "Elsewhere or unknown": "gold",
    "Died": "ink",
}
_READING = (
    "Unexplained, gone: left without report, or counted in another way; unexplained, come: came or were born without "
    "report. Left outside the counts: before the first or after the last count of the site; left outside the period: "
    "between the counts, but before or after the period."
)
_COUNT_RULE = (
    "A movement counts by its last day; of each kind the stated total of exactly the period or year leads, otherwise "
    "the reported operations are added. A count stands for an end of the period where it holds within a quarter of the "
    "period's length of it, 31 to 92 days."
)


@lru_cache(maxsize=16)
def months(ledger: Ledger) -> tuple[str, ...]:
    """First days of the months that a period can begin with, up to the newest figure of these sites.

    The first is the January of the year in which ISIS lost its last land (endings.csv): the people held since then are
    asked after.
    """
    newest, ends = newest_figure(ledger), ledger.endings
    lost = ends.loc[(ends["indicator"] == _LAND[0]) & (ends["place"] == _LAND[1]), "date"]
    if pd.isna(newest) or lost.empty:
        return ()
    return tuple(f"{month:%Y-%m-%d}" for month in pd.date_range(f"{lost.min():%Y}-01-01", newest, freq="MS"))


@lru_cache(maxsize=16)
def month_ends(ledger: Ledger) -> tuple[str, ...]:
    """Last days of the months that a period can end with."""
    return tuple(f"{pd.Timestamp(month) + pd.offsets.MonthEnd(0):%Y-%m-%d}" for month in months(ledger))


@lru_cache(maxsize=16)
def years(ledger: Ledger) -> tuple[str, ...]:
    """Years that a period can be, the newest first."""
    return tuple(dict.fromkeys(month[:4] for month in reversed(months(ledger))))


def year_span(ledger: Ledger, year: str) -> tuple[str, str]:
    """First and last day of a year, the newest year up to the last month with figures."""
    ends = month_ends(ledger)
    return f"{year}-01-01", min(f"{year}-12-31", ends[-1])


def _period_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"start": months(ledger), "end": month_ends(ledger)}


def default_year(ledger: Ledger) -> str:
    """The newest year that figures cover whole; the only one where there is one."""
    offered = years(ledger)
    whole = (year for year in offered if month_ends(ledger)[-1] == f"{year}-12-31" or year < offered[0])
    return next(whole, offered[0] if offered else "")


def _period(ledger: Ledger, start: str, end: str) -> tuple[str, str]:
    """What is chosen; where nothing is, the newest whole year with figures."""
    year = default_year(ledger)
    first, last = year_span(ledger, year) if year else ("", "")
    return start or first, end or last


def _flows(ledger: Ledger, start: str, end: str) -> Flows | None:
    if not start or not end:
        return None
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    return people_flows(ledger, first, last) if first < last else None


def _why_empty(start: str, end: str) -> str:
    return _EMPTY if start < end else "The period ends before it starts: choose a later end."


@chart("flows.sankey", _period_option)
def sankey(ledger: Ledger, *, start: str = "", end: str = "") -> ChartSpec:
    """People from al-Hol, Roj and the prisons to where they went, closed against the counts at both ends."""
    start, end = _period(ledger, start, end)
    found = _flows(ledger, start, end)
    names = _names(ledger)
    links = found.links if found else ()
    dates = {
        f"{side}:{b.site}": count.end
        for b in (found.balances if found else ())
        for side, count in (("start", b.first), ("end", b.last))
        if count is not None
    }
    labels = names | {node: f"{names[node.partition(':')[2]]}, {date_text(date)}" for node, date in dates.items()}
    data = link_points(ledger, links, labels)
    return ChartSpec(
        name="flows.sankey",
        title=flows_title(found, names, _sites(ledger), data)
        if found and links
        else "No source reports departures from the camps and prisons",
        subtitle=f"People, {span_text(start, end)}; from those counted or come in to those gone or counted later",
        mark="sankey",
        data=data,
        unit="persons",
        x_kind="category",
        colours=_colours(ledger, names),
        caveats=(
            *(account(b, names) for b in (found.balances if found else ())),
            *_beside(ledger, found),
            _READING,
            _COUNT_RULE,
        )
        if links
        else (),
        empty=_why_empty(start, end),
    )


def _colours(ledger: Ledger, names: Mapping[str, str]) -> dict[str, str]:
    held = {names[camp]: colour for camp, colour in zip(camps(ledger), cycle(_CAMPS), strict=False)}
    return held | {names[site]: colour for site, colour in _OTHERS.items()}


@chart("flows.destinations", _period_option)
def destinations(ledger: Ledger, *, start: str = "", end: str = "") -> ChartSpec:
    """Where people went by report in the period, the largest first."""
    start, end = _period(ledger, start, end)
    found = _flows(ledger, start, end)
    names = _names(ledger)
    gone = [link for link in (found.links if found else ()) if link.target.startswith("to:")]
    ways = [
        merged("left", node, (link for link in gone if link.target == node)) for node in {k.target: "" for k in gone}
    ]
    ways.sort(key=lambda link: -link.figure.value)
    data = link_points(ledger, ways, names | {"left": "Left by report"})
    title = "No source reports departures from the camps and prisons"
    if ways:
        where = _WENT.get(ways[0].target, f"went to {names[ways[0].target]}")
        span = span_text(start, end)
        when = f"in {span}" if " to " not in span else f"from {span}"
        most, top = said(ways[0].figure), told(data.iloc[0])
        title = Telling(f"{capital(most)} people who left in reported journeys {when} {where}", top)
        if len(ways) > 1 and merged("", "", gone).figure.qualifier != "range":
            title = shortest(
                Telling(f"Of {total_said(gone)} people who left {when} {most} {where}", WORKED_OUT, top),
                Telling(f"{capital(most)} of those who left {when} {where}", top),
            )
    return ChartSpec(
        name="flows.destinations",
        title=title,
        subtitle=f"People who left by report, {span_text(start, end)}, by destination",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Left by report": "blue"},
        empty=_why_empty(start, end),
    )


@chart("flows.by_year")
def by_year(ledger: Ledger) -> ChartSpec:
    """Departures by report of each calendar year, by kind of destination."""
    found: list[Link] = []
    labels: dict[str, str] = {}
    for year in reversed(years(ledger)):
        flows = _flows(ledger, *year_span(ledger, year))
        for kind in _COLOURS:
            links = [link for link in (flows.links if flows else ()) if kind_of(link.target) == kind]
            if links:
                node, when = f"kind:{kind}", f"year:{year}"
                labels |= {node: kind, when: year}
                found.append(merged(node, when, links))
    data = link_points(ledger, found, labels)
    held = {year: [link for link in found if labels[link.target] == year] for year in dict.fromkeys(data["x"])}
    totals = {year: total_said(links) for year, links in held.items()}
    best = data.groupby("x", sort=False)["value"].sum() if len(data) else pd.Series(dtype=float)
    title = "No source reports departures from the camps and prisons"
    if len(best):
        year = str(best.idxmax())
        most = ", the most of any year" if len(best) > 1 else ""
        title = Telling(f"{capital(totals[year])} people left the camps and prisons in {year}{most}", Total(year))
    return ChartSpec(
        name="flows.by_year",
        title=title,
        subtitle=f"People who left {_sites(ledger)} of Northeast Syria by report, by year and destination",
        mark="stacked",
        data=data,
        unit="persons",
        x_kind="category",
        colours=_COLOURS,
        totals=totals,
        caveats=("Departures that no source counts are missing.",),
    )


@chart("flows.explained")
def explained(ledger: Ledger) -> ChartSpec:
    """How much of the fall of the first camp's counts is explained by reported departures, year by year."""
    names, camp = _names(ledger), first_camp(ledger)
    found: list[Link] = []
    labels: dict[str, str] = {"told": "Explained by reports", "fall": "Fall between the counts"}
    rose: list[str] = []
    shares: list[tuple[str, float]] = []
    for year in reversed(years(ledger)):
        flows = _flows(ledger, *year_span(ledger, year))
        balance = next((b for b in (flows.balances if flows else ()) if b.site == camp and b.closed), None)
        if flows is None or balance is None or balance.first is None or balance.last is None:
            continue
        fall = balance.first.figure.value - balance.last.figure.value
        if fall <= 0:
            rose.append(year)
            continue
        labels[f"year:{year}"] = year
        told = [link for link in flows.links if link.source == camp and link.target.startswith(("to:", "beyond"))]
        told = [link for link in told if link.figure.value > 0]
        away = [link for link in flows.links if link.target == camp and link.source in ("outside", "arrived")]
        edges = (balance.first.figure.bounds, balance.last.figure.bounds)
        low, high = edges[0][0] - edges[1][1], edges[0][1] - edges[1][0]
        exact = balance.first.figure.qualifier == balance.last.figure.qualifier == "exact"
        rows = (balance.first.label, balance.last.label)
        found.append(Link("fall", f"year:{year}", hedged(fall, low, high, exact=exact), low, high, "rest", rows))
        value = sum(link.figure.value for link in told) - sum(link.figure.value for link in away)
        if value > 0:
            low = sum(link.low for link in told) - sum(link.high for link in away)
            high = sum(link.high for link in told) - sum(link.low for link in away)
            known = all(link.figure.qualifier == "exact" for link in (*told, *away))
            labels_used = tuple(dict.fromkeys(label for link in (*told, *away) for label in link.rows))
            found.append(
                Link("told", f"year:{year}", hedged(value, low, high, exact=known), low, high, "sum", labels_used)
            )
            shares.append((year, value / fall))
    data = link_points(ledger, found, labels)
    title = f"No source counts {names.get(camp, 'a camp')} near both ends of a year in which it shrank"
    if shares:
        least = min(shares, key=lambda one: one[1])
        part = share_said(100 * least[1])
        drop = f"the drop in {names[camp]}'s population in {least[0]}"
        title = Telling(f"Reported departures account for {part} of {drop}", WORKED_OUT)
    caveats = [
        (
            "Departures, less arrivals, by report between the counts nearest to the ends of the year. More explained "
            "than fell means that people came, or were born, whom no report counts."
        )
    ]
    if rose:
        caveats.append(f"Not shown: {join_words(rose)}, when the count rose.")
    return ChartSpec(
        name="flows.explained",
        title=title,
        subtitle=f"People, {names.get(camp, '')}: fall between two counts, and departures by report between them",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Fall between the counts": "grey", "Explained by reports": place_hues(ledger).get(camp, camp)},
        caveats=tuple(caveats),
        empty="This camp is not counted near both ends of any year.",
    )


def facts(ledger: Ledger, start: str, end: str) -> list[tuple[str, str, str]]:
    """What the tiles say of a period: label, figure, date line; the destinations and what stays unexplained."""
    found = _flows(ledger, start, end)
    if found is None or not found.links:
        return []
    gone = [link for link in found.links if link.target.startswith("to:")]
    when = span_text(start, end)
    out = [("Left in reported journeys", sum_text(gone), when)] if gone else []
    for kind in _COLOURS:
        links = [link for link in gone if kind_of(link.target) == kind]
        if links:
            out.append((f"To {kind}" if kind in ("Iraq", "Syria") else kind, sum_text(links), when))
    names = _names(ledger)
    for link in found.links:
        if link.target == "rest" or link.source == "more":
            site = names[link.source if link.target == "rest" else link.target]
            what = "gone without report" if link.target == "rest" else "came without report"
            # A difference that the hedges leave open to both sides tells nothing.
            if not (isinf(link.low) and isinf(link.high)):
                out.append((f"{site}: {what}", figure_text(link.figure), "between the two counts"))
    return out


def _sites(ledger: Ledger) -> str:
    """`al-Hol, Roj and the prisons`."""
    return join_words([*(spoken(ledger, camp) for camp in camps(ledger)), "the prisons"])


def _names(ledger: Ledger) -> dict[str, str]:
    """Names of all nodes but the dated counts."""
    places = short_names(ledger)
    return (
        {f"to:{place}": name for place, name in places.items()}
        | {camp: places[camp].removesuffix(" camp") for camp in camps(ledger)}
        | _NODES
    )


def link_points(ledger: Ledger, links: Iterable[Link], labels: Mapping[str, str]) -> pd.DataFrame:
    """Links as drawn rows with the columns DRAWN + CITED: series and x are the names of their two nodes."""
    every = list(links)
    used = list(dict.fromkeys(label for link in every for label in link.rows))
    stated = dict(zip(used, as_records(points(ledger.observations.loc[used], series="")), strict=True))
    return drawn_rows([_point(link, [stated[label] for label in link.rows], labels) for link in every])


def _point(link: Link, parts: list[dict[str, Any]], labels: Mapping[str, str]) -> dict[str, Any]:
    ways = {"series": labels[link.source], "x": labels[link.target], "start": pd.NaT}
    if link.basis == "stated":
        return parts[0] | ways
    first, figure = parts[0], link.figure
    rest = link.basis == "rest"
    return (
        dict.fromkeys(DRAWN + CITED, "")
        | combined(parts)
        | {column: first[column] for column in ("indicator", "title")}
        | ways
        | {
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "qualifier": figure.qualifier,
            "unit": "persons",
            "text": link_text(link),
            "role": "headline",
            "basis": "remainder" if rest else "sum",
            "title": "Unexplained remainder" if rest else first["title"],
            "period_start": min(
                one["period_end"] if pd.isna(one["period_start"]) else one["period_start"] for one in parts
            ),
            "period_end": max(one["period_end"] for one in parts),
            "date_precision": "day",
            "clause": "",
            "locator": "",
            "line": 0,
            "note": "What the counts and the reported movements leave over"
            if rest
            else f"Sum of {len(parts)} statements",
        }
    )


def _beside(ledger: Ledger, found: Flows | None, most: int = 3) -> tuple[str, ...]:
    """Totals that overlap with what is drawn, named so that nobody misses them."""
    labels = list(found.beside[:most]) if found else []
    if not labels:
        return ()
    rows = ledger.observations.loc[labels]
    figures = points(rows, series="")
    told = [
        f"{row['title']}, {row['place_name']}, {row['origin_name']}: {row['text']} "
        f"({period_text(row['period_start'], row['period_end'], str(row['date_precision']))}, {row['attribution']})"
        for row in as_records(figures)
    ]
    return (f"Not drawn, because they overlap with what is: {'; '.join(told)}.",)


@takeaway.sentence("flows", _period_option)
def sentence(ledger: Ledger, *, start: str = "", end: str = "") -> str:
    """Who left in the chosen period, and the year with the largest outflow."""
    return takeaway.spoken(sankey(ledger, start=start, end=end).title, by_year(ledger).title)


@takeaway.tiles("flows")
def tiles(ledger: Ledger, *, start: str = "", end: str = "") -> list[Tile | None]:
    """The destinations of the chosen period and what stays unexplained."""
    chosen = _period(ledger, start, end)
    return [Tile(label, value, when) for label, value, when in facts(ledger, *chosen)] if chosen[0] else []
