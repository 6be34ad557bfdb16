"""Text shapes of slides as elements: words only ever enter as text, never as markup or links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from unicodedata import bidirectional

from lxml import etree

from charts.text import plain
from exports.deck.look import Box
from exports.deck.ooxml import A, P, element
from exports.deck.plan import Words

# Language of the proofing tools; without it PowerPoint underlines by the reader's own.
LANGUAGE = "en-GB"


def next_id(tree: Any) -> int:
    """The smallest shape id above all in a shape tree."""
    ids = (int(node.get("id")) for node in tree.iter(f"{P}cNvPr") if str(node.get("id")).isdigit())
    return max(ids, default=1) + 1


def set_position(properties: Any, box: Box) -> None:
    """Give a shape's properties (`p:spPr`) a position of their own."""
    for old in properties.findall(f"{A}xfrm"):
        properties.remove(old)
    xfrm = etree.Element(f"{A}xfrm")
    element(xfrm, f"{A}off", x=str(int(box.left)), y=str(int(box.top)))
    element(xfrm, f"{A}ext", cx=str(max(int(box.width), 0)), cy=str(max(int(box.height), 0)))
    properties.insert(0, xfrm)


def text_box(tree: Any, words: Words, name: str, *, alt: str = "") -> Any:
    """Append a text box with the words to a shape tree and return its element."""
    shape = element(tree, f"{P}sp")
    described = {"descr": plain(alt)} if alt else {}
    number = str(next_id(tree))
    naming = element(shape, f"{P}nvSpPr")
    element(naming, f"{P}cNvPr", id=number, name=name, **described)
    element(naming, f"{P}cNvSpPr", txBox="1")
    element(naming, f"{P}nvPr")
    properties = element(shape, f"{P}spPr")
    set_position(properties, words.box)
    element(element(properties, f"{A}prstGeom", prst="rect"), f"{A}avLst")
    if words.fill:
        solid(properties, words.fill)
    else:
        element(properties, f"{A}noFill")
    body = element(shape, f"{P}txBody")
    fill_text(body, words)
    return shape


def fill_text(body: Any, words: Words, *, inherit: bool = False) -> None:
    """Write the words into a `p:txBody`. With `inherit` colour, weight and font come from the placeholder."""
    for old in list(body):
        body.remove(old)
    frame = element(body, f"{A}bodyPr")
    if words.inset or not inherit:
        frame.attrib.update(dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), str(words.inset)))
    if not inherit:
        frame.attrib.update({"wrap": "square", "anchor": words.anchor, "rtlCol": "0"})
    element(frame, f"{A}noAutofit")
    element(body, f"{A}lstStyle")
    for text in words.paragraphs or ("",):
        paragraph(body, text, words, inherit=inherit)


def paragraph(body: Any, text: str, words: Words, *, inherit: bool = False, space: float = 0.0) -> Any:
    """Append one paragraph; `space` is the room before it in points."""
    made = element(body, f"{A}p")
    properties = element(made, f"{A}pPr", marL="0", indent="0")
    if not inherit:
        properties.set("algn", words.align)
    # A template written right to left would turn the order of our words and of dates.
    properties.set("rtl", direction(text))
    element(element(properties, f"{A}lnSpc"), f"{A}spcPct", val="100000")
    element(element(properties, f"{A}spcBef"), f"{A}spcPts", val=str(round(space * 100)))
    element(element(properties, f"{A}spcAft"), f"{A}spcPts", val="0")
    element(properties, f"{A}buNone")
    run(made, text, words, inherit=inherit)
    return made


def direction(text: str) -> Literal["0", "1"]:
    """Whether a text runs from right to left (1) or from left to right (0): as its first letter does."""
    kinds = (bidirectional(letter) for letter in text)
    return "1" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else "0"


def run(parent: Any, text: str, words: Words, *, inherit: bool = False, bold: bool | None = None) -> Any:
    """Append one run of text to a paragraph."""
    made = element(parent, f"{A}r")
    style = element(made, f"{A}rPr", lang=LANGUAGE, sz=str(round(words.size * 100)))
    heavy = words.bold if bold is None else bold
    if not inherit or bold is not None:
        style.set("b", "1" if heavy else "0")
    style.set("dirty", "0")
    if not inherit:
        solid(style, words.colour)
    element(made, f"{A}t").text = plain(text)
    return made


def solid(parent: Any, colour: str) -> Any:
    """Append a solid fill of `#rrggbb`."""
    fill = element(parent, f"{A}solidFill")
    element(fill, f"{A}srgbClr", val=colour.lstrip("#").upper())
    return fill


def shape_text(shape: Any) -> str:
    """The text of a shape element, one paragraph a line."""
    return "\n".join("".join(node.text or "" for node in part.iter(f"{A}t")) for part in shape.iter(f"{A}p"))


def field(parent: Any, kind: str, guid: str, shown: str, attributes: Sequence[tuple[str, str]] = ()) -> Any:
    """Append a field such as the slide number."""
    made = element(parent, f"{A}fld", id=guid, type=kind)
    element(made, f"{A}rPr", lang=LANGUAGE, **dict(attributes))
    element(made, f"{A}t").text = shown
    return made
