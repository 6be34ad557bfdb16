"""Grammar of English: verbs in number and tense, lists, capitals; another language writes this module again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

LONGEST = 110  # characters; a longer sentence leaves out what it can
BREATH = 97  # characters that are said in one breath; a longer sentence says the same in fewer words where it can

# Verb: third person singular, plural, past singular, past plural.
_IRREGULAR = {
    "be": ("is", "are", "was", "were"),
    "have": ("has", "have", "had", "had"),
    "hold": ("holds", "hold", "held", "held"),
    "do": ("does", "do", "did", "did"),
    "stand": ("stands", "stand", "stood", "stood"),
    "come": ("comes", "come", "came", "came"),
    "go": ("goes", "go", "went", "went"),
    "leave": ("leaves", "leave", "left", "left"),
    "say": ("says", "say", "said", "said"),
    "put": ("puts", "put", "put", "put"),
    "lead": ("leads", "lead", "led", "led"),
    "cost": ("costs", "cost", "cost", "cost"),
    "make": ("makes", "make", "made", "made"),
    "need": ("needs", "need", "needed", "needed"),
    "run": ("runs", "run", "ran", "ran"),
    "lose": ("loses", "lose", "lost", "lost"),
    "seek": ("seeks", "seek", "sought", "sought"),
    "give": ("gives", "give", "gave", "gave"),
    "take": ("takes", "take", "took", "took"),
}


class Telling(str):
    """A sentence that knows what it tells, so that nobody looks for figures in its words.

    `told` are its figures in their order: each a `Told`, or one of its kin in `analysis.words.sentences`. Given may be
    other sentences too that stand in this one: what they tell is told by it.
    """

    __slots__ = ("told",)
    told: tuple[Any, ...]

    def __new__(cls, text: str, *told: Any) -> Self:
        """The text, and what it tells."""
        self = super().__new__(cls, text)
        every = (told_in(one) if isinstance(one, str) else (one,) for one in told)
        self.told = tuple(each for own in every for each in own)
        return self


class Untold(Telling):
    """A sentence that says that no source tells what is asked: known by its kind, whatever its words."""

    __slots__ = ()


def told_in(text: str) -> tuple[Any, ...]:
    """What a text tells, as far as it knows it."""
    return text.told if isinstance(text, Telling) else ()


def keeping(text: str, *parts: str) -> str:
    """A text that was made of others, with what these tell."""
    return Telling(text, *parts) if any(told_in(one) for one in parts) else text


def verb(name: str, *, past: bool = False, plural: bool = False) -> str:
    """A verb in tense and number: `verb("be", past=True, plural=True)` is `were`, `verb("receive")` is `receives`."""
    if name in _IRREGULAR:
        return _IRREGULAR[name][2 * past + plural]
    if past:
        return f"{name}d" if name.endswith("e") else f"{name}ed"
    if plural:
        return name
    return f"{name}es" if name.endswith(("s", "sh", "ch", "x")) else f"{name}s"


def join_words(words: Iterable[str], last: str = "and") -> str:
    """Join with commas and a final `and`: `a`, `a and b`, `a, b and c`."""
    items = list(words)
    if len(items) == 1:
        return items[0]
    return keeping(f"{', '.join(items[:-1])} {last} {items[-1]}", *items) if items else ""


def capital(text: str) -> str:
    """The text with its first letter large, the rest as it is."""
    return keeping(text[:1].upper() + text[1:], text)


def shortest(*variants: str) -> str:
    """The first of several ways to say a thing, fullest first, that is not too long; else the last."""
    return next((text for text in variants if len(text) <= LONGEST), variants[-1])


def aloud(*variants: str) -> str:
    """The first of several ways to say the same that is said in one breath; else the last."""
    return next((text for text in variants if len(text) <= BREATH), variants[-1])


def with_room(text: str, *more: str) -> str:
    """The text with the first of several ways to go on that is said in one breath, else with the last, if not long."""
    whole = aloud(*(keeping(text + end, text, end) for end in more or ("",)))
    return whole if len(whole) <= LONGEST else text


# Names of states and bodies that take the article: plurals, and common nouns with something before or after them.
_ARTICLE_BY_START = (
    "Netherlands",
    "Maldives",
    "Philippines",
    "United ",
    "European Union",
    "Government of ",
    "International Committee ",
    "Middle East",
    "Americas",
    "Democratic Republic ",
    "Global Coalition",
    "Syrian Observatory",
    "Center ",
    "US ",
    "UK ",
    "SDF",
    "Autonomous Administration",
)
_ARTICLE_BY_END = (
    " Republic",
    " Islands",
    " Emirates",
    " States",
    " Fund",
    " Bank",
    " response",
    " Forces",
    " Ministry",
    " government",
)


def the(name: str) -> str:
    """A name with its article where English has one: `the United States`, `Germany`, `the Syria crisis response`."""
    takes = name.startswith(_ARTICLE_BY_START) or name.endswith(_ARTICLE_BY_END)
    return f"the {name}" if takes else name
