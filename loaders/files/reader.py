"""From rows to typed tables: every cell parsed by its field, every key looked up, every finding with its line.

A row with an error is refused and named; all others are kept. The rules come from the data package alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.files.fast import Distinct, distinct, read_clean
from loaders.files.parse import Cell, parser, plain_values, suggestion
from loaders.files.rows import Rows, read_rows
from loaders.frames import alike, codes_and_texts, repeated, texts
from loaders.problems import Problem, problem
from loaders.schema import Field, Resource

Flags = npt.NDArray[np.bool_]

PUBLICATIONS = "sources"
# A row of the wrong width with so many wrong cells has them in the wrong columns, and they are not told.
_SHIFTED = 3
_Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """The sound rows of a table, with `file` and `line`, and what is wrong with the others and with the files.

    `refused` holds the keys of refused rows with where they stand, so that a look-up which fails because of them can
    say so; `gone` holds these rows themselves, as far as their cells could be read. `unread` names the columns of
    which a refused row, by file and line, has no cell at all.
    """

    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    refused: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[pd.DataFrame, ...] = ()
    unread: Mapping[_Place, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Report:
    """Collects the findings and refused rows of one table: row n of it stands in `files[n]` on `lines[n]`."""

    files: pd.Categorical
    lines: npt.NDArray[np.int64]
    problems: list[Problem]
    refused: Flags
    held: Mapping[_Place, frozenset[str]] = field(default_factory=dict)

    def add(self, row: int, rule: str, column: str, value: str, facts: Mapping[str, object]) -> None:
        found = problem(rule, str(self.files[row]), int(self.lines[row]), column, value, facts=facts)
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
    present: list[tuple[str, bytes]] = []
    for resource in resources:
        data = files.get(resource.path, problem("file_missing", resource.path))
        if isinstance(data, Problem):
            problems.append(data)
        else:
            present.append((resource.path, data))
    schema = resources[0]
    clean = read_clean(schema, [data for _, data in present])
    if clean is not None:
        lines = np.concatenate([np.arange(2, size + 2) for size in clean.sizes])
        paths = [path for path, _ in present]
        return _typed(schema, clean.columns, ",", _report(paths, clean.sizes, lines, problems))
    read: list[tuple[str, Rows]] = []
    for resource in resources:
        content = files.get(resource.path)
        if isinstance(content, bytes):
            rows = read_rows(resource, content)
            problems += rows.problems
            if rows.columns:
                read.append((resource.path, rows))
    columns = {name: distinct([text for _, rows in read for text in rows.columns[name]]) for name in schema.names}
    # Commas in numbers are judged by what parts the columns, and strictly if one file of the table uses another sign.
    sign = next((rows.delimiter for _, rows in read if rows.delimiter != ","), ",")
    lines = np.concatenate([np.array([], dtype=np.int64), *(rows.lines for _, rows in read)])
    sizes = [len(rows.lines) for _, rows in read]
    report = _report([path for path, _ in read], sizes, lines, problems)
    report.held = {(path, line): absent for path, rows in read for line, absent in rows.held.items()}
    if report.held:
        places = zip(report.files, lines.tolist(), strict=True)
        report.refused = np.array([place in report.held for place in places], dtype=np.bool_)
    return _typed(schema, columns, sign, report)


def _report(
    paths: Sequence[str], sizes: Sequence[int], lines: npt.NDArray[np.int64], problems: list[Problem]
) -> _Report:
    files = pd.Categorical.from_codes(np.repeat(np.arange(len(paths)), sizes), pd.Index(list(paths), dtype="str"))
    return _Report(files, lines, problems, np.zeros(len(lines), dtype=np.bool_))


def _typed(schema: Resource, columns: Mapping[str, Distinct], sign: str, report: _Report) -> Table:
    keys = {*schema.primary_key, *(each.column for each in schema.references)}
    frame: dict[str, Any] = {
        each.name: _column(each, columns[each.name], sign, report, is_key=each.name in keys) for each in schema.fields
    }
    whole = pd.DataFrame(frame | {"file": report.files, "line": report.lines}, copy=False)
    for each in schema.fields:
        if each.unique:
            _report_twice(whole, (each.name,), report)
    if schema.primary_key:
        _report_twice(whole, schema.primary_key, report)
    return _kept(whole, report, schema)


def _kept(whole: pd.DataFrame, report: _Report, schema: Resource) -> Table:
    bad = report.refused
    if not bad.any():
        return Table(whole, tuple(report.problems))
    shifted = _without_shifted(report)
    refused = {}
    if len(schema.primary_key) == 1:
        keys = whole.loc[bad, schema.primary_key[0]].astype(object)
        places = zip(report.files[bad], report.lines[bad], strict=True)
        refused = {str(key): f"{path}, line {line}" for key, (path, line) in zip(keys, places, strict=True) if key}
    kept = whole[~bad].reset_index(drop=True)
    return Table(kept, tuple(report.problems), refused, (whole[bad & ~shifted],), report.held)


def _without_shifted(report: _Report) -> Flags:
    """Take from the report what is said of cells that a row has not, or has in the wrong columns; mark these rows."""
    if not report.held:
        return np.zeros(len(report.lines), dtype=np.bool_)
    known = [each for each in report.problems if each.column not in report.held.get((each.file, each.line), ())]
    wrong = Counter(
        (each.file, each.line)
        for each in known
        if each.column and each.severity == "error" and (each.file, each.line) in report.held
    )
    shifted = {place for place, count in wrong.items() if count >= _SHIFTED}
    report.problems = [each for each in known if not each.column or (each.file, each.line) not in shifted]
    places = zip(report.files, report.lines.tolist(), strict=True)
    return np.array([place in shifted for place in places], dtype=np.bool_)


def _column(spec: Field, column: Distinct, sign: str, report: _Report, *, is_key: bool) -> Any:
    """Return the typed values of one column, parsed once per distinct text; what is wrong goes into the report."""
    codes, texts = column.codes, column.texts
    values = plain_values(spec, texts)
    if values is None:
        cells = [*map(parser(spec, sign), texts)]
        _report_cells(spec, cells, column, report)
        values = _values(spec, [cell.value for cell in cells])
    if spec.type != "string":
        taken = values[codes] if len(values) else np.array([], dtype=values.dtype)
        return taken.astype(np.int64) if spec.type == "integer" and spec.required else taken
    if is_key or spec.enum or spec.pattern:
        # Texts that are taken as they are are distinct already; parsed ones may have become equal.
        if values is not texts:
            of_value, values = pd.factorize(values)
            codes = of_value[codes]
        return pd.Categorical.from_codes(codes, categories=pd.Index(values, dtype="str"), validate=False)
    return pd.array(values, dtype="str").take(codes)


def _values(spec: Field, values: list[Any]) -> npt.NDArray[Any]:
    """Return parsed values as an array, with the type's way of saying nothing where there is none."""
    if spec.type == "string":
        return np.array(["" if value is None else value for value in values], dtype=object)
    if spec.type == "date":
        return np.array(values, dtype="datetime64[us]")
    empty = 0 if spec.type == "integer" and spec.required else np.nan
    return np.array([empty if value is None else value for value in values], dtype=np.float64)


