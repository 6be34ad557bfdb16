"""Charts of funding."""
