"""A flow diagram is drawn by one function with any pen, and every pen can do what it asks for."""

from __future__ import annotations

from typing import Any

from pptx import Presentation

from charts import catalog
from loaders import Ledger
from loaders.geo import load_geo
from render.office.shapes import shapes
from render.office.shapes.group import Canvas
from render.picture.pen import Svg
from render.picture.picture import chart_svg
from render.picture.style import Style
from render.plan.flow import draw_flow
from render.plan.pen import Pen
from render.plan.sankey import layout
from tests.render.drawings import marks, parse, words


class Noted:
    """A pen that notes the kinds of what it is asked to draw, in order."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def box(self, kind: str, *_place: Any, **_look: Any) -> None:
        """Note the kind."""
        self.kinds.append(kind)

    path = words = crossed = box

    def ink_on(self, ground: str) -> str:
        """Any ink."""
        return ground


def test_bands_lie_under_nodes_and_these_under_names(ledger: Ledger) -> None:
    nodes, bands = layout(catalog.build("flows.sankey", ledger), 900, 500, 12)
    pen = Noted()
    draw_flow(pen, nodes, bands, 12)
    assert pen.kinds == ["band"] * len(bands) + ["node"] * len(nodes) + ["names"] * len(nodes)


def test_pictures_and_office_draw_with_pens_of_one_kind() -> None:
    picture, office = Svg(Style.of(800, 600)), Canvas(0, 0, 800, 600, {}, "Arial", 1)
    pens: tuple[Pen, ...] = (picture, office)
    for pen in pens:
        pen.box("node", (0, 0, 10, 10))
        pen.words("names", ["One", "Two"], (5, 5), 12, align="middle")
    assert str(picture).count("<rect") == 1
    assert str(picture).count("<tspan") == 2
    assert len(office.parts) == 2


def test_a_picture_and_a_slide_name_the_same_nodes_and_bands(ledger: Ledger) -> None:
    spec, geo = catalog.build("flows.sankey", ledger), load_geo()
    root = parse(chart_svg(spec, geo, 1200, 700))
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    shapes.draw(slide, spec, geo, (0, 0, 11_000_000, 4_500_000), colours={}, font="Arial")
    (group,) = slide.shapes
    told = {alt for _, alt in shapes.values(group)}
    assert {mark.get("aria-label") for mark in marks(root, "band", "node")} == {" ".join(alt.split()) for alt in told}
    named = {" ".join(text.split()) for text in shapes.texts(group)}
    assert set(words(root)) <= named
