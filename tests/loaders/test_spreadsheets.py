"""What spreadsheets do to CSV files: mended where nothing can be lost, refused where a figure could change."""

import pytest

from loaders.problems import Problem
from tests.loaders.samples import HEADER, Sheet, file_of, flow, stock


def values(sheet: Sheet, data: bytes) -> list[float]:
    """Return the figures that the reader takes from a file of camps."""
    return list(sheet.read("camps", data).frame["value"])


def test_a_sound_file_has_no_problem(sheet: Sheet) -> None:
    assert sheet.found("camps", file_of(stock(), stock("8000"))) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(sheet: Sheet, end: str) -> None:
    data = file_of(stock("1"), stock("2", place="Irak"), end=end)
    table = sheet.read("camps", data)
    assert list(table.frame["line"]) == [2, 3]
    assert list(table.frame["value"]) == [1, 2]


def test_a_byte_order_mark_is_no_part_of_the_first_column(sheet: Sheet) -> None:
    assert sheet.found("camps", b"\xef\xbb\xbf" + file_of(stock())) == []


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_of_other_widths_is_read_with_a_warning(sheet: Sheet, codec: str) -> None:
    table = sheet.read("camps", file_of(stock("7", note="الهول")).decode().encode(codec))
    assert [(each.rule, each.severity) for each in table.problems] == [("encoding", "warning")]
    assert list(table.frame["note"]) == ["الهول"]


def test_bytes_that_are_no_text_leave_the_table_empty_with_its_columns(sheet: Sheet) -> None:
    table = sheet.read("camps", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x81\x8d")
    assert [each.rule for each in table.problems] == ["file_kind"]
    assert list(table.frame.columns) == [*HEADER.split(","), "file", "line"]
    assert table.frame.empty
    assert table.frame["value"].dtype == float
    assert str(table.frame["period_end"].dtype) == "datetime64[us]"


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_other_delimiters_are_read_with_a_warning(sheet: Sheet, sign: str, name: str) -> None:
    data = file_of(stock("9000")).replace(b",", sign.encode())
    problem = sheet.only("camps", data)
    assert (problem.line, problem.rule, problem.severity) == (1, "delimiter", "warning")
    assert name in problem.message
    assert values(sheet, data) == [9000]


@pytest.mark.parametrize(
    "text",
    ['"42,500"', "42 500", "42\u00a0500", "42\u202f500", "42'500", "٤٢٥٠٠", "۴۲۵۰۰", "٤٢٬٥٠٠.٠".replace("٬", "\u202f")],
)
def test_numbers_that_can_mean_one_thing_only_are_read_with_a_warning(sheet: Sheet, text: str) -> None:
    data = file_of(stock(text))
    assert sheet.only("camps", data).severity == "warning"
    assert values(sheet, data) == [42500]


@pytest.mark.parametrize("text", ["42.500", "1.234.567", '"42,5"', '"1.234,5"'])
def test_numbers_that_can_mean_two_things_are_refused(sheet: Sheet, text: str) -> None:
    problem = sheet.only("camps", file_of(stock(text)))
    assert (problem.line, problem.column, problem.rule) == (2, "value", "number_ambiguous")
    assert problem.severity == "error"


def test_a_comma_in_a_number_is_refused_where_it_may_be_the_decimal_sign(sheet: Sheet) -> None:
    """A file whose columns are parted by semicolons comes from a computer where the comma is the decimal sign."""
    data = file_of(stock("42_500")).replace(b",", b";").replace(b"42_500", b"42,500")
    refused = [each for each in sheet.read("camps", data).problems if each.severity == "error"]
    assert [each.rule for each in refused] == ["number_ambiguous"]
    assert refused[0].hint == (
        "Write 42500 or 42.500, whichever is meant: a point before decimals, nothing between thousands."
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("about 10000", "column qualifier"),
        (">220000", "column qualifier"),
        ("1.1E+05", "without exponent"),
        ("4000-6000", "low and high"),
        ("2.5m", "2500000"),
        ("$20", "without unit"),
        ("45%", "without unit"),
        ("1O00", "A letter (O, o, l or I)"),
        ("many", "digits only"),
    ],
)
def test_what_is_no_number_is_refused_with_what_to_write(sheet: Sheet, text: str, hint: str) -> None:
    problem = sheet.only("camps", file_of(stock(text)))
    assert (problem.column, problem.value, problem.rule) == ("value", text, "number")
    assert hint in problem.hint


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "9" * 400])
def test_no_text_becomes_an_infinite_or_missing_figure(sheet: Sheet, text: str) -> None:
    assert sheet.only("camps", file_of(stock(text))).severity == "error"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("04/10/2020", "Day and month cannot be told apart"),
        ("4.10.2020", "Day and month cannot be told apart"),
        ("04-10-20", "Day and month cannot be told apart"),
        ("2020/10/04", "two digits and hyphens"),
        ("2020-10-4", "two digits and hyphens"),
        ("44108", "perhaps 2020-10-04"),
        ("2020-10-04T00:00:00", "Leave out the time of day: 2020-10-04."),
        ("2020-10-04 00:00", "Leave out the time of day: 2020-10-04."),
        ("2020-10", "last day of the month"),
        ("2020-02-30", "no such day"),
        ("4 Oct 2020", "YYYY-MM-DD"),
    ],
)
def test_dates_are_never_guessed(sheet: Sheet, text: str, hint: str) -> None:
    problem = sheet.only("camps", file_of(stock(), stock(period_end=text)))
    assert (problem.line, problem.column, problem.rule, problem.severity) == (3, "period_end", "date", "error")
    assert hint in problem.hint


