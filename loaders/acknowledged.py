"""Known oddities: warnings that somebody has looked into, listed in `acknowledged.csv`, so that a new one stands alone.

An acknowledgement names one finding: the rule, the file, the row by its key and the value that was looked at. It holds
until its date. Where the row or the value has changed since, or the date has passed, it covers nothing and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from loaders.files.reader import Table
from loaders.frames import as_records
from loaders.problems import Problem, problem
from loaders.rules.checks import day, number
from loaders.schema import Resource

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A warning that is known: what was found, why it stands, who looked into it, and until when that holds."""

    problem: Problem
    reason: str
    who: str
    until: pd.Timestamp


def acknowledged(
    problems: Sequence[Problem],
    asked: Table,
    tables: Mapping[str, Table],
    resources: Iterable[Resource],
    today: pd.Timestamp,
) -> tuple[list[Problem], list[Acknowledged]]:
    """Return the problems that nobody has acknowledged, with those of the acknowledgements, and the acknowledged ones.

    Args:
        problems: all findings; those of severity "error" cannot be acknowledged, as their row is refused.
        asked: the rows of acknowledged.csv.
        tables: the kept rows of every table, with `file` and `line`, by which the row of a finding is known.
        resources: the files of the package, which say what makes a row.
        today: the day against which `until` is told.
    """
    if asked.frame.empty:
        return list(problems), []
    rows = as_records(asked.frame)
    listed = {(row["finding"], row["path"], row["value"]) for row in rows}
    near = [each for each in problems if (each.rule, each.file, each.value) in listed and each.severity == "warning"]
    keys = row_keys({each.path: each for each in resources}, tables, near)
    standing: dict[_Key, list[Problem]] = defaultdict(list)
    for each in near:
        standing[each.rule, each.file, keys.get((each.file, each.line), ""), each.value].append(each)
    errors = [each for each in problems if each.severity == "error"]
    known: list[Acknowledged] = []
    covered: set[int] = set()
    own: list[Problem] = []
    for row in rows:
        matched = standing.get((row["finding"], row["path"], row["row"], row["value"]), [])
        if not matched:
            # The row may be among those that are refused; then nothing is known of it.
            cause = next((f"{at.file}, line {at.line}" for at in errors if at.file == row["path"]), "")
            own.append(replace(_about("acknowledged_nothing", row, "row", str(row["row"]), {}), cause=cause))
        elif row["until"] < today:
            own.append(_about("acknowledged_lapsed", row, "until", day(row["until"]), {"row": row["row"]}))
        else:
            known += [Acknowledged(each, row["reason"], row["who"], row["until"]) for each in matched]
            covered.update(map(id, matched))
    return [*(each for each in problems if id(each) not in covered), *own], known


def _about(rule: str, row: Mapping[str, Any], column: str, value: str, facts: Mapping[str, object]) -> Problem:
    return problem(rule, str(row["file"]), int(row["line"]), column, value, facts={**facts, "path": row["path"]})


def row_keys(
    resources: Mapping[str, Resource], tables: Mapping[str, Table], problems: Iterable[Problem]
) -> dict[tuple[str, int], str]:
    """Return the key of the row of each finding, as acknowledged.csv writes it, by file and line.

    Rows are looked for in `tables`, by name, whose frames have `file` and `line`.
    """
    lines: dict[str, set[int]] = defaultdict(set)
    for each in problems:
        lines[each.file].add(each.line)
    found: dict[tuple[str, int], str] = {}
    for path, own in lines.items():
        if path not in resources:
            continue
        resource = resources[path]
        frame = tables[resource.table].frame
        of_file = np.flatnonzero((frame["file"] == path).to_numpy())
        meant = frame.iloc[of_file[np.isin(frame["line"].to_numpy()[of_file], list(own))]]
        cells = meant[list(resource.row_key)].itertuples(index=False, name=None)
        for line, values in zip(meant["line"], cells, strict=True):
            found[path, int(line)] = " ".join(filter(None, map(_text, values)))
    return found


def _text(value: Any) -> str:
    """A cell as it stands in its file."""
    if isinstance(value, float):
        return "" if pd.isna(value) else number(value)
    return day(value) if isinstance(value, pd.Timestamp) or value is pd.NaT else str(value)
