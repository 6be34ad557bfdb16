"""Charts of so few figures that their numbers say all of it: which those are, and what stands for each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.vocabulary import Role
from analysis.words import as_of, date_text
from charts.spec import ChartSpec
from charts.stated import quoted
from charts.table import has_dates
from loaders.frames import as_records

FEWEST = 5  # unlike points from which on a chart shows more than its numbers do
_DRAWN = ("map", "timeline", "spans", "sankey")  # their points are not what they show


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it is written, and what it is of, when, and by whom."""

    text: str
    said: str


def is_small(spec: ChartSpec) -> bool:
    """Whether a chart has so few unlike figures that its numbers say all of it."""
    return not spec.is_empty and spec.mark not in _DRAWN and len(_unlike(spec)) < FEWEST


def told(spec: ChartSpec) -> list[Told]:
    """The figures of a small chart in words: without dates those of the headline first, then the leading and newest."""
    rows = as_records(_unlike(spec))
    if not has_dates(spec):
        said = [(row["series"], row["x"], row["value"]) for row in quoted(spec)]
        places = {each: place for place, each in enumerate(dict.fromkeys(said))}
        rows = sorted(rows, key=lambda row: places.get((row["series"], row["x"], row["value"]), len(places)))
    many = len({str(row["series"]) for row in rows}) > 1
    return [Told(str(row["text"]), _said(row, spec, many=many)) for row in rows]


def _unlike(spec: ChartSpec) -> pd.DataFrame:
    """The figures of a chart, each once however many state it: those that lead first, over time the newest of them."""
    rows = spec.data[spec.data["value"].notna()]
    leads = (rows["role"] != Role.HEADLINE).astype(int)
    rows = rows.assign(_leads=leads, _x=rows["x"].astype(str))
    if has_dates(spec):
        rows = rows.sort_values(["_leads", "as_of"], ascending=[True, False], kind="stable")
    else:
        rows = rows.sort_values("_leads", kind="stable")
    return rows.drop_duplicates(["series", "_x" if not has_dates(spec) else "series", "value"])


def _said(row: Mapping[str, Any], spec: ChartSpec, *, many: bool) -> str:
    named = [] if has_dates(spec) else [str(row["x"])]
    if many and str(row["series"]) not in named:
        named.append(str(row["series"]))
    day = (row["as_of"], str(row["as_of_precision"]))
    # A name may hold the date.
    apart = pd.notna(row["as_of"]) and not any(date_text(*day) in name for name in named)
    when = as_of(*day) if apart else ""
    # A label that begins with who says it, as those of disputes do, need not be followed by it again.
    who = str(row["attribution"])
    who = "" if any(name.startswith(who) for name in named) else who
    return "; ".join(part for part in (*named, when, who) if part)
