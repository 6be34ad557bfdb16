"""Change of a stock or a running total against about a year before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import inf, isinf, isnan

import pandas as pd

from analysis.hedge import Figure, figure_of
from analysis.vocabulary import Hedge
from analysis.words import Told, cannot_be_told, date_text, number_text
from loaders import Ledger


@dataclass(frozen=True, slots=True)
class Change:
    """The newest headline figure against the headline figure nearest to `months` earlier."""

    now: Figure
    now_date: pd.Timestamp
    before: Figure
    before_date: pd.Timestamp
    running_total: bool = False
    before_precision: str = "day"

    @property
    def difference(self) -> float:
        """Now less before, in the unit of the figures."""
        return self.now.value - self.before.value

    @property
    def difference_bounds(self) -> tuple[float, float]:
        """Smallest and largest difference that the two statements allow; an open end is infinite.

        What a running total might have fallen by is not counted, because it never falls.
        """
        (now_low, now_high), (before_low, before_high) = self.now.bounds, self.before.bounds
        low, high = now_low - before_high, now_high - before_low
        return (max(low, 0.0) if self.running_total and high > 0 else low), high

    @property
    def share(self) -> float:
        """Difference as a share of the earlier figure (NaN where that was zero)."""
        return self.difference / self.before.value if self.before.value else float("nan")

    @property
    def share_bounds(self) -> tuple[float, float]:
        """Smallest and largest share that the two statements allow (NaN where the earlier figure may be zero)."""
        (now_low, now_high), (before_low, before_high) = self.now.bounds, self.before.bounds
        if before_low <= 0 or (self.running_total and isinf(before_high)):
            return float("nan"), float("nan")
        # What grew without a known end, against what had none either, says nothing.
        high = inf if isinf(now_high) else now_high / before_low - 1
        return (now_low / before_high - 1 if not isinf(before_high) else -1.0), high

    @property
    def hedged(self) -> bool:
        """Whether either end is anything but exact, so that the change is only about that large."""
        return self.now.qualifier != "exact" or self.before.qualifier != "exact"

    @property
    def certain(self) -> bool:
        """Whether the two statements leave no doubt which way the figure went."""
        low, high = self.difference_bounds
        return not (low < 0 < high or (isinf(low) and high >= 0) or (isinf(high) and low <= 0))

    @property
    def vague(self) -> bool:
        """Whether an end is rounded or estimated, so that even the bounds are only about that large."""
        return any(Hedge(one.qualifier).vague for one in (self.now, self.before))

    @property
    def text(self) -> str:
        """`down 12,300 (34%) since 23 Feb 2025`; with the bounds that the hedges of both ends allow.

        `down 10,000 to 12,000 (31% to 34%)`, `up at least 2,000`; `about` where an end is rounded or estimated. Where
        the bounds lead both ways the change `cannot be told`.
        """
        low, high = self.difference_bounds
        when = date_text(self.before_date, self.before_precision)
        if self.running_total and low == 0 < high:
            return f"{self.before.text} by {when}"
        if not self.certain:
            return cannot_be_told(Told(self.before, self.before_date, self.before_precision))
        hedge = Hedge.ABOUT.prefix if self.vague else ""
        if low == high == 0:
            return f"{'about the same as on' if self.vague else 'unchanged since'} {when}"
        word = "up" if high > 0 else "down"
        return f"{word} {self._size(low, high, hedge)}{self._percent} since {when}"

    def _size(self, low: float, high: float, hedge: str) -> str:
        """How far, where both bounds lead one way."""
        ends = sorted((abs(low), abs(high)))
        least, most = (number_text(size, self.now.unit) for size in ends)
        if isinf(ends[1]):
            return f"at least {hedge}{least}"
        if ends[0] == ends[1]:
            return f"{hedge}{least}"
        return f"at most {hedge}{most}" if ends[0] == 0 else f"{hedge}{least} to {most}"

    @property
    def _percent(self) -> str:
        ends = sorted(abs(one) for one in self.share_bounds)
        if isnan(ends[0]) or isinf(ends[1]):
            return ""
        least, most = (f"{one:.0%}" for one in ends)
        return f" ({least})" if least == most else f" ({least} to {most})"


@lru_cache(maxsize=16)
def newest_publication(ledger: Ledger) -> pd.Timestamp:
    """Day of the newest publication: the date up to which the ledger can speak.

    Sources dated only to a month or a year count from its last day; one whose last day still lies ahead is left out.
    """
    published = ledger.sources["published"]
    return published[published <= ledger.today].max()


def change_since(rows: pd.DataFrame, months: int = 12, tolerance_days: int = 92) -> Change | None:
    """Compare the newest row with the one nearest to `months` before it.

    `rows` is one headline series (`analysis.series`). Returns None where no figure holds within `tolerance_days` of
    that date: a change is never measured against an interpolated point.
    """
    if len(rows) < 2:
        return None
    ordered = rows.sort_values("period_end", kind="stable")
    last = ordered.iloc[-1]
    target = last["period_end"] - pd.DateOffset(months=months)
    earlier = ordered.iloc[:-1]
    gap = (earlier["period_end"] - target).abs().dt.days
    if gap.min() > tolerance_days:
        return None
    first = earlier.loc[gap.idxmin()]
    return Change(
        figure_of(last),
        last["period_end"],
        figure_of(first),
        first["period_end"],
        str(last["kind"]) == "cumulative",
        str(first["date_precision"]),
    )
