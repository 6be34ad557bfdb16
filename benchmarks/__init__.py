"""Speed of the dashboard, measured over its own websocket; each benchmark prints a table."""
