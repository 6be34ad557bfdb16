"""OCHA FTS: plans by kind and year, and money that has come in."""

import pytest

from loaders.changes.known import Known
from loaders.published import fts
from tests.loaders.published.samples import example, one, only, said, told

PLANS = "countryCode,id,name,code,typeId,typeName,startDate,endDate,year,requirements,funding,percentFunded\n"
TAGS = "#country+code,#id,#name,#code,#type+id,#type,#date+start,#date+end,#date+year,#value,#value+f,#value+p\n"
HRP = "SYR,9,Syria 2030,HSYR30,4,Humanitarian response plan,2030-01-01,2030-12-31,2030,400,100,25\n"
CLUSTERS = "countryCode,id,name,code,startDate,endDate,year,clusterCode,cluster,requirements,funding,percentFunded\n"
FLOWS = (
    "date,amountUSD,srcOrganization,srcOrganizationTypes,srcLocations,destLocations,destUsageYearStart,"
    "destUsageYearEnd,status,boundary,onBoundary\n"
)


def test_the_example_of_the_specification_is_read(known: Known) -> None:
    assert told(one(known, example(fts)), "indicator", "value", "scope", "date_precision") == [
        ("hrp_requirements", "4000000", "year_total", "year"),
        ("hrp_funding", "1000000", "year_total", "year"),
        ("share_funded", "25", "year_total", "year"),
        ("humanitarian_funding_outside_plan", "250000", "year_total", "year"),
    ]


def test_a_row_of_tags_makes_no_difference_but_to_row_numbers(known: Known) -> None:
    bare, tagged = one(known, PLANS + HRP), one(known, PLANS + TAGS + HRP)
    assert told(bare, "indicator", "value") == told(tagged, "indicator", "value")
    assert "row 3" in tagged.statements[0].locator


def test_a_plan_of_a_year_that_runs_gives_funding_to_date(known: Known) -> None:
    reading = one(known, PLANS + HRP, published="2030-06-30")
    assert told(reading, "indicator", "period_end", "scope", "preferred", "date_precision") == [
        ("hrp_requirements", "2030-12-31", "year_total", "yes", "year"),
        ("hrp_funding_to_date", "2030-06-30", "", "", "day"),
        ("share_funded_to_date", "2030-06-30", "", "", "day"),
    ]


def test_money_outside_plans_waits_for_the_end_of_the_year(known: Known) -> None:
    reading = one(known, PLANS + "SYR,,Not specified,,,,,,2030,,250000,\n", published="2030-06-30")
    assert reading.statements == ()
    assert "the year was not over on 2030-06-30" in said(reading)


def test_a_regional_plan_in_a_country_is_its_chapter_for_the_year(known: Known) -> None:
    row = "JOR,9,3RP 2030,RSYR30,111,Regional response plan,2030-03-01,2030-12-31,2030,400,100,25\n"
    assert told(one(known, PLANS + row), "indicator", "place", "period_start") == [
        ("rrp_requirements", "jordan", "2030-01-01"),
        ("rrp_funding", "jordan", "2030-01-01"),
        ("rrp_share_funded", "jordan", "2030-01-01"),
    ]


def test_a_requirement_that_a_plan_has_not_is_no_zero(known: Known) -> None:
    row = "IRQ,9,Flash 2030,FIRQ30,5,Flash appeal,2030-03-01,2030-06-30,2030,,100,\n"
    reading = one(known, PLANS + row)
    assert told(reading, "indicator", "scope", "period_start") == [
        ("flash_appeal_funding", "part_period", "2030-03-01")
    ]
    assert "requirements: the cell holds no figure (row 2)" in said(reading)
    share = one(known, PLANS + row.replace(",100,", ",100,50"))
    assert "no indicator holds the share of such a plan (row 2)" in said(share)


def test_a_share_over_a_hundred_percent_is_left_out_and_told(known: Known) -> None:
    reading = one(known, PLANS + HRP.replace(",100,25", ",500,125"))
    assert [indicator for (indicator,) in told(reading, "indicator")] == ["hrp_requirements", "hrp_funding"]
    assert "125 percent is over 100 (row 2)" in said(reading)


def test_kinds_of_plan_that_nothing_counts_are_named(known: Known) -> None:
    reading = one(known, PLANS + "JOR,9,COVID 2030,O,1614,Other,2030-01-01,2030-12-31,2030,400,100,25\n")
    assert reading.statements == ()
    assert "no indicator counts a plan of the type 'Other' (row 2)" in said(reading)


