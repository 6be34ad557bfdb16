"""Overview."""

from ui import frame

frame.top("Overview", "")
