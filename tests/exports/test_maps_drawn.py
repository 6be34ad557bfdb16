"""Maps in pictures and on slides, read back from the files: every name stands with its own circle, legends inside."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pptx import Presentation

from charts import catalog
from charts.citation import how_to_read
from charts.spec import ChartSpec
from exports.deck.plan import foot_paragraphs
from exports.note.words import key_text
from loaders import Ledger
from loaders.geo import Geo
from render.office.shapes import shapes
from render.picture.map import drawing
from render.plan.frame import text_width
from render.plan.map.described import described
from tests.charts.map_truth import Box, Drawn, Line, Mark, Word, faults

ROOT = Path(__file__).resolve().parents[2]
POINT = 12_700
BOX = (508_000, 1_270_000, 870 * POINT, 330 * POINT)
SVG = "{http://www.w3.org/2000/svg}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
PLACES = ("overview.map", "camps.map", "detention.map", "explore.map")
WORLDS = ("repatriation.map", "coalition.map", "liberation.travelled_map")


def in_picture(spec: ChartSpec, geo: Geo) -> Drawn:
    """Circles, names, lines, frame and legend of a map as SVG; the last unfilled rectangle is the frame."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{drawing(described(spec, geo), (0.0, 0.0, 1500.0, 640.0))}</svg>'
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    groups = {group.get("class"): group for group in root.iter(f"{SVG}g") if group.get("class")}
    marks = [
        Mark(str(title.text).split(": ")[0], *(float(circle.attrib[key]) for key in ("cx", "cy", "r")))
        for circle in groups["circles"].iter(f"{SVG}circle")
        if (title := circle.find(f"{SVG}title")) is not None
    ]
    lines: list[Line] = []
    for path in groups["labels"].iter(f"{SVG}path"):
        x0, y0, x1, y1 = (float(number) for number in re.findall(r"-?[\d.]+", path.attrib["d"]))
        lines.append(((x0, y0), (x1, y1)))
    bold = [text for text in groups["labels"].iter(f"{SVG}text") if not text.get("stroke")]
    (frame,) = [rect for rect in root.iter(f"{SVG}rect") if rect.get("fill") == "none"]
    return Drawn(
        marks,
        _names([line for text in bold for line in _lines_of(text)]),
        lines,
        _rect(frame),
        _rect(groups["legend"][0]),
    )


