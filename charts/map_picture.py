"""A map ChartSpec as a static picture: the same land, classes, circles, arcs and legend as on the screen, on paper."""

from __future__ import annotations

import re
from math import sqrt
from typing import Literal

from charts import deck
from charts.map_layout import LAND, Arc, Area, Circle, Label, LegendItem, MapPicture
from charts.map_svg import render
from charts.palette import INK, hue
from charts.spec import ChartSpec
from loaders.geo import Geo, rings

_PAPER = INK["light"]
# Where the outlines of data/geo reach, in degrees; Antarctica is left out.
_GROUND = {"region": (28.0, 25.5, 56.0, 41.5), "world": (-180.0, -60.0, 180.0, 84.0)}
# Sizes of type between a place and its name: on a map of the world another place is soon nearer.
_FARTHEST = {"region": 12.0, "world": 4.5}
_FIGURE = re.compile(r"[^\d,]*\d[\d,.]*(?<![,.])(?: ?(?:mn|bn|%))?(?: to [^\d,]*\d[\d,.]*(?<![,.])(?: ?(?:mn|bn|%))?)?")
_MOST_ARCS = 12  # arcs that carry their figures; more would hide the map
_KIND_WIDTH = 3.0  # of an arc in the legend, in pixels of the screen
_SCALE = 1.35  # circles and arcs of a 1600 pixel picture against those of the screen


def map_svg(spec: ChartSpec, geo: Geo, sources: str, note: str) -> str:
    """Render a map as an SVG document with title, subtitle, legend, sources and note inside the picture.

    Raises ValueError for a chart that is no map.
    """
    return render(described(spec, geo, sources=sources, note=note))


def described(spec: ChartSpec, geo: Geo, *, sources: str = "", note: str = "", scale: float = _SCALE) -> MapPicture:
    """The map as a list of what is drawn, in the light palette; `scale` multiplies the screen's circles and arcs.

    Raises ValueError for a chart that is no map.
    """
    view = spec.map
    if view is None:
        raise ValueError(f"{spec.name} is not a map")
    world = view.base == "world"
    drawn = deck.area_classes(spec) if world else {}
    land = [f for f in (geo.world if world else geo.region)["features"] if f["properties"]["iso3"] not in drawn]
    return MapPicture(
        title=spec.title,
        subtitle=spec.subtitle,
        sources=sources,
        note=note,
        extent=view.extent,
        land=[rings(feature) for feature in land],
        land_names=[str(feature["properties"]["name"]) for feature in land],
        areas=_areas(spec, geo),
        circles=_circles(spec, scale),
        arcs=_arcs(spec, scale),
        labels=_ends(spec),
        legend=_legend(spec, scale),
        ground=_GROUND[view.base],
        farthest=_FARTHEST[view.base],
    )


def _areas(spec: ChartSpec, geo: Geo) -> list[Area]:
    view = spec.map
    if view is None or (view.base == "world" and view.areas is None):
        return []
    known, colours = deck.area_classes(spec), deck.class_colours(len(view.classes or view.breaks), "light")
    countries = {code[:2] for code in known}
    areas: list[tuple[float, Area]] = []
    worth = (
        dict(zip(view.areas["iso"].astype(str), view.areas["value"].astype(float), strict=True))
        if view.areas is not None
        else {}
    )
    for feature in (geo.world if view.base == "world" else geo.governorates)["features"]:
        properties = feature["properties"]
        code = str(properties.get("iso_3166_2") or properties.get("iso3") or "")
        if view.base == "world" and code not in known:
            continue
        level, name, text = known.get(code, (-1, str(properties.get("name", "")), ""))
        # A country without any figure of this measure is land, not a list of gaps.
        counted = code[:2] in countries
        fill = colours[level] if level >= 0 and colours else _PAPER["none"] if counted or not known else LAND
        figure = text or ("no figure" if counted else "")
        # A class that is no number is told by the legend, and dates by the title.
        told = f"{name}\n{_figure(text)}" if level >= 0 and not view.classes else ""
        areas.append((worth.get(code, 0.0), Area(rings(feature), fill, told, _said(name, figure))))
    # The largest first, so that they find room for their names before the others.
    return [area for _, area in sorted(areas, key=lambda one: -one[0])]


def _said(name: str, figure: str) -> str:
    return f"{name}: {figure}" if figure else name


def _figure(text: str) -> str:
    """The figure with its hedge, of a text that goes on to say when: `at least 43` of `at least 43, 2018`."""
    found = _FIGURE.match(text)
    return found.group() if found else text.partition(", ")[0]


def _circles(spec: ChartSpec, scale: float) -> list[Circle]:
    return [
        Circle(
            lon=c["position"][0],
            lat=c["position"][1],
            radius_px=c["radius"] * scale,
            fill=c["colour"],
            stroke=c["colour"],
            label=f"{c['name']}\n{c['text']}" if c["counted"] else c["name"],
            hedged=c["hedged"],
            said=_said(c["name"], c["text"]),
        )
        for c in deck.circle_rows(spec, "light")
    ]


def _arcs(spec: ChartSpec, scale: float) -> list[Arc]:
    arcs = spec.map.arcs if spec.map is not None else None
    if arcs is None or arcs.empty:
        return []
    top = arcs["value"].max()
    return [
        Arc(a["lon0"], a["lat0"], a["lon1"], a["lat1"], round((1 + 9 * sqrt(a["value"] / top)) * scale, 1),
            hue(str(a["series"]), "light"), _said(str(a["name"]), str(a["text"])),
            _figure(str(a["text"])) if len(arcs) <= _MOST_ARCS else "")
        for a in arcs.to_dict("records")
    ]  # fmt: skip


def _ends(spec: ChartSpec) -> list[Label]:
    arcs = spec.map.arcs if spec.map is not None else None
    if arcs is None:
        return []
    return [Label(e["position"][0], e["position"][1], e["label"], colour=_PAPER["text"]) for e in deck.arc_ends(arcs)]


def _legend(spec: ChartSpec, scale: float) -> list[LegendItem]:
    view = spec.map
    if view is None:
        return []
    items: list[LegendItem] = []
    classes = deck.area_legend(view, spec.unit, "light")
    if classes:
        items.append(LegendItem(_PAPER["text"], view.area_label, "heading"))
        items += [LegendItem(colour, text) for colour, text in classes]
    kinds = deck.arc_legend(spec, "light")
    if kinds:
        items.append(LegendItem(_PAPER["text"], "Arcs, wider with number", "heading"))
        items += [LegendItem(colour, text, "line", _KIND_WIDTH * scale) for colour, text in kinds]
    circles = deck.circle_rows(spec, "light")
    if circles:
        items.append(LegendItem(_PAPER["text"], view.circle_label, "heading"))
        biggest = circles[0]
        shape: Literal["ring", "circle"] = "ring" if biggest["hedged"] else "circle"
        items.append(LegendItem(biggest["colour"], biggest["text"], shape, biggest["radius"] * scale))
        names = list(dict.fromkeys(spec.data["series"].astype(str)))
        if len(names) > 1:
            items += [LegendItem(hue(spec.colours.get(n, n), "light"), n, "circle") for n in names]
    return items
