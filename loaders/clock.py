"""What day it is: the one place that asks, so that ages, tenses and the check for dates ahead agree."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pandas as pd

VARIABLE = "CAMPSTATS_TODAY"


def today() -> pd.Timestamp:
    """The day, in UTC; the variable CAMPSTATS_TODAY (YYYY-MM-DD) sets another one, for tests and rehearsals.

    Raises:
        ValueError: the variable holds no date.
    """
    set_to = os.environ.get(VARIABLE, "")
    if not set_to:
        return pd.Timestamp(datetime.now(UTC).date())
    try:
        return pd.Timestamp(datetime.strptime(set_to, "%Y-%m-%d").date())  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise ValueError(f"{VARIABLE} is {set_to!r}; a date such as 2026-02-28 was expected") from error
