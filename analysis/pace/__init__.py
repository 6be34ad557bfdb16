"""How fast a stock falls, when it would be empty, and how well that was foreseen."""
