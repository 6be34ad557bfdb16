"""What was cut off or lost is told from what was edited, by the version before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.guard import Extent, allowance, by_cause, compared, extents
from loaders.ledger import read_files
from loaders.problems import problem
from tests.loaders.samples import DATA, HEADER, file_of, stock

CAMPS = "observations/camps.csv"


def of(data: bytes) -> dict[str, Extent | None]:
    """The extent of one file."""
    return dict(extents({CAMPS: data}))


def rows(count: int) -> bytes:
    """A file of so many figures."""
    return file_of(*(stock(str(1000 + n)) for n in range(count)))


def found(before: bytes, now: bytes) -> list[tuple[str, int, str]]:
    """Rule, line and message of what is said of a file that was `before` and is `now`."""
    return [(each.rule, each.line, each.message) for each in compared(of(before), of(now))]


@pytest.mark.parametrize(
    ("before", "lost"),
    [(536, 26), (400, 20), (100, 20), (40, 20), (39, 19), (8, 4), (3, 1), (1, 0)],
)
def test_a_file_may_lose_twenty_rows_or_a_twentieth_but_never_more_than_half(before: int, lost: int) -> None:
    assert allowance(before) == lost
    assert found(rows(before), rows(before - lost)) == []
    ((rule, line, message),) = found(rows(before), rows(before - lost - 1))
    assert (rule, line) == ("file_shrank", 0)
    left = before - lost - 1
    assert f"has {left or 'no'} row" in message
    assert f"the version on screen has {before}: at most {lost or 'no'} row" in message


def test_the_message_says_both_numbers_the_file_and_the_mend() -> None:
    (told,) = compared(of(rows(536)), of(rows(402)))
    assert str(told) == (
        "observations/camps.csv:0:: the file has 402 rows, and the version on screen has 536: "
        "at most 26 rows may go at once"
    )
    assert told.hint.startswith("Save or copy observations/camps.csv whole again. If the rows were meant to go, accept")
    assert told.severity == "error"


def test_a_file_that_is_gone_has_lost_all_rows() -> None:
    """The data package reads files that it does not list where they lie among their like: none misses them."""
    (told,) = compared(of(rows(3)), {})
    assert (told.rule, told.file) == ("file_shrank", CAMPS)
    assert "has no rows" in told.message


def test_nothing_is_said_to_have_gone_from_a_file_that_cannot_be_read() -> None:
    unread = extents({CAMPS: problem("file_unreadable", CAMPS, facts={"reason": "Permission denied"})})
    assert compared(of(rows(100)), unread) == ()
    assert compared(unread, of(rows(1))) == ()


def test_a_new_file_and_more_rows_are_no_loss() -> None:
    assert compared({}, of(rows(5))) == ()
    assert found(rows(5), rows(500)) == []


def test_a_line_break_in_quotation_marks_makes_no_row() -> None:
    data = file_of(stock(note='"one\ntwo ""three""\nfour"'), stock("2"))
    extent = of(data)[CAMPS]
    assert extent is not None
    assert (extent.rows, extent.lines, extent.ended, extent.broken) == (2, 5, True, "")


def test_empty_lines_are_no_rows() -> None:
    extent = of(file_of(stock(), "", ",,,,", stock("2"), ""))[CAMPS]
    assert extent is not None
    assert extent.rows == 2


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_in_any_encoding_and_with_any_line_end(codec: str, end: str) -> None:
    text = end.join([HEADER, stock(note="مخيم"), stock("2"), ""])
    extent = of(text.encode(codec))[CAMPS]
    assert extent is not None
    assert (extent.rows, extent.ended, extent.broken) == (2, True, "")


# --- cut off ----------------------------------------------------------------------------------------------------------


def test_a_file_that_ends_within_a_quotation_is_cut() -> None:
    whole = file_of(stock(note='"Parts add up, but for eight"'), stock("2", note='"As of noon, in phase 4"'))
    cut = whole[: whole.rindex(b"noon")]
    ((rule, line, message),) = found(whole, cut)
    assert (rule, line) == ("file_cut", 3)
    assert message == "the file ends in the middle of a row: a quotation mark is opened in its last line and not closed"


def test_a_file_that_ends_with_too_few_cells_is_cut_at_its_last_line() -> None:
    whole = rows(30)
    cut = whole[: whole.rindex(b",day,")]
    (told,) = compared(of(whole), of(cut))
    assert (told.rule, told.line) == ("file_cut", 31)
    assert told.message.endswith("its last line has 6 of 17 cells and no line end")
    assert told.value == "camp_population,al-hol,all,total,,2020-10-04"
    assert told.hint.startswith("It was not written or copied to its end: save or copy observations/camps.csv whole")


def test_a_file_cut_within_its_very_last_cell_is_known_by_the_version_before() -> None:
    whole = file_of(stock("1", note="Highlights"), stock("2", note="Highlights of the month"))
    cut = whole[: whole.rindex(b" of the month")]
    assert [(rule, line) for rule, line, _ in found(whole, cut)] == [("file_cut", 3)]


def test_a_file_cut_within_a_last_cell_further_up_is_known_by_the_rows_that_are_gone() -> None:
    whole = file_of(*(stock(str(n), note="Highlights of the month") for n in range(9)))
    cut = whole[: whole.index(b" of the month")]
    ((rule, line, message),) = found(whole, cut)
    assert (rule, line) == ("file_cut", 2)
    assert message.endswith("no line end, and 8 rows that are on screen are gone")


def test_a_program_that_ends_no_last_line_does_no_harm() -> None:
    whole = rows(5)
    assert found(whole, whole.rstrip(b"\n")) == []
    assert found(whole.rstrip(b"\n"), whole) == []
    assert found(whole, whole + stock("7").encode()) == []


def test_a_last_row_over_two_lines_without_line_end_is_whole() -> None:
    whole = file_of(stock(), stock("2", note='"one\ntwo"'))
    assert found(whole, whole.rstrip(b"\n")) == []


def test_of_a_file_that_was_cut_the_lost_rows_are_not_told_again() -> None:
    whole = rows(200)
    assert [rule for rule, _, _ in found(whole, whole[: len(whole) // 2 + 7])] == ["file_cut"]


@given(part=st.floats(min_value=0.02, max_value=0.7))
def test_a_file_that_was_copied_in_part_is_always_noticed(part: float) -> None:
    whole = (DATA / CAMPS).read_bytes()
    assert compared(of(whole), of(whole[: int(part * len(whole))]))


@given(data=st.binary(max_size=200))
def test_any_bytes_have_an_extent(data: bytes) -> None:
    extent = of(data)[CAMPS]
    assert extent is not None
    assert 0 <= extent.rows <= len(data)
    assert all("\n" not in str(each) for each in compared(of(rows(2)), of(data)))


def test_the_projects_files_have_lost_nothing_against_themselves() -> None:
    files = read_files(DATA)
    assert compared(extents(files), extents(files)) == ()
    assert all(each is not None and not each.broken and each.ended for each in extents(files).values())


def test_the_first_cause_comes_first_and_warnings_last() -> None:
    follows = problem("foreign_key", CAMPS, 2, "source", "x", facts={"table": "sources.csv", "suggestion": ""})
    cell = problem("number", CAMPS, 9, "value", "x", facts={"suggestion": ""})
    header = problem("column_missing", "events.csv", 1, "date", facts={"description": ""})
    whole = problem("encoding_unknown", "sources.csv", facts={"reason": ""})
    lost = compared(of(rows(100)), of(rows(10)))[0]
    warning = problem("row_empty", CAMPS, 3)
    assert by_cause((warning, follows, cell, header, whole, lost)) == [lost, whole, header, cell, follows, warning]
