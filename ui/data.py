"""The ledger of the process: only quiet versions of the files, read off the readers' time, take the place of the last.

A version is quiet when the same files have stood for two seconds and still stand so once they are read. What is cut
off, has lost rows, has an error or cannot be read is kept back, and the last good version stays on screen.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock, RLock, Thread
from time import monotonic, sleep, time

import pandas as pd
import streamlit as st

from analysis import as_known_on, lead_choices, with_lead
from charts.understood import as_day
from loaders import Ledger, PackageError, Problem
from loaders.changes import store
from loaders.clock import today
from loaders.geo import Geo, GeoError, load_geo
from loaders.guard import Extents, by_cause, compared, extents
from loaders.ledger import assemble, read_files
from loaders.problems import problem
from ui import rehearsal

LOOK_EVERY = 0.5  # seconds between two looks at the files
QUIET = 2.0  # seconds for which the same files must have stood before they are read
_RETRY = 10.0  # seconds until what could not be opened is tried again: a permission leaves no trace in a file's date
_FIRST_TRIES = 5  # at the first start: reads of files that change while they are read
_LOG = logging.getLogger(__name__)
DATA = Path(os.environ.get("CAMPSTATS_DATA_DIR") or Path(__file__).resolve().parent.parent / "data")

Stamp = tuple[tuple[str, int, int], ...]
Prepare = Callable[[Ledger, Ledger | None], None]


class NothingToShow(RuntimeError):  # noqa: N818 - a state of the data, not a fault of the program
    """No version of the data can be shown; `problems` say why, the first cause first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(str(problems[0]) if problems else "the data have not been read")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of the data that can be shown, the boundaries of its maps, how far its files go, when it was read.

    `files` are the bytes that it was read from, against which a loss of rows is told.
    """

    ledger: Ledger
    geo: Geo
    extents: Extents
    read_at: pd.Timestamp
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is on screen and what is known of newer files; replaced as a whole, so that no reader sees half of it.

    `ready` is a newer sound version, of which the pages are being made ready. `refused` is the newest version where it
    has errors; `kept_back` says why the newest files are not shown.
    """

    shown: _Version | None = None
    ready: _Version | None = None
    refused: Ledger | None = None
    kept_back: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Shelf:
    """What the process keeps. `seen` are the files as last looked at, `since` when; `read` are those last read."""

    held: _Held = field(default_factory=_Held)
    seen: Stamp = ()
    since: float = 0.0
    read: Stamp = ()
    retry_at: float | None = None
    watching: Thread | None = None
    preparing: Thread | None = None
    prepare: Prepare | None = None
    lock: RLock = field(default_factory=RLock)  # for a moment, to put `held` in place
    first: Lock = field(default_factory=Lock)  # while the first version is read


@lru_cache(maxsize=1)
def _shelf() -> _Shelf:
    return _Shelf()


def prepare_by(prepare: Prepare) -> None:
    """Have what readers will ask of a newly read ledger made before it is shown; given it and the one shown before."""
    _shelf().prepare = prepare


# --- what is shown ----------------------------------------------------------------------------------------------------


def ledger() -> Ledger:
    """The ledger to show: as known on the date and with the lead that the reader chose in the sidebar."""
    scene = rehearsal.scene()
    if scene is not None:
        return scene.ledger
    shown = newest()
    written, lead = st.session_state.get("as_known_on") or "", st.session_state.get("lead") or ""
    shown = with_lead(shown, lead if lead in lead_choices(shown) else "")
    day = as_day(written)
    return shown if day is None else as_known_on(shown, pd.Timestamp(day))


def newest() -> Ledger:
    """The newest version that was published, or at first start what is sound of a faulty one.

    The first call reads the files; newer ones are found by `watch`. Raises NothingToShow where nothing can be shown.
    """
    scene = rehearsal.scene()
    if scene is not None:
        return scene.newest or scene.ledger
    return _shown().ledger


def geo() -> Geo:
    """The boundaries of the maps: those of the newest version, for which pages are made ready before it is shown."""
    shown = _shown()
    return (_shelf().held.ready or shown).geo


def _shown() -> _Version:
    """The version on screen, read now where none has been."""
    shelf = _shelf()
    if shelf.held.shown is None:
        with shelf.first:
            if shelf.held.shown is None and not shelf.held.kept_back:
                _read_first(shelf)
    held = shelf.held
    if held.shown is None:
        raise NothingToShow(held.kept_back)
    return held.shown


def latest() -> str:
    """The version of the newest sound data, on screen or being made ready for it; empty where there are none."""
    held = _shelf().held
    version = held.ready or held.shown
    return version.ledger.version if version is not None else ""


def content(version: str) -> str:
    """What a version says of its data, without the day on which they are told."""
    return version.partition("~")[0]


def same_data(version: str, other: str) -> bool:
    """Whether two versions hold the same data, be it on different days."""
    return content(version) == content(other)


