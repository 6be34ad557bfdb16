"""Render a ChartSpec to a plotly figure: one look, hedged points that look hedged, gaps that stay gaps."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.words import date_text, number_text, period_text
from charts.axes import spread, tick_texts, ticks
from charts.palette import INK, Theme, hue, translucent
from charts.spec import ChartSpec

FONT = '"Source Sans", "Source Sans Pro", "Noto Sans", sans-serif'
GAP_DAYS = 366  # a line is broken where no figure holds for more than a year
SYMBOLS = {
    "exact": "circle",
    "about": "circle-open",
    "estimate": "circle-open",
    "range": "circle-open",
    "at_least": "triangle-up-open",
    "at_most": "triangle-down-open",
}
_DEFAULT_HEIGHT = {"line": 340, "step": 340, "dots": 340, "column": 320, "stacked": 320}
_TOP, _BOTTOM = 26, 34


def figure(spec: ChartSpec, theme: Theme = "light") -> go.Figure:
    """Draw every mark but a map. Raises ValueError for a map, which `charts.deck` renders."""
    if spec.mark == "map":
        raise ValueError(f"{spec.name} is a map; render it with charts.deck")
    ink = INK[theme]
    layout: dict[str, Any] = {
        "font": {"family": FONT, "size": 13, "color": ink["text"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 14, "t": _TOP, "b": _BOTTOM, "pad": 2},
        "height": spec.height or _DEFAULT_HEIGHT.get(spec.mark, 340),
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": ink["paper"],
            "bordercolor": ink["axis"],
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": ink["text"]},
        },
        "bargap": 0.28,
        "annotations": [],
        "shapes": [],
        "dragmode": False,
    }
    if spec.mark in ("bar", "dumbbell"):
        traces = _horizontal(spec, theme, layout)
    elif spec.mark == "spans":
        traces = _spans(spec, theme, layout)
    elif spec.mark == "timeline":
        traces = _timeline(spec, theme, layout)
    elif spec.facet:
        traces = _facets(spec, theme, layout)
    else:
        traces = _over_time(spec, theme, layout)
    return go.Figure({"data": traces, "layout": layout}, skip_invalid=False)


def series_of(spec: ChartSpec) -> list[str]:
    """Series in the order of `spec.colours`, then in order of appearance."""
    found = list(dict.fromkeys(spec.data["series"].astype(str)))
    return [s for s in spec.colours if s in found] + [s for s in found if s not in spec.colours]


def _colour(spec: ChartSpec, name: str, theme: Theme) -> str:
    position = series_of(spec).index(name) if name in series_of(spec) else 0
    return hue(spec.colours.get(name, name), theme, position)


def hover(rows: pd.DataFrame, several: bool) -> list[str]:
    """Tooltip of every point: figure, what and when, who said it, when and where in the document. Text is escaped."""
    out = []
    for row in rows.to_dict("records"):
        when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
        lines = [f"<b>{escape(str(row['text']))}</b>" + (f" {escape(str(row['series']))}" if several else "")]
        if isinstance(row["x"], str) and row["x"] != when:
            lines.append(escape(row["x"]))
        lines.append(escape(when))
        said = escape(_cut(str(row["publisher"]), 60))
        if pd.notna(row["published"]) and row["basis"] == "stated":
            said += f", {escape(date_text(row['published'], str(row['published_precision'])))}"
        lines.append(f"<i>{said}</i>")
        if row["basis"] == "sum":
            lines.append(escape(_cut(str(row["note"]), 70)))
        elif row["locator"]:
            lines.append(escape(_cut(str(row["locator"]), 60)))
        if row["role"] in ("rival", "echo", "kept_out"):
            lines.append("other statement, not the headline")
        elif row["statements"] > 1 and row["basis"] == "stated" and row["rival_low"] != row["rival_high"]:
            spread_text = f"{number_text(row['rival_low'], row['unit'])} to {number_text(row['rival_high'], row['unit'])}"
            lines.append(escape(f"{row['statements']} statements, {spread_text}"))
        out.append("<br>".join(lines))
    return out


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _top(spec: ChartSpec, data: pd.DataFrame) -> float:
    drawn = data[["value", "high"]].max(axis=1)
    if spec.mark == "stacked":
        return float(drawn.groupby([data["x"]]).sum().max())
    return float(drawn.max())


def _value_axis(top: float, unit: str, theme: Theme, count: int = 5) -> dict[str, Any]:
    ink = INK[theme]
    values = ticks(top if top > 0 else 1, 0, count)
    return {
        "range": [0, values[-1] * 1.02],
        "tickvals": values,
        "ticktext": tick_texts(values, unit),
        "gridcolor": ink["grid"],
        "zeroline": True,
        "zerolinecolor": ink["axis"],
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": ink["muted"], "size": 12},
        "ticks": "",
    }


def _date_axis(data: pd.DataFrame, theme: Theme) -> dict[str, Any]:
    ink = INK[theme]
    first, last = pd.Timestamp(data["x"].min()), pd.Timestamp(data["x"].max())
    pad = max((last - first) * 0.03, pd.Timedelta(days=3))
    short = last - first < pd.Timedelta(days=120)
    return {
        "type": "date",
        "range": [(first - pad).isoformat(), (last + pad).isoformat()],
        "showgrid": False,
        "showline": True,
        "linecolor": ink["axis"],
        "ticks": "outside",
        "tickcolor": ink["axis"],
        "ticklen": 4,
        "tickformat": "%-d %b" if short else None,
        "nticks": 8,
        "fixedrange": True,
        "tickfont": {"color": ink["muted"], "size": 12},
    }


def _category_axis(order: list[str], theme: Theme) -> dict[str, Any]:
    ink = INK[theme]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": order,
        "showgrid": False,
        "showline": True,
        "linecolor": ink["axis"],
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": ink["muted"], "size": 12},
    }


def _over_time(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    data, names = spec.data, series_of(spec)
    if data.empty:
        return []
    layout["yaxis"] = _value_axis(_top(spec, data), spec.unit, theme)
    if spec.x_kind == "date":
        layout["xaxis"] = _date_axis(data, theme)
    else:
        layout["xaxis"] = _category_axis(list(dict.fromkeys(data["x"].astype(str))), theme)
    layout["barmode"] = "stack" if spec.mark == "stacked" else "group"
    traces = [trace for name in names for trace in _series(spec, name, theme, len(names) > 1)]
    if len(names) > 1:
        if spec.mark in ("line", "step"):
            _end_labels(spec, theme, layout, names)
        else:
            layout["showlegend"] = True
            layout["legend"] = {
                "orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "xanchor": "left", "itemclick": False,
                "itemdoubleclick": False, "font": {"size": 12}, "traceorder": "normal",
            }  # fmt: skip
            layout["margin"]["t"] = 40
    if spec.markers and spec.x_kind == "date":
        _event_marks(spec, theme, layout)
    return traces


def _series(spec: ChartSpec, name: str, theme: Theme, several: bool, axes: dict[str, str] | None = None) -> list[Any]:
    rows = spec.data.loc[spec.data["series"].astype(str) == name]
    colour = _colour(spec, name, theme)
    axes = axes or {}
    lead = rows.loc[rows["role"] == "headline"]
    others = rows.loc[rows["role"] != "headline"]
    traces: list[Any] = []
    if len(others):
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": f"{name}, other statements", "showlegend": False,
                "x": _xs(spec, others), "y": others["value"].tolist(), "text": hover(others, several),
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {"symbol": [SYMBOLS[q] for q in others["qualifier"].astype(str)], "size": 6,
                           "color": translucent(colour, 0.45), "line": {"color": translucent(colour, 0.55), "width": 1}},
                "error_y": _whiskers(others, translucent(colour, 0.4)), **axes,
            }
        )  # fmt: skip
    if spec.mark in ("column", "stacked"):
        traces.append(_columns(spec, lead, name, colour, theme, several) | axes)
        return traces
    if spec.mark in ("line", "step") and len(lead):
        xs, ys = _with_gaps(lead)
        traces.append(
            {
                "type": "scatter", "mode": "lines", "x": xs, "y": ys, "name": name, "showlegend": False,
                "line": {"color": colour, "width": 2, "shape": "hv" if spec.mark == "step" else "linear"},
                "hoverinfo": "skip", "connectgaps": False, **axes,
            }
        )  # fmt: skip
    if len(lead):
        dense = len(lead) > 90
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": name, "showlegend": spec.mark == "dots" and several,
                "x": _xs(spec, lead), "y": lead["value"].tolist(), "text": hover(lead, several),
                "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
                "marker": {"symbol": [SYMBOLS[q] for q in lead["qualifier"].astype(str)], "size": 4 if dense else 8,
                           "color": colour, "line": {"color": colour, "width": 0 if dense else 1.6}},
                "error_y": _whiskers(lead, colour), **axes,
            }
        )  # fmt: skip
    return traces


def _columns(
    spec: ChartSpec, rows: pd.DataFrame, name: str, colour: str, theme: Theme, several: bool
) -> dict[str, Any]:
    hedged = rows["qualifier"].astype(str) != "exact"
    trace: dict[str, Any] = {
        "type": "bar", "name": name, "x": _xs(spec, rows), "y": rows["value"].tolist(), "text": hover(rows, several),
        "hovertemplate": "%{text}<extra></extra>", "textposition": "none",
        "marker": {"color": [translucent(colour, 0.55) if h else colour for h in hedged],
                   "line": {"color": colour, "width": [1.4 if h else 0 for h in hedged]}},
        "error_y": _whiskers(rows, INK[theme]["text"]),
    }  # fmt: skip
    if spec.x_kind == "date" and len(rows):
        span = (pd.Timestamp(spec.data["x"].max()) - pd.Timestamp(spec.data["x"].min())).days
        trace["width"] = max(span / 140, 0.7) * 86_400_000
    return trace


def _xs(spec: ChartSpec, rows: pd.DataFrame) -> list[str]:
    if spec.x_kind == "date":
        return [pd.Timestamp(x).strftime("%Y-%m-%d") for x in rows["x"]]
    return rows["x"].astype(str).tolist()


def _with_gaps(rows: pd.DataFrame) -> tuple[list[str | None], list[float | None]]:
    xs: list[str | None] = []
    ys: list[float | None] = []
    before: pd.Timestamp | None = None
    for x, y in zip(pd.to_datetime(rows["x"]), rows["value"], strict=True):
        if before is not None and (x - before).days > GAP_DAYS:
            xs.append(before.strftime("%Y-%m-%d"))
            ys.append(None)
        xs.append(x.strftime("%Y-%m-%d"))
        ys.append(float(y))
        before = x
    return xs, ys


def _whiskers(rows: pd.DataFrame, colour: str) -> dict[str, Any]:
    low, high = rows["low"].astype(float), rows["high"].astype(float)
    if not (low.notna() | high.notna()).any():
        return {"visible": False}
    value = rows["value"].astype(float)
    return {
        "type": "data", "symmetric": False, "visible": True, "color": colour, "thickness": 1.4, "width": 4,
        "array": (high - value).clip(lower=0).fillna(0).tolist(),
        "arrayminus": (value - low).clip(lower=0).fillna(0).tolist(),
    }  # fmt: skip


def _end_labels(spec: ChartSpec, theme: Theme, layout: dict[str, Any], names: list[str]) -> None:
    """Name each line at its last point; the labels share the right margin without overlapping."""
    lead = spec.data.loc[spec.data["role"] == "headline"]
    ends = [(name, lead.loc[lead["series"].astype(str) == name].iloc[-1]) for name in names if (lead["series"].astype(str) == name).any()]
    inner = layout["height"] - _TOP - _BOTTOM
    top = layout["yaxis"]["range"][1]
    wanted = [row["value"] / top * inner for _, row in ends]
    placed = spread(wanted, 16, 6, inner)
    layout["margin"]["r"] = 14 + min(int(max(len(name) for name, _ in ends) * 6.6) + 6, 190)
    for (name, row), want, got in zip(ends, wanted, placed, strict=True):
        layout["annotations"].append(
            {
                "x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": row["value"], "yref": "y",
                "yshift": got - want, "yanchor": "middle", "text": escape(_cut(name, 30)), "showarrow": False,
                "font": {"color": _colour(spec, name, theme), "size": 13}, "align": "left",
            }
        )  # fmt: skip


def _event_marks(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> None:
    """Numbered hairlines; the card lists what each number stands for."""
    ink = INK[theme]
    for number, marker in enumerate(spec.markers, 1):
        date = marker.date.strftime("%Y-%m-%d")
        layout["shapes"].append(
            {"type": "line", "x0": date, "x1": date, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
             "line": {"color": ink["axis"], "width": 1, "dash": "dot"}}
        )  # fmt: skip
        layout["annotations"].append(
            {"x": date, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "text": str(number),
             "showarrow": False, "font": {"size": 11, "color": ink["muted"]}, "hovertext": escape(marker.label)}
        )  # fmt: skip


def _horizontal(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    """Bars from zero, or pairs of dots, one row a category; the figure with its hedge stands at the bar's end."""
    data, names, ink = spec.data, series_of(spec), INK[theme]
    if data.empty:
        return []
    order = list(dict.fromkeys(data["x"].astype(str)))
    rows_each = len(names) if spec.mark == "bar" else 1
    layout["height"] = spec.height or max(120, _TOP + 44 + len(order) * (12 + 15 * rows_each))
    top = _top(spec, data)
    layout["xaxis"] = _value_axis(top * (1.16 if spec.mark == "bar" else 1.04), spec.unit, theme, 4) | {"side": "bottom"}
    layout["xaxis"]["range"] = [0, max(layout["xaxis"]["range"][1], top * 1.3 if spec.mark == "bar" else top * 1.06)]
    layout["yaxis"] = _category_axis(order[::-1], theme) | {"showline": False, "tickfont": {"color": ink["text"], "size": 13}}
    layout["barmode"] = "group"
    layout["bargap"] = 0.3
    several = len(names) > 1
    traces: list[Any] = []
    if spec.mark == "dumbbell":
        for category in order:
            held = data.loc[(data["x"].astype(str) == category) & (data["role"] == "headline"), "value"]
            traces.append(
                {"type": "scatter", "mode": "lines", "x": [held.min(), held.max()], "y": [category, category],
                 "line": {"color": ink["axis"], "width": 2}, "hoverinfo": "skip", "showlegend": False}
            )  # fmt: skip
    for name in names if spec.mark == "dumbbell" else names[::-1]:
        rows = data.loc[data["series"].astype(str) == name]
        lead, others = rows.loc[rows["role"] == "headline"], rows.loc[rows["role"] != "headline"]
        colour = _colour(spec, name, theme)
        hedged = lead["qualifier"].astype(str) != "exact"
        if spec.mark == "dumbbell":
            traces.append(
                {"type": "scatter", "mode": "markers", "name": name, "x": lead["value"].tolist(),
                 "y": lead["x"].astype(str).tolist(), "text": hover(lead, several), "showlegend": several,
                 "hovertemplate": "%{text}<extra></extra>", "error_x": _whiskers(lead, colour),
                 "marker": {"symbol": [SYMBOLS[q] for q in lead["qualifier"].astype(str)], "size": 11, "color": colour,
                            "line": {"color": colour, "width": 1.8}}}
            )  # fmt: skip
        else:
            traces.append(
                {"type": "bar", "orientation": "h", "name": name, "x": lead["value"].tolist(),
                 "y": lead["x"].astype(str).tolist(), "text": [escape(t) for t in lead["text"].astype(str)],
                 "textposition": "outside", "cliponaxis": False, "textfont": {"size": 12, "color": ink["text"]},
                 "customdata": hover(lead, several), "hovertemplate": "%{customdata}<extra></extra>",
                 "error_x": _whiskers(lead, ink["text"]),
                 "marker": {"color": [translucent(colour, 0.55) if h else colour for h in hedged],
                            "line": {"color": colour, "width": [1.4 if h else 0 for h in hedged]}}}
            )  # fmt: skip
        if len(others):
            traces.append(
                {"type": "scatter", "mode": "markers", "x": others["value"].tolist(), "y": others["x"].astype(str).tolist(),
                 "text": hover(others, several), "hovertemplate": "%{text}<extra></extra>", "showlegend": False,
                 "marker": {"symbol": "line-ns-open", "size": 12, "color": ink["muted"], "line": {"color": ink["muted"], "width": 2}}}
            )  # fmt: skip
    if several:
        layout["showlegend"] = True
        layout["legend"] = {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "xanchor": "left",
                            "itemclick": False, "itemdoubleclick": False, "traceorder": "reversed" if spec.mark == "bar" else "normal"}  # fmt: skip
        layout["margin"]["t"] = 40
        layout["height"] += 14
    return traces


