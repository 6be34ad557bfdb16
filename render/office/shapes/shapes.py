"""Charts that are no native chart of Office (maps, flow diagrams, strips, timelines) as one group of native shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts.alt import describe
from charts.spec import ChartSpec
from loaders.geo import Geo
from render.office.shapes import lanes as shapes_lanes
from render.office.shapes import map as shapes_map
from render.office.shapes import sankey as shapes_sankey
from render.office.shapes.group import POINT, Canvas
from render.plan.fonts import wider

MARKS = ("map", "sankey", "spans", "timeline")
_LEAST, _ACROSS, _DOWN = 9.0, 76, 24  # points of the smallest type, and sizes of type in a box across and down
_NV = "{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def draw(
    slide: Any, spec: ChartSpec, geo: Geo, box: tuple[int, int, int, int], *, colours: Mapping[str, str], font: str
) -> None:
    """Add a map, flow diagram, strips or timeline to a slide as one group that stays editable.

    `slide` is one of python-pptx, `box` is left, top, width and height in EMU, `colours` maps colours of our light
    palette to those to use instead, and `font` is the typeface of all text. Every mark is named by what it stands for
    with its figure and says the same as its text alternative; the group is named by the chart and described as a
    whole. A chart without figures adds nothing. Raises ValueError for other marks.
    """
    if spec.mark not in MARKS:
        raise ValueError(f"{spec.name} is drawn as a native chart, not as shapes")
    if spec.is_empty:
        return
    tree = slide.shapes._spTree  # noqa: SLF001 - shapes by the hundred are written as one element
    left, top, width, height = box
    run = max(wider(font), 1.0)
    canvas = Canvas(left, top, width / POINT, height / POINT, colours, font, _free_id(tree), run)
    size = round(max(_LEAST * run, min(canvas.width / _ACROSS, canvas.height / _DOWN)) * 2) / 2
    if spec.mark == "map":
        shapes_map.draw(canvas, spec, geo, size)
    else:
        # Without fill: what keeps the bounds of the group the box, whatever is drawn in it.
        canvas.box("Frame", (0.0, 0.0, canvas.width, canvas.height))
        if spec.mark == "sankey":
            shapes_sankey.draw(canvas, spec, size)
        elif spec.mark == "spans":
            shapes_lanes.draw_spans(canvas, spec, size)
        else:
            shapes_lanes.draw_timeline(canvas, spec, size)
    tree.insert_element_before(canvas.element(f"Chart {spec.name}", describe(spec)), "p:extLst")


def values(group: Any) -> list[tuple[str, str]]:
    """The figures in a group that `draw` made: name and text alternative of every shape that stands for a figure.

    `group` is a group shape of python-pptx.
    """
    marks = (shape._element.find(f".//{_NV}") for shape in group.shapes)  # noqa: SLF001
    return [(str(mark.get("name")), str(mark.get("descr"))) for mark in marks if mark.get("descr")]


def texts(group: Any) -> list[str]:
    """All words that a group shows, a text box each, its lines joined by line ends."""
    found = (_words(shape._element) for shape in group.shapes)  # noqa: SLF001
    return [text for text in found if text]


def _words(shape: Any) -> str:
    return "\n".join("".join(run.text or "" for run in line.iter(f"{_A}t")) for line in shape.iter(f"{_A}p"))


def _free_id(tree: Any) -> int:
    """A shape id above all of the slide."""
    ids = (str(mark.get("id")) for mark in tree.iter(_NV))
    return max((int(one) for one in ids if one.isdigit()), default=1) + 1
