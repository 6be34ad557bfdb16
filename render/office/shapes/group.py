"""A group of native shapes on a slide, collected in points from its upper left corner and written as one element."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml

from charts.palette import INK, ink_on
from charts.text import one_line, plain, xml_text
from render.plan.boxes import Box, Point
from render.plan.frame import QUIET, RULE, TEXT, text_width
from render.plan.map.parts import COAST, LAND, SEA
from render.plan.pen import LINE, NOTHING, Align, Command, Fill, Line, Told

POINT = 12_700  # EMU in a point
_STEP = 635  # EMU of one unit of a path, a twentieth of a point
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_NAME = 120  # characters of a shape's name; the whole is in its text alternative
# Colours of printed pictures that are none of the palette, and what stands for them on a slide.
_INK = INK["light"]
_SAME = {
    SEA: _INK["sea"],
    LAND: _INK["land"],
    COAST: _INK["paper"],
    TEXT: _INK["text"],
    QUIET: _INK["muted"],
    RULE: _INK["grid"],
}

_ALIGN: dict[Align, str] = {"start": "l", "middle": "ctr", "end": "r"}
Preset = Literal["rect", "ellipse", "flowChartSummingJunction"]


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text of `size` points in a palette colour."""

    lines: Sequence[str]
    size: float
    colour: str = _INK["text"]
    bold: bool = False
    align: Align = "middle"


