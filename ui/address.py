"""The address at which a reader has the dashboard open, for links in files that leave it.

It is what the reader's browser says, not what the server takes itself for: behind a proxy the two differ. A page's
path has no slash at its end and the first page's has one, so that what stands before the last slash is the path of the
dashboard, whatever the pages are called.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

# Underscores are in no host name of the rules, but in many of an intranet.
_HOST = re.compile(r"[A-Za-z0-9._-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
_BRIEFING = "brief"  # the key of the address that holds the briefing
# No bracket, quote or ampersand: such a path would have to be escaped in another way in each kind of file.
_PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~@:+,=$!-]|%[0-9A-Fa-f]{2})+)*")


def base() -> str:
    """`http://host:8501`, with the path below which the dashboard is served; empty where none is known."""
    return base_of(_opened())


def here(anchor: str) -> str:
    """The address of the open page with its choices, at one part of it.

    Without the briefing, which is the reader's own.
    """
    page = _opened().partition("?")[0].partition("#")[0]
    chosen = {key: st.query_params.get_all(key) for key in st.query_params if key != _BRIEFING}
    return f"{page}{'?' if chosen else ''}{urlencode(chosen, doseq=True)}#{anchor}"


def base_of(url: str) -> str:
    """The part of a page's address that all pages share; empty for what is no plain http or https address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = re.sub(r"[^\x00-\x7f]+", lambda met: quote(met.group()), parts.path.rpartition("/")[0])
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc) or not _PATH.fullmatch(path):
        return ""
    return f"{parts.scheme}://{parts.netloc}{path}"


def _opened() -> str:
    """The address in the reader's browser; empty where none is known.

    `st.context.url` takes off whatever ends like the name of a page, the path of a dashboard served below `/camps` too.
    """
    run = get_script_run_ctx(suppress_warning=True)
    return "" if run is None or run.context_info is None else run.context_info.url
