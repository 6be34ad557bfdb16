"""The slides around the charts brought up to date: facts of the opening slide, the table of sources, dates of feet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

from charts.text import plain
from exports.briefing import Exhibit, Item
from exports.deck.compared import Remark
from exports.deck.identity import Identity, key_of, mark, properties_of, tag_shape
from exports.deck.look import Box
from exports.deck.notes import get_notes, set_notes, without_kept
from exports.deck.ooxml import A, P, R, element
from exports.deck.pages import (
    KNOWN,
    ROWS,
    ROWS_SIZE,
    SOURCES,
    SOURCES_SIZE,
    facts_of,
    known_text,
    page_alt,
    page_notes,
    page_title,
    put_page,
    sources_page,
    text_box_of,
)
from exports.deck.shapes_xml import shape_text
from exports.deck.slides import Numbers, number_parts, put_footers
from exports.deck.tables import Table, add_table, pages, rows_table, table_text
from exports.deck.template import Template
from loaders import Ledger

_DEFINITIONS = "definitions"  # pages of decks made before these stood in the notes
_OUR_ALT = re.compile(r": \d+ rows with ")
Page = tuple[int, Any, Any, Identity]  # slide's number, slide, facts or table, identity


def refresh_pages(
    presentation: Any,
    found: Sequence[Page],
    shown: Mapping[str, Exhibit],
    left: int,
    ledger: Ledger,
    template: Template,
    numbers: Numbers,
) -> list[Remark]:
    """Renew the facts and tables that are still as we wrote them; one that its user changed stays, and is named.

    `shown` are the charts by the keys that they had in the deck; `left` more could not be renewed.
    """
    specs = list({key_of(one.item): one.spec for one in shown.values()}.values())
    remarks = _renew_facts(found, facts_of(specs, ledger, left=left), numbers)
    groups = {(page[3].kind, key_of(page[3].item)) for page in found if page[3].kind in (SOURCES, _DEFINITIONS, "rows")}
    for kind, key in sorted(groups):
        own = [page for page in found if (page[3].kind, key_of(page[3].item)) == (kind, key)]
        if any(identity.texts.get("table") != mark(table_text(frame)) for _, _, frame, identity in own):
            changed = tuple(number for number, *_ in own)
            remarks.append(Remark(changed, "your own changes of this table are kept; it is not brought up to date"))
            continue
        if kind == SOURCES:
            heading, table = sources_page(specs, ledger, template.look)
            remarks += _renew(presentation, own, table, SOURCES_SIZE, heading, own[0][3].item, template, numbers)
        elif kind == _DEFINITIONS:
            for _, slide, frame, _ in own:
                drop_page(presentation, slide, frame)
        elif key in shown and shown[key].spec.mark in ROWS:
            spec, item = shown[key].spec, shown[key].item
            remarks += _renew(presentation, own, rows_table(spec), ROWS_SIZE, ROWS[spec.mark], item, template, numbers)
    return remarks


def _renew_facts(found: Sequence[Page], told: Sequence[str], numbers: Numbers) -> list[Remark]:
    """Write the facts of the opening slide anew; own words stay, and are named."""
    remarks = []
    for number, slide, shape, identity in (page for page in found if page[3].kind == "facts"):
        now = mark(shape_text(shape))
        if now == mark("\n".join(told)):
            continue
        if now != identity.texts.get("facts"):
            if now != mark(""):
                remarks.append(Remark((number,), f"your own words are kept; ours would be: {'. '.join(told)}."))
            continue
        set_text(shape, told)
        tag_shape(slide.part, shape, replace(identity, texts={"facts": mark(shape_text(shape))}), next(numbers.tags))
    return remarks


def _renew(
    presentation: Any,
    own: Sequence[Page],
    table: Table,
    size: float,
    title: str,
    item: Item,
    template: Template,
    numbers: Numbers,
) -> list[Remark]:
    look, (_, first, _, identity) = template.look, own[0]
    kind = identity.kind
    # The table of sources is one page already, with the links of its rows.
    parts = [table] if kind == SOURCES else pages(table, text_box_of(look), look, size)
    kept = []
    for number, ((place, slide, frame, old), part) in enumerate(zip(own, parts, strict=False), 1):
        texts, told = _replace_table(
            slide, frame, old.texts, part, page_title(title, number, len(parts)), size, template
        )
        fresh = replace(old, item=item, texts=texts)
        if fresh != old:
            tag_shape(slide.part, frame, fresh, next(numbers.tags))
        kept += [Remark((place,), told)] if told else []
    for _, slide, frame, _ in own[len(parts) :]:
        drop_page(presentation, slide, frame)
    last = own[min(len(own), len(parts)) - 1][1]
    for number, part in enumerate(parts[len(own) :], len(own) + 1):
        made = put_page(
            presentation,
            part,
            page_title(title, number, len(parts)),
            kind,
            template,
            numbers,
            size=size,
            item=item,
        )
        put_footers(made, template, _holder_text(first, "ftr"), _holder_text(first, "dt"))
        _move_after(presentation, made, last)
        last = made
    return kept


def _holder_text(slide: Any, kind: str) -> str:
    """The text of a slide's placeholder for footer (ftr) or date (dt)."""
    found = _holder(slide, kind)
    return "" if found is None else shape_text(found)


