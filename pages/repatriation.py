"""Repatriation."""

from ui import frame

frame.top("Repatriation", "")
