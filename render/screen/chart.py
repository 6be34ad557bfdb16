"""Render a ChartSpec to a plotly figure: one look, hedged points that look hedged, gaps that stay gaps."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.gaps import categories
from charts.palette import INK, Theme, translucent
from charts.spec import LED, ChartSpec
from charts.text import cut
from render.plan.axes import spread
from render.plan.marks import DENSE, FAINT, OTHER, bar_share, size_of
from render.plan.panels import panel_grid
from render.plan.series import colour_of, event_labels, projected, runs, series_of, top_value
from render.screen.gaps import place_words
from render.screen.lanes import horizontal, spans, timeline
from render.screen.parts import (
    BAR_GAP,
    BOTTOM,
    DEFAULT_HEIGHT,
    FONT,
    SYMBOLS,
    TOP,
    category_axis,
    date_axis,
    hover,
    value_axis,
    whiskers,
    x_values,
)
from render.screen.projection import projection_lines
from render.screen.sankey import sankey


def figure(spec: ChartSpec, theme: Theme = "light") -> go.Figure:
    """Draw every mark but a map. Raises ValueError for a map, which `charts.deck` renders."""
    if spec.mark == "map":
        raise ValueError(f"{spec.name} is a map; render it with charts.deck")
    ink = INK[theme]
    layout: dict[str, Any] = {
        "font": {"family": FONT, "size": 13, "color": ink["text"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 14, "t": TOP, "b": BOTTOM},
        "height": spec.height or DEFAULT_HEIGHT.get(spec.mark, 340),
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": ink["paper"],
            "bordercolor": ink["axis"],
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": ink["text"]},
        },
        "bargap": BAR_GAP,
        "annotations": [],
        "shapes": [],
        "dragmode": False,
    }
    if spec.mark in ("bar", "dumbbell"):
        traces = horizontal(spec, theme, layout)
    elif spec.mark == "spans":
        traces = spans(spec, theme, layout)
    elif spec.mark == "timeline":
        traces = timeline(spec, theme, layout)
    elif spec.mark == "sankey":
        traces = sankey(spec, theme, layout)
    elif spec.facet:
        traces = _facets(spec, theme, layout)
    else:
        traces = _over_time(spec, theme, layout)
    return go.Figure({"data": traces, "layout": layout}, skip_invalid=False)


def _over_time(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    data, names = spec.data, series_of(spec)
    if data.empty:
        return []
    layout["yaxis"] = value_axis(top_value(spec, data), spec.unit, theme)
    if spec.x_kind == "date":
        layout["xaxis"] = date_axis(data["x"], theme)
    else:
        layout["xaxis"] = category_axis(categories(spec), theme)
    layout["barmode"] = "stack" if spec.mark == "stacked" else "group"
    traces = [trace for name in names for trace in _series(spec, name, theme, several=len(names) > 1)]
    if len(names) > 1:
        if spec.mark in ("line", "step") and not projected(data).any():
            _end_labels(spec, theme, layout, names)
        else:
            layout["showlegend"] = True
            layout["legend"] = {
                "orientation": "h",
                "y": 1.0,
                "yanchor": "bottom",
                "x": 0,
                "xanchor": "left",
                "itemclick": False,
                "itemdoubleclick": False,
                "font": {"size": 12},
                "traceorder": "normal",
            }
            layout["margin"]["t"] = 40
    layout["annotations"] += place_words(spec, theme)
    if spec.markers and spec.x_kind == "date":
        _event_marks(spec, theme, layout)
    return traces


def _series(
    spec: ChartSpec, name: str, theme: Theme, *, several: bool, axes: dict[str, str] | None = None
) -> list[Any]:
    rows = spec.data.loc[spec.data["series"].astype(str) == name]
    colour = colour_of(spec, name, theme)
    axes = axes or {}
    ahead = projected(rows)
    if ahead.any():
        return projection_lines(spec, rows.loc[ahead], name, colour)
    led = rows["role"].isin(LED)
    lead, others = rows.loc[led], rows.loc[~led]
    traces: list[Any] = []
    if len(others):
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": f"{name}, other statements",
                "showlegend": False,
                "x": x_values(spec, others),
                "y": others["value"].tolist(),
                "text": hover(others, several=several),
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "symbol": [SYMBOLS[q] for q in others["qualifier"].astype(str)],
                    "size": OTHER,
                    "color": translucent(colour, FAINT),
                    "line": {"color": translucent(colour, FAINT), "width": 1},
                },
                "error_y": whiskers(others, translucent(colour, FAINT)),
                **axes,
            }
        )
    if spec.mark in ("column", "stacked"):
        traces.append(_columns(spec, lead, name, colour, theme, several=several) | axes)
        return traces
    if spec.mark in ("line", "step") and len(lead):
        xs, ys = _with_gaps(lead)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": xs,
                "y": ys,
                "name": name,
                "showlegend": False,
                "line": {"color": colour, "width": 2, "shape": "hv" if spec.mark == "step" else "linear"},
                "hoverinfo": "skip",
                "connectgaps": False,
                **axes,
            }
        )
    if len(lead):
        dense = len(lead) > DENSE
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "showlegend": several and (spec.mark == "dots" or bool(projected(spec.data).any())),
                "x": x_values(spec, lead),
                "y": lead["value"].tolist(),
                "text": hover(lead, several=several),
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
                "marker": {
                    "symbol": [SYMBOLS[q] for q in lead["qualifier"].astype(str)],
                    "size": size_of(len(lead)),
                    "color": colour,
                    "line": {"color": colour, "width": 0 if dense else 1.6},
                },
                "error_y": whiskers(lead, colour),
                **axes,
            }
        )
    return traces


def _columns(
    spec: ChartSpec, rows: pd.DataFrame, name: str, colour: str, theme: Theme, *, several: bool
) -> dict[str, Any]:
    shares = [bar_share(hedge) for hedge in rows["qualifier"].astype(str)]
    trace: dict[str, Any] = {
        "type": "bar",
        "name": name,
        "x": x_values(spec, rows),
        "y": rows["value"].tolist(),
        "text": hover(rows, several=several),
        "hovertemplate": "%{text}<extra></extra>",
        "textposition": "none",
        # Each series keeps its place in every category, also where it shares none with another.
        "offsetgroup": name if spec.mark == "column" and not spec.facet else "",
        "marker": {
            "color": [translucent(colour, share) if share < 1 else colour for share in shares],
            "line": {"color": colour, "width": [1.4 if share < 1 else 0 for share in shares]},
        },
        "error_y": whiskers(rows, INK[theme]["text"]),
    }
    if spec.x_kind == "date" and len(rows):
        span = (pd.Timestamp(spec.data["x"].max()) - pd.Timestamp(spec.data["x"].min())).days
        trace["width"] = max(span / 140, 0.7) * 86_400_000
    return trace


def _with_gaps(rows: pd.DataFrame) -> tuple[list[str | None], list[float | None]]:
    xs: list[str | None] = []
    ys: list[float | None] = []
    dates = list(pd.to_datetime(rows["x"]))
    numbers = runs(dates)
    for place, (x, y) in enumerate(zip(dates, rows["value"], strict=True)):
        if place and numbers[place] != numbers[place - 1]:
            xs.append(dates[place - 1].strftime("%Y-%m-%d"))
            ys.append(None)
        xs.append(x.strftime("%Y-%m-%d"))
        ys.append(float(y))
    return xs, ys


def _end_labels(spec: ChartSpec, theme: Theme, layout: dict[str, Any], names: list[str]) -> None:
    """Name each line at its last point; the labels share the right margin without overlapping."""
    lead = spec.data.loc[spec.data["role"].isin(LED)]
    ends = [
        (name, lead.loc[lead["series"].astype(str) == name].iloc[-1])
        for name in names
        if (lead["series"].astype(str) == name).any()
    ]
    inner = layout["height"] - TOP - BOTTOM
    top = layout["yaxis"]["range"][1]
    wanted = [row["value"] / top * inner for _, row in ends]
    placed = spread(wanted, 16, 6, inner)
    layout["margin"]["r"] = 14 + min(int(max(len(name) for name, _ in ends) * 6.6) + 6, 190)
    for (name, row), want, got in zip(ends, wanted, placed, strict=True):
        layout["annotations"].append(
            {
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 6,
                "y": row["value"],
                "yref": "y",
                "yshift": got - want,
                "yanchor": "middle",
                "text": escape(cut(name, 30)),
                "showarrow": False,
                "font": {"color": colour_of(spec, name, theme), "size": 13},
                "align": "left",
            }
        )


def _event_marks(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> None:
    """Numbered hairlines; the card lists what each number stands for."""
    ink = INK[theme]
    first, last = (pd.Timestamp(edge) for edge in layout["xaxis"]["range"])
    for marker in spec.markers:
        date = marker.date.strftime("%Y-%m-%d")
        layout["shapes"].append(
            {
                "type": "line",
                "x0": date,
                "x1": date,
                "xref": "x",
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "layer": "below",
                "line": {"color": ink["axis"], "width": 1, "dash": "dot"},
            }
        )
    for start, text, told in event_labels(spec.markers, (last - first) * 0.03):
        layout["annotations"].append(
            {
                "x": start.strftime("%Y-%m-%d"),
                "xref": "x",
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "text": text,
                "showarrow": False,
                "font": {"size": 11, "color": ink["muted"]},
                "hovertext": escape("; ".join(told)),
            }
        )


def _facets(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    """Small multiples, one panel a series, with one common scale so that panels compare."""
    data, names, ink = spec.data, series_of(spec), INK[theme]
    if data.empty:
        return []
    columns, lines = panel_grid(len(names))
    layout["height"] = spec.height or 50 + 150 * lines
    top = top_value(spec, data)
    days = date_axis(data["x"], theme, 4) if spec.x_kind == "date" else None
    # Months take two lines beneath each panel.
    foot = 52 if days is not None and any("<br>" in text for text in days["ticktext"]) else 26
    order = categories(spec)
    wide, tall = 1 / columns, 1 / lines
    traces: list[Any] = []
    for position, name in enumerate(names):
        row, column = divmod(position, columns)
        tag = "" if position == 0 else str(position + 1)
        high = 1 - row * tall - 22 / layout["height"]
        layout[f"yaxis{tag}"] = value_axis(top, spec.unit, theme, 3) | {
            "domain": [1 - (row + 1) * tall + foot / layout["height"], high],
            "anchor": f"x{tag}",
            "showticklabels": column == 0,
            "automargin": column == 0,
        }
        axis = days or category_axis(order, theme)
        layout[f"xaxis{tag}"] = axis | {
            "domain": [column * wide, (column + 1) * wide - 0.035],
            "anchor": f"y{tag}",
            "automargin": False,
            "tickangle": 0,
            "ticklabeloverflow": "hide past domain",
        }
        layout["annotations"].append(
            {
                "x": column * wide,
                "xref": "paper",
                "xanchor": "left",
                "y": high,
                "yref": "paper",
                "yanchor": "bottom",
                "text": f"<b>{escape(cut(name, 24 if columns > 2 else 34))}</b>",
                "showarrow": False,
                "font": {"size": 12, "color": ink["text"]},
            }
        )
        traces += _series(spec, name, theme, several=False, axes={"xaxis": f"x{tag}", "yaxis": f"y{tag}"})
    for trace in traces:
        trace["showlegend"] = False
    layout["barmode"] = "overlay"
    return traces
