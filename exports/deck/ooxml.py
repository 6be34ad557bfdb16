"""Names and elements of Office Open XML that all parts of a deck are written with."""

from __future__ import annotations

from typing import Any

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def parse(blob: bytes) -> Any:
    """The root of an XML part, without entities. Raises lxml's XMLSyntaxError."""
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))


def element(parent: Any, tag: str, **attributes: str) -> Any:
    """A new child element in Clark notation."""
    return etree.SubElement(parent, tag, attributes)
