"""A map as a static SVG picture for slides: land, filled areas, arcs, circles, labels and legend in a printed frame.

Drawn without a browser from plain coordinates, in Web Mercator like the map on the screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from charts.picture_frame import QUIET, RULE, TEXT, Frame, compose, text_width, xml_text

Ring = Sequence[tuple[float, float]]
Rings = Sequence[Ring]
Box = tuple[float, float, float, float]

_SEA = "#eaf0f5"
_LAND = "#f7f6f2"
_COAST = "#c3c9d1"
_STEEPEST = 85.0  # degrees; Web Mercator has no poles
_CLOSE = 0.7  # pixels; nearer points of an outline are one point
_LABEL_SIZE = 20
_AREA_LABEL_SIZE = 16
_LEGEND_SIZE = 18
_PAD = 14
_BESIDE = 9.0  # pixels between a point without a mark and its name, where the name cannot stand on it


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area. `rings` are its outlines in degrees, holes included; `label` may be empty."""

    rings: Rings
    fill: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A place. The caller makes the area proportional to the value; a hedged one has a dashed edge and a pale fill."""

    lon: float
    lat: float
    radius_px: float
    fill: str
    stroke: str
    label: str = ""
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """A movement from the first point to the second, in degrees."""

    lon0: float
    lat0: float
    lon1: float
    lat1: float
    width_px: float
    colour: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map without a mark of its own (a country, a sea)."""

    lon: float
    lat: float
    text: str
    size: int = 17
    colour: str = QUIET


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A row of the legend. `size_px` is the radius of a circle or ring, or the width of a line; 0 takes the usual."""

    colour: str
    text: str
    shape: Literal["box", "circle", "ring", "line", "heading"] = "box"
    size_px: float = 0.0


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A whole map picture. `extent` is (west, south, east, north) in degrees and always wholly in the frame.

    `land` holds the rings of each context polygon. Names are placed in the order circles (largest first), `labels`,
    `areas`; one that finds no free place is left to the tooltip of its shape.
    """

    title: str
    extent: Box
    subtitle: str = ""
    sources: str = ""
    note: str = ""
    width: int = 1600
    height: int = 900
    land: Sequence[Rings] = ()
    areas: Sequence[Area] = ()
    circles: Sequence[Circle] = ()
    arcs: Sequence[Arc] = ()
    labels: Sequence[Label] = ()
    legend: Sequence[LegendItem] = ()


