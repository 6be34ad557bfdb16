"""New figures with their source: keys completed from what a person wrote, rows checked, files as they would read.

Nothing is written here. A `Proposal` holds all that a form or a command shows before it asks whether to write.
"""

from __future__ import annotations

import calendar
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from typing import TypeVar
from urllib.parse import urlsplit

from loaders.changes.figures import NoFigureError, Written, quoted, read_figure
from loaders.changes.known import Known
from loaders.changes.writing import fresh
from loaders.files import cells
from loaders.ledger import Ledger, assemble
from loaders.problems import Problem

# What a column of a pasted table may be called.
COLUMNS = {
    "indicator": ("indicator", "measure", "what"),
    "place": ("place", "where", "camp", "prison"),
    "origin": ("origin", "nationality", "whom", "donor"),
    "group": ("group",),
    "start": ("start", "from", "period_start"),
    "end": ("end", "date", "to", "on", "period_end"),
    "figure": ("figure", "value", "number"),
    "scope": ("scope",),
    "event": ("event",),
    "locator": ("locator", "passage"),
    "note": ("note", "remark"),
}
_MONTHS = {name.casefold(): at for at, name in enumerate(calendar.month_abbr) if name}
_OFFERED = 5
_FLOW = "flow"
_PLAIN = re.ASCII | re.IGNORECASE
_LONGEST = 2000  # signs of a cell; the longest address of a publication has 430
_WORD = 24  # signs of a word that a key is made of


