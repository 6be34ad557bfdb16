"""`python -m loaders import`: published files into the data directory, or with --dry-run what they would change."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from loaders.changes.known import Known, read_known
from loaders.clock import today
from loaders.files import cells
from loaders.files.tables import MOST_BYTES, UnreadableError
from loaders.published import edition, store
from loaders.published.base import Options
from loaders.published.edition import Difference
from loaders.published.importer import Reading, UnknownFormatError, known_formats, read_published
from loaders.published.report import Statement
from loaders.schema import PackageError

_SHOWN = 15


class _RefusedError(Exception):
    """What was asked cannot be done; the message is for the maintainer."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="CSV, JSON, XLSX or a zip of them")
    parser.add_argument("--fetch", default="", metavar="API", help="ask a publisher's API in place of reading files")
    parser.add_argument(
        "--country", default="", type=_iso, metavar="ISO3", help="with --fetch: the country, such as SYR"
    )
    parser.add_argument("--from", dest="first", default="", type=_year, metavar="YEAR", help="with --fetch: first year")
    parser.add_argument("--to", dest="last", default="", type=_year, metavar="YEAR", help="with --fetch: last year")
    parser.add_argument("--into", default="fetched", type=Path, metavar="DIR", help="where answers are kept (fetched)")
    parser.add_argument("--data", default="data", type=Path, metavar="DIR", help="the data directory (data)")
    parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
    parser.add_argument("--all", action="store_true", help="list every row and finding, not the first of each kind")
    parser.add_argument("--published", type=_day, metavar="DAY", help="when it was published, YYYY-MM-DD")
    parser.add_argument("--as-of", type=_day, metavar="DAY", help="the day that a master list is of")
    parser.add_argument("--source", default="", metavar="KEY", help="the key of sources.csv that the figures get")
    parser.add_argument("--operation", default="", metavar="NAME", help="of several DTM operations the one to take")
    parser.add_argument("--population", default="", choices=("idps", "returnees"), help="whom a master list counts")
    parser.add_argument("--indicator", default="", metavar="KEY", help="what an HXL-tagged file counts")
    parser.add_argument("--everywhere", action="store_true", help="take places where the ledger has no such series too")
    parser.add_argument(
        "--place", action="append", default=[], type=_spelling, metavar="SPELLING=KEY", help="which place a name means"
    )


def _day(written: str) -> str:
    found = cells.day(written) if len(written) == 10 else ""
    if found != written:
        raise argparse.ArgumentTypeError(f"{written!r} is not a day; write it as 2026-02-28")
    return found


def _iso(written: str) -> str:
    if written and not (len(written) == 3 and written.isascii() and written.isalpha()):
        raise argparse.ArgumentTypeError(f"{written!r} is not the code of a country, such as SYR")
    return written.upper()


def _year(written: str) -> str:
    if written and not cells.year(written):
        raise argparse.ArgumentTypeError(f"{written!r} is not a year from 1990 on")
    return written


def _spelling(written: str) -> tuple[str, str]:
    spelling, sign, key = written.rpartition("=")
    if not (sign and spelling.strip() and key.strip()):
        raise argparse.ArgumentTypeError(f"{written!r} is not SPELLING=KEY")
    return spelling.strip(), key.strip()


def run(chosen: argparse.Namespace) -> int:
    """Run the command and return its exit code: 0 done, 1 refused or nothing read."""
    try:
        known = read_known(chosen.data)
        files = _read(_fetched(chosen) if chosen.fetch else chosen.files)
        for line in _import(files, known, chosen):
            sys.stdout.write(f"{line}\n")
    except UnknownFormatError as error:
        sys.stdout.write(f"{error}\nKnown are:\n{known_formats()}\n")
        return 1
    except store.NotWrittenError as error:
        sys.stdout.write(f"{error}\n")
        sys.stdout.writelines(f"  {found}\n" for found in error.problems[: None if chosen.all else _SHOWN])
        return 1
    except (UnreadableError, PackageError, _RefusedError) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


def _fetched(chosen: argparse.Namespace) -> list[Path]:
    """Ask an API and return the file that its answers are in; what is fetched today is published today."""
    # Its library takes a while to load, and only this needs it.
    from loaders.published import fetch

    if chosen.fetch not in fetch.APIS:
        raise _RefusedError("\n".join([f"no API is called {chosen.fetch}; there are", *fetch.names()]))
    if chosen.files or not chosen.country:
        raise _RefusedError("--fetch needs --country, and no files")
    asked = fetch.Asked(chosen.country, chosen.first, chosen.last, tell=_progress)
    try:
        whole = fetch.fetch(fetch.APIS[chosen.fetch], asked, chosen.into)
    except (fetch.FetchError, OSError) as error:
        raise _RefusedError(str(error)) from error
    finally:
        _progress("")
    chosen.published = chosen.published or today().strftime("%Y-%m-%d")
    return [whole]


