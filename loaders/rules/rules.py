"""Runs the rules that the data package lists for a table, and refuses the rows that break one of severity "error"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
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
    flawed: dict[tuple[str, int], set[str]] = {place: set(columns) for place, columns in table.unread.items()}
    for said in table.problems:
        if said.severity == "error":
            flawed.setdefault((said.file, said.line), set()).add(said.column)
    places = [(str(file), int(line)) for file, line in zip(held["file"], held["line"], strict=True)]
    none: set[str] = set()
    rules = [(rule, "") for rule in resources[0].table_rules]
    rules += [(rule, each.path) for each in resources for rule in each.own_rules]
    for rule, path in rules:
        if rule.name not in ROW_RULES:
            continue
        looked_at = ROW_RULES[rule.name](rule)
        sound = [path in ("", place[0]) and not flawed.get(place, none) & looked_at for place in places]
        for each in CHECKS[rule.name](held[sound], rule, tables):
            file, line = places[each.row]
            yield problem(rule.name, file, line, each.column, each.value, severity=rule.severity, facts=each.facts)


def _of_file(view: pd.DataFrame, path: str) -> pd.DataFrame:
    """Return the rows of one file; they stand together, so a slice does and nothing is copied."""
    at = np.flatnonzero((view["file"] == path).to_numpy())
    return view.iloc[at[0] : at[-1] + 1] if len(at) else view.iloc[:0]
