"""Charts of the detention view."""
