"""Grammar of English: verbs in number and tense, lists, capitals; another language writes this module again."""

from __future__ import annotations

from collections.abc import Iterable

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


class Untold(str):
    """A sentence that says that no source tells what is asked: known by its kind, whatever its words."""

    __slots__ = ()


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
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def capital(text: str) -> str:
    """The text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def shortest(*variants: str) -> str:
    """The first of several ways to say a thing, fullest first, that is not too long; else the last."""
    return next((text for text in variants if len(text) <= LONGEST), variants[-1])


def aloud(*variants: str) -> str:
    """The first of several ways to say the same that is said in one breath; else the last."""
    return next((text for text in variants if len(text) <= BREATH), variants[-1])


def with_room(text: str, *more: str) -> str:
    """The text with the first of several ways to go on that is said in one breath, else with the last, if not long."""
    whole = aloud(*(text + end for end in more or ("",)))
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
