"""What is ours in a deck, wherever its user has moved it: by its marks, its workbook, at last by its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pptx.parts.chart import ChartPart

from exports.briefing import BriefingError, from_token
from exports.deck.identity import Identity, identity_of, mark, property_of
from exports.deck.notes import KEPT, get_notes, held_in, name_of
from exports.deck.ooxml import A, C, P, R
from exports.deck.shapes_xml import shape_text
from exports.deck.slides import chart_called

_MARK = re.compile(r"\b(title|subtitle|point|foot|notes)=([0-9a-f]{16})\b")
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


def without_workbook(one: Found) -> bool:
    """Whether another program has dropped the workbook of a native chart, without which nobody can edit its figures."""
    part = chart_part_of(one.slide, one.shape)
    return part is not None and part.chart_workbook.xlsx_part is None


def _by_notes(number: int, slide: Any) -> Iterator[Found]:
    """What a slide without marks holds of ours, known by its notes: other programs drop the rest."""
    notes = get_notes(slide)
    held = held_in(notes)
    yield from _pages_by_notes(number, slide, [(name, one) for name, one in held if one.kind != "chart"])
    tokens = set(_TOKEN.findall(notes))
    try:
        items = from_token(tokens.pop()).items if len(tokens) == 1 else ()
    except BriefingError:
        return
    if not items:
        return
    tree = slide.shapes._spTree  # noqa: SLF001
    texts = dict(_MARK.findall(next((line for line in notes.split("\n") if line.startswith(KEPT)), "")))
    shown = next((one for _, one in held if one.kind == "chart"), Identity(items[0], texts=texts))
    identity = replace(shown, item=items[0], known_on=items[0].known_on)
    for shape in tree.iter(f"{P}graphicFrame", f"{P}grpSp"):
        called, _, panel = str(shape[0][0].get("name")).partition(", ")
        own = shape.tag == f"{P}grpSp" or chart_part_of(slide, shape) is not None
        if own and chart_called(called) == items[0].chart:
            yield Found(number, slide, shape, replace(identity, panel=panel))


def _pages_by_notes(number: int, slide: Any, held: list[tuple[str, Identity]]) -> Iterator[Found]:
    """Cards, facts and tables by the names of their shapes; placeholders, which are renamed, by what we wrote there."""
    shapes = list(slide.shapes._spTree.iter(f"{P}sp", f"{P}graphicFrame"))  # noqa: SLF001
    for name, identity in held:
        ours = [one for one in shapes if mark(shape_text(one)) in identity.texts.values()]
        shape = next((one for one in [*ours, *shapes] if name_of(one) == name), ours[0] if ours else None)
        if shape is not None:
            shapes.remove(shape)
            yield Found(number, slide, shape, identity)
