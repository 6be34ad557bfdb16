"""All that is wrong with a row is told at once: its shape, its cells, its keys and the rules that it breaks."""

import pytest

from loaders import check_upload
from tests.loaders.samples import HEADER, Directory, file_of, flow, stock

CAMPS = "observations/camps.csv"


def found(directory: Directory, *rows: str) -> list[tuple[int, str, str]]:
    """Return line, column and rule of what is wrong with the file of camps."""
    directory.write("camps", *rows)
    return [(line, column, rule) for file, line, column, rule in directory.found() if file == CAMPS]


def test_cells_keys_and_rules_of_one_row_come_together(directory: Directory) -> None:
    row = stock("many", place="Irak", source="nobody-2020-x", period_start="2020-10-01", date_precision="month")
    assert sorted(found(directory, stock(), row)) == [
        (3, "period_end", "precision_end"),
        (3, "period_start", "stock_start"),
        (3, "place", "foreign_key"),
        (3, "source", "foreign_key"),
        (3, "value", "number"),
    ]


def test_a_row_that_is_too_short_is_checked_as_far_as_it_goes(directory: Directory) -> None:
    row = stock("9,5", place="Irak", period_start="2020-10-01").replace("9,5", "many").removesuffix(",,")
    assert sorted(found(directory, row)) == [
        (2, "", "row_short"),
        (2, "period_start", "stock_start"),
        (2, "place", "foreign_key"),
        (2, "value", "number"),
    ]


def test_a_row_that_is_too_long_is_checked_in_its_columns(directory: Directory) -> None:
    row = stock("9000", place="Irak", note="Camp administration, in October")
    assert sorted(found(directory, row)) == [(2, "", "row_long"), (2, "place", "foreign_key")]


def test_cells_that_a_missing_comma_has_shifted_are_not_told(directory: Directory) -> None:
    """All cells from the third on stand one column to the left: only the cause helps."""
    assert found(directory, stock().replace(",all,", ",", 1)) == [(2, "", "row_short")]


def test_a_column_that_is_missing_does_not_hide_what_else_is_wrong(directory: Directory) -> None:
    names = HEADER.split(",")
    at = names.index("qualifier")

    def without(line: str) -> str:
        cells = line.split(",")
        return ",".join(cells[:at] + cells[at + 1 :])

    data = file_of(without(stock("many")), without(stock(place="Irak")), header=without(HEADER))
    (directory.path / CAMPS).write_bytes(data)
    ledger = directory.load()
    assert sorted((each.line, each.column, each.rule) for each in ledger.problems) == [
        (1, "qualifier", "column_missing"),
        (2, "value", "number"),
        (3, "place", "foreign_key"),
    ]
    assert ledger.observations.empty


def test_a_rule_is_not_held_against_a_cell_that_could_not_be_read(directory: Directory) -> None:
    """With no kind known of the indicator, nothing can be said of its scope, nor of a date that is none."""
    row = flow("10", indicator="nothing_known", period_end="soon")
    directory.write("camp_returns", row)
    assert sorted((column, rule) for _, _, column, rule in directory.found()) == [
        ("indicator", "foreign_key"),
        ("period_end", "date"),
    ]


@pytest.mark.parametrize("row", [stock("many", period_end="2031-10-04"), stock("9000", period_end="2031-10-04")])
def test_a_date_after_today_is_told_whatever_else_is_wrong(directory: Directory, row: str) -> None:
    assert (2, "period_end", "ahead_of_today") in found(directory, row)


def test_other_tables_tell_all_at_once_too(directory: Directory, package) -> None:  # type: ignore[no-untyped-def]
    cells = {"date": "2031-10-04", "date_precision": "hour", "end_date": "2020-01-01", "place": "Irak"}
    cells |= {"category": "camp", "title": "Something", "source": "nobody-2020-x"}
    directory.write("events", ",".join(cells.get(name, "") for name in package.resource("events").names))
    assert sorted((column, rule) for file, _, column, rule in directory.found() if file == "events.csv") == [
        ("date_precision", "enum"),
        ("end_date", "date_order"),
        ("place", "foreign_key"),
        ("source", "foreign_key"),
    ]


def test_a_row_that_is_refused_counts_for_no_other(directory: Directory) -> None:
    """It is neither a neighbour in a series nor a first statement, and no row is added to the preview of an upload."""
    directory.write("camps", stock("100"))
    ledger = directory.load()
    upload = check_upload("camps", file_of(stock("100"), stock("100") + ",more"), ledger)
    assert [each.rule for each in upload.problems] == ["row_long"]
    assert (len(upload.added), len(upload.ledger.observations)) == (0, 1)
