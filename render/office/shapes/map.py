"""A map as native shapes: countries and areas as freeforms, circles, arcs, names with figures, and the legend."""

from __future__ import annotations

from collections.abc import Sequence

from charts.palette import INK
from charts.spec import ChartSpec
from loaders.geo import Geo
from render.office.shapes.group import Canvas, Words, outline
from render.plan.frame import text_width
from render.plan.map.described import described
from render.plan.map.geometry import Box, View
from render.plan.map.layout import Arranged, arranged
from render.plan.map.legend import mark_reach, mark_width, row_height
from render.plan.map.names import Name, Placed, bent
from render.plan.map.parts import LEADING, Arc, LegendItem, MapPicture, Sizes, Spot
from render.plan.marks import ARC, circle_share
from render.plan.pen import Fill, Line, Told

_INK = INK["light"]
_SCREEN = (760.0, 460.0)  # pixels of the map whose circles the chart describes
_SMALL, _LEAST = 0.85, 9.0  # of the usual size of type, and in points, for names that find no room at that size
_DASHES = (4.0, 3.0)  # Office draws dashes of its own, whatever their lengths
_CLOSE = 0.9  # points; nearer points of an outline are one point


def draw(canvas: Canvas, spec: ChartSpec, geo: Geo, size: float) -> None:
    """Draw a map into the canvas, which it fills. Raises ValueError for a chart that is no map."""
    scale = 1.15 * min(canvas.width / _SCREEN[0], canvas.height / _SCREEN[1])
    picture = described(spec, geo, scale=scale)
    small = max(_SMALL * size, min(size, _LEAST * canvas.wider))
    sizes = Sizes(label=size, point=size, area=size, small=small, legend=size, pad=0.7 * size, close=_CLOSE, margin=0.0)
    placed = arranged(picture, (0.0, 0.0, canvas.width, canvas.height), sizes)
    view = placed.view
    canvas.box("Sea", view.box, fill=Fill(_INK["sea"]))
    _ground(canvas, picture, placed)
    for arc in picture.arcs:
        _arc(canvas, arc, view)
    for spot in placed.spots:
        _circle(canvas, spot)
    _names(canvas, placed.names)
    canvas.box("Edge of the map", placed.frame, line=Line(_INK["grid"], 0.75))
    if placed.legend is not None:
        _legend(canvas, picture.legend, placed.legend, sizes)


def _ground(canvas: Canvas, picture: MapPicture, placed: Arranged) -> None:
    for name, pieces in zip(picture.land_names, placed.land, strict=True):
        if pieces:
            canvas.path(name, outline(pieces), fill=Fill(_INK["land"]), line=Line(_INK["paper"], 0.5))
    for area, pieces in zip(picture.areas, placed.areas, strict=True):
        if pieces:
            line = Line(_INK["paper"], 0.75)
            canvas.path("area", outline(pieces), fill=Fill(area.fill), line=line, told=Told(area.said, area.said))


def _names(canvas: Canvas, names: Sequence[Placed]) -> None:
    for one in names:
        if one.leader:
            start, end = one.leader
            line = Line(_INK["muted"], 0.75)
            canvas.path(f"Line to {one.name.lines[0]}", [("M", [start]), ("L", [end])], line=line)
            if one.dot:
                (x, y), reach = start, one.dot
                dot = (x - reach, y - reach, x + reach, y + reach)
                told = Told(f"Start of the line to {one.name.lines[0]}")
                canvas.box("starts", dot, fill=Fill(_INK["muted"]), oval=True, told=told)
    for one in names:
        _name(canvas, one.name, one.box)


def _arc(canvas: Canvas, arc: Arc, view: View) -> None:
    """A curve that bends to the north as far as the map reaches, with a dot where the movement ends."""
    (x0, y0), (x1, y1) = (view.point(lon, lat) for lon, lat in arc.ends)
    if not all(view.near(lon, lat) for lon, lat in arc.ends):
        return
    cx, cy = bent(x0, y0, x1, y1)
    left, top, right, bottom = view.box
    control = (min(max(cx, left), right), min(max(cy, top), bottom))
    line = Line(arc.colour, max(arc.width_px, 0.75), alpha=ARC, dot=True)
    canvas.path("arc", [("M", [(x0, y0)]), ("Q", [control, (x1, y1)])], line=line, told=Told(arc.said, arc.said))


def _circle(canvas: Canvas, spot: Spot) -> None:
    """An ellipse; of a place of which nobody is left a ring with a cross in it."""
    circle = spot.circle
    if circle.empty:
        _crossed(canvas, Told(circle.said, circle.said), spot.box, circle.stroke)
        return
    canvas.box(
        "circle",
        spot.box,
        fill=Fill(circle.fill, circle_share(hedged=circle.hedged)),
        line=Line(circle.stroke, 1.25, dash=_DASHES if circle.hedged else ()),
        oval=True,
        told=Told(circle.said, circle.said),
    )


def _crossed(canvas: Canvas, told: Told, box: Box, colour: str) -> None:
    edge = Line(colour, 1.25)
    canvas.shape("cross", box, "flowChartSummingJunction", fill=Fill(_INK["paper"]), line=edge, told=told)


def _name(canvas: Canvas, name: Name, box: Box) -> None:
    ground = None if name.ring else Fill(_INK["paper"], 0.6)
    ink = canvas.ink_on(name.ground) if name.ground else name.colour
    words = Words(name.lines, name.size, ink, bold=name.weight > 500)
    canvas.words_in(f"Name {name.lines[0]}", box, words, ground=ground)


def _legend(canvas: Canvas, items: Sequence[LegendItem], box: Box, sizes: Sizes) -> None:
    canvas.box("Legend", box, fill=Fill(_INK["paper"], 0.94), line=Line(_INK["grid"], 0.75))
    x, y, column = box[0] + sizes.pad, box[1] + sizes.pad, mark_width(items, sizes)
    for item in items:
        middle = y + row_height(item, sizes) / 2
        heading = item.shape == "heading"
        _legend_mark(canvas, item, x, middle, column, sizes)
        start = x if heading else x + column + sizes.beside
        high = sizes.legend * LEADING
        wide = text_width(item.text, sizes.legend, 600 if heading else 400)
        place = (start, middle - high / 2, start + wide, middle + high / 2)
        words = Words([item.text], sizes.legend, bold=heading, align="start")
        canvas.words_in(f"Legend {item.text}", place, words)
        y += row_height(item, sizes)


def _legend_mark(canvas: Canvas, item: LegendItem, x: float, middle: float, column: float, sizes: Sizes) -> None:
    reach, centre, name = mark_reach(item, sizes), x + column / 2, f"Mark of {item.text}"
    match item.shape:
        case "box":
            place = (x, middle - reach, x + column, middle + reach)
            canvas.box(name, place, fill=Fill(item.colour), line=Line(_INK["grid"], 0.5))
        case "line":
            line = Line(item.colour, item.size_px or 3)
            canvas.path(name, [("M", [(x, middle)]), ("L", [(x + column, middle)])], line=line)
        case "cross":
            place = (centre - reach, middle - reach, centre + reach, middle + reach)
            _crossed(canvas, Told(name), place, item.colour)
        case "circle" | "ring":
            ring = item.shape == "ring"
            place = (centre - reach, middle - reach, centre + reach, middle + reach)
            fill, edge = (
                Fill(item.colour, circle_share(hedged=ring)),
                Line(item.colour, 1.25, dash=_DASHES if ring else ()),
            )
            canvas.box(name, place, fill=fill, line=edge, oval=True)
        case _:
            return
