"""Funding."""

from ui import frame

frame.top("Funding", "")
