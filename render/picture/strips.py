"""Charts in lanes over time as pictures: strips of custody, timelines of events with their words."""

from __future__ import annotations

from dataclasses import replace

from charts.palette import INK
from charts.spec import ChartSpec
from render.picture.parts import legend_height, legend_rows
from render.picture.pen import Svg
from render.picture.style import widest
from render.plan.boxes import Box, Point
from render.plan.frame import text_width
from render.plan.lanes import Dot, Lanes, Strip, spans, timeline
from render.plan.marks import EVENT, OPEN
from render.plan.pen import LINE, Command, Fill, Line, Told
from render.plan.series import colour_of, series_of

_INK = INK["light"]
_WORDS = (12.0, 11.0, 10.0, 9.0)  # sizes of the words beside events, on the screen's scale, the best first
_RADIUS = 0.4  # of an event, in sizes of its words


def draw_spans(pen: Svg, spec: ChartSpec, width: int, height: int) -> None:
    """Strips with a legend of who held a place; one whose start or end nobody states is pale."""
    top = legend_height(series_of(spec), pen.style, width)
    found = spans(spec, width, height - top, pen.style.px(13))
    if found is None:
        return
    _legend(pen, spec, width)
    found = _lowered(found, top)
    _ground(pen, found)
    for strip in found.strips:
        _strip(pen, strip, colour_of(spec, strip.series, "light"), found.label_size)


def draw_timeline(pen: Svg, spec: ChartSpec, width: int, height: int) -> None:
    """Events as dots, each with its words where all of them or as many as possible have room; the rest is counted."""
    style, note = pen.style, pen.style.px(11)
    found = None
    for size in _WORDS:
        found = timeline(spec, width, height, style.px(13), style.px(size))
        if found is None or not found.numbered:
            break
    if found is None:
        return
    if found.numbered:
        found = timeline(spec, width, height - note * LINE, style.px(13), style.px(_WORDS[-1])) or found
    for lane in found.lanes[1:]:
        x0, _, x1, _ = found.plot
        pen.rule("between", (x0, lane.y0), (x1, lane.y0), Line(_INK["grid"], style.px(1)))
    _ground(pen, found)
    for dot in found.dots:
        _dot(pen, dot, colour_of(spec, dot.series, "light"), found.label_size)
    if found.numbered:
        named = sum(bool(dot.label) for dot in found.dots)
        told = f"{named} of {len(found.dots)} events are named; the data of this chart list all."
        pen.words("note", [told], (width, height - note * LINE / 2), note, colour=_INK["muted"], align="end")


def _lowered(found: Lanes, by: float) -> Lanes:
    """Everything so much further down the page."""
    x0, y0, x1, y1 = found.plot
    boxes = [(left, upper + by, right, lower + by) for left, upper, right, lower in (one.box for one in found.strips)]
    return replace(
        found,
        plot=(x0, y0 + by, x1, y1 + by),
        lanes=tuple(replace(lane, y0=lane.y0 + by, y1=lane.y1 + by) for lane in found.lanes),
        strips=tuple(replace(one, box=box) for one, box in zip(found.strips, boxes, strict=True)),
    )


def _ground(pen: Svg, found: Lanes) -> None:
    """Names of the lanes and the axis of dates."""
    style, size = pen.style, found.size
    x0, y0, x1, y1 = found.plot
    thin = style.px(1)
    for x in found.strokes:
        pen.rule("date_lines", (x, y0), (x, y1), Line(_INK["grid"], thin))
    for x in found.strokes:
        pen.rule("x_ticks", (x, y1), (x, y1 + style.px(4)), Line(_INK["axis"], thin))
    for tick in found.ticks:
        dated = tick.text.split("\n")
        at = y1 + style.px(7) + size * 0.92 * LINE * len(dated) / 2
        x = min(tick.x, x1 - widest(dated, size * 0.92) / 2)
        pen.words("x_texts", dated, (x, at), size * 0.92, colour=_INK["muted"], align="middle")
    pen.rule("base", (x0, y1), (x1, y1), Line(_INK["axis"], thin))
    for lane in found.lanes:
        pen.words("names", lane.lines, (x0 - size * 0.5, lane.middle), size, align="end")


def _strip(pen: Svg, strip: Strip, colour: str, size: float) -> None:
    style, (x0, y0, x1, y1) = pen.style, strip.box
    edge = Line(colour, style.px(1))
    pen.box("strip", strip.box, fill=Fill(colour, OPEN if strip.open else 1), line=edge, told=Told(alt=strip.said))
    middle, gap = (y0 + y1) / 2, style.px(3)
    inside = bool(strip.label) and not strip.before
    if strip.open:
        # Words stand on the plain colour, the hatching begins behind them.
        start = x0 + gap * 3 + text_width(strip.label, size) if inside else x0
        strokes = _hatched((start, y0, x1, y1), style.px(9))
        if strokes:
            pen.path("hatching", strokes, line=Line(colour, style.px(0.7), alpha=0.6))
    if inside:
        ink = _INK["text" if strip.open else "paper"]
        pen.words("labels", [strip.label], (x0 + gap, middle), size, colour=ink)
    elif strip.label:
        pen.words("labels", [strip.label], (x0 - gap, middle), size, align="end")


def _hatched(box: Box, step: float) -> list[Command]:
    """Slanting lines through a box, each cut at its edges."""
    x0, y0, x1, y1 = box
    high = y1 - y0
    strokes: list[Command] = []
    at = x0 + step - high
    while at < x1:
        left, right = max(at, x0), min(at + high, x1)
        ends: tuple[Point, Point] = (left, y1 - (left - at)), (right, y1 - (right - at))
        strokes += [("M", [ends[0]]), ("L", [ends[1]])]
        at += step
    return strokes


def _dot(pen: Svg, dot: Dot, colour: str, size: float) -> None:
    reach = size * _RADIUS
    box = (dot.x - reach, dot.y - reach, dot.x + reach, dot.y + reach)
    edge = Line(_INK["paper"], pen.style.px(0.8))
    pen.box("event", box, fill=Fill(colour, EVENT), line=edge, oval=True, told=Told(alt=dot.said))
    if not dot.label:
        return
    x0, y0, x1, y1 = dot.label_box
    # The layout leaves room for a dot with a number in it; words stand as near to a smaller one.
    nearer = max(dot.radius - reach, 0.0) * 0.6
    x = x0 - nearer if dot.anchor == "start" else x1 + nearer
    pen.words("labels", dot.label, (x, (y0 + y1) / 2), size, align=dot.anchor)


def _legend(pen: Svg, spec: ChartSpec, width: int) -> None:
    style = pen.style
    size, line = style.px(12.5), style.px(19)
    for name, x, row, text in legend_rows(series_of(spec), style, width):
        centre, middle, half = x + size * 0.7, (row + 0.5) * line, size * 0.85 / 2
        box = (centre - half, middle - half, centre + half, middle + half)
        pen.box("legend_marks", box, fill=Fill(colour_of(spec, name, "light")))
        pen.words("legend_names", [text], (x + size * 1.7, middle), size)
