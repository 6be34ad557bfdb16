"""Whether a stock still holds: what an event has ended, emptied or overtaken since, who has left, and how old it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from analysis.cut import indicator_rows
from analysis.headline import headline, leading
from analysis.hedge import Figure, figure_of
from analysis.select import select
from analysis.totals import containing, countable, reported_sum, whole_of
from analysis.vocabulary import PEOPLE
from analysis.words import is_old, is_past
from loaders import Ledger
from loaders.frames import NO_DAY, as_records

State = Literal["current", "old", "overtaken", "emptied", "closed", "over"]
FINAL: tuple[State, ...] = ("closed", "emptied", "over")  # no newer figure is to come
# Departures since the count, as a share of it, from which it no longer holds.
OVERTAKEN_SHARE = 0.1
_RANK = {"over": 0, "closed": 1, "emptied": 2, "overtaken": 3}
_ANY = "*"
WHOLE = ("total", "all")  # groups that leave nobody out
# Groups whose departures are also told by those of their parts.
_MADE_OF: dict[str, tuple[str, ...]] = {
    "total": PEOPLE,
    "women_and_children": ("women_and_children", "women", "children", "boys", "girls"),
    "adults": ("adults", "women", "men"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a stated figure of a stock stands today.

    `state` is current, old (by age alone), overtaken (so many have moved since that it no longer holds), emptied,
    closed or over (the series is final). `on`, `precision`, `event` and `note` tell the event that ended it, where one
    did; `left` is the sum of departures reported since, where there are any; `aged` is whether its age alone keeps it
    from being told as of now.
    """

    state: State
    on: pd.Timestamp = NO_DAY
    precision: str = "day"
    event: str = ""
    note: str = ""
    left: Figure | None = None
    aged: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figure may be ranked, compared and projected."""
        return self.state == "current"

    @property
    def past(self) -> bool:
        """Whether it is told in the past tense: it no longer holds, or is too old for anyone to say that it does."""
        return self.aged or not self.holds

    @property
    def final(self) -> bool:
        """Whether no newer figure is to come: closed, emptied or over."""
        return self.state in FINAL


def standing(ledger: Ledger, row: Any) -> Standing:
    """Say how one observation of a stock stands against today and the events since (`row` is a dict or a Series).

    Of several events the one that ends most finally counts, of equal ones the first. A running total or a flow is only
    ever current, old or over: it stays true of its period.
    """
    key = tuple(str(row[column]) for column in ("indicator", "place", "origin", "group"))
    return _standing(ledger, *key, pd.Timestamp(row["period_end"]), _value(row))


def _value(row: Any) -> float:
    bound = row["high"]
    return float(row["value"] if pd.isna(bound) else bound)


@lru_cache(maxsize=8192)
def _standing(
    ledger: Ledger, indicator: str, place: str, origin: str, group: str, held: pd.Timestamp, value: float
) -> Standing:
    by_age: State = "old" if pd.isna(held) or is_old(held, ledger.today) else "current"
    aged = pd.isna(held) or is_past(held, ledger.today)
    kind = _facts(ledger).get(indicator, ("stock", ()))[0]
    endings = [
        one
        for one in _endings(ledger, indicator)
        if all(said in (_ANY, own) for said, own in zip(one[4:7], (place, origin, group), strict=True))
        # A final count is often told after the end.
        and (one[0] >= held or one[3] == "over")
    ]
    if kind != "stock":
        endings = [one for one in endings if one[3] == "over"]
    if endings:
        date, precision, title, effect, *_, note = min(endings, key=lambda one: (_RANK[one[3]], one[0]))
        return Standing(effect, date, precision, title, note, aged=aged)
    if kind != "stock":
        return Standing(by_age, aged=by_age == "old")
    left = departed(ledger, indicator, place, origin, group, held)
    if left is not None and value > 0 and left.value >= OVERTAKEN_SHARE * value:
        return Standing("overtaken", left=left, aged=aged)
    return Standing(by_age, left=left, aged=aged)


@lru_cache(maxsize=16)
def _facts(ledger: Ledger) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Of each indicator its kind and the flows that reduce it."""
    table = ledger.indicators
    return {
        str(name): (str(kind), tuple(str(flows).split()))
        for name, kind, flows in zip(table["indicator"], table["kind"], table["reduced_by"], strict=True)
    }


