"""Charts of the returns view."""
