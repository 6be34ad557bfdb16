"""Pictures of charts made on the server, without a browser and without a network: SVG, PNG and PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import vl_convert

from charts.alt import describe
from charts.picture_frame import FONT, xml_text
from charts.spec import ChartSpec
from exports.altair_lanes import in_rows
from exports.altair_parts import Style
from exports.altair_time import over_time
from exports.plain_svg import map_marks, sankey_marks, words_alone
from exports.text import one_line
from loaders.geo import Geo

_ROOT = re.compile(r"^<svg[^>]*>(.*)</svg>\s*$", re.DOTALL)


def altair_chart(spec: ChartSpec, width: int, height: int, colours: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The Vega-Lite description of a chart of this size in pixels, which `altair.LayerChart.from_dict` reads.

    Its data are the values that are drawn, nothing more. Raises ValueError for a map, a flow diagram and a chart
    without figures, which are no Vega-Lite.
    """
    if spec.is_empty or spec.mark in ("map", "sankey"):
        raise ValueError(f"{spec.name} is not drawn by Vega-Lite")
    style = Style.of(width, height, colours)
    if spec.mark in ("bar", "dumbbell"):
        return in_rows(spec, style, width, height)
    return over_time(spec, style, width, height)


def chart_svg(spec: ChartSpec, geo: Geo, width: int, height: int, colours: Mapping[str, str] | None = None) -> str:
    """The drawing of a chart alone as an SVG document of this size in pixels, on no ground.

    `colours` maps colours of the light palette (`#rrggbb`) to those to use instead. A chart without figures says so.
    """
    style = Style.of(width, height, colours)
    if spec.is_empty:
        marks = words_alone(spec.empty, style, width, height)
    elif spec.mark == "map":
        marks = map_marks(spec, geo, style, width, height)
    elif spec.mark == "sankey":
        marks = sankey_marks(spec, style, width, height)
    else:
        svg = vl_convert.vegalite_to_svg(altair_chart(spec, width, height, colours), allowed_base_urls=[])
        found = _ROOT.match(svg)
        if found is None:
            raise RuntimeError("vl-convert returned no SVG document")
        marks = found[1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' font-family="{FONT}" role="img" aria-label="{xml_text(one_line(describe(spec)))}">{marks}</svg>'
    )


def svg_png(svg: str, scale: float) -> bytes:
    """An SVG document as PNG, `scale` pixels for each of its own."""
    return vl_convert.svg_to_png(svg, scale)
