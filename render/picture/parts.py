"""The parts that all Vega-Lite drawings share: sizes, colours, scales, layers of marks, legends.

A drawing is a Vega-Lite description (plain JSON, as Altair reads and writes it) whose every place is computed here, so
that it has exactly the wanted size. Text stands in its data only: no text is ever part of a Vega expression.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import pandas as pd

from charts.palette import INK
from charts.spec import ChartSpec
from charts.text import plain
from render.plan.axes import DateTicks, date_ticks, padded
from render.plan.frame import FONT, text_width, wrap
from render.plan.series import colour_of

Row = dict[str, Any]
Layer = dict[str, Any]

LEADING = 1.22
_PLAIN_SIZE = 620  # square root of the area in pixels of a drawing whose texts are as large as those on the screen
_SMALLEST, _LARGEST = 0.8, 2.2
_LIGHT = INK["light"]


@dataclass(frozen=True, slots=True)
class Style:
    """How large and in which colours a drawing is made: `k` times the screen's sizes, colours swapped by `swap`."""

    k: float
    swap: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, width: int, height: int, swap: Mapping[str, str] | None = None) -> Style:
        """The style of a drawing of this size in pixels."""
        k = min(max(sqrt(width * height) / _PLAIN_SIZE, _SMALLEST), _LARGEST)
        return cls(k, {key.lower(): value for key, value in (swap or {}).items()})

    def px(self, size: float) -> float:
        """A length of the screen in pixels of the drawing."""
        return round(size * self.k, 2)

    def paint(self, colour: str) -> str:
        """The colour to use for one of ours."""
        return self.swap.get(colour.lower(), colour)

    def ink(self, name: str) -> str:
        """One of the colours of paper, text and lines."""
        return self.paint(_LIGHT[name])

    def hue(self, spec: ChartSpec, name: str) -> str:
        """Colour of a series."""
        return self.paint(colour_of(spec, name, "light"))


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from `low` (at the left or the bottom) to `high`; of `dates`, in milliseconds since 1970.

    Those are the dates that are drawn.
    """

    low: float
    high: float
    dates: tuple[pd.Timestamp, ...] = ()

    def share(self, value: float | pd.Timestamp) -> float:
        """Where a value lies between low (0) and high (1)."""
        number = milliseconds(value) if isinstance(value, pd.Timestamp) else value
        return (number - self.low) / (self.high - self.low)

    def channel(self, name: str) -> dict[str, Any]:
        """The encoding of a data field on this scale."""
        scale: dict[str, Any] = {"domain": [self.low, self.high], "nice": False}
        scale |= {"type": "utc"} if self.dates else {"zero": False}
        return {"field": name, "type": "temporal" if self.dates else "quantitative", "scale": scale, "axis": None}


@dataclass(frozen=True, slots=True)
class Plot:
    """The area of the marks: its place on the page in pixels and its two scales."""

    left: float
    top: float
    width: float
    height: float
    x: Scale
    y: Scale

    def across(self, value: float | pd.Timestamp) -> float:
        """Pixels from the left edge of the plot."""
        return self.x.share(value) * self.width

    def down(self, value: float) -> float:
        """Pixels from the top edge of the plot."""
        return (1 - self.y.share(value)) * self.height


def milliseconds(date: pd.Timestamp) -> float:
    """A date as Vega's scales count it."""
    return float((date - pd.Timestamp("1970-01-01")) // pd.Timedelta(milliseconds=1))


def day(date: pd.Timestamp) -> str:
    """A date as Vega reads it, at midnight UTC."""
    return date.strftime("%Y-%m-%d")


def layer(plot: Plot, name: str, mark: Mapping[str, Any], rows: Sequence[Row], **channels: Any) -> Layer:
    """Marks of one kind. Rows place themselves by `x, y` (and `x2, y2`) on the scales or by `px, py` in pixels.

    Fields that begin with `_` are left out. `channels` are further encodings; colours, shapes and texts come ready-made
    from the fields that they name.
    """
    held = set(rows[0]) if rows else set()
    encoding: dict[str, Any] = {}
    for axis, scale in (("x", plot.x), ("y", plot.y)):
        if f"p{axis}" in held:
            encoding[axis] = {"field": f"p{axis}", "type": "quantitative", "scale": None, "axis": None}
        elif axis in held:
            encoding[axis] = scale.channel(axis)
        if f"{axis}2" in held:
            encoding[f"{axis}2"] = {"field": f"{axis}2"}
    said = {"description": {"field": "said", "type": "nominal"}} if "said" in held else {}
    quiet = {} if said else {"aria": False}
    return {
        "name": name,
        "data": {"values": [{key: row[key] for key in row if not key.startswith("_")} for row in rows]},
        "mark": {"clip": False, **quiet, **mark},
        "encoding": encoding | said | channels,
    }


def ready(name: str) -> dict[str, Any]:
    """An encoding whose field already holds what is drawn: a colour, a shape, a width."""
    return {"field": name, "type": "nominal", "scale": None}


def lengths(name: str) -> dict[str, Any]:
    """An encoding whose field already holds a number that is drawn as it is: a size, an opacity, a width."""
    return {"field": name, "type": "quantitative", "scale": None}


def texts(plot: Plot, name: str, rows: Sequence[Row], size: float, **mark: Any) -> Layer:
    """Text marks: rows have `text`, of one or more lines, a `colour` and a place."""
    look = {"type": "text", "fontSize": round(size, 2), "lineBreak": "\n", "lineHeight": round(size * LEADING, 2)}
    return layer(
        plot,
        name,
        look | {"align": "left", "baseline": "middle"} | mark,
        rows,
        text={"field": "text", "type": "nominal"},
        fill=ready("colour"),
    )


def rules(plot: Plot, name: str, rows: Sequence[Row], colour: str, width: float, **mark: Any) -> Layer:
    """Straight lines: across or down the whole plot where rows have one place only."""
    return layer(plot, name, {"type": "rule", "stroke": colour, "strokeWidth": width, **mark}, rows)


def lines_of(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """A text as lines no wider than `width` pixels."""
    return wrap(plain(text), max(width, size), size, weight) or [""]


def widest(found: Sequence[str], size: float, weight: int = 400) -> float:
    """Width of the longest of these lines in pixels."""
    return max((text_width(text, size, weight) for text in found), default=0.0)


def date_scale(dates: pd.Series) -> Scale:
    """The scale of drawn dates, a little wider than they are."""
    found = pd.to_datetime(dates)
    first, last = padded(found.min(), found.max())
    return Scale(milliseconds(first), milliseconds(last), tuple(found.drop_duplicates()))


def date_marks(scale: Scale, width: float, size: float) -> DateTicks:
    """Strokes and words of a scale of dates, as many as have room on `width` pixels."""
    first, last = (pd.Timestamp(edge, unit="ms") for edge in (scale.low, scale.high))
    most = max(min(round(width / (size * 4.2)), 12), 2)
    return date_ticks(first, last, most, scale.dates)


def date_axis_layers(plot: Plot, style: Style, tag: str = "") -> list[Layer]:
    """Line, strokes and words of an axis of dates beneath the plot."""
    size = style.px(12)
    found = date_marks(plot.x, plot.width, size)
    ticks = [{"x": day(date), "py": plot.height, "y2": plot.height + style.px(4)} for date in found.strokes]
    rows = [
        {"x": day(date), "py": plot.height + style.px(7), "text": text, "colour": style.ink("muted")}
        for date, text in found.words
    ]
    return [
        base_line(plot, style, tag),
        rules(plot, f"x_ticks{tag}", ticks, style.ink("axis"), style.px(1)),
        texts(plot, f"x_texts{tag}", rows, size, align="center", baseline="top"),
    ]


def base_line(plot: Plot, style: Style, tag: str = "") -> Layer:
    """The line beneath the marks."""
    row = {"px": 0, "x2": plot.width, "py": plot.height}
    return rules(plot, f"base{tag}", [row], style.ink("axis"), style.px(1))


def value_grid(plot: Plot, style: Style, values: Sequence[float], tag: str = "") -> list[Layer]:
    """Gridlines at the values of the y axis and the stronger line at zero."""
    rows = [{"y": value} for value in values if value]
    return [
        rules(plot, f"grid{tag}", rows, style.ink("grid"), style.px(1)),
        rules(plot, f"zero{tag}", [{"y": 0.0}], style.ink("axis"), style.px(1)),
    ]


@dataclass(frozen=True, slots=True)
class Key:
    """A row of the legend: a name with the colour and shape of its marks (`dash` for a dashed line)."""

    name: str
    colour: str
    shape: str = "square"


def legend_rows(keys: Sequence[Key], style: Style, width: float) -> list[tuple[Key, float, int, str]]:
    """Each key with its distance from the left, the row that it stands in and its text, cut only by wrapping rows."""
    size = style.px(12.5)
    out: list[tuple[Key, float, int, str]] = []
    x, row = 0.0, 0
    for key in keys:
        text = " ".join(lines_of(key.name, width - size * 3, size)[:1])
        room = size * 1.7 + text_width(text, size) + size * 1.4
        if x and x + room - size * 1.4 > width:
            x, row = 0.0, row + 1
        out.append((key, x, row, text))
        x += room
    return out


def legend_height(keys: Sequence[Key], style: Style, width: float) -> float:
    """Height of the legend with the space beneath it; 0 without keys."""
    rows = legend_rows(keys, style, width)
    return (rows[-1][2] + 1) * style.px(19) + style.px(6) if rows else 0.0


def legend_layers(plot: Plot, style: Style, keys: Sequence[Key], width: float, left: float, top: float) -> list[Layer]:
    """Names of the series with their colours, in rows from (`left`, `top`) in pixels from the plot's own corner."""
    size, line = style.px(12.5), style.px(19)
    found = legend_rows(keys, style, width)
    if not found:
        return []
    marks = [
        {
            "px": left + x + size * 0.7,
            "py": top + (row + 0.5) * line,
            "colour": key.colour,
            "shape": "stroke" if key.shape == "dash" else key.shape,
        }
        for key, x, row, _ in found
    ]
    names = [
        {
            "px": left + x + size * 1.7,
            "py": top + (row + 0.5) * line,
            "text": text,
            "colour": style.ink("text"),
        }
        for _, x, row, text in found
    ]
    look = {"type": "point", "size": round((size * 0.85) ** 2, 1), "strokeWidth": style.px(1.6), "opacity": 1}
    return [
        layer(plot, "legend_marks", look, marks, fill=ready("colour"), stroke=ready("colour"), shape=ready("shape")),
        texts(plot, "legend_names", names, size),
    ]


def document(plots: Sequence[tuple[Plot, Sequence[Layer]]], columns: int, gap: tuple[float, float]) -> dict[str, Any]:
    """The Vega-Lite description of one plot, or of several in `columns` columns with `gap` pixels across and down."""
    views = [
        {"width": plot.width, "height": plot.height, "layer": [one for one in layers if one["data"]["values"]]}
        for plot, layers in plots
    ]
    rest = {
        "autosize": "none",
        "padding": {"left": plots[0][0].left, "top": plots[0][0].top, "right": 0, "bottom": 0},
        "background": "transparent",
        "config": {"font": FONT, "view": {"stroke": None, "fill": None}, "text": {"aria": False}},
    }
    if len(views) == 1:
        return views[0] | rest
    return {
        "concat": views,
        "columns": columns,
        "bounds": "flush",
        "spacing": {"column": gap[0], "row": gap[1]},
        **rest,
    }
