"""A warning that somebody has looked into is counted and not repeated, for as long as it is the same warning."""

import pandas as pd
import pytest

from loaders import check_upload
from loaders.__main__ import main
from loaders.ledger import load
from tests.loaders.samples import DATA, Directory, file_of, stock

KEY = "camp_population al-hol all total 2020-10-04 ocha-2020-october"
ROW = f"whole_number,observations/camps.csv,{KEY},9000.5,An average,Data desk,2027-11-30"


@pytest.fixture
def odd(directory: Directory) -> Directory:
    """A directory with one warning: half a person in line 3 of the camps."""
    directory.write("camps", stock(period_end="2020-10-03"), stock("9000.5"))
    return directory


def test_a_known_warning_is_no_problem_any_more(odd: Directory) -> None:
    assert odd.found() == [("observations/camps.csv", 3, "value", "whole_number")]
    odd.write("acknowledged", ROW)
    ledger = odd.load()
    assert ledger.problems == ()
    (known,) = ledger.acknowledged
    assert (known.problem.line, known.problem.rule) == (3, "whole_number")
    assert (known.reason, known.who, known.until) == ("An average", "Data desk", pd.Timestamp(2027, 11, 30))
    assert len(ledger.observations) == 2


def test_a_new_warning_is_the_only_one(odd: Directory) -> None:
    odd.write("acknowledged", ROW)
    odd.write("camps", stock("9000.5"), stock("8000.5", period_end="2020-10-05"))
    assert odd.found() == [("observations/camps.csv", 3, "value", "whole_number")]


@pytest.mark.parametrize(
    "row",
    [
        ROW.replace("9000.5", "9000.7"),
        ROW.replace("2020-10-04", "2020-10-03"),
        ROW.replace("whole_number", "jump"),
        ROW.replace("camps.csv", "funding.csv"),
    ],
)
def test_an_acknowledgement_of_something_else_covers_nothing_and_is_reported(odd: Directory, row: str) -> None:
    odd.write("acknowledged", row)
    assert odd.found() == [
        ("acknowledged.csv", 2, "row", "acknowledged_nothing"),
        ("observations/camps.csv", 3, "value", "whole_number"),
    ]


def test_an_acknowledgement_lapses_with_its_day(odd: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    odd.write("acknowledged", ROW)
    monkeypatch.setenv("CAMPSTATS_TODAY", "2027-11-30")
    assert odd.found() == []
    monkeypatch.setenv("CAMPSTATS_TODAY", "2027-12-01")
    assert odd.found() == [
        ("acknowledged.csv", 2, "until", "acknowledged_lapsed"),
        ("observations/camps.csv", 3, "value", "whole_number"),
    ]


def test_an_error_cannot_be_acknowledged(directory: Directory) -> None:
    directory.write("camps", stock(period_start="2020-10-01"))
    directory.write("acknowledged", f"stock_start,observations/camps.csv,{KEY},2020-10-01,Because,Data desk,2027-11-30")
    assert {rule for *_, rule in directory.found()} == {"stock_start", "acknowledged_nothing"}


def test_a_warning_of_a_whole_file_is_acknowledged_without_a_row(directory: Directory) -> None:
    path = directory.path / "observations" / "camps.csv"
    path.write_bytes(file_of(stock()).replace(b",", b";"))
    assert directory.found() == [("observations/camps.csv", 1, "", "delimiter")]
    directory.write("acknowledged", "delimiter,observations/camps.csv,,,Comes so every week,Data desk,2027-11-30")
    assert directory.found() == []


def test_a_period_of_custody_is_named_by_place_start_and_source(directory: Directory) -> None:
    directory.write("custody", "al-hol,Somebody,government,2020-01-01,day,2020-02-01, day,in_use,ocha-2020-october,")
    assert directory.found() == [("custody.csv", 2, "end_precision", "spaces")]
    key = "al-hol 2020-01-01 ocha-2020-october"
    directory.write("acknowledged", f'spaces,custody.csv,{key}," day",Because,Data desk,2027-11-30')
    assert directory.found() == []


def test_an_edit_that_ends_an_oddity_is_told_to_end_its_acknowledgement(odd: Directory) -> None:
    odd.write("acknowledged", ROW)
    upload = check_upload("camps", file_of(stock("9000")), odd.load())
    assert [(each.file, each.rule) for each in upload.problems] == [("acknowledged.csv", "acknowledged_nothing")]
    assert upload.accepted


def test_the_check_counts_what_is_known(odd: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    odd.write("acknowledged", ROW)
    assert main(["check", "--strict", str(odd.path)]) == 0
    assert capsys.readouterr().out == "2 observations read; 0 errors, 0 warnings, 1 acknowledged\n"


def test_the_check_names_a_warning_so_that_it_can_be_acknowledged(
    odd: Directory, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(odd.path)])
    assert capsys.readouterr().out.splitlines()[0].endswith("[warning: whole_number]")


def test_every_oddity_of_the_data_is_known() -> None:
    ledger = load(DATA)
    assert ledger.problems == ()
    assert ledger.acknowledged
