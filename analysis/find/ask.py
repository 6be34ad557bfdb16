"""From words to what is known: the answer first, then statements, places, countries, events and sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import pandas as pd

from analysis.find.answer import Answer, answered, repatriations
from analysis.find.changed import changed_answer
from analysis.find.custody import asks_for_custody, closed_answer, custody_answer, held_answer, open_answer
from analysis.find.extremes import YEAR, extreme, of_years, side_of, without_side
from analysis.find.facts import event_answer, events, member_answer
from analysis.find.figures import Fit, fits
from analysis.find.index import index
from analysis.find.lexicon import Target, known, lexicon, near_names
from analysis.find.misses import nearest, of_little
from analysis.find.narrower import of_group, of_kind, of_part, of_period, of_share
from analysis.find.newest import LAST, last_happening, last_operation, none_reported, without_last
from analysis.find.periods import read_known
from analysis.find.question import Mention, Question, understood
from analysis.find.series import HOLDS, Series, shelf
from analysis.find.statements import rows_of
from analysis.find.telling import origin_names, place_name, subject
from analysis.hedge import figure_of
from analysis.origins import nationalities
from analysis.select import select
from analysis.vintage import as_known_on
from analysis.vocabulary import GROUPS
from analysis.words import capital, count_text, date_text, the
from analysis.words.figures import is_money
from loaders import Ledger
from loaders.frames import as_records, texts

_LEAST = 0.55  # of a question's words that a series must meet to answer it
_LOOKED_AT = 16  # series that are tried for an answer
_EVENTS, _SOURCES, _WIDER, _ALMOST, _MEASURES = 8, 8, 2, 3, 4
_SUMS = 5  # other sums of a state that are named
_SEEN = 40  # series that are looked through for what is near
_TOLD = 0.6  # by which what is counted makes a series nearer, before whom it counts
_FAR = 0.3  # by which a series may fit less well than the best and still answer, where that has nothing on the period
_MONTHLY = "month"  # what words read as that ask for a number by the month
_COALITION = ("coalition_members", "coalition_member_states", "small_group_delegations")


@dataclass(frozen=True, slots=True)
class Thing:
    """A place, nationality or publisher that a question names: `kind`, `id` in the data, `name` for readers."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """All that is found for a question.

    `answer` is None where nothing answers it. `statements` are index labels of the observations of the answer's series,
    newest first; `events` index labels of events, `sources` ids of publications. `near` is what may have been meant.
    `both` are the figures of two or more things that a question sets side by side, which no single one answers.
    `ledger` is the one that answered: of what is asked as known on a day that of the day.
    """

    ledger: Ledger
    question: Question
    answer: Answer | None
    statements: tuple[int, ...]
    things: tuple[Thing, ...]
    events: tuple[int, ...]
    sources: tuple[str, ...]
    near: tuple[str, ...]
    both: tuple[Answer, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.answer or self.both or self.things or self.events or self.sources)


def ask(ledger: Ledger, words: str) -> Found:
    """Answer a question in plain words from what a ledger holds.

    Words may come in any order, with typos, as demonyms, abbreviations and other spellings, in Arabic and French where
    synonyms.csv has them. What is asked as known on a day is answered from what had been published by then. Raises
    analysis.find.NoFullTextError where Python's SQLite has no FTS5.
    """
    day, rest = read_known(words)
    found = _ask(ledger if pd.isna(day) else as_known_on(ledger, day), " ".join(rest.split()))
    if pd.isna(day) or found.answer is None:
        return found
    told = f"As known on {date_text(day)}: nothing that was published later is counted."
    return replace(found, answer=replace(found.answer, remarks=(told, *found.answer.remarks)))


@lru_cache(maxsize=512)
def _ask(ledger: Ledger, words: str) -> Found:
    question = understood(ledger, words)
    parts = sides(ledger, question)
    answer = changed_answer(ledger, question) or _last(ledger, question) or _fact(ledger, question)
    if answer is None and not parts:
        none = None if question.says(LAST) else none_reported(ledger, question)
        answer = none or next(_figures(ledger, question), None)
    for narrower in (of_share, of_part, of_group, of_kind, of_period):
        answer = narrower(ledger, question, answer)
    answer = _of_several(ledger, question, _of_happenings(ledger, question, answer)) or _extreme(ledger, question)
    both = _both(ledger, parts) if answer is None else ()
    said = [one for one in question.mentions if not one.columns & {"origin", "place"}]
    ordinal = question.says("first") or question.says("last")
    if answer is None and not both and not ordinal and not question.ids("group") and len(said) != 1:
        # Who asks for women or children, or for deaths, asks how many: something that happened is no answer.
        answer = event_answer(ledger, question)
    things = tuple(_things(ledger, question))
    happened = tuple(label for label, share in events(ledger, question, _EVENTS) if share >= 0.5)
    near = (
        ()
        if answer is not None or both
        else tuple({one.casefold(): one for one in _near(ledger, question, words)}.values())
    )
    return Found(
        ledger,
        question,
        answer,
        _statements(ledger, answer),
        things,
        happened,
        _sources(ledger, question, answer),
        near,
        both,
    )


def others(found: Found, most: int = 5) -> tuple[Answer, ...]:
    """The next best figures for a question that was asked, apart from its answer; of several things their own."""
    if found.both:
        return found.both
    key = found.answer.key if found.answer else ()
    rest = (one for one in _figures(found.ledger, found.question) if one.key != key)
    return tuple(one for one, _ in zip(rest, range(most), strict=False))


def _fact(ledger: Ledger, question: Question) -> Answer | None:
    """The answer of a question that asks for no figure: who holds a place, who joined, when something happened.

    What synonyms.csv says happens to a place, such as its liberation, is asked for without a when.
    """
    custody = asks_for_custody(ledger, question)
    held = custody_answer(ledger, question) if custody else closed_answer(ledger, question)
    held = held or open_answer(ledger, question)
    if held is not None:
        return held
    coalition = _of_members(question) or "coalition" in question.ids("theme")
    coalition = coalition and not _money(question)
    if question.says("joined") or (coalition and question.ids("origin") and not question.says("when")):
        found = member_answer(ledger, question)
        if found is not None:
            return found
    happened = question.says("event") and question.ids("place") and not question.ids("group")
    when = question.says("when") and side_of(question) is None
    found = event_answer(ledger, question) if when or happened else None
    return found or (None if when else held_answer(ledger, question))


def _of_several(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The answer, which names the other sums where a state gave or pledged several and none was named more closely."""
    if answer is None or answer.figure is None or not is_money(answer.figure.unit):
        return answer
    # What is paid for a camp or prison that is named has no other sums beside it.
    named = shelf(ledger).place_kind.get(answer.key[1]) in HOLDS and answer.key[1] in question.ids("place")
    if answer.key[2] not in question.ids("origin") or named:
        return answer
    rest = [
        one
        for one in _figures(ledger, question)
        if (one.key[2], one.exact) == (answer.key[2], answer.exact)
        and one.key != answer.key
        and one.figure
        and is_money(one.figure.unit)
    ]
    rows = as_records(ledger.observations.loc[[one.rows[0] for one in rest]])
    sums = [f"{capital(subject(ledger, row))} {one.text} ({one.when})" for row, one in zip(rows, rest, strict=True)]
    told = f"This is one of {len(rest) + 1} sums that may be meant: {'; '.join(sums[:_SUMS])}."
    return replace(answer, remarks=(told, *answer.remarks)) if sums else answer


