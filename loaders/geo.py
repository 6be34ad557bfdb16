"""Load the boundaries that the maps draw: plain GeoJSON from data/geo, checked for what the renderers rely on.

How the files are made, and what their lines mean, is in data/geo/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FeatureCollection = dict[str, Any]
Ring = list[tuple[float, float]]

# What every feature of a file says of itself, as text.
_PROPERTIES = {
    "governorates": ("place", "name", "iso_3166_2", "pcode", "country"),
    "region": ("iso3", "name"),
    "world": ("iso3", "place", "name"),
}
FILES = tuple(f"geo/{name}.geojson" for name in _PROPERTIES)


class GeoError(ValueError):
    """A boundary file that cannot be used: `file` is relative to the data folder, `problem` says what is wrong."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Geo:
    """Boundaries in degrees (WGS 84), each a GeoJSON FeatureCollection of Polygons and MultiPolygons.

    governorates: Iraq and Syria, with `place, name, iso_3166_2, pcode, country`.
    region: the countries around them, up to the same lines, with `iso3, name`.
    world: the countries of the world, coarser, with `iso3, place, name`; `place` is empty where the figures name none.
    """

    governorates: FeatureCollection
    region: FeatureCollection
    world: FeatureCollection


def load_geo(directory: str | Path = "data") -> Geo:
    """Read the three boundary files of a data folder.

    Raises GeoError for the first file that is missing, is not JSON, or holds a feature that no map could draw.
    """
    return Geo(**{name: _collection(Path(directory), name) for name in _PROPERTIES})


def rings(feature: Mapping[str, Any]) -> list[Ring]:
    """All rings of a feature as (longitude, latitude) pairs, outer rings before their holes, each closed.

    Fill them by the even-odd rule; outer rings run counter-clockwise (RFC 7946) and holes clockwise.
    """
    return [
        [(float(lon), float(lat)) for lon, lat in ring]
        for polygon in _polygons(feature["geometry"])
        for ring in polygon
    ]


def _polygons(geometry: Mapping[str, Any]) -> list[Any]:
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else list(coordinates)


def _collection(directory: Path, name: str) -> FeatureCollection:
    file = f"geo/{name}.geojson"
    try:
        raw = json.loads((directory / file).read_text(encoding="utf-8"))
    except OSError as error:
        raise GeoError(file, f"cannot be opened: {error.strerror}") from error
    except ValueError as error:  # covers text that is not UTF-8 and text that is not JSON
        raise GeoError(file, f"is not JSON in UTF-8: {error}") from error
    if not isinstance(raw, dict) or raw.get("type") != "FeatureCollection" or not isinstance(raw.get("features"), list):
        raise GeoError(file, "is not a GeoJSON FeatureCollection")
    if not raw["features"]:
        raise GeoError(file, "has no features")
    for number, feature in enumerate(raw["features"], start=1):
        problem = _fault(feature, _PROPERTIES[name])
        if problem:
            raise GeoError(file, f"feature {number}: {problem}")
    return raw


def _fault(feature: Any, wanted: tuple[str, ...]) -> str:
    """Say what keeps a feature from being drawn; empty when nothing does."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return "is not a GeoJSON Feature"
    properties, geometry = feature.get("properties"), feature.get("geometry")
    missing = [p for p in wanted if not isinstance(properties, dict) or not isinstance(properties.get(p), str)]
    if missing:
        return f"lacks the text property {', '.join(missing)}"
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return "has no Polygon or MultiPolygon geometry"
    return _ring_fault(feature)


def _ring_fault(feature: Mapping[str, Any]) -> str:
    try:
        outlines = rings(feature)
    except (KeyError, TypeError, ValueError):
        return "has coordinates that are not rings of longitude and latitude"
    if not outlines or any(len(ring) < 4 or ring[0] != ring[-1] for ring in outlines):
        return "has a ring that is not closed"
    if any(abs(lon) > 180 or abs(lat) > 90 for ring in outlines for lon, lat in ring):
        return "has coordinates beyond 180 degrees of longitude or 90 of latitude"
    return ""
