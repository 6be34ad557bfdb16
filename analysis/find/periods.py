"""The time that a question asks about: a day, a month, a year, a span, or an open end."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.words import date_text, period_text
from loaders.frames import NO_DAY

Unit = Literal["day", "month", "quarter", "year", "span"]

_MONTHS = {name.casefold(): at for names in (calendar.month_name, calendar.month_abbr) for at, name in enumerate(names)}
_MONTHS = {name: at for name, at in _MONTHS.items() if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?P<iso>{_YEAR}-\d\d?-\d\d?)|(?P<dotted>\d\d?[./]\d\d?[./]{_YEAR})"
    rf"|(?P<day>\d\d?)(?:st|nd|rd|th)? (?P<dm>{_MONTH})\.? (?P<dy>{_YEAR})"
    rf"|(?P<am>{_MONTH})\.? (?P<ad>\d\d?),? (?P<ay>{_YEAR})"
    rf"|(?P<month>{_MONTH})\.? (?P<my>{_YEAR})|(?P<ym>{_YEAR}-\d\d)|q(?P<quarter>[1-4])[ /-]?(?P<qy>{_YEAR})"
    rf"|(?P<qy2>{_YEAR})[ -]?q(?P<quarter2>[1-4])|(?P<year>{_YEAR})"
)
_ONE = re.compile(rf"(?<![\w-])(?:{_DATE})(?![\w])", re.IGNORECASE)
_NAMED = re.sub(r"\?P<\w+>", "?:", _DATE)
_SPAN = re.compile(
    rf"(?:\b(?:from|between) )?(?<!\w)(?P<first>{_NAMED})\s?(?:-|–|to|and|until)\s?(?P<last>{_NAMED})(?!\w)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|from|starting|depuis)\s+$|منذ\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to|through|by the end of|by|as of|as at|jusqu'en)\s+$", re.IGNORECASE)
# The time that is named does not belong to these.
_AFTER = re.compile(r"\b(?:after|après)\s+$|بعد\s+$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|prior to|avant)\s+$|قبل\s+$", re.IGNORECASE)
# Words that only lead to the time go with it: what stands before them is no name with them, as `people in` is one.
_WITHIN = re.compile(r"(?<![\w-])(?:in|during|en|في)\s+$", re.IGNORECASE)
# The day by which something had to be published, not of which it is told.
_KNOWN = re.compile(r",?\s*\b(?:as )?(?:it was |was )?known (?:as of|up to|on|by|in|at|until)\s+", re.IGNORECASE)
# What happened may be named instead of a day; since, after, before or until it.
MARKED = re.compile(r"\b(?P<mark>since|depuis|after|après|before|prior to|avant|until|till)\s+", re.IGNORECASE)
_RELATIVE = {
    "this year": 0,
    "so far this year": 0,
    "last year": -1,
    "the last year": -1,
    "cette année": 0,
    "l'an dernier": -1,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both inclusive; NaT is an open end. `unit` says how it was written."""

    start: pd.Timestamp
    end: pd.Timestamp
    unit: Unit

    @property
    def text(self) -> str:
        """`2021`, `since 2025`, `up to 31 Dec 2020`, `2019 to 2021`."""
        if pd.isna(self.end):
            return f"since {self.start:%Y}" if self.start.day_of_year == 1 else f"since {date_text(self.start)}"
        if pd.isna(self.start):
            whole = self.end.month == 12 and self.end.day == 31
            return f"up to the end of {self.end:%Y}" if whole else f"up to {date_text(self.end)}"
        return period_text(self.start, self.end)

    def holds(self, date: pd.Timestamp) -> bool:
        """Whether a day lies in it."""
        return (pd.isna(self.start) or self.start <= date) and (pd.isna(self.end) or date <= self.end)


