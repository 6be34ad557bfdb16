"""The grid in which small multiples stand, once for every rendering."""

from __future__ import annotations

PHONE = 360  # what is narrower has no room for three panels with names, nor for long names beside bars


def panel_grid(panels: int, width: float = PHONE) -> tuple[int, int]:
    """Columns and rows of so many panels in units of the screen."""
    across = 4 if panels > 9 else 3 if panels > 4 else 2 if panels > 1 else 1
    across = across if width >= PHONE else min(across, 2)
    return across, -(-panels // across)
