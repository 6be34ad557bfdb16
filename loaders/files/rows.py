"""From text to rows: the records of one CSV file with the physical line on which each starts.

Standard `csv` does the splitting; this module adds what a person needs to mend a file: the line number, a restart after
a quotation mark that was never closed, and columns matched by name whatever their order.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from loaders.files import recognise, sniff
from loaders.files.conflicts import without_marks
from loaders.files.parse import parser, suggestion
from loaders.findings import CATALOGUE
from loaders.problems import Problem, problem
from loaders.schema import Resource

# A file with more unclosed quotation marks than this is not mended by starting again at the next line.
_RESTARTS = 100
# A tag of the Humanitarian Exchange Language, such as #affected+idps; a spreadsheet's #REF! is none.
_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*$")
_WIDE = 5
# With more columns missing than this, what the cells of the others say is no help.
_MISSING = 2
# A header stands within so many rows, below titles and notes.
_HEADER_WITHIN = 20
_SEPARATOR = re.compile(r'"?sep=(.)"?[\s,;|]*', re.IGNORECASE)
_ELSEWHERE = ("other_table", "published_file")


_RowTest = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Rows:
    """The cells of one file by column, as text, with the line of each row; no columns if the file cannot be used.

    `problems` are those of file, header and row. `held` are the lines of rows that they refuse and that are read all
    the same, so that whatever else is wrong with them is told at once, each with the columns of which it has no cell.
    """

    columns: Mapping[str, Sequence[str]]
    lines: npt.NDArray[np.int64]
    delimiter: str
    problems: list[Problem]
    held: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Records:
    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    short: dict[int, int] = field(default_factory=dict)


def read_rows(resource: Resource, data: bytes) -> Rows:
    """Return the rows of the file `data` of `resource`, its columns in the order of the schema."""
    file, names = resource.path, resource.names
    decoded = _decoded(file, data)
    if isinstance(decoded, Problem):
        return _unusable([decoded])
    problems: list[Problem] = []
    if decoded.encoding != "UTF-8":
        problems.append(problem("encoding", file, facts={"encoding": decoded.encoding}))
    text, passed, marks = without_marks(decoded.text.removeprefix("\ufeff"), file)
    problems += marks
    above = list(_first_lines(text))
    if not above:
        return _unusable([*problems, problem("file_empty", file, facts={"columns": ",".join(names)})])
    sign, said = _sign(above, names, file)
    if said and said.rule == "sep_line":
        passed = passed | {said.line}
    problems += [said] if said else []
    records = _records(text, sign, file, _row_test(resource))
    records_problems = records.problems
    problems += records_problems
    records = _Records(*_kept(records, passed))
    at = _header_at(records, resource)
    if at is None:
        return _unusable([*problems, problem("file_empty", file, facts={"columns": ",".join(names)})])
    titles = sum(map(_filled, records.cells[:at]))
    if titles:
        facts = {"count": titles, "line": records.lines[at]}
        problems.append(problem("title_rows", file, records.lines[0], facts=facts))
    columns, found = _columns(resource, records, at)
    if any(each.rule in _ELSEWHERE for each in found):
        # What is odd about its rows is of no account then.
        return _unusable([*(each for each in problems if each not in records_problems), *found])
    problems += found
    if columns is None:
        return _unusable(problems)
    body, held = _rows_below(resource, records, at, columns)
    across = list(zip(*body.cells, strict=True)) if body.cells else []
    empty = ("",) * len(body.cells)
    by_name = {name: across[columns[name]] if across and name in columns else empty for name in names}
    return Rows(by_name, np.array(body.lines, dtype=np.int64), sign, [*problems, *body.problems], held)


def _rows_below(
    resource: Resource, records: _Records, at: int, columns: Mapping[str, int]
) -> tuple[_Records, dict[int, frozenset[str]]]:
    """Return the rows below the header at `at`, and for each that is refused the columns of which it has no cell."""
    labels = [_loose(label) for label in records.cells[at] if label.strip()]
    absent = frozenset(each.name for each in resource.fields if each.required and each.name not in columns)
    refused = bool(absent) or any(labels.count(name) > 1 for name in columns)
    body = _body(records, at, resource.path)
    if refused and body.short:
        # Rows that do not fit a faulty header are most likely right: the header is the cause.
        body = _of_width(body)
    held = dict.fromkeys(body.lines, absent) if refused else {}
    for line, count in body.short.items():
        held[line] = absent | {name for name, place in columns.items() if place >= count}
    return body, held


def _decoded(file: str, data: bytes) -> sniff.Decoded | Problem:
    """Return the text of a file, or the problem that it is none."""
    strange = recognise.kind(data)
    if strange:
        return problem("file_kind", file, facts={"what": strange[0], "suggestion": strange[1]})
    try:
        return sniff.decode(data)
    except sniff.NotTextError as error:
        return problem("encoding_unknown", file, facts={"reason": error})
    except sniff.UnclearPageError as error:
        return problem("encoding_unclear", file, facts={"names": error})


def _sign(above: Sequence[tuple[int, str]], names: Sequence[str], file: str) -> tuple[str, Problem | None]:
    """Return what parts the columns of a file with the first lines `above`, and what there is to say of it."""
    line, first = above[0]
    stated = _SEPARATOR.fullmatch(first.strip("\r\n "))
    if stated:
        return stated[1], problem("sep_line", file, line, value=first.strip())
    sign = sniff.delimiter(above, names)
    said = problem("delimiter", file, 1, facts={"delimiter": sniff.DELIMITERS[sign]}) if sign != "," else None
    return sign, said


def _first_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first lines that hold anything, with their numbers."""
    filled = ((n, line) for n, line in enumerate(io.StringIO(text, newline=""), start=1) if line.strip())
    for _, each in zip(range(_HEADER_WITHIN), filled, strict=False):
        yield each


