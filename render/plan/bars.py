"""Horizontal bars: how many stand in a row, and where the figure at the end of one covers no other mark."""

from __future__ import annotations

from collections.abc import Iterable

from render.plan.plan import Plan


def abreast(plan: Plan) -> int:
    """How many bars of a category stand one under another, whether or not each has a figure."""
    return 1 if plan.mark == "dumbbell" or plan.alone else len(plan.series)


def behind(end: float, strokes: Iterable[float], wide: float) -> float | None:
    """The stroke behind which words stand that would begin at the `end` of a bar, None where no stroke is in the way.

    `strokes` are where other statements of the row stand, `wide` is what the words take with the space on both their
    sides, all in one unit.
    """
    last = None
    for stroke in sorted(strokes):
        if end <= stroke < end + wide:
            last = end = stroke
    return last
