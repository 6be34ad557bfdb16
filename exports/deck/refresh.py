"""Bring a deck made here up to the newest data, whatever its user has moved, restyled or reworded since."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.parts.chart import ChartPart

from charts.spec import ChartSpec
from exports.briefing import BriefingError, Exhibit, from_token
from exports.briefing import exhibit as built
from exports.deck.changes import Change, add_changes, changes_of
from exports.deck.hygiene import TemplateError, unpacked
from exports.deck.identity import Identity, digest_of, figures_of, identity_of, key_of, mark, property_of, tag_shape
from exports.deck.notes import get_notes, notes_text, set_notes
from exports.deck.ooxml import A, C, P, R
from exports.deck.plan import SlidePlan, Words, plan
from exports.deck.redraw import update_drawing
from exports.deck.renew import refresh_pages, set_text
from exports.deck.shapes_xml import set_position, shape_text
from exports.deck.slides import Numbers, box_of_shape, number_parts, place_of
from exports.deck.template import Template, inspected
from loaders import Ledger
from loaders.geo import Geo

_TOKEN = re.compile(r"/chart\?show=([A-Za-z0-9_-]+)")


class RefreshError(ValueError):
    """A file that is no deck of ours or cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refreshed deck, what changed in it slide by slide, and what was left alone and why."""

    deck: bytes
    changes: list[Change]
    remarks: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Something of ours in a deck: the slide that it is on, its element and the identity that it carries."""

    number: int
    slide: Any
    shape: Any
    identity: Identity


def refresh(deck: bytes, ledger: Ledger, geo: Geo) -> Refreshed:
    """Update the charts of a deck, and the words around them that are still ours, to what the ledger holds.

    A chart is known by the identity it carries; it keeps its filters, its date and its leading source, its position,
    size and formatting. Texts and notes that their user changed stay. A slide of what changed is added. Raises
    RefreshError for a file that is no deck made here or cannot be read.
    """
    presentation, template = _opened(deck)
    try:
        found = list(_found(presentation))
        if any(one.identity.kind == "chart" for one in found):
            return _refreshed(deck, presentation, template, found, ledger, geo)
    except Exception as error:
        raise RefreshError(
            "This deck cannot be refreshed: a part of it is damaged. Open it in PowerPoint, save it under a new name "
            "and refresh that file, or make the deck anew."
        ) from error
    raise RefreshError(
        "No chart of a briefing is found in this file: it was not made here, or another program has dropped the marks "
        "by which its charts are known. Make the deck anew."
    )


def _refreshed(
    deck: bytes, presentation: Any, template: Template, found: list[Found], ledger: Ledger, geo: Geo
) -> Refreshed:
    number_parts(presentation)
    numbers = _numbers(presentation)
    changes: list[Change] = []
    remarks: list[str] = []
    exhibits: dict[str, Exhibit] = {}
    charts = [one for one in found if one.identity.kind == "chart"]
    for number, key in dict.fromkeys((one.number, key_of(one.identity.item)) for one in charts):
        own = [one for one in charts if (one.number, key_of(one.identity.item)) == (number, key)]
        try:
            exhibits[key] = exhibits.get(key) or built(own[0].identity.item, ledger)
        except BriefingError as error:
            remarks.append(f"Slide {number} is left as it is. {error}")
            continue
        told, left = _refresh_chart(own, exhibits[key], ledger, geo, template, numbers)
        changes += told
        remarks += left
    shown = {key: exhibits[key].spec for one in charts if (key := key_of(one.identity.item)) in exhibits}
    pages = [(one.slide, one.shape, one.identity) for one in found if one.identity.kind != "chart"]
    refresh_pages(presentation, pages, shown, ledger, template, numbers)
    checked = len({(one.number, key_of(one.identity.item)) for one in charts})
    add_changes(presentation, changes, checked, template, numbers, ledger)
    out = io.BytesIO()
    presentation.save(out)
    return Refreshed(_as_before(out.getvalue(), deck), changes, remarks)


def _opened(deck: bytes) -> tuple[Any, Template]:
    try:
        unpacked(deck, "deck")
        presentation = Presentation(io.BytesIO(deck))
        return presentation, inspected(presentation)
    except TemplateError as error:
        raise RefreshError(str(error)) from error
    except Exception as error:
        raise RefreshError(
            "This file cannot be read as a deck: a .pptx without macros, as PowerPoint saves it, was expected."
        ) from error


