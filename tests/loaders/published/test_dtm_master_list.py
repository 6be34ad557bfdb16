"""IOM DTM master lists: households as counted, persons as derived, in the older and the newer layout."""

import dataclasses
import datetime

import pytest

from loaders.changes.known import Known
from loaders.published import dtm_master_list
from tests.loaders.published.samples import example, one, said, told, workbook

WIDE = ["Place id", "Governorate", "District", "Location name in English", "Families", "Individuals", "Anbar", "Ninewa"]
TITLE = ["IDP Master List, Round 64, 2 February 2030"]
LONG = "Governorate,District,Households,Individuals,Governorate of origin,Round,Date,Population type\n"


def wide(*rows: list[object], title: list[str] = TITLE, extra: tuple[str, ...] = ()) -> bytes:
    """Return a workbook in the older layout: titles, then the header in row 4."""
    return workbook({"List": [title, [], [], [*WIDE, *extra], *rows]})


def test_the_example_of_the_specification_is_read(known: Known) -> None:
    reading = one(known, example(dtm_master_list), "list.csv")
    assert told(reading, "indicator", "place", "group", "value", "qualifier", "period_end")[:6] == [
        ("idps", "anbar", "households", "100", "exact", "2030-02-02"),
        ("idps", "anbar", "total", "600", "exact", "2030-02-02"),
        ("idps", "ninewa", "households", "40", "exact", "2030-02-02"),
        ("idps", "ninewa", "total", "200", "exact", "2030-02-02"),
        ("idps", "iraq", "households", "140", "exact", "2030-02-02"),
        ("idps", "iraq", "total", "800", "exact", "2030-02-02"),
    ]


def test_persons_are_stated_and_say_that_iom_derives_them(known: Known) -> None:
    reading = one(known, example(dtm_master_list), "list.csv")
    notes = {(place, group): note for place, group, note in told(reading, "place", "group", "note")[:6]}
    assert notes["anbar", "total"] == "round 64; Sum of 1 rows, persons as stated; IOM derives them: households x 6"
    assert "households x 6, x 5 in camps" in notes["ninewa", "total"]
    assert notes["iraq", "households"] == "round 64; Sum of 2 rows, households as counted"


def test_people_in_camps_and_by_origin_are_households_and_a_derived_estimate(known: Known) -> None:
    rows = told(one(known, example(dtm_master_list), "list.csv"), "indicator", "place", "group", "value", "qualifier")
    assert ("idps_in_camps", "ninewa", "households", "40", "exact") in rows
    assert ("idps_in_camps", "iraq", "total", "200", "estimate") in rows
    assert ("idps_by_origin_governorate", "anbar", "households", "100", "exact") in rows
    assert ("idps_by_origin_governorate", "ninewa", "total", "240", "estimate") in rows


def test_a_workbook_is_read_with_sheet_and_rows_in_the_locator(known: Known) -> None:
    data = wide([1, "Ninewa", "Mosul", "One", 10, 60, None, 10], [2, "Ninewa", "Sinjar", "Two", 5, 30, 5, None])
    found = one(known, data, "Round64.xlsx")
    assert found.statements[0].locator == 'file Round64.xlsx, sheet List, 2 rows from 5 to 6, "Ninewa"'
    assert found.statements[1].value == "90"


def test_where_no_persons_are_stated_they_are_derived_as_an_estimate(known: Known) -> None:
    data = "Returnee master list 30 April 2030\n\nGovernorate,District,Households\nAnbar,Falluja,100\n"
    reading = one(known, data, "list.csv")
    assert told(reading, "indicator", "place", "group", "value", "qualifier")[:2] == [
        ("returnees", "anbar", "households", "100", "exact"),
        ("returnees", "anbar", "total", "600", "estimate"),
    ]
    assert reading.statements[1].note.startswith("Derived: households x 6")


def test_the_newer_layout_holds_several_rounds_and_populations(known: Known) -> None:
    rows = (
        "Al Anbar,Falluja,10,60,Ninewa,140,2030-04-30,IDP\n"
        "Al Anbar,Falluja,20,120,Al Anbar,140,2030-04-30,IDP\n"
        "Al Anbar,Falluja,40,240,,140,2030-04-30,Returnee\n"
        "Al Anbar,Falluja,15,90,Ninewa,141,2030-06-30,IDP\n"
    )
    found = told(one(known, LONG + rows), "indicator", "place", "group", "period_end", "value")
    assert ("idps", "anbar", "households", "2030-04-30", "30") in found
    assert ("idps", "anbar", "total", "2030-06-30", "90") in found
    assert ("returnees", "anbar", "total", "2030-04-30", "240") in found
    assert ("idps_by_origin_governorate", "ninewa", "households", "2030-06-30", "15") in found


@pytest.mark.parametrize("date", ["2030-04-30", datetime.date(2030, 4, 30), datetime.datetime(2030, 4, 30)])  # noqa: DTZ001
def test_dates_of_a_workbook_are_read_as_cells_of_any_kind(known: Known, date: object) -> None:
    header = ["admin1Name_en", "admin1Pcode", "admin2Name_en", "Households", "Date"]
    data = workbook({"IDPs": [header, ["Ar-Raqqa", "SY11", "Tabqa", 7, date]]})
    assert told(one(known, data, "syria.xlsx"), "place", "period_end")[0] == ("raqqa", "2030-04-30")


