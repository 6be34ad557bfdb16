"""Edits of one version of a file made again in another: by row, never over what somebody else has written there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from loaders.changes.difference import compare, name_of, texts
from loaders.frames import as_records
from loaders.schema import Resource
from loaders.upload import csv_of

Cells = tuple[str, ...]


def merged(resource: Resource, base: bytes, mine: bytes, now: bytes) -> tuple[bytes, list[str]]:
    """Return the file `now` with what was edited from `base` to `mine`, and the names of rows that were not.

    A row is changed or removed where it still reads as in `base`; one that reads otherwise by now, or is gone, is
    named and left as it is. A new row is added unless it stands there already.
    """
    change = compare(resource, base, mine)
    names = list(resource.names)
    rows = _cells(texts(resource, now), names)
    left: list[str] = []
    for was, row in zip(as_records(change.was), as_records(change.changed), strict=True):
        old, new = _of(was, names), _of(row, names)
        if old in rows:
            rows[rows.index(old)] = new
        elif new not in rows:
            left.append(name_of(resource, row))
    for row in as_records(change.removed):
        old = _of(row, names)
        if old in rows:
            rows.remove(old)
        elif _key(resource, row) in {_key(resource, dict(zip(names, each, strict=True))) for each in rows}:
            left.append(name_of(resource, row))
    there = Counter(rows)
    for row in as_records(change.added):
        new = _of(row, names)
        rows += [new] if not there[new] else []
    return csv_of(pd.DataFrame(rows, columns=names, dtype="str")), left


def _cells(frame: pd.DataFrame, names: Sequence[str]) -> list[Cells]:
    return [_of(row, names) for row in as_records(frame)]


def _of(row: Mapping[str, object], names: Sequence[str]) -> Cells:
    return tuple(str(row[name]) for name in names)


def _key(resource: Resource, row: Mapping[str, object]) -> Cells:
    return _of(row, resource.primary_key or resource.row_key or resource.names)
