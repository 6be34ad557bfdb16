"""The statements that tell who came to the camps and prisons of Northeast Syria and who left them, and where to.

Of each kind of movement those are taken that count nobody twice; each way becomes a link with the figure that they add
up to.
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
from loaders.frames import as_records, texts

# A camp or prison that the source does not name, which has no stock, and the places that such a source names.
PRISONS, UNNAMED = "prisons", "unnamed"
_WIDER = ("ne-syria", "syria")


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


Moved = tuple[Link, list[Move]]


def stocks(ledger: Ledger) -> dict[str, tuple[str, str]]:
    """Sites with a stock of their own: the camps that headlines.csv lists and the prisons; its indicator and place."""
    return {camp: ("camp_population", camp) for camp in camps(ledger)} | {PRISONS: ("detainees_held", "ne-syria")}


@lru_cache(maxsize=16)
def site_of_each(ledger: Ledger) -> dict[str, str]:
    """The site of each place that a source may name: camps, their sections, and wider areas."""
    held = camps(ledger)
    pairs = zip(texts(ledger.parts["whole"]), texts(ledger.parts["part"]), strict=True)
    sections = {part: whole for whole, part in pairs if whole in held}
    return {camp: camp for camp in held} | sections | dict.fromkeys(_WIDER, UNNAMED)


def pieces(start: pd.Timestamp, end: pd.Timestamp) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """The calendar years of a period, the first and the last cut to it."""
    return [
        (max(start, pd.Timestamp(year, 1, 1)), min(end, pd.Timestamp(year, 12, 31)))
        for year in range(start.year, end.year + 1)
    ]


@lru_cache(maxsize=512)
def moves_of(
    ledger: Ledger, indicator: str, place: Choice, origin: Choice, group: str | None = "total"
) -> tuple[Move, ...]:
    """The headline statements of a selection that count people, oldest first; choices must be hashable."""
    rows = countable(ledger, headline(ledger, select(ledger, indicator, place=place, origin=origin, group=group)))
    rows = rows[rows["unit"] == "persons"]
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
    """The statements that tell a movement of one nationality in a period: see `analysis.flows.people_flows`."""
    whole = _exact(moves, start, end)
    if whole:
        return whole
    return [
        move for first, last in pieces(start, end) for move in _exact(moves, first, last) or _events(moves, first, last)
    ]


def linked(source: str, target: str, moves: Sequence[Move]) -> list[Moved]:
    """The link of people who went one way, with the statements that tell it; none where nobody did."""
    if sum(move.figure.value for move in moves) <= 0:
        return []
    value, low, high = span(moves)
    exact = all(move.figure.qualifier == "exact" for move in moves)
    if low == value and any(move.scope == "event" for move in moves):
        # Journeys that no source reports are missing.
        figure = Figure(value, float("nan"), float("nan"), "at_least", "persons")
    else:
        figure = moves[0].figure if len(moves) == 1 else hedged(value, low, high, exact=exact)
    basis: Literal["stated", "sum"] = "stated" if len(moves) == 1 else "sum"
    return [(Link(source, target, figure, low, high, basis, tuple(m.label for m in moves)), list(moves))]


def span(moves: Iterable[Move]) -> tuple[float, float, float]:
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


def departures_in(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> list[Moved]:
    """Who left each site from `start` to `end` by report: a link for each way, with the statements behind it."""
    found: list[Moved] = []
    for camp in camps(ledger):
        for indicator, origin, target in (
            ("iraqi_returns", "irq", "to:iraq"),
            ("camp_escapes", "all", "to:unknown"),
            ("camp_deaths_total", "all", "to:died"),
        ):
            found += linked(camp, target, _told(moves_of(ledger, indicator, camp, origin), start, end))
    # Who was moved to another camp is told by those who arrived there.
    for camp in camps(ledger):
        for other in receivers(ledger, camp, "displacement_camp"):
            found += linked(camp, f"to:{other}", _told(moves_of(ledger, "camp_arrivals", other, "all"), start, end))
    found += _repatriations(ledger, start, end)
    found += _syrians(ledger, start, end)
    return found + _prisons(ledger, start, end)


def _repatriations(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> list[Moved]:
    """People taken home by states other than Iraq, by the site that the source names.

    A stated total of a state takes the place of all its operations in that time, wherever they were.
    """
    site_of = site_of_each(ledger)
    moves = sorted(
        moves_of(ledger, "repatriated_persons", tuple(site_of), third_countries(ledger)), key=lambda move: move.origin
    )
    used = [move for _, own in groupby(moves, key=lambda move: move.origin) for move in _told(list(own), start, end)]
    sites = (*stocks(ledger), UNNAMED)
    return [one for site in sites for one in linked(site, "to:third", [m for m in used if site_of[m.place] == site])]


def _syrians(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> list[Moved]:
    """Syrians who left al-Hol or Roj in groups, by destination; a group whose destination no source counts stays apart.

    Which camp a group left is told by its statements of departure, where it arrived by those of destination.
    """
    camp_of = _camp_of(ledger)
    arrived = [
        move
        for move in _events(moves_of(ledger, "syrian_returns_to", None, "syr"), start, end)
        if move.event in camp_of
    ]
    placed = {move.event for move in arrived}
    left = _events(moves_of(ledger, "syrian_returns", camps(ledger), "syr"), start, end)
    found: list[Moved] = []
    for camp in camps(ledger):
        own = [move for move in arrived if camp_of[move.event] == camp]
        for place in sorted({move.place for move in own}):
            found += linked(camp, f"to:{place}", [move for move in own if move.place == place])
        found += linked(camp, "to:syria", [move for move in left if move.place == camp and move.event not in placed])
    return found


@lru_cache(maxsize=16)
def _camp_of(ledger: Ledger) -> dict[str, str]:
    """The camp that each group of Syrians left, whether people or households of it were counted."""
    rows = select(ledger, "syrian_returns", place=camps(ledger), origin="syr", group=None)
    return {event: place for event, place in zip(texts(rows["event"]), texts(rows["place"]), strict=True) if event}


@lru_cache(maxsize=16)
def prison_places(ledger: Ledger) -> tuple[str, ...]:
    """The area and the prisons in it that a source may name."""
    kind = kinds(ledger)
    return ("ne-syria", *(place for place in inside(ledger, "ne-syria") if kind.get(place) == "detention_facility"))


def _prisons(ledger: Ledger, start: pd.Timestamp, end: pd.Timestamp) -> list[Moved]:
    """Detainees handed to Iraq, released, or escaped, from all prisons of the area."""
    places = prison_places(ledger)
    found = linked("prisons", "to:iraq", _handed_over(ledger, places, start, end))
    for indicator, target in (("detainees_released", "to:released"), ("detainees_escaped", "to:unknown")):
        found += linked("prisons", target, _events(moves_of(ledger, indicator, places, None), start, end))
    return found


def _handed_over(ledger: Ledger, places: tuple[str, ...], start: pd.Timestamp, end: pd.Timestamp) -> list[Move]:
    moves = moves_of(ledger, "detainees_transferred", places, None)
    totals = moves_of(ledger, "detainees_transferred_total", "ne-syria", "all")
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


def arrivals_at(ledger: Ledger, site: str, since: pd.Timestamp, until: pd.Timestamp) -> list[Moved]:
    """People reported to have come to a camp between its counts: periods that do not overlap, of any nationality."""
    kept: list[Move] = []
    offered = moves_of(ledger, "camp_arrivals", site, None) if site in camps(ledger) else ()
    for move in sorted(offered, key=lambda one: (one.start, one.end)):
        if since < move.end <= until and (not kept or move.start > kept[-1].end):
            kept.append(move)
    return linked("arrived", site, kept)