def latest_read_at() -> pd.Timestamp | None:
    """When the newest sound data were read."""
    version = _shelf().held.ready or _shelf().held.shown
    return version.read_at if version is not None else None


def show_latest() -> None:
    """Put the newest sound data on screen now, though not every page is ready: what is not is made when asked for."""
    shelf = _shelf()
    with shelf.lock:
        if shelf.held.ready is not None:
            shelf.held = replace(shelf.held, shown=shelf.held.ready, ready=None)


def refused() -> Ledger | None:
    """The newest version of the data, where it has errors; None while the files on disk are sound."""
    return _shelf().held.refused


def kept_back() -> tuple[Problem, ...]:
    """Why the newest files are not on screen, the first cause first; empty while they are."""
    return _shelf().held.kept_back


def shown_files() -> Mapping[str, bytes]:
    """The bytes of the files that the version on screen was read from, by relative path."""
    return _shown().files


def is_faulty() -> bool:
    """Whether what is on screen is only what is sound of faulty files, as it may be after a first start."""
    held = _shelf().held
    return held.shown is not None and held.refused is held.shown.ledger


def shown_since() -> pd.Timestamp | None:
    """When the ledger on screen was read."""
    shown = _shelf().held.shown
    return shown.read_at if shown is not None else None


# --- looking at the files ---------------------------------------------------------------------------------------------


def watch() -> None:
    """Look at the files from now on, in a thread of the process; calling it again does nothing more."""
    shelf = _shelf()
    with shelf.lock:
        if shelf.watching is None:
            shelf.watching = Thread(target=_watch, args=(shelf,), name="files", daemon=True)
            shelf.watching.start()


def _watch(shelf: _Shelf) -> None:
    told = ""
    while _shelf() is shelf:
        try:
            _look(shelf, monotonic())
        except Exception as error:  # noqa: BLE001 - the watch goes on whatever happens to one look
            if repr(error) != told:  # once, not twice a second
                _LOG.exception("The data files cannot be looked at")
            told = repr(error)
        sleep(LOOK_EVERY)


def look(now: float) -> None:
    """Look at the files at the time `now` (seconds), and read them where they are new and quiet."""
    _look(_shelf(), now)


def _look(shelf: _Shelf, now: float) -> None:
    if shelf.held.shown is None and not shelf.held.kept_back:
        return  # nobody has asked yet
    stamp = _stamp()
    if stamp != shelf.seen or _being_changed():
        shelf.seen, shelf.since = stamp, now
        return
    if not _unopened(shelf.held.kept_back):
        shelf.retry_at = None
    elif shelf.retry_at is None:
        shelf.retry_at = now + _RETRY
    retry = shelf.retry_at is not None and now >= shelf.retry_at
    if now - shelf.since >= QUIET and (stamp != shelf.read or retry):
        shelf.retry_at = None
        _read(shelf, stamp)


def _being_changed() -> bool:
    """Whether several files are being replaced together; what a killed process left of that is put back here."""
    if not store.interrupted(DATA):
        return False
    with suppress(store.NotWrittenError):
        store.repair(DATA, patience=0.0)
    return True


def _stamp() -> Stamp:
    """Name, size and date of every file that is read, and what keeps a folder from being looked into."""
    found: list[tuple[str, int, int]] = []
    for folder in (DATA, *(DATA / name for name in ("observations", "briefings", "schemas", "geo"))):
        try:
            with os.scandir(folder) as entries:
                found += [_file(entry) for entry in entries if _is_data(entry.name)]
        except OSError as error:
            found.append((str(folder), -1, error.errno or 0))
    # A new day is a new state: ages and tenses are told against today.
    return (*sorted(found), ("today", 0, today().toordinal()))


def _is_data(name: str) -> bool:
    """Whether a file is one of the data; those that an office program lays beside an open file are not."""
    return name.casefold().endswith((".csv", ".json", ".geojson")) and not name.startswith((".", "~"))


def _file(entry: os.DirEntry[str]) -> tuple[str, int, int]:
    try:
        stat = entry.stat()
    except OSError as error:  # it went between the two looks
        return entry.path, -1, error.errno or 0
    return entry.path, stat.st_size, stat.st_mtime_ns


def _unopened(problems: tuple[Problem, ...]) -> bool:
    return any(each.rule in ("file_unreadable", "folder_unreadable") for each in problems)


# --- reading ----------------------------------------------------------------------------------------------------------


def _read_first(shelf: _Shelf) -> None:
    """Read what stands there now, once it stands still; files that were written a moment ago may not be whole."""
    for _ in range(_FIRST_TRIES):
        stamp = _stamp()
        age = time() - max(date for *_, date in stamp) / 1e9
        if 0 <= age < QUIET:
            sleep(QUIET - age)
        shelf.seen, shelf.since = stamp, monotonic()
        _read(shelf, stamp)
        if shelf.read == stamp:
            return
    shelf.held = replace(shelf.held, kept_back=(problem("files_changing", f"{DATA.name}/"),))


