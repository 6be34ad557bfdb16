"""Where strips and events stand that lie in lanes over time: plain geometry for every rendering without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from charts.spec import ChartSpec
from loaders.frames import as_records
from render.plan.axes import date_ticks, padded
from render.plan.frame import text_width, wrap
from render.plan.series import series_of

Box = tuple[float, float, float, float]
Anchor = Literal["start", "end"]
LINE = 1.18  # height of a line in sizes of its type
_NAMES_SHARE = 0.25  # of the width, at most, for the names of the lanes
_BESIDE = 0.7  # space between the names and the plot, in sizes of the type
_PLOT_SHARE = 0.8  # of the width is about what the plot takes
_DOT = 0.56  # radius of a dot in sizes of the labels
_TICK_ROOM = 4.6  # width that a tick needs, in sizes of the type
_STRIP = 0.68  # of the height of a lane is taken by its strip
_LEAST_LABEL = 0.7  # of the size of the names is what words in strips have at least
_LEAST_STRIP = 2.5  # units; no strip is drawn narrower, so that it can be seen
_BETWEEN = 1.0  # units between two tracks of a lane
_GAP = 3.0  # units between a dot and its words, and between words and the next dot
_LABEL_LINES = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Tick:
    """Words of the axis, centred on `x`; a year on their second line stands under the first of the year."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its name, the lines of it that stand right-aligned beside the plot, and its upper and lower edge."""

    name: str
    lines: tuple[str, ...]
    y0: float
    y1: float

    @property
    def middle(self) -> float:
        """Half-way down."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Strip:
    """A period: its box, its series, whether an end of it is unknown, its words, and its label where there is room.

    The label stands inside from the left, or ends `before` the strip.
    """

    box: Box
    series: str
    open: bool
    said: str
    label: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """An event: its number by date from 1, its place, its series, its words, and its label where there is room."""

    number: int
    x: float
    y: float
    radius: float
    series: str
    said: str
    label: tuple[str, ...] = ()
    label_box: Box = (0.0, 0.0, 0.0, 0.0)
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Lanes:
    """A whole chart of lanes: the plot's box, lanes from top to bottom, the axis' strokes and words, strips or dots.

    `size` is that of the lanes' names, `label_size` that of labels in the plot. `numbered` says that some event has no
    label, so that dots carry their numbers.
    """

    plot: Box
    lanes: tuple[Lane, ...]
    strokes: tuple[float, ...]
    ticks: tuple[Tick, ...]
    size: float
    label_size: float
    strips: tuple[Strip, ...] = ()
    dots: tuple[Dot, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether dots carry numbers."""
        return any(not dot.label for dot in self.dots)


