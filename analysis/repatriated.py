"""People taken home by their state, by year and in all: the one arithmetic behind every chart, table and tile.

Sources give single operations, years and running totals, of all people or of a part of them, and each misses some of
the others. One figure leads by a stated rule; what is added up, or counts a part, is `at_least` so many people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from analysis.headline import headline
from analysis.hedge import Figure, add, figure_of
from analysis.origins import nationalities
from analysis.select import select
from analysis.totals import containing, countable, reported_sum, scopes, whole_of
from analysis.vocabulary import PEOPLE
from analysis.words import by, count_text, join_words
from loaders import Ledger
from loaders.frames import as_records, texts

REPATRIATED, SO_FAR, REMAINING = "repatriated_persons", "repatriated_persons_cumulative", "nationals_remaining"
AREA = "iraq-syria"  # where these people are taken from; running totals of more than that are kept apart
HELD = "ne-syria"  # where most are held: a count of those who remain that covers less is not one of all
BODIES = ("headline", "beside")  # roles of what each counting body says last, whoever of them leads
_EVERYBODY = ({"total"}, {"children", "women", "men"}, {"children", "adults"}, {"women_and_children", "men"})
_COLUMNS = [
    "origin",
    "group",
    "place",
    "place_name",
    "country",
    "value",
    "low",
    "high",
    "qualifier",
    "unit",
    "period_start",
    "period_end",
    "date_precision",
    "source",
]
Basis = Literal["stated", "part", "sum"]
Row = dict[str, Any]
Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """People of a state taken home in a year, or in all up to a date.

    `basis` says whether the figure is stated of all of them, stated of a part of the people or of the time (a lower
    bound), or added up; `rows` are the index labels of the statements behind it; `until` is the date up to which it
    counts, with its `precision`; `note` tells how it was made, empty for a statement as it stands.
    """

    figure: Figure
    basis: Basis
    rows: tuple[int, ...]
    until: pd.Timestamp
    precision: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One reported operation: how many people at least, by which statements, from which country, when."""

    figure: Figure
    rows: Rows
    start: pd.Timestamp
    end: pd.Timestamp
    country: str


@lru_cache(maxsize=16)
def by_year(ledger: Ledger) -> Mapping[tuple[str, int], tuple[Taken, ...]]:
    """People taken home by state and calendar year: the figure that leads, then larger figures of a part beside it.

    The stated total of the year leads; to a total of one country operations from the other are added. Without a stated
    total the operations that ended in the year are added, which is `at least` the whole; without operations a figure of
    a part of the year or of the people is a lower bound.
    """
    rows = _flows(ledger)
    start, end = rows["period_start"], rows["period_end"]
    full = (start.dt.year == end.dt.year) & (start.dt.day_of_year == 1) & (end.dt.month == 12) & (end.dt.day == 31)
    single = rows["_scope"] == "event"
    stated = full & (rows["group"] == "total") & ~single
    bounds = ~single & ~stated & (start.dt.year == end.dt.year) & (rows["qualifier"] != "at_most")
    totals = _grouped(_records(rows.loc[stated]), _state_and_year)
    parts = _grouped(_records(rows.loc[bounds]), _state_and_year)
    operations = {
        (state, year): held
        for state, every in happenings(ledger).items()
        for year, held in _grouped(every, lambda one: one.end.year).items()
    }
    found = {
        key: _year(totals.get(key, []), operations.get(key, []), parts.get(key, []))
        for key in sorted({*totals, *operations, *parts})
    }
    return {key: figures for key, figures in found.items() if figures}


def _year(totals: list[Row], operations: list[Happening], parts: list[Row]) -> tuple[Taken, ...]:
    """The lead of one state and year, then the lower bounds that are larger."""
    bounds = sorted((_bound(_statement(rows)) for rows in _by_source(parts)), key=lambda one: -one.figure.value)
    if totals:
        apart = _apart(totals)
        lead = _added([_statement((row,)) for row in apart], [one for one in operations if _elsewhere(one, apart)])
    elif operations:
        lead = _added([], operations)
    elif bounds:
        lead = bounds.pop(0)
    else:
        return ()
    return lead, *(one for one in bounds if one.figure.value > lead.figure.value)


