"""Every series of a ledger on a shelf: by measure, place, people and group, with the words of each measure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from math import log10

import numpy as np
import pandas as pd

from analysis.find.lexicon import Lexicon, lexicon
from analysis.find.periods import Period
from analysis.find.text import stem, stems, tokens
from analysis.listed import headlines
from analysis.origins import is_state, origin_kinds
from analysis.totals import containing
from analysis.words.figures import is_money
from analysis.words.measures import COUNTED, of_gone
from loaders import Ledger
from loaders.frames import Array, codes_and_texts, texts

DIMENSIONS = ("place", "origin", "group")
HOLDS = ("camp", "detention_facility")  # kinds of places that people are in
PER_KEY = 300  # series of a place, nationality or group that are looked through
_YEAR = 365.25
_SIGN = re.compile(r"[,(:]")
_LONGEST = 5  # words of a name that stands in a title


@dataclass(frozen=True, slots=True)
class Series:
    """One series: an indicator of a place, an origin and a group.

    `count` is how many statements it has, `tile` whether a tile of a page tells it, `prior` how likely it is meant
    where a question leaves open which, `at` where its dates begin in `Shelf.ends`, `begins` from when on a running
    total counts, where that is known.
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
    begins: pd.Timestamp | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Indicator, place, origin, group."""
        return self.indicator, self.place, self.origin, self.group


@dataclass(frozen=True, slots=True)
class Measure:
    """The words of an indicator: stems of its titles, stems of its definition, its theme; whether it counts people.

    `counts` says that it does so in any way: by heads, by families, as a share; `money` that it is a sum of money.
    `kinds` are the kinds of place that its title names: of funding for detention facilities prisons, and no camps.
    `heads` are the words of its titles that say what is counted: arrests, of arrests in operations.
    `narrow` is how much of a name each word says that stands in its titles within a longer one, and which are the other
    words of that; `of` are kinds of people that the title names of those whom others count as well: foreigners.
    """

    title: frozenset[str]
    body: frozenset[str]
    theme: str
    people: bool
    counts: bool
    money: bool
    kinds: frozenset[str]
    heads: frozenset[str]
    narrow: Mapping[str, tuple[float, frozenset[str]]]
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All series of a ledger by indicator and by key, the likeliest first; words of measures; wholes of places.

    `told_of` is how much of what is told of an origin or a place each indicator is, against the one that most is told
    by, by column and value. `origins` are whose figures a measure has, `everybody` the measures and places
    with figures of all nationalities, `regions` the origins that are several states, `of_camps` the measures that are
    kept of camps, `leaving` those of people who leave a stock. `holding` are camps and prisons, and sets of them.
    """

    by_indicator: Mapping[str, tuple[Series, ...]]
    by_key: Mapping[tuple[str, str], tuple[Series, ...]]
    measures: Mapping[str, Measure]
    above_place: Mapping[str, set[str]]
    above_origin: Mapping[str, set[str]]
    told_of: Mapping[tuple[str, str, str], float]
    place_kind: Mapping[str, str]
    origins: Mapping[str, frozenset[str]]
    everybody: frozenset[tuple[str, str]]
    regions: frozenset[str]
    of_camps: frozenset[str]
    leaving: frozenset[str]
    holding: frozenset[str]
    ends: Array

    def last(self, series: Series) -> pd.Timestamp:
        """The day of the last statement of a series."""
        return pd.Timestamp(self.ends[series.at + series.count - 1])

    def wholes(self, series: Series) -> list[Series]:
        """The series of the same people in areas that hold the place, but for the world."""
        above = self.above_place.get(series.place, set()) - {"world"}
        same = (series.origin, series.group)
        every = self.by_indicator.get(series.indicator, ())
        return [one for one in every if one.place in above and (one.origin, one.group) == same]

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
            for column in DIMENSIONS:
                by_key[column, getattr(one, column)].append(one)
    for found in by_key.values():
        found.sort(key=lambda one: -one.prior)
        del found[PER_KEY:]
    table = ledger.indicators
    measures = {
        str(name): Measure(
            frozenset(stems(f"{title} {short}")),
            frozenset(stems(str(definition))),
            str(theme),
            str(unit) == "persons",
            str(unit) in (*COUNTED, "percent"),
            is_money(str(unit)),
            _kinds(lexicon(ledger), tokens(str(title))),
            _heads(lexicon(ledger), (str(title), str(short))),
            _narrow(
                lexicon(ledger),
                lexicon(ledger).compounds | {tuple(stems(str(short).partition(",")[0]))},
                [stems(str(title)), stems(str(short))],
            ),
            _foreign(lexicon(ledger), str(title)),
        )
        for name, title, short, definition, theme, unit in zip(
            *(table[column] for column in ("indicator", "title", "short_title", "definition", "theme", "unit")),
            strict=True,
        )
    }
    kinds = dict(zip(texts(ledger.places["place"]), texts(ledger.places["kind"]), strict=True))
    return Shelf(
        by_indicator={name: tuple(found) for name, found in by_indicator.items()},
        by_key={key: tuple(found) for key, found in by_key.items()},
        measures=measures,
        above_place=containing(ledger, "place"),
        above_origin=containing(ledger, "origin"),
        place_kind=kinds,
        origins={name: frozenset(one.origin for one in found) for name, found in by_indicator.items()},
        everybody=frozenset((one.indicator, one.place) for one in every if one.origin == "all"),
        of_camps=frozenset(one.indicator for one in every if kinds.get(one.place) == "camp"),
        regions=frozenset(one for one, kind in origin_kinds(ledger).items() if kind == "region"),
        leaving=_leaving(ledger),
        holding=_holding(kinds, containing(ledger, "place")),
        ends=ends,
        told_of=_told_of(every),
    )


