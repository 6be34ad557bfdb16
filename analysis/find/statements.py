"""The statements of a series, and the calendar periods that they add up to, reckoned once for several questions."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import pandas as pd

from analysis.find.series import Series
from analysis.select import select
from analysis.totals import by_period
from loaders import Ledger

Freq = Literal["YE", "QE", "ME"]


def rows_of(ledger: Ledger, series: Series) -> pd.DataFrame:
    """The statements of a series, oldest first."""
    return select(ledger, series.indicator, place=series.place, origin=series.origin, group=series.group)


@lru_cache(maxsize=32)
def spans_of(ledger: Ledger, series: Series, freq: Freq) -> pd.DataFrame:
    """Calendar years, quarters or months of a flow, as analysis.totals.by_period adds them up."""
    return by_period(ledger, rows_of(ledger, series), freq)
