"""A chart in the browser: figures of plotly and maps of pydeck."""
