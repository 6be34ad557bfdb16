"""What its user wrote into a deck: never changed by a refresh, but named where it no longer agrees with the charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.words import date_text
from exports.deck.compared import Remark, pinned_text
from exports.deck.identity import Figure, Identity, mark, properties_of
from exports.deck.notes import get_notes, without_kept
from exports.deck.ooxml import A, P
from exports.deck.own_words import Outdated, outdated
from exports.deck.shapes_xml import shape_text
from loaders.frames import NO_DAY

_FOOTERS = ("ftr", "sldNum", "dt")
_TITLES = ("title", "ctrTitle")
_LEAST = 100  # a whole number on a slide without chart must be as large to be taken for a figure of some chart


@dataclass(frozen=True, slots=True)
class Renewed:
    """A chart that a refresh renews: its slide, its figures before and after, its date before and after.

    `before` holds the figures that the slide showed, and those of earlier refreshes that own words still gave then.
    """

    slide: int
    before: tuple[Figure, ...]
    after: tuple[Figure, ...]
    was_known_on: pd.Timestamp = NO_DAY
    known_on: pd.Timestamp = NO_DAY


@dataclass(frozen=True, slots=True)
class Kept:
    """Remarks on own words that no longer agree, and the earlier figures that they give."""

    remarks: list[Remark] = field(default_factory=list)
    figures: frozenset[Figure] = frozenset()


def on_chart_slide(number: int, slide: Any, ours: Mapping[Any, Identity], charts: Sequence[Renewed]) -> Kept:
    """Own words on a slide with charts of ours; `ours` are the marked shapes of the slide."""
    before, after = _all(charts)
    remarks, figures = [], set()
    for what, text in own_texts(slide, ours):
        for found in outdated(text, before, after):
            figures.add(found.figure)
            remarks.append(Remark((number,), f"{_quoted(what, found.words)}; {_now(found, after, 'the chart')}"))
        remarks += [Remark((number,), words) for words in _old_dates(what, text, charts)]
    return Kept(remarks, frozenset(figures))


def on_other_slide(number: int, slide: Any, ours: Mapping[Any, Identity], charts: Sequence[Renewed]) -> Kept:
    """Own words on a slide without charts, such as a summary, that give a figure of any chart of the deck."""
    before, after = _all(charts)
    remarks, figures = [], set()
    for what, text in own_texts(slide, ours):
        for found in outdated(text, before, after, least=_LEAST):
            figures.add(found.figure)
            own = next(one for one in charts if found.figure in one.before)
            now = _now(found, own.after, "a chart of this deck", always=True)
            remarks.append(Remark((number,), f"{_quoted(what, found.words)}; {now}"))
        remarks += [Remark((number,), words) for words in _old_dates(what, text, charts)]
    return Kept(remarks, frozenset(figures))


def own_texts(slide: Any, ours: Mapping[Any, Identity]) -> Iterator[tuple[str, str]]:
    """Every text of a slide that is not as we wrote it: what it is (title, text, table, notes) and its words.

    A title or talking point that its maker gave with the briefing is an own one too.
    """
    marks = {role: {one.texts.get(role, "") for one in ours.values()} for role in ("title", "point")}
    computed = {
        text
        for one in ours.values()
        for role, text in one.texts.items()
        if role != "point" and not (role == "title" and one.item.title)
    }
    tree = slide.shapes._spTree  # noqa: SLF001 - groups hold texts too
    for shape in tree.iter(f"{P}sp", f"{P}graphicFrame"):
        if shape in ours or any(one in ours for one in shape.iterancestors(f"{P}grpSp")):
            continue
        if shape.tag == f"{P}graphicFrame":
            yield from (("table", "".join(cell.itertext())) for cell in shape.iter(f"{A}tc"))
            continue
        text, kind = shape_text(shape), _kind(shape)
        found = mark(text)
        if text.strip() and kind not in _FOOTERS and found not in computed:
            title = kind in _TITLES or found in marks["title"]
            yield ("title" if title else "talking point" if found in marks["point"] else "text"), text
    notes = without_kept(get_notes(slide))
    if notes.strip() and mark(notes) not in computed:
        yield "notes", notes


def told(figure: Figure) -> str:
    """`1,500 (10 Mar 2026)`, or the figure alone where it has no date."""
    return f"{figure.text} ({figure.when})" if figure.when else figure.text


def _kind(shape: Any) -> str:
    holder = properties_of(shape)
    found = None if holder is None else holder.find(f"{P}ph")
    return "" if found is None else str(found.get("type", ""))


def _all(charts: Sequence[Renewed]) -> tuple[list[Figure], list[Figure]]:
    return [one for chart in charts for one in chart.before], [one for chart in charts for one in chart.after]


def _quoted(what: str, words: str) -> str:
    return f"your own {what} say{'' if what == 'notes' else 's'} “{words}”"


def _now(found: Outdated, after: Sequence[Figure], chart: str, *, always: bool = False) -> str:
    """What the chart says now of that which the own words tell; what that is, is named `always` or among several."""
    key = found.figure.key
    of = f" for {key}" if key and (always or len(after) > 1) else ""
    now = next((one for one in after if one.key == key), None)
    return f"{chart} now says {told(now)}{of}" if now else f"{chart} no longer shows {told(found.figure)}{of}"


def _old_dates(what: str, text: str, charts: Sequence[Renewed]) -> Iterator[str]:
    """Own words that give a date to which a chart is no longer pinned."""
    moved = {one.was_known_on: one.known_on for one in charts if not _same(one.was_known_on, one.known_on)}
    for was, now in moved.items():
        for words in {} if pd.isna(was) else dict.fromkeys((date_text(was), f"{was.day} {was:%B %Y}")):
            if words in text:
                what_now = "no longer pinned to it" if pd.isna(now) else f"now {pinned_text(now)}"
                yield f"{_quoted(what, words)}; the chart is {what_now}"


def _same(one: pd.Timestamp, other: pd.Timestamp) -> bool:
    return bool(one == other or (pd.isna(one) and pd.isna(other)))