@lru_cache(maxsize=256)
def in_all(ledger: Ledger, until: pd.Timestamp | None = None) -> Mapping[str, Taken]:
    """People taken home by state up to a date (`until`; without it up to the newest that is known), by id of the state.

    The largest of: a stated running total of all people, or of the parts that one source gives of them, plus reported
    operations that it leaves out (after its end, before its start or from the other country); and the sum of the years.
    A running total that also counts people from outside Iraq and Syria is not used: see `wider`.
    """
    last = pd.Timestamp.max if until is None else until
    operations = happenings(ledger)
    found: dict[str, Taken] = {}
    for state, claims in _claims(ledger, inside=True).items():
        for rows in claims:
            if rows[0]["period_end"] <= last:
                made = _added([_statement(rows)], _left_out(rows, operations.get(state, ()), last))
                found[state] = _larger(found.get(state), made)
    for state, made in _years_added(ledger, last).items():
        found[state] = _larger(found.get(state), made)
    return dict(sorted(found.items()))


def wider(ledger: Ledger, until: pd.Timestamp | None = None) -> Mapping[str, Taken]:
    """By state the largest running total that also counts people from outside Iraq and Syria: told, never added."""
    last = pd.Timestamp.max if until is None else until
    found: dict[str, Taken] = {}
    for state, claims in _claims(ledger, inside=False).items():
        for rows in claims:
            if rows[0]["period_end"] <= last:
                made = _statement(rows)
                counted = f"Counts {rows[0]['place_name']} together"
                made = replace(made, note=f"{counted}: {made.note}" if made.note else counted)
                found[state] = _larger(found.get(state), made)
    return dict(sorted(found.items()))


@lru_cache(maxsize=16)
def remaining(ledger: Ledger) -> Mapping[str, int]:
    """By state the index label of its newest count of all nationals who remain, of whatever place.

    Of counts of one day that of the place that contains the others is taken.
    """
    return _newest(ledger, _counts(ledger))


@lru_cache(maxsize=16)
def remaining_of_all(ledger: Ledger) -> Mapping[str, int]:
    """As `remaining`, but of a place that covers Northeast Syria, so that it can be set against those taken home."""
    rows = _counts(ledger)
    places = {HELD, *containing(ledger, "place").get(HELD, set())}
    return _newest(ledger, rows[rows["place"].isin(places)])


def _counts(ledger: Ledger) -> pd.DataFrame:
    rows = headline(ledger, select(ledger, REMAINING, origin=nationalities(ledger)))
    return rows[rows["role"].isin(BODIES) & (rows["unit"] == "persons")]


def _newest(ledger: Ledger, rows: pd.DataFrame) -> dict[str, int]:
    wholes = containing(ledger, "place")
    found = {}
    for origin, held in rows.groupby(rows["origin"].astype(str), sort=True):
        newest = held[held["period_end"] == held["period_end"].max()]
        places = set(texts(newest["place"]))
        inside = newest["place"].astype(str).map(lambda place, among=places: bool(wholes.get(place, set()) & among))
        found[str(origin)] = int(newest.index[~inside][-1])
    return found


def _flows(ledger: Ledger) -> pd.DataFrame:
    """Headline statements of people taken home in a period or an operation that may be added, with `_scope`."""
    rows = select(ledger, REPATRIATED, origin=nationalities(ledger), group=PEOPLE)
    rows = countable(ledger, headline(ledger, rows))
    rows = rows[rows["unit"] == "persons"]
    return rows.assign(_scope=scopes(rows))


@lru_cache(maxsize=16)
def happenings(ledger: Ledger) -> Mapping[str, tuple[Happening, ...]]:
    """Reported operations by state, each once: by its total or by the parts that one source gives of it."""
    rows = _flows(ledger)
    rows = rows[rows["_scope"] == "event"]
    event = rows["event"].astype(str)
    # An operation without a name stands for itself.
    key = event.where(event != "", rows["file"].astype(str) + ":" + rows["line"].astype(str))
    held = _grouped(_records(rows.assign(_key=key), "_key"), lambda row: (str(row["origin"]), row["_key"]))
    found: dict[str, list[Happening]] = defaultdict(list)
    for (state, _), statements in sorted(held.items()):
        used = _whole(statements)
        if used:
            start, end = min(row["period_start"] for row in used), max(row["period_end"] for row in used)
            figure = reported_sum(figure_of(row) for row in used)
            found[state].append(Happening(figure, used, start, end, str(used[0]["country"])))
    return {state: tuple(sorted(ones, key=lambda one: one.end)) for state, ones in found.items()}


