"""How wide typefaces run, for text that is laid out without them."""

from __future__ import annotations

# Widths of fonts against Arial's, by which text is measured. Any other font is taken as wider than it may be: a machine
# that does not have it shows another in its place.
_WIDER = {"arial": 1.0, "helvetica": 1.0, "liberation sans": 1.0, "verdana": 1.2, "montserrat": 1.2, "poppins": 1.17}
_OTHER = 1.12


def wider(font: str) -> float:
    """How much wider than Arial a font runs."""
    return _WIDER.get(font.lower(), _OTHER)
