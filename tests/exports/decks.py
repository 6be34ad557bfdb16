"""What the tests of decks share: a validator, templates of others made up here, ways to change a file's parts."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu

from analysis import as_known_on
from charts import catalog
from exports.briefing import Exhibit, Item, exhibit
from loaders import Ledger
from loaders.frames import NO_DAY

CLASSIFIED = "رسمي"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def faults(data: bytes) -> list[str]:
    """What a validator of Office Open XML finds wrong with a presentation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.pptx"
        path.write_bytes(data)
        return [str(error) for error in OpenXmlValidator().validate(path).errors]


@lru_cache(maxsize=2)
def loaded_earlier(ledger: Ledger) -> Ledger:
    """The ledger as it would have been loaded in the middle of 2025."""
    return replace(as_known_on(ledger, pd.Timestamp("2025-06-30")), known_on=NO_DAY, version="2025")


def shown(name: str, ledger: Ledger, *, title: str = "", point: str = "", known_on: str = "") -> Exhibit:
    """An exhibit of the catalogue with a reader's own words."""
    return exhibit(Item(name, {}, known_on, "", title, point), ledger)


def opened(data: bytes) -> Any:
    """A deck as python-pptx reads it."""
    return Presentation(io.BytesIO(data))


def saved(presentation: Any) -> bytes:
    """The bytes of a presentation of python-pptx."""
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def with_parts(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The file with every part as `change(name, content)` gives it back; None leaves the part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one part more."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


@lru_cache(maxsize=1)
def narrow() -> bytes:
    """A light 4:3 template of somebody else: the one that python-pptx brings, with a slide in it."""
    presentation = Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[1]).shapes.title.text = "Somebody's old slide"
    return saved(presentation)


@lru_cache(maxsize=1)
def night() -> bytes:
    """A dark 16:9 template in Georgia whose fourth accent can hardly be seen on its background."""
    presentation = _wide()
    swaps = {
        "ppt/theme/theme1.xml": (
            (b'"1F497D"', b'"0B2545"'),
            (b"4F81BD", b"3FA7D6"),
            (b"C0504D", b"FAC05E"),
            (b"9BBB59", b"59CD90"),
            (b"8064A2", b"0B2F55"),
            (b"4BACC6", b"EE6352"),
            (b"F79646", b"F79D84"),
            (b'"Calibri"', b'"Georgia"'),
        ),
        "ppt/slideMasters/slideMaster1.xml": (
            (b'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"', b'bg1="dk2" tx1="lt1" bg2="dk1" tx2="lt2"'),
        ),
    }

    def change(name: str, content: bytes) -> bytes:
        for old, new in swaps.get(name, ()):
            content = content.replace(old, new)
        return content

    return with_parts(saved(presentation), change)


def with_title_at(left: int, top: int, width: int, height: int) -> bytes:
    """A light 16:9 template of somebody else whose titles stand where they are put (EMU)."""
    presentation = _wide()
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                shape.left, shape.top, shape.width, shape.height = map(Emu, (left, top, width, height))
    return saved(presentation)


@lru_cache(maxsize=1)
def arabic() -> bytes:
    """A 16:9 template written from right to left, with a classification in its footer."""
    presentation = _wide()
    root = presentation.slide_master.element
    for level in (level for style in root.iter("{*}titleStyle", "{*}bodyStyle", "{*}otherStyle") for level in style):
        level.set("rtl", "1")
        level.set("algn", "r")
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            if shape.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                shape.text_frame.text = CLASSIFIED
    return saved(presentation)


def _wide() -> Any:
    """The presentation that python-pptx brings, stretched to 16:9."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(12_192_000), Emu(6_858_000)
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for xfrm in holder.element.iter(f"{_A}xfrm"):
            xfrm[0].set("x", str(int(xfrm[0].get("x")) * 4 // 3))
            xfrm[1].set("cx", str(int(xfrm[1].get("cx")) * 4 // 3))
    return presentation


def as_potx(data: bytes) -> bytes:
    """The same file as a .potx."""

    def change(name: str, content: bytes) -> bytes:
        types = name == "[Content_Types].xml"
        return content.replace(b"presentation.main+xml", b"template.main+xml") if types else content

    return with_parts(data, change)


def names() -> tuple[str, ...]:
    """All charts of the catalogue."""
    return catalog.names()
