"""Charts of the coalition view."""
