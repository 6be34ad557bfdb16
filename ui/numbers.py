"""Charts of few figures as numbers, and the key to the marks of all others."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from analysis.vocabulary import Hedge, Role
from analysis.words import as_of, join_words
from charts.citation import MARKS, Marked
from charts.spec import ChartSpec
from charts.table import has_dates
from loaders.frames import as_records

FEWEST = 5  # unlike points from which on a chart shows more than its numbers do
_SIGNS = {"filled mark": "●", "open mark": "○", "open triangle up": "△", "open triangle down": "▽", "whisker": "⌶"}
_OTHERS = (
    ("◌", "faint mark", "another statement of the same figure"),
    ("●", "grey", "counts of other bodies, which count differently"),
    ("┄", "dashed line", "a projection, not an observation"),
)
_DRAWN = ("map", "timeline", "spans", "sankey")  # their points are not what they show


def is_small(spec: ChartSpec) -> bool:
    """Whether a chart has so few unlike figures that its numbers say all of it."""
    return not spec.is_empty and spec.mark not in _DRAWN and len(_unlike(spec)) < FEWEST


def _unlike(spec: ChartSpec) -> pd.DataFrame:
    """The figures of a chart, each once however many state it: those that lead first, over time the newest of them."""
    rows = spec.data.loc[spec.data["value"].notna()]
    leads = (rows["role"] != Role.HEADLINE).astype(int)
    rows = rows.assign(_leads=leads, _x=rows["x"].astype(str))
    if has_dates(spec):
        rows = rows.sort_values(["_leads", "as_of"], ascending=[True, False], kind="stable")
    else:
        rows = rows.sort_values("_leads", kind="stable")
    return rows.drop_duplicates(["series", "_x" if not has_dates(spec) else "series", "value"])


def figures_html(spec: ChartSpec) -> str:
    """The figures of a small chart as a list, the leading and newest first: figure, what of, date, who says so."""
    rows = as_records(_unlike(spec))
    many = len({str(row["series"]) for row in rows}) > 1
    items = "".join(
        f"<div><dt>{escape(str(row['text']))}</dt><dd>{_said(row, spec, many=many)}</dd></div>" for row in rows
    )
    # Of several things none stands out as the newest of one does.
    return f'<dl class="cs-figures{"" if has_dates(spec) else " cs-even"}">{items}</dl>'


def _said(row: Mapping[str, Any], spec: ChartSpec, *, many: bool) -> str:
    named = [] if has_dates(spec) else [str(row["x"])]
    if many and str(row["series"]) not in named:
        named.append(str(row["series"]))
    when = as_of(row["as_of"], str(row["as_of_precision"])) if pd.notna(row["as_of"]) else ""
    when = "" if any(when.removeprefix("as of ") in name for name in named) else when
    return escape("; ".join(part for part in (*named, when, str(row["attribution"])) if part))


def marks_key() -> str:
    """How marks read on every chart: those of the hedges, then what is faint, grey and dashed; items of a list."""
    hedges: dict[Marked, list[str]] = {}
    for hedge in Hedge:
        hedges.setdefault(MARKS[hedge], []).append(hedge.label)
    rows = [(_SIGNS[mark.point], mark.told, join_words(labels, "or")) for mark, labels in hedges.items()]
    return "".join(
        f'<li><span aria-hidden="true">{sign}</span><b>{escape(mark.capitalize())}</b>: {escape(means)}</li>'
        for sign, mark, means in (*rows, *_OTHERS)
    )
