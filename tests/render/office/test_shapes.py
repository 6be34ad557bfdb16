"""Maps, flows, strips and timelines as native shapes: true to their figures, inside their box, editable, safe."""

import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from charts import catalog
from charts.alt import describe
from charts.palette import CLASSES, HUES, INK
from charts.spec import ChartSpec
from charts.text import one_line, plain
from loaders import Ledger
from loaders.geo import Geo
from render.office.shapes import shapes
from render.plan.frame import text_width

ROOT = Path(__file__).resolve().parents[3]
POINT = 12_700
BOX = (508_000, 1_270_000, 870 * POINT, 330 * POINT)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DRAWN = (
    "camps.custody",
    "camps.map",
    "coalition.joined",
    "coalition.map",
    "coalition.meetings",
    "detention.custody",
    "detention.map",
    "detention.timeline",
    "displacement.destinations",
    "displacement.iraq_map",
    "displacement.syria_moves_map",
    "displacement.timeline",
    "explore.map",
    "flows.sankey",
    "liberation.timeline",
    "liberation.travelled_map",
    "overview.events",
    "overview.map",
    "repatriation.map",
    "repatriation.timeline",
    "returns.destination_map",
    "returns.flows",
    "returns.timeline",
)
HOSTILE = '"/><a:hlinkClick r:id="rId1"/>&amp;\x00\x0b\u202e=cmd|\' /C calc\'!A0 https://example.org/'


def drawn(spec: ChartSpec, geo: Geo, box: tuple[int, int, int, int] = BOX, **look: Any) -> Any:
    """The group that a chart becomes on a blank slide."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shapes.draw(slide, spec, geo, box, **({"colours": {}, "font": "Arial"} | look))
    groups = list(slide.shapes)
    assert len(groups) == 1
    return groups[0]


@pytest.fixture(scope="module", params=DRAWN)
def made(request: pytest.FixtureRequest, ledger: Ledger, geo: Geo) -> tuple[ChartSpec, Any]:
    spec = catalog.build(request.param, ledger)
    return spec, drawn(spec, geo)


def figures(spec: ChartSpec) -> Iterator[tuple[str, str]]:
    """What each mark of a chart must say: whose figure, and the figure exactly as the chart's text."""
    if spec.map is not None:
        held = spec.data.dropna(subset=["lon", "lat"]) if "lon" in spec.data else spec.data.iloc[:0]
        for row in held.to_dict("records"):
            yield str(row["x"] if isinstance(row["x"], str) else row["place_name"]), str(row["text"])
        for frame in (spec.map.areas, spec.map.arcs):
            for row in frame.to_dict("records") if frame is not None else ():
                yield str(row["name"]), str(row["text"])
    elif spec.mark == "sankey":
        for row in spec.data[spec.data["value"] > 0].to_dict("records"):
            yield f"{row['series']} to {row['x']}", str(row["text"])
    else:
        for text in spec.data["text"].astype(str):
            yield "", text


