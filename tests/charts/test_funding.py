"""Golden values of the Funding view, traced by hand from observations/funding.csv to what is drawn."""

from __future__ import annotations

import pandas as pd
import pytest

from charts import catalog
from charts.spec import ChartSpec
from charts.views.funding import takeaway
from charts.views.funding_appeals import HOSTS, PLACES, newest_plan
from loaders import Ledger

CURRENCIES = {
    "usd": "US dollars",
    "usd_per_day": "US dollars a day",
    "usd_per_month": "US dollars a month",
    "eur": "euros",
    "gbp": "pounds sterling",
}


def values(spec: ChartSpec, series: str, role: str = "headline") -> dict[str, float]:
    """Category to value of one series."""
    rows = spec.data.loc[(spec.data["series"] == series) & (spec.data["role"] == role)]
    return dict(zip(rows["x"].astype(str), rows["value"], strict=True))


def test_over_20_billion_dollars_are_raised_by_14_november_2019(ledger: Ledger) -> None:
    spec = catalog.build("funding.raised", ledger)
    held = spec.data.loc[spec.data["source"].astype(str) == "coalition-2019-novministerial"]
    assert (held["value"].item(), held["qualifier"].item()) == (20_000_000_000, "at_least")
    assert (held["role"].item(), held["text"].item()) == ("headline", "at least $20 bn")
    assert spec.title == "The Coalition states at least $20 bn raised on 14 Nov 2019"
    assert "at least $20 bn" in takeaway(ledger)


def test_the_plan_for_syria_of_2025_is_drawn_to_the_dollar(ledger: Ledger) -> None:
    spec = catalog.build("funding.appeals", ledger, place="syria")
    assert values(spec, "required")["2025"] == 3_186_585_280
    assert values(spec, "received")["2025"] == 1_372_512_105
    assert "2026" in values(spec, "required")
    assert "2026" not in values(spec, "received")
    assert "$1.37 bn of the $3.19 bn" in spec.title


def test_a_plan_that_ran_from_april_keeps_its_year_and_says_so(ledger: Ledger) -> None:
    spec = catalog.build("funding.appeals", ledger, place="iraq")
    assert values(spec, "required")["2014"] == 1_113_276_782
    assert values(spec, "received")["2022"] == 361_531_966
    assert any(caveat.startswith("The plan of 2014 ran from 1 Apr") for caveat in spec.caveats)


def test_an_older_extract_stays_beside_the_newer_one(ledger: Ledger) -> None:
    """The plan of 2013 received 959 million by OCHA's newest extract and 1.01 billion by an earlier one."""
    spec = catalog.build("funding.appeals", ledger, place="syria")
    assert values(spec, "received")["2013"] == 959_284_768
    assert values(spec, "received", "rival")["2013"] == 1_010_000_000


def test_the_share_funded_is_the_one_that_ocha_states(ledger: Ledger) -> None:
    spec = catalog.build("funding.shares", ledger)
    assert values(spec, "Iraq")["2018"] == 98
    assert values(spec, "Syria")["2024"] == 38
    assert "2024" in spec.title


def test_the_camp_sector_of_2020_says_that_it_leaves_out_the_covid_line(ledger: Ledger) -> None:
    for place, required in (("iraq", 1_311_600), ("syria", 25_014_325)):
        spec = catalog.build("funding.camp_sector", ledger, place=place)
        assert values(spec, "required")["2020"] == required
        assert any(caveat.startswith("2020:") and "COVID-19" in caveat for caveat in spec.caveats)


def test_the_stabilisation_drive_of_2024_seeks_394_million(ledger: Ledger) -> None:
    spec = catalog.build("funding.stabilization", ledger)
    assert values(spec, "goal") == {
        "2024": 394e6,
        "2023": 601e6,
        "2021": 670e6,
        "2020": 700e6,
        "2018, Northeast Syria": 300e6,
    }
    assert values(spec, "pledged") == {"2024": 200e6, "2022": 445e6, "2021": 600e6, "2018, Northeast Syria": 300e6}
    assert any("2024 to 30 Sep" in caveat for caveat in spec.caveats)


def test_conference_pledges_keep_later_years_apart(ledger: Ledger) -> None:
    """Brussels III of 2019: 7 billion for the year, 2.4 billion for later ones; the euro rows are the same pledges."""
    dollars = catalog.build("funding.conferences", ledger, money="usd")
    assert values(dollars, "for the conference year")["2019, Syria and region"] == 7e9
    assert values(dollars, "for later years")["2019, Syria and region"] == 2.4e9
    euros = catalog.build("funding.conferences", ledger, money="eur")
    assert values(euros, "for the conference year")["2025, Syria and region"] == 4.2e9


def test_the_facility_counts_its_newest_statement_for_each_donor(ledger: Ledger) -> None:
    data = catalog.build("funding.ffs_donors", ledger).data
    assert not data["origin"].duplicated().any()
    assert "all" not in set(data["origin"].astype(str))
    assert data.loc[data["origin"].astype(str) == "USA", "value"].item() == 405_200_000


def test_the_train_and_equip_fund_stands_by_fiscal_year(ledger: Ledger) -> None:
    spec = catalog.build("funding.ctef", ledger, place="syria")
    assert values(spec, "requested")["2022"] == 177e6
    assert values(spec, "approved")["2025"] == 147_900_000
    assert values(spec, "authorised")["2024"] == 156e6
    assert values(spec, "authorised", "rival")["2024"] == 155e6


def test_the_cost_of_operations_is_a_running_total_to_july_2016(ledger: Ledger) -> None:
    spec = catalog.build("funding.oir_cost", ledger)
    assert spec.mark == "step"
    last = spec.data.loc[(spec.data["role"] == "headline")].sort_values("period_end").iloc[-1]
    assert (last["value"], last["period_end"]) == (8_700_000_000, pd.Timestamp("2016-07-31"))
    day = catalog.build("funding.oir_per_day", ledger).data.sort_values("period_end").iloc[-1]
    assert day["value"] == 12_100_000


def test_reserves_of_isis_keep_their_ranges(ledger: Ledger) -> None:
    data = catalog.build("funding.isis_reserves", ledger).data
    newest = data.loc[data["period_end"] == data["period_end"].max()].iloc[0]
    assert (newest["low"], newest["high"]) == (10e6, 25e6)


@pytest.mark.parametrize("name", catalog.names("funding"))
def test_a_chart_of_money_has_one_currency_and_calls_it_nominal(ledger: Ledger, name: str) -> None:
    for money in ("usd", "eur") if "money" in catalog.entry(name).filters else (None,):
        spec = catalog.build(name, ledger, **({"money": money} if money else {}))
        assert set(spec.data["unit"].astype(str)) == {spec.unit}
        if spec.unit in CURRENCIES:
            assert CURRENCIES[spec.unit] in spec.subtitle
            assert "nominal" in spec.subtitle
        assert (spec.data["basis"] == "stated").all()


@pytest.mark.parametrize("host", HOSTS)
def test_the_refugee_plan_never_mixes_a_chapter_with_the_whole(ledger: Ledger, host: str) -> None:
    assert set(catalog.build("funding.refugee_plan", ledger, host=host).data["place"].astype(str)) == {host}


@pytest.mark.parametrize("place", PLACES)
def test_the_tiles_compare_what_one_plan_requires_and_receives(ledger: Ledger, place: str) -> None:
    required, received = newest_plan(ledger, place)
    assert len(required) == len(received) == 1
    assert required["period_end"].item() == received["period_end"].item()
