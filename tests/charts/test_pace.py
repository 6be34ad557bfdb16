"""The charts of the pace: projections are never observations, and every reckoned figure cites its statements."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis import as_known_on, populations
from charts import catalog, takeaway
from charts.alt import describe
from charts.spec import PROJECTION, ChartSpec
from charts.views.pace.ahead import likely_pace, set_paces
from exports import csv_frame, hedge_key
from loaders import Ledger
from render.screen import chart as plotly_chart


def projected(rows: pd.DataFrame) -> pd.Series:
    """Which rows are projections and no observations."""
    return rows["basis"].astype(str) == PROJECTION


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
    traces = go.Figure(plotly_chart.figure(roj)).data
    dashed = [trace for trace in traces if trace.line.dash == "dash"]
    assert {trace.name for trace in dashed} == set(roj.data.loc[projected(roj.data), "series"])
    assert all(trace.mode == "lines" for trace in dashed)
    assert "dashed line: projection" in hedge_key(roj)


def test_the_title_is_the_reckoning_of_the_chosen_pace(ledger: Ledger, roj: ChartSpec) -> None:
    """2,225 people, 375 fewer in 617 days: 3,661 days from 21 February 2026 end in March 2036, half of that in 2033."""
    assert roj.title == "At the pace of Jun 2024 to Feb 2026 Roj camp would be empty by 2036"
    share = fan(ledger, "roj", shape="share").title
    assert (
        share == "At the share that left in Jun 2024 to Feb 2026 half of the people in Roj camp would be gone by 2033"
    )
    assert fan(ledger, "roj", by="set", per_month="50").title == "At 50 people a month Roj camp would be empty by 2029"
    assert describe(roj).startswith("At the pace of Jun 2024 to Feb 2026 Roj camp")


def test_the_chart_begins_with_people_who_are_still_there(ledger: Ledger, roj: ChartSpec) -> None:
    """Al-Hol stands first in the list but is closed; as known in 2020 it was not."""
    assert catalog.build("pace.fan", ledger).title == roj.title
    then = as_known_on(ledger, pd.Timestamp("2020-12-31"))
    assert "Al-Hol camp would be empty by 2027 at the earliest" in catalog.build("pace.fan", then).title


def test_a_line_starts_at_the_stock_and_ends_at_zero(ledger: Ledger) -> None:
    """Displaced people in Syria: from 5,542,227 (UNHCR, end of 2025) to nobody by the date in the title."""
    spec = fan(ledger, "idps-syria")
    assert spec.title == "At the pace of 2025 no displaced people would be left in Syria by Oct 2028"
    line = spec.data[spec.data["series"].str.startswith("Latest") & spec.data["series"].str.endswith(": Oct 2028")]
    assert line["value"].iloc[0] == 5_542_227
    assert line["value"].iloc[-1] == 0
    assert line["value"].is_monotonic_decreasing
    assert line["x"].iloc[-1] == pd.Timestamp("2025-12-31") + pd.Timedelta(days=1031)


def test_lines_that_coincide_are_one_with_both_names(ledger: Ledger, roj: ChartSpec) -> None:
    """Of Roj two counts give one pace, which is the latest and the fastest."""
    names = list(dict.fromkeys(roj.data.loc[projected(roj.data), "series"]))
    assert names == ["Latest and fastest pace, Jun 2024 to Feb 2026: 2036", "Set pace, 30 a month: 2032"]
    assert set(roj.colours) == {"counted", *names}
    for of in populations(ledger):
        data = fan(ledger, of).data
        lines = data.loc[projected(data)]
        drawn = [tuple(zip(rows["x"], rows["value"], strict=True)) for _, rows in lines.groupby("series", sort=False)]
        assert len(set(drawn)) == len(drawn), of


def test_no_pace_is_that_of_the_last_12_months(ledger: Ledger) -> None:
    """Twelve months are named by their months: they may have ended long ago."""
    for day in ("2019-06-30", "2022-12-31", "2025-12-31", "2026-11-28"):
        then = as_known_on(ledger, pd.Timestamp(day))
        for of in populations(then):
            spec = fan(then, of)
            said = takeaway.say("pace", then, of=of)
            for text in (
                spec.title,
                *spec.caveats,
                said,
                *(one.text for one in takeaway.tiles_of("pace", then, of=of)),
            ):
                assert "last 12 months" not in text.lower()


@pytest.mark.parametrize(
    ("of", "title"),
    [
        (
            "remaining-tcn",
            "About 8,500 third-country nationals were in Northeast Syria (26 Sep 2025), before Al-Hol camp closed",
        ),
        (
            "nationals-DEU",
            "At least 92 nationals of Germany were in Iraq and Syria (Mar 2018), before many of them left",
        ),
        (
            "nationals-TJK",
            "About 500 nationals of Tajikistan were in Northeast Syria (27 Jul 2020), before many of them left",
        ),
        ("nationals-XKX", "About 90 nationals of Kosovo were in Syria when last counted (17 Jul 2021)"),
        ("detainees", "About 9,000 detainees were in Northeast Syria (26 Sep 2025), before many of them left"),
    ],
)
def test_a_stock_that_no_longer_holds_has_no_line_into_the_future(ledger: Ledger, of: str, title: str) -> None:
    spec = fan(ledger, of)
    assert spec.title == title
    assert not projected(spec.data).any()
    assert spec.subtitle == "People as counted"
    assert not any("Dashed" in caveat for caveat in spec.caveats)
    assert "not carried on" in spec.caveats[0]
    told = [one.text for one in takeaway.tiles_of("pace", ledger, of=of)]
    assert any(text.startswith("When nobody would be left: not projected") for text in told)
    assert len(told) == 2


def test_the_page_says_what_came_after_a_count(ledger: Ledger) -> None:
    assert takeaway.say("pace", ledger, of="remaining-tcn").endswith(
        "before Al-Hol camp closed. No later count of these people is known."
    )
    assert takeaway.say("pace", ledger, of="nationals-TJK").endswith(
        "Since then: Tajikistan makes first return from Syrian camps (25 Jul 2022)."
    )
    then = as_known_on(ledger, pd.Timestamp("2022-12-31"))
    assert takeaway.say("pace", then, of="nationals-ALB") == (
        "About 30 nationals of Albania were in Al-Hol camp (1 Aug 2021), before many of them left. Reports tell of at "
        "least 13 people who left since."
    )
    assert takeaway.say("pace", ledger, of="roj") == (
        "About 2,225 people were in Roj camp (21 Feb 2026). At the pace of Jun 2024 to Feb 2026 Roj camp would be "
        "empty by 2036."
    )


def test_what_would_take_longer_than_a_life_has_no_year(ledger: Ledger) -> None:
    """8,500 people at 51 a year are 167 years: not `by 2192`."""
    then = as_known_on(ledger, pd.Timestamp("2025-12-31"))
    assert fan(then, "remaining-tcn").title == (
        "At the pace of Oct 2024 to Sep 2025 third-country nationals would stay in Northeast Syria for over 150 years"
    )


def test_the_band_holds_the_line(with_rows: Callable[..., Ledger]) -> None:
    """A stock of 2,000 to 2,400 gives a band at the set pace; its line lies inside."""
    now = {"period_end": "2024-12-31", "value": 2200.0, "low": 2000.0, "high": 2400.0, "qualifier": "range"}
    made = with_rows({"place": "roj", "period_end": "2023-12-31", "value": 3000.0}, {"place": "roj"} | now)
    data = fan(replace(made, today=pd.Timestamp("2025-02-28")), "roj", by="set", per_month="50").data
    line = data[projected(data) & data["low"].notna()]
    assert (line["low"].iloc[0], line["value"].iloc[0], line["high"].iloc[0]) == (2000, 2200, 2400)
    assert ((line["low"] <= line["value"]) & (line["value"] <= line["high"])).all()


def test_an_open_end_has_no_band(ledger: Ledger) -> None:
    """At least 100,000 displaced people in camps in Iraq: no upper end, so no band that would look like one."""
    data = fan(ledger, "idps-camps-iraq").data
    assert data.loc[projected(data), ["low", "high"]].isna().all(axis=None)


def test_an_empty_camp_has_no_projection(ledger: Ledger) -> None:
    spec = fan(ledger, "al-hol")
    assert not projected(spec.data).any()
    assert spec.title == "Al-Hol camp was closed on 22 Feb 2026; 73,520 people were there in May 2019"
    iraqis = fan(ledger, "al-hol-irq")
    assert iraqis.title == "Al-Hol camp was closed on 22 Feb 2026; 2,462 Iraqis were there in Jan 2026"
    assert fan(ledger, "nationals-AUT").title == "No nationals of Austria were left in Syria in Mar 2025"


def test_departures_by_year_are_sums_of_one_kind(ledger: Ledger) -> None:
    """IOM's count fell from 1,224,108 to 1,186,556 in 2021, when UNHCR has 120,678 returns; no fall joins the two."""
    spec = catalog.build("pace.departures", ledger, of="idps-iraq")
    assert spec.title == (
        "The number of displaced people in Iraq fell by 37,552 in 2021; reports tell of about 121,000 who returned"
    )
    data = spec.data
    of_2021 = data[data["x"] == "2021"].set_index("series")["value"]
    assert (of_2021["fall of the stock"], of_2021["reported departures"]) == (1_224_108 - 1_186_556, 120_678)
    of_2025 = data[data["x"] == "2025"].set_index("series")["value"]
    assert of_2025.to_dict() == {"reported departures": 28_794}
    assert not ((data["series"] == "fall of the stock") & (data["value"] < 0)).any()
    assert set(data["basis"]) == {"difference", "sum"}


