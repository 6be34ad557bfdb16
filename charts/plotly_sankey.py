"""The mark `sankey`: people on their way from one node to another, bands as wide as their number."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from analysis.words import number_text, period_text
from charts.palette import INK, Theme, hue, translucent
from charts.plotly_parts import cut
from charts.spec import ChartSpec

_ROW = 42  # pixels that a node and its label need


def sankey(spec: ChartSpec, theme: Theme, layout: dict[str, Any]) -> list[Any]:
    """Draw the rows of `spec.data` as links from `series` to `x`; `spec.colours` colours nodes and their links by name.

    A link takes the colour of the named node at either of its ends, the source first; everything else is grey. Rows of
    zero people stay in the table and are not drawn. The label of a node at either edge carries its number, with `about`
    where a link of it is hedged; what comes into and leaves a node between them is told by the nodes at its sides.
    """
    links = spec.data.loc[spec.data["value"] > 0]
    if links.empty:
        return []
    source, target = links["series"].astype(str), links["x"].astype(str)
    nodes = list(dict.fromkeys([*source, *target]))
    inside = set(source) & set(target)
    at = {name: index for index, name in enumerate(nodes)}
    ink = INK[theme]
    most = max(len(set(source) - set(target)), len(set(target) - set(source)))
    layout["height"] = spec.height or max(360, 60 + _ROW * most)
    layout["margin"] = {"l": 8, "r": 8, "t": 12, "b": 16}
    colours = [_colour(spec, (one, other), theme) for one, other in zip(source, target, strict=True)]
    return [
        {
            "type": "sankey",
            "arrangement": "fixed",
            "valueformat": ",.0f",
            "textfont": {"color": ink["text"], "size": 13},
            "node": {
                "label": [_label(links, name, inside=name in inside) for name in nodes],
                "color": [_colour(spec, (name,), theme) for name in nodes],
                "line": {"width": 0},
                "pad": 24,
                "thickness": 12,
                "hovertemplate": "%{label}<extra></extra>",
            },
            "link": {
                "source": [at[name] for name in source],
                "target": [at[name] for name in target],
                "value": links["value"].astype(float).tolist(),
                "color": [translucent(colour, 0.34 if theme == "light" else 0.42) for colour in colours],
                "customdata": _hover(links),
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        }
    ]


def _colour(spec: ChartSpec, names: tuple[str, ...], theme: Theme) -> str:
    return hue(next((spec.colours[name] for name in names if name in spec.colours), "grey"), theme)


def _label(links: pd.DataFrame, name: str, *, inside: bool) -> str:
    said = escape(cut(name, 44))
    return said if inside else f"{said}  {_number(links, name)}"


def _number(links: pd.DataFrame, name: str) -> str:
    """The figure of a node: that of its only link, or the sum of the side on which more comes or goes."""
    sides = [links.loc[links[column].astype(str) == name] for column in ("series", "x")]
    held = max(sides, key=lambda side: float(side["value"].sum()))
    if len(held) == 1:
        return escape(str(held["text"].iloc[0]))
    hedge = "" if (held["qualifier"].astype(str) == "exact").all() else "about "
    return f"{hedge}{number_text(float(held['value'].sum()))}"


def _hover(links: pd.DataFrame) -> list[str]:
    """Tooltip of every link: figure, way, when, who said it or what was added. Text is escaped."""
    out = []
    for row in links.to_dict("records"):
        lines = [
            f"<b>{escape(str(row['text']))}</b>",
            escape(f"{row['series']} to {row['x']}"),
            escape(period_text(row["period_start"], row["period_end"], str(row["date_precision"]))),
            f"<i>{escape(cut(str(row['publisher']), 60))}</i>",
        ]
        said = row["locator"] if row["basis"] == "stated" else row["note"]
        if said:
            lines.append(escape(cut(str(said), 90)))
        out.append("<br>".join(lines))
    return out
