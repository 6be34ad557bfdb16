"""What all plotly marks share: hover text, axes, whiskers, symbols of hedged points."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil
from typing import Any

import pandas as pd

from analysis.words import date_text, number_text, period_text
from charts.columns import HOVER
from charts.palette import INK, Theme
from charts.spec import ChartSpec
from charts.text import cut
from loaders.frames import as_records
from render.plan.axes import date_ticks, most_dates, padded
from render.plan.frame import text_width
from render.plan.marks import HEDGES, WIDE
from render.plan.panels import PHONE
from render.plan.plan import Plan
from render.plan.points import CARD, Size

FONT = '"Source Sans", "Source Sans Pro", "Noto Sans", sans-serif'
DEFAULT_HEIGHT = {"line": 340, "step": 340, "dots": 340, "column": 320, "stacked": 320}
_PLOT = 0.92  # of the width of a card is that of its plot
TOP, BOTTOM = 26, 42
SYMBOLS = {hedge: f"{mark.shape}{'-open' * mark.hollow}" for hedge, mark in HEDGES.items()}
_LEGEND_MARK, _LEGEND_LINE, _LEGEND_EDGES = 50, 20, 22  # pixels of a legend before a name, a line, and beside it
BAR_GAP = 1 - WIDE  # of the room of a category is left between its columns and the next


def hover(rows: pd.DataFrame, *, several: bool) -> list[str]:
    """Tooltip of every point: figure, what and when, who said it, when and where in the document. Text is escaped."""
    out = []
    for row in as_records(rows):
        when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
        lines = [f"<b>{escape(str(row['text']))}</b>" + (f" {escape(str(row['series']))}" if several else "")]
        if isinstance(row["x"], str) and row["x"] != when:
            lines.append(escape(row["x"]))
        lines.append(escape(when))
        said = escape(cut(str(row["attribution"]), 70))
        if pd.notna(row["published"]) and row["basis"] == "stated":
            said += f", {escape(date_text(row['published'], str(row['published_precision'])))}"
        lines.append(f"<i>{said}</i>")
        if row["basis"] != "stated":
            lines.append(escape(cut(str(row["note"]), 70)))
        elif row["locator"]:
            lines.append(escape(cut(str(row["locator"]), 60)))
        if row["role"] == "beside":
            lines.append(escape(f"counted by {row['counter']}, not joined with the line"))
        elif row["role"] in ("rival", "echo", "kept_out"):
            lines.append("other statement, not the headline")
        elif row["statements"] > 1 and row["basis"] == "stated" and row["rival_low"] != row["rival_high"]:
            spread_text = (
                f"{number_text(row['rival_low'], row['unit'])} to {number_text(row['rival_high'], row['unit'])}"
            )
            lines.append(escape(f"{row['statements']} statements, {spread_text}"))
        lines += [escape(cut(one.hover.format(row[one.name]), 140)) for one in HOVER if row[one.name]]
        out.append("<br>".join(lines))
    return out


def value_axis(plan: Plan, theme: Theme) -> dict[str, Any]:
    """The axis of values: from zero, with gridlines and round ticks."""
    ink = INK[theme]
    return {
        "range": [0, plan.reach],
        "tickvals": list(plan.values),
        "ticktext": list(plan.texts),
        "gridcolor": ink["grid"],
        "zeroline": True,
        "zerolinecolor": ink["axis"],
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": ink["muted"], "size": 12},
        "ticks": "",
    }


def date_axis(
    dates: pd.Series, theme: Theme, width: float = CARD.width, ends: tuple[pd.Timestamp, pd.Timestamp] | None = None
) -> dict[str, Any]:
    """The axis of dates from one of its `ends` to the other, or else a little wider than the data.

    Strokes and words stand where `charts.axes.date_ticks` says, so they are one for every width of the screen.
    """
    ink = INK[theme]
    start, end = ends or padded(pd.Timestamp(dates.min()), pd.Timestamp(dates.max()))
    found = date_ticks(start, end, most_dates(width * _PLOT), dates)
    return {
        "type": "date",
        "range": [start.isoformat(), end.isoformat()],
        "showgrid": False,
        "showline": True,
        "linecolor": ink["axis"],
        "tickmode": "array",
        "tickvals": [date.isoformat() for date, _ in found.words],
        "ticktext": [text.replace("\n", "<br>") for _, text in found.words],
        "tickangle": 0,
        "ticks": "",
        "minor": {
            "tickmode": "array",
            "tickvals": [date.isoformat() for date in found.strokes],
            "ticks": "outside",
            "tickcolor": ink["axis"],
            "ticklen": 4,
        },
        "fixedrange": True,
        "tickfont": {"color": ink["muted"], "size": 12},
    }


def category_axis(order: Sequence[str], theme: Theme) -> dict[str, Any]:
    """The axis of categories in their order, each with its place though nothing be drawn in it."""
    ink = INK[theme]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(order),
        "range": [-0.5, len(order) - 0.5],
        "showgrid": False,
        "showline": True,
        "linecolor": ink["axis"],
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": ink["muted"], "size": 12},
    }


def x_values(spec: ChartSpec, rows: pd.DataFrame) -> list[str]:
    """Positions on the x axis: ISO dates or categories."""
    if spec.x_kind == "date":
        return [pd.Timestamp(x).strftime("%Y-%m-%d") for x in rows["x"]]
    return rows["x"].astype(str).tolist()


def whiskers(rows: pd.DataFrame, colour: str) -> dict[str, Any]:
    """Error bars from the stated low and high; none where no source states a bound."""
    low, high = rows["low"].astype(float), rows["high"].astype(float)
    if not (low.notna() | high.notna()).any():
        return {"visible": False}
    value = rows["value"].astype(float)
    return {
        "type": "data",
        "symmetric": False,
        "visible": True,
        "color": colour,
        "thickness": 1.4,
        "width": 4,
        # None, not zero, where a row has no bound: zero would draw a cap at the end of an exact bar.
        "array": [max(h - v, 0.0) if pd.notna(h) else None for h, v in zip(high, value, strict=True)],
        "arrayminus": [max(v - b, 0.0) if pd.notna(b) else None for b, v in zip(low, value, strict=True)],
    }


def legend_above(order: str = "normal") -> dict[str, Any]:
    """A legend in a row above the plot, which is read and not clicked; `order` as plotly's traceorder names it."""
    return {
        "orientation": "h",
        "y": 1.0,
        "yanchor": "bottom",
        "x": 0,
        "xanchor": "left",
        "itemclick": False,
        "itemdoubleclick": False,
        "traceorder": order,
    }


def legend_on_top(order: str = "normal") -> dict[str, Any]:
    """The same at the top edge of the drawing, where it stays while a window grows and it comes to take fewer lines.

    One that stands on the plot stays where the plot began before, over its first rows.
    """
    return legend_above(order) | {"yref": "container", "yanchor": "top"}


def legend_more(names: Sequence[str], layout: dict[str, Any], room: Size) -> None:
    """Give a chart on a phone the height of the lines that its legend takes beyond the first, on top of its own.

    Else the legend would take it from the plot. On wider cards there is one line, or height enough.
    """
    if room.width >= PHONE:
        return
    font = layout["legend"].get("font", layout["font"])["size"]
    items = [text_width(name, font) + _LEGEND_MARK for name in names]
    room_left = room.width - _LEGEND_EDGES
    each = len(items) if sum(items) <= room_left else max(int(room_left / max(items)), 1)
    more = (ceil(len(items) / each) - 1) * _LEGEND_LINE
    layout["height"] += more
    layout["margin"]["t"] += more
