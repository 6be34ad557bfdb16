"""People who left the camps and prisons of Northeast Syria in a period, closed against the stocks at both ends.

Every site is balanced by itself: what it held at its first count and what came in is what it held at its last count,
what left by report and an unexplained remainder. The remainder is never left out, whichever its sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.listed import camps
from analysis.moves import (
    UNNAMED,
    Link,
    Move,
    Moved,
    arrivals_at,
    departures_in,
    hedged,
    linked,
    moves_of,
    site_of_each,
    span,
    stocks,
)
from analysis.select import Choice, select
from loaders import Ledger

# How far a count may lie from the start or the end of a period to stand for it, at least and at most.
NEAREST, FARTHEST = 31, 92


@dataclass(frozen=True, slots=True)
class Balance:
    """The account of one site: its first and last count, arrivals and departures, and what is left over.

    `first` and `last` are None where no count holds near enough. `left` is who left by report in the period or between
    the counts, `outside` those of them who left before the first or after the last count. `remainder` is
    first + arrived + outside - left - last, with the bounds `low` and `high`; it is the unexplained remainder where the
    site is `closed`, counted at both ends.
    """

    site: str
    first: Move | None
    last: Move | None
    arrived: float
    left: float
    outside: float
    remainder: float
    low: float
    high: float

    @property
    def closed(self) -> bool:
        """Whether the site was counted near both ends of the period."""
        return self.first is not None and self.last is not None


@dataclass(frozen=True, slots=True)
class Flows:
    """All links of a period, the balance of every site, and statements that are not drawn because they overlap."""

    start: pd.Timestamp
    end: pd.Timestamp
    links: tuple[Link, ...]
    balances: tuple[Balance, ...]
    beside: tuple[int, ...]

    def sum(self, *ends: str) -> float:
        """People on all links with an end whose id starts with one of `ends`."""
        return sum(
            link.figure.value for link in self.links if link.source.startswith(ends) or link.target.startswith(ends)
        )

    @property
    def left(self) -> float:
        """People who left by report."""
        return self.sum("to:")

    @property
    def remainder(self) -> float:
        """The unexplained remainder: gone less come without report; sites without a first or last count apart."""
        return self.sum("rest") - self.sum("more")


def reach(start: pd.Timestamp, end: pd.Timestamp) -> int:
    """Days by which a count may miss the ends of a period: a quarter of its length, from NEAREST to FARTHEST."""
    return max(NEAREST, min(FARTHEST, (end - start).days // 4))


@lru_cache(maxsize=16)
def newest_figure(ledger: Ledger) -> pd.Timestamp:
    """The newest date of a count of these sites or of people who left them (NaT where there is none)."""
    held = camps(ledger)
    counts = [select(ledger, indicator, place=place) for indicator, place in stocks(ledger).values()]
    told: tuple[tuple[str, Choice], ...] = (
        ("iraqi_returns", held),
        ("syrian_returns", held),
        ("repatriated_persons", tuple(site_of_each(ledger))),
        ("detainees_transferred", None),
        ("detainees_transferred_total", "ne-syria"),
    )
    left = [select(ledger, indicator, place=place, origin=None, group=None) for indicator, place in told]
    return pd.concat([*counts, *left])["period_end"].max()


@lru_cache(maxsize=128)
def people_flows(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> Flows:
    """Who left al-Hol, Roj and the prisons of Northeast Syria from `start` to `end`, and where to.

    Of each kind of movement the stated total of exactly the period leads; otherwise, for each calendar year or part of
    one in the period, the stated total of exactly that; otherwise the preferred operations that ended in it are added.
    Handovers of detainees to Iraq may also be told by a running total that began in the year. Scopes are never mixed
    in one sum, and only counts of all people (group total) are used. Raises ValueError where the end is not after
    the start.
    """
    if end <= start:
        raise ValueError("the period ends before it starts")
    departures = departures_in(ledger, start, end)
    links: list[Link] = []
    balances: list[Balance] = []
    for site in (*stocks(ledger), UNNAMED):
        first, last = _counts(ledger, site, start, end)
        came = arrivals_at(ledger, site, first.end if first else start, last.end if last else end)
        went = [(link, moves) for link, moves in departures if link.source == site]
        went += _beyond(ledger, site, first, last, start, end)
        if came or went or (first is not None and last is not None):
            balance, closing = _balance(site, came, went, first, last)
            links += [*(link for link, _ in (*came, *went)), *closing]
            balances.append(balance)
    return Flows(start, end, tuple(links), tuple(balances), _beside(ledger, start, end, links))


def _beyond(
    ledger: Ledger, site: str, first: Move | None, last: Move | None, start: pd.Timestamp, end: pd.Timestamp
) -> list[Moved]:
    """People who left by report between the counts of a site, but before or after the period."""
    day = pd.Timedelta(days=1)
    gaps = []
    if first is not None and first.end < start - day:
        gaps.append((first.end + day, start - day))
    if last is not None and last.end > end:
        gaps.append((end + day, last.end))
    moves = [
        move for gap in gaps for link, found in departures_in(ledger, *gap) for move in found if link.source == site
    ]
    return linked(site, "beyond", moves)


def _counts(ledger: Ledger, site: str, start: pd.Timestamp, end: pd.Timestamp) -> tuple[Move | None, Move | None]:
    """The headline counts of a site nearest to the start and to the end, each None where none is near enough."""
    if site not in stocks(ledger):
        return None, None
    counts = moves_of(ledger, *stocks(ledger)[site], "all")
    first = _nearest(counts, start, reach(start, end))
    later = [count for count in counts if first is None or count.end > first.end]
    return first, _nearest(later, end, reach(start, end))


def _nearest(counts: Iterable[Move], date: pd.Timestamp, days: int) -> Move | None:
    """The count that holds nearest to a date, at most `days` off; of two equally near ones the later."""
    close = [count for count in counts if abs((count.end - date).days) <= days]
    return min(close, key=lambda count: (abs((count.end - date).days), -count.end.value), default=None)


def _is_outside(move: Move, first: Move | None, last: Move | None) -> bool:
    """Whether a movement happened before the first or after the last count of its site.

    An operation or a running total counts by its last day; a total of a period is outside where all of it is.
    """
    begin = move.end if move.scope in ("event", "") else move.start
    return (first is not None and move.end <= first.end) or (last is not None and begin > last.end)


def _balance(
    site: str, came: list[Moved], went: list[Moved], first: Move | None, last: Move | None
) -> tuple[Balance, list[Link]]:
    """The account of a site and the links that close it: its counts, who left outside them, and what is left over."""
    arrivals, departures = ([move for _, moves in side for move in moves] for side in (came, went))
    stray = [move for move in departures if _is_outside(move, first, last)]
    # Between the counts: what was there and came in, less what left and is there.
    plus = [*arrivals, *([first] if first else [])]
    minus = [*(move for move in departures if not _is_outside(move, first, last)), *([last] if last else [])]
    (had, least, most), (gone, fewest, largest) = span(plus), span(minus)
    value, low, high = had - gone, least - largest, most - fewest
    closing = [
        Link(*ends, count.figure, *count.figure.bounds, "stated", (count.label,))
        for count, ends in ((first, (f"start:{site}", site)), (last, (site, f"end:{site}")))
        if count is not None
    ]
    closing += [link for link, _ in linked("outside", site, stray)]
    exact = all(move.figure.qualifier == "exact" for move in (*plus, *minus))
    rows = tuple(move.label for move in (*plus, *minus))
    if value > 0:
        figure = hedged(value, low, high, exact=exact)
        closing.append(Link(site, "unclosed" if last is None else "rest", figure, low, high, "rest", rows))
    elif value < 0:
        figure = hedged(-value, -high, -low, exact=exact)
        closing.append(Link("uncounted" if first is None else "more", site, figure, -high, -low, "rest", rows))
    arrived, left, outside = (span(moves)[0] for moves in (arrivals, departures, stray))
    return Balance(site, first, last, arrived, left, outside, value, low, high), closing


def _beside(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp, links: Iterable[Link]) -> tuple[int, ...]:
    """Totals that lie in the period but mix nationalities or camps, so that they overlap with the links; largest first.

    The figures are index labels of `ledger.observations`.
    """
    used = {label for link in links for label in link.rows}
    found = [
        *moves_of(ledger, "camp_departures", (*camps(ledger), "ne-syria"), "all"),
        *moves_of(ledger, "repatriated_persons", tuple(site_of_each(ledger)), ("non_syr", "tcn")),
        *(move for move in moves_of(ledger, "syrian_returns_to", None, "syr") if move.scope == "year_total"),
    ]
    within = [move for move in found if start <= move.start and move.end <= end and move.label not in used]
    return tuple(move.label for move in sorted(within, key=lambda move: -move.figure.value))
