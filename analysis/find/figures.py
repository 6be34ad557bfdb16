"""How well each series fits a question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from operator import mul
from typing import Literal

import pandas as pd

from analysis.find.index import index
from analysis.find.question import Mention, Question
from analysis.find.series import DIMENSIONS, HOLDS, PER_KEY, Measure, Series, Shelf, shelf
from analysis.origins import is_state
from loaders import Ledger

_MEASURES = 60  # measures that are looked through
_SAYS = 0.3  # that a measure must say of what is named as its kind
# That a measure must say of what is said to have happened, or is counted by another name: as much as a title does, of a
# camp or prison a part of it. Who is held has not died, and the losses of one force are not the dead of a country.
_MEANS, _MEANS_THERE = 0.55, 0.3
# Why a series is no answer: something named is not met; it is a state's own, or of some people alone, and neither was
# named; of one camp in an area; one of many measures of a theme; of people who came or went, not of those there; of
# those there, not gone; of no people.
Lack = Literal["named", "state", "everybody", "area", "measure", "there", "gone", "people"]
_KIND = 0.5  # that a series must be of a kind of place that is also a theme or a measure
_KINDS = frozenset({"place_kind", "theme"})
_WHOSE = frozenset(DIMENSIONS)
_NONE: frozenset[str] = frozenset()
_NEAR = pd.Timedelta(days=10)  # within which a running total begins as a period does
_EVERYBODY = frozenset({"total", "all", "households"})  # groups that leave nobody out
# What a figure of a group says of the one that was asked for. Women and children are told for women, and boys for
# children; all children or adults together are no answer to who asks for orphans, or for men.
_NEAR_GROUPS = {
    ("children", "women_and_children"): 0.4,
    ("women", "women_and_children"): 0.4,
    ("children", "boys"): 0.4,
    ("children", "girls"): 0.4,
    ("children", "unaccompanied_children"): 0.3,
    ("children", "under_12"): 0.3,
    ("children", "under_5"): 0.3,
    ("boys", "children"): 0.3,
    ("girls", "children"): 0.3,
    ("unaccompanied_children", "children"): 0.3,
    ("under_12", "children"): 0.3,
    ("under_5", "children"): 0.3,
    ("women", "adults"): 0.3,
    ("men", "adults"): 0.3,
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a series fits a question: `score` ranks, `covered` is the share of the question's words that it meets.

    `told` is how many of the words it meets that say what is counted, not whom or where; `lacking` why it is no answer:
    empty where it is of all that the question names.
    """

    series: Series
    score: float
    covered: float
    told: float
    lacking: tuple[Lack, ...]

    @property
    def whole(self) -> bool:
        """Whether it is of every place, nationality, group and measure that the question names."""
        return not self.lacking


@lru_cache(maxsize=16)
def fits(ledger: Ledger, question: Question, most: int = 12, measures: tuple[str, ...] = ()) -> tuple[Fit, ...]:
    """The series that fit a question best, the best first; where `measures` are given, of these indicators alone."""
    if not question.mentions:
        return ()
    held = shelf(ledger)
    of_measures = [one for name in measures for one in held.by_indicator.get(name, ())]
    found = {one.key: one for one in of_measures or _candidates(ledger, held, question)}
    asked = _Asked(held, question)
    best = nsmallest(most, ((-asked.score(one), key) for key, one in found.items()))
    return tuple(asked.judge(found[key]) for _, key in best)


def _candidates(ledger: Ledger, held: Shelf, question: Question) -> list[Series]:
    """Series of the measures that the words name, and of the places, nationalities and groups that they name."""
    named = list(question.ids("indicator"))
    named += index(ledger).search("indicator", question.stems, _MEASURES)
    found = [one for name in dict.fromkeys(named) for one in held.by_indicator.get(name, ())[:PER_KEY]]
    for column in DIMENSIONS:
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
    """Whether one of the places is a camp or a prison, which people are in, or several of them together."""
    return any(one in held.holding for one in places)


