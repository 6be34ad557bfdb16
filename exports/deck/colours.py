"""Colours of a template: what its theme says, what can be read on its background, and what stands for our palette."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from typing import Any

from charts.palette import CLASSES, HUES, INK, ORDER, luminance, rgb
from exports.deck.ooxml import A

MARKS, TEXT = 3.0, 4.5  # least contrast of marks and of text against the background
_APART = 75.0  # least distance between two colours of a chart, see `distance`
_PRESET = {"black": "#000000", "white": "#ffffff", "red": "#ff0000", "blue": "#0000ff", "green": "#008000"}


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2.2, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def distance(one: str, other: str) -> float:
    """How unlike two colours look, from 0 to about 765: the weighted distance in RGB known as redmean."""
    (r1, g1, b1), (r2, g2, b2) = rgb(one)[:3], rgb(other)[:3]
    red = (r1 + r2) / 2
    return ((2 + red / 256) * (r1 - r2) ** 2 + 4 * (g1 - g2) ** 2 + (2 + (255 - red) / 256) * (b1 - b2) ** 2) ** 0.5


def mix(one: str, other: str, share: float) -> str:
    """A colour between two: `share` of the first, the rest of the second."""
    return _hex([share * a + (1 - share) * b for a, b in zip(rgb(one)[:3], rgb(other)[:3], strict=True)])


def readable(colour: str, paper: str, least: float) -> str:
    """The colour, or black or white, whichever has the contrast on the paper that is asked for."""
    if contrast(colour, paper) >= least:
        return colour
    return max(("#1f2a33", "#000000", "#ffffff"), key=lambda one: (contrast(one, paper) >= least, contrast(one, paper)))


def resolve(fill: Any, theme: Mapping[str, str], mapping: Mapping[str, str]) -> str | None:
    """The colour of a fill element (`a:solidFill`, a gradient or a reference) as `#rrggbb`; None if it names none.

    `theme` maps dk1, lt1, accent1 and so on to colours, `mapping` is the master's colour map (bg1 to lt1 and so on).
    """
    for node in fill.iter():
        tag = node.tag.removeprefix(A) if isinstance(node.tag, str) else ""
        found = None
        if tag == "srgbClr":
            found = _valid(node.get("val"))
        elif tag == "sysClr":
            found = _valid(node.get("lastClr")) or ("#ffffff" if node.get("val") == "window" else "#000000")
        elif tag == "prstClr":
            found = _PRESET.get(str(node.get("val")))
        elif tag == "schemeClr":
            name = str(node.get("val"))
            found = theme.get(mapping.get(name, name))
        if found:
            return _modified(found, node)
    return None


def chart_colours(paper: str, text: str, accents: Sequence[str]) -> dict[str, str]:
    """What to draw with for every colour of our light palette on this paper.

    Each of our six hues takes the theme's accent of its place; one that is too faint on the paper, or too like one
    already taken, is replaced by ours.
    """
    ground = "light" if luminance(paper) > 0.3 else "dark"
    ours = [HUES[name]["light" if ground == "light" else "dark"] for name in ORDER]
    taken: list[str] = []
    for place in range(len(ORDER)):
        wanted = [*accents[place : place + 1], ours[place], *accents, *ours, text]
        taken.append(next((one for one in wanted if _usable(one, paper, taken)), readable(ours[place], paper, MARKS)))
    found = {HUES[name]["light"]: colour for name, colour in zip(ORDER, taken, strict=True)}
    muted = muted_on(paper, text)
    found |= {HUES["ink"]["light"]: text, HUES["grey"]["light"]: readable(mix(text, paper, 0.6), paper, MARKS)}
    found |= {
        INK["light"]["text"]: text,
        INK["light"]["muted"]: muted,
        INK["light"]["grid"]: mix(text, paper, 0.13),
        INK["light"]["axis"]: mix(text, paper, 0.5),
        INK["light"]["sea"]: mix(text, paper, 0.05),
        INK["light"]["land"]: mix(text, paper, 0.13),
        INK["light"]["none"]: mix(text, paper, 0.2),
        INK["light"]["paper"]: paper,
    }
    # From near the paper to the strongest, so that more always stands out more.
    strongest = mix(taken[0], text, 0.7)
    steps = ((0.18, taken[0]), (0.4, taken[0]), (0.65, taken[0]), (0.95, taken[0]), (1.0, strongest))
    found |= {own: mix(colour, paper, share) for own, (share, colour) in zip(CLASSES["light"], steps, strict=True)}
    return found


def muted_on(paper: str, text: str) -> str:
    """The text colour made quieter, as far as it stays readable."""
    for share in (0.72, 0.8, 0.9):
        if contrast(mix(text, paper, share), paper) >= TEXT:
            return mix(text, paper, share)
    return text


def _usable(colour: str, paper: str, taken: Sequence[str]) -> bool:
    return contrast(colour, paper) >= MARKS and all(distance(colour, other) >= _APART for other in taken)


def _modified(colour: str, node: Any) -> str:
    """The colour after the changes of brightness that its element asks for."""
    red, green, blue = (part / 255 for part in rgb(colour)[:3])
    hue, light, saturation = rgb_to_hls(red, green, blue)
    for change in node:
        name = change.tag.removeprefix(A) if isinstance(change.tag, str) else ""
        value = _share(change.get("val"))
        if name == "lumMod":
            light *= value
        elif name == "lumOff":
            light += value
        elif name == "tint":
            light += (1 - light) * (1 - value)
        elif name == "shade":
            light *= value
    return _hex([255 * part for part in hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)])


def _share(value: str | None) -> float:
    try:
        return float(str(value).rstrip("%")) / (100 if str(value).endswith("%") else 100_000)
    except ValueError:
        return 1.0


def _valid(value: str | None) -> str | None:
    try:
        return f"#{int(str(value), 16):06x}" if len(str(value)) == 6 else None
    except ValueError:
        return None


def _hex(parts: Sequence[float]) -> str:
    return "#" + "".join(f"{min(max(round(part), 0), 255):02x}" for part in parts)
