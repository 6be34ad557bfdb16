"""A question as it is understood: its time, and its words with what each stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from analysis.find.index import index
from analysis.find.lexicon import Lexicon, Target, lexicon, spelled
from analysis.find.periods import MARKED, Period, marked, read_period
from analysis.find.text import plain, stem, tokens
from analysis.origins import OWN
from loaders import Ledger
from loaders.frames import texts

LONGEST = 300  # characters of a question that are read
_WORDS = 40
_LONGEST = 7  # words of a name
# How much a mention counts by what it stands for: who and where before what kind of thing.
_WEIGHT = {
    "place": 1.4,
    "origin": 1.4,
    "group": 1.0,
    "indicator": 1.3,
    "theme": 0.6,
    "place_kind": 0.5,
    "publisher": 0.0,
    "reads": 0.9,
}
_KEYS = {"place", "origin", "group"}


@dataclass(frozen=True, slots=True)
class Mention:
    """One or more words of a question that belong together.

    `targets` is what they stand for, `ways` the stems by which they are looked for in titles (their own and those of
    words that read the same), `weight` how much they count.
    """

    text: str
    targets: tuple[Target, ...]
    ways: tuple[tuple[str, ...], ...]
    weight: float

    @property
    def binding(self) -> bool:
        """Whether an answer must be of it: a place, nationality or group; a group may have a measure of its share."""
        columns = self.columns
        return bool(columns) and (columns <= _KEYS or ("group" in columns and columns <= _KEYS | {"indicator"}))

    @property
    def columns(self) -> frozenset[str]:
        """What kinds of thing it may stand for."""
        return frozenset(one.column for one in self.targets)

    def ids(self, column: str) -> tuple[str, ...]:
        """What it stands for in a column of the observations."""
        return tuple(one.id for one in self.targets if one.column == column)


@dataclass(frozen=True, slots=True)
class Question:
    """A question: as it was asked, its mentions in order, its period, and which words were read as others.

    `away` says that it asks for people from a place, who need not be there, `against` that it sets things side by side,
    `many` that it asks for a number.
    """

    text: str
    mentions: tuple[Mention, ...]
    period: Period | None
    corrected: tuple[tuple[str, str], ...]
    away: bool = False
    against: bool = False
    many: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems of all its words that say something, and of those that read the same."""
        return tuple(dict.fromkeys(one for mention in self.mentions for way in mention.ways for one in way))

    def ids(self, column: str) -> tuple[str, ...]:
        """All that its words stand for in a column of the observations."""
        return tuple(dict.fromkeys(one for mention in self.mentions for one in mention.ids(column)))

    def says(self, word: str) -> bool:
        """Whether one of its words reads as `word` by the synonyms."""
        return any(one.column == "reads" and one.id == word for mention in self.mentions for one in mention.targets)


@lru_cache(maxsize=512)
def understood(ledger: Ledger, text: str) -> Question:
    """Read a question in plain words: any order, typos, several spellings and languages."""
    asked = " ".join(text.split())[:LONGEST]
    digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in asked)
    period, rest = read_period(digits, ledger.today)
    if period is None:
        period, rest = _since_event(ledger, digits)
    lex = lexicon(ledger)
    words, corrected = _spelled(lex, tokens(rest)[:_WORDS])
    mentions, away = list[Mention](), False
    against, many = (any(_reads(lex, word, one) for word in words) for one in ("against", "number"))
    for at, count, targets in _names(lex, words):
        mentions += (_mention(words[at : at + count], part) for part in _apart(targets))
        away = away or (at > 0 and _reads(lex, words[at - 1], "away") and mentions[-1].columns == {"place"})
    mentions = _rejoined(lex, mentions)
    return Question(asked, _of_people(ledger, mentions), period, tuple(corrected), away, against, many)


def _reads(lex: Lexicon, word: str, as_word: str) -> bool:
    """Whether a word that stands between names says something of them, by the synonyms: away from, against."""
    return any(one.column == "reads" and one.id == as_word for one in lex.names.get(word, ()))


def _names(lex: Lexicon, words: list[str]) -> Iterator[tuple[int, int, tuple[Target, ...]]]:
    """The names in a text: where each begins, of how many words, what it stands for; other words stand for nothing."""
    at = 0
    while at < len(words):
        count, targets = _longest(lex, words, at)
        if _numbered(targets) and at + count < len(words) and words[at + count].isdigit():
            # Jeddah 5 is another camp than Jeddah-1.
            yield at, count + 1, ()
            at += count + 1
            continue
        # A single word that questions do without is one, though a code of a state may be written like it.
        idle = targets == () and count > 1
        if not idle and (count > 1 or words[at] not in lex.fillers):
            yield at, count, targets
        at += count


def _numbered(targets: tuple[Target, ...]) -> bool:
    """Whether a name stands for a place that has a number of its own."""
    return any(one.column == "place" and one.id[-1:].isdigit() for one in targets)


def _apart(targets: tuple[Target, ...]) -> tuple[tuple[Target, ...], ...]:
    """What words stand for that name a measure and its place at once: each of the two must be met."""
    measure = tuple(one for one in targets if one.column == "indicator")
    place = tuple(one for one in targets if one.column == "place")
    return (measure, place) if measure and place and len(measure) + len(place) == len(targets) else (targets,)


