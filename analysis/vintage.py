"""As known on a date: the ledger as a reader of that day could have had it.

A statement counts from the day on which its source was published; a source dated only to a month or a year counts from
the last day of it; a source without a date is left out and counted. The model is the `as_of` of vintage databases.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from weakref import WeakKeyDictionary

import pandas as pd

from loaders import Ledger

# What each vintage was cut from, for as long as it is in use.
_CUT_FROM: WeakKeyDictionary[Ledger, Ledger] = WeakKeyDictionary()


def as_known_on(ledger: Ledger, date: pd.Timestamp) -> Ledger:
    """The ledger with only what had been published by the end of `date`.

    Observations, events, members and custody periods go by the date of their source; `set_aside` counts the
    observations whose source has no date. An earlier vintage of a vintage is that of the ledger which both are of.
    Raises ValueError for NaT.
    """
    if pd.isna(date):
        raise ValueError("as known on which date?")
    day = pd.Timestamp(date).normalize()
    return _cut(whole(ledger, day), day)


def whole(ledger: Ledger, day: pd.Timestamp) -> Ledger:
    """Return the ledger that a vintage was cut from, which knows as much of `day`; the ledger itself if it is none."""
    return _CUT_FROM.get(ledger, ledger) if day <= ledger.known_on else ledger


@lru_cache(maxsize=24)
def _cut(ledger: Ledger, day: pd.Timestamp) -> Ledger:
    rows = ledger.observations
    vintage = replace(
        ledger,
        observations=rows[rows["published"] <= day],
        sources=ledger.sources[ledger.sources["published"] <= day],
        endings=ledger.endings[ledger.endings["date"] <= day],
        events=ledger.events[(ledger.events["published"] <= day) & (ledger.events["date"] <= day)],
        members=ledger.members[ledger.members["published"] <= day],
        custody=ledger.custody[ledger.custody["published"] <= day],
        version=f"{ledger.version}@{day:%Y-%m-%d}",
        known_on=day,
        today=min(day, ledger.today),
        set_aside=int(rows["published"].isna().sum()),
    )
    _CUT_FROM[vintage] = ledger
    return vintage


@lru_cache(maxsize=16)
def known_dates(ledger: Ledger) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day from which a publication of the ledger counts, none after today."""
    published = ledger.sources["published"]
    known = published[published <= ledger.today]
    return known.min(), known.max()
