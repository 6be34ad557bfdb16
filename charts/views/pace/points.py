"""Drawn points that were reckoned from statements: each cites all that it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Any

import pandas as pd

from analysis import Figure
from analysis.words import Told
from charts.spec import CITED, combined, drawn_rows, empty_points
from loaders import Ledger
from loaders.frames import as_records


@dataclass(frozen=True, slots=True)
class Point:
    """A drawn point that was reckoned from statements, whose index labels are `rows`."""

    series: str
    x: pd.Timestamp | str
    figure: Figure
    rows: tuple[int, ...]
    start: pd.Timestamp
    end: pd.Timestamp
    note: str
    basis: str
    role: str = "headline"


def reckoned(ledger: Ledger, found: Sequence[Point]) -> pd.DataFrame:
    """Reckoned points as drawn rows, each citing every statement that it was made of."""
    if not found:
        return empty_points()
    labels = list(dict.fromkeys(label for one in found for label in one.rows))
    known = [column for column in CITED if column in ledger.observations]
    stated = dict(zip(labels, as_records(ledger.observations.loc[labels, known]), strict=True))
    cited = {rows: _cited([stated[label] for label in rows]) for rows in {one.rows for one in found}}
    records = [
        cited[one.rows]
        | {
            "series": one.series,
            "x": one.x,
            "start": one.start,
            "value": one.figure.value,
            "low": _finite(one.figure.low),
            "high": _finite(one.figure.high),
            "qualifier": one.figure.qualifier,
            "unit": one.figure.unit,
            "role": one.role,
            "basis": one.basis,
            "text": one.figure.text,
            "period_start": one.start,
            "period_end": one.end,
            "note": one.note,
        }
        for one in found
    ]
    return drawn_rows(records)


def told_of(point: Point, found: Sequence[Point], data: pd.DataFrame) -> Told:
    """A reckoned figure for a sentence, with its row among those drawn of `found`."""
    return Told(point.figure, point.end, row=data.iloc[found.index(point)])


def _cited(used: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a reckoned point cites: place and measure of the newest statement behind it, the sources of all."""
    parts = [dict(row) | {"as_of": row["period_end"], "as_of_precision": row["date_precision"]} for row in used]
    return combined(parts) | {"scope": "", "clause": "", "locator": "", "line": 0}


def _finite(value: float) -> float:
    return float("nan") if isinf(value) else value


def rounded(figure: Figure) -> Figure:
    """A reckoned figure without decimals that nobody counted."""
    value, low, high = (
        each if pd.isna(each) or isinf(each) else float(round(each)) for each in (figure.value, figure.low, figure.high)
    )
    return Figure(value, low, high, figure.qualifier, figure.unit)
