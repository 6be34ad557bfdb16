"""Who holds a camp or prison, which of them a holder has, and who holds those of a kind: custody.csv in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.find.answer import Answer, answered
from analysis.find.facts import answer_of, published
from analysis.find.periods import Period
from analysis.find.question import Mention, Question
from analysis.find.series import shelf
from analysis.find.telling import place_name
from analysis.find.text import stems
from analysis.words import capital, date_text, join_words, on, the
from loaders import Ledger
from loaders.frames import NO_DAY, as_records, texts

Row = Mapping[str, Any]
_NAMED = 6  # places that a sentence lists
_OTHERS = "These are those whose holders are known; there may be others."
_REPORTS = "These are reports of single days; other camps may have been closed."
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")  # what may be the key of a source
_ALONE = re.compile(rf" \((?P<key>{_KEY.pattern})\)")
_ASKS = "custody"  # what words for holding read as
_KINDS: Mapping[str, tuple[str, str]] = {"camp": ("camp", "camps"), "detention_facility": ("prison", "prisons")}
_PLACES = ("camp or prison", "camps and prisons")


def custody_answer(ledger: Ledger, question: Question) -> Answer | None:
    """Who holds a place that is named, which places a holder that is named holds, or who holds those of a kind.

    None where neither place nor holder is known, or the question names something else beside them.
    """
    rows = ledger.custody.sort_values(["start", "line"], kind="stable", na_position="first")
    named = rows[rows["place"].isin(question.ids("place"))]
    if len(named):
        place = next(one for one in question.ids("place") if (named["place"] == one).any())
        return _of_place(ledger, as_records(named[named["place"] == place]), question.period)
    return _of_holder(ledger, as_records(rows), question)


def asks_for_custody(ledger: Ledger, question: Question) -> bool:
    """Whether a question asks who holds what: by a word for that, and for no number of whom or what is held there.

    A word such as `hold` also counts people: then it asks for custody where it names a camp, a prison, or their kind.
    """
    if not question.says(_ASKS) or question.many or question.ids("group"):
        return False
    asking = [one for one in question.mentions if _ASKS in one.ids("reads")]
    rest = [one for one in question.mentions if one not in asking]
    counted = [one for one in rest if one.ids("indicator") and not one.ids("place_kind")]
    # A ministry of displacement holds a centre: then the word is part of its name.
    if any(not any(_holds(one, holder) for holder in set(ledger.custody["holder"].astype(str))) for one in counted):
        return False
    return bool(question.ids("place_kind") or question.ids("place")) or not any(one.ids("indicator") for one in asking)


def held_answer(ledger: Ledger, question: Question) -> Answer | None:
    """Who holds a camp or prison of which is asked whether it is open or closed; None where anything else is asked."""
    state = [one for one in question.mentions if {"open", "closed"} & set(one.ids("reads"))]
    rest = [one for one in question.mentions if one not in state]
    places = [one for one in rest if set(one.ids("place")) & shelf(ledger).holding]
    kinds = [one for one in rest if one not in places and one.ids("place_kind")]
    if not state or len(places) != 1 or len(places) + len(kinds) < len(rest):
        return None
    rows = ledger.custody[ledger.custody["place"].isin(places[0].ids("place"))]
    return custody_answer(ledger, question) if len(rows) else None


def closed_answer(ledger: Ledger, question: Question) -> Answer | None:
    """Which camps or prisons of a kind that is asked for were closed or emptied, the newest first.

    Where none is known to be, that is said. None where something else is asked for, or no holder of one is known.
    """
    kinds = set(question.ids("place_kind"))
    if not question.says("closed") or not _of_kind_alone(question):
        return None
    asked = _asked_rows(ledger, question)
    nexts = [next((one for one in asked[at:] if one["place"] == row["place"]), None) for at, row in enumerate(asked, 1)]
    over = [
        (_over(row), row, later)
        for row, later in zip(asked, nexts, strict=True)
        if row["status"] in ("closed", "emptied") and not (later is not None and later["holder_kind"] == "none")
    ]
    period = question.period
    # What was opened again is told of the time in which it was closed alone.
    kept = [one for one in over if (one[2] is None if period is None else period.holds(one[0]))]
    if not kept:
        return _none_closed(ledger, question, asked)
    kept.sort(key=lambda one: one[0], reverse=True)
    told = [
        f"{place_name(ledger, str(row['place']))} ({date_text(day, _over_precision(row))}"
        f"{'' if later is None else '; opened again since'})"
        for day, row, later in kept
    ]
    text = f"{capital(_kind(kinds)[1])} known to be closed or emptied: {join_words(told)}"
    return answer_of(
        ledger, "custody", text, [row for _, row, _ in kept], kept[0][0], "", [_OTHERS] if question.many else []
    )


def _none_closed(ledger: Ledger, question: Question, asked: Sequence[Row]) -> Answer | None:
    """That no camp or prison is known to be closed, with those of which it is not known; None where none is known."""
    told = _told_of_closing(ledger, question)
    if told is not None or not asked:
        return told
    places = [one for one in question.ids("place") if one in shelf(ledger).place_kind]
    where = f" in {the(place_name(ledger, places[0]))}" if places else ""
    when = f" in {question.period.text}" if question.period is not None else ""
    every = _kind(set(question.ids("place_kind")))[1]
    unsure = {
        place_name(ledger, str(row["place"]))
        for row, later in zip(asked, _followed(asked), strict=True)
        if not later and row["status"] == "unknown"
    }
    text = f"Of the {every}{where} whose holders are known, none is known to be closed or emptied{when}"
    more = f"Whether these are still in use is not known: {join_words(sorted(unsure))}." if unsure else ""
    return answer_of(ledger, "custody", text, asked, NO_DAY, "", [more])


def _told_of_closing(ledger: Ledger, question: Question) -> Answer | None:
    """What events tell of the closing of places of a kind in the area and time that are asked for; None for nothing."""
    kinds, areas, period = set(question.ids("place_kind")), set(question.ids("place")), question.period
    closing = texts(ledger.synonyms.loc[ledger.synonyms["reads"] == "closed", "words"])
    words = {one for text in closing for one in stems(text)}
    above = shelf(ledger).above_place
    found = [
        row
        for row in as_records(ledger.events.sort_values("date", ascending=False, kind="stable"))
        if row["category"] in kinds
        and areas & {row["place"], *above.get(str(row["place"]), ())}
        and (period is None or period.holds(row["date"]))
        and words & set(stems(str(row["title"])))
    ]
    if not found:
        return None
    told = [f"“{row['title']}” ({date_text(row['date'], str(row['date_precision']))})" for row in found]
    where = the(place_name(ledger, question.ids("place")[0]))
    text = f"Reported of the closing of {_kind(kinds)[1]} in {where}: {join_words(told)}"
    return answer_of(ledger, "custody", text, found, found[0]["date"], "", [*_still_open(ledger, question), _REPORTS])


def _still_open(ledger: Ledger, question: Question) -> list[str]:
    """How many places of a kind are open in an area that is named, where a body counts them."""
    called = {_KINDS[kind][1] for kind in question.ids("place_kind") if kind in _KINDS}
    units = dict(zip(texts(ledger.indicators["indicator"]), texts(ledger.indicators["unit"]), strict=True))
    held = shelf(ledger)
    counts = [
        one
        for area in question.ids("place")
        for one in held.by_key.get(("place", area), ())
        if one.kind == "stock" and units[one.indicator] in called
    ]
    answers = (answered(ledger, one, question.period) for one in counts[:1])
    return [one.sentence for one in answers if one is not None]


def open_answer(ledger: Ledger, question: Question) -> Answer | None:
    """Which camps or prisons of a kind that is asked for are last known to be in use, each with the date of the report.

    None where none is, of a past time, and where a number in a named area is asked for: others may count it.
    """
    if not question.says("open") or not _of_kind_alone(question) or question.period is not None:
        return None
    asked = _asked_rows(ledger, question)
    last = [row for row, later in zip(asked, _followed(asked), strict=True) if not later and pd.isna(row["end"])]
    used = sorted((row for row in last if row["status"] == "in_use"), key=lambda row: place_name(ledger, row["place"]))
    if not used:
        return None
    told = [f"{place_name(ledger, str(row['place']))} ({published(ledger, str(row['source']))})" for row in used]
    kind = _kind(set(question.ids("place_kind")))[1]
    text = f"{capital(kind)} last known to be in use, each with the date of the report: {join_words(told)}"
    unsure = [place_name(ledger, str(row["place"])) for row in last if row["status"] == "unknown"]
    more = f"Whether these are still in use is not known: {join_words(sorted(unsure))}." if unsure else ""
    return answer_of(ledger, "custody", text, used, NO_DAY, "", [_OTHERS, more])


def _of_kind_alone(question: Question) -> bool:
    """Whether a question is of a kind of place alone: of nobody in it, and of no number of them in a named area."""
    named = any(one.ids("indicator") and not one.ids("place_kind") for one in question.mentions)
    counted = question.many and bool(question.ids("place"))
    known = all(one.targets for one in question.mentions)
    return bool(question.ids("place_kind")) and known and not (named or counted or question.ids("group"))


def _asked_rows(ledger: Ledger, question: Question) -> list[Row]:
    """The rows of the kinds of place and the areas that a question names, oldest first."""
    rows = as_records(ledger.custody.sort_values(["start", "line"], kind="stable", na_position="first"))
    kinds, areas = set(question.ids("place_kind")), set(question.ids("place"))
    return [row for row in rows if _asked(ledger, row, kinds, areas)]


def _over(row: Row) -> pd.Timestamp:
    """When a camp or prison was closed: the day from when on nobody holds it, or on which its last holder left."""
    return row["start"] if row["holder_kind"] == "none" else row["end"]


def _over_precision(row: Row) -> str:
    return str(row["start_precision"] if row["holder_kind"] == "none" else row["end_precision"])


def _of_place(ledger: Ledger, rows: Sequence[Row], period: Period | None) -> Answer:
    name = place_name(ledger, str(rows[0]["place"]))
    at = rows[-1]
    if period is not None and pd.notna(period.end):
        at = next((row for row in reversed(rows) if pd.isna(row["start"]) or row["start"] <= period.end), rows[0])
    remarks = [f"{_readable(ledger, str(at['note']))}." if at["note"] else ""]
    if str(at["holder_kind"]) == "none":
        text = f"{name} was {'closed' if at['status'] == 'closed' else 'empty'}"
        text += f" {on(at['start'], str(at['start_precision']))}" if pd.notna(at["start"]) else ""
        before = rows[: rows.index(at)]
        if before:
            own = f"{before[-1]['publisher']}, {published(ledger, str(before[-1]['source']))}"
            remarks.insert(0, f"Before that it was held by {_holder(before[-1])} ({own}).")
    else:
        last: str = "last known to be " if pd.isna(at["end"]) else ""
        text = f"{name} was {last}held by {_holder(at)}"
    when: str = date_text(at["start"], str(at["start_precision"])) if pd.notna(at["start"]) else ""
    # Of an earlier time nothing is said where the beginning is not known.
    open_start = period is not None and bool(pd.isna(at["start"]))
    since = ["From when on is not known."] if open_start else []
    out = answer_of(ledger, "custody", text, [at], at["start"], when, [*since, *remarks])
    return replace(out, exact=not open_start)


def _readable(ledger: Ledger, note: str) -> str:
    """A note in which publisher and date stand for the key of a source, which says nothing to readers.

    What stands alone in brackets and is the key of no source that the data hold is left out.
    """
    known = _by_key(ledger)
    bare = _ALONE.sub(lambda found: found[0] if found["key"] in known else "", note)
    return _KEY.sub(lambda found: known.get(found[0], found[0]), bare)


@lru_cache(maxsize=6)
def _by_key(ledger: Ledger) -> Mapping[str, str]:
    rows = as_records(ledger.sources[["source", "publisher"]])
    return {key: f"{row['publisher']}, {published(ledger, key)}" for row in rows if (key := str(row["source"]))}


def _holder(row: Row) -> str:
    """`the Syrian government (Interior Ministry forces) from 21 Jan to 22 Feb 2026`."""
    body, sign, rest = str(row["holder"]).partition(" (")
    since: str = f" from {date_text(row['start'], str(row['start_precision']))}" if pd.notna(row["start"]) else ""
    until: str = f" to {date_text(row['end'], str(row['end_precision']))}" if pd.notna(row["end"]) else ""
    return f"{the(body)}{sign}{rest}{since}{until}"


def _of_holder(ledger: Ledger, rows: Sequence[Row], question: Question) -> Answer | None:
    """The camps or prisons whose last known holder bears the name; without a name those of a kind by their holders."""
    kinds = set(question.ids("place_kind"))
    rest = [one for one in question.mentions if not one.ids("place_kind") and _ASKS not in one.ids("reads")]
    # A state or an area that is named is where they are, though a holder may be called after it.
    named = [one for one in rest if not (one.columns <= {"place", "origin"} and one.ids("place"))]
    holders = [one for one in named if any(_holds(one, str(row["holder"])) for row in rows)]
    areas = {place for one in rest if one not in holders for place in one.ids("place")}
    if any(one not in holders and not one.ids("place") for one in rest):
        # Of whom or what else is asked nobody knows who holds it.
        return None
    asked = [row for row in rows if _asked(ledger, row, kinds, areas)]
    last = [row for row, later in zip(asked, _followed(asked), strict=True) if not later]
    if not holders:
        return _by_holder(ledger, last, kinds) if kinds or areas else None
    return _of_named(ledger, rows, holders, (asked, last), kinds)


def _of_named(
    ledger: Ledger,
    rows: Sequence[Row],
    holders: Sequence[Mention],
    of: tuple[Sequence[Row], Sequence[Row]],
    kinds: Collection[str],
) -> Answer | None:
    """What a holder that is named has, `of` the rows that are asked for and the last one of each place among them."""
    asked, last = of
    held = [row for row in last if _of_all(holders, row)]
    own = {str(row["place"]) for row in held}
    before = _held_before(
        ledger, [row for row in asked if _of_all(holders, row) and str(row["place"]) not in own], held
    )
    if len({_body(row) for row in held}) > 1:
        return _by_holder(ledger, held, kinds, before)
    if held:
        newest = held[::-1]
        text = f"Last known to be held by {the(_body(newest[0]))}: {_listed(ledger, newest)}"
        return answer_of(ledger, "custody", text, newest, newest[0]["start"], "", [before])
    others = _by_holder(ledger, last, kinds)
    known = next((row for row in rows if _of_all(holders, row)), None)
    if others is None or known is None:
        return None
    who = next((one for each in holders for one in each.ids("reads")), _body(known))
    text = f"No {_kind(kinds)[0]} is last known to be held by {the(who)}"
    return answer_of(ledger, "custody", text, last, others.date, "", [before, others.sentence])


def _asked(ledger: Ledger, row: Row, kinds: Collection[str], areas: Collection[str]) -> bool:
    """Whether a row is of a kind of place and in an area that a question names, or of any where it names none."""
    above = shelf(ledger).above_place.get(str(row["place"]), set())
    return (not kinds or row["place_kind"] in kinds) and (not areas or bool(above & set(areas)))


def _kind(kinds: Collection[str]) -> tuple[str, str]:
    """What the kinds of place are called, one and several of them."""
    return _KINDS.get(next(iter(kinds)), _PLACES) if len(kinds) == 1 else _PLACES


def _body(row: Row) -> str:
    return str(row["holder"]).partition(" (")[0]


def _listed(ledger: Ledger, rows: Iterable[Row]) -> str:
    """Places with the day from when on each is held."""
    named = [
        place_name(ledger, str(row["place"]))
        + (f" (from {date_text(row['start'], str(row['start_precision']))})" if pd.notna(row["start"]) else "")
        for row in rows
    ]
    return join_words([*named[:_NAMED], *([f"{len(named) - _NAMED} more"] if len(named) > _NAMED else [])])


def _by_holder(ledger: Ledger, rows: Sequence[Row], kinds: Collection[str], more: str = "") -> Answer | None:
    """Places of a kind by who was last known to hold them, whoever holds the most first."""
    held: dict[str, list[Row]] = defaultdict(list)
    for row in reversed(rows):
        if row["holder_kind"] != "none":
            held[_body(row)].append(row)
    if not held:
        return None
    order = sorted(held.items(), key=lambda one: (-len(one[1]), one[0]))
    told = "; ".join(f"{the(body)}: {_listed(ledger, own)}" for body, own in order)
    used = [row for _, own in order for row in own]
    newest = max((row["start"] for row in used if pd.notna(row["start"])), default=NO_DAY)
    text = f"Last known holders of {_kind(kinds)[1]}: {told}"
    return answer_of(ledger, "custody", text, used, newest, "", [more])


def _followed(rows: Sequence[Row]) -> list[bool]:
    """Of each row whether a later one of the same place follows."""
    seen: set[str] = set()
    found = []
    for row in reversed(rows):
        found.append(str(row["place"]) in seen)
        seen.add(str(row["place"]))
    return found[::-1]


def _held_before(ledger: Ledger, rows: Sequence[Row], now: Sequence[Row]) -> str:
    """What a holder had before, as a sentence that names the holder where it is called otherwise; or empty."""
    bodies = {_body(row) for row in now}
    told = [
        f"{place_name(ledger, str(row['place']))} (until {date_text(row['end'], str(row['end_precision']))})"
        if _body(row) in bodies and pd.notna(row["end"])
        else f"{place_name(ledger, str(row['place']))} by {_holder(row)}"
        for row in rows
    ]
    return f"Held before: {join_words(told)}." if told else ""


def _of_all(holders: Iterable[Mention], row: Row) -> bool:
    return all(_holds(one, str(row["holder"])) for one in holders)


def _holds(mention: Mention, holder: str) -> bool:
    """Whether a mention is part of what a holder is called."""
    words = set(stems(holder))
    return bool(words) and any(set(way) <= words for way in mention.ways)
