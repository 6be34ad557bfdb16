"""A version that lost many rows, accepted by hand: what it says, what the changelog has, and the way back."""

from pathlib import Path

import pytest

from loaders.__main__ import main
from loaders.changes import loss, store
from loaders.changes.difference import version_at
from loaders.changes.store import NotWrittenError
from tests.loaders.samples import Directory, file_of, stock

CAMPS = "observations/camps.csv"
ROWS = [stock(str(1000 + day), period_end=f"2020-10-{day:02d}") for day in range(1, 31)]


@pytest.fixture
def shrunk(directory: Directory) -> tuple[Path, dict[str, bytes]]:
    """A directory that has 4 of 30 rows left, and its files as they were."""
    directory.write("camps", *ROWS)
    before = version_at(str(directory.path), directory.path)
    directory.write("camps", *ROWS[:4])
    return directory.path, before


def test_it_is_accepted_with_its_count_and_taken_back(shrunk: tuple[Path, dict[str, bytes]]) -> None:
    data, before = shrunk
    present = (data / "DATA-CHANGELOG.md").read_bytes()
    kept, lost = loss.accept(data, before, who="Data desk", why="Entered twice.")
    assert [str(each) for each in lost] == [f"{CAMPS} has 4 in place of 30 rows, 26 fewer"]
    assert (data / CAMPS).read_bytes() == file_of(*ROWS[:4])
    log = (data / "DATA-CHANGELOG.md").read_text(encoding="utf-8").replace("\\", "")
    assert ": 26 figures withdrawn" in log
    assert f"Entered twice. Accepted knowingly: {CAMPS} has 4 in place of 30 rows" in log
    assert "By Data desk." in log
    assert store.meant(data) >= {CAMPS}
    assert store.undo(data, kept.name).why.startswith("Entered twice")
    assert (data / CAMPS).read_bytes() == before[CAMPS]
    assert (data / "DATA-CHANGELOG.md").read_bytes() == present


def test_an_open_page_is_told_to_look_again(shrunk: tuple[Path, dict[str, bytes]]) -> None:
    data, before = shrunk
    stood = (data / CAMPS).stat().st_mtime_ns
    loss.accept(data, before, who="A", why="B")
    assert (data / CAMPS).stat().st_mtime_ns > stood


@pytest.mark.parametrize(("who", "why"), [("", "B"), ("A", " ")])
def test_nobody_takes_rows_away_without_name_and_reason(
    shrunk: tuple[Path, dict[str, bytes]], who: str, why: str
) -> None:
    with pytest.raises(NotWrittenError, match="say who you are and why"):
        loss.accept(shrunk[0], shrunk[1], who=who, why=why)


def test_where_nothing_was_lost_there_is_nothing_to_accept(directory: Directory) -> None:
    directory.write("camps", *ROWS)
    before = version_at(str(directory.path), directory.path)
    with pytest.raises(NotWrittenError, match="nothing to accept"):
        loss.accept(directory.path, before, who="A", why="B")


def test_a_file_that_was_cut_off_or_has_an_error_is_not_accepted(shrunk: tuple[Path, dict[str, bytes]]) -> None:
    data, before = shrunk
    (data / CAMPS).write_bytes(file_of(*ROWS[:4])[:-30])
    with pytest.raises(NotWrittenError, match="is mended, not accepted"):
        loss.accept(data, before, who="A", why="B")
    (data / CAMPS).write_bytes(file_of(*ROWS[:3], stock("many")))
    with pytest.raises(NotWrittenError, match="mend what is wrong first"):
        loss.accept(data, before, who="A", why="B")


def test_a_full_disk_leaves_the_files_as_the_maintainer_left_them(
    shrunk: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, before = shrunk
    present = (data / "DATA-CHANGELOG.md").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(NotWrittenError, match="No space left"):
            loss.accept(data, before, who="A", why="B")
    assert (data / CAMPS).read_bytes() == file_of(*ROWS[:4])
    assert store.history(data) == []
    assert (data / "DATA-CHANGELOG.md").read_bytes() == present


def test_the_command_tells_the_loss_asks_and_accepts(
    shrunk: tuple[Path, dict[str, bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, before = shrunk
    old = tmp_path / "old"
    for path, content in before.items():
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_bytes(content)
    command = ["accept", str(old), "--data", str(data), "--who", "A", "--why", "Entered twice"]
    assert main(command) == 0
    assert capsys.readouterr().out == f"{CAMPS} has 4 in place of 30 rows, 26 fewer\nnothing is written\n"
    assert main([*command, "--yes"]) == 0
    assert "accepted; python -m loaders undo brings the version of" in capsys.readouterr().out
    assert store.meant(data) >= {CAMPS}
    assert main([*command[:-2], "--yes"]) == 1
