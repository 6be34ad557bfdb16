"""What all native charts share: marks by hedge, lengths of whiskers, the margins around the plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from charts.axes import tick_texts
from charts.picture_frame import text_width
from charts.spec import PROJECTION
from exports.native_model import Axis, Canvas, Cell, Mark, Symbol
from exports.text import one_line

FAINT = 0.6  # share of the colour in marks of other statements
PALE = 0.5  # share of the colour in bars whose figure is hedged
WHISKER = 1.25  # points
# Office has no triangle that points down: a diamond stands for "at most".
SYMBOLS: Mapping[str, tuple[Symbol, bool]] = {
    "exact": ("circle", False),
    "about": ("circle", True),
    "estimate": ("circle", True),
    "range": ("circle", True),
    "at_least": ("triangle", True),
    "at_most": ("diamond", True),
}
ROLES = {
    "headline": "headline",
    "rival": "other statement",
    "echo": "other statement",
    "kept_out": "other statement, kept out of headlines",
    PROJECTION: "projection",
}


def mark_of(qualifier: str, colour: str, size: int, share: float = 1.0) -> Mark:
    """The mark of a point with this hedge."""
    symbol, hollow = SYMBOLS[qualifier]
    # A hollow mark looks smaller; and LibreOffice draws a point as its series unless symbol or size differ.
    return Mark(symbol, size + hollow, colour, hollow, share)


def said(row: Mapping[str, Any]) -> dict[str, Cell]:
    """The cells that every row of drawn data has: figure, bounds, hedge, wording, statement and publisher."""
    value, low, high = (number_or_none(row[name]) for name in ("value", "low", "high"))
    return {
        "Value": value,
        "Low": low,
        "High": high,
        "Hedge": one_line(row["qualifier"]).replace("_", " "),
        "Figure as worded": one_line(row["text"]),
        "Statement": ROLES[str(row["role"])],
        "Publisher": one_line(row["publisher"]),
        "Down to low": None if low is None or value is None else max(value - low, 0.0),
        "Up to high": None if high is None or value is None else max(high - value, 0.0),
    }


def number_or_none(value: Any) -> float | None:
    """A number of a frame; None for one that is not stated or has no limit."""
    return None if pd.isna(value) or value in (float("inf"), float("-inf")) else float(value)


def has_range(rows: pd.DataFrame) -> bool:
    """Whether any of the rows has a low or a high end."""
    return bool((rows["low"].notna() | rows["high"].notna()).any())


def tick_width(axis: Axis, unit: str, size: float) -> float:
    """Width in points of the widest tick text of a value axis."""
    count = max(round(((axis.high or 1) - (axis.low or 0)) / (axis.step or 1)), 1)
    values = [(axis.low or 0) + (axis.step or 1) * i for i in range(count + 1)]
    return max(text_width(text, size) for text in tick_texts(values, unit))


def legend_height(names: Sequence[str], canvas: Canvas) -> float:
    """Room in points that a legend above the plot takes; none for a single name."""
    if len(names) < 2:
        return 0.0
    wide = sum(text_width(name, canvas.font) + 3.2 * canvas.font for name in names)
    lines = -(-wide // (canvas.width * 0.66))
    return lines * canvas.font * 1.35 + 10


def inner(canvas: Canvas, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """The plot's box as shares of the chart, from its four margins in points."""
    width, height = canvas.width, canvas.height
    return (
        left / width,
        top / height,
        max(width - left - right, width * 0.2) / width,
        max(height - top - bottom, height * 0.2) / height,
    )
