"""IOM DTM API: one figure over several rows, three levels in one file."""

import json

from loaders.changes.known import Known
from loaders.published import dtm_api
from tests.loaders.published.samples import example, one, only, said, told

HEADER = (
    "id,operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,admin2Name,admin2Pcode,adminLevel,numPresentIdpInd,"
    "reportingDate,roundNumber,displacementReason,assessmentType\n"
)
TAGS = (
    "#id,#operation,#country+name,#country+code,#adm1+name,#adm1+code,#adm2+name,#adm2+code,#adm+level,#affected+idps,"
    "#date,#round,#cause,#assessment\n"
)


def row(people: str, place: str = ",,,,0", day: str = "2030-04-30T00:00:00", operation: str = "Iraq conflict") -> str:
    """Return a row of Iraq."""
    return f",{operation},Iraq,IRQ,{place},{people},{day},140,Conflict,SA\n"


def test_the_example_of_the_specification_is_read(known: Known) -> None:
    statement = only(one(known, example(dtm_api)))
    assert (statement.place, statement.value, statement.spelling) == ("ninewa", "75000", "Ninewa")
    assert statement.locator == 'file file.csv, 2 rows from 2, "Ninewa"'


def test_reasons_are_added_and_levels_are_not(known: Known) -> None:
    level_two = row("5", "Ninewa,IQG15,Mosul,IQG15Q01,2")
    data = HEADER + TAGS + row("100") + row("20") + row("70", "Ninewa,IQG15,,,1") + level_two
    reading = one(known, data)
    assert told(reading, "place", "value") == [("iraq", "120"), ("ninewa", "70")]
    assert "administrative level 2" in said(reading)


def test_answers_of_the_api_have_their_level_in_their_columns(known: Known) -> None:
    common = {"operation": "Iraq conflict", "admin0Name": "Iraq", "admin0Pcode": "IRQ", "roundNumber": 140}
    dated = {**common, "reportingDate": "2030-04-30T00:00:00"}
    answer = {"result": [{**dated, "admin1Name": "Ninewa", "admin1Pcode": "IQG15", "numPresentIdpInd": 70}]}
    assert only(one(known, json.dumps(answer), "admin1.json")).place == "ninewa"
    answer = {"result": [{**dated, "numPresentIdpInd": 120}]}
    assert only(one(known, json.dumps(answer), "admin0.json")).place == "iraq"


def test_two_assessments_of_a_day_are_two_figures_and_neither_is_taken(known: Known) -> None:
    reading = one(known, HEADER + row("100") + row("90").replace(",SA\n", ",BA\n"))
    assert reading.statements == ()
    assert "two figures for idps of iraq" in said(reading)


def test_of_several_operations_of_a_country_one_must_be_chosen(known: Known) -> None:
    data = HEADER + row("100") + row("9", day="2030-05-31", operation="One town")
    assert one(known, data).statements == ()
    chosen = one(known, data, operation="Iraq conflict")
    assert only(chosen).value == "100"
    assert "another operation: 'One town' (row 3)" in said(chosen)


def test_rows_without_a_number_or_date_or_with_an_unknown_place_are_reported(known: Known) -> None:
    data = HEADER + row("") + row("7", day="soon") + row("8", "Nowhere,IQG99,,,1")
    reading = one(known, data)
    assert reading.statements == ()
    assert "people: the cell holds no figure (row 2)" in said(reading)
    assert "'soon' is no date (row 3)" in said(reading)
    assert "'Nowhere' (IQG99) is not in places.csv" in said(reading)


def test_the_lists_of_the_api_are_known_and_hold_no_figures(known: Known) -> None:
    rows = [{"operation": "Iraq conflict", "operationStatus": "Active", "admin0Name": "Iraq", "admin0Pcode": "IRQ"}]
    reading = one(known, json.dumps({"result": rows}), "operations.json")
    assert reading.statements == ()
    assert "holds no figures (row 1)" in said(reading)
