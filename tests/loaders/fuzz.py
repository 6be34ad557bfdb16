"""Thousands of spoilt files: real ones mutated, uploads, published formats. Each ends in a load or in a report.

`python -m tests.loaders.fuzz 20000` runs so many cases, the same in every run; `--case KIND NUMBER` runs one again.
`--large` reads 86 MB of valid rows with one fault among them, `--faulty` as many that each have one. A case fails with
any exception that is no answer of the loaders, after five seconds of its own computing, or where a fault that was put
into a file is not told on its line. The process fails where it needs more than 1 GB. Files in the folder that
FUZZ_FILES names are mutated as well.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import resource as process
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from time import process_time
from types import FrameType

from loaders import Ledger, check_uploads
from loaders.changes.known import Known, read_known
from loaders.files.reader import Table, look_up, read_table
from loaders.files.tables import UnreadableError
from loaders.ledger import assemble, read_files
from loaders.published import dtm_api, dtm_master_list, edition, fts, gidd, hapi, hxl, store, unhcr
from loaders.published.base import Options
from loaders.published.importer import UnknownFormatError, read_published
from loaders.schema import Package, Resource, parse_package
from loaders.upload import tables_in
from tests.loaders.published.samples import archive, example, workbook

DATA = Path(__file__).resolve().parents[2] / "data"
SECONDS = 5  # of computing that a case may take
MEGABYTES = 1024
LARGE = 86 * 2**20  # bytes of valid rows
_DAY, _WRONG = "\x01", "\x02"  # signs that no file holds
_SAMPLED = 40  # rows of a real file that are mutated
_KEPT = ("observations", "places", "sources", "indicators", "origins", "themes", "events")

# What is in no cell as it should be, whatever the column.
ANYWHERE = ("#REF!", "=SUM(A1:A3)", "d\u00c3\u00a9plac\u00c3\u00a9s", "\ufffd", "a\x01b", "####", "#NAME?")
BY_TYPE = {
    "number": ("many", "1.1E+05", "about 10000", "twelve", "1-2", "0x10"),
    "integer": ("1.5", "many", "3rd"),
    "date": ("2020-02-30", "04/10/2020", "44108", "soon", "2020-13-01", "15/09/2026", "2020"),
}
PIECES = (
    *(b",", b";", b"\t", b'"', b"'", b"\n", b"\r\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"#", b" ", b"|"),
    *(b"42,500", b"42.500", "٤٢".encode(), b"1e9", b"nan", b"2020-02-30", b"44108", b"04/10/2020", "“".encode()),
    *(b"\xe9", b"\xc7\xe1\xe5", b"<<<<<<< HEAD\n", b"=======\n", b"sep=;\n", b"#REF!", b"=1+1", b"\x1a", b"\xc3\xa9"),
    *(b"9" * 400, b"-" * 50, b"PK\x03\x04", "\u202e".encode(), "\ud7ff".encode(), b"inf", b"-0", b"1" + b"0" * 30),
)
CELLS = (
    *("", " ", "-", "*", "0", "-1", "1e5", "1e400", "nan", "1,234", "42.500", "2030", "1989", "2030-02-30", "\ufeff"),
    *("03/04/2030", "2030-04-30", "SYR", "IRQ", "XXA", "syr", "Ninewa", "Al Diwaniya", "Total", "#REF!", "=1+1", "ß"),
    *("all", "INN", "Intersectoral", "paid", "incoming", "٣٤", "é" * 300, "\x00", '"', "{}", "[]", "None", "#date"),
)
FORMATS = (dtm_api, dtm_master_list, fts, gidd, hapi, hxl, unhcr)
# How a table may come.
WAYS = ("csv", "csv", "json", "xlsx", "zip")


class NotToldError(AssertionError):
    """A fault that was put into a file is not told on its line."""


class TooSlowError(AssertionError):
    """A case has computed for longer than it may."""


@dataclass(frozen=True, slots=True)
class Material:
    """What is spoilt: the data files as they are, read once, and published files of each format."""

    files: Mapping[str, bytes]
    package: Package
    tables: Mapping[str, Table]
    ledger: Ledger
    known: Known
    published: tuple[tuple[str, bytes], ...]


@cache
def material() -> Material:
    """Read what is spoilt; from FUZZ_FILES what it holds, cut where it is large."""
    files = {path: data for path, data in read_files(DATA).items() if isinstance(data, bytes)}
    package = parse_package(files)
    tables: dict[str, Table] = {}
    for name in package.tables:
        tables[name] = read_table(package.table(name), files)
    known = replace(read_known(DATA), observations=[], covered=frozenset())
    published = [(f"{module.__name__.rpartition('.')[2]}.csv", example(module)) for module in FORMATS]
    folder = os.environ.get("FUZZ_FILES", "")
    for path in sorted(Path(folder).rglob("*")) if folder else ():
        if path.suffix in (".csv", ".json", ".xlsx", ".zip"):
            data = path.read_bytes()
            whole = path.suffix != ".csv"
            published.append((path.name, data if whole else b"".join(data.splitlines(keepends=True)[:200])))
    return Material(files, package, tables, assemble(files, DATA), known, tuple(published))


# --- the kinds of cases -----------------------------------------------------------------------------------------------


def fault(chance: random.Random) -> None:
    """One fault in one row of a real file: a cell, or the row's shape. It is told on its line, as an error."""
    resource, rows = _sample(chance)
    if not rows:
        return
    at = chance.randrange(len(rows))
    spoilt, what = _spoilt(chance, resource, rows[at])
    lines = [_line(row) for row in rows]
    lines[at] = spoilt
    found = _read(resource, "\n".join([_line(resource.names), *lines, ""]).encode("utf-8", "surrogatepass"))
    if not any(each.line == at + 2 and each.severity == "error" for each in found.problems):
        raise NotToldError(f"{resource.path}, line {at + 2}: {what}; told: {[str(each) for each in found.problems]}")


