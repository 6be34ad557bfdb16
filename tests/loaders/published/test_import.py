"""`python -m loaders import`: rows into the files, once, whole, or not at all."""

import os
from pathlib import Path

import pytest

from loaders import load
from loaders.__main__ import main
from loaders.changes import store as changes_store
from loaders.changes.known import read_known
from loaders.published import store
from tests.loaders.published.samples import archive
from tests.loaders.samples import Directory

UNHCR = "Year,ISO3CoO,ISO3CoA,REF\n2020,SYR,JOR,500\n2020,SYR,LBN,70\n"
SOURCE = "unhcr-refugee-data-finder-2021-06-20"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "HDX.csv"
    path.write_text(UNHCR, encoding="utf-8")
    return path


def texts(directory: Directory) -> dict[str, bytes]:
    """Return all files of a directory, hidden ones too, without the changes that are kept."""
    found = (path for path in directory.path.rglob("*") if path.is_file() and ".history" not in path.parts)
    return {path.relative_to(directory.path).as_posix(): path.read_bytes() for path in found}


def run(directory: Directory, *arguments: str | Path, published: str = "2021-06-20") -> int:
    """Import files, with places taken wherever they are."""
    told = ["--published", published] if published else []
    return main(["import", "--data", str(directory.path), "--everywhere", *told, *map(str, arguments)])


