"""CSV files as rows, whatever bytes they hold."""
