"""Rules that hold for the figures of one theme."""