def _report_cells(spec: Field, cells: Sequence[Cell], column: Distinct, report: _Report) -> None:
    flawed = np.array([bool(cell.rule) for cell in cells], dtype=np.bool_)
    if not flawed.any():
        return
    for row in np.flatnonzero(flawed[column.codes]):
        code = column.codes[row]
        report.add(int(row), cells[code].rule, spec.name, str(column.texts[code]), cells[code].facts)


def _report_twice(frame: pd.DataFrame, columns: Sequence[str], report: _Report) -> None:
    """Report every row after the first that has the same filled key as a sound row before it."""
    first_key = frame[columns[0]]
    if isinstance(first_key.dtype, pd.CategoricalDtype) and len(first_key.cat.categories) == len(frame):
        return
    same = repeated(alike([frame[name] for name in columns]))
    if not same.any():
        return
    candidates = same & ~report.refused
    if len(columns) == 1:
        candidates &= (first_key.astype(object) != "").to_numpy()
    sound = frame.loc[candidates, list(columns)]
    firsts: dict[tuple[object, ...], int] = {}
    for row, key in zip(sound.index, sound.itertuples(index=False, name=None), strict=True):
        first = firsts.setdefault(key, row)
        if first != row:
            value = ", ".join("" if pd.isna(part) else _shown(part) for part in key)
            report.add(row, "duplicate_key", columns[0], value, {"first": int(report.lines[first])})


