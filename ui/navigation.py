"""The pages as Streamlit knows them and the icon of the tab, made once for all readers and runs."""

from __future__ import annotations

from base64 import b64encode
from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st

from ui.registry import PAGES

_ROOT = Path(__file__).resolve().parent.parent


@cache
def pages() -> dict[str, st.Page]:
    """Every page by its path, to be linked to. Each looks its file up, which a run of the script need not repeat."""
    return {
        page.path: st.Page(
            _ROOT / "pages" / page.file,
            title=page.title,
            icon=page.icon,
            url_path=page.path or None,
            default=page.path == "",
            visibility="visible" if page.listed else "hidden",
        )
        for page in PAGES
    }


def groups() -> dict[str, list[st.Page]]:
    """The pages by group, for one run: the one that is open says of itself that it may be run, once."""
    found: dict[str, list[st.Page]] = {}
    for page in PAGES:
        found.setdefault(page.group, []).append(copy(pages()[page.path]))
    return found


@cache
def icon() -> str:
    """The icon of the tab as an address that holds it, so that no run reads its file."""
    return f"data:image/png;base64,{b64encode((_ROOT / 'ui' / 'icon.png').read_bytes()).decode()}"
