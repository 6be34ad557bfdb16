"""New rows into the files of a data directory: all of them or none that breaks a rule, and no file half written.

The new text is written beside the file, brought to the disk and put in its place in one step, `sources.csv` first: a
process that ends in between leaves a source without figures, which is sound, and never a figure without its source.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from loaders.ledger import assemble
from loaders.problems import Problem
from loaders.published.edition import Difference
from loaders.published.known import Known

# Who writes holds this file; writing takes a second.
_MARK = ".writing"
_MARK_LASTS = 60


class NotWrittenError(RuntimeError):
    """Nothing was written, and why; `problems` are errors that the new rows would cause."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def new_texts(changes: Sequence[tuple[Difference, Mapping[str, str]]], known: Known) -> dict[str, bytes]:
    """Return the files that the changes touch, by relative path, as they will read; each change with its source."""
    sources = known.package.resource("sources").path
    rows: dict[str, list[dict[str, str]]] = {}
    listed = set(known.sources)
    for difference, source in changes:
        if difference.written and source["source"] not in listed:
            rows.setdefault(sources, []).append(dict(source))
            listed.add(source["source"])
        for each in difference.written:
            rows.setdefault(known.path_of(each.indicator), []).append(each.cells(source["source"]))
    ordered = sorted(rows, key=lambda path: path != sources)
    return {path: _with_rows(known.files[path], rows[path]) for path in ordered}


def _with_rows(present: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return a CSV file with rows added at its end, in its own columns, line ends and byte order mark."""
    text = present.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    header = next(csv.reader(io.StringIO(text, newline="")))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=end)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    between = "" if text.endswith(("\n", "\r")) else end
    return present + (between + buffer.getvalue()).encode()


def new_problems(texts: Mapping[str, bytes], known: Known) -> list[Problem]:
    """Return the problems that a data directory with the new texts has and the present one has not."""
    after = assemble({**known.files, **texts}, known.directory).problems
    if not after:
        return []
    before = Counter(map(_apart_from_line, assemble(dict(known.files), known.directory).problems))
    new = []
    for found in after:
        key = _apart_from_line(found)
        if not before[key]:
            new.append(found)
        before[key] -= before[key] > 0
    return new


def _apart_from_line(found: Problem) -> tuple[str, str, str, str]:
    return found.file, found.rule, found.column, found.value


def write(texts: Mapping[str, bytes], known: Known) -> None:
    """Put new texts in the place of files of the data directory, in their order.

    Raises:
        NotWrittenError: a file was changed by someone else since it was read, or is being written by someone else, or
            cannot be written.
    """
    with _alone(known.directory):
        _write(texts, known)


@contextlib.contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Keep other writers out of a data directory; a mark that a killed process left does not bar for long."""
    mark = directory / _MARK
    try:
        with contextlib.suppress(FileNotFoundError):
            if time.time() - mark.stat().st_mtime > _MARK_LASTS:
                mark.unlink()
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError as error:
        raise NotWrittenError("someone else is writing into the data at this moment; run it again") from error
    except OSError as error:
        raise NotWrittenError(f"the data cannot be written: {error}") from error
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def _write(texts: Mapping[str, bytes], known: Known) -> None:
    beside: dict[Path, Path] = {}
    try:
        for path, data in texts.items():
            target = (known.directory / path).resolve()
            beside[target] = _beside(target, data)
        for path, target in zip(texts, beside, strict=True):
            if target.read_bytes() != known.files[path]:
                raise NotWrittenError(f"{path} was changed while the file was read; nothing was written: run it again")
        for target, new in beside.items():
            new.replace(target)
            _to_disk(target.parent)
    except OSError as error:
        raise NotWrittenError(f"the data cannot be written: {error}") from error
    finally:
        for new in beside.values():
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)


def _beside(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        new.chmod(target.stat().st_mode & 0o777)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    return new


def _to_disk(folder: Path) -> None:
    """Bring the folder's own entry to the disk; systems that cannot open a folder do it by themselves."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
