"""Charts of displacement."""
