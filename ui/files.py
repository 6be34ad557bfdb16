"""Orders for the files that the dashboard gives out: what they are made from, with what the reader has open."""

from __future__ import annotations

import re
import unicodedata

from charts.spec import ChartSpec
from exports import Exhibit, item_of
from exports.kinds import Order
from ui import address, data

_LONGEST_NAME = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def order(title: str, exhibits: tuple[Exhibit, ...], template: bytes | None = None) -> Order:
    """An order of these charts from the newest data, with links to the address that the reader has open."""
    return Order(title, exhibits, data.newest(), data.geo(), template, address.base())


def of_one(spec: ChartSpec) -> Order:
    """An order of one chart."""
    return order(spec.title, (Exhibit(item_of(spec), spec),))


def safe_filename(text: str) -> str:
    """A file name without ending that every system takes: letters, digits, `-`, `_`, space; at most 80 characters."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = re.sub(r"[^A-Za-z0-9_-]+", " ", ascii_text)[:_LONGEST_NAME].strip(" -")
    if not kept or _RESERVED.fullmatch(kept):
        return f"file {kept}".strip()
    return kept
