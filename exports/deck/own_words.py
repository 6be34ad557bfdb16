"""A user's own words on a slide that give a figure which the charts no longer show: found, never changed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from exports.deck.identity import Figure

_MONTH = "|".join(sorted({*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept"}, key=len, reverse=True))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# Days, years and addresses are no figures.
_NO_FIGURE = re.compile(
    rf"https?://\S+|\b\d{{4}}-\d\d?-\d\d?\b|\b\d\d?[./]\d\d?[./]\d{{2,4}}\b"
    rf"|\b{_DAY}(?:\s+to\s+{_DAY})?\s+(?:of\s+)?(?:{_MONTH})\b\.?(?:,?\s+\d{{4}}\b)?"
    rf"|\b(?:{_MONTH})\b\.?\s+(?:\d{{4}}\b|{_DAY}\b(?![,.]\d)(?:,?\s+\d{{4}}\b)?)"
    r"|(?<![\d$€£.,])\b(?:19|20)\d\d\b(?![.,]?\d|\s?(?:%|per\s?cent|million|billion|[mb]n\b))"
)
_SCALES = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9}
# Thousands are set apart by commas, apostrophes or any kind of blank.
_NUMBER = re.compile(
    r"(?P<hedge>\b(?:about|around|roughly|some|nearly|almost|over|under|up to|at least|at most|an estimated"
    r"|(?:more|fewer|less) than)\s+)?"
    r"(?<![\w.,])(?P<sign>[$€£]\s?)?"
    r"(?P<digits>\d{1,3}(?:[,'’\u0020\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>thousand|million|billion|mn|bn|k|m)\b)?(?P<share>\s?(?:%|per\s?cent\b))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:to|and|or|-|–)\s*")
_ONE_DIGIT = Decimal("0.025")  # how far `40,000` or `nearly 5 million` may be from the figure, as a share


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a text: where it stands, its value, how far rounding may have moved it, whether it is a share."""

    start: int
    end: int
    value: Decimal
    slack: Decimal
    share: bool

    def same(self, other: _Number) -> bool:
        """Whether both say exactly the same."""
        return self.share == other.share and self.value == other.value

    def near(self, other: _Number) -> bool:
        """Whether one may be the other rounded."""
        return self.share == other.share and abs(self.value - other.value) <= max(self.slack, other.slack)


@dataclass(frozen=True, slots=True)
class Outdated:
    """Words that give a figure which no longer stands: the words as written and the earlier figure."""

    words: str
    figure: Figure


def outdated(text: str, before: Sequence[Figure], after: Sequence[Figure], *, least: int = 0) -> list[Outdated]:
    """What a text says that was a figure of `before` and is none of `after`, in the order of the text.

    A number is a figure as it is written out or as people round it (`1.35 million` for 1,346,485); one written out
    exactly must stand exactly. Dates and years are no figures. Whole numbers below `least` are passed over.
    """
    now = [number for figure in after for number in _numbers(figure.text)]
    was = [(number, figure) for figure in before for number in _numbers(figure.text)]
    found: list[tuple[_Number, Figure]] = []
    for number in _numbers(text):
        if number.value < least and not number.share:
            continue
        exact = next((figure for other, figure in was if number.same(other)), None)
        figure = exact or next((figure for other, figure in was if number.near(other)), None)
        stands = any(number.same(other) if exact else number.near(other) for other in now)
        if figure is not None and not stands:
            found.append((number, figure))
    return list(dict.fromkeys(Outdated(text[start:end].strip(), figure) for start, end, figure in _spans(text, found)))


def _spans(text: str, found: Iterable[tuple[_Number, Figure]]) -> Iterator[tuple[int, int, Figure]]:
    """Where the words stand; the two ends of one range are told together."""
    last: tuple[int, int, Figure] | None = None
    for number, figure in found:
        if last is not None and last[2] == figure and _BETWEEN.fullmatch(text, last[1], number.start):
            last = (last[0], number.end, figure)
            continue
        if last is not None:
            yield last
        last = (number.start, number.end, figure)
    if last is not None:
        yield last


def _numbers(text: str) -> Iterator[_Number]:
    blanked = _NO_FIGURE.sub(lambda found: "\x00" * len(found.group()), text)
    for found in _NUMBER.finditer(blanked):
        digits = re.sub(r"[^\d.]", "", found["digits"])
        scale = _SCALES.get((found["scale"] or "").lower(), 0)
        yield _Number(
            found.start(), found.end(), Decimal(digits).scaleb(scale), _slack(digits, scale), bool(found["share"])
        )


def _slack(digits: str, scale: int) -> Decimal:
    """Half of the last place that was written: `35,000` may stand for 34,927, `1.35 million` for 1,346,485."""
    whole, point, decimals = digits.partition(".")
    value = Decimal(digits).scaleb(scale)
    zeros = 0 if point else len(whole) - len(whole.rstrip("0"))
    half = Decimal(1).scaleb(scale - len(decimals) + zeros) / 2
    meaning = digits.replace(".", "").lstrip("0") if point else whole.strip("0")
    if not value or (not scale and not point and not zeros):
        return Decimal(0)
    return half if len(meaning) > 1 else min(half, value * _ONE_DIGIT)
