"""The checks of a place's point: inside the country that the place names, and near the place that it lies in.

Boundaries come from `geo/`; they are simplified, so a point may lie a few kilometres beyond a line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.geo import rings
from loaders.problems import Problem
from loaders.rules.checks import Check, Finding, Tables
from loaders.schema import Rule

BOUNDARIES = "boundaries"
FILES = tuple(f"geo/{name}.geojson" for name in ("world", "governorates"))
_KM_A_DEGREE = 111.2

Edges = npt.NDArray[np.float64]


class _Point(NamedTuple):
    lat: float
    lon: float


def boundaries(files: Mapping[str, bytes | Problem]) -> pd.DataFrame:
    """Return the sides of all boundaries: `code` (ISO 3166-1 alpha-3 of a country, key of a governorate) and its ends.

    Iraq and Syria are their governorates, which are drawn finer than the world. A file that is absent or cannot be read
    is left out: the maps say what is wrong with it.
    """
    return _boundaries(tuple(data for data in map(files.get, FILES) if isinstance(data, bytes)))


@lru_cache(maxsize=2)
def _boundaries(contents: tuple[bytes, ...]) -> pd.DataFrame:
    """The boundaries change hardly ever, so one result serves every later load."""
    drawn: dict[str, list[Edges]] = {}
    for data in contents:
        own: dict[str, list[Edges]] = {}
        for code, edges in _outlines(data):
            own.setdefault(code, []).append(edges)
        drawn |= own
    names = [code for code, own in drawn.items() for _ in range(sum(map(len, own)))]
    sides = np.concatenate([np.empty((0, 4)), *(edges for own in drawn.values() for edges in own)])
    return pd.DataFrame(sides, columns=["lon", "lat", "to_lon", "to_lat"]).assign(code=names)


def _outlines(data: bytes) -> Iterator[tuple[str, Edges]]:
    try:
        features = json.loads(data)["features"]
        for feature in features:
            own = feature["properties"]
            sides = [np.hstack([ring[:-1], ring[1:]]) for ring in map(np.array, rings(feature))]
            # A governorate belongs to its country too: lines that two of them share cancel each other.
            for code in filter(None, (own.get("iso3") or own.get("country"), own.get("pcode") and own["place"])):
                yield code, np.concatenate(sides)
    except (KeyError, TypeError, ValueError, AttributeError):
        return


def point_in_country(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """A point lies in the country that the place names, within `kilometres` of its boundary."""
    near = float(rule.options["kilometres"])
    outlines = _by_code(tables[BOUNDARIES])
    for label, lat, lon, country in zip(frame.index, frame["lat"], frame["lon"], frame["country"], strict=True):
        sides = outlines.get(country)
        if math.isnan(lat) or math.isnan(lon) or sides is None:
            continue
        off = _away(_Point(lat, lon), sides)
        if off <= near:
            continue
        value = f"{lat:g}, {lon:g}"
        if lat == 0 or lon == 0:
            hint = "A zero stands for a point that is not known: leave both cells empty."
        elif _away(_Point(lon, lat), sides) <= near:
            hint = f"Latitude and longitude are swapped: write {lon:g} as lat and {lat:g} as lon."
        else:
            hint = "Look for a digit or a sign too many or too few, or another country."
        yield Finding(label, "lat", value, {"country": country, "kilometres": f"{off:.0f}", "suggestion": hint})


def point_near_parent(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """A point lies in the governorate that is the place's parent, or near the point of any other parent.

    `kilometres` is how far it may lie beyond the boundary, `between_points` how far from the point of a parent of the
    `kinds` that are small enough to have one.
    """
    near, apart = float(rule.options["kilometres"]), float(rule.options["between_points"])
    outlines = _by_code(tables[BOUNDARIES])
    small = frame[frame["kind"].isin(rule.options["kinds"]).to_numpy() & frame["lat"].notna().to_numpy()]
    points = dict(zip(small["place"], map(_Point, small["lat"], small["lon"]), strict=True))
    for label, lat, lon, parent in zip(small.index, small["lat"], small["lon"], small["parent"], strict=True):
        point, above = _Point(lat, lon), points.get(parent)
        if parent in outlines:
            off, limit = _away(point, outlines[parent]), near
        elif above is not None:
            off, limit = _kilometres(point, above), apart
        else:
            continue
        if off > limit:
            yield Finding(label, "lat", f"{lat:g}, {lon:g}", {"parent": parent, "kilometres": f"{off:.0f}"})


def _by_code(sides: pd.DataFrame) -> dict[str, Edges]:
    columns = sides[["lon", "lat", "to_lon", "to_lat"]].to_numpy()
    at = sides.groupby("code", sort=False).indices
    return {str(code): columns[rows] for code, rows in at.items()}


def _away(point: _Point, sides: Edges) -> float:
    """Kilometres from a point to the area within `sides`, 0 inside it (even-odd rule)."""
    lon, lat, to_lon, to_lat = sides.T
    crosses = (lat > point.lat) != (to_lat > point.lat)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = lon + (point.lat - lat) / (to_lat - lat) * (to_lon - lon)
    if np.count_nonzero(crosses & (at > point.lon)) % 2:
        return 0.0
    # Degrees as kilometres around the point: true enough for the few tens of kilometres that matter.
    wide = math.cos(math.radians(point.lat))
    x, y = (lon - point.lon) * wide, lat - point.lat
    dx, dy = (to_lon - lon) * wide, to_lat - lat
    length = np.maximum(dx * dx + dy * dy, 1e-12)
    along = np.clip(-(x * dx + y * dy) / length, 0, 1)
    return float(np.sqrt(((x + along * dx) ** 2 + (y + along * dy) ** 2).min())) * _KM_A_DEGREE


def _kilometres(one: _Point, other: _Point) -> float:
    wide = math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot((one.lon - other.lon) * wide, one.lat - other.lat) * _KM_A_DEGREE


POINT_CHECKS: dict[str, Check] = {"point_in_country": point_in_country, "point_near_parent": point_near_parent}
