"""Coalition."""

from ui import frame

frame.top("Coalition", "")
