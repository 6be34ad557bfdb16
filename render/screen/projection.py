"""Projections in a chart over time: dashed lines without marks, and the band that the hedges allow."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charts.palette import translucent
from charts.spec import ChartSpec
from render.plan.marks import BAND
from render.screen.parts import hover, x_values


def projection_lines(spec: ChartSpec, rows: pd.DataFrame, name: str, colour: str) -> list[Any]:
    """A dashed line through projected rows; beneath it a band where they have a low and a high end."""
    if rows.empty:
        return []
    xs = x_values(spec, rows)
    traces: list[Any] = []
    ends = rows[["low", "high"]].notna().all(axis=1)
    if ends.any():
        inside = rows.loc[ends]
        across = x_values(spec, inside)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [*across, *reversed(across)],
                "y": [*inside["high"].tolist(), *reversed(inside["low"].tolist())],
                "fill": "toself",
                "fillcolor": translucent(colour, BAND),
                "line": {"width": 0},
                "showlegend": False,
                "hoverinfo": "skip",
                "name": f"{name}, bounds",
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": xs,
            "y": rows["value"].tolist(),
            "name": name,
            "showlegend": True,
            "text": hover(rows, several=True),
            "hovertemplate": "%{text}<extra></extra>",
            "line": {"color": colour, "width": 2, "dash": "dash"},
        }
    )
    return traces
