"""Charts of the camps."""
