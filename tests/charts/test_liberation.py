"""Golden values of the Liberation view, traced by hand from observations/liberation.csv to what is drawn."""

from __future__ import annotations

import pandas as pd
import pytest

from charts import catalog
from charts.spec import ChartSpec
from charts.views.campaign import cited, full_years
from charts.views.liberation import STATEMENT, stated, takeaway
from loaders import Ledger


def row(spec: ChartSpec, **wanted: str) -> dict[str, object]:
    """The one drawn row with these texts; dates are compared as YYYY-MM-DD."""
    data = spec.data.assign(period_end=spec.data["period_end"].dt.strftime("%Y-%m-%d"))
    for column, value in wanted.items():
        data = data.loc[data[column].astype(str) == value]
    assert len(data) == 1, f"{len(data)} rows for {wanted}"
    found: dict[str, object] = data.iloc[0].to_dict()
    return found


@pytest.mark.parametrize(
    ("indicator", "value", "qualifier", "text"),
    [
        ("territory_controlled", 110_000, "about", "about 110,000 km²"),
        ("foreign_fighters_travelled", 40_000, "at_least", "at least 40,000"),
        ("population_liberated", 7_700_000, "about", "about 7,700,000"),
        ("coalition_assistance_raised", 20_000_000_000, "at_least", "at least $20 bn"),
        ("forces_trained", 220_000, "at_least", "at least 220,000"),
        ("coalition_service_members_killed", 100, "at_least", "at least 100"),
    ],
)
def test_the_statement_of_14_november_2019_stands_as_it_was_made(
    ledger: Ledger, indicator: str, value: float, qualifier: str, text: str
) -> None:
    """Each figure of the Coalition's statement is a headline with its own hedge and its own source."""
    rows = stated(ledger, indicator)
    assert len(rows) == 1
    held = rows.iloc[0]
    assert (held["value"], str(held["qualifier"]), str(held["source"])) == (value, qualifier, STATEMENT)
    assert held["published"] == pd.Timestamp("2019-11-14")
    names = {
        "territory_controlled": "liberation.territory_held",
        "foreign_fighters_travelled": "liberation.travelled",
        "population_liberated": "liberation.people_freed",
        "coalition_assistance_raised": "funding.raised",
        "forces_trained": "liberation.trained",
        "coalition_service_members_killed": "liberation.losses",
    }
    drawn = row(catalog.build(names[indicator], ledger), indicator=indicator, source=STATEMENT)
    assert (drawn["value"], drawn["text"], drawn["role"]) == (value, text, "headline")


def test_about_eight_million_people_are_said_to_have_returned_home_in_2021(ledger: Ledger) -> None:
    spec = catalog.build("liberation.returned_home", ledger)
    drawn = row(spec, place="iraq-syria")
    assert (drawn["value"], drawn["qualifier"], drawn["period_end"]) == (8_000_000, "about", "2021-04-30")
    assert drawn["source"] == "voa-2021-eightmillion"
    assert spec.title.startswith("About 8,000,000 people")
    assert any("returned home" in caveat for caveat in spec.caveats)


def test_territory_falls_to_nothing_and_lines_join_one_source_only(ledger: Ledger) -> None:
    spec = catalog.build("liberation.territory_held", ledger)
    ihs = spec.data.loc[(spec.data["series"] == "IHS Markit") & (spec.data["role"] == "headline")]
    assert ihs["value"].tolist() == [90_800, 82_940, 78_000, 68_300, 65_500, 60_400, 36_200]
    assert row(spec, source="usstate-2019-paris")["value"] == 0
    assert "about 110,000 km²" in takeaway(ledger)


def test_claimed_attacks_of_2023_are_121_or_253_by_who_counts(ledger: Ledger) -> None:
    """AP's figure stands as stated; BBC Monitoring's two countries are added and cite both statements."""
    spec = catalog.build("liberation.attacks_claimed", ledger)
    year = spec.data.loc[spec.data["period_end"] == pd.Timestamp("2023-12-31")]
    assert dict(zip(year["source"].astype(str), year["value"], strict=True)) == {
        "ap-2024-attacks": 121,
        "atlas-2023-bbcm": 253,
    }
    assert year.loc[year["value"] == 253, "statements"].item() == 2
    assert "121 to 253" in spec.title


