"""The pen of pictures: SVG, written as it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from charts.palette import INK, ink_on
from charts.text import one_line, plain, xml_text
from render.picture.style import Style
from render.plan.boxes import Box, Point
from render.plan.marks import Shape
from render.plan.pen import LINE, NOTHING, Align, Command, Fill, Line, Told

Base = Literal["middle", "top", "bottom"]

_INK = INK["light"]
_DOT = 1.6  # how far the dot at the end of a line reaches beyond its sides
_ARM = 0.7  # of the radius of a ring reaches the cross in it
_TALL = 3**0.5 / 2  # height of a triangle with sides of 1
# How far the foot of the letters stands from the place of a text, in sizes of its type.
_FOOT: dict[Base, float] = {"middle": 0.33, "top": 0.79, "bottom": -0.21}


class Svg:
    """Collects marks in pixels, y down; those of one kind that follow each other share a group of that class."""

    def __init__(self, style: Style, *, compact: bool = False) -> None:
        """A `compact` drawing, for outlines of many points, is true to a tenth of a pixel and goes in steps."""
        self.style = style
        self.compact = compact
        self.decimals = 1 if compact else 2
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
        if oval:
            x0, y0, x1, y1 = box
            self._disc(kind, ((x0 + x1) / 2, (y0 + y1) / 2), (x1 - x0) / 2, fill, line, told)
            return
        self._add(kind, self.rectangle(box), fill, line, told)

    def rectangle(self, box: Box) -> str:
        """A box as an element without its look and its brackets."""
        x, y, wide, high = (self._n(length) for length in (*box[:2], box[2] - box[0], box[3] - box[1]))
        return f'rect x="{x}" y="{y}" width="{wide}" height="{high}"'

    def crossed(self, kind: str, box: Box, line: Line, *, told: Told = NOTHING) -> None:
        """A ring on paper with a cross in it, in a square box."""
        x, y, arm = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, (box[2] - box[0]) / 2 * _ARM
        self.box(kind, box, fill=Fill(_INK["paper"]), line=line, oval=True, told=told)
        down, up = ([(x - arm, y - arm)], [(x + arm, y + arm)]), ([(x - arm, y + arm)], [(x + arm, y - arm)])
        self.path(kind, [step for start, end in (down, up) for step in (("M", start), ("L", end))], line=line)

    def ink_on(self, ground: str) -> str:
        """The colour of text or of paper, whichever can be read better on a colour as it is painted."""
        painted = {self.style.paint(ink): ink for ink in (_INK["text"], _INK["paper"])}
        return painted[ink_on(self.style.paint(ground), list(painted))]

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
        self._add(kind, f'path d="{"".join(self._steps(commands))}"', fill, line, told)
        if line is not None and line.dot:
            self._disc(kind, commands[-1][1][-1], line.width / 2 + _DOT, Fill(line.colour), None, NOTHING)

    def _steps(self, commands: Sequence[Command]) -> Iterator[str]:
        """The commands of a path; a long run of points as steps from one to the next, which keeps the file small."""
        at: Point = (0.0, 0.0)
        for name, held in commands:
            if self.compact and name == "L" and len(held) > 1:
                places = [(round(x, self.decimals), round(y, self.decimals)) for x, y in (at, *held)]
                yield "l" + " ".join(f"{self._n(x - u)} {self._n(y - v)}" for (u, v), (x, y) in pairwise(places))
            else:
                yield name.lower() if name == "Z" else name + " ".join(f"{self._n(x)} {self._n(y)}" for x, y in held)
            at = held[-1] if held else at

    def rule(self, kind: str, start: Point, end: Point, line: Line) -> None:
        """A straight line."""
        self.path(kind, [("M", [start]), ("L", [end])], line=line)

    def mark(
        self, kind: str, shape: Shape, at: Point, size: float, *, fill: Fill, line: Line, told: Told = NOTHING
    ) -> None:
        """A point: a circle, or a triangle as broad as one of this size."""
        (x, y), half = at, size / 2
        if shape == "circle":
            self._disc(kind, at, half, fill, line, told)
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
        ground: Fill | None = None,  # noqa: ARG002 - letters of a picture have their edge
        leading: float = LINE,
        told: Told = NOTHING,
        base: Base = "middle",
        angle: float = 0,
    ) -> None:
        """Lines of text around the height of `at`, or from its `base` down or up, turned by an `angle` in degrees."""
        x, y = at
        back = {"middle": (len(lines) - 1) / 2, "top": 0.0, "bottom": len(lines) - 1.0}[base]
        first = y + (_FOOT[base] - back * leading) * size
        turned = f' transform="rotate({self._n(angle)} {self._n(x)} {self._n(y)})"' if angle else ""
        look = f'x="{self._n(x)}" y="{self._n(first)}" font-size="{self._n(size)}" text-anchor="{align}"{turned}'
        look += ' font-weight="600"' if bold else ""
        said = (
            xml_text(plain(lines[0]))
            if len(lines) == 1
            else "".join(
                f'<tspan x="{self._n(x)}" y="{self._n(first + place * size * leading)}">{xml_text(plain(line))}</tspan>'
                for place, line in enumerate(lines)
            )
        )
        if halo:
            paper = self._paint(_INK["paper"])
            edge = f'fill="{paper}" stroke="{paper}" stroke-width="{self._n(size / 4)}" stroke-linejoin="round"'
            self._put(kind, f'<text {look} {edge} aria-hidden="true">{said}</text>')
        self._put(kind, f'<text {look} fill="{self._paint(colour)}"{_said(told)}>{said}</text>')

    def _disc(self, kind: str, at: Point, reach: float, fill: Fill | None, line: Line | None, told: Told) -> None:
        x, y, radius = (self._n(length) for length in (*at, reach))
        self._add(kind, f'circle cx="{x}" cy="{y}" r="{radius}"', fill, line, told)

    def _n(self, value: float) -> str:
        return number(value, self.decimals)

    def _add(self, kind: str, shape: str, fill: Fill | None, line: Line | None, told: Told) -> None:
        look = f' fill="{self._paint(fill.colour)}"' if fill else ' fill="none"'
        if fill and fill.alpha < 1:
            look += f' fill-opacity="{number(fill.alpha)}"'
        if line:
            look += f' stroke="{self._paint(line.colour)}" stroke-width="{number(line.width)}"'
            look += f' stroke-opacity="{number(line.alpha)}"' if line.alpha < 1 else ""
            look += f' stroke-dasharray="{" ".join(map(number, line.dash))}"' if line.dash else ""
            look += ' stroke-linecap="round"' if line.dot else ""
        if told.tip:
            tip = f"<title>{xml_text(told.tip)}</title>"
            self._put(kind, f"<{shape}{look}>{tip}</{shape.partition(' ')[0]}>")
            return
        self._put(kind, f"<{shape}{look}{_said(told)}/>")

    def _put(self, kind: str, element: str) -> None:
        if kind != self._kind:
            self._parts.append(f'{"</g>" if self._kind else ""}<g class="{xml_text(kind)}">')
            self._kind = kind
        self._parts.append(element)

    def _paint(self, colour: str) -> str:
        return xml_text(self.style.paint(colour))


def number(value: float, decimals: int = 2) -> str:
    """A length in hundredths of a pixel at most, without needless zeros."""
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _said(told: Told) -> str:
    data = "".join(f' data-{name}="{xml_text(one_line(text))}"' for name, text in told.data.items())
    return f' aria-label="{xml_text(one_line(told.alt))}"{data}' if told.alt else data
