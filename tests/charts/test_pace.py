"""The charts of the pace: projections are never observations, and every reckoned figure cites its statements."""

import pandas as pd
import pytest

from analysis import as_known_on, populations
from charts import catalog, plotly_chart
from charts.alt import describe
from charts.plotly_projection import projected
from charts.spec import PROJECTION, ChartSpec
from charts.views.pace import likely_pace, set_paces
from exports import csv_frame, hedge_key
from loaders import Ledger


def fan(ledger: Ledger, of: str, **filters: str) -> ChartSpec:
    """The fan of one population."""
    return catalog.build("pace.fan", ledger, of=of, **filters)


@pytest.fixture(scope="module")
def roj(ledger: Ledger) -> ChartSpec:
    """The fan of Roj at the pace of the last 12 months."""
    return fan(ledger, "roj")


def test_a_projection_is_never_exported_as_an_observation(roj: ChartSpec) -> None:
    """In the CSV every row later than the newest count says that it is a projection, and no other row does."""
    frame = csv_frame(roj)
    newest = "2026-02-21"
    ahead = frame["basis"] == PROJECTION
    assert ahead.any()
    assert (frame.loc[frame["x"] > newest, "basis"] == PROJECTION).all()
    assert (frame.loc[~ahead, "basis"] == "stated").all()
    assert (frame.loc[ahead, "role"] == PROJECTION).all()
    assert frame.loc[ahead, "note"].str.startswith("Projection, not an observation").all()
    assert (frame.loc[ahead, "source"] != "").all()
    assert roj.as_of == pd.Timestamp(newest)


def test_projections_are_dashed_lines_without_marks(roj: ChartSpec) -> None:
    traces = plotly_chart.figure(roj).data
    dashed = [trace for trace in traces if trace.line.dash == "dash"]
    assert {trace.name for trace in dashed} == set(roj.data.loc[projected(roj.data), "series"])
    assert all(trace.mode == "lines" for trace in dashed)
    assert "dashed line: projection" in hedge_key(roj)


def test_the_title_is_the_reckoning_of_the_chosen_pace(ledger: Ledger, roj: ChartSpec) -> None:
    """2,225 people, 375 fewer in 617 days: 3,661 days from 21 February 2026 end in March 2036."""
    assert roj.title == (
        "All people in Roj camp: about 2,225 on 21 Feb 2026; at the pace of the last 12 months none would be left by "
        "Mar 2036"
    )
    share = fan(ledger, "roj", shape="share").title
    assert "half would be gone by Aug 2033" in share
    assert describe(roj).startswith("Line chart. All people in Roj camp")


def test_a_line_starts_at_the_stock_and_ends_at_zero(ledger: Ledger) -> None:
    """Displaced people in Syria: from 5,542,227 (UNHCR, end of 2025) to nobody by the date in the title."""
    data = fan(ledger, "idps-syria").data
    line = data.loc[data["series"] == "Last 12 months: Oct 2028"]
    assert line["value"].iloc[0] == 5_542_227
    assert line["value"].iloc[-1] == 0
    assert line["value"].is_monotonic_decreasing
    assert line["x"].iloc[-1] == pd.Timestamp("2025-12-31") + pd.Timedelta(days=1031)


def test_the_band_holds_the_line(ledger: Ledger) -> None:
    """Detainees: a stock of 8,000 to 10,000 gives a band at the set pace; its line lies inside."""
    data = fan(ledger, "detainees", by="set", per_month="100").data
    line = data.loc[projected(data) & data["low"].notna()]
    assert (line["low"].iloc[0], line["value"].iloc[0], line["high"].iloc[0]) == (8_000, 9_000, 10_000)
    assert ((line["low"] <= line["value"]) & (line["value"] <= line["high"])).all()


def test_an_open_end_has_no_band(ledger: Ledger) -> None:
    """At least 100,000 displaced people in camps in Iraq: no upper end, so no band that would look like one."""
    data = fan(ledger, "idps-camps-iraq").data
    assert data.loc[projected(data), ["low", "high"]].isna().all(axis=None)


def test_an_empty_camp_has_no_projection(ledger: Ledger) -> None:
    spec = fan(ledger, "al-hol")
    assert not projected(spec.data).any()
    assert spec.title == "All people in Al-Hol camp: already empty, an estimated 0 on 22 Feb 2026"


def test_departures_by_year_are_sums_of_one_kind(ledger: Ledger) -> None:
    """Iraqis from al-Hol in 2025, and the fall of their number: each from statements, rises apart from falls."""
    data = catalog.build("pace.departures", ledger, of="idps-iraq").data
    last = data.loc[data["x"] == "2025"].set_index("series")["value"]
    assert (last["fall of the stock"], last["reported departures"]) == (34_141, 28_794)
    assert not ((data["series"] == "fall of the stock") & (data["value"] < 0)).any()
    assert set(data["basis"]) == {"difference", "sum"}


def test_the_pace_so_far_draws_no_rise(ledger: Ledger) -> None:
    spec = catalog.build("pace.history", ledger, of="al-hol")
    assert (spec.data["value"] >= 0).all()
    assert any("had risen" in caveat for caveat in spec.caveats)


def test_the_record_sets_each_forecast_beside_what_happened(ledger: Ledger) -> None:
    """From 31 December 2024 it took 418 days; the fall of the last 12 months said 1,085."""
    data = catalog.build("pace.record", ledger).data
    then = data.loc[data["x"] == "31 Dec 2024"].set_index("series")["value"]
    assert then["what happened"] == pytest.approx(418 / 365.25, abs=0.01)
    assert then["last 12 months, fall"] == pytest.approx(1085 / 365.25, abs=0.01)
    assert catalog.build("pace.record", as_known_on(ledger, pd.Timestamp("2025-06-30"))).is_empty


def test_a_set_pace_is_a_round_number_that_fits_the_population(ledger: Ledger) -> None:
    for of, one in populations(ledger).items():
        offered = set_paces(ledger, of)
        assert list(offered) == sorted(offered, key=float), one.name
        assert likely_pace(ledger, of) in offered


def test_a_pace_that_is_no_number_gives_way(ledger: Ledger) -> None:
    """What stands in an address cannot break the chart."""
    plain = fan(ledger, "roj", by="set")
    for odd in ("0", "-5", "ten", "1e9", "9" * 30, "<b>"):
        assert fan(ledger, "roj", by="set", per_month=odd).title == plain.title


def test_every_population_draws_at_any_date_and_lead(ledger: Ledger) -> None:
    for date in ("2015-06-30", "2019-06-30", "2021-12-31", "2024-12-31"):
        then = as_known_on(ledger, pd.Timestamp(date))
        for name in ("pace.fan", "pace.departures", "pace.history", "pace.record"):
            spec = catalog.build(name, then)
            assert spec.title
            if not spec.is_empty:
                plotly_chart.figure(spec, "dark")
