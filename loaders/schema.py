"""The contract: `datapackage.json` read into small frozen objects.

The reader and the checks know about columns, types, vocabularies, keys and rules only what is written there, so a new
column or value is a change of that file alone. Supported are the types string, number, integer and date, the
constraints required, unique, enum, pattern, minimum and maximum, single-column foreign keys and primary keys, and the
custom properties that the package's own description names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from loaders.problems import Severity

PACKAGE_FILE = "datapackage.json"
TYPES = ("string", "number", "integer", "date")


class PackageError(ValueError):
    """The data package itself cannot be used, so no file can be checked; the message says where and why."""


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

    `row_key` are the columns by which acknowledged.csv names a row.

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
        for each in self.resources:
            if name in (each.name, each.path, PurePosixPath(each.path).name):
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


@lru_cache(maxsize=4)
def _package(described: tuple[tuple[str, bytes], ...]) -> Package:
    """Parse a package; it is frozen and the same bytes describe the same, so one result serves every later load."""
    files = dict(described)
    descriptor = _json(files, PACKAGE_FILE)
    resources = _list(descriptor, "resources", PACKAGE_FILE)
    if not resources:
        raise PackageError(f"{PACKAGE_FILE}: it lists no resources")
    package = Package(tuple(_resource(each, files) for each in resources))
    for each in package.resources:
        for reference in each.references:
            targets = package.table(reference.table)
            if not targets or any(reference.key not in target.names for target in targets):
                raise PackageError(
                    f"{PACKAGE_FILE}: {each.name}.{reference.column} refers to {reference.table}.{reference.key}, "
                    "which does not exist"
                )
    return package


def schema_paths(package_bytes: bytes) -> tuple[str, ...]:
    """Return the relative paths of the schema files that a data package names, without reading them."""
    descriptor = _json({PACKAGE_FILE: package_bytes}, PACKAGE_FILE)
    named = (each.get("schema") for each in _list(descriptor, "resources", PACKAGE_FILE) if isinstance(each, dict))
    return tuple(dict.fromkeys(path for path in named if isinstance(path, str)))


def _json(files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    if path not in files:
        raise PackageError(f"{path}: the file is missing, so there are no rules to read the data by")
    try:
        descriptor = json.loads(files[path].decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise PackageError(f"{path}: not a JSON file: {error}") from error
    if not isinstance(descriptor, dict):
        raise PackageError(f"{path}: must be a JSON object")
    return descriptor


def _list(owner: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = owner.get(key, [])
    if not isinstance(value, list):
        raise PackageError(f"{where}: {key} must be a list")
    return value


def _resource(descriptor: object, files: Mapping[str, bytes]) -> Resource:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("name"), str):
        raise PackageError(f"{PACKAGE_FILE}: every resource needs a name")
    name = descriptor["name"]
    path = descriptor.get("path")
    if not isinstance(path, str) or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise PackageError(f"{PACKAGE_FILE}: the path of {name} must be one relative path inside the directory")
    schema = descriptor.get("schema", {})
    where = f"{PACKAGE_FILE}: {name}"
    if isinstance(schema, str):
        where = schema
        schema = _json(files, schema)
    if not isinstance(schema, dict):
        raise PackageError(f"{where}: the schema must be an object or the path of one")
    fields = tuple(_field(each, where) for each in _list(schema, "fields", where))
    if not fields:
        raise PackageError(f"{where}: the schema has no fields")
    table = str(descriptor.get("table", name))
    return Resource(
        name=name,
        path=path,
        table=table,
        title=str(descriptor.get("title", name)),
        description=str(descriptor.get("description", "")),
        theme=str(descriptor.get("theme", "")),
        fields=fields,
        primary_key=_names(schema.get("primaryKey", ()), fields, where),
        references=tuple(_reference(each, fields, table, where) for each in _list(schema, "foreignKeys", where)),
        table_rules=tuple(_rule(each, where) for each in _list(schema, "rules", where)),
        own_rules=tuple(_rule(each, where) for each in _list(descriptor, "rules", where)),
        missing=tuple(str(each) for each in _list(schema, "missingValues", where)) or ("",),
        row_key=_names(schema.get("rowKey") or schema.get("primaryKey") or fields[0].name, fields, where),
        adopts=descriptor.get("adopts") is True,
    )


def _field(descriptor: object, where: str) -> Field:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("name"), str):
        raise PackageError(f"{where}: every field needs a name")
    name = descriptor["name"]
    kind = descriptor.get("type", "string")
    if kind not in TYPES:
        raise PackageError(f"{where}: {name} has the type {kind!r}; the reader knows {', '.join(TYPES)}")
    limits = descriptor.get("constraints", {})
    try:
        pattern = re.compile(limits["pattern"], re.ASCII) if "pattern" in limits else None
    except re.error as error:
        raise PackageError(f"{where}: the pattern of {name} is not a regular expression: {error}") from error
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
    )


def _names(value: object, fields: tuple[Field, ...], where: str) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else ()
    known = {each.name for each in fields}
    if not known.issuperset(names):
        raise PackageError(f"{where}: a key names a column that does not exist: {', '.join(map(str, names))}")
    return names


def _reference(descriptor: object, fields: tuple[Field, ...], table: str, where: str) -> Reference:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("reference"), dict):
        raise PackageError(f"{where}: a foreign key needs fields and a reference")
    columns = _names(descriptor.get("fields", ()), fields, where)
    target = descriptor["reference"]
    keys = target.get("fields", ())
    keys = (keys,) if isinstance(keys, str) else tuple(keys)
    if len(columns) != 1 or len(keys) != 1:
        raise PackageError(f"{where}: a foreign key joins one column to one column")
    return Reference(column=columns[0], table=str(target.get("resource") or table), key=str(keys[0]))


def _rule(descriptor: object, where: str) -> Rule:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("rule"), str):
        raise PackageError(f"{where}: every rule needs a name under `rule`")
    severity = descriptor.get("severity")
    if severity not in ("error", "warning"):
        raise PackageError(f"{where}: the severity of {descriptor['rule']} must be error or warning")
    options = {name: value for name, value in descriptor.items() if name not in ("rule", "severity", "description")}
    return Rule(descriptor["rule"], severity, str(descriptor.get("description", "")), options)