def geometry_rings(geometry: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """All rings of a GeoJSON Polygon or MultiPolygon as (lon, lat) pairs; other geometries have none."""
    polygons = {"Polygon": [geometry.get("coordinates", [])], "MultiPolygon": geometry.get("coordinates", [])}
    return [
        [(float(point[0]), float(point[1])) for point in ring]
        for polygon in polygons.get(str(geometry.get("type")), [])
        for ring in polygon
    ]


def render(map_picture: MapPicture) -> str:
    """Draw the map as one SVG document, the same text for the same input.

    Raises ValueError if the extent has no width or height.
    """
    frame = compose(
        map_picture.title,
        map_picture.subtitle,
        map_picture.sources,
        map_picture.note,
        width=map_picture.width,
        height=map_picture.height,
    )
    view = _View.of(map_picture.extent, frame)
    ordered = sorted(map_picture.circles, key=lambda circle: -circle.radius_px)
    circles = [circle for circle in ordered if view.near(circle.lon, circle.lat, circle.radius_px)]
    legend_box = _legend_place(map_picture.legend, view, circles)
    marks = [view.circle_box(circle) for circle in circles]
    marks += [view.dot_box(lon, lat) for arc in map_picture.arcs for lon, lat in _ends(arc)]
    body = [
        f'<clipPath id="map-frame"><rect {view.rect}/></clipPath><g clip-path="url(#map-frame)">',
        f'<rect {view.rect} fill="{_SEA}"/>',
        f'<g class="land" fill="{_LAND}" fill-rule="evenodd" stroke="{_COAST}" stroke-linejoin="round">',
        *(f'<path d="{d}"/>' for d in (view.outline(rings) for rings in map_picture.land) if d),
        '</g><g class="areas" fill-rule="evenodd" stroke="#ffffff" stroke-width="1.2" stroke-linejoin="round">',
        *(_area(area, view) for area in map_picture.areas),
        '</g><g class="arcs" fill="none" stroke-linecap="round">',
        *(_arc(arc, view) for arc in map_picture.arcs),
        '</g><g class="circles">',
        *(_circle(circle, view) for circle in circles),
        '</g><g class="labels">',
        *_names(map_picture, circles, view, marks, legend_box),
        "</g></g>",
        f'<rect {view.rect} fill="none" stroke="{RULE}"/>',
        _legend(map_picture.legend, legend_box),
    ]
    return frame.fill("".join(body))


@dataclass(frozen=True, slots=True)
class _View:
    """Where the ground falls on the page: Mercator units times `scale`, shifted, inside the box (x0, y0, x1, y1)."""

    box: Box
    scale: float
    dx: float
    dy: float

    @classmethod
    def of(cls, extent: Box, frame: Frame) -> _View:
        west, south = _mercator(extent[0], extent[1])
        east, north = _mercator(extent[2], extent[3])
        if not (east > west and north < south):
            raise ValueError(f"map extent must be west, south, east, north with some width and height: {extent}")
        scale = min(frame.box_width / (east - west), frame.box_height / (south - north))
        box = (frame.left, frame.top, frame.left + frame.box_width, frame.top + frame.box_height)
        dx = (box[0] + box[2]) / 2 - scale * (west + east) / 2
        dy = (box[1] + box[3]) / 2 - scale * (south + north) / 2
        return cls(box, scale, dx, dy)

    @property
    def rect(self) -> str:
        x0, y0, x1, y1 = self.box
        return f'x="{_n(x0)}" y="{_n(y0)}" width="{_n(x1 - x0)}" height="{_n(y1 - y0)}"'

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        x, y = _mercator(lon, lat)
        return x * self.scale + self.dx, y * self.scale + self.dy

    def near(self, lon: float, lat: float, reach: float = 0.0) -> bool:
        x, y = self.point(lon, lat)
        x0, y0, x1, y1 = self.box
        return x0 - reach < x < x1 + reach and y0 - reach < y < y1 + reach

    def dot_box(self, lon: float, lat: float, radius: float = 4.0) -> Box:
        x, y = self.point(lon, lat)
        return x - radius, y - radius, x + radius, y + radius

    def circle_box(self, circle: Circle) -> Box:
        return self.dot_box(circle.lon, circle.lat, circle.radius_px)

    def pieces(self, rings: Rings) -> list[list[tuple[float, float]]]:
        """The rings on the page, cut at a margin around the box, without points and islands too small to see."""
        x0, y0, x1, y1 = self.box
        margin = (x0 - 4, y0 - 4, x1 + 4, y1 + 4)
        west, east = (math.degrees((x - self.dx) / self.scale) for x in (margin[0], margin[2]))
        seen = (r for r in rings if r and max(p[0] for p in r) > west and min(p[0] for p in r) < east)
        thin = (_thin([self.point(lon, lat) for lon, lat in ring]) for ring in seen)
        cut = (_clip(ring, margin) for ring in thin)
        return [piece for piece in cut if len(piece) > 2 and _extent_area(piece) > 1]

    def outline(self, rings: Rings) -> str:
        return "".join(_path(piece) for piece in self.pieces(rings))


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    """Web Mercator in radians, y downwards."""
    bounded = max(-_STEEPEST, min(_STEEPEST, lat))
    return math.radians(lon), -math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2))


def _clip(ring: list[tuple[float, float]], box: Box) -> list[tuple[float, float]]:
    """Cut a ring at a rectangle, edge by edge (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept: list[tuple[float, float]] = []
        for index, point in enumerate(ring):
            before = ring[index - 1]
            inside, was_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was_inside:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside:
                kept.append(point)
        ring = kept
    return ring


def _thin(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for point in ring:
        if not kept or math.dist(kept[-1], point) >= _CLOSE:
            kept.append(point)
    return kept


def _path(points: list[tuple[float, float]]) -> str:
    """A closed path in tenths of a pixel, as steps from point to point to keep the file small."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [f"{_n((x - u) / 10)} {_n((y - v) / 10)}" for (u, v), (x, y) in pairwise(tenths)]
    return f"M{_n(tenths[0][0] / 10)} {_n(tenths[0][1] / 10)}l{' '.join(steps)}z"


def _n(value: float) -> str:
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def _colour(colour: str) -> str:
    return xml_text(colour)


def _tip(text: str) -> str:
    return f"<title>{xml_text(text)}</title>" if text else ""


def _area(area: Area, view: _View) -> str:
    outline = view.outline(area.rings)
    return f'<path d="{outline}" fill="{_colour(area.fill)}">{_tip(area.label)}</path>' if outline else ""


def _ends(arc: Arc) -> tuple[tuple[float, float], tuple[float, float]]:
    return (arc.lon0, arc.lat0), (arc.lon1, arc.lat1)


