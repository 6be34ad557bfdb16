"""The contract: `datapackage.json` read into small frozen objects.

The reader and the checks know about columns, types, vocabularies, keys and rules only what is written there, so a new
column or value is a change of that file alone. Supported are the types string, number, integer and date, the
constraints required, unique, enum, pattern, minimum and maximum, single-column foreign keys and primary keys, and the
custom properties that the package's own description names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, TypeVar

from loaders.files.recognise import copied
from loaders.findings import Severity
from loaders.problems import Problem, problem

T = TypeVar("T")

PACKAGE_FILE = "datapackage.json"
TYPES = ("string", "number", "integer", "date")


class PackageError(ValueError):
    """The data package itself cannot be used, so no file can be checked; `problem` says where and why."""

    def __init__(self, found: Problem) -> None:
        where = f"{found.file}:{found.line}:{found.column}" if found.line else found.file
        super().__init__(f"{where}: {found.message}")
        self.problem = found


@dataclass(frozen=True, slots=True)
class Field:
    """One column: what it holds and what a cell of it may say."""

    name: str
    type: str
    description: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    minimum: Any = None
    maximum: Any = None
    synonyms: Mapping[str, str] = field(default_factory=dict)
    partial_date: bool = False
    refuses_three_decimals: bool = False
    refuses_dates: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: `column` holds a value of column `key` of table `table`."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A check beyond Table Schema: its name, how serious a breach is, what it demands and its settings."""

    name: str
    severity: Severity
    description: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Resource:
    """One CSV file: its path, the table that its rows belong to, its columns, keys and rules.

    `row_key` are the columns by which acknowledged.csv names a row, `others` the columns of the other tables, by the
    path of each table's first file.

    A file that the package does not list is read as one that `adopts` those of its folder.
    """

    name: str
    path: str
    table: str
    title: str
    description: str
    theme: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    table_rules: tuple[Rule, ...]
    own_rules: tuple[Rule, ...]
    missing: tuple[str, ...]
    row_key: tuple[str, ...]
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, hash=False)
    adopts: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(each.name for each in self.fields)


@dataclass(frozen=True, slots=True)
class Package:
    """All files of a data directory, in the order of the package."""

    resources: tuple[Resource, ...]

    def resource(self, name: str) -> Resource:
        """Return the resource called `name`, or whose path is `name`; raises KeyError naming those that exist."""
        # A browser names a second download `camps (1).csv`.
        names = {name, copied(name) or name}
        for each in self.resources:
            if names & {each.name, each.path, PurePosixPath(each.path).name}:
                return each
        known = ", ".join(each.name for each in self.resources)
        raise KeyError(f"no table is called {name!r}; there are {known}")

    def table(self, name: str) -> tuple[Resource, ...]:
        """Return the resources whose rows make up the table `name`."""
        return tuple(each for each in self.resources if each.table == name)

    def adopter(self, path: str) -> Resource | None:
        """Return the resource as which an unlisted CSV file at `path` is read, None where the package has none."""
        folder = PurePosixPath(path).parent
        own = (each for each in self.resources if each.adopts and PurePosixPath(each.path).parent == folder)
        return next(own, None)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables' names, each once, in the order of the package."""
        return tuple(dict.fromkeys(each.table for each in self.resources))


def parse_package(files: Mapping[str, bytes]) -> Package:
    """Return the package described by `files["datapackage.json"]` and the schema files that it names.

    CSV files that it does not list, but another of their folder adopts, follow the listed ones in the order of names.

    Args:
        files: the bytes of the files of a data directory by relative path.

    Raises:
        PackageError: the package is missing, is not JSON, or describes something that the reader cannot check.
    """
    package = _package(tuple((path, data) for path, data in files.items() if path.endswith(".json")))
    listed = {each.path for each in package.resources}
    adopted = []
    for path in sorted(set(files) - listed):
        like = package.adopter(path) if path.endswith(".csv") else None
        if like is not None:
            stem = PurePosixPath(path).stem
            adopted.append(replace(like, name=stem, path=path, title=stem, own_rules=()))
    return Package((*package.resources, *adopted)) if adopted else package


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a JSON file: the file, its text, and the names that lead to the part, by which its line is found."""

    file: str
    text: str
    names: tuple[str, ...] = ()

    def of(self, name: str) -> _Part:
        """The part with this `name` inside this one."""
        return replace(self, names=(*self.names, name))

    def fault(self, message: str, value: str = "") -> PackageError:
        """The error that this part is wrong, at the line of `value` in it."""
        at = 0
        for name in self.names:
            found = re.compile(rf'"name"\s*:\s*{re.escape(json.dumps(name, ensure_ascii=False))}').search(self.text, at)
            at = found.start() if found else at
        at = max(at, self.text.find(json.dumps(value, ensure_ascii=False), at)) if value else at
        line, column = (self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at)) if at else (0, 0)
        subject = f"{self.names[-1]}: " if self.names else ""
        return unusable(self.file, f"{subject}{message}", value, line=line, column=column)


def unusable(file: str, message: str, value: str = "", *, line: int = 0, column: int = 0) -> PackageError:
    """Return the error that `file`, which says how the data are read, cannot be used."""
    suggestion = f"Mend {file}{f', line {line}' if line else ''}, or put the last good version of it back."
    facts = {"reason": message, "suggestion": suggestion}
    return PackageError(problem("package_unusable", file, line, str(column or ""), value, facts=facts))


@lru_cache(maxsize=4)
def _package(described: tuple[tuple[str, bytes], ...]) -> Package:
    """Parse a package; it is frozen and the same bytes describe the same, so one result serves every later load."""
    files = dict(described)
    descriptor, part = _json(files, PACKAGE_FILE)
    resources = _list(descriptor, "resources", part)
    if not resources:
        raise part.fault("it lists no resources")
    read = tuple(_sound(each, part, lambda it: _resource(it, part, files)) for each in resources)
    columns = {each.table: (each.path, each.names) for each in reversed(read)}
    package = Package(tuple(replace(each, others=_others(columns, each.table)) for each in read))
    for each in package.resources:
        for reference in each.references:
            targets = package.table(reference.table)
            if not targets or any(reference.key not in target.names for target in targets):
                raise part.of(each.name).fault(
                    f"{reference.column} refers to {reference.table}.{reference.key}, which does not exist"
                )
    return package


def _others(columns: Mapping[str, tuple[str, tuple[str, ...]]], table: str) -> dict[str, tuple[str, ...]]:
    """The columns of all tables but one by the path of each table's first file."""
    return {path: names for name, (path, names) in columns.items() if name != table}


