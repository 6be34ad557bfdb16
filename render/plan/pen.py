"""What every pen can do, and what it draws with: fills and lines in colours of the light palette, and what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from charts.palette import INK
from render.plan.boxes import Box, Point

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
    """What a mark stands for: a name of it, its text alternative, and what a program may read of it.

    `tip` is what a picture shows where it is pointed at, in place of the alternative.
    """

    name: str = ""
    alt: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    tip: str = ""


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
        ground: Fill | None = None,
        leading: float = LINE,
        told: Told = NOTHING,
    ) -> None:
        """Lines of text around the height of `at`.

        A `halo` keeps letters apart from what they lie on; a pen that cannot draw one lays the `ground` under them.
        """

    def crossed(self, kind: str, box: Box, line: Line, *, told: Told = NOTHING) -> None:
        """A ring on paper with a cross in it, in a square box."""

    def ink_on(self, ground: str) -> str:
        """The colour of text or of paper, whichever can be read better on a colour as it is painted."""
