"""The rows of a chart whose figures its headline states, so that what quotes the headline can name their sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.hedge import figure_of
from analysis.vocabulary import Hedge, Role
from analysis.words import date_text, said, share_said
from charts.spec import PROJECTION, ChartSpec
from loaders.frames import as_records

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}} to )?\d{{1,2}} {_MONTH}\b(?: \d{{4}}\b)?|\b{_MONTH} \d{{4}}\b"
    r"|(?<![\d.,$€£])(?:19|20)\d\d\b(?![,.]?\d)"
)
# A percentage is worked out from figures of which others follow.
_NUMBER = re.compile(r"(?<![\w.,-])[$€£]?\d[\d,.]*(?![\w%]|[,.]\d)")

_BARE = re.compile(r"[$€£]?\d[\d,.]*(?: (?:million|billion|mn|bn)\b|%)?(?: km²)?")
_NONE = re.compile(r"\b(?:closed|empty|none)\b", re.IGNORECASE)


def stated(spec: ChartSpec) -> list[Mapping[str, Any]]:
    """The leading rows whose figures the headline states with their date or category, in the order of the headline.

    A figure counts as it is said aloud or in full; a number within a date is none. Of several rows with one figure that
    one is meant whose date and category both stand in the headline, then whose speaker and date do, then the newest.
    """
    rows = spec.data.loc[spec.data["role"] == Role.HEADLINE]
    return [row for _, row in _places(spec.title, rows, _in_full)]


def quoted(spec: ChartSpec) -> list[Mapping[str, Any]]:
    """The rows whose figures the headline states by any mark of the chart, as `stated`; a hedge may be said once."""
    return [row for _, row in _places(spec.title, spec.data, _in_short)]


def opening(spec: ChartSpec) -> Mapping[str, Any] | None:
    """The row of what the headline says first: a figure, or that a place is closed or empty.

    None where it begins with a figure that is worked out, or with none: `35 states had taken people home, Kazakhstan
    the most (626)` begins with a count of rows.
    """
    found = _places(spec.title, spec.data, _in_short)
    ended = _NONE.search(spec.title) if spec.mark not in ("timeline", "spans") else None
    closed = states(spec)[:1] if ended and (not found or ended.start() < found[0][0]) else ()
    if ended and closed:
        found = [(ended.start(), closed[0])]
    if not found:
        return None
    at, row = found[0]
    return None if _NUMBER.search(_undated(spec.title)[:at]) else row


def gives(title: str, figure: str) -> bool:
    """Whether a figure, as it is worded, stands in a headline on its own and not in a longer number."""
    return _found(title, (figure,)) is not None


def gives_day(title: str, day: pd.Timestamp, precision: str = "day") -> bool:
    """Whether a headline gives a date, its month or its year."""
    return _dated(title, {"period_end": day, "date_precision": precision}) > 0


def states(spec: ChartSpec) -> Sequence[Mapping[str, Any]]:
    """The rows of what the headline says beside figures: an event, from when a place has a holder, that it is closed.

    Each place or event once, by its newest row.
    """
    rows = spec.data.loc[spec.data["role"] == Role.HEADLINE].sort_values("as_of", ascending=False, kind="stable")
    told: Sequence[Mapping[str, Any]] = as_records(rows)
    if spec.mark == "timeline":
        return [one for one in told if _found(spec.title, (str(one["text"]).split("\n")[0],))][:1]
    if spec.mark == "spans":
        begun = [one for one in told if _dated(spec.title, {**one, "period_end": one["period_start"]}) == 2]
        return [one for one in begun if _named(spec.title, one, ("x", "place_name"))][:1]
    found: dict[str, Mapping[str, Any]] = {}
    for one in told:
        if one["value"] == 0 and _NONE.search(spec.title) and _named(spec.title, one):
            found.setdefault(str(one["place_name"]), one)
    return list(found.values())


def _places(
    text: str, rows: pd.DataFrame, words: Callable[[Mapping[str, Any]], tuple[str, ...]]
) -> list[tuple[int, Mapping[str, Any]]]:
    """Where each figure begins in a headline, and its row."""
    rows = rows.loc[(rows["basis"] != PROJECTION) & rows["value"].notna()]
    rows = rows.sort_values("period_end", ascending=False, kind="stable")
    title = _undated(text)
    found: list[tuple[tuple[int, ...], tuple[int, int], Mapping[str, Any]]] = []
    every: Sequence[Mapping[str, Any]] = as_records(rows)
    for n, row in enumerate(every):
        told = words(row)
        span = _found(title, told)
        if span is None:
            continue
        dated, named = _dated(text, row), _named(text, row)
        if not dated and not named:
            continue
        speaks = _found(text, (str(row["stated_by"]),)) is not None
        whole = _found(title, told[:2]) is not None
        rank = (not (dated and named), not speaks, -dated, row["role"] != Role.HEADLINE, not whole, span[0], n)
        found.append((rank, span, row))
    taken: list[tuple[tuple[int, int], Mapping[str, Any]]] = []
    for _, (start, end), row in sorted(found, key=lambda one: one[0]):
        # `about 9,000` and `9,000` are one place.
        if all(end <= other[0] or other[1] <= start for other, _ in taken):
            taken.append(((start, end), row))
    return [(span[0], row) for span, row in sorted(taken, key=lambda one: one[0])]


def _in_full(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A figure as it is said aloud and in full."""
    return said(figure_of(row)), str(row["text"])


def _in_short(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A figure as `_in_full`, and without its hedge or as a share in words."""
    full = _in_full(row)
    if row["qualifier"] == Hedge.RANGE:
        return full
    bare = [found.group() for one in full if (found := _BARE.search(one))]
    return (*full, *bare, *([share_said(row["value"])] if row["unit"] == "percent" else []))


def _undated(title: str) -> str:
    """A headline with blanks for its dates, all else in its place."""
    return _DATE.sub(lambda found: " " * len(found.group()), title)


def _dated(title: str, row: Mapping[str, Any]) -> int:
    """How well a headline gives the date of a row: 2 by day or month, 1 by its year alone, 0 not."""
    day = row["period_end"]
    if pd.isna(day):
        return 0
    full = (date_text(day, str(row["date_precision"])), f"{day:%b %Y}", f"{day:%B %Y}")
    return 2 if _found(title, full) else 1 if _found(title, (f"{day:%Y}",)) else 0


def _named(title: str, row: Mapping[str, Any], by: Sequence[str] = ("x", "series", "place_name")) -> bool:
    names = (str(row[name]).split(" (")[0] for name in by if isinstance(row[name], str))
    return _found(title, tuple(names)) is not None


def _found(text: str, words: Sequence[str]) -> tuple[int, int] | None:
    """Where the first of some words begins and ends in a text, on its own and not as part of a longer number."""
    low = text.casefold()
    spans = [
        found.span()
        for one in words
        if one and one.casefold() in low  # most are not there, and a pattern costs more than a look
        for found in [re.search(rf"(?<![\w,.]){re.escape(one)}(?![\w%]|[,.]\d)", text, re.IGNORECASE)]
        if found
    ]
    return min(spans, default=None)
