"""What a template gives to a slide: size, fonts, colours and where title and content stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from exports.deck.colours import contrast

POINT = 12_700  # EMU in a typographic point


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.top + self.height

    @property
    def area(self) -> int:
        """Width times height."""
        return max(self.width, 0) * max(self.height, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one template.

    Colours are `#rrggbb`. `colours` maps a colour of our light palette to the one to draw with, `scheme` a colour that
    is drawn to the theme colour of the same value, so that charts follow a change of theme. `title` is the box of the
    title placeholder of a chart slide, `title_inset` its inner margins (left, top, right, bottom), `free` what lies
    below it and above the footers, `drawn` the plain shapes of the layout with their colours.
    """

    width: int
    height: int
    heading: str
    body: str
    title: Box
    free: Box
    title_inset: tuple[int, int, int, int] = (0, 0, 0, 0)
    title_anchor: str = "t"
    title_align: str = "l"
    title_bold: bool = True
    title_size: float = 28.0
    title_colour: str = "#1f2a33"
    paper: str = "#ffffff"
    text: str = "#1f2a33"
    muted: str = "#5a6672"
    accent: str = "#2368a8"
    panel: str = "#f3f6f8"
    rule: str = "#e3e7eb"
    colours: Mapping[str, str] = field(default_factory=dict)
    scheme: Mapping[str, str] = field(default_factory=dict)
    drawn: tuple[tuple[Box, str], ...] = ()

    @property
    def title_above(self) -> bool:
        """Whether titles stand above all else, and not beside or beneath it."""
        return self.title.bottom <= self.free.bottom and self.free.top >= self.title.top + self.title.height // 2

    @property
    def title_width(self) -> int:
        """The width of a line of the title."""
        return self.title.width - self.title_inset[0] - self.title_inset[2]

    def colour(self, ours: str) -> str:
        """The colour to draw with for one of our light palette."""
        return self.colours.get(ours.lower(), ours)


def dark(look: Look) -> bool:
    """Whether the slides of a look are darker than their text."""
    return contrast(look.paper, "#ffffff") > contrast(look.paper, "#000000")
