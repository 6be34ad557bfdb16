"""The grid in which small multiples stand, once for every rendering."""

from __future__ import annotations

WIDE = 620  # from here on four panels stand beside each other where three would need a third row
PHONE = 360  # what is narrower has no room for three panels with names, nor for long names beside bars


def panel_grid(panels: int, width: float = WIDE) -> tuple[int, int]:
    """Columns and rows of so many panels in units of the screen; without a width those of a slide."""
    across = 4 if panels > 9 or (panels in (7, 8) and width >= WIDE) else 3 if panels > 4 else 2 if panels > 1 else 1
    across = across if width >= PHONE else min(across, 2)
    return across, -(-panels // across)
