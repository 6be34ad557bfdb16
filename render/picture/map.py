"""A map as SVG, in Web Mercator like the map on the screen."""

from __future__ import annotations

from zlib import crc32

from render.picture.pen import Svg
from render.picture.style import Style
from render.plan.boxes import Box
from render.plan.map.drawn import draw_frame, draw_map, draw_sea
from render.plan.map.layout import arranged
from render.plan.map.parts import PRINT, MapPicture


def drawing(map_picture: MapPicture, box: Box, style: Style | None = None) -> str:
    """The map without its words around it: SVG marks that fill a box of a page, the same text for the same input.

    `style` gives the colours to use for ours. Raises ValueError if the extent has no width or height.
    """
    placed = arranged(map_picture, box)
    sea, inner, outer = (Svg(style or Style(1.0), compact=True) for _ in range(3))
    draw_sea(sea, placed)
    draw_map(inner, map_picture, placed)
    draw_frame(outer, map_picture, placed, PRINT)
    frame = inner.rectangle(placed.view.box)
    # Two maps in one document need two names of their frames; equal frames may share one.
    name = f"map-{crc32(frame.encode()):08x}"
    return (
        f'{sea}<clipPath id="{name}"><{frame}/></clipPath>'
        f'<g clip-path="url(#{name})" fill-rule="evenodd" stroke-linejoin="round">{inner}</g>{outer}'
    )
