"""Pictures of charts made on the server, without a browser and without a network: SVG, PNG and PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from charts.alt import describe
from charts.citation import remarks, source_line
from charts.spec import ChartSpec
from charts.text import one_line, xml_text
from loaders.geo import Geo
from render.picture.bars import in_rows
from render.picture.letters import svg_png
from render.picture.marks import Sheet
from render.picture.panels import panels
from render.picture.parts import Plot
from render.picture.pen import Svg
from render.picture.plain import draw_sankey, map_marks, words_alone
from render.picture.strips import draw_spans, draw_timeline
from render.picture.style import Style
from render.picture.time import over_time
from render.plan.frame import FONT, Frame, compose
from render.plan.plan import plan_of
from render.plan.points import Size

Kind = Literal["svg", "png", "pdf"]
Ratio = Literal["16:9", "4:3", "1:1"]

# Units across and down, and how many pixels a unit is on a page whose words have room.
_PAGES: dict[Ratio, tuple[int, int, int]] = {"16:9": (16, 9, 100), "4:3": (4, 3, 360), "1:1": (1, 1, 1200)}
_SHARP = 2  # pixels of a PNG for each of the page
_BOX = 0.46  # of the height of a page, at least, for the drawing


def chart_svg(spec: ChartSpec, geo: Geo, width: int, height: int, colours: Mapping[str, str] | None = None) -> str:
    """The drawing of a chart alone as an SVG document of this size in pixels, on no ground.

    `colours` maps colours of the light palette (`#rrggbb`) to those to use instead. A chart without figures says so.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' font-family="{FONT}" role="img" aria-label="{_said(spec)}">{_marks(spec, geo, width, height, colours)}</svg>'
    )


def picture(spec: ChartSpec, geo: Geo, kind: Kind, ratio: Ratio = "16:9", *, title: str = "") -> bytes:
    """A chart with its title, subtitle, sources and remarks, as a file: SVG with text, PNG for a projector, vector PDF.

    `title` replaces the computed one. The page keeps its ratio: where its words need more room, it is drawn larger and
    shown smaller. A PNG is 3200 x 1800, 2880 x 2160 or 2400 x 2400 pixels.
    """
    frame = _frame(spec, one_line(title or spec.title), ratio)
    marks = _marks(spec, geo, frame.box_width, frame.box_height, None)
    svg = frame.fill(
        f'<g transform="translate({frame.left} {frame.top})" role="img" aria-label="{_said(spec)}">{marks}</g>'
    )
    across, down, base = _PAGES[ratio]
    shrunk = across * base / frame.width
    match kind:
        case "svg":
            return svg.encode()
        case "png":
            return svg_png(svg, _SHARP * shrunk)
        case "pdf":
            # Drawn at the size of its viewBox, shown at the size of the page: a PDF takes no scale.
            size = f'width="{frame.width}" height="{frame.height}"'
            from render.picture.pdf import Leaf, pdf  # pictures on the screen need no PDF

            page = svg.replace(size, f'width="{across * base}" height="{down * base}"', 1)
            return pdf([Leaf(page)], one_line(title or spec.title))


def _frame(spec: ChartSpec, title: str, ratio: Ratio) -> Frame:
    """The smallest page of this ratio on which all words and a drawing of some height find room."""
    across, down, base = _PAGES[ratio]
    words = (title, spec.subtitle, source_line(spec), " ".join(remarks(spec)))
    units = base
    while True:
        found = compose(*words, width=across * units, height=down * units)
        if found.height == down * units and found.box_height >= _BOX * found.height:
            return found
        units += max(base // 40, units // 20)


def _marks(spec: ChartSpec, geo: Geo, width: int, height: int, colours: Mapping[str, str] | None) -> str:
    style = Style.of(width, height, colours)
    if spec.mark == "map" and not spec.is_empty:
        return map_marks(spec, geo, style, width, height)
    pen = Svg(style)
    if spec.is_empty:
        words_alone(pen, spec.empty, width, height)
    elif spec.mark == "sankey":
        draw_sankey(pen, spec, width, height)
    elif spec.mark == "spans":
        draw_spans(pen, spec, width, height)
    elif spec.mark == "timeline":
        draw_timeline(pen, spec, width, height)
    else:
        draw(pen, Sheet(spec, plan_of(spec, Size(width / style.k, height / style.k))), width, height)
    return str(pen)


def draw(pen: Svg, sheet: Sheet, width: int, height: int) -> list[Plot]:
    """Draw a chart of lines, columns, bars, dots or pairs with a pen, and return its plots, one a panel."""
    if sheet.plan.mark in ("bar", "dumbbell"):
        return in_rows(pen, sheet, width, height)
    return (panels if sheet.plan.faceted else over_time)(pen, sheet, width, height)


def _said(spec: ChartSpec) -> str:
    return xml_text(one_line(describe(spec)))
