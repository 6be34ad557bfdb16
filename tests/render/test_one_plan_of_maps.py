"""Maps are told alike by screen, picture and slide: the same places, areas and ways in the same colours and shares."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger
from loaders.geo import Geo
from render.picture.picture import chart_svg
from render.plan.marks import ARC
from render.screen.map import map_of
from tests.render.drawings import marks, parse, usual_and_other
from tests.render.office.test_shapes import A, P, drawn

NOBODY = 0.0  # the share of a ring with a cross in it


@dataclass
class Seen:
    """What a rendering shows: of each place its colour and the share of it, of each counted area and way its colour."""

    places: dict[str, tuple[str, float]] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    ways: list[str] = field(default_factory=list)


def on_screen(spec: ChartSpec, geo: Geo) -> Seen:
    layers = {one["id"]: one["data"] for one in json.loads(map_of(spec, geo, "light", 760).to_json())["layers"]}
    crossed = [row["position"] for row in layers.get("crosses", [])]
    seen = Seen()
    for row in layers.get("circles", []):
        share = NOBODY if row["position"] in crossed else round(row["fill"][3] / 255, 2)
        seen.places[first(row["tip"])] = (hexed(row["line"]), share)
    for one in layers.get("areas", {"features": []})["features"]:
        told = one["properties"]
        if "\n" in told["tip"]:  # what has a figure says it on a line of its own
            seen.areas[first(told["tip"])] = hexed(told["fill"])
    assert {round(row["colour"][3] / 255, 2) for row in layers.get("arcs", [])} <= {ARC}
    seen.ways = sorted(hexed(row["colour"]) for row in layers.get("arcs", []))
    return seen


def first(tip: str) -> str:
    return tip.split("\n", maxsplit=1)[0]


def hexed(rgba: list[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in rgba[:3])


def in_picture(spec: ChartSpec, geo: Geo) -> Seen:
    root, seen = parse(chart_svg(spec, geo, 1400, 900)), Seen()
    for mark in marks(root, "circles"):
        if name := name_of("".join(mark.itertext())):
            share = float(mark.get("fill-opacity", NOBODY))
            seen.places[name] = (str(mark.get("stroke")), share)
    for mark in marks(root, "areas"):
        if name := name_of("".join(mark.itertext())):
            seen.areas[name] = str(mark.get("fill"))
    ways = [mark for mark in marks(root, "arcs") if mark.get("stroke-width")]
    assert {float(one.get("stroke-opacity", 1)) for one in ways} <= {ARC}
    seen.ways = sorted(str(one.get("stroke")) for one in ways)
    return seen


def name_of(said: str) -> str:
    """Whose figure an alternative text tells; empty where it tells none."""
    return said.rpartition(": ")[0]


def on_slide(spec: ChartSpec, geo: Geo) -> Seen:
    seen = Seen()
    for shape in drawn(spec, geo).shapes:
        one = shape._element
        name = name_of(one.find(f".//{P}cNvPr").get("descr") or "")
        look = one.find(f"{P}spPr")
        line, fill = look.find(f"{A}ln"), look.find(f"{A}solidFill")
        if line is not None and line.find(f"{A}tailEnd") is not None:
            assert alpha(line) == ARC
            seen.ways.append(colour(line))
        elif name and look.find(f"{A}prstGeom") is not None:
            share = NOBODY if look.find(f"{A}prstGeom").get("prst") == "flowChartSummingJunction" else alpha(fill)
            seen.places[name] = (colour(line), share)
        elif name and fill is not None:
            seen.areas[name] = colour(fill)
    seen.ways.sort()
    return seen


def colour(element: Any) -> str:
    return f"#{next(element.iter(f'{A}srgbClr')).get('val').lower()}"


def alpha(element: Any) -> float:
    found = next(element.iter(f"{A}alpha"), None)
    return 1.0 if found is None else int(found.get("val")) / 100_000


def test_every_map_is_told_alike(ledger: Ledger, geo: Geo) -> None:
    faults, kinds = [], set()
    for spec in usual_and_other(ledger):
        if spec.map is None or spec.is_empty:
            continue
        screen, picture, slide = on_screen(spec, geo), in_picture(spec, geo), on_slide(spec, geo)
        told = f"{spec.name} {dict(spec.filters)}"
        faults += [f"{told}: places {screen.places} {picture.places}"] if screen.places != picture.places else []
        faults += [f"{told}: places of the slide {slide.places}"] if slide.places != picture.places else []
        faults += [f"{told}: areas {screen.areas} {picture.areas}"] if screen.areas != picture.areas else []
        faults += [f"{told}: areas of the slide {slide.areas}"] if slide.areas != picture.areas else []
        faults += [f"{told}: ways"] if not screen.ways == picture.ways == slide.ways else []
        kinds |= {kind for kind in ("places", "areas", "ways") if getattr(screen, kind)}
    assert faults == []
    assert kinds == {"places", "areas", "ways"}


@pytest.mark.parametrize("name", ["overview.map", "displacement.iraq_map", "returns.flows"])
def test_a_map_that_is_drawn_otherwise_is_found(ledger: Ledger, geo: Geo, name: str) -> None:
    """One figure less, and two renderings differ."""
    spec = catalog.usual(name, ledger)
    screen, other = on_screen(spec, geo), in_picture(spec, geo)
    assert screen == other
    for kind in ("places", "areas", "ways"):
        held = getattr(other, kind)
        if held:
            held.pop() if isinstance(held, list) else held.popitem()
    assert screen != other
