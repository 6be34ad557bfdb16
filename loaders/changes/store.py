"""Files of a data directory replaced together, or not at all; each change is kept, so that it can be taken back.

Before anything is replaced the old files are copied into `.history/` of the data directory and a journal names them. A
process that ends in the middle leaves the journal: whoever writes next puts the old files back first. One writer at a
time holds the lock; files that somebody else has changed meanwhile are not overwritten.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

HISTORY = ".history"
_JOURNAL, _LOCK, _CHANGE, _FILES = "journal.json", "lock", "change.json", "files"
_PATIENCE = 10.0  # seconds that a writer waits for another
_KEPT = 50  # changes that are kept


class NotWrittenError(RuntimeError):
    """Nothing was changed, and why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A change that was written: its name (a time), who made it and why, and the files it touched with their hashes.

    `before` and `after` give the hash of each file, empty where there was none; `undone` says that it was taken back.
    """

    name: str
    who: str
    why: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    undone: bool = False


def accept(
    directory: Path,
    texts: Mapping[str, bytes],
    seen: Mapping[str, bytes],
    *,
    who: str,
    why: str,
    was: Mapping[str, bytes] | None = None,
) -> Kept:
    """Put new texts in the place of files of the data directory, in their order, and keep what was there.

    A file that holds its new text already is left as it is; its date is that of the change.

    Args:
        directory: the data directory.
        texts: the new bytes by relative path; a figure's source before the figure.
        seen: the bytes that the change was made from; a file that holds others by now is somebody else's work.
        who: by whom the change is, for the history.
        why: the reason, for the history.
        was: what is kept as the version before, where that is not what stands in a file.

    Raises:
        NotWrittenError: somebody else is writing or has written, or the disk refuses; the files are as they were.
    """
    with _alone(directory):
        mend(directory)
        for path in texts:
            if _bytes(directory / path) != seen.get(path, b""):
                raise NotWrittenError(
                    f"{path} was changed by somebody else meanwhile; nothing was written: look at it and try again"
                )
        name = _new_name(directory)
        old = {path: (was or {}).get(path, _bytes(directory / path)) for path in texts}
        before = {path: _hash(data) for path, data in old.items()}
        kept = Kept(name, who, why, before, {path: _hash(data) for path, data in texts.items()})
        _replace(directory, kept, texts, old)
        _forget(directory)
        return kept


def undo(directory: Path, name: str = "") -> Kept:
    """Take back the newest change that has not been taken back, and return it.

    Args:
        directory: the data directory.
        name: the change that is meant, for who saw the list some time ago: no other one is taken back in its place.

    Raises:
        NotWrittenError: there is none, it is not the one that is meant, or its files were changed since.
    """
    with _alone(directory):
        mend(directory)
        standing = [one for one in history(directory) if not one.undone]
        if not standing:
            raise NotWrittenError("there is no change to take back")
        last = standing[0]
        if name and last.name != name:
            raise NotWrittenError("the newest change is another one by now; look at the list again")
        for path, after in last.after.items():
            if _hash(_bytes(directory / path)) != after:
                raise NotWrittenError(f"{path} was changed after {last.name}: that change cannot be taken back whole")
        try:
            _put_back(directory, last)
            _note(directory, replace(last, undone=True))
        except OSError as error:
            raise NotWrittenError(f"the data cannot be written: {error}") from error
        return last


def history(directory: Path) -> list[Kept]:
    """Return the changes that are kept, newest first."""
    found = []
    for folder in sorted((directory / HISTORY).glob("*/"), reverse=True):
        with contextlib.suppress(OSError, ValueError, TypeError):
            found.append(Kept(**json.loads((folder / _CHANGE).read_text(encoding="utf-8"))))
    return found


def meant(directory: Path) -> frozenset[str]:
    """Return the files that stand as the newest change, or its taking back, left them: what they lost was meant."""
    newest = history(directory)[:1]
    return frozenset(
        path
        for one in newest
        for path, left in (one.before if one.undone else one.after).items()
        if _hash(_bytes(directory / path)) == left
    )


def interrupted(directory: Path) -> bool:
    """Whether a change is being written, or was cut off and waits to be taken back."""
    return (directory / HISTORY / _JOURNAL).exists()


def mend(directory: Path) -> str:
    """Put back the files of a change that was cut off; returns its name, empty where there is none.

    Only who holds the lock calls it (see `repair`).
    """
    journal = directory / HISTORY / _JOURNAL
    if not journal.exists():
        return ""
    try:
        kept = Kept(**json.loads(journal.read_text(encoding="utf-8")))
        _put_back(directory, kept)
        for path in kept.before:
            _sweep({str(left): left for left in (directory / path).parent.glob(f".{Path(path).name}.*.new")})
        shutil.rmtree(directory / HISTORY / kept.name, ignore_errors=True)
        journal.unlink()
    except (OSError, ValueError, TypeError) as error:
        raise NotWrittenError(f"a change that was cut off cannot be taken back: {error}") from error
    return kept.name


def repair(directory: Path, *, patience: float | None = None) -> str:
    """Take back a change that was cut off; returns its name, empty where there is none.

    Raises:
        NotWrittenError: somebody is writing for longer than `patience` seconds, or the disk refuses.
    """
    with _alone(directory, patience):
        return mend(directory)


def _replace(directory: Path, kept: Kept, texts: Mapping[str, bytes], old: Mapping[str, bytes]) -> None:
    folder = directory / HISTORY / kept.name
    beside: dict[str, Path] = {}
    try:
        for path, data in old.items():
            if data:
                _write(folder / _FILES / path, data)
        for path, data in texts.items():
            if data != _bytes(directory / path):
                beside[path] = _beside(directory / path, data)
        _note(directory, kept)
        # What is cut off is put back file by file: of those that are not replaced there is nothing to put back.
        replaced = replace(kept, before={path: kept.before[path] for path in beside})
        _write(directory / HISTORY / _JOURNAL, json.dumps(asdict(replaced)).encode())
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        _sweep(beside)
        raise NotWrittenError(f"the data cannot be written: {error}") from error
    try:
        for path, new in beside.items():
            new.replace(directory / path)
            _to_disk((directory / path).parent)
    except OSError as error:
        _sweep(beside)
        mend(directory)
        raise NotWrittenError(f"the data cannot be written: {error}") from error
    (directory / HISTORY / _JOURNAL).unlink()
    _to_disk(directory / HISTORY)
    for path in texts.keys() - beside.keys():
        with contextlib.suppress(OSError):
            os.utime(directory / path)


def _put_back(directory: Path, kept: Kept) -> None:
    """Restore the files of a change, those first that were replaced last."""
    for path in reversed(list(kept.before)):
        target, copy = directory / path, directory / HISTORY / kept.name / _FILES / path
        if kept.before[path]:
            _beside(target, copy.read_bytes()).replace(target)
        else:
            target.unlink(missing_ok=True)
        _to_disk(target.parent)


def _forget(directory: Path) -> None:
    for old in history(directory)[_KEPT:]:
        shutil.rmtree(directory / HISTORY / old.name, ignore_errors=True)


def _new_name(directory: Path) -> str:
    """A time that sorts, a little later where two changes fall into one moment."""
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S.%f}Z"
    newest = history(directory)[:1]
    return name if not newest or newest[0].name < name else f"{newest[0].name}+"


def _note(directory: Path, kept: Kept) -> None:
    _write(directory / HISTORY / kept.name / _CHANGE, json.dumps(asdict(kept), indent=1, ensure_ascii=False).encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _beside(path, data).replace(path)


@contextlib.contextmanager
def _alone(directory: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock of the data directory; it goes with the process that holds it, however that ends."""
    try:
        (directory / HISTORY).mkdir(exist_ok=True)
        handle = os.open(directory / HISTORY / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise NotWrittenError(f"the data cannot be written: {error}") from error
    try:
        begun, patience = monotonic(), _PATIENCE if patience is None else patience
        while not _locked(handle):
            if monotonic() - begun >= patience:
                raise NotWrittenError("somebody else is writing the data; nothing was written: try again in a moment")
            sleep(0.05)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""


def _beside(target: Path, data: bytes) -> Path:
    """Write a file beside its place and bring it to the disk; it has the rights of the one it is to replace."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        new.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    return new


def _sweep(beside: Mapping[str, Path]) -> None:
    for new in beside.values():
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def _to_disk(folder: Path) -> None:
    """Bring the folder's own entry to the disk; systems that cannot open a folder do it by themselves."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