def test_claims_counted_by_different_sources_are_never_added(ledger: Ledger) -> None:
    """Every sum of the chart rests on one source, and is what that source says of Iraq plus what it says of Syria."""
    spec = catalog.build("liberation.attacks_claimed", ledger)
    claimed = ledger.observations.loc[ledger.observations["indicator"].astype(str) == "isis_attacks_claimed"]
    sums = spec.data.loc[spec.data["basis"] == "sum"]
    assert len(sums) >= 3
    for held in sums.to_dict("records"):
        assert ";" not in held["source"]
        parts = claimed.loc[
            (claimed["source"].astype(str) == held["source"])
            & (claimed["period_end"] == held["period_end"])
            & claimed["place"].astype(str).isin(["iraq", "syria"])
        ]
        assert parts["value"].sum() == held["value"]


def test_civilians_admitted_and_estimated_stand_together_unmixed(ledger: Ledger) -> None:
    spec = catalog.build("liberation.civilians", ledger)
    assert set(spec.data["indicator"].astype(str)) == {"civilians_killed_coalition", "civilians_killed_airwars"}
    assert spec.data.groupby("series")["indicator"].nunique().eq(1).all()
    assert (spec.data["basis"] == "stated").all()
    admitted = row(spec, series="Coalition admits", period_end="2025-12-31")
    estimate = row(spec, series="Airwars estimate", period_end="2025-12-31")
    assert admitted["value"] == 1_457
    assert (estimate["low"], estimate["high"]) == (8_249, 13_342)


def test_estimates_of_fighters_keep_their_ranges(ledger: Ledger) -> None:
    spec = catalog.build("liberation.isis_fighters", ledger)
    un = row(spec, place="iraq-syria", period_end="2018-08-13")
    assert (un["low"], un["high"], un["qualifier"]) == (20_000, 30_000, "range")
    assert row(spec, place="iraq-syria", period_end="2024-06-30")["text"] == "about 2,500"
    assert spec.mark == "dots"


def test_us_losses_are_running_totals_that_end_in_august_2024(ledger: Ledger) -> None:
    spec = catalog.build("liberation.us_losses", ledger)
    assert row(spec, series="died, all causes", period_end="2024-08-31")["value"] == 116
    assert row(spec, series="killed in action", period_end="2024-08-31")["value"] == 23
    assert spec.mark == "step"


def test_countries_of_foreign_fighters_show_the_newest_statement_each(ledger: Ledger) -> None:
    """Russia is 4,500 by the statement of 2023, not 3,417 by that of 2017; regions never stand among countries."""
    spec = catalog.build("liberation.travelled_by_country", ledger)
    assert row(spec, origin="RUS")["value"] == 4_500
    assert row(spec, origin="SAU")["value"] == 3_244
    assert not spec.data["origin"].duplicated().any()
    assert not spec.data["origin"].astype(str).isin(["all", "maghreb", "western-europe", "european-union"]).any()
    assert spec.data["value"].is_monotonic_decreasing


@pytest.mark.parametrize("name", [n for n in catalog.names("liberation") if n != "liberation.attacks_claimed"])
def test_nothing_but_claims_is_added(ledger: Ledger, name: str) -> None:
    assert (catalog.build(name, ledger).data["basis"] == "stated").all()


def test_a_remark_names_publishers_instead_of_ids(ledger: Ledger) -> None:
    assert cited(ledger, "x; also rudaw-2026-syria90, nobody-2023-known") == "x; also Rudaw, another source"
    assert cited(ledger, "third-country repatriation, Brussels VII") == "third-country repatriation, Brussels VII"


def test_a_full_year_is_neither_part_of_one_nor_two() -> None:
    spans = [
        ("2023-01-01", "2023-12-31"),
        ("2023-01-01", "2023-07-31"),
        ("2022-01-01", "2023-12-31"),
        ("2022-10-01", "2023-09-30"),
    ]
    frame = pd.DataFrame([{"period_start": pd.Timestamp(a), "period_end": pd.Timestamp(b)} for a, b in spans])
    assert full_years(frame).index.tolist() == [0]