def test_of_clusters_camp_management_alone_is_counted(known: Known) -> None:
    rows = (
        "SYR,9,Plan,HSYR30,2030-01-01,2030-12-31,2030,1,Camp Coordination and Camp Management,40,10,25\n"
        "SYR,9,Plan,HSYR30,2030-01-01,2030-12-31,2030,2,Health,60,10,17\n"
        "SYR,9,Plan,HSYR30,2030-01-01,2030-12-31,2030,,Multiple clusters/sectors (shared),,10,\n"
    )
    reading = one(known, CLUSTERS + rows)
    assert told(reading, "indicator", "value") == [
        ("cccm_requirements", "40"),
        ("cccm_funding", "10"),
        ("cccm_share_funded", "25"),
    ]
    assert "'Health' (row 3)" in said(reading)


def test_flows_of_a_country_and_year_are_added_by_donor(known: Known) -> None:
    rows = (
        "2030-02-01,100,Government of Germany,Government,DEU,SYR,2030,2030,paid,incoming,single\n"
        "2030-02-01,50,Government of Germany,Government,DEU,SYR,2030,2030,commitment,incoming,single\n"
        "2030-02-01,25,A foundation,Private organization/foundation,USA,SYR,2030,2030,paid,incoming,single\n"
    )
    reading = one(known, FLOWS + rows)
    assert told(reading, "indicator", "origin", "value", "qualifier", "period_end") == [
        ("total_humanitarian_funding", "all", "175", "at_least", "2030-12-31"),
        ("total_humanitarian_funding", "DEU", "150", "at_least", "2030-12-31"),
    ]
    assert "3 rows from 2 to 4" in reading.statements[0].locator


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"paid": "pledge"}, "'pledge' is no funding"),
        ({"single": "shared"}, "shared between countries"),
        ({"SYR": '"SYR,IRQ"'}, "shared between countries"),
        ({"2030,2030": "2030,2031"}, "shared between countries, years"),
        ({"incoming": "outgoing"}, "does not come in"),
        ({"SYR": ""}, "names no country"),
    ],
)
def test_a_flow_that_is_not_added_is_told_with_its_reason(known: Known, change: dict[str, str], reason: str) -> None:
    row = "2030-02-01,100,Government of Germany,Government,DEU,SYR,2030,2030,paid,incoming,single\n"
    for old, new in change.items():
        row = row.replace(old, new)
    reading = one(known, FLOWS + row)
    assert reading.statements == ()
    assert reason in said(reading)


@pytest.mark.parametrize("donor", ['"Saudi Arabia (Kingdom of), Government of"', "Government of Saudi Arabia"])
def test_a_government_without_a_code_is_found_by_its_name(known: Known, donor: str) -> None:
    row = f"2030-02-01,100,{donor},Government,,SYR,2030,2030,paid,incoming,single\n"
    assert told(one(known, FLOWS + row), "origin", "value") == [("all", "100"), ("SAU", "100")]


def test_a_government_that_is_not_found_is_in_the_sum_of_all_and_told(known: Known) -> None:
    row = '2030-02-01,100,"The States, Government of",Government,,SYR,2030,2030,paid,incoming,single\n'
    reading = one(known, FLOWS + row)
    assert told(reading, "origin") == [("all",)]
    assert "--place 'The States'=KEY (row 2)" in said(reading)
    mended = one(known, FLOWS + row, places={"The States": "united-states"})
    assert told(mended, "origin") == [("all",), ("USA",)]


def test_a_government_is_found_by_the_spelling_of_its_publisher(known: Known) -> None:
    row = '2030-02-01,100,"United States of America, Government of",Government,,SYR,2030,2030,paid,incoming,single\n'
    assert told(one(known, FLOWS + row), "origin") == [("all",), ("USA",)]


def test_an_amount_that_is_no_number_is_reported_with_its_row(known: Known) -> None:
    reading = one(known, PLANS + HRP.replace(",400,", ",#REF!,"))
    assert "requirements: '#REF!' is not a number (row 2)" in said(reading)
    assert only(one(known, PLANS + HRP.replace(",400,100,25", ",400,,"))).indicator == "hrp_requirements"
