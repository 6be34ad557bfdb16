"""A figure as people write it, read into value, bounds and hedge: `about 2,145`, `1,000 to 1,500`, `2.3 million`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZES = {"million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3, "k": 1e3}
_DIGITS = r"(?P<{0}>\d{{1,3}}(?:[, \u00a0]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_NUMBER = rf"{_DIGITS}\s*(?P<{{0}}_size>million|mn|billion|bn|thousand|[mk])?"
_MONEY = re.compile(r"^(?:[$€£]|usd|eur|gbp)\s*|\s*(?:usd|eur|gbp|%|percent|people|persons|households)$", re.IGNORECASE)
_ONE = re.compile(_NUMBER.format("a"), re.IGNORECASE)
_TWO = re.compile(rf"(?:between\s+)?{_NUMBER.format('a')}\s*(?:to|and|-|–|—)\s*{_NUMBER.format('b')}", re.IGNORECASE)
# Words before a number and the hedge that they are, as data/README.md tells them apart.
_HEDGES = (
    ("at_least", r"at least|more than|over|above|no fewer than|no less than|minimum of|≥|>"),
    ("at_most", r"at most|up to|fewer than|less than|under|below|no more than|maximum of|≤|<"),
    ("estimate", r"an estimated|estimated|estimate|est\."),
    ("about", r"about|around|some|nearly|almost|approximately|approx\.?|roughly|circa|c\.|~|≈"),
)


_QUOTED = 60  # signs
_LARGEST = 1e15  # beyond it a number is a slip of the hand, and is no longer told to the digit


class NoFigureError(ValueError):
    """A text holds no figure that can be read in one way; the message says what would do."""


@dataclass(frozen=True, slots=True)
class Written:
    """Cells of a figure as they stand in our files."""

    value: str
    low: str = ""
    high: str = ""
    qualifier: str = "exact"


def read_figure(text: str) -> Written:
    """Read a figure; raises NoFigureError.

    `1.234` is refused: one country's thousand is another's decimals.
    """
    bare = " ".join(text.split()).strip()
    for qualifier, words in _HEDGES:
        found = re.match(rf"(?:{words})(?=[\s\d$€£])\s*", bare, re.IGNORECASE)
        if found:
            return Written(_value(bare[found.end() :], text), qualifier=qualifier)
    if bare.endswith("+") and bare[:-1]:
        return Written(_value(bare[:-1], text), qualifier="at_least")
    both = _TWO.fullmatch(_MONEY.sub("", _MONEY.sub("", bare)))
    if both:
        second = both["b_size"] or ""
        low, high = _number(both["a"], both["a_size"] or second, text), _number(both["b"], second, text)
        if low >= high:
            raise NoFigureError(f"{text!r}: the first end of a range must be the smaller one")
        return Written(_plain((low + high) / 2), _plain(low), _plain(high), "range")
    return Written(_value(bare, text))


def _value(bare: str, text: str) -> str:
    one = _ONE.fullmatch(_MONEY.sub("", _MONEY.sub("", bare)))
    if not one:
        raise NoFigureError(
            f"{quoted(text)} is no figure; write a number with its hedge, such as 2145, about 2,145 or 1,000 to 1,500"
        )
    return _plain(_number(one["a"], one["a_size"] or "", text))


def _number(digits: str, size: str, text: str) -> float:
    if not size and re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        raise NoFigureError(f"{text!r} can be read in two ways; write thousands without a point")
    number = float(re.sub(r"[, \u00a0]", "", digits)) * _SIZES.get(size.lower(), 1.0)
    if number > _LARGEST:
        raise NoFigureError(f"{quoted(text)} is too large to be a figure")
    return number


def quoted(text: str) -> str:
    """Text as a message quotes it: its beginning, where it is long."""
    return repr(text if len(text) <= _QUOTED else f"{text[:_QUOTED]}\N{HORIZONTAL ELLIPSIS}")


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
