"""Charts of the funding view."""
