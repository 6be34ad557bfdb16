"""Pieces of SVG that maps, strips and flow diagrams share: numbers, text in lines, descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from charts.text import one_line, plain, xml_text

LINE = 1.18  # height of a line of text in sizes of its type


def number(value: float) -> str:
    """A length in hundredths of a pixel at most, without needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def said(text: object) -> str:
    """Text from data as the value of an attribute."""
    return xml_text(one_line(text))


def text_block(
    lines: Sequence[str],
    x: float,
    middle: float,
    size: float,
    colour: str,
    *,
    anchor: Literal["start", "middle", "end"] = "start",
    halo: str = "",
) -> str:
    """Lines of text around the height `middle`, at `anchor` of `x`; `halo` is the colour of an edge around letters."""
    top = middle - (len(lines) - 1) * size * LINE / 2 + size * 0.35
    at = number(x)
    words = (
        xml_text(plain(lines[0]))
        if len(lines) == 1
        else "".join(
            f'<tspan x="{at}" y="{number(top + place * size * LINE)}">{xml_text(plain(line))}</tspan>'
            for place, line in enumerate(lines)
        )
    )
    look = f'x="{at}" y="{number(top)}" font-size="{number(size)}" text-anchor="{anchor}"'
    edge = ""
    if halo:
        around = f'stroke="{xml_text(halo)}" stroke-width="{number(size / 4)}" stroke-linejoin="round"'
        edge = f'<text {look} fill="{xml_text(halo)}" {around} aria-hidden="true">{words}</text>'
    return f'{edge}<text {look} fill="{xml_text(colour)}">{words}</text>'
