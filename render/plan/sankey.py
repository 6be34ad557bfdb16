"""Where the nodes, bands and words of a flow diagram stand: plain geometry for every rendering without a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

import pandas as pd

from analysis.words import number_text
from charts.spec import ChartSpec
from charts.text import cut
from loaders.frames import as_records
from render.plan.frame import text_width, wrap
from render.plan.panels import PHONE

THIN = 1.2  # units; no band is drawn thinner, so that it can be seen
_NODE = 0.9  # width of a node, and
LINE = 1.18  # height of a line of a label, in sizes of its type
_BESIDE = 0.45  # space between a node and its label, in sizes of its type
_LABEL_SHARE = 0.27  # of the width, at most, for the labels at either edge
_GAP = 0.35  # space between the slots of two nodes, in sizes of the type
_SWEEPS = 12
_LONGEST = 44  # letters of a name within a diagram
_WITHIN = 0.42  # of the width of a narrow diagram, at most, for a name within it

Anchor = Literal["start", "middle", "end"]
Way = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its rectangle, the column (0 is the left), its figure (empty inside the diagram) and its label.

    The lines of the label stand around the middle (`label_x`, `label_y`), at `anchor` of their x.
    """

    name: str
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    colour: str
    column: int
    label: tuple[str, ...]
    label_x: float
    label_y: float
    anchor: Anchor

    @property
    def said(self) -> str:
        """Name and figure in words."""
        return f"{self.name}: {self.text}" if self.text else self.name


@dataclass(frozen=True, slots=True)
class Band:
    """A band from one node to another, from x0 between y0a and y0b to x1 between y1a and y1b.

    `text` is its figure and `colour` the key of its hue. `thin` says that its number would be thinner than what can be
    seen. `told` says that the label of a node at either edge says the figure already.
    """

    source: str
    target: str
    value: float
    text: str
    colour: str
    x0: float
    y0a: float
    y0b: float
    x1: float
    y1a: float
    y1b: float
    thin: bool
    told: bool

    @property
    def said(self) -> str:
        """The way and the figure in words."""
        return f"{self.source} to {self.target}: {self.text}"

    @property
    def bends(self) -> tuple[float, float]:
        """X of the two control points of both edges, as cubic curves that leave and arrive level."""
        return self.x0 + (self.x1 - self.x0) * 0.5, self.x0 + (self.x1 - self.x0) * 0.5


def drawn_links(spec: ChartSpec) -> pd.DataFrame:
    """The rows that are drawn: those of more than nobody, with their nodes as text."""
    links = spec.data[spec.data["value"] > 0]
    return links.astype({"series": "str", "x": "str"})


def colour_key(spec: ChartSpec, *names: str) -> str:
    """Key of the colour of a node or a band: that of the first of the names that the chart colours, else grey."""
    return next((spec.colours[name] for name in names if name in spec.colours), "grey")


def _hedge(parts: set[str]) -> str:
    """The hedge of a sum by those of its parts: with a lower bound among what has none above it, it is one too."""
    if parts == {"exact"}:
        return ""
    return "at least " if "at_least" in parts and parts <= {"exact", "about", "at_least"} else "about "


def node_texts(links: pd.DataFrame) -> dict[str, str]:
    """The figure of every node: that of its only link, or the sum of the side on which more comes or goes."""
    rows = as_records(links[["series", "x", "value", "qualifier", "text"]].astype({"value": float}))
    found = {}
    for name in dict.fromkeys(str(row[end]) for row in rows for end in ("series", "x")):
        sides = [[row for row in rows if str(row[end]) == name] for end in ("series", "x")]
        held = max(sides, key=lambda side: sum(row["value"] for row in side))
        total = f"{_hedge({str(row['qualifier']) for row in held})}{number_text(sum(row['value'] for row in held))}"
        found[name] = str(held[0]["text"]) if len(held) == 1 else total
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """How nodes are named within a diagram: by lines beside them, or in a key of the colours above it."""

    beside: Mapping[str, tuple[str, ...]]
    keyed: tuple[str, ...]

    @property
    def lines(self) -> int:
        """Lines of the highest name."""
        return max(map(len, self.beside.values()), default=0)


