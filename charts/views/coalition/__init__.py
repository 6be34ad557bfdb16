"""Charts of the Global Coalition."""
