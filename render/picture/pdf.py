"""Vector PDF of pages that are drawn as SVG, with links and an outline; the same pages give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, TextStringObject

from charts.text import one_line, web_address
from render.picture.letters import svg_pdf


@dataclass(frozen=True, slots=True)
class Area:
    """A place of a page that leads to an address or, from 1, a page: its box in the units of the drawing."""

    left: float
    top: float
    width: float
    height: float
    address: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: an SVG document whose unit is a point, where it leads to, and what the outline calls it and its parts."""

    svg: str
    name: str = ""
    links: Sequence[Area] = ()
    parts: Sequence[str] = ()


def pdf(leaves: Sequence[Leaf], title: str) -> bytes:
    """Pages as one PDF, text as text, letters embedded.

    Only pages of its own and addresses of the web become links. Raises ValueError for a drawing that is no SVG.
    """
    writer = PdfWriter()
    inner: list[tuple[int, Link]] = []  # once all pages are there
    for number, leaf in enumerate(leaves):
        reader = PdfReader(BytesIO(svg_pdf(leaf.svg)))
        _settle(reader)
        writer.add_page(reader.pages[0])
        high = float(reader.pages[0].mediabox.height)
        for area in leaf.links:
            box = (area.left, high - area.top - area.height, area.left + area.width, high - area.top)
            if address := web_address(area.address):
                writer.add_annotation(number, Link(rect=box, url=address))
            elif 0 < area.page <= len(leaves):
                inner.append((number, Link(rect=box, target_page_index=area.page - 1)))
        for name in filter(None, (leaf.name, *leaf.parts)):
            writer.add_outline_item(title=one_line(name), page_number=number)
    for number, link in inner:
        writer.add_annotation(number, link)
    writer.compress_identical_objects()
    writer.metadata = {"/Title": one_line(title)}
    writer.root_object[NameObject("/Lang")] = TextStringObject("en-GB")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _settle(reader: PdfReader) -> None:
    """Put the entries of every dictionary in order: the converter lists them by chance."""
    for number in reader.xref.get(0, {}):
        _sort(reader.get_object(number))


def _sort(found: PdfObject | None) -> None:
    if isinstance(found, DictionaryObject):
        entries = sorted(found.items(), key=lambda entry: str(entry[0]))
        found.clear()
        found.update(entries)
        for _, one in entries:
            _sort(one)
    elif isinstance(found, ArrayObject):
        for one in found:
            _sort(one)
