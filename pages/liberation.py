"""Liberation."""

from ui import frame

frame.top("Liberation", "")