def names_within(spec: ChartSpec, width: float, size: float) -> Names:
    """The names of nodes in a diagram of some width, those at its edges with their figures.

    On a phone names at the edges have their half of the width, and those between them step aside into the key.
    """
    links = drawn_links(spec)
    texts, inside = node_texts(links), set(links["series"]) & set(links["x"])
    texts |= dict.fromkeys(inside, "")
    if width >= PHONE:
        return Names({name: _label(cut(name, _LONGEST), text, inf, size) for name, text in texts.items()}, ())
    room = width * _WITHIN
    return Names(
        {name: _label(name, text, room, size) for name, text in texts.items() if name not in inside},
        tuple(name for name in texts if name in inside and name in spec.colours),
    )


@dataclass(frozen=True, slots=True)
class _Diagram:
    """What the layout works on: who goes to whom and how many, the columns from top to bottom, labels, space."""

    ways: Sequence[Way]
    order: Sequence[Sequence[str]]
    labels: Mapping[str, tuple[str, ...]]
    height: float
    size: float

    @property
    def columns(self) -> dict[str, int]:
        return {name: column for column, names in enumerate(self.order) for name in names}

    @property
    def last(self) -> int:
        return len(self.order) - 1

    def inside(self, column: int) -> bool:
        return 0 < column < self.last

    def thick(self, scale: float) -> list[float]:
        """Thickness of every band."""
        return [max(value * scale, THIN) for _, _, value in self.ways]

    def heights(self, scale: float) -> dict[str, float]:
        """Height of every node: what comes into it or what leaves it, whichever is more."""
        thick = self.thick(scale)
        sides: list[dict[str, float]] = [{}, {}]
        for width, (one, other, _) in zip(thick, self.ways, strict=True):
            for side, name in zip(sides, (one, other), strict=True):
                side[name] = side.get(name, 0.0) + width
        return {name: max(side.get(name, 0.0) for side in sides) for name in self.labels}

    def slots(self, scale: float) -> dict[str, float]:
        """Height that every node takes with its label: beside it at the edges, above it inside."""
        heights, columns = self.heights(scale), self.columns
        words = {name: len(lines) * LINE * self.size for name, lines in self.labels.items()}
        return {
            name: high + words[name] if self.inside(columns[name]) else max(high, words[name])
            for name, high in heights.items()
        }

    def fits(self, scale: float) -> bool:
        slots = self.slots(scale)
        gap = _GAP * self.size
        return all(sum(slots[n] for n in names) + gap * (len(names) - 1) <= self.height for names in self.order)


def layout(spec: ChartSpec, width: float, height: float, size: float = 12) -> tuple[list[Node], list[Band]]:
    """Lay the links of a sankey out in a box of `width` by `height` units from (0, 0), y down; nothing leaves it.

    `size` is that of the type in the same units; where the labels of a column have no room one below the other, the
    caller asks again with a smaller type or a higher box (`least_height`). Bands are as thick as their number, in one
    scale for all and at least THIN; the nodes of a column stand in an order that crosses few bands. Both lists are
    empty for a chart without links.
    """
    links = drawn_links(spec)
    if links.empty:
        return [], []
    diagram, words = _diagram(links, width, height, size)
    scale = _scale(diagram)
    heights, tops = diagram.heights(scale), _tops(diagram, scale)
    left, right = (_reach([diagram.labels[n] for n in diagram.order[edge]], size) for edge in (0, -1))
    step = (width - left - right - _NODE * size) / max(diagram.last, 1)
    nodes = []
    for name, column in diagram.columns.items():
        x, y = left + column * step, tops[name]
        label_x, label_y, anchor = _label_place(diagram, name, x, y, heights[name])
        nodes.append(
            Node(
                name,
                words.get(name, ""),
                x,
                y,
                x + _NODE * size,
                y + heights[name],
                colour_key(spec, name),
                column,
                diagram.labels[name],
                label_x,
                label_y,
                anchor,
            )
        )
    return nodes, _bands(spec, links, diagram, scale, {node.name: node for node in nodes})


def least_height(spec: ChartSpec, width: float, size: float = 12) -> float:
    """Height that the labels of the fullest column need in a type of this size (0 without links)."""
    links = drawn_links(spec)
    if links.empty:
        return 0.0
    diagram, _ = _diagram(links, width, 1.0, size)
    slots = diagram.slots(0.0)
    return max(sum(slots[n] for n in names) + _GAP * size * (len(names) - 1) for names in diagram.order)


