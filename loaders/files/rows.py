"""From text to rows: the records of one CSV file with the physical line on which each starts.

Standard `csv` does the splitting; this module adds what a person needs to mend a file: the line number, a restart after
a quotation mark that was never closed, and columns matched by name whatever their order.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from loaders.files import sniff
from loaders.files.parse import suggestion
from loaders.problems import Problem, problem
from loaders.schema import Resource

# A file with more unclosed quotation marks than this is not mended by starting again at the next line.
_RESTARTS = 100
# A tag of the Humanitarian Exchange Language, such as #affected+idps; a spreadsheet's #REF! is none.
_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*$")
_WIDE = 5


@dataclass(frozen=True, slots=True)
class Rows:
    """The cells of one file by column, as text, with the line of each row; no columns if the file cannot be used.

    `problems` are those of file, header and row; the rows they refuse are not among the cells.
    """

    columns: Mapping[str, Sequence[str]]
    lines: npt.NDArray[np.int64]
    delimiter: str
    problems: list[Problem]


@dataclass(slots=True)
class _Records:
    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_rows(resource: Resource, data: bytes) -> Rows:
    """Return the rows of the file `data` of `resource`, its columns in the order of the schema."""
    file, names = resource.path, resource.names
    problems: list[Problem] = []
    try:
        decoded = sniff.decode(data)
    except sniff.NotTextError as error:
        return _unusable([problem("encoding_unknown", file, facts={"reason": error})])
    except sniff.UnclearPageError as error:
        return _unusable([problem("encoding_unclear", file, facts={"names": error})])
    if decoded.encoding != "UTF-8":
        problems.append(problem("encoding", file, facts={"encoding": decoded.encoding}))
    text = decoded.text.removeprefix("\ufeff")
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    if not first:
        return _unusable([*problems, problem("file_empty", file, facts={"columns": ",".join(names)})])
    sign = sniff.delimiter(first, names)
    if sign != ",":
        problems.append(problem("delimiter", file, 1, facts={"delimiter": sniff.DELIMITERS[sign]}))
    records = _records(text, sign, file)
    problems += records.problems
    at = next((n for n, cells in enumerate(records.cells) if _filled(cells)), None)
    if at is None:
        return _unusable([*problems, problem("file_empty", file, facts={"columns": ",".join(names)})])
    columns, found = _columns(resource, records.cells[at], records.lines[at])
    problems += found
    if columns is None:
        return _unusable(problems)
    body = _body(records, at, file)
    problems += body.problems
    across = list(zip(*body.cells, strict=True)) if body.cells else []
    empty = ("",) * len(body.cells)
    by_name = {name: across[columns[name]] if across and name in columns else empty for name in names}
    return Rows(by_name, np.array(body.lines, dtype=np.int64), sign, problems)


def _unusable(problems: list[Problem]) -> Rows:
    return Rows({}, np.array([], dtype=np.int64), ",", problems)


def _filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _records(text: str, sign: str, file: str) -> _Records:
    """Split the text, quickly if every record is one line, else line by line with a look at each quotation mark."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        rows = list(reader)
    except csv.Error:
        return _records_by_line(text, sign, file)
    end = text.rstrip("\r\n")
    last_line = end[max(end.rfind("\n"), end.rfind("\r")) + 1 :]
    if reader.line_num == len(rows) and not ends_quoted([last_line], sign):
        return _Records(rows, list(range(1, len(rows) + 1)))
    return _records_by_line(text, sign, file)


def _records_by_line(text: str, sign: str, file: str) -> _Records:
    physical = list(io.StringIO(text, newline=""))
    found = _Records()
    at = 0
    while at < len(physical):
        at = _read_on(physical, at, sign, file, found)
    return found


def _read_on(physical: Sequence[str], at: int, sign: str, file: str, found: _Records) -> int:
    """Add the records from the physical line `at` on (from 0); return the line after a fault, or the last."""
    reader = csv.reader(_from(physical, at), delimiter=sign)
    watch = len(found.problems) < _RESTARTS
    line = at
    try:
        for cells in reader:
            end = at + reader.line_num
            width = len(next(filter(_filled, found.cells), cells))
            if watch and _is_open(physical[line:end], cells, width, sign):
                found.problems.append(problem("quote_open", file, line + 1, value=physical[line].strip()))
                return line + 1
            found.cells.append(cells)
            found.lines.append(line + 1)
            line = end
    except csv.Error as error:
        found.problems.append(problem("row_unreadable", file, line + 1, facts={"reason": error}))
        return line + 1 if watch else len(physical)
    return len(physical)


def _from(lines: Sequence[str], at: int) -> Iterator[str]:
    for n in range(at, len(lines)):
        yield lines[n]


