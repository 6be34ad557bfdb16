"""What figures and tables must keep to beyond the schema."""
