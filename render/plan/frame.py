"""The printed frame of a downloaded picture: title and subtitle above, sources and note below, a free box between.

Charts and maps share it, so every picture that leaves the dashboard carries its own title, date and sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from charts.text import xml_text

FONT = "'Source Sans','Source Sans 3','Source Sans Pro',Arial,'Liberation Sans',Helvetica,sans-serif"
TEXT = "#1f2937"
QUIET = "#4b5563"
RULE = "#d1d5db"

_SIDE = 48
_TITLE_SIZES = (40, 36, 32, 28)
_FOOT_SIZES = (19, 17, 15)
_SUBTITLE_SIZE = 25
_LEADING = 1.28
_SMALLEST_BOX = 420
# Advance widths of Arial in thousandths of the font size: Arial is wider than Source Sans, so a line that fits in it
# fits in every font of the list.
_ADVANCE = {
    **dict.fromkeys("'", 191),
    **dict.fromkeys("ijl", 222),
    **dict.fromkeys(" !,./:;I[\\]ft|", 278),
    **dict.fromkeys("()-`r{}", 333),
    **dict.fromkeys('"', 355),
    **dict.fromkeys("*", 389),
    **dict.fromkeys("Jcksvxyz", 500),
    **dict.fromkeys("+<=>~^", 584),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("&ABEKPSVXY", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("%W@—…", 1015),
}
_COMMON, _WIDE_FROM = 556, 0x2E80
_BOLD = 1.09
# Words that are not parted at the end of a line: a word between two numbers stays with both, whatever it says.
_WORD = re.compile(r"\S*\b\d{1,2} [^\W\d_]+ \d{4}\S*|\S+")


@dataclass(frozen=True, slots=True)
class Frame:
    """A page of `width` x `height` pixels with a free box at (`left`, `top`) of `box_width` x `box_height`."""

    width: int
    height: int
    left: int
    top: int
    box_width: int
    box_height: int
    head: str
    foot: str

    def fill(self, body: str) -> str:
        """The whole SVG document with `body` (SVG markup, already escaped) between head and foot."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}"'
            f' viewBox="0 0 {self.width} {self.height}" font-family="{FONT}" fill="{TEXT}">'
            f'<rect class="paper" width="{self.width}" height="{self.height}" fill="#ffffff"/>'
            f"{self.head}{body}{self.foot}</svg>"
        )


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Width of one line in pixels at most: Arial's advances, wider letters for scripts that need them."""
    return _pixels(_units(text), size, weight)


@lru_cache(maxsize=20_000)
def _units(text: str) -> int:
    """Width of a text in thousandths of the font size."""
    return sum(_ADVANCE.get(letter, 1000 if ord(letter) >= _WIDE_FROM else _COMMON) for letter in text)


def _pixels(units: int, size: float, weight: int) -> float:
    return units / 1000 * size * (_BOLD if weight > 500 else 1)


def wrap(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """Break a text into lines no wider than `width` pixels.

    A word between a number and a year, as in a date, stays with both; a word that is too long by itself is cut.
    """
    lines: list[str] = []
    blank = _units(" ")
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in (part for long in _WORD.findall(paragraph) for part in _parts(long, width, size, weight)):
            units = _units(word)
            if line and _pixels(used + blank + units, size, weight) > width:
                lines.append(line)
                line = ""
            line, used = (f"{line} {word}", used + blank + units) if line else (word, units)
        if line:
            lines.append(line)
    return lines


def _parts(word: str, width: float, size: float, weight: int) -> list[str]:
    """The word, cut into pieces that fit."""
    if text_width(word, size, weight) <= width:
        return [word]
    parts, used = [""], 0
    for letter in word:
        units = _units(letter)
        if parts[-1] and _pixels(used + units, size, weight) > width:
            parts.append("")
            used = 0
        parts[-1] += letter
        used += units
    return parts


def compose(
    title: str, subtitle: str = "", sources: str = "", note: str = "", *, width: int = 1600, height: int = 900
) -> Frame:
    """Lay out the words of a picture and return the frame with its free box.

    Nothing is cut: long texts wrap, then shrink a little, and at last the page grows until the free box is at least
    420 pixels high.
    """
    room = width - 2 * _SIDE
    title_size, title_lines = _fit(title, room, _TITLE_SIZES, 2, weight=600)
    subtitle_lines = wrap(subtitle, room, _SUBTITLE_SIZE)
    foot_size = _fit(f"{sources} {note}", room, _FOOT_SIZES, 4)[0]
    foot_lines = wrap(sources, room, foot_size) + wrap(note, room, foot_size)

    head, y = _block(title_lines, _SIDE - 10, title_size, TEXT, weight=600)
    more, y = _block(subtitle_lines, y + (6 if subtitle_lines else 0), _SUBTITLE_SIZE, QUIET)
    top = round(y) + 20
    foot_height = round(len(foot_lines) * foot_size * _LEADING) + (34 if foot_lines else _SIDE - 20)
    height = max(height, top + _SMALLEST_BOX + foot_height)
    foot_top = height - foot_height
    text, _ = _block(foot_lines, 10, foot_size, QUIET)
    rule = f'<path d="M{_SIDE} 0H{width - _SIDE}" stroke="{RULE}"/>' if foot_lines else ""
    return Frame(
        width=width,
        height=height,
        left=_SIDE,
        top=top,
        box_width=room,
        box_height=foot_top - top - 14,
        head=f'<g class="head">{head}{more}</g>',
        foot=f'<g class="foot" transform="translate(0 {foot_top})">{rule}{text}</g>',
    )


def _fit(text: str, room: float, sizes: tuple[int, ...], most: int, weight: int = 400) -> tuple[int, list[str]]:
    """The largest of the sizes at which the text takes at most `most` lines, else the smallest, and the lines.

    The lines are as even as they can be without being one more.
    """
    fitting = (size for size in sizes if len(wrap(text, room, size, weight)) <= most)
    size = next(fitting, sizes[-1])
    lines = wrap(text, room, size, weight)
    for tenths in range(9, 4, -1):
        narrower = wrap(text, room * tenths / 10, size, weight)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return size, lines


def _block(lines: list[str], top: float, size: int, colour: str, weight: int = 400) -> tuple[str, float]:
    """Lines of text below `top`, and where they end."""
    step = size * _LEADING
    marks = [
        f'<text x="{_SIDE}" y="{round(top + size + index * step, 1)}" font-size="{size}" font-weight="{weight}"'
        f' fill="{colour}">{xml_text(line)}</text>'
        for index, line in enumerate(lines)
    ]
    return "".join(marks), top + len(lines) * step
