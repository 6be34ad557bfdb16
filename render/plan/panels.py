"""The grid in which small multiples stand, once for every rendering."""

from __future__ import annotations

_PHONE = 360  # narrower than that, three panels leave no room for their names and years


def panel_grid(panels: int, width: float = _PHONE) -> tuple[int, int]:
    """Columns and rows of so many panels in units of the screen."""
    across = 4 if panels > 9 else 3 if panels > 4 else 2 if panels > 1 else 1
    across = across if width >= _PHONE else min(across, 2)
    return across, -(-panels // across)