def _is_open(raw: Sequence[str], cells: Sequence[str], width: int, sign: str) -> bool:
    """Whether a record swallowed what follows it: its last quotation is open, or its lines do not make one row.

    A quotation mark that a later row happens to close can make a row of the right width too, but then one of its lines
    has as many delimiters as a whole row. In narrow tables a text may have as many by itself.
    """
    if len(raw) > 1 and len(cells) != width:
        return True
    swallowed = width >= _WIDE and any(line.count(sign) >= width - 1 for line in raw[1:])
    return swallowed or ends_quoted(raw, sign)


def ends_quoted(raw: Sequence[str], sign: str) -> bool:
    """Whether the last of the lines of a record ends inside a quotation."""
    if not any('"' in line for line in raw):
        return False
    try:
        list(csv.reader(raw, delimiter=sign, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _columns(resource: Resource, header: list[str], line: int) -> tuple[dict[str, int] | None, list[Problem]]:
    """Return the position of every known column in the header, None if the file cannot be read by it."""
    file, names = resource.path, resource.names
    width = _width(header)
    problems: list[Problem] = []
    if width < len(header):
        problems.append(problem("header_trailing", file, line, facts={"count": len(header) - width}))
    positions: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[Problem] = []
    for at, label in enumerate(header[:width]):
        name = label.strip()
        loose = name.strip("\"'“”„«»#").strip().lower().replace(" ", "_").replace("-", "_")
        if name not in names and loose in names:
            problems.append(problem("column_name", file, line, loose, name))
            name = loose
        if name in positions:
            twice.append(problem("column_twice", file, line, name, name))
        elif name in names:
            positions[name] = at
        else:
            unknown.append(name)
    if not positions:
        return None, [problem("header_missing", file, line, "", ",".join(header), facts={"columns": ",".join(names)})]
    absent = [each.name for each in resource.fields if each.name not in positions]
    # A column that may be empty may be absent: its cells are empty.
    missing = [each for each in resource.fields if each.required and each.name in absent]
    problems += twice
    problems += [_unknown_column(file, line, name, absent) for name in unknown]
    problems += [
        problem("column_missing", file, line, each.name, facts={"description": each.description}) for each in missing
    ]
    if twice or missing:
        return None, problems
    if list(positions) != [name for name in names if name in positions]:
        problems.append(problem("column_order", file, line, facts={"columns": ",".join(names)}))
    return positions, problems


def _unknown_column(file: str, line: int, name: str, absent: Sequence[str]) -> Problem:
    hint = suggestion(name, absent, "Remove the column.")
    return problem("column_unknown", file, line, name, name, facts={"suggestion": hint})


def _width(header: Sequence[str]) -> int:
    return max((at + 1 for at, label in enumerate(header) if label.strip()), default=0)


def _body(records: _Records, at: int, file: str) -> _Records:
    """Return the rows below the header at `at`, each as wide as the header, and what is wrong with the rest."""
    full, width = len(records.cells[at]), _width(records.cells[at])
    cells, lines = records.cells[at + 1 :], records.lines[at + 1 :]
    problems: list[Problem] = []
    if cells and _is_hxl(cells[0]):
        problems.append(problem("hxl_row", file, lines[0], value=",".join(cells[0])))
        cells, lines = cells[1:], lines[1:]
    if full == width and set(map(len, cells)) <= {width} and all(map(any, cells)):
        return _Records(cells, lines, problems)
    body = _Records(problems=problems)
    for row, line in zip(cells, lines, strict=True):
        found = _row_problem(row, line, full, width, file)
        if found:
            problems.append(found)
        if found is None or (found.severity == "warning" and found.rule != "row_empty"):
            body.cells.append(row[:width])
            body.lines.append(line)
    return body


def _is_hxl(cells: Sequence[str]) -> bool:
    tags = [bool(_TAG.match(cell.strip())) for cell in cells if cell.strip()]
    return 2 * sum(tags) > len(tags)


def _row_problem(row: Sequence[str], line: int, full: int, width: int, file: str) -> Problem | None:
    """Return what is wrong with the shape of a row below a header of `full` cells, `width` of them with a name."""
    if not _filled(row):
        return problem("row_empty", file, line)
    if len(row) < width:
        return problem("row_short", file, line, "", ",".join(row), facts={"count": len(row), "expected": width})
    if _filled(row[width:]):
        typographic = any(sign in cell for cell in row for sign in "“”„")
        hint = (
            "Only straight quotation marks keep a text with commas together: replace the typographic ones."
            if typographic
            else "A text with a comma in it needs quotation marks around it."
        )
        facts = {"count": len(row), "expected": width, "suggestion": hint}
        return problem("row_long", file, line, "", ",".join(row), facts=facts)
    if len(row) not in (width, full):
        return problem("row_trailing", file, line, facts={"count": len(row) - width})
    return None
