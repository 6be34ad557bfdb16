"""New figures beside the series that they join: the last figure, the change, near-twins, rivals, and who would lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.headline import NEAR_DAYS, headline
from analysis.hedge import figure_of
from analysis.select import select
from analysis.words import date_text
from loaders import Ledger
from loaders.frames import as_records

_TWIN = 0.05  # as near as that, a figure may be the same count told twice


@dataclass(frozen=True, slots=True, eq=False)
class Entered:
    """One new figure beside its series.

    `before` is the last leading figure up to its date, None where it is the first; `change` in the unit of the figure
    and `share` of that before. `twins` are statements of other sources within 31 days and 5%, `rivals` those of the
    same figure and date; both are rows of the ledger. `leads` says whether the new one would be the headline of its
    date, `leader` who else is, `newest` whether it would be the newest of its series.
    """

    row: pd.Series
    before: pd.Series | None
    twins: pd.DataFrame
    rivals: pd.DataFrame
    leads: bool
    leader: str
    newest: bool

    @property
    def change(self) -> float:
        """The new figure less the one before (NaN where there is none)."""
        return float("nan") if self.before is None else float(self.row["value"] - self.before["value"])

    @property
    def share(self) -> float:
        """The change as a share of the figure before (NaN where there is none or it was zero)."""
        known = self.before is not None and self.before["value"]
        return self.change / float(self.before["value"]) if known and self.before is not None else float("nan")


def entered(ledger: Ledger, row: Mapping[str, str]) -> Entered | None:
    """Return a new observation of `ledger` beside the others; None where the checks refused it.

    `row` is the row as it was proposed (text cells, see `loaders.changes.entry`).
    """
    series = select(ledger, row["indicator"], place=row["place"], origin=row["origin"], group=row["group"])
    own = series[
        (series["source"] == row["source"])
        & (series["period_end"] == pd.Timestamp(row["period_end"]))
        & (series["value"] == float(row["value"]))
    ]
    if own.empty:
        return None
    marked = headline(ledger, series)
    new = marked.loc[own.index[-1]]
    others = marked.drop(index=own.index)
    near = (others["period_end"] - new["period_end"]).abs() <= pd.Timedelta(days=NEAR_DAYS)
    like = (others["value"] - new["value"]).abs() <= _TWIN * max(float(new["value"]), 1.0)
    same = others["period_end"] == new["period_end"]
    led = others[others["role"] == "headline"]
    earlier = led[led["period_end"] < new["period_end"]].sort_values("period_end", kind="stable")
    leader = led.loc[led["period_end"] == new["period_end"], "attribution"].astype(str)
    return Entered(
        row=new,
        before=earlier.iloc[-1] if len(earlier) else None,
        twins=others[near & like & ~same],
        rivals=others.loc[same],
        leads=str(new["role"]) == "headline",
        leader=str(leader.iloc[0]) if len(leader) else "",
        newest=bool(led.empty or new["period_end"] >= led["period_end"].max()),
    )


def told(one: Entered) -> list[str]:
    """What a maintainer is told of a new figure before it is written, line by line."""
    new = one.row
    lines = [f"{new['title']}, {new['place_name']}: {_figure(new)}, {_date(new)}"]
    if one.before is None:
        lines.append("first figure of this series")
    else:
        moved = f"{one.change:+,.0f}" + (f", {one.share:+.0%}" if one.share == one.share else "")
        lines.append(f"last figure: {_figure(one.before)}, {_date(one.before)} ({one.before['attribution']}); {moved}")
    for word, rows in (("near-twin", one.twins), ("rival of the same date", one.rivals)):
        lines += [
            f"{word}: {_figure(row)}, {_date(row)} ({row['attribution']}, {row['file']} line {row['line']})"
            for row in as_records(rows)
        ]
    if one.leads:
        lines.append("would lead" + (", the newest of its series" if one.newest else ""))
    else:
        lines.append(f"would not lead: {one.leader or 'another statement'} does ({new['role']})")
    return lines


def _figure(row: Mapping[str, object] | pd.Series) -> str:
    return figure_of(row).text


def _date(row: Mapping[str, object] | pd.Series) -> str:
    return date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))
