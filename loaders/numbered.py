"""Happenings that sources number: which keys of events carry a number, and which number that is.

`numbered_by` of indicators.csv says how the keys of an indicator's numbered events begin. The check and the views ask
the same question here, so that what the one calls sound the other can draw.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

import pandas as pd

_NUMBER = re.compile(r"(\d+)(?:-([a-z]))?")
# A key that could be of a numbered series: it ends in a number, and that is not the day of a date.
_LIKE = re.compile(r"(?!.*-\d{4}-\d{2}-\d{2}$)(.+?)-\d+(?:-[a-z])?")


class Number(NamedTuple):
    """The place of an event in its series; `part` is a letter where one number names two movements."""

    number: int
    part: str

    @property
    def label(self) -> str:
        """The number as readers see it: `20a`."""
        return f"{self.number}{self.part}"


def beginnings(indicators: pd.DataFrame, indicator: str) -> tuple[str, ...]:
    """Return how the keys of the numbered events of an indicator begin; empty where its events are not numbered."""
    return tuple(" ".join(indicators.loc[indicators["indicator"] == indicator, "numbered_by"].astype(str)).split())


def reader(known: Iterable[str]) -> Callable[[str], Number | None]:
    """Return a function from the key of an event to its number, None where it bears none."""
    starts = tuple(known)

    @cache
    def number_of(event: str) -> Number | None:
        for start in starts:
            found = _NUMBER.fullmatch(event.removeprefix(f"{start}-")) if event.startswith(f"{start}-") else None
            if found:
                return Number(int(found[1]), found[2] or "")
        return None

    return number_of


def beginning_of(event: str) -> str:
    """Return how a key begins that ends in a number and no date; empty for any other."""
    found = _LIKE.fullmatch(event)
    return found[1] if found else ""
