"""The list of members that sources name: drawn, counted and as a table, with what it leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import join_words, select
from analysis.words import date_text
from charts.common import headline_rows, series_points, when
from charts.spec import CITED, DRAWN, combined, drawn_rows
from charts.views.campaign import of_sources
from loaders import Ledger
from loaders.frames import as_records, texts

ALL = "all"
_MOST_PERIODS = 4  # classes of the map by when members joined
UNDATED = "date not found"


@lru_cache(maxsize=16)
def regions(ledger: Ledger) -> tuple[str, ...]:
    """All, then the regions of the member list, the largest first."""
    return (ALL, *ledger.members["region"].astype(str).value_counts().index)


def members_in(ledger: Ledger, region: str) -> pd.DataFrame:
    """The rows of the list for one region, or all."""
    members = ledger.members
    return members if region == ALL else members[members["region"] == region]


def newest_joining(ledger: Ledger) -> tuple[Any, str]:
    """Date and precision of the newest accession of the list: the date that the list holds for."""
    dated = ledger.members.dropna(subset=["joined"]).sort_values("joined", kind="stable")
    return (dated.iloc[-1]["joined"], str(dated.iloc[-1]["joined_precision"])) if len(dated) else (pd.NaT, "day")


def member_points(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """Members as drawn points, one a row: x = name, series = region, text = when it joined, as exactly as is known."""
    precision, carried = of_sources(ledger, "published_precision"), of_sources(ledger, "carried_by")
    records = []
    for row in as_records(rows):
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
                "stated_by": row["publisher"],
                "carried_by": carried.get(str(row["source"]), ""),
                "published_precision": precision.get(str(row["source"]), "day"),
                "statements": 1,
                "rival_low": float("nan"),
                "rival_high": float("nan"),
                "file": row["file"],
                "line": row["line"],
            }
        )
    return drawn_rows(records)


def member_counts(ledger: Ledger, groups: Sequence[tuple[str, str, pd.DataFrame, pd.DataFrame]]) -> pd.DataFrame:
    """Counts of the member list as drawn points, from (category, series, rows that are counted, rows looked through).

    Each holds for the day of the newest dated accession in it and cites every source behind it, that of this accession
    first; a count of none cites the sources of the rows that were looked through.
    """
    listed = member_points(ledger, ledger.members).set_axis(ledger.members.index)
    out = []
    for x, series, rows, among in groups:
        points = listed.loc[rows.index]
        behind = points if len(points) else listed.loc[among.index]
        out.append(
            dict.fromkeys(DRAWN, "")
            | combined(as_records(behind))
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
                "place": "",
                "place_name": "",
                "period_start": pd.NaT,
                "note": f"Count of the {len(points)} members listed: {', '.join(points['x'].astype(str))}"
                if len(points)
                else f"None of the {len(among)} members listed",
                "file": "members.csv",
                "line": 0,
            }
        )
    return drawn_rows(out)


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
    rows = ledger.members[ledger.members["joined"].isna()]
    notes = rows["note"].astype(str).str.split(";").str[0].value_counts()
    said = f"; of {notes.iloc[0]} the list says “{notes.index[0]}”" if len(notes) else ""
    return f"For {len(rows)} of {len(ledger.members)} members no date of joining was found{said}."


def small_group_basis(ledger: Ledger) -> str:
    """Where the Small Group membership of the list comes from, in the words of its notes."""
    rows = ledger.members.loc[ledger.members["small_group"] == "yes", "note"].astype(str)
    said = {part.strip() for note in rows for part in note.split(";") if "Small Group" in part}
    return f"{join_words(sorted(said))}." if said else ""


def joining_periods(ledger: Ledger) -> list[tuple[int, int]]:
    """First and last year of at most four equally long spans from the first to the newest dated accession."""
    years = ledger.members["joined"].dropna().dt.year
    if years.empty:
        return []
    first, last = int(years.min()), int(years.max())
    length = -(-(last - first + 1) // _MOST_PERIODS)
    return [(start, min(start + length - 1, last)) for start in range(first, last + 1, length)]


@lru_cache(maxsize=64)
def member_table(ledger: Ledger, region: str = ALL) -> pd.DataFrame:
    """The members of one region or of all as a table to read: name, region, joined, Small Group, source, remark."""
    rows = members_in(ledger, region).sort_values("name", kind="stable")
    return pd.DataFrame(
        {
            "Member": rows["name"].astype(str),
            "Region": rows["region"].astype(str),
            "Joined": [
                date_text(r["joined"], str(r["joined_precision"])) if pd.notna(r["joined"]) else UNDATED
                for r in as_records(rows)
            ],
            "Small Group": rows["small_group"].astype(str).where(rows["small_group"] == "yes", ""),
            "Remark": rows["note"].astype(str),
            "Publisher": rows["publisher"].astype(str),
            "Address": [url or None for url in texts(rows["url"])],
        }
    ).reset_index(drop=True)
