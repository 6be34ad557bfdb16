"""How a chart is drawn: planned once, then put on a screen, in a picture or in an Office file."""
