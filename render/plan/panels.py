"""The grid in which small multiples stand: every rendering has it from its plan."""

from __future__ import annotations

WIDE = 620  # from here on four panels stand beside each other where three would need a third row
PHONE = 360  # what is narrower has no room for three panels with names, nor for long names beside bars


def panel_grid(panels: int, width: float) -> tuple[int, int]:
    """Columns and rows of so many panels that are together so wide, in units of the screen."""
    across = 4 if panels > 9 or (panels in (7, 8) and width >= WIDE) else 3 if panels > 4 else 2 if panels > 1 else 1
    across = across if width >= PHONE else min(across, 2)
    return across, -(-panels // across)


def grid_of_panel(panels: int, width: float) -> tuple[int, int]:
    """Columns and rows of so many panels of which each is so wide: the most columns that the whole has room for."""
    grids = (panel_grid(panels, width * across) for across in (4, 3, 2, 1))
    return next((grid for across, grid in zip((4, 3, 2, 1), grids, strict=True) if grid[0] == across), (1, panels))
