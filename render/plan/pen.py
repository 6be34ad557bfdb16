"""What every pen can do, and what it draws with: fills and lines in colours of the light palette, and what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from charts.palette import INK
from render.plan.map.geometry import Box, Point

Align = Literal["start", "middle", "end"]
Command = tuple[str, Sequence[Point]]
LINE = 1.18  # height of a line of text in sizes of its type


@dataclass(frozen=True, slots=True)
class Fill:
    """A fill. `hatched` draws strokes of the colour on its own pale ground."""

    colour: str
    alpha: float = 1.0
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `dash` are the lengths of strokes and blanks in turn, `dot` ends it with a round dot."""

    colour: str
    width: float = 1.0
    alpha: float = 1.0
    dash: tuple[float, ...] = ()
    dot: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a mark stands for: a name of it, its text alternative, and what a program may read of it."""

    name: str = ""
    alt: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


NOTHING = Told()


class Pen(Protocol):
    """Draws boxes, paths and words, in the order in which they are asked for: as a picture or as shapes of Office.

    Places are in the units of the pen, y down. `kind` is what marks of one kind have in common.
    """

    def box(
        self,
        kind: str,
        box: Box,
        *,
        fill: Fill | None = None,
        line: Line | None = None,
        oval: bool = False,
        told: Told = NOTHING,
    ) -> None:
        """A rectangle, or with `oval` the circle in it, which is square."""

    def path(
        self,
        kind: str,
        commands: Sequence[Command],
        *,
        fill: Fill | None = None,
        line: Line | None = None,
        told: Told = NOTHING,
    ) -> None:
        """A freeform. Commands are `M`, `L`, `Q`, `C` with their points, and `Z`; `L` may hold many points."""

    def words(
        self,
        kind: str,
        lines: Sequence[str],
        at: Point,
        size: float,
        *,
        colour: str = INK["light"]["text"],
        align: Align = "start",
        bold: bool = False,
        halo: bool = False,
        told: Told = NOTHING,
    ) -> None:
        """Lines of text around the height of `at`; a `halo` keeps them apart from what they lie on."""
