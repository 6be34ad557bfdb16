"""Native charts on slides: a chart part with its workbook, in the fonts and colours of the template."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from charts.text import plain
from exports.deck.look import Box, Look, dark
from exports.deck.ooxml import A, C, P, R, element
from exports.deck.shapes_xml import next_id
from render.office.native import NativeChart

_CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add_chart(
    slide: Any, chart: NativeChart, box: Box, look: Look, *, number: int, name: str, alt: str, mark: str = ""
) -> Any:
    """Put a native chart on a slide and return its graphic frame's element.

    `number` names its parts and must be free in the package; `alt` is the text alternative, `mark` a text that its
    workbook keeps.
    """
    part = chart_part(slide.part.package, chart, look, number, mark)
    rid = slide.part.relate_to(part, RT.CHART)
    tree = slide.shapes._spTree  # noqa: SLF001 - python-pptx adds only charts that it made itself
    frame = element(tree, f"{P}graphicFrame")
    shape_id = str(next_id(tree))
    naming = element(frame, f"{P}nvGraphicFramePr")
    element(naming, f"{P}cNvPr", id=shape_id, name=plain(name), descr=plain(alt))
    element(element(naming, f"{P}cNvGraphicFramePr"), f"{A}graphicFrameLocks", noGrp="1")
    element(naming, f"{P}nvPr")
    xfrm = element(frame, f"{P}xfrm")
    element(xfrm, f"{A}off", x=str(box.left), y=str(box.top))
    element(xfrm, f"{A}ext", cx=str(box.width), cy=str(box.height))
    held = element(element(frame, f"{A}graphic"), f"{A}graphicData", uri=_CHART_URI)
    etree.SubElement(held, f"{C}chart", {f"{R}id": rid}, nsmap={"c": _CHART_URI})
    return frame


def chart_part(package: Any, chart: NativeChart, look: Look, number: int, mark: str = "") -> Any:
    """A chart part with its embedded workbook, which bears the mark, recoloured for the look."""
    part = ChartPart.load(PackURI(f"/ppt/charts/chart{number}.xml"), CT.DML_CHART, package, chart.xml)
    recolour(part._element, look)  # noqa: SLF001 - the element is the part
    name = PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    book = chart.marked(mark)
    part.chart_workbook.xlsx_part = EmbeddedXlsxPart(name, EmbeddedXlsxPart.content_type, package, book)
    return part


def recolour(space: Any, look: Look) -> None:
    """Draw our palette in the template's colours, by theme name where it has them, in its body font."""
    ground = dark(look)
    for node in list(space.iter(f"{A}srgbClr")):
        for paler in node.findall(f"{A}lumOff") if ground else ():
            # Faint is near the paper: on a dark one darker, not paler.
            node.remove(paler)
        colour = look.colour(f"#{node.get('val', '').lower()}")
        theme = look.scheme.get(colour)
        if theme:
            node.tag = f"{A}schemeClr"
            node.set("val", theme)
        else:
            node.set("val", colour.lstrip("#").upper())
    for node in space.iter(f"{A}latin"):
        node.set("typeface", "+mn-lt")
