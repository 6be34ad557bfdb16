"""Charts of the overview view."""
