"""What changed since: the dates to compare, and what is said of the time between them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import known_dates, since
from charts import takeaway
from loaders import Ledger

_LEAST = 90  # days before the newest publication that the first date lies at least, unless it is chosen


@lru_cache(maxsize=8)
def days(ledger: Ledger) -> tuple[str, ...]:
    """Dates that can be compared: the ends of quarters and the day of the newest publication, oldest first."""
    first, last = known_dates(ledger)
    if pd.isna(last):
        return ()
    ends = [day for day in pd.date_range(first, last, freq="QE") if day < last]
    return tuple(day.strftime("%Y-%m-%d") for day in (*ends, last))


@lru_cache(maxsize=16)
def likely(ledger: Ledger) -> str:
    """The date to compare with first: the newest end of a year some months before the newest publication."""
    found = days(ledger)
    if not found:
        return ""
    limit = pd.Timestamp(found[-1]) - pd.Timedelta(days=_LEAST)
    ends = [day for day in found if day.endswith("-12-31") and pd.Timestamp(day) <= limit]
    return ends[-1] if ends else found[0]


def _options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"start": days(ledger)[:-1]}


@takeaway.sentence("changes", _options)
def sentence(ledger: Ledger, start: str = "", end: str = "") -> str:
    """What has ended between two dates of knowledge, and which counts have moved most."""
    found = days(ledger)
    if not found:
        return "No source had been published by this date."
    first, second = start or likely(ledger), end or found[-1]
    return since(ledger, pd.Timestamp(first), pd.Timestamp(second)).opening