def span_dates(data: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last date of the axis of strips, a little wider than their periods.

    Where no period has a known start or end, the axis reaches to the publications that speak of them.
    """
    starts, ends = pd.to_datetime(data["period_start"]), pd.to_datetime(data["period_end"])
    dated = pd.concat([starts, ends, pd.to_datetime(data["published"])])
    edges = pd.concat([starts, ends]) if starts.notna().any() else dated
    last = edges.max() if ends.notna().any() else dated.max()
    return edges.min() - pd.Timedelta(days=200), last + pd.Timedelta(days=60)


def period_dates(data: pd.DataFrame) -> pd.Series:
    """The dates on which drawn periods are known to start or end; without any, those of their publications."""
    known = pd.concat([pd.to_datetime(data[column]) for column in ("period_start", "period_end")]).dropna()
    return known if len(known) else pd.to_datetime(data["published"])


def event_dates(data: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last date of the axis of events, a little wider than their dates."""
    return padded(pd.Timestamp(data["x"].min()), pd.Timestamp(data["x"].max()))


def spans(spec: ChartSpec, width: float, height: float, size: float = 12) -> Lanes | None:
    """Lay strips out in a box of `width` by `height` units from (0, 0), y down; None for a chart without strips.

    One lane a category; strips with an unknown end reach to the edge of the axis and are `open`.
    """
    data = spec.data
    if data.empty:
        return None
    first, last = span_dates(data)
    periods = _tracks(data, first, last)
    tracks = {name: 1 + max(track for _, _, _, track in held) for name, held in periods.items()}
    weights = [float(n) for n in tracks.values()]
    frame = _frame(list(periods), weights, (first, last), period_dates(data), (width, height), size)
    track = min((lane.y1 - lane.y0) * _STRIP / tracks[lane.name] for lane in frame.lanes) - _BETWEEN
    label_size = max(min(size, track / 1.05), _LEAST_LABEL * size)
    strips: list[Strip] = []
    for lane in frame.lanes:
        high = (lane.y1 - lane.y0) * _STRIP / tracks[lane.name]
        top = lane.middle - high * tracks[lane.name] / 2
        free = frame.plot[0]
        for row, begin, end, track in sorted(periods[lane.name], key=lambda period: period[1]):
            box = (frame.x(begin), top + track * high, frame.x(end), top + (track + 1) * high - _BETWEEN)
            strips.append(_strip(row, box, frame.plot[2], free, label_size))
            free = frame.plot[2] if tracks[lane.name] > 1 else strips[-1].box[2]
    return Lanes(frame.plot, frame.lanes, frame.strokes, frame.ticks, frame.size, label_size, strips=tuple(strips))


Row = dict[str, Any]
Period = tuple[Row, pd.Timestamp, pd.Timestamp, int]


def _tracks(data: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, list[Period]]:
    """For each category its rows with drawn start and end, and a track on which none covers another."""
    out: dict[str, list[Period]] = {}
    for row in as_records(data):
        begin, end = pd.Timestamp(row["period_start"]), pd.Timestamp(row["period_end"])
        begin, end = first if pd.isna(begin) else begin, last if pd.isna(end) else end
        held = out.setdefault(str(row["x"]), [])
        met = {track for _, b, e, track in held if begin < e and b < end}
        held.append((row, begin, end, next(track for track in range(len(held) + 1) if track not in met)))
    return out


def _strip(row: Row, box: Box, edge: float, free: float, size: float) -> Strip:
    """The strip with the words that fit into it, else with those that fit before it from `free` on, else with none."""
    x0 = min(box[0], edge - _LEAST_STRIP)
    x1 = min(max(box[2], x0 + _LEAST_STRIP), edge)
    inside = x1 - x0 - 2 * _GAP if box[3] - box[1] >= 1.04 * size else 0.0
    words = [(text, text_width(text, size)) for text in _strip_words(row)]
    label = next((text for text, wide in words if wide <= inside), "")
    before = "" if label else next((text for text, wide in words if wide <= x0 - free - 3 * _GAP), "")
    return Strip(
        box=(x0, box[1], x1, box[3]),
        series=str(row["series"]),
        open=bool(pd.isna(row["period_start"]) or pd.isna(row["period_end"])),
        said=str(row["text"]),
        label=label or before,
        before=bool(before),
    )


def _strip_words(row: Row) -> Iterable[str]:
    """What may stand in a strip, the longest first: who and from when to when, from when to when, who."""
    who, lines = str(row["title"]), str(row["text"]).split("\n")
    when = lines[2] if len(lines) > 2 else ""
    return [words for words in (f"{who}, {when}" if who and when else "", when, who) if words]


def timeline(spec: ChartSpec, width: float, height: float, size: float = 12, label_size: float = 0) -> Lanes | None:
    """Lay events out in a box of `width` by `height` units from (0, 0), y down; None for a chart without events.

    One lane a series, higher where it holds more; the dots of a lane stand in rows so that they do not cover each
    other. Labels are placed beside their dots, the newest first, each whole or not at all.
    """
    data = spec.data
    if data.empty:
        return None
    names, label_size = series_of(spec), label_size or size
    order = data.assign(series=data["series"].astype(str)).sort_values("x", kind="stable")
    first, last = event_dates(data)
    radius = _DOT * label_size
    events: dict[str, list[tuple[int, pd.Timestamp, str]]] = {name: [] for name in names}
    for number, (name, date, text) in enumerate(zip(order["series"], order["x"], order["text"], strict=True), 1):
        events[name].append((number, pd.Timestamp(date), str(text)))
    dates = {name: [date for _, date, _ in held] for name, held in events.items()}
    near = (last - first) * (2 * radius / (width * _PLOT_SHARE))
    least = [_depth(dates[name], near) * LINE * label_size for name in names]
    weights = [len(dates[name]) ** 0.5 for name in names]
    frame = _frame(names, weights, (first, last), data["x"], (width, height), size, least)
    dots: list[Dot] = []
    for lane in frame.lanes:
        found = [Dot(n, frame.x(date), 0.0, radius, lane.name, text) for n, date, text in events[lane.name]]
        dots += _labelled(_in_rows(found, lane, label_size), lane, frame.plot, label_size)
    dots.sort(key=lambda dot: dot.number)
    return Lanes(frame.plot, frame.lanes, frame.strokes, frame.ticks, frame.size, label_size, dots=tuple(dots))


def _depth(dates: Sequence[pd.Timestamp], near: pd.Timedelta) -> int:
    """Rows that dated dots need so that none covers another: the most of them that lie within `near` of each other."""
    return max((sum(date <= other < date + near for other in dates) for date in dates), default=1)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plot from `first` to `last`, its lanes, the strokes and words of its axis, and the size of the names."""

    plot: Box
    first: pd.Timestamp
    last: pd.Timestamp
    lanes: tuple[Lane, ...]
    strokes: tuple[float, ...]
    ticks: tuple[Tick, ...]
    size: float

    def x(self, date: pd.Timestamp) -> float:
        return _across(date, self.plot, self.first, self.last)


def _across(date: pd.Timestamp, plot: Box, first: pd.Timestamp, last: pd.Timestamp) -> float:
    return plot[0] + (plot[2] - plot[0]) * float((date - first) / (last - first))


def _frame(
    names: Sequence[str],
    weights: Sequence[float],
    ends: tuple[pd.Timestamp, pd.Timestamp],
    dates: pd.Series,
    room: tuple[float, float],
    size: float,
    least: Sequence[float] = (),
) -> _Frame:
    """The plot and its lanes, as high as their weights say but none lower than its `least` while there is room.

    `ends` are those of the axis, `dates` what is drawn.
    """
    width, height = room
    first, last = ends
    axis = date_ticks(first, last, max(min(int(width * _PLOT_SHARE / (size * _TICK_ROOM)), 12), 2), dates)
    bottom = height - (0.4 + LINE * axis.lines) * size
    floors = list(least) or [0.0] * len(names)
    # A name is written whole, in smaller type where the lanes are many.
    size = next((one for one in _sizes(size) if _height(names, width, one) <= bottom), _sizes(size)[-1])
    needed = [_height([name], width, size) for name in names]
    heights = _heights(bottom, floors, weights)
    if any(high < need for high, need in zip(heights, needed, strict=True)):
        heights = _heights(bottom, [max(pair) for pair in zip(floors, needed, strict=True)], weights)
    if any(high < need for high, need in zip(heights, needed, strict=True)):
        heights = _heights(bottom, needed, weights)
    lines = [wrap(name, width * _NAMES_SHARE, size) for name in names]
    left = max(text_width(line, size) for held in lines for line in held) + _BESIDE * size
    plot = (left, 0.0, width, bottom)
    lanes, y = [], 0.0
    for name, held, high in zip(names, lines, heights, strict=True):
        lanes.append(Lane(name, tuple(held), y, y + high))
        y += high
    strokes = tuple(_across(date, plot, first, last) for date in axis.strokes)
    ticks = tuple(Tick(_across(date, plot, first, last), text) for date, text in axis.words)
    return _Frame(plot, first, last, tuple(lanes), strokes, ticks, size)


def _heights(room: float, floors: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The heights of lanes: no lower than their floors while there is room, and of the rest as much as they weigh."""
    shrunk = min(room / max(sum(floors), room), 1.0)
    spare = room - shrunk * sum(floors)
    return [shrunk * floor + spare * weight / sum(weights) for floor, weight in zip(floors, weights, strict=True)]


def _sizes(size: float) -> list[float]:
    """The sizes in which names may be written, the largest first."""
    return [size * tenths / 10 for tenths in (10, 9, 8, 7, 6)]


def _height(names: Sequence[str], width: float, size: float) -> float:
    """What the lines of names take, one below the other; letters need a little less than their leading."""
    return sum(len(wrap(name, width * _NAMES_SHARE, size)) for name in names) * LINE * size / 1.05


def _in_rows(dots: Sequence[Dot], lane: Lane, size: float) -> list[Dot]:
    """The dots of a lane in rows: in turn, so that each has room for words behind it, but none on another."""
    step = LINE * size
    count = max(int((lane.y1 - lane.y0) / step), 1)
    top = lane.middle - step * (count - 1) / 2
    # The rows in use lie evenly around the middle of the lane.
    used = min(count, len(dots))
    rows = [round((count - 1) / 2 + (i - (used - 1) / 2) * count / used - 1e-9) for i in range(used)]
    ends = dict.fromkeys(range(count), float("-inf"))
    out = []
    for place, dot in enumerate(dots):
        turn = [*rows[place % used :], *rows[: place % used], *range(count)]
        row = next((one for one in turn if ends[one] <= dot.x - dot.radius), min(ends, key=ends.__getitem__))
        ends[row] = dot.x + dot.radius
        out.append(replace(dot, y=top + row * step))
    return out


def _labelled(dots: Sequence[Dot], lane: Lane, plot: Box, size: float) -> list[Dot]:
    """The dots of a lane with labels, the newest first, right or left of the dot, on one line or on several."""
    boxes = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots]
    room = (plot[0], lane.y0 - 1, plot[2], lane.y1 + 1)  # lines are lower than their leading
    out = []
    for dot in sorted(dots, key=lambda dot: -dot.number):
        for lines, box, anchor in _label_places(dot, size):
            if _inside(box, room) and not any(_meet(_with_space(box, anchor, size), other) for other in boxes):
                boxes.append(_with_space(box, anchor, size))
                out.append(replace(dot, label=lines, label_box=box, anchor=anchor))
                break
        else:
            out.append(dot)
    return out


