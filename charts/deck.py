"""Render a map ChartSpec to pydeck, with our own basemap and no tile server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from html import escape
from math import cos, log2, radians, sqrt
from typing import Any

import pandas as pd
import pydeck as pdk

from analysis.words import date_text, number_text, period_text
from charts.palette import CLASSES, INK, Theme, hue, rgb
from charts.spec import ChartSpec, MapView
from loaders.geo import Geo

LARGEST_RADIUS = 34  # pixels, for the largest circle of a map
SMALLEST_RADIUS = 4
WORLD_WIDTH = 640  # pixels that the map in a whole row has beside the navigation on a small screen
DISCLAIMER = (
    "Boundaries and names are those of Natural Earth's de facto map and imply no endorsement. "
    "Camps and prisons stand at town points where their own position is not public."
)
_ISO_TO_KEY = ("iso_3166_2", "iso3")


class _Map(pdk.Deck):  # type: ignore[misc]
    """A deck whose JSON has no blanks and is written once: a fifth of pydeck's own size, on every rerun."""

    @cached_property
    def _packed(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)

    def to_json(self) -> str:
        """The JSON that the browser draws from."""
        return self._packed


def breaks(values: pd.Series, classes: int = 5) -> tuple[float, ...]:
    """Upper bounds of `classes` classes by quantile, rounded to two digits, so that each holds about as many areas.

    Zero and missing values are left out; fewer distinct values give fewer classes.
    """
    held = values.loc[values > 0].dropna()
    if held.empty:
        return ()
    bounds = [_round(held.quantile((i + 1) / classes)) for i in range(classes - 1)]
    return (*sorted({b for b in bounds if b < held.max()}), float(held.max()))


def _round(value: float) -> float:
    size = 10 ** max(len(str(int(value))) - 2, 0)
    return float(round(value / size) * size) or 1.0


def klass(value: float, bounds: tuple[float, ...]) -> int:
    """Class of a value, 0 the lowest; -1 where there is no figure."""
    if pd.isna(value):
        return -1
    return next((i for i, bound in enumerate(bounds) if value <= bound), max(len(bounds) - 1, 0))


def class_colours(count: int, theme: Theme) -> tuple[str, ...]:
    """`count` of the five class colours, spread so that the darkest is always used for the highest class."""
    ramp = CLASSES[theme]
    if count >= len(ramp):
        return ramp
    return tuple(ramp[round((i + 1) * (len(ramp) - 1) / count)] for i in range(count))


def class_texts(bounds: tuple[float, ...], unit: str) -> list[str]:
    """Legend text of each class: `up to 1,200`, `1,200 to 5,000` and so on."""
    texts = []
    for i, bound in enumerate(bounds):
        low = f"{number_text(bounds[i - 1], unit)} to " if i else "up to "
        texts.append(low + number_text(bound, unit))
    return texts


def area_legend(view: MapView, unit: str, theme: Theme) -> list[tuple[str, str]]:
    """Colour and text of each class of the filled areas, the lowest first; numbers end with those without a figure."""
    if view.classes:
        return list(zip(class_colours(len(view.classes), theme), view.classes, strict=True))
    if not view.breaks:
        return []
    colours = class_colours(len(view.breaks), theme)
    return [*zip(colours, class_texts(view.breaks, unit), strict=True), (INK[theme]["none"], "no figure")]


def radius(value: float, largest: float) -> float:
    """Pixel radius whose circle area is proportional to the value."""
    if not largest or pd.isna(value) or value <= 0:
        return SMALLEST_RADIUS
    return max(LARGEST_RADIUS * sqrt(value / largest), SMALLEST_RADIUS)


def tip(row: Mapping[str, Any]) -> str:
    """Tooltip of one circle, escaped: place, figure, date, source."""
    when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
    said = str(row["publisher"])
    if pd.notna(row["published"]):
        said += f", {date_text(row['published'], str(row['published_precision']))}"
    label = row["x"] if isinstance(row["x"], str) else row["place_name"]
    return "<br>".join(
        (f"<b>{escape(str(label))}</b>", escape(str(row["text"])), escape(when), f"<i>{escape(said)}</i>")
    )


def view_state(view: MapView, width: int, height: int) -> pdk.ViewState:
    """Fit the extent of a map into a frame of `width` by `height` pixels (Web Mercator).

    The world is fitted into no more than WORLD_WIDTH, because far countries are cut where a page is narrow.
    """
    west, south, east, north = view.extent
    width = min(width, WORLD_WIDTH) if view.base == "world" else width
    middle = (south + north) / 2
    across = log2(width * 360 / ((east - west) * 512))
    up = log2(height * 360 * cos(radians(middle)) / ((north - south) * 512))
    return pdk.ViewState(longitude=(west + east) / 2, latitude=middle, zoom=round(min(across, up), 2), min_zoom=0.3)


