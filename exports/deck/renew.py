"""The slides around the charts brought up to date: facts of the opening slide, tables of sources and definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from charts.spec import ChartSpec
from exports.deck.identity import Identity, key_of, mark, properties_of, tag_shape
from exports.deck.look import Box
from exports.deck.ooxml import A, P, R, element
from exports.deck.pages import ROWS, ROWS_SIZE, TABLES, facts_of, page_title, put_page, table_of, text_box_of
from exports.deck.shapes_xml import shape_text
from exports.deck.slides import Numbers, number_parts
from exports.deck.tables import Table, add_table, pages, rows_table, table_text
from exports.deck.template import Template
from exports.text import plain
from loaders import Ledger

Page = tuple[Any, Any, Identity]  # slide, element of facts or table, identity


def refresh_pages(
    presentation: Any,
    found: Sequence[Page],
    shown: Mapping[str, ChartSpec],
    ledger: Ledger,
    template: Template,
    numbers: Numbers,
) -> None:
    """Renew the facts and tables that are still as we wrote them; one that its user changed stays."""  # fmt: skip
    specs = list(shown.values())
    for slide, shape, identity in found:
        facts = facts_of(specs, ledger) if identity.kind == "facts" else []
        if facts and identity.texts.get("facts") == mark(shape_text(shape)) != mark("\n".join(facts)):
            set_text(shape, facts)
            fresh = replace(identity, texts={"facts": mark(shape_text(shape))})
            tag_shape(slide.part, shape, fresh, next(numbers.tags))
    groups = {(identity.kind, key_of(identity.item)) for _, _, identity in found if identity.kind in (*TABLES, "rows")}
    for kind, key in sorted(groups):
        own = [page for page in found if (page[2].kind, key_of(page[2].item)) == (kind, key)]
        if any(identity.texts.get("table") != mark(table_text(frame)) for _, frame, identity in own):
            continue
        if kind in TABLES:
            _renew(presentation, own, *table_of(kind, specs, ledger), TABLES[kind], template, numbers)
        elif key in shown and shown[key].mark in ROWS and not shown[key].is_empty:
            table, title = rows_table(shown[key]), ROWS[shown[key].mark]
            _renew(presentation, own, table, ROWS_SIZE, title, template, numbers)


def _renew(
    presentation: Any, own: Sequence[Page], table: Table, size: float, title: str, template: Template, numbers: Numbers
) -> None:
    look, (_, _, first) = template.look, own[0]
    parts = pages(table, text_box_of(look), look, size)
    for number, ((slide, frame, identity), part) in enumerate(zip(own, parts, strict=False), 1):
        _replace_table(slide, frame, identity, part, page_title(title, number, len(parts)), size, template, numbers)
    for slide, frame, _ in own[len(parts) :]:
        _drop(presentation, slide, frame)
    last = own[min(len(own), len(parts)) - 1][0]
    for number, part in enumerate(parts[len(own) :], len(own) + 1):
        made = put_page(
            presentation, part, page_title(title, number, len(parts)), first.kind, template, numbers, size=size,
            footer=_footer(own[0][0]), item=first.item,
        )  # fmt: skip
        _move_after(presentation, made, last)
        last = made


def _footer(slide: Any) -> str:
    """The footer's text of a slide."""
    shapes = slide.shapes._spTree.iter(f"{P}sp")  # noqa: SLF001
    return next(
        (shape_text(one) for one in shapes if one.find(f"{P}nvSpPr/{P}nvPr/{P}ph[@type='ftr']") is not None), ""
    )


def _replace_table(
    slide: Any,
    frame: Any,
    identity: Identity,
    part: Table,
    title: str,
    size: float,
    template: Template,
    numbers: Numbers,
) -> None:
    texts = dict(identity.texts)
    for shape in slide.shapes._spTree.iter(f"{P}sp"):  # noqa: SLF001
        if mark(shape_text(shape)) == texts.get("title") and mark(title) != texts["title"]:
            set_text(shape, (title,))
            texts["title"] = mark(title)
            break
    xfrm = frame.find(f"{P}xfrm")
    off, ext = xfrm.find(f"{A}off"), xfrm.find(f"{A}ext")
    box = Box(int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy")))
    made = add_table(
        slide, part, box, template.look, size=size, name=frame[0][0].get("name", ""), alt=frame[0][0].get("descr", "")
    )
    if mark(table_text(made)) == texts["table"]:
        made.getparent().remove(made)
        return
    # The user's own widths, fonts and fills of cells are not kept: their number changes with the figures.
    old, new = (one.find(f"{A}graphic/{A}graphicData") for one in (frame, made))
    old[:] = list(new)
    made.getparent().remove(made)
    texts["table"] = mark(table_text(frame))
    tag_shape(slide.part, frame, replace(identity, texts=texts), next(numbers.tags))


def _drop(presentation: Any, slide: Any, frame: Any) -> None:
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
