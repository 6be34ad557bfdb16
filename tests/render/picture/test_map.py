"""The map picture: true to its coordinates, well-formed, the same for the same input, and safe with any words."""

import itertools
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from render.picture.map import drawing
from render.plan.map.parts import Arc, Area, Circle, Label, LegendItem, MapPicture
from tests.render.drawings import marks

SVG = "{http://www.w3.org/2000/svg}"


def square(west: float, south: float, side: float) -> list[tuple[float, float]]:
    return [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]


PICTURE = MapPicture(
    extent=(38.0, 29.0, 49.0, 38.0),
    land=[[square(20, 20, 40)]],
    areas=[Area([square(40, 35, 2)], "#b0c4de", "North"), Area([square(44, 31, 3)], "#6688aa", "South")],
    circles=[
        Circle(41.0, 36.4, 30, "#aa3311", "#772200", "Large camp"),
        Circle(42.1, 37.0, 8, "#aa3311", "#772200", "Small camp", hedged=True),
    ],
    arcs=[Arc(41.0, 36.4, 44.4, 33.3, 4, "#333366")],
    labels=[Label(44.4, 33.3, "Baghdad")],
    legend=[
        LegendItem("", "Persons", "heading"),
        LegendItem("#b0c4de", "up to 100"),
        LegendItem("#aa3311", "camp", "circle", 20),
    ],
)


def render(picture: MapPicture) -> str:
    """The map on a page of 1600 x 900 pixels."""
    marks = drawing(picture, (48.0, 120.0, 1552.0, 820.0))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900">{marks}</svg>'


def parse(picture: MapPicture) -> ElementTree.Element:
    return ElementTree.fromstring(render(picture))  # noqa: S314 - our own drawing


def group(root: ElementTree.Element, name: str) -> ElementTree.Element:
    found = root.find(f".//{SVG}g[@class='{name}']")
    assert found is not None
    return found


