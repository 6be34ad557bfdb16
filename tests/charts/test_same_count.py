"""One thing is counted once: what two pages show of the same people is the same number."""

import pandas as pd
import pytest

from analysis.flows import people_flows
from analysis.pace.flows import departures, populations
from charts import catalog
from charts.views.flows.links import year_span, years
from loaders import Ledger


def of_year(ledger: Ledger, name: str, series: str, **chosen: str) -> dict[str, float]:
    """The bars of one series of a chart by year."""
    rows = catalog.build(name, ledger, **chosen).data.loc[lambda d: d["series"] == series]
    return {str(row["x"]): float(row["value"]) for row in rows.to_dict("records")}


def test_iraqis_home_by_year_are_the_same_on_camps_returns_and_flows(ledger: Ledger) -> None:
    """Returns counts all camps: al-Hol as on Camps, and Roj beside it; Flows draws the two apart."""
    hol = of_year(ledger, "camps.departures", "Iraqis to Iraq", camp="al-hol")
    roj = of_year(ledger, "camps.departures", "Iraqis to Iraq", camp="roj")
    both = of_year(ledger, "returns.by_year", "Iraqis to Iraq")
    assert set(both) == set(hol) | set(roj)
    for year, total in both.items():
        assert hol.get(year, 0.0) + roj.get(year, 0.0) == total, year
        start, end = (pd.Timestamp(day) for day in year_span(ledger, year))
        links = {
            link.source: link.figure.value
            for link in people_flows(ledger, start, end).links
            if link.target == "to:iraq"
        }
        assert links.get("al-hol", 0.0) == hol.get(year, 0.0), year
        assert links.get("roj", 0.0) == roj.get(year, 0.0), year


def test_the_batches_add_up_to_the_years(ledger: Ledger) -> None:
    """The running sum of the convoys ends where the years of al-Hol do."""
    added = catalog.build("returns.cumulative", ledger).data.loc[lambda d: d["series"] == "Batches added"]
    years_of = of_year(ledger, "camps.departures", "Iraqis to Iraq", camp="al-hol")
    first = added["period_start"].min().year
    assert added["value"].iloc[-1] == sum(value for year, value in years_of.items() if int(year) >= first) == 20_365


def test_pace_counts_the_departures_that_returns_shows(ledger: Ledger) -> None:
    found = departures(
        ledger, populations(ledger)["al-hol-irq"], pd.Timestamp("2024-12-31"), pd.Timestamp("2025-12-31")
    )
    assert found is not None
    assert found.figure.value == of_year(ledger, "camps.departures", "Iraqis to Iraq", camp="al-hol")["2025"]


@pytest.mark.parametrize("name", ["flows.by_year", "flows.destinations", "flows.sankey"])
def test_the_flows_of_a_year_agree_among_themselves(ledger: Ledger, name: str) -> None:
    for year in years(ledger):
        start, end = year_span(ledger, year)
        found = people_flows(ledger, pd.Timestamp(start), pd.Timestamp(end))
        timed = {"start": start, "end": end} if name != "flows.by_year" else {}
        data = catalog.build(name, ledger, **timed).data
        if name == "flows.by_year":
            assert data.loc[data["x"] == year, "value"].sum() == found.left
        elif name == "flows.destinations":
            assert data["value"].sum() == found.left
        else:
            middle = {"Al-Hol", "Roj", "Prisons", "Site not named"}
            ways = data[data["series"].isin(middle) & data["basis"].isin(["stated", "sum"])]
            gone = [
                not x.startswith(s) and x != "Left outside the period"
                for s, x in zip(ways["series"], ways["x"], strict=True)
            ]
            assert ways.loc[gone, "value"].sum() == found.left


def test_what_is_not_to_be_added_is_added_nowhere(ledger: Ledger) -> None:
    """Batch 20b is a bar in the list of batches and part of no other figure."""
    held_back = set(ledger.not_added["event"].astype(str))
    rows = ledger.observations
    lines = set(
        zip(*(rows.loc[rows["event"].isin(held_back), column].astype(str) for column in ("file", "line")), strict=True)
    )
    assert lines
    for name in catalog.names("flows") + catalog.names("pace"):
        data = catalog.build(name, ledger).data
        assert not data["event"].astype(str).isin(held_back).any(), name
