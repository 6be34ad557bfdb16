"""A chart of a deck drawn anew where its user left it: native charts keep their formatting, shapes their place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from charts.alt import describe
from charts.spec import ChartSpec
from exports.deck.charts import recolour
from exports.deck.identity import Identity, mark, properties_of, tag_shape, to_text, with_property
from exports.deck.look import Box, Look
from exports.deck.merge import merged, written
from exports.deck.ooxml import A, C, P, R
from exports.deck.plan import SlidePlan
from exports.deck.slides import DRAWN, Numbers, box_of_shape, charts_of, draw_shapes, placed
from exports.deck.template import Template
from exports.native import NativeChart, panel_grid
from loaders.geo import Geo


def update_drawing(
    slide: Any,
    shape: Any,
    spec: ChartSpec,
    geo: Geo,
    made: SlidePlan,
    template: Template,
    numbers: Numbers,
    identity: Identity,
) -> tuple[Identity, list[str]]:
    """Draw a chart anew and mark it with the identity, which is returned with remarks on what could not be drawn.

    It stays where its user put it; what was not moved goes where the plan of the slide has it now.
    """  # fmt: skip
    box = box_of_shape(shape)
    if box is None:
        return identity, ["the chart has lost its place and is left as it is"]
    unmoved = identity.places.get("chart") == (box.left, box.top, box.width, box.height)
    if spec.mark in DRAWN:
        return _redraw(slide, shape, spec, geo, made.body if unmoved else box, template, numbers, identity)
    if identity.panel:
        across, down = panel_grid(spec.data["series"].nunique())
        whole = replace(box, width=box.width * across, height=box.height * down)
        charts = [one for one in charts_of(spec, whole) if one.title == identity.panel]
    else:
        box = made.body if unmoved else box
        charts = charts_of(spec, box)
        charts = charts if len(charts) == 1 else []
    if not charts:
        return identity, [f"“{identity.panel or spec.name}” has no figures any more and is left as it is"]
    frame = shape.find(f"{P}xfrm")
    frame[0].attrib.update({"x": str(box.left), "y": str(box.top)})
    frame[1].attrib.update({"cx": str(box.width), "cy": str(box.height)})
    return _rechart(slide, shape, spec, charts[0], template.look, numbers, placed(identity, shape))


def _rechart(
    slide: Any, frame: Any, spec: ChartSpec, chart: NativeChart, look: Look, numbers: Numbers, identity: Identity
) -> tuple[Identity, list[str]]:
    part = slide.part.related_part(frame.find(f"{A}graphic/{A}graphicData/{C}chart").get(f"{R}id"))
    fresh = parse_xml(chart.xml)
    was = identity.chart
    now = replace(identity, chart=written(fresh))
    recolour(fresh, look)
    space, remarks = merged(part._element, fresh, was)  # noqa: SLF001 - the element is the part
    book = part.chart_workbook.xlsx_part
    part._element = space  # noqa: SLF001
    now = _with_alt(frame, describe(spec) if not identity.panel else f"{identity.panel}. {describe(spec)}", now)
    workbook = with_property(chart.workbook, to_text(now))
    if book is None:
        number = next(numbers.charts)
        name = PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
        made = EmbeddedXlsxPart(name, EmbeddedXlsxPart.content_type, part.package, workbook)
        rid = part.relate_to(made, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package")
        space.get_or_add_externalData().rId = rid
    else:
        book.blob = workbook
    tag_shape(slide.part, frame, now, next(numbers.tags))
    return now, remarks


def _redraw(
    slide: Any, group: Any, spec: ChartSpec, geo: Geo, box: Box, template: Template, numbers: Numbers,
    identity: Identity,
) -> tuple[Identity, list[str]]:  # fmt: skip
    frame = group.find(f"{P}grpSpPr/{A}xfrm")
    made = draw_shapes(slide, spec, geo, box, template.look)
    # Animations and links of the user's know a shape by its number.
    made[0][0].set("id", group[0][0].get("id"))
    made[0][0].set("name", group[0][0].get("name", ""))
    turned = made.find(f"{P}grpSpPr/{A}xfrm")
    for name in ("rot", "flipH", "flipV"):
        if frame.get(name) is not None:
            turned.set(name, frame.get(name))
    held = properties_of(group).find(f"{P}custDataLst")
    if held is not None:
        properties_of(made).insert(0, held)
    group.getparent().replace(group, made)
    now = placed(identity, made)
    tag_shape(slide.part, made, now, next(numbers.tags))
    return now, []


def _with_alt(frame: Any, alt: str, identity: Identity) -> Identity:
    """Renew the text alternative where it is still ours."""
    naming = frame[0][0]
    if identity.texts.get("alt") != mark(naming.get("descr", "")):
        return identity
    naming.set("descr", alt)
    return replace(identity, texts={**identity.texts, "alt": mark(alt)})