class EntryError(ValueError):
    """Something that was told cannot be used: which `column` of which row (from 1, 0 for the source), and why.

    `words` say why without the keys of our files, for who chooses by names.
    """

    def __init__(self, row: int, column: str, message: str, words: str = "") -> None:
        super().__init__(f"{f'figure {row}, ' if row else ''}{column}: {message}")
        self.row, self.column, self.words = row, column, words or message


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as it was told, every cell as a person writes it; empty cells are completed where that is safe."""

    indicator: str
    place: str
    end: str
    figure: str
    origin: str = ""
    group: str = ""
    start: str = ""
    scope: str = ""
    event: str = ""
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """The publication that figures are from; `url` alone does where sources.csv has it."""

    url: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    publisher_kind: str = ""
    language: str = ""
    quotes: str = ""
    carried_by: str = ""
    note: str = ""


_Cells = TypeVar("_Cells", Told, Publication)


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """New rows, the files with them, what the checks find new, and the ledger as it would be.

    `source` is the row of sources.csv, `new_source` whether it is new; `rows` are the observations; `texts` are the
    files that would be written, the source's first. `added` are the lines of each file, to be pasted by hand.
    """

    source: Mapping[str, str]
    new_source: bool
    rows: Sequence[Mapping[str, str]]
    texts: Mapping[str, bytes]
    added: Mapping[str, str]
    problems: tuple[Problem, ...]
    ledger: Ledger

    @property
    def sound(self) -> bool:
        """Whether the rows break no rule."""
        return not any(found.severity == "error" for found in self.problems)


def propose(known: Known, figures: Sequence[Told], publication: Publication) -> Proposal:
    """Return the rows that figures and their publication become, checked with all files.

    Raises:
        EntryError: something cannot be understood; the first such thing, source before figures.
    """
    publication = clean(publication)
    figures = [clean(one, at) for at, one in enumerate(figures, 1)]
    source, new = source_row(known, publication)
    if not figures:
        raise EntryError(0, "figure", "no figure was given")
    rows = [observation(known, one, source["source"], at) for at, one in enumerate(figures, 1)]
    there = {tuple(row.get(name, "") for name in rows[0]) for row in known.observations}
    twins = tuple(at for at, row in enumerate(rows, 1) if tuple(row.values()) in there)
    if twins:
        raise EntryError(twins[0], "figure", "this row is in the data already, from the same source")
    parts: dict[str, list[Mapping[str, str]]] = {known.package.resource("sources").path: [source]} if new else {}
    for row in rows:
        parts.setdefault(known.path_of(row["indicator"]), []).append(row)
    added = {path: lines_of(known.files[path], of_file) for path, of_file in parts.items()}
    texts = {path: with_lines(known.files[path], text) for path, text in added.items()}
    before = assemble(dict(known.files), known.directory)
    after = assemble({**known.files, **texts}, known.directory)
    return Proposal(source, new, rows, texts, added, tuple(fresh(after.problems, before.problems)), after)


def faults(known: Known, figures: Sequence[Told], publication: Publication) -> list[EntryError]:
    """Return everything that cannot be understood, source before figures, where `propose` raises the first."""
    tried: list[Callable[[], object]] = [lambda: source_row(known, clean(publication))]
    for at, one in enumerate(figures, 1):
        tried += _questions(known, one, at)
    if not figures:
        tried.append(lambda: propose(known, figures, publication))
    found: dict[str, EntryError] = {}
    for each in tried:
        try:
            each()
        except EntryError as error:
            found.setdefault(str(error), error)
    return list(found.values())


def _questions(known: Known, one: Told, at: int) -> Iterator[Callable[[], object]]:
    """What is asked of each cell of a figure; each raises EntryError by itself."""
    yield lambda: clean(one, at)
    yield lambda: complete(known, "indicator", one.indicator, at)
    yield lambda: complete(known, "place", one.place, at)
    yield lambda: read_date(one.end, at)
    yield lambda: _figure(one, at)
    if one.origin.strip():
        yield lambda: complete(known, "origin", one.origin, at)
    if one.group.strip():
        yield lambda: complete(known, "group", one.group, at)
    if one.start.strip():
        yield lambda: read_date(one.start, at, "start")


def clean(told: _Cells, at: int = 0) -> _Cells:
    """Return what was told with every cell on one line; raises EntryError for text that no file can hold."""
    made = {each.name: " ".join(str(getattr(told, each.name)).split()) for each in fields(told)}
    for column, text in made.items():
        if len(text) > _LONGEST:
            raise EntryError(at, column, f"{quoted(text)} has {len(text):,} signs; at most {_LONGEST:,} are kept")
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            raise EntryError(at, column, "it holds half a letter: type it again")
    return replace(told, **made)


def observation(known: Known, told: Told, source: str, at: int = 1) -> dict[str, str]:
    """Return the row of an observations file; raises EntryError."""
    indicator = complete(known, "indicator", told.indicator, at)
    kind = known.indicators[indicator]["kind"]
    end, precision, first = read_date(told.end, at)
    start = read_date(told.start, at, "start")[2] if told.start.strip() else first if kind == _FLOW else ""
    figure = _figure(told, at)
    scope = told.scope.strip() or ("event" if kind == _FLOW and precision == "day" and start == end else "")
    if kind == _FLOW and not scope:
        scope = "year_total" if (start[5:], end[5:]) == ("01-01", "12-31") and start[:4] == end[:4] else "part_period"
    return {
        "indicator": indicator,
        "place": complete(known, "place", told.place, at),
        "origin": complete(known, "origin", told.origin, at) if told.origin.strip() else "all",
        "group": complete(known, "group", told.group, at) if told.group.strip() else "total",
        "period_start": start,
        "period_end": end,
        "date_precision": precision,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "scope": scope,
        "event": told.event.strip(),
        "preferred": "yes" if scope == "event" and told.event.strip() else "",
        "source": source,
        "locator": told.locator.strip(),
        "note": told.note.strip(),
    }


def _figure(told: Told, at: int) -> Written:
    try:
        return read_figure(told.figure)
    except NoFigureError as error:
        raise EntryError(at, "figure", str(error)) from error


def complete(known: Known, column: str, text: str, at: int = 1) -> str:
    """Return the key that a person means by a key, a name, or a part of one that only one has; raises EntryError."""
    named = names(known, column)
    wanted = _bare(text)
    if not wanted:
        raise EntryError(at, column, "nothing was given")
    spelled = _spelled(known, column)
    keys = [key for key, (own, *_) in spelled.items() if own == wanted]
    if not keys:
        keys = [key for key, (_, *words) in spelled.items() if wanted in words]
    if not keys:
        keys = [key for key, words in spelled.items() if any(wanted in word for word in words)]
    if len(keys) == 1:
        return keys[0]
    if keys:
        some = ", ".join(f"{key} ({named[key][0]})" for key in keys[:_OFFERED])
        more = f" and {len(keys) - _OFFERED} more" if len(keys) > _OFFERED else ""
        called = f"{quoted(text)} may be {', '.join(named[key][0] for key in keys[:_OFFERED])}{more}: write it in full"
        raise EntryError(at, column, f"{quoted(text)} may be {some}{more}: write the key", called)
    words = {word: key for key, many in spelled.items() for word in many}
    near = dict.fromkeys(words[one] for one in get_close_matches(wanted[:_LONGEST], words, _OFFERED))
    offer = ", ".join(f"{key} ({named[key][0]})" for key in near)
    table = {"indicator": "indicators.csv", "place": "places.csv", "origin": "origins.csv"}.get(column, "the groups")
    unknown = f"{quoted(text)} is not in {table}"
    if not offer:
        raise EntryError(at, column, unknown)
    called = ", ".join(dict.fromkeys(named[key][0] for key in near))
    raise EntryError(at, column, f"{unknown}; did you mean {offer}?", f"{unknown}; did you mean {called}?")


def names(known: Known, column: str) -> dict[str, tuple[str, ...]]:
    """Return each key that a column may hold with its names, the fullest first."""
    if column not in known.named:
        known.named[column] = _names(known, column)
    found: dict[str, tuple[str, ...]] = known.named[column]
    return found


def _spelled(known: Known, column: str) -> dict[str, tuple[str, ...]]:
    """Each key with itself and its names as they are compared."""
    name = f"{column}, as compared"
    if name not in known.named:
        known.named[name] = {key: (*map(_bare, (key, *words)),) for key, words in names(known, column).items()}
    found: dict[str, tuple[str, ...]] = known.named[name]
    return found


def _names(known: Known, column: str) -> dict[str, tuple[str, ...]]:
    if column == "indicator":
        return {key: (row["title"], row["short_title"]) for key, row in known.indicators.items()}
    if column == "place":
        return {row["place"]: (row["name"], row.get("label", "") or row["name"]) for row in known.places}
    if column == "origin":
        resource = known.package.resource("origins")
        rows = csv.DictReader(io.StringIO(known.files[resource.path].decode("utf-8-sig"), newline=""))
        return {row["origin"]: (row["name"],) for row in rows}
    (group,) = (each for each in known.package.table("observations")[0].fields if each.name == column)
    return {key: (group.labels.get(key, key),) for key in group.enum if key not in group.synonyms}


def read_date(text: str, at: int = 1, column: str = "end") -> tuple[str, str, str]:
    """Return last day, precision and first day of a date: `2026-11-20`, `20 Nov 2026`, `Nov 2026`, `Q3 2026`."""
    bare = " ".join(text.split())
    if day := cells.day(bare):
        return day, "day", day
    if whole := cells.year(bare):
        return f"{whole}-12-31", "year", f"{whole}-01-01"
    if quarter := re.fullmatch(r"Q([1-4])[ -]([12]\d{3})|([12]\d{3})-?Q([1-4])", bare, _PLAIN):
        number, year = int(quarter[1] or quarter[4]), int(quarter[2] or quarter[3])
        return _month(year, number * 3), "quarter", f"{year}-{number * 3 - 2:02d}-01"
    if month := re.fullmatch(r"([A-Z]{3})[A-Z]*\.? ([12]\d{3})|([12]\d{3})-(\d{2})", bare, _PLAIN):
        number = _MONTHS.get((month[1] or "").casefold()) or int(month[4] or 0)
        year = int(month[2] or month[3])
        if 1 <= number <= 12:
            return _month(year, number), "month", f"{year}-{number:02d}-01"
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}", bare):
        raise EntryError(at, column, f"{quoted(text)} can be read as two days; write it as 2026-11-20")
    raise EntryError(at, column, f"{quoted(text)} is no date; write 2026-11-20, Nov 2026, Q3 2026 or 2026")


def source_row(known: Known, told: Publication) -> tuple[dict[str, str], bool]:
    """Return the row of sources.csv for a publication and whether it is new; raises EntryError.

    It is found by its address, whatever stands before the host or behind a question mark of counting, or by its key.
    """
    if told.url.strip() in known.sources:
        return dict(known.sources[told.url.strip()]), False
    wanted = address(told.url)
    found = [row for row in known.sources.values() if wanted and address(row["url"]) == wanted]
    if found:
        return dict(found[0]), False
    if not told.url.strip():
        raise EntryError(0, "url", "no address was given", "no address of a publication was given")
    if not wanted or not re.fullmatch(r"https?://[^/\s]+\.[^\s\"<>\\^`{|}]+", told.url.strip()):
        neither = f"{quoted(told.url)} is neither an address (https://...) nor a key of sources.csv"
        raise EntryError(0, "url", neither)
    for column in ("title", "publisher", "published"):
        if not getattr(told, column).strip():
            raise EntryError(0, column, "sources.csv does not have this address yet, so this is needed")
    published = told.published.strip()
    day, precision, _ = read_date(published, 0, "published")
    published = day[: {"month": 7, "year": 4}.get(precision, 10)]
    own = [row for row in known.sources.values() if _bare(row["publisher"]) == _bare(told.publisher)]
    publisher = own[0]["publisher"] if own else told.publisher.strip()
    kind = told.publisher_kind.strip() or (_usual(row["publisher_kind"] for row in own) if own else "")
    if not kind:
        kinds = _enum(known, "publisher_kind")
        raise EntryError(0, "publisher_kind", f"{publisher} is new here: say what it is, one of {', '.join(kinds)}")
    return {
        "source": _key(known, publisher, published, told.title),
        "title": told.title.strip(),
        "publisher": publisher,
        "publisher_kind": kind,
        "published": published,
        "published_precision": {4: "year", 7: "month"}.get(len(published), "day"),
        "url": told.url.strip(),
        "carried_by": told.carried_by.strip(),
        "language": told.language.strip() or (_usual(row["language"] for row in own) if own else "en"),
        "quotes": told.quotes.strip(),
        "note": told.note.strip(),
    }, True


def read_table(text: str) -> list[Told]:
    """Return the figures of a pasted table: comma, semicolon or tab between cells, a header of column names (COLUMNS).

    Raises EntryError for a header that cannot be read.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if len(lines) < 2:
        raise EntryError(0, "table", "write a header and one line for each figure")
    sign = max("\t;,", key=lines[0].count)
    try:
        header, *body = csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=sign, skipinitialspace=True)
    except csv.Error as error:
        raise EntryError(0, "table", f"it cannot be read: {error}") from error
    called = {word: column for column, words in COLUMNS.items() for word in words}
    columns = [called.get(name.strip().casefold().replace(" ", "_"), "") for name in header]
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise EntryError(0, "table", f"two columns are {' and two '.join(twice)}; keep one")
    unknown = [name for name, column in zip(header, columns, strict=True) if not column and name.strip()]
    missing = [name for name in ("indicator", "place", "end", "figure") if name not in columns]
    if unknown or missing:
        told = [f"unknown: {', '.join(unknown)}"] * bool(unknown) + [f"missing: {', '.join(missing)}"] * bool(missing)
        raise EntryError(0, "table", f"{'; '.join(told)}; the columns are {', '.join(COLUMNS)}")
    found = []
    for at, row in enumerate(body, 1):
        if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
            raise EntryError(
                at, "table", f"{len(row)} cells, but {len(columns)} columns; quote a cell that holds {sign!r}"
            )
        given = {column: cell for column, cell in zip(columns, row, strict=False) if column}
        found.append(Told(**{"indicator": "", "place": "", "end": "", "figure": "", **given}))
    return found


