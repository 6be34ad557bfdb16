"""Published files opened: CSV, JSON, XLSX and archives of them, as grids of cells with the number of each row.

Nothing here knows a format. What would take too much memory is refused before it is unpacked: an archive's own account
of its sizes is not believed.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from loaders.files import sniff
from loaders.files.cells import Cell, text

# Ten times the largest file that is known of: a master list of Iraq has some 4,000 rows of 50 columns.
MOST_BYTES = 400 * 2**20
MOST_UNPACKED = 600 * 2**20
# Read as a whole, JSON takes ten times its size in memory.
MOST_JSON = 64 * 2**20
MOST_MEMBERS = 200
MOST_CELLS = 12_000_000
# The lists under which the known APIs put their rows.
_LISTS = ("result", "items", "data", "results")
# What every workbook holds, and no other archive.
_TYPES = "[Content_Types].xml"
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CHUNK = 2**22
# What zipfile raises for a damaged or protected archive; a negative position is a plain ValueError.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, OSError, ValueError, LookupError),
)


class UnreadableError(ValueError):
    """A file cannot be opened as what it seems to be, or is larger than the limits; the message says which."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one CSV file, JSON list or sheet, with the number of each row as a person counts them.

    `file` is the file's name, with the member's behind it in an archive. `rows` may be walked once only.
    """

    file: str
    sheet: str
    rows: Iterable[tuple[int, Sequence[Cell]]]

    @property
    def name(self) -> str:
        """The grid's name in a locator."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def open_grids(name: str, data: bytes) -> Iterator[Grid]:
    """Yield the grids of a file, given by its name and bytes; of an archive those of each CSV, JSON and XLSX in it.

    Raises:
        UnreadableError: it is not one of these, is broken, or is larger than the limits.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"the file has {len(data):,} bytes; at most {MOST_BYTES:,} are read")
    if not data.strip():
        raise UnreadableError("the file is empty")
    if data.startswith(b"PK\x03\x04"):
        yield from _archive(name, data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("an old workbook (.xls) or one with a password: save it as .xlsx without one")
    elif data.startswith(b"%PDF"):
        raise UnreadableError("a PDF: the publisher's table is needed as CSV or XLSX")
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        yield _json(name, data)
    elif data.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableError("a web page, not a table: the address answered with a page for people")
    else:
        yield _csv(name, data)


def _archive(name: str, data: bytes) -> Iterator[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            _measured(archive, members)
            if any(each.filename == _TYPES for each in members):
                yield from _workbook(name, data, archive)
                return
            for each in sorted(members, key=lambda member: member.filename):
                yield from _member(name, archive, each)
    except UnreadableError:
        raise
    except _BROKEN as error:
        raise UnreadableError(f"the archive cannot be unpacked: {error}") from error


def _measured(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that unpacks beyond the limit, counted byte by byte while it is unpacked."""
    if len(members) > MOST_MEMBERS:
        raise UnreadableError(f"the archive holds {len(members):,} files; at most {MOST_MEMBERS} are read")
    total = 0
    for each in members:
        with archive.open(each) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MOST_UNPACKED:
                    raise UnreadableError(f"the archive unpacks to more than {MOST_UNPACKED:,} bytes, so it is refused")


def _member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Grid]:
    inside = PurePosixPath(member.filename)
    if inside.suffix.casefold() not in (".csv", ".json", ".xlsx", ".txt") or "__MACOSX" in inside.parts:
        yield Grid(f"{name}: {inside}", "", ())
        return
    data = archive.read(member)
    whole = f"{name}: {inside}"
    if not data.strip():
        yield Grid(whole, "", ())
    elif data.startswith(b"PK\x03\x04") and not _is_workbook(data):
        raise UnreadableError(f"{inside} is an archive within the archive: unpack it first")
    else:
        yield from open_grids(whole, data)


def _is_workbook(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _TYPES in archive.namelist()


def _csv(name: str, data: bytes) -> Grid:
    try:
        decoded = sniff.decode(data).text.removeprefix("\ufeff")
    except sniff.NotTextError as error:
        raise UnreadableError(f"it is not text in a known encoding: {error}") from error
    except sniff.UnclearPageError as error:
        raise UnreadableError(f"its letters could be {error}: save it as CSV UTF-8") from error
    # A preamble may hold anything: the delimiter is the sign that stands most often in any of the first lines.
    sample = decoded[: 2**16].splitlines()[:40]
    sign = max(sniff.DELIMITERS, key=lambda each: max((line.count(each) for line in sample), default=0))
    return Grid(name, "", _records(decoded, sign))


def _records(decoded: str, sign: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    # Line by line: a text opened as a file would take four times its size.
    reader = csv.reader((line.group() for line in _LINE.finditer(decoded)), delimiter=sign)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"line {line} is not CSV: {error}") from error


def _json(name: str, data: bytes) -> Grid:
    if len(data) > MOST_JSON:
        raise UnreadableError(f"the JSON has {len(data):,} bytes; at most {MOST_JSON:,} are read: take the CSV")
    try:
        answer = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnreadableError(f"it begins like JSON and is not: {error}") from error
    items = answer
    if isinstance(answer, dict):
        items = next((answer[key] for key in _LISTS if isinstance(answer.get(key), list)), None)
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise UnreadableError(f"the JSON holds no list of rows under {', '.join(_LISTS)}")
    names = list(dict.fromkeys(key for each in items for key in each))
    rows = ((number, [_plain(each.get(key)) for key in names]) for number, each in enumerate(items, start=1))
    return Grid(name, "", [(0, names), *rows])


def _plain(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        # A whole number too long for a float is text: it is no count, and is reported as such.
        return str(value)[:40] if isinstance(value, int) and abs(value) > 10**15 else value
    return text(json.dumps(value))[:200]


def _workbook(name: str, data: bytes, archive: zipfile.ZipFile) -> Iterator[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook

    _few_cells(archive)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheet_names:
            # Walked lazily: a list of all cells of a large sheet is several times its file.
            yield Grid(name, sheet, enumerate(book.get_sheet_by_name(sheet).iter_rows(), start=1))
    except CalamineError as error:
        raise UnreadableError(f"the workbook cannot be read: {error}") from error


def _few_cells(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook whose used area is too large: a single cell far out makes the reader hold everything before."""
    for member in archive.namelist():
        # A sheet may have any name.
        if not member.casefold().endswith(".xml") or member.endswith("sharedStrings.xml"):
            continue
        columns: set[bytes] = set()
        last, rest = 0, b""
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                found = _REFERENCE.findall(rest + chunk)
                columns.update(letters for letters, _ in found)
                last = max([last, *(int(number) for letters, number in found[-3:] + found[:3])])
                rest = chunk[-40:]
        wide = max((_column(letters) for letters in columns), default=1)
        if wide * max(last, 1) > MOST_CELLS:
            raise UnreadableError(f"a sheet reaches to row {last:,} and column {wide:,}: more cells than are read")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
