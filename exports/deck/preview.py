"""A chart's slide as a picture for the page: the same plan that the deck is built from, drawn as SVG."""

from __future__ import annotations

from collections.abc import Sequence

from charts.text import plain, xml_text
from exports.briefing import Exhibit
from exports.deck.look import POINT, Box, Look
from exports.deck.plan import LEADING, SlidePlan, Words, lines_of, plan
from loaders.geo import Geo
from render.picture.picture import chart_svg

# An inner picture of a chart is laid out at this many pixels a point, as a page on the screen is.
_SCALE = 96 / 72
# As wide as Arial, by which the lines are broken, where a machine lacks the font of a slide.
_ELSE = "Arial, 'Liberation Sans', Helvetica, sans-serif"


def preview_svg(exhibit: Exhibit, geo: Geo, look: Look, width_px: int = 640) -> str:
    """The slide of one chart as an SVG document `width_px` wide.

    Texts, boxes, fonts and colours are those of the slide; the chart is drawn by `exports.pictures` in its box.
    """
    made = plan(exhibit, look)
    return slide_svg(chart_parts(exhibit, geo, look, made), look, width_px)


def chart_parts(exhibit: Exhibit, geo: Geo, look: Look, made: SlidePlan) -> list[str]:
    """What stands on the slide of a chart, as elements of an SVG in points: its drawing, then its texts."""
    drawn = [] if exhibit.spec.is_empty else [_chart(exhibit, geo, look, made.body)]
    return drawn + [words_svg(words, look) for words in made.words]


def slide_svg(parts: Sequence[str], look: Look, width_px: int) -> str:
    """A slide with the shapes of its layout and these elements, as an SVG document `width_px` wide."""
    wide, high = look.width / POINT, look.height / POINT
    back = [f'<rect width="{wide:g}" height="{high:g}" fill="{look.paper}"/>']
    back += [rectangle_svg(box, colour) for box, colour in look.drawn]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{round(width_px * high / wide)}" '
        f'viewBox="0 0 {wide:g} {high:g}">{"".join([*back, *parts])}</svg>'
    )


def _chart(exhibit: Exhibit, geo: Geo, look: Look, box: Box) -> str:
    width, height = (max(round(side / POINT * _SCALE), 1) for side in (box.width, box.height))
    drawing = chart_svg(exhibit.spec, geo, width, height, look.colours)
    start = drawing.find("<svg")
    sides = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
    place = " ".join(f'{side}="{value / POINT:g}"' for side, value in sides.items())
    font = xml_text(look.body)
    return f'<g font-family="{font}, {_ELSE}">{_nested(drawing[start:], place, width, height)}</g>'


def _nested(drawing: str, place: str, width: int, height: int) -> str:
    """The drawing as an inner SVG at a place of the slide."""
    body = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    spaces = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} {place} viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid meet">{body}</svg>'


def words_svg(words: Words, look: Look) -> str:
    """A text of a slide in its box, broken into lines as on the slide."""
    inset = words.inset
    left, top, right, bottom = look.title_inset if words.role == "title" else (inset, inset, inset, inset)
    box = Box(
        words.box.left + left, words.box.top + top, words.box.width - left - right, words.box.height - top - bottom
    )
    lines = [
        line
        for text in words.paragraphs
        for line in lines_of(plain(text), box.width, words.size, words.font, bold=words.bold)
    ]
    step = words.size * LEADING
    free = box.height / POINT - len(lines) * step
    y = box.top / POINT + {"t": 0.0, "ctr": free / 2, "b": free}[words.anchor]
    x = {"l": box.left, "ctr": box.left + box.width / 2, "r": box.right}.get(words.align, box.left) / POINT
    anchor = {"ctr": "middle", "r": "end"}.get(words.align, "start")
    rows = "".join(
        f'<text x="{x:.2f}" y="{y + step * number + words.size:.2f}">{xml_text(line)}</text>'
        for number, line in enumerate(lines)
    )
    back = rectangle_svg(words.box, words.fill) if words.fill else ""
    weight = 700 if words.bold else 400
    font = xml_text(words.font or look.body)
    return (
        f'{back}<g class="{words.role}" font-family="{font}, {_ELSE}" font-size="{words.size:g}" '
        f'font-weight="{weight}" fill="{words.colour}" text-anchor="{anchor}">{rows}</g>'
    )


def rectangle_svg(box: Box, colour: str) -> str:
    """A plain shape of a slide."""
    left, top, wide, high = (side / POINT for side in (box.left, box.top, box.width, box.height))
    return f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{high:.2f}" fill="{colour}"/>'
