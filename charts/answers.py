"""The situation as questions and answers: each headline series of Overview with its sentence and its chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import series
from analysis.listed import Listed, headlines, told_of
from analysis.words.measures import COUNTED, lower
from charts import catalog
from charts.spec import LED, ChartSpec
from charts.stated import quoted
from charts.tiles import Tile, tile
from loaders import Ledger
from loaders.frames import as_records


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, its answer in a sentence, the figure with date, source and what has happened since, and its chart.

    `chart` and `filters` are a chart of the catalogue that draws the figure; empty where none does.
    """

    question: str
    sentence: str
    tile: Tile
    chart: str
    filters: Mapping[str, Any]


@lru_cache(maxsize=16)
def answers(ledger: Ledger) -> tuple[Answer, ...]:
    """The answers to what headlines.csv lists for Overview, in its order; those without a figure are left out."""
    found = []
    for item in (one for one in headlines(ledger) if one.on_overview):
        shown = tile(ledger, told_of(ledger, item), item.label)
        if shown is not None:
            last = series(ledger, told_of(ledger, item)).iloc[-1]
            spec = _drawn(ledger, item, last)
            # A headline of other people, of whom a past date knew more, says nothing of the figure of the tile.
            sentence = f"{spec.title}." if spec is not None and any(_is(row, last) for row in quoted(spec)) else ""
            chart, filters = (spec.name, _chosen(ledger, spec)) if spec is not None else ("", {})
            found.append(Answer(question(ledger, item), sentence, shown, chart, filters))
    return tuple(found)


def question(ledger: Ledger, item: Listed) -> str:
    """What a headline series answers: `How many people in Roj?`, of its label."""
    units = ledger.indicators.loc[ledger.indicators["indicator"] == item.indicator, "unit"].astype(str)
    many = "How many" if len(units) and units.iloc[0] in {*COUNTED, "persons"} else "What of"
    return f"{many} {lower(item.label.removesuffix(', total'))}?"


def _drawn(ledger: Ledger, item: Listed, last: pd.Series) -> ChartSpec | None:
    """The first chart of the page of a series that draws its newest figure, set to its place or people where it can."""
    for name in catalog.names(item.page):
        offered = catalog.entry(name).options(ledger)
        ways = [{key: one} for key, values in offered.items() for one in (item.place, item.origin) if one in values]
        for filters in (*ways, {}):
            spec = catalog.build(name, ledger, **filters)
            if spec.map is None and _holds(spec, last):
                return spec
    return None


def _holds(spec: ChartSpec, row: pd.Series) -> bool:
    """Whether a chart ends on an observation: its newest point of full mark is that row."""
    rows = spec.data.loc[spec.data["role"].isin(LED) & (spec.data["basis"] == "stated"), ["file", "line"]]
    return any(_is(one, row) for one in as_records(rows))


def _is(row: Mapping[str, Any], other: pd.Series) -> bool:
    return str(row["file"]) == str(other["file"]) and row["line"] == other["line"]


def _chosen(ledger: Ledger, spec: ChartSpec) -> dict[str, Any]:
    """The filters that a chart was given, without those at their default."""
    usual = catalog.entry(spec.name).filters(ledger)
    return {key: value for key, value in spec.filters.items() if usual.get(key) != value}