def _of_happenings(ledger: Ledger, question: Question, answer: Answer | None) -> Answer | None:
    """The answer, which names what else happened in a time that was asked for where it is a single happening of it.

    What is counted differently is told beside and never added; of a day the largest statement of a measure.
    """
    period = question.period
    if answer is None or period is None or period.unit == "day" or answer.basis == "sum" or len(answer.rows) != 1:
        return answer
    if not answer.key[1]:
        # What a state took home is reckoned of all that is reported.
        return answer
    rows = ledger.observations
    own = rows.loc[answer.rows[0]]
    above = shelf(ledger).above_place
    asked = set(question.ids("place")) or {str(own["place"])}
    if (own["kind"], own["scope"]) != ("flow", "event") or own["unit"] != "persons":
        return answer
    of_measure = rows[rows["indicator"].isin(question.ids("indicator"))]
    found = [
        row
        for row in as_records(of_measure.sort_values("value", ascending=False, kind="stable"))
        if row["scope"] == "event"
        and ({str(row["place"])} | above.get(str(row["place"]), set())) & asked
        and period.holds(row["period_end"])
        and own["origin"] in ("all", row["origin"])
        and (row["indicator"], row["period_end"]) != (own["indicator"], own["period_end"])
    ]
    days = {(row["indicator"], row["period_end"]): row for row in reversed(found)}
    told = [
        f"{subject(ledger, row)} {figure_of(row).text} ({date_text(row['period_end'], str(row['date_precision']))})"
        for row in sorted(days.values(), key=lambda row: row["period_end"])
    ]
    if not told:
        return answer
    also = f"No figure of all of {period.text} is known; also reported, and not added up: {'; '.join(told[:_SUMS])}."
    one = f"One of {count_text(len(told) + 1, 'report')} of {period.text}, which are not added up: {answer.sentence}"
    return replace(answer, sentence=one, remarks=(also, *answer.remarks), exact=False)


