"""What words stand for: names of places, nationalities, groups, publishers, and the synonyms of the data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from analysis.find.text import joined, plain, slips, stem, tokens
from analysis.origins import OWN, is_state
from analysis.vocabulary import GROUPS
from loaders import Ledger
from loaders.frames import as_records

# What names are made of beside what tells them apart.
_KINDS = (
    "camp",
    "camps",
    "prison",
    "centre",
    "center",
    "site",
    "city",
    "central prison",
    "youth centre",
    "makeshift prison",
)
_SHORT = 3  # letters below which a name is too short to be read out of a longer one
_LONGEST = 7  # words of a name
_LIKE = 0.7  # of the letters that a name and a text must share for the one to be meant by the other
_MEANINGS = ("indicator", "place", "origin", "group", "publisher", "theme", "place_kind", "reads")


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that words stand for: an id in a `column` of the observations, or other words (column `reads`).

    `weight` is below 1 where the words only lean towards it, as Iraqi does towards Iraq.
    """

    column: str
    id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names without spaces with what they stand for, all known words, and words that a question does without.

    `fillers` are those by themselves, `idle` several together that say nothing though one of them would: give me.
    `by_stem` finds names by the stems of their words; `compounds` are the stems of names of measures of several words,
    `of_fillers` names of several words each of which says nothing by itself: people in.
    """

    names: Mapping[str, tuple[Target, ...]]
    by_stem: Mapping[str, tuple[Target, ...]]
    fillers: frozenset[str]
    idle: frozenset[str]
    core: tuple[str, ...]
    known: frozenset[str]
    wide: tuple[str, ...]
    compounds: frozenset[tuple[str, ...]]
    of_fillers: frozenset[tuple[str, ...]]


@lru_cache(maxsize=6)
def lexicon(ledger: Ledger) -> Lexicon:
    """The lexicon of a ledger."""
    names: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    words: set[str] = set()
    by_stem: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    fillers: set[str] = set()
    idle: set[str] = set()
    compounds: set[tuple[str, ...]] = set()
    several: set[tuple[str, ...]] = set()
    for text, target in (*_places(ledger), *_origins(ledger), *_groups(), *_publishers(ledger), *_synonyms(ledger)):
        parts = tokens(text)
        if not parts or len(parts) > _LONGEST:
            continue
        words.update(parts)
        if target is None:
            (idle if len(parts) > 1 else fillers).add("".join(parts))
            continue
        if len(parts) > 1:
            several.add(tuple(parts))
        if target.column == "indicator" and len(parts) > 1:
            compounds.add(tuple(map(stem, parts)))
        key = "".join(parts)
        for table, name in ((names, key), (by_stem, "".join(map(stem, parts)))):
            at = target.column, target.id
            table[name][at] = max(table[name].get(at, 0.0), target.weight)
    measures = {
        one for column in ("title", "short_title") for text in ledger.indicators[column] for one in tokens(text)
    }
    told = (
        *ledger.indicators["definition"],
        *ledger.events["title"],
        *ledger.sources["title"],
        *ledger.custody["holder"],
    )
    wide = {word for text in told for word in tokens(str(text))}
    core = words | measures
    return Lexicon(
        names={key: _targets(found) for key, found in names.items()},
        by_stem={key: _targets(found) for key, found in by_stem.items()},
        fillers=frozenset(fillers),
        idle=frozenset(idle),
        core=tuple(sorted(core)),
        known=frozenset(core | wide | {stem(word) for word in core | wide}),
        wide=tuple(sorted(wide - core)),
        compounds=frozenset(compounds),
        of_fillers=frozenset(one for one in several if fillers.issuperset(one)),
    )


def _targets(found: Mapping[tuple[str, str], float]) -> tuple[Target, ...]:
    return tuple(Target(column, name, weight) for (column, name), weight in found.items())


def spelled(lex: Lexicon, word: str) -> str:
    """A known word that `word` was probably meant to be; empty where none is near enough.

    One letter off in words of four to seven, two in longer ones, three from twelve letters on; names and measures come
    before words that stand only in titles of events and sources. Swapped neighbours are one letter off.
    """
    if len(word) <= _SHORT or word.isdigit():
        return ""
    for words in (lex.core, lex.wide):
        near = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips(word), limit=5)
        # Two letters off and another beginning is another word: Mexicans are no Americans. So it is without vowels.
        near = [one for one in near if one[1] < 2 or (one[0][0] == word[0] and word.isascii())]
        # Of equally near ones the one that begins alike: first letters are seldom wrong.
        best = min(near, key=lambda one: (one[1], one[0][0] != word[0], abs(len(one[0]) - len(word))), default=None)
        if best is not None and len(best[0]) > 2:
            return str(best[0])
    return ""


def known(lex: Lexicon, text: str) -> bool:
    """Whether a text is a single word that is written as it is known."""
    words = tokens(text)
    return len(words) == 1 and (words[0] in lex.known or stem(words[0]) in lex.known)


def near_names(lex: Lexicon, text: str, most: int = 5) -> list[Target]:
    """What names that are written most like a text stand for, the nearest first."""
    found = process.extract(
        joined(text), lex.names.keys(), scorer=OSA.normalized_similarity, score_cutoff=_LIKE, limit=3 * most
    )
    return list(dict.fromkeys(max(lex.names[key], key=lambda one: one.weight) for key, _, _ in found))[:most]


def _places(ledger: Ledger) -> Iterator[tuple[str, Target]]:
    of_country: dict[str, list[str]] = defaultdict(list)
    for row in as_records(ledger.origins[["origin", "kind"]]):
        if row["kind"] in ("nationality", "donor"):
            of_country[str(row["origin"])].append(str(row["origin"]))
    for row in as_records(ledger.places[["place", "name", "label", "kind", "country"]]):
        place = str(row["place"])
        targets = [Target("place", place)]
        if row["kind"] == "country":
            own = [Target("origin", origin) for origin in of_country[str(row["country"])]]
            # Who asks for a state means its people, unless they are counted at home.
            targets = [Target("place", place, 0.85 if own and str(row["country"]) not in OWN else 1.0), *own]
            if str(row["country"]) in OWN:
                targets.append(Target("origin", OWN[str(row["country"])], 0.5))
        names = {*_variants(str(row["name"]), str(row["kind"])), *_variants(str(row["label"]), str(row["kind"])), place}
        for name in sorted(names):
            yield from ((name, target) for target in targets)
            # A town is meant after the governorate that bears its name.
            if row["kind"] == "city" and name.lower().endswith(" city"):
                yield name[: -len(" city")], Target("place", place, 0.8)


def _origins(ledger: Ledger) -> Iterator[tuple[str, Target]]:
    for row in as_records(ledger.origins[["origin", "name"]]):
        origin = str(row["origin"])
        if origin != "all":
            for name in {str(row["name"]).partition(" (")[0], *([origin] if is_state(origin) else [])}:
                yield name, Target("origin", origin)


def _groups() -> Iterator[tuple[str, Target]]:
    for name, group in GROUPS.items():
        if name not in ("total", "all"):
            yield group.label, Target("group", name)


def _publishers(ledger: Ledger) -> Iterator[tuple[str, Target]]:
    for name in ledger.sources["publisher"].astype(str).unique():
        short = re.search(r"\(([A-Z][\w&-]+)\)$", name)
        for text in (name, name.partition(" (")[0], *([short[1]] if short else [])):
            if joined(text):
                yield text, Target("publisher", name)


def _synonyms(ledger: Ledger) -> Iterator[tuple[str, Target | None]]:
    for row in as_records(ledger.synonyms[["words", *_MEANINGS]]):
        meant = [Target(column, str(row[column])) for column in _MEANINGS if row[column]]
        if not meant:
            yield str(row["words"]), None
        for target in meant:
            yield str(row["words"]), target


def _variants(name: str, kind: str) -> Iterator[str]:
    """A place's name as people write it: without brackets, the town behind a prison's name, the article, the kind."""
    if not name:
        return
    bare, _, rest = name.partition(" (")
    if kind in ("region", "world"):
        yield bare
        return
    yield from _shortened(bare.partition(",")[0] if kind == "detention_facility" else bare)
    for other in re.split(r",\s*", rest.partition(")")[0]):
        yield from _shortened(other)


def _shortened(name: str) -> Iterable[str]:
    """`Al-Hol camp`: itself, `Al-Hol`, `Hol camp`, `Hol`."""
    text = plain(name)
    kinds = [text.removesuffix(f" {kind}") for kind in _KINDS if text.endswith(f" {kind}")]
    found = [text, *kinds]
    found += [one.split(" ", 1)[1] for one in found if re.match(r"(?:al|ar|as|el) \w", one)]
    return [one for one in dict.fromkeys(found) if len(one) >= _SHORT and one not in _KINDS]
