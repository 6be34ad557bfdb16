"""The address at which a reader has the dashboard open, for links in files that leave it."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

import streamlit as st

from ui.registry import PAGES

_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
_BRIEFING = "brief"  # the key of the address that holds the briefing
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")


def base() -> str:
    """`http://host:8501`, with the base path of the server where it has one; empty where none is known."""
    return base_of(str(st.context.url or ""))


def here(anchor: str) -> str:
    """The address of the open page with its choices, at one part of it.

    Without the briefing, which is the reader's own.
    """
    page = str(st.context.url or "").partition("?")[0].partition("#")[0]
    chosen = {key: st.query_params.get_all(key) for key in st.query_params if key != _BRIEFING}
    return f"{page}{'?' if chosen else ''}{urlencode(chosen, doseq=True)}#{anchor}"


def base_of(url: str) -> str:
    """The part of a page's address that all pages share; empty for what is no plain http or https address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    path = folder if last in {page.path for page in PAGES} else parts.path.rstrip("/")
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc) or not _PATH.fullmatch(path):
        return ""
    return f"{parts.scheme}://{parts.netloc}{path}"