def _arc(arc: Arc, view: _View) -> str:
    """A curve that bends to the north, with a dot where the movement ends."""
    (x0, y0), (x1, y1) = (view.point(lon, lat) for lon, lat in _ends(arc))
    bend = 0.18 if x1 >= x0 else -0.18
    cx, cy = (x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0)
    colour, width = _colour(arc.colour), max(arc.width_px, 0.8)
    return (
        f'<path d="M{_n(x0)} {_n(y0)}Q{_n(cx)} {_n(cy)} {_n(x1)} {_n(y1)}" stroke="{colour}"'
        f' stroke-width="{_n(width)}" stroke-opacity="0.7"/>'
        f'<circle cx="{_n(x1)}" cy="{_n(y1)}" r="{_n(width / 2 + 1.6)}" fill="{colour}"/>'
    )


def _circle(circle: Circle, view: _View) -> str:
    x, y = view.point(circle.lon, circle.lat)
    edge = ' stroke-dasharray="5 3.5"' if circle.hedged else ""
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(circle.radius_px)}" fill="{_colour(circle.fill)}"'
        f' fill-opacity="{0.35 if circle.hedged else 0.75}" stroke="{_colour(circle.stroke)}"'
        f' stroke-width="2"{edge}>{_tip(circle.label)}</circle>'
    )


@dataclass(frozen=True, slots=True)
class _Name:
    """A name for the mark around (x, y) on the page; without a mark (radius 0) it may stand on the point."""

    text: str
    x: float
    y: float
    radius: float
    size: int
    colour: str
    weight: int = 400

    def places(self) -> Iterable[Box]:
        """Where it may stand, the best first: on the point, right, left, above, below, at the four corners."""
        wide, high = text_width(self.text, self.size, self.weight), self.size * 1.1
        gap = self.radius + 5 if self.radius else _BESIDE
        sides = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)]
        for a, b in sides if self.radius else [(0, 0), *sides]:
            reach = gap * (0.75 if a and b else 1)
            cx, cy = self.x + a * (reach + wide / 2), self.y + b * (reach + high / 2)
            yield cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2

    def belongs(self, box: Box, marks: Iterable[Box]) -> bool:
        """Whether no other mark is nearer to the box than its own, so that nobody takes it for another's name."""
        own = _distance(box, (self.x, self.y, self.x, self.y)) - self.radius
        return all(_distance(box, mark) >= own for mark in marks if not _at(mark, self.x, self.y))

    def drawn(self, box: Box) -> str:
        at = (
            f'x="{_n((box[0] + box[2]) / 2)}" y="{_n((box[1] + box[3]) / 2 + self.size * 0.35)}"'
            f' text-anchor="middle" font-size="{self.size}" font-weight="{self.weight}"'
        )
        words = xml_text(self.text)
        halo = f'<text {at} fill="#ffffff" stroke="#ffffff" stroke-width="4" stroke-opacity="0.85">{words}</text>'
        return f'{halo}<text {at} fill="{_colour(self.colour)}">{words}</text>'


def _wanted(picture: MapPicture, circles: Iterable[Circle], view: _View) -> Iterable[_Name]:
    """All names of the map, those that matter most first."""
    for circle in circles:
        x, y = view.point(circle.lon, circle.lat)
        yield _Name(circle.label, x, y, circle.radius_px, _LABEL_SIZE, TEXT, 600)
    for label in picture.labels:
        if view.near(label.lon, label.lat):
            x, y = view.point(label.lon, label.lat)
            yield _Name(label.text, x, y, 0, label.size, label.colour)
    for area in picture.areas:
        pieces = view.pieces(area.rings) if area.label else []
        if pieces:
            x, y = _middle(max(pieces, key=_extent_area))
            yield _Name(area.label, x, y, 0, _AREA_LABEL_SIZE, QUIET)


def _names(
    picture: MapPicture, circles: Iterable[Circle], view: _View, marks: list[Box], legend: Box | None
) -> list[str]:
    """Place the names one by one where nothing is yet; one without a free place is left out."""
    drawn: list[str] = []
    taken = [*marks, legend] if legend else list(marks)
    x0, y0, x1, y1 = view.box
    for name in _wanted(picture, circles, view):
        for box in name.places() if name.text else ():
            inside = box[0] > x0 + 4 and box[1] > y0 + 4 and box[2] < x1 - 4 and box[3] < y1 - 4
            if inside and not any(_overlap(box, other) for other in taken) and name.belongs(box, marks):
                taken.append(box)
                drawn.append(name.drawn(box))
                break
    return drawn


def _at(box: Box, x: float, y: float) -> bool:
    return math.dist(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), (x, y)) < 1


def _distance(a: Box, b: Box) -> float:
    """Gap between two boxes in pixels, 0 where they touch."""
    return math.hypot(max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0))


