"""Where names and legend of a map find room, and that a map shows only ground that its outlines know."""

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from charts import catalog
from charts.palette import INK, Theme
from charts.spec import ChartSpec, MapView
from loaders import Ledger
from loaders.geo import Geo, rings
from render.plan.map import classes
from render.plan.map.classes import area_legend, class_texts
from render.plan.map.described import described
from render.plan.map.geometry import View, meets, within
from render.plan.map.layout import Arranged, arranged
from render.plan.map.parts import LAND, Arc, Area, Circle, LegendItem, MapPicture
from render.screen.map import framed, high, map_of
from tests.charts.map_truth import MAPS

ROOT = Path(__file__).resolve().parents[3]
BOX = (0.0, 0.0, 1500.0, 640.0)
PLAIN = MapPicture(extent=(38.0, 30.0, 48.0, 37.0))


def square(west: float, south: float, side: float) -> list[tuple[float, float]]:
    return [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]


@pytest.fixture(scope="module", params=MAPS)
def placed(request: pytest.FixtureRequest, ledger: Ledger, geo: Geo) -> tuple[MapPicture, Arranged]:
    picture = described(catalog.build(request.param, ledger), geo)
    return picture, arranged(picture, BOX)


def test_names_stand_clear_of_each_other_and_of_the_legend(placed: tuple[MapPicture, Arranged]) -> None:
    _, found = placed
    boxes = [one.box for one in found.names] + ([found.legend] if found.legend else [])
    assert not [pair for pair in itertools.combinations(boxes, 2) if meets(*pair)]
    assert all(BOX[0] < x0 < x1 < BOX[2] and BOX[1] < y0 < y1 < BOX[3] for x0, y0, x1, y1 in boxes)


@pytest.mark.parametrize("wide", [760, 1100])
@pytest.mark.parametrize("name", MAPS)
def test_the_areas_of_the_largest_figures_have_their_names(name: str, wide: int, ledger: Ledger, geo: Geo) -> None:
    """On the screen as in a picture: a figure among the largest of all is not missing between two smaller ones."""
    spec = catalog.build(name, ledger)
    view = spec.map
    assert view is not None
    drawn = [
        framed(spec, geo, "light", wide, high(view, wide)),
        (picture := described(spec, geo), arranged(picture, BOX)),
    ]
    for told, found in drawn:
        largest = [area.label for area in told.areas if area.label][:5]
        assert set(largest) <= {one.name.text for one in found.names}


def test_the_extent_and_the_circles_in_it_are_wholly_in_the_box(placed: tuple[MapPicture, Arranged]) -> None:
    picture, found = placed
    west, south, east, north = picture.extent
    for lon, lat in itertools.product((west, east), (south, north)):
        x, y = found.view.point(lon, lat)
        assert BOX[0] - 0.1 <= x <= BOX[2] + 0.1
        assert BOX[1] - 0.1 <= y <= BOX[3] + 0.1
    for spot in found.spots:
        x0, y0, x1, y1 = spot.box
        assert min(x0, y0) >= -0.1
        assert x1 <= BOX[2] + 0.1
        assert y1 <= BOX[3] + 0.1


def test_a_map_shows_no_more_ground_than_its_outlines_know(placed: tuple[MapPicture, Arranged]) -> None:
    """Beyond the frame that data/geo was cut to, neither land nor sea is known, so nothing is drawn."""
    picture, found = placed
    assert picture.ground is not None
    x0, y1 = found.view.point(picture.ground[0], picture.ground[1])
    x1, y0 = found.view.point(picture.ground[2], picture.ground[3])
    seen = found.view.box
    assert seen[0] >= x0 - 0.1
    assert seen[1] >= y0 - 0.1
    assert seen[2] <= x1 + 0.1
    assert seen[3] <= y1 + 0.1


def test_the_known_ground_is_that_of_the_files(ledger: Ledger, geo: Geo) -> None:
    """The world is told by whole degrees around its outlines, which leave out Antarctica."""
    ends = {}
    for name in ("region", "world"):
        points = [point for feature in getattr(geo, name)["features"] for ring in rings(feature) for point in ring]
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        ends[name] = (min(lons), min(lats), max(lons), max(lats))
    region = described(catalog.build("camps.map", ledger), geo).ground
    world = described(catalog.build("coalition.map", ledger), geo).ground
    assert region == pytest.approx(ends["region"], abs=0.01)
    assert world is not None
    assert (world[0], world[2]) == (ends["world"][0], ends["world"][2])
    assert world[1] <= ends["world"][1]
    assert ends["world"][3] <= world[3] < 85


def test_every_figure_of_a_region_map_stands_on_it(ledger: Ledger, geo: Geo) -> None:
    """Governorates too small for their words have them at the end of a line; the line starts in the governorate."""
    picture = described(catalog.build("displacement.destinations", ledger), geo)
    found = arranged(picture, BOX)
    names = {one.name.lines[0]: one for one in found.names}
    assert {"Damascus", "Aleppo", "Idleb", "Dar'a"} <= set(names)
    leader = names["Damascus"].leader
    assert leader is not None
    at = [area.said.startswith("Damascus") for area in picture.areas].index(True)
    assert within(leader[0], found.areas[at][0])
    assert names["Damascus"].name.lines[1] == "219,833"


