"""Every kind of file that is given out, once: what it is called, how it ends, where it is offered, who makes it.

The card of a chart, the Briefing page, the command line and the archive offer what stands here: a new kind is its maker
and a row. The libraries behind the makers are heavy, so each is imported by the first file that needs it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from charts.text import one_line
from exports.briefing import Briefing, to_json
from exports.kinds import Format, Order, Picture

if TYPE_CHECKING:
    import pandas as pd

_OFFICE = "application/vnd.openxmlformats-officedocument."


def _deck(order: Order) -> bytes:
    from exports.deck import chart_slide, deck

    if len(order.exhibits) == 1:
        return chart_slide(
            order.title,
            order.exhibits[0],
            order.geo,
            ledger=order.ledger,
            template=order.template,
            address=order.address,
        )
    return deck(
        order.title,
        order.exhibits,
        order.geo,
        ledger=order.ledger,
        template=order.template,
        address=order.address,
        progress=order.tell,
    )


def _workbook(order: Order) -> bytes:
    from exports.workbook import workbook

    return workbook(order.title, order.exhibits, order.address, ledger=order.ledger, geo=order.geo)


def _note(order: Order) -> bytes:
    from exports.note.document import note

    return note(order.title, order.exhibits, order.geo, ledger=order.ledger, address=order.address)


def _deck_pdf(order: Order) -> bytes:
    from exports.pdf.deck import deck_pdf

    return deck_pdf(order.title, order.exhibits, order.geo, ledger=order.ledger, progress=order.tell)


def _note_pdf(order: Order) -> bytes:
    from exports.pdf.note import note_pdf

    return note_pdf(order.title, order.exhibits, order.geo, ledger=order.ledger, address=order.address)


def _sheets(order: Order) -> bytes:
    from exports.pdf.sheets import sheets_pdf

    return sheets_pdf(
        order.title,
        order.exhibits,
        order.geo,
        ledger=order.ledger,
        head=order.head,
        parts=order.parts,
        address=order.page or order.address,
        link=order.link,
        progress=order.tell,
    )


def _bundle(order: Order) -> bytes:
    from exports.bundle import bundle

    return bundle(order, KEPT)


def _csv(order: Order, *, hxl: bool = False) -> bytes:
    from exports.tabular import csv_bytes

    return csv_bytes(order.first.spec, hxl=hxl)


def _json(order: Order) -> bytes:
    from exports.tabular import json_bytes

    return json_bytes(order.first.spec, order.link(order.first), _cited(order))


def _parquet(order: Order) -> bytes:
    from exports.tabular import parquet_bytes

    return parquet_bytes(order.first.spec, order.link(order.first), _cited(order))


def _picture(kind: Picture, order: Order) -> bytes:
    from render.picture.picture import picture

    return picture(order.first.spec, order.geo, kind, order.ratio, title=order.first.headline)


def _references(style: Literal["chicago", "apa", "bibtex", "ris"], order: Order) -> bytes:
    from exports import references

    styles = {
        "chicago": references.chicago,
        "apa": references.apa,
        "bibtex": references.bibtex,
        "ris": references.ris,
    }
    return styles[style](_cited(order)).encode()


def _charts_cited(order: Order) -> bytes:
    from exports.references import own_reference

    return "".join(f"{own_reference(one.spec, order.link(one))}\n" for one in order.exhibits).encode()


def _briefing(order: Order) -> bytes:
    items = [
        replace(one.item, title=one_line(one.item.title), point=one_line(one.item.point)) for one in order.exhibits
    ]
    return to_json(Briefing(one_line(order.title), tuple(items))).encode()


def _cited(order: Order) -> pd.DataFrame:
    from exports.references import cited

    return cited([one.spec for one in order.exhibits], order.ledger.sources)


_ALL = (
    Format(
        "deck",
        "Editable",
        "slides with editable charts; speaker notes hold citations, caveats and links",
        "pptx",
        f"{_OFFICE}presentationml.presentation",
        _deck,
        card="Slide (PPTX)",
        page="Deck (PPTX)",
        kept="deck.pptx",
        long=True,
        template=True,
    ),
    Format(
        "workbook",
        "Editable",
        "for each chart a sheet with its figures first, their sources and an editable chart",
        "xlsx",
        f"{_OFFICE}spreadsheetml.sheet",
        _workbook,
        card="Workbook (XLSX)",
        page="Workbook (XLSX)",
        kept="workbook.xlsx",
    ),
    Format(
        "note",
        "Editable",
        "one page: three sentences with footnoted sources, two charts, a small table",
        "docx",
        f"{_OFFICE}wordprocessingml.document",
        _note,
        page="Note (DOCX)",
        kept="note.docx",
    ),
    Format(
        "deck-pdf",
        "Print",
        "the slides to print or to send, without notes; made without an office program",
        "pdf",
        "application/pdf",
        _deck_pdf,
        page="Deck (PDF)",
        kept="deck.pdf",
        suffix="-slides",
        long=True,
    ),
    Format(
        "note-pdf",
        "Print",
        "the note to print or to send; made without an office program",
        "pdf",
        "application/pdf",
        _note_pdf,
        page="Note (PDF)",
        kept="note.pdf",
        suffix="-note",
    ),
    Format(
        "sheets",
        "Print",
        "every chart on sheets of A4 with contents, key figures, sources and notes",
        "pdf",
        "application/pdf",
        _sheets,
        page="Sheets (PDF)",
        suffix="-sheets",
        long=True,
    ),
    Format(
        "bundle",
        "Whole",
        "everything in one archive: deck, workbook, note, PDF, pictures, data, citations",
        "zip",
        "application/zip",
        _bundle,
        page="Everything (ZIP)",
        long=True,
        template=True,
    ),
    Format(
        "briefing",
        "Whole",
        "the list of charts with their choices; opened in the dashboard it makes this briefing again",
        "json",
        "application/json",
        _briefing,
        page="Briefing file (JSON)",
        kept="briefing.json",
    ),
    Format("csv", "Data", "CSV", "csv", "text/csv", _csv, card="Data (CSV)", kept="data/{chart}.csv"),
    Format(
        "hxl",
        "Data",
        "CSV with HXL tags (.hxl.csv)",
        "csv",
        "text/csv",
        partial(_csv, hxl=True),
        card="CSV with HXL tags",
        kept="data/{chart}.hxl.csv",
        suffix="-hxl",
    ),
    Format("json", "Data", "JSON", "json", "application/json", _json, card="JSON", kept="data/{chart}.json"),
    Format(
        "parquet",
        "Data",
        "Parquet",
        "parquet",
        "application/vnd.apache.parquet",
        _parquet,
        card="Parquet",
        kept="data/{chart}.parquet",
    ),
    Format(
        "png",
        "Picture",
        "PNG (for slides)",
        "png",
        "image/png",
        partial(_picture, "png"),
        card="PNG",
        kept="pictures/{chart}.png",
    ),
    Format(
        "svg",
        "Picture",
        "SVG (to edit)",
        "svg",
        "image/svg+xml",
        partial(_picture, "svg"),
        card="SVG",
        kept="pictures/{chart}.svg",
    ),
    Format(
        "pdf",
        "Picture",
        "PDF (to print)",
        "pdf",
        "application/pdf",
        partial(_picture, "pdf"),
        card="PDF",
        kept="pictures/{chart}.pdf",
    ),
    Format(
        "chicago",
        "Citations",
        "Chicago (text)",
        "txt",
        "text/plain",
        partial(_references, "chicago"),
        card="Chicago",
        kept="citations/chicago.txt",
        suffix="-chicago",
    ),
    Format(
        "apa",
        "Citations",
        "APA (text)",
        "txt",
        "text/plain",
        partial(_references, "apa"),
        card="APA",
        kept="citations/apa.txt",
        suffix="-apa",
    ),
    Format(
        "bibtex",
        "Citations",
        "BibTeX (for reference managers)",
        "bib",
        "application/x-bibtex",
        partial(_references, "bibtex"),
        card="BibTeX",
        kept="citations/references.bib",
    ),
    Format(
        "ris",
        "Citations",
        "RIS (for reference managers)",
        "ris",
        "application/x-research-info-systems",
        partial(_references, "ris"),
        card="RIS",
        kept="citations/references.ris",
    ),
    Format(
        "charts",
        "Citations",
        "how to cite the charts themselves",
        "txt",
        "text/plain",
        _charts_cited,
        kept="citations/these-charts.txt",
    ),
)
FORMATS = {one.name: one for one in _ALL}
CARD = tuple(one for one in _ALL if one.card)
PAGE = tuple(one for one in _ALL if one.page)
KEPT = tuple(one for one in _ALL if one.kept)
EACH = tuple(one for one in KEPT if one.each)
