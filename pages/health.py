"""Data health."""

from ui import frame

frame.top("Data health", "")