def test_a_name_in_an_area_lies_wholly_inside_it() -> None:
    picture = replace(PLAIN, areas=[Area([square(40, 31, 5)], "#62a0cb", "Large\n12,345")])
    (one,) = arranged(picture, BOX).names
    x0, y0, x1, y1 = one.box
    piece = arranged(picture, BOX).areas[0][0]
    assert one.leader is None
    assert all(within(point, piece) for point in itertools.product((x0, x1), (y0, y1)))


def test_an_area_with_a_figure_that_is_too_small_to_see_is_a_speck_in_its_place() -> None:
    picture = replace(PLAIN, areas=[Area([square(42, 33, 0.002)], "#62a0cb", said="Islet: 3")])
    found = arranged(picture, BOX)
    (piece,) = found.areas[0]
    x, y = found.view.point(42.001, 33.001)
    assert within((x, y), piece)
    assert max(px for px, _ in piece) - min(px for px, _ in piece) == pytest.approx(4.4, abs=0.1)


def test_circles_at_the_edge_of_the_extent_are_not_cut() -> None:
    picture = replace(PLAIN, circles=[Circle(38.0, 30.0, 60, "#000", "#000"), Circle(48.0, 37.0, 60, "#000", "#000")])
    found = arranged(picture, BOX)
    for circle in picture.circles:
        x0, y0, x1, y1 = found.view.dot_box(circle.lon, circle.lat, circle.radius_px)
        assert min(x0, y0) >= -0.1
        assert x1 <= BOX[2] + 0.1
        assert y1 <= BOX[3] + 0.1


def test_the_legend_stands_beside_the_extent_where_that_costs_little() -> None:
    legend = [LegendItem("#62a0cb", "up to 9,300"), LegendItem("#2a72a8", "9,300 to 38,000")]
    found = arranged(replace(PLAIN, legend=legend), BOX)
    assert found.legend is not None
    corners = [found.view.point(lon, lat) for lon, lat in itertools.product((38.0, 48.0), (30.0, 37.0))]
    assert min(x for x, _ in corners) >= found.legend[2]


def test_the_circles_of_a_map_are_told_once(ledger: Ledger, geo: Geo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its frame, its marks and its legend are of the same rows."""
    told, circles = [], classes.circle_rows

    def counted(spec: ChartSpec, theme: Theme) -> list[dict[str, Any]]:
        told.append(spec)
        return circles(spec, theme)

    monkeypatch.setattr(classes, "circle_rows", counted)
    spec = catalog.build("camps.map", ledger)
    assert described(spec, geo).circles
    assert told == [spec]


def test_few_arcs_carry_their_figures_and_many_do_not(ledger: Ledger, geo: Geo) -> None:
    flows = catalog.build("returns.flows", ledger)
    few = described(flows, geo)
    many = described(catalog.build("repatriation.map", ledger), geo)
    assert flows.map is not None
    assert flows.map.arcs is not None
    assert [arc.label for arc in few.arcs] == flows.map.arcs["text"].astype(str).tolist()
    assert not any(arc.label for arc in many.arcs)


def test_names_at_the_ends_of_arcs_stand_clear_of_the_dots_there() -> None:
    wide = Arc(40, 36, 45, 32, 30, "#000", label="about 19,675")
    found = arranged(replace(PLAIN, arcs=[wide], circles=[Circle(45.3, 32, 5, "#000", "#000", "Next to it")]), BOX)
    end = found.view.dot_box(45, 32, 30)
    assert found.names
    assert not any(meets(one.box, end) for one in found.names)


def test_a_view_moves_along_the_ground_but_keeps_the_extent_in_its_room() -> None:
    ground = (28.0, 25.5, 56.0, 41.5)
    view = View.of((50.0, 30.0, 54.0, 36.0), BOX)
    moved = view.of_ground(BOX, BOX, (50.0, 30.0, 54.0, 36.0), ground)
    assert view.point(56.0, 33.0)[0] < BOX[2]
    assert moved.box[2] == pytest.approx(moved.point(56.0, 33.0)[0], abs=0.1)
    x, _ = moved.point(54.0, 33.0)
    assert BOX[0] <= x <= BOX[2]


def test_the_world_on_the_screen_fits_a_row_beside_the_navigation_of_a_small_screen(ledger: Ledger, geo: Geo) -> None:
    """West of Canada to east of Australia within 640 pixels, however wide the row is said to be."""
    spec = catalog.build("repatriation.map", ledger)
    west, _, east, _ = described(spec, geo).extent
    states = [map_of(spec, geo, width=width).initial_view_state for width in (640, 860, 1400)]
    assert len({(state.zoom, state.longitude, state.latitude) for state in states}) == 1
    assert 600 < (east - west) / 360 * 512 * 2 ** states[0].zoom < 640


def test_classes_of_a_count_do_not_overlap() -> None:
    """Before: `7 to 21` and `21 to 43`, of which 21 was in one alone. Money has no next number."""
    assert class_texts((6.0, 21.0, 22.0, 43.0), "persons") == ["up to 6", "7 to 21", "22", "23 to 43"]
    assert class_texts((6.0, 21.0), "percent")[1].startswith("6")


def test_the_legend_of_a_world_gives_no_figure_the_colour_of_such_countries() -> None:
    """They are drawn as land; its own grey stood for no country there."""
    world = MapView((0.0, 0.0, 1.0, 1.0), base="world", breaks=(1.0, 2.0))
    assert area_legend(world, "persons", "light", LAND)[-1] == (LAND, "no figure")
    assert area_legend(world, "persons", "dark")[-1] == (INK["dark"]["land"], "no figure")
    assert area_legend(replace(world, base="region"), "persons", "dark")[-1] == (INK["dark"]["none"], "no figure")
