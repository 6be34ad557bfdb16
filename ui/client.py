"""The page's ear in the browser: it copies what a button holds, and tells the server which other button was pressed.

Buttons stand in `st.html` and cost no message of their own: `data-copy` holds text for the clipboard, `data-link` the
anchor whose address follows it, and `data-act` what is asked of the page, with `data-card` and `data-value`.
`data-press` names the widget whose button is pressed in its stead. A link with `data-go` opens another page of the
dashboard without a reload; its `href` is relative, such as `profile?of=FRA`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from ui import rehearsal
from ui.registry import URL_KEYS

KEY = "client"
# What holds for every page, and goes along from one to the next.
_KEEP = [key.key for key in URL_KEYS if not key.pages and key.key != "section"]
_MOUNT = st.components.v2.component(
    "campstats_client",
    html='<div class="cs-status" role="status"></div>',
    js=(Path(__file__).parent / "client.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


class Act(NamedTuple):
    """What a reader asked of the page by a button: what to do, with which card, and with what."""

    act: str
    card: str
    value: str


def listen(do: Callable[[Act], None]) -> None:
    """Hear the buttons of the page; call it once a page, in the fragment that is to run anew after them.

    `do` is called before the fragment runs anew, as the callback of a widget is. What it is given comes from the
    browser: anything may stand in it.
    """
    if rehearsal.scene() is not None:
        return
    _MOUNT(key=KEY, data={"keep": _KEEP}, height="content", on_act_change=lambda: _heard(do))


def _heard(do: Callable[[Act], None]) -> None:
    # A page that is being left may ask once more, when what it had is gone already.
    told = st.session_state[KEY].get("act") if KEY in st.session_state else None
    if isinstance(told, dict):
        do(Act(*(str(told.get(name) or "") for name in Act._fields)))
