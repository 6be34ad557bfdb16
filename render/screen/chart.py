"""Render a ChartSpec to a plotly figure, a plain dictionary: one look, hedges that look hedged, gaps that stay gaps."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil
from typing import Any

import pandas as pd

from charts.palette import INK, Theme, translucent
from charts.spec import ChartSpec
from charts.text import one_line
from loaders.frames import texts
from render.plan.axes import spread
from render.plan.event_names import AWAY as NEXT
from render.plan.event_names import SIZE as NAMES
from render.plan.frame import text_width, wrap
from render.plan.marks import FAINT, OTHER, bar_share
from render.plan.over import SIZE as OVER
from render.plan.panels import PHONE
from render.plan.plan import Plan, plan_of
from render.plan.points import CARD, Series, Size
from render.plan.series import event_labels
from render.screen.figures import figures, figures_aside, totals
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
    legend_above,
    legend_more,
    value_axis,
    whiskers,
    x_values,
)
from render.screen.projection import projection_lines
from render.screen.sankey import sankey

_ONE_LINE = 270  # pixels of panels in a single line, which would lie flat in those of one line among several
_NUMBERS = 18  # pixels of the numbers of events over a plot
_VALUES_LEFT = 44  # pixels left of the first panel or column, for the words of the values
_FOOT = 26  # pixels beneath a panel for words of one line
_SECOND_LINE = 8  # pixels that the second line of a name over a panel needs
_BETWEEN = 4  # pixels between the words of two columns


def figure(spec: ChartSpec, theme: Theme = "light", room: Size = CARD) -> dict[str, Any]:
    """Draw every mark but a map, in plotly's own format: `data` and `layout`.

    `room` is the least that it has on the page: words that have room there have it on a larger one. Raises ValueError
    for a map, which `render.screen.map` renders.
    """
    if spec.mark == "map":
        raise ValueError(f"{spec.name} is a map; render it with render.screen.map")
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
        traces = horizontal(spec, theme, layout, room)
    elif spec.mark == "spans":
        traces = spans(spec, theme, layout, room)
    elif spec.mark == "timeline":
        traces = timeline(spec, theme, layout)
    elif spec.mark == "sankey":
        traces = sankey(spec, theme, layout, room)
    elif spec.facet:
        traces = _facets(spec, theme, layout, room)
    else:
        traces = _over_time(spec, theme, layout, room)
    return {"data": traces, "layout": layout}


def _over_time(spec: ChartSpec, theme: Theme, layout: dict[str, Any], room: Size) -> list[Any]:
    if spec.data.empty:
        return []
    plan = plan_of(spec, room)
    several = len(plan.series) > 1
    layout["yaxis"] = value_axis(plan, theme)
    # On a phone the names at the ends of lines take half of the room of the dates.
    wide = room.width - (_beside(plan) if plan.naming == "ends" and room.width < PHONE else 0)
    layout["xaxis"] = (
        date_axis(spec.data["x"], theme, wide)
        if plan.dated
        else category_axis(plan.categories, theme)
        | _in_lines(plan.categories, (wide - _VALUES_LEFT) / len(plan.categories))
    )
    layout["barmode"] = "stack" if plan.mark == "stacked" else "group"
    traces = [trace for one in plan.series for trace in _series(spec, plan, one, theme, several=several)]
    if plan.naming == "ends":
        _end_labels(plan, theme, layout)
    elif plan.naming == "legend":
        layout["showlegend"] = True
        layout["legend"] = {**legend_above(), "font": {"size": 12}}
        layout["margin"]["t"] = 40
        if plan.markers:
            # The numbers of events stand between legend and plot.
            layout["margin"]["t"] += _NUMBERS
            layout["legend"]["y"] += _NUMBERS / (layout["height"] - layout["margin"]["t"] - BOTTOM)
        legend_more([one.name for one in plan.series], layout, room)
    layout["yaxis"]["range"] = [0, _reach(plan, layout["height"] - layout["margin"]["t"] - BOTTOM)]
    layout["margin"]["r"] += ceil(plan.beside)
    layout["annotations"] += place_words(spec, theme, room.width)
    layout["annotations"] += [*figures(plan, theme), *figures_aside(plan, theme), *totals(plan, theme)]
    if plan.markers:
        _event_marks(plan, theme, layout)
    return traces


def _in_lines(names: Sequence[str], width: float) -> dict[str, Any]:
    """The words beneath columns of some width, in lines where one is wider and its words are not; else as they are."""
    apart = width - _BETWEEN
    words = [word for name in names for word in name.split()]
    if all(text_width(name, 12) <= apart for name in names) or any(text_width(word, 12) > apart for word in words):
        return {}
    return {"tickvals": list(names), "ticktext": ["<br>".join(map(escape, _broken(name, apart))) for name in names]}


def _broken(name: str, width: float) -> list[str]:
    """A name in lines of some width, of dates too, of which `wrap` breaks none."""
    lines: list[str] = []
    for word in name.split():
        longer = f"{lines[-1]} {word}" if lines else word
        lines[-1:] = [longer] if text_width(longer, 12) <= width else [*lines[-1:], word]
    return lines


def _series(
    spec: ChartSpec, plan: Plan, one: Series, theme: Theme, *, several: bool, axes: dict[str, str] | None = None
) -> list[Any]:
    colour = one.colour(theme)
    axes = axes or {}
    lead, others, ahead = (
        spec.data.iloc[[point.at for point in points]] for points in (one.lead, one.other, one.ahead)
    )
    if one.ahead:
        return projection_lines(spec, ahead, one.name, colour)
    traces: list[Any] = []
    if len(others):
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": f"{one.name}, other statements",
                "showlegend": False,
                "x": x_values(spec, others),
                "y": others["value"].tolist(),
                "text": hover(others, several=several),
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "symbol": [SYMBOLS[q] for q in texts(others["qualifier"])],
                    "size": OTHER,
                    "color": translucent(colour, FAINT),
                    "line": {"color": translucent(colour, FAINT), "width": 1},
                },
                "error_y": whiskers(others, translucent(colour, FAINT)),
                **axes,
            }
        )
    if plan.mark in ("column", "stacked"):
        traces.append(_columns(spec, plan, one, theme, several=several) | axes)
        return traces
    if plan.mark in ("line", "step") and one.lead:
        xs, ys = _with_gaps(one)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": xs,
                "y": ys,
                "name": one.name,
                "showlegend": False,
                "line": {"color": colour, "width": 2, "shape": "hv" if plan.mark == "step" else "linear"},
                "hoverinfo": "skip",
                "connectgaps": False,
                **axes,
            }
        )
    if one.lead:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": one.name,
                "showlegend": plan.naming == "legend",
                "x": x_values(spec, lead),
                "y": lead["value"].tolist(),
                "text": hover(lead, several=several),
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
                "marker": {
                    "symbol": [SYMBOLS[q] for q in texts(lead["qualifier"])],
                    "size": one.size,
                    "color": colour,
                    "line": {"color": colour, "width": 0 if one.dense else 1.6},
                },
                "error_y": whiskers(lead, colour),
                **axes,
            }
        )
    return traces


def _reach(plan: Plan, inner: float) -> float:
    """The end of the axis of values on so many pixels, with room for the figure over the highest column."""
    return max(plan.reach, plan.top * inner / (inner - OVER * 1.8)) if plan.over else plan.reach


def _columns(spec: ChartSpec, plan: Plan, one: Series, theme: Theme, *, several: bool) -> dict[str, Any]:
    points, name, colour = one.lead, one.name, one.colour(theme)
    rows = spec.data.iloc[[point.at for point in points]]
    shares = [bar_share(hedge) for hedge in texts(rows["qualifier"])]
    trace: dict[str, Any] = {
        "type": "bar",
        "name": name,
        "x": x_values(spec, rows),
        "y": rows["value"].tolist(),
        "text": hover(rows, several=several),
        "hovertemplate": "%{text}<extra></extra>",
        "textposition": "none",
        # Each series keeps its place in every category, also where it shares none with another.
        "offsetgroup": name if plan.mark == "column" and not plan.faceted else "",
        "marker": {
            "color": [translucent(colour, share) if share < 1 else colour for share in shares],
            "line": {"color": colour, "width": [1.4 if share < 1 else 0 for share in shares]},
        },
        "error_y": whiskers(rows, INK[theme]["text"]),
    }
    # A whisker would go through the words over its column.
    over = [escape(one_line(one.words)) if plan.over.get(one.at) == 0 and one.high is None else "" for one in points]
    if any(over):
        trace |= {
            "textposition": "outside",
            "texttemplate": over,
            "textfont": {"size": OVER, "color": INK[theme]["text"]},
            "textangle": 0,
            "constraintext": "none",
            "cliponaxis": False,
        }
    if plan.dated and len(rows):
        span = (plan.dates[-1] - plan.dates[0]).days
        trace["width"] = max(span / 140, 0.7) * 86_400_000
    return trace


def _with_gaps(series: Series) -> tuple[list[str | None], list[float | None]]:
    xs: list[str | None] = []
    ys: list[float | None] = []
    before = series.runs[0]
    for point, run in zip(series.lead, series.runs, strict=True):
        if run != before:
            xs.append(xs[-1])
            ys.append(None)
        xs.append(pd.Timestamp(point.x).strftime("%Y-%m-%d"))
        ys.append(point.value)
        before = run
    return xs, ys


def _beside(plan: Plan) -> int:
    """Pixels right of a plot for the names at the ends of its lines."""
    return min(int(max((len(one.name) for one in plan.series if one.lead), default=0) * 6.6) + 6, 190)


def _end_labels(plan: Plan, theme: Theme, layout: dict[str, Any]) -> None:
    """Name each line at its last point; the labels share the right margin without overlapping."""
    ends = [(one, one.lead[-1].value or 0.0) for one in plan.series if one.lead]
    inner = layout["height"] - TOP - BOTTOM
    top = layout["yaxis"]["range"][1]
    wanted = [value / top * inner for _, value in ends]
    placed = spread(wanted, 16, 6, inner)
    layout["margin"]["r"] = 14 + _beside(plan)
    for (one, value), want, got in zip(ends, wanted, placed, strict=True):
        layout["annotations"].append(
            {
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 6,
                "y": value,
                "yref": "y",
                "yshift": got - want,
                "yanchor": "middle",
                "text": escape(one.name),
                "showarrow": False,
                "font": {"color": one.colour(theme), "size": 13},
                "align": "left",
            }
        )


def _event_marks(plan: Plan, theme: Theme, layout: dict[str, Any]) -> None:
    """Numbered hairlines; the card lists what each number stands for."""
    ink = INK[theme]
    first, last = (pd.Timestamp(edge) for edge in layout["xaxis"]["range"])
    for marker in plan.markers:
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
    for start, text, told in event_labels(plan.markers, (last - first) * 0.03):
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
    for one in plan.events:
        right = one.side == "right"
        layout["annotations"] += [
            {
                "x": one.date.strftime("%Y-%m-%d"),
                "y": value,
                "xref": "x",
                "yref": "y",
                "xanchor": "left" if right else "right",
                "yanchor": "middle",
                "xshift": NEXT if right else -NEXT,
                "borderpad": 0,
                "name": "event",
                "text": escape(line),
                "showarrow": False,
                "font": {"color": ink["muted"], "size": NAMES},
            }
            for line, value in zip(one.lines, one.values, strict=True)
        ]


def _over_panel(name: str, width: float) -> tuple[str, int]:
    """A name over a panel of some width, and its size: smaller where it is long, and in two lines before it is cut."""
    size = min(12, int(12 * width / text_width(name, 12, 600)))
    if size >= 9:
        return f"<b>{escape(name)}</b>", size
    return f"<b>{'<br>'.join(escape(line) for line in wrap(name, width, 9, 600)[:2])}</b>", 9


def _readable(categories: Sequence[str], width: float) -> list[str]:
    """The categories whose names stand beneath a panel: the first that does not stick out, and each next with room."""
    if not categories:
        return []
    apart = (width - 0.035 * CARD.width) / len(categories)
    wide = max(text_width(one, 12) for one in categories)
    first = max(0, ceil(wide / 2 / apart - 0.5))
    return [*categories[first : len(categories) - first : ceil((wide + 6) / apart)]] or [categories[0]]


def _facets(spec: ChartSpec, theme: Theme, layout: dict[str, Any], room: Size) -> list[Any]:
    """Small multiples, one panel a series, with one common scale so that panels compare."""
    if spec.data.empty:
        return []
    days = date_axis(spec.data["x"], theme, room.width / 2) if spec.x_kind == "date" else None
    # Months take two lines beneath each panel.
    foot = 52 if days is not None and any("<br>" in text for text in days["ticktext"]) else _FOOT

    def high_by(lines: int) -> int:
        return spec.height or max(_ONE_LINE, 50 + 150 * lines)

    plan, ink = plan_of(spec, room, lambda lines: high_by(lines) - lines * (foot - _FOOT)), INK[theme]
    layout["height"], columns = high_by(plan.lines), plan.columns
    wide, tall = 1 / columns, 1 / plan.lines
    heads = [_over_panel(one.name, (room.width - _VALUES_LEFT) * (wide - 0.035)) for one in plan.series]
    if any("<br>" in name for name, _ in heads):
        foot += _SECOND_LINE
        layout["height"] += plan.lines * _SECOND_LINE
    reach = _reach(plan, (layout["height"] - TOP - BOTTOM) * (tall - (22 + foot) / layout["height"]))
    tags = {one.name: str(position + 1) if position else "" for position, one in enumerate(plan.series)}
    traces: list[Any] = []
    for position, one in enumerate(plan.series):
        row, column = divmod(position, columns)
        name, size = heads[position]
        tag = tags[one.name]
        high = 1 - row * tall - 22 / layout["height"]
        layout[f"yaxis{tag}"] = value_axis(plan, theme) | {
            "range": [0, reach],
            "domain": [1 - (row + 1) * tall + foot / layout["height"], high],
            "anchor": f"x{tag}",
            "showticklabels": column == 0,
            "automargin": column == 0,
        }
        shown = _readable(plan.categories, room.width * wide)
        axis = days or category_axis(plan.categories, theme) | {"tickvals": shown}
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
                "text": name,
                "align": "left",
                "showarrow": False,
                "font": {"size": size, "color": ink["text"]},
            }
        )
        traces += _series(spec, plan, one, theme, several=False, axes={"xaxis": f"x{tag}", "yaxis": f"y{tag}"})
    layout["annotations"] += [*figures(plan, theme, tags), *figures_aside(plan, theme, tags)]
    for trace in traces:
        trace["showlegend"] = False
    layout["barmode"] = "overlay"
    return traces