def _holding(kinds: Mapping[str, str], wholes: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Camps and prisons, and the areas in which nothing else lies: the camps of a region together."""
    single = {place for place, kind in kinds.items() if kind in HOLDS}
    parts: dict[str, set[str]] = defaultdict(set)
    for part, above in wholes.items():
        for whole in above:
            parts[whole].add(part)
    # Sets lie within sets: what is in each of them are camps, prisons, and other sets.
    sets = {whole for whole, found in parts.items() if found & single and found <= single | parts.keys()}
    return frozenset(single | {one for one in sets if parts[one] <= single | sets})


def _leaving(ledger: Ledger) -> frozenset[str]:
    """Flows that reduce a stock, and what is told of people who are gone."""
    table = ledger.indicators
    flows = {flow for told in table["reduced_by"] for flow in str(told).split()}
    titles = zip(table["indicator"].astype(str), table["title"].astype(str), strict=True)
    return frozenset({*flows, *(name for name, title in titles if of_gone(title))})


def _kinds(lex: Lexicon, title: Sequence[str]) -> frozenset[str]:
    """The kinds of place that words of a title name."""
    names = ("".join(title[at : at + count]) for at in range(len(title)) for count in (1, 2))
    return frozenset(one.id for name in names for one in lex.names.get(name, ()) if one.column == "place_kind")


def _heads(lex: Lexicon, titles: Iterable[str]) -> frozenset[str]:
    """The stem of the last word of each title before a sign or a word that says nothing by itself, such as of or in."""
    found = set()
    for title in titles:
        words = list(takewhile(lambda word: word not in lex.fillers, tokens(_SIGN.split(title)[0])))
        found |= {stem(word) for word in words[-1:]}
    return frozenset(found)


def _foreign(lex: Lexicon, title: str) -> frozenset[str]:
    """Kinds of people, of no single state, that words of a title name."""
    targets = (target for word in tokens(title) for target in lex.names.get(word, ()))
    return frozenset(one.id for one in targets if one.column == "origin" and one.id in ("tcn", "non_syr"))


def _narrow(
    lex: Lexicon, compounds: Collection[tuple[str, ...]], titles: Iterable[Sequence[str]]
) -> Mapping[str, tuple[float, frozenset[str]]]:
    """How much of a name its words say by themselves, beside which others, for names of several words in titles.

    The last word says what is counted, and less of it the longer the name; the others say nothing: deaths in prison
    attacks are some deaths, and those on death row have not died. Whose refugees they are narrows nothing: figures have
    that by themselves.
    """
    found: dict[str, tuple[float, frozenset[str]]] = {}
    for title in titles:
        for first in range(len(title)):
            for count in range(2, min(_LONGEST, len(title) - first) + 1):
                name = tuple(title[first : first + count])
                whose = any(one.column == "origin" for word in name[:-1] for one in lex.by_stem.get(word, ()))
                if name in compounds and not (count == 2 and whose):
                    says = dict.fromkeys(name[:-1], 0.0) | {name[-1]: 1 / count}
                    for word, share in says.items():
                        if share < found.get(word, (1.0,))[0]:
                            found[word] = share, frozenset(name) - {word}
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
    coded = [codes_and_texts(rows[column]) for column in ("indicator", *DIMENSIONS)]
    keys = np.stack([codes for codes, _ in coded])
    unique, number, counts = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
    days = rows["period_end"].to_numpy().astype("datetime64[D]")
    ends = days[np.lexsort((days, number.ravel()))]
    begins = np.cumsum(counts) - counts
    last = ends[begins + counts - 1]
    first = (
        rows["period_start"].to_numpy().astype("datetime64[D]")[np.lexsort((days, number.ravel()))][begins + counts - 1]
    )
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
                pd.Timestamp(first[n]) if kind == "cumulative" and not np.isnat(first[n]) else None,
            )
        )
    return found, ends