def _of_members(question: Question) -> bool:
    return bool(set(question.ids("indicator")) & set(_COALITION))


def _money(question: Question) -> bool:
    """Whether a question asks for money: then partners are those who pay or are paid, and who joined is no answer."""
    return "funding" in question.ids("theme")


def _figures(
    ledger: Ledger, question: Question, areas: Collection[str] = (), measures: tuple[str, ...] = ()
) -> Iterator[Answer]:
    """Figures that answer a question, the best first; those that miss its period come after those that have it.

    Where `areas` or `measures` are given, of these alone.
    """
    if _of_members(question) and _money(question):
        return
    near = [one.series for one in _answering(ledger, question, areas, measures)]
    held = shelf(ledger)
    tried: set[tuple[str, ...]] = set()
    missed: list[Answer] = []
    parts: list[Answer] = []
    for series in nearest(held, sorted(near, key=lambda one: not held.speaks(one, question.period)), question):
        if missed and not held.speaks(series, question.period):
            break
        answer = answered(ledger, series, question.period, question.ids("place"))
        if answer is None or answer.key in tried:
            continue
        # Who came or went at another time, and only some of them, is no answer to who did.
        if not answer.exact and series.kind == "flow" and series.origin not in ("all", *question.ids("origin")):
            continue
        tried.add(answer.key)
        if not answer.exact:
            missed.append(answer)
        elif of_little(ledger, answer, question.period):
            parts.append(answer)
        else:
            yield answer
    yield from (*parts, *missed)


def _extreme(ledger: Ledger, question: Question) -> Answer | None:
    """The highest or lowest figure of what is asked, where a question asks for that."""
    side = side_of(question)
    if side is None:
        return None
    found = [one.series for one in _answering(ledger, without_side(question))]
    if question.says("who") and found and repatriations(ledger, found[0], ()):
        # Which state took home most is told by all of them, the most first.
        return answered(ledger, found[0], question.period)
    places = question.ids("place")
    answer = extreme(ledger, found[0], question.period, side) if found else None
    # The flow that fits best alone: one of another group would be the year of other people.
    flow = next((one for one in found if one.kind == "flow"), None) if question.says(YEAR) else None
    return answer or (of_years(ledger, flow, question.period, side, places) if flow is not None else None)


def _last(ledger: Ledger, question: Question) -> Answer | None:
    """The newest happening of what is asked, where a question asks for the last one."""
    if not question.says(LAST):
        return None
    plain = without_last(question)
    found = last_operation(ledger, plain)
    if found is not None or not any(one.ids("indicator") for one in plain.mentions):
        return found
    flows = [one for one in _answering(ledger, plain) if one.series.kind == "flow"]
    return last_happening(ledger, flows, plain)


