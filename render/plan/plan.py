"""Every decision about a chart that all renderings share, taken once: series, gaps, ticks, names, panels, marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil, isfinite
from typing import Any, Literal

import pandas as pd

from charts.gaps import Gap, categories, drawn_gaps, gaps, turned
from charts.palette import hue
from charts.spec import CONTEXT, PROJECTION, ChartSpec, Marker
from render.plan.axes import tick_texts, ticks
from render.plan.event_names import EventName, event_names
from render.plan.ground import Ground
from render.plan.over import Row, figures_over, room_beside
from render.plan.panels import PHONE, panel_grid
from render.plan.points import CARD, Point, Series, Size
from render.plan.series import keyed_series, runs, series_of, top_value
from render.plan.told import OVER_POINT, Told, figures_told
from render.plan.totals import Total, room_over, totals_over

Naming = Literal["none", "ends", "legend", "panels"]

_LONG, _LONG_ON_PHONE = 34, 24  # letters of the name of a category that stands on one line beside its bars
_LETTER = 6.8  # width of a letter of it
_NAMES = 0.48  # of the width of a chart, at most, for the names at the ends of its lines
_TOLD = ("line", "step", "dots", "column")  # marks over dates at which figures are written
_MARKED, _FULL = ("line", "step", "dots"), 0.985  # marks of points, and how much of an axis they may take
_BESIDE, _BETWEEN = 56.0, 12.0  # units of the width for the words of the axis of panels, and between two
_MOST_REACH = 1.35  # as far as an axis goes on for the sake of a figure
_AROUND = 60.0  # units of the height over and beneath the marks of a panel
_NARROW, _LOW = 260, 190  # a plot so narrow, or a chart so low, has room for few ticks of values
_VALUES, _LOW_VALUES, _BAR_VALUES, _FEW_VALUES = 5, 3, 4, 2  # about so many ticks of values


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart as it is to be drawn.

    `points` are all rows in their order, `series` the same by series in theirs; `keyed` are the names of the series in
    the order of a legend. `naming` says how a reader knows them: by names at the ends of lines, a legend, titles of
    panels, or not at all where there is one. `columns` and `lines` are the grid of panels (1 and 1 without). `values`
    are the ticks of the value axis with their `texts`, from zero up to at least `top`, the largest value to reach; the
    axis ends at `reach`, that of bars where the longest and its words end.
    `categories` are empty along dates. `gaps` are the places without a figure, of which `written` are to say so,
    `turned` on end. `alone` says that no row of bars holds several series. `told` are the figures written at points
    over dates, `over` the positions of the rows whose figures are written over their columns, with how far right of
    their middles, `beside` the units of the width that the plot leaves free at the right for these, `totals` the sums
    written over stacks; `events` are the markers that are named beside their hairlines.
    """

    mark: str
    unit: str
    points: tuple[Point, ...]
    series: tuple[Series, ...]
    keyed: tuple[str, ...]
    naming: Naming
    columns: int
    lines: int
    values: tuple[float, ...]
    texts: tuple[str, ...]
    top: float
    reach: float
    categories: tuple[str, ...]
    gaps: tuple[Gap, ...]
    written: tuple[Gap, ...]
    turned: bool
    alone: bool
    dates: tuple[pd.Timestamp, ...]
    markers: tuple[Marker, ...]
    told: tuple[Told, ...]
    over: Mapping[int, float]
    beside: float
    totals: tuple[Total, ...]
    events: tuple[EventName, ...]

    @property
    def dated(self) -> bool:
        """Whether x is a date."""
        return not self.categories

    @property
    def faceted(self) -> bool:
        """Whether each series has a panel of its own."""
        return self.naming == "panels"

    def of(self, name: str) -> Series:
        """A series by its name. Raises KeyError for an unknown one."""
        for one in self.series:
            if one.name == name:
                return one
        raise KeyError(name)


