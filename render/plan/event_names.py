"""Events named beside their hairlines, where the plot has room; where it has none their number stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from charts.spec import Marker
from charts.text import one_line
from render.plan.boxes import Box
from render.plan.frame import text_width, wrap
from render.plan.ground import Ground

SIZE = 10.5  # of the words, in units of the screen
AWAY = 4.0  # from a hairline to its words
_LEADING = 1.2  # height of a line of words in sizes of their type
_WIDTHS = (150.0, 110.0, 84.0)  # of the lines of a name, the widest first
_ROOMIER = 1.15  # words may run wider in the font of the page, and the page may be narrower than the plan's
_CLEAR = 4.0  # above and below
_MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class EventName:
    """The name of an event on lines, to the right or left of its hairline at `date`.

    `values` are where on the axis of values the middle of each line stands.
    """

    marker: Marker
    lines: tuple[str, ...]
    date: pd.Timestamp
    values: tuple[float, ...]
    side: Literal["right", "left"]


def event_names(markers: Sequence[Marker], plot: Ground, taken: Sequence[Box]) -> tuple[EventName, ...]:
    """The events of a plot whose names find room beside their hairlines, clear of all that is drawn and of `taken`."""
    boxes = list(taken)
    found: list[EventName] = []
    for number, marker in enumerate(markers):
        others = [x for other, x in enumerate(plot.events) if other != number]
        placed = _placed(marker, plot.events[number], others, plot, boxes)
        if placed is not None:
            name, box = placed
            found.append(name)
            boxes.append(box)
    return tuple(found)


def _placed(
    marker: Marker, at: float, others: Sequence[float], plot: Ground, boxes: Sequence[Box]
) -> tuple[EventName, Box] | None:
    """The name at the top of the first strip beside the hairline that holds it, and its box."""
    for width in _WIDTHS:
        lines = wrap(one_line(marker.label), width, SIZE)
        if len(lines) > _MOST_LINES:
            continue
        wide = _ROOMIER * max(text_width(line, SIZE) for line in lines)
        high = len(lines) * SIZE * _LEADING
        sides: tuple[tuple[Literal["right", "left"], float, float], ...] = (
            ("right", at + 1, at + AWAY + wide),
            ("left", at - AWAY - wide, at - 1),
        )
        for side, left, right in sides:
            if left < 0 or right > plot.wide or any(left - AWAY < x < right + AWAY for x in others):
                continue
            top = _free(plot, boxes, (left, right), high)
            if top is not None:
                middles = [top + (row + 0.5) * SIZE * _LEADING for row in range(len(lines))]
                values = tuple(plot.value(middle) for middle in middles)
                return EventName(marker, tuple(lines), marker.date, values, side), (left, top, right, top + high)
    return None


def _free(plot: Ground, boxes: Sequence[Box], span: tuple[float, float], high: float) -> float | None:
    """The topmost place in a strip of the plot where nothing is drawn over a height; None where there is none."""
    left, right = span
    covered = [*plot.covered(left, right), *((b[1], b[3]) for b in boxes if b[0] < right and b[2] > left)]
    top = 0.0
    for start, end in sorted(covered):
        if start - top >= high + _CLEAR:
            return top
        top = max(top, end + _CLEAR)
    return top if plot.tall - top >= high + _CLEAR else None
