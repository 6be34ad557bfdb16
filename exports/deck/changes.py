"""What a refresh changed, figure by figure, and the slide that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import newest_publication
from analysis.words import date_text
from exports.deck.identity import Figure
from exports.deck.pages import add_tables
from exports.deck.slides import Numbers
from exports.deck.tables import Table
from exports.deck.template import Template
from loaders import Ledger

CHANGED, UNCHANGED = "What changed", "Nothing changed"
_MOST_LINES = 6  # figures of one chart; a chart whose every bar changed is told by the first ones and their number


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
    rows: list[tuple[str, ...]] = []
    for slide, chart in dict.fromkeys((one.slide, one.chart) for one in changes):
        own = [one for one in changes if (one.slide, one.chart) == (slide, chart)]
        rows += [
            (str(slide), one.what, one.before or "not shown", one.after or "no longer shown", one.source)
            for one in own[:_MOST_LINES]
        ]
        if len(own) > _MOST_LINES:
            rows.append((str(slide), f"and {len(own) - _MOST_LINES} more figures of this chart", "", "", ""))
    table = Table(
        ("Slide", "What", "Before", f"After ({until})", "Source"), (0.06, 0.28, 0.22, 0.22, 0.22), tuple(rows)
    )
    return add_tables(presentation, CHANGED, table, "changes", template, numbers)