def plan_of(spec: ChartSpec, room: Size = CARD, tall: Callable[[int], float] | None = None) -> Plan:
    """The plan of a chart of lines, columns, bars, dots or pairs in some room.

    `tall` gives the height of the room by the number of its lines of panels, where it grows with them. Raises
    ValueError for a chart without rows.
    """
    if spec.data.empty:
        raise ValueError(f"{spec.name} has nothing to draw")
    order = () if spec.x_kind == "date" else tuple(categories(spec))
    points = _points(spec, order)
    names = series_of(spec)
    series = tuple(_series(spec, name, place, points) for place, name in enumerate(names))
    dates = tuple(sorted({point.x for point in points if isinstance(point.x, pd.Timestamp)}))
    columns, rows = panel_grid(len(names), room.width) if spec.facet else (1, 1)
    room = Size(room.width, tall(rows)) if tall else room
    top = _top(spec)
    values = _values(spec, order, top, room)
    naming = _naming(spec, series, room)
    beside = max((_LETTER * len(one.name) for one in series), default=0.0) if naming == "ends" else 0.0
    over_dates = spec.mark in _TOLD and not order and bool(values)
    reach = _reach(spec, values, top, series, room) if values else 0.0
    told, events = _over_dates(spec, series, reach, room, beside, dates) if over_dates else ((), ())
    totals = _totals(spec, series, order, reach, room) if spec.mark == "stacked" and order else ()
    over, beside_columns = _over(spec, series, order, reach, room) if spec.mark == "column" and order else ({}, 0.0)
    return Plan(
        mark=spec.mark,
        unit=spec.unit,
        points=tuple(points),
        series=series,
        keyed=tuple(keyed_series(spec)),
        naming=naming,
        columns=columns,
        lines=rows,
        values=tuple(values),
        texts=tuple(tick_texts(values, spec.unit)),
        top=top,
        reach=_higher(reach, top, totals, room),
        categories=order,
        gaps=tuple(gaps(spec)),
        written=tuple(drawn_gaps(spec)),
        turned=turned(spec),
        alone=spec.mark == "bar" and len({(p.x, p.series) for p in points}) == len({p.x for p in points}),
        dates=dates,
        markers=spec.markers if spec.x_kind == "date" else (),
        told=told,
        over=over,
        beside=beside_columns,
        totals=totals,
        events=events,
    )


def _over_dates(
    spec: ChartSpec,
    series: Sequence[Series],
    reach: float,
    room: Size,
    beside: float,
    dates: Sequence[pd.Timestamp],
) -> tuple[tuple[Told, ...], tuple[EventName, ...]]:
    """The figures at points over dates and the named events: in small multiples figures of each panel by itself."""
    seen = [one for one in series if not one.ahead]
    drawn = [one for one in seen if one.lead]
    if spec.facet:
        panel = panel_room(len(series), room)
        plots = ((one, Ground.of(spec, [one], reach, panel, 0.0, dates)) for one in drawn)
        # Over a panel stands its name.
        inside = ((one, replace(plot, above=0.0)) for one, plot in plots if plot)
        return tuple(told for one, plot in inside for told in figures_told(spec, [one], plot)[0]), ()
    plot = Ground.of(spec, seen, reach, room, beside, dates)
    if plot is None or not drawn:
        return (), ()
    told, taken = figures_told(spec, drawn, plot)
    return told, event_names(spec.markers, plot, taken) if spec.markers else ()


def _reach(spec: ChartSpec, values: Sequence[float], top: float, series: Sequence[Series], room: Size) -> float:
    """The end of the axis of values: a little beyond the last tick, in panels over dates with room for a figure."""
    end = values[-1] * 1.02
    if not spec.facet or spec.x_kind != "date":
        return end
    tall = max(panel_room(len(series), room).height - _AROUND, 2 * OVER_POINT)
    wanted = top * tall / (tall - OVER_POINT)
    # Low panels have none to give, and no further tick is reached.
    return end if wanted > _MOST_REACH * end else max(end, min(wanted, 1.98 * values[-1] - 0.98 * values[-2]))


def panel_room(panels: int, room: Size) -> Size:
    """What a panel of so many has for its marks and what is beside and beneath them, as if it were a chart alone."""
    columns, lines = panel_grid(panels, room.width)
    return Size((room.width - _BESIDE) / columns - _BETWEEN + _BESIDE, room.height / lines)


def _totals(
    spec: ChartSpec, series: Sequence[Series], order: Sequence[str], reach: float, room: Size
) -> tuple[Total, ...]:
    """The totals that are written over stacks."""
    row = Row.of(len(order), 1, reach, room)
    empty = [row.gap(order.index(gap.category), 0.5, turned=turned(spec)) for gap in drawn_gaps(spec)]
    return totals_over(spec, series, order, row, empty)


def _higher(reach: float, top: float, totals: Sequence[Total], room: Size) -> float:
    """The end of the axis of values with room for the totals over the highest stacks."""
    tall = Row.of(1, 1, reach, room).tall
    return max(reach, top * tall / max(tall - room_over(totals), tall / 2)) if totals else reach


def _over(
    spec: ChartSpec, series: Sequence[Series], order: Sequence[str], reach: float, room: Size
) -> tuple[Mapping[int, float], float]:
    """The rows whose figures are written over their columns, in small multiples of each panel by itself.

    Also the room at the right that the plot leaves for a figure of the headline over its last columns.
    """
    if spec.facet:
        row = replace(Row.of(len(order), 1, reach, panel_room(len(series), room)), beside=0.0)
        return {at: aside for one in series for at, aside in figures_over(spec, [one], row, ()).items()}, 0.0
    row = Row.of(len(order), len(series), reach, room)
    found = _over_row(spec, series, order, row)
    beside = room_beside(spec, series, row, found)
    if beside:
        narrow = _over_row(spec, series, order, row.narrowed(beside + 1))
        if not room_beside(spec, series, row, narrow):
            return narrow, beside + 1
    return found, 0.0


