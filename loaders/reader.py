"""From rows to typed tables: every cell parsed by its field, every key looked up, every finding with its line.

A row with an error is refused and named; all others are kept. The rules come from the data package alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.parse import Cell, all_plain_numbers, parser, suggestion
from loaders.problems import Problem, problem
from loaders.rows import Rows, read_rows
from loaders.schema import Field, Resource

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """The sound rows of a table, with `file` and `line`, and what is wrong with the others and with the files.

    `refused` holds the keys of refused rows with where they stand, so that a look-up which fails because of them can
    say so.
    """

    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Report:
    """Collects the findings and refused rows of one table: row n of it stands in `paths[n]` on `lines[n]`."""

    paths: npt.NDArray[np.object_]
    lines: npt.NDArray[np.int64]
    problems: list[Problem]
    refused: Flags

    def add(self, row: int, rule: str, column: str, value: str, **facts: object) -> None:
        found = problem(rule, str(self.paths[row]), int(self.lines[row]), column, value, **facts)
        self.problems.append(found)
        if found.severity == "error":
            self.refused[row] = True


def read_table(resources: Sequence[Resource], files: Mapping[str, bytes | Problem]) -> Table:
    """Return the table whose rows stand in the files of `resources`, which share one schema.

    Args:
        resources: the resources of one table.
        files: the bytes of each path, or the problem that kept it from being read; an absent path is a missing file.
    """
    problems: list[Problem] = []
    read: list[tuple[str, Rows]] = []
    for resource in resources:
        data = files.get(resource.path, problem("file_missing", resource.path))
        if isinstance(data, Problem):
            problems.append(data)
            continue
        rows = read_rows(resource, data)
        problems += rows.problems
        if rows.columns:
            read.append((resource.path, rows))
    return _typed(resources[0], read, problems)


def _typed(schema: Resource, read: Sequence[tuple[str, Rows]], problems: list[Problem]) -> Table:
    sizes = [len(rows.lines) for _, rows in read]
    paths = [path for path, _ in read]
    lines = np.concatenate([np.array([], dtype=np.int64), *(rows.lines for _, rows in read)])
    codes = np.repeat(np.arange(len(read)), sizes)
    report = _Report(np.array(paths, dtype=object)[codes], lines, problems, np.zeros(len(lines), dtype=np.bool_))
    # Commas in numbers are judged by what parts the columns, and strictly if one file of the table uses another sign.
    sign = next((rows.delimiter for _, rows in read if rows.delimiter != ","), ",")
    keys = {*schema.primary_key, *(each.column for each in schema.references)}
    frame: dict[str, Any] = {}
    for each in schema.fields:
        texts = _joined([rows.columns[each.name] for _, rows in read])
        frame[each.name] = _column(each, texts, sign, report, is_key=each.name in keys)
    frame["file"] = pd.Categorical.from_codes(codes, categories=pd.Index(paths, dtype="str"))
    frame["line"] = lines
    whole = pd.DataFrame(frame)
    for each in schema.fields:
        if each.unique:
            _report_twice(whole, (each.name,), report)
    if schema.primary_key:
        _report_twice(whole, schema.primary_key, report)
    return _kept(whole, report, schema)


def _joined(parts: Sequence[Sequence[str]]) -> Sequence[str]:
    return parts[0] if len(parts) == 1 else [text for part in parts for text in part]


def _kept(whole: pd.DataFrame, report: _Report, schema: Resource) -> Table:
    bad = report.refused
    if not bad.any():
        return Table(whole, tuple(report.problems))
    refused = {}
    if len(schema.primary_key) == 1:
        keys = whole.loc[bad, schema.primary_key[0]].astype(object)
        places = zip(report.paths[bad], report.lines[bad], strict=True)
        refused = {str(key): f"{path}, line {line}" for key, (path, line) in zip(keys, places, strict=True) if key}
    return Table(whole[~bad].reset_index(drop=True), tuple(report.problems), refused)


def _column(spec: Field, texts: Sequence[str], sign: str, report: _Report, *, is_key: bool) -> Any:
    """Return the typed values of one column, parsed once per distinct text; what is wrong goes into the report."""
    parse = parser(spec, sign)
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    numbers = all_plain_numbers(spec, distinct)
    if numbers is not None:
        return pd.Series(numbers[codes])
    cells = [parse(text) for text in distinct]
    _report_cells(spec, cells, codes, distinct, report)
    values = [cell.value for cell in cells]
    if spec.type == "date":
        days = np.array([*values, None], dtype="datetime64[us]")
        return pd.Series(days[codes])
    if spec.type in ("number", "integer"):
        floats = np.array([*values, None], dtype=np.float64)[codes]
        whole = spec.type == "integer" and spec.required
        return pd.Series(np.nan_to_num(floats).astype(np.int64) if whole else floats)
    shown = ["" if value is None else value for value in values]
    if is_key or spec.enum or spec.pattern:
        of_value, categories = pd.factorize(np.array(shown, dtype=object))
        return pd.Series(pd.Categorical.from_codes(of_value[codes], categories=pd.Index(categories, dtype="str")))
    return pd.Series(np.array(shown, dtype=object)[codes], dtype="str")


def _report_cells(
    spec: Field, cells: Sequence[Cell], codes: npt.NDArray[np.intp], distinct: Sequence[str], report: _Report
) -> None:
    flawed = np.array([bool(cell.rule) for cell in cells], dtype=np.bool_)
    if not flawed.any():
        return
    for row in np.flatnonzero(flawed[codes]):
        cell = cells[codes[row]]
        report.add(int(row), cell.rule, spec.name, str(distinct[codes[row]]), **cell.facts)


def _report_twice(frame: pd.DataFrame, columns: Sequence[str], report: _Report) -> None:
    """Report every row after the first that has the same filled key as a sound row before it."""
    keys = frame[list(columns)]
    candidates = ~report.refused
    if len(columns) == 1:
        candidates &= (keys[columns[0]].astype(object) != "").to_numpy()
    sound = keys[candidates]
    if not sound.duplicated().any():
        return
    firsts: dict[tuple[object, ...], int] = {}
    for row, key in zip(sound.index, sound.itertuples(index=False, name=None), strict=True):
        first = firsts.setdefault(key, row)
        if first != row:
            value = ", ".join("" if pd.isna(part) else _shown(part) for part in key)
            report.add(row, "duplicate_key", columns[0], value, first=int(report.lines[first]))


def _shown(value: object) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def look_up(table: Table, schema: Resource, targets: Mapping[str, Table]) -> Table:
    """Return `table` without the rows whose foreign keys `targets` do not hold, and with a problem for each.

    `targets` maps a table's name to it; a reference to the table itself is looked up in `table`. Where a target holds
    no rows at all, one problem per file counts the refused rows instead of naming each.
    """
    current = table
    for reference in schema.references:
        target = current if reference.table == schema.table else targets[reference.table]
        known = frozenset(target.frame[reference.key].astype(object))
        keys = current.frame[reference.column].cat
        unknown = np.array([bool(key) and key not in known for key in keys.categories.astype(object)], dtype=np.bool_)
        bad = np.append(unknown, False)[keys.codes.to_numpy()]  # noqa: FBT003 - the flag of a missing code
        if bad.any():
            found = _missing_keys(current.frame[bad], reference.column, reference.table, known, target.refused)
            current = without(current, bad, found, schema)
    return current


def _missing_keys(
    rows: pd.DataFrame, column: str, table: str, known: frozenset[str], refused: Mapping[str, str]
) -> Iterable[Problem]:
    if not known:
        for file, count in rows["file"].value_counts().items():
            if count:
                yield problem("foreign_table", str(file), 0, column, count=count, table=f"{table}.csv")
        return
    hints: dict[str, str] = {}
    for key, file, line in zip(rows[column].astype(object), rows["file"], rows["line"], strict=True):
        if key not in hints:
            where = refused.get(key)
            gone = f"Its row is refused ({where}): mend that one first." if where else ""
            hints[key] = gone or suggestion(key, known, f"Add it to {table}.csv first.")
        yield problem("foreign_key", str(file), int(line), column, key, table=f"{table}.csv", suggestion=hints[key])


def without(table: Table, bad: Flags, found: Iterable[Problem], schema: Resource) -> Table:
    """Return `table` without the rows marked in `bad`, with the problems that say why."""
    refused = dict(table.refused)
    if len(schema.primary_key) == 1:
        gone = table.frame[bad]
        keys = zip(gone[schema.primary_key[0]].astype(object), gone["file"], gone["line"], strict=True)
        refused |= {str(key): f"{file}, line {line}" for key, file, line in keys}
    kept = table.frame[~bad].reset_index(drop=True)
    return replace(table, frame=kept, problems=(*table.problems, *found), refused=refused)


def read_bytes(read: Callable[[], bytes], path: str) -> bytes | Problem:
    """Return the bytes that `read` returns, or the problem that keeps the file at `path` from being read."""
    try:
        return read()
    except FileNotFoundError:
        return problem("file_missing", path)
    except IsADirectoryError:
        return problem("file_is_directory", path)
    except OSError as error:
        return problem("file_unreadable", path, reason=error.strerror or type(error).__name__)
