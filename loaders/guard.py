"""Tells a file that was cut off or lost rows from one that was edited: what is read is held against what is on screen.

The checks judge the rows that are there. A copy that broke off, a full disk or a filter left on in a spreadsheet takes
rows away, and what is left is sound: only a comparison shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loaders.files.rows import ends_quoted
from loaders.problems import Problem, problem

# A file may lose so many rows at once, or so great a part of them where that is more, but never more than half.
ROWS = 20
PART = 0.05
HALF = 0.5

_SIGNS = (",", ";", "\t", "|")
_QUOTED = re.compile(rb'"[^"]*"')
_BLANK = b" \t,;|\x00"
_KEPT = 4000  # so many bytes of a last line are kept to know it again
# What follows from another finding, last; a fault of a whole file or its header, first.
_FOLLOWS = ("foreign_key", "foreign_table")


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a CSV file goes: its rows below the header, whether its last line is ended, and how that line reads.

    `broken` says what is missing where the last row is not whole, `lines` is the number of the last line.
    """

    rows: int
    lines: int
    ended: bool
    last: bytes
    broken: str = ""


Extents = Mapping[str, Extent | None]


def extents(files: Mapping[str, bytes | Problem]) -> Extents:
    """Return the extent of each CSV file by its path, None where a file could not be read."""
    tables = {path: data for path, data in files.items() if path.endswith(".csv")}
    return {path: _extent(data) if isinstance(data, bytes) else None for path, data in tables.items()}


def compared(before: Extents, now: Extents) -> tuple[Problem, ...]:
    """Return what was cut off or lost from one version of the files to the next: `file_cut` and `file_shrank`.

    Nothing is said of a file that could not be read: that is a finding of its own.
    """
    cut = {path: found for path, each in now.items() if each and (found := _cut(path, before.get(path), each))}
    gone = Extent(0, 0, ended=True, last=b"")
    pairs = ((path, each, now.get(path, gone)) for path, each in before.items() if path not in cut)
    # Of a file that was cut off the lost rows follow.
    shrunk = (_shrunk(path, was.rows, left.rows) for path, was, left in pairs if was and left)
    return (*cut.values(), *(each for each in shrunk if each is not None))


def allowance(rows: int) -> int:
    """How many of its rows a file may lose from one version to the next."""
    return int(min(max(ROWS, PART * rows), HALF * rows))


def by_cause(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with those first from which others follow: whole files, headers, cells, keys; warnings last."""
    return sorted(problems, key=_rank)


def _rank(found: Problem) -> tuple[bool, int]:
    if found.cause or found.rule in _FOLLOWS:
        return found.severity == "warning", 4
    return found.severity == "warning", 1 + min(found.line, 2) if found.rule not in ("file_cut", "file_shrank") else 0


def _extent(data: bytes) -> Extent:
    # Without what stands in quotation marks a line is a row, and each delimiter parts two cells.
    bare = _QUOTED.sub(b"", data)
    lines = [line for line in bare.splitlines() if line.strip(_BLANK)]
    ended = data.rstrip(b"\x00").endswith((b"\n", b"\r")) or not data
    last = data.rstrip(b"\r\n").rpartition(b"\n")[2][:_KEPT]
    return Extent(
        rows=max(len(lines) - 1, 0),
        lines=data.rstrip(b"\r\n").count(b"\n") + 1,
        ended=ended,
        last=last,
        broken=_broken(lines, last, odd=b'"' in bare, ended=ended),
    )


def _broken(lines: list[bytes], last: bytes, *, odd: bool, ended: bool) -> str:
    """What the last row lacks; nothing where it is whole."""
    if len(lines) < 2:
        return ""
    header, row = lines[0].decode("latin-1"), lines[-1].decode("latin-1")
    sign = max(_SIGNS, key=header.count)
    if odd and ends_quoted([last.decode("latin-1")], sign):
        return "a quotation mark is opened in its last line and not closed"
    if not ended and row.count(sign) < header.count(sign):
        return f"its last line has {row.count(sign) + 1} of {header.count(sign) + 1} cells and no line end"
    return ""


def _cut(path: str, before: Extent | None, now: Extent) -> Problem | None:
    reason = now.broken or _lost_its_end(before, now)
    if not reason:
        return None
    shown = now.last.decode("utf-8", "replace").strip()
    return problem("file_cut", path, now.lines, value=shown, facts={"reason": reason})


def _lost_its_end(before: Extent | None, now: Extent) -> str:
    """What says that a row with all its cells is cut off: only the file before can."""
    if before is None or not before.ended or now.ended:
        return ""
    if now.last != before.last and before.last.startswith(now.last):
        return "its last line is the beginning of the one on screen"
    if now.rows < before.rows:
        return f"its last line has no line end, and {_rows(before.rows - now.rows)} that are on screen are gone"
    return ""


def _shrunk(path: str, before: int, now: int) -> Problem | None:
    allowed = allowance(before)
    if before - now <= allowed:
        return None
    return problem("file_shrank", path, facts={"now": _rows(now), "before": f"{before:,}", "allowed": _rows(allowed)})


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}" if count else "no rows"
