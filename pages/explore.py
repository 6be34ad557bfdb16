"""Explore."""

from ui import frame

frame.top("Explore", "")
