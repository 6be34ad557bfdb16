"""A chart of a deck drawn anew where its user left it: native charts keep their formatting, shapes their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from charts.alt import describe
from charts.spec import ChartSpec
from exports.deck.charts import recolour
from exports.deck.identity import Identity, mark, properties_of, tag_shape, to_text
from exports.deck.look import Box, Look
from exports.deck.merge import merged, written
from exports.deck.ooxml import A, C, P, R
from exports.deck.plan import SlidePlan, whole_of
from exports.deck.slides import DRAWN, Numbers, box_of_shape, draw_shapes, placed, stands_at
from exports.deck.template import Template
from loaders.geo import Geo
from render.office.native import NativeChart, described


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn where: the box, and the native chart unless the spec is drawn as shapes."""

    box: Box
    chart: NativeChart | None = None


def drawing(
    shape: Any, spec: ChartSpec, made: SlidePlan, identity: Identity, charts: Callable[[Box], Sequence[NativeChart]]
) -> Drawing | str:
    """What a chart of a deck is to become, or why it cannot be drawn anew in the shape that stands for it.

    It stays where its user put it; what was not moved goes where the plan of the slide has it now. `charts` gives the
    native charts of the spec in a box.
    """
    box = box_of_shape(shape)
    if box is None:
        return "the chart has lost its place"
    unmoved = stands_at(box, identity.places.get("chart", ()))
    if (spec.mark in DRAWN) != (shape.tag == f"{P}grpSp"):
        return "the chart is drawn in another way by now; make its slide anew"
    if spec.mark in DRAWN:
        return Drawing(made.body if unmoved else box)
    if identity.panel:
        whole = whole_of(box, spec.data["series"].nunique())
        own = [one for one in charts(whole) if one.title == identity.panel]
        return Drawing(box, own[0]) if own else f"“{identity.panel}” has no figures any more"
    box = made.body if unmoved else box
    found = charts(box)
    if len(found) != 1:
        return "the chart has several panels by now; make its slide anew" if found else "it has no figures any more"
    return Drawing(box, found[0])


def panels_to_come(spec: ChartSpec, identities: Sequence[Identity]) -> list[str]:
    """The panels of a chart that are new by now: they have no chart on the slide, nor had they a figure before."""
    if not any(one.panel for one in identities):
        return []
    known = {one.panel for one in identities}
    known |= {figure.key.split(", ")[-1] for one in identities for figure in (*one.figures, *one.past)}
    return [one.title for one in described(spec) if one.title not in known]


def update_drawing(
    slide: Any,
    shape: Any,
    spec: ChartSpec,
    geo: Geo,
    drawn: Drawing,
    template: Template,
    numbers: Numbers,
    identity: Identity,
) -> list[str]:
    """Draw a chart anew, marked with the identity; returns remarks on what could not be put into it."""
    if drawn.chart is None:
        _redraw(slide, shape, spec, geo, drawn.box, template, numbers, identity)
        return []
    box, frame = drawn.box, shape.find(f"{P}xfrm")
    frame[0].attrib.update({"x": str(box.left), "y": str(box.top)})
    frame[1].attrib.update({"cx": str(box.width), "cy": str(box.height)})
    return _rechart(slide, shape, spec, drawn.chart, template.look, numbers, placed(identity, shape))


def with_alt(frame: Any, spec: ChartSpec, identity: Identity) -> Identity:
    """Renew the text alternative of a native chart where it is still ours; returns the identity that knows it."""
    naming = frame[0][0]
    alt = f"{identity.panel}. {describe(spec)}" if identity.panel else describe(spec)
    if identity.texts.get("alt") != mark(naming.get("descr", "")) or identity.texts["alt"] == mark(alt):
        return identity
    naming.set("descr", alt)
    return replace(identity, texts={**identity.texts, "alt": mark(alt)})


def _rechart(
    slide: Any, frame: Any, spec: ChartSpec, chart: NativeChart, look: Look, numbers: Numbers, identity: Identity
) -> list[str]:
    part = slide.part.related_part(frame.find(f"{A}graphic/{A}graphicData/{C}chart").get(f"{R}id"))
    fresh = parse_xml(chart.xml)
    was = identity.chart
    now = replace(identity, chart=written(fresh))
    recolour(fresh, look)
    space, remarks = merged(part._element, fresh, was)  # noqa: SLF001 - the element is the part
    book = part.chart_workbook.xlsx_part
    part._element = space  # noqa: SLF001
    now = with_alt(frame, spec, now)
    workbook = chart.marked(to_text(now))
    if book is None:
        number = next(numbers.charts)
        name = PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
        made = EmbeddedXlsxPart(name, EmbeddedXlsxPart.content_type, part.package, workbook)
        rid = part.relate_to(made, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package")
        space.get_or_add_externalData().rId = rid
    else:
        book.blob = workbook
    tag_shape(slide.part, frame, now, next(numbers.tags))
    return remarks


def _redraw(
    slide: Any,
    group: Any,
    spec: ChartSpec,
    geo: Geo,
    box: Box,
    template: Template,
    numbers: Numbers,
    identity: Identity,
) -> None:
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
    tag_shape(slide.part, made, placed(identity, made), next(numbers.tags))
