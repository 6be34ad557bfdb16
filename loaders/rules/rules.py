"""Runs the rules that the data package lists for a table, and refuses the rows that break one of severity "error"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.files.reader import Table, without
from loaders.frames import codes_and_texts
from loaders.problems import Problem, problem
from loaders.rules.checks import OBSERVATION_CHECKS, ROW_RULES, Check, Tables
from loaders.rules.points import POINT_CHECKS
from loaders.rules.table_checks import TABLE_CHECKS
from loaders.rules.wholes import WHOLES_CHECKS
from loaders.schema import PACKAGE_FILE, Package, Resource, Rule, unusable
from loaders.themes import camp_returns, camps, coalition, detention, displacement, funding, liberation, repatriation

CHECKS: Mapping[str, Check] = {
    **OBSERVATION_CHECKS,
    **WHOLES_CHECKS,
    **TABLE_CHECKS,
    **POINT_CHECKS,
    **camp_returns.CHECKS,
    **camps.CHECKS,
    **coalition.CHECKS,
    **detention.CHECKS,
    **displacement.CHECKS,
    **funding.CHECKS,
    **liberation.CHECKS,
    **repatriation.CHECKS,
}

_MOST_LINES = 2**40  # of a file, as a place is one number


def require_known(package: Package) -> None:
    """Raise PackageError if the package names a rule that no check stands for."""
    for resource in package.resources:
        for rule in (*resource.table_rules, *resource.own_rules):
            if rule.name not in CHECKS:
                raise unusable(PACKAGE_FILE, f"{resource.name} has the unknown rule {rule.name!r}", rule.name)


def needed_tables(resources: tuple[Resource, ...]) -> set[str]:
    """Return the tables that the keys and rules of `resources` look something up in."""
    rules = [rule for each in resources for rule in (*each.table_rules, *each.own_rules)]
    named = {str(rule.options["table"]) for rule in rules if "table" in rule.options}
    return named | {reference.table for each in resources for reference in each.references}


def apply_rules(
    table: Table, resources: tuple[Resource, ...], tables: Tables, held: pd.DataFrame | None = None
) -> Table:
    """Return `table` without the rows that break a rule of severity "error", and with a problem for every breach.

    Args:
        table: the table as read, with whatever columns the checks need joined to it.
        resources: the files of the table; rules of the shared schema see all rows, a file's own rules only its own.
        tables: the other tables that checks look things up in.
        held: the rows that are refused already, joined in the same way: what breaks a rule of single rows in cells that
            could be read is told of them too.
    """
    found: list[Problem] = []
    view = table.frame
    lines, (files, paths) = view["line"].to_numpy(), codes_and_texts(view["file"])
    refused = np.zeros(len(view), dtype=np.bool_)

    def run(rule: Rule, rows: pd.DataFrame) -> None:
        try:
            findings = list(CHECKS[rule.name](rows, rule, tables))
        except KeyError as error:
            raise unusable(PACKAGE_FILE, f"the rule {rule.name!r} needs {error}", rule.name) from error
        for each in findings:
            found.append(
                problem(
                    rule.name,
                    str(paths[files[each.row]]),
                    int(lines[each.row]),
                    each.column,
                    each.value,
                    severity=rule.severity,
                    facts=each.facts,
                    cause=each.cause,
                )
            )
            refused[each.row] |= rule.severity == "error"

    for rule in resources[0].table_rules:
        run(rule, view)
    for resource in resources:
        if resource.own_rules:
            own = _of_file(view, resource.path)
            for rule in resource.own_rules:
                run(rule, own)
    if held is not None and len(held):
        found += _of_held(table, resources, tables, held)
    return without(table, refused, found, resources[0]) if found else table


def _of_held(table: Table, resources: tuple[Resource, ...], tables: Tables, held: pd.DataFrame) -> Iterator[Problem]:
    """Yield the breaches of refused rows in cells that nothing else is wrong with."""
    spoilt = _Spoilt(table, held)
    rules = [(rule, "") for rule in resources[0].table_rules]
    rules += [(rule, each.path) for each in resources for rule in each.own_rules]
    for rule, path in rules:
        if rule.name not in ROW_RULES:
            continue
        sound = ~spoilt.in_columns(ROW_RULES[rule.name](rule))
        if path:
            sound &= (held["file"] == path).to_numpy()
        lines, files = held["line"].to_numpy(), held["file"].array
        for each in CHECKS[rule.name](held[sound], rule, tables):
            file, line = str(files[each.row]), int(lines[each.row])
            yield problem(rule.name, file, line, each.column, each.value, severity=rule.severity, facts=each.facts)


class _Spoilt:
    """Which cells of refused rows are wrong or absent, as numbers: they may be those of every row of a large file."""

    def __init__(self, table: Table, held: pd.DataFrame) -> None:
        self._files: dict[str, int] = {}
        self._columns: dict[str, int] = {}
        wrong = [each for each in table.problems if each.severity == "error"]
        absent = [(file, line, name) for (file, line), names in table.unread.items() for name in names]
        count = len(wrong) + len(absent)
        places = chain(
            (self._place(each.file, each.line) for each in wrong), (self._place(file, line) for file, line, _ in absent)
        )
        names = chain((each.column for each in wrong), (name for _, _, name in absent))
        self._wrong = np.fromiter(places, dtype=np.int64, count=count)
        columns = (self._columns.setdefault(each, len(self._columns)) for each in names)
        self._named = np.fromiter(columns, dtype=np.int32, count=count)
        codes, paths = codes_and_texts(held["file"])
        firsts = np.array([self._place(str(path), 0) for path in paths], dtype=np.int64)
        self._rows = firsts[codes] + held["line"].to_numpy()

    def _place(self, file: str, line: int) -> int:
        return self._files.setdefault(file, len(self._files)) * _MOST_LINES + line

    def in_columns(self, names: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Mark the rows of which a cell in one of these columns is wrong or not there."""
        asked = [self._columns[name] for name in names if name in self._columns]
        return np.isin(self._rows, self._wrong[np.isin(self._named, asked)])


def _of_file(view: pd.DataFrame, path: str) -> pd.DataFrame:
    """Return the rows of one file; they stand together, so a slice does and nothing is copied."""
    at = np.flatnonzero((view["file"] == path).to_numpy())
    return view.iloc[at[0] : at[-1] + 1] if len(at) else view.iloc[:0]