def _overlap(a: Box, b: Box) -> float:
    """Common area of two boxes in square pixels."""
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def _extent_area(piece: list[tuple[float, float]]) -> float:
    xs, ys = [x for x, _ in piece], [y for _, y in piece]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _middle(piece: list[tuple[float, float]]) -> tuple[float, float]:
    """Centre of mass of a ring (shoelace formula), or the mean of its points if it has no area."""
    pairs = list(zip(piece, piece[1:] + piece[:1], strict=True))
    crosses = [x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs]
    doubled = sum(crosses)
    if abs(doubled) < 1e-6:
        return sum(x for x, _ in piece) / len(piece), sum(y for _, y in piece) / len(piece)
    cx = sum((a[0] + b[0]) * cross for (a, b), cross in zip(pairs, crosses, strict=True)) / (3 * doubled)
    cy = sum((a[1] + b[1]) * cross for (a, b), cross in zip(pairs, crosses, strict=True)) / (3 * doubled)
    return cx, cy


def _reach(item: LegendItem) -> float:
    """Half the height of a legend mark."""
    usual = {"circle": 8.0, "ring": 8.0, "box": 9.0, "line": 3.0, "heading": 0.0}[item.shape]
    return item.size_px if item.size_px and item.shape in ("circle", "ring") else usual


def _row_height(item: LegendItem) -> float:
    return max(_LEGEND_SIZE * 1.5, 2 * _reach(item) + 6)


def _mark_width(items: Sequence[LegendItem]) -> float:
    return max([28.0, *(2 * _reach(item) for item in items)])


def _legend_place(items: Sequence[LegendItem], view: _View, circles: Sequence[Circle]) -> Box | None:
    """The corner of the map where the legend hides least of the circles; the bottom left if all are equal."""
    if not items:
        return None
    words = max(text_width(item.text, _LEGEND_SIZE, 600 if item.shape == "heading" else 400) for item in items)
    headings_only = all(item.shape == "heading" for item in items)
    wide = 2 * _PAD + words + (0 if headings_only else _mark_width(items) + 10)
    high = 2 * _PAD + sum(_row_height(item) for item in items)
    x0, y0, x1, y1 = view.box
    left, right, upper, lower = x0 + _PAD, x1 - _PAD - wide, y0 + _PAD, y1 - _PAD - high
    corners = [(x, y, x + wide, y + high) for x, y in ((left, lower), (right, lower), (left, upper), (right, upper))]
    marks = [view.circle_box(circle) for circle in circles]
    return min(corners, key=lambda corner: round(sum(_overlap(corner, mark) for mark in marks), 1))


def _legend(items: Sequence[LegendItem], box: Box | None) -> str:
    if box is None:
        return ""
    x, y = box[0] + _PAD, box[1] + _PAD
    column = _mark_width(items)
    frame = (
        f'<rect x="{_n(box[0])}" y="{_n(box[1])}" width="{_n(box[2] - box[0])}" height="{_n(box[3] - box[1])}"'
        f' rx="4" fill="#ffffff" fill-opacity="0.94" stroke="{RULE}"/>'
    )
    out = ['<g class="legend">', frame]
    for item in items:
        middle = y + _row_height(item) / 2
        heading = item.shape == "heading"
        out.append(_legend_mark(item, x, middle, column))
        out.append(
            f'<text x="{_n(x if heading else x + column + 10)}" y="{_n(middle + _LEGEND_SIZE * 0.35)}"'
            f' font-size="{_LEGEND_SIZE}" font-weight="{600 if heading else 400}">{xml_text(item.text)}</text>'
        )
        y += _row_height(item)
    return "".join(out) + "</g>"


def _legend_mark(item: LegendItem, x: float, middle: float, column: float) -> str:
    colour, reach, centre = _colour(item.colour), _reach(item), x + column / 2
    match item.shape:
        case "box":
            return (
                f'<rect x="{_n(x)}" y="{_n(middle - reach)}" width="{_n(column)}" height="{_n(2 * reach)}"'
                f' fill="{colour}" stroke="{RULE}"/>'
            )
        case "line":
            stroke = _n(item.size_px or 3)
            return f'<path d="M{_n(x)} {_n(middle)}h{_n(column)}" stroke="{colour}" stroke-width="{stroke}"/>'
        case "circle" | "ring":
            ring = item.shape == "ring"
            edge = f' stroke="{colour}" stroke-width="2"' + (' stroke-dasharray="5 3.5"' if ring else "")
            opacity = 0.35 if ring else 0.75
            return (
                f'<circle cx="{_n(centre)}" cy="{_n(middle)}" r="{_n(reach)}" fill="{colour}"'
                f' fill-opacity="{opacity}"{edge}/>'
            )
        case _:
            return ""
