"""What differs between two versions of the data files: rows added, changed cell by cell, and removed."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from loaders.files.rows import read_rows
from loaders.frames import as_records, row_at
from loaders.ledger import read_files
from loaders.schema import PACKAGE_FILE, Resource, parse_package, schema_paths

# Columns that say what an observation counts, as against what the count is. Two rows that agree in them are one row
# before and after an edit.
_WHAT = ("indicator", "place", "origin", "group", "period_start", "period_end", "source", "event", "scope")
# Where other cells of a row were mended it is still the row of the same source that says the same number.
_SAME_FIGURE = (
    ("indicator", "place", "origin", "group", "source", "value", "scope"),
    ("indicator", "place", "origin", "group", "source", "value"),
    ("indicator", "origin", "source", "value"),
    ("indicator", "source", "value"),
)
Bytes = Mapping[str, bytes]


class UnknownVersionError(ValueError):
    """There is no such folder or revision; the message says what was looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """How one file differs: frames of text cells, each with its `line`.

    `added` and `changed` have the lines of the new version, `removed` those of the old. `changed` has the new cells,
    and in `changes` what was there before, such as `value: 100 -> 1000`; `was` has the old cells, row by row.
    """

    resource: Resource
    added: pd.DataFrame
    changed: pd.DataFrame
    removed: pd.DataFrame
    was: pd.DataFrame

    @property
    def size(self) -> int:
        """How many rows differ."""
        return len(self.added) + len(self.changed) + len(self.removed)


def between(old: Bytes, new: Bytes) -> tuple[Change, ...]:
    """Return the files in which two versions differ, in the order of the newer package; an absent file is empty.

    Raises:
        PackageError: the data package of a version cannot be used.
    """
    resources = {one.path: one for version in (old, new) for one in parse_package(dict(version)).resources}
    found = []
    for path, resource in resources.items():
        before, after = old.get(path, b""), new.get(path, b"")
        if before != after:
            change = compare(resource, before, after)
            found += [change] if change.size else []
    return tuple(found)


def compare(resource: Resource, before: bytes, after: bytes) -> Change:
    """Return how the rows of one file differ between two versions of it."""
    old, new = texts(resource, before), texts(resource, after)
    names = list(resource.names)
    gone, come = _unmatched(old, new, names), _unmatched(new, old, names)
    identity = list(resource.primary_key) or [name for name in names if name in _WHAT]
    pairs = _paired(gone, come, identity)
    for again in _SAME_FIGURE if "value" in names and not resource.primary_key else ():
        known = [name for name in again if name in names]
        pairs |= _paired(gone.drop(index=list(pairs.values())), come.drop(index=list(pairs)), known)
    pairs = dict(sorted(pairs.items(), key=lambda pair: int(row_at(come, pair[0])["line"])))
    changed = come.loc[list(pairs)]
    was = gone.loc[list(pairs.values())]
    said = [
        "; ".join(f"{name}: {old or '(empty)'} -> {new or '(empty)'}" for name, old, new in _cells(names, one, other))
        for one, other in zip(_tuples(was, names), _tuples(changed, names), strict=True)
    ]
    changed = changed.assign(changes=pd.Series(said, index=changed.index, dtype="str"))
    added, removed = come.drop(index=list(pairs)), gone.drop(index=list(pairs.values()))
    return Change(resource, *(rows.reset_index(drop=True) for rows in (added, changed, removed, was)))


def texts(resource: Resource, data: bytes) -> pd.DataFrame:
    """Return the cells of a file as text, one row a record, with its `line`."""
    rows = read_rows(resource, data)
    columns = {name: rows.columns.get(name, ()) for name in resource.names}
    texts = pd.DataFrame({**columns, "line": rows.lines}).astype(dict.fromkeys(resource.names, "str"))
    return texts[~texts["line"].isin(rows.held)].reset_index(drop=True)