def deck(spec: ChartSpec, geo: Geo, theme: Theme = "light", width: int = 760, height: int = 460) -> pdk.Deck:
    """Draw a map. Raises ValueError for a chart that is no map, which `charts.plotly_chart` renders."""
    if spec.map is None:
        raise ValueError(f"{spec.name} is not a map; render it with charts.plotly_chart")
    ink, view = INK[theme], spec.map
    layers = [_land(geo, view, ink)]
    if view.base == "region" or view.areas is not None:
        layers.append(_areas(spec, geo, theme))
    if view.arcs is not None and len(view.arcs):
        layers.append(_arcs(view.arcs, theme))
        layers.append(_labels(arc_ends(view.arcs), ink, "ends"))
    circles = circle_rows(spec, theme)
    if circles:
        layers.append(
            pdk.Layer(
                "ScatterplotLayer",
                [{key: circle[key] for key in ("position", "radius", "fill", "line", "tip")} for circle in circles],
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
        )
        named = [c | {"offset": [0, -c["radius"] - 9]} for c in circles if c["label"]]
        layers.append(_labels(named, ink))
    return _Map(
        layers=layers,
        initial_view_state=view_state(view, width, height),
        map_provider=None,
        tooltip={
            "html": "{tip}",
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


def _land(geo: Geo, view: MapView, ink: dict[str, str]) -> pdk.Layer:
    outline = geo.world if view.base == "world" else geo.region
    features = [{"type": "Feature", "geometry": f["geometry"], "properties": {}} for f in outline["features"]]
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


def area_classes(spec: ChartSpec) -> dict[str, tuple[int, str, str]]:
    """For each filled area, keyed by ISO code: its class, its name and the text of its figure."""
    if spec.map is None or spec.map.areas is None:
        return {}
    return {str(a["iso"]): (int(a["klass"]), str(a["name"]), str(a["text"])) for a in spec.map.areas.to_dict("records")}


def _areas(spec: ChartSpec, geo: Geo, theme: Theme) -> pdk.Layer:
    ink, view = INK[theme], spec.map
    if view is None:
        raise ValueError(f"{spec.name} is not a map")
    known = area_classes(spec)
    countries = {code[:2] for code in known}
    colours = class_colours(len(view.classes or view.breaks), theme)
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
        label = f"<b>{escape(name)}</b>" + (f"<br>{escape(said)}" if said else "")
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


def _arcs(arcs: pd.DataFrame, theme: Theme) -> pdk.Layer:
    top = arcs["value"].max()
    rows = [
        {
            "from": [a["lon0"], a["lat0"]],
            "to": [a["lon1"], a["lat1"]],
            "width": round(1 + 9 * sqrt(a["value"] / top), 1),
            "colour": rgb(hue(str(a["series"]), theme), 190),
            "tip": f"<b>{escape(str(a['name']))}</b><br>{escape(str(a['text']))}",
        }
        for a in arcs.to_dict("records")
    ]
    return pdk.Layer(
        "ArcLayer",
        rows,
        id="arcs",
        get_source_position="from",
        get_target_position="to",
        get_width="width",
        get_source_color="colour",
        get_target_color="colour",
        great_circle=False,
        get_height=0.4,
        pickable=True,
    )


def circle_rows(spec: ChartSpec, theme: Theme) -> list[dict[str, Any]]:
    """Circles of a map, largest first so that small ones stay on top: position, radius in pixels, colours, text."""
    data = spec.data
    if data.empty or "lon" not in data:
        return []
    placed = data.dropna(subset=["lon", "lat"]).sort_values("value", ascending=False, kind="stable")
    top = float(placed["value"].max()) if len(placed) else 0.0
    rows = []
    for row in placed.to_dict("records"):
        colour = hue(spec.colours.get(str(row["series"]), str(row["series"])), theme)
        hedged = str(row["qualifier"]) != "exact"
        label = str(row["x"]) if spec.map is not None and str(row["place"]) in spec.map.labels else ""
        rows.append(
            {
                "position": [float(row["lon"]), float(row["lat"])],
                "radius": round(radius(row["value"], top), 1),
                "fill": rgb(colour, 90 if hedged else 170),
                "line": rgb(colour),
                "tip": tip(row),
                "label": label,
                "name": str(row["x"] if isinstance(row["x"], str) else row["place_name"]),
                "counted": bool(pd.notna(row["value"])),
                "colour": colour,
                "hedged": hedged,
                "text": str(row["text"]),
            }
        )
    return rows


def arc_ends(arcs: pd.DataFrame) -> list[dict[str, Any]]:
    """Names at the ends of arcs that have `start_name` and `end_name`: position, label, offset in pixels.

    Ends at one point share a label. The start of the widest arc is named beside its point; every other name stands on
    the side of its point that is away from it, so that arcs do not run through names.
    """
    if "start_name" not in arcs or arcs.empty:
        return []
    found: dict[tuple[float, float], list[str]] = {}
    for a in arcs.to_dict("records"):
        for point, name in (((a["lon0"], a["lat0"]), a["start_name"]), ((a["lon1"], a["lat1"]), a["end_name"])):
            if name not in found.setdefault(point, []):
                found[point].append(name)
    widest = arcs.loc[arcs["value"].idxmax()]
    hub = (widest["lon0"], widest["lat0"])
    return [
        {
            "position": [float(p[0]), float(p[1])],
            "label": ", ".join(names),
            "offset": [46, -8] if p == hub else [0, -13 if p[1] > hub[1] else 13],
        }
        for p, names in found.items()
    ]


def arc_legend(spec: ChartSpec, theme: Theme) -> list[tuple[str, str]]:
    """Colour and name of each kind of arc, where the chart names its colours."""
    if spec.map is None or spec.map.arcs is None:
        return []
    drawn = set(spec.map.arcs["series"].astype(str))
    return [(hue(key, theme), name) for name, key in spec.colours.items() if key in drawn]


def _labels(named: list[dict[str, Any]], ink: dict[str, str], name: str = "labels") -> pdk.Layer:
    rows = [{key: each[key] for key in ("position", "label", "offset")} for each in named]
    return pdk.Layer(
        "TextLayer",
        rows,
        id=name,
        get_position="position",
        get_text="label",
        get_pixel_offset="offset",
        get_size=13,
        get_color=rgb(ink["text"]),
        font_family="'Source Sans, sans-serif'",
        character_set="'auto'",
        font_weight=600,
        pickable=False,
    )
