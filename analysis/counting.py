"""Which statements may stand in one line: one counting body where bodies count differently, and totals that only rise.

`counter` is the body for which a statement speaks (see `loaders.tidy.attributed`); indicators.csv says whether the
counts of different bodies are comparable.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.select import oldest_first
from loaders.frames import Array, grouped

SERIES = ["indicator", "place", "origin", "group", "unit"]
PRIMARY = 1  # ranks of `analysis.headline.primacy` up to which a body counts for itself and does not relay
CURRENT = pd.DateOffset(years=2)  # how far behind the newest figure of any body the subject of a line may be
FELL = "a running total cannot fall, and more statements fit together without this one"


_EXACTNESS_STEPS = 4
# How far a figure may be off both neighbours, and these from each other, before it is a lone outlier.
_OFF, _OFF_AT_ENDS, _NEAR_DAYS = 0.15, 0.25, 366
_OFF_LEVEL = 0.05  # where both neighbours state the same figure, so that the line is level but for this one


def lone(values: list[float], dates: list[pd.Timestamp]) -> list[bool]:
    """Whether each figure of a series (oldest first) stands alone: off both neighbours, which agree with each other.

    The peak or the first value of a sentence is never such a one. At the ends, where there is one neighbour, a figure
    stands alone if it is off the next two, which agree.
    """

    def agree(one: float, other: float, off: float = _OFF) -> bool:
        return abs(one - other) <= off * max(abs(one), abs(other))

    found = [False] * len(values)
    for at, value in enumerate(values):
        if len(values) < 3:
            break
        sides = (at - 1, at + 1) if 0 < at < len(values) - 1 else (at + 1, at + 2) if at == 0 else (at - 1, at - 2)
        near = all(abs((dates[side] - dates[at]).days) <= _NEAR_DAYS for side in sides)
        one, other = (values[side] for side in sides)
        off = (_OFF_LEVEL if one == other else _OFF) if 0 < at < len(values) - 1 else _OFF_AT_ENDS
        found[at] = near and agree(one, other) and not agree(value, one, off) and not agree(value, other, off)
    return found


def counts_apart(frame: pd.DataFrame) -> pd.Series:
    """Whether each row is of a stock or running total of which different bodies make different counts."""
    return (frame["comparable"] == "no") & (frame["kind"] != "flow")


def subject_of(rows: pd.DataFrame, declared: pd.DataFrame) -> pd.Series:
    """For every row the counter that its series is a line of: the one of subjects.csv (`declared`), or by this rule.

    `rows` are leading statements with SERIES, counter, period_end, `_primacy` and `_choice` (below 1 where the reader
    chose who leads). Of the bodies that are current (not CURRENT behind the newest figure) and primary, the one with
    the most dates; without such a body, the best of the others in that order.
    """
    keys = [rows[column].astype(str) for column in SERIES]
    series = pd.Series(list(zip(*keys, strict=True)), index=rows.index)
    table = pd.DataFrame(
        {
            "series": series,
            "counter": rows["counter"].astype(str),
            "date": rows["period_end"],
            "primacy": rows["_primacy"],
            "choice": rows["_choice"],
        }
    )
    bodies = (
        table.sort_values("date", kind="stable")
        .groupby(["series", "counter"], sort=True)
        .agg(
            dates=("date", "nunique"),
            newest=("date", "max"),
            primacy=("primacy", "min"),
            chosen=("choice", "last"),
            ever=("choice", "min"),
        )
        .reset_index()
    )
    last = bodies.groupby("series")["newest"].transform("max")
    named = {
        tuple(str(cell) for cell in key): str(counter)
        for *key, counter in declared[[*SERIES[:4], "counter"]].itertuples(index=False, name=None)
    }
    ranked = bodies.assign(
        # Whom the reader chose leads at any of its dates; highest and lowest go by each body's newest figure.
        chosen=bodies["chosen"].where(bodies["ever"] != 0, 0.0),
        undeclared=[
            named.get(series[:4]) != counter
            for series, counter in zip(bodies["series"], bodies["counter"], strict=True)
        ],
        behind=bodies["newest"] < last - CURRENT,
        relays=bodies["primacy"] > PRIMARY,
        fewer=-bodies["dates"],
    ).sort_values(["series", "chosen", "undeclared", "behind", "relays", "fewer", "primacy", "counter"], kind="stable")
    first = ranked.drop_duplicates("series").set_index("series")["counter"]
    return series.map(first)


def mark_falls(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn leading statements of a running total that break its rise into rivals, with the reason.

    The longest run of statements in date order whose values never fall stays; of equally long runs that of the more
    primary publishers, then the more exact, then the newer. A total that starts after all
    statements before it is another total, such as one that starts anew every year. `frame` has `role`, `clause` and the
    columns of observations; nothing else is changed.
    """
    total = frame[(frame["role"] == "headline") & (frame["kind"] == "cumulative")]
    if total.empty:
        return frame
    ordered = oldest_first(total)
    # Of equally primary statements the more exact one; a rank of primacy outweighs any exactness.
    ranks = (ordered["_primacy"] * _EXACTNESS_STEPS + ordered["_inexact"]).astype(int).tolist()
    starts, ends = (ordered[column].to_numpy().astype("datetime64[us]") for column in ("period_start", "period_end"))
    runs: dict[tuple[int, int], list[int]] = {}
    for series, number, at in _runs(grouped(*(ordered[column] for column in SERIES)), starts, ends):
        runs.setdefault((series, number), []).append(at)
    values = ordered["value"].tolist()
    fell: list[int] = []
    for run in runs.values():
        kept = _longest_rise([values[at] for at in run], [ranks[at] for at in run])
        fell += [at for place, at in enumerate(run) if place not in kept]
    broken = frame.index.isin(ordered.index[fell])
    return frame.assign(role=frame["role"].mask(broken, "rival"), clause=frame["clause"].mask(broken, FELL))


def _runs(series: Array, starts: Array, ends: Array) -> Iterator[tuple[int, int, int]]:
    """Series, number of the total and position of each statement (oldest first); NaT is before any date.

    A total that starts after all statements before it is a new one.
    """
    state: dict[int, tuple[int, int]] = {}
    never = np.iinfo(np.int64).min
    rows = zip(series.tolist(), starts.astype(np.int64).tolist(), ends.astype(np.int64).tolist(), strict=True)
    for at, (one, start, end) in enumerate(rows):
        number, until = state.get(one, (0, never))
        if never not in (start, until) and start > until:
            number, until = number + 1, end
        state[one] = (number, max(until, end))
        yield one, number, at


def _longest_rise(values: list[float], ranks: list[int]) -> set[int]:
    """Positions of the longest run that never falls; of equally long ones the more primary, then the newer."""
    # For every statement: the best run that ends with it, as (length, less the ranks), and its predecessor in that run.
    score: list[tuple[int, int]] = []
    before: list[int] = []
    for i, value in enumerate(values):
        earlier = [j for j in range(i) if values[j] <= value]
        best = max(earlier, key=lambda j: score[j], default=-1)
        length, rank = score[best] if best >= 0 else (0, 0)
        score.append((length + 1, rank - ranks[i]))
        before.append(best)
    at = max(range(len(score)), key=lambda j: (score[j], j), default=-1)
    kept = set()
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
