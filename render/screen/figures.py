"""Figures on the screen that are words of their own: at points over dates, and beside the middles of columns."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Any

import pandas as pd

from charts.palette import INK, Theme
from charts.text import one_line
from render.plan.over import SIZE as OVER
from render.plan.plan import Plan
from render.plan.told import AWAY, SIZE
from render.screen.gaps import place_aside

_NO_AXES: Mapping[str, str] = MappingProxyType({})
_OVER_AWAY = 3  # pixels from a column to words beside its middle, as plotly keeps between a column and its own


def figures_aside(plan: Plan, theme: Theme, axes: Mapping[str, str] = _NO_AXES) -> list[dict[str, Any]]:
    """The figures over columns whose words stand beside the middles of these; `axes` are those of panels by series."""
    names = [] if plan.faceted else [one.name for one in plan.series]
    return [
        {
            "x": point.place + place_aside(point.series if names else "", names),
            "y": point.value,
            "xref": f"x{axes.get(point.series, '')}",
            "yref": f"y{axes.get(point.series, '')}",
            "xanchor": "center",
            "yanchor": "bottom",
            "xshift": round(plan.over[point.at], 1),
            "yshift": _OVER_AWAY,
            "borderpad": 0,
            "name": "figure",
            "text": escape(one_line(point.words)),
            "showarrow": False,
            "font": {"color": INK[theme]["text"], "size": OVER},
        }
        for point in plan.points
        if plan.over.get(point.at) and point.high is None
    ]


def totals(plan: Plan, theme: Theme) -> list[dict[str, Any]]:
    """The totals over the middles of stacks."""
    return [
        {
            "x": one.place,
            "y": one.value,
            "xref": "x",
            "yref": "y",
            "xanchor": "center",
            "yanchor": "bottom",
            "yshift": _OVER_AWAY,
            "borderpad": 0,
            "name": "total",
            "text": "<br>".join(map(escape, one.lines)),
            "showarrow": False,
            "font": {"color": INK[theme]["text"], "size": OVER},
        }
        for one in plan.totals
    ]


def figures(plan: Plan, theme: Theme, axes: Mapping[str, str] = _NO_AXES) -> list[dict[str, Any]]:
    """The figures written at points over dates; `axes` are those of panels by series."""
    places = {
        "above": ("center", "bottom", 0, AWAY),
        "below": ("center", "top", 0, -AWAY),
        "right": ("left", "middle", AWAY, 0),
        "left": ("right", "middle", -AWAY, 0),
    }
    found = []
    for one in plan.told:
        xanchor, yanchor, right, up = places[one.side]
        found.append(
            {
                "x": pd.Timestamp(one.point.x).strftime("%Y-%m-%d"),
                "y": one.value,
                "xref": f"x{axes.get(one.point.series, '')}",
                "yref": f"y{axes.get(one.point.series, '')}",
                "xanchor": xanchor,
                "yanchor": yanchor,
                "xshift": round(right + one.aside, 1),
                "yshift": up,
                "borderpad": 0,
                "name": "figure",
                "text": escape(one.words),
                "showarrow": False,
                "font": {"color": plan.of(one.point.series).colour(theme), "size": SIZE},
            }
        )
    return found
