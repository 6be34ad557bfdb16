"""An answer that is of some of those who were asked for, of more, or of a share of them, and says so."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.find.answer import Answer, answered
from analysis.find.lexicon import Target, lexicon
from analysis.find.question import Question
from analysis.find.series import HOLDS, shelf
from analysis.find.telling import place_name
from analysis.find.text import stems
from analysis.standing import WHOLE
from analysis.vocabulary import GROUPS, NATIONALS
from analysis.words import join_words
from analysis.words.disputed import wider_too
from analysis.words.measures import lower
from loaders import Ledger
from loaders.frames import texts

_KINDS = {"camp": frozenset(stems("camp camps"))}
_OF_ITS_TIME = pd.Timedelta(days=183)  # within which parts are told beside each other
_OF_PEOPLE = ("People ", "Nationals ")  # as titles begin of measures that count each group of those who are there


def of_part(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The figure, which says so where it is of one camp or prison in the area that was asked for."""
    places, held = set(question.ids("place")), shelf(ledger)
    place = answer.key[1] if answer is not None and answer.key else ""
    if answer is None or place in places or held.place_kind.get(place) not in HOLDS:
        return _of_more(ledger, question, answer)
    # So is who asks for camps or prisons and names none.
    if not places & held.above_place.get(place, set()) and (places or not question.ids("place_kind")):
        return answer
    return replace(answer, remarks=(f"This is of {place_name(ledger, place)} alone.", *answer.remarks), exact=False)


def _of_more(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The figure, which says so where it is of whole countries and camps were asked for, of a measure not of camps."""
    held = shelf(ledger)
    if answer is None or not answer.key or answer.key[1] in question.ids("place") or answer.figure is None:
        return answer
    place = answer.key[1]
    countries = {one for one, kind in held.place_kind.items() if kind == "country"}
    wide = place in countries or any(place in held.above_place.get(one, ()) for one in countries)
    words = (word for one in question.mentions for word in one.text.split())
    camps = any(one == Target("place_kind", "camp") for word in words for one in lexicon(ledger).names.get(word, ()))
    if not wide or not camps or _KINDS["camp"] & held.measures[answer.key[0]].title:
        return answer
    told = f"This is of all of {place_name(ledger, place)}, not of camps alone."
    return replace(answer, remarks=(told, *answer.remarks), exact=False)


def of_group(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The figure, which says so where it is of some of those who were asked for, or of more: boys for children.

    So is a figure of children where nobody was named, unless the measure is of children by its name.
    """
    groups, group = question.ids("group"), answer.key[3] if answer is not None and answer.key else ""
    if answer is None or group in (*groups, "", "total", "all") or group not in GROUPS:
        return answer
    if not groups:
        words = stems(f"{GROUPS[group].many} {GROUPS[group].one} {GROUPS[group].label}")
        if not GROUPS[group].people or shelf(ledger).measures[answer.key[0]].title & set(words):
            return answer
        told = f"This is of {GROUPS[group].many} alone{_other_parts(ledger, question, answer)}."
        return replace(answer, remarks=(told, *answer.remarks), exact=False)
    asked = join_words([GROUPS[one].many for one in groups if one in GROUPS])
    if not asked:
        return answer
    return replace(
        answer, remarks=(f"This is of {GROUPS[group].many}, not of {asked} as such.", *answer.remarks), exact=False
    )


def _other_parts(ledger: Ledger, question: Question, answer: Answer) -> str:
    """Of whom beside them the same is known of about the same time: `; of women about 50 (Jun 2025)`, or empty."""
    told = []
    for one in shelf(ledger).by_indicator.get(answer.key[0], ()):
        part = GROUPS.get(one.group)
        same = (one.place, one.origin) == answer.key[1:3] and one.group not in (*WHOLE, answer.key[3])
        if not same or one.kind != "stock" or part is None or not part.people:
            continue
        other = answered(ledger, one, question.period)
        if other is not None and other.exact and abs(other.date - answer.date) <= _OF_ITS_TIME:
            told.append(f"of {part.many} {other.text} ({other.when})")
    return f"; {join_words(told)}" if told else ""


def of_kind(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The figure, which says so where its measure is of foreigners alone, and others were convicted as well."""
    of = shelf(ledger).measures[answer.key[0]] if answer is not None and answer.key else None
    whose = any(one.ids("origin") and "place" not in one.columns for one in question.mentions)
    if answer is None or of is None or not of.of or whose:
        return answer
    # A question says so by a word of the same beginning: foreign fighters are foreigners.
    lex = lexicon(ledger)
    called = [word for word in of.title if any(one.id in of.of for one in lex.by_stem.get(word, ()))]
    if any(word.startswith(said) or said.startswith(word) for word in called for said in question.stems):
        return answer
    told = f"This is of {join_words([NATIONALS[one].plural for one in sorted(of.of)])} alone."
    return replace(answer, remarks=(told, *answer.remarks), exact=False)


def of_period(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The figure, which names what a body says of a wider area at the same time, where no place was asked for."""
    period, held = question.period, shelf(ledger)
    if answer is None or answer.figure is None or period is None or question.ids("place") or answer.basis == "sum":
        return answer
    of, told = answer.key, []
    for one in held.by_indicator.get(of[0], ()):
        if one.kind == "stock" and one.place in held.above_place.get(of[1], ()) and (one.origin, one.group) == of[2:]:
            other = answered(ledger, one, period)
            if other is not None and other.exact and other.figure is not None:
                what = wider_too(place_name(ledger, one.place), other.figure.text, other.when, other.attribution)
                told.append(what)
    return replace(answer, remarks=(*told, *answer.remarks)) if told else answer


def of_share(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The figure; a share where a number was asked for gives way to the number, or says that there is none."""
    if answer is None or answer.figure is None or answer.figure.unit != "percent":
        return answer
    # Who names people and a place, and nothing of a share, asks for a number.
    title = shelf(ledger).measures[answer.key[0]].title
    named = {"group", "place", "place_kind"}
    rest = {word for one in question.mentions if not one.columns & named for word in stems(one.text)}
    if not question.many and rest & title:
        return answer
    # `How many of those in Roj` asks for the share itself, in words that name no group.
    if not question.ids("group"):
        return answer
    _, place, origin, group = answer.key
    held, groups = shelf(ledger), {group, *question.ids("group")}
    people = set(texts(ledger.indicators.loc[ledger.indicators["title"].str.startswith(_OF_PEOPLE), "indicator"]))
    for one in held.by_key.get(("place", place), ()):
        there = one.kind == "stock" and one.indicator in people - held.leaving
        if there and one.origin == origin and one.group in groups:
            number = answered(ledger, one, question.period, question.ids("place"))
            if number is not None:
                return number
    return replace(answer, sentence=f"No source gives a number; {lower(answer.sentence)}", exact=False)
