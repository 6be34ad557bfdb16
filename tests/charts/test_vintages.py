"""Every chart can be drawn as known on any date and with another lead; titles then tell of nothing later."""

import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from charts import catalog
from charts.alt import describe
from loaders import Ledger
from loaders.geo import load_geo
from render.screen import chart as plotly_chart
from render.screen.map import map_of


@pytest.mark.parametrize(
    ("day", "lead"),
    [("2015-06-30", ""), ("2019-06-30", "highest"), ("2021-12-31", "kind:media"), ("2024-12-31", "lowest")],
)
def test_every_chart_can_be_drawn_from_any_vintage(ledger: Ledger, day: str, lead: str) -> None:
    """What no source had said yet is said to be missing; nothing fails and no later figure is drawn."""
    date = pd.Timestamp(day)
    known = as_known_on(with_lead(ledger, lead), date)
    geo = load_geo(ledger.directory)
    for name in catalog.names():
        spec = catalog.build(name, known)
        told = describe(spec)
        assert spec.title, name
        assert not any(raw in f"{spec.title} {spec.subtitle} {told}" for raw in ("nan ", "NaT", "None")), (name, told)
        if spec.is_empty:
            assert spec.empty, name
            assert not spec.tells, name
            continue
        # Known by the kind of its headline, whose words are for readers alone.
        assert spec.tells != spec.title.startswith("No source"), name
        stated = spec.data.loc[spec.data["basis"] == "stated"]
        assert (stated["published"].dropna() <= date).all(), name
        if spec.mark == "map":
            map_of(spec, geo)
        else:
            plotly_chart.figure(spec)
        assert f"as known on {date.day} {date:%b %Y}" in spec.subtitle, name