def _answering(
    ledger: Ledger, question: Question, areas: Collection[str] = (), measures: tuple[str, ...] = ()
) -> list[Fit]:
    """The series that answer a question about as well as the best of them does, the best first."""
    found = [one for one in fits(ledger, question, _LOOKED_AT, measures) if one.covered >= _LEAST and one.whole]
    found = [one for one in found if not areas or one.series.place in areas]
    if question.says(_MONTHLY) and question.ids("indicator"):
        # A measure that is kept by the month is none of other people for that.
        found = [one for one in found if one.series.indicator in question.ids("indicator")]
    return [one for one in found if one.score >= found[0].score - _FAR]


def _both(ledger: Ledger, parts: Sequence[Question]) -> tuple[Answer, ...]:
    """The figures that answer each of the questions, all of the measure that answers the first; none where one is not.

    What fits the first alone is looked through for the others: of a large ledger a search of all series takes its time.
    """
    first = next(_figures(ledger, parts[0]), None) if parts else None
    if first is None:
        return ()
    measures = tuple(dict.fromkeys(one.series.indicator for one in _answering(ledger, parts[0])))
    rest = [next(_figures(ledger, one, measures=measures), None) for one in parts[1:]]
    found = [first, *(one for one in rest if one is not None and one.key[0] == first.key[0])]
    return tuple(found) if len(found) == len(parts) else ()


def sides(ledger: Ledger, question: Question) -> tuple[Question, ...]:
    """A question for each of the places, or nationalities, that it sets side by side; none where it does not."""
    held, alike = shelf(ledger), defaultdict[tuple[str, ...], list[Mention]](list)
    for one in question.mentions if question.against else ():
        if one.columns <= {"place", "origin"} and one.columns:
            # Of places those of a kind; a state is one as a place and as whose people are counted.
            kind = held.place_kind.get(one.ids("place")[0], "") if one.columns == {"place"} else ""
            alike[*sorted(one.columns), kind].append(one)
    several = next((found for found in alike.values() if len(found) > 1), [])
    return tuple(
        replace(question, mentions=tuple(one for one in question.mentions if one is each or one not in several))
        for each in several
    )


def _statements(ledger: Ledger, answer: Answer | None) -> tuple[int, ...]:
    """Every statement of the series of an answer, newest first; those behind a figure of many series alone."""
    if answer is None or not answer.key:
        return ()
    indicator, place, origin, group = answer.key
    if not place:
        return answer.rows
    rows = select(ledger, indicator, place=place, origin=origin, group=group)
    return tuple(int(label) for label in rows.index[::-1])


def _sources(ledger: Ledger, question: Question, answer: Answer | None) -> tuple[str, ...]:
    """Publications: those behind the answer, then those whose words hold all that was asked."""
    named = [one.ways for one in question.mentions]
    found = index(ledger).search_all("source", named, _SOURCES)
    if not found and answer is None:
        found = index(ledger).search("source", question.stems, _SOURCES)
    return tuple(dict.fromkeys([*(answer.sources if answer else ()), *found]))[:_SOURCES]


def _things(ledger: Ledger, question: Question) -> Iterator[Thing]:
    """Places, nationalities and publishers that are named, each once."""
    names, single = origin_names(ledger), set(nationalities(ledger))
    kinds = shelf(ledger).place_kind
    seen: set[str] = set()
    for mention in question.mentions:
        for target in sorted(mention.targets, key=lambda one: -one.weight):
            thing = None
            if target.column == "origin" and target.id in single and target.id in names:
                thing = Thing("country", target.id, names[target.id])
            elif target.column == "place" and target.id in kinds:
                thing = Thing(kinds[target.id], target.id, place_name(ledger, target.id))
            elif target.column == "publisher":
                thing = Thing("publisher", target.id, target.id)
            # A country is one, as the origin of people and as a place.
            if thing is not None and thing.name not in seen:
                seen.add(thing.name)
                yield thing


