"""Detention."""

from ui import frame

frame.top("Detention", "")
