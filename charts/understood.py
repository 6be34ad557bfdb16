"""What a reader wrote in an address as one of the choices on offer: other spellings, codes, dates; and what is near."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_abbr, month_name
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from analysis.find.text import slips
from loaders import Ledger
from loaders.frames import texts

Names = Callable[[str], str]
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-]?(\d{2})[./-]?(\d{2})")
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTHS = {
    name.casefold(): number for names in (month_abbr, month_name) for number, name in enumerate(names) if name
} | {"sept": 9}
_LEAST = 3  # letters from which a word is looked for within a name
_MOST = 3  # of what is near, so many are named


def folded(text: str) -> str:
    """A text without what writers differ in: case, accents, hyphens and other signs, blanks."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c)).split())


def as_day(text: str) -> date | None:
    """A date as people write one; None for what is none, or could be read as two (03/04/2020).

    With points the day comes first (31.12.2020), as everywhere where dates are written with them.
    """
    words = " ".join(text.casefold().split()).strip(" .,;:!?'\"")
    if found := _YEAR_FIRST.fullmatch(words):
        return _day(found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(words):
        first, sign, second, year = found.groups()
        day_first, month_first = _day(year, second, first), _day(year, first, second)
        if sign == "." or month_first is None or month_first == day_first:
            return day_first
        return month_first if day_first is None else None
    if found := _IN_WORDS.fullmatch(words):
        return _day(found[3], str(_MONTHS.get(found[2], 0)), found[1])
    if found := _MONTH_FIRST.fullmatch(words):
        return _day(found[3], str(_MONTHS.get(found[1], 0)), found[2])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def understood(
    text: str, options: Sequence[str], names: Names = str, spellings: Mapping[str, frozenset[str]] | None = None
) -> str | None:
    """The one choice that a text means: by its id, its name, another spelling of these, or its date; None if none.

    `spellings` holds further folded words and the ids that each may mean (`spellings`). What may mean two choices
    means none.
    """
    if text in options:
        return text
    exact = [option for option in options if names(option) == text]
    if len(exact) == 1:
        return exact[0]
    day = as_day(text)
    if day is not None and day.isoformat() in options:
        return day.isoformat()
    word = folded(text)
    if not word:
        return None
    for like in (
        {option for option in options if folded(option) == word},
        {option for option in options if folded(names(option)) == word},
        (spellings or {}).get(word, frozenset()) & set(options),
    ):
        if len(like) == 1:
            return next(iter(like))
    return None


def near(text: str, options: Sequence[str], names: Names = str) -> list[str]:
    """The names of up to three choices that a text comes near to, the nearest first; of dates the two around it."""
    day = as_day(text)
    if day is not None:
        iso = day.isoformat()
        days = sorted(option for option in options if _YEAR_FIRST.fullmatch(option))
        return [names(one) for one in (*[d for d in days if d < iso][-1:], *[d for d in days if d > iso][:1])]
    word = folded(text)
    found = {option: _likeness(word, (folded(option), folded(names(option)))) for option in options} if word else {}
    best = sorted((option for option, like in found.items() if like), key=lambda option: -found[option])
    return list(dict.fromkeys(map(names, best)))[:_MOST]


def _likeness(text: str, called: Sequence[str]) -> float:
    """How much a text is like what something is called, above 0 where it may be a slip of the pen or a part of it."""
    like = [OSA.normalized_similarity(text, one) for one in called if _is_near(text, one)]
    return max(like, default=0.0)


def _is_near(text: str, name: str) -> bool:
    """Whether a text is a name but for slips of the pen, or each of its words one of the name's or the start of one."""
    if " " not in text and OSA.distance(text, name) <= slips(text):  # a name of several words, written as one
        return True
    words = [word for word in text.split() if len(word) >= _LEAST]
    return bool(words) and all(
        any(
            part.startswith(word) or OSA.distance(word, part) <= slips(max(word, part, key=len))
            for part in name.split()
        )
        for word in words
    )


@lru_cache(maxsize=4)
def spellings(ledger: Ledger) -> Mapping[str, frozenset[str]]:
    """Folded words for the places and nationalities of a ledger, each with the ids that it may mean.

    A country has an id as a place (`france`) and one as a nationality (`FRA`); its codes and names stand for both.
    """
    found: dict[str, set[str]] = {}
    places, origins = ledger.places, ledger.origins
    country = places[places["kind"] == "country"]
    ids = dict(zip(texts(country["country"]), texts(country["place"]), strict=True))
    named = [
        *zip(texts(places["place"]), texts(places["name"]), strict=True),
        *zip(texts(places["place"]), places["label"].astype(str), strict=True),
        *zip(texts(origins["origin"]), texts(origins["name"]), strict=True),
    ]
    same: dict[str, set[str]] = {code: {code, place} for code, place in ids.items()}
    same |= {place: same[code] for code, place in ids.items()}
    for column in ("place", "origin"):
        words = ledger.synonyms[ledger.synonyms[column] != ""]
        named += zip(texts(words[column]), texts(words["words"]), strict=True)
    for one, name in named:
        for word in (folded(one), folded(name)):
            if word:
                found.setdefault(word, set()).update(same.get(one, {one}))
    return {word: frozenset(meant) for word, meant in found.items()}