def test_a_date_in_other_digits_is_read_with_a_warning(sheet: Sheet) -> None:
    data = file_of(stock(period_end="٢٠٢٠-١٠-٠٤"))
    assert sheet.only("camps", data).rule == "digits"
    assert str(sheet.read("camps", data).frame["period_end"][0].date()) == "2020-10-04"


def test_empty_lines_are_skipped_and_counted(sheet: Sheet) -> None:
    data = file_of(stock("1"), "", "," * 16, stock("2"))
    table = sheet.read("camps", data)
    assert [(each.line, each.rule) for each in table.problems] == [(3, "row_empty"), (4, "row_empty")]
    assert list(table.frame["line"]) == [2, 5]


def test_empty_lines_above_the_header_do_not_hide_it(sheet: Sheet) -> None:
    table = sheet.read("camps", b"\n\n" + file_of(stock("1")))
    assert list(table.frame["line"]) == [4]


def test_commas_at_the_end_of_a_row_are_not_read(sheet: Sheet) -> None:
    data = file_of(stock("1"), stock("2") + ",,")
    assert sheet.found("camps", data) == [(3, "", "row_trailing")]
    assert values(sheet, data) == [1, 2]


def test_commas_at_the_end_of_every_line_are_told_once(sheet: Sheet) -> None:
    data = file_of(stock("1") + ",,", stock("2") + ",,", header=HEADER + ",,")
    assert sheet.found("camps", data) == [(1, "", "header_trailing")]
    assert values(sheet, data) == [1, 2]


def test_a_short_row_is_refused_and_the_others_are_kept(sheet: Sheet) -> None:
    data = file_of(stock("1"), stock("2").rsplit(",", 2)[0], stock("3"))
    assert sheet.found("camps", data) == [(3, "", "row_short")]
    assert values(sheet, data) == [1, 3]


def test_a_row_with_a_bare_comma_in_its_text_is_refused(sheet: Sheet) -> None:
    problem = sheet.only("camps", file_of(stock(note="one, two")))
    assert problem.rule == "row_long"
    assert "quotation marks around it" in problem.hint


def test_typographic_quotation_marks_do_not_hold_a_text_together(sheet: Sheet) -> None:
    problem = sheet.only("camps", file_of(stock(note="“one, two”")))
    assert "typographic" in problem.hint


