"""Zip archives whose bytes depend on their content alone: every entry has the same date, whenever it was written."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16  # as unzip sets it on Unix


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of (name, content) in the order given."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = ZipInfo(name, _DATE)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, _READABLE
            archive.writestr(entry, content)
    return out.getvalue()


def steady(package: bytes) -> bytes:
    """The same zip (an Office document is one) without the clock in it."""
    with ZipFile(BytesIO(package)) as archive:
        return pack((entry.filename, archive.read(entry)) for entry in archive.infolist())
