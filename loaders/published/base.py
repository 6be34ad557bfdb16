"""What every format has: its columns, the publication that its files are, and a function that reads one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.files import cells
from loaders.files.cells import Cell
from loaders.published.places import Gazetteer, plain
from loaders.published.report import Report, Statement

# `#affected+idps`; what a spreadsheet writes in place of a value (`#REF!`, `#N/A`, `####`) is none.
_TAG = re.compile(r"#[a-z]\w*(?:\s*\+\s*\w+)*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Publication:
    """The row of `sources.csv` that an edition of a publisher's file becomes; its key is `prefix` and the day."""

    prefix: str
    title: str
    publisher: str
    publisher_kind: str
    url: str
    carried_by: str = ""
    note: str = ""

    def cells(self, published: str) -> dict[str, str]:
        """Return the row of `sources.csv` of the edition of a day (YYYY-MM-DD)."""
        return {
            "source": f"{self.prefix}-{published}",
            "title": f"{self.title}, edition of {published}",
            "publisher": self.publisher,
            "publisher_kind": self.publisher_kind,
            "published": published,
            "published_precision": "day" if published else "",
            "url": self.url,
            "carried_by": self.carried_by,
            "language": "en",
            "quotes": "",
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Options:
    """What a maintainer says that a file does not: dates as YYYY-MM-DD, names as the file spells them."""

    published: str = ""
    as_of: str = ""
    operation: str = ""
    population: str = ""
    indicator: str = ""
    everywhere: bool = False
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a file needs besides the file, and the report that it fills."""

    gazetteer: Gazetteer
    indicators: Mapping[str, Mapping[str, str]]
    origins: frozenset[str]
    covered: frozenset[tuple[str, str]]
    options: Options
    report: Report
    spelled: Mapping[str, str] = field(default_factory=dict)

    def indicator(self, spelling: str) -> str:
        """Return our key of an indicator: the key itself, or what spellings.csv says that a spelling means."""
        return spelling if spelling in self.indicators else self.spelled.get(plain(spelling), "")

    def covers(self, indicator: str, place: str) -> bool:
        """Whether the ledger has a series of the indicator at the place, or at another of the same country."""
        return (indicator, place) in self.covered or (indicator, self.gazetteer.iso(place)) in self.covered

    def people_of(self, iso: str) -> str:
        """Return the origin of people of the country with an ISO code; `all` where origins.csv has none."""
        return next((each for each in (iso.lower(), iso.upper()) if each in self.origins), "all")

    def country(self, code: str, name: str, row: int) -> str:
        """Return our key of a country; one that is unknown is reported."""
        found = self.gazetteer.country(code, name)
        if not found:
            self.report.add("place", unknown(name or code, code, self.gazetteer.near(name, "country")), row)
        return found

    def governorate(self, name: str, pcode: str, iso: str, row: int) -> str:
        """Return our key of a governorate; one that is unknown, or has another's P-code, is reported."""
        found = self.gazetteer.governorate(name, pcode, iso)
        if not found:
            near = self.gazetteer.near(name, "admin1", iso)
            self.report.add("place", unknown(name or pcode, pcode, near), row)
        elif name and self.gazetteer.numbered(pcode) not in ("", found):
            self.report.add("place", f"{name!r} has the P-code {pcode} of another governorate; the name is taken", row)
        return found


def unknown(spelling: str, code: str, near: Sequence[str]) -> str:
    """Return the finding that a place is not known, with those that are called nearly so."""
    beside = f" ({code})" if code and code != spelling else ""
    like = f"near is {' or '.join(near)}; " if near else ""
    key = near[0] if len(near) == 1 else "KEY"
    return f"{spelling!r}{beside} is not in places.csv; {like}say which it is with --place {spelling!r}={key}"


@dataclass(frozen=True, slots=True)
class Format:
    """One layout of one publisher.

    `columns` names each column's part in the format and the spellings of it (as `cells.name_of` makes them); a header
    is of the format when it has all of `needs`. `unused` are columns that are known and say nothing that an indicator
    counts. `filtered` says that only indicators are taken at places where the ledger has them already.
    """

    key: str
    title: str
    columns: Mapping[str, Sequence[str]]
    needs: Sequence[str]
    publication: Publication
    read: Callable[[Sheet, Context], Iterator[Statement]]
    unused: Sequence[str] = ()
    filtered: bool = True

    def parts(self, names: Sequence[str]) -> dict[str, int]:
        """Return where each part of the format stands among the names of a header."""
        at = {name: place for place, name in reversed(list(enumerate(names))) if name}
        found = {part: [at[name] for name in spellings if name in at] for part, spellings in self.columns.items()}
        return {part: places[0] for part, places in found.items() if places}

    def fits(self, names: Sequence[str]) -> bool:
        """Whether a header with these names is of this format."""
        return set(self.needs) <= set(self.parts(names))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet whose columns are known by their parts."""

    number: int
    cells: Sequence[Cell]
    at: Mapping[str, int]

    def cell(self, part: str) -> Cell:
        """Return a cell by its part; None where the sheet has no such column or the row ends before it."""
        place = self.at.get(part, -1)
        return self.cells[place] if 0 <= place < len(self.cells) else None

    def text(self, part: str) -> str:
        """Return a cell as text."""
        return cells.text(self.cell(part))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a published file whose format is known: its header, what stands above it, and its rows.

    `rows` may be walked once only.
    """

    format: Format
    file: str
    name: str
    preamble: Sequence[str]
    header: Sequence[str]
    at: Mapping[str, int]
    body: Iterator[tuple[int, Sequence[Cell]]]

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold anything, without a row of HXL tags."""
        first = True
        for number, row in self.body:
            if not any(cell is not None and cell != "" and cells.text(cell) for cell in row):
                continue
            tags = first and is_tags([held for cell in row if (held := cells.text(cell))])
            first = False
            if not tags:
                yield Row(number, row, self.at)

    def where(self, row: int, spelling: str) -> str:
        """Return the locator of a figure: file, sheet, row, and what the publisher calls the place."""
        return f'{self.place}, row {row}, "{spelling}"'

    @property
    def place(self) -> str:
        """File and sheet, as locators name them."""
        return f"file {self.file}, sheet {self.name}" if self.name else f"file {self.file}"


def is_tags(held: Sequence[str]) -> bool:
    """Whether the filled cells of a row are HXL tags; one or two that are none do not change that."""
    tags = sum(_TAG.fullmatch(cell) is not None for cell in held)
    return tags >= 1 and tags >= len(held) - 2 and tags * 2 > len(held)


def counted(row: Row, part: str, context: Context) -> float | None:
    """Return the number in a cell, None where there is none; that and what cannot be read is reported."""
    try:
        number = cells.figure(row.cell(part))
    except cells.NoFigureError as error:
        context.report.add("value", f"{part}: {error}", row.number)
        return None
    if number is None:
        context.report.add("value", f"{part}: the cell holds no figure", row.number)
    return number
