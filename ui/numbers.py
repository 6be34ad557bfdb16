"""Charts of few figures as numbers, and the key to the marks of all others."""

from __future__ import annotations

from html import escape

from analysis.vocabulary import Hedge
from analysis.words import join_words
from charts.citation import MARKS, Marked
from charts.few import told
from charts.spec import ChartSpec
from charts.table import has_dates

_SIGNS = {"filled mark": "●", "open mark": "○", "open triangle up": "△", "open triangle down": "▽", "whisker": "⌶"}
_OTHERS = (
    ("◌", "faint mark", "another statement of the same figure"),
    ("●", "grey", "counts of other bodies, which count differently"),
    ("┄", "dashed line", "a projection, not an observation"),
)


def figures_html(spec: ChartSpec) -> str:
    """The figures of a small chart as a list, the leading and newest first: figure, what of, date, who says so."""
    items = "".join(f"<div><dt>{escape(one.text)}</dt><dd>{escape(one.said)}</dd></div>" for one in told(spec))
    # Of several things none stands out as the newest of one does.
    return f'<dl class="cs-figures{"" if has_dates(spec) else " cs-even"}">{items}</dl>'


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
