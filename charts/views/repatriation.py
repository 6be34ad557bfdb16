"""Charts of the repatriation view."""
