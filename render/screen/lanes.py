"""Marks that lie in lanes: horizontal bars, pairs of dots, custody strips, timelines of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from charts.palette import INK, Theme, translucent
from charts.spec import ChartSpec
from loaders.frames import texts
from render.plan.axes import room_for_texts
from render.plan.bars import behind
from render.plan.frame import text_width, wrap
from render.plan.lanes import period_dates, span_dates
from render.plan.marks import EVENT, OPEN, PAIR, bar_share
from render.plan.panels import PHONE
from render.plan.plan import Plan, in_lines, plan_of
from render.plan.points import CARD, Size
from render.plan.series import colour_of, series_of
from render.screen.gaps import row_words
from render.screen.parts import (
    BAR_GAP,
    SYMBOLS,
    TOP,
    category_axis,
    date_axis,
    hover,
    legend_more,
    legend_on_top,
    value_axis,
    whiskers,
    x_values,
)

_LETTER, _DIGIT = 6.8, 6.6  # widths of a letter of a name and of a figure
_EDGES = 20  # pixels of a chart's width beside its names and its plot
_OFF = 5  # pixels between a name and the axis that it stands beside
_NAME, _LINE = 13, 16  # size of the names of rows, and pixels of a line of them
_BAR, _PAIR, _STRIP = 20, 14, 17  # pixels of a bar, of a pair of dots and of a strip beneath its name
_NAMES, _WORDS = 0.36, 0.55  # of the width of a phone that names, and names with figures, take beside marks
_ROW_GAP = 10  # pixels between the bars of a row and the name over those of the next


@dataclass(frozen=True, slots=True)
class _Rows:
    """Names of rows: `names` in lines, each row `tall` pixels, of which marks take `bar`; `over` their marks or beside.

    A phone has no room beside names that are long, or before long figures: marks would be short, and the words of
    their axis would touch.
    """

    names: tuple[tuple[str, ...], ...]
    tall: float
    bar: float
    over: bool

    @classmethod
    def of(cls, order: Sequence[str], room: Size, each: int, single: float, figures: float = 0.0) -> _Rows:
        """The rows of so many bars `each`, with figures so many pixels wide at their ends.

        Marks over which names stand are at least `single` pixels high.
        """
        names = [in_lines(label, room) for label in order]
        wide = max(_LETTER * len(line) for lines in names for line in lines)
        if room.width >= PHONE or (wide <= _NAMES * room.width and wide + figures <= _WORDS * room.width):
            lines = max(*(len(piece) for piece in names if len(piece) > 1), 0, each)
            return cls(tuple(map(tuple, names)), 12 + 15 * lines, (12 + 15 * lines) * (1 - BAR_GAP), over=False)
        names = [wrap(label, room.width - _EDGES, _NAME) for label in order]
        bar = max(single, _LINE * each)
        return cls(tuple(map(tuple, names)), bar + _ROW_GAP + _LINE * max(map(len, names)), bar, over=True)

    @property
    def beside(self) -> int:
        """Letters of the longest line beside marks."""
        return 0 if self.over else max(len(line) for lines in self.names for line in lines)

    @property
    def gap(self) -> float:
        """The share of a row that its marks leave free."""
        return 1 - self.bar / self.tall

    def lay(self, order: Sequence[str], theme: Theme, layout: dict[str, Any]) -> None:
        """Put the names, the first on top, onto the axis of the rows of a chart, or over their marks."""
        told = ["<br>".join(map(escape, lines)) for lines in self.names]
        layout["yaxis"] = category_axis(order[::-1], theme) | {
            "showline": False,
            "tickfont": {"color": INK[theme]["text"], "size": _NAME},
            "tickvals": list(order),
            "ticktext": told,
            "ticklabelstandoff": _OFF,
        }
        layout["bargap"] = self.gap
        if not self.over:
            return
        # Marks stand in the middle of a row: the room of the names is half above it, half beneath.
        up = (self.tall - self.bar - _ROW_GAP) / 2 / self.tall
        layout["yaxis"] |= {"showticklabels": False, "range": [up - 0.5, len(order) - 0.5 + up]}
        layout["annotations"] += [
            {
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": len(order) - 1 - place + self.bar / self.tall / 2,
                "yref": "y",
                "yanchor": "bottom",
                "yshift": 1,
                "borderpad": 0,
                "name": "row",
                "text": text,
                "align": "left",
                "showarrow": False,
                "font": {"color": INK[theme]["text"], "size": _NAME},
            }
            for place, text in enumerate(told)
        ]


def horizontal(spec: ChartSpec, theme: Theme, layout: dict[str, Any], room: Size = CARD) -> list[Any]:
    """Bars from zero, or pairs of dots, one row a category; the figure with its hedge stands at the bar's end."""
    data, ink = spec.data, INK[theme]
    if data.empty:
        return []
    plan = plan_of(spec, room)
    order, bars = plan.categories, plan.mark == "bar"
    # Where every row belongs to one series, its bar takes the whole row.
    rows_each = len(plan.series) if bars and not plan.alone else 1
    figures = max(text_width(text, 12) for text in texts(data["text"])) if bars else 0.0
    rows = _Rows.of(order, room, rows_each, _BAR if bars else _PAIR, figures)
    layout["height"] = spec.height or max(120, TOP + 44 + round(len(order) * rows.tall))
    # No tick stands where no percentage can be.
    end = plan.top if plan.unit == "percent" and plan.top <= 100 else plan.values[-1]
    wide = max(room.width - _EDGES - _LETTER * rows.beside, 120)
    reach = _with_text(data, wide) if bars else plan.top * 1.06
    ends = _text_ends(plan, max(end * 1.02, reach) / wide) if bars and plan.alone else {}
    reach = max(reach, *(at for at, _ in ends.values()), 0.0)
    layout["xaxis"] = value_axis(plan, theme) | {
        "side": "bottom",
        "tickangle": 0,
        "range": [0, max(end * 1.02, reach)],
    }
    if rows.over:
        layout["xaxis"] |= _apart(plan, wide / max(end * 1.02, reach))
    rows.lay(order, theme, layout)
    layout["barmode"] = "overlay" if plan.alone else "group"
    several = len(plan.series) > 1
    traces: list[Any] = []
    if spec.mark == "dumbbell":
        traces += _between(plan, ink["axis"])
    for one in (plan.of(key) for key in plan.keyed[::-1]) if bars else plan.series:
        name, colour = one.name, one.colour(theme)
        lead, others = (data.iloc[[point.at for point in points]] for points in (one.lead, one.other))
        shares = [bar_share(hedge) for hedge in texts(lead["qualifier"])]
        if spec.mark == "dumbbell":
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": name,
                    "x": lead["value"].tolist(),
                    "y": lead["x"].astype(str).tolist(),
                    "text": hover(lead, several=several),
                    "showlegend": several,
                    "hovertemplate": "%{text}<extra></extra>",
                    "error_x": whiskers(lead, colour),
                    "marker": {
                        "symbol": [SYMBOLS[q] for q in texts(lead["qualifier"])],
                        "size": PAIR,
                        "color": colour,
                        "line": {"color": colour, "width": 1.8},
                    },
                }
            )
        else:
            starts = [ends[point.at][1] if point.at in ends else None for point in one.lead]
            beyond = pd.Series([start is not None for start in starts], index=lead.index, dtype=bool)
            if beyond.any():
                traces.append(
                    {
                        "type": "scatter",
                        "mode": "text",
                        "x": [start for start in starts if start is not None],
                        "y": lead.loc[beyond, "x"].astype(str).tolist(),
                        "text": [f" {escape(t)}" for t in texts(lead.loc[beyond, "text"])],
                        "textposition": "middle right",
                        "cliponaxis": False,
                        "textfont": {"size": 12, "color": ink["text"]},
                        "hoverinfo": "skip",
                        "showlegend": False,
                    }
                )
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": name,
                    "x": lead["value"].tolist(),
                    "y": lead["x"].astype(str).tolist(),
                    "text": [escape(t) for t in texts(lead["text"])],
                    "textposition": ["none" if b else "outside" for b in beyond],
                    "cliponaxis": False,
                    "textfont": {"size": 12, "color": ink["text"]},
                    "customdata": hover(lead, several=several),
                    "hovertemplate": "%{customdata}<extra></extra>",
                    "error_x": whiskers(lead, ink["text"]),
                    "marker": {
                        "color": [translucent(colour, share) if share < 1 else colour for share in shares],
                        "line": {"color": colour, "width": [1.4 if share < 1 else 0 for share in shares]},
                    },
                }
            )
        if len(others):
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": others["value"].tolist(),
                    "y": others["x"].astype(str).tolist(),
                    "text": hover(others, several=several),
                    "hovertemplate": "%{text}<extra></extra>",
                    "showlegend": False,
                    "marker": {
                        "symbol": "line-ns-open",
                        "size": 12,
                        "color": ink["muted"],
                        "line": {"color": ink["muted"], "width": 2},
                    },
                }
            )
    layout["annotations"] += row_words(spec, theme, rows.gap)
    if several:
        layout["showlegend"] = True
        layout["legend"] = legend_on_top("reversed" if spec.mark == "bar" else "normal")
        layout["margin"]["t"] = 40
        layout["height"] += 14
        legend_more([one.name for one in plan.series], layout, room)
    return traces


