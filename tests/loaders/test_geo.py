"""The boundaries: every place that maps fill has one shape, neighbours share one line, and a broken file is named."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from loaders.geo import Geo, GeoError, Ring, load_geo, rings

Edge = tuple[tuple[float, float], tuple[float, float]]

# Countries of places.csv that the source draws no polygon for; maps show them as points.
POINT_ONLY: set[str] = set()
LARGEST_BYTES = {"governorates": 60_000, "region": 32_000, "world": 150_000}
NAMES = sorted(LARGEST_BYTES)


@pytest.fixture(scope="module")
def places() -> list[dict[str, str]]:
    with Path("data/places.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def features(geo: Geo, name: str) -> list[dict[str, Any]]:
    return list(getattr(geo, name)["features"])


def polygons(feature: dict[str, Any]) -> list[list[Ring]]:
    geometry = feature["geometry"]
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def area(ring: Ring) -> float:
    """Signed area in square degrees; positive when the ring runs counter-clockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def edges(feature: dict[str, Any]) -> Iterator[Edge]:
    for ring in rings(feature):
        yield from pairwise(ring)


def encloses(feature: dict[str, Any], lon: float, lat: float) -> bool:
    """Even-odd rule: a ray to the east crosses the outline an odd number of times."""
    crossings = [
        x0 + (lat - y0) * (x1 - x0) / (y1 - y0) > lon
        for (x0, y0), (x1, y1) in edges(feature)
        if (y0 > lat) != (y1 > lat)
    ]
    return sum(crossings) % 2 == 1


def test_each_governorate_joins_one_place_by_its_iso_code(geo: Geo, places: list[dict[str, str]]) -> None:
    """All 18 governorates of Iraq and 14 of Syria are drawn, under the words of places.csv."""
    columns = ("place", "name", "iso_3166_2", "pcode", "country")
    wanted = {r["iso_3166_2"]: {c: r[c] for c in columns} for r in places if r["kind"] == "admin1"}
    drawn = features(geo, "governorates")

    assert Counter(f["properties"]["country"] for f in drawn) == {"IRQ": 18, "SYR": 14}
    assert {f["properties"]["iso_3166_2"]: f["properties"] for f in drawn} == wanted


def test_each_governorate_holds_the_point_of_its_main_town(geo: Geo, places: list[dict[str, str]]) -> None:
    """The join is to the right shape, not only to some shape."""
    point = {r["iso_3166_2"]: (float(r["lon"]), float(r["lat"])) for r in places if r["kind"] == "admin1"}
    drawn = {f["properties"]["iso_3166_2"]: f for f in features(geo, "governorates")}
    assert [code for code in point if not encloses(drawn[code], *point[code])] == []


def test_each_country_is_drawn_or_declared_a_point(geo: Geo, places: list[dict[str, str]]) -> None:
    """A country that the figures name has a polygon under its code, slug and name."""
    drawn = {f["properties"]["iso3"]: f["properties"] for f in features(geo, "world")}
    for row in places:
        if row["kind"] == "country" and row["country"] not in POINT_ONLY:
            assert drawn[row["country"]] == {"iso3": row["country"], "place": row["place"], "name": row["name"]}
    assert not POINT_ONLY & set(drawn)


def test_no_country_is_drawn_twice(geo: Geo) -> None:
    for name in ("region", "world"):
        codes = [f["properties"]["iso3"] for f in features(geo, name)]
        assert len(codes) == len(set(codes))
        assert all(f["properties"]["name"] for f in features(geo, name))


def test_the_region_leaves_room_for_the_governorates(geo: Geo) -> None:
    around = {f["properties"]["iso3"] for f in features(geo, "region")}
    assert {"TUR", "IRN", "JOR", "LBN", "SAU", "KWT", "ISR"} <= around
    assert not {"IRQ", "SYR"} & around


def test_iraq_and_syria_share_one_line(geo: Geo) -> None:
    """Both sides draw the border through the same vertices, from Turkey to Jordan without a break."""
    sides: dict[str, set[Edge]] = {"IRQ": set(), "SYR": set()}
    for feature in features(geo, "governorates"):
        sides[feature["properties"]["country"]].update(edges(feature))
    border = {edge for edge in sides["IRQ"] if edge[::-1] in sides["SYR"]}
    ends = Counter(point for edge in border for point in edge)
    north, south = sorted((p for p, count in ends.items() if count == 1), key=lambda p: -p[1])

    assert len(border) >= 30
    assert max(ends.values()) == 2
    assert north == pytest.approx((42.36, 37.11), abs=0.02)
    assert south == pytest.approx((38.79, 33.38), abs=0.02)


def test_governorates_meet_each_other_and_their_neighbours_without_gap_or_overlap(geo: Geo) -> None:
    """Every stretch of outline is drawn once in each direction, except on the two coasts, Mediterranean and Gulf."""
    inner = Counter(edge for f in features(geo, "governorates") for edge in edges(f))
    outer = Counter(edge for f in features(geo, "region") for edge in edges(f))
    assert max((inner + outer).values()) == 1

    single = [edge for edge in inner if edge[::-1] not in inner and edge[::-1] not in outer]
    mediterranean = [e for e in single if all(lon < 36.2 and 34.6 < lat < 36 for lon, lat in e)]
    gulf = [e for e in single if all(lon > 47.9 and 29.9 < lat < 30.2 for lon, lat in e)]
    assert mediterranean
    assert gulf
    assert len(mediterranean) + len(gulf) == len(single)


