"""Tiles: the newest headline figure of a series with its hedge, its date and the change since a year before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypedDict

import pandas as pd

from analysis import change_since, figure_of, headline, standing
from analysis.listed import Listed, told_of
from analysis.select import oldest_first
from analysis.standing import Standing, parts_later
from analysis.vocabulary import GROUP_LABELS
from analysis.words import as_of, by, date_text, join_words, on, period_text
from charts.later import later_counts
from charts.spec import points
from loaders import Ledger
from loaders.frames import NO_DAY, as_records, texts


class Cited(TypedDict):
    """What a tile tells of the source of its figure."""

    source: str
    who: str
    day: pd.Timestamp


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile shows. `when` is the as-of line, `delta` the change in words, `line` the values of the sparkline.

    Of a figure that a source gives, `who` states it, as `attribution` of its row, and `day` is what it holds for.
    """

    label: str
    value: str
    when: str
    delta: str = ""
    line: tuple[float, ...] = ()
    source: str = ""
    who: str = ""
    day: pd.Timestamp = NO_DAY

    @property
    def text(self) -> str:
        """The tile as one line of words."""
        said = "; ".join(part for part in (self.when, self.delta, self.source) if part)
        return f"{self.label}: {self.value} ({said})"


def beside(made: Tile | None, words: str) -> Tile | None:
    """A tile with what stands in another chart of the page behind its date, where the two differ."""
    return replace(made, when=f"{made.when}; {words}") if made is not None and words else made


# Tiles made, by the identity of the selection (which is kept with its tile, so that the identity stays its own).
_MADE: OrderedDict[tuple[int, str, int], tuple[pd.DataFrame, Tile | None]] = OrderedDict()
_MOST = 2000


def tile(ledger: Ledger, frame: pd.DataFrame, label: str, months: int = 12) -> Tile | None:
    """Make a tile from one series (as `analysis.select` returns it); None where it has no headline figure.

    The as-of line says what has become of the figure since: a place that closed, people who were moved without a later
    count, or that it is older than a year. Such a figure has no change since a year before; where nobody is left, the
    last count stands in its place.
    """
    key = (id(frame), label, months)
    if key not in _MADE:
        _MADE[key] = (frame, _tile(ledger, frame, label, months))
        if len(_MADE) > _MOST:
            _MADE.popitem(last=False)
    return _MADE[key][1]


def _tile(ledger: Ledger, frame: pd.DataFrame, label: str, months: int) -> Tile | None:
    marked = headline(ledger, frame)
    rows = oldest_first(marked[marked["role"] == "headline"])
    if rows.empty:
        return None
    # Several headline rows on one date would be several series: the caller's selection must be one.
    last = rows.iloc[-1]
    kind = str(last["kind"])
    how = standing(ledger, last)
    when = as_of(last["period_end"], str(last["date_precision"]))
    if kind == "flow":
        start = last["period_start"]
        when = period_text(start, last["period_end"], str(last["date_precision"])) if pd.notna(start) else when
    empty = float(last["value"]) == 0
    value = figure_of(last).text
    since = on(how.on, how.precision) if pd.notna(how.on) else ""
    if how.state in ("closed", "emptied"):
        word = "closed" if how.state == "closed" else "empty"
        value = word.capitalize() if empty else value
        when = since if empty else f"last known, {when}; {word} {since}"
    elif how.state == "overtaken":
        when = _overtaken(marked, last, how, _counted_in_part(ledger, last))
    elif how.state == "over":
        when += ", final"
    elif how.state == "old":
        when += ", older than a year"
    moved = change_since(rows, months) if kind != "flow" and how.holds and not empty else None
    change = moved.text if moved else _last_count(rows) if empty else ""
    return Tile(
        label,
        value,
        when,
        change,
        tuple(rows["value"].astype(float)) if len(rows) > 2 else (),
        **cited(last),
    )


def cited(row: Mapping[str, Any] | pd.Series) -> Cited:
    """What a tile tells of the source of its figure, a row of the observations."""
    who, day = str(row["attribution"]), date_text(row["published"], str(row["published_precision"]))
    return {"source": f"{who}, {day}", "who": who, "day": row["period_end"]}


def _overtaken(marked: pd.DataFrame, last: pd.Series, how: Standing, parts: str) -> str:
    """When a count held that no longer does, what another body counted later, and what has become of both.

    `marked` are all statements of the series with their parts in the headline, `last` the newest that leads; `parts`
    are the groups among them that were counted later.
    """
    when = as_of(last["period_end"], str(last["date_precision"]))
    moved_on = f"many had moved {by(how.on, how.precision)}" if how.event else "many have moved since"
    left = f"{how.left.text} reported to have left since" if how.left is not None else moved_on
    newest = marked.loc[marked["role"] != "kept_out", "period_end"].max()
    # What was counted later, but before the event, holds no more either.
    since = "no count after that" if newest < how.on else ""
    if newest <= last["period_end"]:
        since = f"no later count but of {parts}" if parts else "no later count"
    newer = next(later_counts(points(marked, series="")), None)
    other = ""
    if newer is not None:
        day = date_text(newer["period_end"], str(newer["date_precision"]))
        other = f"another body: {newer['text']} ({day})"
    elif newest > last["period_end"]:
        # What another body has counted alike later is no other figure, but the last that is known of these people.
        alike = marked[(marked["role"] != "kept_out") & (marked["period_end"] == newest)].iloc[0]
        other = f"the same by another body, {date_text(newest, str(alike['date_precision']))}"
    head = when if other else f"last known, {when}"
    return "; ".join(part for part in (head, other, left, since) if part)


def _counted_in_part(ledger: Ledger, last: pd.Series) -> str:
    """The groups among those of a figure, in words, of whom there is a later count: `men and women`."""
    groups = sorted(texts(parts_later(ledger, last)["group"]))
    return join_words([GROUP_LABELS[group].lower() for group in groups])


def _last_count(rows: pd.DataFrame) -> str:
    """Of a place that nobody is left in the last count of people, from headline rows in order; empty without one."""
    counted = rows[rows["value"] > 0].tail(1)
    return "".join(
        f"last count {figure_of(row).text} {on(row['period_end'], str(row['date_precision']))}"
        for row in as_records(counted)
    )


def listed_tiles(ledger: Ledger, items: Iterable[Listed]) -> list[Tile | None]:
    """A tile of each headline series, under its label."""
    return [tile(ledger, told_of(ledger, one), one.label) for one in items]


def statement(row: pd.Series) -> Tile:
    """A tile of one statement as it stands in the ledger, whether it leads its series or not."""
    return Tile(
        str(row["title"]),
        figure_of(row).text,
        as_of(row["period_end"], str(row["date_precision"])),
        **cited(row),
    )
