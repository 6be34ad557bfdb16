"""Small published files with made-up figures, and ways to read them."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

import openpyxl

from loaders.changes.known import Known
from loaders.published.base import Options
from loaders.published.importer import Reading, read_published
from loaders.published.report import Statement


def example(module: ModuleType) -> bytes:
    """Return the example of a format's docstring; a line that ends with a comma goes on in the next."""
    text = textwrap.dedent((module.__doc__ or "").split("Example (made-up figures):\n")[1])
    return text.replace(",\n", ",").encode()


def one(known: Known, data: bytes | str, name: str = "file.csv", **options: Any) -> Reading:
    """Read a file of one format, with places taken wherever they are."""
    content = data.encode() if isinstance(data, str) else data
    readings = read_published({name: content}, known, Options(**{"everywhere": True, **options}))
    assert len(readings) == 1
    return readings[0]


def told(reading: Reading, *names: str) -> list[tuple[str, ...]]:
    """Return columns of all statements of a reading."""
    return [tuple(getattr(each, name) for name in names) for each in reading.statements]


def only(reading: Reading) -> Statement:
    """Return the one statement of a reading."""
    assert len(reading.statements) == 1, reading.statements
    return reading.statements[0]


def said(reading: Reading) -> str:
    """Return the whole report as text."""
    return "\n".join(reading.report.lines())


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Return an XLSX file with rows by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """Return a zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()