@pytest.mark.parametrize("name", NAMES)
def test_outer_rings_run_counter_clockwise_and_holes_clockwise(geo: Geo, name: str) -> None:
    for feature in features(geo, name):
        for outer, *holes in polygons(feature):
            assert area(outer) > 0, feature["properties"]
            assert all(area(hole) < 0 for hole in holes), feature["properties"]


@pytest.mark.parametrize("together", [("governorates", "region"), ("world",)])
def test_outlines_never_cross_themselves_or_their_neighbours(geo: Geo, together: tuple[str, ...]) -> None:
    """Each geometry is valid by the rules of simple features, and no two lie on each other."""
    drawn = [shape(f["geometry"]) for name in together for f in features(geo, name)]
    assert all(one.is_valid for one in drawn)
    assert shapely.coverage_is_valid(drawn)


@pytest.mark.parametrize("name", NAMES)
def test_rings_are_closed_and_touch_no_vertex_twice(geo: Geo, name: str) -> None:
    for feature in features(geo, name):
        for ring in rings(feature):
            assert ring[0] == ring[-1]
            assert len(set(ring)) == len(ring) - 1 >= 3, feature["properties"]


@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("governorates", (35.6, 29.0, 48.7, 37.5)),
        ("region", (28.0, 25.5, 56.0, 41.5)),
        ("world", (-180.0, -60.0, 180.0, 84.0)),
    ],
)
def test_shapes_stay_inside_their_frame_and_fill_it(geo: Geo, name: str, box: tuple[float, ...]) -> None:
    points = [point for f in features(geo, name) for ring in rings(f) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    assert box[0] <= west
    assert box[1] <= south
    assert east <= box[2]
    assert north <= box[3]
    assert (west, south, east, north) == pytest.approx(box, abs=0.3 if name != "world" else 6)


def test_nothing_streaks_across_the_world_at_the_antimeridian(geo: Geo) -> None:
    """Russia and Fiji are cut at 180 degrees, so no line runs from one edge of the map to the other."""
    for feature in features(geo, "world"):
        assert max(abs(a[0] - b[0]) for a, b in edges(feature)) < 60, feature["properties"]
    sides = {f["properties"]["iso3"]: {lon > 0 for ring in rings(f) for lon, _ in ring} for f in features(geo, "world")}
    assert sides["RUS"] == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_files_stay_small(name: str) -> None:
    """The browser receives a map's shapes with the page."""
    assert Path(f"data/geo/{name}.geojson").stat().st_size < LARGEST_BYTES[name]


@pytest.mark.parametrize(("name", "digits"), [("governorates", 3), ("region", 3), ("world", 2)])
def test_coordinates_are_rounded(geo: Geo, name: str, digits: int) -> None:
    points = [point for f in features(geo, name) for ring in rings(f) for point in ring]
    assert all(round(value, digits) == value for point in points for value in point)


SQUARE = [[0, 0], [1, 0], [1, 1], [0, 0]]


def feature_with(geometry: object, **properties: object) -> dict[str, Any]:
    named = {"iso3": "AAA", "place": "", "name": "Somewhere"} | properties
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": named, "geometry": geometry}]}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "is not JSON in UTF-8"),
        ("[]", "is not a GeoJSON FeatureCollection"),
        ({"type": "FeatureCollection", "features": {}}, "is not a GeoJSON FeatureCollection"),
        ({"type": "FeatureCollection", "features": []}, "has no features"),
        ({"type": "FeatureCollection", "features": [3]}, "feature 1: is not a GeoJSON Feature"),
        (feature_with(None), "feature 1: has no Polygon or MultiPolygon geometry"),
        (feature_with({"type": "Point", "coordinates": [1, 1]}), "has no Polygon or MultiPolygon geometry"),
        (feature_with({"type": "Polygon", "coordinates": [SQUARE]}, name=None), "lacks the text property name"),
        (feature_with({"type": "Polygon"}), "has coordinates that are not rings"),
        (feature_with({"type": "Polygon", "coordinates": SQUARE}), "has coordinates that are not rings"),
        (feature_with({"type": "Polygon", "coordinates": []}), "has a ring that is not closed"),
        (feature_with({"type": "Polygon", "coordinates": [SQUARE[:3]]}), "has a ring that is not closed"),
        (feature_with({"type": "Polygon", "coordinates": [[[0, 0], [190, 0], [1, 1], [0, 0]]]}), "beyond 180 degrees"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, content: object, problem: str) -> None:
    shutil.copytree("data/geo", tmp_path / "geo")
    text = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / "geo" / "world.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(GeoError) as caught:
        load_geo(tmp_path)
    assert caught.value.file == "geo/world.geojson"
    assert problem in caught.value.problem
    assert str(caught.value) == f"{caught.value.file}: {caught.value.problem}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GeoError, match=r"geo/governorates\.geojson: cannot be opened"):
        load_geo(tmp_path)


def test_bytes_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    shutil.copytree("data/geo", tmp_path / "geo")
    (tmp_path / "geo" / "region.geojson").write_bytes(b"\xff\xfe{")
    with pytest.raises(GeoError, match=r"geo/region\.geojson: is not JSON in UTF-8"):
        load_geo(tmp_path)


def test_rings_of_several_polygons_come_in_order_with_their_holes() -> None:
    outer, hole = [[0, 0], [4, 0], [4, 4], [0, 0]], [[1, 1], [3, 3], [3, 2], [1, 1]]
    feature = {"geometry": {"type": "MultiPolygon", "coordinates": [[outer, hole], [SQUARE]]}}
    assert rings(feature) == [[(float(x), float(y)) for x, y in ring] for ring in (outer, hole, SQUARE)]
