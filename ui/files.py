"""The files that the dashboard gives out, each made by a call that may run on any thread.

The libraries behind them are heavy, so each is imported by the first who asks for such a file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from charts.spec import ChartSpec
from exports import Exhibit, Item, item_of
from loaders import Ledger
from loaders.geo import Geo
from ui import address, data

Progress = Callable[[int, int], None]
Pictures = Literal["png", "svg", "pdf"]
Ratio = Literal["16:9", "4:3", "1:1"]
Tables = Literal["csv", "hxl", "json", "parquet"]
Styles = Literal["chicago", "apa", "bibtex", "ris"]

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MIMES = {
    "pptx": PPTX, "xlsx": XLSX, "docx": DOCX, "zip": "application/zip", "png": "image/png", "svg": "image/svg+xml",
    "pdf": "application/pdf", "csv": "text/csv", "json": "application/json",
    "parquet": "application/vnd.apache.parquet", "txt": "text/plain", "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What a file is made from; it holds all that is needed, so that no session is asked while it is made."""

    title: str
    exhibits: tuple[Exhibit, ...]
    ledger: Ledger
    geo: Geo
    template: bytes | None
    base: str


def order(title: str, exhibits: tuple[Exhibit, ...], template: bytes | None = None) -> Order:
    """An order of these charts from the newest data, with links to the address that the reader has open."""
    return Order(title, exhibits, data.newest(), data.geo(), template, address.base())


def of_one(spec: ChartSpec) -> Order:
    """An order of one chart."""
    item: Item = item_of(spec)
    return order(spec.title, (Exhibit(item, spec),))


def deck(made: Order, tell: Progress | None = None) -> bytes:
    """The slides (PPTX)."""
    from exports.deck import deck as make

    return make(
        made.title, made.exhibits, made.geo, ledger=made.ledger, template=made.template, address=made.base,
        progress=tell,
    )  # fmt: skip


def bundle(made: Order, tell: Progress | None = None) -> bytes:
    """Everything in one archive (ZIP)."""
    from exports.bundle import bundle as make

    return make(
        made.title, made.exhibits, made.geo, ledger=made.ledger, template=made.template, address=made.base,
        progress=tell,
    )  # fmt: skip


def book(made: Order) -> bytes:
    """The workbook (XLSX)."""
    from exports.workbook import workbook

    return workbook(made.title, made.exhibits, made.base, ledger=made.ledger)


def note(made: Order) -> bytes:
    """The one-page note (DOCX)."""
    from exports.note.document import note as make

    return make(made.title, made.exhibits, made.geo, ledger=made.ledger, address=made.base)


def picture(made: Order, kind: Pictures, ratio: Ratio) -> bytes:
    """A picture of the first chart, drawn on the server."""
    from render.picture.picture import picture as make

    return make(made.exhibits[0].spec, made.geo, kind, ratio)


def table(made: Order, kind: Tables) -> bytes:
    """The data of the first chart; `hxl` is CSV with a row of HXL tags."""
    from exports import tabular

    spec = made.exhibits[0].spec
    if kind in ("csv", "hxl"):
        return tabular.csv_bytes(spec, hxl=kind == "hxl")
    make = tabular.json_bytes if kind == "json" else tabular.parquet_bytes
    return make(spec, made.base, made.ledger.sources)


def citations(made: Order, style: Styles) -> bytes:
    """The publications behind the charts, in a style for people or for reference managers."""
    from exports import references

    rows = references.cited([one.spec for one in made.exhibits], made.ledger.sources)
    styles = {
        "chicago": references.chicago, "apa": references.apa, "bibtex": references.bibtex, "ris": references.ris,
    }  # fmt: skip
    return styles[style](rows).encode()
