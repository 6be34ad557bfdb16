"""The Ledger: every checked table of the data directory, joined and typed, as one frozen object."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import partial
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

import pandas as pd

from loaders import geo, tidy
from loaders.acknowledged import Acknowledged, acknowledged
from loaders.clock import today
from loaders.corrections import Rules, corrected
from loaders.files.reader import Table, look_up, read_bytes, read_table
from loaders.files.recognise import copied
from loaders.frames import NO_DAY
from loaders.kept import Made, Noted, made_once
from loaders.problems import Problem, problem, shortened
from loaders.rules.points import BOUNDARIES, boundaries
from loaders.rules.refused import refused
from loaders.rules.rules import apply_rules, needed_tables, require_known
from loaders.schema import PACKAGE_FILE, Package, PackageError, Resource, parse_package, schema_paths, unusable

Files = Mapping[str, bytes | Problem]

OBSERVATIONS = "observations"
CORRECTIONS = "corrections"
ACKNOWLEDGED = "acknowledged"
# Tables whose rows others name by several columns.
REFERRED = (OBSERVATIONS, "events")


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Ledger:
    """All tables of one data directory and everything that is wrong with them.

    The frames are shared and must not be changed in place. `version` is a hash of the files' bytes: two ledgers with
    the same version hold the same data, so it can stand for the ledger in a cache key.

    `problems` leaves out the warnings that acknowledged.csv lists; they stand in `acknowledged`.

    `today` is the day against which ages and tenses are told; for an earlier vintage it is the day of that vintage.

    The last fields tell how a ledger was derived from the one that was loaded: `known_on` is the date up to which
    publications count (NaT for all), `set_aside` how many statements were left out because their source has no date,
    and `lead` which rival leads (empty for the headline rule). See `analysis.as_known_on` and `analysis.with_lead`.
    """

    observations: pd.DataFrame
    themes: pd.DataFrame
    indicators: pd.DataFrame
    places: pd.DataFrame
    sources: pd.DataFrame
    events: pd.DataFrame
    members: pd.DataFrame
    custody: pd.DataFrame
    pathway: pd.DataFrame
    origins: pd.DataFrame
    parts: pd.DataFrame
    headlines: pd.DataFrame
    not_headline: pd.DataFrame
    attributions: pd.DataFrame
    counters: pd.DataFrame
    subjects: pd.DataFrame
    endings: pd.DataFrame
    explains: pd.DataFrame
    presented: pd.DataFrame
    not_added: pd.DataFrame
    synonyms: pd.DataFrame
    briefings: pd.DataFrame
    comparisons: pd.DataFrame
    corrections: pd.DataFrame
    problems: tuple[Problem, ...]
    version: str
    directory: Path
    today: pd.Timestamp
    known_on: pd.Timestamp = NO_DAY
    set_aside: int = 0
    lead: str = ""
    acknowledged: tuple[Acknowledged, ...] = ()


def load(directory: str | Path = "data") -> Ledger:
    """Return everything that the data files in `directory` hold, checked by its `datapackage.json`.

    Rows with an error are left out and named in `problems`; rows with a warning are kept. A file that cannot be used
    leaves its table empty, with its columns, and a problem that says why.

    Raises:
        PackageError: the data package is missing or cannot be used, so that there are no rules to read by.
    """
    root = Path(directory)
    return assemble(read_files(root), root)


def read_files(root: Path) -> dict[str, bytes | Problem]:
    """Return the bytes of the data package, its schemas and its tables by relative path, or why one is not read.

    The boundaries that maps draw, and points of places are held against, are among them where they are there.

    Raises:
        PackageError: the data package or a schema is missing or cannot be used.
    """
    files: dict[str, bytes | Problem] = {}
    _require_folder(root)
    package_bytes = _rules(root, PACKAGE_FILE)
    files[PACKAGE_FILE] = package_bytes
    files |= {path: _rules(root, path) for path in schema_paths(package_bytes)}
    package = parse_package({path: data for path, data in files.items() if isinstance(data, bytes)})
    files |= {each.path: read_bytes((root / each.path).read_bytes, each.path) for each in package.resources}
    drawn = {path: read_bytes((root / path).read_bytes, path) for path in geo.FILES}
    files |= {path: data for path, data in drawn.items() if isinstance(data, bytes)}
    for path in _unlisted(root, package):
        adopted = path.endswith(".csv") and package.adopter(path) is not None
        files[path] = read_bytes((root / path).read_bytes, path) if adopted else _unread(path, package)
    return files


def _unread(path: str, package: Package) -> Problem:
    """The problem of a file that the package does not list: a copy of one that it does, or an unknown one."""
    other = str(PurePosixPath(path).with_name(copied(PurePosixPath(path).name) or "-"))
    listed = any(each.path == other for each in package.resources)
    return problem("file_copy", path, facts={"other": other}) if listed else problem("file_unlisted", path)


def _unlisted(root: Path, package: Package) -> list[str]:
    """CSV files beside those of the package that it does not list; hidden ones are of other programs."""
    listed = {each.path for each in package.resources}
    folders = {PurePosixPath(each.path).parent for each in package.resources}
    found = (path for folder in folders for path in (root / folder).glob("*") if path.suffix.casefold() == ".csv")
    paths = (path.relative_to(root).as_posix() for path in found if not path.name.startswith((".", "~")))
    return sorted(set(paths) - listed)


def _require_folder(root: Path) -> None:
    """Raise PackageError where there is no such folder, or nobody lets us look into it."""
    try:
        next(root.iterdir(), None)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PackageError(problem("folder_unreadable", f"{root.name}/", facts={"reason": reason})) from error


def _rules(root: Path, path: str) -> bytes:
    data = read_bytes((root / path).read_bytes, path)
    if isinstance(data, Problem):
        raise PackageError(replace(data, hint=f"Put {path} back, and check who may read it."))
    return data


def assemble(files: Files, root: Path) -> Ledger:
    """Return the ledger of `files` (see `read_files`), which are taken to stand in the directory `root`.

    Raises:
        PackageError: the data package cannot be used.
    """
    package = parse_package({path: data for path, data in files.items() if isinstance(data, bytes)})
    require_known(package)
    tables: dict[str, pd.DataFrame] = {BOUNDARIES: boundaries(files)}
    read: dict[str, Table] = {}
    for name in _in_order_of_need(package):
        resources = package.table(name)
        key = (today(), resources, tuple(_content(files.get(each.path)) for each in resources))
        made = made_once(name, key, read, tables, partial(_made, name, resources, files))
        read |= made.read
        tables |= made.frames
    problems = [found for name in package.tables for found in read[name].problems]
    listed = {each.path for each in package.resources}
    problems += [found for path, found in files.items() if isinstance(found, Problem) and path not in listed]
    known: list[Acknowledged] = []
    if ACKNOWLEDGED in read:
        problems, known = acknowledged(problems, read[ACKNOWLEDGED], read, package.resources, today())
    return Ledger(
        observations=tidy.attributed(tables[OBSERVATIONS], tables["attributions"], tables["counters"]),
        themes=tables["themes"],
        indicators=tables["indicators"],
        places=tables["places"],
        sources=tables["sources"],
        events=tidy.events(tables["events"], tables["places"], tables["sources"]),
        members=tidy.members(tables["members"], tables["sources"]),
        custody=tidy.custody(tables["custody"], tables["places"], tables["sources"]),
        pathway=tidy.pathway(tables["pathway"]),
        origins=tables["origins"],
        parts=tables["parts"],
        headlines=tables["headlines"],
        not_headline=tables["not_headline"],
        attributions=tables["attributions"],
        counters=tables["counters"],
        subjects=tables["subjects"],
        endings=tables["endings"],
        explains=tables["explains"],
        presented=tables["presented"],
        not_added=tables["not_added"],
        synonyms=tables["synonyms"],
        briefings=tables["briefings"],
        comparisons=tables["comparisons"],
        corrections=tables["corrections"],
        problems=tuple(shortened(sorted(problems, key=_place))),
        version=_version(files),
        directory=root,
        today=today(),
        acknowledged=tuple(known),
    )


def _made(
    name: str, resources: tuple[Resource, ...], files: Files, read: Noted[Table], tables: Noted[pd.DataFrame]
) -> Made:
    """Read and check one table; the tables that it looks things up in were made before."""
    schema = resources[0]
    table = look_up(read_table(resources, files), schema, read)
    stated = table.frame
    if name == OBSERVATIONS:
        table = replace(table, frame=_observations(stated, tables))
    held = _held(table, schema, tables)
    if held is not None and name == OBSERVATIONS:
        held = _observations(held, tables)
    checked = apply_rules(table, resources, tables.over({name: stated}), held)
    kept = checked.frame
    corrections: dict[str, Table] = {}
    if name == OBSERVATIONS:
        kept, asked, warnings = corrected(kept, read[CORRECTIONS], schema.fields, _rules_on(resources, tables))
        corrections = {CORRECTIONS: asked}
        checked = replace(checked, problems=(*checked.problems, *warnings))
    partly = [field.name for field in schema.fields if field.partial_date]
    found = {name: replace(checked, frame=tidy.dated(kept, partly)), **corrections}
    frames = {each: table.frame for each, table in found.items()}
    return Made(found, frames | (refused(name, found[name], resources) if name in REFERRED else {}))


def _content(data: bytes | Problem | None) -> bytes | Problem | None:
    """What stands for the content of a file: the same where the file is the same."""
    return hashlib.sha256(data).digest() if isinstance(data, bytes) else data


def _held(table: Table, schema: Resource, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame | None:
    """The rows that are refused so far, None where there are none or nothing to look their keys up in."""
    targets = {each.table for each in schema.references} - {schema.table}
    if not table.gone or any(tables[each].empty for each in targets):
        return None
    return pd.concat(table.gone, ignore_index=True)


def _observations(stated: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return tidy.observations(stated, *(tables[name] for name in ("indicators", "places", "sources", "origins")))


def _rules_on(resources: tuple[Resource, ...], tables: Mapping[str, pd.DataFrame]) -> Rules:
    return lambda view: apply_rules(Table(view, ()), resources, tables).problems


def _place(found: Problem) -> tuple[str, int]:
    return found.file, found.line


def _in_order_of_need(package: Package) -> list[str]:
    """Return the tables' names such that each comes after those in which it looks something up."""
    tables = {field.name for field in fields(Ledger) if field.default is MISSING}
    missing = tables - {"problems", "version", "directory", "today"} - set(package.tables)
    if missing:
        raise unusable(PACKAGE_FILE, f"no resource belongs to the table {', '.join(sorted(missing))}")
    needs = {name: needed_tables(package.table(name)) - {name} for name in package.tables}
    needs[OBSERVATIONS] |= {"indicators", "places", "sources", "origins", "parts", CORRECTIONS}
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise unusable(PACKAGE_FILE, f"tables need each other in a circle: {error.args[1]}") from error


def _version(files: Files) -> str:
    digest = hashlib.sha256()
    for path, data in sorted(files.items()):
        content = data if isinstance(data, bytes) else data.message.encode()
        digest.update(f"{path}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
