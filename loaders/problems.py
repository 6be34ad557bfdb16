"""A finding in a data file: where it is, what stands there, which rule it breaks; many of them cut short and grouped.

Nothing here reads a file. The reader and the checks name a rule and its facts; the words come from
`loaders.findings.CATALOGUE` alone, so that the same fault is described in the same words everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from loaders.findings import CATALOGUE, Severity

# Beyond so many findings of one rule in one column of one file, a last finding counts the rest: a report of a million
# lines helps nobody, and a file read with the wrong settings breaks the same rule in every row.
REPORTED_PER_RULE = 500

# Lines of equal findings that are named.
LISTED_LINES = 10

# A cell that swallowed half the file is shown by its beginning.
SHOWN_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where it is, what stands there, which rule it breaks and how to mend it.

    `line` is the physical line on which the record starts (1 is usually the header), 0 when the whole file is meant.
    `column` is a column's name, empty when the whole row or file is meant. A row with a problem of severity "error"
    is refused; one with a warning is kept.

    `cause` is where the finding stands that this one follows from, such as `sources.csv, line 5`, or a file; empty
    where it stands for itself. `times` is how many findings it stands for (see `shortened`).
    """

    file: str
    line: int
    column: str
    value: str
    rule: str
    message: str
    hint: str
    severity: Severity
    cause: str = ""
    times: int = 1

    def __str__(self) -> str:
        """Return `file:line:column: message`, the form that editors turn into a link."""
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


def problem(
    rule: str,
    file: str,
    line: int = 0,
    column: str = "",
    value: str = "",
    *,
    severity: Severity | None = None,
    facts: Mapping[str, object] = MappingProxyType({}),
    cause: str = "",
) -> Problem:
    """Return the finding of `rule` in the catalogue's words, filled with `facts` and the place where it is.

    Raises KeyError if the catalogue has no such rule or its sentence needs a fact that is not given.
    """
    entry = CATALOGUE[rule]
    shown = value if len(value) <= SHOWN_CHARACTERS else f"{value[:SHOWN_CHARACTERS]}..."
    message, hint = _words(rule, file, column, shown, tuple([(name, str(fact)) for name, fact in facts.items()]))
    return Problem(
        file=file,
        line=line,
        column=column,
        value=shown,
        rule=rule,
        message=message,
        hint=hint,
        severity=severity or entry.severity,
        cause=cause,
    )


@lru_cache(maxsize=1_000)
def _words(rule: str, file: str, column: str, value: str, facts: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Sentence and hint of a finding; findings that say the same share them, as every row of a large file may."""
    entry = CATALOGUE[rule]
    known = {"file": file, "column": column, "value": value, **dict(facts)}
    return entry.message.format_map(known), entry.hint.format_map(known) if "{" in entry.hint else entry.hint


def shortened(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems in order, but of one rule in one column of one file at most `REPORTED_PER_RULE`.

    A last problem of the same rule stands for the rest, and says how many they are unless all say the same.
    """
    seen: dict[tuple[str, str, str], int] = {}
    first: dict[tuple[str, str, str], Problem] = {}
    last: dict[tuple[str, str, str], Problem] = {}
    unlike: set[tuple[str, str, str]] = set()
    for each in problems:
        key = (each.file, each.column, each.rule)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= REPORTED_PER_RULE:
            yield each
        last[key] = each
        if first.setdefault(key, each).message != each.message:
            unlike.add(key)
    for key, count in seen.items():
        rest = count - REPORTED_PER_RULE
        if rest > 0:
            end = replace(last[key], times=rest)
            message = f"and {rest} more of the same kind ({end.rule}), up to this line"
            yield replace(end, value="", message=message, cause="") if key in unlike else end


@dataclass(slots=True)
class Group:
    """Findings that are one to a reader: equal ones on several lines, and those that follow from them."""

    head: Problem
    lines: list[int]
    times: int = 0
    follows: list[Problem] = field(default_factory=list)


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """Return the findings in order: equal ones of a file together, and under each those that follow from it."""
    groups: dict[tuple[str, ...], Group] = {}
    for each in problems:
        key = (each.file, each.column, each.rule, each.value, each.message, each.severity, each.cause)
        group = groups.setdefault(key, Group(each, []))
        group.lines.append(each.line)
        group.times += each.times
    at: dict[str, Group] = {}
    for group in groups.values():
        if group.head.severity == "error":
            for line in group.lines:
                at.setdefault(f"{group.head.file}, line {line}", group)
            if min(group.lines) <= 1:
                at.setdefault(group.head.file, group)
    found = []
    for group in groups.values():
        root = _root(group, at)
        if root is group:
            found.append(group)
        else:
            root.follows += [replace(group.head, line=line) for line in group.lines[:-1]]
            rest = group.times - len(group.lines) + 1
            root.follows.append(replace(group.head, line=group.lines[-1], times=rest))
    return found


def _root(group: Group, at: Mapping[str, Group]) -> Group:
    """The group that a group follows from in the end; itself where it follows from none that is there."""
    seen = [group]
    while True:
        cause = seen[-1].head.cause
        # Where a whole file is refused for one reason, its rows have no finding of their own.
        above = at.get(cause) or at.get(cause.partition(", line ")[0])
        if above is None:
            return seen[-1]
        if any(above is each for each in seen):
            return group
        seen.append(above)


def beneath(group: Group) -> Iterator[str]:
    """Yield what is said under a finding: how to mend it, where else it is, and what follows from it."""
    if group.head.hint:
        yield group.head.hint
    more = group.lines[1:]
    if more:
        listed = ", ".join(map(str, more[:LISTED_LINES]))
        yield f"The same in {group.times - 1} more: line {listed}{' ...' if len(more) > LISTED_LINES else ''}"
    if group.follows:
        files = Counter[str]()
        for each in group.follows:
            files[each.file] += each.times
        where = ", ".join(f"{count} in {file}" for file, count in files.items())
        yield f"What follows from it is not listed: {where}"
