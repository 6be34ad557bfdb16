"""Rows taken away knowingly: a version that was kept back because it lost many is accepted, by whom and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.changes import changelog, difference, store
from loaders.clock import today
from loaders.guard import compared, extents
from loaders.ledger import assemble, read_files


@dataclass(frozen=True, slots=True)
class Loss:
    """A file that has fewer rows than the version before: so many `before`, so many `now`."""

    path: str
    before: int
    now: int

    def __str__(self) -> str:
        return f"{self.path} has {self.now:,} in place of {self.before:,} rows, {self.before - self.now:,} fewer"


def losses(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> tuple[Loss, ...]:
    """Return the files that lost more rows than go unasked (see `loaders.guard`).

    Raises:
        NotWrittenError: a file was cut off: that is no loss to accept.
    """
    old, new = extents(before), extents(now)
    found = []
    for each in compared(old, new):
        if each.rule != "file_shrank":
            raise store.NotWrittenError(f"{each}; a file that was cut off is mended, not accepted")
        was, left = old[each.file], new.get(each.file)
        found.append(Loss(each.file, was.rows if was else 0, left.rows if left else 0))
    return tuple(found)


def accept(directory: Path, before: Mapping[str, bytes], *, who: str, why: str) -> tuple[store.Kept, tuple[Loss, ...]]:
    """Accept the files as they stand, with what they lost against those `before`, which `undo` brings back.

    The loss is written into DATA-CHANGELOG.md with its rows, and the change is kept like any other.

    Raises:
        NotWrittenError: name or reason is missing, nothing was lost, a file was cut off or has an error, or the disk
            refuses.
    """
    if not who.strip() or not why.strip():
        raise store.NotWrittenError("say who you are and why the rows go: the changelog names both")
    now = {path: data for path, data in read_files(directory).items() if isinstance(data, bytes)}
    lost = losses(before, now)
    if not lost:
        raise store.NotWrittenError("no file has lost more rows than go unasked; there is nothing to accept")
    errors = [each for each in assemble(now, directory).problems if each.severity == "error"]
    if errors:
        raise store.NotWrittenError(f"{errors[0]}; mend what is wrong first")
    path = directory / changelog.FILE
    present = path.read_bytes() if path.exists() else b""
    told = f"{why.strip().rstrip('.')}. Accepted knowingly: {'; '.join(map(str, lost))}"
    text = changelog.entry(
        difference.between(before, now), before, now, day=f"{today():%Y-%m-%d}", who=who.strip(), why=told
    )
    differ = [each for each in dict.fromkeys([*before, *now]) if before.get(each, b"") != now.get(each, b"")]
    stand = {each: now.get(each, b"") for each in differ}
    kept = store.accept(
        directory,
        {**stand, changelog.FILE: changelog.with_entry(present, text)},
        {**stand, changelog.FILE: present},
        who=who.strip(),
        why=told,
        was={each: before.get(each, b"") for each in differ},
    )
    return kept, lost
