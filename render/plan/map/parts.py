"""What a map picture is made of: areas, circles, arcs, names and a legend, before anything has its place on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from render.plan.boxes import Box, Point
from render.plan.frame import QUIET
from render.plan.map.geometry import Rings

# The ground on paper.
SEA = "#eaf0f5"
LAND = "#f7f6f2"
COAST = "#c3c9d1"
LEADING = 1.1  # height of a line of a name in sizes of its type


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type and space of a map in the units of its page: pixels of a picture, points of a slide.

    Points of outlines nearer than `close` are one point; outlines are cut at a `margin` around the box. A name of an
    area may be as small as `small` where that brings it into its area.
    """

    label: float = 20
    point: float = 17
    area: float = 16
    small: float = 13.5
    legend: float = 18
    pad: float = 14
    close: float = 0.7
    margin: float = 4.0

    @property
    def beside(self) -> float:
        """Space between a mark of the legend and its text."""
        return 0.55 * self.legend


PRINT = Sizes()


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area. `rings` are its outlines in degrees, holes included; `label` may be empty.

    `said` is its name and figure in words, here and in what follows. One of which the measure tells nothing (not
    `counted`) is land like that around it, and another's name may stand on it. One of the headline
    (`first` is 2) is named before one of the largest figures (1), and both before all others (0), farther away if they
    must be.
    """

    rings: Rings
    fill: str
    label: str = ""
    said: str = ""
    counted: bool = True
    first: int = 0


@dataclass(frozen=True, slots=True)
class Circle:
    """A place. The caller makes the area proportional to the value; a hedged one has a dashed edge and a pale fill.

    One of which nobody is left (`empty`) is a ring with a cross in it. One without a figure (not `counted`) is named
    only where its name finds room beside it.
    """

    lon: float
    lat: float
    radius_px: float
    fill: str
    stroke: str
    label: str = ""
    hedged: bool = False
    said: str = ""
    empty: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Arc:
    """A movement from the first point to the second, in degrees."""

    lon0: float
    lat0: float
    lon1: float
    lat1: float
    width_px: float
    colour: str
    said: str = ""
    label: str = ""

    @property
    def ends(self) -> tuple[Point, Point]:
        """From where, to where."""
        return (self.lon0, self.lat0), (self.lon1, self.lat1)


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map for a point without a mark of its own (a town, the end of an arc)."""

    lon: float
    lat: float
    text: str
    colour: str = QUIET


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A row of the legend. `size_px` is the radius of a circle or ring, or the width of a line; 0 takes the usual."""

    colour: str
    text: str
    shape: Literal["box", "circle", "ring", "cross", "line", "heading"] = "box"
    size_px: float = 0.0


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A whole map picture. `extent` is (west, south, east, north) in degrees and always wholly in the frame.

    `land` holds the rings of each context polygon. Names are placed in the order circles (the largest first), `labels`,
    figures of arcs, `areas`, `countries` (context, without a fill of their own); one that finds no free place is left
    to the tooltip of its shape. `ground` is where land and sea are known, in degrees as the extent: beyond it nothing
    is drawn. No name but one of the headline stands farther from its place than `farthest`, in sizes of its type. Where
    each land is an area of the map (`apart`, as countries are on a map of the world), a name outside its own area
    stands on the sea or, at the end of a line, on land without a figure, never on another area.
    """

    extent: Box
    land: Sequence[Rings] = ()
    areas: Sequence[Area] = ()
    circles: Sequence[Circle] = ()
    arcs: Sequence[Arc] = ()
    labels: Sequence[Label] = ()
    countries: Sequence[Area] = ()
    legend: Sequence[LegendItem] = ()
    ground: Box | None = None
    land_names: Sequence[str] = ()
    farthest: float = 12.0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle where it is drawn: on its own point of the page, or moved just so far that it covers no other."""

    circle: Circle
    x: float
    y: float

    @property
    def disc(self) -> tuple[float, float, float]:
        """Middle and radius."""
        return self.x, self.y, self.circle.radius_px

    @property
    def box(self) -> Box:
        """The square around it."""
        reach = self.circle.radius_px
        return self.x - reach, self.y - reach, self.x + reach, self.y + reach
