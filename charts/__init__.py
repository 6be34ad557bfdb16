"""Charts described once as a ChartSpec and rendered to plotly, pydeck, static SVG and a text alternative."""