def _diagram(links: pd.DataFrame, width: float, height: float, size: float) -> tuple[_Diagram, dict[str, str]]:
    """The diagram, and the figure of every node at either edge."""
    ways = list(zip(links["series"], links["x"], links["value"].astype(float), strict=True))
    columns = _columns(ways)
    last = max(columns.values())
    texts = node_texts(links)
    words = {name: texts[name] for name, column in columns.items() if column in (0, last)}
    room = width * _LABEL_SHARE
    labels = {name: _label(name, words.get(name, ""), room, size) for name in columns}
    return _Diagram(ways, _ordered(columns, ways), labels, height, size), words


def _columns(ways: Sequence[Way]) -> dict[str, int]:
    """Column of every node: one more than the farthest before it; what nothing leaves stands in the last.

    A way that closes a circle runs back and moves no node.
    """
    names = list(dict.fromkeys(name for one, other, _ in ways for name in (one, other)))
    after: dict[str, set[str]] = {name: set() for name in names}
    for one, other, _ in ways:
        if one not in _reached(other, after):
            after[one].add(other)
    column = dict.fromkeys(names, 0)
    for _ in names:
        for one in names:
            for other in after[one]:
                column[other] = max(column[other], column[one] + 1)
    last = max(column.values())
    return {name: column[name] if after[name] else last for name in names}


