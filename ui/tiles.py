"""Tiles on the screen: a row that wraps, each with a small line for the course of its series."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from typing import Any

import streamlit as st

from charts import takeaway
from charts.defaults import defaults
from charts.tiles import Tile, statement, tile
from loaders import Ledger
from ui import data, links, rehearsal
from ui.kept import once

__all__ = ["Tile", "of", "show", "statement", "tile"]


def show(found: Iterable[Tile | None]) -> None:
    """Lay tiles out in a row that wraps; those without a figure are left out."""
    st.html(made(found))


def of(view: str, **choices: Any) -> None:
    """The tiles of a view for what is chosen on it."""
    st.html(row_of(view, data.ledger(), **choices))


def row(view: str, **choices: Any) -> str:
    """The tiles of a view for what is chosen on it, as HTML for `ui.frame.tell`."""
    return row_of(view, data.ledger(), **choices)


def made(found: Iterable[Tile | None]) -> str:
    """A row of tiles as HTML for `ui.frame.tell`; those without a figure are left out."""
    shown = [one for one in found if one is not None]
    rehearsal.tell("tiles", shown)
    return _row(shown)


def row_of(view: str, ledger: Ledger, **choices: Any) -> str:
    """The tiles of a view as HTML; made once a data version and choice."""
    chosen = defaults(takeaway.top(view).tiles, ledger) | choices
    if rehearsal.tell("tiles", ()):
        return made(takeaway.tiles_of(view, ledger, **chosen))
    return once(_row_of, ledger, view, **chosen)


def _row_of(view: str, ledger: Ledger, **choices: Any) -> str:
    return _row(takeaway.tiles_of(view, ledger, **choices))


def _row(found: Iterable[Tile]) -> str:
    return f'<div class="cs-tiles">{"".join(map(_html, found))}</div>'


def said_by(one: Tile) -> str:
    """Who says the figure of a tile, as HTML: each body leads to what the ledger knows of it."""
    ledger = data.ledger()
    return links.within(ledger, one.source, links.bodies(ledger, one.who))


def _html(one: Tile) -> str:
    line = _sparkline(one.line) if len(one.line) > 2 else ""
    moved = f'<p class="cs-delta">{escape(one.delta)}</p>' if one.delta else ""
    said = f'<p class="cs-said">{said_by(one)}</p>' if one.source else ""
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
