"""A data directory that is read anew when its files have changed, for a program that serves no pages."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from time import time

from api.errors import NotReadyError
from api.served import Served
from loaders import Ledger, PackageError
from loaders.changes import store
from loaders.clock import today
from loaders.geo import Geo, GeoError, load_geo
from loaders.guard import Extents, compared, extents
from loaders.ledger import assemble, read_files

QUIET = 2.0  # seconds for which files must have stood still before they are read
_LOG = logging.getLogger(__name__)
_FOLDERS = ("", "observations", "briefings", "schemas", "geo")

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Version:
    ledger: Ledger
    geo: Geo
    extents: Extents
    files: dict[str, bytes]


@dataclass(slots=True)
class Followed:
    """The newest sound data of a directory. Each answer looks at the files; those that changed are read once.

    As on the pages a newer version with errors, or one that has lost many rows, does not replace the sound one that is
    held. `kept_back` then says why.
    """

    directory: Path
    kept_back: str = ""
    _shown: _Version | None = None
    _read: Stamp = ()
    _lock: Lock = field(default_factory=Lock)

    def served(self) -> Served:
        """The data as the API wants them."""
        return Served(
            lambda: self._newest().ledger,
            lambda: self._newest().geo,
            lambda: self._newest().files,
        )

    def note(self) -> str:
        """What must be said of the data: that newer files are not used, and why."""
        return f"Not all of the files is used: {self.kept_back}" if self.kept_back else ""

    def _newest(self) -> _Version:
        with self._lock:
            stamp = self._stamp()
            youngest = max((changed for *_, changed in stamp), default=0) / 1e9
            quiet = not 0 <= time() - youngest < QUIET and not store.interrupted(self.directory)
            if stamp != self._read and (quiet or self._shown is None):
                self._read_files(stamp)
            if self._shown is None:
                raise NotReadyError(f"There are no data that can be shown: {self.kept_back}")
            return self._shown

    def _read_files(self, stamp: Stamp) -> None:
        try:
            version = self._version()
        except (PackageError, GeoError, OSError) as error:
            self._keep_back(stamp, str(error))
            return
        if self._stamp() != stamp:
            return  # changed while it was read: the next answer looks again
        before = self._shown
        lost = compared(before.extents, version.extents) if before is not None else ()
        accepted = store.meant(self.directory) if lost else frozenset()
        lost = tuple(one for one in lost if one.rule != "file_shrank" or one.file not in accepted)
        faults = (*lost, *(one for one in version.ledger.problems if one.severity == "error"))
        if faults and (before is not None or version.ledger.observations.empty):
            self._keep_back(stamp, str(faults[0]))
            return
        self._shown, self._read = version, stamp
        self.kept_back = f"some rows have errors and are left out, first: {faults[0]}" if faults else ""

    def _version(self) -> _Version:
        files = read_files(self.directory)
        ledger = assemble(files, self.directory)
        # What is kept of one day must not be told on the next, whose tenses differ.
        ledger = replace(ledger, version=f"{ledger.version}~{ledger.today:%Y%m%d}")
        whole = {path: content for path, content in files.items() if isinstance(content, bytes)}
        return _Version(ledger, load_geo(self.directory), extents(files), whole)

    def _keep_back(self, stamp: Stamp, why: str) -> None:
        self._read, self.kept_back = stamp, why
        _LOG.warning("The newest data files are not used: %s", why)

    def _stamp(self) -> Stamp:
        """Name, size and date of every file of the data, and the day, against which ages are told."""
        found: list[tuple[str, int, int]] = [("today", today().toordinal(), 0)]
        for folder in _FOLDERS:
            try:
                with os.scandir(self.directory / folder) as entries:
                    for entry in entries:
                        if entry.name.casefold().endswith((".csv", ".json", ".geojson")) and entry.name[0] not in ".~":
                            stat = entry.stat()
                            found.append((entry.path, stat.st_size, stat.st_mtime_ns))
            except OSError as error:
                found.append((folder, -(error.errno or 1), 0))
        return tuple(sorted(found))
