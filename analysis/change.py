"""Change of a stock or a running total against about a year before."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.hedge import Figure, figure_of
from analysis.words import date_text, number_text
from loaders import Ledger


@dataclass(frozen=True, slots=True)
class Change:
    """The newest headline figure against the headline figure nearest to `months` earlier."""

    now: Figure
    now_date: pd.Timestamp
    before: Figure
    before_date: pd.Timestamp

    @property
    def difference(self) -> float:
        """Now less before, in the unit of the figures."""
        return self.now.value - self.before.value

    @property
    def share(self) -> float:
        """Difference as a share of the earlier figure (NaN where that was zero)."""
        return self.difference / self.before.value if self.before.value else float("nan")

    @property
    def hedged(self) -> bool:
        """Whether either end is anything but exact, so that the change is only about that large."""
        return self.now.qualifier != "exact" or self.before.qualifier != "exact"

    @property
    def text(self) -> str:
        """`down about 12,300 (34%) since 23 Feb 2025`; says `about` where either end is hedged."""
        if self.difference == 0:
            word = "about the same as on" if self.hedged else "unchanged since"
            return f"{word} {date_text(self.before_date)}"
        word = "up" if self.difference > 0 else "down"
        hedge = "about " if self.hedged else ""
        share = "" if pd.isna(self.share) else f" ({abs(self.share):.0%})"
        size = number_text(abs(self.difference), self.now.unit)
        return f"{word} {hedge}{size}{share} since {date_text(self.before_date)}"


def newest_publication(ledger: Ledger) -> pd.Timestamp:
    """Day of the newest publication: the date up to which the ledger can speak.

    Sources dated only to a month or a year count from its last day, which may still lie ahead, so they are left out.
    """
    dated = ledger.sources.loc[ledger.sources["published_precision"].astype(str) == "day", "published"]
    return dated.max()


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
    return Change(figure_of(last.to_dict()), last["period_end"], figure_of(first.to_dict()), first["period_end"])
