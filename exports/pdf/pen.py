"""What writes a page of A4 as SVG, a line of text after the other."""

from __future__ import annotations

from charts.text import xml_text
from exports.note.base import ACCENT, PAGE_HEIGHT, PAGE_WIDTH, SIDE, TEXT, TOP, WIDTH
from render.plan.frame import FONT, wrap


class Pen:
    """Writes down a page of A4 in points, from the top."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = TOP

    def down(self, points: float) -> None:
        """Leave room of this height."""
        self.y += points

    def line(
        self, text: str, x: float, y: float, size: float, colour: str, *, bold: bool = False, anchor: str = "start"
    ) -> None:
        """A line of text whose letters stand on `y`."""
        self.parts.append(
            f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" fill="#{colour}" text-anchor="{anchor}"'
            f' font-weight="{700 if bold else 400}">{xml_text(text)}</text>'
        )

    def block(
        self,
        text: str,
        size: float,
        leading: float,
        *,
        x: float = SIDE,
        width: float = WIDTH,
        colour: str = TEXT,
        bold: bool = False,
    ) -> None:
        """A text broken into lines, beneath what stands there."""
        for one in wrap(text, width, size, 600 if bold else 400):
            self.y += leading
            self.line(one, x, self.y - leading * 0.26, size, colour, bold=bold)

    def heading(self, text: str) -> None:
        """A heading over a part of a page."""
        self.down(7)
        self.block(text, 10.5, 14, colour=ACCENT, bold=True)
        self.down(3)

    def rule(self, width: float, colour: str, x: float = SIDE, thick: float = 0.5) -> None:
        """A line across, where the pen stands."""
        self.parts.append(f'<rect x="{x:.2f}" y="{self.y:.2f}" width="{width:.2f}" height="{thick}" fill="#{colour}"/>')

    def svg(self) -> str:
        """The page as an SVG document."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{PAGE_WIDTH}"'
            f' height="{PAGE_HEIGHT}" viewBox="0 0 {PAGE_WIDTH} {PAGE_HEIGHT}" font-family="{FONT}">'
            f'<rect width="{PAGE_WIDTH}" height="{PAGE_HEIGHT}" fill="#ffffff"/>{"".join(self.parts)}</svg>'
        )