def _over_row(spec: ChartSpec, series: Sequence[Series], order: Sequence[str], row: Row) -> Mapping[int, float]:
    places = {one.name: (place + 0.5) / len(series) for place, one in enumerate(series)}
    empty = [
        row.gap(order.index(gap.category), places.get(gap.series, 0.5), turned=turned(spec)) for gap in drawn_gaps(spec)
    ]
    return figures_over(spec, series, row, empty)


def in_lines(label: str, room: Size = CARD) -> list[str]:
    """The name of a category on one line, or where it is long on as few more as it needs, which are about even.

    No word is broken and none left out.
    """
    words, count = label.split(" "), ceil(len(label) / (_LONG if room.width >= PHONE else _LONG_ON_PHONE))
    if count == 1 or len(words) == 1:
        return [label]
    lines = []
    while count > 1 and len(words) > 1:
        # The break nearest to an even share of what is left.
        ends = list(accumulate(len(word) + 1 for word in words[:-1]))
        share = len(" ".join(words)) / count
        gaps_left = [abs(end - 1 - share) for end in ends]
        at = gaps_left.index(min(gaps_left))
        lines.append(" ".join(words[: at + 1]))
        words, count = words[at + 1 :], count - 1
    return [*lines, " ".join(words)]


def _points(spec: ChartSpec, order: Sequence[str]) -> list[Point]:
    data = spec.data
    places = {category: place for place, category in enumerate(order)}
    texts = (data[name].astype(str).tolist() for name in ("series", "qualifier", "text", "role", "attribution"))
    series, hedges, words, roles, speakers = texts
    ahead = [basis == PROJECTION for basis in data["basis"].astype(str)]
    xs: list[Any] = data["x"].astype(str).tolist() if order else pd.to_datetime(data["x"]).tolist()
    value, low, high = ([_number(n) for n in data[name].tolist()] for name in ("value", "low", "high"))
    return [
        Point(
            at=at,
            series=series[at],
            x=x,
            place=places.get(x, 0) if order else 0,
            value=value[at],
            low=low[at],
            high=high[at],
            hedge=hedges[at],
            words=words[at],
            role=PROJECTION if ahead[at] else roles[at],
            attribution=speakers[at],
        )
        for at, x in enumerate(xs)
    ]


def _number(value: Any) -> float | None:
    """A number of a frame; None for one that is not stated or has no limit."""
    return None if value is None or not isfinite(value) else float(value)


def _series(spec: ChartSpec, name: str, position: int, points: Sequence[Point]) -> Series:
    own = [point for point in points if point.series == name]
    # The count of another body that stands beside the subject is grey.
    beside = bool(own) and all(point.role == CONTEXT for point in own)
    key = "grey" if beside else spec.colours.get(name, name)
    lead = tuple(point for point in own if point.lead)
    dated = [point.x for point in lead if isinstance(point.x, pd.Timestamp)]
    return Series(
        name=name,
        light=hue(key, "light", position),
        dark=hue(key, "dark", position),
        lead=lead,
        other=tuple(point for point in own if not point.lead and not point.ahead),
        ahead=tuple(point for point in own if point.ahead),
        runs=tuple(runs(dated)) if len(dated) == len(lead) else (0,) * len(lead),
    )


def _naming(spec: ChartSpec, series: Sequence[Series], room: Size) -> Naming:
    if spec.facet:
        return "panels"
    if len(series) < 2:
        return "none"
    lines = spec.mark in ("line", "step") and not any(one.ahead for one in series)
    # Beside names that are too long the lines would have no room.
    fits = _LETTER * max(len(one.name) for one in series) <= _NAMES * room.width
    return "ends" if lines and fits else "legend"


def _top(spec: ChartSpec) -> float:
    numbers = spec.data[["value", "high"]].astype(float)
    finite = numbers.where(numbers.abs() != float("inf")).assign(x=spec.data["x"])
    top = top_value(spec, finite)
    return top if isfinite(top) else 0.0


def _values(spec: ChartSpec, order: Sequence[str], top: float, room: Size) -> list[float]:
    """The ticks of the value axis; none where no percentage can be."""
    reach = top if top > 0 else 1.0
    if spec.mark not in ("bar", "dumbbell"):
        found = ticks(reach, 0, _LOW_VALUES if spec.facet or room.height < _LOW else _VALUES)
        whole = spec.unit == "percent" and found[-1] >= 100
        # A mark on the upper edge would be half cut, and its figure would have no room.
        full = spec.mark in _MARKED and not whole and reach > found[-1] * _FULL
        return [*found, round(2 * found[-1] - found[-2], 10)] if full else found
    widest = max((len(line) for label in order for line in in_lines(label, room)), default=0)
    found = ticks(reach, 0, _FEW_VALUES if room.width - _LETTER * widest < _NARROW else _BAR_VALUES)
    if spec.unit == "percent" and top <= 100:
        return [value for value in found if value <= 100]
    # Half the room of bars would be empty beside one that hardly passes the last tick but one.
    return found[:-1] if spec.mark == "bar" and len(found) > 2 and found[-1] > reach else found
