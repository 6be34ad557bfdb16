"""What a plan is made of: its room, the points of a chart and its series."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charts.palette import Theme
from charts.spec import LED, PROJECTION
from render.plan.marks import DENSE, size_of


@dataclass(frozen=True, slots=True)
class Size:
    """The room of a chart in units of the screen, on which its words are 12 to 13 high."""

    width: float
    height: float


CARD = Size(440, 340)  # on the screen: a card half a page wide, the narrowest that there is


@dataclass(frozen=True, slots=True)
class Point:
    """A row of a spec's data as far as it is drawn; numbers that are not stated or have no limit are None.

    `at` is the position of its row and `place` that of its category, 0 along dates. `role` is that of the row, or
    PROJECTION.
    """

    at: int
    series: str
    x: pd.Timestamp | str
    place: int
    value: float | None
    low: float | None
    high: float | None
    hedge: str
    words: str
    role: str
    attribution: str

    @property
    def ahead(self) -> bool:
        """Whether it is a projection and no observation."""
        return self.role == PROJECTION

    @property
    def lead(self) -> bool:
        """Whether it is a headline figure."""
        return self.role in LED


@dataclass(frozen=True, slots=True)
class Series:
    """A series: its name, its colour in either theme, its headline figures, other statements and projections.

    `runs` numbers the unbroken run of the line that each headline figure belongs to.
    """

    name: str
    light: str
    dark: str
    lead: tuple[Point, ...]
    other: tuple[Point, ...]
    ahead: tuple[Point, ...]
    runs: tuple[int, ...]

    def colour(self, theme: Theme) -> str:
        """Its colour, `#rrggbb`."""
        return self.dark if theme == "dark" else self.light

    @property
    def dense(self) -> bool:
        """Whether its marks are small."""
        return len(self.lead) > DENSE

    @property
    def size(self) -> float:
        """Size of its marks, see `render.plan.marks`."""
        return size_of(len(self.lead))
