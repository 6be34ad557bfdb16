"""What a map says, before anyone draws it: classes of areas, circles, ends of arcs, legends, what it does not imply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import pandas as pd

from analysis.words import date_text, month_text, number_text, period_text
from charts.palette import CLASSES, INK, Theme, hue
from charts.spec import ChartSpec, MapView
from loaders.frames import as_records

LARGEST_RADIUS = 34  # pixels, for the largest circle of a map
SMALLEST_RADIUS = 4
_ARC, _WORLD_ARC = (1.0, 10.0), (0.7, 3.2)  # pixels of the thinnest arc and of the widest
# What is read of a row for its circle.
_READ = ["x", "place", "place_name", "series", "value", "text", "qualifier", "lon", "lat", "period_start"]
_READ += ["period_end", "date_precision", "publisher", "published", "published_precision"]
EMPTY_RADIUS = 6  # of a ring with a cross, which stands for a place of which nobody is left


def class_colours(count: int, theme: Theme) -> tuple[str, ...]:
    """`count` of the five class colours, spread so that the darkest is always used for the highest class."""
    ramp = CLASSES[theme]
    if count >= len(ramp):
        return ramp
    return tuple(ramp[round((i + 1) * (len(ramp) - 1) / count)] for i in range(count))


def class_texts(bounds: tuple[float, ...], unit: str) -> list[str]:
    """Legend text of each class: `up to 1,200`, `1,201 to 5,000` and so on; what is no count begins at the bound."""
    texts = []
    counted = number_text(0, unit) == number_text(0) and all(bound == int(bound) for bound in bounds)
    for i, bound in enumerate(bounds):
        low = f"{number_text(bounds[i - 1] + counted, unit)} to " if i else "up to "
        if i and counted and bounds[i - 1] + 1 == bound:
            low = ""
        texts.append(low + number_text(bound, unit))
    return texts


def area_legend(view: MapView, unit: str, theme: Theme, land: str = "") -> list[tuple[str, str]]:
    """Colour and text of each class of the filled areas, the lowest first; numbers end with those without a figure.

    On a map of the world these are as the other `land` is, by default that of the screen.
    """
    if view.classes:
        return list(zip(class_colours(len(view.classes), theme), view.classes, strict=True))
    if not view.breaks:
        return []
    colours = class_colours(len(view.breaks), theme)
    none = (land or INK[theme]["land"]) if view.base == "world" else INK[theme]["none"]
    return [*zip(colours, class_texts(view.breaks, unit), strict=True), (none, "no figure")]


def radius(value: float, largest: float) -> float:
    """Pixel radius whose circle area is proportional to the value."""
    if not largest or pd.isna(value) or value <= 0:
        return SMALLEST_RADIUS
    return max(LARGEST_RADIUS * sqrt(value / largest), SMALLEST_RADIUS)


def arc_width(spec: ChartSpec, value: float, largest: float) -> float:
    """Pixel width of an arc, wider with the number; thin on a map of the world, where many start at one place."""
    world = spec.map is not None and spec.map.base == "world"
    thin, wide = _WORLD_ARC if world else _ARC
    return round(thin + (wide - thin) * sqrt(value / largest), 1)


def tip(row: Mapping[str, Any]) -> str:
    """Tooltip of one circle as plain text, a line each: place, figure, date, source."""
    when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
    said = str(row["publisher"])
    if pd.notna(row["published"]):
        said += f", {date_text(row['published'], str(row['published_precision']))}"
    label = row["x"] if isinstance(row["x"], str) else row["place_name"]
    return "\n".join((str(label), str(row["text"]), when, said))


def area_classes(spec: ChartSpec) -> dict[str, tuple[int, str, str]]:
    """For each filled area, keyed by ISO code: its class, its name and the text of its figure."""
    if spec.map is None or spec.map.areas is None:
        return {}
    return {str(a["iso"]): (int(a["klass"]), str(a["name"]), str(a["text"])) for a in as_records(spec.map.areas)}


def circle_rows(spec: ChartSpec, theme: Theme) -> list[dict[str, Any]]:
    """Circles of a map, largest first so that small ones stay on top: position, radius in pixels, colour, words.

    `label` is what stands beside the circle, `said` its name and figure; `empty` are those with the figure 0.
    """
    data = spec.data
    if data.empty or "lon" not in data:
        return []
    placed = data[_READ].dropna(subset=["lon", "lat"]).sort_values("value", ascending=False, kind="stable")
    top = float(placed["value"].max()) if len(placed) else 0.0
    zeros, aged = (spec.map.zeros, spec.map.aged) if spec.map is not None else ({}, {})
    rows = []
    for row in as_records(placed):
        name, text = str(row["x"] if isinstance(row["x"], str) else row["place_name"]), str(row["text"])
        place, counted, empty = str(row["place"]), bool(pd.notna(row["value"])), row["value"] == 0
        word = zeros.get(place, "") if empty else ""
        # The date stands with the figure: two lines of like length have room where one long one has none.
        figure = f"{text} ({aged[place]})" if place in aged else text
        label = f"{name} ({word})" if word else f"{name}\n{figure}" if counted else name
        rows.append(
            {
                "position": [float(row["lon"]), float(row["lat"])],
                "radius": EMPTY_RADIUS if empty else round(radius(row["value"], top), 1),
                "colour": hue(spec.colours.get(str(row["series"]), str(row["series"])), theme),
                "hedged": str(row["qualifier"]) != "exact",
                "empty": bool(empty),
                "counted": counted,
                "tip": tip(row),
                "label": label,
                "text": text,
                "dated": _dated(row),
                "said": f"{name}: {text}",
                "word": word or text,
            }
        )
    return rows


def _dated(row: Mapping[str, Any]) -> str:
    """The figure of a day with its month, as the key to the sizes has it; one of a period is told by the subtitle."""
    if pd.isna(row["period_end"]) or pd.notna(row["period_start"]):
        return str(row["text"])
    return f"{row['text']} ({month_text(row['period_end'], str(row['date_precision']))})"


def empty_legend(circles: Sequence[Mapping[str, Any]]) -> str:
    """What a ring with a cross means on this map: `closed`, `closed or empty`; nothing where none is drawn."""
    return " or ".join(sorted({str(circle["word"]) for circle in circles if circle["empty"]}))


def arc_ends(arcs: pd.DataFrame) -> list[dict[str, Any]]:
    """Names of the ends of arcs that have `start_name` and `end_name`: position and label, that of the most first.

    Places at one point share a label.
    """
    if "start_name" not in arcs or arcs.empty:
        return []
    found: dict[tuple[float, float], list[str]] = {}
    for a in as_records(arcs.sort_values("value", ascending=False, kind="stable")):
        for point, name in (((a["lon0"], a["lat0"]), a["start_name"]), ((a["lon1"], a["lat1"]), a["end_name"])):
            if name not in found.setdefault(point, []):
                found[point].append(name)
    return [{"position": [float(p[0]), float(p[1])], "label": "; ".join(names)} for p, names in found.items()]


def arc_legend(spec: ChartSpec, theme: Theme) -> list[tuple[str, str]]:
    """Colour and name of each kind of arc, where the chart names its colours."""
    if spec.map is None or spec.map.arcs is None:
        return []
    drawn = set(spec.map.arcs["series"].astype(str))
    return [(hue(key, theme), name) for name, key in spec.colours.items() if key in drawn]