def version_at(where: str, directory: Path) -> dict[str, bytes]:
    """Return the data files of a version: a folder, or a git revision of the repository that holds `directory`.

    Raises:
        UnknownVersionError: it is neither.
        PackageError: the data package there cannot be used.
    """
    if Path(where).is_dir():
        return {path: data for path, data in read_files(Path(where)).items() if isinstance(data, bytes)}
    folder = directory.resolve()
    if not folder.is_dir():
        raise UnknownVersionError(f"{directory} is no folder")
    top = Path(_git(folder, "rev-parse", "--show-toplevel", what=where).decode().strip())
    within = PurePosixPath(folder.relative_to(top.resolve()).as_posix())

    def read(path: str) -> bytes:
        return _git(folder, "show", f"{where}:{within / path}", what=where)

    package_bytes = read(PACKAGE_FILE)
    files = {PACKAGE_FILE: package_bytes} | {path: read(path) for path in schema_paths(package_bytes)}
    listed = _git(folder, "ls-tree", "-r", "--name-only", "--full-name", where, ".", what=where).decode().splitlines()
    there = {PurePosixPath(path).relative_to(within).as_posix() for path in listed if path.isascii()}
    return files | {one.path: read(one.path) for one in parse_package(files).resources if one.path in there}


def _git(folder: Path, *arguments: str, what: str) -> bytes:
    if what.startswith("-"):
        raise UnknownVersionError(f"{what} is neither a folder nor a git revision")
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603, S607 - git of the maintainer, no shell
    except FileNotFoundError as error:
        raise UnknownVersionError(f"{what} is no folder, and git, which knows revisions, is not installed") from error
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise UnknownVersionError(
            f"{what} is neither a folder nor a git revision that holds the data ({told[0] if told else 'git failed'})"
        )
    return done.stdout


def told(changes: tuple[Change, ...]) -> Iterator[str]:
    """Yield the difference line by line: `+` added, `~` changed with each cell from and to, `-` removed."""
    for change in changes:
        yield (
            f"{change.resource.path}: {len(change.added)} added, {len(change.changed)} changed, "
            f"{len(change.removed)} removed"
        )
        for sign, rows in (("+", change.added), ("~", change.changed), ("-", change.removed)):
            for row in as_records(rows):
                what = f": {row['changes']}" if sign == "~" else ""
                yield f"  {sign} line {row['line']}: {name_of(change.resource, row)}{what}"


def name_of(resource: Resource, row: Mapping[str, object]) -> str:
    """Return what tells a row from the others of its file, of an observation with its figure."""
    keys = [str(row[name]) for name in resource.primary_key or resource.row_key or resource.names[:3] if name in row]
    figure = [f"= {row['value']}"] if "value" in row and not resource.primary_key else []
    return " ".join([key for key in keys if key] + figure)


def _paired(gone: pd.DataFrame, come: pd.DataFrame, identity: list[str]) -> dict[int, int]:
    """For the label of each row that came, that of the row that went and is the same by its `identity`."""
    waiting: dict[tuple[str, ...], list[int]] = {}
    for label, key in zip(gone.index, _tuples(gone, identity), strict=True):
        waiting.setdefault(key, []).append(label)
    pairs: dict[int, int] = {}
    for label, key in zip(come.index, _tuples(come, identity), strict=True):
        if waiting.get(key):
            pairs[label] = waiting[key].pop(0)
    return pairs


def _tuples(rows: pd.DataFrame, names: list[str]) -> Iterator[tuple[str, ...]]:
    return rows[names].itertuples(index=False, name=None)


def _unmatched(rows: pd.DataFrame, others: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the rows that `others` does not hold; of several equal rows, as many as there are too many."""
    left = Counter(_tuples(others, names))
    keep = []
    for key in _tuples(rows, names):
        keep.append(not left[key])
        left[key] -= left[key] > 0
    return rows[pd.Series(keep, index=rows.index, dtype=bool)]


def _cells(names: list[str], before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for name, old, new in zip(names, before, after, strict=True):
        if old != new:
            yield name, old, new