def _holder(slide: Any, kind: str) -> Any:
    shapes = slide.shapes._spTree.iter(f"{P}sp")  # noqa: SLF001
    return next((one for one in shapes if one.find(f"{P}nvSpPr/{P}nvPr/{P}ph[@type='{kind}']") is not None), None)


def refresh_dates(slides: Sequence[tuple[Any, Sequence[Item]]], shown: Mapping[str, Exhibit], ledger: Ledger) -> None:
    """Bring the date in the footer of slides with these charts up to date, where it still begins as ours does.

    A slide without charts of its own has the date of all.
    """
    of_all = cache(lambda: known_text([one.spec for one in shown.values()], ledger) if shown else "")
    for slide, items in slides:
        holder = _holder(slide, "dt")
        if holder is None or not shape_text(holder).startswith(KNOWN):
            continue
        own = [shown[key].spec for item in items if (key := key_of(item)) in shown]
        text = known_text(own, ledger) if own else "" if items else of_all()
        if text and text != shape_text(holder):
            set_text(holder, (text,))


def _replace_table(
    slide: Any, frame: Any, was: Mapping[str, str], part: Table, title: str, size: float, template: Template
) -> tuple[dict[str, str], str]:
    """Renew a page's table with its title, notes and text alternative; returns their marks and what was kept."""
    texts = dict(was)
    for shape in slide.shapes._spTree.iter(f"{P}sp"):  # noqa: SLF001
        if mark(shape_text(shape)) == texts.get("title") and mark(title) != texts["title"]:
            set_text(shape, (title,))
            texts["title"] = mark(title)
            break
    xfrm = frame.find(f"{P}xfrm")
    off, ext = xfrm.find(f"{A}off"), xfrm.find(f"{A}ext")
    box = Box(int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy")))
    naming = frame[0][0]
    alt = naming.get("descr", "")
    alt = page_alt(title, part) if _OUR_ALT.search(alt) else alt
    made = add_table(slide, part, box, template.look, size=size, name=naming.get("name", ""), alt=alt)
    if mark(table_text(made)) != texts["table"]:
        # The user's own widths, fonts and fills of cells are not kept: their number changes with the figures.
        old, new = (one.find(f"{A}graphic/{A}graphicData") for one in (frame, made))
        old[:] = list(new)
        naming.set("descr", alt)
        texts["table"] = mark(table_text(frame))
    made.getparent().remove(made)
    notes, now = page_notes(part), mark(without_kept(get_notes(slide)))
    if now == mark(notes):
        return {**texts, "notes": now}, ""
    if now != texts.get("notes", mark("")):
        return texts, "your own notes on this table are kept; they are not brought up to date"
    set_notes(slide, notes)
    return {**texts, "notes": mark(notes)}, ""


def drop_page(presentation: Any, slide: Any, frame: Any) -> None:
    """Remove a slide that is no longer needed, unless its user has put something on it."""
    tree = slide.shapes._spTree  # noqa: SLF001
    shapes = [node for node in tree if node.tag in (f"{P}sp", f"{P}pic", f"{P}grpSp", f"{P}graphicFrame", f"{P}cxnSp")]
    others = [node for node in shapes if node is not frame and properties_of(node).find(f"{P}ph") is None]
    if others:
        return
    slides = presentation.slides._sldIdLst  # noqa: SLF001 - python-pptx cannot remove slides
    entry = next(one for one in slides if presentation.part.related_part(one.get(f"{R}id")) is slide.part)
    presentation.part.drop_rel(entry.get(f"{R}id"))
    slides.remove(entry)
    number_parts(presentation)


def _move_after(presentation: Any, slide: Any, other: Any) -> None:
    slides = presentation.slides._sldIdLst  # noqa: SLF001
    entries = {presentation.part.related_part(one.get(f"{R}id")): one for one in slides}
    entries[other.part].addnext(entries[slide.part])
    number_parts(presentation)


def set_text(shape: Any, paragraphs: Sequence[str]) -> None:
    """Write a text into a shape; each paragraph keeps the formatting of the one that stood in its place."""
    body = shape.find(f"{P}txBody")
    old = body.findall(f"{A}p")
    for number, text in enumerate(paragraphs):
        target = old[number] if number < len(old) else deepcopy(old[-1])
        if number >= len(old):
            body.append(target)
        runs = target.findall(f"{A}r")
        for node in target.findall(f"{A}br") + target.findall(f"{A}fld") + runs[1:]:
            target.remove(node)
        run = runs[0] if runs else element(target, f"{A}r")
        shown = run.find(f"{A}t")
        (element(run, f"{A}t") if shown is None else shown).text = plain(text)
    for node in old[len(paragraphs) :]:
        body.remove(node)