def test_a_list_that_does_not_say_its_day_or_population_needs_to_be_told(known: Known) -> None:
    data = "Governorate,District,Households\nAnbar,Falluja,100\n"
    silent = one(known, data, "list.csv")
    assert silent.statements == ()
    assert "--population says it (row 2)" in said(silent)
    assert "--as-of says it (row 2)" in said(one(known, data, "idp.csv"))
    spoken = one(known, data, "list.csv", population="idps", as_of="2030-04-30")
    assert told(spoken, "place", "period_end")[0] == ("anbar", "2030-04-30")


def test_the_date_of_a_file_name_counts_where_the_title_has_none(known: Known) -> None:
    data = "Governorate,District,Households\nAnbar,Falluja,100\n"
    reading = one(known, data, "Round64_Master_List_IDP_2030-2-2_IOM_DTM.csv")
    assert reading.statements[0].period_end == "2030-02-02"
    assert reading.statements[0].note.startswith("round 64")


def test_an_unknown_governorate_is_reported_and_the_country_is_at_least(known: Known) -> None:
    rows = [1, "Anbar", "Falluja", "One", 10, 60], [2, "Al Nowhere", "Afak", "Two", 5, 30]
    reading = one(known, wide(*rows), "list.xlsx")
    assert "'Al Nowhere' is not in places.csv" in said(reading)
    country = [each for each in told(reading, "place", "group", "value", "qualifier") if each[0] == "iraq"]
    assert country == [("iraq", "households", "10", "at_least"), ("iraq", "total", "60", "at_least")]
    mended = one(known, wide(*rows), "list.xlsx", places={"Al Nowhere": "qadissiya"})
    assert ("iraq", "total", "90", "exact") in told(mended, "place", "group", "value", "qualifier")


def test_sums_that_lack_a_row_are_at_least_in_camps_and_by_origin_too(known: Known) -> None:
    rows = [1, "Anbar", "F", "One", 10, 50, 10, None, 10], [2, "Al Nowhere", "Afak", "Two", 5, 30, 5, None, None]
    found = told(one(known, wide(*rows, extra=("Camp",)), "list.xlsx"), "indicator", "place", "value", "qualifier")
    assert ("idps_in_camps", "iraq", "50", "at_least") in found
    assert ("idps_in_camps", "anbar", "50", "estimate") in found
    assert ("idps_by_origin_governorate", "anbar", "10", "at_least") in found


def test_governorates_that_returnees_come_from_are_told(known: Known) -> None:
    title = ["Returnee Master List, 2 February 2030"]
    reading = one(known, wide([1, "Anbar", "F", "One", 10, 60, 10, None], title=title), "list.xlsx")
    assert {each for (each,) in told(reading, "indicator")} == {"returnees"}
    assert "governorates that returnees come from" in reading.report.texts("unused")


def test_a_row_of_totals_is_not_a_location(known: Known) -> None:
    reading = one(known, wide([1, "Anbar", "Falluja", "One", 10, 60], ["", "Grand Total", "", "", 10, 60]), "l.xlsx")
    assert told(reading, "place", "value")[1] == ("anbar", "60")
    assert "a row of totals is not a location (row 6)" in said(reading)


def test_columns_of_waves_and_shelters_are_known_and_others_are_reported(known: Known) -> None:
    extra = ("Post September14", "Jan 2023", "Rented houses", "Favourite colour")
    report = one(known, wide([1, "Anbar", "F", "One", 10, 60, 10, 0, 10, 0, 10, 1], extra=extra), "l.xlsx").report
    assert report.texts("column") == ["'Favourite colour'"]
    assert set(map(repr, extra[:3])) < set(report.texts("unused"))
    assert "'Anbar'" not in report.texts("unused")


def test_persons_that_are_neither_six_nor_five_a_household_are_told(known: Known) -> None:
    reading = one(known, wide([1, "Anbar", "Falluja", "One", 10, 43]), "list.xlsx")
    assert "they are 4.30 a household" in reading.statements[1].note


def test_rows_that_count_nobody_or_no_number_are_reported(known: Known) -> None:
    data = wide(
        [1, "Anbar", "F", "One", None, None], [2, "Anbar", "F", "Two", "many", 6], [3, None, "F", "Three", 1, 6]
    )
    reading = one(known, data, "list.xlsx")
    assert "it counts nobody (row 5)" in said(reading)
    assert "households: 'many' is not a number (row 6)" in said(reading)
    assert "it names no governorate (row 7)" in said(reading)


def test_returnees_in_syria_take_the_indicator_that_the_ledger_has_there(known: Known) -> None:
    follows = dataclasses.replace(known, covered=frozenset({("idp_returnees_syria", "SYR")}))
    data = "Returnees 30 April 2030\n\nGovernorate,District,Individuals\nHoms,Homs,100\n"
    assert told(one(follows, data), "indicator", "place") == [
        ("idp_returnees_syria", "homs"),
        ("idp_returnees_syria", "syria"),
    ]
    assert {each for (each,) in told(one(known, data), "indicator")} == {"returnees"}


def test_a_place_where_nobody_is_left_is_a_figure(known: Known) -> None:
    data = "Governorate,District,Individuals\nHoms,Homs,0\n"
    reading = one(known, data, population="idps", as_of="2030-01-01")
    assert told(reading, "place", "value") == [("homs", "0"), ("syria", "0")]
