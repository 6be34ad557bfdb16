"""Words on the screen in places of columns that would else look alike: that there is no figure, or that it is zero."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from charts.gaps import NO_FIGURE, categories, drawn_gaps, turned
from charts.palette import INK, Theme
from charts.spec import ChartSpec
from loaders.frames import as_records
from render.plan.series import series_of
from render.screen.parts import BAR_GAP

_SIZE = 11
_NARROW = 9  # pixels of a place beside which the words of the next would cover its own


def place_words(spec: ChartSpec, theme: Theme, width: float) -> list[dict[str, Any]]:
    """Annotations at the base of a chart: `no figure` where a series or category has none, `0` on stated zeros.

    Where the places of a chart of some width are too narrow, neighbours without a figure share the words.
    """
    ink, names = INK[theme], series_of(spec)
    order = categories(spec) if spec.x_kind == "category" else []
    found = []
    if order:
        places = [order.index(gap.category) + place_aside(gap.series, names) for gap in drawn_gaps(spec)]
        apart = (1 - BAR_GAP) / len(names)
        if apart * width / len(order) < _NARROW:
            places = _shared(places, apart)
        found = [_words(place, NO_FIGURE, ink["muted"], turned(spec)) for place in places]
    if spec.mark != "column" or spec.facet:
        return found
    zeros = spec.data[(spec.data["value"] == 0) & (spec.data["role"] == "headline")]
    for row in as_records(zeros):
        dated = spec.x_kind == "date"
        at = (
            pd.Timestamp(row["x"]).strftime("%Y-%m-%d")
            if dated
            else order.index(str(row["x"])) + place_aside(str(row["series"]), names)
        )
        found.append(_words(at, escape(str(row["text"])), ink["text"], turned(spec)))
    return found


def row_words(spec: ChartSpec, theme: Theme, gap: float) -> list[dict[str, Any]]:
    """Annotations `no figure` in the rows of horizontal bars, the first category on top, where a series has none.

    `gap` is the share of a row that its bars leave free.
    """
    names, order = series_of(spec), categories(spec)
    return [
        _words(0, NO_FIGURE, INK[theme]["muted"], upright=False)
        | {
            "y": len(order) - 1 - order.index(one.category) - place_aside(one.series, names, gap),
            "xanchor": "left",
            "xshift": 3,
            "yanchor": "middle",
        }
        for one in drawn_gaps(spec)
    ]


def _shared(places: list[float], apart: float) -> list[float]:
    """The middles of those places that stand side by side in their category, as far `apart` as its columns."""
    runs: list[list[float]] = []
    for place in sorted(places):
        if runs and place - runs[-1][-1] < apart * 1.01:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [sum(run) / len(run) for run in runs]


def place_aside(series: str, names: list[str], gap: float = BAR_GAP) -> float:
    """How far from the middle of its category the column of a series stands, in categories with so much of a gap."""
    return ((names.index(series) + 0.5) / len(names) - 0.5) * (1 - gap) if series else 0.0


def _words(at: float | str, text: str, colour: str, upright: bool) -> dict[str, Any]:  # noqa: FBT001 - a look
    return {
        "x": at,
        "xref": "x",
        "y": 0,
        "yref": "y",
        "yanchor": "bottom",
        "text": text,
        "textangle": -90 if upright else 0,
        "showarrow": False,
        "font": {"size": _SIZE, "color": colour},
    }
