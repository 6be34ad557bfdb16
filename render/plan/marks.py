"""How each hedge is drawn, once for every rendering: the shape of a mark, whether it is hollow, how pale it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.vocabulary import Hedge

Shape = Literal["circle", "triangle-up", "triangle-down"]

PALE = 0.55  # of its colour is what the bar or column of a hedged figure keeps
FAINT = 0.55  # of the marks of other statements
OPEN = 0.45  # of a strip whose start or end nobody states
EVENT = 0.85  # of the dot of an event, so that one behind another is seen; one that bears a number is whole
BAND = 0.14  # of the band that the hedges of a projection allow
FLOW = 0.36  # of the bands of a flow diagram
CIRCLE, PALE_CIRCLE = 0.75, 0.35  # of a circle on a map, and of one whose figure is hedged
ARC = 0.7  # of an arc on a map

WIDE = 0.72  # of the room of a category is taken by its columns or bars

DENSE = 90  # headline points of a series above which their marks are small
# Across, in units of the screen; other renderings take them in their own.
SIZE, SMALL, OTHER, PAIR = 8.0, 4.0, 6.0, 11.0


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a point: its shape, and whether only its edge is drawn."""

    shape: Shape
    hollow: bool


HEDGES: Mapping[str, Mark] = {
    Hedge.EXACT: Mark("circle", hollow=False),
    Hedge.ABOUT: Mark("circle", hollow=True),
    Hedge.ESTIMATE: Mark("circle", hollow=True),
    Hedge.RANGE: Mark("circle", hollow=True),
    Hedge.AT_LEAST: Mark("triangle-up", hollow=True),
    Hedge.AT_MOST: Mark("triangle-down", hollow=True),
}


def size_of(count: int) -> float:
    """Size of the marks of a series with so many headline points."""
    return SMALL if count > DENSE else SIZE


def bar_share(hedge: str) -> float:
    """How much of its colour a bar or column keeps."""
    return 1.0 if hedge == Hedge.EXACT else PALE


def circle_share(*, hedged: bool) -> float:
    """How much of its colour a circle on a map keeps."""
    return PALE_CIRCLE if hedged else CIRCLE