def told_since(ledger: Ledger, state: str, day: pd.Timestamp) -> Rows:
    """Statements of a state's people taken home in a year or a part of one that ended after a day, the newest first."""
    rows = _flows(ledger)
    later = (rows["origin"] == state) & (rows["period_end"] > day) & (rows["_scope"] != "event")
    return tuple(_records(rows.loc[later].sort_values("period_end", ascending=False, kind="stable")))


@lru_cache(maxsize=16)
def _claims(ledger: Ledger, *, inside: bool) -> Mapping[str, tuple[Rows, ...]]:
    """Running totals by state, each by the statements of one source: of the area or a part of it, or of more.

    What each counting body says leads its own count; as lower bounds all of them are true at once. The newest first.
    """
    rows = headline(ledger, select(ledger, SO_FAR, origin=nationalities(ledger), group=PEOPLE))
    rows = rows[rows["role"].isin(BODIES) & (rows["unit"] == "persons")]
    rows = rows[rows["qualifier"] != "at_most"].sort_values("period_end", ascending=False, kind="stable")
    wholes = containing(ledger, "place")
    places = {AREA, *(part for part, above in wholes.items() if AREA in above)} if inside else wholes.get(AREA, set())
    held = _grouped(_records(rows[rows["place"].isin(places)]), lambda row: str(row["origin"]))
    return {state: tuple(_by_source(statements)) for state, statements in held.items()}


def _years_added(ledger: Ledger, last: pd.Timestamp) -> dict[str, Taken]:
    """The leads of the years that were over on `last`, and the operations of the year that was not."""
    parts: dict[str, list[Taken]] = defaultdict(list)
    for (state, year), (lead, *_) in by_year(ledger).items():
        if pd.Timestamp(year, 12, 31) <= last:
            parts[state].append(lead)
    for state, operations in happenings(ledger).items():
        so_far = [one for one in operations if one.end <= last and one.end.year == last.year]
        if so_far and last < pd.Timestamp(last.year, 12, 31):
            parts[state].append(_added([], so_far))
    found = {}
    for state, years in parts.items():
        newest = max(years, key=lambda one: one.until)
        labels = tuple(label for one in years for label in one.rows)
        note = f"Sum of {count_text(len(years), 'year')}" if len(years) > 1 else newest.note
        figure = reported_sum(one.figure for one in years)
        found[state] = Taken(figure, "sum", labels, newest.until, newest.precision, note)
    return found


def years_added(ledger: Ledger, first: int, last: int | None) -> dict[str, Taken]:
    """People taken home by state from one year to another, or to the newest: the leads of the years, added."""
    parts: dict[str, list[Taken]] = defaultdict(list)
    for (state, year), (lead, *_) in by_year(ledger).items():
        if first <= year and (last is None or year <= last):
            parts[state].append(lead)
    return {state: _sum_of(years) for state, years in parts.items()}


def _sum_of(years: list[Taken]) -> Taken:
    """Years of one state, or of what has passed of one, as one figure; a single one stays as it is."""
    newest = max(years, key=lambda one: one.until)
    if len(years) == 1:
        return newest
    labels = tuple(label for one in years for label in one.rows)
    note = f"Sum of {count_text(len(years), 'year')}"
    return Taken(reported_sum(one.figure for one in years), "sum", labels, newest.until, newest.precision, note)


def _larger(one: Taken | None, other: Taken) -> Taken:
    """The larger figure; of equal ones what is stated, then what counts up to the later date, then the first."""
    return other if one is None else max(one, other, key=_rank)


def _rank(taken: Taken) -> tuple[float, bool, bool, pd.Timestamp]:
    return taken.figure.value, taken.basis == "stated", taken.basis == "part", taken.until