def _rejoined(lex: Lexicon, mentions: list[Mention]) -> list[Mention]:
    """The mentions, those that are one name of a measure as one, where a place or state stands within it.

    `Budget for Syria partner forces` is a budget for partner forces, in Syria.
    """
    at = [n for n, one in enumerate(mentions) if not one.columns or one.columns - {"place", "origin"}]
    for first, last in pairwise(at):
        words = f"{mentions[first].text} {mentions[last].text}".split()
        found = _named(lex, words) if last - first > 1 and len(words) <= _LONGEST else ()
        columns = {one.column for one in found}
        if "indicator" in columns and columns <= {"indicator", "reads"}:
            kept = [*mentions[:first], _mention(words, found), *mentions[first + 1 : last], *mentions[last + 1 :]]
            return _rejoined(lex, kept)
    return mentions


def _of_people(ledger: Ledger, mentions: list[Mention]) -> tuple[Mention, ...]:
    """The mentions, demonyms before a group of people, beside a place or at the end as whose they are.

    `Iraqi women` are of Iraq, wherever they are, `Iraqi detainees in Syria` are not in Iraq, and of `detainees who are
    Iraqi` nobody says where they are.
    """
    names = dict(zip(texts(ledger.places["place"]), texts(ledger.places["name"]), strict=True))
    found = []
    for at, one in enumerate(mentions):
        groups = at + 1 < len(mentions) and "group" in mentions[at + 1].columns
        named = any(plain(names.get(place, "")) == one.text for place in one.ids("place"))
        elsewhere = any("place" in other.columns for other in mentions if other is not one)
        last = at > 0 and at + 1 == len(mentions) and set(one.ids("origin")) <= set(OWN.values())
        if (groups or elsewhere or last) and {"origin", "place"} <= one.columns and not named:
            whose = tuple(target for target in one.targets if target.column != "place")
            # Nor does a measure answer that names the state for another reason: Iraqi prisons hold others too.
            found.append(replace(one, targets=whose, ways=() if groups else one.ways))
        else:
            found.append(one)
    return tuple(found)


def _since_event(ledger: Ledger, text: str) -> tuple[Period | None, str]:
    """The time since, after, before or until what happened, where a text names it, and the text without it.

    All words after the mark must stand in the titles of events of one day. What a measure is called is left alone:
    `since Assad fell` names one.
    """
    lex, at = lexicon(ledger), MARKED.search(text)
    if at is None:
        return None, text
    words, begin = tokens(text), len(tokens(text[: at.start()]))
    if any(start <= begin < start + count and count > 1 for start, count, _ in _names(lex, words)):
        return None, text
    told = words[begin + len(tokens(at["mark"])) :]
    said = [_mention(told[one : one + count], targets).ways for one, count, targets in _names(lex, told)]
    found = index(ledger).search_all("event", said, 2, titles=True) if len(said) > 1 else []
    dates = set(ledger.events["date"].loc[[int(key) for key in found]])
    return (marked(at["mark"], dates.pop()), text[: at.start()]) if len(dates) == 1 else (None, text)


def named_in(ledger: Ledger, text: str) -> frozenset[tuple[str, str]]:
    """The states and places that a text names, however it calls them, by column and id."""
    named = (targets for _, _, targets in _names(lexicon(ledger), tokens(text)))
    return frozenset((one.column, one.id) for targets in named for one in targets if one.column in ("origin", "place"))


def _spelled(lex: Lexicon, words: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The words with those that nobody knows replaced by known ones, and which were."""
    joint = {
        at + n
        for at in range(len(words))
        for count in (4, 3, 2)
        if "".join(words[at : at + count]) in lex.names
        for n in range(count)
    }
    out, corrected = [], []
    for at, word in enumerate(words):
        known = at in joint or word in lex.known or stem(word) in lex.known or word in lex.names
        meant = "" if known else spelled(lex, word)
        out.append(meant or word)
        if meant:
            corrected.append((word, meant))
    return out, corrected


def _longest(lex: Lexicon, words: list[str], at: int) -> tuple[int, tuple[Target, ...]]:
    """How many words from `at` on are one name, and what it stands for; one word and nothing where none is known.

    Words that questions do without may stand within a name: `Iraqis are back` is `Iraqis back`.
    """
    for count in range(min(_LONGEST, len(words) - at), 0, -1):
        part = words[at : at + count]
        if count > 1 and "".join(part) in lex.idle:
            return count, ()
        # `In a` is no INA: what says nothing word for word is a name only where one is written so.
        bare = count > 1 and lex.fillers.issuperset(part) and tuple(part) not in lex.of_fillers
        found = () if bare else _named(lex, part)
        if not found and count > 2 and not {part[0], part[-1]} & lex.fillers:
            # What is set side by side is no name of both together, unless that is how it is called.
            saying = [word for word in part if word not in lex.fillers or _reads(lex, word, "against")]
            found = _named(lex, saying) if 1 < len(saying) < count else ()
        if found and not _loses(lex, part, found):
            return count, found
    return 1, ()


def _loses(lex: Lexicon, words: list[str], found: tuple[Target, ...]) -> bool:
    """Whether words that are read as one name say more apart: `French women` names a group, `Frenchwomen` does not.

    Of names of measures and places each word is a part, whatever it says by itself: a youth centre is one.
    """
    columns = {one.column for one in found}
    if len(words) == 1 or not columns <= _KEYS - {"place"}:
        return False
    return any(one.column == "group" for word in words for one in _named(lex, [word])) and "group" not in columns


def _named(lex: Lexicon, words: list[str]) -> tuple[Target, ...]:
    return lex.names.get("".join(words)) or lex.by_stem.get("".join(map(stem, words))) or ()


def _mention(words: list[str], targets: tuple[Target, ...]) -> Mention:
    own = tuple(stem(word) for word in words)
    reads = tuple(tuple(map(stem, plain(one.id).split())) for one in targets if one.column == "reads")
    weight = max((_WEIGHT[one.column] for one in targets), default=0.8)
    return Mention(" ".join(words), targets, (own, *reads), weight)
