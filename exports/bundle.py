"""Everything that a briefing is made into, in one zip: deck, workbook, note, pictures, data, references, checksums."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from textwrap import wrap

import pandas as pd

from analysis import lead_text
from analysis.words import date_text, join_words
from charts.citation import how_to_read, source_line
from charts.spec import as_of_text
from charts.text import one_line
from exports.archive import pack
from exports.briefing import Exhibit
from exports.kinds import Format, Order
from exports.naming import file_names
from exports.note.words import vintage_text
from exports.references import PRODUCT

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
README = "README.txt"
# What the folders of the archive hold, before the list of their kinds.
_FOLDERS = {
    "pictures/": "each chart as",
    "data/": "each chart's figures with their sources:",
    "citations/": "the publications:",
}
_OWN = (
    (MANIFEST, "every file with its size, checksum and what it is of"),
    (SUMS, f"checksums; to test that all files are whole: sha256sum -c {SUMS}"),
)
_WIDTH = 100


def bundle(order: Order, kept: Sequence[Format]) -> bytes:
    """The briefing as the bytes of a .zip, with every one of the kinds of file that are `kept` in it.

    `order.tell(done, of)` is told after each file of the whole and after the files of each chart. Raises TemplateError
    for a template that cannot be used.
    """
    tell = order.tell or (lambda _done, _of: None)
    quiet = replace(order, tell=None)
    files: list[tuple[str, bytes]] = []
    steps = [*_steps(quiet, kept)]
    for done, (kinds, part, name) in enumerate(steps, 1):
        files += [(kind.kept.format(chart=name), kind.make(part)) for kind in kinds]
        tell(done, len(steps))
    files.insert(0, (README, _readme(order, kept)))
    files.append((MANIFEST, _manifest(order.title, order.exhibits, files)))
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files)
    return pack([*files, (SUMS, sums.encode())])


def _steps(order: Order, kept: Sequence[Format]) -> Iterator[tuple[Sequence[Format], Order, str]]:
    """Kinds of files, what each is made from, and the name of its chart; a list of files is a step of the progress."""
    whole = [kind for kind in kept if not kind.each]
    documents = [kind for kind in whole if kind.group in ("Editable", "Print")]
    for kind in documents:
        yield (kind,), order, ""
    for name, shown in zip(file_names([one.item for one in order.exhibits]), order.exhibits, strict=True):
        yield [kind for kind in kept if kind.each], replace(order, exhibits=(shown,)), name
    yield [kind for kind in whole if kind not in documents], order, ""


def _kinds(kept: Sequence[Format]) -> Iterator[tuple[str, str]]:
    """What is in the archive: whole files, then folders with all their kinds."""
    for kind in kept:
        if "/" not in kind.kept:
            yield kind.kept, kind.about
    for folder, what in _FOLDERS.items():
        yield folder, f"{what} {join_words([kind.about for kind in kept if kind.kept.startswith(folder)])}"
    yield from _OWN


def _readme(order: Order, kept: Sequence[Format]) -> bytes:
    """What the zip is and how to go on with it, in plain words, lines of at most 100 characters."""
    title, exhibits, address = order.title, order.exhibits, order.address
    opening = (
        f"{vintage_text([found.spec for found in exhibits])}. Where sources differ, a rule chooses the figure that "
        "leads; the others stay beside it in every file."
    )
    lines = [one_line(title) or "Briefing", f"{PRODUCT}, data version {order.ledger.version}.", "", *_wrapped(opening)]
    lines += ["", "WHAT IS WHAT", ""]
    lines += [line for name, about in _kinds(kept) for line in _wrapped(f"{name}: {about}", "  ")]
    lines += ["", "HOW TO GO ON WITH IT", ""]
    page = f"the Briefing page of {address}" if address else "the Briefing page of the dashboard"
    for text in (
        f"To change, order or word the charts, open briefing.json on {page}.",
        "To bring the deck up to date, also after it was restyled: python -m exports refresh deck.pptx",
        "Each chart is cited in citations/these-charts.txt, the publications behind it in the other files there.",
    ):
        lines += _wrapped(text, "  ")
    lines += ["", "THE CHARTS", ""]
    for name, found in zip(file_names([one.item for one in exhibits]), exhibits, strict=True):
        lines += [name, *_chart_lines(found, order.link(found)), ""]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _chart_lines(found: Exhibit, link: str) -> list[str]:
    spec = found.spec
    known = "" if pd.isna(spec.known_on) else f"as known on {date_text(spec.known_on)}"
    dates = ", ".join(text for text in (as_of_text(spec), known, lead_text(spec.lead) if spec.lead else "") if text)
    texts = [found.headline, found.item.point, spec.subtitle, f"{dates[:1].upper()}{dates[1:]}.", source_line(spec)]
    texts += [spec.empty] if spec.is_empty else how_to_read(spec)
    lines = [line for text in texts if text for line in _wrapped(text, "  ")]
    return [*lines, f"  {link}"] if link else lines


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        one_line(text),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent * 2,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _manifest(title: str, exhibits: Sequence[Exhibit], files: Sequence[tuple[str, bytes]]) -> bytes:
    """The charts with their choices, and every file with its size and checksum, as JSON."""
    stems = file_names([one.item for one in exhibits])
    charts = [
        {
            "number": number,
            "file": stem,
            "chart": found.spec.name,
            "headline": one_line(found.headline),
            "subtitle": one_line(found.spec.subtitle),
            "filters": dict(found.item.filters),
            "as_known_on": found.item.known_on or None,
            "lead": lead_text(found.item.lead),
        }
        for number, (stem, found) in enumerate(zip(stems, exhibits, strict=True), 1)
    ]
    held = [
        {
            "name": name,
            "bytes": len(content),
            "sha256": sha256(content).hexdigest(),
            "chart": next((at for at, stem in enumerate(stems, 1) if f"/{stem}." in name), None),
        }
        for name, content in files
    ]
    found = {"title": one_line(title), "charts": charts, "files": held}
    return json.dumps(found, ensure_ascii=False, indent=1).encode()
