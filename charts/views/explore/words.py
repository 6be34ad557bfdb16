"""The headlines of Explore: one sentence on any measure, by any cut, from what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import join_words, standing
from analysis.cut import Cut, indicator_rows
from analysis.origins import origin_kinds
from analysis.words import Fact, Telling, Told, capital, during, emptied, held_in, on, period_text, the
from analysis.words.grammar import keeping, shortest
from analysis.words.measures import (
    COUNTED,
    by_other_count,
    highest,
    lower,
    measured,
    newest_and_most,
    not_given,
    people_of,
    reached,
    stood_at,
)
from charts.common import GROUPS, camp_sentence, earlier, headline_rows, origin_names, several, short_names, told
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

POPULATION = "camp_population"  # the measure that the page begins with, told as on Camps
_NAMED = 3  # series that a sentence names


def group_name(group: str) -> str:
    """Name of a group of people, as it begins a label."""
    return capital(GROUPS[group])


def whats(ledger: Ledger, cut: Cut, about: Mapping[str, str], row: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """The measure of a cut as a subject, with the place and people that are held or those of a row: full and brief."""
    place = str(row["place"]) if row is not None else "" if cut.by == "place" else cut.place
    origin = str(row["origin"]) if row is not None else "" if cut.by == "origin" else cut.origin
    where = short_names(ledger).get(place, place)
    tail = ""
    if cut.by == "group" and row is not None and str(row["group"]) not in ("total", "all"):
        tail = f" ({str(row['series']).lower()})"
    elif cut.by != "group" and cut.group not in ("total", "all") and cut.group.replace("_", " ") not in about["title"]:
        tail = f" ({group_name(cut.group).lower()})"
    if cut.by == "counter" and row is not None:
        tail += f" by the count of {the(str(row['counter']))}"
    full = measured(about["title"], where, _people(ledger, cut, about, origin))
    brief = capital(lower(measured(about["short_title"] or about["title"])))
    return f"{full}{tail}", f"{brief}{tail}"


def _people(ledger: Ledger, cut: Cut, about: Mapping[str, str], origin: str) -> str:
    """Of whom the figures are, where the measure has figures of others too; of Iraqis and Syrians at these places."""
    if origin in ("", "all"):
        return ""
    places = cut.which if cut.by == "place" else (cut.place,)
    if len(origins_of(ledger, cut.indicator, places if origin in ("irq", "syr") else ())) == 1:
        return ""
    name = origin_names(ledger).get(origin, origin)
    kind = origin_kinds(ledger).get(origin, "")
    return people_of(name, kind) if about["unit"] in COUNTED else name.partition(" (")[0]


@lru_cache(maxsize=1024)
def origins_of(ledger: Ledger, indicator: str, places: tuple[str, ...]) -> frozenset[str]:
    """Of whom an indicator has figures, in some places or in all."""
    rows = indicator_rows(ledger, indicator)
    if places:
        rows = rows[rows["place"].isin(places)]
    return frozenset(texts(rows["origin"]))


def title_of(ledger: Ledger, cut: Cut, about: Mapping[str, str], data: pd.DataFrame) -> str:
    """One sentence on what is drawn: of one series its newest figure, of several the newest of each with its date."""
    lead = headline_rows(data)
    if data.empty:
        return shortest(*map(not_given, whats(ledger, cut, about))) if about["title"] else "No measure is chosen"
    if lead.empty:
        last = data.sort_values("period_end", kind="stable").iloc[-1]
        body = str(last["stated_by"]) or str(last["counter"])
        return shortest(*(by_other_count(what, told(last), body) for what in whats(ledger, cut, about, _row(last))))
    if about["kind"] == "flow":
        return _flow_title(ledger, cut, about, lead)
    newest = [row for _, row in lead.groupby("series", sort=False).tail(1).iterrows()]
    if len(newest) == 1:
        return _alone(ledger, cut, about, lead)
    ordered = _fresh_first(ledger, newest)
    if cut.indicator == POPULATION and cut.by == "place" and cut.origin == "all":
        clauses, dates = [_camp(ledger, row) for row in ordered], [told(row).dated for row in ordered]
        counts = range(min(_NAMED, len(clauses)), 0, -1)
        return _listed_any([("", _once(clauses[:count], dates[:count])) for count in counts], "; ")
    ways = [_groups(ledger, ordered, most) for most in range(_NAMED, 0, -1)]
    return _listed_any([(f"{what}: ", clauses) for clauses in ways for what in whats(ledger, cut, about)], "; ")


def _row(row: pd.Series) -> dict[str, Any]:
    return {str(key): value for key, value in row.items()}


def _alone(ledger: Ledger, cut: Cut, about: Mapping[str, str], lead: pd.DataFrame) -> str:
    """One stock or running total: its newest figure against what it was."""
    last = lead.iloc[-1]
    whole = (str(last["origin"]), str(last["group"])) == ("all", "total")
    if cut.indicator == POPULATION and whole and cut.by != "counter":
        place = str(last["place"])
        return camp_sentence(ledger, short_names(ledger).get(place, place), lead)
    names, unit = whats(ledger, cut, about, _row(last)), str(last["unit"])
    if about["kind"] == "cumulative":
        return shortest(*(reached(what, unit, told(last)) for what in names))
    was = standing(ledger, last).past
    return shortest(*(stood_at(what, unit, told(last), earlier(lead), past=was) for what in names))


def _flow_title(ledger: Ledger, cut: Cut, about: Mapping[str, str], lead: pd.DataFrame) -> str:
    """A flow: the year or the happening with most of one series, or the newest year of several."""
    years = isinstance(lead["x"].iloc[0], str)
    if len(set(texts(lead["series"]))) == 1:
        top = row_of_max(lead, "value")
        when = f"in {top['x']}" if years else during(*_period(top))
        figure = Telling(told(top).said, told(top))
        alone = len(lead) == 1
        if not years and not alone and str(top["unit"]) not in COUNTED:
            return _happened(ledger, cut, about, lead, Telling(f"{figure} {when}", figure))
        return shortest(*(highest(what, figure, when, alone=alone) for what in whats(ledger, cut, about, _row(top))))
    names = whats(ledger, cut, about)
    if years:
        rows = lead[lead["x"] == lead["x"].max()].sort_values("value", ascending=False, kind="stable")
        named = [Telling(f"{row['series']} {told(row).said}", told(row)) for row in as_records(rows.head(_NAMED))]
        return _listed_any([(f"{what} in {rows['x'].iloc[0]}: ", named) for what in names], ", ")
    newest = [row for _, row in lead.groupby("series", sort=False).tail(1).iterrows()]
    clauses = _dated([(str(row["series"]), told(row), period_text(*_period(row))) for row in newest], _NAMED)
    return _listed_any([(f"{what}: ", clauses) for what in names], "; ")


def _happened(ledger: Ledger, cut: Cut, about: Mapping[str, str], lead: pd.DataFrame, most: str) -> str:
    """What happens now and then, such as pledges: the newest time, and the one with most."""
    last = lead.iloc[-1]
    names: tuple[str, ...] = whats(ledger, cut, about, _row(last))
    if donor := _people(ledger, cut, about, str(last["origin"])):
        names = (f"{names[1]} of {the(donor)}",)
    newest = Telling(f"{told(last).said} {during(*_period(last))}", told(last))
    both = (newest_and_most(what, newest, most) for what in names)
    return shortest(*both, *(newest_and_most(what, newest) for what in names))


def _period(row: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp, str]:
    return row["period_start"], row["period_end"], str(row["date_precision"])


def _fresh_first(ledger: Ledger, rows: Sequence[pd.Series]) -> list[pd.Series]:
    """Figures that still hold, largest first, then the others, newest first: these are not ranked with those."""
    holds = [standing(ledger, row).holds for row in rows]
    fresh = sorted((row for row, yes in zip(rows, holds, strict=True) if yes), key=lambda row: -row["value"])
    older = [row for row, yes in zip(rows, holds, strict=True) if not yes]
    return [*fresh, *sorted(older, key=lambda row: (-row["period_end"].value, -row["value"]))]


def _camp(ledger: Ledger, row: pd.Series) -> str:
    """A camp among others: `Roj camp holds about 2,225 people (21 Feb 2026)`, `Al-Hol camp was closed on ...`."""
    name, how = str(row["series"]), standing(ledger, row)
    if row["value"] == 0:
        ended = how.state in ("closed", "emptied")
        when = on(how.on, how.precision) if ended else told(row).when
        return emptied(name, None, when, closed=how.state == "closed", nobody=Fact(row))
    return held_in(name, "people", told(row), past=how.past, plural=several(ledger, str(row["place"])))


def _once(clauses: Sequence[str], dates: Sequence[str]) -> list[str]:
    """Clauses that share a date have it behind the last of them."""
    return [
        keeping(clause.removesuffix(f" ({date})"), clause) if date in dates[at + 1 :] else clause
        for at, (clause, date) in enumerate(zip(clauses, dates, strict=True))
    ]


def _groups(ledger: Ledger, rows: Sequence[pd.Series], most: int) -> list[str]:
    """Figures with one date each group: `Iraq nearly 1 million (31 Dec 2025)`, `last known, Duhok 258,633 (...)`."""
    holds = [standing(ledger, row).holds for row in rows]
    fresh = [row for row, yes in zip(rows, holds, strict=True) if yes]
    older = [row for row, yes in zip(rows, holds, strict=True) if not yes]
    told_of = [[(str(row["series"]), told(row), told(row).dated) for row in part] for part in (fresh, older)]
    last = _dated(told_of[1], most)
    return [*_dated(told_of[0], most), *(keeping(f"{LAST} {one}", one) for one in last[:1]), *last[1:]]


LAST = "last known,"
_COLON = ("", ":")  # behind a name that ends with a number, such as an age


def _dated(rows: Sequence[tuple[str, Told, str]], most: int) -> list[str]:
    """`Duhok about 259,000 and Al-Anbar 33,768 (28 Feb 2021)`: figures of one date share it."""
    found: dict[str, list[str]] = {}
    for name, figure, dated in rows:
        none = figure.figure.value == 0 and figure.figure.unit in COUNTED
        text = f"{name}{_COLON[name[-1:].isdigit()]} {'none' if none else figure.said}"
        found.setdefault(dated, []).append(Telling(text, figure))
    return [keeping(f"{join_words(names[:most])} ({dated})", *names[:most]) for dated, names in found.items()]


def _listed_any(ways: Sequence[tuple[str, Sequence[str]]], link: str) -> str:
    """The fullest of several ways that fits: as many clauses as there may be, then fewer."""
    counts = range(min(_NAMED, max(len(clauses) for _, clauses in ways)), 0, -1)
    told_of = [(start, clauses[:count]) for count in counts for start, clauses in ways]
    return shortest(*(keeping(f"{start}{link.join(clauses)}", *clauses) for start, clauses in told_of))
