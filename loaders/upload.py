"""A preview of edited files: what is wrong with them, what they would change, and the ledger as it would then be.

Nothing is written. A maintainer sees the effect of a row on every chart before the files replace those in the
directory, and finds out that a key removed here is still used there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import pandas as pd

from loaders.changes.difference import Change, compare
from loaders.changes.writing import fresh
from loaders.files.cells import text
from loaders.files.tables import open_grids
from loaders.ledger import Ledger, assemble, read_files
from loaders.problems import Problem
from loaders.schema import Package, parse_package


@dataclass(frozen=True, slots=True, eq=False)
class Upload:
    """What uploaded files do together.

    `texts` are the files that differ, by relative path, as they would be written, sources first; `seen` the bytes of
    all files that they were compared with. `problems` are the findings in the files themselves, and those elsewhere
    that they would cause. `ledger` is the whole ledger with the files in place of the present ones. `changes` tells row
    by row what differs (see `loaders.changes.difference`).
    """

    texts: Mapping[str, bytes]
    seen: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    ledger: Ledger
    changes: tuple[Change, ...]

    @property
    def accepted(self) -> bool:
        """Whether the files could replace the present ones: they have and cause no error."""
        return not any(found.severity == "error" for found in self.problems)

    @property
    def table(self) -> str:
        """The name of the resource of the first file."""
        return self.changes[0].resource.name if self.changes else ""

    @property
    def added(self) -> pd.DataFrame:
        """The rows that the one file that was uploaded adds, as text and with their `line` in it."""
        return self.changes[0].added

    @property
    def changed(self) -> pd.DataFrame:
        """The rows that it changes, with the new cells, and in `changes` what was there before."""
        return self.changes[0].changed

    @property
    def removed(self) -> pd.DataFrame:
        """The rows that it takes away, with their `line` in the present file."""
        return self.changes[0].removed


def check_upload(name: str, data: bytes, ledger: Ledger) -> Upload:
    """Check one file as `check_uploads` does; `name` is its resource (`camps`) or the file's own name (`camps.csv`)."""
    return check_uploads({name: data}, ledger)


def check_uploads(files: Mapping[str, bytes], ledger: Ledger) -> Upload:
    """Check edited files against the rest of the ledger and compare them with the present ones.

    Args:
        files: bytes by the resource as the data package names it (`camps`, `sources`) or by the file's own name
            (`camps.csv`).
        ledger: the ledger that the files would become part of; the other files are read again from its directory.

    Raises:
        KeyError: no resource has such a name; the message lists those that exist.
        PackageError: the data package in the directory cannot be used.
    """
    present = read_files(ledger.directory)
    seen = {path: content for path, content in present.items() if isinstance(content, bytes)}
    package = parse_package(seen)
    given = {package.resource(name).path: data for name, data in files.items()}
    sources = package.resource("sources").path
    ordered = [package.resource(path) for path in sorted(given, key=lambda path: path != sources)]
    preview = assemble({**present, **given}, ledger.directory)
    new = fresh(preview.problems, ledger.problems)
    caused = [found for found in preview.problems if found.file in given or found in new]
    changes = tuple(compare(one, seen.get(one.path, b""), given[one.path]) for one in ordered)
    texts = {one.path: given[one.path] for one in ordered if given[one.path] != seen.get(one.path, b"")}
    return Upload(texts, seen, tuple(caused), preview, changes)


def tables_in(name: str, data: bytes, package: Package) -> dict[str, bytes]:
    """Return the data files that an upload holds, by resource: a CSV, a workbook or an archive of them.

    A CSV is passed on as it is. A sheet is of the resource that its name, or the file's, names; its cells become CSV.

    Raises:
        KeyError: a file or sheet is of no resource; the message names those that exist.
        UnreadableError: the file is no CSV, workbook or archive, is broken, or is larger than the limits.
    """
    if not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return {package.resource(name).name: data}
    found: dict[str, bytes] = {}
    for grid in open_grids(name, data):
        inside = PurePosixPath(grid.file.rpartition(": ")[2]).name
        called = grid.sheet if _known(package, grid.sheet) else inside.rpartition(".")[0] or inside
        resource = package.resource(called)
        rows = [[_cell(cell) for cell in row] for _, row in grid.rows]
        found[resource.name] = _csv([row for row in rows if any(row)])
    return found


def csv_of(rows: pd.DataFrame) -> bytes:
    """Return a table of text cells as a CSV file, as the data directory holds them."""
    return _csv(
        [list(rows.columns), *(["" if pd.isna(cell) else str(cell) for cell in row] for row in rows.to_numpy())]
    )


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _cell(cell: object) -> str:
    """A cell of a sheet as our files write it: a date without its midnight."""
    return text(cell).removesuffix(" 00:00:00")  # type: ignore[arg-type]  # openpyxl comes without types


def _known(package: Package, name: str) -> bool:
    return any(name in (one.name, one.path) for one in package.resources)