def _rect(rect: Any) -> Box:
    x, y, wide, high = (float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high


def _lines_of(text: Any) -> list[tuple[str, float, float, float, int]]:
    """Words, middle, baseline, size and weight of each line of a name."""
    size, weight = float(text.attrib["font-size"]), int(text.get("font-weight", 400))
    parts = text.findall(f"{SVG}tspan") or [text]
    return [(str(one.text), float(one.attrib["x"]), float(one.attrib["y"]), size, weight) for one in parts]


def _names(found: list[tuple[str, float, float, float, int]]) -> list[Word]:
    """Names of one line or two, of lines in the order in which they are written; countries are left out."""
    words, at = [], 0
    while at < len(found):
        rows = [found[at]]
        while at + 1 < len(found) and _goes_on(found[at], found[at + 1]):
            at += 1
            rows.append(found[at])
        at += 1
        wide = max(text_width(row[0], row[3], row[4]) for row in rows)
        size = rows[0][3]
        box = (rows[0][1] - wide / 2, rows[0][2] - 0.9 * size, rows[0][1] + wide / 2, rows[-1][2] + 0.2 * size)
        words.append(Word("\n".join(row[0] for row in rows), box, "circle" if size > 14 else "country"))
    return words


def _goes_on(one: tuple[str, float, float, float, int], other: tuple[str, float, float, float, int]) -> bool:
    return one[1] == other[1] and one[3] == other[3] and abs(other[2] - one[2] - 1.1 * one[3]) < 0.2


def on_slide(spec: ChartSpec, geo: Geo) -> Drawn:
    """Circles, names, lines, frame and legend of a map as shapes of a slide, in points."""
    group = drawn(spec, geo)
    boxes = {shape.name: _box(shape) for shape in group.shapes}
    marks, words, lines = [], [], []
    for shape in group.shapes:
        x0, y0, x1, y1 = _box(shape)
        told = shape._element.find(f".//{P}cNvPr").get("descr")
        preset = shape._element.find(f".//{A}prstGeom")
        if told and preset is not None and preset.get("prst") in ("ellipse", "flowChartSummingJunction"):
            marks.append(Mark(told.split(": ")[0], (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2))
        elif shape.name.startswith("Name "):
            rows = [paragraph.text for paragraph in shape.text_frame.paragraphs]
            words.append(Word("\n".join(rows), (x0, y0, x1, y1), _kind(spec, rows[0])))
        elif shape.name.startswith("Line to "):
            points = [
                (x0 + int(pt.get("x")) * 635 / POINT, y0 + int(pt.get("y")) * 635 / POINT)
                for pt in shape._element.iter(f"{A}pt")
            ]
            lines.append((points[0], points[1]))
    return Drawn(marks, words, lines, boxes["Edge of the map"], boxes["Legend"])


def drawn(spec: ChartSpec, geo: Geo) -> Any:
    """The group that a map becomes on a blank slide."""
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    shapes.draw(slide, spec, geo, BOX, colours={}, font="Arial")
    (group,) = slide.shapes
    return group


def _box(shape: Any) -> Box:
    x0, y0 = (shape.left - BOX[0]) / POINT, (shape.top - BOX[1]) / POINT
    return x0, y0, x0 + shape.width / POINT, y0 + shape.height / POINT


def _kind(spec: ChartSpec, first: str) -> str:
    names = {str(name) for name in spec.data["x"]}
    return "circle" if first in names or first.rpartition(" (")[0] in names else "country"


@pytest.mark.parametrize("name", PLACES)
def test_every_name_in_a_picture_stands_at_its_own_circle(ledger: Ledger, geo: Geo, name: str) -> None:
    found = in_picture(catalog.build(name, ledger), geo)
    assert [word for word in found.words if word.of == "circle"]
    assert not faults(found)


@pytest.mark.parametrize("name", PLACES)
def test_every_name_on_a_slide_stands_at_its_own_circle(ledger: Ledger, geo: Geo, name: str) -> None:
    found = on_slide(catalog.build(name, ledger), geo)
    assert [word for word in found.words if word.of == "circle"]
    assert not faults(found)


@pytest.mark.parametrize("way", [in_picture, on_slide])
def test_swapped_names_are_found_in_files(ledger: Ledger, geo: Geo, way: Any) -> None:
    found = way(catalog.build("overview.map", ledger), geo)
    first, second, *rest = [word for word in found.words if word.of == "circle"]
    swapped = [replace(first, text=second.text), replace(second, text=first.text), *rest]
    assert faults(replace(found, words=swapped))


def test_slides_and_pictures_and_screens_name_the_same_closed_camp(ledger: Ledger, geo: Geo) -> None:
    spec = catalog.build("overview.map", ledger)
    for found in (in_picture(spec, geo), on_slide(spec, geo)):
        names = [word.text for word in found.words]
        assert "Al-Hol camp (closed)" in names
        assert not [text for text in names if text.startswith("Al-Hol camp\n")]


def test_a_place_of_which_nobody_is_left_is_one_shape_with_a_cross(ledger: Ledger, geo: Geo) -> None:
    group = drawn(catalog.build("camps.map", ledger), geo)
    crossed = [
        shape
        for shape in group.shapes
        if (preset := shape._element.find(f".//{A}prstGeom")) is not None
        and preset.get("prst") == "flowChartSummingJunction"
    ]
    told = [shape._element.find(f".//{P}cNvPr").get("descr") for shape in crossed]
    assert [text for text in told if text] == [f"Al-Hol camp: {_text(ledger, 'Al-Hol camp')}"]
    assert [shape.name for shape in crossed if "Mark of" in shape.name] == ["Mark of closed"]


def _text(ledger: Ledger, name: str) -> str:
    data = catalog.build("camps.map", ledger).data
    return str(data.loc[data["x"] == name, "text"].iloc[0])


@pytest.mark.parametrize("name", WORLDS)
def test_the_legend_of_a_map_of_the_world_is_wholly_in_the_frame_and_off_its_edge(
    ledger: Ledger, geo: Geo, name: str
) -> None:
    """It stands on the ground of the map, which fills the frame: no band of white paper stands beside the map."""
    group = drawn(catalog.build(name, ledger), geo)
    boxes = {shape.name: _box(shape) for shape in group.shapes}
    legend, sea, frame = boxes["Legend"], boxes["Sea"], boxes["Edge of the map"]
    assert frame[0] <= legend[0] < legend[2] <= frame[2]
    assert frame[1] <= legend[1] < legend[3] <= frame[3]
    assert sea == pytest.approx(frame, abs=0.1)


def test_town_points_are_told_beneath_maps_of_camps_and_not_of_countries(ledger: Ledger) -> None:
    for name, shows in (("camps.map", True), ("coalition.map", False), ("displacement.iraq_map", False)):
        spec = catalog.build(name, ledger)
        for text in (" ".join(how_to_read(spec)), " ".join(foot_paragraphs(spec)), key_text([spec])):
            assert ("Camps and prisons stand at town points" in text) == shows
            assert "Boundaries and names" in text
    bars = catalog.build("camps.population", ledger)
    assert "Boundaries" not in " ".join([*how_to_read(bars), *foot_paragraphs(bars), key_text([bars])])