def test_typographic_quotation_marks_in_a_text_are_text(sheet: Sheet) -> None:
    data = file_of(stock(note="called “the annex”"))
    assert sheet.found("camps", data) == []
    assert list(sheet.read("camps", data).frame["note"]) == ["called “the annex”"]


def test_typographic_quotation_marks_around_a_code_are_named(sheet: Sheet) -> None:
    problem = sheet.only("camps", file_of(stock(group="“total”")))
    assert (problem.rule, problem.hint) == ("enum", 'Did you mean "total"?')


def test_a_quoted_line_break_does_not_move_the_line_numbers(sheet: Sheet) -> None:
    """Line 4 of the file is its third record: counting records would send the reader to the wrong line."""
    data = file_of(stock("1", note='"one\ntwo"'), stock("many"))
    problem = sheet.only("camps", data)
    assert problem.line == 4
    assert list(sheet.read("camps", data).frame["note"]) == ["one\ntwo"]


def test_an_open_quotation_mark_costs_its_own_row_only(sheet: Sheet) -> None:
    data = file_of(stock("1"), stock("2", note='"never closed'), stock("3"), stock("4"))
    assert sheet.found("camps", data) == [(3, "", "quote_open")]
    assert values(sheet, data) == [1, 3, 4]


def test_an_open_quotation_mark_in_the_last_row_is_found(sheet: Sheet) -> None:
    data = file_of(stock("1"), stock("2", note='"never closed'))
    assert sheet.found("camps", data) == [(3, "", "quote_open")]
    assert sheet.found("camps", data.rstrip()) == [(3, "", "quote_open")]


def test_an_open_quotation_mark_that_another_row_closes_is_found(sheet: Sheet) -> None:
    data = file_of(stock("1", note='"open'), stock("2"), stock("3", note='"whole"'), stock("4"))
    assert (2, "", "quote_open") in sheet.found("camps", data)
    assert values(sheet, data) == [2, 3, 4]


def test_spaces_around_a_code_are_not_read(sheet: Sheet) -> None:
    data = file_of(stock(group=" total ", value=" 9000"))
    assert {each.rule for each in sheet.read("camps", data).problems} == {"spaces"}
    assert list(sheet.read("camps", data).frame["group"]) == ["total"]


def test_a_control_character_refuses_its_row(sheet: Sheet) -> None:
    problem = sheet.only("camps", file_of(stock(note="a\x00b")))
    assert (problem.line, problem.column, problem.rule) == (2, "note", "control_character")
    assert "U+0000" in problem.message


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b" \r\n "])
def test_an_empty_file_is_said_to_be_empty(sheet: Sheet, data: bytes) -> None:
    assert sheet.only("camps", data).rule == "file_empty"


def test_a_file_with_a_header_alone_is_in_order(sheet: Sheet) -> None:
    table = sheet.read("camps", file_of())
    assert (len(table.frame), table.problems) == (0, ())


def test_a_file_without_header_is_refused(sheet: Sheet) -> None:
    problem = sheet.only("camps", (stock() + "\n").encode())
    assert problem.rule == "header_missing"
    assert HEADER in problem.hint


def test_columns_are_read_by_name_whatever_their_order(sheet: Sheet) -> None:
    names, cells = HEADER.split(","), stock("9000").split(",")
    data = file_of(",".join(reversed(cells)), header=",".join(reversed(names)))
    assert sheet.found("camps", data) == [(1, "", "column_order")]
    assert values(sheet, data) == [9000]


def test_a_column_name_in_capitals_is_read(sheet: Sheet) -> None:
    data = file_of(stock("9000"), header=HEADER.replace("period_start", "Period Start"))
    problem = sheet.only("camps", data)
    assert (problem.line, problem.column, problem.rule) == (1, "period_start", "column_name")
    assert values(sheet, data) == [9000]


