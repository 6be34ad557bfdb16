"""The ledger of the process: read once a data version, off the readers' time, and kept while a newer one is broken."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

import pandas as pd
import streamlit as st

from analysis import as_known_on, lead_choices, with_lead
from loaders import Ledger, PackageError, load
from loaders.clock import today
from loaders.geo import Geo, load_geo

LOOK_EVERY = 0.5  # seconds between two looks at the files: one look a rerun, not one a card
_LOG = logging.getLogger(__name__)
DATA = Path(os.environ.get("CAMPSTATS_DATA_DIR") or Path(__file__).resolve().parent.parent / "data")


Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is on screen and what is known of newer files; replaced as a whole, so that no reader sees half of it."""

    stamp: Stamp = ()
    ledger: Ledger | None = None
    refused: Ledger | None = None
    read_at: pd.Timestamp | None = None
    broken: str = ""


@dataclass(slots=True)
class _Shelf:
    """What the process keeps; `reading` is the thread that reads newer files or makes ready what was read."""

    held: _Held = field(default_factory=_Held)
    looked_at: float = 0.0
    reading: Thread | None = None
    prepare: Callable[[Ledger, Ledger | None], None] | None = None
    lock: Lock = field(default_factory=Lock)


@st.cache_resource(show_spinner=False)
def _shelf() -> _Shelf:
    return _Shelf()


def prepare_by(prepare: Callable[[Ledger, Ledger | None], None]) -> None:
    """Have what readers will ask of a newly read ledger made before it is shown; given it and the one shown before."""
    _shelf().prepare = prepare


def _stamp() -> Stamp:
    found = []
    for folder in (DATA, DATA / "observations", DATA / "briefings", DATA / "schemas"):
        if folder.is_dir():
            with os.scandir(folder) as entries:
                files = [(e.path, e.stat()) for e in entries if e.name.endswith((".csv", ".json"))]
            found += [(path, stat.st_size, stat.st_mtime_ns) for path, stat in files]
    # A new day is a new state: ages and tenses are told against today.
    return (*sorted(found), ("today", 0, today().toordinal()))


def ledger() -> Ledger:
    """The ledger to show: as known on the date and with the lead that the reader chose in the sidebar."""
    shown = newest()
    date, lead = st.session_state.get("as_known_on"), st.session_state.get("lead") or ""
    shown = with_lead(shown, lead if lead in lead_choices(shown) else "")
    return shown if date is None else as_known_on(shown, pd.Timestamp(date))


def newest() -> Ledger:
    """The newest ledger without errors, or at first start what is sound of a faulty one.

    A change of any data file is seen at the next rerun and read in the background, while the last good version stays
    up. It is shown once it is read and made ready; where it has errors, the last good one stays and `refused()` returns
    the faulty one, so that its report can be shown. Raises PackageError where there is nothing to show at all.
    """
    shelf = _shelf()
    shown = shelf.held.ledger
    if shown is not None and monotonic() - shelf.looked_at < LOOK_EVERY:
        return shown
    stamp = _stamp()
    shelf.looked_at = monotonic()
    if shown is not None and stamp == shelf.held.stamp:
        return shown
    with shelf.lock:
        if shelf.held.ledger is None:
            _read(shelf, stamp)
            _start(shelf, _first)
        elif stamp != shelf.held.stamp and (shelf.reading is None or not shelf.reading.is_alive()):
            _start(shelf, _renew)
    shown = shelf.held.ledger
    if shown is None:
        raise PackageError(shelf.held.broken)
    return shown


def _start(shelf: _Shelf, work: Callable[[_Shelf], None]) -> None:
    shelf.reading = Thread(target=work, args=(shelf,), name="data", daemon=True)
    shelf.reading.start()


def _first(shelf: _Shelf) -> None:
    """Make ready what the first reader has not asked for yet."""
    if shelf.held.ledger is not None:
        _prepare(shelf, shelf.held.ledger, None)


def _renew(shelf: _Shelf) -> None:
    """Read newer files beside what is shown; whatever goes wrong, that stays."""
    stamp = _stamp()
    try:
        _read(shelf, stamp)
    except Exception as error:  # noqa: BLE001 - nothing may take good data off the screen
        if not isinstance(error, PackageError):
            _LOG.exception("The data files cannot be read")
        told = str(error) if isinstance(error, PackageError) else f"reading failed ({type(error).__name__})"
        shelf.held = replace(shelf.held, stamp=stamp, broken=told)


def _read(shelf: _Shelf, stamp: Stamp) -> None:
    """Read the files and show what they hold, or keep it back where it has errors. Raises PackageError."""
    fresh = load(DATA)
    # What is kept of one day must not be shown on the next, whose tenses differ.
    fresh = replace(fresh, version=f"{fresh.version}~{fresh.today:%Y%m%d}")
    faulty = any(problem.severity == "error" for problem in fresh.problems)
    before = shelf.held.ledger
    if faulty and before is not None:
        shelf.held = replace(shelf.held, stamp=stamp, refused=fresh, broken="")
        return
    if before is not None:
        _prepare(shelf, fresh, before)
    shelf.held = _Held(stamp, fresh, fresh if faulty else None, pd.Timestamp.now())
    # Loaded frames live as long as the process: out of sight of the collector they cost no time a rerun.
    gc.collect()
    gc.freeze()


def _prepare(shelf: _Shelf, fresh: Ledger, before: Ledger | None) -> None:
    try:
        if shelf.prepare is not None:
            shelf.prepare(fresh, before)
    except Exception:  # noqa: BLE001 - it is made, and its fault told, when a reader asks for it
        _LOG.exception("The pages cannot be made ready")


def settle() -> None:
    """Wait until no newer version is being read or made ready."""
    reading = _shelf().reading
    if reading is not None:
        reading.join()


def refused() -> Ledger | None:
    """The newest version of the data, where it has errors; None while the files on disk are sound."""
    return _shelf().held.refused


def broken() -> str:
    """Why the newest version of the data package cannot be read at all; empty while it can."""
    return _shelf().held.broken


def shown_since() -> pd.Timestamp | None:
    """When the ledger on screen was read."""
    return _shelf().held.read_at


def geo() -> Geo:
    """The boundaries of the maps."""
    return _geo(DATA)


@lru_cache(maxsize=2)
def _geo(folder: Path) -> Geo:
    return load_geo(folder)
