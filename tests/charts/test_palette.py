"""Colours: contrast in both themes, and hues that stay apart for readers with colour-vision deficiencies."""

import itertools

import numpy as np
import pytest

from charts.palette import CLASSES, FIXED, HUES, INK, ORDER, Theme, hue

THEMES: tuple[Theme, ...] = ("light", "dark")
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour: str) -> np.ndarray:
    """SRGB `#rrggbb` as linear RGB."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Linear RGB as CIE Lab (D65)."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    scaled = xyz / np.array([0.9505, 1, 1.089])
    f = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", THEMES)
def test_marks_have_three_to_one_against_the_paper(theme: Theme) -> None:
    for name, colours in HUES.items():
        assert contrast(colours[theme], INK[theme]["paper"]) >= 3, name


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_four_and_a_half_to_one(theme: Theme) -> None:
    for ink in ("text", "muted"):
        assert contrast(INK[theme][ink], INK[theme]["paper"]) >= 4.5, ink


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_the_six_hues_stay_apart(theme: Theme, vision: str) -> None:
    """A colour difference of 10 in Lab is plain to see side by side."""
    seen = {name: lab(VISION[vision] @ linear(HUES[name][theme])) for name in ORDER}
    for one, other in itertools.combinations(ORDER, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 10, (one, other)


@pytest.mark.parametrize("theme", THEMES)
def test_the_classes_of_a_map_run_one_way_in_greyscale(theme: Theme) -> None:
    """More is always darker on light ground and brighter on dark."""
    steps = np.diff([luminance(colour) for colour in CLASSES[theme]])
    assert (steps < 0).all() if theme == "light" else (steps > 0).all()


def test_the_same_nationality_keeps_its_colour() -> None:
    assert len({hue(key, "light") for key in ("all", "syr", "irq", "tcn", "non_syr")}) == 5
    assert all(name in HUES for name in FIXED.values())
