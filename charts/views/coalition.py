"""Charts of the Global Coalition: members over time, by region and on the map, the Small Group, meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import figure_of, join_words, latest, select
from analysis.words import date_text
from charts.catalog import chart
from charts.common import event_points, headline_rows, series_points, trend, when
from charts.spec import CITED, DRAWN, ChartSpec, MapView, empty_points
from charts.views.campaign import cited, remark, remarks
from loaders import Ledger

WORLD = (-168.0, -54.0, 178.0, 74.0)
ALL = "all"
PERIODS = ((2016, "up to 2016"), (2018, "2017 and 2018"), (2020, "2019 and 2020"), (9999, "2021 and later"))
UNDATED = "date not found"
_MEETING = r"\b(?:meets?|meeting|ministerial|Small Group|Focus Group|Working Group|political directors)\b"
_JOINING = r"\b(?:joins?|welcomed)\b"


def regions(ledger: Ledger) -> tuple[str, ...]:
    """All, then the regions of the member list, the largest first."""
    return (ALL, *ledger.members["region"].astype(str).value_counts().index)


def _region_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"region": regions(ledger)}


def _held(ledger: Ledger, region: str) -> pd.DataFrame:
    members = ledger.members
    return members if region == ALL else members.loc[members["region"].astype(str) == region]


def _newest_joining(ledger: Ledger) -> tuple[Any, str]:
    """Date and precision of the newest accession of the list: the date that the list holds for."""
    dated = ledger.members.dropna(subset=["joined"]).sort_values("joined", kind="stable")
    return (dated.iloc[-1]["joined"], str(dated.iloc[-1]["joined_precision"])) if len(dated) else (pd.NaT, "day")


def _precisions(ledger: Ledger) -> dict[str, str]:
    sources = ledger.sources
    return dict(zip(sources["source"].astype(str), sources["published_precision"].astype(str), strict=True))


def member_points(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """Members as drawn points, one a row: x = name, series = region, text = when it joined, as exactly as is known."""
    precision = _precisions(ledger)
    records = []
    for row in rows.to_dict("records"):
        since = date_text(row["joined"], str(row["joined_precision"])) if pd.notna(row["joined"]) else UNDATED
        group = ", Small Group" if str(row["small_group"]) == "yes" else ""
        records.append(
            dict.fromkeys(DRAWN + CITED, "")
            | {column: row[column] for column in ("source", "source_title", "publisher", "published", "url", "note")}
            | {
                "series": str(row["region"]),
                "x": str(row["name"]),
                "start": row["joined"],
                "value": 1.0,
                "low": float("nan"),
                "high": float("nan"),
                "qualifier": "exact",
                "unit": "members",
                "role": "headline",
                "basis": "stated",
                "text": f"{'joined ' if pd.notna(row['joined']) else ''}{since}{group}",
                "title": "Member of the Global Coalition",
                "place": str(row["iso3_or_slug"]),
                "place_name": str(row["name"]),
                "period_start": pd.NaT,
                "period_end": row["joined"],
                "date_precision": str(row["joined_precision"]) or "day",
                "as_of": row["joined"],
                "as_of_precision": str(row["joined_precision"]) or "day",
                "attribution": row["publisher"],
                "published_precision": precision.get(str(row["source"]), "day"),
                "statements": 1,
                "rival_low": float("nan"),
                "rival_high": float("nan"),
                "file": row["file"],
                "line": row["line"],
            }
        )
    return pd.DataFrame(records, columns=DRAWN + CITED) if records else empty_points()


def _counts(ledger: Ledger, groups: Sequence[tuple[str, str, pd.DataFrame]]) -> pd.DataFrame:
    """Counts of the member list as drawn points, from (category, series, rows); each cites every source behind it."""
    date, precision = _newest_joining(ledger)
    out = []
    for x, series, rows in groups:
        points = member_points(ledger, rows)
        sources = list(dict.fromkeys(points["source"].astype(str)))
        publishers = list(dict.fromkeys(points["publisher"].astype(str)))
        newest = points.sort_values("published", kind="stable").iloc[-1].to_dict()
        named = newest if len(sources) == 1 else {}
        out.append(
            dict.fromkeys(DRAWN + CITED, "")
            | {
                "series": series,
                "x": x,
                "start": pd.NaT,
                "value": float(len(points)),
                "low": float("nan"),
                "high": float("nan"),
                "qualifier": "exact",
                "unit": "members",
                "role": "headline",
                "basis": "sum",
                "text": f"{len(points):,}",
                "title": "Members of the Global Coalition that a source names",
                "period_start": pd.NaT,
                "period_end": date,
                "date_precision": precision,
                "as_of": date,
                "as_of_precision": precision,
                "attribution": newest["publisher"],
                "source": "; ".join(sources),
                "source_title": named.get("source_title", f"{len(sources)} publications"),
                "publisher": publishers[0]
                if len(publishers) == 1
                else f"{publishers[0]} and {len(publishers) - 1} others",
                "published": newest["published"],
                "published_precision": newest["published_precision"],
                "url": named.get("url", ""),
                "note": f"Count of the {len(points)} members listed: {', '.join(points['x'].astype(str))}",
                "statements": len(points),
                "rival_low": float("nan"),
                "rival_high": float("nan"),
                "file": "members.csv",
                "line": 0,
            }
        )
    return pd.DataFrame(out, columns=DRAWN + CITED)


def shortfall(ledger: Ledger) -> str:
    """Say how many members the list names against how many the Coalition states."""
    lead = headline_rows(series_points(ledger, select(ledger, "coalition_members"), "place"))
    named = len(ledger.members)
    if lead.empty:
        return f"The list names {named} members."
    stated = lead.iloc[-1]
    return (
        f"The list names {named} members, the Coalition states {stated['text']} {when(stated)}: "
        "not every accession was found in a source."
    )


def undated(ledger: Ledger) -> str:
    """Say for how many members no date of joining was found, and what is known of them."""
    rows = ledger.members.loc[ledger.members["joined"].isna()]
    notes = rows["note"].astype(str).str.split(";").str[0].value_counts()
    said = f"; of {notes.iloc[0]} the list says “{notes.index[0]}”" if len(notes) else ""
    return f"For {len(rows)} of {len(ledger.members)} members no date of joining was found{said}."


@chart("coalition.members")
def members(ledger: Ledger) -> ChartSpec:
    """Members over time, and how many of them are states."""
    what = {"coalition_members": "members", "coalition_member_states": "of them states"}
    data = series_points(ledger, select(ledger, tuple(what)), "indicator", what)
    lead = headline_rows(data, "members")
    return ChartSpec(
        name="coalition.members",
        title=trend("The Global Coalition", lead, "members"),
        subtitle="Members as stated, states and organisations together, and the states alone",
        mark="line",
        data=data,
        unit="members",
        colours={"members": "blue", "of them states": "orange"},
        caveats=remarks(
            remark(ledger, "coalition_members"),
            *(_on_states(row) for row in data.to_dict("records") if row["series"] != "members" and _odd(row, data)),
        ),
        height=380,
    )


def _odd(row: Mapping[str, Any], data: pd.DataFrame) -> bool:
    """Whether a count of states needs its remark: it is hedged, or it is the newest."""
    return str(row["qualifier"]) != "exact" or bool(row["period_end"] == data["period_end"].max())


def _on_states(row: Mapping[str, Any]) -> str:
    """A count of states with its publisher, date and remark."""
    date = date_text(row["period_end"], str(row["date_precision"]))
    return f"States, {row['publisher']}, {date}: {row['text']}. {row['note']}."


@chart("coalition.by_region")
def by_region(ledger: Ledger) -> ChartSpec:
    """Members of the list by region, and how many of them are in the Small Group."""
    rows = ledger.members
    order = regions(ledger)[1:]
    held = [(name, rows.loc[rows["region"].astype(str) == name]) for name in order]
    small = [(name, part.loc[part["small_group"].astype(str) == "yes"]) for name, part in held]
    groups = [(name, "members", part) for name, part in held]
    groups += [(name, "of them in the Small Group", part) for name, part in small if len(part)]
    data = _counts(ledger, groups)
    told = join_words(f"{r['x']} {r['text']}" for r in data.loc[data["series"] == "members"].head(3).to_dict("records"))
    return ChartSpec(
        name="coalition.by_region",
        title=f"Members by region: {told}" if told else "Members by region",
        subtitle="Members that a source names, count by region; organisations apart",
        mark="bar",
        data=data,
        unit="members",
        x_kind="category",
        colours={"members": "blue", "of them in the Small Group": "teal"},
        caveats=(shortfall(ledger), _small_group_basis(ledger)),
    )


def _small_group_basis(ledger: Ledger) -> str:
    """Where the Small Group membership of the list comes from, in the words of its notes."""
    rows = ledger.members.loc[ledger.members["small_group"].astype(str) == "yes", "note"].astype(str)
    said = {part.strip() for note in rows for part in note.split(";") if "Small Group" in part}
    return f"{join_words(sorted(said))}." if said else ""


@chart("coalition.map", lambda _ledger: {"show": ("joined", "small")})
def member_map(ledger: Ledger, show: str = "joined") -> ChartSpec:
    """Members on the world map, by when they joined or by whether they are in the Small Group."""
    rows = ledger.members
    small = rows["small_group"].astype(str) == "yes"
    if show == "small":
        rows = rows.loc[small]
    year = rows["joined"].dt.year
    klass = [next(i for i, (last, _) in enumerate(PERIODS, 1) if y <= last) if pd.notna(y) else 0 for y in year]
    classes: tuple[str, ...] = (UNDATED, *(name for _, name in PERIODS))
    if show == "small":
        klass, classes = [0] * len(rows), ("member of the Small Group",)
    data = member_points(ledger, rows)
    areas = pd.DataFrame(
        {
            "iso": rows["iso3_or_slug"].astype(str).to_list(),
            "name": rows["name"].astype(str).to_list(),
            "value": 1.0,
            "text": data["text"].astype(str).to_list(),
            "klass": klass,
        }
    )
    states = rows["kind"].astype(str) == "state"
    others = int((~states).sum())
    bodies = join_words(rows.loc[~states, "name"].astype(str))
    return ChartSpec(
        name="coalition.map",
        title=f"{int(states.sum())} states and {others} organisation{'' if others == 1 else 's'} are named as "
        f"{'members of the Small Group' if show == 'small' else 'members of the Coalition'}",
        subtitle="States filled by when they joined" if show == "joined" else "States of the Small Group filled",
        mark="map",
        data=data,
        unit="members",
        map=MapView(
            WORLD, base="world", areas=areas.loc[states.to_list()].reset_index(drop=True), classes=classes,
            area_label="Joined" if show == "joined" else "Small Group",
        ),
        caveats=remarks(
            f"Not on the map because they have no territory: {bodies}." if bodies else "",
            undated(ledger) if show == "joined" else _small_group_basis(ledger),
            shortfall(ledger) if show == "joined" else "",
        ),
    )  # fmt: skip


@chart("coalition.joined", _region_option)
def joined(ledger: Ledger, region: str = ALL) -> ChartSpec:
    """Who joined when: one lane a member whose date of joining is known, the newest first."""
    rows = _held(ledger, region).dropna(subset=["joined"]).sort_values("joined", ascending=False, kind="stable")
    data = member_points(ledger, rows)
    data = data.assign(
        x=data["period_end"],
        series=data["place_name"],
        text=[f"{r['place_name']}\n{r['text']}\n{r['publisher']}\n{r['note']}" for r in data.to_dict("records")],
    )
    first = data.iloc[0] if len(data) else None
    where = "" if region == ALL else f" ({region})"
    return ChartSpec(
        name="coalition.joined",
        title=f"{len(data)} members have a known date of joining{where}; the newest is {first['series']} "
        f"({date_text(first['x'], str(first['date_precision']))})"
        if first is not None
        else "Who joined when",
        subtitle="Date on which a member joined or was welcomed; a month or year stands at its last day",
        mark="timeline",
        data=data,
        unit="",
        colours=dict.fromkeys(data["series"].astype(str), "blue"),
        height=70 + 24 * len(data),
        caveats=(undated(ledger),),
        empty="No member of this region has a known date of joining.",
    )


@chart("coalition.small_group")
def small_group(ledger: Ledger) -> ChartSpec:
    """Size of the Small Group as stated at its meetings."""
    data = series_points(ledger, select(ledger, "small_group_delegations"), "place", {"world": "delegations"})
    return ChartSpec(
        name="coalition.small_group",
        title=trend("The Small Group", headline_rows(data), "delegations"),
        subtitle="Delegations at, or members of, the Small Group as stated for the meeting",
        mark="dots",
        data=data,
        unit="delegations",
        colours={"delegations": "teal"},
        caveats=(_small_group_basis(ledger),),
    )


@chart("coalition.contributors")
def contributors(ledger: Ledger) -> ChartSpec:
    """Countries with troops in theatre."""
    data = series_points(ledger, select(ledger, "coalition_troop_contributors"), "place", {"iraq-syria": "countries"})
    lead = headline_rows(data)
    most = lead.loc[lead["value"].idxmax()] if len(lead) else None
    return ChartSpec(
        name="coalition.contributors",
        title=f"{most['text']} countries have troops in Iraq and Syria {when(most)}, the highest figure stated"
        if most is not None
        else "Countries with troops in Iraq and Syria",
        subtitle="Coalition partners with forces in Iraq and Syria, countries",
        mark="dots",
        data=data,
        unit="states",
        colours={"countries": "gold"},
        caveats=tuple(
            f"{date_text(r['period_end'], str(r['date_precision']))}: {r['note']}."
            for r in headline_rows(data).to_dict("records")
            if r["note"] and r["qualifier"] != "exact"
        ),
    )


def lanes(titles: pd.Series) -> pd.Series:
    """Sort Coalition events by the words of their titles: meetings, new members, and all else."""
    meeting = titles.str.contains(_MEETING, case=False, regex=True)
    joining = titles.str.contains(_JOINING, case=False, regex=True)
    lane = pd.Series("Mission and forces", index=titles.index, dtype=object)
    return lane.mask(joining, "New members").mask(meeting, "Meetings")


def coalition_events(ledger: Ledger) -> pd.DataFrame:
    """Events of the Coalition with their lane (column `lane`), newest first."""
    rows = ledger.events.loc[ledger.events["category"].astype(str) == "coalition"]
    rows = rows.assign(lane=lanes(rows["title"].astype(str)))
    return rows.sort_values(["date", "line"], ascending=[False, False], kind="stable")


@chart("coalition.meetings")
def meetings(ledger: Ledger) -> ChartSpec:
    """Meetings, accessions and turns of the mission on a timeline."""
    rows = coalition_events(ledger)
    noted = rows.assign(note=[cited(ledger, note) for note in rows["note"].astype(str)])
    data = event_points(noted, "lane") if len(rows) else empty_points()
    met = rows.loc[rows["lane"] == "Meetings"]
    last = met.iloc[0] if len(met) else None
    return ChartSpec(
        name="coalition.meetings",
        title=f"{len(met)} meetings; the newest, {date_text(last['date'])}: {last['title']}"
        if last is not None
        else "Meetings of the Coalition",
        subtitle="Meetings, accessions and turns of the mission, each dot one event",
        mark="timeline",
        data=data,
        unit="",
        colours={"Meetings": "blue", "New members": "teal", "Mission and forces": "orange"},
    )


def meeting(ledger: Ledger, date: str, place: str) -> dict[str, Any] | None:
    """One event of the Coalition by date (YYYY-MM-DD) and place as a row of the ledger; None where it is not held."""
    rows = ledger.events
    found = rows.loc[(rows["date"] == pd.Timestamp(date)) & (rows["place"].astype(str) == place)]
    if found.empty:
        return None
    row: dict[str, Any] = found.iloc[0].to_dict()
    precision = _precisions(ledger).get(str(row["source"]), "day")
    return row | {"published_precision": precision, "note": cited(ledger, str(row["note"]))}


def meeting_table(ledger: Ledger) -> pd.DataFrame:
    """The meetings as a table to read: date, place, what happened, remark, source and its address."""
    rows = coalition_events(ledger)
    rows = rows.loc[rows["lane"] == "Meetings"]
    return pd.DataFrame(
        {
            "Date": [date_text(r["date"], str(r["date_precision"])) for r in rows.to_dict("records")],
            "Place": rows["place_name"].astype(str),
            "Meeting": rows["title"].astype(str),
            "Remark": [cited(ledger, note) for note in rows["note"].astype(str)],
            "Publisher": rows["publisher"].astype(str),
            "Address": [url or None for url in rows["url"].astype(str)],
        }
    ).reset_index(drop=True)


def member_table(ledger: Ledger, region: str = ALL) -> pd.DataFrame:
    """The members of one region or of all as a table to read: name, region, joined, Small Group, source, remark."""
    rows = _held(ledger, region).sort_values("name", kind="stable")
    return pd.DataFrame(
        {
            "Member": rows["name"].astype(str),
            "Region": rows["region"].astype(str),
            "Joined": [
                date_text(r["joined"], str(r["joined_precision"])) if pd.notna(r["joined"]) else UNDATED
                for r in rows.to_dict("records")
            ],
            "Small Group": rows["small_group"].astype(str).where(rows["small_group"].astype(str) == "yes", ""),
            "Remark": rows["note"].astype(str),
            "Publisher": rows["publisher"].astype(str),
            "Address": [url or None for url in rows["url"].astype(str)],
        }
    ).reset_index(drop=True)


def takeaway(ledger: Ledger) -> str:
    """The sentence at the top of the page: members stated, members named, the newest to join."""
    stated = latest(ledger, select(ledger, "coalition_members"))
    date, precision = _newest_joining(ledger)
    if stated is None or pd.isna(date):
        return ""
    newest = join_words(ledger.members.loc[ledger.members["joined"] == date, "name"].astype(str))
    return (
        f"The Coalition has {figure_of(stated.to_dict()).text} members {when(stated)}; the newest is {newest} "
        f"({date_text(date, precision)}). Sources name {len(ledger.members)} of them."
    )
