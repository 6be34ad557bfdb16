"""Everything that a briefing is made into, in one zip: deck, workbook, note, pictures, data, references, checksums."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from textwrap import wrap

import pandas as pd

from analysis import lead_text
from analysis.words import date_text
from charts.citation import how_to_read, source_line
from charts.spec import as_of_text
from charts.text import file_stem, one_line
from exports.archive import pack, steady
from exports.briefing import Briefing, Exhibit, to_json
from exports.briefing import address as address_of
from exports.deck import deck
from exports.note.document import note
from exports.note.words import vintage_text
from exports.references import PRODUCT, apa, bibtex, chicago, cited, own_reference, ris
from exports.tabular import csv_bytes, json_bytes, parquet_bytes
from exports.workbook import workbook
from loaders import Ledger
from loaders.geo import Geo
from render.picture.picture import Kind, picture

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
README = "README.txt"
_PICTURES: tuple[Kind, ...] = ("png", "svg", "pdf")
_KINDS = (
    ("deck.pptx", "slides with editable charts; speaker notes hold citations, caveats and links"),
    ("workbook.xlsx", "for each chart a sheet with its figures, their sources and an editable chart"),
    ("note.docx", "one page with key sentences, pictures, key figures and footnoted sources"),
    ("pictures/", "each chart as PNG (for slides), SVG (to edit) and PDF (to print)"),
    ("data/", "each chart's figures with their sources: CSV, CSV with HXL tags (.hxl.csv), JSON, Parquet"),
    ("citations/", "the publications: Chicago and APA as text, BibTeX and RIS for reference managers"),
    ("briefing.json", "the list of charts with their choices; opened in the dashboard it makes this briefing again"),
    (MANIFEST, "every file with its size, checksum and what it is of"),
    (SUMS, f"checksums; to test that all files are whole: sha256sum -c {SUMS}"),
)
_WIDTH = 100


def bundle(
    title: str,
    exhibits: Sequence[Exhibit],
    geo: Geo,
    *,
    ledger: Ledger,
    template: bytes | None = None,
    address: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """The briefing as the bytes of a .zip.

    `ledger` names the publications behind sums and the definitions, `template` is an organisation's .pptx or .potx for
    the deck, `address` is where the dashboard runs, for links that reopen each chart; `progress(done, of)` is told
    after each file or group of files. Raises TemplateError for a template that cannot be used.
    """
    tell = progress or (lambda _done, _of: None)
    steps = len(exhibits) + 4
    files: list[tuple[str, bytes]] = []
    for done, made in enumerate(_groups(title, exhibits, geo, ledger, template, address), 1):
        files += made
        tell(done, steps)
    files.insert(0, (README, _readme(title, exhibits, ledger, address)))
    files.append((MANIFEST, _manifest(title, exhibits, files)))
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files)
    return pack([*files, (SUMS, sums.encode())])


def names(exhibits: Sequence[Exhibit]) -> list[str]:
    """A file name without ending for each chart: its number and its headline in ASCII, at most 60 characters."""
    width = max(len(str(len(exhibits))), 2)
    return [f"{number:0{width}d}-{file_stem(found.headline, 59 - width)}" for number, found in enumerate(exhibits, 1)]


def _groups(
    title: str, exhibits: Sequence[Exhibit], geo: Geo, ledger: Ledger, template: bytes | None, address: str
) -> Iterator[list[tuple[str, bytes]]]:
    """Files with their names, in the order of the zip; each list is a step of the progress."""
    yield [("deck.pptx", steady(deck(title, exhibits, geo, ledger=ledger, template=template, address=address)))]
    yield [("workbook.xlsx", workbook(title, exhibits, address, ledger=ledger))]
    yield [("note.docx", note(title, exhibits, geo, ledger=ledger, address=address))]
    for name, found in zip(names(exhibits), exhibits, strict=True):
        yield [*_pictures(name, found, geo), *_data(name, found, ledger, address)]
    rows = cited([found.spec for found in exhibits], ledger.sources)
    own = "".join(f"{own_reference(f.spec, _link(f, address))}\n" for f in exhibits)
    yield [
        ("citations/chicago.txt", chicago(rows).encode()),
        ("citations/apa.txt", apa(rows).encode()),
        ("citations/references.bib", bibtex(rows).encode()),
        ("citations/references.ris", ris(rows).encode()),
        ("citations/these-charts.txt", own.encode()),
        ("briefing.json", _briefing(title, exhibits)),
    ]


def _pictures(name: str, found: Exhibit, geo: Geo) -> Iterator[tuple[str, bytes]]:
    for kind in _PICTURES:
        yield f"pictures/{name}.{kind}", picture(found.spec, geo, kind, title=found.headline)


def _data(name: str, found: Exhibit, ledger: Ledger, address: str) -> Iterator[tuple[str, bytes]]:
    spec, link = found.spec, _link(found, address)
    sources = cited([spec], ledger.sources)
    yield f"data/{name}.csv", csv_bytes(spec)
    yield f"data/{name}.hxl.csv", csv_bytes(spec, hxl=True)
    yield f"data/{name}.json", json_bytes(spec, link, sources)
    yield f"data/{name}.parquet", parquet_bytes(spec, link, sources)


def _link(found: Exhibit, address: str) -> str:
    return address_of(address, found.item) if address else ""


def _briefing(title: str, exhibits: Sequence[Exhibit]) -> bytes:
    items = [replace(f.item, title=one_line(f.item.title), point=one_line(f.item.point)) for f in exhibits]
    return to_json(Briefing(one_line(title), tuple(items))).encode()


def _readme(title: str, exhibits: Sequence[Exhibit], ledger: Ledger, address: str) -> bytes:
    """What the zip is and how to go on with it, in plain words, lines of at most 100 characters."""
    opening = (
        f"{vintage_text([found.spec for found in exhibits])}. Where sources differ, a rule chooses the figure that "
        "leads; the others stay beside it in every file."
    )
    lines = [one_line(title) or "Briefing", f"{PRODUCT}, data version {ledger.version}.", "", *_wrapped(opening)]
    lines += ["", "WHAT IS WHAT", ""]
    lines += [line for name, about in _KINDS for line in _wrapped(f"{name}: {about}", "  ")]
    lines += ["", "HOW TO GO ON WITH IT", ""]
    page = f"the Briefing page of {address}" if address else "the Briefing page of the dashboard"
    for text in (
        f"To change, order or word the charts, open briefing.json on {page}.",
        "To bring the deck up to date, also after it was restyled: python -m exports refresh deck.pptx",
        "Each chart is cited in citations/these-charts.txt, the publications behind it in the other files there.",
    ):
        lines += _wrapped(text, "  ")
    lines += ["", "THE CHARTS", ""]
    for name, found in zip(names(exhibits), exhibits, strict=True):
        lines += [name, *_chart_lines(found, address), ""]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _chart_lines(found: Exhibit, address: str) -> list[str]:
    spec = found.spec
    known = "with all publications known" if pd.isna(spec.known_on) else f"as known on {date_text(spec.known_on)}"
    dates = ", ".join(text for text in (as_of_text(spec), known, lead_text(spec.lead)) if text)
    texts = [found.headline, found.item.point, spec.subtitle, f"{dates[:1].upper()}{dates[1:]}.", source_line(spec)]
    texts += [spec.empty] if spec.is_empty else how_to_read(spec)
    lines = [line for text in texts if text for line in _wrapped(text, "  ")]
    return [*lines, f"  {_link(found, address)}"] if address else lines


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(one_line(text), _WIDTH, initial_indent=indent, subsequent_indent=indent * 2, break_long_words=False,
                break_on_hyphens=False)  # fmt: skip


def _manifest(title: str, exhibits: Sequence[Exhibit], files: Sequence[tuple[str, bytes]]) -> bytes:
    """The charts with their choices, and every file with its size and checksum, as JSON."""
    stems = names(exhibits)
    charts = [
        {"number": number, "file": stem, "chart": found.spec.name, "headline": one_line(found.headline),
         "subtitle": one_line(found.spec.subtitle), "filters": dict(found.item.filters),
         "as_known_on": found.item.known_on or None, "lead": lead_text(found.item.lead)}
        for number, (stem, found) in enumerate(zip(stems, exhibits, strict=True), 1)
    ]  # fmt: skip
    held = [
        {"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest(),
         "chart": next((at for at, stem in enumerate(stems, 1) if f"/{stem}." in name), None)}
        for name, content in files
    ]  # fmt: skip
    found = {"title": one_line(title), "charts": charts, "files": held}
    return json.dumps(found, ensure_ascii=False, indent=1).encode()
