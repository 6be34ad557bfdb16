"""What a refresh changed, figure by figure, and the slide that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import newest_publication
from analysis.words import date_text
from exports.deck.identity import Figure
from exports.deck.pages import add_tables, text_box_of
from exports.deck.slides import Numbers
from exports.deck.tables import Table, pages
from exports.deck.template import Template
from loaders import Ledger

CHANGED, UNCHANGED = "What changed", "Nothing changed"
_MOST_LINES = (12, 8, 6, 4, 3, 2, 1)  # figures told of one chart, as many as leave one slide enough
_SIZE = 11.0


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a chart before and after: `slide` is the slide's number, `what` the figure's place or series."""

    slide: int
    chart: str
    what: str
    before: str
    after: str
    source: str = ""

    def __str__(self) -> str:
        """`Slide 3, Al-Hol camp: 23,376 (11 Jan 2026) -> 0 (22 Feb 2026), UNHCR`."""
        told = f"{self.before or 'no figure'} -> {self.after or 'no figure'}"
        return f"Slide {self.slide}, {self.what}: {told}" + (f", {self.source}" if self.source else "")


def changes_of(slide: int, chart: str, before: Sequence[Figure], after: Sequence[Figure]) -> list[Change]:
    """Every figure that is new, gone or another one than before, in the order in which the chart shows them."""
    was, now = ({one.key: one for one in figures} for figures in (before, after))
    found = [
        Change(slide, chart, key, _told(was[key]) if key in was else "", _told(one), one.who)
        for key, one in now.items()
        if key not in was or _told(was[key]) != _told(one)
    ]
    found += [Change(slide, chart, key, _told(one), "", one.who) for key, one in was.items() if key not in now]
    return found


def _told(figure: Figure) -> str:
    return f"{figure.text} ({figure.when})" if figure.when else figure.text


def add_changes(
    presentation: Any, changes: Sequence[Change], charts: int, template: Template, numbers: Numbers, ledger: Ledger
) -> list[Any]:
    """Append the slide (or slides) that tell what a refresh of `charts` charts changed; returns them."""
    newest = newest_publication(ledger)
    until = f"publications up to {date_text(newest)}" if pd.notna(newest) else "the newest publications"
    if not changes:
        table = Table(
            ("Charts", "Figures"),
            (0.2, 0.8),
            ((f"{charts} checked", f"All show what {until} say; no figure differs from this deck's."),),
        )
        return add_tables(presentation, UNCHANGED, table, "changes", template, numbers)
    heads = ("Slide", "What", "Before", f"After ({until})", "Source")
    shares = (0.06, 0.28, 0.22, 0.22, 0.22)
    tables = (Table(heads, shares, tuple(_rows(changes, most))) for most in _MOST_LINES)
    box = text_box_of(template.look)
    least = Table(heads, shares, tuple(_rows(changes, _MOST_LINES[-1])))
    told = next((one for one in tables if len(pages(one, box, template.look, _SIZE)) == 1), least)
    return add_tables(presentation, CHANGED, told, "changes", template, numbers, size=_SIZE)


def _rows(changes: Sequence[Change], most: int) -> list[tuple[str, ...]]:
    """A row for each change, for each chart at most so many; the last then tells how many more there are."""
    rows: list[tuple[str, ...]] = []
    for slide, chart in dict.fromkeys((one.slide, one.chart) for one in changes):
        own = [one for one in changes if (one.slide, one.chart) == (slide, chart)]
        rows += [
            (str(slide), one.what, one.before or "not shown", one.after or "no longer shown", one.source)
            for one in own[:most]
        ]
        if len(own) > most:
            left = len(own) - most
            rows.append((str(slide), f"and {left} more of this chart", "", "", ""))
    return rows
