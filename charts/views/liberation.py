"""Charts of the liberation view."""