def texts(element: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text")]


def test_the_same_map_is_the_same_file() -> None:
    assert render(PICTURE) == render(replace(PICTURE))


def test_numbers_have_at_most_one_decimal_except_shares() -> None:
    path_data = "".join(path.attrib["d"] for path in parse(PICTURE).iter(f"{SVG}path"))
    assert not re.search(r"\.\d{2}", path_data)


def test_circles_keep_their_radius_and_the_hedged_one_is_dashed() -> None:
    large, small = group(parse(PICTURE), "circles")
    assert (large.attrib["r"], small.attrib["r"]) == ("30", "8")
    assert "stroke-dasharray" in small.attrib
    assert "stroke-dasharray" not in large.attrib


def test_small_circles_are_drawn_over_large_ones() -> None:
    circles = sorted(PICTURE.circles, key=lambda circle: circle.radius_px)
    radii = [float(circle.attrib["r"]) for circle in group(parse(replace(PICTURE, circles=circles)), "circles")]
    assert radii == sorted(radii, reverse=True)


def test_north_is_up_and_east_is_right_and_angles_are_kept() -> None:
    """A step of one degree east is cos(latitude) times a step of one degree north in Web Mercator."""
    places = [(43.0, 33.5), (43.2, 33.5), (43.0, 33.7)]
    circles = [Circle(lon, lat, 3 - i / 2, "#000", "#000") for i, (lon, lat) in enumerate(places)]
    drawn = group(parse(replace(PICTURE, circles=circles)), "circles")
    (x0, y0), (x1, y1), (x2, y2) = [(float(c.attrib["cx"]), float(c.attrib["cy"])) for c in drawn]
    assert (y0, x0) == (y1, x2)
    assert x1 > x0
    assert y2 < y0
    assert (x1 - x0) / (y0 - y2) == pytest.approx(math.cos(math.radians(33.6)), abs=0.02)


def test_the_extent_is_wholly_inside_the_map() -> None:
    west, south, east, north = PICTURE.extent
    corners = [Circle(lon, lat, 1, "#000", "#000") for lon, lat in itertools.product((west, east), (south, north))]
    root = parse(replace(PICTURE, circles=corners))
    sea = root.find(f".//{SVG}clipPath/{SVG}rect")
    assert sea is not None
    left, top, width, height = (float(sea.attrib[name]) for name in ("x", "y", "width", "height"))
    drawn = group(root, "circles")
    assert len(drawn) == 4
    assert all(left - 0.1 <= float(c.attrib["cx"]) <= left + width + 0.1 for c in drawn)
    assert all(top - 0.1 <= float(c.attrib["cy"]) <= top + height + 0.1 for c in drawn)


def test_what_lies_outside_the_frame_is_not_drawn() -> None:
    far = replace(
        PICTURE,
        areas=[Area([square(-60, -20, 5)], "#fff", "Far")],
        circles=[Circle(-60, -20, 20, "#000", "#000", "Far camp")],
        labels=[Label(-60, -20, "Far town")],
    )
    root = parse(far)
    assert marks(root, "areas", "circles") == []
    assert not [text for text in texts(root) if text.startswith("Far")]


def test_land_beyond_the_frame_is_cut_at_its_edge() -> None:
    (land,) = group(parse(PICTURE), "land")
    assert len(re.findall(r"-?[\d.]+ -?[\d.]+", land.attrib["d"])) <= 8


def test_names_never_overlap() -> None:
    crowd = [Circle(41.0 + i * 0.05, 36.0 + (i % 3) * 0.05, 6, "#000", "#000", f"Camp number {i}") for i in range(40)]
    labels = group(parse(replace(PICTURE, circles=crowd, areas=[], labels=[])), "labels")
    drawn = list(labels.iter(f"{SVG}text"))[::2]
    boxes = []
    for text in drawn:
        half = len(text.text or "") * 20 * 0.22
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        boxes.append((x - half, y - 14, x + half, y))
    assert 0 < len(drawn) < 40
    for a, b in itertools.combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_name_stands_nearest_to_its_own_place() -> None:
    """Two towns so near that each other's free side would mislead."""
    towns = {"Upper town": (41.0, 36.25), "Lower town": (41.0, 36.0), "Third town": (41.3, 36.1)}
    circles = [Circle(lon, lat, 4, "#000", "#000", name) for name, (lon, lat) in towns.items()]
    root = parse(replace(PICTURE, circles=circles, areas=[], arcs=[]))
    places = {}
    for drawn in group(root, "circles"):
        title = drawn.find(f"{SVG}title")
        assert title is not None
        places[title.text] = (float(drawn.attrib["cx"]), float(drawn.attrib["cy"]))
    for text in list(group(root, "labels").iter(f"{SVG}text"))[1::2]:
        if text.text in towns:
            half, x, y = len(text.text) * 5, float(text.attrib["x"]), float(text.attrib["y"]) - 7
            gap = {name: math.hypot(max(abs(cx - x) - half, 0), cy - y) for name, (cx, cy) in places.items()}
            assert min(gap, key=lambda name: gap[name]) == text.text


def test_every_circle_says_its_name_even_without_room_for_it() -> None:
    crowd = [Circle(41.0, 36.0, 6, "#000", "#000", f"Camp number {i}") for i in range(20)]
    titles = [title.text for title in parse(replace(PICTURE, circles=crowd)).iter(f"{SVG}title")]
    assert {f"Camp number {i}" for i in range(20)} <= set(titles)


def test_the_legend_moves_away_from_the_circles() -> None:
    def corner(picture: MapPicture) -> str:
        return group(parse(picture), "legend")[0].attrib["x"]

    covered = replace(PICTURE, circles=[Circle(30.5, 29.5, 60, "#000", "#000")])
    assert corner(PICTURE) != corner(covered)


def test_words_in_labels_and_colours_cannot_break_out() -> None:
    hostile = '"/><script>alert(1)</script>'
    root = parse(
        replace(
            PICTURE,
            areas=[Area([square(40, 35, 2)], hostile, hostile)],
            circles=[Circle(41, 36, 9, hostile, hostile, hostile)],
            arcs=[Arc(41, 36, 44, 33, 3, hostile)],
            legend=[LegendItem(hostile, hostile)],
        )
    )
    assert not list(root.iter(f"{SVG}script"))
    assert hostile in texts(group(root, "labels"))


def test_an_extent_without_size_is_refused() -> None:
    with pytest.raises(ValueError, match="extent"):
        render(replace(PICTURE, extent=(40.0, 30.0, 40.0, 38.0)))