def _sound(descriptor: Any, part: _Part, read: Callable[[Any], T]) -> T:
    """What `read` makes of a descriptor; one of another shape than the specification's is named, whatever it is."""
    try:
        return read(descriptor)
    except PackageError:
        raise
    except (TypeError, AttributeError, KeyError, ValueError, OverflowError) as error:
        name = descriptor.get("name") if isinstance(descriptor, dict) else None
        inner = part.of(name) if isinstance(name, str) else part
        raise inner.fault(f"it is not described as the specification asks ({error})") from error


def schema_paths(package_bytes: bytes) -> tuple[str, ...]:
    """Return the relative paths of the schema files that a data package names, without reading them."""
    descriptor, part = _json({PACKAGE_FILE: package_bytes}, PACKAGE_FILE)
    named = (each.get("schema") for each in _list(descriptor, "resources", part) if isinstance(each, dict))
    paths = tuple(dict.fromkeys(path for path in named if isinstance(path, str)))
    for path in paths:
        if not _is_inside(path):
            raise part.fault("the path of a schema must be one relative path inside the directory", path)
    return paths


def _is_inside(path: object) -> bool:
    """Whether `path` is a relative path that stays inside the directory."""
    if not isinstance(path, str) or not path or "\0" in path:
        return False
    return not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts


def _json(files: Mapping[str, bytes], path: str) -> tuple[dict[str, Any], _Part]:
    if path not in files:
        raise unusable(path, "the file is missing, so there are no rules to read the data by")
    try:
        text = files[path].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = files[path].count(b"\n", 0, error.start) + 1
        raise unusable(path, "not a JSON file: it is not text in UTF-8", line=line, column=1) from error
    try:
        descriptor = json.loads(text)
    except json.JSONDecodeError as error:
        raise _fault_of_form(path, text, error) from error
    except (RecursionError, ValueError) as error:
        raise unusable(path, f"not a JSON file: {error}") from error
    if not isinstance(descriptor, dict):
        raise unusable(path, "must be a JSON object: it begins with { and ends with }")
    return descriptor, _Part(path, text)


# What the parser of the standard library says, and what a person should look for.
_EXPECTED = {
    "Expecting ',' delimiter": "a comma or a closing bracket was expected here",
    "Expecting ':' delimiter": "a colon was expected after the name",
    "Expecting property name enclosed in double quotes": "a name in straight double quotes was expected here",
    "Illegal trailing comma before end of object": "a comma stands before the closing bracket",
    "Illegal trailing comma before end of array": "a comma stands before the closing bracket",
    "Expecting value": "a value was expected here",
    "Extra data": "the file goes on after its end",
    "Unterminated string starting at": "the text that begins here is not closed by a quotation mark",
    "Invalid control character at": "a text runs over the end of its line",
    "Invalid \\escape": "a backslash within a text is written twice",
}


def _fault_of_form(path: str, text: str, error: json.JSONDecodeError) -> PackageError:
    """The error that a text is not JSON: where it stops being so, what stands there and what was expected."""
    expected = next((words for said, words in _EXPECTED.items() if error.msg.startswith(said)), error.msg)
    if not text.strip():
        return unusable(path, "not a JSON file: the file is empty")
    if text[: error.pos].rstrip().endswith(",") and text[error.pos : error.pos + 1] in tuple("]}"):
        expected = "a comma stands before the closing bracket"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
        expected = f"the file ends too early: {expected}"
    lines = text.splitlines()
    stands = lines[error.lineno - 1].strip() if error.lineno <= len(lines) else ""
    return unusable(path, f"not a JSON file: {expected}", stands, line=error.lineno, column=error.colno)


