"""Every chart and page on other ledgers: as known on other days, led by others, on other figures, and in a later year.

Each is built once and everything is asked of it: days, leads and figures are tried together, as each would fail alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from charts import catalog, takeaway
from charts.alt import describe
from charts.spec import ChartSpec
from loaders import Ledger, load
from loaders.geo import Geo
from render.screen import chart as plotly_chart
from render.screen.map import map_of
from tests.charts.sentences import faults, tops
from tests.conftest import ROOT


@dataclass(frozen=True)
class Other:
    """How a ledger differs: the day up to which publications count, who leads, and by what chance figures change."""

    day: str = ""
    lead: str = ""
    seed: int = 0

    def of(self, ledger: Ledger) -> Ledger:
        """The ledger that differs so."""
        led = with_lead(_with_other_figures(ledger, self.seed) if self.seed else ledger, self.lead)
        return as_known_on(led, pd.Timestamp(self.day)) if self.day else led


OTHERS = (
    Other("2014-12-31"),
    Other("2016-12-31"),
    Other("2018-12-31", lead="highest"),
    Other("2019-06-30", lead="lowest"),
    Other("2020-12-31", seed=1),
    Other("2021-12-31", lead="kind:media"),
    Other("2023-12-31", lead="kind:un"),
    Other("2024-12-31"),
    Other("2026-02-28"),
    Other(lead="highest"),
    Other(lead="lowest", seed=2),
)


def _with_other_figures(ledger: Ledger, seed: int) -> Ledger:
    """A fifth of the rows gone and every value another one: the words follow the figures."""
    chance = np.random.default_rng(seed)
    rows = ledger.observations
    kept = rows[chance.random(len(rows)) > 0.2]
    factor = chance.uniform(0.5, 1.5, len(kept))
    share = (kept["unit"] == "percent").to_numpy()
    changed = {
        column: np.where(share, np.minimum(kept[column] * factor, 100.0), kept[column] * factor).round()
        for column in ("value", "low", "high")
    }
    return replace(ledger, observations=kept.assign(**changed), version=f"other{seed}")


def _wrong(spec: ChartSpec, ledger: Ledger, geo: Geo) -> Iterator[str]:
    """What is wrong with a chart: no later figure is drawn, and what no source had said yet is said to be missing."""
    yield from faults(spec, ledger)
    told = describe(spec)
    if any(raw in f"{spec.title} {spec.subtitle} {told}" for raw in ("nan ", "NaT", "None")):
        yield f"raw value: {told}"
    # Known by the kind of its headline, whose words are for readers alone.
    if spec.tells == (spec.is_empty or spec.title.startswith("No source")):
        yield f"tells: {spec.title}"
    if spec.is_empty:
        if not spec.empty:
            yield "does not say why it is empty"
        return
    known = ledger.known_on
    if pd.notna(known):
        stated = spec.data[spec.data["basis"] == "stated"]
        if not (stated["published"].dropna() <= known).all():
            yield "a later figure"
        if f"as known on {known.day} {known:%b %Y}" not in spec.subtitle:
            yield f"not dated: {spec.subtitle}"
    if spec.mark == "map":
        map_of(spec, geo)
    else:
        plotly_chart.figure(spec)


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: f"{other.day} {other.lead} {other.seed or ''}".strip())
def test_every_chart_can_be_drawn_and_every_sentence_holds(ledger: Ledger, geo: Geo, other: Other) -> None:
    then = other.of(ledger)
    found = [f"{name}: {fault}" for name in catalog.names() for fault in _wrong(catalog.build(name, then), then, geo)]
    found += [fault for view in takeaway.views() for fault in tops(then, view)]
    assert found == []


def test_what_is_old_in_2028_is_told_in_the_past(monkeypatch: pytest.MonkeyPatch, geo: Geo) -> None:
    """The same data a year and a half on."""
    monkeypatch.setenv("CAMPSTATS_TODAY", "2028-06-30")
    later = load(ROOT / "data")
    found = [f"{name}: {fault}" for name in catalog.names() for fault in _wrong(catalog.build(name, later), later, geo)]
    found += [fault for view in takeaway.views() for fault in tops(later, view)]
    assert found == []
