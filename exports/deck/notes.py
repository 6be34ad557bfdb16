"""Speaker notes of a chart: what to say, every source in full, how to read it, where to open it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.words import date_text
from charts.citation import citation, remarks
from charts.spec import as_of_text
from charts.text import one_line, plain
from exports.briefing import Briefing, Exhibit, Item, to_token
from exports.briefing import address as address_of
from exports.deck.ooxml import A, element
from exports.deck.tables import rows_table
from exports.references import publications
from loaders import Ledger

KEPT = "Kept for refresh: "  # how the line begins by which a refresh knows the chart of a slide
_ROLES = ("title", "subtitle", "point", "foot", "notes")


def notes_text(exhibit: Exhibit, base: str, ledger: Ledger | None = None) -> str:
    """The notes of one exhibit, one statement a line.

    `base` is where the dashboard runs, empty for no address; with the `ledger` a figure added from several statements
    is followed to each of its sources.
    """
    spec, item = exhibit.spec, exhibit.item
    known = "everything published so far" if pd.isna(spec.known_on) else date_text(spec.known_on)
    date = as_of_text(spec)
    told = [exhibit.headline, f"Computed headline: {spec.title}" if item.title else "", spec.subtitle, item.point]
    dates = [
        f"Figures {date}." if date else "",
        f"As known on: {known}.",
        f"Where sources differ: {lead_text(spec.lead)}.",
    ]
    read = remarks(spec, office=True)
    sources = [f"{n}. {citation(row)}" for n, row in enumerate(publications([spec], ledger), 1)]
    groups = [
        told,
        dates,
        ["How to read it", *read] if read else [],
        # A slide has no room to name every dot of a long timeline.
        ["Events by number", *map(", ".join, rows_table(spec).rows)] if spec.mark == "timeline" else [],
        ["Sources", *sources] if sources else [],
        [f"Open this view: {address_of(base, item)}"] if base else [],
    ]
    blocks = ["\n".join(one_line(line) for line in group if line) for group in groups]
    return "\n\n".join(block for block in blocks if block)


def kept_line(item: Item, texts: Mapping[str, str]) -> str:
    """The line of the notes by which a refresh knows a slide that a program without our marks has saved.

    It names the chart as a link does, and holds the short hashes of the texts around it.
    """
    token = to_token(Briefing(items=(replace(item, title="", point=""),), title=""))
    return f"{KEPT}/chart?show={token} {','.join(f'{role}={texts[role]}' for role in _ROLES if texts.get(role))}"


def without_kept(text: str) -> str:
    """The notes without that line."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(KEPT)).rstrip("\n")


def renew_kept(slide: Any, line: str) -> None:
    """Bring that line up to date where the notes of a slide still have it; the rest of them stays as it is."""
    if KEPT not in get_notes(slide):
        return
    for part in slide.notes_slide.notes_text_frame._txBody.iter(f"{A}p"):  # noqa: SLF001
        runs = list(part.iter(f"{A}t"))
        if "".join(one.text or "" for one in runs).startswith(KEPT):
            for number, one in enumerate(runs):
                one.text = "" if number else line


def set_notes(slide: Any, text: str) -> None:
    """Write the notes of a slide, one paragraph a line, and take the empty footers off its notes page."""
    page = slide.notes_slide
    frame = page.notes_text_frame
    if frame is None:
        return
    body = frame._txBody  # noqa: SLF001 - one paragraph at a time through the library is slow
    for old in body.findall(f"{A}p"):
        body.remove(old)
    for line in text.split("\n"):
        paragraph = element(body, f"{A}p")
        if line:
            run = element(paragraph, f"{A}r")
            element(run, f"{A}rPr", lang="en-GB")
            element(run, f"{A}t").text = plain(line)


def get_notes(slide: Any) -> str:
    """The notes of a slide, one paragraph a line; empty without a notes page."""
    if not slide.has_notes_slide:
        return ""
    frame = slide.notes_slide.notes_text_frame
    if frame is None:
        return ""
    body = frame._txBody  # noqa: SLF001
    return "\n".join("".join(node.text or "" for node in part.iter(f"{A}t")) for part in body.iter(f"{A}p"))
