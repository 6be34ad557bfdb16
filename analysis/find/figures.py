"""Every series of a ledger, and how well each fits a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from math import log10
from operator import mul

import numpy as np
import pandas as pd

from analysis.find.index import index
from analysis.find.lexicon import lexicon
from analysis.find.periods import Period
from analysis.find.question import Mention, Question
from analysis.find.text import stems
from analysis.listed import headlines
from analysis.origins import is_state
from analysis.totals import containing
from loaders import Ledger
from loaders.frames import Array, codes_and_texts

_DIMENSIONS = ("place", "origin", "group")
_MEASURES = 60  # measures that are looked through
_PER_KEY = 300  # series of a place, nationality or group that are looked through
_YEAR = 365.25
_SAYS = 0.3  # that a measure must say of what is named as its kind, or as what happened
_LONGEST = 5  # words of a name that stands in a title
# Groups that hold some of another one, so that a figure of one says something of the other.
_NEAR_GROUPS = {
    frozenset(pair): 0.4
    for pair in (
        ("children", "women_and_children"),
        ("women", "women_and_children"),
        ("children", "boys"),
        ("children", "girls"),
        ("children", "unaccompanied_children"),
        ("children", "under_12"),
        ("children", "under_5"),
        ("women", "adults"),
        ("men", "adults"),
    )
}


@dataclass(frozen=True, slots=True)
class Series:
    """One series: an indicator of a place, an origin and a group.

    `count` is how many statements it has, `tile` whether a tile of a page tells it, `prior` how
    likely it is meant where a question leaves open which, `at` where its dates begin in `Shelf.ends`.
    """

    indicator: str
    place: str
    origin: str
    group: str
    count: int
    kind: str
    tile: bool
    prior: float
    at: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Indicator, place, origin, group."""
        return self.indicator, self.place, self.origin, self.group


