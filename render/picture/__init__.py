"""A chart as a picture: SVG, and PNG and PDF made of it."""
