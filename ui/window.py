"""The page as a whole in the browser: its title, its history, where it opens, its names for readers, and paper.

What `window.js` does there it does by itself; it asks nothing of the server and costs no message but its own.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.words import date_text
from ui import data, rehearsal
from ui.registry import URL_KEYS

TITLE = "Camp, detention and returnee statistics"
_MISSING = "There is no such page here. The Overview is shown; the navigation at the left has all pages."
_HINT = "Ctrl and the wheel, or two fingers, zoom the map"
_QUIET = [key.key for key in URL_KEYS if key.quiet]
_MOUNT = st.components.v2.component(
    "campstats_window", js=(Path(__file__).parent / "window.js").read_text(encoding="utf-8"), isolate_styles=False
)


def title(page: str) -> str:
    """The title of a page in the browser's tab."""
    return f"{page} · {TITLE}"


def show() -> None:
    """Begin what the window does; call it once a run of the whole page, after the controls of the sidebar."""
    if rehearsal.scene() is not None:
        return
    shown = data.ledger()
    day = date_text(shown.today) if pd.isna(shown.known_on) else date_text(shown.known_on)
    _MOUNT(
        key="window",
        data={"quiet": _QUIET, "missing": _MISSING, "hint": _HINT, "known": f"As known on {day}"},
        height="content",
    )