def places(group: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Name and box of every shape in points from the corner of the box; of a text as wide as its words may run."""
    for shape in group.shapes:
        x0, y0 = (shape.left - BOX[0]) / POINT, (shape.top - BOX[1]) / POINT
        x1, y1 = x0 + shape.width / POINT, y0 + shape.height / POINT
        if shape.has_text_frame and shape.text_frame.text:
            runs = [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
            wide = max(text_width(run.text, run.font.size.pt, 600 if run.font.bold else 400) for run in runs)
            beyond = max(wide - (x1 - x0), 0) / 2
            x0, x1 = x0 - beyond, x1 + beyond
        yield shape.name, x0, y0, x1, y1


def is_words(shape: Any) -> bool:
    return bool(shape._element.find(f"{P}nvSpPr/{P}cNvSpPr").get("txBox") == "1")


def of(group: Any, name: str) -> Any:
    """The only shape of that name."""
    (found,) = (shape for shape in group.shapes if shape.name == name)
    return found


def test_a_chart_is_one_named_group_that_fills_its_box_and_tells_itself(made: tuple[ChartSpec, Any]) -> None:
    spec, group = made
    properties = group._element.find(f"{P}nvGrpSpPr/{P}cNvPr")
    assert group.name == f"Chart {spec.name}"
    assert properties.get("descr") == plain(describe(spec))
    assert (group.left, group.top, group.width, group.height) == BOX
    ids = [node.get("id") for node in group._element.iter(f"{P}cNvPr")]
    assert len(ids) == len(set(ids))


def test_nothing_leaves_the_box(made: tuple[ChartSpec, Any]) -> None:
    """Half a point of slack is the rounding of text widths."""
    _, group = made
    wide, high = BOX[2] / POINT, BOX[3] / POINT
    found = list(places(group))
    assert len(found) > 10
    for name, x0, y0, x1, y1 in found:
        assert x0 >= -0.5, name
        assert y0 >= -0.5, name
        assert x1 <= wide + 0.5, name
        assert y1 <= high + 0.5, name


def test_every_figure_can_be_read_back_exactly_as_the_chart_says_it(made: tuple[ChartSpec, Any]) -> None:
    spec, group = made
    said = Counter(alt for _, alt in shapes.values(group))
    wanted = Counter(plain(f"{name}: {text}" if name and text else text or name) for name, text in figures(spec))
    assert wanted
    assert not wanted - said


def test_a_mark_is_named_by_what_it_says(made: tuple[ChartSpec, Any]) -> None:
    _, group = made
    for name, alt in shapes.values(group):
        said = re.sub(r"^\d+: ", "", name) if not alt.startswith(name) else name
        assert one_line(alt).startswith(said.removesuffix("…"))


def test_words_stand_clear_of_each_other(made: tuple[ChartSpec, Any]) -> None:
    """No two texts of a slide overlap by more than the leading of a line; numbers in dots of one week may."""
    _, group = made
    words = [place for place, shape in zip(places(group), group.shapes, strict=True) if is_words(shape)]
    for index, (one, ax0, ay0, ax1, ay1) in enumerate(words):
        for other, bx0, by0, bx1, by1 in words[index + 1 :]:
            across, down = min(ax1, bx1) - max(ax0, bx0), min(ay1, by1) - max(ay0, by0)
            assert across < 1 or down < 3, (one, other)


def test_words_are_at_least_nine_points_high_and_most_of_them_more(made: tuple[ChartSpec, Any]) -> None:
    _, group = made
    sizes = [
        run.font.size.pt
        for shape in group.shapes
        if is_words(shape)
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert min(sizes) >= 9
    assert sorted(sizes)[len(sizes) // 2] >= 10


def test_all_words_are_in_the_font_and_the_colours_of_the_template(ledger: Ledger, geo: Geo) -> None:
    """Every colour of ours is replaced; no other is left in any kind of drawing."""
    ours = {hue["light"] for hue in HUES.values()} | set(INK["light"].values()) | set(CLASSES["light"])
    colours = {colour: f"#{number:06x}" for number, colour in enumerate(sorted(ours), 0xA00001)}
    for name in ("displacement.iraq_map", "returns.flows", "overview.map", "flows.sankey", "overview.events"):
        group = drawn(catalog.build(name, ledger), geo, colours=colours, font="Georgia & Sons")
        used = {f"#{node.get('val').lower()}" for node in group._element.iter(f"{A}srgbClr")}
        assert used <= set(colours.values())
        assert {node.get("typeface") for node in group._element.iter(f"{A}latin")} == {"Georgia & Sons"}


def test_a_governorate_is_a_freeform_of_its_own_in_the_colour_of_its_class(ledger: Ledger, geo: Geo) -> None:
    group = drawn(catalog.build("displacement.iraq_map", ledger), geo)
    ninewa = of(group, "Ninewa: 260,218 displaced people")._element
    assert ninewa.find(f".//{A}custGeom") is not None
    assert ninewa.find(f"{P}spPr/{A}solidFill/{A}srgbClr").get("val").lower() == CLASSES["light"][3][1:]


def test_a_hedged_circle_is_dashed_and_pale_and_an_exact_one_is_not(ledger: Ledger, geo: Geo) -> None:
    group = drawn(catalog.build("overview.map", ledger), geo)
    about, exact = (
        of(group, name)._element.find(f"{P}spPr")
        for name in ("Areesha camp: about 11,000", "Panorama prison, Al-Hasakeh: 4,500")
    )
    assert about.find(f"{A}ln/{A}prstDash").get("val") == "dash"
    assert exact.find(f"{A}ln/{A}prstDash") is None
    alphas = [int(one.find(f"{A}solidFill/{A}srgbClr/{A}alpha").get("val")) for one in (about, exact)]
    assert alphas == [35_000, 75_000]


def test_the_area_of_a_circle_is_proportional_to_its_number(ledger: Ledger, geo: Geo) -> None:
    group = drawn(catalog.build("camps.map", ledger), geo)
    areas = {name: of(group, name).width ** 2 for name in ("Areesha camp: about 11,000", "Roj camp: about 2,225")}
    ratio = areas["Areesha camp: about 11,000"] / areas["Roj camp: about 2,225"]
    assert ratio == pytest.approx(11_000 / 2_225, rel=0.02)


def test_arcs_are_curves_that_are_wider_with_the_number(ledger: Ledger, geo: Geo) -> None:
    spec = catalog.build("returns.flows", ledger)
    assert spec.map is not None
    assert spec.map.arcs is not None
    group = drawn(spec, geo)
    widths = []
    for arc in spec.map.arcs.sort_values("value").to_dict("records"):
        shape = of(group, f"{arc['name']}: {arc['text']}")._element
        assert shape.find(f".//{A}quadBezTo") is not None
        widths.append(int(shape.find(f"{P}spPr/{A}ln").get("w")))
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


def test_a_strip_with_an_unknown_end_is_hatched_and_a_known_one_is_solid(ledger: Ledger, geo: Geo) -> None:
    spec = catalog.build("camps.custody", ledger)
    group = drawn(spec, geo)
    known = spec.data["period_start"].notna() & spec.data["period_end"].notna()
    assert 0 < known.sum() < len(known)
    for text, solid in zip(spec.data["text"].astype(str), known, strict=True):
        (strip,) = (s for s in group.shapes if s._element.find(f".//{P}cNvPr").get("descr") == text)
        assert (strip._element.find(f"{P}spPr/{A}pattFill") is None) == solid


def test_events_without_room_for_words_are_numbered_by_their_date(ledger: Ledger, geo: Geo) -> None:
    spec = catalog.build("overview.events", ledger)
    group = drawn(spec, geo)
    by_date = spec.data.sort_values("x", kind="stable")["text"].astype(str).tolist()
    numbers = {
        shape.text_frame.text: alt
        for shape in group.shapes
        if shape.has_text_frame
        if (alt := shape._element.find(f".//{P}cNvPr").get("descr"))
    }
    assert numbers == {str(number): text for number, text in enumerate(by_date, 1)}


def test_a_gap_in_the_data_is_not_drawn(ledger: Ledger, geo: Geo) -> None:
    """Areas without a figure say so and carry the colour of the legend for it."""
    group = drawn(catalog.build("displacement.destinations", ledger), geo)
    homs = of(group, "Homs: no figure")._element.find(f"{P}spPr/{A}solidFill/{A}srgbClr")
    assert f"#{homs.get('val').lower()}" == INK["light"]["none"]


def test_words_from_data_stay_words(ledger: Ledger, geo: Geo) -> None:
    """Markup, control characters, formulas and addresses in the data make no element, no link and no broken file."""
    for name in ("flows.sankey", "detention.custody", "detention.timeline", "camps.map"):
        spec = catalog.build(name, ledger)
        columns = [column for column in ("text", "series", "x", "title", "place_name") if column in spec.data]
        texts = [column for column in columns if not pd.api.types.is_datetime64_any_dtype(spec.data[column])]
        data = spec.data.head(6).assign(**{column: HOSTILE + spec.data[column].astype(str).head(6) for column in texts})
        hostile = replace(spec, data=data, title=HOSTILE, colours={HOSTILE: HOSTILE})
        group = drawn(hostile, geo, colours={INK["light"]["text"]: HOSTILE}, font=HOSTILE)
        tags = {node.tag for node in group._element.iter()}
        assert not [tag for tag in tags if "hlink" in tag]
        said = [*shapes.texts(group), *(word for pair in shapes.values(group) for word in pair), group.name]
        assert any("hlinkClick" in word for word in said)
        assert not any(re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", word) for word in said)


def test_the_files_are_valid_and_small(ledger: Ledger, geo: Geo, tmp_path: Path) -> None:
    """Checked against the schemas of Office, with a title behind and shapes drawn by somebody else before."""
    deck = Presentation()
    empty = io.BytesIO()
    deck.save(empty)
    for name in ("returns.flows", "flows.sankey", "detention.custody", "coalition.joined", "detention.timeline"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        shapes.draw(slide, catalog.build(name, ledger), geo, BOX, colours={}, font="Arial")
    path = tmp_path / "deck.pptx"
    deck.save(str(path))
    result = OpenXmlValidator().validate(str(path))
    assert not result.errors
    world = Presentation()
    slide = world.slides.add_slide(world.slide_layouts[6])
    shapes.draw(slide, catalog.build("repatriation.map", ledger), geo, BOX, colours={}, font="Arial")
    file = io.BytesIO()
    world.save(file)
    assert len(file.getvalue()) - len(empty.getvalue()) < 300_000


def test_a_group_is_drawn_again_in_its_own_place(ledger: Ledger, geo: Geo) -> None:
    """What a refresh does: the old group goes, and the same chart in the old group's box is the same group."""
    spec = catalog.build("flows.sankey", ledger)
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shapes.draw(slide, spec, geo, BOX, colours={}, font="Arial")
    (old,) = slide.shapes
    box = (old.left, old.top, old.width, old.height)
    before = shapes.values(old)
    old._element.getparent().remove(old._element)
    shapes.draw(slide, spec, geo, box, colours={}, font="Arial")
    (new,) = slide.shapes
    assert (new.left, new.top, new.width, new.height) == box
    assert shapes.values(new) == before


@pytest.mark.parametrize("size", [(420, 300), (640, 420), (1800, 900), (300, 500)], ids=str)
@pytest.mark.parametrize("name", ["flows.sankey", "camps.custody", "overview.events", "returns.flows"])
def test_a_drawing_stays_in_a_box_of_another_shape(ledger: Ledger, geo: Geo, name: str, size: tuple[int, int]) -> None:
    box = (BOX[0], BOX[1], size[0] * POINT, size[1] * POINT)
    group = drawn(catalog.build(name, ledger), geo, box)
    for shape in group.shapes:
        assert shape.left >= box[0] - POINT
        assert shape.top >= box[1] - POINT
        assert shape.left + shape.width <= box[0] + box[2] + POINT
        assert shape.top + shape.height <= box[1] + box[3] + POINT


def test_a_chart_without_figures_adds_nothing_and_other_marks_are_refused(ledger: Ledger, geo: Geo) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    spec = catalog.build("flows.sankey", ledger)
    shapes.draw(slide, replace(spec, data=spec.data.iloc[:0]), geo, BOX, colours={}, font="Arial")
    assert not list(slide.shapes)
    with pytest.raises(ValueError, match="native chart"):
        shapes.draw(slide, catalog.build("camps.population", ledger), geo, BOX, colours={}, font="Arial")


def test_the_ground_of_maps_is_that_of_the_outlines(ledger: Ledger, geo: Geo) -> None:
    """No sea is drawn where the files know neither land nor sea: beyond the frame that the region was cut to."""
    spec = catalog.build("displacement.iraq_map", ledger)
    group = drawn(spec, geo)
    sea = of(group, "Sea")
    iran = of(group, "Iran")
    assert iran.left + iran.width == pytest.approx(sea.left + sea.width, abs=POINT)
    assert math.isclose(sea.width, BOX[2], abs_tol=POINT)