def _apart(plan: Plan, unit: float) -> dict[str, Any]:
    """The ticks of values so many pixels apart a unit, as many of them as do not touch."""
    wide = max(text_width(text, 12) for text in plan.texts) + _ROW_GAP
    every = next((n for n in (1, 2) if plan.values[n] * unit > wide), len(plan.values) - 1)
    return {"tickvals": list(plan.values[::every]), "ticktext": list(plan.texts[::every])}


def _text_ends(plan: Plan, unit: float) -> dict[int, tuple[float, float]]:
    """Ends and starts of figures that do not stand at the end of their bar: behind a whisker or another statement.

    By position of the row; `unit` is what a pixel of the value axis stands for.
    """
    strokes: dict[str | pd.Timestamp, list[float]] = {}
    for one in plan.series:
        for point in one.other:
            strokes.setdefault(point.x, []).append(point.value or 0.0)
    found = {}
    for point in (point for one in plan.series for point in one.lead):
        top, wide = max(point.value or 0.0, point.high or 0.0), (_DIGIT * len(point.words) + 8) * unit
        stroke = behind(top, strokes.get(point.x, ()), wide)
        start = top if stroke is None else stroke
        if stroke is not None or top > (point.value or 0.0):
            found[point.at] = (start + wide, start)
    return found


