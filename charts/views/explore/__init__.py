"""Charts of the page Explore."""
