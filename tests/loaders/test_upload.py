"""A file is checked and compared before it replaces the one in the directory, and nothing is written."""

import pytest

from loaders import Ledger, check_upload
from tests.loaders.samples import Directory, file_of, flow, stock


@pytest.fixture
def camps(directory: Directory) -> Ledger:
    """A ledger with three rows in the file of camps."""
    directory.write("camps", stock("100"), stock("200", period_end="2020-10-05"), stock("300", period_end="2020-10-06"))
    return directory.load()


def test_rows_added_changed_and_removed_are_told_apart(camps: Ledger) -> None:
    edited = file_of(
        stock("100"),
        stock("250", period_end="2020-10-05", note="mended"),
        stock("400", period_end="2020-10-07"),
    )
    upload = check_upload("camps", edited, camps)
    assert upload.accepted
    assert list(upload.added["value"]) == ["400"]
    assert list(upload.added["line"]) == [4]
    assert list(upload.removed["value"]) == ["300"]
    assert list(upload.changed["changes"]) == ["value: 200 -> 250; note: (empty) -> mended"]
    assert list(upload.changed["line"]) == [3]


def test_the_same_file_changes_nothing(camps: Ledger) -> None:
    present = (camps.directory / "observations/camps.csv").read_bytes()
    upload = check_upload("observations/camps.csv", present, camps)
    assert upload.table == "camps"
    assert upload.problems == ()
    assert (len(upload.added), len(upload.changed), len(upload.removed)) == (0, 0, 0)
    assert upload.ledger.version == camps.version


def test_rows_moved_within_the_file_are_no_change(camps: Ledger) -> None:
    rows = [stock("300", period_end="2020-10-06"), stock("100"), stock("200", period_end="2020-10-05")]
    upload = check_upload("camps.csv", file_of(*rows), camps)
    assert (len(upload.added), len(upload.changed), len(upload.removed)) == (0, 0, 0)


def test_the_preview_is_a_whole_ledger_and_the_present_one_stays(camps: Ledger) -> None:
    before = camps.observations.copy()
    upload = check_upload("camps", file_of(stock("700")), camps)
    assert list(upload.ledger.observations["value"]) == [700]
    assert upload.ledger.version != camps.version
    assert camps.observations.equals(before)
    assert "700" not in (camps.directory / "observations/camps.csv").read_text(encoding="utf-8")


def test_a_faulty_row_is_found_and_keeps_the_file_out(camps: Ledger) -> None:
    upload = check_upload("camps", file_of(stock("100"), stock(place="Al Hol")), camps)
    assert not upload.accepted
    assert [(each.line, each.column, each.hint) for each in upload.problems] == [(3, "place", 'Did you mean "al-hol"?')]


def test_a_warning_does_not_keep_the_file_out(camps: Ledger) -> None:
    upload = check_upload("camps", b"\xef\xbb\xbf" + file_of(stock('"1,000"')), camps)
    assert [each.rule for each in upload.problems] == ["number_grouped"]
    assert upload.accepted


def test_a_key_that_others_still_use_cannot_go(camps: Ledger) -> None:
    """The problem stands in the file that uses the key, and it is the edited file that causes it."""
    text = (camps.directory / "sources.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    shortened = "".join(line for line in text if not line.startswith("ocha-2020-october,"))
    upload = check_upload("sources", shortened.encode(), camps)
    assert {each.rule for each in upload.problems} == {"foreign_key"}
    assert "observations/camps.csv" in {each.file for each in upload.problems}
    assert not upload.accepted
    assert list(upload.removed["source"]) == ["ocha-2020-october"]


def test_problems_that_were_there_before_are_not_held_against_the_file(directory: Directory) -> None:
    directory.write("camps", stock("many"))
    upload = check_upload("camp_returns", file_of(flow()), directory.load())
    assert upload.problems == ()
    assert len(upload.added) == 1


def test_a_row_with_a_key_is_recognised_by_it(camps: Ledger) -> None:
    text = (camps.directory / "origins.csv").read_text(encoding="utf-8")
    upload = check_upload("origins", text.replace("FRA,France,", "FRA,French Republic,").encode(), camps)
    assert list(upload.changed["changes"]) == ["name: France -> French Republic"]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04\xff\xfe\x81"])
def test_bytes_that_are_no_table_are_refused_with_a_reason(camps: Ledger, data: bytes) -> None:
    upload = check_upload("camps", data, camps)
    assert not upload.accepted
    assert len(upload.removed) == 3


def test_an_unknown_table_is_named_with_those_that_exist(camps: Ledger) -> None:
    with pytest.raises(KeyError, match="no table is called 'prisons'; there are camp_returns"):
        check_upload("prisons", b"", camps)


def test_a_file_that_is_missing_now_is_all_new(camps: Ledger) -> None:
    (camps.directory / "observations/camps.csv").unlink()
    upload = check_upload("camps", file_of(stock("100")), camps)
    assert upload.accepted
    assert len(upload.added) == 1