def test_figures_and_their_source_are_written_together(
    directory: Directory, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(directory, file) == 0
    ledger = load(directory.path)
    assert not [found for found in ledger.problems if found.severity == "error"]
    rows = ledger.observations
    assert list(zip(rows["place"], rows["value"], rows["source"], strict=True)) == [
        ("jordan", 500, SOURCE),
        ("lebanon", 70, SOURCE),
    ]
    assert list(rows["locator"]) == ['file HDX.csv, row 2, "JOR"', 'file HDX.csv, row 3, "LBN"']
    assert "2 rows written into sources.csv, observations/displacement.csv" in capsys.readouterr().out


def test_twice_is_once(directory: Directory, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(directory, file)
    once = texts(directory)
    assert run(directory, file) == 0
    assert texts(directory) == once
    assert "2 there already, 0 added" in capsys.readouterr().out


def test_the_next_edition_tells_its_difference(
    directory: Directory, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(directory, file)
    file.write_text(UNHCR.replace("500", "510").replace("LBN", "EGY"), encoding="utf-8")
    assert run(directory, file, published="2022-06-20") == 0
    said = capsys.readouterr().out
    assert "~ refugees_syrian jordan syr total 2020-12-31: 510 ('JOR', file HDX.csv, row 2" in said
    assert f"was 500 in {SOURCE}" in said
    assert "+ refugees_syrian egypt syr total 2020-12-31: 70" in said
    assert "- refugees_syrian lebanon syr total 2020-12-31: 70" in said


def test_a_dry_run_says_the_same_and_writes_nothing(
    directory: Directory, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(directory)
    assert run(directory, file, "--dry-run", published="") == 0
    assert texts(directory) == before
    assert "dry run: 2 rows would go into" in capsys.readouterr().out


def test_a_file_that_does_not_say_when_it_was_published_needs_to_be_told(
    directory: Directory, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(directory)
    assert run(directory, file, published="") == 1
    assert "does not say when it was published: say the day (--published" in capsys.readouterr().out
    assert texts(directory) == before


def test_a_preamble_that_says_when_it_was_extracted_is_enough(directory: Directory, tmp_path: Path) -> None:
    path = tmp_path / "finder.zip"
    path.write_bytes(archive({"population.csv": "Extracted on 2021-06-20\n\n" + UNHCR}))
    assert run(directory, path, published="") == 0
    assert set(load(directory.path).observations["source"]) == {SOURCE}


def test_a_source_that_is_listed_can_be_named(directory: Directory, file: Path) -> None:
    assert run(directory, file, "--source", "unhcr-2026-refugee-data-finder", published="") == 0
    assert set(load(directory.path).observations["source"]) == {"unhcr-2026-refugee-data-finder"}


def test_a_source_that_says_something_else_already_is_not_overruled(
    directory: Directory, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(directory, file)
    file.write_text(UNHCR.replace("500", "510"), encoding="utf-8")
    before = texts(directory)
    assert run(directory, file) == 0
    assert texts(directory) == before
    assert "a new edition needs a source of its own" in capsys.readouterr().out


def test_rows_that_break_a_rule_are_not_written(
    directory: Directory, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(UNHCR.replace("2020,SYR,JOR", "2090,SYR,JOR"), encoding="utf-8")
    before = texts(directory)
    assert run(directory, file) == 1
    assert texts(directory) == before
    said = capsys.readouterr().out
    assert "nothing is written: the rows would break 1 rules" in said
    assert "observations/displacement.csv:2:period_end" in said


def test_files_of_unknown_formats_and_publishers_are_told(
    directory: Directory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run(directory, strange) == 1
    said = capsys.readouterr().out
    assert "saw strange.csv: 2 columns 'a', 'b'" in said
    assert "  OCHA FTS incoming flows (CSV)" in said
    tagged = tmp_path / "tagged.csv"
    tagged.write_text("#country+code,#date,#affected+idps\nSYR,2020-04-30,9\n", encoding="utf-8")
    assert run(directory, tagged) == 1
    assert "its publisher is unknown: name a source of sources.csv with --source" in capsys.readouterr().out
    assert run(directory, tagged, "--source", "unhcr-2026-refugee-data-finder") == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "no file is named"),
        (["missing.csv"], "missing.csv cannot be opened"),
        (["."], "is a folder"),
        (["--place", "Anbar=nowhere", "missing.csv"], "places.csv has no nowhere"),
        (["--indicator", "nothing", "missing.csv"], "no nothing"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    directory: Directory, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    if "--place" in arguments or "--indicator" in arguments:
        arguments = [*arguments[:-1], str(directory.path / "sources.csv")]
    assert run(directory, *arguments) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--published", "20/06/2021"], ["--published", "2021-02-30"], ["--place", "=x"]])
def test_arguments_that_mean_nothing_are_refused(directory: Directory, file: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(directory, file, *arguments, published="")
    assert caught.value.code == 2


# --- nothing lost, nothing half written ------------------------------------------------------------------------------


def test_a_full_disk_changes_nothing(directory: Directory, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = texts(directory)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run(directory, file) == 1
    assert texts(directory) == before


def test_a_fault_between_the_files_puts_the_first_back(
    directory: Directory, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(directory)
    whole = Path.replace

    def faulty(self: Path, target: Path) -> Path:
        if Path(target).name == "displacement.csv" and not (directory.path / ".failed").exists():
            (directory.path / ".failed").touch()
            raise OSError(5, "Input/output error")
        return whole(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", faulty)
        assert run(directory, file) == 1
    (directory.path / ".failed").unlink()
    assert texts(directory) == before
    assert run(directory, file) == 0
    assert len(load(directory.path).observations) == 2


def test_a_file_that_someone_else_changed_meanwhile_is_not_overwritten(directory: Directory) -> None:
    known = read_known(directory.path)
    target = directory.path / "sources.csv"
    theirs = target.read_bytes() + b"\n"
    target.write_bytes(theirs)
    with pytest.raises(store.NotWrittenError, match="was changed by somebody else"):
        store.write({"sources.csv": b"ours"}, known)
    assert target.read_bytes() == theirs


def test_while_someone_else_writes_nothing_is_written(
    directory: Directory, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_store, "_PATIENCE", 0.1)
    before = texts(directory)
    with changes_store._alone(directory.path):
        assert run(directory, file) == 1
    assert texts(directory) == before
    assert run(directory, file) == 0


def test_a_folder_that_may_not_be_written_is_told(
    directory: Directory, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    before = texts(directory)
    monkeypatch.setattr(os, "open", refused)
    assert run(directory, file) == 1
    monkeypatch.undo()
    assert texts(directory) == before
    assert "the data cannot be written" in capsys.readouterr().out


def test_a_files_own_line_ends_columns_and_mark_are_kept(directory: Directory, file: Path) -> None:
    target = directory.path / "observations" / "displacement.csv"
    header = target.read_text(encoding="utf-8").strip().replace(",event", "")
    target.write_bytes(b"\xef\xbb\xbf" + header.encode())
    assert run(directory, file) == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf" + header.encode() + b"\nrefugees_syrian,jordan,syr")
    sources = directory.path / "sources.csv"
    sources.write_bytes(sources.read_bytes().replace(b"\n", b"\r\n"))
    run(directory, file, published="2022-06-20")
    file.write_text(UNHCR.replace("500", "510"), encoding="utf-8")
    run(directory, file, published="2022-06-20")
    assert sources.read_bytes().endswith(b"\r\n")
    assert b"\n" not in sources.read_bytes().replace(b"\r\n", b"")


def test_a_broken_data_directory_is_told_and_left(
    directory: Directory, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (directory.path / "places.csv").unlink()
    before = texts(directory)
    assert run(directory, file) == 1
    assert "places.csv" in capsys.readouterr().out
    assert texts(directory) == before
