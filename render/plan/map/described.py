"""A map ChartSpec as a list of what is drawn: land, classes, circles, arcs, names and legend, in a theme's colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from charts.palette import INK, Theme, hue
from charts.spec import ChartSpec, MapView
from charts.stated import quoted
from loaders.frames import as_records, texts
from loaders.geo import Geo, rings
from render.plan.boxes import Box
from render.plan.map import classes as marks
from render.plan.map.geometry import around, extent_area
from render.plan.map.parts import LAND, Arc, Area, Circle, Label, LegendItem, MapPicture

# Where the outlines of data/geo reach, in degrees; Antarctica is left out.
_GROUND = {"region": (28.0, 25.5, 56.0, 41.5), "world": (-180.0, -60.0, 180.0, 84.0)}
# Sizes of type between a place and its name: on a map of the world another place is soon nearer.
_FARTHEST = {"region": 12.0, "world": 4.5}
_MOST_NAMES = 12  # countries named on a map of the world beside those of the headline, from the largest figure
_SURE = 6  # areas, from the largest figure, whose names come first and may stand farther off, like the headline's
_MOST_ARCS = 12  # arcs that carry their figures; more would hide the map
_KIND_WIDTH = 3.0  # of an arc in the legend, in pixels of the screen
_SCALE = 1.35  # circles and arcs of a 1600 pixel picture against those of the screen
_LEAST = (5.0, 2.8)  # degrees across and up that a map of places shows at least
_LEAST_WORLD = (80.0, 45.0)  # and a map of the world
_EDGE = 0.1  # of its width and height is what a map of places shows beyond the outermost


def described(spec: ChartSpec, geo: Geo, *, scale: float = _SCALE, theme: Theme = "light") -> MapPicture:
    """The map as a list of what is drawn; `scale` multiplies the screen's circles and arcs.

    Raises ValueError for a chart that is no map.
    """
    view = spec.map
    if view is None:
        raise ValueError(f"{spec.name} is not a map")
    world = view.base == "world"
    drawn = marks.area_classes(spec) if world else {}
    rows = marks.circle_rows(spec, theme)
    land = [f for f in (geo.world if world else geo.region)["features"] if f["properties"]["iso3"] not in drawn]
    return MapPicture(
        extent=_extent(spec, geo, rows),
        land=[rings(feature) for feature in land],
        land_names=[str(feature["properties"]["name"]) for feature in land],
        areas=_areas(spec, geo, theme),
        circles=_circles(rows, scale),
        arcs=_arcs(spec, scale, theme),
        labels=_ends(spec, theme),
        countries=[] if world else _countries(spec, geo),
        legend=_legend(spec, scale, theme, rows),
        ground=_GROUND[view.base],
        farthest=_FARTHEST[view.base],
        apart=world,
    )


def _extent(spec: ChartSpec, geo: Geo, rows: Sequence[Mapping[str, Any]]) -> Box:
    """What a map must show, in degrees: its places with some space around them, or else the frame that it names.

    Of the frame of a map of the world only that is shown where countries are filled or arcs end. Raises ValueError for
    a chart that is no map.
    """
    view = spec.map
    if view is None:
        raise ValueError(f"{spec.name} is not a map")
    world = view.base == "world"
    points = [*_points(spec, rows), *(_corners(spec, geo) if world else ())]
    if not points or (view.areas is not None and not world):
        return view.extent
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    least, most = (_LEAST_WORLD, view.extent) if world else (_LEAST, _GROUND[view.base])
    west, east = _widened(min(lons), max(lons), least[0])
    south, north = _widened(min(lats), max(lats), least[1])
    return max(west, most[0]), max(south, most[1]), min(east, most[2]), min(north, most[3])


def _corners(spec: ChartSpec, geo: Geo) -> list[tuple[float, float]]:
    """Corners of the boxes around the mainlands of the countries that a map of the world fills."""
    drawn = marks.area_classes(spec)
    found: list[tuple[float, float]] = []
    for feature in geo.world["features"]:
        if feature["properties"]["iso3"] in drawn:
            x0, y0, x1, y1 = around(max(rings(feature), key=extent_area))
            found += [(x0, y0), (x1, y1)]
    return found


def _points(spec: ChartSpec, rows: Sequence[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """Where circles stand and arcs start and end."""
    found = [(lon, lat) for lon, lat in (c["position"] for c in rows)]
    arcs = spec.map.arcs if spec.map is not None else None
    for arc in as_records(arcs) if arcs is not None else ():
        found += [(arc["lon0"], arc["lat0"]), (arc["lon1"], arc["lat1"])]
    return found


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    """A span with some space at both ends, at least so wide."""
    size = max((high - low) * (1 + 2 * _EDGE), least)
    return (low + high - size) / 2, (low + high + size) / 2


def _areas(spec: ChartSpec, geo: Geo, theme: Theme) -> list[Area]:
    view = spec.map
    if view is None or (view.base == "world" and view.areas is None):
        return []
    known, colours = marks.area_classes(spec), marks.class_colours(len(view.classes or view.breaks), theme)
    countries = {code[:2] for code in known}
    areas: list[tuple[float, Area]] = []
    named = _named(spec, view)
    worth = (
        dict(zip(texts(view.areas["iso"]), view.areas["value"].astype(float), strict=True))
        if view.areas is not None
        else {}
    )
    figures = {str(a["iso"]): _figure(a) for a in as_records(view.areas)} if view.areas is not None else {}
    for feature in (geo.world if view.base == "world" else geo.governorates)["features"]:
        properties = feature["properties"]
        code = str(properties.get("iso_3166_2") or properties.get("iso3") or "")
        if view.base == "world" and code not in known:
            continue
        level, name, text = known.get(code, (-1, str(properties.get("name", "")), ""))
        # A country without any figure of this measure is land, not a list of gaps.
        counted = code[:2] in countries
        land = _land(theme)
        fill = colours[level] if level >= 0 and colours else INK[theme]["none"] if counted or not known else land
        figure = text or ("no figure" if counted else "")
        # A class that is no number is told by the legend, and dates by the title.
        told = f"{name}\n{figures[code]}" if level >= 0 and not view.classes and code in named else ""
        first = named.get(code, 0)
        areas.append((worth.get(code, 0.0), Area(rings(feature), fill, told, _said(name, figure), counted, first)))
    # The largest first, so that they find room for their names before the others.
    return [area for _, area in sorted(areas, key=lambda one: -one[0])]


def _land(theme: Theme) -> str:
    """The colour of land of which nothing is told."""
    return LAND if theme == "light" else INK[theme]["land"]


def _named(spec: ChartSpec, view: MapView) -> dict[str, int]:
    """The codes of the areas that are named; of a world the largest alone.

    With it whether its name comes first: 2 where the headline tells of it, 1 where its figure is among the largest of
    all, else 0. A reader misses the name of such a one, and not that of a small figure between two others.
    """
    if view.areas is None:
        return {}
    codes, names = (view.areas[column].astype(str).tolist() for column in ("iso", "name"))
    values = view.areas["value"].fillna(0.0).tolist()
    order = sorted(range(len(codes)), key=lambda at: -values[at])
    kept = set(order[:_MOST_NAMES] if view.base == "world" else order)
    told = {row[column] for row in quoted(spec) for column in ("x", "place_name", "origin_name")}
    largest = set(order[:_SURE])
    first = [2 if name in told else int(at in largest) for at, name in enumerate(names)]
    return {codes[at]: first[at] for at in range(len(codes)) if at in kept or first[at]}


def _countries(spec: ChartSpec, geo: Geo) -> list[Area]:
    """The countries of the governorates by name, but for those whose governorates tell their figures."""
    told = {code[:2] for code in marks.area_classes(spec)}
    own = {
        str(p["country"])
        for p in (f["properties"] for f in geo.governorates["features"])
        if str(p["iso_3166_2"])[:2] not in told
    }
    world = [(f, f["properties"]) for f in geo.world["features"]]
    return [Area(rings(f), LAND, str(p["name"])) for f, p in world if str(p["iso3"]) in own]


def _said(name: str, figure: str) -> str:
    return f"{name}: {figure}" if figure else name


def _figure(shape: Mapping[str, Any]) -> str:
    """The figure of an area or an arc with its hedge, without its date."""
    return str(shape.get("figure", shape["text"]))


def _circles(rows: Sequence[Mapping[str, Any]], scale: float) -> list[Circle]:
    return [
        Circle(
            lon=c["position"][0],
            lat=c["position"][1],
            radius_px=c["radius"] * scale,
            fill=c["colour"],
            stroke=c["colour"],
            label=c["label"],
            hedged=c["hedged"],
            said=c["said"],
            empty=c["empty"],
            counted=c["counted"],
        )
        for c in rows
    ]


def _arcs(spec: ChartSpec, scale: float, theme: Theme) -> list[Arc]:
    arcs = spec.map.arcs if spec.map is not None else None
    if arcs is None or arcs.empty:
        return []
    top = arcs["value"].max()
    return [
        Arc(
            a["lon0"],
            a["lat0"],
            a["lon1"],
            a["lat1"],
            round(marks.arc_width(spec, a["value"], top) * scale, 1),
            hue(str(a["series"]), theme),
            _said(str(a["name"]), str(a["text"])),
            _figure(a) if len(arcs) <= _MOST_ARCS else "",
        )
        for a in as_records(arcs)
    ]


def _ends(spec: ChartSpec, theme: Theme) -> list[Label]:
    arcs = spec.map.arcs if spec.map is not None else None
    if arcs is None:
        return []
    ink = INK[theme]["text"]
    return [Label(e["position"][0], e["position"][1], e["label"], colour=ink) for e in marks.arc_ends(arcs)]


def _legend(spec: ChartSpec, scale: float, theme: Theme, circles: Sequence[Mapping[str, Any]]) -> list[LegendItem]:
    view = spec.map
    if view is None:
        return []
    items: list[LegendItem] = []
    ink = INK[theme]["text"]
    classes = marks.area_legend(view, spec.unit, theme, _land(theme))
    if classes:
        items.append(LegendItem(ink, view.area_label, "heading"))
        items += [LegendItem(colour, text) for colour, text in classes]
    kinds = marks.arc_legend(spec, theme)
    if kinds:
        items.append(LegendItem(ink, "Arcs, wider with number", "heading"))
        items += [LegendItem(colour, text, "line", _KIND_WIDTH * scale) for colour, text in kinds]
    if circles:
        items.append(LegendItem(ink, view.circle_label, "heading"))
        biggest = circles[0]
        if biggest["counted"] and not biggest["empty"]:
            shape: Literal["ring", "circle"] = "ring" if biggest["hedged"] else "circle"
            items.append(LegendItem(biggest["colour"], biggest["dated"], shape, biggest["radius"] * scale))
        names = list(dict.fromkeys(texts(spec.data["series"])))
        if len(names) > 1:
            items += [LegendItem(hue(spec.colours.get(n, n), theme), n, "circle") for n in names]
        empty = marks.empty_legend(circles)
        if empty:
            first = next(c for c in circles if c["empty"])
            items.append(LegendItem(first["colour"], empty, "cross", marks.EMPTY_RADIUS * scale))
    return items
