"""Maps on the screen: what deck.gl is told to draw, read back as positions in pixels, tells the truth of its names."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from charts import catalog
from charts.palette import INK, luminance
from charts.spec import ChartSpec
from loaders import Ledger
from loaders.geo import Geo
from render.plan.frame import text_width
from render.screen.map import WORLD_WIDTH, map_of
from tests.charts.map_truth import Drawn, Mark, Word, faults

ROOT = Path(__file__).resolve().parents[3]
WIDE, HIGH = 440, 460


def layers(spec: ChartSpec, geo: Geo, theme: str = "light", width: int = WIDE) -> tuple[dict[str, Any], dict[str, Any]]:
    """The layers of a map by name, and its camera."""
    body = json.loads(map_of(spec, geo, "dark" if theme == "dark" else "light", width).to_json())
    return {layer["id"]: layer for layer in body["layers"]}, body["initialViewState"]


def pixel(at: list[float], camera: dict[str, Any]) -> tuple[float, float]:
    """Where deck.gl shows a place: Web Mercator of 512 pixels at zoom 0, the camera in the middle."""

    def world(lon: float, lat: float) -> tuple[float, float]:
        size = 512 * 2 ** camera["zoom"]
        north = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
        return size * lon / 360, -size * north / (2 * math.pi)

    x, y = world(*at)
    cx, cy = world(camera["longitude"], camera["latitude"])
    return WIDE / 2 + x - cx, HIGH / 2 + y - cy


def on_screen(spec: ChartSpec, geo: Geo, theme: str = "light") -> Drawn:
    """Circles, names and lines of a map in pixels of a narrow frame."""
    found, camera = layers(spec, geo, theme)
    marks = [
        Mark(
            row["tip"].split("\n")[0],
            *pixel(row["position"], camera),
            row["radius"],
        )
        for row in found["circles"]["data"]
    ]
    words = [word(row, camera, name) for name in ("labels", "names") if name in found for row in found[name]["data"]]
    lines = [(pixel(row["from"], camera), pixel(row["to"], camera)) for row in found.get("leaders", {}).get("data", [])]
    return Drawn(marks, words, lines, (0, 0, WIDE, HIGH))


def word(row: dict[str, Any], camera: dict[str, Any], layer: str) -> Word:
    """A row of a text layer as the box that it fills at most."""
    x, y = pixel(row["position"], camera)
    x, y = x + row["offset"][0], y + row["offset"][1]
    rows = row["label"].split("\n")
    wide = max(text_width(line, row["size"], 600 if layer == "labels" else 400) for line in rows)
    high = len(rows) * row["size"] * 1.1
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[row["side"]]
    return Word(row["label"], (left, y - high / 2, left + wide, y + high / 2))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["overview.map", "camps.map", "detention.map", "explore.map"])
def test_every_name_on_the_screen_stands_at_its_own_circle(ledger: Ledger, geo: Geo, name: str, theme: str) -> None:
    drawn = on_screen(catalog.build(name, ledger), geo, theme)
    assert drawn.words
    assert not faults(drawn)


def test_a_name_swapped_on_the_screen_is_found(ledger: Ledger, geo: Geo) -> None:
    drawn = on_screen(catalog.build("overview.map", ledger), geo)
    first, second, *_ = drawn.words
    swapped = [replace(first, text=second.text), replace(second, text=first.text), *drawn.words[2:]]
    assert faults(replace(drawn, words=swapped))


def test_names_keep_to_their_circles_when_a_reader_zooms_in(ledger: Ledger, geo: Geo) -> None:
    """Circles move apart then, and their sizes stay; a name beside one moves with it."""
    spec = catalog.build("camps.map", ledger)
    found, _ = layers(spec, geo)
    places = {tuple(row["position"]) for row in found["circles"]["data"]}
    joined = {tuple(row["from"]) for row in found.get("leaders", {}).get("data", [])}
    beside = [row for row in found["labels"]["data"] if row["offset"] != [0, 0]]
    assert len(beside) + len(joined) == len(found["labels"]["data"])
    assert {tuple(row["position"]) for row in beside} <= places


def test_a_place_of_which_nobody_is_left_has_a_cross(ledger: Ledger, geo: Geo) -> None:
    found, _ = layers(catalog.build("camps.map", ledger), geo)
    (cross,) = found["crosses"]["data"]
    ring = next(row for row in found["circles"]["data"] if row["position"] == cross["position"])
    assert "Al-Hol camp" in ring["tip"]
    assert ring["radius"] < min(row["radius"] for row in found["circles"]["data"] if row is not ring)


def test_governorates_are_named_in_themselves_with_ink_that_can_be_read(ledger: Ledger, geo: Geo) -> None:
    spec = catalog.build("displacement.iraq_map", ledger)
    for theme in ("light", "dark"):
        found, _ = layers(spec, geo, theme)
        names = {row["label"].split("\n")[0]: row for row in found["inside"]["data"]}
        fills = {
            feature["properties"]["tip"].split("\n")[0]: feature["properties"]["fill"]
            for feature in found["areas"]["data"]["features"]
        }
        assert "Ninewa" in names
        for name, row in names.items():
            if name in fills and "\n" in row["label"]:
                ink, ground = (
                    luminance("#" + "".join(f"{part:02x}" for part in colour[:3]))
                    for colour in (row["colour"], fills[name])
                )
                assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.0, (theme, name)


def test_arcs_bend_as_in_pictures_and_lie_under_their_figures(ledger: Ledger, geo: Geo) -> None:
    spec = catalog.build("returns.flows", ledger)
    found, camera = layers(spec, geo)
    order = list(found)
    assert order.index("arcs") < order.index("names")
    for row in found["arcs"]["data"]:
        points = [pixel(at, camera) for at in row["path"]]
        (x0, y0), (x1, y1) = points[0], points[-1]
        assert points[len(points) // 2][1] < (y0 + y1) / 2 or abs(x1 - x0) < 0.2 * abs(y1 - y0)
    assert {row["label"] for row in found["names"]["data"]} & {str(text) for text in spec.data["text"]}


def test_a_wider_page_shows_the_same_middle_at_the_same_scale(ledger: Ledger, geo: Geo) -> None:
    """The server does not know the width of the window, so that names must stand in any."""
    spec = catalog.build("coalition.map", ledger)
    (_, one), (_, other) = (layers(spec, geo, width=width) for width in (WORLD_WIDTH, 1600))
    assert one == other


def test_colours_are_those_of_the_theme(ledger: Ledger, geo: Geo) -> None:
    found, _ = layers(catalog.build("camps.map", ledger), geo, "dark")
    text = [int(INK["dark"]["text"][i : i + 2], 16) for i in (1, 3, 5)]
    assert all(row["colour"][:3] == text for row in found["labels"]["data"])
