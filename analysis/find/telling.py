"""An answer in words: the figure as a sentence, who says it, and what must be known beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.cut import indicator_rows
from analysis.disputes import comparisons, disputes
from analysis.headline import leading
from analysis.hedge import Figure, figure_of
from analysis.origins import origin_kinds
from analysis.standing import WHOLE, Standing, departed, departures, parts_later
from analysis.totals import containing
from analysis.vocabulary import GROUPS
from analysis.words import (
    Told,
    capital,
    count_text,
    date_text,
    during,
    emptied,
    join_words,
    number_text,
    on,
    period_text,
    said,
    the,
)
from analysis.words.measures import COUNTED, highest, measured, people_of, reached, stood_at
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

_BEFORE = 3  # earlier totals that are told


def told(row: Mapping[str, Any]) -> Told:
    """The figure of an observation with its date."""
    return Told(figure_of(row), row["period_end"], str(row["date_precision"]), row["published"])


def subject(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """What an observation counts, with its place and people: `Children from France still held abroad in ...`."""
    title, unit = str(row["title"]), str(row["unit"])
    people, tail = _people(ledger, row, title, unit), ""
    group = str(row["group"])
    if group not in WHOLE:
        named = GROUPS.get(group)
        if named is not None and named.people and title.startswith(("People ", "Nationals ")):
            people = _members(ledger, str(row["origin"]), named.many, named.link)
        elif named is not None and title.startswith(("People ", "Nationals ")) and group == "households":
            people = f"households of {people}" if people else "households"
        elif group.replace("_", " ").rstrip("s") not in title.lower():
            tail = f" ({named.label if named is not None else group.replace('_', ' ')})"
    return measured(title, place_name(ledger, str(row["place"])), people) + tail


def _people(ledger: Ledger, row: Mapping[str, Any], title: str, unit: str) -> str:
    """Of whom a figure is, where the measure has figures of others too."""
    origin = str(row["origin"])
    aggregate = origin_kinds(ledger).get(origin) == "aggregate"
    if origin == "all" or (aggregate and _alone(ledger, str(row["indicator"]), str(row["place"]))):
        return ""
    name = str(row["origin_name"])
    counts = unit in COUNTED and title.startswith(("People ", "Nationals ", "Returnees ", "Foreigners "))
    return people_of(name, origin_kinds(ledger).get(origin, "")) if counts else name.partition(" (")[0]


@lru_cache(maxsize=2048)
def _alone(ledger: Ledger, indicator: str, place: str) -> bool:
    """Whether an indicator has figures of one kind of people only at a place, so that they go without saying."""
    rows = indicator_rows(ledger, indicator)
    return len(set(rows.loc[rows["place"] == place, "origin"])) == 1


def _members(ledger: Ledger, origin: str, many: str, link: str) -> str:
    """Members of a group by nationality: `children`, `Iraqi children`, `children from France`."""
    kind = origin_kinds(ledger).get(origin, "")
    name = origin_names(ledger).get(origin, origin)
    if origin == "all":
        return many
    return f"{name.partition(' (')[0]} {many}" if kind == "aggregate" else f"{many} {link} {the(name)}"


@lru_cache(maxsize=6)
def _places(ledger: Ledger) -> Mapping[str, str]:
    rows = ledger.places[["place", "label", "name"]].astype(str).itertuples(index=False, name=None)
    return {place: label or name for place, label, name in rows}


def place_name(ledger: Ledger, place: str) -> str:
    """A place as charts call it: `Areesha camp`."""
    return _places(ledger).get(place, place)


@lru_cache(maxsize=6)
def origin_names(ledger: Ledger) -> Mapping[str, str]:
    """Names of nationalities, groups of them and donors by id."""
    return dict(zip(texts(ledger.origins["origin"]), texts(ledger.origins["name"]), strict=True))


def stock_said(ledger: Ledger, row: Mapping[str, Any], how: Standing) -> str:
    """A stock or running total as a sentence without its stop; what is over is told in the past tense."""
    what, unit, now = subject(ledger, row), str(row["unit"]), told(row)
    if str(row["kind"]) == "cumulative":
        # Beside counts of other times the span is said: a total since January is none of all years.
        start, end = row["period_start"], row["period_end"]
        return flow_said(what, now.figure, start, end, "day") if len(_ended(ledger, row)) else reached(what, unit, now)
    if now.figure.value == 0 and how.state in ("closed", "emptied") and unit in COUNTED:
        name = place_name(ledger, str(row["place"]))
        return emptied(name, None, on(how.on, how.precision), closed=how.state == "closed")
    return stood_at(what, unit, now, past=how.past)


def flow_said(what: str, figure: Figure, start: pd.Timestamp, end: pd.Timestamp, precision: str) -> str:
    """What was counted in a period: `Murders in Al-Hol camp in 2021: at least 86`."""
    return highest(capital(what), said(figure), during(start, end, precision), alone=True)


def gone_since(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """What reports tell of people who have left since a count, as a sentence; empty where none does."""
    key = (*(str(row[column]) for column in ("indicator", "place", "origin", "group")), row["period_end"])
    left = departed(ledger, *key)
    if left is None or row["value"] == 0:
        return ""
    last = row_of_max(departures(ledger, *key), "period_end")
    group = GROUPS.get(str(row["group"]))
    who = group.many if group is not None and group.people and str(row["group"]) not in WHOLE else "people"
    until = date_text(last["period_end"], str(last["date_precision"]))
    return f"{capital(left.text)} {who} are reported to have left since (up to {until})."


def standing_remarks(how: Standing, held: pd.Timestamp, *, last: bool, of_all: str = "") -> list[str]:
    """What has become since of a figure that held on a day, in sentences; `last` where no later count is known.

    `of_all` is what `parts_since` says where some of them were counted later.
    """
    found = []
    if how.event and not (pd.notna(how.on) and how.on < held):
        found.append(f"{capital(on(how.on, how.precision))}: {how.event}." if pd.notna(how.on) else f"{how.event}.")
    if how.state == "overtaken":
        found += [f"No later count is known{of_all}."] if last else []
    elif how.state == "old":
        found.append(f"The figure is more than a year old{f', and no later one is known{of_all}' if last else ''}.")
    return found


def apart_from(ledger: Ledger, row: Mapping[str, Any]) -> list[str]:
    """What is beside a running total that began anew: that it is interim, and the totals of times before, newest first.

    Of a day the statement that leads there is told, or the last one where none does.
    """
    ended = _ended(ledger, row)
    if ended.empty:
        return []
    own = ended[(ended["origin"] == row["origin"]) & (ended["group"] == row["group"])]
    leads = leading(ledger)["role"].loc[own.index] == "headline"
    last = own.assign(leads=leads).sort_values(["period_end", "leads"], kind="stable")
    told = [
        f"{figure_of(one).text} ({period_text(one['period_start'], one['period_end'], str(one['date_precision']))})"
        if pd.notna(one["period_start"])
        else f"{figure_of(one).text} (up to {date_text(one['period_end'], str(one['date_precision']))})"
        for one in as_records(last.drop_duplicates("period_end", keep="last").iloc[::-1])[:_BEFORE]
    ]
    note = str(row["note"])
    interim = [f"{note}."] if note.casefold().startswith("interim") else []
    return [*interim, *([f"Counted apart, of earlier times: {join_words(told)}."] if told else [])]


def _ended(ledger: Ledger, row: Mapping[str, Any]) -> pd.DataFrame:
    """The running totals of a measure at a place, of whomever, that ended before one of them began."""
    start = row["period_start"]
    # What is received of a year's plan goes by years of itself.
    if str(row["kind"]) != "cumulative" or pd.isna(start) or str(row["unit"]) not in COUNTED:
        return ledger.observations.iloc[:0]
    rows = indicator_rows(ledger, str(row["indicator"]))
    before = (rows["period_end"] <= start) & ~(rows["period_start"] >= start)
    return rows[before & (rows["place"] == row["place"])]


def parts_since(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """Of whom among those of a total there is a later count: ` of all of them; of men 1,600 (7 Apr 2025)`, or empty.

    Of those who are in a part of its area as well, which is then named.
    """
    own = str(row["place"])
    told = [
        f"of {GROUPS[str(one['group'])].many} {figure_of(one).text} "
        f"({'' if one['place'] == own else place_name(ledger, str(one['place'])) + ', '}"
        f"{date_text(one['period_end'], str(one['date_precision']))})"
        for one in as_records(parts_later(ledger, row, _inside(ledger, own)))
    ]
    return f" of all of them; {join_words(told)}" if told else ""


@lru_cache(maxsize=512)
def _inside(ledger: Ledger, place: str) -> frozenset[str]:
    """The places in an area."""
    return frozenset(part for part, wholes in containing(ledger, "place").items() if place in wholes)


def turned_since(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """The last event after a count that explains a turn of its series (explains.csv); empty where there is none."""
    key = tuple(str(row[column]) for column in _SERIES)
    later = [one for one in _explained(ledger).get(key, ()) if one[0] > row["period_end"]]
    return f"Since then, {on(later[-1][0], later[-1][1])}: {later[-1][2]}." if later else ""


@lru_cache(maxsize=6)
def _explained(ledger: Ledger) -> Mapping[tuple[str, ...], tuple[tuple[pd.Timestamp, str, str], ...]]:
    """Of each series that events explain their dates, precisions and titles, oldest first."""
    events = ledger.events[["date", "title", "date_precision"]].itertuples(index=False, name=None)
    precision = {(date, str(title)): str(exact) for date, title, exact in events}
    found: dict[tuple[str, ...], list[tuple[pd.Timestamp, str, str]]] = defaultdict(list)
    for date, title, *key in ledger.explains[["date", "title", *_SERIES]].itertuples(index=False, name=None):
        if (date, str(title)) in precision:
            found[tuple(map(str, key))].append((date, precision[date, str(title)], str(title)))
    return {key: tuple(sorted(told)) for key, told in found.items()}


_OF_ITS_TIME = pd.Timedelta(days=366)  # within which a comparison is of the figure's own time
_SERIES = ("indicator", "place", "origin", "group")


@lru_cache(maxsize=6)
def _disputed(ledger: Ledger) -> Mapping[int, tuple[float, float, int]]:
    """Of each disputed headline by its label: lowest and highest statement, and how many others differ from it."""
    values = dict(zip(ledger.observations.index.tolist(), ledger.observations["value"].tolist(), strict=True))
    found = disputes(ledger)
    spans = zip(found.index.tolist(), found["low"].tolist(), found["high"].tolist(), found["rows"], strict=True)
    return {label: (low, high, sum(values[one] != values[label] for one in rows)) for label, low, high, rows in spans}


@lru_cache(maxsize=6)
def _compared(ledger: Ledger) -> Mapping[tuple[str, ...], tuple[pd.Timestamp, str]]:
    """Of each series with a statement in a declared comparison the day of the newest, how far they lie, and why."""
    found: dict[tuple[str, ...], tuple[pd.Timestamp, str]] = {}
    for row in as_records(comparisons(ledger)[["title", "unit", "low", "high", "reason", "rows"]]):
        stated = ledger.observations.loc[list(row["rows"]), [*_SERIES, "period_end", "value", "stated_by"]]
        span = " to ".join(_by_whom(stated, row[end], str(row["unit"])) for end in ("low", "high"))
        told = f"{row['title']}: counts that differ in kind run from {span}. {str(row['reason']).rstrip('.')}."
        for key in stated[list(_SERIES)].astype(str).itertuples(index=False, name=None):
            found.setdefault(key, (stated["period_end"].max(), told))
    return found


def _by_whom(stated: pd.DataFrame, value: float, unit: str) -> str:
    """An end of the counts that are compared, with the body that gives it; of a sum or a bound, alone."""
    who = texts(stated.loc[stated["value"] == value, "stated_by"])
    return f"{number_text(value, unit)}{f' ({who[0]})' if len(who) and who[0] else ''}"


def counted_otherwise(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """Why other counts of the same differ from a figure, where comparisons.csv says so of its time; else empty."""
    found = _compared(ledger).get(tuple(str(row[column]) for column in _SERIES))
    if found is None or pd.isna(row["period_end"]):
        return ""
    date, told = found
    return told if abs(row["period_end"] - date) <= _OF_ITS_TIME else ""


def rivals_said(ledger: Ledger, label: int, unit: str) -> tuple[str, int]:
    """How many other statements of the same figure differ and how far, as a sentence; empty and 0 where none does."""
    found = _disputed(ledger).get(label)
    if found is None or not found[2]:
        return "", 0
    low, high, others = found
    span = f"{number_text(low, unit)} to {number_text(high, unit)}"
    if others == 1:
        return f"1 other statement differs: together they range from {span}.", 1
    return f"{count_text(others, 'other statement')} differ: together they range from {span}.", others


_GROUP_WORDS = {word: name for name, group in GROUPS.items() if group.people for word in (group.one, group.many)}
_OTHERS = frozenset({"men", "women", "boys", "girls", "children"})


def of_others(row: Mapping[str, Any]) -> str:
    """The note of a figure of a group, as a sentence, where it names other people as well: boys and young men."""
    note = str(row["note"])
    if str(row["group"]) in WHOLE or row["group"] not in GROUPS:
        return ""
    named = {_GROUP_WORDS[word] for word in re.findall(r"[a-z]+", note.casefold()) if word in _GROUP_WORDS}
    return f"{note.rstrip('.')}." if named & _OTHERS - {str(row["group"])} else ""


def published_text(row: Mapping[str, Any]) -> str:
    """When a statement was published."""
    return date_text(row["published"], str(row["published_precision"]))
