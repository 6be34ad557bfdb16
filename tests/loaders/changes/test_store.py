"""Files replaced together or not at all: two writers, a full disk, a killed process, and the way back."""

import contextlib
import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest

from loaders.changes import store
from loaders.changes.store import NotWrittenError

OLD = {"a.csv": b"one\n", "folder/b.csv": b"two\n"}
NEW = {"a.csv": b"one\nmore\n", "folder/b.csv": b"two\nmore\n", "c.md": b"new\n"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for path, content in OLD.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def files(directory: Path) -> dict[str, bytes]:
    found = (path for path in directory.rglob("*") if path.is_file() and store.HISTORY not in path.parts)
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in found}


def test_a_change_is_written_whole_and_kept_with_who_and_why(data: Path) -> None:
    kept = store.accept(data, NEW, OLD, who="A", why="B")
    assert files(data) == NEW
    assert store.history(data) == [kept]
    assert (kept.who, kept.why, list(kept.before)) == ("A", "B", list(NEW))
    assert not store.interrupted(data)


def test_undo_brings_each_version_back_in_turn(data: Path) -> None:
    store.accept(data, NEW, OLD, who="A", why="first")
    store.accept(data, {"a.csv": b"third\n"}, NEW, who="B", why="second")
    assert store.undo(data).why == "second"
    assert files(data) == NEW
    assert store.undo(data).why == "first"
    assert files(data) == OLD
    with pytest.raises(NotWrittenError, match="no change"):
        store.undo(data)
    assert [one.undone for one in store.history(data)] == [True, True]


def test_only_the_change_that_is_meant_is_taken_back(data: Path) -> None:
    first = store.accept(data, NEW, OLD, who="A", why="first")
    second = store.accept(data, {"a.csv": b"third\n"}, NEW, who="B", why="second")
    with pytest.raises(NotWrittenError, match="another one by now"):
        store.undo(data, first.name)
    assert store.undo(data, second.name).why == "second"
    with pytest.raises(NotWrittenError, match="another one by now"):
        store.undo(data, second.name)
    assert files(data) == NEW


def test_what_was_changed_since_is_not_taken_back(data: Path) -> None:
    store.accept(data, NEW, OLD, who="A", why="")
    (data / "a.csv").write_bytes(b"by hand\n")
    with pytest.raises(NotWrittenError, match=r"a\.csv was changed after"):
        store.undo(data)
    assert files(data)["folder/b.csv"] == NEW["folder/b.csv"]


def test_another_persons_work_is_not_overwritten(data: Path) -> None:
    (data / "a.csv").write_bytes(b"theirs\n")
    with pytest.raises(NotWrittenError, match=r"a\.csv was changed by somebody else"):
        store.accept(data, NEW, OLD, who="A", why="")
    assert files(data) == OLD | {"a.csv": b"theirs\n"}


def test_two_at_once_write_one_after_the_other(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.1)
    with store._alone(data), pytest.raises(NotWrittenError, match="somebody else is writing"):
        store.accept(data, NEW, OLD, who="A", why="")
    assert files(data) == OLD
    store.accept(data, NEW, OLD, who="A", why="")
    assert files(data) == NEW


@pytest.mark.parametrize("at", range(8))
def test_a_full_disk_leaves_everything_as_it_was(data: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Whichever write is the one that finds no room."""
    done = 0
    whole = os.fsync

    def full(handle: int) -> None:
        nonlocal done
        done += 1
        if done == at + 1:
            raise OSError(28, "No space left on device")
        whole(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with contextlib.suppress(NotWrittenError):
            store.accept(data, NEW, OLD, who="A", why="")
    assert files(data) in (OLD, NEW)
    assert not store.interrupted(data)
    assert not list(data.rglob("*.new"))


def test_a_folder_that_is_read_only_says_so(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(NotWrittenError, match="Permission denied"):
        store.accept(data, NEW, OLD, who="A", why="")
    assert files(data) == OLD


def _killed(data: Path, after: int) -> None:
    """Accept a change in a process that ends without a word once so many files were replaced."""
    count = 0
    whole = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal count
        if store.HISTORY not in Path(target).parts:
            if count == after:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1
        return whole(self, target)

    Path.replace = replace  # type: ignore[assignment,method-assign]
    store.accept(data, NEW, OLD, who="A", why="")


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_killed_process_leaves_nothing_half_written(data: Path, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next to look puts the old files back; the lock went with the process."""
    # A test of pages before this one makes dashboard.py the main program, which the process would run.
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(data, after))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert store.interrupted(data)
    assert store.repair(data)
    assert files(data) == OLD
    assert not store.interrupted(data)
    store.accept(data, NEW, OLD, who="A", why="")
    assert files(data) == NEW


def test_rows_that_a_change_took_away_were_meant_and_those_of_others_not(data: Path) -> None:
    assert store.meant(data) == frozenset()
    store.accept(data, {"a.csv": b""}, OLD, who="A", why="")
    assert store.meant(data) == {"a.csv"}
    (data / "a.csv").write_bytes(b"by hand\n")
    assert store.meant(data) == frozenset()
