"""Strips and timelines as native shapes: a box a period, a numbered dot an event, lanes, axis and names."""

from __future__ import annotations

from charts.palette import INK
from charts.spec import ChartSpec
from render.office.shapes.group import Canvas, Words
from render.plan.frame import text_width
from render.plan.lanes import Dot, Lanes, Strip, spans, timeline
from render.plan.marks import EVENT
from render.plan.pen import LINE, Align, Fill, Line, Told
from render.plan.series import colour_of, series_of

_INK = INK["light"]
_KEY = 1.7  # height of a row of the legend in sizes of the type
_LEAST = 8.0  # points; names of lanes are made smaller down to this where there are many


def draw_spans(canvas: Canvas, spec: ChartSpec, size: float) -> None:
    """Draw the strips of a chart of custody into the canvas, with a legend of who holds what above them."""
    names = series_of(spec)
    rows = _key_rows(names, canvas.width, size)
    top = len(rows) * _KEY * size
    room = canvas.height - top
    while size > _LEAST and spec.data["x"].nunique() * LINE * size > room:
        size -= 0.5
    laid = spans(spec, canvas.width, room, size)
    if laid is None:
        return
    for number, row in enumerate(rows):
        _keys(canvas, spec, row, (number + 0.45) * _KEY * size, size)
    _ground(canvas, laid, top)
    for strip in laid.strips:
        _strip(canvas, spec, laid, strip, top)


def draw_timeline(canvas: Canvas, spec: ChartSpec, size: float) -> None:
    """Draw the events of a timeline into the canvas; dots carry numbers by date where not all labels have room."""
    names = series_of(spec)
    least = max(min(size, canvas.height * 0.92 / (len(names) * LINE)), _LEAST)
    laid = timeline(spec, canvas.width, canvas.height, least, min(least, size - 1))
    if laid is None:
        return
    _ground(canvas, laid, 0.0)
    for dot in laid.dots:
        _dot(canvas, spec, laid, dot)
    for dot in laid.dots:
        if dot.label:
            words = Words(dot.label, laid.label_size, align=dot.anchor)
            canvas.words_in(f"Label of {_first(dot.said)}", dot.label_box, words)


def _ground(canvas: Canvas, laid: Lanes, top: float) -> None:
    """Lanes with their names, the axis with its dates."""
    x0, _, x1, bottom = laid.plot
    for number, lane in enumerate(laid.lanes):
        if number % 2 == 0:
            canvas.box(f"Lane {lane.name}", (x0, top + lane.y0, x1, top + lane.y1), fill=Fill(_INK["sea"]))
    for x in laid.strokes:
        canvas.path("Date line", [("M", [(x, top)]), ("L", [(x, top + bottom)])], line=Line(_INK["grid"], 0.75))
    canvas.path("Axis", [("M", [(x0, top + bottom)]), ("L", [(x1, top + bottom)])], line=Line(_INK["axis"], 1.0))
    for lane in laid.lanes:
        at, told = (x0 - 0.6 * laid.size, top + lane.middle), Told(f"Name of {lane.name}")
        canvas.words("names", lane.lines, at, laid.size, align="end", told=told)
    for tick in laid.ticks:
        lines = tick.text.split("\n")
        half = max(text_width(line, laid.size) for line in lines) / 2
        middle = min(max(tick.x, half), canvas.width - half)
        at = (middle, top + bottom + 0.3 * laid.size + LINE * laid.size * len(lines) / 2)
        told = Told(f"Date {tick.text}")
        canvas.words("dates", lines, at, laid.size, colour=_INK["muted"], align="middle", told=told)


def _strip(canvas: Canvas, spec: ChartSpec, laid: Lanes, strip: Strip, top: float) -> None:
    colour = colour_of(spec, strip.series, "light")
    x0, y0, x1, y1 = strip.box
    box = (x0, top + y0, x1, top + y1)
    fill = Fill(colour, hatched=strip.open)
    canvas.box("strip", box, fill=fill, line=Line(colour, 0.75), told=Told(strip.said, strip.said))
    if strip.label:
        ink = _INK["text"] if strip.open or strip.before else canvas.ink_on(colour)
        at = (x0 - 3 if strip.before else x0 + 3, (box[1] + box[3]) / 2)
        align: Align = "end" if strip.before else "start"
        told = Told(f"Label of {_first(strip.said)}")
        canvas.words("labels", [strip.label], at, laid.label_size, colour=ink, align=align, told=told)


def _dot(canvas: Canvas, spec: ChartSpec, laid: Lanes, dot: Dot) -> None:
    box = (dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius)
    number = Words([str(dot.number)], round(laid.label_size * 0.76, 1), _INK["paper"], bold=True)
    canvas.shape(
        "event",
        box,
        "ellipse",
        fill=Fill(colour_of(spec, dot.series, "light"), 1.0 if laid.numbered else EVENT),
        told=Told(f"{dot.number}: {dot.said}" if laid.numbered else dot.said, dot.said),
        words=number if laid.numbered else None,
    )


def _first(said: str) -> str:
    return said.partition("\n")[0]


def _key_rows(names: list[str], width: float, size: float) -> list[list[tuple[str, float]]]:
    """The names of the legend with their distance from the left, in as many rows as they need."""
    rows: list[list[tuple[str, float]]] = [[]]
    x = 0.0
    for name in names:
        need = 1.5 * size + text_width(name, size) + 1.4 * size
        if x and x + need - 1.4 * size > width:
            rows.append([])
            x = 0.0
        rows[-1].append((name, x))
        x += need
    return rows


def _keys(canvas: Canvas, spec: ChartSpec, row: list[tuple[str, float]], middle: float, size: float) -> None:
    for name, x in row:
        box = (x, middle - 0.45 * size, x + 0.9 * size, middle + 0.45 * size)
        canvas.box(f"Colour of {name}", box, fill=Fill(colour_of(spec, name, "light")))
        canvas.words("legend_names", [name], (x + 1.5 * size, middle), size, told=Told(f"Legend {name}"))
