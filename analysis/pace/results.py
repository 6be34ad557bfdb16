"""What a pace leads to: when a population is empty, and what its fall is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.hedge import Figure
from analysis.pace.flows import Departures, Population
from analysis.pace.measured import Measured, Method
from analysis.standing import Standing
from loaders.frames import NO_DAY

Status = Literal[
    "clears", "not at this pace", "already empty", "no pace", "too rounded", "no longer holds", "no figure"
]
FARTHEST = 500.0  # years beyond which no date is given
CURRENT = Standing("current")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the stock lost between two figures beside what left by report in the same time (None: no report)."""

    fall: Measured
    journeys: Departures | None

    @property
    def difference(self) -> float:
        """Fall less reported departures; NaN where none is reported."""
        return self.fall.left - self.journeys.figure.value if self.journeys else float("nan")


@dataclass(frozen=True, slots=True)
class Pace:
    """When a population is empty at a pace.

    `stock` is the newest headline figure, `stock_date` its date (None and NaT without one) and `stock_from` who states
    it. `how` says how it stands today: one that events or departures have overtaken, or that is old, is not carried on
    (status `no longer holds`). Nor is a fall between two figures so rounded that they may be the same (`too rounded`);
    then `measured` holds that fall. `per_year` is the pace in people a year; `per_year_bounds` are its bounds, open
    ends infinite. `years` and `clearance` say when the stock
    is empty (inf and None: not at this pace, or later than FARTHEST years); `years_bounds`, `earliest` and `latest`
    are what the hedges allow (None: open end). `half_life` is in years, for a constant share. `comparison` sets the
    fall of the stock beside the reported departures; `working` is the arithmetic in sentences; `rows` are the index
    labels of the observations behind it.
    """

    population: Population
    method: Method
    status: Status
    stock: Figure | None = None
    stock_date: pd.Timestamp = NO_DAY
    stock_precision: str = "day"
    stock_from: str = ""
    how: Standing = CURRENT
    per_year: Figure | None = None
    per_year_bounds: tuple[float, float] = (float("nan"), float("nan"))
    years: float = float("nan")
    years_bounds: tuple[float, float] = (float("nan"), float("nan"))
    clearance: pd.Timestamp | None = None
    earliest: pd.Timestamp | None = None
    latest: pd.Timestamp | None = None
    half_life: float = float("nan")
    measured: Measured | None = None
    comparison: Comparison | None = None
    working: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def hedged(self) -> bool:
        """Whether the statements allow more than one result."""
        low, high = self.years_bounds
        return low != high
