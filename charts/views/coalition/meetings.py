"""Meetings of the Global Coalition: the timeline of events, single meetings with their source, and a table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.words import OLD_DAYS, date_text
from charts.catalog import chart
from charts.common import event_points
from charts.spec import ChartSpec, empty_points
from charts.views.campaign import cited, latest_event, of_sources
from loaders import Ledger
from loaders.frames import as_records, texts

MEETINGS, JOINING, MISSION = "Meetings", "New members", "Mission and forces"
_LANES = {"meeting": MEETINGS, "accession": JOINING}


def coalition_events(ledger: Ledger) -> pd.DataFrame:
    """Events of the Coalition with what their lane is called (column `lane`), newest first."""
    rows = ledger.events[ledger.events["category"] == "coalition"]
    rows = rows.assign(lane=[_LANES.get(lane, MISSION) for lane in texts(rows["lane"])])
    return rows.sort_values(["date", "line"], ascending=[False, False], kind="stable")


@chart("coalition.meetings")
def meetings(ledger: Ledger) -> ChartSpec:
    """Meetings, accessions and turns of the mission on a timeline."""
    rows = coalition_events(ledger)
    noted = rows.assign(note=[cited(ledger, note) for note in texts(rows["note"])])
    data = event_points(noted, "lane") if len(rows) else empty_points()
    return ChartSpec(
        name="coalition.meetings",
        title=latest_event(rows[rows["lane"] == MEETINGS], "Latest meeting")
        or "No meeting of the Coalition is on record",
        subtitle="Meetings, accessions and turns of the mission, each dot one event",
        mark="timeline",
        data=data,
        unit="",
        colours={MEETINGS: "blue", JOINING: "teal", MISSION: "orange"},
    )


def turn_of_mission(ledger: Ledger) -> str:
    """`Coalition forces left Erbil; ... (30 Sep 2026)`: the newest event of the Coalition that ended what was counted.

    Empty where none is of the last year.
    """
    rows = coalition_events(ledger)
    ended = set(zip(ledger.endings["date"], texts(ledger.endings["title"]), strict=True))
    own = pd.Series([key in ended for key in zip(rows["date"], texts(rows["title"]), strict=True)], rows.index)
    newest = rows[own.astype(bool) & (rows["date"] > ledger.today - pd.Timedelta(days=OLD_DAYS))].head(1)
    return "".join(
        f"{row['title']} ({date_text(row['date'], str(row['date_precision']))})" for row in as_records(newest)
    )


@lru_cache(maxsize=16)
def newest_meetings(ledger: Ledger, most: int = 2) -> list[dict[str, Any]]:
    """The newest meetings of which a remark tells more than the title, as rows of the ledger, newest first."""
    rows = coalition_events(ledger)
    told = rows[(rows["lane"] == MEETINGS) & (rows["note"] != "")].head(most)
    precision = of_sources(ledger, "published_precision")
    return [
        row | {"published_precision": precision.get(row["source"], "day"), "note": cited(ledger, row["note"])}
        for row in as_records(told)
    ]


@lru_cache(maxsize=16)
def meeting_table(ledger: Ledger) -> pd.DataFrame:
    """The meetings as a table to read: date, place, what happened, remark, source and its address."""
    rows = coalition_events(ledger)
    rows = rows[rows["lane"] == MEETINGS]
    return pd.DataFrame(
        {
            "Date": [date_text(r["date"], str(r["date_precision"])) for r in as_records(rows)],
            "Place": rows["place_name"].astype(str),
            "Meeting": rows["title"].astype(str),
            "Remark": [cited(ledger, note) for note in texts(rows["note"])],
            "Publisher": rows["publisher"].astype(str),
            "Address": [url or None for url in texts(rows["url"])],
        }
    ).reset_index(drop=True)
