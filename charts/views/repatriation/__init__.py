"""Charts of repatriation."""