@dataclass(frozen=True, slots=True)
class Measure:
    """The words of an indicator: stems of its titles, stems of its definition, its theme; whether it counts people.

    `narrow` is how much of a name each word says that stands in its titles within a longer one.
    """

    title: frozenset[str]
    body: frozenset[str]
    theme: str
    people: bool
    narrow: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All series of a ledger by indicator and by key, the likeliest first; words of measures; wholes of places.

    `told_of` is how much of what is told of an origin or a place each indicator is, against the one that most is told
    by, by column and value.
    """

    by_indicator: Mapping[str, tuple[Series, ...]]
    by_key: Mapping[tuple[str, str], tuple[Series, ...]]
    measures: Mapping[str, Measure]
    above_place: Mapping[str, set[str]]
    above_origin: Mapping[str, set[str]]
    told_of: Mapping[tuple[str, str, str], float]
    place_kind: Mapping[str, str]
    ends: Array

    def speaks(self, series: Series, period: Period | None) -> bool:
        """Whether a series has a statement that holds for a day of a period."""
        if period is None:
            return True
        ends = self.ends[series.at : series.at + series.count]
        first = 0 if pd.isna(period.start) else np.searchsorted(ends, np.datetime64(period.start, "D"))
        last = len(ends) if pd.isna(period.end) else np.searchsorted(ends, np.datetime64(period.end, "D"), side="right")
        # What held on a day may have been counted before it.
        return bool(last > (0 if period.unit == "day" else first))


@lru_cache(maxsize=6)
def shelf(ledger: Ledger) -> Shelf:
    """The series of a ledger."""
    by_indicator: dict[str, list[Series]] = defaultdict(list)
    every, ends = _every(ledger)
    for one in every:
        by_indicator[one.indicator].append(one)
    by_key: dict[tuple[str, str], list[Series]] = defaultdict(list)
    for group in by_indicator.values():
        group.sort(key=lambda one: -one.prior)
        for one in group:
            for column in _DIMENSIONS:
                by_key[column, getattr(one, column)].append(one)
    for found in by_key.values():
        found.sort(key=lambda one: -one.prior)
        del found[_PER_KEY:]
    table = ledger.indicators
    measures = {
        str(name): Measure(
            frozenset(stems(f"{title} {short}")),
            frozenset(stems(str(definition))),
            str(theme),
            str(unit) == "persons",
            _narrow(lexicon(ledger).compounds, [stems(str(title)), stems(str(short))]),
        )
        for name, title, short, definition, theme, unit in zip(
            *(table[column] for column in ("indicator", "title", "short_title", "definition", "theme", "unit")),
            strict=True,
        )
    }
    places = ledger.places
    return Shelf(
        by_indicator={name: tuple(found) for name, found in by_indicator.items()},
        by_key={key: tuple(found) for key, found in by_key.items()},
        measures=measures,
        above_place=containing(ledger, "place"),
        above_origin=containing(ledger, "origin"),
        place_kind=dict(zip(places["place"].astype(str), places["kind"].astype(str), strict=True)),
        ends=ends,
        told_of=_told_of(every),
    )


def _narrow(compounds: Collection[tuple[str, ...]], titles: Iterable[Sequence[str]]) -> Mapping[str, float]:
    """How much of a name its words say by themselves, for names of several words that stand in titles.

    The last word says what is counted, and less of it the longer the name; the others say nothing: deaths in prison
    attacks are some deaths, and those on death row have not died.
    """
    found: dict[str, float] = {}
    for title in titles:
        for first in range(len(title)):
            for count in range(2, min(_LONGEST, len(title) - first) + 1):
                if (name := tuple(title[first : first + count])) in compounds:
                    says = dict.fromkeys(name[:-1], 0.0) | {name[-1]: 1 / count}
                    found |= {word: min(found.get(word, 1.0), share) for word, share in says.items()}
    return found


def _told_of(every: list[Series]) -> dict[tuple[str, str, str], float]:
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    most: dict[tuple[str, str], int] = defaultdict(int)
    for one in every:
        for of in (("origin", one.origin), ("place", one.place)):
            counts[*of, one.indicator] += one.count
            most[of] = max(most[of], counts[*of, one.indicator])
    return {key: count / most[key[:2]] for key, count in counts.items()}


def _every(ledger: Ledger) -> tuple[list[Series], Array]:
    """Every series, and the dates of all statements, those of a series together and in order."""
    rows = ledger.observations
    if rows.empty:
        return [], np.empty(0, dtype="datetime64[D]")
    coded = [codes_and_texts(rows[column]) for column in ("indicator", *_DIMENSIONS)]
    keys = np.stack([codes for codes, _ in coded])
    unique, number, counts = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
    days = rows["period_end"].to_numpy().astype("datetime64[D]")
    ends = days[np.lexsort((days, number.ravel()))]
    begins = np.cumsum(counts) - counts
    last = ends[begins + counts - 1]
    listed = {
        (one.indicator, one.place, one.origin, one.group): one.on_overview or one.on_page for one in headlines(ledger)
    }
    facts = {
        str(name): (str(kind), str(headline) == "yes")
        for name, kind, headline in zip(
            ledger.indicators["indicator"], ledger.indicators["kind"], ledger.indicators["headline"], strict=True
        )
    }
    ages = np.maximum((np.datetime64(ledger.today, "D") - last) / np.timedelta64(1, "D"), 0) / _YEAR
    texts = [distinct[unique[n]] for n, (_, distinct) in enumerate(coded)]
    most: dict[str, int] = defaultdict(int)
    whole: set[tuple[str, str]] = set()
    people: dict[str, set[str]] = defaultdict(set)
    for indicator, place, origin, count in zip(*texts[:3], counts, strict=True):
        most[indicator] = max(most[indicator], int(count))
        people[indicator].add(origin)
        if origin == "all":
            whole.add((indicator, place))
    found = []
    for n, (indicator, place, origin, group) in enumerate(zip(*texts, strict=True)):
        kind, leads = facts.get(indicator, ("stock", False))
        prior = 0.03 * log10(counts[n]) + 0.05 * counts[n] / most[indicator] + 0.04 * leads - 0.01 * min(ages[n], 6)
        prior += 0.12 if (indicator, place, origin, group) in listed else 0.0
        prior -= 0.0 if group in ("total", "all") else 0.18 if group == "households" else 0.1
        if is_state(origin):
            prior -= 0.16
        elif origin != "all" and (indicator, place) in whole:
            prior -= 0.1
        elif origin != "all" and len(people[indicator]) > 1:
            prior -= 0.05
        found.append(
            Series(
                indicator,
                place,
                origin,
                group,
                int(counts[n]),
                kind,
                listed.get((indicator, place, origin, group), False),
                float(prior),
                int(begins[n]),
            )
        )
    return found, ends


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a series fits a question: `score` ranks, `covered` is the share of the question's words that it meets.

    `whole` says that it is of every place, nationality and group that the question names.
    """

    series: Series
    score: float
    covered: float
    whole: bool


