"""Tiles: the newest headline figure of a series with hedge, date, change since a year before and a sparkline."""

from __future__ import annotations

from base64 import b64encode
from collections import OrderedDict
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from analysis import change_since, figure_of, newest_publication, series
from analysis.words import date_text
from loaders import Ledger


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile shows. `when` is the as-of line, `delta` the change in words, `line` the values of the sparkline."""

    label: str
    value: str
    when: str
    delta: str = ""
    line: tuple[float, ...] = ()
    source: str = ""


# Tiles made, by the identity of the selection (which is kept with its tile, so that the identity stays its own).
_MADE: OrderedDict[tuple[int, str, int], tuple[pd.DataFrame, Tile | None]] = OrderedDict()
_MOST = 2000


def tile(ledger: Ledger, frame: pd.DataFrame, label: str, months: int = 12) -> Tile | None:
    """Make a tile from one series (as `analysis.select` returns it); None where it has no headline figure.

    A figure more than a year older than the ledger's newest publication says so in its date line.
    """
    key = (id(frame), label, months)
    if key not in _MADE:
        _MADE[key] = (frame, _tile(ledger, frame, label, months))
        if len(_MADE) > _MOST:
            _MADE.popitem(last=False)
    return _MADE[key][1]


def _tile(ledger: Ledger, frame: pd.DataFrame, label: str, months: int) -> Tile | None:
    rows = series(ledger, frame)
    if rows.empty:
        return None
    # Several headline rows on one date would be several series: the caller's selection must be one.
    last = rows.iloc[-1]
    when = f"as of {date_text(last['period_end'], str(last['date_precision']))}"
    if str(last["kind"]) == "flow":
        start = last["period_start"]
        when = f"{date_text(start)} to {date_text(last['period_end'])}" if pd.notna(start) else when
    if (newest_publication(ledger) - last["period_end"]).days > 366:
        when += ", older than a year"
    moved = change_since(rows, months) if str(last["kind"]) != "flow" else None
    return Tile(
        label,
        figure_of(last.to_dict()).text,
        when,
        moved.text if moved else "",
        tuple(rows["value"].astype(float)) if len(rows) > 2 else (),
        f"{last['publisher']}, {date_text(last['published'], str(last['published_precision']))}",
    )


def statement(row: pd.Series) -> Tile:
    """A tile of one statement as it stands in the ledger, whether it leads its series or not."""
    return Tile(
        str(row["title"]),
        figure_of(row.to_dict()).text,
        f"as of {date_text(row['period_end'], str(row['date_precision']))}",
        source=f"{row['publisher']}, {date_text(row['published'], str(row['published_precision']))}",
    )


def show(found: list[Tile | None]) -> None:
    """Lay tiles out in a row that wraps; those without a figure are left out."""
    st.html(f'<div class="cs-tiles">{"".join(_html(t) for t in found if t is not None)}</div>')


def _html(one: Tile) -> str:
    line = _sparkline(one.line) if len(one.line) > 2 else ""
    moved = f'<p class="cs-delta">{escape(one.delta)}</p>' if one.delta else ""
    said = f'<p class="cs-said">{escape(one.source)}</p>' if one.source else ""
    return (
        f'<div class="cs-tile"><p class="cs-label">{escape(one.label)}</p>'
        f'<p class="cs-value">{escape(one.value)}</p><p class="cs-when">{escape(one.when)}</p>{moved}{line}{said}</div>'
    )


def _sparkline(values: tuple[float, ...]) -> str:
    """The course of the series as a small line without axes, for the eye alone."""
    low, high = min(0.0, *values), max(values)
    span = (high - low) or 1.0
    step = 100 / (len(values) - 1)
    points = " ".join(f"{i * step:.1f},{22 - 20 * (v - low) / span:.1f}" for i, v in enumerate(values))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 24" preserveAspectRatio="none">'
        f'<polyline points="{points}" fill="none" stroke="#7d8893" stroke-width="1.5" '
        'vector-effect="non-scaling-stroke"/>'
        "</svg>"
    )
    # As an image, because the sanitiser of st.html drops inline SVG.
    return f'<img class="cs-spark" alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'
