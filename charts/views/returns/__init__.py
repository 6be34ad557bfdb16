"""Charts of returns from the camps."""
