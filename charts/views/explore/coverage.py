"""How much the ledger holds by year, for the page Data health."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import newest_publication
from analysis.coverage import theme_colour, themes
from analysis.words import number_text
from analysis.words.measures import record_of
from charts.catalog import chart
from charts.spec import CITED, DRAWN, ChartSpec, drawn_rows
from loaders import Ledger
from loaders.frames import taken

# What a point is counted from, and what it cites.
_COUNTED = (
    *("period_end", "date_precision", "attribution", "source", "publisher", "published", "published_precision"),
    "file",
)


@chart("explore.coverage", lambda ledger: {"theme": ("", *themes(ledger))})
def coverage(ledger: Ledger, theme: str = "") -> ChartSpec:
    """Number of statements in the ledger by the year that they hold for, of one theme or of all."""
    every = ledger.observations
    rows = taken(every, np.flatnonzero(every["theme"] == theme) if theme else np.arange(len(every)), _COUNTED)
    what = themes(ledger).get(theme, "All themes")
    upto = newest_publication(ledger)
    records = [_count(year, part, what, upto) for year, part in rows.groupby(rows["period_end"].dt.year, observed=True)]
    data = drawn_rows(records)
    return ChartSpec(
        name="explore.coverage",
        title=record_of(what if theme else "", _fullest(data)),
        subtitle="Statements in the data, number, by the year that their figure holds for",
        mark="column",
        data=data,
        unit="statements",
        x_kind="category",
        colours={what: theme_colour(ledger, theme)},
        empty="No figure of this theme was known on this date.",
    )


def _fullest(data: pd.DataFrame) -> list[int]:
    """The years in a row about the fullest one that have at least half as many statements as it."""
    counts = {int(year): float(value) for year, value in zip(data["x"], data["value"], strict=True)}
    if not counts:
        return []
    top = max(counts, key=lambda year: counts[year])
    first = last = top
    while counts.get(first - 1, 0.0) >= counts[top] / 2:
        first -= 1
    while counts.get(last + 1, 0.0) >= counts[top] / 2:
        last += 1
    return [first, last]


def _count(year: float, part: pd.DataFrame, what: str, upto: pd.Timestamp) -> dict[str, object]:
    """One drawn point that counts the statements of a year up to a day and cites the sources of all, newest first."""
    end = pd.Timestamp(int(year), 12, 31)
    ordered = part.sort_values(["period_end", "published"], ascending=False, kind="stable")
    newest = ordered.iloc[0]
    publishers, sources = list(ordered["publisher"].unique()), list(ordered["source"].unique())
    files = part["file"].unique()
    blank = dict.fromkeys(("low", "high", "rival_low", "rival_high"), float("nan"))
    return {
        **dict.fromkeys(DRAWN + CITED, ""),
        **blank,
        "series": what,
        "x": f"{year:.0f}",
        "start": pd.NaT,
        "value": float(len(part)),
        "qualifier": "exact",
        "unit": "statements",
        "role": "headline",
        "basis": "sum",
        "text": number_text(len(part)),
        "title": "Statements",
        "period_start": pd.Timestamp(int(year), 1, 1),
        "period_end": min(end, upto),
        "date_precision": "year" if end <= upto else "day",
        "as_of": newest["period_end"],
        "as_of_precision": str(newest["date_precision"]),
        "attribution": str(newest["attribution"]),
        "sources": tuple(sources),
        "source": "; ".join(sources),
        "source_title": f"{len(sources)} publications",
        "publisher": publishers[0] if len(publishers) == 1 else f"{publishers[0]} and {len(publishers) - 1} others",
        "published": newest["published"],
        "published_precision": str(newest["published_precision"]),
        "note": f"Count of {len(part)} statements",
        "statements": len(part),
        "files": tuple(files),
        "file": "; ".join(files),
        "line": 0,
    }