@dataclass(slots=True)
class Canvas:
    """Collects shapes for a box of a slide: `left` and `top` in EMU, everything else in points from there, y down.

    `colours` maps colours of our light palette to those of the template; all text is in `font`, which runs `wider` than
    Arial, and is written that much smaller than its size says.
    """

    left: int
    top: int
    width: float
    height: float
    colours: Mapping[str, str]
    font: str
    first_id: int
    wider: float = 1.0
    parts: list[str] = field(default_factory=list)

    def paint(self, colour: str) -> str:
        """The colour to draw with, as `RRGGBB`."""
        own = _SAME.get(colour, colour).lower()
        found = self.colours.get(own, own)
        return (found if _HEX.fullmatch(found) else _INK["text"])[1:].upper()

    def ink_on(self, ground: str) -> str:
        """The palette's colour of text or of paper, whichever can be read better on a colour as it is painted."""
        painted = {f"#{self.paint(ink)}": ink for ink in (_INK["text"], _INK["paper"])}
        return painted[ink_on(f"#{self.paint(ground)}", list(painted))]

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
        """Add a rectangle or an ellipse, named by what it stands for, else by its kind."""
        self.shape(kind, box, "ellipse" if oval else "rect", fill=fill, line=line, told=told)

    def shape(
        self,
        kind: str,
        box: Box,
        preset: Preset,
        *,
        fill: Fill | None = None,
        line: Line | None = None,
        told: Told = NOTHING,
        words: Words | None = None,
    ) -> None:
        """Add one of the shapes that Office has ready, with words in its middle."""
        geometry = f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>'
        self._add(told.name or kind, told.alt, _emu(box), geometry, fill, line, words)

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
        halo: bool = False,  # noqa: ARG002 - text of Office has no edge of another colour
        ground: Fill | None = None,
        leading: float = LINE,
        told: Told = NOTHING,
    ) -> None:
        """Add lines of text around the height of a place."""
        wide = max(text_width(line, size, 600 if bold else 400) for line in lines)
        half = len(lines) * leading * size / 2
        x0 = at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[align]
        box = (x0, at[1] - half, x0 + wide, at[1] + half)
        self.words_in(told.name or kind, box, Words(lines, size, colour, bold, align), ground=ground)

    def crossed(self, kind: str, box: Box, line: Line, *, told: Told = NOTHING) -> None:
        """Add a ring on paper with a cross in it, as the one shape that Office has for it."""
        self.shape(kind, box, "flowChartSummingJunction", fill=Fill(_INK["paper"]), line=line, told=told)

    def words_in(self, name: str, box: Box, words: Words, *, ground: Fill | None = None) -> None:
        """Add a text without a frame; it runs from its box to both sides where it is wider."""
        geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        self._add(name, "", _emu(box), geometry, ground, None, words, text_box=True)

    def path(
        self,
        kind: str,
        commands: Sequence[Command],
        *,
        fill: Fill | None = None,
        line: Line | None = None,
        told: Told = NOTHING,
    ) -> None:
        """Add a freeform. Commands are `M`, `L`, `Q`, `C` with their points, and `Z`; `L` may hold many points.

        Curves lie within the hull of their points, of which the bounds of the shape are made.
        """
        points = [(round(x * POINT / _STEP), round(y * POINT / _STEP)) for _, held in commands for x, y in held]
        x0, y0 = min(x for x, _ in points), min(y for _, y in points)
        wide, high = max(x for x, _ in points) - x0, max(y for _, y in points) - y0
        inner, start = [], 0
        for step, held in commands:
            inner.append(_written(step, [(x - x0, y - y0) for x, y in points[start : start + len(held)]]))
            start += len(held)
        filled = "" if fill else ' fill="none"'
        geometry = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{max(wide, 1)}" h="{max(high, 1)}"{filled}>'
            f"{''.join(inner)}</a:path></a:pathLst></a:custGeom>"
        )
        place = (x0 * _STEP, y0 * _STEP, wide * _STEP, high * _STEP)
        self._add(told.name or kind, told.alt, place, geometry, fill, line, None)

    def _add(
        self,
        name: str,
        alt: str,
        place: tuple[int, int, int, int],
        geometry: str,
        fill: Fill | None,
        line: Line | None,
        words: Words | None,
        *,
        text_box: bool = False,
    ) -> None:
        x, y, wide, high = place
        number = self.first_id + 1 + len(self.parts)
        described = f" descr={_attribute(plain(alt))}" if alt else ""
        kind = ' txBox="1"' if text_box else ""
        self.parts.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={_attribute(_short(name))}{described}/>'
            f"<p:cNvSpPr{kind}/><p:nvPr/></p:nvSpPr>"
            f'<p:spPr><a:xfrm><a:off x="{self.left + x}" y="{self.top + y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            f"{geometry}{self._fill(fill)}{self._line(line)}</p:spPr>{self._text(words)}</p:sp>"
        )

    def _solid(self, colour: str, alpha: float = 1.0) -> str:
        held = f'<a:alpha val="{round(alpha * 100_000)}"/>' if alpha < 1 else ""
        return f'<a:solidFill><a:srgbClr val="{self.paint(colour)}">{held}</a:srgbClr></a:solidFill>'

    def _fill(self, fill: Fill | None) -> str:
        if fill is None:
            return "<a:noFill/>"
        if not fill.hatched:
            return self._solid(fill.colour, fill.alpha)
        strokes, ground = (self._mixed(fill.colour, share) for share in (0.38, 0.16))
        return (
            f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{strokes}"/></a:fgClr>'
            f'<a:bgClr><a:srgbClr val="{ground}"/></a:bgClr></a:pattFill>'
        )

    def _mixed(self, colour: str, share: float) -> str:
        """A share of the colour on the paper."""
        one, other = self.paint(colour), self.paint(_INK["paper"])
        parts = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (0, 2, 4)]
        return "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in parts)

    def _line(self, line: Line | None) -> str:
        if line is None:
            return "<a:ln><a:noFill/></a:ln>"
        dashes = '<a:prstDash val="dash"/>' if line.dash else ""
        dot = '<a:tailEnd type="oval" w="sm" len="sm"/>' if line.dot else ""
        solid = self._solid(line.colour, line.alpha)
        return f'<a:ln w="{round(line.width * POINT)}" cap="flat">{solid}{dashes}<a:round/>{dot}</a:ln>'

    def _text(self, words: Words | None) -> str:
        frame = (
            '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr">'
            "<a:noAutofit/></a:bodyPr>"
        )
        if words is None:
            return f'<p:txBody>{frame}<a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody>'
        look = (
            f'<a:rPr lang="en-GB" sz="{round(words.size / self.wider * 100)}" b="{int(words.bold)}" dirty="0">'
            f"{self._solid(words.colour)}<a:latin typeface={_attribute(one_line(self.font))}/></a:rPr>"
        )
        spacing = (
            '<a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
            '<a:spcAft><a:spcPts val="0"/></a:spcAft><a:buNone/>'
        )
        paragraphs = "".join(
            f'<a:p><a:pPr marL="0" indent="0" algn="{_ALIGN[words.align]}">{spacing}</a:pPr>'
            f"<a:r>{look}<a:t>{xml_text(one_line(line))}</a:t></a:r></a:p>"
            for line in words.lines
        )
        return f"<p:txBody>{frame}<a:lstStyle/>{paragraphs}</p:txBody>"

    def element(self, name: str, alt: str) -> Any:
        """The whole group as one element of a slide's tree; its bounds are the box."""
        at = f'x="{self.left}" y="{self.top}"'
        size = f'cx="{round(self.width * POINT)}" cy="{round(self.height * POINT)}"'
        return parse_xml(
            f'<p:grpSp xmlns:a="{_A}" xmlns:p="{_P}"><p:nvGrpSpPr>'
            f'<p:cNvPr id="{self.first_id}" name={_attribute(_short(name))} descr={_attribute(plain(alt))}/>'
            f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off {at}/><a:ext {size}/>"
            f"<a:chOff {at}/><a:chExt {size}/></a:xfrm></p:grpSpPr>{''.join(self.parts)}</p:grpSp>"
        )


def _written(kind: str, points: Sequence[tuple[int, int]]) -> str:
    held = "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in points)
    match kind:
        case "M":
            return f"<a:moveTo>{held}</a:moveTo>"
        case "L":
            return "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in points)
        case "Q":
            return f"<a:quadBezTo>{held}</a:quadBezTo>"
        case "C":
            return f"<a:cubicBezTo>{held}</a:cubicBezTo>"
        case _:
            return "<a:close/>"


def _emu(box: Box) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(value * POINT) for value in box)
    return x0, y0, max(x1 - x0, 0), max(y1 - y0, 0)


def _short(name: str) -> str:
    said = one_line(name)
    return said if len(said) <= _MOST_NAME else said[: _MOST_NAME - 1].rstrip() + "…"


def _attribute(text: str) -> str:
    """A text as a quoted attribute; line ends and tabs as references, which parsers keep."""
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
