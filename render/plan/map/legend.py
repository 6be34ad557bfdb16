"""How large the legend of a map is and where it stands: wholly in the frame, clear of the circles."""

from __future__ import annotations

from collections.abc import Sequence

from render.plan.boxes import Box
from render.plan.frame import text_width
from render.plan.map.geometry import overlap
from render.plan.map.parts import PRINT, LegendItem, Sizes, Spot

_USUAL = {"circle": 0.44, "ring": 0.44, "cross": 0.44, "box": 0.5, "line": 0.17, "heading": 0.0}
_ROUND = ("circle", "ring", "cross")


def mark_reach(item: LegendItem, sizes: Sizes = PRINT) -> float:
    """Half the height of a legend mark."""
    return item.size_px if item.size_px and item.shape in _ROUND else _USUAL[item.shape] * sizes.legend


def row_height(item: LegendItem, sizes: Sizes = PRINT) -> float:
    """Height of a row of the legend."""
    return max(sizes.legend * 1.5, 2 * mark_reach(item, sizes) + sizes.legend / 3)


def mark_width(items: Sequence[LegendItem], sizes: Sizes = PRINT) -> float:
    """Width of the column of marks in a legend."""
    return max([1.55 * sizes.legend, *(2 * mark_reach(item, sizes) for item in items)])


def legend_size(items: Sequence[LegendItem], sizes: Sizes) -> tuple[float, float]:
    """Width and height of the legend, 0 without items."""
    if not items:
        return 0.0, 0.0
    words = max(text_width(item.text, sizes.legend, 600 if item.shape == "heading" else 400) for item in items)
    marks = 0.0 if all(item.shape == "heading" for item in items) else mark_width(items, sizes) + sizes.beside
    return 2 * sizes.pad + words + marks, 2 * sizes.pad + sum(row_height(item, sizes) for item in items)


def legend_place(items: Sequence[LegendItem], box: Box, spots: Sequence[Spot], sizes: Sizes) -> Box | None:
    """The corner of a box where the legend hides least of the circles; the bottom left if all are equal."""
    if not items:
        return None
    wide, high = legend_size(items, sizes)
    x0, y0, x1, y1 = box
    left, right = x0 + sizes.pad, max(x1 - sizes.pad - wide, x0)
    upper, lower = y0 + sizes.pad, max(y1 - sizes.pad - high, y0)
    corners = [(x, y, x + wide, y + high) for x, y in ((left, lower), (right, lower), (left, upper), (right, upper))]
    return min(corners, key=lambda corner: round(sum(overlap(corner, spot.box) for spot in spots), 1))
