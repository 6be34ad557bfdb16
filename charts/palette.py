"""Colours: one accent, grey for context, at most six hues that survive colour-vision deficiencies and greyscale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Theme = Literal["light", "dark"]

# Six hues with different luminance; each has 3:1 against its background in both themes (tests/charts/test_palette.py).
HUES: dict[str, dict[Theme, str]] = {
    "blue": {"light": "#2368a8", "dark": "#5fa8e8"},
    "orange": {"light": "#d9680f", "dark": "#f2883a"},
    "teal": {"light": "#14998a", "dark": "#5fdcc6"},
    "purple": {"light": "#43186f", "dark": "#d3bdf2"},
    "gold": {"light": "#7d6106", "dark": "#f0d75a"},
    "rose": {"light": "#9c1f57", "dark": "#e0689b"},
    "ink": {"light": "#26333f", "dark": "#dfe5ea"},
    "grey": {"light": "#717d88", "dark": "#8d99a4"},
}
ORDER = ("blue", "orange", "teal", "purple", "gold", "rose")

# The same nationality keeps its colour on every page, as a place does (places.csv).
FIXED = {
    "all": "blue",
    "syr": "teal",
    "irq": "orange",
    "tcn": "purple",
    "non_syr": "rose",
    "children": "orange",
    "women": "purple",
    "men": "teal",
    "total": "blue",
    "women_and_children": "rose",
    "camp": "blue",
    "detention_facility": "orange",
    "rival": "grey",
}

INK: dict[Theme, dict[str, str]] = {
    "light": {
        "paper": "#ffffff",
        "text": "#1f2a33",
        "muted": "#5a6672",
        "grid": "#e3e7eb",
        "axis": "#8a949e",
        "sea": "#f3f6f8",
        "land": "#e2e6e9",
        "border": "#ffffff",
        "none": "#d3d8dc",
    },
    "dark": {
        "paper": "#14191f",
        "text": "#e6eaee",
        "muted": "#a3aeb8",
        "grid": "#2a323a",
        "axis": "#6c7782",
        "sea": "#171d23",
        "land": "#262e36",
        "border": "#14191f",
        "none": "#353e47",
    },
}

# Five classes of one hue, from few to many; on dark ground from dim to bright, so that more always stands out more.
CLASSES: dict[Theme, tuple[str, ...]] = {
    "light": ("#d6e6f2", "#a3c8e2", "#62a0cb", "#2a72a8", "#0c447c"),
    "dark": ("#1d3e58", "#2a5f87", "#3f86b8", "#74b1dc", "#c3e0f5"),
}


def hue(key: str, theme: Theme, position: int = 0) -> str:
    """Colour of a series key: its fixed hue, a hue named outright, or the hue at its position in the order."""
    named = FIXED.get(key) or (key if key in HUES else ORDER[position % len(ORDER)])
    return HUES[named][theme]


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """`#rrggbb` as the list [r, g, b, a] that deck.gl takes."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]


def translucent(colour: str, alpha: float) -> str:
    """`#rrggbb` as a CSS rgba colour."""
    red, green, blue, _ = rgb(colour)
    return f"rgba({red},{green},{blue},{alpha})"


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` after WCAG 2.2, from 0 for black to 1 for white."""
    parts = [part / 255 for part in rgb(colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink_on(ground: str, inks: Sequence[str]) -> str:
    """The ink that stands out most on a ground; the first of them if the ground is no colour."""
    try:
        at = luminance(ground)
    except ValueError:
        return inks[0]
    levels = {ink: luminance(ink) for ink in inks}
    return max(inks, key=lambda ink: (max(levels[ink], at) + 0.05) / (min(levels[ink], at) + 0.05))
