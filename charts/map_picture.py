"""A map ChartSpec as a static picture: the same land, classes, circles, arcs and legend as on the screen, on paper."""

from __future__ import annotations

from math import sqrt

from charts import deck
from charts.map_svg import Arc, Area, Circle, Label, LegendItem, MapPicture, geometry_rings, render
from charts.palette import INK, hue
from charts.spec import ChartSpec
from loaders.geo import Geo

_PAPER = INK["light"]
_SCALE = 1.35  # circles and arcs of a 1600 pixel picture against those of the screen


def map_svg(spec: ChartSpec, geo: Geo, sources: str, note: str) -> str:
    """Render a map as an SVG document with title, subtitle, legend, sources and note inside the picture.

    Raises ValueError for a chart that is no map.
    """
    view = spec.map
    if view is None:
        raise ValueError(f"{spec.name} is not a map")
    outline = geo.world if view.base == "world" else geo.region
    land = [geometry_rings(f["geometry"]) for f in outline["features"]]
    circles = [
        Circle(
            c["position"][0], c["position"][1], c["radius"] * _SCALE, c["colour"], c["colour"], c["label"], c["hedged"]
        )
        for c in deck.circle_rows(spec, "light")
    ]
    return render(
        MapPicture(
            title=spec.title,
            subtitle=spec.subtitle,
            sources=sources,
            note=note,
            extent=view.extent,
            land=land,
            areas=_areas(spec, geo),
            circles=circles,
            arcs=_arcs(spec),
            labels=_ends(spec),
            legend=_legend(spec),
        )
    )


def _areas(spec: ChartSpec, geo: Geo) -> list[Area]:
    view = spec.map
    if view is None or (view.base == "world" and view.areas is None):
        return []
    known, colours = deck.area_classes(spec), deck.class_colours(len(view.classes or view.breaks), "light")
    areas = []
    for feature in (geo.world if view.base == "world" else geo.governorates)["features"]:
        properties = feature["properties"]
        code = str(properties.get("iso_3166_2") or properties.get("iso3") or "")
        if view.base == "world" and code not in known:
            continue
        level = known[code][0] if code in known else -1
        fill = colours[level] if level >= 0 and colours else _PAPER["none"]
        areas.append(Area(geometry_rings(feature["geometry"]), fill))
    return areas


def _arcs(spec: ChartSpec) -> list[Arc]:
    arcs = spec.map.arcs if spec.map is not None else None
    if arcs is None or arcs.empty:
        return []
    top = arcs["value"].max()
    return [
        Arc(a["lon0"], a["lat0"], a["lon1"], a["lat1"], round((1 + 9 * sqrt(a["value"] / top)) * _SCALE, 1),
            hue(str(a["series"]), "light"))
        for a in arcs.to_dict("records")
    ]  # fmt: skip


def _ends(spec: ChartSpec) -> list[Label]:
    arcs = spec.map.arcs if spec.map is not None else None
    if arcs is None:
        return []
    return [Label(e["position"][0], e["position"][1], e["label"], colour=_PAPER["text"]) for e in deck.arc_ends(arcs)]


def _legend(spec: ChartSpec) -> list[LegendItem]:
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
        items += [LegendItem(colour, text) for colour, text in kinds]
    circles = deck.circle_rows(spec, "light")
    if circles:
        items.append(LegendItem(_PAPER["text"], view.circle_label, "heading"))
        biggest = circles[0]
        items.append(LegendItem(biggest["colour"], biggest["text"], "ring", biggest["radius"] * _SCALE))
        names = list(dict.fromkeys(spec.data["series"].astype(str)))
        if len(names) > 1:
            items += [LegendItem(hue(spec.colours.get(n, n), "light"), n, "circle") for n in names]
    return items
