"""A warning acknowledged: its row of `acknowledged.csv`, and the file with it.

Nothing is written here. What is proposed has been tried: with it the check tells of the warning no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from loaders.acknowledged import row_keys
from loaders.changes.difference import texts
from loaders.changes.entry import lines_of, with_lines
from loaders.clock import today
from loaders.files import cells
from loaders.files.reader import read_table
from loaders.ledger import ACKNOWLEDGED, Ledger, assemble, read_files
from loaders.problems import Problem
from loaders.schema import Package, parse_package
from loaders.upload import csv_of

_LONGEST = 500  # signs of a reason
_ASKED = {"reason": "why it stands", "who": "who looked into it", "until": "until when that holds"}


class RefusedError(ValueError):
    """A warning cannot be acknowledged so; `column` says which of reason, who and until is at fault, empty for none."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Words:
    """What a maintainer says of a warning: why it stands, who looked into it (an office), until when that holds."""

    reason: str
    who: str
    until: str


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """The rows of acknowledged.csv, the file that would be written and what it was made from.

    `added` are the lines to be pasted by hand, by file; `replaced` says that an acknowledgement that has lapsed, or of
    which somebody has changed his mind, goes.
    """

    rows: tuple[Mapping[str, str], ...]
    texts: Mapping[str, bytes]
    seen: Mapping[str, bytes]
    added: Mapping[str, str]
    replaced: bool


def warnings_at(problems: Iterable[Problem], where: str, rule: str = "") -> list[Problem]:
    """Return the warnings at `file:line` or `file:line:column`, of one rule where it is given.

    Raises:
        RefusedError: there is none.
    """
    path, _, rest = where.partition(":")
    line, _, column = rest.partition(":")
    found = [
        each
        for each in problems
        if each.file == path
        and (not line or str(each.line) == line)
        and column in ("", each.column)
        and rule in ("", each.rule)
        and each.severity == "warning"
    ]
    if not found:
        named = f"no warning {rule}" if rule else "no warning"
        raise RefusedError(f"{named} stands at {where}: python -m loaders check lists them")
    return found


def propose(directory: Path, found: Sequence[Problem], words: Words) -> Proposal:
    """Return the acknowledgement of warnings of the data directory, tried on the files as they are.

    Raises:
        RefusedError: something is not said, a finding is no warning, or the check would go on telling of it.
        PackageError: the data package cannot be used.
    """
    seen = {path: data for path, data in read_files(directory).items() if isinstance(data, bytes)}
    package = parse_package(seen)
    said = _said(words)
    keys = _keys(seen, package, found)
    rows = []
    for each in found:
        _askable(each, package)
        key = keys.get((each.file, each.line), "")
        row = {"finding": each.rule, "path": each.file, "row": key, "value": each.value}
        rows += [row | said] if row | said not in rows else []
    path = package.resource(ACKNOWLEDGED).path
    text, replaced = _with(seen.get(path, b""), rows, package)
    _tried(assemble({**seen, path: text}, directory), found, path)
    lines = lines_of(seen.get(path, b"") or csv_of(pd.DataFrame(columns=list(rows[0]))), rows)
    return Proposal(tuple(rows), {path: text}, seen, {path: lines}, replaced)


def _said(words: Words) -> dict[str, str]:
    said = {each.name: " ".join(getattr(words, each.name).split()) for each in fields(words)}
    for column, text in said.items():
        if not text:
            raise RefusedError(f"say {_ASKED[column]}", column)
        if len(text) > _LONGEST:
            raise RefusedError(f"{len(text):,} signs are too many to say {_ASKED[column]}; at most {_LONGEST}", column)
    until = cells.day(said["until"])
    if not until or len(said["until"]) != len(until):
        raise RefusedError(f"{said['until']!r} is no day; write it as 2027-11-30", "until")
    if pd.Timestamp(until) <= today():
        raise RefusedError(f"{until} is not after today, so the warning would stand again at once", "until")
    return said


def _askable(found: Problem, package: Package) -> None:
    if found.severity != "warning":
        raise RefusedError(f"{found.file}, line {found.line}: an error refuses its row; it is mended, not acknowledged")
    if found.file == package.resource(ACKNOWLEDGED).path:
        raise RefusedError(f"{found.file}, line {found.line}: mend the acknowledgement itself")
    if found.times > 1:
        raise RefusedError(f"{found.times} more of the kind {found.rule} are told in one line: mend or know the others")


def _keys(seen: Mapping[str, bytes], package: Package, found: Sequence[Problem]) -> dict[tuple[str, int], str]:
    listed = {each.path: each for each in package.resources}
    touched = [listed[path] for path in {each.file for each in found} if path in listed]
    made: dict[tuple[str, int], str] = {}
    for each in touched:
        own = [one for one in found if one.file == each.path]
        made |= row_keys({each.path: each}, {each.table: read_table([each], seen)}, own)
    return made


def _with(present: bytes, rows: Sequence[Mapping[str, str]], package: Package) -> tuple[bytes, bool]:
    """acknowledged.csv with rows, in the place of those that speak of the same findings; whether there were any."""
    resource = package.resource(ACKNOWLEDGED)
    there = texts(resource, present)[list(resource.names)]
    what = list(resource.row_key)
    new = {tuple(row[name] for name in what) for row in rows}
    spoken = [key in new for key in there[what].itertuples(index=False, name=None)]
    if any(spoken) or not present:
        kept = there.loc[[not each for each in spoken]]
        whole = pd.concat([kept, pd.DataFrame(rows)[list(resource.names)]], ignore_index=True)
        return csv_of(whole), any(spoken)
    return with_lines(present, lines_of(present, rows)), False


def _tried(ledger: Ledger, found: Sequence[Problem], path: str) -> None:
    wrong = [each for each in ledger.problems if each.file == path and each.severity == "error"]
    if wrong:
        raise RefusedError(f"{wrong[0]}; {wrong[0].hint}")
    known = {(one.problem.rule, one.problem.file, one.problem.value) for one in ledger.acknowledged}
    left = [each for each in found if each in ledger.problems or (each.rule, each.file, each.value) not in known]
    if left:
        raise RefusedError(f"{left[0].file} has changed meanwhile: look what the check says of it now")