def test_reports_of_single_journeys_are_at_least_so_many(ledger: Ledger) -> None:
    """2 February 2025 to 11 January 2026: 17,600 Iraqis less 2,462; the convoys in between are a lower bound."""
    spec = catalog.build("pace.departures", ledger, of="al-hol-irq")
    assert spec.title == (
        "Journeys took at least 9,285 of 15,138 Iraqis gone from Al-Hol camp from Feb 2025 to Jan 2026"
    )
    reports = spec.data[spec.data["series"] == "reported departures"]
    assert set(reports["qualifier"]) == {"at_least"}


def test_a_change_that_the_hedges_leave_open_is_no_bar(ledger: Ledger) -> None:
    """8,600 and about 8,500 third-country nationals may be as many: the reports alone are told."""
    spec = catalog.build("pace.departures", ledger, of="remaining-tcn")
    assert (
        spec.title
        == "Reports tell of at least 25 third-country nationals in Northeast Syria who left from Feb to Sep 2025"
    )
    assert set(spec.data["series"]) == {"reported departures"}
    assert any("too rounded or open" in caveat and "2025 to Sep" in caveat for caveat in spec.caveats)


def test_reports_of_a_part_of_the_people_are_not_told_as_all(ledger: Ledger) -> None:
    """276 detainees in single reports of 2026 stand beside 5,704 that are told as a running total only."""
    spec = catalog.build("pace.departures", ledger, of="detainees")
    assert "276" not in spec.title
    assert any("running total only" in caveat for caveat in spec.caveats)


