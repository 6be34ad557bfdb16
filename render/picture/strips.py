"""Charts in lanes over time, written as SVG outright: strips of custody, timelines of events with their words."""

from __future__ import annotations

from charts.spec import ChartSpec
from charts.text import xml_text
from render.picture.parts import legend_height, legend_rows
from render.picture.style import Style, widest
from render.picture.svg import number, said, text_block
from render.plan.frame import text_width
from render.plan.lanes import LINE, Dot, Lanes, Strip, spans, timeline
from render.plan.map.geometry import Box
from render.plan.marks import OPEN
from render.plan.series import colour_of, series_of

_WORDS = (12.0, 11.0, 10.0, 9.0)  # sizes of the words beside events, on the screen's scale, the best first
_RADIUS = 0.4  # of an event, in sizes of its words


def spans_marks(spec: ChartSpec, style: Style, width: int, height: int) -> str:
    """Strips with a legend of who held a place; one whose start or end nobody states is pale."""
    keys = series_of(spec)
    top = legend_height(keys, style, width)
    found = spans(spec, width, height - top, style.px(13))
    if found is None:
        return ""
    strips = "".join(_strip(strip, spec, style, found.label_size) for strip in found.strips)
    return f'{_legend(spec, style, width)}<g transform="translate(0 {number(top)})">{_ground(found, style)}{strips}</g>'


def timeline_marks(spec: ChartSpec, style: Style, width: int, height: int) -> str:
    """Events as dots, each with its words where all of them or as many as possible have room; the rest is counted."""
    note = style.px(11)
    found = None
    for size in _WORDS:
        found = timeline(spec, width, height, style.px(13), style.px(size))
        if found is None or not found.numbered:
            break
    if found is None:
        return ""
    words = ""
    if found.numbered:
        found = timeline(spec, width, height - note * LINE, style.px(13), style.px(_WORDS[-1])) or found
        named = sum(bool(dot.label) for dot in found.dots)
        told = f"{named} of {len(found.dots)} events are named; the data of this chart list all."
        words = text_block([told], width, height - note * LINE / 2, note, style.ink("muted"), anchor="end")
    dots = "".join(_dot(dot, spec, style, found.label_size) for dot in found.dots)
    return _ground(found, style, lines=True) + dots + words


def _ground(found: Lanes, style: Style, *, lines: bool = False) -> str:
    """Names of the lanes, the lines between them, and the axis of dates."""
    x0, _, x1, y1 = found.plot
    size = found.size
    between = found.lanes[1:] if lines else ()
    parts = [_line(x0, lane.y0, x1, lane.y0, style.ink("grid"), style.px(1)) for lane in between]
    for x in found.strokes:
        parts.append(_line(x, 0, x, y1, style.ink("grid"), style.px(1)))
        parts.append(_line(x, y1, x, y1 + style.px(4), style.ink("axis"), style.px(1)))
    for tick in found.ticks:
        at = y1 + style.px(7) + size * 0.92 * LINE * (tick.text.count("\n") + 1) / 2
        dated = tick.text.split("\n")
        x = min(tick.x, x1 - widest(dated, size * 0.92) / 2)
        parts.append(text_block(dated, x, at, size * 0.92, style.ink("muted"), anchor="middle"))
    parts.append(_line(x0, y1, x1, y1, style.ink("axis"), style.px(1)))
    parts += [
        text_block(lane.lines, x0 - size * 0.5, lane.middle, size, style.ink("text"), anchor="end")
        for lane in found.lanes
    ]
    return f'<g class="ground">{"".join(parts)}</g>'


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, width: float) -> str:
    path = f"M{number(x0)} {number(y0)}L{number(x1)} {number(y1)}"
    return f'<path d="{path}" stroke="{xml_text(colour)}" stroke-width="{number(width)}"/>'


def _strip(strip: Strip, spec: ChartSpec, style: Style, size: float) -> str:
    x0, y0, x1, y1 = strip.box
    colour = xml_text(style.paint(colour_of(spec, strip.series, "light")))
    box = (
        f'<rect class="strip" x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}" height="{number(y1 - y0)}"'
        f' fill="{colour}" fill-opacity="{OPEN if strip.open else 1}" stroke="{colour}"'
        f' stroke-width="{number(style.px(1))}" aria-label="{said(strip.said)}"/>'
    )
    middle, gap = (y0 + y1) / 2, style.px(3)
    inside = bool(strip.label) and not strip.before
    if strip.open:
        # Words stand on the plain colour, the hatching begins behind them.
        start = x0 + gap * 3 + text_width(strip.label, size) if inside else x0
        thin = f'stroke="{colour}" stroke-width="{number(style.px(0.7))}" stroke-opacity="0.6" fill="none"'
        box += f'<path d="{_hatched((start, y0, x1, y1), style.px(9))}" {thin}/>'
    if inside:
        ink = style.ink("text" if strip.open else "paper")
        return box + text_block([strip.label], x0 + gap, middle, size, ink)
    if strip.label:
        return box + text_block([strip.label], x0 - gap, middle, size, style.ink("text"), anchor="end")
    return box


def _hatched(box: Box, step: float) -> str:
    """Slanting lines through a box, each cut at its edges."""
    x0, y0, x1, y1 = box
    high = y1 - y0
    parts = []
    at = x0 + step - high
    while at < x1:
        left, right = max(at, x0), min(at + high, x1)
        parts.append(f"M{number(left)} {number(y1 - (left - at))}L{number(right)} {number(y1 - (right - at))}")
        at += step
    return "".join(parts)


def _dot(dot: Dot, spec: ChartSpec, style: Style, size: float) -> str:
    colour, paper = xml_text(style.paint(colour_of(spec, dot.series, "light"))), xml_text(style.ink("paper"))
    mark = (
        f'<circle class="event" cx="{number(dot.x)}" cy="{number(dot.y)}" r="{number(size * _RADIUS)}"'
        f' fill="{colour}" fill-opacity="0.85" stroke="{paper}" stroke-width="{number(style.px(0.8))}"'
        f' aria-label="{said(dot.said)}"/>'
    )
    if not dot.label:
        return mark
    x0, y0, x1, y1 = dot.label_box
    # The layout leaves room for a dot with a number in it; words stand as near to a smaller one.
    nearer = max(dot.radius - size * _RADIUS, 0.0) * 0.6
    x = x0 - nearer if dot.anchor == "start" else x1 + nearer
    return mark + text_block(dot.label, x, (y0 + y1) / 2, size, style.ink("text"), anchor=dot.anchor)


def _legend(spec: ChartSpec, style: Style, width: int) -> str:
    size, line = style.px(12.5), style.px(19)
    parts = []
    for name, x, row, text in legend_rows(series_of(spec), style, width):
        middle, side = (row + 0.5) * line, size * 0.85
        parts.append(
            f'<rect x="{number(x + size * 0.7 - side / 2)}" y="{number(middle - side / 2)}" width="{number(side)}"'
            f' height="{number(side)}" fill="{xml_text(style.paint(colour_of(spec, name, "light")))}"/>'
        )
        parts.append(text_block([text], x + size * 1.7, middle, size, style.ink("text")))
    return f'<g class="legend">{"".join(parts)}</g>'
