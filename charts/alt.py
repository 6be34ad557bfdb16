"""The text alternative of a chart: what a reader who cannot see it needs to know."""

from __future__ import annotations

import pandas as pd

from analysis.words import date_text
from charts.gaps import gap_words
from charts.spec import ChartSpec
from loaders.frames import as_records, texts

_NAMES = {
    "line": "Line chart",
    "step": "Step chart of a running total",
    "column": "Column chart",
    "stacked": "Stacked columns",
    "bar": "Bar chart",
    "dots": "Dot chart",
    "dumbbell": "Pairs of dots",
    "spans": "Strips over time",
    "timeline": "Timeline of events",
    "map": "Map",
    "sankey": "Flow diagram",
}


def describe(spec: ChartSpec, most: int = 6) -> str:
    """One paragraph: what the chart says, its kind and measure, then each series' first and newest figure, or rows."""
    if spec.is_empty:
        return f"{spec.empty.rstrip('.')}. {_NAMES[spec.mark]} without figures."
    lead = spec.data[spec.data["role"] == "headline"] if len(spec.data) else spec.data
    parts = [f"{spec.title.rstrip('.')}. {_NAMES[spec.mark]}: {spec.subtitle.rstrip('.')}."]
    if spec.map is not None and spec.map.areas is not None and len(spec.map.areas):
        areas = spec.map.areas.dropna(subset=["value"]).sort_values("value", ascending=False)
        if len(areas):
            listed = ", ".join(f"{a['name']} {a['text']}" for a in as_records(areas.head(most)))
            parts.append(f"Highest of {len(areas)} areas: {listed}.")
    if spec.mark in ("line", "step", "dots", "column", "stacked") and spec.x_kind == "date" and len(lead):
        names = list(dict.fromkeys(texts(lead["series"])))
        for name in names[:most]:
            rows = lead[lead["series"] == name]
            first, last = rows.iloc[0], rows.iloc[-1]
            count = f"{len(rows)} figures" if len(rows) > 1 else "one figure"
            start = f" from {first['text']} ({_when(first)})" if len(rows) > 1 else ""
            parts.append(f"{name}: {count}{start}{' to' if start else ':'} {last['text']} ({_when(last)}).")
        if len(names) > most:
            parts.append(f"And {len(names) - most} more series.")
    elif spec.mark in ("timeline", "spans"):
        many = spec.data["series"].nunique()
        parts.append(f"{len(spec.data)} entries in {many} group{'s' if many > 1 else ''}.")
    elif spec.mark == "sankey":
        ways = lead[lead["value"] > 0].sort_values("value", ascending=False, kind="stable")
        listed = "; ".join(f"{r['series']} to {r['x']}: {r['text']}" for r in as_records(ways.head(most * 2)))
        parts.append(f"{listed}{f'; and {len(ways) - most * 2} more' if len(ways) > most * 2 else ''}.")
    elif len(lead):
        shown = lead.head(most * 2)
        listed = "; ".join(f"{_label(r)} {r['text']}" for r in as_records(shown))
        more = f"; and {len(lead) - len(shown)} more" if len(lead) > len(shown) else ""
        parts.append(f"{listed}{more}.")
    return " ".join(part for part in (*parts, gap_words(spec)) if part)


def _when(row: pd.Series) -> str:
    return date_text(row["period_end"], str(row["date_precision"]))


def _label(row: dict[str, object]) -> str:
    x = "" if isinstance(row["x"], pd.Timestamp) else str(row["x"])
    series = str(row["series"])
    return x if series in ("", x) else f"{x} {series}".strip()
