"""What a file is that is not the table it should be: another kind, another table, or one as its publisher has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

# How files begin that are often renamed to .csv, or saved under a wrong name.
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an Excel workbook (.xls)", "Open it and save the sheet as CSV UTF-8."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and put the CSV file in its place."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and put the CSV file in its place."),
    (b"Rar!", "a RAR archive", "Unpack it and put the CSV file in its place."),
    (b"%PDF", "a PDF document", "Take the figures out of it by hand, with page and table as locator."),
    (b"\x89PNG", "a picture", "Put the CSV file in its place."),
    (b"\xff\xd8\xff", "a picture", "Put the CSV file in its place."),
    (b"PAR1", "a Parquet file", "Write the table as CSV."),
    (b"SQLite format 3", "a SQLite database", "Write the table as CSV."),
)
_SHEET = "Open it and save the sheet as CSV UTF-8: renaming a workbook does not make it a CSV file."
_ZIPPED = (
    (b"xl/", "an Excel workbook (.xlsx)", _SHEET),
    (b"opendocument.spreadsheet", "a LibreOffice workbook (.ods)", _SHEET),
    (b"word/", "a Word document", "Copy its table into a CSV file."),
)
_ZIP = ("a zip archive", "Unpack it and put the CSV file in its place.")
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|\?xml)", re.IGNORECASE)
_JSON = re.compile(rb"\s*[\[{]\s*[\"\[{\]}]")

# Columns by which files of publishers are known, in small letters with underscores; all of a set must be there.
_PUBLISHED: tuple[tuple[str, frozenset[str]], ...] = (
    ("UNHCR", frozenset({"iso3coo", "iso3coa", "year"})),
    ("UNHCR", frozenset({"country_of_origin", "country_of_asylum", "year"})),
    ("IOM DTM", frozenset({"operation", "admin0pcode", "numpresentidpind"})),
    ("IOM DTM", frozenset({"governorate", "district", "families", "individuals"})),
    ("OCHA's Financial Tracking Service", frozenset({"countrycode", "requirements", "funding"})),
    ("OCHA's Financial Tracking Service", frozenset({"srcorganization", "destorganization", "amountusd"})),
    ("HDX HAPI", frozenset({"location_code", "reference_period_start", "reference_period_end"})),
    ("IDMC", frozenset({"iso3", "year", "conflict_stock_displacement"})),
)

_COPY = re.compile(
    r"(?:(?:copy of|kopie von|copie de) (?P<before>.+)"
    r"|(?P<after>.+?)(?: ?\(\d+\)| - (?:copy|kopie|copie)(?: \(\d+\))?| copy(?: \d+)?))\.csv",
    re.IGNORECASE,
)


def kind(data: bytes) -> tuple[str, str] | None:
    """Return what a file is, by its first bytes, and what to do, or None where it may be a table of text."""
    if data.startswith(b"PK\x03\x04"):
        return next(((what, hint) for sign, what, hint in _ZIPPED if sign in data), _ZIP)
    if _MARKUP.match(data):
        return "a web page", "Download the file itself: a page that asks for a login is saved under its name."
    if _JSON.match(data):
        return "a JSON file", "If a publisher's API gave it, python -m loaders import reads it; else write it as CSV."
    return next(((what, hint) for sign, what, hint in _KINDS if data.startswith(sign)), None)


def copied(name: str) -> str:
    """Return the name of the file of which `name` is a copy, such as `camps (1).csv`, or else an empty text."""
    found = _COPY.fullmatch(name)
    return f"{found['before'] or found['after']}.csv" if found else ""


def other_table(header: Iterable[str], own: Sequence[str], tables: Mapping[str, Sequence[str]]) -> str:
    """Return the path of the table whose columns a header names, if they are not rather those of `own`."""
    named = {_plain(each) for each in header}

    def share(columns: Sequence[str]) -> float:
        return len(named.intersection(columns)) / max(len(columns), len(named))

    best = max(tables, key=lambda path: share(tables[path]), default="")
    return best if best and share(tables[best]) > max(0.6, share(own)) else ""


def publisher(rows: Iterable[Sequence[str]]) -> str:
    """Return whose file it is, as published, by the columns that one of its first rows names, or an empty text."""
    for row in rows:
        named = {_plain(each) for each in row}
        for who, columns in _PUBLISHED:
            if columns <= named:
                return who
    return ""


def _plain(label: str) -> str:
    return re.sub(r"[\s-]+", "_", label.strip().strip("\"'#").lower())
