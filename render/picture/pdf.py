"""Vector PDF of pages that are drawn as SVG, with links and an outline; the same pages give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import vl_convert
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, TextStringObject

from charts.text import one_line, web_address


@dataclass(frozen=True, slots=True)
class Area:
    """A place of a page that leads to an address: left, top, width and height in the units of its drawing."""

    left: float
    top: float
    width: float
    height: float
    address: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: an SVG document whose unit is a point, what it is called in the outline, and where it leads to."""

    svg: str
    name: str = ""
    links: Sequence[Area] = ()


def pdf(leaves: Sequence[Leaf], title: str) -> bytes:
    """Pages as one PDF, text as text, letters embedded.

    Only addresses of the web become links. Raises ValueError for a drawing that is no SVG.
    """
    writer = PdfWriter()
    for number, leaf in enumerate(leaves):
        reader = PdfReader(BytesIO(vl_convert.svg_to_pdf(leaf.svg)))
        _settle(reader)
        writer.add_page(reader.pages[0])
        high = float(reader.pages[0].mediabox.height)
        for area in leaf.links:
            if address := web_address(area.address):
                box = (area.left, high - area.top - area.height, area.left + area.width, high - area.top)
                writer.add_annotation(number, Link(rect=box, url=address))
        if leaf.name:
            writer.add_outline_item(title=one_line(leaf.name), page_number=number)
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