def read_period(text: str, today: pd.Timestamp) -> tuple[Period | None, str]:
    """The time that a text names, as it is written in English figures, and the text without it.

    Years, months, quarters and days in the usual spellings, spans of them, `since` and `until`, `this year`. What is no
    day of the calendar is left in the text.
    """
    for words, back in _RELATIVE.items():
        at = re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE)
        if at:
            year = today.year + back
            return Period(pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31), "year"), _without(text, at.span())
    span = _SPAN.search(text)
    if span:
        first, last = _read(span["first"]), _read(span["last"])
        if first and last and first.start < last.end:
            return Period(first.start, last.end, "span"), _without(text, span.span())
    for found in _ONE.finditer(text):
        one = _of(found)
        if one is None:
            continue
        for mark, opened in _OPEN:
            at = mark.search(text[: found.start()])
            if at:
                return opened(one), _without(text, (at.start(), found.end()))
        return one, _without(text, found.span())
    return None, text


def read_known(text: str) -> tuple[pd.Timestamp, str]:
    """The last day of the time as known on which a text asks for something, and the text without it; NaT for none."""
    for said in _KNOWN.finditer(text):
        found = _ONE.match(text, said.end())
        one = _of(found) if found else None
        if found and one is not None:
            return one.end, _without(text, (said.start(), found.end()))
    return NO_DAY, text


_DAY = pd.Timedelta(days=1)


def _since(one: Period) -> Period:
    return Period(one.start, NO_DAY, one.unit)


def _after(one: Period) -> Period:
    return Period(one.end + _DAY, NO_DAY, one.unit)


def _until(one: Period) -> Period:
    return Period(NO_DAY, one.end, one.unit)


def _before(one: Period) -> Period:
    return Period(NO_DAY, one.start - _DAY, one.unit)


_OPEN = ((_SINCE, _since), (_UNTIL, _until), (_AFTER, _after), (_BEFORE, _before))


def marked(mark: str, date: pd.Timestamp) -> Period:
    """The time since, after, until or before a day, by the word of `MARKED` that stands before it."""
    one = Period(date, date, "day")
    return next(opened(one) for pattern, opened in _OPEN if pattern.search(f"{mark} "))


def _without(text: str, span: tuple[int, int]) -> str:
    return f"{_WITHIN.sub('', text[: span[0]])} {text[span[1] :]}"


def _read(text: str) -> Period | None:
    found = _ONE.fullmatch(text)
    return _of(found) if found else None


def _of(found: re.Match[str]) -> Period | None:
    """The period of a match of `_ONE`; None for a day that is not in the calendar."""
    part = found.groupdict()
    try:
        return _day_of(part) or _longer(part)
    except ValueError:
        return None


def _day_of(part: dict[str, str | None]) -> Period | None:
    """A day, where the match is one."""
    if part["iso"]:
        return _day(*(int(one) for one in part["iso"].split("-")))
    if part["dotted"]:
        day, month, year = (int(one) for one in re.split(r"[./]", part["dotted"]))
        return _day(year, month, day)
    if part["day"] and part["dm"] and part["dy"]:
        return _day(int(part["dy"]), _MONTHS[part["dm"].casefold()], int(part["day"]))
    if part["am"] and part["ad"] and part["ay"]:
        return _day(int(part["ay"]), _MONTHS[part["am"].casefold()], int(part["ad"]))
    return None


def _longer(part: dict[str, str | None]) -> Period:
    """A month, quarter or year."""
    if part["month"] and part["my"]:
        return _months(int(part["my"]), _MONTHS[part["month"].casefold()], 1, "month")
    if part["ym"]:
        year, month = (int(one) for one in part["ym"].split("-"))
        return _months(year, month, 1, "month")
    quarter, year_of = part["quarter"] or part["quarter2"], part["qy"] or part["qy2"]
    if quarter and year_of:
        return _months(int(year_of), 3 * int(quarter) - 2, 3, "quarter")
    return _months(int(part["year"] or 0), 1, 12, "year")


def _day(year: int, month: int, day: int) -> Period:
    date = pd.Timestamp(year, month, day)
    return Period(date, date, "day")


def _months(year: int, month: int, count: int, unit: Unit) -> Period:
    start = pd.Timestamp(year, month, 1)
    return Period(start, start + pd.DateOffset(months=count) - pd.Timedelta(days=1), unit)
