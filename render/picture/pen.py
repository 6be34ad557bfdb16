"""The pen of pictures: SVG, written as it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from charts.palette import INK
from charts.text import one_line, plain, xml_text
from render.picture.style import Style
from render.plan.map.geometry import Box, Point
from render.plan.marks import Shape
from render.plan.pen import LINE, NOTHING, Align, Command, Fill, Line, Told

Base = Literal["middle", "top", "bottom"]

_INK = INK["light"]
_TALL = 3**0.5 / 2  # height of a triangle with sides of 1
# How far the foot of the letters stands from the place of a text, in sizes of its type.
_FOOT: dict[Base, float] = {"middle": 0.33, "top": 0.79, "bottom": -0.21}


class Svg:
    """Collects marks in pixels, y down; those of one kind that follow each other share a group of that class."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._parts: list[str] = []
        self._kind = ""

    def __str__(self) -> str:
        """All that was drawn, as SVG markup."""
        return "".join(self._parts) + ("</g>" if self._kind else "")

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
        x0, y0, x1, y1 = box
        if oval:
            place = f'cx="{number((x0 + x1) / 2)}" cy="{number((y0 + y1) / 2)}" r="{number((x1 - x0) / 2)}"'
            self._add(kind, f"circle {place}", fill, line, told)
            return
        place = f'x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}" height="{number(y1 - y0)}"'
        self._add(kind, f"rect {place}", fill, line, told)

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
        steps = "".join(f"{kind_}{' '.join(f'{number(x)} {number(y)}' for x, y in held)}" for kind_, held in commands)
        self._add(kind, f'path d="{steps}"', fill, line, told)

    def rule(self, kind: str, start: Point, end: Point, line: Line) -> None:
        """A straight line."""
        self.path(kind, [("M", [start]), ("L", [end])], line=line)

    def mark(
        self, kind: str, shape: Shape, at: Point, size: float, *, fill: Fill, line: Line, told: Told = NOTHING
    ) -> None:
        """A point: a circle, or a triangle as broad as one of this size."""
        (x, y), half = at, size / 2
        if shape == "circle":
            self._add(kind, f'circle cx="{number(x)}" cy="{number(y)}" r="{number(half)}"', fill, line, told)
            return
        rise = half * 2 * _TALL / 2 * (1 if shape == "triangle-up" else -1)
        corners = [(x - half, y + rise), (x + half, y + rise)]
        self.path(kind, [("M", [(x, y - rise)]), ("L", corners), ("Z", ())], fill=fill, line=line, told=told)

    def words(
        self,
        kind: str,
        lines: Sequence[str],
        at: Point,
        size: float,
        *,
        colour: str = _INK["text"],
        align: Align = "start",
        bold: bool = False,
        halo: bool = False,
        told: Told = NOTHING,
        base: Base = "middle",
        angle: float = 0,
    ) -> None:
        """Lines of text around the height of `at`, or from its `base` down or up, turned by an `angle` in degrees."""
        x, y = at
        back = {"middle": (len(lines) - 1) / 2, "top": 0.0, "bottom": len(lines) - 1.0}[base]
        first = y + (_FOOT[base] - back * LINE) * size
        turned = f' transform="rotate({number(angle)} {number(x)} {number(y)})"' if angle else ""
        look = f'x="{number(x)}" y="{number(first)}" font-size="{number(size)}" text-anchor="{align}"{turned}'
        look += ' font-weight="600"' if bold else ""
        said = (
            xml_text(plain(lines[0]))
            if len(lines) == 1
            else "".join(
                f'<tspan x="{number(x)}" y="{number(first + place * size * LINE)}">{xml_text(plain(line))}</tspan>'
                for place, line in enumerate(lines)
            )
        )
        if halo:
            paper = self._paint(_INK["paper"])
            edge = f'fill="{paper}" stroke="{paper}" stroke-width="{number(size / 4)}" stroke-linejoin="round"'
            self._put(kind, f'<text {look} {edge} aria-hidden="true">{said}</text>')
        self._put(kind, f'<text {look} fill="{self._paint(colour)}"{_said(told)}>{said}</text>')

    def _add(self, kind: str, shape: str, fill: Fill | None, line: Line | None, told: Told) -> None:
        look = f' fill="{self._paint(fill.colour)}"' if fill else ' fill="none"'
        if fill and fill.alpha < 1:
            look += f' fill-opacity="{number(fill.alpha)}"'
        if line:
            look += f' stroke="{self._paint(line.colour)}" stroke-width="{number(line.width)}"'
            look += f' stroke-opacity="{number(line.alpha)}"' if line.alpha < 1 else ""
            look += f' stroke-dasharray="{" ".join(map(number, line.dash))}"' if line.dash else ""
        self._put(kind, f"<{shape}{look}{_said(told)}/>")

    def _put(self, kind: str, element: str) -> None:
        if kind != self._kind:
            self._parts.append(f'{"</g>" if self._kind else ""}<g class="{xml_text(kind)}">')
            self._kind = kind
        self._parts.append(element)

    def _paint(self, colour: str) -> str:
        return xml_text(self.style.paint(colour))


def number(value: float) -> str:
    """A length in hundredths of a pixel at most, without needless zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _said(told: Told) -> str:
    data = "".join(f' data-{name}="{xml_text(one_line(text))}"' for name, text in told.data.items())
    return f' aria-label="{xml_text(one_line(told.alt))}"{data}' if told.alt else data