def test_a_column_twice_refuses_the_file(sheet: Sheet) -> None:
    """Which of two figures is meant cannot be known."""
    data = file_of(stock() + ",5", header=HEADER + ",value")
    assert sheet.found("camps", data) == [(1, "value", "column_twice")]
    assert values(sheet, data) == []


def test_a_column_that_may_be_empty_may_be_absent(sheet: Sheet) -> None:
    cells = stock("9000").split(",")
    data = file_of(",".join(cells[:-1]), header=HEADER.removesuffix(",note"))
    table = sheet.read("camps", data)
    assert table.problems == ()
    assert list(table.frame["value"]) == [9000]
    assert list(table.frame["note"]) == [""]


def test_a_missing_column_that_must_be_filled_refuses_the_file(sheet: Sheet) -> None:
    data = file_of("x,y", header="indicator,place")
    assert values(sheet, data) == []
    assert (1, "value", "column_missing") in sheet.found("camps", data)


def test_a_misspelt_column_is_suggested(sheet: Sheet) -> None:
    data = file_of(stock("9000"), header=HEADER.replace("locator", "locater"))
    found = {each.rule: each for each in sheet.read("camps", data).problems}
    assert found["column_unknown"].hint == 'Did you mean "locator"?'
    assert "column_missing" not in found


def test_a_row_of_hxl_tags_is_skipped_with_a_note(sheet: Sheet) -> None:
    tags = ",".join(f"#{name}" for name in HEADER.split(","))
    data = file_of(tags, stock("9000"))
    assert sheet.found("camps", data) == [(2, "", "hxl_row")]
    assert list(sheet.read("camps", data).frame["line"]) == [3]


def test_a_near_miss_in_a_vocabulary_is_suggested(sheet: Sheet) -> None:
    problem = sheet.only("camps", file_of(stock(qualifier="At Least")))
    assert problem == Problem(
        file="observations/camps.csv",
        line=2,
        column="qualifier",
        value="At Least",
        rule="enum",
        message="'At Least' is not a value of qualifier",
        hint='Did you mean "at_least"?',
        severity="error",
    )


def test_a_far_miss_lists_the_vocabulary(sheet: Sheet) -> None:
    problem = sheet.only("camps", file_of(stock(qualifier="xyzzy")))
    assert problem.hint == "Write one of exact, about, at_least, at_most, range, estimate."


def test_every_problem_of_a_row_is_collected(sheet: Sheet) -> None:
    data = file_of(stock("many", period_end="soon", group="folk", source=""))
    assert sheet.found("camps", data) == [
        (2, "group", "enum"),
        (2, "period_end", "date"),
        (2, "value", "number"),
        (2, "source", "required"),
    ]


def test_a_problem_is_printed_as_file_line_column_message(sheet: Sheet) -> None:
    problem = sheet.only("camps", file_of(stock("many")))
    assert str(problem) == "observations/camps.csv:2:value: 'many' is not a number"


def test_another_spelling_of_total_is_read_as_total(sheet: Sheet) -> None:
    data = file_of(flow(group="all"))
    problem = sheet.only("camp_returns", data)
    assert (problem.rule, problem.severity) == ("synonym", "warning")
    assert list(sheet.read("camp_returns", data).frame["group"]) == ["total"]


def test_a_negative_figure_is_refused(sheet: Sheet) -> None:
    assert sheet.only("camps", file_of(stock("-5"))).rule == "minimum"


def test_thousands_of_like_findings_end_in_a_count(sheet: Sheet) -> None:
    from loaders.problems import REPORTED_PER_RULE, shortened

    rows = [stock(f"many{n}") for n in range(REPORTED_PER_RULE + 7)]
    problems = sheet.read("camps", file_of(*rows)).problems
    assert len(problems) == REPORTED_PER_RULE + 7
    told = list(shortened(problems))
    assert len(told) == REPORTED_PER_RULE + 1
    assert told[-1].message.startswith("and 7 more")
    assert sum(each.times for each in told) == len(problems)
