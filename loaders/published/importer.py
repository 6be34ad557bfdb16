"""From a published file to statements and a report: which format it has, what it says, what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from loaders.changes.known import Known
from loaders.files import cells
from loaders.files.cells import Cell
from loaders.files.tables import Grid, UnreadableError, open_grids
from loaders.published import dtm_api, dtm_master_list, fts, gidd, hapi, hxl, unhcr
from loaders.published.base import Context, Format, Options, Publication, Sheet
from loaders.published.places import Gazetteer, plain
from loaders.published.report import Report, Statement

# The narrower format before the wider: HXL-tagged files of a known publisher are read by that publisher's format.
FORMATS: tuple[Format, ...] = (
    *hapi.FORMATS,
    *dtm_api.FORMATS,
    *fts.FORMATS,
    *unhcr.FORMATS,
    *gidd.FORMATS,
    *dtm_master_list.FORMATS,
    *dtm_api.LISTS,
    *hxl.FORMATS,
)
# A header stands within so many rows: master lists have four above it, UNHCR's extracts fourteen.
_HEADER_WITHIN = 40
_SHOWN = 12


class UnknownFormatError(ValueError):
    """No table of the file is of a known format; the message says what was seen and what is known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one format gives from one or several files that are one edition of it."""

    format: Format
    files: tuple[str, ...]
    statements: tuple[Statement, ...]
    report: Report
    dated: str
    rows: int = 0
    tables: tuple[str, ...] = field(default=())

    @property
    def publication(self) -> Publication:
        """The publication that the figures are of."""
        return self.format.publication


def read_published(files: Mapping[str, bytes], known: Known, options: Options) -> list[Reading]:
    """Return what each format says in `files`, bytes by file name; files of one format are one edition.

    Raises:
        UnknownFormatError: a file is not of any known format.
        UnreadableError: a file cannot be opened.
    """
    gazetteer = Gazetteer(known.places, options.places, known.spellings)
    found: dict[str, list[Reading]] = {}
    for name, data in files.items():
        readings = list(_file(name, data, _context(known, gazetteer, options)))
        for each in readings:
            found.setdefault(each.format.key, []).append(each)
    return [_settled(_joined(each), known, _context(known, gazetteer, options)) for each in found.values()]


def _context(known: Known, gazetteer: Gazetteer, options: Options) -> Context:
    spelled = {plain(row["spelling"]): row["indicator"] for row in known.spellings if row["indicator"]}
    return Context(gazetteer, known.indicators, known.origins, known.covered, options, Report(), spelled)


def _file(name: str, data: bytes, context: Context) -> Iterator[Reading]:
    """Yield a reading for each table of a file that has a known format; the others are named in the first."""
    strange: list[str] = []
    readings: list[Reading] = []
    try:
        for grid in open_grids(name, data):
            own = replace(context, report=Report())
            sheet = recognise(grid)
            if isinstance(sheet, str):
                strange.append(f"{grid.name}: {sheet}")
                continue
            readings.append(_read(sheet, own))
    except UnreadableError as error:
        raise UnreadableError(f"{name}: {error}") from error
    if not readings:
        raise UnknownFormatError(f"{name}: no known format\n" + "\n".join(f"  saw {each}" for each in strange))
    for each in strange:
        readings[0].report.add("file", f"{each}")
    yield from readings


def _read(sheet: Sheet, context: Context) -> Reading:
    for title in sheet.header:
        _column(sheet, title, context.report)
    counter = _Counted(sheet.body)
    walked = replace(sheet, body=iter(counter))
    statements = tuple(sheet.format.read(walked, context))
    if not statements and not context.report.found:
        context.report.add("file", f"{sheet.place}: no row of figures stands below the header")
    dated = next(filter(None, map(_extracted, sheet.preamble)), "")
    return Reading(sheet.format, (sheet.file,), statements, context.report, dated, counter.rows, (sheet.place,))


class _Counted:
    """Rows, counted while they are walked."""

    def __init__(self, body: Iterable[tuple[int, Sequence[Cell]]]) -> None:
        self.rows = 0
        self._body = body

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for each in self._body:
            self.rows += 1
            yield each


def _column(sheet: Sheet, title: str, report: Report) -> None:
    """Report a column that the format does not read: one that it knows, and one that it does not."""
    plain = cells.name_of(title)
    # A row of tags may be longer than the header above it.
    read = {sheet.header[place] for place in sheet.at.values() if place < len(sheet.header)}
    if not plain or title in read:
        return
    if plain in sheet.format.unused or any(plain in spellings for spellings in sheet.format.columns.values()):
        report.add("unused", repr(title))
    else:
        report.add("column", repr(title))


def _extracted(line: str) -> str:
    """Return the day on which a preamble says that the file was made."""
    return cells.day(line) if any(word in line.casefold() for word in ("extract", "download", "generated")) else ""


def recognise(grid: Grid) -> Sheet | str:
    """Return a grid as a sheet of the format that its header has, or what stands in it where no format fits."""
    rows = iter(grid.rows)
    above: list[tuple[int, Sequence[Cell]]] = list(islice(rows, _HEADER_WITHIN))
    for each in FORMATS:
        for place, (_, header) in enumerate(above):
            names = [cells.name_of(cell) for cell in header]
            tags = above[place + 1][1] if place + 1 < len(above) else ()
            tagged = [cells.text(cell) for cell in tags]
            if each.key == hxl.KEY:
                names = hxl.names_of(header, tagged)
            if each.fits(names):
                body = chain(above[place + 1 :], rows)
                preamble = [" ".join(filter(None, map(cells.text, row))) for _, row in above[:place]]
                titles = [cells.text(cell) for cell in header]
                return Sheet(each, grid.file, grid.sheet, preamble, titles, each.parts(names), body)
    return _seen(above)


def _seen(above: Sequence[tuple[int, Sequence[Cell]]]) -> str:
    """Say what a grid of no known format begins with, and which format is nearest."""
    rows = [[cells.text(cell) for cell in row] for _, row in above]
    header = max(rows, key=lambda row: sum(bool(cell) for cell in row), default=[])
    named = [cell[:40] for cell in header if cell]
    if not named:
        return "nothing that is a table"
    names = [cells.name_of(cell) for cell in header]
    shown = ", ".join(map(repr, named[:_SHOWN])) + (f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else "")
    nearest = max(FORMATS, key=lambda each: len(set(each.needs) & set(each.parts(names))) / len(each.needs))
    parts = nearest.parts(names)
    lacks = [part for part in nearest.needs if part not in parts]
    near = (
        f"; nearest is {nearest.title}, which needs {', '.join(lacks)} too" if len(lacks) < len(nearest.needs) else ""
    )
    return f"{len(named)} columns {shown}{near}"


def known_formats() -> str:
    """Return the formats that are known, one a line."""
    return "\n".join(dict.fromkeys(f"  {each.title}" for each in FORMATS))


def _joined(readings: Sequence[Reading]) -> Reading:
    """Return the readings of one format as one."""
    report = Report()
    several = len(readings) > 1
    for each in readings:
        for (kind, text), rows in each.report.found.items():
            where = f"{each.tables[0]}: {text}" if several else text
            for row in rows:
                report.add(kind, where, row)
    return replace(
        readings[0],
        files=tuple(dict.fromkeys(file for each in readings for file in each.files)),
        statements=tuple(statement for each in readings for statement in each.statements),
        report=report,
        dated=max(each.dated for each in readings),
        rows=sum(each.rows for each in readings),
        tables=tuple(table for each in readings for table in each.tables),
    )


def _settled(reading: Reading, known: Known, context: Context) -> Reading:
    """Return a reading without figures that the ledger does not follow, say the same, or contradict each other."""
    kept: dict[tuple[str, ...], Statement] = {}
    against: set[tuple[str, ...]] = set()
    report = reading.report
    for each in reading.statements:
        if each.indicator not in known.indicators:
            report.add("coverage", f"indicators.csv has no {each.indicator!r}")
        elif reading.format.filtered and not (context.options.everywhere or context.covers(each.indicator, each.place)):
            report.add("coverage", f"{each.indicator} of {each.place}: the ledger has no such series; see --everywhere")
        elif each.key not in kept:
            kept[each.key] = each
        elif each.figure != kept[each.key].figure:
            against.add(each.key)
            first = kept[each.key].locator
            report.add("value", f"two figures for {_named(each)}: {first} and {each.locator}; neither is taken")
        else:
            report.add("note", f"{_named(each)} stands there twice and is taken once")
    return replace(reading, statements=tuple(each for key, each in kept.items() if key not in against))


def _named(each: Statement) -> str:
    return f"{each.indicator} of {each.place} ({each.origin}, {each.group}) on {each.period_end}"
