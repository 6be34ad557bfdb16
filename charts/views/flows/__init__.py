"""Charts of the page Flows."""
