"""Speaker notes of a chart: what to say, every source in full, how to read it, where to open it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.words import date_text
from charts.citation import citation, remarks
from charts.spec import as_of_text
from charts.text import one_line, plain
from exports.briefing import Exhibit, Item
from exports.briefing import address as address_of
from exports.deck.identity import Identity, from_text, identity_of, key_of, to_text
from exports.deck.merge import Written
from exports.deck.ooxml import A, P, element
from exports.deck.tables import rows_table
from exports.packing import packed, unpacked
from exports.references import publications
from loaders import Ledger

KEPT = "Kept for refresh: "  # how the line begins by which a refresh knows the chart of a slide
_HELD = "held="


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


def keep_marks(slide: Any) -> None:
    """Let the notes of a slide hold what its marks say, by which a refresh knows it where a program has dropped these.

    The line names the chart of the slide as a link does. Where its user has put several charts on a slide, it stays.
    """
    shapes = slide.shapes._spTree.iter(f"{P}sp", f"{P}graphicFrame", f"{P}grpSp", f"{P}pic")  # noqa: SLF001
    own = [(name_of(one), found) for one in shapes if (found := identity_of(slide.part, one)) is not None]
    charts = [identity for _, identity in own if identity.kind == "chart"]
    keys = {key_of(one.item) for one in charts}
    if not own or len(keys) > 1:
        return
    line = _chart_line(charts, keys.pop()) if keys else f"{KEPT}{_held(own)}"
    notes = get_notes(slide)
    if KEPT not in notes:
        set_notes(slide, f"{notes}\n\n{line}" if notes else line)
    elif line not in notes:
        renew_kept(slide, line)


def _chart_line(charts: Sequence[Identity], key: str) -> str:
    """The line of a chart, its panels together: only a chart by itself has a place that is known."""
    places = {role: one for role, one in charts[0].places.items() if role != "chart" or len(charts) == 1}
    shown = replace(charts[0], item=Item(""), panel="", chart=Written(), places=places)
    return f"{KEPT}/chart?show={key} {_held([('', shown)])}"


def held_in(notes: str) -> list[tuple[str, Identity]]:
    """What the notes of a slide hold of its marks: names of shapes with what is remembered of them."""
    line = next((one for one in notes.split("\n") if one.startswith(KEPT)), "")
    token = next((one.removeprefix(_HELD) for one in line.split() if one.startswith(_HELD)), "")
    try:
        pairs = [(str(name), from_text(str(text))) for name, text in json.loads(unpacked(token))] if token else []
    except (ValueError, TypeError, OverflowError, RecursionError):
        return []
    return [(name, identity) for name, identity in pairs if identity is not None]


def name_of(shape: Any) -> str:
    """The name of a shape or graphic frame."""
    return str(shape[0][0].get("name", ""))


def _held(own: Sequence[tuple[str, Identity]]) -> str:
    return f"{_HELD}{packed(json.dumps([[name, to_text(identity)] for name, identity in own]))}"


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
