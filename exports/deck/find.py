"""What is ours in a deck, wherever its user has moved it: by its marks, its workbook, at last by its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx.parts.chart import ChartPart

from exports.briefing import BriefingError, from_token
from exports.deck.identity import Identity, identity_of, property_of
from exports.deck.notes import get_notes
from exports.deck.ooxml import A, C, P, R

_TOKEN = re.compile(r"/chart\?show=([A-Za-z0-9_-]+)")


@dataclass(frozen=True, slots=True)
class Found:
    """Something of ours in a deck: the slide that it is on, its element and the identity that it carries."""

    number: int
    slide: Any
    shape: Any
    identity: Identity


def found_in(presentation: Any) -> Iterator[Found]:
    """Everything of ours in a presentation, slide by slide."""
    for number, slide in enumerate(presentation.slides, 1):
        tree = slide.shapes._spTree  # noqa: SLF001 - groups hold shapes too
        tags = (f"{P}graphicFrame", f"{P}grpSp", f"{P}sp", f"{P}pic")
        marked = [(shape, identity) for shape in tree.iter(*tags) if (identity := _identity(slide, shape)) is not None]
        yield from (Found(number, slide, shape, identity) for shape, identity in marked)
        if not marked:
            yield from _by_notes(number, slide)


def _identity(slide: Any, shape: Any) -> Identity | None:
    """The identity of a shape from its tags, or else from the workbook of its chart."""
    found = identity_of(slide.part, shape)
    if found is not None or shape.tag != f"{P}graphicFrame":
        return found
    part = chart_part_of(slide, shape)
    workbook = None if part is None else part.chart_workbook.xlsx_part
    return None if workbook is None else property_of(workbook.blob)


def chart_part_of(slide: Any, frame: Any) -> Any:
    """The chart part that a graphic frame shows; None for a table or another object."""
    held = frame.find(f"{A}graphic/{A}graphicData/{C}chart")
    try:
        part = None if held is None else slide.part.related_part(held.get(f"{R}id"))
    except KeyError:
        return None
    return part if isinstance(part, ChartPart) else None


def _by_notes(number: int, slide: Any) -> Iterator[Found]:
    """The one chart of a slide without marks, known by the address in its notes: other programs drop the rest."""
    tokens = _TOKEN.findall(get_notes(slide))
    tree = slide.shapes._spTree  # noqa: SLF001
    shapes = [
        shape
        for shape in tree.iter(f"{P}graphicFrame", f"{P}grpSp")
        if str(shape[0][0].get("name")).startswith("Chart ")
        and (shape.tag == f"{P}grpSp" or chart_part_of(slide, shape) is not None)
    ]
    if len(tokens) != 1 or len(shapes) != 1:
        return
    try:
        items = from_token(tokens[0]).items
    except BriefingError:
        return
    if items and shapes[0][0][0].get("name") == f"Chart {items[0].chart}":
        yield Found(number, slide, shapes[0], Identity(items[0]))