def _list(owner: Mapping[str, Any], key: str, part: _Part) -> list[Any]:
    value = owner.get(key, [])
    if not isinstance(value, list):
        raise part.fault(f"{key} must be a list", key)
    return value


def _resource(descriptor: object, package: _Part, files: Mapping[str, bytes]) -> Resource:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("name"), str):
        raise package.fault("every resource needs a name")
    name = descriptor["name"]
    own = part = package.of(name)
    path = descriptor.get("path")
    if not _is_inside(path):
        raise own.fault("its path must be one relative path inside the directory", str(path or ""))
    schema = descriptor.get("schema", {})
    if isinstance(schema, str):
        if schema not in files:
            raise own.fault("the file of its schema is missing", schema)
        schema, part = _json(files, schema)
    if not isinstance(schema, dict):
        raise own.fault("its schema must be an object or the path of one", "schema")
    fields = tuple(_sound(each, part, lambda it: _field(it, part)) for each in _list(schema, "fields", part))
    if not fields:
        raise part.fault("the schema has no fields")
    table = str(descriptor.get("table", name))
    return Resource(
        name=name,
        path=str(path),
        table=table,
        title=str(descriptor.get("title", name)),
        description=str(descriptor.get("description", "")),
        theme=str(descriptor.get("theme", "")),
        fields=fields,
        primary_key=_names(schema.get("primaryKey", ()), fields, part),
        references=tuple(_reference(each, fields, table, part) for each in _list(schema, "foreignKeys", part)),
        table_rules=tuple(_rule(each, part) for each in _list(schema, "rules", part)),
        own_rules=tuple(_rule(each, own) for each in _list(descriptor, "rules", own)),
        missing=tuple(str(each) for each in _list(schema, "missingValues", part)) or ("",),
        row_key=_names(schema.get("rowKey") or schema.get("primaryKey") or fields[0].name, fields, part),
        adopts=descriptor.get("adopts") is True,
    )


def _field(descriptor: object, part: _Part) -> Field:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("name"), str):
        raise part.fault("every field needs a name")
    name = descriptor["name"]
    own = part.of(name)
    kind = descriptor.get("type", "string")
    if kind not in TYPES:
        raise own.fault(f"its type is {kind!r}; the reader knows {', '.join(TYPES)}", str(kind))
    limits = descriptor.get("constraints", {})
    try:
        pattern = re.compile(limits["pattern"], re.ASCII) if "pattern" in limits else None
    except re.error as error:
        raise own.fault(f"its pattern is not a regular expression: {error}", limits["pattern"]) from error
    return Field(
        name=name,
        type=kind,
        description=str(descriptor.get("description", "")),
        required=limits.get("required") is True,
        unique=limits.get("unique") is True,
        enum=tuple(str(each) for each in limits.get("enum", ())),
        labels={str(each["value"]): str(each["label"]) for each in descriptor.get("categories", ())},
        pattern=pattern,
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        synonyms=dict(descriptor.get("synonyms", {})),
        partial_date=descriptor.get("partialDate") is True,
        refuses_three_decimals=descriptor.get("threeDecimals") == "refused",
        refuses_dates=descriptor.get("dates") == "refused",
    )


def _names(value: object, fields: tuple[Field, ...], part: _Part) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else ()
    known = {each.name for each in fields}
    if not known.issuperset(names):
        raise part.fault(f"a key names a column that does not exist: {', '.join(map(str, names))}")
    return names


def _reference(descriptor: object, fields: tuple[Field, ...], table: str, part: _Part) -> Reference:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("reference"), dict):
        raise part.fault("a foreign key needs fields and a reference", "foreignKeys")
    columns = _names(descriptor.get("fields", ()), fields, part)
    target = descriptor["reference"]
    keys = target.get("fields", ())
    keys = (keys,) if isinstance(keys, str) else tuple(keys)
    if len(columns) != 1 or len(keys) != 1:
        raise part.fault("a foreign key joins one column to one column", "foreignKeys")
    return Reference(column=columns[0], table=str(target.get("resource") or table), key=str(keys[0]))


def _rule(descriptor: object, part: _Part) -> Rule:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("rule"), str):
        raise part.fault("every rule needs a name under `rule`", "rules")
    severity = descriptor.get("severity")
    if severity not in ("error", "warning"):
        raise part.fault(f"the severity of {descriptor['rule']} must be error or warning", descriptor["rule"])
    options = {name: value for name, value in descriptor.items() if name not in ("rule", "severity", "description")}
    return Rule(descriptor["rule"], severity, str(descriptor.get("description", "")), options)