def test_the_pace_so_far_draws_no_rise(ledger: Ledger) -> None:
    spec = catalog.build("pace.history", ledger, of="al-hol")
    assert (spec.data["value"] >= 0).all()
    assert any("had risen" in caveat for caveat in spec.caveats)
    assert spec.title == (
        "The fastest fall in Al-Hol camp was an estimated 37,491 people a year from Feb 2025 to Feb 2026"
    )


def test_a_fall_scaled_to_a_year_was_counted_by_nobody(ledger: Ledger) -> None:
    """17,600 less 2,462 Iraqis in 343 days are about 16,120 a year."""
    data = catalog.build("pace.history", ledger, of="al-hol-irq").data
    falls = data[data["series"] == "fall of the stock"]
    assert len(falls)
    assert not (falls["qualifier"] == "exact").any()


def test_the_record_sets_each_forecast_beside_what_happened(ledger: Ledger) -> None:
    """From 31 December 2024 it took 418 days; the fall to September said 1,085."""
    spec = catalog.build("pace.record", ledger)
    then = spec.data[spec.data["x"] == "31 Dec 2024"].set_index("series")["value"]
    assert then["what happened"] == pytest.approx(418 / 365.25, abs=0.01)
    assert then["latest pace, by counts"] == pytest.approx(1085 / 365.25, abs=0.01)
    assert spec.title == "Trends would have missed the closure of Al-Hol camp in Feb 2026 by more than a year"
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