def _spans(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    """A strip a category: who held it from when to when; an unknown end is drawn pale up to the edge of the axis."""
    data, names, ink = spec.data, series_of(spec), INK[theme]
    if data.empty:
        return []
    order = list(dict.fromkeys(data["x"].astype(str)))
    layout["height"] = spec.height or 84 + len(order) * 30
    starts, ends = pd.to_datetime(data["period_start"]), pd.to_datetime(data["period_end"])
    first = min(starts.min(), ends.min()) - pd.Timedelta(days=200)
    last = max(starts.max(), ends.max()) + pd.Timedelta(days=60)
    layout["xaxis"] = _date_axis(data.assign(x=first), theme) | {"range": [first.isoformat(), last.isoformat()]}
    layout["yaxis"] = _category_axis(order[::-1], theme) | {"showline": False, "tickfont": {"color": ink["text"], "size": 13}}
    layout["barmode"] = "overlay"
    traces: list[Any] = []
    for name in names:
        rows = data.loc[data["series"].astype(str) == name]
        colour = _colour(spec, name, theme)
        begin, end = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
        open_ended = begin.isna() | end.isna()
        begin, end = begin.fillna(first), end.fillna(last)
        traces.append(
            {"type": "bar", "orientation": "h", "name": name, "y": rows["x"].astype(str).tolist(),
             "base": [b.strftime("%Y-%m-%d") for b in begin], "showlegend": True,
             "x": [max((e - b).total_seconds() * 1000, 10 * 86_400_000) for b, e in zip(begin, end, strict=True)],
             "text": [escape(str(t)).replace("\n", "<br>") for t in rows["text"]], "textposition": "none",
             "hovertemplate": "%{text}<extra></extra>", "width": 0.56,
             "marker": {"color": [translucent(colour, 0.45) if o else colour for o in open_ended],
                        "line": {"color": colour, "width": 1},
                        "pattern": {"shape": ["/" if o else "" for o in open_ended], "fgcolor": colour, "size": 7, "solidity": 0.15}}}
        )  # fmt: skip
    layout["showlegend"] = True
    layout["legend"] = {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "xanchor": "left",
                        "itemclick": False, "itemdoubleclick": False, "traceorder": "normal"}  # fmt: skip
    layout["margin"]["t"] = 44
    return traces


def _timeline(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    """Dated events in lanes; every event is a dot whose text is in the tooltip and in the table."""
    data, names, ink = spec.data, series_of(spec), INK[theme]
    if data.empty:
        return []
    layout["height"] = spec.height or 80 + 40 * len(names)
    layout["xaxis"] = _date_axis(data, theme)
    layout["yaxis"] = _category_axis(names[::-1], theme) | {
        "showline": False, "showgrid": True, "gridcolor": ink["grid"], "tickfont": {"color": ink["text"], "size": 13},
    }  # fmt: skip
    traces: list[Any] = []
    for name in names:
        rows = data.loc[data["series"].astype(str) == name]
        colour = _colour(spec, name, theme)
        traces.append(
            {"type": "scatter", "mode": "markers", "name": name, "x": _xs(spec, rows), "y": [name] * len(rows),
             "text": [escape(str(t)).replace("\n", "<br>") for t in rows["text"]],
             "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
             "marker": {"size": 11, "color": translucent(colour, 0.75), "line": {"color": ink["paper"], "width": 1}}}
        )  # fmt: skip
    return traces


def _facets(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    """Small multiples, one panel a series, with one common scale so that panels compare."""
    data, names, ink = spec.data, series_of(spec), INK[theme]
    if data.empty:
        return []
    columns = 4 if len(names) > 6 else 3 if len(names) > 4 else 2 if len(names) > 1 else 1
    lines = -(-len(names) // columns)
    layout["height"] = spec.height or 50 + 150 * lines
    top, date_axis = _top(spec, data), _date_axis(data, theme) if spec.x_kind == "date" else None
    wide, tall = 1 / columns, 1 / lines
    traces: list[Any] = []
    for position, name in enumerate(names):
        row, column = divmod(position, columns)
        tag = "" if position == 0 else str(position + 1)
        high = 1 - row * tall - 22 / layout["height"]
        layout[f"yaxis{tag}"] = _value_axis(top, spec.unit, theme, 3) | {
            "domain": [1 - (row + 1) * tall + 26 / layout["height"], high], "anchor": f"x{tag}",
            "showticklabels": column == 0, "automargin": column == 0,
        }  # fmt: skip
        axis = date_axis or _category_axis(list(dict.fromkeys(data["x"].astype(str))), theme)
        layout[f"xaxis{tag}"] = axis | {
            "domain": [column * wide, (column + 1) * wide - 0.025], "anchor": f"y{tag}", "nticks": 4, "automargin": False,
            "tickangle": 0,
        }  # fmt: skip
        layout["annotations"].append(
            {"x": column * wide, "xref": "paper", "xanchor": "left", "y": high, "yref": "paper", "yanchor": "bottom",
             "text": f"<b>{escape(_cut(name, 34))}</b>", "showarrow": False, "font": {"size": 13, "color": ink["text"]}}
        )  # fmt: skip
        traces += _series(spec, name, theme, False, {"xaxis": f"x{tag}", "yaxis": f"y{tag}"})
    for trace in traces:
        trace["showlegend"] = False
    layout["barmode"] = "overlay"
    return traces
