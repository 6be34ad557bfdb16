"""Charts of the displacement view."""
