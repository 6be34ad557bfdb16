"""Charts of the Global Coalition: members over time, by region and on the map, the Small Group, meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import join_words, latest, select
from analysis.words import WORKED_OUT, Fact, Telling, Told, capital, count_text, date_text, held_in, on, the
from analysis.words.grammar import keeping
from charts import takeaway
from charts.catalog import chart
from charts.common import earlier, headline_rows, past, series_points, told
from charts.spec import ChartSpec, MapView
from charts.tiles import Tile, statement, tile
from charts.views.campaign import of_newest, of_presented, remark, remarks, spoken, who
from charts.views.coalition.listed import (
    ALL,
    UNDATED,
    joining_periods,
    member_counts,
    member_points,
    members_in,
    newest_joining,
    regions,
    shortfall,
    small_group_basis,
    undated,
)
from charts.views.coalition.meetings import turn_of_mission
from loaders import Ledger
from loaders.frames import as_records, texts

WORLD = (-168.0, -54.0, 178.0, 74.0)
NO_COUNT = "No source gives the number of members of the Coalition"
NO_MEMBER = "No source names a member of the Coalition"
_NAMED = 3  # names in one sentence at most


def _region_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"region": regions(ledger)}


@chart("coalition.members")
def members(ledger: Ledger) -> ChartSpec:
    """Members over time, and how many of them are states."""
    what = {"coalition_members": "members", "coalition_member_states": "of them states"}
    data = series_points(ledger, select(ledger, tuple(what)), "indicator", what)
    lead = headline_rows(data, "members")
    return ChartSpec(
        name="coalition.members",
        title=of_newest(lead, lambda one, row: _counts_members(ledger, lead, one, row), NO_COUNT),
        subtitle="Members as stated, states and organisations together, and the states alone",
        mark="line",
        data=data,
        unit="members",
        colours={"members": "blue", "of them states": "orange"},
        caveats=remarks(
            remark(ledger, "coalition_members"),
            *(_on_states(row) for row in as_records(data) if row["series"] != "members" and _odd(row, data)),
        ),
        height=380,
    )


def _counts_members(ledger: Ledger, lead: pd.DataFrame, one: Told, row: pd.Series) -> str:
    return held_in("The Coalition", "members", one, earlier(lead), past=past(ledger, row), name="count")


def _odd(row: Mapping[str, Any], data: pd.DataFrame) -> bool:
    """Whether a count of states needs its remark: it is hedged, or it is the newest."""
    return str(row["qualifier"]) != "exact" or bool(row["period_end"] == data["period_end"].max())


def _on_states(row: Mapping[str, Any]) -> str:
    """A count of states with its publisher, date and remark."""
    date = date_text(row["period_end"], str(row["date_precision"]))
    return f"States, {row['attribution']}, {date}: {row['text']}. {row['note']}."


@chart("coalition.by_region")
def by_region(ledger: Ledger) -> ChartSpec:
    """Members of the list by region, and how many of them are in the Small Group."""
    rows = ledger.members
    order = regions(ledger)[1:]
    held = [(name, rows[rows["region"] == name]) for name in order]
    small = [(name, part[part["small_group"] == "yes"]) for name, part in held]
    groups = [(name, "members", part, part) for name, part in held]
    # Where nobody is said to be in it, the list does not say who is; else a region without such members has none.
    if any(len(part) for _, part in small):
        groups += [
            (name, "of them in the Small Group", part, among)
            for (name, part), (_, among) in zip(small, held, strict=True)
        ]
    data = member_counts(ledger, groups)
    states = rows.loc[rows["kind"] == "state", "region"].astype(str).value_counts()
    counts = {str(row["x"]): told(row) for row in as_records(data[data["series"] == "members"])}
    named = [str(region) for region in states.index[:_NAMED]]
    most = join_words(Telling(f"{counts[region].said} in {the(region)}", counts[region]) for region in named)
    listed = f"Sources name {count_text(len(rows), 'member')} of the Coalition: {most}"
    return ChartSpec(
        name="coalition.by_region",
        title=Telling(listed, WORKED_OUT, most) if most else NO_MEMBER,
        subtitle="Members that a source names, count by region; organisations apart",
        mark="bar",
        data=data,
        unit="members",
        x_kind="category",
        colours={"members": "blue", "of them in the Small Group": "teal"},
        caveats=(shortfall(ledger), small_group_basis(ledger)),
    )


def _years(first: int, last: int) -> str:
    return f"{first} to {last}" if first < last else f"{first}"


@chart("coalition.map", lambda _ledger: {"show": ("joined", "small")})
def member_map(ledger: Ledger, show: str = "joined") -> ChartSpec:
    """Members on the world map, by when they joined or by whether they are in the Small Group."""
    rows = ledger.members
    small = rows["small_group"] == "yes"
    if show == "small":
        rows = rows.loc[small]
    year = rows["joined"].dt.year
    spans = joining_periods(ledger)
    klass = [next(i for i, (_, last) in enumerate(spans, 1) if y <= last) if pd.notna(y) else 0 for y in year]
    classes: tuple[str, ...] = (UNDATED, *(_years(*span) for span in spans))
    if show == "small":
        klass, classes = [0] * len(rows), ("member of the Small Group",)
    data = member_points(ledger, rows)
    areas = pd.DataFrame(
        {
            "iso": texts(rows["iso3_or_slug"]).tolist(),
            "name": texts(rows["name"]).tolist(),
            "value": 1.0,
            "text": texts(data["text"]).tolist(),
            "klass": klass,
        }
    )
    states = rows["kind"] == "state"
    bodies = join_words(texts(rows.loc[~states, "name"]))
    return ChartSpec(
        name="coalition.map",
        title=_named(ledger, states, show),
        subtitle="States filled by when they joined" if show == "joined" else "States of the Small Group filled",
        mark="map",
        data=data,
        unit="members",
        map=MapView(
            WORLD,
            base="world",
            areas=areas.loc[states.to_list()].reset_index(drop=True),
            classes=classes,
            area_label="Joined" if show == "joined" else "Small Group",
        ),
        caveats=remarks(
            f"Not on the map because they have no territory: {bodies}." if bodies else "",
            undated(ledger) if show == "joined" else small_group_basis(ledger),
            shortfall(ledger) if show == "joined" else "",
        ),
    )


def _named(ledger: Ledger, states: pd.Series, show: str) -> str:
    """How many states and organisations sources name, of the Coalition or, by its own statement, of the Small Group."""
    counts = ((int(states.sum()), "state"), (int((~states).sum()), "organisation"))
    both = join_words(Telling(count_text(number, one), WORKED_OUT) for number, one in counts if number)
    if show == "small":
        basis = small_group_basis(ledger).rstrip(".").rpartition(" per ")[2]
        in_it = keeping(f"{both} were in the Small Group ({basis})", both)
        return in_it if both else "No source names the members of the Small Group"
    return keeping(f"Sources name {both} as members of the Coalition", both) if both else NO_MEMBER


@chart("coalition.joined", _region_option)
def joined(ledger: Ledger, region: str = ALL) -> ChartSpec:
    """Who joined when: one lane a member whose date of joining is known, the newest first."""
    rows = members_in(ledger, region).dropna(subset=["joined"]).sort_values("joined", ascending=False, kind="stable")
    data = member_points(ledger, rows)
    data = data.assign(
        x=data["period_end"],
        series=data["place_name"],
        text=[f"{r['place_name']}\n{r['text']}\n{r['publisher']}\n{r['note']}" for r in as_records(data)],
    )
    return ChartSpec(
        name="coalition.joined",
        title=_joined_last(data, _members_of(ledger, region)),
        subtitle="Date on which a member joined or was welcomed; a month or year stands at its last day",
        mark="timeline",
        data=data,
        unit="",
        colours=dict.fromkeys(texts(data["series"]), "blue"),
        height=70 + 24 * len(data),
        caveats=(undated(ledger),),
        empty="No member of this region has a known date of joining.",
    )


def _joined_last(data: pd.DataFrame, members: str) -> str:
    """Who joined last, of the members whose date is known (drawn, the newest first); `members` names them."""
    if data.empty:
        return f"No source says when any of the {members} joined"
    last = as_records(data[data["period_end"] == data["period_end"].iloc[0]])
    few = [Telling(the(str(row["place_name"])), Fact(row)) for row in last]
    joined_last = join_words(few) if len(few) <= _NAMED else Telling(f"{len(few)} members", WORKED_OUT)
    date = on(last[0]["period_end"], str(last[0]["date_precision"]))
    of = "" if members == "members" else f"Of the {members}, "
    return Telling(capital(f"{of}{joined_last} joined the Coalition most recently, {date}"), joined_last)


def _members_of(ledger: Ledger, region: str) -> str:
    """The members of a region in words: `members`, `members in Africa`, `international organisations`."""
    states = (members_in(ledger, region)["kind"] == "state").any()
    return "members" if region == ALL else f"members in {the(region)}" if states else f"{region.lower()}s"


@chart("coalition.small_group")
def small_group(ledger: Ledger) -> ChartSpec:
    """Size of the Small Group as stated at its meetings."""
    data = series_points(ledger, select(ledger, "small_group_delegations"), "place", {"world": "delegations"})
    lead = headline_rows(data)
    return ChartSpec(
        name="coalition.small_group",
        title=of_newest(
            lead,
            lambda one, row: held_in(
                "The Small Group", "delegations", one, earlier(lead), past=past(ledger, row), name="have"
            ),
            "No source gives the size of the Small Group",
        ),
        subtitle="Delegations at, or members of, the Small Group as stated for the meeting",
        mark="dots",
        data=data,
        unit="delegations",
        colours={"delegations": "teal"},
        caveats=remarks(remark(ledger, "small_group_delegations", "differs")),
    )


@chart("coalition.contributors")
def contributors(ledger: Ledger) -> ChartSpec:
    """Countries with troops in theatre."""
    data = series_points(ledger, select(ledger, "coalition_troop_contributors"), "place", {"iraq-syria": "countries"})
    counts = spoken(data)
    # A bound tells of the whole mission and not of a day, so that it is told in a caveat.
    exact = counts[counts["qualifier"] == "exact"]
    return ChartSpec(
        name="coalition.contributors",
        title=of_newest(
            exact.sort_values(["value", "period_end"], kind="stable"),
            lambda one, row: f"{one.said} countries had troops in {row['place_name']} {one.when} ({who(row)})",
            "No source counts the countries with troops in Iraq and Syria",
        ),
        subtitle="Coalition partners with forces in Iraq and Syria, countries",
        mark="dots",
        data=data,
        unit="states",
        colours={"countries": "gold"},
        caveats=tuple(
            f"{date_text(r['period_end'], str(r['date_precision']))}: {r['note']}."
            for r in as_records(data)
            if r["note"] and r["qualifier"] != "exact"
        ),
    )


@takeaway.sentence("coalition")
def sentence(ledger: Ledger) -> str:
    """Members that the Coalition counts, against the first count, and how many of them sources name."""
    lead = headline_rows(series_points(ledger, select(ledger, "coalition_members"), "place"))
    counts = of_newest(lead, lambda one, row: _counts_members(ledger, lead, one, row), NO_COUNT)
    named = len(ledger.members)
    said = f"{counts}; sources name {named} of them." if len(lead) and named else f"{counts}."
    turn = turn_of_mission(ledger)
    return f"{said} {turn}." if turn else said


@takeaway.tiles("coalition")
def tiles(ledger: Ledger) -> list[Tile | None]:
    """Members, the states said to have formed the Coalition, the Small Group, and members won since a date."""
    states = select(ledger, "coalition_member_states")
    forming = of_presented(ledger, "founding", states)
    joining = latest(ledger, select(ledger, "coalition_members_joined"))
    return [
        tile(ledger, select(ledger, "coalition_members"), "Members that the Coalition counts"),
        Tile("Members that sources name", f"{len(ledger.members)}", _listed(ledger)) if len(ledger.members) else None,
        _forming(forming),
        tile(ledger, select(ledger, "small_group_delegations"), "Delegations of the Small Group"),
        tile(ledger, select(ledger, "coalition_members_joined"), str(joining["note"])) if joining is not None else None,
    ]


def _listed(ledger: Ledger) -> str:
    date, precision = newest_joining(ledger)
    return f"newest accession {date_text(date, precision)}" if pd.notna(date) else "no accession dated"


def _forming(rows: pd.DataFrame) -> Tile | None:
    """What one text says of the founding, dated to the text and not to the day that it is placed at."""
    if rows.empty:
        return None
    row = rows.iloc[0]
    made = statement(row)
    stated = f"stated {date_text(row['published'], str(row['published_precision']))}"
    return replace(made, label="States said to have formed the Coalition", when=stated)
