"""Charts of the page Pace."""
