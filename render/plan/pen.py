"""What a pen draws with: fills and lines in colours of the light palette, and what a mark stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from render.plan.map.geometry import Point

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