def _reached(start: str, after: Mapping[str, set[str]]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        new = after[todo.pop()] - found
        found |= new
        todo += sorted(new)
    return found


def _ordered(columns: Mapping[str, int], ways: Sequence[Way]) -> list[list[str]]:
    """The names of each column from top to bottom; the best of several sweeps that sort by the middle of neighbours."""
    order = [[n for n in columns if columns[n] == column] for column in range(max(columns.values()) + 1)]
    best, least = order, _crossed(order, ways)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for place in range(1, len(order)) if forward else range(len(order) - 2, -1, -1):
            pull = _pulls(order, order[place], ways, forward=forward)
            order = [*order[:place], sorted(order[place], key=pull.__getitem__), *order[place + 1 :]]
        crossed = _crossed(order, ways)
        if crossed < least:
            best, least = order, crossed
    return best


def _pulls(
    order: Sequence[Sequence[str]], names: Sequence[str], ways: Sequence[Way], *, forward: bool
) -> dict[str, float]:
    """Mean place of the nodes that each node is tied to on one side, by number; its own where it has none there."""
    rank = {name: (i + 0.5) / len(held) for held in order for i, name in enumerate(held)}
    pulls = {}
    for name in names:
        tied = [(rank[a if forward else b], v) for a, b, v in ways if (b if forward else a) == name]
        total = sum(value for _, value in tied)
        pulls[name] = sum(place * value for place, value in tied) / total if total else rank[name]
    return pulls


def _crossed(order: Sequence[Sequence[str]], ways: Sequence[Way]) -> float:
    """How much crosses, each pair of bands by the smaller of its two numbers."""
    rank = {name: (column, i) for column, names in enumerate(order) for i, name in enumerate(names)}
    total = 0.0
    for i, (a, b, v) in enumerate(ways):
        for c, d, w in ways[i + 1 :]:
            beside = rank[a][0] == rank[c][0] and rank[b][0] == rank[d][0]
            if beside and (rank[a][1] - rank[c][1]) * (rank[b][1] - rank[d][1]) < 0:
                total += min(v, w)
    return total


def _label(name: str, text: str, room: float, size: float) -> tuple[str, ...]:
    """Lines of a label: name and figure on one line where they fit, else the figure below the name."""
    whole = f"{name}: {text}" if text else name
    if text_width(whole, size) <= room:
        return (whole,)
    return (*wrap(name, room, size), *wrap(text, room, size))


def _reach(labels: Sequence[tuple[str, ...]], size: float) -> float:
    """Width of the labels beside a column at the edge."""
    return max(text_width(line, size) for lines in labels for line in lines) + _BESIDE * size


def _scale(diagram: _Diagram) -> float:
    """Units a person, as many as let every column fit with its labels."""
    low, high = 0.0, diagram.height / max(value for _, _, value in diagram.ways)
    if not diagram.fits(low):
        # More labels than the box has room for: nodes keep what is left when bare.
        bare = replace(diagram, labels=dict.fromkeys(diagram.labels, ()), size=0.0)
        return _scale(bare) if bare.fits(0.0) else 0.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if diagram.fits(middle) else (low, middle)
    return low


def _tops(diagram: _Diagram, scale: float) -> dict[str, float]:
    """Upper edge of every node: the fullest column over the whole height, the others as level with it as they can."""
    slots, heights = diagram.slots(scale), diagram.heights(scale)
    needed = [sum(slots[n] for n in names) for names in diagram.order]
    full = needed.index(max(needed))
    tops: dict[str, float] = {}
    for column in sorted(range(len(diagram.order)), key=lambda c: (abs(c - full), c)):
        names = diagram.order[column]
        middles = {name: tops[name] + heights[name] / 2 for name in tops}
        wanted = [_level(name, diagram.ways, middles) - slots[name] / 2 for name in names]
        most = (diagram.height - needed[column]) / max(len(names) - 1, 1)
        gap = most if column == full else min(_GAP * diagram.size, most)
        settled = _settled(wanted, [slots[name] for name in names], gap, diagram.height)
        for name, y in zip(names, settled, strict=True):
            spare = slots[name] - heights[name]
            top = y + (spare if diagram.inside(column) else spare / 2)
            tops[name] = max(min(top, diagram.height - heights[name]), 0.0)
    return tops


def _level(name: str, ways: Sequence[Way], middles: Mapping[str, float]) -> float:
    """Mean middle of the placed nodes that a node is tied to, by number; the top where there is none."""
    tied = [
        (middles[b if a == name else a], v) for a, b, v in ways if name in (a, b) and (b if a == name else a) in middles
    ]
    total = sum(value for _, value in tied)
    return sum(y * value for y, value in tied) / total if total else 0.0


def _settled(wanted: Sequence[float], sizes: Sequence[float], gap: float, height: float) -> list[float]:
    """Tops as near to the wanted ones as their order, their sizes and the box allow."""
    tops: list[float] = []
    for index, top in enumerate(wanted):
        tops.append(max(top, tops[-1] + sizes[index - 1] + gap if index else 0.0))
    limit = height
    for index in range(len(tops) - 1, -1, -1):
        tops[index] = min(tops[index], limit - sizes[index])
        limit = tops[index] - gap
    return tops


def _label_place(diagram: _Diagram, name: str, x: float, y: float, high: float) -> tuple[float, float, Anchor]:
    """Where the middle of a label stands: outside the node at either edge, above it inside."""
    size, column = diagram.size, diagram.columns[name]
    half = len(diagram.labels[name]) * LINE * size / 2
    beside = max(min(y + high / 2, diagram.height - half), half)
    if column == 0:
        return x - _BESIDE * size, beside, "end"
    if column == diagram.last:
        return x + (_NODE + _BESIDE) * size, beside, "start"
    return x + _NODE * size / 2, max(y - half, half), "middle"


def _bands(
    spec: ChartSpec, links: pd.DataFrame, diagram: _Diagram, scale: float, nodes: Mapping[str, Node]
) -> list[Band]:
    """The bands, those of each node in the order of the nodes at their other end, so that they do not cross there."""
    thick = diagram.thick(scale)
    leave, arrive = (_ends(diagram.ways, thick, nodes, end) for end in (0, 1))
    count = pd.concat([links["series"], links["x"]]).value_counts()
    single = {name for name, node in nodes.items() if node.text and count[name] == 1}
    return [
        Band(
            source=one,
            target=other,
            value=value,
            text=text,
            colour=colour_key(spec, one, other),
            x0=nodes[one].x1,
            y0a=leave[i],
            y0b=leave[i] + thick[i],
            x1=nodes[other].x0,
            y1a=arrive[i],
            y1b=arrive[i] + thick[i],
            thin=value * scale < THIN,
            told=bool(single & {one, other}),
        )
        for i, ((one, other, value), text) in enumerate(zip(diagram.ways, links["text"].astype(str), strict=True))
    ]


def _ends(ways: Sequence[Way], thick: Sequence[float], nodes: Mapping[str, Node], end: int) -> dict[int, float]:
    """Upper edge of every band at its source (end 0) or its target (end 1)."""
    found: dict[int, float] = {}
    names = [(one, other) for one, other, _ in ways]
    for name, node in nodes.items():
        held = sorted(
            (i for i, pair in enumerate(names) if pair[end] == name), key=lambda i: nodes[names[i][1 - end]].y0
        )
        y = node.y0
        for i in held:
            found[i] = y
            y += thick[i]
    return found
