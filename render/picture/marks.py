"""Marks that stand for figures: points with the shape of their hedge, whiskers, lines that stop at gaps, columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.words import period_text
from charts.gaps import categories
from charts.spec import PROJECTION, ChartSpec
from charts.text import one_line, plain
from render.picture.parts import Layer, Plot, Row, Style, day, layer, lengths, ready
from render.plan.series import SYMBOLS, runs

DENSE = 90  # headline points of a series above which their marks are small

_IN_TURN = {"field": "place", "type": "quantitative"}
_USED = [
    "series", "x", "value", "low", "high", "qualifier", "role", "basis", "text",
    "period_start", "period_end", "date_precision",
]  # fmt: skip


def rows_of(spec: ChartSpec, style: Style) -> list[Row]:
    """All drawn rows as plain values: `x` (a day, or the number of the category), `value`, bounds, words and look.

    Rows without a number are left out. What begins with `_` is for the layout and not drawn: the series' name as it
    is, the date, whether the row is a projection.
    """
    places = places_of(spec)
    hues = {name: style.hue(spec, name) for name in spec.data["series"].astype(str).unique()}
    out: list[Row] = []
    for row in spec.data.loc[spec.data["value"].notna(), _USED].to_dict("records"):
        name, hedge, shape = str(row["series"]), str(row["qualifier"]), SYMBOLS[str(row["qualifier"])]
        category = "" if places is None else str(row["x"])
        when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
        parts = dict.fromkeys(one_line(part) for part in (name, category, when) if part)
        date = pd.Timestamp(row["x"]) if places is None else None
        out.append(
            {
                "x": day(date) if date is not None else (places or {})[category],
                "value": float(row["value"]),
                "low": _number(row["low"]),
                "high": _number(row["high"]),
                "series": plain(name),
                "category": plain(category),
                "text": one_line(row["text"]),
                "said": f"{', '.join(parts)}: {one_line(row['text'])}",
                "hedge": hedge,
                "role": str(row["role"]),
                "colour": hues[name],
                "shape": shape.removesuffix("-open"),
                "inside": style.ink("paper") if shape.endswith("-open") else hues[name],
                "_series": name,
                "_date": date,
                "_ahead": str(row["basis"]) == PROJECTION,
            }
        )
    return out


def places_of(spec: ChartSpec) -> dict[str, int] | None:
    """The categories in their order, numbered; None for a chart over dates."""
    if spec.x_kind == "date":
        return None
    return {name: place for place, name in enumerate(categories(spec))}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def upright(rows: Sequence[Row]) -> list[Row]:
    """Rows with their value on the y axis."""
    return [row | {"y": row["value"]} for row in rows]


def lying(rows: Sequence[Row]) -> list[Row]:
    """Rows with their value on the x axis and their place on the y axis."""
    return [row | {"y": row["x"], "x": row["value"]} for row in rows]


def points(plot: Plot, style: Style, name: str, rows: Sequence[Row], size: float = 8) -> Layer:
    """A mark a row in the shape of its hedge, filled where the figure is exact."""
    look = {"type": "point", "size": round(style.px(size) ** 2, 1), "strokeWidth": style.px(1.6), "opacity": 1}
    colours = {"fill": ready("inside"), "stroke": ready("colour"), "shape": ready("shape")}
    return layer(plot, name, look, rows, **colours)


def light_points(plot: Plot, style: Style, name: str, rows: Sequence[Row]) -> Layer:
    """Other statements of a figure: small and pale."""
    look = {
        "type": "point",
        "size": round(style.px(6) ** 2, 1),
        "strokeWidth": style.px(1),
        "fillOpacity": 0.45,
        "strokeOpacity": 0.55,
        "opacity": 1,
    }
    colours = {"fill": ready("inside"), "stroke": ready("colour"), "shape": ready("shape")}
    return layer(plot, name, look, rows, **colours)


def whiskers(
    plot: Plot, style: Style, name: str, rows: Sequence[Row], *, along: str = "y", opacity: float = 1, colour: str = ""
) -> list[Layer]:
    """Bars from the stated low to the stated high, with a cap at each stated bound.

    `along` is the axis of values; rows are placed on both already.
    """
    across = "x" if along == "y" else "y"
    stems, caps = [], []
    for row in rows:
        low, high, start = row["low"], row["high"], row[along]
        if low is None and high is None:
            continue
        base = row.get("base", 0.0)
        ends = [base + bound for bound in (low, high) if bound is not None]
        look = {across: row[across], "colour": colour or row["colour"]}
        stems.append(look | {along: min([*ends, start]), f"{along}2": max([*ends, start])})
        caps += [look | {along: end} for end in ends]
    thick = style.px(1.4)
    orient = "horizontal" if along == "y" else "vertical"
    return [
        layer(plot, f"{name}_stems", {"type": "rule", "strokeWidth": thick, "opacity": opacity}, stems,
              stroke=ready("colour")),
        layer(plot, f"{name}_caps",
              {"type": "tick", "orient": orient, "size": style.px(8), "thickness": thick, "opacity": opacity}, caps,
              fill=ready("colour")),
    ]  # fmt: skip


def lines(plot: Plot, style: Style, name: str, rows: Sequence[Row], *, steps: bool) -> Layer:
    """Lines through the rows of each series, broken at gaps; steps for running totals."""
    parts = []
    for series in dict.fromkeys(row["_series"] for row in rows):
        held = [row for row in rows if row["_series"] == series]
        parts += [
            _joint(row, place) | {"run": run}
            for place, (row, run) in enumerate(zip(held, runs(row["_date"] for row in held), strict=True))
        ]
    look = {"type": "line", "strokeWidth": style.px(2), "interpolate": "step-after" if steps else "linear"}
    apart = [{"field": "series", "type": "nominal"}, {"field": "run", "type": "nominal"}]
    return layer(plot, name, look, parts, detail=apart, stroke=ready("colour"), order=_IN_TURN)


def _joint(row: Row, place: int) -> Row:
    """A point of a line, with its place among the others: points are joined in the order of the data."""
    return {key: row[key] for key in ("x", "y", "series", "colour")} | {"place": place}


def projections(plot: Plot, style: Style, name: str, rows: Sequence[Row]) -> list[Layer]:
    """Dashed lines where a pace leads to, over the band that its hedges allow."""
    band = [
        {"x": row["x"], "y": row["low"], "y2": row["high"], "series": row["series"], "colour": row["colour"]}
        for row in rows
        if row["low"] is not None and row["high"] is not None
    ]
    apart = {"field": "series", "type": "nominal"}
    dashed = {"type": "line", "strokeWidth": style.px(2), "strokeDash": [style.px(7), style.px(5)]}
    parts = [_joint(row, place) for place, row in enumerate(rows)]
    return [
        layer(plot, f"{name}_band", {"type": "area", "opacity": 0.14}, band, detail=apart, fill=ready("colour")),
        layer(plot, name, dashed, parts, detail=apart, stroke=ready("colour"), order=_IN_TURN),
    ]


def boxes(plot: Plot, style: Style, name: str, rows: Sequence[Row]) -> Layer:
    """Columns and bars from `x, y` to `x2, y2`; a hedged one is pale with an edge."""
    drawn = [
        row
        | {
            "shade": 1.0 if row["hedge"] == "exact" else 0.55,
            "edge": 0.0 if row["hedge"] == "exact" else style.px(1.4),
        }
        for row in rows
    ]
    return layer(
        plot, name, {"type": "rect", "opacity": 1}, drawn,
        fill=ready("colour"), stroke=ready("colour"), fillOpacity=lengths("shade"), strokeWidth=lengths("edge"),
    )  # fmt: skip