def _kept(records: _Records, passed: Collection[int]) -> tuple[list[list[str]], list[int]]:
    """Return the cells and lines of the records that do not stand on one of the lines `passed`."""
    if not passed:
        return records.cells, records.lines
    both = [(cells, line) for cells, line in zip(records.cells, records.lines, strict=True) if line not in passed]
    return [cells for cells, _ in both], [line for _, line in both]


def _header_at(records: _Records, resource: Resource) -> int | None:
    """Return the position of the header: the first row with anything in it, or one below that names most columns."""
    filled = [at for at, cells in enumerate(records.cells[: 2 * _HEADER_WITHIN]) if _filled(cells)]
    if not filled:
        return next((at for at, cells in enumerate(records.cells) if _filled(cells)), None)
    required = {each.name for each in resource.fields if each.required}

    def known(at: int) -> int:
        return len(required.intersection(map(_loose, records.cells[at])))

    best = max(filled, key=known)
    return best if known(filled[0]) == 0 and 2 * known(best) > len(required) else filled[0]


def _loose(label: str) -> str:
    """A column's name as it is meant: small letters and underscores, without marks around it."""
    return label.strip().strip("\"'“”„«»#").strip().lower().replace(" ", "_").replace("-", "_")


def _unusable(problems: list[Problem]) -> Rows:
    return Rows({}, np.array([], dtype=np.int64), ",", problems)


def _filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _row_test(resource: Resource) -> _RowTest:
    """Return a function that says whether the cells of a line make a row of the table, as far as a look can tell."""
    keys = {each.column for each in resource.references}
    parse = [parser(each, ",") for each in resource.fields]

    def fits(cells: Sequence[str]) -> bool:
        if len(cells) != len(parse):
            return False
        if any(each.name in keys and " " in cell.strip() for each, cell in zip(resource.fields, cells, strict=True)):
            return False
        rules = [read(cell).rule for read, cell in zip(parse, cells, strict=True)]
        return not any(rule and CATALOGUE[rule].severity == "error" for rule in rules)

    return fits


