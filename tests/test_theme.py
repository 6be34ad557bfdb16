"""The colours of .streamlit/config.toml are legible, and nothing in it reaches out of the machine."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

CONFIG: dict[str, Any] = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))
THEMES = ("light", "dark")
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")
# WCAG 2.2 AA, success criteria 1.4.3 (text) and 1.4.11 (marks and controls).
TEXT, MARKS = 4.5, 3.0
# Streamlit draws captions in the text colour at this opacity.
CAPTION_OPACITY = 0.6

Colour = tuple[float, float, float]


def parse(colour: str) -> Colour:
    """`#1f5a8a` as its three channels from 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return (red, green, blue)


def blend(front: Colour, back: Colour, opacity: float) -> Colour:
    """What is seen of `front` at an opacity before `back`."""
    red, green, blue = (opacity * f + (1 - opacity) * b for f, b in zip(front, back, strict=True))
    return (red, green, blue)


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG defines it, from 0 (black) to 1 (white)."""
    shares = (channel / 255 for channel in colour)
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio as WCAG defines it, from 1 (none) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def grounds(theme: str) -> list[Colour]:
    """Every colour that text of the theme may stand on, in the page and in the sidebar."""
    sections = (CONFIG["theme"][theme], CONFIG["theme"][theme]["sidebar"])
    return [parse(section[ground]) for section in sections for ground in GROUNDS]


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast(parse("#000000"), parse("#ffffff")) == pytest.approx(21)
    assert contrast(parse("#777777"), parse("#ffffff")) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["textColor", "linkColor", "primaryColor"])
def test_text_stands_out_from_every_ground(theme: str, name: str) -> None:
    """The primary colour is among them: Streamlit writes the chosen tab, segment and slider value in it."""
    colour = parse(CONFIG["theme"][theme][name])
    assert min(contrast(colour, ground) for ground in grounds(theme)) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_captions_stand_out_from_every_ground(theme: str) -> None:
    text = parse(CONFIG["theme"][theme]["textColor"])
    ratios = [contrast(blend(text, ground, CAPTION_OPACITY), ground) for ground in grounds(theme)]
    assert min(ratios) >= TEXT


def test_both_themes_set_the_same_things() -> None:
    """A colour set in one theme only would be Streamlit's own in the other."""
    light, dark = (CONFIG["theme"][theme] for theme in THEMES)
    assert light.keys() == dark.keys()
    assert light["sidebar"].keys() == dark["sidebar"].keys()


def test_the_configuration_reaches_no_other_host() -> None:
    """No font or style sheet from elsewhere, no statistics, no question to outside for the server's own address."""
    assert not re.search("https?://", Path(".streamlit/config.toml").read_text(encoding="utf-8"))
    assert CONFIG["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}
