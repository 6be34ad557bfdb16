"""Sources and method."""

from ui import frame

frame.top("Sources and method", "")
