"""Sentences on figures: how much, when, whether it still holds, and what it was before.

Every function takes plain values (figures, dates, whether it is past) and gives English; nothing here looks at data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

import pandas as pd

from analysis.vocabulary import Hedge
from analysis.words.dates import as_of, by, date_text, month_text, on
from analysis.words.figures import Figure, said, said_apart
from analysis.words.grammar import Telling, capital, verb, with_room
from loaders.frames import NO_DAY

# A rounded or estimated figure may be off by as much, so that a smaller step says nothing.
_VAGUE = 0.05
Row = Mapping[str, Any] | pd.Series


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with the date that it holds for, as a sentence tells it.

    `row` is the observation or drawn row that holds it, None where there is none.
    """

    figure: Figure
    date: pd.Timestamp
    precision: str = "day"
    known: pd.Timestamp = NO_DAY  # when it was published, where that is known
    row: Row | None = field(default=None, compare=False, repr=False)

    @property
    def of(self) -> tuple[str, ...]:
        """What it is a figure of, as `identity` tells it; empty for one that no row holds."""
        return () if self.row is None else identity(self.row)

    @property
    def said(self) -> str:
        """The figure as people say it."""
        return said(self.figure)

    def after(self, hedge: str) -> str:
        """The figure as people say it in a sentence that has told this hedge."""
        return self.bare if self.figure.qualifier == hedge else self.said

    @property
    def bare(self) -> str:
        """The figure as people say it, without its hedge, where the sentence has told that."""
        return said_apart(self.figure)[1]

    @property
    def when(self) -> str:
        """`on 21 Feb 2026`, `in May 2019`."""
        return on(self.date, self.precision)

    @property
    def by(self) -> str:
        """`by 13 Feb 2026`, `by the end of 2025`, `as of 2025` where it may have been told before the year was over."""
        if self.precision in ("year", "quarter") and not self.known > self.date:
            return as_of(self.date, self.precision)
        return by(self.date, self.precision)

    @property
    def by_month(self) -> str:
        """`by Feb 2026`: as `by`, for what lies further back."""
        return by(self.date, "month") if self.precision in ("day", "publication") else self.by

    @property
    def dated(self) -> str:
        """`21 Feb 2026`, as it stands in brackets."""
        return date_text(self.date, self.precision)

    @property
    def month(self) -> str:
        """`Feb 2026`, for what lies further back."""
        return month_text(self.date, self.precision)

    @property
    def limits(self) -> tuple[float, float]:
        """Smallest and largest value that the words allow; rounded figures are wider than they look."""
        low, high = self.figure.bounds
        slack = _VAGUE * abs(self.figure.value) if Hedge(self.figure.qualifier).vague else 0.0
        return low - slack, high + slack


@dataclass(frozen=True, slots=True)
class Fact:
    """What a sentence tells that is no figure: an event, who holds a place from when. `row` is the drawn row of it."""

    row: Row

    @property
    def of(self) -> tuple[str, ...]:
        """What it tells of, as `identity` tells it."""
        return identity(self.row)


@dataclass(frozen=True, slots=True)
class Span:
    """Two figures told as one range, `121 to 253`."""

    low: Told
    high: Told


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over the parts of one category of a chart, which is told though only its parts are drawn."""

    category: str


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A number that no row holds, as it is counted or reckoned from several."""


WORKED_OUT = WorkedOut()

# What `identity` reads of a row.
KEYS = ("indicator", "place", "origin", "group", "period_start", "period_end", "value", "title", "source")


def identity(row: Row) -> tuple[str, ...]:
    """The keys by which a row is known, observation or drawn; one without an indicator by its title."""
    kept = (*KEYS[:7], "source") if row.get("indicator") else ("place", "period_start", "value", "title", "source")
    return tuple(_plain(row.get(name)) for name in kept)


def _plain(value: Any) -> str:
    """A key as text: `2026-02-22` for a day, empty for what is not there."""
    if isinstance(value, str):
        return value
    return (
        "" if value is None or pd.isna(value) else f"{value:%Y-%m-%d}" if hasattr(value, "year") else repr(float(value))
    )


