"""The page as a whole in the browser: its title, its history, where it opens, its names for readers, and paper.

What `window.js` and `turning.js` do there they do by themselves. The server is told only of a window with less room
than most, of another theme, and that the page has come back from a server that was gone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd
import streamlit as st

from analysis.words import date_text
from charts.palette import HUES
from ui import data, rehearsal, unknown
from ui.frame import theme
from ui.registry import URL_KEYS


def _rgb(colour: str) -> str:
    """`rgb(31, 90, 138)` of `#1f5a8a`."""
    return f"rgb({', '.join(str(part) for part in bytes.fromhex(colour.lstrip('#')))})"


KEY = "window"
TITLE = "Camp, detention and returnee statistics"
_MISSING = "There is no such page here. The Overview is shown; the navigation at the left has all pages."
_NEAR = "Near it:"
_HINT = "Ctrl and the wheel, or two fingers, zoom the map"
Room = Literal["wide", "half", "phone"]
ROOMS: tuple[Room, ...] = ("wide", "half", "phone")
_QUIET = [key.key for key in URL_KEYS if key.quiet]
_CARRIED = [key.key for key in URL_KEYS if key.carried]
# What stands for each colour of the dark theme on paper, as a browser writes them.
_LIGHT = {_rgb(hues["dark"]): _rgb(hues["light"]) for hues in HUES.values()}
# One script in two files: the window, and what a reader sees who turns to another page.
_SCRIPT = "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("turning.js", "window.js"))
_MOUNT = st.components.v2.component("campstats_window", js=_SCRIPT, isolate_styles=False)


def title(page: str) -> str:
    """The title of a page in the browser's tab."""
    return f"{page} · {TITLE}"


def room() -> Room:
    """How much room a page has: as most windows, that of half a row, or that of a phone."""
    if rehearsal.scene() is None:
        told = (st.session_state.get(KEY) or {}).get("room")
        for one in ROOMS:
            if told == one:
                return one
    return "wide"


def show() -> None:
    """Begin what the window does; call it once a run of the whole page, after the controls of the sidebar."""
    if rehearsal.scene() is not None:
        return
    shown = data.ledger()
    day = date_text(shown.today) if pd.isna(shown.known_on) else date_text(shown.known_on)
    _MOUNT(
        key=KEY,
        data={
            "quiet": _QUIET,
            "carried": _CARRIED,
            "missing": _MISSING,
            "near": _NEAR,
            "pages": unknown.pages(),
            "hint": _HINT,
            "known": f"As known on {day}",
            "room": room(),
            "theme": theme(),
            "light": _LIGHT,
        },
        default={"room": "wide"},
        height="content",
        on_room_change=lambda: None,
        on_theme_change=lambda: None,
        on_connected_change=lambda: None,
    )
