"""HDX HAPI: one layout for all countries, three levels in one file."""

import json

from loaders.changes.known import Known
from loaders.published import hapi
from tests.loaders.published.samples import example, one, only, said, told

IDPS = (
    "location_code,has_hrp,in_gho,provider_admin1_name,provider_admin2_name,admin1_code,admin1_name,admin2_code,"
    "admin2_name,admin_level,operation,assessment_type,population,reporting_round,reference_period_start,"
    "reference_period_end,dataset_hdx_id,resource_hdx_id,warning,error\n"
)
PEOPLE = (
    "origin_location_code,asylum_location_code,population_group,gender,age_range,min_age,max_age,population,"
    "reference_period_start,reference_period_end,warning,error\n"
)
NEEDS = (
    "location_code,provider_admin1_name,admin1_code,admin1_name,admin_level,sector_code,category,population_status,"
    "population,reference_period_start,reference_period_end,warning,error\n"
)
FUNDING = (
    "location_code,appeal_code,appeal_name,appeal_type,requirements_usd,funding_usd,funding_pct,"
    "reference_period_start,reference_period_end,warning,error\n"
)


def idps(level: str, population: str, operation: str = "Iraq conflict", **cells: str) -> str:
    """Return a row of displaced people in Iraq."""
    row = {"admin1": "", "code": "", "admin2": "", "warning": "", "error": "", "day": "2030-04-30"} | cells
    return (
        f"IRQ,N,N,{row['admin1']},{row['admin2']},{row['code']},{row['admin1']},{row['admin2']},,{level},{operation},"
        f"SA,{population},140,{row['day']},{row['day']},d,r,{row['warning']},{row['error']}\n"
    )


def test_the_example_of_the_specification_is_read(known: Known) -> None:
    assert told(one(known, example(hapi)), "indicator", "place", "origin", "value", "note") == [
        ("idps", "iraq", "irq", "120000", "Iraq conflict, round 140")
    ]


def test_levels_are_never_added_and_level_two_is_reported(known: Known) -> None:
    rows = (
        idps("0", "120") + idps("1", "70", admin1="Ninewa", code="IQG15") + idps("2", "9", admin1="Ninewa", admin2="X")
    )
    reading = one(known, ("\ufeff" + IDPS + rows).encode())
    assert told(reading, "place", "value", "spelling") == [("iraq", "120", "IRQ"), ("ninewa", "70", "Ninewa")]
    assert "administrative level 2: no place of ours, and a part of level 1 (row 4)" in said(reading)


def test_a_row_with_an_error_is_left_out_and_a_warning_stays_with_the_figure(known: Known) -> None:
    rows = idps("0", "120", error="negative") + idps("0", "110", warning="P-code changed", day="2030-03-31")
    reading = one(known, IDPS + rows)
    assert only(reading).note == "Iraq conflict, round 140; P-code changed"
    assert "marks it as an error: negative (row 2)" in said(reading)


def test_of_several_operations_of_a_country_one_must_be_chosen(known: Known) -> None:
    data = IDPS + idps("0", "120") + idps("0", "9", "One town", day="2030-05-31")
    undecided = one(known, data)
    assert undecided.statements == ()
    assert "'Iraq conflict', 'One town'" in said(undecided)
    assert only(one(known, data, operation="One town")).value == "9"


def test_refugees_and_returnees_are_told_by_group(known: Known) -> None:
    dates = "2030-01-01,2030-12-31,,"
    rows = (
        f"SYR,LBN,REF,all,all,,,500,{dates}\n"
        f"SYR,LBN,REF,f,all,,,300,{dates}\n"
        f"SYR,LBN,RET,all,all,,,40,{dates}\n"
        f"IRQ,IRQ,RDP,,,,,30,{dates}\n"
        f"SYR,LBN,ASY,all,all,,,20,{dates}\n"
    )
    reading = one(known, PEOPLE + rows)
    assert told(reading, "indicator", "place", "value") == [
        ("refugees_syrian", "lebanon", "500"),
        ("refugee_returns_year_by_host", "lebanon", "40"),
        ("idp_returns_year", "iraq", "30"),
    ]
    assert "a part by sex or age of a figure for all (row 3)" in said(reading)
    assert "no indicator counts ASY of this origin (row 6)" in said(reading)
    assert reading.publication.publisher == "UNHCR"


def test_people_in_need_are_those_of_all_sectors_and_groups_together(known: Known) -> None:
    dates = "2030-01-01,2030-12-31,,"
    rows = (
        f"SYR,,,,0,Intersectoral,total,INN,900,{dates}\n"
        f"SYR,,,,0,HEA,total,INN,800,{dates}\n"
        f"SYR,,,,0,Intersectoral,total,TGT,700,{dates}\n"
        f"SYR,,,,0,Intersectoral,Children,INN,400,{dates}\n"
        f"SYR,Homs,SY04,Homs,1,Intersectoral,,INN,90,{dates}\n"
    )
    reading = one(known, NEEDS + rows)
    assert told(reading, "place", "value", "qualifier", "period_end", "date_precision") == [
        ("syria", "900", "estimate", "2030-12-31", "year"),
        ("homs", "90", "estimate", "2030-12-31", "year"),
    ]
    assert "(rows 3, 4, 5)" in said(reading)


def test_funding_follows_the_rules_of_fts(known: Known) -> None:
    rows = (
        "IRQ,HIRQ30,Iraq 2030,Humanitarian response plan,400,100,25,2030-01-01,2030-12-31,,\n"
        "IRQ,Not specified,Not specified,,,30,,2030-01-01,2030-12-31,,\n"
        "IRQ,O,Other,Other,1,1,100,2030-01-01,2030-12-31,,\n"
    )
    reading = one(known, FUNDING + rows)
    assert told(reading, "indicator", "value") == [
        ("hrp_requirements", "400"),
        ("hrp_funding", "100"),
        ("share_funded", "25"),
        ("humanitarian_funding_outside_plan", "30"),
    ]


def test_an_answer_of_the_api_is_read_as_its_csv(known: Known) -> None:
    row = {
        "location_code": "IRQ",
        "admin_level": 0,
        "operation": "Iraq conflict",
        "population": 120,
        "reporting_round": 140,
        "reference_period_start": "2030-04-30T00:00:00",
        "reference_period_end": "2030-04-30T23:59:59",
        "admin1_name": None,
    }
    assert only(one(known, json.dumps({"data": [row]}), "idps.json")).period_end == "2030-04-30"
