"""What can be asked: parameters with their schemas, read from an address; and what one question is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.choices import shown
from api.errors import MalformedError
from api.served import Served
from loaders import Ledger

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST = 200  # characters of a value, where its parameter says no other


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that may be given: its name, what it means, its JSON Schema, whether it must be given.

    `free` takes every key that no other parameter has, as an object of texts.
    """

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "maxLength": LONGEST})
    required: bool = False
    in_path: bool = False
    free: bool = False
    example: str = ""

    def read(self, text: str) -> str | int:
        """The value that a text in the address states. Raises MalformedError where it is not of the schema."""
        schema = self.schema
        if schema["type"] == "integer":
            low, high = schema["minimum"], schema["maximum"]
            if not (text.isascii() and text.isdecimal() and len(text) < 12 and low <= int(text) <= high):
                raise self._malformed(text, f"give a whole number from {low:,} to {high:,}")
            return int(text)
        if len(text) > schema.get("maxLength", LONGEST) or len(text) < schema.get("minLength", 0):
            raise self._malformed(text, f"give {schema.get('minLength', 0)} to {schema.get('maxLength')} characters")
        if "enum" in schema and text not in schema["enum"]:
            raise MalformedError(
                f"{self.name}: “{shown(text)}” is not offered; would do: {', '.join(schema['enum'][:12])}.",
                self.name,
                shown(text),
                (),
                schema["enum"],
            )
        if schema.get("format") == "date" and not _DAY.fullmatch(text):
            raise self._malformed(text, "write the date as YYYY-MM-DD")
        return text

    def _malformed(self, text: str, hint: str) -> MalformedError:
        return MalformedError(f"{self.name}: “{shown(text)}” will not do; {hint}.", self.name, shown(text))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the data served, the ledger with vintage and lead as asked, the values given, the form wanted.

    `site` is the address of the dashboard, where the answer names it and it is known.
    """

    served: Served
    newest: Ledger
    ledger: Ledger
    values: Mapping[str, Any]
    form: str
    site: str = ""

    def text(self, name: str) -> str:
        """A value as text; empty where it was not given."""
        return str(self.values.get(name, ""))

    def texts(self, *names: str) -> dict[str, str]:
        """Several values as texts, empty ones too."""
        return {name: self.text(name) for name in names}

    def number(self, name: str, otherwise: int) -> int:
        """A value as a whole number."""
        return int(self.values.get(name, otherwise))


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table: its columns, some of the rows, and how many there are in all."""

    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    total: int
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class File:
    """A file as it stands."""

    content: bytes
    media: str
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: path below the API, parameters, who answers, in which forms, by which schema.

    `flat` are columns of a row that tells the answer in a table, of those answers that can be one. `heavy` answers
    are made few at a time. A `{file}` path ends with one of `forms`.
    """

    name: str
    path: str
    about: str
    answer: Callable[[Asked], Rows | File | dict[str, Any]]
    schema: Mapping[str, Any]
    parameters: tuple[Parameter, ...] = ()
    forms: tuple[str, ...] = ("json",)
    heavy: bool = False
    example: str = ""


def read(parameters: Sequence[Parameter], given: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The values of an address's query.

    Raises:
        MalformedError: a key is not known, is given twice, is missing, or its value is not of its schema.
    """
    known = {one.name: one for one in parameters if not one.in_path and not one.free}
    free = next((one for one in parameters if one.free), None)
    found: dict[str, Any] = {}
    rest: dict[str, list[str]] = {}
    for key, text in given:
        parameter = known.get(key)
        if parameter is None:
            if free is None:
                names = tuple(known)
                hint = f"would do: {', '.join(names)}" if names else "this takes none"
                raise MalformedError(f"“{shown(key)}” is no parameter here; {hint}.", shown(key), "", (), names)
            if len(text) > LONGEST:
                raise MalformedError(f"{shown(key)}: give at most {LONGEST} characters.", shown(key), shown(text))
            rest.setdefault(key, []).append(text)
        elif key in found:
            raise MalformedError(f"{key}: give it once.", key, shown(text))
        else:
            found[key] = parameter.read(text)
    missing = next((one for one in known.values() if one.required and one.name not in found), None)
    if missing is not None:
        raise MalformedError(f"{missing.name}: this must be given: {missing.about}.", missing.name)
    return found if free is None else found | {free.name: rest}
