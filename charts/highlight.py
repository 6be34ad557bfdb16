"""One subject in the accent colour and the others in grey, in a chart where it stands beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.subjects import Subject, resolve
from analysis.words import date_text, join_words
from analysis.words.grammar import Telling
from analysis.words.measures import with_unit
from charts.common import GROUPS, called, told
from charts.spec import LED, ChartSpec
from loaders import Ledger
from loaders.frames import as_records, texts

KEY = "subject"  # the choice that every chart takes beside its own filters
ACCENT, QUIET = "orange", "grey"
OTHERS = "Others"
_BARS = ("bar", "column", "dots")
_LINES = ("line", "step", "column", "dots")
_APART = 3  # lines that can be told apart when all but one are grey; more are a panel each
_LONG = 130  # letters of a headline
_FIGURES = 2  # figures of the subject that it names


def highlighted(ledger: Ledger, spec: ChartSpec, key: str) -> ChartSpec:
    """The chart with a subject in the accent colour, the others in grey, and its own figure in the headline.

    A chart that draws the subject alone, or in which it cannot be told apart, looks as before. The subject is among its
    choices, so that it can be built again. Raises ValueError for a key that is of no subject.
    """
    spec = replace(spec, filters={**spec.filters, KEY: key})
    subject = resolve(ledger, key)
    if subject is None:
        raise ValueError(f"{spec.name}: there is no subject “{key}” to highlight")
    name = called(ledger, subject)
    own = _rows_of(spec, subject, name)
    series = spec.data["series"].astype(str)
    inside, outside = set(series[own]), set(series[~own])
    found: ChartSpec | None = None
    if spec.map is not None or not own.any() or own.all():
        return spec
    if spec.x_kind == "category" and spec.mark in _BARS and len({*inside, *outside}) == 1:
        found = _of_bars(spec, own, name)
    elif spec.mark in _LINES and not inside & outside:
        found = _of_series(spec, inside)
    if found is None:
        return spec
    marked = tuple(one for one, hue in found.colours.items() if hue == ACCENT)
    return replace(found, title=_title(found, own, name), own=marked)


def is_apart(ledger: Ledger, spec: ChartSpec, subject: Subject) -> bool:
    """Whether a chart that highlights a subject tells it apart from others, and names it in its headline."""
    return {ACCENT, QUIET} == set(spec.colours.values()) and called(ledger, subject) in spec.title


def own_rows(spec: ChartSpec, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Those of drawn rows that are of the subject of a chart, where it stands out among others; else all of them."""
    own = spec.own
    return [row for row in rows if row["series"] in own or row["x"] in own] if own else rows


def _rows_of(spec: ChartSpec, subject: Subject, name: str) -> pd.Series:
    """Which drawn rows are of a subject and bear its name: what others did there is not its own."""
    data = spec.data
    of = data["origin"].isin(subject.origins) | (data["place"] == subject.place)
    label = re.compile(rf"{re.escape(name)}( \(|,|$)")
    named = [
        any(label.match(str(text)) for text in pair) for pair in zip(data["x"], texts(data["series"]), strict=True)
    ]
    return of & pd.Series(named, index=data.index, dtype=bool)


def _of_bars(spec: ChartSpec, own: pd.Series, name: str) -> ChartSpec | None:
    """One series of bars as two; None where a bar holds rows of both."""
    at = spec.data["x"].astype(str)
    if set(at[own]) & set(at[~own]):
        return None
    data = spec.data.assign(series=own.map({True: name, False: OTHERS}))
    return replace(spec, data=data, colours={name: ACCENT, OTHERS: QUIET})


def _of_series(spec: ChartSpec, inside: set[str]) -> ChartSpec:
    """Its series in the accent; of more others than can be told apart in grey each gets a panel."""
    order = [*spec.colours, *dict.fromkeys(texts(spec.data["series"]))]
    names = [name for name in dict.fromkeys(order) if name in set(texts(spec.data["series"]))]
    first = [name for name in names if name in inside]
    colours = {name: ACCENT if name in inside else QUIET for name in (*first, *(n for n in names if n not in inside))}
    return replace(spec, colours=colours, facet=spec.facet or len(names) > _APART)


def _title(spec: ChartSpec, own: pd.Series, name: str) -> str:
    """The headline with the newest figures of the subject, where it does not tell of it already."""
    rows = spec.data[own & spec.data["role"].isin(LED)]
    newest = rows[rows["period_end"] == rows["period_end"].max()]
    # Two figures of the same people are two measures, and no headline tells them apart.
    if name in spec.title or rows.empty or newest["group"].duplicated().any():
        return spec.title
    own_rows = as_records(newest)[:_FIGURES]
    figures = join_words(_figure(row) for row in own_rows)
    first = own_rows[0]
    at = str(first["x"]) if spec.x_kind == "category" and name not in str(first["x"]) else _date(first)
    said = Telling(f"{name}: {figures} ({at})", *map(told, own_rows))
    together = Telling(f"{spec.title}; {said}", spec.title, said)
    return together if len(together) <= _LONG else said


def _date(row: Mapping[str, Any]) -> str:
    return date_text(row["period_end"], str(row["date_precision"]))


def _figure(row: Mapping[str, Any]) -> str:
    """`about 120 children`, `$130 mn`: a figure with whom it counts."""
    group = str(row["group"])
    if str(row["unit"]) == "persons" and group not in ("", "total", "all"):
        return f"{row['text']} {GROUPS[group]}"
    return with_unit(str(row["text"]), str(row["unit"]))
