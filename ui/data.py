"""The ledger of the process: loaded once a data version, and kept while a newer one is broken."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from time import monotonic

import pandas as pd
import streamlit as st

from analysis import as_known_on, lead_choices, with_lead
from loaders import Ledger, PackageError, load
from loaders.clock import today
from loaders.geo import Geo, load_geo

LOOK_EVERY = 0.5  # seconds between two looks at the files: one look a rerun, not one a card
DATA = Path(os.environ.get("CAMPSTATS_DATA_DIR") or Path(__file__).resolve().parent.parent / "data")


@dataclass(slots=True)
class _Shelf:
    """What the process keeps: the newest ledger without errors, and the state of the files when it was last read."""

    stamp: tuple[tuple[str, int, int], ...] = ()
    ledger: Ledger | None = None
    refused: Ledger | None = None
    read_at: pd.Timestamp | None = None
    looked_at: float = 0.0
    broken: str = ""
    lock: Lock = field(default_factory=Lock)


@st.cache_resource(show_spinner=False)
def _shelf() -> _Shelf:
    return _Shelf()


def _stamp() -> tuple[tuple[str, int, int], ...]:
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

    A change of any data file is seen at the next rerun. While a newer version has errors the last good one stays up
    and `refused()` returns the faulty one, so that its report can be shown.
    """
    shelf = _shelf()
    if shelf.ledger is not None and monotonic() - shelf.looked_at < LOOK_EVERY:
        return shelf.ledger
    stamp = _stamp()
    shelf.looked_at = monotonic()
    if shelf.ledger is not None and stamp == shelf.stamp:
        return shelf.ledger
    with shelf.lock:
        if shelf.ledger is None or stamp != shelf.stamp:
            shelf.stamp = stamp
            try:
                fresh = load(DATA)
                # What is kept of one day must not be shown on the next, whose tenses differ.
                fresh = replace(fresh, version=f"{fresh.version}~{fresh.today:%Y%m%d}")
            except PackageError as error:
                # Without rules nothing can be read: what was read before stays up.
                shelf.broken = str(error)
                if shelf.ledger is None:
                    shelf.stamp = ()
                    raise
                return shelf.ledger
            shelf.broken = ""
            faulty = any(problem.severity == "error" for problem in fresh.problems)
            if shelf.ledger is None or not faulty:
                shelf.ledger, shelf.read_at = fresh, pd.Timestamp.now()
                # Loaded frames live as long as the process: out of sight of the collector they cost no time a rerun.
                gc.collect()
                gc.freeze()
            shelf.refused = fresh if faulty else None
        return shelf.ledger


def refused() -> Ledger | None:
    """The newest version of the data, where it has errors; None while the files on disk are sound."""
    return _shelf().refused


def broken() -> str:
    """Why the newest version of the data package cannot be read at all; empty while it can."""
    return _shelf().broken


def shown_since() -> pd.Timestamp | None:
    """When the ledger on screen was read."""
    return _shelf().read_at


@st.cache_resource(show_spinner=False)
def geo() -> Geo:
    """The boundaries of the maps."""
    return load_geo(DATA)
