"""Repatriation: figures of single states traced to their statements, and the arithmetic of years and totals."""

from itertools import pairwise

import pandas as pd
import pytest

from analysis import by_period, headline, select
from charts import catalog
from charts.spec import ChartSpec
from charts.views.repatriation import last_year, years
from charts.views.repatriation_people import costs, pathway_steps
from charts.views.repatriation_sums import country_totals, country_years, nationalities, operation_parts
from loaders import Ledger


def of(rows: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    """Rows whose columns are as wanted."""
    for column, value in wanted.items():
        rows = rows.loc[rows[column].astype(str) == str(value)]
    return rows


def lines(spec: ChartSpec) -> dict[object, object]:
    """Line of the data file to value, of stated points."""
    stated = spec.data.loc[spec.data["basis"] == "stated"]
    return dict(zip(stated["line"], stated["value"], strict=True))


def test_the_year_of_france_2022_is_the_sum_of_its_three_operations(ledger: Ledger) -> None:
    """51 in July (line 318), 55 on 20 October (319) and 3 in early October (320)."""
    row = of(country_years(ledger), origin="FRA", x="2022", role="headline").squeeze()
    assert (row["value"], row["qualifier"], row["basis"]) == (109.0, "exact", "sum")
    assert set(row["source"].split("; ")) == {"bol-2022-fra", "frmfa-2022-oct", "ftv-2022-fra"}


def test_the_year_of_kyrgyzstan_2023_is_its_stated_total(ledger: Ledger) -> None:
    """333 by the US Department of State, not the four missions again on top of it."""
    row = of(country_years(ledger), origin="KGZ", x="2023", role="headline").squeeze()
    assert (row["value"], row["basis"], row["source"]) == (333.0, "stated", "state-2023-kgzdec")


def test_a_larger_count_of_children_stays_a_light_mark_beside_the_operations(ledger: Ledger) -> None:
    """Russia 2023: operations add up to 83 people, the ombudsman counts 122 children in the year."""
    rows = of(country_years(ledger), origin="RUS", x="2023")
    assert of(rows, role="headline").squeeze()["value"] == 83.0
    rival = of(rows, role="rival").squeeze()
    assert (rival["text"], rival["basis"]) == ("at least 122", "part")


@pytest.mark.parametrize(
    ("origin", "text", "basis"),
    [
        ("KAZ", "607", "stated"),
        ("KGZ", "551", "stated"),
        ("RUS", "at least 592", "part"),
        ("FRA", "238", "sum"),
        ("TJK", "381", "sum"),
        ("UZB", "411", "sum"),
    ],
)
def test_totals_of_states(ledger: Ledger, origin: str, text: str, basis: str) -> None:
    """Running totals lead where they say most (lines 598, 601, 628); elsewhere the operations are added."""
    row = of(country_totals(ledger, "2025"), origin=origin).squeeze()
    assert (row["text"], row["basis"]) == (text, basis)


def test_a_total_of_one_place_does_not_hide_operations_from_another(ledger: Ledger) -> None:
    """254 Tajiks from northeast Syria (line 638) leave out the 84 children from Iraq (line 236)."""
    row = of(country_totals(ledger, "2023"), origin="TJK").squeeze()
    assert row["value"] == 84 + 146 + 104


def test_the_map_of_a_year_holds_nothing_later(ledger: Ledger) -> None:
    for year in years(ledger):
        spec = catalog.build("repatriation.map", ledger, year=year)
        assert spec.data["period_end"].max() <= pd.Timestamp(f"{year}-12-31")


def test_totals_never_fall_from_year_to_year(ledger: Ledger) -> None:
    """A running count of people taken home only grows."""
    found = [country_totals(ledger, year).set_index("origin")["value"] for year in years(ledger)]
    for before, after in pairwise(found):
        assert (after.reindex(before.index) >= before).all()


def test_country_years_follow_the_rule_for_flows(ledger: Ledger) -> None:
    """The lead of every country and year is what analysis.by_period makes of the same statements, where it has any."""
    leads = country_years(ledger)
    leads = leads.loc[(leads["role"] == "headline") & (leads["basis"] != "part")]
    seen = 0
    for origin in nationalities(ledger):
        rows = select(ledger, "repatriated_persons", origin=origin)
        if rows.empty:
            continue
        for row in by_period(ledger, rows).to_dict("records"):
            lead = of(leads, origin=origin, x=row["period_end"].strftime("%Y")).squeeze()
            assert (lead["value"], lead["qualifier"]) == (row["value"], row["qualifier"])
            seen += 1
    assert seen == len(leads)


def test_rivals_are_in_no_sum(ledger: Ledger) -> None:
    """The year of all states is the sum of the leads of its states."""
    spec = catalog.build("repatriation.years", ledger)
    leads = country_years(ledger)
    sums = leads.loc[leads["role"] == "headline"].groupby("x")["value"].sum()
    assert dict(zip(spec.data["x"], spec.data["value"], strict=True)) == pytest.approx(sums.to_dict())


def test_women_children_and_men_are_never_added_to_their_total(ledger: Ledger) -> None:
    """Of each operation either its parts are used or its total, so all of them together are the operations."""
    parts = operation_parts(ledger)
    rows = headline(ledger, select(ledger, "repatriated_persons", origin=nationalities(ledger), scope="event"))
    whole = rows.loc[(rows["role"] == "headline") & (rows["event"].astype(str) != "")]
    alone = {"SWE"}  # three women of one flight, whose total no source states
    counted = sum(row["value"] for _, row in parts if row["origin"] not in alone)
    stated = whole.loc[~whole["origin"].astype(str).isin(alone), "value"].sum()
    assert counted == stated


def test_the_flight_to_kosovo_is_split_as_reported(ledger: Ledger) -> None:
    """110 people: 74 children, 32 women, 4 men (lines 472, 479, 475)."""
    spec = catalog.build("repatriation.parts", ledger, country="XKX")
    year = of(spec.data, x="2019")
    assert dict(zip(year["series"], year["value"], strict=True)) == {"children": 74.0, "women": 32.0, "men": 4.0}


def test_arcs_start_in_northeast_syria_and_end_in_the_states_of_the_map(ledger: Ledger) -> None:
    spec = catalog.build("repatriation.map", ledger)
    assert spec.map is not None
    assert spec.map.arcs is not None
    assert spec.map.areas is not None
    assert spec.map.arcs[["lon0", "lat0"]].drop_duplicates().to_numpy().tolist() == [[40.75, 36.5]]
    assert len(spec.map.arcs) == len(spec.data) == len(spec.map.areas)


def test_other_counts_of_an_operation_are_light_marks_on_it(ledger: Ledger) -> None:
    """Tajikistan, April 2024: 47 (line 438) and 50 (line 439)."""
    spec = catalog.build("repatriation.list", ledger, country="TJK")
    rows = of(spec.data, x="25 Apr 2024")
    assert dict(zip(rows["line"], rows["role"], strict=True)) == {438: "headline", 439: "rival"}


def test_those_who_remain_carry_date_and_hedge(ledger: Ledger) -> None:
    spec = catalog.build("repatriation.remaining", ledger)
    row = of(spec.data, origin="TJK").squeeze()
    assert (row["text"], row["line"], row["x"]) == ("about 500", 109, "Tajikistan (Northeast Syria, Jul 2020)")
    assert set(spec.data["group"].astype(str)) == {"total"}


def test_households_are_never_among_people_who_remain(ledger: Ledger) -> None:
    """British households of December 2023 are no count of people."""
    for name in ("repatriation.remaining", "repatriation.remaining_parts", "repatriation.remaining_country"):
        assert set(catalog.build(name, ledger).data["unit"].astype(str)) == {"persons"}
    assert 80 not in lines(catalog.build("repatriation.remaining_country", ledger, country="GBR"))


def test_travelled_stands_against_returned_and_repatriated(ledger: Ledger) -> None:
    spec = catalog.build("repatriation.travelled", ledger)
    russia = of(spec.data, x="Russia")
    assert dict(zip(russia["series"], russia["text"], strict=True)) == {
        "travelled": "about 4,500",
        "returned by any route": "400",
        "repatriated by their state": "at least 592",
    }
    assert spec.mark == "dumbbell"


def test_costs_keep_their_currencies_apart(ledger: Ledger) -> None:
    """$120,000 of the Maldives (line 649) and €395,000 of Finland (line 648) are two statements, never one sum."""
    assert [cost.figure for cost in costs(ledger)] == ["about $120,000", "about €395,000"]


def test_the_second_step_of_the_pathway_has_no_measure(ledger: Ledger) -> None:
    steps = pathway_steps(ledger)
    assert [step.number for step in steps] == [1, 2, 3, 4, 5]
    assert [step.number for step in steps if not step.measures] == [2]
    assert steps[0].measures[0].figure == "about 8,500 people"
    for step in steps:
        assert all(m.figure and m.about and m.source for m in step.measures)


@pytest.mark.parametrize("country", ["FRA", "DEU", "UZB", "MYS"])
def test_the_country_filter_changes_every_chart_that_has_it(ledger: Ledger, country: str) -> None:
    """Titles name the state, also of one that has taken nobody home."""
    name = str(of(ledger.origins, origin=country)["name"].iloc[0])
    for chart in catalog.names("repatriation"):
        if "country" in catalog.entry(chart).filters:
            spec = catalog.build(chart, ledger, country=country)
            assert name in spec.title, chart


def test_the_newest_year_is_offered_last(ledger: Ledger) -> None:
    assert years(ledger)[-1] == last_year(ledger)
