"""`python -m loaders import`: published files into the data directory, or with --dry-run what they would change."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from loaders.changes.known import Known, read_known
from loaders.clock import today
from loaders.files import cells
from loaders.files.tables import MOST_BYTES, UnreadableError
from loaders.published import store
from loaders.published.base import Options
from loaders.published.importer import UnknownFormatError, known_formats
from loaders.published.plan import RefusedError, planned, told
from loaders.schema import PackageError

_SHOWN = 15


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
    except (UnreadableError, PackageError, RefusedError) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


def _fetched(chosen: argparse.Namespace) -> list[Path]:
    """Ask an API and return the file that its answers are in; what is fetched today is published today."""
    # Its library takes a while to load, and only this needs it.
    from loaders.published import fetch

    if chosen.fetch not in fetch.APIS:
        raise RefusedError("\n".join([f"no API is called {chosen.fetch}; there are", *fetch.names()]))
    if chosen.files or not chosen.country:
        raise RefusedError("--fetch needs --country, and no files")
    asked = fetch.Asked(chosen.country, chosen.first, chosen.last, tell=_progress)
    try:
        whole = fetch.fetch(fetch.APIS[chosen.fetch], asked, chosen.into)
    except (fetch.FetchError, OSError) as error:
        raise RefusedError(str(error)) from error
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
        raise RefusedError("no file is named")
    files: dict[str, bytes] = {}
    for path in paths:
        try:
            if path.is_dir():
                raise RefusedError(f"{path} is a folder: name the files in it")
            if path.stat().st_size > MOST_BYTES:
                raise RefusedError(f"{path}: larger than {MOST_BYTES:,} bytes")
            data = path.read_bytes()
        except OSError as error:
            raise RefusedError(f"{path} cannot be opened: {error.strerror or error}") from error
        if path.name in files:
            raise RefusedError(f"two files are called {path.name}: locators would not tell them apart")
        files[path.name] = data
    return files


def _import(files: Mapping[str, bytes], known: Known, chosen: argparse.Namespace) -> Iterator[str]:
    """Yield what is done and found, line by line, and write at the end."""
    options = _options(known, chosen)
    most = None if chosen.all else _SHOWN
    plan = planned(files, known, options, source=chosen.source, published=chosen.published or "")
    for reading, difference in plan.parts:
        yield from told(reading, difference, most)
    if not plan.texts:
        yield "nothing to write"
        return
    if plan.errors:
        raise store.NotWrittenError(f"nothing is written: the rows would break {len(plan.errors)} rules", plan.errors)
    for found in plan.problems[:most]:
        yield f"warning: {found}"
    if chosen.dry_run:
        yield f"dry run: {plan.count} rows would go into {', '.join(plan.texts)}"
        return
    store.write(plan.texts, known)
    yield f"{plan.count} rows written into {', '.join(plan.texts)}"


def _options(known: Known, chosen: argparse.Namespace) -> Options:
    places = dict(chosen.place)
    wrong = [key for key in places.values() if key not in {row["place"] for row in known.places}]
    if wrong:
        raise RefusedError(f"places.csv has no {', '.join(wrong)}")
    if chosen.indicator and chosen.indicator not in known.indicators:
        raise RefusedError(f"indicators.csv has no {chosen.indicator}")
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
