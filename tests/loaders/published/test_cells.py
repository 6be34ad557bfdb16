"""Cells of other people's tables are read in one way or not at all."""

import datetime

import pytest

from loaders.files.cells import NoFigureError, day, figure, name_of, written, year


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1e+05", 100000), ("1,234", 1234), (" 12 ", 12), (12.0, 12), ("1,234,567.50", 1234567.5), ("0", 0)],
)
def test_numbers_are_read_as_publishers_write_them(cell: str | float, number: float) -> None:
    assert figure(cell) == number


@pytest.mark.parametrize("cell", ["", "-", "–", None, "  "])
def test_an_empty_cell_or_a_dash_is_no_figure(cell: str | None) -> None:
    assert figure(cell) is None


@pytest.mark.parametrize(
    "cell", ["-5", "12,34", "about 5", "nan", "inf", "1e999", "٣٤", "*", True, -1, float("nan"), "#REF!"]
)
def test_what_is_no_count_is_refused(cell: str | float) -> None:
    with pytest.raises(NoFigureError):
        figure(cell)


def test_numbers_are_written_without_exponent_and_zeros() -> None:
    assert [written(each) for each in (1e5, 2.5, 12, 0, 1234567890.0)] == ["100000", "2.5", "12", "0", "1234567890"]


@pytest.mark.parametrize(
    "cell",
    [
        "2017-02-02",
        "2017-2-2",
        "Round64_Master_List_IDP_2017-2-2_IOM_DTM.xlsx",
        "2017-02-02T00:00:00",
        "2 February 2017",
        "IDP Master List Feb 02 2017",
        "February 2, 2017",
        datetime.date(2017, 2, 2),
        datetime.datetime(2017, 2, 2, 12, tzinfo=datetime.UTC),
    ],
)
def test_a_date_is_found_in_titles_and_file_names(cell: str | datetime.date) -> None:
    assert day(cell) == "2017-02-02"


@pytest.mark.parametrize("cell", ["03/04/2017", "2017-02-30", "2017-02-02 to 2017-03-02", "Round 64", "", None])
def test_a_date_of_two_readings_or_none_is_not_guessed(cell: str | None) -> None:
    assert day(cell) == ""


def test_a_year_is_one_that_our_files_hold() -> None:
    assert [year(each) for each in ("2020", 2020.0, "1989", "20201", "x")] == ["2020", "2020", "", "", ""]


def test_spellings_of_one_column_meet() -> None:
    spellings = ("IDPs Families", "IDPsـfamilies", " idps_families ", "IDPs families عوائل")
    assert {name_of(each) for each in spellings} == {"idpsfamilies"}