def _between(plan: Plan, colour: str) -> list[dict[str, Any]]:
    """A line from the lowest to the highest headline figure of each row of pairs."""
    held = {category: [p.value for p in plan.points if p.x == category and p.lead] for category in plan.categories}
    values = {category: [value for value in own if value is not None] for category, own in held.items()}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [min(own), max(own)],
            "y": [category, category],
            "line": {"color": colour, "width": 2},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for category, own in values.items()
        if own
    ]


def _with_text(data: pd.DataFrame, room: float) -> float:
    """End of the value axis that leaves room for the figure at the end of each bar of a plot so many pixels wide."""
    ends = data[["value", "high"]].max(axis=1).astype(float)
    widths = [min(text_width(text, 12) + 10, 0.85 * room) for text in texts(data["text"])]
    return room_for_texts(ends.tolist(), widths, room)


def spans(spec: ChartSpec, theme: Theme, layout: dict[str, Any], room: Size = CARD) -> list[Any]:
    """A strip a category: who held it from when to when; an unknown end is drawn pale up to the edge of the axis."""
    data, names = spec.data, series_of(spec)
    if data.empty:
        return []
    order = list(dict.fromkeys(data["x"].astype(str)))
    # The dates of strips take all of the width of a phone.
    lanes = _Rows.of(order, room, 0, _STRIP, room.width)
    if not lanes.over:
        lanes = replace(lanes, names=tuple((name,) for name in order), tall=30, bar=_STRIP)
    layout["height"] = spec.height or 84 + round(len(order) * lanes.tall)
    first, last = span_dates(data)
    layout["xaxis"] = date_axis(period_dates(data), theme, min(room.width, CARD.width), ends=(first, last))
    lanes.lay(order, theme, layout)
    layout["barmode"] = "overlay"
    traces: list[Any] = []
    for name in names:
        rows = data[data["series"] == name]
        colour = colour_of(spec, name, theme)
        begin, end = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
        open_ended = begin.isna() | end.isna()
        begin, end = begin.fillna(first), end.fillna(last)
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "y": rows["x"].astype(str).tolist(),
                "base": [b.strftime("%Y-%m-%d") for b in begin],
                "showlegend": True,
                "x": [max((e - b).total_seconds() * 1000, 10 * 86_400_000) for b, e in zip(begin, end, strict=True)],
                "text": [escape(str(t)).replace("\n", "<br>") for t in rows["text"]],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
                "width": 1 - lanes.gap,
                "marker": {
                    "color": [translucent(colour, OPEN) if o else colour for o in open_ended],
                    "line": {"color": colour, "width": 1},
                    "pattern": {
                        "shape": ["/" if o else "" for o in open_ended],
                        "fgcolor": colour,
                        "size": 7,
                        "solidity": 0.15,
                    },
                },
            }
        )
    layout["showlegend"] = True
    layout["legend"] = legend_on_top()
    layout["margin"]["t"] = 44
    legend_more(names, layout, room)
    return traces


def timeline(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    """Dated events in lanes; every event is a dot whose text is in the tooltip and in the table."""
    data, names, ink = spec.data, series_of(spec), INK[theme]
    if data.empty:
        return []
    layout["height"] = spec.height or 80 + 40 * len(names)
    layout["xaxis"] = date_axis(data["x"], theme)
    layout["yaxis"] = category_axis(names[::-1], theme) | {
        "showline": False,
        "showgrid": True,
        "gridcolor": ink["grid"],
        "ticklabelstandoff": _OFF,
        "tickfont": {"color": ink["text"], "size": 13},
    }
    traces: list[Any] = []
    for name in names:
        rows = data[data["series"] == name]
        colour = colour_of(spec, name, theme)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": x_values(spec, rows),
                "y": [name] * len(rows),
                "text": [escape(str(t)).replace("\n", "<br>") for t in rows["text"]],
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
                "marker": {
                    "size": 11,
                    "color": translucent(colour, EVENT),
                    "line": {"color": ink["paper"], "width": 1},
                },
            }
        )
    return traces
