"""Charts of flows: what is drawn is what the accounts say, in every period and vintage."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis import as_known_on, with_lead
from analysis.flows import people_flows
from charts import catalog
from charts.alt import describe
from charts.palette import INK
from charts.spec import ChartSpec
from charts.views.flows.links import month_ends, months, year_span, years
from exports import csv_frame, hedge_key
from loaders import Ledger
from render.screen import chart as plotly_chart


@pytest.fixture(scope="module")
def of_2025(ledger: Ledger) -> ChartSpec:
    """The Sankey of 2025."""
    return catalog.build("flows.sankey", ledger, start="2025-01-01", end="2025-12-31")


def link(spec: ChartSpec, source: str, target: str) -> pd.Series:
    """The one row from a node to another."""
    found = spec.data[(spec.data["series"] == source) & (spec.data["x"] == target)]
    assert len(found) == 1, (source, target)
    return found.iloc[0]


def test_the_sankey_of_2025_draws_the_counts_the_ways_and_the_remainder(of_2025: ChartSpec) -> None:
    """37,363 on 23 Feb 2025, 10,579 to Iraq, 23,376 on 11 Jan 2026, about 5,233 gone without report."""
    assert link(of_2025, "Al-Hol, 23 Feb 2025", "Al-Hol")["text"] == "37,363"
    assert link(of_2025, "Al-Hol", "Iraq")["text"] == "at least 10,579"
    assert link(of_2025, "Al-Hol", "Al-Hol, 11 Jan 2026")["text"] == "23,376"
    assert link(of_2025, "Left outside the counts", "Al-Hol")["text"] == "at least 2,481"
    rest = link(of_2025, "Al-Hol", "Unexplained, gone")
    assert (rest["text"], rest["basis"]) == ("about 5,233", "remainder")
    assert of_2025.title == "In 2025 at least 11,530 people reportedly left al-Hol, Roj and the prisons, 10,830 to Iraq"


def test_third_countries_name_the_site_only_where_the_source_does(of_2025: ChartSpec) -> None:
    """Austria 5, Spain 2, Tanzania 4 and Ukraine 3 from Roj; France 13 and South Africa 17 from a site not named."""
    assert link(of_2025, "Roj", "Third countries")["value"] == 5 + 2 + 4 + 3
    assert link(of_2025, "Site not named", "Third countries")["value"] == 13 + 17


def test_every_node_between_takes_in_what_it_gives_away(ledger: Ledger) -> None:
    for year in years(ledger):
        start, end = year_span(ledger, year)
        data = catalog.build("flows.sankey", ledger, start=start, end=end).data
        for node in set(data["series"]) & set(data["x"]):
            came, went = data.loc[data["x"] == node, "value"], data.loc[data["series"] == node, "value"]
            assert came.sum() == pytest.approx(went.sum()), (year, node)


def test_a_stated_total_is_a_single_row_and_a_sum_names_its_statements(of_2025: ChartSpec) -> None:
    iraq = link(of_2025, "Al-Hol", "Iraq")
    assert (iraq["basis"], iraq["statements"], iraq["note"]) == ("sum", 14, "Sum of 14 statements")
    count = link(of_2025, "Al-Hol, 23 Feb 2025", "Al-Hol")
    assert count["basis"] == "stated"
    assert count["line"] > 0


def test_the_account_of_the_camp_stands_in_words_with_its_numbers(of_2025: ChartSpec) -> None:
    assert (
        "Al-Hol: 37,363 counted on 23 Feb 2025, less 8,754 who left by report between the counts, less 23,376 counted "
        "on 11 Jan 2026, leaves 5,233 unexplained."
    ) in of_2025.caveats


def test_totals_that_overlap_are_named_and_not_drawn(ledger: Ledger) -> None:
    """The State Department's about 5,000 of 2023 count Iraqis and others together."""
    spec = catalog.build("flows.sankey", ledger, start="2023-01-01", end="2023-12-31")
    (beside,) = [text for text in spec.caveats if text.startswith("Not drawn")]
    assert "about 5,000 (2023" in beside
    assert 5_000 not in set(spec.data["value"])


