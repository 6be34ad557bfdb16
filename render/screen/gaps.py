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


def place_words(spec: ChartSpec, theme: Theme) -> list[dict[str, Any]]:
    """Annotations at the base of a chart: `no figure` where a series or category has none, `0` on stated zeros."""
    ink, names = INK[theme], series_of(spec)
    order = categories(spec) if spec.x_kind == "category" else []
    found = []
    if order:
        found = [
            _words(order.index(gap.category) + _aside(gap.series, names), NO_FIGURE, ink["muted"], turned(spec))
            for gap in drawn_gaps(spec)
        ]
    if spec.mark != "column" or spec.facet:
        return found
    zeros = spec.data.loc[(spec.data["value"] == 0) & (spec.data["role"] == "headline")]
    for row in as_records(zeros):
        dated = spec.x_kind == "date"
        at = (
            pd.Timestamp(row["x"]).strftime("%Y-%m-%d")
            if dated
            else order.index(str(row["x"])) + _aside(str(row["series"]), names)
        )
        found.append(_words(at, escape(str(row["text"])), ink["text"], turned(spec)))
    return found


def row_words(spec: ChartSpec, theme: Theme) -> list[dict[str, Any]]:
    """Annotations `no figure` in the rows of horizontal bars, the first category on top, where a series has none."""
    names, order = series_of(spec), categories(spec)
    return [
        _words(0, NO_FIGURE, INK[theme]["muted"], upright=False)
        | {
            "y": len(order) - 1 - order.index(gap.category) - _aside(gap.series, names),
            "xanchor": "left",
            "xshift": 3,
            "yanchor": "middle",
        }
        for gap in drawn_gaps(spec)
    ]


def _aside(series: str, names: list[str]) -> float:
    """How far from the middle of its category the column of a series stands, in categories."""
    return ((names.index(series) + 0.5) / len(names) - 0.5) * (1 - BAR_GAP) if series else 0.0


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