def damaged(chance: random.Random) -> None:
    """Bytes of a real file overwritten, put in, taken out, cut off: no line is both kept and refused."""
    resource, rows = _sample(chance)
    whole = "\n".join([_line(resource.names), *map(_line, rows), ""]).encode()
    found = _read(resource, _mutated(chance, whole))
    refused = {each.line for each in found.problems if each.severity == "error" and each.times == 1}
    both = refused.intersection(found.frame["line"]) - {0, 1} if len(found.frame) else set()
    unsaid = [each for each in found.problems if "\n" in str(each) or not each.message]
    if both or unsaid:
        raise NotToldError(f"{resource.path}: kept and refused {sorted(both)}; {unsaid}")


def named(chance: random.Random) -> None:
    """Cells of a real file overwritten in place: each line is kept or named."""
    resource, rows = _sample(chance)
    lines = [bytearray(_line(row).encode()) for row in rows]
    for _ in range(chance.randint(1, 6)):
        line = chance.choice(lines) if lines else bytearray()
        if line:
            line[chance.randrange(len(line))] = chance.choice(b"x9,; \t#=-.")
    found = _read(resource, b"\n".join([_line(resource.names).encode(), *lines, b""]))
    if any(each.line <= 1 for each in found.problems):
        return
    lost = set(range(2, len(lines) + 2)) - {each.line for each in found.problems}
    lost -= set(found.frame["line"]) if len(found.frame) else set()
    more = any(each.times > 1 for each in found.problems)
    if lost and not more and all(line.strip(b" ,;\t") for line in lines):
        raise NotToldError(f"{resource.path}: lines {sorted(lost)} are neither kept nor named")


def uploaded(chance: random.Random) -> None:
    """A real file as an upload: CSV, workbook or archive, spoilt; it is opened and read, or refused in words."""
    given = material()
    resource, rows = _sample(chance)
    name = chance.choice((resource.path.rpartition("/")[2], resource.name, "file", "camps (1).csv", "Sheet1.xlsx"))
    cells = [list(resource.names), *rows]
    data = {
        "csv": lambda: as_csv(cells),
        "xlsx": lambda: as_workbook(cells, chance.choice((resource.name, "Sheet1"))),
        "zip": lambda: archive({f"{resource.name}.csv": as_csv(cells), "read me.txt": "nothing"}),
    }[chance.choice(("csv", "xlsx", "zip"))]()
    spoilt = _mutated(chance, data) if chance.random() < 0.8 else data
    try:
        tables = tables_in(name, spoilt, given.package)
    except (KeyError, UnreadableError):
        return
    for key, content in tables.items():
        _read(given.package.resource(key), content)


