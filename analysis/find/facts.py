"""Answers that are no figures: what happened when, and who joined the Coalition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.find.answer import Answer, Kind
from analysis.find.index import index
from analysis.find.periods import Period
from analysis.find.question import Mention, Question, named_in
from analysis.find.series import shelf
from analysis.find.text import stems
from analysis.words import capital, date_text, on, the
from analysis.words.measures import according_to
from loaders import Ledger
from loaders.frames import as_records, texts

_LOOKED_AT = 40  # events that are compared with a question
_EVENT = 0.6  # of a question's words that an event must meet to answer it


def published(ledger: Ledger, source: str) -> str:
    """When a source was published, no closer than it says."""
    return _published(ledger).get(source, "undated")


@lru_cache(maxsize=6)
def _published(ledger: Ledger) -> Mapping[str, str]:
    """When each source was published, no closer than it says."""
    rows = ledger.sources[["source", "published", "published_precision"]]
    return {
        str(row["source"]): date_text(row["published"], str(row["published_precision"])) for row in as_records(rows)
    }


def answer_of(
    ledger: Ledger,
    kind: Kind,
    text: str,
    rows: Sequence[Mapping[str, Any]],
    date: pd.Timestamp,
    when: str,
    remarks: Sequence[str] = (),
) -> Answer:
    """The answer that rows of a table with publisher and source give; `rows` is not empty."""
    first = rows[0]
    who, day = str(first["publisher"]), published(ledger, str(first["source"]))
    told = according_to(who, day) if len(rows) == 1 and who else ""
    return Answer(
        kind,
        f"{text}{told}.",
        None,
        (),
        when,
        date,
        who,
        day,
        (),
        tuple(dict.fromkeys(str(row["source"]) for row in rows if row["source"])),
        tuple(one for one in remarks if one),
    )


# --- events -----------------------------------------------------------------------------------------------------------


def events(ledger: Ledger, question: Question, most: int) -> list[tuple[int, float]]:
    """Events that a question names, by index label, with the share of its words that each meets; the best first.

    Of equally good ones those come first that end what was counted, then the newest.
    """
    found = [int(key) for key in index(ledger).search("event", question.stems, _LOOKED_AT)]
    at = ledger.events.index[ledger.events["place"].isin(question.ids("place"))]
    labels = list(dict.fromkeys([*found, *(int(label) for label in at)]))
    if not labels:
        return []
    ends = set(zip(ledger.endings["date"], texts(ledger.endings["title"]), strict=True))
    ranked, held = [], _events(ledger)
    for label in labels:
        row, words = held[label]
        if question.period is not None and not _within(question.period, row):
            continue
        share = _met(question.mentions, row, words)
        if share > 0:
            ranked.append((share, (row["date"], str(row["title"])) in ends, row["date"], label))
    ranked.sort(reverse=True)
    return [(label, share) for share, _, _, label in ranked[:most]]


def _within(period: Period, row: Mapping[str, Any]) -> bool:
    end = row["end_date"] if pd.notna(row["end_date"]) else row["date"]
    return (pd.isna(period.start) or end >= period.start) and (pd.isna(period.end) or row["date"] <= period.end)


@lru_cache(maxsize=6)
def _events(ledger: Ledger) -> Mapping[int, tuple[Mapping[str, Any], frozenset[str]]]:
    """Every event by its index label, with the stems of its words."""
    columns = ["date", "date_precision", "end_date", "place", "title", "place_name", "note", "publisher", "source"]
    rows = ledger.events[columns]
    return {
        int(label): (row, frozenset(stems(f"{row['title']} {row['place_name']} {row['note']}")))
        for label, row in zip(rows.index, as_records(rows), strict=True)
    }


def _met(mentions: Sequence[Mention], row: Mapping[str, Any], words: frozenset[str]) -> float:
    """The share of the mentions that an event holds; asking when is no part of it."""
    asked = [one for one in mentions if {target.id for target in one.targets} != {"when"}]
    met = [
        any(target.column == "place" and target.id == row["place"] for target in one.targets)
        or any(set(way) <= words for way in one.ways)
        for one in asked
    ]
    return sum(met) / len(met) if met else 0.0


def _of_all_named(ledger: Ledger, question: Question, row: Mapping[str, Any], words: frozenset[str]) -> bool:
    """Whether an event is of all states, places and groups of a question, and of what is said to have happened."""
    place = str(row["place"])
    # What is said to have happened is told by what an event is called, not by its note.
    words = frozenset(stems(f"{row['title']} {row['place_name']}"))
    if question.says("event") or question.says("when"):
        # So is the place of a liberation or a closure.
        told, words = named_in(ledger, str(row["title"])), frozenset(stems(str(row["title"])))
    else:
        told = named_in(ledger, f"{row['title']} {row['note']}")
        told |= {("place", one) for one in (place, *shelf(ledger).above_place.get(place, ()))}
    return all(
        any((one.column, one.id) in told for one in mention.targets)
        or (not mention.columns & {"origin", "place"} and any(set(way) <= words for way in mention.ways))
        for mention in question.mentions
        if mention.ids("reads") != ("when",)
    )


def event_answer(ledger: Ledger, question: Question, least: float = _EVENT) -> Answer | None:
    """What happened and when, where an event meets enough of the question and is of all states and places it names."""
    held = _events(ledger)
    met = (held[label] for label, share in events(ledger, question, _LOOKED_AT) if share >= least)
    row = next((one for one, words in met if _of_all_named(ledger, question, one, words)), None)
    if row is None:
        return None
    precision = str(row["date_precision"])
    text = f"{capital(on(row['date'], precision))}: {row['title']}"
    return answer_of(ledger, "event", text, [row], row["date"], date_text(row["date"], precision))


# --- members ----------------------------------------------------------------------------------------------------------


def member_answer(ledger: Ledger, question: Question) -> Answer | None:
    """When a state that is named joined the Coalition, or that it is listed without a date; None for none named."""
    table = ledger.members
    names = {str(name).casefold(): label for label, name in zip(table.index, table["name"], strict=True)}
    countries = dict(zip(texts(ledger.places["place"]), texts(ledger.places["country"]), strict=True))
    asked = {*question.ids("origin"), *(countries.get(one, "") for one in question.ids("place"))} - {""}
    found = table.index[table["iso3_or_slug"].isin(asked)].tolist()
    found += [names[one.text] for one in question.mentions if one.text in names]
    if not found:
        return None
    row = as_records(table.loc[[found[0]]])[0]
    name = capital(the(str(row["name"])))
    if pd.notna(row["joined"]):
        text = f"{name} joined the Global Coalition {on(row['joined'], str(row['joined_precision']))}"
        when = date_text(row["joined"], str(row["joined_precision"]))
    else:
        text, when = f"{name} is listed as a member of the Global Coalition; no day of joining is known", ""
    small = "It is a member of the Small Group." if row["small_group"] == "yes" else ""
    note = str(row["note"])
    return answer_of(ledger, "member", text, [row], row["joined"], when, [small, f"{note}." if note else ""])
