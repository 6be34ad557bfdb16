"""Returns to Iraq and Syria."""

from ui import frame

frame.top("Returns to Iraq and Syria", "")
