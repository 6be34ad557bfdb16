"""Marks of an unfinished merge in a file: both versions are taken out, and their lines told."""

from __future__ import annotations

import io
from collections.abc import Sequence

from loaders.problems import Problem, problem

_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def without_marks(text: str, file: str) -> tuple[str, set[int], list[Problem]]:
    """Return the text with the lines emptied that git left undecided, their numbers, and a problem for each block."""
    if "<<<<<<< " not in text or ">>>>>>> " not in text:
        return text, set(), []
    lines = list(io.StringIO(text, newline=""))
    passed: set[int] = set()
    found: list[Problem] = []
    at = 0
    while at < len(lines):
        block = _block(lines, at)
        if block:
            found.append(problem("merge_marks", file, block[0] + 1, facts=_versions(lines, block)))
            for n in range(block[0], block[-1] + 1):
                passed.add(n + 1)
                lines[n] = lines[n][len(lines[n].rstrip("\r\n")) :]
            at = block[-1]
        at += 1
    return "".join(lines), passed, found


def _block(lines: Sequence[str], start: int) -> list[int]:
    """Return where the marks of a block stand that begins at `start` (from 0): begin, base if any, middle, end."""
    if not lines[start].startswith("<<<<<<< "):
        return []
    marks = [start]
    for n in range(start + 1, len(lines)):
        mark = next((each for each in _MARKS[1:] if lines[n].startswith(each)), "")
        if mark and (mark != "=======" or lines[n].strip() == mark):
            marks.append(n)
        if mark == ">>>>>>>":
            return marks if len(marks) > 2 else []
        if lines[n].startswith("<<<<<<< "):
            return []
    return []


def _versions(lines: Sequence[str], marks: Sequence[int]) -> dict[str, object]:
    begin, middle, end = marks[0], marks[-2], marks[-1]
    first, second = _span(begin + 1, marks[1]), _span(middle + 1, end)
    names = [lines[at].strip()[8:] or "the other" for at in (begin, end)]
    each = ", ".join(str(at + 1) for at in marks[:-1])
    return {"first": first, "ours": names[0], "second": second, "theirs": names[1], "marks": f"{each} and {end + 1}"}


def _span(start: int, stop: int) -> str:
    """Lines from `start` to before `stop`, counted from 0, in words."""
    if stop <= start:
        return "nothing"
    return f"line {start + 1}" if stop == start + 1 else f"lines {start + 1} to {stop}"
