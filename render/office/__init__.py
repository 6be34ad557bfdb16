"""A chart in an Office file: a native chart, or shapes where Office has no such chart."""
