"""Where the figure at the end of a horizontal bar stands, so that it covers no mark of another statement."""

from __future__ import annotations

from collections.abc import Iterable


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
