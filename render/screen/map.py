"""Render a map ChartSpec to pydeck, with our own basemap and no tile server; names stand where the layout puts them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import log2, pi
from typing import Any

import pandas as pd
import pydeck as pdk

from charts.palette import INK, Theme, ink_on, rgb
from charts.spec import ChartSpec, MapView
from loaders.frames import as_records
from loaders.geo import Geo
from render.plan.boxes import Box
from render.plan.map import classes as marks
from render.plan.map.described import described
from render.plan.map.geometry import View
from render.plan.map.layout import Arranged, arranged
from render.plan.map.names import Placed, arc_points
from render.plan.map.parts import LEADING, Arc, MapPicture, Sizes
from render.plan.marks import ARC, circle_share

HEIGHT = 460  # pixels of a map on the page, but for a narrow one of the world
WORLD_WIDTH = 640  # pixels that the map in a whole row has beside the navigation on a small screen
_SIZES = Sizes(label=13, point=12, area=12, small=11, legend=12, pad=8)
_USUAL = (760, 460)  # pixels of a map whose circles are as large as the chart describes them
_LEAST = 0.7  # of that size are circles at least, however small the map
_WORLD_HIGH = 0.75  # of its width is the height of a map of the world
_EDGE = 8.0  # pixels of the page around what is placed
_LEAST_ZOOM = 0.3  # to which a reader may zoom out, and farther where the whole of a narrow map asks for it
_TILE = 512  # pixels of the world at zoom 0
_ISO_TO_KEY = ("iso_3166_2", "iso3")
_FONT = "'Source Sans, sans-serif'"


class Map(pdk.Deck):  # type: ignore[misc]  # pydeck comes without types
    """A map of pydeck whose JSON has no blanks and is written once: a fifth of pydeck's own size, on every rerun.

    `height` is what it takes down the page, in pixels.
    """

    height: int = HEIGHT

    @cached_property
    def _packed(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)

    def to_json(self) -> str:
        """The JSON that the browser draws from."""
        return self._packed


def map_of(spec: ChartSpec, geo: Geo, theme: Theme = "light", width: int = 760) -> Map:
    """Draw a map. Raises ValueError for a chart that is no map, which `render.screen.chart` renders.

    `width` is the least that the map has on the page, in pixels, its `height` what it has: a narrow map of the world
    is low, because the browser shows none that is lower than its window. On a larger page the same middle is shown at
    the same scale, so that all names stand as they were placed; a reader who zooms in keeps them at their marks.
    """
    view = spec.map
    if view is None:
        raise ValueError(f"{spec.name} is not a map; render it with render.screen.chart")
    ink = INK[theme]
    height = high(view, width)
    picture, placed = framed(spec, geo, theme, width, height)
    layers = [_land(geo, view, marks.area_classes(spec), ink)]
    if view.base == "region" or view.areas is not None:
        layers.append(_areas(spec, geo, theme))
    if view.arcs is not None and len(view.arcs):
        layers += _arcs(picture.arcs, view.arcs, placed.view)
    layers += [*_circles(spec, placed, theme), *_names(placed, ink)]
    found = Map(
        layers=layers,
        initial_view_state=view_state(placed.view, (0.0, 0.0, _width(view, width), height)),
        map_provider=None,
        tooltip={
            "text": "{tip}",  # never as HTML: what is pointed at is text from the data
            "style": {
                "backgroundColor": ink["paper"],
                "color": ink["text"],
                "fontSize": "13px",
                "maxWidth": "320px",
                "border": f"1px solid {ink['axis']}",
                "padding": "6px 10px",
                "borderRadius": "4px",
            },
        },
    )
    found.height = height
    return found


def high(view: MapView, width: int) -> int:
    """The pixels that a map of this width takes down the page."""
    return min(HEIGHT, round(_WORLD_HIGH * width)) if view.base == "world" else HEIGHT


def framed(spec: ChartSpec, geo: Geo, theme: Theme, width: int, height: int) -> tuple[MapPicture, Arranged]:
    """What is drawn on a map of this size in pixels, without its legend, and where everything stands.

    The world is fitted into no more than WORLD_WIDTH, because far countries are cut where a page is narrow. Raises
    ValueError for a chart that is no map.
    """
    wide = _width(spec.map, width)
    scale = min(max(wide / _USUAL[0], _LEAST), max(height / _USUAL[1], _LEAST), 1.0)
    picture = replace(described(spec, geo, scale=scale, theme=theme), legend=())  # the page tells it beneath the map
    # A little less than the page promises, so that nothing touches the edge.
    return picture, arranged(picture, (_EDGE, _EDGE, wide - _EDGE, height - _EDGE), _SIZES)


def _width(view: MapView | None, width: int) -> float:
    return float(min(width, WORLD_WIDTH) if view is not None and view.base == "world" else width)


def view_state(view: View, box: Box) -> pdk.ViewState:
    """The camera that shows a view of a box of the page, in Web Mercator as deck.gl counts it."""
    lon, lat = view.place((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    zoom = log2(view.scale * 2 * pi / _TILE)
    return pdk.ViewState(
        longitude=round(lon, 5), latitude=round(lat, 5), zoom=round(zoom, 4), min_zoom=min(_LEAST_ZOOM, zoom)
    )


def _land(geo: Geo, view: MapView, filled: Mapping[str, Any], ink: dict[str, str]) -> pdk.Layer:
    """The land, but for countries that are drawn as areas: their outlines would be sent twice."""
    outline = geo.world if view.base == "world" else geo.region
    kept = [f for f in outline["features"] if view.base != "world" or f["properties"]["iso3"] not in filled]
    features = [{"type": "Feature", "geometry": f["geometry"], "properties": {}} for f in kept]
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id="land",
        get_fill_color=rgb(ink["land"]),
        get_line_color=rgb(ink["border"]),
        line_width_units="'pixels'",
        get_line_width=1,
        pickable=False,
    )


def _areas(spec: ChartSpec, geo: Geo, theme: Theme) -> pdk.Layer:
    ink, view = INK[theme], spec.map
    if view is None:
        raise ValueError(f"{spec.name} is not a map")
    known = marks.area_classes(spec)
    countries = {code[:2] for code in known}
    colours = marks.class_colours(len(view.classes or view.breaks), theme)
    source = geo.world if view.base == "world" else geo.governorates
    features = []
    for feature in source["features"]:
        properties = feature["properties"]
        code = next((properties[k] for k in _ISO_TO_KEY if k in properties), "")
        level, name, text = known.get(code, (-1, properties.get("name", ""), ""))
        if view.base == "world" and code not in known:
            continue
        # A country without any figure of this measure is land, not a list of gaps.
        counted = code[:2] in countries
        fill = colours[level] if level >= 0 and colours else ink["none" if counted or not known else "land"]
        said = text or ("no figure" if counted else "")
        label = f"{name}\n{said}" if said else name
        features.append(
            {"type": "Feature", "geometry": feature["geometry"], "properties": {"fill": rgb(fill), "tip": label}}
        )
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id="areas",
        get_fill_color="properties.fill",
        get_line_color=rgb(ink["border"]),
        line_width_units="'pixels'",
        get_line_width=1,
        pickable=True,
    )


def _arcs(arcs: Sequence[Arc], told: pd.DataFrame, view: View) -> list[pdk.Layer]:
    """Curves that bend to the north, each with a dot where the movement ends; `told` has their names and figures."""
    rows: list[dict[str, Any]] = [
        {
            "path": [_degrees(view, x, y) for x, y in arc_points(arc, view)],
            "width": arc.width_px,
            "dot": round(arc.width_px / 2 + 1.6, 1),
            "colour": rgb(arc.colour, round(255 * ARC)),
            "tip": f"{row['name']}\n{row['text']}",
        }
        for arc, row in zip(arcs, as_records(told), strict=True)
    ]
    return [
        pdk.Layer(
            "PathLayer",
            rows,
            id="arcs",
            get_path="path",
            get_width="width",
            width_units="'pixels'",
            cap_rounded=True,
            joint_rounded=True,
            get_color="colour",
            pickable=True,
        ),
        _dots(
            "ends", [{"position": row["path"][-1], "radius": row["dot"], "fill": row["colour"]} for row in rows], "fill"
        ),
    ]


def _dots(name: str, rows: list[dict[str, Any]], fill: str | list[int]) -> pdk.Layer:
    """Small filled circles that say nothing; `fill` is a colour or the column that holds it."""
    return pdk.Layer(
        "ScatterplotLayer",
        rows,
        id=name,
        get_position="position",
        get_radius="radius",
        radius_units="'pixels'",
        get_fill_color=fill,
        pickable=False,
    )


def _circles(spec: ChartSpec, placed: Arranged, theme: Theme) -> list[pdk.Layer]:
    """The circles where the layout puts them; a place of which nobody is left is a ring with a cross in it."""
    if not placed.spots:
        return []
    told = {(*c["position"], c["said"]): c for c in marks.circle_rows(spec, theme)}
    rows, crosses = [], []
    for spot in placed.spots:
        circle, at = spot.circle, _degrees(placed.view, spot.x, spot.y)
        share = circle_share(hedged=circle.hedged)
        fill = rgb(INK[theme]["paper"]) if circle.empty else rgb(circle.fill, round(255 * share))
        tip = told[circle.lon, circle.lat, circle.said]["tip"]
        rows.append({"position": at, "radius": circle.radius_px, "fill": fill, "line": rgb(circle.stroke), "tip": tip})
        if circle.empty:
            crosses.append(_text(at, "\u00d7", 17, rgb(circle.stroke)))
    layer = pdk.Layer(
        "ScatterplotLayer",
        rows,
        id="circles",
        get_position="position",
        get_radius="radius",
        radius_units="'pixels'",
        get_fill_color="fill",
        get_line_color="line",
        stroked=True,
        line_width_units="'pixels'",
        get_line_width=1.5,
        pickable=True,
    )
    return [layer, _texts("crosses", crosses, 700)] if crosses else [layer]


def _names(placed: Arranged, ink: Mapping[str, str]) -> list[pdk.Layer]:
    """The names, each fixed to its own mark, and the thin lines to those that stand away from theirs."""
    inside = [_row(one, placed.view, ink) for one in placed.names if one.name.ring]
    light = [_row(one, placed.view, ink) for one in placed.names if not one.name.ring and one.name.weight <= 500]
    heavy = [_row(one, placed.view, ink) for one in placed.names if one.name.weight > 500]
    lines = [(one.leader, one.dot) for one in placed.names if one.leader is not None]
    layers = []
    if lines:
        ends = [tuple(_degrees(placed.view, *point) for point in leader) for leader, _ in lines]
        layers.append(
            pdk.Layer(
                "LineLayer",
                [{"from": start, "to": end} for start, end in ends],
                id="leaders",
                get_source_position="from",
                get_target_position="to",
                get_color=rgb(ink["muted"]),
                get_width=1,
                pickable=False,
            )
        )
        dots = [{"position": start, "radius": dot} for (start, _), (_, dot) in zip(ends, lines, strict=True) if dot]
        if dots:
            layers.append(_dots("starts", dots, rgb(ink["muted"])))
    ground = rgb(ink["paper"], 120)
    kinds = (("inside", inside, 400, None), ("names", light, 400, ground), ("labels", heavy, 600, ground))
    return [*layers, *(_texts(name, rows, weight, under) for name, rows, weight, under in kinds if rows)]


def _row(one: Placed, view: View, ink: Mapping[str, str]) -> dict[str, Any]:
    """A name as a row of a text layer: at its mark and so many pixels from it, or at its own place on the ground.

    It starts or ends where its box does on the side of its mark or its line, for the font of the page runs narrower
    than the one by which its room was measured.
    """
    name, (x0, y0, x1, y1) = one.name, one.box
    colour = ink_on(name.ground, (ink["text"], ink["paper"])) if name.ground else ink["muted" if name.ring else "text"]
    towards = one.leader[1][0] if one.leader else name.x
    side, x = "middle", (x0 + x1) / 2
    if not name.ring and not name.spots and not x0 < towards < x1:
        side, x = ("start", x0) if towards <= x0 else ("end", x1)
    beside = one.leader is None and not name.ring and not name.spots
    at = (name.x, name.y) if beside else (x, (y0 + y1) / 2)
    offset = [round(x - at[0], 1), round((y0 + y1) / 2 - at[1], 1)]
    return _text(_degrees(view, *at), name.text, name.size, rgb(colour), offset, side)


def _text(
    at: list[float], words: str, size: float, colour: list[int], offset: Sequence[float] = (0, 0), side: str = "middle"
) -> dict[str, Any]:
    return {"position": at, "label": words, "size": size, "colour": colour, "offset": list(offset), "side": side}


def _texts(name: str, rows: list[dict[str, Any]], weight: int, ground: list[int] | None = None) -> pdk.Layer:
    """Words in the middle of their places, on a thin ground where they may lie on something."""
    under = {"background": True, "get_background_color": ground, "background_padding": [2, 0]} if ground else {}
    return pdk.Layer(
        "TextLayer",
        rows,
        id=name,
        get_position="position",
        get_text="label",
        get_pixel_offset="offset",
        get_size="size",
        get_color="colour",
        get_text_anchor="side",
        get_alignment_baseline="'center'",
        line_height=LEADING,
        font_family=_FONT,
        character_set="'auto'",
        font_weight=weight,
        pickable=False,
        **under,
    )


def _degrees(view: View, x: float, y: float) -> list[float]:
    """A point of the page as longitude and latitude, to a few metres."""
    return [round(degrees, 5) for degrees in view.place(x, y)]