def lines_of(present: bytes, rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as lines of a CSV file, in its own columns and line ends."""
    text = present.decode("utf-8-sig")
    header = next(csv.reader(io.StringIO(text, newline="")))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n" if "\r\n" in text else "\n")
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return buffer.getvalue()


def with_lines(present: bytes, lines: str) -> bytes:
    """Return a file with lines added at its end, after its last line is ended."""
    end = b"\r\n" if b"\r\n" in present else b"\n"
    return (present if present.endswith((b"\n", b"\r")) else present + end) + lines.encode()


def _key(known: Known, publisher: str, published: str, title: str) -> str:
    """A key that nobody has: publisher, year, the longest words of the title."""
    words = [word[:_WORD] for word in re.split(r"[^a-z0-9]+", _ascii(title)) if len(word) > 3] or ["page"]
    stem = f"{re.split(r'[^a-z0-9]+', _ascii(publisher))[0][:_WORD] or 'source'}-{published[:4]}"
    tries = (f"{stem}-{'-'.join(words[:count])}" for count in range(1, len(words) + 1))
    free = next((key for key in tries if key not in known.sources), "")
    return free or next(key for at in range(2, 1000) if (key := f"{stem}-{words[0]}-{at}") not in known.sources)


def _enum(known: Known, column: str) -> tuple[str, ...]:
    (found,) = (each for each in known.package.resource("sources").fields if each.name == column)
    return found.enum


def _usual(values: Iterable[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def _month(year: int, month: int) -> str:
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def address(url: str) -> str:
    """Return an address as it is compared: without scheme, `www.`, a last slash and what only counts visitors."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.netloc.lower().removeprefix("www.").removeprefix("amp.")
    counted = re.sub(r"(?:^|&)(?:utm_\w+|fbclid|gclid|ref|amp)=?[^&]*", "", parts.query).strip("&")
    return f"{host}{parts.path.rstrip('/')}{f'?{counted}' if counted else ''}" if host else ""


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def _bare(text: str) -> str:
    """Text as it is compared: without case, accents, and signs between words."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.split(r"[\W_]+", plain)).strip()
