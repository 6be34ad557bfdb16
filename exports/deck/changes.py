"""What a refresh changed, figure by figure, with what it compared, and the slides that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from analysis.standing import standing
from analysis.words import date_text, on
from charts.spec import ChartSpec
from exports.deck.compared import Checked, Remark, comparisons, numbers_text, publications_text, title_of
from exports.deck.identity import Figure, told_rows
from exports.deck.kept import told
from exports.deck.pages import add_tables, text_box_of
from exports.deck.slides import Numbers
from exports.deck.tables import Table, pages
from exports.deck.template import Template
from loaders import Ledger
from loaders.frames import NO_DAY

CHANGES, COMPARED = "changes", "compared"  # kinds of the two tables
CHANGED, UNCHANGED = "What changed", "Nothing changed"
_MOST_LINES = (12, 8, 6, 4, 3, 2, 1)  # figures told of one chart, as many as leave one slide enough
_SIZE, _LARGE = 11.0, 14.0


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a chart before and after: `slide` is the slide's number, `what` the figure's place or series.

    `known_on` is the date up to which publications count for `after`, NaT for all of them.
    """

    slide: int
    chart: str
    what: str
    before: str
    after: str
    source: str = ""
    known_on: pd.Timestamp = NO_DAY

    def __str__(self) -> str:
        """`Slide 3, Al-Hol camp: 23,376 (11 Jan 2026) -> 0 (22 Feb 2026), UNHCR`."""
        change = f"{self.before or 'no figure'} -> {self.after or 'no figure'}"
        known = f" (as known on {date_text(self.known_on)})" if pd.notna(self.known_on) else ""
        return f"Slide {self.slide}, {self.what}: {change}{f', {self.source}' if self.source else ''}{known}"


def changes_of(
    slide: int,
    chart: str,
    before: Sequence[Figure],
    after: Sequence[Figure],
    known_on: pd.Timestamp = NO_DAY,
    ended: Mapping[str, str] = MappingProxyType({}),
) -> list[Change]:
    """Every figure that is new, gone or another one than before, in the order in which the chart shows them.

    `ended` tells of figures by their keys what has become of their place (`ended_of`), in place of their zeros.
    """
    was, now = ({one.key: one for one in figures} for figures in (before, after))
    found = [
        Change(slide, chart, key, _said(was[key]) if key in was else "", _said(one, ended), one.who, known_on)
        for key, one in now.items()
        if key not in was or told(was[key]) != told(one)
    ]
    gone = (one for key, one in was.items() if key not in now)
    return [*found, *(Change(slide, chart, one.key, _said(one), "", one.who, known_on) for one in gone)]


def ended_of(spec: ChartSpec, ledger: Ledger) -> dict[str, str]:
    """`closed on 22 Feb 2026`, by the keys of those figures of a chart that are 0 because their place has ended."""
    found = ((figure.key, standing(ledger, row)) for figure, row in told_rows(spec) if row["value"] == 0)
    return {key: f"{how.state} {on(how.on, how.precision)}" for key, how in found if how.state in ("closed", "emptied")}


def _said(figure: Figure, ended: Mapping[str, str] = MappingProxyType({})) -> str:
    """A figure with its date; where nobody is left, however that was told, that its place has ended, or none."""
    if figure.text.split()[-1:] != ["0"]:
        return told(figure)
    return ended.get(figure.key) or told(replace(figure, text="none"))


def add_changes(
    presentation: Any,
    changes: Sequence[Change],
    checked: Sequence[Checked],
    remarks: Sequence[Remark],
    template: Template,
    numbers: Numbers,
    newest: pd.Timestamp,
) -> None:
    """Append the slides that tell what a refresh changed, and what it compared with what.

    `newest` is the day of the newest publication. The second is left out where all charts were compared with the newest
    publications, some changed and nothing is to be remarked.
    """
    if changes:
        heads, shares = ("Slide", "What", "Before", _after(changes, newest), "Source"), (0.06, 0.28, 0.22, 0.22, 0.22)
        box = text_box_of(template.look)
        tables = [Table(heads, shares, tuple(_rows(changes, most))) for most in _MOST_LINES]
        fitting = (one for one in tables if len(pages(one, box, template.look, _SIZE)) == 1)
        add_tables(presentation, CHANGED, next(fitting, tables[-1]), CHANGES, template, numbers, size=_SIZE)
    plain = all(pd.isna(one.known_on) and not (one.left or one.lead or one.was) for one in checked)
    if changes and plain and not remarks:
        return
    lines = (*comparisons(checked, newest), *remarks)
    rows = tuple((numbers_text(one.slides), one.text[:1].upper() + one.text[1:]) for one in lines)
    table = Table(("Slides", "What was compared, and what to look at"), (0.14, 0.86), rows)
    size = _LARGE if len(pages(table, text_box_of(template.look), template.look, _LARGE)) == 1 else _SIZE
    add_tables(presentation, title_of(checked), table, COMPARED, template, numbers, size=size)


def _after(changes: Sequence[Change], newest: pd.Timestamp) -> str:
    """Up to when publications count for what is told as after."""
    known = {one.known_on for one in changes if pd.notna(one.known_on)}
    if not known:
        return f"After ({publications_text(newest)})"
    if len(known) == 1 and all(pd.notna(one.known_on) for one in changes):
        return f"After (as known on {date_text(known.pop())})"
    return "After"


def _rows(changes: Sequence[Change], most: int) -> list[tuple[str, ...]]:
    """A row for each change, for each chart at most so many; the last then tells how many more there are."""
    mixed = len({date_text(one.known_on) for one in changes}) > 1
    rows: list[tuple[str, ...]] = []
    for slide, chart in dict.fromkeys((one.slide, one.chart) for one in changes):
        own = [one for one in changes if (one.slide, one.chart) == (slide, chart)]
        known = f", as known on {date_text(own[0].known_on)}" if mixed and pd.notna(own[0].known_on) else ""
        rows += [
            (str(slide), one.what, one.before or "not shown", f"{one.after or 'no longer shown'}{known}", one.source)
            for one in own[:most]
        ]
        if len(own) > most:
            left = len(own) - most
            rows.append((str(slide), f"and {left} more of this chart", "", "", ""))
    return rows
