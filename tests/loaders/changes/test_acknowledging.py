"""A warning acknowledged by command: the row that it becomes, what is asked, and that it is told no more."""

import csv
from pathlib import Path

import pytest

from loaders import load
from loaders.__main__ import main
from loaders.changes import acknowledging, store
from loaders.changes.acknowledging import RefusedError, Words, propose, warnings_at
from tests.loaders.samples import Directory, stock

KEY = "camp_population al-hol all total 2020-10-04 ocha-2020-october"
SAID = Words("An average, the source says", "Data desk", "2027-11-30")
ASKED = ["--why", SAID.reason, "--who", SAID.who, "--until", SAID.until]


@pytest.fixture
def odd(directory: Directory) -> Directory:
    """A directory with one warning, half a person in line 3 of the camps, and one of the address in line 4."""
    directory.write(
        "camps", stock(period_end="2020-10-03"), stock("9000.5"), stock("9,100".join('""'), period_end="2020-10-05")
    )
    return directory


def ran(capsys: pytest.CaptureFixture[str], odd: Directory, *arguments: str) -> tuple[int, str]:
    code = main(["acknowledge", *arguments, "--data", str(odd.path)])
    return code, capsys.readouterr().out


def test_it_is_written_told_no_more_and_taken_back(odd: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    before = odd.found()
    code, told = ran(capsys, odd, "observations/camps.csv:3", *ASKED, "--yes")
    assert code == 0, told
    assert "observations/camps.csv:3:value: 9000.5 persons is not a whole number [warning whole_number]" in told
    text = (odd.path / "acknowledged.csv").read_text(encoding="utf-8")
    row = f'whole_number,observations/camps.csv,{KEY},9000.5,"An average, the source says",Data desk,2027-11-30\n'
    assert text.endswith(row)
    assert odd.found() == [each for each in before if each[1] != 3]
    assert len(odd.load().acknowledged) == 1
    log = (odd.path / "DATA-CHANGELOG.md").read_text(encoding="utf-8")
    assert "A warning is known: An average, the source says. By Data desk." in log
    assert "Acknowledged oddities: 1 added" in log
    (kept,) = store.history(odd.path)
    assert (kept.who, list(kept.before)) == ("Data desk", ["acknowledged.csv", "DATA-CHANGELOG.md"])
    assert main(["undo", "--data", str(odd.path)]) == 0
    assert odd.found() == before


def test_without_an_answer_the_line_is_given(odd: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    present = (odd.path / "acknowledged.csv").read_bytes()
    code, told = ran(capsys, odd, "observations/camps.csv:3:value", *ASKED)
    assert code == 0
    assert "nothing is written; to enter it by hand, add to acknowledged.csv:" in told
    assert f"whole_number,observations/camps.csv,{KEY},9000.5," in told
    assert (odd.path / "acknowledged.csv").read_bytes() == present


def test_one_that_has_lapsed_is_replaced(
    odd: Directory, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ran(capsys, odd, "observations/camps.csv:3", *ASKED, "--yes")[0] == 0
    monkeypatch.setenv("CAMPSTATS_TODAY", "2027-12-01")
    assert {rule for *_, rule in odd.found()} >= {"whole_number", "acknowledged_lapsed"}
    later = ["--why", "Still so", "--who", "Data desk", "--until", "2028-11-30"]
    assert ran(capsys, odd, "observations/camps.csv:3", *later, "--yes")[0] == 0
    assert not {rule for *_, rule in odd.found()} & {"whole_number", "acknowledged_lapsed"}
    (known,) = odd.load().acknowledged
    assert known.reason == "Still so"


@pytest.mark.parametrize(
    ("words", "column", "told"),
    [
        (Words("", "A", "2027-11-30"), "reason", "say why it stands"),
        (Words("So", " ", "2027-11-30"), "who", "say who looked into it"),
        (Words("So", "A", ""), "until", "say until when"),
        (Words("So", "A", "30/11/2027"), "until", "is no day"),
        (Words("So", "A", "2020-01-01"), "until", "is not after today"),
        (Words("x" * 501, "A", "2027-11-30"), "reason", "501 signs are too many"),
        (Words("=1+1", "A", "2027-11-30"), "", "is a formula"),
    ],
)
def test_what_is_not_said_is_asked(odd: Directory, words: Words, column: str, told: str) -> None:
    found = warnings_at(odd.load().problems, "observations/camps.csv:3")
    with pytest.raises(RefusedError, match=told) as refused:
        propose(odd.path, found, words)
    assert refused.value.column == column


def test_an_error_and_an_acknowledgement_are_not_acknowledged(directory: Directory) -> None:
    directory.write("camps", stock("many"))
    directory.write("acknowledged", "jump,places.csv,roj,1,A,B,2027-11-30")
    error, nothing = sorted(directory.load().problems, key=lambda each: each.severity)
    with pytest.raises(RefusedError, match="an error refuses its row"):
        propose(directory.path, [error], SAID)
    with pytest.raises(RefusedError, match="mend the acknowledgement itself"):
        propose(directory.path, [nothing], SAID)


def test_what_has_changed_meanwhile_is_not_acknowledged(odd: Directory) -> None:
    found = warnings_at(odd.load().problems, "observations/camps.csv:3")
    odd.write("camps", stock(period_end="2020-10-03"), stock("8000.5"))
    with pytest.raises(RefusedError, match=r"observations/camps\.csv has changed meanwhile"):
        propose(odd.path, found, SAID)


def test_where_nothing_stands_it_says_so(odd: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = ran(capsys, odd, "observations/camps.csv:2", *ASKED, "--yes")
    assert (code, told) == (1, "no warning stands at observations/camps.csv:2: python -m loaders check lists them\n")
    code, told = ran(capsys, odd, "observations/camps.csv:3", "--finding", "jump", *ASKED, "--yes")
    assert (code, "no warning jump stands at" in told) == (1, True)


def test_a_warning_of_the_projects_own_data_can_be_acknowledged() -> None:
    """The acknowledgements that stand there are what is made of the warnings that they cover."""
    data = Path("data")
    known = load(data).acknowledged
    rows = [*csv.reader((data / "acknowledged.csv").read_text(encoding="utf-8").splitlines())]
    assert known
    for each in known:
        words = Words(each.reason, each.who, f"{each.until:%Y-%m-%d}")
        made = acknowledging.propose(data, [each.problem], words)
        assert [*made.rows[0].values()] in rows
        assert made.replaced
