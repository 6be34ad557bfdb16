"""The plan of a map: outlines, classes, circles, arcs, names that find room, legend."""
