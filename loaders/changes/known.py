"""What the data directory holds already, as new figures and importers ask it: places, measures, statements by key."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from loaders.ledger import read_files
from loaders.schema import Package, parse_package, unusable

_KEY = ("indicator", "place", "origin", "group", "period_start", "period_end", "scope", "event")


def key_of(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a row of an observations file counts; the synonym `all` of a group is `total`."""
    return tuple("total" if name == "group" and cells[name] == "all" else cells.get(name, "") for name in _KEY)


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """The tables of one version of a data directory as text, and the bytes that they were read from.

    `named` keeps what was worked out of the tables once, for who asks again.
    """

    directory: Path
    files: Mapping[str, bytes]
    package: Package
    places: Sequence[Mapping[str, str]]
    indicators: Mapping[str, Mapping[str, str]]
    origins: frozenset[str]
    sources: Mapping[str, Mapping[str, str]]
    observations: Sequence[dict[str, str]]
    covered: frozenset[tuple[str, str]]
    spellings: Sequence[Mapping[str, str]] = ()
    named: dict[str, Any] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        return f"Known({self.directory}, {len(self.observations)} observations)"

    def path_of(self, indicator: str) -> str:
        """Return the file that holds the rows of an indicator: the one of its theme."""
        theme = self.indicators[indicator]["theme"]
        table = self.package.table("observations")
        named = (each.path for each in table if theme in (each.theme, each.name))
        return next(named, f"observations/{theme}.csv")

    def with_rows(self, rows: Sequence[dict[str, str]], source: Mapping[str, str]) -> Known:
        """Return the same with statements of a source added, so that a second file is compared with the first."""
        sources = {**self.sources, source["source"]: source}
        return replace(self, observations=[*self.observations, *rows], sources=sources)


def read_known(directory: Path) -> Known:
    """Return what the data directory holds.

    Raises:
        PackageError: its data package, or a table that an import needs, cannot be read.
    """
    files = {path: data for path, data in read_files(directory).items() if isinstance(data, bytes)}
    package = parse_package(files)
    tables = {name: _rows(files, package, name) for name in ("places", "indicators", "origins", "sources")}
    observations = _rows(files, package, "observations")
    countries = {row["place"]: row["country"] for row in tables["places"]}
    covered = {(row["indicator"], row["place"]) for row in observations}
    # Governorates follow where the country has the indicator; another country's never do.
    covered |= {(indicator, countries[place]) for indicator, place in covered if countries.get(place)}
    return Known(
        directory,
        files,
        package,
        tables["places"],
        {row["indicator"]: row for row in tables["indicators"]},
        frozenset(row["origin"] for row in tables["origins"]),
        {row["source"]: row for row in tables["sources"]},
        observations,
        frozenset(covered),
        _rows(files, package, "spellings"),
    )


def _rows(files: Mapping[str, bytes], package: Package, table: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for resource in package.table(table):
        if resource.path not in files:
            raise unusable(resource.path, "it cannot be read, so nothing is compared with it")
        try:
            text = files[resource.path].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise unusable(resource.path, "it is not UTF-8; save it as CSV UTF-8 first") from error
        reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
        missing = [field.name for field in resource.fields if field.required]
        if set(missing) - set(reader.fieldnames or ()):
            raise unusable(resource.path, "the header lacks a column; python -m loaders check says which")
        names = resource.names
        rows.extend({name: (row.get(name) or "") for name in names} for row in reader)
    return rows


def by_key(rows: Sequence[dict[str, str]]) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """Return the statements of the ledger by what they count."""
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(key_of(row), []).append(row)
    return found