def _progress(line: str) -> None:
    """Show how far a fetch is: one line that is written over on a terminal, a line each elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{line}")
    elif line:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _read(paths: Sequence[Path]) -> dict[str, bytes]:
    if not paths:
        raise _RefusedError("no file is named")
    files: dict[str, bytes] = {}
    for path in paths:
        try:
            if path.is_dir():
                raise _RefusedError(f"{path} is a folder: name the files in it")
            if path.stat().st_size > MOST_BYTES:
                raise _RefusedError(f"{path}: larger than {MOST_BYTES:,} bytes")
            data = path.read_bytes()
        except OSError as error:
            raise _RefusedError(f"{path} cannot be opened: {error.strerror or error}") from error
        if path.name in files:
            raise _RefusedError(f"two files are called {path.name}: locators would not tell them apart")
        files[path.name] = data
    return files


def _import(files: Mapping[str, bytes], known: Known, chosen: argparse.Namespace) -> Iterator[str]:
    """Yield what is done and found, line by line, and write at the end."""
    options = _options(known, chosen)
    changes: list[tuple[Difference, Mapping[str, str]]] = []
    now = known
    for reading in read_published(files, known, options):
        source = _source(reading, known, chosen, options)
        difference = edition.compare(reading.statements, now, source)
        changes.append((difference, source))
        now = now.with_rows([each.cells(source["source"]) for each in difference.written], source)
        yield from _told(reading, difference, None if chosen.all else _SHOWN)
    texts = store.new_texts(changes, known)
    if not texts:
        yield "nothing to write"
        return
    problems = store.new_problems(texts, known)
    errors = [found for found in problems if found.severity == "error"]
    if errors:
        raise store.NotWrittenError(f"nothing is written: the rows would break {len(errors)} rules", errors)
    for found in problems[: None if chosen.all else _SHOWN]:
        yield f"warning: {found}"
    count = sum(len(difference.written) for difference, _ in changes)
    if chosen.dry_run:
        yield f"dry run: {count} rows would go into {', '.join(texts)}"
        return
    store.write(texts, known)
    yield f"{count} rows written into {', '.join(texts)}"


def _options(known: Known, chosen: argparse.Namespace) -> Options:
    places = dict(chosen.place)
    wrong = [key for key in places.values() if key not in {row["place"] for row in known.places}]
    if wrong:
        raise _RefusedError(f"places.csv has no {', '.join(wrong)}")
    if chosen.indicator and chosen.indicator not in known.indicators:
        raise _RefusedError(f"indicators.csv has no {chosen.indicator}")
    published = chosen.published or known.sources.get(chosen.source, {}).get("published", "")
    if not published and chosen.dry_run:
        published = today().strftime("%Y-%m-%d")
    return Options(
        published=published,
        as_of=chosen.as_of or "",
        operation=chosen.operation,
        population=chosen.population,
        indicator=chosen.indicator,
        everywhere=chosen.everywhere,
        places=places,
    )


def _source(reading: Reading, known: Known, chosen: argparse.Namespace, options: Options) -> Mapping[str, str]:
    """Return the row of sources.csv that the figures of a reading get, present or new."""
    if chosen.source in known.sources:
        return known.sources[chosen.source]
    publication = reading.publication
    if not publication.prefix:
        raise _RefusedError(f"{reading.files[0]}: its publisher is unknown: name a source of sources.csv with --source")
    published = (chosen.published or reading.dated) or options.published
    if not published:
        raise _RefusedError(
            f"{reading.files[0]} does not say when it was published: --published YYYY-MM-DD says it "
            "(for a figure taken from the publisher's site today, today)"
        )
    row = publication.cells(published)
    return {**row, "source": chosen.source} if chosen.source else row


def _told(reading: Reading, difference: Difference, most: int | None) -> Iterator[str]:
    """Yield the lines on one reading: what it is, what it changes, what was left out."""
    tables = f", {len(reading.tables)} tables" if len(reading.tables) > 1 else ""
    yield f"{', '.join(reading.files)}: {reading.format.title}; {reading.rows:,} rows{tables}"
    new = "a new source" if difference.new_source else "a source that is listed"
    yield f"  source {difference.source} ({new})"
    yield (
        f"  {len(reading.statements):,} figures: {len(difference.there):,} there already, "
        f"{len(difference.added):,} added, {len(difference.revised):,} revised, {len(difference.refused):,} refused; "
        f"{len(difference.removed):,} of the last edition are not in it"
    )
    yield from _some((f"  + {_one(each)}" for each in difference.added), len(difference.added), most)
    yield from _some(
        (f"  ~ {_one(each)}, was {row['value']} in {row['source']}" for each, row in difference.revised),
        len(difference.revised),
        most,
    )
    yield from _some(
        (
            f"  ! {_one(each)}: {row['source']} says {row['value']} already; a new edition needs a source of its own"
            for each, row in difference.refused
        ),
        len(difference.refused),
        most,
    )
    yield from _some((f"  - {_row(row)}" for row in difference.removed), len(difference.removed), most)
    yield from _some((f"  coverage break: {text}" for text in difference.breaks), len(difference.breaks), most)
    lines = reading.report.lines()
    yield from _some(iter(lines), len(lines), most and most * 2)


def _some(lines: Iterator[str], count: int, most: int | None) -> Iterator[str]:
    for number, line in enumerate(lines):
        if most is not None and number == most:
            yield f"  and {count - most:,} more; --all lists them"
            return
        yield line


def _one(each: Statement) -> str:
    told = replace(each, locator="").cells("")
    return f"{_row(told)} ({each.spelling!r}, {each.locator})"


def _row(row: Mapping[str, str]) -> str:
    figure = f"{row['low']} to {row['high']}" if row.get("low") else row["value"]
    day = f"{row['period_start']} to {row['period_end']}" if row.get("period_start") else row["period_end"]
    return f"{row['indicator']} {row['place']} {row['origin']} {row['group']} {day}: {figure}"
