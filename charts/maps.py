"""What a map says: the classes of its areas, and what it does not imply."""

from __future__ import annotations

import pandas as pd

from charts.spec import ChartSpec
from loaders.frames import texts

_BOUNDARIES = "Boundaries and names are those of Natural Earth's de facto map and imply no endorsement."


_TOWN_POINTS = (
    "Camps and prisons stand at town points where their own position is not public, "
    "side by side where they would cover each other."
)


_AT_TOWNS = {"camp", "detention_facility"}  # kinds of places of which the second sentence is true


def disclaimer(spec: ChartSpec) -> str:
    """What a map does not imply: of its boundaries, and of the positions of camps and prisons where it shows any.

    Empty for a chart that is no map.
    """
    if spec.mark != "map":
        return ""
    return " ".join([_BOUNDARIES, _TOWN_POINTS] if _kinds(spec) & _AT_TOWNS else [_BOUNDARIES])


def _kinds(spec: ChartSpec) -> set[str]:
    """Kinds of the places that circles and ends of arcs stand for."""
    data, arcs = spec.data, spec.map.arcs if spec.map is not None else None
    found: set[str] = set()
    if "place_kind" in data:
        found |= set(texts(data.loc[data["lon"].notna(), "place_kind"]))
    if arcs is not None and "start_kind" in arcs:
        found |= set(texts(arcs["start_kind"])) | set(texts(arcs["end_kind"]))
    return found


def breaks(values: pd.Series, classes: int = 5) -> tuple[float, ...]:
    """Upper bounds of `classes` classes by quantile, rounded to two digits, so that each holds about as many areas.

    Zero and missing values are left out; fewer distinct values give fewer classes.
    """
    held = values[values > 0].dropna()
    if held.empty:
        return ()
    bounds = [_round(float(held.quantile((i + 1) / classes))) for i in range(classes - 1)]
    return (*sorted({b for b in bounds if b < held.max()}), float(held.max()))


def _round(value: float) -> float:
    size = 10 ** max(len(str(int(value))) - 2, 0)
    return float(round(value / size) * size) or 1.0


def klass(value: float, bounds: tuple[float, ...]) -> int:
    """Class of a value, 0 the lowest; -1 where there is no figure."""
    if pd.isna(value):
        return -1
    return next((i for i, bound in enumerate(bounds) if value <= bound), max(len(bounds) - 1, 0))
