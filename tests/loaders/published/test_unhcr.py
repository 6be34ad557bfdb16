"""UNHCR Refugee Data Finder: people of two countries, in any of its layouts."""

import json

import pytest

from loaders.changes.known import Known
from loaders.published import unhcr
from tests.loaders.published.samples import archive, example, one, only, said, told

HEADER = '"Year","ISO3CoO","ISO3CoA","REF","IDP","ASY"\n'
SOLUTIONS = '"Year","ISO3CoO","ISO3CoA","RST","NAT","RET","RDP"\n'


def test_the_example_of_the_specification_is_read(known: Known) -> None:
    reading = one(known, example(unhcr), "population.csv")
    assert told(reading, "indicator", "place", "value", "low", "high", "qualifier") == [
        ("refugees_syrian", "lebanon", "123450", "", "", "exact"),
        ("refugees_syrian", "jordan", "2.5", "1", "4", "range"),
    ]
    assert reading.dated == "2031-06-20"


def test_a_zip_with_a_preamble_is_read_like_the_csv_in_it(known: Known) -> None:
    lines = ["UNHCR", *[""] * 12, "Downloaded 2031-06-20"]
    header = '"Year ","Country of origin (ISO) ","Country of asylum (ISO) ","Refugees under UNHCR\'s mandate "'
    data = archive({"population.csv": "\n".join([*lines, header, "2030,IRQ,DEU,77", ""]), "footnotes.pdf": b"%PDF"})
    reading = one(known, data, "finder.zip")
    assert only(reading).cells("s")["place"] == "germany"
    assert only(reading).locator == 'file finder.zip: population.csv, row 16, "DEU"'
    assert "footnotes.pdf" in said(reading)
    assert reading.dated == "2031-06-20"


@pytest.mark.parametrize("count", ["77", 77])
def test_json_is_read_with_numbers_as_text_or_numbers(known: Known, count: str | int) -> None:
    item = {
        "year": 2030,
        "coo": "IRQ",
        "coo_iso": "IRQ",
        "coa": "GFR",
        "coa_iso": "DEU",
        "refugees": count,
        "idps": "-",
    }
    reading = one(known, json.dumps({"page": 1, "maxPages": 1, "items": [item]}), "answer.json")
    assert told(reading, "indicator", "place", "origin", "value", "period_end", "date_precision") == [
        ("refugees_iraqi", "germany", "irq", "77", "2030-12-31", "year")
    ]


def test_unhcrs_own_codes_are_never_read_as_iso_codes(known: Known) -> None:
    """Its code of Egypt is the ISO code of the Emirates."""
    item = {"year": 2030, "coo": "SYR", "coo_iso": "SYR", "coa": "ARE", "coa_iso": "EGY", "refugees": 9}
    assert only(one(known, json.dumps({"items": [item]}), "a.json")).place == "egypt"


def test_displaced_people_stand_where_both_countries_are_one(known: Known) -> None:
    reading = one(known, HEADER + '2030,"SYR","SYR",0,6000000,0\n2030,"SYR","JOR",10,0,5\n')
    assert told(reading, "indicator", "place", "value") == [
        ("idps", "syria", "6000000"),
        ("refugees_syrian", "jordan", "10"),
    ]


def test_zero_and_dash_are_no_figures_and_are_reported(known: Known) -> None:
    reading = one(known, HEADER + '2030,"SYR","JOR",0,-,5\n')
    assert reading.statements == ()
    assert "UNHCR writes 0 for unknown too, so it is no figure (row 2)" in said(reading)
    assert "an empty cell or `-` is no figure" in said(reading)


def test_people_of_unknown_origin_are_reported_by_row(known: Known) -> None:
    reading = one(known, HEADER + '2030,"UKN","JOR",7,0,0\n2030,"XXA","JOR",7,0,0\n2030,"AFG","JOR",7,0,0\n')
    assert reading.statements == ()
    assert "origin is unknown or all together (rows 2, 3)" in said(reading)
    assert "no indicator counts refugees of this origin and country (row 4)" in said(reading)


def test_a_host_that_is_not_ours_is_reported_with_its_code(known: Known) -> None:
    reading = one(known, HEADER + '2030,"SYR","ZWE",7,0,0\n')
    assert "'ZWE' is not in places.csv" in said(reading)


def test_a_total_over_all_hosts_is_taken_only_where_unhcr_gives_it(known: Known) -> None:
    assert told(one(known, HEADER + '2030,"SYR","-",900,0,0\n'), "place", "value") == [("world", "900")]
    assert "world" not in [place for (place,) in told(one(known, HEADER + '2030,"SYR","JOR",900,0,0\n'), "place")]


def test_returns_are_flows_of_the_year_at_the_host_that_was_left(known: Known) -> None:
    reading = one(
        known, SOLUTIONS + '2030,"SYR","LBN",0,0,1200,0\n2030,"IRQ","IRQ",0,0,0,340\n2030,"IRQ","-",0,0,55,0\n'
    )
    assert told(reading, "indicator", "place", "value", "period_start", "period_end", "scope", "preferred") == [
        ("refugee_returns_year_by_host", "lebanon", "1200", "2030-01-01", "2030-12-31", "year_total", "yes"),
        ("idp_returns_year", "iraq", "340", "2030-01-01", "2030-12-31", "year_total", "yes"),
        ("refugee_returns_year", "iraq", "55", "2030-01-01", "2030-12-31", "year_total", "yes"),
    ]


def test_exponents_are_numbers_and_years_before_ours_are_reported(known: Known) -> None:
    reading = one(known, HEADER + '1979,"IRQ","IRN",30000,0,0\n2030,"IRQ","IRN",1e+05,0,0\n')
    assert only(reading).value == "100000"
    assert "before 1990" in said(reading)


def test_unknown_and_unused_columns_are_told_apart(known: Known) -> None:
    reading = one(known, HEADER.strip() + ',"Invented"\n2030,"SYR","JOR",5,0,0,1\n')
    assert reading.report.texts("column") == ["'Invented'"]
    assert "  known columns that no indicator counts: 'ASY'" in reading.report.lines()


def test_a_table_of_decisions_is_known_and_gives_nothing(known: Known) -> None:
    reading = one(known, '"Year","ISO3CoO","ISO3CoA","ProcedureType","Recognized"\n2030,"SYR","JOR","G",5\n')
    assert reading.statements == ()
    assert "'Recognized'" in reading.report.texts("unused")