def _numbers(presentation: Any) -> Numbers:
    """Numbers above those of all parts that the deck has."""
    names = [str(part.partname) for part in presentation.part.package.iter_parts()]
    highest = max((int(digits) for name in names for digits in re.findall(r"(\d{1,9})\.\w+$", name)), default=0)
    return Numbers(itertools.count(highest + 1), itertools.count(highest + 1))


def _found(presentation: Any) -> Iterator[Found]:
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


def _refresh_chart(
    own: Sequence[Found], exhibit: Exhibit, ledger: Ledger, geo: Geo, template: Template, numbers: Numbers
) -> tuple[list[Change], list[str]]:
    """Refresh one chart of a slide (its panels together) and the words around it."""
    first, spec = own[0], exhibit.spec
    if spec.is_empty:
        return [], [f"Slide {first.number} is left as it is: {spec.empty}"]
    remarks: list[str] = []
    digest, figures = digest_of(spec), figures_of(spec)
    exhibit = replace(exhibit, item=first.identity.item)
    made = plan(exhibit, template.look)
    words, places = _refresh_words(first, exhibit, made, ledger)
    for one in own:
        fresh = replace(
            one.identity,
            version=ledger.version,
            texts={**one.identity.texts, **words},
            places={**one.identity.places, **places},
            digest=digest,
            figures=figures,
        )
        if digest != one.identity.digest:
            fresh, left = update_drawing(one.slide, one.shape, spec, geo, made, template, numbers, fresh)
            remarks += [f"Slide {one.number}: {text}." for text in left]
        elif fresh != one.identity:
            tag_shape(one.slide.part, one.shape, fresh, next(numbers.tags))
    return _told(first, spec, digest, exhibit.headline), remarks


def _told(first: Found, spec: ChartSpec, digest: str, headline: str) -> list[Change]:
    if digest == first.identity.digest:
        return []
    if not first.identity.digest:
        return [Change(first.number, headline, headline, "not known", "drawn anew")]
    changes = changes_of(first.number, headline, first.identity.figures, figures_of(spec))
    if changes:
        return changes
    return [Change(first.number, headline, "Other figures than the newest", "as first shown", "some added or restated")]


def _refresh_words(
    first: Found, exhibit: Exhibit, made: SlidePlan, ledger: Ledger
) -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Write title, subtitle, foot and notes anew where they are still ours.

    Returns the marks and the places of what was written. A text whose box was moved stays there.
    """
    done, places = {}, {}
    texts = first.identity.texts
    for words in made.words:
        was = texts.get(words.role, "")
        shape = _shape_with(first.slide, was)
        if shape is None:
            continue
        if mark(words.text) != was:
            set_text(shape, words.paragraphs)
            done[words.role] = mark(words.text)
        if _place(shape, first.identity.places.get(words.role, ()), words):
            places[words.role] = place_of(words)
    notes = notes_text(exhibit, first.identity.address, ledger)
    if texts.get("notes") and mark(get_notes(first.slide)) == texts["notes"] != mark(notes):
        set_notes(first.slide, notes)
        done["notes"] = mark(notes)
    return done, places


def _shape_with(slide: Any, was: str) -> Any:
    """The shape of a slide whose text is the one marked so."""
    shapes = slide.shapes._spTree.iter(f"{P}sp")  # noqa: SLF001
    return next((one for one in shapes if was and mark(shape_text(one)) == was), None)


def _place(shape: Any, was: tuple[int, ...], words: Words) -> bool:
    """Give a text that was not moved its new place, and its new size where that is still ours; says whether it did."""
    box = box_of_shape(shape)
    if box is None or was[:4] != (box.left, box.top, box.width, box.height) or was == place_of(words):
        return False
    set_position(shape.find(f"{P}spPr"), words.box)
    for style in shape.iter(f"{A}rPr"):
        if style.get("sz") == str(was[4]):
            style.set("sz", str(round(words.size * 100)))
    return True


def _as_before(new: bytes, old: bytes) -> bytes:
    """The new package with the old bytes of every part that says the same, so that what is not ours stays as it was."""
    before = unpacked(old, "deck")
    # By what it says, not by its name: slides are renamed when one comes in before them.
    said = {meaning: content for content in before.values() if (meaning := _meaning(content)) is not None}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(new)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            same = before.get(info.filename) == content
            meaning = None if same else _meaning(content)
            target.writestr(info.filename, content if meaning is None else said.get(meaning, content))
    return out.getvalue()


def _meaning(content: bytes) -> bytes | None:
    """XML in its canonical form; None for what is no XML."""
    if content.lstrip()[:1] != b"<":
        return None
    try:
        return etree.tostring(etree.fromstring(content, etree.XMLParser(resolve_entities=False)), method="c14n")
    except etree.XMLSyntaxError:
        return None
