"""Sources and hedges of a chart as words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.words import date_text, join_words
from charts.spec import ChartSpec

_KEYS = (
    ({"exact"}, "filled mark: exact as stated"),
    ({"about", "estimate"}, "open mark: about or estimate"),
    ({"at_least"}, "open triangle up: at least"),
    ({"at_most"}, "open triangle down: at most"),
    ({"range"}, "whisker: range"),
)
_BAR_KEYS = (
    ({"exact"}, "solid bar: exact as stated"),
    ({"about", "estimate", "at_least", "at_most", "range"}, "pale bar: about, estimate, at least, at most or range"),
)
_MAP_KEYS = (
    ({"exact"}, "strong circle: exact as stated"),
    ({"about", "estimate", "at_least", "at_most", "range"}, "pale circle: about, estimate, at least, at most or range"),
)


def citation(row: Mapping[str, Any]) -> str:
    """`Publisher, “Title”, 7 Feb 2026, address` for one source; parts that are not known are left out."""
    when = date_text(row["published"], str(row["published_precision"])) if pd.notna(row["published"]) else "undated"
    parts = [str(row["publisher"]), f"“{row['source_title']}”", when]
    if row.get("url"):
        parts.append(str(row["url"]))
    return ", ".join(parts)


def source_line(spec: ChartSpec) -> str:
    """`Source: UN OCHA (1 May 2019) and 34 others`, led by the publication behind the newest headline figure."""
    if spec.data.empty or not (spec.data["source"].astype(str) != "").any():
        return "Source: none"
    lead = spec.data.loc[(spec.data["role"] == "headline") & (spec.data["source"].astype(str) != "")]
    pool = lead if len(lead) else spec.data
    newest = pool.sort_values(["period_end", "value"], kind="stable").iloc[-1]
    ids = {one for text in spec.data["source"].astype(str) for one in text.split("; ") if one}
    when = (
        ""
        if pd.isna(newest["published"])
        else f" ({date_text(newest['published'], str(newest['published_precision']))})"
    )
    others = len(ids) - 1
    if not others:
        return f"Source: {newest['publisher']}{when}"
    # A figure added from several statements names its first publisher; the count below covers the rest.
    name = str(newest["publisher"]).split(" and ")[0] if newest["basis"] == "sum" else str(newest["publisher"])
    return f"Sources: {name}{when} and {others} other{'s' if others > 1 else ''}"


def hedge_key(spec: ChartSpec) -> str:
    """How to read the marks of this chart: `open mark: about or estimate; whisker: range`; empty if all are exact."""
    if spec.data.empty or spec.mark in ("timeline", "spans", "sankey"):
        return ""
    if spec.mark == "map" and ("lon" not in spec.data or spec.data["lon"].isna().all()):
        return ""
    found = set(spec.data["qualifier"].astype(str))
    keys = _MAP_KEYS if spec.mark == "map" else _BAR_KEYS if spec.mark in ("column", "stacked", "bar") else _KEYS
    words = [text for kinds, text in keys if kinds & found] if found - {"exact"} else []
    if spec.mark != "map" and (spec.data["role"] != "headline").any():
        words.append("faint mark: another statement of the same figure")
    return "; ".join(words)


def publishers(spec: ChartSpec, most: int = 3) -> str:
    """The publishers behind a chart, most used first: `UN OCHA, REACH Initiative and 12 others`."""
    names = list(dict.fromkeys(spec.sources["publisher"].astype(str)))
    if len(names) <= most:
        return join_words(names)
    return f"{', '.join(names[:most])} and {len(names) - most} others"
