"""The headline series that headlines.csv lists: what a tile calls each, where it is shown, and when it is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.headline import series
from analysis.select import select
from analysis.standing import standing
from loaders import Ledger
from loaders.frames import as_records, texts


@dataclass(frozen=True, slots=True)
class Listed:
    """A headline series: its words, its key, the page that tells more, and where it is shown.

    `on_overview` and `on_page` say whether it is a tile there, `changes` whether the chart of changes compares it;
    `interval` is the number of days in which a next figure is expected.
    """

    label: str
    indicator: str
    place: str
    origin: str
    group: str
    page: str
    on_overview: bool
    on_page: bool
    changes: bool
    interval: int


@lru_cache(maxsize=8)
def headlines(ledger: Ledger) -> tuple[Listed, ...]:
    """Every headline series in its order."""
    rows = ledger.headlines.sort_values("order")
    return tuple(
        Listed(
            label=str(row["label"]),
            indicator=str(row["indicator"]),
            place=str(row["place"]),
            origin=str(row["origin"]),
            group=str(row["group"]),
            page=str(row["page"]),
            on_overview=row["tile"] in ("overview", "both"),
            on_page=row["tile"] in ("page", "both"),
            changes=row["changes"] == "yes",
            interval=int(row["interval"]),
        )
        for row in as_records(rows)
    )


def statements_of(ledger: Ledger, item: Listed) -> pd.DataFrame:
    """All statements of a headline series, oldest first; columns as in `ledger.observations`."""
    return select(ledger, item.indicator, place=item.place, origin=item.origin, group=item.group)


@lru_cache(maxsize=256)
def told_of(ledger: Ledger, item: Listed) -> pd.DataFrame:
    """The statements that a tile tells: of a running total that began anew, those since the start of the newest."""
    rows = statements_of(ledger, item)
    if rows.empty or str(rows["kind"].iloc[-1]) != "cumulative" or pd.isna(rows["period_start"].iloc[-1]):
        return rows
    return rows[rows["period_end"] >= rows["period_start"].iloc[-1]]


@lru_cache(maxsize=4)
def upkeep(ledger: Ledger, today: pd.Timestamp) -> pd.DataFrame:
    """Every headline series once with how old its newest figure is on `today`, the most overdue first.

    Columns: label, page, newest (date), precision, days (its age), interval (days), overdue (days beyond the interval,
    0 where none or where the series has come to an end), state (see `analysis.standing`).
    """
    found = []
    seen = set()
    for item in headlines(ledger):
        key = (item.indicator, item.place, item.origin, item.group)
        rows = series(ledger, statements_of(ledger, item))
        if key in seen or rows.empty:
            continue
        seen.add(key)
        last = rows.iloc[-1]
        how = standing(ledger, last)
        days = max((today - last["period_end"]).days, 0)
        found.append(
            {
                "label": item.label,
                "page": item.page,
                "newest": last["period_end"],
                "precision": str(last["date_precision"]),
                "days": days,
                "interval": item.interval,
                "overdue": 0 if how.final else max(days - item.interval, 0),
                "state": how.state,
            }
        )
    columns = ["label", "page", "newest", "precision", "days", "interval", "overdue", "state"]
    frame = pd.DataFrame(found, columns=columns)
    return frame.sort_values("overdue", ascending=False, kind="stable").reset_index(drop=True)


def due(ledger: Ledger, today: pd.Timestamp) -> pd.DataFrame:
    """The overdue rows of `upkeep` with where to look: `keeper` (who states the newest figure) and `url` (its page)."""
    rows = upkeep(ledger, today)
    rows = rows[rows["overdue"] > 0]
    found = {
        one.label: series(ledger, statements_of(ledger, one)).iloc[-1]
        for one in headlines(ledger)
        if one.label in set(rows["label"])
    }
    keepers = {label: (str(last["attribution"]), str(last["url"])) for label, last in found.items()}
    keeper = [keepers[label][0] for label in rows["label"]]
    return rows.assign(keeper=keeper, url=[keepers[label][1] for label in rows["label"]])


@lru_cache(maxsize=16)
def camps(ledger: Ledger) -> tuple[str, ...]:
    """The camps whose number of people is a headline series, in its order: those that a reader asks after."""
    kinds = dict(zip(texts(ledger.places["place"]), ledger.places["kind"].astype(str), strict=True))
    listed = [one for one in headlines(ledger) if (one.indicator, one.origin) == ("camp_population", "all")]
    return tuple(dict.fromkeys(one.place for one in listed if kinds.get(one.place) == "camp"))