def _wider(ledger: Ledger, question: Question) -> Iterator[str]:
    """What is counted, in words, of the same people in an area that holds the place that was asked for."""
    rest = tuple(one for one in question.mentions if not one.ids("place") or one.ids("origin"))
    above = shelf(ledger).above_place
    areas = {area for place in question.ids("place") for area in above.get(place, ())} - {"world"}
    # Who was killed in a camp is told by what is known of the camp, before the dead of a war around it.
    if not areas or not any(one.binding for one in rest) or any(one.ids("reads") for one in rest):
        return
    asked, held = replace(question, mentions=rest), shelf(ledger)
    if set(question.ids("place")) & held.holding:
        # Nor are those who are in a camp told by what happened to others around it: of no other is an answer made.
        near = [one.series for one in _answering(ledger, asked, areas) if one.series.kind == "stock"]
        every = (answered(ledger, one, question.period, asked.ids("place")) for one in near)
        found = (one for one in every if one is not None and one.key[1] in areas)
    else:
        found = (one for one in _figures(ledger, asked, areas) if one.key[1] in areas)
    for answer in islice(found, _WIDER):
        row = as_records(ledger.observations.loc[[answer.rows[0]]])[0]
        yield capital(subject(ledger, row))


def _almost(ledger: Ledger, question: Question) -> Iterator[Series]:
    """Series of the same state and place that do not answer, the nearest first: of some of them, or of another act."""
    held, states = shelf(ledger), set(question.ids("origin")) & set(nationalities(ledger))
    places = set(question.ids("place"))

    def elsewhere(series: Series) -> bool:
        return bool(places) and not places & {series.place, *held.above_place.get(series.place, ())}

    # Of a state that is named its figures of another place say more than other measures do.
    near = [
        one
        for one in fits(ledger, question, _SEEN)
        if (one.series.origin in states if states else not elsewhere(one.series))
    ]
    near.sort(key=lambda one: (elsewhere(one.series) and not one.told, -one.score - _TOLD * one.told))
    # One of a measure at a place leads to the others.
    first: dict[tuple[str, str], Series] = {}
    for one in near:
        first.setdefault((one.series.indicator, one.series.place), one.series)
    yield from first.values()


def _known(ledger: Ledger, question: Question) -> Iterator[Series]:
    """The series that answers a question without the words in it that nobody knows."""
    known = tuple(one for one in question.mentions if one.targets)
    if known and len(known) < len(question.mentions):
        found = (one.series for one in fits(ledger, replace(question, mentions=known), _LOOKED_AT) if one.whole)
        yield from islice(found, 1)


def _near(ledger: Ledger, question: Question, words: str) -> Iterator[str]:
    """What may have been meant: the like of a wider area, names written alike, then measures that share a word."""
    series = tuple(dict.fromkeys((*_known(ledger, question), *islice(_almost(ledger, question), _ALMOST))))
    yield from _wider(ledger, question)
    for one in series:
        yield capital(subject(ledger, as_records(rows_of(ledger, one).iloc[[-1]])[0]))
    lex = lexicon(ledger)
    # A word that is known is meant as it stands: home is not Homs.
    parts = [one for one in (words, *(one.text for one in question.mentions if not one.targets)) if not known(lex, one)]
    yield from (name for part in parts for target in near_names(lex, part, 3) if (name := _named(ledger, target)))
    rest = tuple(one for one in question.mentions if not one.columns & {"place", "origin"})
    titles = dict(zip(texts(ledger.indicators["indicator"]), texts(ledger.indicators["title"]), strict=True))
    told = {one.indicator for one in series}
    for key in index(ledger).search("indicator", replace(question, mentions=rest).stems, _MEASURES):
        if key not in told:
            yield titles[key]


def _named(ledger: Ledger, target: Target) -> str:
    """What readers call what a name stands for; empty for words that only read as others."""
    if target.column == "place":
        return place_name(ledger, target.id)
    if target.column == "origin":
        return capital(the(origin_names(ledger).get(target.id, "").partition(" (")[0]))
    if target.column == "indicator":
        return texts(ledger.indicators.loc[ledger.indicators["indicator"] == target.id, "title"])[0]
    if target.column == "group" and target.id in GROUPS:
        return capital(GROUPS[target.id].many)
    return target.id if target.column == "publisher" else ""