def test_the_figure_has_a_band_for_every_link_above_zero(ledger: Ledger) -> None:
    spec = catalog.build("flows.sankey", ledger, start="2026-01-01", end="2026-02-28")
    (trace,) = go.Figure(plotly_chart.figure(spec, "dark")).data
    assert trace.type == "sankey"
    drawn = spec.data[spec.data["value"] > 0]
    assert list(trace.link.value) == list(drawn["value"])
    names = [label.partition(": ")[0] for label in trace.node.label]
    assert [names[at] for at in trace.link.source] == list(drawn["series"])
    assert [names[at] for at in trace.link.target] == list(drawn["x"])
    assert len(spec.data) == len(drawn) + 1  # the empty camp of 22 February 2026 is in the table
    assert "Iraq: 5,895" in trace.node.label
    assert "Al-Hol" in trace.node.label
    assert INK["dark"]["paper"] in trace.textfont.shadow  # no band runs as a line through its own label


def test_the_text_alternative_and_the_file_tell_every_way(of_2025: ChartSpec) -> None:
    told = describe(of_2025)
    assert told.startswith("In 2025")
    assert "Flow diagram: People, 2025;" in told
    assert "Al-Hol to Iraq: at least 10,579" in told
    frame = csv_frame(of_2025)
    assert len(frame) == len(of_2025.data)
    assert {"Al-Hol", "Roj"} <= set(frame["series"])
    assert hedge_key(of_2025) == ""


def test_departures_of_a_year_by_destination_are_those_of_its_sankey(ledger: Ledger) -> None:
    """2025: 10,830 to Iraq, 656 to Syria, 44 to third countries, as in the links one by one."""
    data = catalog.build("flows.by_year", ledger).data
    of_year = data[data["x"] == "2025"].set_index("series")["value"].to_dict()
    assert of_year == {"Iraq": 10_830, "Syria": 656, "Third countries": 44}
    flows = people_flows(ledger, pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"))
    assert sum(of_year.values()) == flows.left


def test_reports_explain_the_fall_of_al_hol_in_part(ledger: Ledger) -> None:
    """2025: the counts fall by 13,987, reports between them tell of 8,754."""
    spec = catalog.build("flows.explained", ledger)
    of_year = spec.data[spec.data["x"] == "2025"].set_index("series")["value"].to_dict()
    assert of_year == {"Fall between the counts": 37_363 - 23_376, "Explained by reports": 8_754}
    assert "2019" not in set(spec.data["x"])
    assert any("2019, when the count rose" in text for text in spec.caveats)


def test_an_end_before_the_start_explains_itself(ledger: Ledger) -> None:
    spec = catalog.build("flows.sankey", ledger, start="2025-06-01", end="2025-01-31")
    assert spec.is_empty
    assert "choose a later end" in spec.empty


@pytest.mark.parametrize("known", ["2015-06-30", "2019-06-30", "2021-12-31", "2024-12-31"])
@pytest.mark.parametrize("lead", ["", "highest"])
def test_every_vintage_and_lead_draws_or_says_why_not(ledger: Ledger, known: str, lead: str) -> None:
    led = as_known_on(with_lead(ledger, lead), pd.Timestamp(known))
    spans = [year_span(led, year) for year in years(led)]
    assert bool(spans) == (int(known[:4]) >= 2019)
    assert len(months(led)) == len(month_ends(led))
    for name in catalog.names("flows"):
        timed = "start" in catalog.entry(name).filters(ledger)
        for filters in [{"start": a, "end": b} for a, b in spans] if timed and spans else [{}]:
            spec = catalog.build(name, led, **filters)
            assert spec.title
            assert spec.empty if spec.is_empty else plotly_chart.figure(spec)
            assert (spec.data["published"] <= led.known_on).all()
