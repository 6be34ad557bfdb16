"""The grid in which small multiples stand, once for every rendering."""

from __future__ import annotations


def panel_grid(panels: int) -> tuple[int, int]:
    """Columns and rows of so many panels."""
    across = 4 if panels > 9 else 3 if panels > 4 else 2 if panels > 1 else 1
    return across, -(-panels // across)