def whole(chance: random.Random) -> None:
    """An upload of a whole real file with faults, checked and compared with all the others as Data health does."""
    given = material()
    resource = chance.choice([each for each in given.package.resources if given.files.get(each.path)])
    rows = _rows(given.files[resource.path])[1:]
    if not rows:
        return
    at = chance.randrange(len(rows))
    spoilt, what = _spoilt(chance, resource, rows[at])
    lines = [_line(row) for row in rows]
    lines[at] = spoilt
    text = "\n".join([_line(resource.names), *lines, ""]).encode("utf-8", "surrogatepass")
    result = check_uploads({resource.path: _mutated(chance, text) if chance.random() < 0.5 else text}, given.ledger)
    # A line number counts lines of the file: cells of several lines put the rows behind them further down.
    told = [each for each in result.problems if each.file == resource.path and each.severity == "error"]
    if result.accepted or not told:
        raise NotToldError(f"{resource.path}: {what}; the upload is accepted")


def published(chance: random.Random) -> None:
    """A published file with other cells, or spoilt as bytes: figures or a report, and each figure once."""
    name, data = chance.choice(material().published)
    if chance.random() < 0.4 or data[:1] in b"{[P":
        _published(name, _mutated(chance, data))
        return
    rows = _rows(data)
    for _ in range(chance.randint(1, 5)):
        row = chance.choice(rows)
        if row:
            row[chance.randrange(len(row))] = chance.choice(CELLS)
    rows.insert(chance.randint(0, len(rows)), [chance.choice(CELLS) for _ in range(chance.randint(0, 30))])
    way = chance.choice(WAYS)
    made = {
        "csv": lambda: as_csv(rows),
        "json": lambda: as_json(rows),
        "xlsx": lambda: as_workbook(rows, "IDP 2030-04-30"),
        "zip": lambda: archive({"a.csv": as_csv(rows)}),
    }[way]()
    _published(name, _mutated(chance, made) if chance.random() < 0.3 else made)


def nonsense(chance: random.Random) -> None:
    """A row of nonsense in the example of a format: it is named with its number, and takes no other row with it."""
    module = chance.choice(FORMATS)
    rows = [row for row in _rows(example(module)) if len(row) > 3]
    header, body = rows[0], rows[1:]
    # Above a row of tags it would be the header.
    at = chance.randint(int(module is hxl), len(body))
    made = [chance.choice(("not a place", "#REF!", "????", "n/a")) for _ in header]
    spoilt = [header, *body[:at], made, *body[at:]]
    before = _published("file.csv", as_csv([header, *body]))
    (after,) = read_published({"file.csv": as_csv(spoilt)}, material().known, OPTIONS)
    if before != {each.key for each in after.statements}:
        raise NotToldError(f"{module.__name__}: a row of nonsense changes the figures of others")
    if not any(at + 2 in lines for lines in after.report.found.values()):
        raise NotToldError(f"{module.__name__}: row {at + 2} of nonsense is not named: {after.report.lines()}")


Case = Callable[[random.Random], None]
# Of a hundred cases so many are of each kind; a whole check of all files takes half a second.
SHARES: Mapping[Case, int] = {
    fault: 30,
    damaged: 16,
    named: 10,
    uploaded: 12,
    published: 24,
    nonsense: 6,
    whole: 2,
}
KINDS = {case.__name__: case for case in SHARES}
OPTIONS = Options(published="2030-06-30", everywhere=True)


def cases(count: int) -> Iterator[tuple[Case, int]]:
    """Yield kind and number of each of so many cases; a number is the case's seed."""
    hundred = [case for case, share in SHARES.items() for _ in range(share)]
    random.Random(0).shuffle(hundred)  # noqa: S311 - no secret hangs on it
    yield from ((hundred[number % 100], number) for number in range(count))


# --- how a file is spoilt ---------------------------------------------------------------------------------------------


def _sample(chance: random.Random) -> tuple[Resource, list[list[str]]]:
    """A resource and some rows of its real file, each on one line."""
    given = material()
    resource = chance.choice([each for each in given.package.resources if given.files.get(each.path)])
    header, *rows = _rows(given.files[resource.path])
    flat = [row for row in rows if not any("\n" in cell or "\r" in cell for cell in row)]
    some = chance.sample(flat, min(len(flat), chance.randint(3, _SAMPLED)))
    order = [header.index(name) if name in header else -1 for name in resource.names]
    return resource, [[row[place] if place >= 0 else "" for place in order] for row in some]