def _read(shelf: _Shelf, stamp: Stamp) -> None:
    """Read the files and publish them, or keep them back; whatever goes wrong, what is shown stays."""
    try:
        files, geo = read_files(DATA), _geo(DATA, tuple(each for each in stamp if Path(each[0]).parent.name == "geo"))
        if _stamp() != stamp:
            return  # changed while it was read: the next looks wait until it is quiet
        fresh = assemble(files, DATA)
        # What is kept of one day must not be shown on the next, whose tenses differ.
        fresh = replace(fresh, version=f"{fresh.version}~{fresh.today:%Y%m%d}")
        whole = {path: content for path, content in files.items() if isinstance(content, bytes)}
        version = _Version(fresh, geo, extents(files), pd.Timestamp.now(), whole)
    except PackageError as error:
        _keep_back(shelf, stamp, (error.problem,))
        return
    except GeoError as error:
        _keep_back(shelf, stamp, (problem("boundaries", error.file, facts={"reason": error.problem}),))
        return
    except Exception as error:  # noqa: BLE001 - nothing may take good data off the screen
        _LOG.exception("The data files cannot be read")
        _keep_back(shelf, stamp, tuple(_unexpected(shelf, stamp, error)))
        return
    shown = shelf.held.shown
    lost = compared(shown.extents, version.extents) if shown is not None else ()
    # A change that a maintainer accepted, or took back, may take rows away.
    accepted = store.meant(DATA) if lost else frozenset()
    lost = tuple(each for each in lost if each.rule != "file_shrank" or each.file not in accepted)
    errors = tuple(each for each in fresh.problems if each.severity == "error")
    found = tuple(by_cause((*lost, *errors)))
    if found and (shown is not None or fresh.observations.empty):
        _keep_back(shelf, stamp, found, fresh)
    else:
        _publish(shelf, stamp, version, fresh if errors else None)
    # Loaded frames live as long as the process: out of sight of the collector they cost no time a rerun.
    gc.collect()
    gc.freeze()


def _unexpected(shelf: _Shelf, stamp: Stamp, error: Exception) -> Iterator[Problem]:
    """Findings for an error that no check foresaw: it lies in one of the files that changed."""
    changed = [path for path, *_ in sorted(set(stamp) - set(shelf.read)) if path != "today"] if shelf.read else []
    if isinstance(error, OSError) and error.filename:
        changed = [str(error.filename)]
    names = [Path(path).relative_to(DATA).as_posix() if Path(path).is_relative_to(DATA) else path for path in changed]
    for name in names or [f"{DATA.name}/"]:
        yield problem("reading_failed", name, facts={"reason": type(error).__name__})


def _keep_back(shelf: _Shelf, stamp: Stamp, found: tuple[Problem, ...], fresh: Ledger | None = None) -> None:
    with shelf.lock:
        shelf.read = stamp
        shelf.held = replace(shelf.held, refused=fresh, kept_back=found)


def _publish(shelf: _Shelf, stamp: Stamp, version: _Version, faulty: Ledger | None) -> None:
    """Put a version on screen: at once where none is, else once its pages are ready. The one shown stays as it is."""
    with shelf.lock:
        shelf.read = stamp
        shown = shelf.held.shown
        if shown is not None and version.ledger.version == shown.ledger.version:
            shelf.held = _Held(shown)
        elif shown is None or shelf.prepare is None:
            shelf.held = _Held(version, refused=faulty)
            if shown is None:
                _start(shelf, version.ledger)
        else:
            shelf.held = _Held(shown, ready=version)
            _start(shelf)


def _start(shelf: _Shelf, first: Ledger | None = None) -> None:
    if shelf.preparing is None and shelf.prepare is not None:
        shelf.preparing = Thread(target=_make_ready, args=(shelf, first), name="pages", daemon=True)
        shelf.preparing.start()


def _make_ready(shelf: _Shelf, first: Ledger | None) -> None:
    """Make the first version ready where it is given, then each newer one, and show that, until none is newer."""
    if first is not None:
        _prepare(shelf, first, None)
    while True:
        with shelf.lock:
            version, shown = shelf.held.ready, shelf.held.shown
            if version is None or shown is None:
                shelf.preparing = None
                return
        _prepare(shelf, version.ledger, shown.ledger)
        with shelf.lock:
            if shelf.held.ready is version:
                shelf.held = replace(shelf.held, shown=version, ready=None)


def _prepare(shelf: _Shelf, fresh: Ledger, before: Ledger | None) -> None:
    try:
        if shelf.prepare is not None:
            shelf.prepare(fresh, before)
    except Exception:  # noqa: BLE001 - it is made, and its fault told, when a reader asks for it
        _LOG.exception("The pages cannot be made ready")


def settle() -> None:
    """Wait until no version is being made ready."""
    preparing = _shelf().preparing
    if preparing is not None:
        preparing.join()


@lru_cache(maxsize=2)
def _geo(folder: Path, stamp: Stamp) -> Geo:  # noqa: ARG001 - the same files are the same boundaries
    return load_geo(folder)
