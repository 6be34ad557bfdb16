"""How large and in which colours a picture is drawn, and how wide its words run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from charts.palette import INK
from charts.text import plain
from render.plan.frame import text_width, wrap

_PLAIN_SIZE = 620  # square root of the area in pixels of a drawing whose texts are as large as those on the screen
_SMALLEST, _LARGEST = 0.8, 2.2
_LIGHT = INK["light"]


@dataclass(frozen=True, slots=True)
class Style:
    """How large and in which colours a drawing is made: `k` times the screen's sizes, colours swapped by `swap`."""

    k: float
    swap: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, width: int, height: int, swap: Mapping[str, str] | None = None) -> Style:
        """The style of a drawing of this size in pixels."""
        k = min(max(sqrt(width * height) / _PLAIN_SIZE, _SMALLEST), _LARGEST)
        return cls(k, {key.lower(): value for key, value in (swap or {}).items()})

    def px(self, size: float) -> float:
        """A length of the screen in pixels of the drawing."""
        return round(size * self.k, 2)

    def paint(self, colour: str) -> str:
        """The colour to use for one of ours."""
        return self.swap.get(colour.lower(), colour)

    def ink(self, name: str) -> str:
        """One of the colours of paper, text and lines."""
        return self.paint(_LIGHT[name])


def lines_of(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """A text as lines no wider than `width` pixels."""
    return wrap(plain(text), max(width, size), size, weight) or [""]


def widest(found: Sequence[str], size: float, weight: int = 400) -> float:
    """Width of the longest of these lines in pixels."""
    return max((text_width(text, size, weight) for text in found), default=0.0)
