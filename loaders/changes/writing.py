"""Checked changes written with their entry in DATA-CHANGELOG.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from loaders.changes import changelog, difference, store
from loaders.clock import today
from loaders.ledger import assemble
from loaders.problems import Problem


def new_problems(texts: Mapping[str, bytes], seen: Mapping[str, bytes], directory: Path) -> list[Problem]:
    """Return the problems that data with the new texts have and those that were `seen` have not."""
    after = assemble({**seen, **texts}, directory).problems
    return fresh(after, assemble(dict(seen), directory).problems) if after else []


def fresh(after: Sequence[Problem], before: Sequence[Problem]) -> list[Problem]:
    """Return the problems of a newer version that the older one has not, wherever they stand in their file."""
    known = Counter(map(_apart_from_line, before))
    new = []
    for found in after:
        key = _apart_from_line(found)
        if not known[key]:
            new.append(found)
        known[key] -= known[key] > 0
    return new


def write(directory: Path, seen: Mapping[str, bytes], texts: Mapping[str, bytes], *, who: str, why: str) -> store.Kept:
    """Put new files in the place of those that were `seen`, with an entry in DATA-CHANGELOG.md; see `store.accept`."""
    after = {**seen, **texts}
    changes = difference.between(seen, after)
    path = directory / changelog.FILE
    present = path.read_bytes() if path.exists() else b""
    text = changelog.entry(changes, seen, after, day=f"{today():%Y-%m-%d}", who=who, why=why)
    whole = {**texts, changelog.FILE: changelog.with_entry(present, text)}
    return store.accept(directory, whole, {**seen, changelog.FILE: present}, who=who, why=why)


def _apart_from_line(found: Problem) -> tuple[str, str, str, str]:
    return found.file, found.rule, found.column, found.value
