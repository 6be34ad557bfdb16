"""Reading drawings back: the marks, texts and places of an SVG document that a test looks at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger
from render.picture.marks import Sheet
from render.picture.parts import Plot
from render.picture.pen import Svg
from render.picture.picture import draw
from render.picture.style import Style
from render.plan.frame import text_width
from render.plan.plan import plan_of
from render.plan.points import Size

SVG = "{http://www.w3.org/2000/svg}"
HARMLESS = {"svg", "g", "path", "line", "text", "tspan", "rect", "circle", "clipPath", "title"}
# One chart of every mark, over dates and over categories, alone and in panels.
KINDS = (
    "camps.population",
    "detention.held",
    "detention.transfer",
    "camps.children",
    "pace.record",
    "pace.fan",
    "funding.appeals",
    "camps.killings",
    "flows.by_year",
    "detention.attack",
    "camps.ages",
    "compare.both",
    "camps.custody",
    "overview.events",
    "camps.map",
    "returns.flows",
    "flows.sankey",
    "camps.others",
    "repatriation.panels",
    "displacement.from_hosts",
)


def usual_and_other(ledger: Ledger) -> Iterator[ChartSpec]:
    """Every chart as it opens, and with another choice of its first filter that has one."""
    for name in catalog.names():
        usual = catalog.usual(name, ledger)
        yield usual
        for key, offered in catalog.entry(name).options(ledger).items():
            held = usual.filters[key]
            other = next((one for one in offered if one not in (held if isinstance(held, tuple) else (held,))), None)
            if other is not None:
                yield catalog.build(name, ledger, **{key: (other,) if isinstance(held, tuple) else other})
                break


def parse(svg: str | bytes) -> ElementTree.Element:
    """The document; fails where it is not well-formed."""
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def drawing_of(spec: ChartSpec, width: int, height: int) -> tuple[ElementTree.Element, list[Plot]]:
    """A chart of lines, columns, bars, dots or pairs as a picture, and the areas of its marks."""
    style = Style.of(width, height)
    pen, plan = Svg(style), plan_of(spec, Size(width / style.k, height / style.k))
    plots = draw(pen, Sheet(spec, plan), width, height)
    return parse(f'<svg xmlns="http://www.w3.org/2000/svg">{pen}</svg>'), plots


def elements(root: ElementTree.Element) -> set[str]:
    """Names of all elements."""
    return {element.tag.removeprefix(SVG) for element in root.iter()}


def marks(root: ElementTree.Element, *names: str) -> list[ElementTree.Element]:
    """The drawn marks of these kinds, panels together."""
    return [mark for group in root.iter(f"{SVG}g") if group.get("class") in names for mark in group]


def points_of(mark: ElementTree.Element) -> list[tuple[float, float]]:
    """The corners of a path, the middle of a circle, or the upper left and lower right corner of a rectangle."""
    if mark.tag == f"{SVG}circle":
        return [(float(mark.get("cx", 0)), float(mark.get("cy", 0)))]
    if mark.tag == f"{SVG}rect":
        x, y, wide, high = (float(mark.get(name, 0)) for name in ("x", "y", "width", "height"))
        return [(x, y), (x + wide, y + high)]
    numbers = [float(text) for text in re.findall(r"-?[\d.]+", mark.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def middle(mark: ElementTree.Element) -> tuple[float, float]:
    """Where the mark of a point stands."""
    xs, ys = zip(*points_of(mark), strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def words(root: ElementTree.Element) -> list[str]:
    """All texts, with the lines of one text joined."""
    return [" ".join(part.strip() for part in text.itertext()) for text in root.iter(f"{SVG}text")]


def boxes(root: ElementTree.Element) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of every level line of text on the page, in Arial, the widest font of the list."""
    out: list[tuple[float, float, float, float, str]] = []

    def walk(element: ElementTree.Element, dx: float, dy: float) -> None:
        moved = re.match(r"translate\(([-\d.e]+)[ ,]+([-\d.e]+)\)", element.get("transform", ""))
        if moved:
            dx, dy = dx + float(moved[1]), dy + float(moved[2])
        if element.tag != f"{SVG}text":
            for child in element:
                walk(child, dx, dy)
        elif not element.get("stroke") and "rotate" not in element.get("transform", ""):
            size = float(element.get("font-size", "").removesuffix("px"))
            weight = int(element.get("font-weight", 400))
            y = dy + float(element.get("y", 0))
            for place, line in enumerate(element.findall(f"{SVG}tspan") or [element]):
                y = dy + float(line.get("y", 0)) if line.get("y") else y + (float(line.get("dy", 0)) if place else 0)
                wide = text_width(line.text or "", size, weight)
                left = {"end": wide, "middle": wide / 2}.get(element.get("text-anchor", ""), 0.0)
                x = dx + float(element.get("x", 0)) - left
                out.append((x, y - size * 0.72, x + wide, y + size * 0.1, line.text or ""))

    walk(root, 0.0, 0.0)
    return out


def crowded(root: ElementTree.Element, width: int, height: int) -> list[str]:
    """Texts that leave the page or lie on each other."""
    found = boxes(root)
    out = [b[4] for b in found if b[0] < -2 or b[1] < -2 or b[2] > width + 2 or b[3] > height + 2]
    for place, a in enumerate(found):
        out += [
            f"{a[4]} / {b[4]}"
            for b in found[place + 1 :]
            if min(a[2], b[2]) - max(a[0], b[0]) > 1.5 and min(a[3], b[3]) - max(a[1], b[1]) > 1.5
        ]
    return out
