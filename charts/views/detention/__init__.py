"""Charts of detention."""
