"""People who left the camps and prisons of Northeast Syria in a period, closed against the stocks at both ends.

Every site is balanced by itself: what it held at its first count and what came in is what it held at its last count,
what left by report and an unexplained remainder. The remainder is never left out, whichever its sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import isinf
from typing import Literal

import pandas as pd

from analysis.headline import headline
from analysis.hedge import Figure, figure_of
from analysis.listed import camps
from analysis.origins import third_countries
from analysis.select import Choice, select
from analysis.sites import inside, kinds, receivers
from analysis.totals import countable, scopes
from loaders import Ledger
from loaders.frames import as_records

# A camp or prison that the source does not name, which has no stock, and the places that such a source names.
PRISONS, UNNAMED = "prisons", "unnamed"
_WIDER = ("ne-syria", "syria")
# How far a count may lie from the start or the end of a period to stand for it, at least and at most.
NEAREST, FARTHEST = 31, 92


@dataclass(frozen=True, slots=True)
class Move:
    """One headline statement of people on the move or in a place: index label, where, who, when, how many."""

    label: int
    place: str
    origin: str
    start: pd.Timestamp
    end: pd.Timestamp
    scope: str
    event: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Link:
    """People on one way: from a node to another, with the statements behind the figure.

    Nodes are ids. On the left `start:SITE` (first count), `arrived`, `more` (unexplained), `outside` (left before the
    first or after the last count) and `uncounted` (no first count); in the middle the site; on the right `end:SITE`,
    `to:PLACE`, `beyond` (left between the counts, but outside the period), `rest` (unexplained) and `unclosed`
    (no last count). The value of `figure` is what is drawn, the sum of the stated values; `low` and `high` are what the
    hedges allow (infinite where open); `rows` are index labels of `ledger.observations`.
    """

    source: str
    target: str
    figure: Figure
    low: float
    high: float
    basis: Literal["stated", "sum", "rest"]
    rows: tuple[int, ...]


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


def stocks(ledger: Ledger) -> dict[str, tuple[str, str]]:
    """Sites with a stock of their own: the camps that headlines.csv lists and the prisons; its indicator and place."""
    return {camp: ("camp_population", camp) for camp in camps(ledger)} | {PRISONS: ("detainees_held", "ne-syria")}


@lru_cache(maxsize=16)
def _site_of(ledger: Ledger) -> dict[str, str]:
    """The site of each place that a source may name: camps, their sections, and wider areas."""
    held = camps(ledger)
    pairs = zip(ledger.parts["whole"].astype(str), ledger.parts["part"].astype(str), strict=True)
    sections = {part: whole for whole, part in pairs if whole in held}
    return {camp: camp for camp in held} | sections | dict.fromkeys(_WIDER, UNNAMED)


@lru_cache(maxsize=16)
def newest_figure(ledger: Ledger) -> pd.Timestamp:
    """The newest date of a count of these sites or of people who left them (NaT where there is none)."""
    held = camps(ledger)
    counts = [select(ledger, indicator, place=place) for indicator, place in stocks(ledger).values()]
    told: tuple[tuple[str, Choice], ...] = (
        ("iraqi_returns", held),
        ("syrian_returns", held),
        ("repatriated_persons", tuple(_site_of(ledger))),
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
    departures = _departures(ledger, start, end)
    links: list[Link] = []
    balances: list[Balance] = []
    for site in (*stocks(ledger), UNNAMED):
        first, last = _counts(ledger, site, start, end)
        came = _arrivals(ledger, site, first.end if first else start, last.end if last else end)
        went = [(link, moves) for link, moves in departures if link.source == site]
        went += _beyond(ledger, site, first, last, start, end)
        if came or went or (first is not None and last is not None):
            balance, closing = _balance(site, came, went, first, last)
            links += [*(link for link, _ in (*came, *went)), *closing]
            balances.append(balance)
    return Flows(start, end, tuple(links), tuple(balances), _beside(ledger, start, end, links))


def pieces(start: pd.Timestamp, end: pd.Timestamp) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """The calendar years of a period, the first and the last cut to it."""
    return [
        (max(start, pd.Timestamp(year, 1, 1)), min(end, pd.Timestamp(year, 12, 31)))
        for year in range(start.year, end.year + 1)
    ]


@lru_cache(maxsize=512)
def _moves(
    ledger: Ledger, indicator: str, place: Choice, origin: Choice, group: str | None = "total"
) -> tuple[Move, ...]:
    """The headline statements of a selection that count people, oldest first; choices must be hashable."""
    rows = countable(ledger, headline(ledger, select(ledger, indicator, place=place, origin=origin, group=group)))
    rows = rows.loc[rows["unit"] == "persons"]
    columns = ["place", "origin", "period_start", "period_end", "event", "value", "low", "high", "qualifier", "unit"]
    return tuple(
        Move(
            int(label),
            str(row["place"]),
            str(row["origin"]),
            row["period_start"],
            row["period_end"],
            str(scope),
            str(row["event"]),
            figure_of(row),
        )
        for label, scope, row in zip(rows.index, scopes(rows), as_records(rows[columns]), strict=True)
    )


def _exact(moves: Iterable[Move], start: pd.Timestamp, end: pd.Timestamp) -> list[Move]:
    """The stated total of exactly a period, the largest where several parts of the area have one."""
    found = [move for move in moves if move.scope != "event" and (move.start, move.end) == (start, end)]
    return sorted(found, key=lambda move: -move.figure.value)[:1]


def _events(moves: Iterable[Move], start: pd.Timestamp, end: pd.Timestamp) -> list[Move]:
    return [move for move in moves if move.scope == "event" and start <= move.end <= end]


def _told(moves: Sequence[Move], start: pd.Timestamp, end: pd.Timestamp) -> list[Move]:
    """The statements that tell a movement of one nationality in a period: see `people_flows`."""
    whole = _exact(moves, start, end)
    if whole:
        return whole
    return [
        move for first, last in pieces(start, end) for move in _exact(moves, first, last) or _events(moves, first, last)
    ]


Moved = tuple[Link, list[Move]]


def _link(source: str, target: str, moves: Sequence[Move]) -> list[Moved]:
    if sum(move.figure.value for move in moves) <= 0:
        return []
    value, low, high = _span(moves)
    exact = all(move.figure.qualifier == "exact" for move in moves)
    if low == value and any(move.scope == "event" for move in moves):
        # Journeys that no source reports are missing.
        figure = Figure(value, float("nan"), float("nan"), "at_least", "persons")
    else:
        figure = moves[0].figure if len(moves) == 1 else hedged(value, low, high, exact=exact)
    basis: Literal["stated", "sum"] = "stated" if len(moves) == 1 else "sum"
    return [(Link(source, target, figure, low, high, basis, tuple(m.label for m in moves)), list(moves))]


def _span(moves: Iterable[Move]) -> tuple[float, float, float]:
    """Sum of the stated values, and the least and the most that the hedges allow."""
    figures = [move.figure for move in moves]
    low, high = (sum(figure.bounds[edge] for figure in figures) for edge in (0, 1))
    return sum(figure.value for figure in figures), low, high


def hedged(value: float, low: float, high: float, *, exact: bool) -> Figure:
    """A computed number of people with the hedge that its bounds call for; `exact` if every part of it is."""
    nan = float("nan")
    if low == high:
        return Figure(value, nan, nan, "exact" if exact else "about", "persons")
    if low == value and isinf(high):
        return Figure(value, nan, nan, "at_least", "persons")
    if high == value and isinf(low):
        return Figure(value, nan, nan, "at_most", "persons")
    if isinf(low) or isinf(high):
        return Figure(value, nan if isinf(low) else low, nan if isinf(high) else high, "about", "persons")
    return Figure(value, low, high, "range", "persons")


def _departures(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> list[Moved]:
    found: list[Moved] = []
    for camp in camps(ledger):
        for indicator, origin, target in (
            ("iraqi_returns", "irq", "to:iraq"),
            ("camp_escapes", "all", "to:unknown"),
            ("camp_deaths_total", "all", "to:died"),
        ):
            found += _link(camp, target, _told(_moves(ledger, indicator, camp, origin), start, end))
    # Who was moved to another camp is told by those who arrived there.
    for camp in camps(ledger):
        for other in receivers(ledger, camp, "displacement_camp"):
            found += _link(camp, f"to:{other}", _told(_moves(ledger, "camp_arrivals", other, "all"), start, end))
    found += _repatriations(ledger, start, end)
    found += _syrians(ledger, start, end)
    return found + _prisons(ledger, start, end)


def _repatriations(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> list[Moved]:
    """People taken home by states other than Iraq, by the site that the source names.

    A stated total of a state takes the place of all its operations in that time, wherever they were.
    """
    site_of = _site_of(ledger)
    moves = sorted(
        _moves(ledger, "repatriated_persons", tuple(site_of), third_countries(ledger)), key=lambda move: move.origin
    )
    used = [move for _, own in groupby(moves, key=lambda move: move.origin) for move in _told(list(own), start, end)]
    sites = (*stocks(ledger), UNNAMED)
    return [one for site in sites for one in _link(site, "to:third", [m for m in used if site_of[m.place] == site])]


def _syrians(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> list[Moved]:
    """Syrians who left al-Hol or Roj in groups, by destination; a group whose destination no source counts stays apart.

    Which camp a group left is told by its statements of departure, where it arrived by those of destination.
    """
    camp_of = _camp_of(ledger)
    arrived = [
        move for move in _events(_moves(ledger, "syrian_returns_to", None, "syr"), start, end) if move.event in camp_of
    ]
    placed = {move.event for move in arrived}
    left = _events(_moves(ledger, "syrian_returns", camps(ledger), "syr"), start, end)
    found: list[Moved] = []
    for camp in camps(ledger):
        own = [move for move in arrived if camp_of[move.event] == camp]
        for place in sorted({move.place for move in own}):
            found += _link(camp, f"to:{place}", [move for move in own if move.place == place])
        found += _link(camp, "to:syria", [move for move in left if move.place == camp and move.event not in placed])
    return found


@lru_cache(maxsize=16)
def _camp_of(ledger: Ledger) -> dict[str, str]:
    """The camp that each group of Syrians left, whether people or households of it were counted."""
    rows = select(ledger, "syrian_returns", place=camps(ledger), origin="syr", group=None)
    return {
        event: place for event, place in zip(rows["event"].astype(str), rows["place"].astype(str), strict=True) if event
    }


@lru_cache(maxsize=16)
def prison_places(ledger: Ledger) -> tuple[str, ...]:
    """The area and the prisons in it that a source may name."""
    kind = kinds(ledger)
    return ("ne-syria", *(place for place in inside(ledger, "ne-syria") if kind.get(place) == "detention_facility"))


def _prisons(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> list[Moved]:
    """Detainees handed to Iraq, released, or escaped, from all prisons of the area."""
    places = prison_places(ledger)
    found = _link("prisons", "to:iraq", _handed_over(ledger, places, start, end))
    for indicator, target in (("detainees_released", "to:released"), ("detainees_escaped", "to:unknown")):
        found += _link("prisons", target, _events(_moves(ledger, indicator, places, None), start, end))
    return found


def _handed_over(ledger: Ledger, places: tuple[str, ...], start: pd.Timestamp, end: pd.Timestamp) -> list[Move]:
    moves = _moves(ledger, "detainees_transferred", places, None)
    totals = _moves(ledger, "detainees_transferred_total", "ne-syria", "all")
    found: list[Move] = []
    for first, last in pieces(start, end):
        stated = [one for who in ("all", "irq") for one in _exact([m for m in moves if m.origin == who], first, last)]
        single = _events(moves, first, last)
        running = [move for move in totals if move.start >= first and move.end <= last][-1:]
        if stated:
            found += stated[:1]
        elif sum(m.figure.value for m in running) > sum(m.figure.value for m in single):
            found += running
        else:
            found += single
    return found


def _arrivals(ledger: Ledger, site: str, since: pd.Timestamp, until: pd.Timestamp) -> list[Moved]:
    """People reported to have come to a camp between its counts: periods that do not overlap, of any nationality."""
    kept: list[Move] = []
    offered = _moves(ledger, "camp_arrivals", site, None) if site in camps(ledger) else ()
    for move in sorted(offered, key=lambda one: (one.start, one.end)):
        if since < move.end <= until and (not kept or move.start > kept[-1].end):
            kept.append(move)
    return _link("arrived", site, kept)


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
    moves = [move for gap in gaps for link, found in _departures(ledger, *gap) for move in found if link.source == site]
    return _link(site, "beyond", moves)


def _counts(ledger: Ledger, site: str, start: pd.Timestamp, end: pd.Timestamp) -> tuple[Move | None, Move | None]:
    """The headline counts of a site nearest to the start and to the end, each None where none is near enough."""
    if site not in stocks(ledger):
        return None, None
    counts = _moves(ledger, *stocks(ledger)[site], "all")
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
    (had, least, most), (gone, fewest, largest) = _span(plus), _span(minus)
    value, low, high = had - gone, least - largest, most - fewest
    closing = [
        Link(*ends, count.figure, *count.figure.bounds, "stated", (count.label,))
        for count, ends in ((first, (f"start:{site}", site)), (last, (site, f"end:{site}")))
        if count is not None
    ]
    closing += [link for link, _ in _link("outside", site, stray)]
    exact = all(move.figure.qualifier == "exact" for move in (*plus, *minus))
    rows = tuple(move.label for move in (*plus, *minus))
    if value > 0:
        figure = hedged(value, low, high, exact=exact)
        closing.append(Link(site, "unclosed" if last is None else "rest", figure, low, high, "rest", rows))
    elif value < 0:
        figure = hedged(-value, -high, -low, exact=exact)
        closing.append(Link("uncounted" if first is None else "more", site, figure, -high, -low, "rest", rows))
    arrived, left, outside = (_span(moves)[0] for moves in (arrivals, departures, stray))
    return Balance(site, first, last, arrived, left, outside, value, low, high), closing


def _beside(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp, links: Iterable[Link]) -> tuple[int, ...]:
    """Totals that lie in the period but mix nationalities or camps, so that they overlap with the links; largest first.

    The figures are index labels of `ledger.observations`.
    """
    used = {label for link in links for label in link.rows}
    found = [
        *_moves(ledger, "camp_departures", (*camps(ledger), "ne-syria"), "all"),
        *_moves(ledger, "repatriated_persons", tuple(_site_of(ledger)), ("non_syr", "tcn")),
        *(move for move in _moves(ledger, "syrian_returns_to", None, "syr") if move.scope == "year_total"),
    ]
    within = [move for move in found if start <= move.start and move.end <= end and move.label not in used]
    return tuple(move.label for move in sorted(within, key=lambda move: -move.figure.value))
