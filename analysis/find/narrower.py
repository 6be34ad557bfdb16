"""An answer that is of some of those who were asked for, of more, or of a share of them, and says so."""

from __future__ import annotations

from dataclasses import replace

from analysis.find.answer import Answer, answered
from analysis.find.figures import HOLDS
from analysis.find.question import Question
from analysis.find.series import shelf
from analysis.find.telling import place_name
from analysis.vocabulary import GROUPS
from analysis.words import join_words
from analysis.words.measures import lower
from loaders import Ledger
from loaders.frames import texts

_OF_PEOPLE = ("People ", "Nationals ")  # as titles begin of measures that count each group of those who are there


def of_part(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The figure, which says so where it is of one camp or prison in the area that was asked for."""
    places, held = set(question.ids("place")), shelf(ledger)
    place = answer.key[1] if answer is not None and answer.key else ""
    if answer is None or place in places or held.place_kind.get(place) not in HOLDS:
        return answer
    # So is who asks for camps or prisons and names none.
    if not places & held.above_place.get(place, set()) and (places or not question.ids("place_kind")):
        return answer
    return replace(answer, remarks=(f"This is of {place_name(ledger, place)} alone.", *answer.remarks), exact=False)


def of_group(question: Question, answer: Answer | None) -> Answer | None:
    """The figure, which says so where it is of some of those who were asked for, or of more: boys for children."""
    groups, group = question.ids("group"), answer.key[3] if answer is not None and answer.key else ""
    if answer is None or not groups or group in (*groups, "", "total", "all") or group not in GROUPS:
        return answer
    asked = join_words([GROUPS[one].many for one in groups if one in GROUPS])
    if not asked:
        return answer
    return replace(
        answer, remarks=(f"This is of {GROUPS[group].many}, not of {asked} as such.", *answer.remarks), exact=False
    )


def of_share(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The figure; a share where a number was asked for gives way to the number, or says that there is none."""
    if answer is None or answer.figure is None or answer.figure.unit != "percent" or not question.many:
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