def fits(ledger: Ledger, question: Question, most: int = 12) -> list[Fit]:
    """The series that fit a question best, the best first."""
    if not question.mentions:
        return []
    held = shelf(ledger)
    found = {one.key: one for one in _candidates(ledger, held, question)}
    asked = _Asked(held, question)
    best = nsmallest(most, ((-asked.score(one), key) for key, one in found.items()))
    return [asked.judge(found[key]) for _, key in best]


def _candidates(ledger: Ledger, held: Shelf, question: Question) -> list[Series]:
    """Series of the measures that the words name, and of the places, nationalities and groups that they name."""
    named = list(question.ids("indicator"))
    named += index(ledger).search("indicator", question.stems, _MEASURES)
    found = [one for name in dict.fromkeys(named) for one in held.by_indicator.get(name, ())[:_PER_KEY]]
    for column in _DIMENSIONS:
        for name in question.ids(column):
            found += held.by_key.get((column, name), ())
    return found


def _best(mention: Mention, column: str, meets: Callable[[str], float]) -> float:
    """The most that something meets of what a mention stands for in a column, weighed by how surely it does."""
    return max((meets(one.id) * one.weight for one in mention.targets if one.column == column), default=0.0)


def _of_theme(mention: Mention) -> float:
    """How far a theme is met by any measure of it: less where a measure is named."""
    return 0.6 if "indicator" in mention.columns else 0.8


def _holds_people(held: Shelf, places: Collection[str]) -> bool:
    """Whether one of the places is a camp or a prison, which people are in."""
    return any(held.place_kind.get(one) in ("camp", "detention_facility") for one in places)


