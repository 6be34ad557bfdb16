"""The mark `sankey`: people on their way from one node to another, bands as wide as their number."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from analysis.words import period_text
from charts.palette import INK, Theme, hue, translucent
from charts.spec import ChartSpec
from charts.text import cut
from loaders.frames import as_records
from render.plan.marks import FLOW
from render.plan.sankey import colour_key, drawn_links, node_texts

_ROW = 42  # pixels that a node and its label need


def sankey(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    """Draw the rows of `spec.data` as links from `series` to `x`; `spec.colours` colours nodes and their links by name.

    A link takes the colour of the named node at either of its ends, the source first; everything else is grey. Rows of
    zero people stay in the table and are not drawn. The label of a node at either edge carries its number, with a
    hedge where a link of it has one; what comes into and leaves a node between them is told by the nodes at its sides.
    """
    links = drawn_links(spec)
    if links.empty:
        return []
    source, target = links["series"], links["x"]
    texts = node_texts(links)
    nodes = list(dict.fromkeys([*source, *target]))
    inside = set(source) & set(target)
    at = {name: index for index, name in enumerate(nodes)}
    ink = INK[theme]
    most = max(len(set(source) - set(target)), len(set(target) - set(source)))
    layout["height"] = spec.height or max(360, 60 + _ROW * most)
    layout["margin"] = {"l": 8, "r": 8, "t": 12, "b": 16}
    colours = [hue(colour_key(spec, one, other), theme) for one, other in zip(source, target, strict=True)]
    return [
        {
            "type": "sankey",
            "arrangement": "fixed",
            "valueformat": ",.0f",
            "textfont": {"color": ink["text"], "size": 13, "shadow": _halo(ink["paper"])},
            "node": {
                "label": [_label(name, "" if name in inside else texts[name]) for name in nodes],
                "color": [hue(colour_key(spec, name), theme) for name in nodes],
                "line": {"width": 0},
                "pad": 24,
                "thickness": 12,
                "hovertemplate": "%{label}<extra></extra>",
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


def _label(name: str, text: str) -> str:
    said = escape(cut(name, 44))
    return f"{said}: {escape(text)}" if text else said


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
