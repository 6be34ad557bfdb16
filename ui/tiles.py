"""Tiles: the newest headline figure of a series with hedge, date, change since a year before and a sparkline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from analysis import change_since, figure_of, series
from analysis.words import date_text
from loaders import Ledger
from ui.frame import md


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile shows. `when` is the as-of line, `delta` the change in words, `line` the values of the sparkline."""

    label: str
    value: str
    when: str
    delta: str = ""
    line: tuple[float, ...] = ()
    source: str = ""


def tile(
    ledger: Ledger, frame: pd.DataFrame, label: str, today: pd.Timestamp | None = None, months: int = 12
) -> Tile | None:
    """Make a tile from one series (as `analysis.select` returns it); None where it has no headline figure.

    A figure more than a year older than `today` (default: the newest figure of the ledger) says so in its date line.
    """
    rows = series(ledger, frame)
    if rows.empty:
        return None
    # Several headline rows on one date would be several series: the caller's selection must be one.
    last = rows.iloc[-1]
    when = f"as of {date_text(last['period_end'], str(last['date_precision']))}"
    if str(last["kind"]) == "flow":
        start = last["period_start"]
        when = f"{date_text(start)} to {date_text(last['period_end'])}" if pd.notna(start) else when
    now = today if today is not None else newest(ledger)
    if (now - last["period_end"]).days > 366:
        when += ", older than a year"
    moved = change_since(rows, months) if str(last["kind"]) != "flow" else None
    return Tile(
        label,
        figure_of(last.to_dict()).text,
        when,
        moved.text if moved else "",
        tuple(rows["value"].astype(float)) if len(rows) > 2 else (),
        f"{last['publisher']}, {date_text(last['published'], str(last['published_precision']))}: {last['source_title']}",
    )


def newest(ledger: Ledger) -> pd.Timestamp:
    """The date up to which the ledger speaks: the newest publication that rests on a headline indicator."""
    held = ledger.observations.loc[ledger.observations["kind"].astype(str) != "flow", "published"]
    return held.max()


def show(tiles: list[Tile | None], columns: int = 4) -> None:
    """Lay tiles out in a grid; those without a figure are left out."""
    found = [t for t in tiles if t is not None]
    if not found:
        return
    with st.grid(columns=columns, min_column_width=230, gap="small"):
        for one in found:
            _metric(one)


def _metric(one: Tile) -> None:
    arrow: Literal["auto", "up", "down", "off"] = (
        "up" if one.delta.startswith("up") else "down" if one.delta.startswith("down") else "off"
    )
    st.metric(
        md(one.label),
        one.value,
        delta=one.delta or None,
        delta_color="off",
        delta_arrow=arrow,
        delta_description=None,
        help=f"{md(one.when)}. Source: {md(one.source)}" if one.source else None,
        border=True,
        height="stretch",
        chart_data=list(one.line) or None,
    )