class _Asked:
    """A question against the shelf: what fits a mention is reckoned once a measure, place, nationality and group."""

    def __init__(self, held: Shelf, question: Question) -> None:
        self._held, self._mentions = held, [one for one in question.mentions if one.weight > 0]
        self._weights = [one.weight for one in self._mentions]
        self._weight = sum(self._weights) or 1.0
        self._binding = {at: 0.35 for at, one in enumerate(self._mentions) if one.binding}
        # Nor does a measure answer that knows nothing of what is said to have happened: who is held has not died.
        titles = [one.title for one in held.measures.values()]
        self._binding |= {
            at: _SAYS
            for at, one in enumerate(self._mentions)
            if one.columns in ({"theme"}, {"place_kind"})
            or (one.columns == {"reads"} and any(set(way) <= title for way in one.ways for title in titles))
        }
        period = question.period
        spans = period is not None and period.unit != "day" and pd.notna(period.start)
        self._kinds = {"flow": 0.14, "cumulative": -0.04} if spans else {"stock": 0.04, "cumulative": 0.04}
        self._places, self._origins = set(question.ids("place")), set(question.ids("origin"))
        self._bare = len(self._mentions) == 1
        columns = {column for one in self._mentions for column in one.columns}
        self._of_group, self._of_origin = "group" in columns, "origin" in columns
        # Who names people of a state and no measure means the people, before what the state has paid.
        plain = all(one.binding or one.ids("place_kind") for one in question.mentions)
        self._of_people = self._of_origin and not self._bare and plain
        # `Iraqis in al-Hol` asks who is there, not who has gone home from it; of a span of time it may ask either.
        people = plain and not self._bare and (self._of_origin or self._of_group) and not spans
        self._of_camp = people and _holds_people(held, self._places)
        self._of_there = self._of_camp or (self._of_people and self._of_group and not spans)
        self._measures: dict[str, list[float]] = {}
        self._common: dict[str, bool] = {}
        self._keys: dict[tuple[str, str], list[float]] = {}
        self._whose: dict[tuple[str, str, str], tuple[list[float], float]] = {}

    def score(self, series: Series) -> float:
        """How well a series fits, against others."""
        return self._judged(series)[0]

    def judge(self, series: Series) -> Fit:
        return Fit(series, *self._judged(series))

    def _judged(self, series: Series) -> tuple[float, float, bool]:
        """The score of a series, the share of the question that it meets, and whether it is of all that is named."""
        of = series.place, series.origin, series.group
        whose, bonus = self._whose.get(of) or self._of(*of)
        met = list(map(max, self._measures.get(series.indicator) or self._measure(series.indicator), whose))
        covered = sum(map(mul, self._weights, met)) / self._weight
        whole = all(met[at] >= least for at, least in self._binding.items()) and not self._of_another(series)
        whole = whole and not (self._of_camp and series.kind != "stock")
        score = covered + series.prior + bonus + self._kinds.get(series.kind, 0.0) - (0.0 if whole else 0.35)
        if not self._of_origin and is_state(series.origin):
            # Who names no state means everybody's figure; a state's own is no answer to that.
            score -= 0.3
        if self._of_people and not self._held.measures[series.indicator].people:
            score -= 0.12
        elif self._of_there:
            score += 0.15 if series.kind == "stock" else -0.15
        # Of a state or place that is named alone what leads on its people, or on those who are in it.
        if self._bare and series.origin in self._origins:
            score += 0.2 * self._held.told_of["origin", series.origin, series.indicator]
        if self._bare and series.kind == "stock" and series.place in self._places:
            score += 0.06 * self._held.told_of["place", series.place, series.indicator]
        return score, covered, whole

    def _of_another(self, series: Series) -> bool:
        """Whether a series is of a state that is not named, of a measure that is kept of everybody as well."""
        if series.origin in self._origins or not is_state(series.origin):
            return False
        if series.indicator not in self._common:
            held = self._held.by_indicator.get(series.indicator, ())
            self._common[series.indicator] = any(not is_state(one.origin) for one in held)
        return self._common[series.indicator]

    def _of(self, place: str, origin: str, group: str) -> tuple[list[float], float]:
        """How far a place, nationality and group meet each mention, and what that adds to the score of a series."""
        met = zip(self._key("place", place), self._key("origin", origin), self._key("group", group), strict=True)
        # Takes back what the prior holds against a group or nationality, where the question names one.
        bonus = 0.1 if self._of_group and group not in ("total", "all") else 0.0
        bonus += 0.12 if self._of_origin and origin != "all" else 0.0
        # Of a whole and its parts the one that was named.
        own = self._bare and origin in self._origins
        bonus += 0.1 * (place not in self._places) if own else 0.08 * (place in self._places)
        self._whose[place, origin, group] = [max(each) for each in met], bonus
        return self._whose[place, origin, group]

    def _measure(self, indicator: str) -> list[float]:
        """How far a measure by itself meets each mention."""
        if indicator not in self._measures:
            found = self._held.measures.get(indicator)
            theme = found.theme if found is not None else ""
            self._measures[indicator] = [
                max(
                    # Words that name measures by the synonyms mean those before any whose title happens to hold them,
                    # and before others of their theme.
                    self._said(one, found) * (0.8 if "indicator" in one.columns else 1.0),
                    _best(one, "indicator", lambda name: float(name == indicator)),
                    _best(one, "theme", lambda name: float(name == theme)) * _of_theme(one),
                )
                for one in self._mentions
            ]
        return self._measures[indicator]

    def _key(self, column: str, value: str) -> list[float]:
        """How far a place, nationality or group by itself meets each mention."""
        if (column, value) not in self._keys:
            self._keys[column, value] = [
                max(
                    _best(one, column, lambda name: self._target(column, name, value)),
                    _best(one, "place_kind", lambda name: 0.8 * (self._held.place_kind.get(value) == name))
                    if column == "place"
                    else 0.0,
                )
                for one in self._mentions
            ]
        return self._keys[column, value]

    def _said(self, mention: Mention, measure: Measure | None) -> float:
        """How far the words of a measure hold those of a mention."""
        if measure is None:
            return 0.0
        best = 0.0
        for way in mention.ways:
            title = sum(one in measure.title for one in way) / len(way)
            body = sum(one in measure.title or one in measure.body for one in way) / len(way)
            if len(way) == 1 and way[0] in measure.narrow and mention.columns <= {"reads"}:
                # A word with no meaning of its own is met by what it says there.
                best = max(best, 0.95 * measure.narrow[way[0]])
                continue
            best = max(best, 0.95 * title if title == 1 else 0.3 * title, 0.5 * body if body == 1 else 0.0)
        return best

    def _target(self, column: str, asked: str, value: str) -> float:
        if column == "place":
            return self._place(asked, value)
        if column == "origin":
            return self._origin(asked, value)
        return 1.0 if value == asked else _NEAR_GROUPS.get(frozenset((value, asked)), 0.0)

    def _place(self, asked: str, place: str) -> float:
        if asked == place:
            return 1.0
        if asked in self._held.above_place.get(place, ()):
            # Part of a state stands for it better than a single camp does.
            return 0.6 if self._held.place_kind.get(place) in ("region", "camp", "detention_facility") else 0.4
        return 0.3 if place in self._held.above_place.get(asked, ()) and place != "world" else 0.0

    def _origin(self, asked: str, origin: str) -> float:
        if asked == origin:
            return 1.0
        if asked in self._held.above_origin.get(origin, ()):
            return 0.3
        return 0.15 if origin in self._held.above_origin.get(asked, ()) and origin != "all" else 0.0