@lru_cache(maxsize=1024)
def _endings(ledger: Ledger, indicator: str) -> tuple[tuple[Any, ...], ...]:
    """What ends stocks of an indicator: date, precision, title, effect, place, origin, group, note."""
    rows = ledger.endings[ledger.endings["indicator"] == indicator]
    events = {
        (date, str(title)): str(precision)
        for date, title, precision in zip(
            ledger.events["date"], ledger.events["title"], ledger.events["date_precision"], strict=True
        )
    }
    columns = ["date", "title", "effect", "place", "origin", "group", "note"]
    return tuple(
        (date, events[date, str(title)], str(title), *(str(text) for text in rest))
        for date, title, *rest in rows[columns].itertuples(index=False, name=None)
        if (date, str(title)) in events
    )


@lru_cache(maxsize=4096)
def departed(ledger: Ledger, indicator: str, place: str, origin: str, group: str, since: pd.Timestamp) -> Figure | None:
    """Departures reported after `since` from a stock, added; None without a report (see `departures`)."""
    rows = departures(ledger, indicator, place, origin, group, since)
    return reported_sum(figure_of(row) for row in as_records(rows)) if len(rows) else None


@lru_cache(maxsize=512)
def departures(
    ledger: Ledger, indicator: str, place: str, origin: str, group: str, since: pd.Timestamp
) -> pd.DataFrame:
    """Statements of departures reported after `since` from a stock by the flows that indicators.csv names.

    Operations of the same nationality that left the place, a part of it, or a whole that contains it; each operation
    once. For a part of the people (children) only what is told of that part counts, for women and children together
    what is told of either. Rows of observations, to be added.
    """
    flows = _facts(ledger).get(indicator, ("", ()))[1]
    if not flows or pd.isna(since):
        return ledger.observations.iloc[:0]
    rows = select(ledger, flows, origin=origin, group=_MADE_OF.get(group, group))
    rows = rows[(rows["period_start"] > since) & (rows["unit"] == "persons")]
    rows = countable(ledger, headline(ledger, rows))
    near = _related(ledger, place)
    rows = rows[(rows["scope"] == "event") & rows["place"].isin(near)]
    if rows.empty:
        return rows
    event = rows["event"].astype(str)
    # An operation without a name stands for itself.
    key = event.where(event != "", rows["file"].astype(str) + ":" + rows["line"].astype(str))
    return pd.concat([whole_of(one) for _, one in rows.groupby(key, sort=False)])


def parts_later(ledger: Ledger, row: Mapping[str, Any] | pd.Series, places: Collection[str] = ()) -> pd.DataFrame:
    """Of each part of the people that a stock of everybody counts, the newest leading count that is later than it.

    Of those in the place of the stock, and in any of `places`. Rows of observations, the earliest first; none for a
    flow, and none for a stock of a part itself.
    """
    if str(row["group"]) not in WHOLE or str(row["kind"]) != "stock":
        return ledger.observations.iloc[:0]
    rows = indicator_rows(ledger, str(row["indicator"]))
    same = rows["place"].isin({str(row["place"]), *places}) & (rows["origin"] == row["origin"])
    later = rows[same & (rows["period_end"] > row["period_end"])]
    people = later["group"].isin(set(PEOPLE) - set(WHOLE))
    leads = leading(ledger)["role"].loc[later.index] == "headline"
    return later[people & leads].sort_values("period_end", kind="stable").drop_duplicates("group", keep="last")


@lru_cache(maxsize=512)
def _related(ledger: Ledger, place: str) -> frozenset[str]:
    """A place, its parts and the wholes that contain it."""
    wholes = containing(ledger, "place")
    parts = {part for part, above in wholes.items() if place in above}
    return frozenset({place, *parts, *wholes.get(place, set())} - {"world"})
