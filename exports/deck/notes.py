"""Speaker notes of a chart: what to say, every source in full, how to read it, where to open it again."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.words import date_text
from charts.citation import citation, remarks
from charts.spec import as_of_text
from charts.text import one_line, plain
from exports.briefing import Exhibit
from exports.briefing import address as address_of
from exports.deck.ooxml import A, element
from exports.deck.tables import rows_table
from exports.references import publications
from loaders import Ledger


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
