"""What is decided about a chart before any pen: order, places, sizes, ticks, names, legend."""