class _Asked:
    """A question against the shelf: what fits a mention is reckoned once a measure, place, nationality and group."""

    def __init__(self, held: Shelf, question: Question) -> None:
        self._held, self._mentions = held, [one for one in question.mentions if one.weight > 0]
        self._stems = frozenset(question.stems)
        self._weights = [one.weight for one in self._mentions]
        self._weight = sum(self._weights) or 1.0
        self._binding = {at: 0.35 for at, one in enumerate(self._mentions) if one.binding}
        self._binding |= {
            at: _SAYS for at, one in enumerate(self._mentions) if one.columns in ({"theme"}, {"place_kind"})
        }
        # Nor does a measure answer that knows nothing of what is said to have happened, or of words that nobody knows.
        there = _holds_people(held, question.ids("place")) or bool(question.ids("place_kind"))
        self._binding |= {
            at: _MEANS if "indicator" in one.columns or (one.columns and not there) else _MEANS_THERE
            for at, one in enumerate(self._mentions)
            if one.columns <= {"reads", "indicator"} or one.columns - {"publisher"} == {"indicator"}
        }
        # Who asks for prisons is not answered by a measure that speaks of them in its definition alone.
        self._binding |= {
            at: _KIND
            for at, one in enumerate(self._mentions)
            if len(one.columns) > 1 and one.columns & _KINDS and one.columns <= _KINDS | {"indicator", "reads"}
        }
        period = question.period
        spans = period is not None and period.unit != "day" and pd.notna(period.start)
        self._kinds = {"flow": 0.14, "cumulative": -0.04} if spans else {"stock": 0.04, "cumulative": 0.04}
        if question.many and period is None:
            # How many there were is told by all of them, before the last of them alone.
            self._kinds["cumulative"] += 0.02
        self._since = period.start if spans and period is not None else None
        self._places, self._origins = set(question.ids("place")), set(question.ids("origin"))
        self._indicators = set(question.ids("indicator"))
        self._bare = len(self._mentions) == 1
        # Of words that name nothing one must say what is counted: home is no displaced person of a home governorate.
        self._nameless = not any(one.targets for one in self._mentions)
        self._ways = {word for one in self._mentions for way in one.ways for word in way}
        columns = {column for one in self._mentions for column in one.columns}
        # Whose people are meant, beside the place that they are in.
        self._of_whom = any(one.ids("origin") and "place" not in one.columns for one in question.mentions)
        self._of_group, self._of_origin = "group" in columns, "origin" in columns
        # Who names people of a state and no measure means the people, before what the state has paid.
        plain = all(one.binding or one.ids("place_kind") for one in question.mentions)
        self._of_people = self._of_origin and not self._bare and plain
        # The dead of a country are not those of a camp in it.
        self._of_area = not there and any(one.columns == {"reads"} for one in self._mentions) and bool(self._places)
        # Who gives a theme alone has not said which of a state's contributions is meant.
        kinds = [one.columns for one in question.mentions if not one.binding]
        self._of_theme = self._of_origin and {"theme"} in kinds and all(one == {"theme"} for one in kinds)
        # What is paid for a camp or prison is said by its name.
        self._of_theme = self._of_theme and not _holds_people(held, question.ids("place"))
        # `Iraqis in al-Hol` asks who is there, not who has gone home from it; of a span of time it may ask either.
        people = plain and not self._bare and (self._of_origin or self._of_group) and not spans
        self._of_camp = people and there and not question.away
        # `Iraqis from al-Hol` asks who has left it.
        self._of_gone = people and there and question.away
        self._of_there = self._of_camp or (self._of_people and self._of_group and not spans and not question.away)
        self._of_those_in = plain and self._of_whom and bool(self._places) and not spans and not question.away
        self._lacks = tuple(self._checks())
        self._measures: dict[str, list[float]] = {}
        self._keys: dict[tuple[str, str], list[float]] = {}
        self._whose: dict[tuple[str, str, str], tuple[list[float], float]] = {}

    def score(self, series: Series) -> float:
        """How well a series fits, against others."""
        met, bonus = self._met(series)
        return self._score(series, met, bonus, whole=not any(lacks(series, met) for _, lacks in self._lacks))

    def judge(self, series: Series) -> Fit:
        """How well a series fits, and what it lacks of the question."""
        met, bonus = self._met(series)
        lacking = tuple(lack for lack, lacks in self._lacks if lacks(series, met))
        score = self._score(series, met, bonus, whole=not lacking)
        told = sum(share for share, one in zip(met, self._mentions, strict=True) if not one.columns & _WHOSE)
        return Fit(series, score, self._covered(met), told, lacking)

    def _met(self, series: Series) -> tuple[list[float], float]:
        """How far a series meets each mention, and what place, nationality and group add to its score."""
        of = series.place, series.origin, series.group
        whose, bonus = self._whose.get(of) or self._of(*of)
        return list(map(max, self._measures.get(series.indicator) or self._measure(series.indicator), whose)), bonus

    def _covered(self, met: list[float]) -> float:
        return sum(map(mul, self._weights, met)) / self._weight

    def _score(self, series: Series, met: list[float], bonus: float, *, whole: bool) -> float:
        covered = self._covered(met)
        score = covered + series.prior + bonus + self._kinds.get(series.kind, 0.0) - (0.0 if whole else 0.35)
        if self._since is not None and series.begins is not None:
            # A running total of just this time is the flow that is asked for; one of more than it is none.
            score += 0.18 if abs(self._since - series.begins) <= _NEAR else -0.2 if series.begins < self._since else 0.0
        if not self._of_origin and is_state(series.origin):
            # Who names no state means everybody's figure; a state's own is no answer to that.
            score -= 0.3
        if not self._of_origin and self._held.measures[series.indicator].of:
            score -= 0.2
        if self._of_whom and self._places and self._of_a_camp(series):
            # Those in one camp are some of those in the country; who leaves a prison is still held in another.
            score -= 0.2 if self._held.place_kind.get(series.place) == "camp" else 0.1
        if self._of_people and not self._held.measures[series.indicator].people:
            score -= 0.12
        elif self._of_there or self._of_those_in:
            score += 0.15 if series.kind == "stock" else -0.15
        # Of a state or place that is named alone what leads on its people, or on those who are in it.
        if self._bare and series.origin in self._origins:
            score += 0.2 * self._held.told_of["origin", series.origin, series.indicator]
        if self._bare and series.kind == "stock" and series.place in self._places:
            score += 0.06 * self._held.told_of["place", series.place, series.indicator]
        return score

    def _checks(self) -> Iterator[tuple[Lack, Callable[[Series, list[float]], bool]]]:
        """What a series may lack of the question, each with its test; those that cannot apply are left out."""
        least = tuple(self._binding.items())
        yield "named", lambda _, met: any(met[at] < share for at, share in least)
        if self._nameless:
            yield "named", lambda series, _: not self._held.measures[series.indicator].heads & self._ways
        kinds = {kind for one in self._mentions if one.columns == {"place_kind"} for kind in one.ids("place_kind")}
        if kinds:
            # Nor is money for prisons money for camps.
            yield "named", lambda series, _: not kinds & (self._held.measures[series.indicator].kinds or kinds)
        yield "state", lambda series, _: self._of_another(series)
        if not self._of_group:
            yield "everybody", lambda series, _: self._of_some(series)
        if self._of_area:
            yield "area", lambda series, _: self._of_a_camp(series)
        elif self._places and not self._of_whom:
            # Nor are those in a camp or prison everybody who is in the area around it.
            camps = any(one.ids("place_kind") for one in self._mentions)
            yield "area", lambda series, _: series.kind == "stock" and self._of_camps(series, named=camps)
        if self._of_theme:
            yield "measure", lambda series, _: not self._counts_asked(series)
        if self._of_camp:
            yield "there", lambda series, _: series.kind != "stock" or series.indicator in self._held.leaving
        if self._of_gone:
            yield "gone", lambda series, _: series.kind == "stock"
        if self._of_those_in:
            # Nor are those who are in a place money, or the ones that were taken home from it.
            yield "people", lambda series, _: not self._counts_those_in(series)

    def _counts_asked(self, series: Series) -> bool:
        return self._held.measures[series.indicator].people and series.origin in self._origins

    def _counts_those_in(self, series: Series) -> bool:
        return series.indicator not in self._held.leaving and self._held.measures[series.indicator].people

    def _of_another(self, series: Series) -> bool:
        """Whether a series is of a state or kind of people that is not named, of a measure kept of others as well.

        So is a figure that a state gives of itself alone: what Finland paid is not what it costs.
        """
        if series.origin in self._origins or series.origin == "all":
            return False
        if series.origin in self._held.regions:
            return True
        if not is_state(series.origin):
            return not self._of_whom and (series.indicator, series.place) in self._held.everybody
        at_home = self._held.place_kind.get(series.place) == "country" and series.place not in self._places
        return at_home or len(self._held.origins[series.indicator]) > 1

    def _of_some(self, series: Series) -> bool:
        """Whether a series is of a group that is not named, of a measure that is not named either."""
        return series.group not in _EVERYBODY and series.indicator not in self._indicators

    def _of_a_camp(self, series: Series) -> bool:
        """Whether a series is of one camp or prison, of a wider place that was asked about as a whole."""
        return self._held.place_kind.get(series.place) in HOLDS and series.place not in self._places

    def _of_camps(self, series: Series, *, named: bool) -> bool:
        """Whether a series is of one camp or prison, or, where camps were not `named`, of several together."""
        together = series.indicator in self._held.of_camps and series.place not in self._places
        return self._of_a_camp(series) or (together and not named)

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
                    self._said(one, found) * self._share(one, found),
                    _best(one, "indicator", lambda name: float(name == indicator)),
                    _best(one, "theme", lambda name: float(name == theme)) * _of_theme(one),
                )
                for one in self._mentions
            ]
        return self._measures[indicator]

    def _share(self, mention: Mention, measure: Measure | None) -> float:
        """How much the words of a measure say of a mention that names another; a share is no number of people."""
        if "indicator" not in mention.columns:
            return 1.0
        named = [self._held.measures[one] for one in mention.ids("indicator") if one in self._held.measures]
        if named and all(one.money for one in named) and measure is not None and not measure.money:
            # Who asks for money is told of no programmes that it pays for.
            return 0.5
        people = any(one.people for one in named)
        return 0.5 if people and measure is not None and measure.counts and not measure.people else 0.65

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
        if "group" in mention.columns and not measure.counts:
            # Money for camps that hold families counts no families.
            return best
        for way in mention.ways:
            if len(way) > 1 and mention.columns == {"reads"} and self._within(way, measure):
                continue
            title = sum(one in measure.title for one in way) / len(way)
            body = sum(one in measure.title or one in measure.body for one in way) / len(way)
            says, rest = measure.narrow.get(way[0], (None, _NONE)) if len(way) == 1 else (None, _NONE)
            if (
                says is not None
                and mention.columns <= {"reads"}
                and (says or mention.columns)
                and not rest <= self._stems
            ):
                # A word with no meaning of its own is met by what it says there, where the others are not asked for.
                best = max(best, 0.95 * says)
                continue
            best = max(best, 0.95 * title if title == 1 else 0.3 * title, 0.5 * body if body == 1 else 0.0)
        return best

    def _within(self, way: tuple[str, ...], measure: Measure) -> bool:
        """Whether several words only begin a longer name in a title: partner forces in `partner forces killed`."""
        found = [measure.narrow.get(one, (1.0, _NONE)) for one in way]
        rest = _NONE.union(*(others for _, others in found)) - set(way)
        return not all(says for says, _ in found) and not rest <= self._stems

    def _target(self, column: str, asked: str, value: str) -> float:
        if column == "place":
            return self._place(asked, value)
        if column == "origin":
            return self._origin(asked, value)
        return 1.0 if value == asked else _NEAR_GROUPS.get((asked, value), 0.0)

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