def direction(now: Told, then: Told) -> int:
    """1 where the figure has surely risen, -1 where it has surely fallen, 0 where the hedges leave it open."""
    (now_low, now_high), (then_low, then_high) = now.limits, then.limits
    if now_low > then_high:
        return 1
    return -1 if now_high < then_low else 0


def against(now: Told, then: Told, *, brief: bool = False) -> str:
    """`, down from 73,520 in May 2019`; `, as in May 2019` for the same; empty where the hedges leave it open.

    `brief` tells the earlier date by its year alone, where that is another one.
    """
    month = f"{then.date:%Y}" if brief and then.date.year != now.date.year else then.month
    if now.figure.value == then.figure.value and now.figure.qualifier == then.figure.qualifier == "exact":
        return Telling(f", as in {month}", then)
    way = direction(now, then)
    return Telling(f", {'up' if way > 0 else 'down'} from {then.said} in {month}", then) if way else ""


def with_before(text: str, now: Told, then: Told | None) -> str:
    """A sentence on a figure with what it was before, told by month or by year as there is room; else alone."""
    return text if then is None else with_room(text, against(now, then), against(now, then, brief=True))


def held_in(
    subject: str,
    noun: str,
    now: Told,
    then: Told | None = None,
    *,
    past: bool = False,
    plural: bool = False,
    name: str = "hold",
) -> str:
    """`Roj camp holds about 2,225 people (21 Feb 2026), down from 2,600 in Jun 2024`; `held` where it is past.

    `name` is the verb.
    """
    what = f"{now.said} {noun}".rstrip()
    said_of = f"{subject} {verb(name, past=past, plural=plural)} {what} ({now.dated})"
    return with_before(Telling(said_of, now), now, then)


def counted(noun: str, rest: str, now: Told, then: Told | None = None, *, past: bool = False, name: str = "be") -> str:
    """`About 2.5 million people are displaced in Syria (Dec 2025), down from 7.4 million in Dec 2024`.

    `noun` follows the number, `rest` the verb; `name` is the verb.
    """
    does = verb(name, past=past, plural=now.figure.value != 1)
    text = capital(f"{now.said} {noun} {does} {rest}".rstrip()) + f" ({now.dated})"
    return with_before(Telling(text, now), now, then)


def total_by(noun: str, rest: str, now: Told, *, name: str = "be") -> str:
    """A running total: `5,704 detainees had been moved to Iraq by 13 Feb 2026`."""
    done = {"be": "had been", "have": "had"}.get(name, name)
    return Telling(capital(f"{now.said} {noun} {done} {rest}".rstrip()) + f" {now.by}", now)


def happened(nouns: tuple[str, str], rest: str, told: Told, when: str) -> str:
    """What was counted in a period that is over: `95 operations were carried out in Iraq from 29 Aug to 4 Nov 2024`.

    `nouns` are singular and plural, `rest` follows the verb, `when` tells place and period (see `during`).
    """
    figure = told.figure
    single = figure.value == 1 and figure.qualifier != "range"
    number = "no" if figure.value == 0 and figure.qualifier == "exact" else said(figure)
    does = verb("be", past=True, plural=not single)
    return Telling(capital(f"{number} {nouns[0] if single else nouns[1]} {does} {rest} {when}"), told)


def had_by(noun: str, done: str, now: Told) -> str:
    """A running total of what people did: `About 22,000 Iraqis had returned from al-Hol by 23 Feb 2026`."""
    return Telling(f"{capital(now.said)} {noun} had {done} {now.by}", now)


def emptied(subject: str, peak: Told | None, on_day: str, *, closed: bool, nobody: Fact | None = None) -> str:
    """`Al-Hol camp was closed on 22 Feb 2026; it held 73,520 people in May 2019`; `nobody` is the count of none."""
    how = f"was closed {on_day}" if closed else f"was empty {on_day}"
    before = f"; it held {peak.said} people in {peak.month}" if peak else ""
    return Telling(f"{subject} {how}{before}", *(one for one in (nobody, peak) if one))


def cannot_be_told(before: Told) -> str:
    """What stands in the place of a change whose direction the hedges leave open."""
    return f"change since {before.month} cannot be told ({before.said} then)"


def open_ended(figure: Figure) -> bool:
    """Whether a figure has a bound without limit."""
    return inf in (abs(end) for end in figure.bounds)