def _shown(value: object) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def look_up(table: Table, schema: Resource, targets: Mapping[str, Table]) -> Table:
    """Return `table` without the rows whose foreign keys `targets` do not hold, and with a problem for each.

    `targets` maps a table's name to it; a reference to the table itself is looked up in `table`. Where a target holds
    no rows at all, one problem per file counts the refused rows instead of naming each.
    """
    found: list[Problem] = []
    bad = np.zeros(len(table.frame), dtype=np.bool_)
    for reference in schema.references:
        column, name = reference.column, reference.table
        own = name == schema.table
        target = targets[name] if not own else replace(table, frame=table.frame[~bad]) if bad.any() else table
        known = frozenset(texts(target.frame[reference.key]))
        unknown = _unknown(table.frame, column, known)
        if unknown.any():
            found += _missing_keys(table.frame[unknown], column, name, known, target)
        # Rows that are refused already are looked up too, so that all that is wrong with them is told at once.
        for rows in table.gone if known else ():
            found += _missing_keys(rows[_unknown(rows, column, known)], column, name, known, target)
        bad |= unknown
    return without(table, bad, found, schema) if found else table


def _unknown(rows: pd.DataFrame, column: str, known: frozenset[str]) -> Flags:
    """Mark the rows whose key in a column is filled and not known."""
    codes, distinct = codes_and_texts(rows[column])
    return np.array([isinstance(key, str) and bool(key) and key not in known for key in distinct])[codes]


def _missing_keys(
    rows: pd.DataFrame, column: str, table: str, known: frozenset[str], target: Table
) -> Iterable[Problem]:
    if not known:
        errors = (each for each in target.problems if each.severity == "error")
        cause = next((f"{each.file}, line {each.line}" for each in errors), "")
        for file, count in rows["file"].value_counts().items():
            if count:
                facts = {"count": count, "table": f"{table}.csv"}
                yield problem("foreign_table", str(file), 0, column, facts=facts, cause=cause)
        return
    hints: dict[str, str] = {}
    for key, file, line in zip(rows[column].astype(object), rows["file"], rows["line"], strict=True):
        if key not in hints:
            where = target.refused.get(key)
            gone = f"Its row is refused ({where}): mend that one first." if where else ""
            hints[key] = gone or _near(key, known, table)
        facts = {"table": f"{table}.csv", "suggestion": hints[key]}
        cause = target.refused.get(key, "")
        yield problem("foreign_key", str(file), int(line), column, key, facts=facts, cause=cause)


def _near(key: str, known: frozenset[str], table: str) -> str:
    """What to do about a key that does not exist.

    Keys of publications differ in a word or a year, so the nearest one is another publication: only the same key in
    another spelling is offered.
    """
    add = f"Add it to {table}.csv first."
    return suggestion(key, known, add, least=1.0 if table == PUBLICATIONS else 0.6)


def without(table: Table, bad: Flags, found: Iterable[Problem], schema: Resource) -> Table:
    """Return `table` without the rows marked in `bad`, with the problems that say why."""
    problems = (*table.problems, *found)
    if not bad.any():
        return replace(table, problems=problems)
    refused = dict(table.refused)
    if len(schema.primary_key) == 1:
        rows = table.frame[bad]
        keys = zip(rows[schema.primary_key[0]].astype(object), rows["file"], rows["line"], strict=True)
        refused |= {str(key): f"{file}, line {line}" for key, file, line in keys}
    kept = table.frame[~bad].reset_index(drop=True)
    return replace(table, frame=kept, problems=problems, refused=refused, gone=(*table.gone, table.frame[bad]))


def read_bytes(read: Callable[[], bytes], path: str) -> bytes | Problem:
    """Return the bytes that `read` returns, or the problem that keeps the file at `path` from being read."""
    try:
        return read()
    except FileNotFoundError:
        return problem("file_missing", path)
    except IsADirectoryError:
        return problem("file_is_directory", path)
    except OSError as error:
        return problem("file_unreadable", path, facts={"reason": error.strerror or type(error).__name__})