def _with_space(box: Box, anchor: Anchor, size: float) -> Box:
    """The box of a label with the space that keeps its end apart from the next dot and its words."""
    space = 0.8 * size
    return (box[0], box[1], box[2] + space, box[3]) if anchor == "start" else (box[0] - space, *box[1:])


def _label_places(dot: Dot, size: float) -> Iterable[tuple[tuple[str, ...], Box, Anchor]]:
    """Lines of the label and where they may stand: on few lines before many, right of the dot before left of it."""
    words = dot_words(dot)
    whole = text_width(words, size)
    seen = set()
    for count in _LABEL_LINES:
        lines = tuple(wrap(words, whole / count * 1.12 + size, size))
        if not words or len(lines) in seen:
            continue
        seen.add(len(lines))
        wide, half = max(text_width(line, size) for line in lines), len(lines) * LINE * size / 2
        right, left = dot.x + dot.radius + _GAP, dot.x - dot.radius - _GAP
        yield lines, (right, dot.y - half, right + wide, dot.y + half), "start"
        yield lines, (left - wide, dot.y - half, left, dot.y + half), "end"


def dot_words(dot: Dot) -> str:
    """What the label of an event says: its title, or its second line where the lane's name is the title already."""
    lines = [line for line in dot.said.split("\n") if line.strip()]
    return next((line for line in lines if line != dot.series), "")


def _inside(box: Box, room: Box) -> bool:
    return box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] + 0.5 < b[3] and b[1] + 0.5 < a[3]
