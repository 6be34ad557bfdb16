"""A preview of one edited file: what is wrong with it, what it would change, and the ledger as it would then be.

Nothing is written. A maintainer sees the effect of a row on every chart before the file replaces the one in the
directory, and finds out that a key removed here is still used there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from loaders.files.rows import read_rows
from loaders.ledger import Ledger, assemble, read_files
from loaders.problems import Problem
from loaders.schema import Resource, parse_package

# Columns that say what an observation counts, as against what the count is. Two rows that agree in them are one row
# before and after an edit.
_WHAT = ("indicator", "place", "origin", "group", "period_start", "period_end", "source", "event", "scope")


@dataclass(frozen=True, slots=True, eq=False)
class Upload:
    """What one uploaded file does.

    `table` is the name of the resource. `problems` are the findings in the file itself, and those elsewhere that it
    would cause. `ledger` is the whole ledger with the file in place of the present one. `added`, `changed` and
    `removed` hold the rows in which the file differs from the present one, as text and with the line in `line` (of the
    uploaded file; of the present one for removed rows). `changed` has the new cells, and in `changes` what was there
    before, such as `value: 100 -> 1000`.
    """

    table: str
    problems: tuple[Problem, ...]
    ledger: Ledger
    added: pd.DataFrame
    changed: pd.DataFrame
    removed: pd.DataFrame

    @property
    def accepted(self) -> bool:
        """Whether the file could replace the present one: it has and causes no error."""
        return not any(found.severity == "error" for found in self.problems)


def check_upload(name: str, data: bytes, ledger: Ledger) -> Upload:
    """Check one CSV file, given as bytes, against the rest of the ledger, and compare it with the present file.

    Args:
        name: the table, as the resource is called in the data package (`camps`, `sources`), or the file's own name
            (`camps.csv`).
        data: the bytes of the edited file.
        ledger: the ledger that the file would become part of; the other files are read again from its directory.

    Raises:
        KeyError: no resource has that name; the message lists those that exist.
        PackageError: the data package in the directory cannot be used.
    """
    files = read_files(ledger.directory)
    package = parse_package({path: content for path, content in files.items() if isinstance(content, bytes)})
    resource = package.resource(name)
    present = files[resource.path]
    preview = assemble({**files, resource.path: data}, ledger.directory)
    before = Counter(map(_apart_from_line, ledger.problems))
    caused = [found for found in preview.problems if found.file == resource.path or not before[_apart_from_line(found)]]
    old = _texts(resource, present if isinstance(present, bytes) else b"")
    added, changed, removed = _differences(old, _texts(resource, data), resource)
    return Upload(resource.name, tuple(caused), preview, added, changed, removed)


def _apart_from_line(found: Problem) -> tuple[str, str, str, str]:
    return found.file, found.rule, found.column, found.value


def _texts(resource: Resource, data: bytes) -> pd.DataFrame:
    """Return the cells of a file as text, one row a record, with its `line`."""
    rows = read_rows(resource, data)
    columns = {name: rows.columns.get(name, ()) for name in resource.names}
    texts = pd.DataFrame({**columns, "line": rows.lines}).astype(dict.fromkeys(resource.names, "str"))
    return texts[~texts["line"].isin(rows.held)].reset_index(drop=True)


def _differences(
    old: pd.DataFrame, new: pd.DataFrame, resource: Resource
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the rows added, changed (with the column `changes`) and removed from `old` to `new`."""
    names = list(resource.names)
    gone, come = _unmatched(old, new, names), _unmatched(new, old, names)
    identity = list(resource.primary_key) or [name for name in names if name in _WHAT]
    waiting: dict[tuple[str, ...], list[int]] = {}
    for label, key in zip(gone.index, gone[identity].itertuples(index=False, name=None), strict=True):
        waiting.setdefault(key, []).append(label)
    pairs: dict[int, int] = {}
    for label, key in zip(come.index, come[identity].itertuples(index=False, name=None), strict=True):
        if waiting.get(key):
            pairs[label] = waiting[key].pop(0)
    changed = come.loc[list(pairs)]
    was = gone.loc[list(pairs.values())]
    said = [
        "; ".join(_changes(names, before, after))
        for before, after in zip(
            was[names].itertuples(index=False, name=None),
            changed[names].itertuples(index=False, name=None),
            strict=True,
        )
    ]
    changed = changed.assign(changes=pd.Series(said, index=changed.index, dtype="str"))
    added, removed = come.drop(index=list(pairs)), gone.drop(index=list(pairs.values()))
    return added.reset_index(drop=True), changed.reset_index(drop=True), removed.reset_index(drop=True)


def _unmatched(rows: pd.DataFrame, others: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the rows that `others` does not hold; of several equal rows, as many as there are too many."""
    left = Counter(others[names].itertuples(index=False, name=None))
    keep = []
    for key in rows[names].itertuples(index=False, name=None):
        keep.append(not left[key])
        left[key] -= left[key] > 0
    return rows[pd.Series(keep, index=rows.index, dtype=bool)]


def _changes(names: list[str], before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    for name, old, new in zip(names, before, after, strict=True):
        if old != new:
            yield f"{name}: {old or '(empty)'} -> {new or '(empty)'}"
