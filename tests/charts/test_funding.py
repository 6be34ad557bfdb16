"""Golden values of the Funding view, traced by hand from observations/funding.csv to what is drawn."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from charts import catalog, takeaway
from charts.spec import ChartSpec
from charts.views.funding.appeals import newest_plan, plan_places
from charts.views.funding.refugees import hosts
from loaders import Ledger
from tests.charts.sentences import figures, tense, wording

CURRENCIES = {
    "usd": "US dollars",
    "usd_per_day": "US dollars a day",
    "usd_per_month": "US dollars a month",
    "eur": "euros",
    "gbp": "pounds sterling",
}


def values(spec: ChartSpec, series: str, role: str = "headline") -> dict[str, float]:
    """Category to value of one series."""
    rows = spec.data[(spec.data["series"] == series) & (spec.data["role"] == role)]
    return dict(zip(rows["x"].astype(str), rows["value"], strict=True))


def test_over_20_billion_dollars_are_raised_by_14_november_2019(ledger: Ledger) -> None:
    spec = catalog.build("funding.raised", ledger)
    held = spec.data[spec.data["source"].astype(str) == "coalition-2019-novministerial"]
    assert (held["value"].item(), held["qualifier"].item()) == (20_000_000_000, "at_least")
    assert (held["role"].item(), held["text"].item()) == ("headline", "at least $20 bn")
    assert spec.title == "Coalition members said they had raised at least $20 bn for Iraq and Syria by 14 Nov 2019"
    assert any("at least $20 bn" in one.text for one in takeaway.tiles_of("funding", ledger, place="syria"))


def test_the_plan_for_syria_of_2025_is_drawn_to_the_dollar(ledger: Ledger) -> None:
    spec = catalog.build("funding.appeals", ledger, place="syria")
    assert values(spec, "required")["2025"] == 3_186_585_280
    assert values(spec, "received")["2025"] == 1_372_512_105
    assert "2026" in values(spec, "required")
    assert "2026" not in values(spec, "received")


def test_the_plan_of_a_running_year_is_told_and_drawn_to_its_date(ledger: Ledger) -> None:
    """No blank beside the 2026 requirement: 935 million by 9 October 2026, which is 32% (UN OCHA)."""
    spec = catalog.build("funding.appeals", ledger, place="syria")
    assert values(spec, "received so far") == {"2026": 935_449_756}
    assert spec.title == "The 2026 humanitarian plan for Syria was 32% funded by 9 Oct 2026: $935 mn of $2.92 bn"
    assert "What the plan of 2026 received is counted up to 9 Oct 2026 only." in spec.caveats
    to_date = catalog.build("funding.to_date", ledger, place="syria")
    assert to_date.title == (
        "The 2026 humanitarian plan for Syria was 32% funded by 9 Oct 2026, up from 5% in Feb 2026"
    )
    assert any("required on that date" in caveat for caveat in to_date.caveats)


def test_the_page_speaks_of_the_newest_plan_of_the_country_that_is_chosen(ledger: Ledger) -> None:
    assert takeaway.say("funding", ledger, place="syria") == (
        "The 2026 humanitarian plan for Syria was 32% funded by 9 Oct 2026: $935 mn of $2.92 bn. "
        "The 2025 plan received 43%."
    )
    assert takeaway.say("funding", ledger, place="iraq") == (
        "The 2022 humanitarian plan for Iraq received 90% of the $400 mn it required; no later figure."
    )
    tiles = {place: takeaway.tiles_of("funding", ledger, place=place) for place in plan_places(ledger)}
    assert all(4 <= len(row) <= 6 for row in tiles.values())
    assert not any("Syria" in one.label for one in tiles["iraq"])
    assert [one.value for one in tiles["syria"]][:3] == ["$2.92 bn", "$935.4 mn", "32%"]


def test_a_past_plan_is_told_in_the_past_and_a_running_one_is_not(ledger: Ledger) -> None:
    """Before the year has ended a plan has received so far what it requires; the facts are those of OCHA for 2025."""
    rows = ledger.observations
    then = replace(
        ledger,
        observations=rows[rows["period_end"] <= "2025-12-31"],
        today=pd.Timestamp(2025, 11, 1),
        version="funding-in-2025",
    )
    assert catalog.build("funding.appeals", then, place="syria").title == (
        "The 2025 humanitarian plan for Syria has received 43% of the $3.19 bn it requires"
    )
    later = replace(then, today=pd.Timestamp(2026, 2, 1), version="funding-in-2026")
    assert catalog.build("funding.appeals", later, place="syria").title == (
        "The 2025 humanitarian plan for Syria received 43% of the $3.19 bn it required"
    )


def test_years_without_a_sum_received_are_named_and_not_read_as_zero(ledger: Ledger) -> None:
    """Of the whole regional plan only 2013 has both figures; the camp sector of 2015 has no money on record."""
    region = catalog.build("funding.refugee_plan", ledger, host="syria-region")
    assert region.title == (
        "The 2026 regional plan for Syrian refugees requires $2.8 bn; the last known sum received was $2.02 bn (2013)"
    )
    assert "No figure of what was received: 2014 to 2026." in region.caveats
    camps = catalog.build("funding.camp_sector", ledger, place="syria")
    assert "No figure of what was received: 2015." in camps.caveats
    assert camps.title == "The camp sector of the 2025 plan for Syria received 83% of the $47.7 mn it required"


def test_money_outside_the_plan_is_told_with_what_came_through_it(ledger: Ledger) -> None:
    syria = catalog.build("funding.outside", ledger, place="syria")
    assert syria.title == ("In 2025 Syria received about as much aid outside the UN plan as through it: $1.37 bn each")
    iraq = catalog.build("funding.outside", ledger, place="iraq")
    assert iraq.title == (
        "In 2025 Iraq received $94.4 mn of humanitarian money outside any UN plan, down from $683 mn in 2016"
    )


def test_a_refugee_plan_is_named_once_by_its_host(ledger: Ledger) -> None:
    titles = {host: catalog.build("funding.refugee_plan", ledger, host=host).title for host in ("lebanon", "iraq")}
    assert titles == {
        "lebanon": "The 2025 plan for Syrian refugees in Lebanon received 9% of the $2.99 bn it required",
        "iraq": "The 2024 plan for Syrian refugees in Iraq received 86% of the $155 mn it required; no later figure",
    }


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
    assert spec.title == (
        "Plans for Iraq were 65% to 98% funded (2014 to 2022), those for Syria 38% to 69% (2012 to 2025)"
    )


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
    assert spec.title == "The 2024 stabilisation drive sought $394 mn; at least $200 mn was pledged by 30 Sep 2024"


def test_conference_pledges_keep_later_years_apart(ledger: Ledger) -> None:
    """Brussels III of 2019: 7 billion for the year, 2.4 billion for later ones; the euro rows are the same pledges."""
    dollars = catalog.build("funding.conferences", ledger, money="usd")
    assert values(dollars, "for the conference year")["2019, Syria and region"] == 7e9
    assert values(dollars, "for later years")["2019, Syria and region"] == 2.4e9
    euros = catalog.build("funding.conferences", ledger, money="eur")
    assert values(euros, "for the conference year")["2025, Syria and region"] == 4.2e9
    assert dollars.title == (
        "Donors pledged $4.6 bn for Syria and region in Mar 2025; the most for one year was $7 bn (2019)"
    )
    assert any("years not separated" in caveat for caveat in dollars.caveats)


def test_the_facility_counts_its_newest_statement_for_each_donor(ledger: Ledger) -> None:
    data = catalog.build("funding.ffs_donors", ledger).data
    assert not data["origin"].duplicated().any()
    assert "all" not in set(data["origin"].astype(str))
    assert data.loc[data["origin"].astype(str) == "USA", "value"].item() == 405_200_000
    title = catalog.build("funding.ffs_donors", ledger).title
    assert title.startswith("The United States gave the facility $405 mn by Oct 2022, Germany at least $130 mn")


def test_the_train_and_equip_fund_stands_by_fiscal_year(ledger: Ledger) -> None:
    spec = catalog.build("funding.ctef", ledger, place="syria")
    assert values(spec, "requested")["2022"] == 177e6
    assert values(spec, "approved")["2025"] == 147_900_000
    assert values(spec, "authorised")["2024"] == 156e6
    assert values(spec, "authorised", "rival")["2024"] == 155e6
    assert spec.title == "The US requested $130 mn to train and equip forces in Syria in fiscal 2026"
    both = catalog.build("funding.ctef", ledger, place="iraq-syria")
    assert any("Senate-passed" in caveat for caveat in both.caveats)
    parts = catalog.build("funding.ctef_parts", ledger)
    assert parts.title == "The largest known line of the 2026 train and equip fund was $114 mn for Iraqi federal forces"
    assert any("House-passed" in caveat for caveat in parts.caveats)


def test_the_cost_of_operations_is_a_running_total_to_july_2016(ledger: Ledger) -> None:
    spec = catalog.build("funding.oir_cost", ledger)
    assert spec.mark == "step"
    last = spec.data[(spec.data["role"] == "headline")].sort_values("period_end").iloc[-1]
    assert (last["value"], last["period_end"]) == (8_700_000_000, pd.Timestamp("2016-07-31"))
    day = catalog.build("funding.oir_per_day", ledger).data.sort_values("period_end").iloc[-1]
    assert day["value"] == 12_100_000
    assert spec.title == ("Operation Inherent Resolve had cost the US $8.7 bn by 31 Jul 2016, the last total found")
    fresh = as_known_on(ledger, pd.Timestamp(2016, 12, 31))
    assert catalog.build("funding.oir_cost", fresh).title.endswith("by 31 Jul 2016")


def test_reserves_of_isis_keep_their_ranges(ledger: Ledger) -> None:
    data = catalog.build("funding.isis_reserves", ledger).data
    newest = data[data["period_end"] == data["period_end"].max()].iloc[0]
    assert (newest["low"], newest["high"]) == (10e6, 25e6)


def test_the_money_of_isis_is_told_in_the_past_within_one_basis(ledger: Ledger) -> None:
    titles = {name: catalog.build(name, ledger).title for name in catalog.names("funding") if ".isis_" in name}
    assert titles["funding.isis_monthly"] == (
        "Estimated monthly revenue of ISIS fell from $81 mn in Q2 2015 to $16 mn in Q2 2017"
    )
    assert titles["funding.isis_revenue"] == (
        "ICSR estimated that ISIS took in at most $870 mn in 2016, after at most $1.9 bn in 2014"
    )
    assert titles["funding.isis_streams"] == (
        "Estimates of what ISIS took in extortion and taxes in 2015 ran from at most $350 mn to $800 mn"
    )
    assert "were put at $10 mn to $25 mn in Jan 2024" in titles["funding.isis_reserves"]
    assert not any(re.search(r"\b(?:is|are|earns|run)\b", title) for title in titles.values())


def test_rival_estimates_are_named_by_who_made_them_not_by_the_outlet(ledger: Ledger) -> None:
    data = catalog.build("funding.isis_streams", ledger).data
    assert "2015, extortion and taxes, Center for the Analysis of Terrorism" in set(data["x"])
    assert not data["x"].str.contains("The Hindu|Deccan").any()


_VINTAGES = ("2016-12-31", "2021-12-31", "2025-06-30", "2026-02-28")


@pytest.mark.parametrize("then", ["newest", "lowest", "in two years", *_VINTAGES])
def test_no_title_of_the_view_has_a_fault(ledger: Ledger, then: str) -> None:
    """Under every choice of every filter, as known on earlier days, with another lead, and read two years on."""
    if then == "newest":
        held = ledger
    elif then == "in two years":
        held = replace(ledger, today=ledger.today + pd.DateOffset(years=2), version="two years on")
    elif then in _VINTAGES:
        held = as_known_on(ledger, pd.Timestamp(then))
    else:
        held = with_lead(ledger, then)
    found = []
    for name in catalog.names("funding"):
        options = catalog.entry(name).options(held)
        for choice in itertools.product(*options.values()):
            spec = catalog.build(name, held, **dict(zip(options, choice, strict=True)))
            faults = [*wording(spec.title), *figures(spec), *tense(spec, held)]
            found += [f"{name} {choice}: {spec.title}: {fault}" for fault in faults]
    for place in plan_places(held):
        said = takeaway.say("funding", held, place=place)
        assert said.endswith(".")
        assert not said.endswith("..")
    assert not found


@pytest.mark.parametrize("name", catalog.names("funding"))
def test_a_chart_of_money_has_one_currency_and_calls_it_nominal(ledger: Ledger, name: str) -> None:
    for money in ("usd", "eur") if "money" in catalog.entry(name).filters(ledger) else (None,):
        spec = catalog.build(name, ledger, **({"money": money} if money else {}))
        assert set(spec.data["unit"].astype(str)) == {spec.unit}
        if spec.unit in CURRENCIES:
            assert CURRENCIES[spec.unit] in spec.subtitle
            assert "nominal" in spec.subtitle
        assert (spec.data["basis"] == "stated").all()


def test_the_refugee_plan_never_mixes_a_chapter_with_the_whole(ledger: Ledger) -> None:
    assert hosts(ledger) == ("lebanon", "turkiye", "jordan", "iraq", "egypt", "syria-region")
    for host in hosts(ledger):
        assert set(catalog.build("funding.refugee_plan", ledger, host=host).data["place"].astype(str)) == {host}


@pytest.mark.parametrize(("place", "year", "so_far"), [("syria", 2026, True), ("iraq", 2022, False)])
def test_the_tiles_compare_what_one_plan_requires_and_receives(
    ledger: Ledger, place: str, year: int, *, so_far: bool
) -> None:
    newest, required, received, share, running = newest_plan(ledger, place)
    assert (newest, running) == (year, so_far)
    assert len(required) == 1
    for rows in (required, received, share):
        assert set(rows["period_start"].dt.year) == {year}
