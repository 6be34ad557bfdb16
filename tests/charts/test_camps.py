"""Golden values of Camps and Overview, traced by hand from the data files to what is drawn."""

import pandas as pd
import pytest

from analysis import select
from charts import catalog
from charts.views.overview import communique
from loaders import Ledger


def drawn(ledger: Ledger, name: str, **filters: str) -> pd.DataFrame:
    """The drawn rows of a chart."""
    return catalog.build(name, ledger, **filters).data


@pytest.mark.parametrize(
    ("date", "value", "hedge", "source"),
    [
        ("2019-05-01", 73477, "exact", "ocha-2019-sitrep3"),
        ("2020-10-04", 64619, "exact", "ocha-2020-october"),
        ("2022-12-31", 53089, "at_least", "sohr-2022-annual"),
        ("2025-02-23", 37363, "exact", "sas-2025-february"),
        ("2026-01-11", 23376, "exact", "damapost-2026-count"),
    ],
)
def test_al_hol_is_drawn_with_the_figures_of_the_file(
    ledger: Ledger, date: str, value: float, hedge: str, source: str
) -> None:
    rows = drawn(ledger, "camps.population", camp="al-hol")
    found = rows[(rows["x"] == pd.Timestamp(date)) & (rows["role"] == "headline")]
    assert found[["value", "qualifier", "source"]].astype(str).to_numpy().tolist() == [[f"{value:.1f}", hedge, source]]


def test_al_hol_ends_with_its_closure(ledger: Ledger) -> None:
    """The zero of 22 February 2026 is implied by the closure, so it is an estimate."""
    last = drawn(ledger, "camps.population").loc[lambda f: f["role"] == "headline"].iloc[-1]
    assert (last["value"], last["qualifier"], f"{last['x']:%Y-%m-%d}") == (0, "estimate", "2026-02-22")


def test_the_operation_of_spring_2021_explains_the_turn(ledger: Ledger) -> None:
    """The security operation in al-Hol of 28 March to 2 April 2021 is marked on the chart with both dates."""
    turns = {marker.label: marker.when for marker in catalog.build("camps.population", ledger).markers}
    assert turns["SDF and Asayish security operation in al-Hol ends with 125 arrests"] == "28 Mar to 2 Apr 2021"


def test_the_rival_counts_of_2021_stand_side_by_side(ledger: Ledger) -> None:
    """93 people killed (RIC), 126 crimes, 73 crimes with 79 dead to November: all four bars are drawn."""
    rows = drawn(ledger, "camps.killed_counts")
    year = rows[rows["period_end"].dt.year == 2021]
    assert sorted(year["value"]) == [73, 79, 93, 126]


def test_nationalities_of_january_2026_are_those_of_one_source(ledger: Ledger) -> None:
    rows = drawn(ledger, "camps.by_origin").loc[lambda f: f["x"] == pd.Timestamp("2026-01-11")]
    assert rows.set_index("origin")["value"].to_dict() == {"irq": 2462, "syr": 14694, "tcn": 6220}


def test_children_are_counted_by_nationality_in_october_2020(ledger: Ledger) -> None:
    rows = drawn(ledger, "camps.ages")
    assert rows.loc[(rows["x"] == "Iraqi") & (rows["series"] == "boys"), "value"].tolist() == [9851]


def test_deaths_of_2019_show_children_beside_all_ages(ledger: Ledger) -> None:
    rows = drawn(ledger, "camps.deaths").loc[lambda f: f["x"] == "2019"]
    assert sorted(rows["value"]) == [371, 517]


def test_the_ministers_statement_of_november_2019_is_whole(ledger: Ledger) -> None:
    """Each figure that the statement gives stands on the Overview with its hedge."""
    rows = communique(ledger).set_index(communique(ledger)["indicator"].astype(str))
    told = {name: (row["value"], str(row["qualifier"])) for name, row in rows.iterrows()}
    assert told["coalition_assistance_raised"] == (20e9, "at_least")
    assert told["forces_trained"] == (220000, "at_least")
    assert told["population_liberated"] == (7.7e6, "about")
    assert told["coalition_service_members_killed"] == (100, "at_least")
    assert told["foreign_fighters_travelled"] == (40000, "at_least")
    assert told["idps"] == (1.5e6, "at_least")
    assert told["territory_controlled"] == (110000, "about")


def test_another_camp_has_its_own_series(ledger: Ledger) -> None:
    rows = drawn(ledger, "camps.population", camp="roj")
    assert set(rows["place"]) == {"roj"}
    assert len(rows) == len(select(ledger, "camp_population", place="roj", origin="all"))
