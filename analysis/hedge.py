"""A figure with its hedge, and arithmetic that keeps the hedge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.vocabulary import Hedge
from analysis.words.figures import Figure

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Figure", "add", "figure_of"]


def figure_of(row: Mapping[str, Any] | pd.Series) -> Figure:
    """Read a figure off a row with `value`, `low`, `high`, `qualifier` and `unit`."""
    return Figure(
        float(row["value"]), float(row["low"]), float(row["high"]), str(row["qualifier"]), str(row.get("unit", ""))
    )


def add(figures: Iterable[Figure]) -> Figure:
    """Add figures of one unit so that the hedge survives.

    Of `at least` anything the sum is `at least` (its value adds lower ends only, so that the words stay true); of
    `at most` and no `at least`, `at most`; of `about`, `about`; exact only where every part is. Raises ValueError for
    no figures or for two units.
    """
    items = list(figures)
    if not items:
        raise ValueError("nothing to add")
    units = {item.unit for item in items}
    if len(units) > 1:
        raise ValueError(f"figures of different units are never added: {', '.join(sorted(units))}")
    unit = units.pop()
    if len(items) == 1:
        return items[0]
    low, high = (sum(item.bounds[end] for item in items) for end in (0, 1))
    kinds = {item.qualifier for item in items}
    nan = float("nan")
    if Hedge.AT_LEAST in kinds:
        return Figure(low, nan, nan, Hedge.AT_LEAST, unit)
    if Hedge.AT_MOST in kinds:
        return Figure(high, nan, nan, Hedge.AT_MOST, unit)
    value = sum(item.value for item in items)
    stated = low != value or high != value
    if kinds <= {Hedge.EXACT, Hedge.RANGE} and Hedge.RANGE in kinds:
        return Figure(value, low, high, Hedge.RANGE, unit)
    soft = Hedge.ESTIMATE if kinds <= {Hedge.EXACT, Hedge.ESTIMATE} else Hedge.ABOUT
    kind = Hedge.EXACT if kinds == {Hedge.EXACT} else soft
    return Figure(value, low if stated else nan, high if stated else nan, kind, unit)
