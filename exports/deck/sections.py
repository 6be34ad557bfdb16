"""Sections of a deck, as PowerPoint's list of slides shows them: the summary, a section for each theme, the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from charts.spec import ChartSpec
from exports.deck.ooxml import P, element
from loaders import Ledger
from loaders.frames import texts

SUMMARY, CHARTS, SOURCES = "Summary", "Charts", "Sources"
_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_S = f"{{{_P14}}}"


def section_of(spec: ChartSpec, ledger: Ledger | None) -> str:
    """The section of a chart: the title of the theme of which most of its figures are."""
    themes = {} if ledger is None else _themes(ledger)
    drawn = spec.data["indicator"].astype(str).map(themes).dropna()
    return str(drawn.mode().iloc[0]) if len(drawn) else CHARTS


@lru_cache(maxsize=4)
def _themes(ledger: Ledger) -> Mapping[str, str]:
    """The title of the theme of each indicator."""
    titles = dict(zip(texts(ledger.themes["theme"]), texts(ledger.themes["title"]), strict=True))
    pairs = zip(texts(ledger.indicators["indicator"]), texts(ledger.indicators["theme"]), strict=True)
    return {indicator: titles.get(theme, CHARTS) for indicator, theme in pairs}


def add_sections(presentation: Any, named: Sequence[tuple[Any, str]]) -> None:
    """Put the slides of a presentation, each with the name of its section, into sections in their order."""
    root = presentation.part._element  # noqa: SLF001 - python-pptx knows no sections
    _drop(root)
    extensions = root.find(f"{P}extLst")
    extensions = element(root, f"{P}extLst") if extensions is None else extensions
    held = etree.SubElement(element(extensions, f"{P}ext", uri=_URI), f"{_S}sectionLst", nsmap={"p14": _P14})
    for number, (name, slides) in enumerate(groupby(named, key=lambda one: one[1])):
        guid = str(uuid5(NAMESPACE_URL, f"section {number} {name}")).upper()
        section = etree.SubElement(held, f"{_S}section", name=name, id=f"{{{guid}}}")
        ids = etree.SubElement(section, f"{_S}sldIdLst")
        for slide, _ in slides:
            etree.SubElement(ids, f"{_S}sldId", id=str(slide.slide_id))


def settle_sections(presentation: Any) -> None:
    """Bring the sections of a deck in line with its slides: those that are gone go, new ones join the one before."""
    root = presentation.part._element  # noqa: SLF001
    sections = list(root.iter(f"{_S}section"))
    if not sections:
        return
    present = [str(slide.slide_id) for slide in presentation.slides]
    home: dict[str, Any] = {}
    for section in sections:
        for entry in list(section.iter(f"{_S}sldId")):
            if entry.get("id") in present:
                home[str(entry.get("id"))] = section
            else:
                entry.getparent().remove(entry)
    last = sections[0]
    for number in present:
        if number in home:
            last = home[number]
            continue
        entries = last.find(f"{_S}sldIdLst")
        entries = etree.SubElement(last, f"{_S}sldIdLst") if entries is None else entries
        etree.SubElement(entries, f"{_S}sldId", id=number)


def _drop(root: Any) -> None:
    for extension in root.findall(f"{P}extLst/{P}ext[@uri='{_URI}']"):
        extension.getparent().remove(extension)