def _records(text: str, sign: str, file: str, fits: _RowTest) -> _Records:
    """Split the text, quickly if every record is one line, else line by line with a look at each quotation mark."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        rows = list(reader)
    except csv.Error:
        return _records_by_line(text, sign, file, fits)
    end = text.rstrip("\r\n")
    last_line = end[max(end.rfind("\n"), end.rfind("\r")) + 1 :]
    if reader.line_num == len(rows) and not ends_quoted([last_line], sign):
        return _Records(rows, list(range(1, len(rows) + 1)))
    return _records_by_line(text, sign, file, fits)


def _records_by_line(text: str, sign: str, file: str, fits: _RowTest) -> _Records:
    physical = list(io.StringIO(text, newline=""))
    found = _Records()
    at = 0
    while at < len(physical):
        at = _read_on(physical, at, sign, file, found, fits)
    return found


def _read_on(physical: Sequence[str], at: int, sign: str, file: str, found: _Records, fits: _RowTest) -> int:
    """Add the records from the physical line `at` on (from 0); return the line after a fault, or the last."""
    reader = csv.reader(_from(physical, at), delimiter=sign)
    watch = len(found.problems) < _RESTARTS
    line = at
    try:
        for cells in reader:
            end = at + reader.line_num
            width = len(next(filter(_filled, found.cells), cells))
            if watch and _is_open(physical[line:end], cells, width, sign, fits):
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


def _is_open(raw: Sequence[str], cells: Sequence[str], width: int, sign: str, fits: _RowTest) -> bool:
    """Whether a record swallowed what follows it: its last quotation is open, or its lines do not make one row.

    A quotation mark that a later row happens to close can make a row of the right width too, but then one of its lines
    has as many delimiters as a whole row. In narrow tables a text may have as many by itself, so there the line must
    also make a row of the table.
    """
    if len(raw) > 1 and len(cells) != width:
        return True
    inside = [line for line in raw[1:] if line.count(sign) >= width - 1]
    if width < _WIDE:
        inside = [line for line in inside if '"' not in line and fits(line.rstrip("\r\n").split(sign))]
    return bool(inside) or ends_quoted(raw, sign)


def ends_quoted(raw: Sequence[str], sign: str) -> bool:
    """Whether the last of the lines of a record ends inside a quotation."""
    if not any('"' in line for line in raw):
        return False
    try:
        list(csv.reader(raw, delimiter=sign, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _columns(resource: Resource, records: _Records, at: int) -> tuple[dict[str, int] | None, list[Problem]]:
    """Return the position of every known column in the header at `at`, None if the file cannot be read by it."""
    file, names = resource.path, resource.names
    header, line = records.cells[at], records.lines[at]
    other = _other(resource, records, at)
    if other is not None:
        return None, [other]
    width = _width(header)
    problems: list[Problem] = []
    if width < len(header):
        problems.append(problem("header_trailing", file, line, facts={"count": len(header) - width}))
    positions: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[Problem] = []
    for place, label in enumerate(header[:width]):
        name = label.strip()
        loose = _loose(name)
        if name not in names and loose in names:
            problems.append(problem("column_name", file, line, loose, name))
            name = loose
        if name in positions:
            twice.append(problem("column_twice", file, line, name, name))
        elif name in names:
            positions[name] = place
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
    if len(missing) > _MISSING:
        return None, problems
    if list(positions) != [name for name in names if name in positions]:
        problems.append(problem("column_order", file, line, facts={"columns": ",".join(names)}))
    return positions, problems


def _other(resource: Resource, records: _Records, at: int) -> Problem | None:
    """Return the problem of a file that is another table, or one as its publisher has it."""
    header, line = records.cells[at], records.lines[at]
    path = recognise.other_table(header, resource.names, resource.others)
    if path:
        return problem("other_table", resource.path, line, value=",".join(header), facts={"other": path})
    if not {each.name for each in resource.fields if each.required} <= set(map(_loose, header)):
        who = recognise.publisher(records.cells[: 2 * _HEADER_WITHIN])
        if who:
            return problem("published_file", resource.path, line, value=",".join(header), facts={"who": who})
    return None


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
    header = [*map(_loose, records.cells[at][:width])]
    again = [n for n, row in enumerate(cells) if row[:1] and _loose(row[0]) == header[0] and _says(row, header)]
    again = [n for n in again if not _is_hxl(cells[n])]
    if again:
        problems += [problem("header_again", file, lines[n], value=",".join(cells[n])) for n in again]
        cells, lines = _kept(_Records(cells, lines), {lines[n] for n in again})
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
        if found is not None and found.rule == "row_empty":
            continue
        if found is not None and found.severity == "error":
            body.short[line] = len(row)
        body.cells.append([*row[:width], *[""] * (width - len(row))])
        body.lines.append(line)
    return body


def _of_width(body: _Records) -> _Records:
    """Return the rows that are as wide as the header, without a word on the others."""
    both = [(row, n) for row, n in zip(body.cells, body.lines, strict=True) if n not in body.short]
    said = [each for each in body.problems if each.line not in body.short and each.rule != "row_trailing"]
    return _Records([row for row, _ in both], [n for _, n in both], said)


def _says(row: Sequence[str], header: Sequence[str]) -> bool:
    return [*map(_loose, row[: len(header)])] == header


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
