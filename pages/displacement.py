"""Displacement."""

from ui import frame

frame.top("Displacement", "")