def _statement(rows: Rows) -> Taken:
    """What one source says of the people of a place and period: of all, or, by the parts that it gives, at least."""
    figure = add(figure_of(row) for row in rows)
    labels = tuple(row["_label"] for row in rows)
    made = Taken(figure, "stated", labels, rows[-1]["period_end"], str(rows[-1]["date_precision"]))
    groups = {str(row["group"]) for row in rows}
    if any(every <= groups for every in _EVERYBODY):
        return made
    told = [f"{figure_of(row).text} {str(row['group']).replace('_', ' ')}" for row in rows]
    return _bound(replace(made, note=join_words(told)))


def _bound(taken: Taken) -> Taken:
    """A statement of a part as a lower bound of the whole; what its source calls about or an estimate stays so."""
    figure, nan = taken.figure, float("nan")
    if figure.qualifier in ("exact", "at_least", "range"):
        figure = Figure(figure.bounds[0], nan, nan, "at_least", figure.unit)
    return replace(taken, figure=figure, basis="part")


def _added(stated: list[Taken], operations: Iterable[Happening]) -> Taken:
    """Statements and the operations that they leave out as one figure; a statement alone stays as it is."""
    beyond = list(operations)
    if len(stated) == 1 and not beyond:
        return stated[0]
    more = add(one.figure for one in beyond) if beyond else None
    count = count_text(len(beyond), "reported operation")
    if not stated:
        note = f"Sum of {count}" if len(beyond) > 1 else "The one reported operation"
    else:
        first = stated[0]
        note = f"{first.note or first.figure.text} {by(first.until, first.precision)}"
        note += f", and {more.value:,.0f} in {count} beyond these" if more else ""
    figures = [*(one.figure for one in stated), *(one.figure for one in beyond)]
    labels = (*(label for one in stated for label in one.rows), *(row["_label"] for one in beyond for row in one.rows))
    ends = [(one.until, one.precision) for one in stated]
    ends += [(row["period_end"], str(row["date_precision"])) for one in beyond for row in one.rows]
    until, precision = max(ends, key=lambda pair: pair[0])
    figure = reported_sum(figures) if beyond else add(figures)
    return Taken(figure, "sum", tuple(labels), until, precision, note)


def _left_out(rows: Rows, operations: Iterable[Happening], last: pd.Timestamp) -> list[Happening]:
    """Operations up to a date that a running total cannot have counted."""
    start, end = rows[0]["period_start"], rows[0]["period_end"]
    return [
        one
        for one in operations
        if one.end <= last and (one.start > end or (pd.notna(start) and one.end < start) or _elsewhere(one, rows))
    ]


def _elsewhere(one: Happening, rows: Iterable[Row]) -> bool:
    """Whether an operation started in another country than the statements count; camps are named too loosely for it."""
    return bool(one.country) and all(str(row["country"]) not in ("", one.country) for row in rows)


def _apart(totals: list[Row]) -> list[Row]:
    """The largest total of a year, and those of countries that it does not count."""
    used: list[Row] = []
    for row in sorted(totals, key=lambda row: -float(row["value"])):
        if not used or (str(row["country"]) and all(str(u["country"]) not in ("", str(row["country"])) for u in used)):
            used.append(row)
    return used


def _by_source(rows: Iterable[Row]) -> list[Rows]:
    """Statements of the same people, by one source of one place and period, reduced to those that may be added."""
    same = _grouped(rows, lambda r: (str(r["place"]), str(r["source"]), str(r["period_start"]), str(r["period_end"])))
    return [used for held in same.values() if (used := _whole(held))]


def _whole(rows: list[Row]) -> Rows:
    """As `analysis.whole_of`, for rows as dicts."""
    total = tuple(row for row in rows if str(row["group"]) == "total")
    if total or len(rows) == 1:
        return total or tuple(rows)
    return tuple(rows[at] for at in whole_of(pd.DataFrame(rows)).index)


def _records(rows: pd.DataFrame, *more: str) -> list[Row]:
    columns = [*_COLUMNS, *more]
    return as_records(rows[columns].assign(_label=[int(label) for label in rows.index]))


def _state_and_year(row: Row) -> tuple[str, int]:
    return str(row["origin"]), row["period_end"].year


def _grouped(items: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return dict(found)
