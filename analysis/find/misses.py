"""Answers that miss the time that was asked for, or are of little of it: they come after those that are of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.find.answer import Answer
from analysis.find.periods import Period
from analysis.find.question import Question
from analysis.find.series import Series, Shelf
from loaders import Ledger


def of_little(ledger: Ledger, answer: Answer, period: Period | None) -> bool:
    """Whether a figure is stated of less than half of a time that was asked for: of January, for a year."""
    if period is None or answer.basis == "sum" or pd.isna(period.start) or pd.isna(period.end):
        return False
    row = ledger.observations.loc[answer.rows[0]]
    if row["scope"] != "part_period" or pd.isna(row["period_start"]):
        return False
    return bool(2 * (row["period_end"] - row["period_start"]) < period.end - period.start)


def nearest(held: Shelf, found: Sequence[Series], question: Question) -> list[Series]:
    """Series, of what happened in an area that is named and of no day of the time the nearest before it first.

    What is told of a prison in it is later than what was last told of the whole of it.
    """
    period = question.period
    if not found or period is None or pd.isna(period.start) or found[0].kind != "flow":
        return list(found)
    first, start = found[0], period.start
    if first.place not in question.ids("place") or held.speaks(first, period):
        return list(found)
    same = [
        one
        for one in found
        if (one.indicator, one.origin, one.group) == (first.indicator, first.origin, first.group)
        and first.place in {one.place, *held.above_place.get(one.place, ())}
        and held.last(one) < start
    ]
    same.sort(key=held.last, reverse=True)
    return [*same, *(one for one in found if one not in same)]