def _spoilt(chance: random.Random, resource: Resource, row: Sequence[str]) -> tuple[str, str]:
    """The line of a row with one fault in it, and what that is."""
    if chance.random() < 0.25:
        return _misshapen(chance, row)
    at = chance.randrange(len(resource.fields))
    each = resource.fields[at]
    tried = list(ANYWHERE)
    if not each.partial_date:
        tried += BY_TYPE.get(each.type, ())
    if each.refuses_three_decimals:
        tried.append("42.500")
    if each.enum:
        tried += ["At Lest", "no such value"]
    if any(one.column == each.name for one in resource.references):
        tried += ["no-such-key", "no such key"]
    if each.required:
        tried += ["", ""]
    if each.pattern is not None and not each.pattern.fullmatch("No Such Form!"):
        tried.append("No Such Form!")
    wrong = chance.choice(tried)
    cells = list(row)
    cells[at] = wrong
    return _line(cells), f"{each.name} is {wrong!r}"


def _misshapen(chance: random.Random, row: Sequence[str]) -> tuple[str, str]:
    cells = list(row)
    ways = ["more", "open"] + ["fewer"] * (len(cells) > 3)
    way = chance.choice(ways)
    if way == "more":
        return _line([*cells, "one cell more"]), "a cell too many"
    if way == "fewer":
        return _line(cells[: len(cells) // 2]), "half the cells are missing"
    return _line(["", *cells[1:]]).replace(",", ',"', 1) if len(cells) > 1 else '"open', "a quotation mark left open"


def _mutated(chance: random.Random, data: bytes) -> bytes:
    """A file spoilt as bytes: pieces written over, put in or taken out, rows twice or gone, cut off, encoded anew."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made)) if made else 0
        until = at + chance.choice((0, 0, 1, 1, 3, 40))
        made[at:until] = chance.choice((b"", chance.choice(PIECES), chance.randbytes(chance.randint(1, 4))))
    spoilt = bytes(made)
    way = chance.random()
    if way < 0.08:
        return spoilt[: chance.randrange(len(spoilt) + 1)]
    if way < 0.12:
        return spoilt + spoilt
    if way < 0.16:
        return spoilt.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig")))
    if way < 0.2:
        page = chance.choice(("cp1252", "cp1251", "cp1254", "cp1256", "cp1250", "mac_roman", "cp437", "iso8859-9"))
        return spoilt.decode("utf-8", "replace").encode(page, "replace")
    if way < 0.24:
        return spoilt.replace(b",", chance.choice((b";", b"\t", b"|", b",,")))
    return spoilt.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n"))) if way < 0.28 else spoilt


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _line(row: Sequence[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="").writerow(row)
    return buffer.getvalue()


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a CSV file."""
    return "\n".join([*map(_line, rows), ""]).encode("utf-8", "surrogatepass")


def as_json(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as an answer of an API."""
    return json.dumps({"result": [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]}).encode()


def as_workbook(rows: Sequence[Sequence[str]], sheet: str) -> bytes:
    """Return rows as a workbook, which holds no invisible letters."""
    plain = [["".join(sign for sign in cell if sign.isprintable()) for cell in row] for row in rows]
    return workbook({sheet: plain})


def _read(resource: Resource, data: bytes) -> Table:
    """Read one file as its table, with its keys looked up in the real ones."""
    table = read_table([resource], {resource.path: data})
    others = {name: each for name, each in material().tables.items() if name != resource.table}
    return look_up(table, resource, {**others, resource.table: table})


def _published(name: str, data: bytes) -> set[tuple[str, ...]]:
    """Read a published file as far as the data files that it would become; the keys of its figures."""
    known = material().known
    try:
        readings = read_published({name: data}, known, OPTIONS)
    except (UnreadableError, UnknownFormatError):
        return set()
    found: list[tuple[str, ...]] = []
    for each in readings:
        row = each.publication.cells("2030-06-30")
        store.new_texts([(edition.compare(each.statements, known, row), row)], known)
        if not (each.report.lines() or each.statements or not each.rows):
            raise NotToldError(f"{name}: {each.rows} rows give neither figures nor a report")
        found += [one.key for one in each.statements]
    if len(set(found)) != len(found) and len(readings) == 1:
        raise NotToldError(f"{name}: a figure is there twice")
    return set(found)


# --- a run ------------------------------------------------------------------------------------------------------------


def run(case: Case, number: int) -> str:
    """Run one case; returns what went wrong, empty where nothing did."""
    signal.signal(signal.SIGPROF, _too_slow)
    # Waiting for other programs does not count; the first case of a process may have modules to load.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    begun = process_time()
    try:
        case(random.Random(f"{case.__name__} {number}"))  # noqa: S311 - no secret hangs on it
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        where = "" if isinstance(error, NotToldError) else f"\n{''.join(traceback.format_exception(error, limit=-6))}"
        return f"--case {case.__name__} {number}: {type(error).__name__}: {str(error)[:1500]}{where}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    took = process_time() - begun
    return f"--case {case.__name__} {number}: {took:.1f} s" if took > SECONDS else ""


def _too_slow(number: int, frame: FrameType | None) -> None:
    del number
    raise TooSlowError(f"more than {SECONDS} s, at {traceback.format_stack(frame, 1)}")


def megabytes() -> float:
    """The most memory that this process has held, in MB.

    Linux counts to a new process what the one that began it held; its own account of itself does not.
    """
    own = Path("/proc/self/status")
    if own.exists():
        held = next(line for line in own.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) / 1024
    return process.getrusage(process.RUSAGE_SELF).ru_maxrss / 1024


# Faults that every row may have: in a cell, the same or one of its own, in a key, and against a rule.
EVERY: Mapping[str, Callable[[int], tuple[str, str]]] = {
    "cell": lambda _: ("value", "many"),
    "own": lambda number: ("value", f"many {number}"),
    "key": lambda _: ("place", "no-such-place"),
    "rule": lambda _: ("scope", "event"),
}


def large(every: str = "") -> list[str]:
    """Load 86 MB of valid rows with one fault in the middle, or with a fault of EVERY in each; what went wrong."""
    files = dict(read_files(DATA))
    path = "observations/camps.csv"
    present = files[path]
    assert isinstance(present, bytes)
    header, *rows = _rows(present)
    at = {name: place for place, name in enumerate(header)}
    # Each row is written once, with signs in the places of its day and of what is wrong with it.
    column = EVERY[every](0)[0] if every else "value"
    stocks = []
    for row in rows:
        if not row[at["scope"]] and row[at["date_precision"]] == "day":
            cells = list(row)
            cells[at["period_end"]], cells[at[column]] = _DAY, _WRONG
            stocks.append((f"{_line(cells)}\n".encode(), _line([row[at[column]]]).encode()))
    made, middle, count = bytearray(present), 0, 0
    for day in (date(1990, 1, 1) + timedelta(days=number) for number in range(100_000)):
        for line, sound in stocks:
            cell = EVERY[every](count)[1].encode() if every else sound
            count += 1
            if not every and not middle and len(made) > LARGE / 2:
                cell, middle = b"many", made.count(b"\n") + 1
            made += line.replace(_DAY.encode(), day.isoformat().encode()).replace(_WRONG.encode(), cell)
        if len(made) > LARGE:
            break
    files[path] = bytes(made)
    size = len(made)
    del made
    begun = process_time()
    ledger = assemble(files, DATA)
    print(f"{size / 2**20:.0f} MB in {process_time() - begun:.1f} s, {len(ledger.observations):,} statements kept")
    if every:
        # Findings of one kind beyond a number are told as one that counts them.
        said = sum(each.times for each in ledger.problems if (each.file, each.column) == (path, column))
        return [] if said >= count else [f"{said:,} of {count:,} faults are told"]
    told = [each for each in ledger.problems if (each.file, each.line, each.column) == (path, middle, "value")]
    return [] if told else [f"the fault in line {middle} is not told"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; 0 where nothing went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.loaders.fuzz", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000, help="how many cases (1000)")
    parser.add_argument("--case", nargs=2, metavar=("KIND", "NUMBER"), help="run one case again")
    parser.add_argument("--large", action="store_true", help="read 86 MB of valid rows with one fault")
    parser.add_argument("--faulty", choices=EVERY, help="read 86 MB of rows of which each has that fault")
    chosen = parser.parse_args(arguments)
    if chosen.large or chosen.faulty:
        wrong = large(chosen.faulty or "")
    elif chosen.case:
        material()
        wrong = [run(KINDS[chosen.case[0]], int(chosen.case[1]))]
    else:
        material()
        wrong = []
        for case, number in cases(chosen.count):
            wrong += filter(None, [run(case, number)])
            if number and number % 1000 == 0:
                print(f"{number:,} cases, {len(wrong)} of them wrong, {megabytes():.0f} MB", flush=True)
        print(f"{chosen.count:,} cases, {len(wrong)} of them wrong")
    held = megabytes()
    print(f"{held:.0f} MB of memory")
    if held > MEGABYTES:
        wrong.append(f"more than {MEGABYTES} MB of memory")
    print(*filter(None, wrong), sep="\n")
    return 1 if any(wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
