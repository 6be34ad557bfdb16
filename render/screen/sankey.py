"""The mark `sankey`: people on their way from one node to another, bands as wide as their number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis.words import period_text
from charts.palette import INK, Theme, hue, translucent
from charts.spec import ChartSpec
from charts.text import cut
from loaders.frames import as_records
from render.plan.frame import text_width
from render.plan.marks import FLOW
from render.plan.points import CARD, Size
from render.plan.sankey import colour_key, drawn_links, names_within, node_texts

_ROW = 42  # pixels that a node and its label need
_PAD = 24  # of them between two nodes
_SIZE = 13  # pixels of the words
_LINE = 17  # pixels from line to line of them


def sankey(spec: ChartSpec, theme: Theme, layout: dict[str, Any], room: Size = CARD) -> list[Any]:
    """Draw the rows of `spec.data` as links from `series` to `x`; `spec.colours` colours nodes and their links by name.

    A link takes the colour of the named node at either of its ends, the source first; everything else is grey. Rows of
    zero people stay in the table and are not drawn. The label of a node at either edge carries its number, with a
    hedge where a link of it has one; what comes into and leaves a node between them is told by the nodes at its sides.
    """
    links = drawn_links(spec)
    if links.empty:
        return []
    source, target = links["series"], links["x"]
    nodes = list(dict.fromkeys([*source, *target]))
    names, told = names_within(spec, room.width, _SIZE), node_texts(links)
    inside = set(source) & set(target)
    at = {name: index for index, name in enumerate(nodes)}
    ink = INK[theme]
    most = max(len(set(source) - set(target)), len(set(target) - set(source)))
    pad = max(_PAD, names.lines * _LINE + 4)
    layout["height"] = spec.height or max(360, 60 + (_ROW - _PAD + pad) * most)
    layout["margin"] = {"l": 8, "r": 8, "t": 12, "b": 16}
    if names.keyed:
        _key(spec, names.keyed, theme, layout, room)
    colours = [hue(colour_key(spec, one, other), theme) for one, other in zip(source, target, strict=True)]
    return [
        {
            "type": "sankey",
            "arrangement": "fixed",
            "valueformat": ",.0f",
            "textfont": {"color": ink["text"], "size": _SIZE, "shadow": _halo(ink["paper"])},
            "node": {
                "label": ["<br>".join(map(escape, names.beside.get(name, ()))) for name in nodes],
                "customdata": [escape(name if name in inside else f"{name}: {told[name]}") for name in nodes],
                "color": [hue(colour_key(spec, name), theme) for name in nodes],
                "line": {"width": 0},
                "pad": pad,
                "thickness": 12,
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            "link": {
                "source": [at[name] for name in source],
                "target": [at[name] for name in target],
                "value": links["value"].astype(float).tolist(),
                "color": [translucent(colour, FLOW) for colour in colours],
                "customdata": _hover(links),
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        }
    ]


def _halo(colour: str) -> str:
    """A text shadow that covers the line of a thin band behind its own label, between the words, too."""
    return ", ".join(f"{x}px {y}px 1px {colour}" for x in (-4, -2, 0, 2, 4) for y in (-1, 1))


def _key(spec: ChartSpec, keyed: Sequence[str], theme: Theme, layout: dict[str, Any], room: Size) -> None:
    """The names of the nodes between the edges above the diagram, each with its colour."""
    lines: list[list[str]] = [[]]
    for name in keyed:
        if lines[-1] and text_width("   ".join(f"■ {one}" for one in (*lines[-1], name)), _SIZE) > room.width - 16:
            lines.append([])
        lines[-1].append(name)
    marks = {
        name: f'<span style="color:{hue(colour_key(spec, name), theme)}">■</span> {escape(name)}' for name in keyed
    }
    layout["margin"]["t"] += len(lines) * _LINE + 6
    layout["annotations"].append(
        {
            "x": 0,
            "y": 1,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": 8,
            "align": "left",
            "borderpad": 0,
            "name": "key",
            "text": "<br>".join("   ".join(marks[name] for name in line) for line in lines),
            "showarrow": False,
            "font": {"size": _SIZE, "color": INK[theme]["text"]},
        }
    )


def _hover(links: pd.DataFrame) -> list[str]:
    """Tooltip of every link: figure, way, when, who said it or what was added. Text is escaped."""
    out = []
    for row in as_records(links):
        lines = [
            f"<b>{escape(str(row['text']))}</b>",
            escape(f"{row['series']} to {row['x']}"),
            escape(period_text(row["period_start"], row["period_end"], str(row["date_precision"]))),
            f"<i>{escape(cut(str(row['attribution']), 70))}</i>",
        ]
        said = row["locator"] if row["basis"] == "stated" else row["note"]
        if said:
            lines.append(escape(cut(str(said), 90)))
        out.append("<br>".join(lines))
    return out
