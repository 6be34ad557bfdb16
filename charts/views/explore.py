"""Charts of the explore view."""
