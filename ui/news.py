"""Tells an open page of newer data, which a small box in its corner offers to show, and of data that cannot be shown.

Nothing is read for it.
"""

from __future__ import annotations

from hashlib import sha256
from html import escape
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from analysis.words import date_text
from loaders import Problem
from loaders.guard import by_cause
from ui import data, rehearsal

EVERY = 4.0  # seconds between two looks of an open page; with half a second, two quiet ones and the reading, under ten
PATH = "newest"
_MOUNT = st.components.v2.component(
    "campstats_news", js=(Path(__file__).parent / "news.js").read_text(encoding="utf-8"), isolate_styles=False
)


def routes(base: str) -> list[BaseRoute]:
    """Where open pages ask what is new, below the base path of the server."""
    return [Route(f"{base}/{PATH}", _newest)]


async def _newest(_request: Request) -> Response:
    return PlainTextResponse(_news(data.latest()), headers={"Cache-Control": "no-store"})


def _news(version: str) -> str:
    """The data of a version, with a mark of what keeps newer files from the screen where something does."""
    kept = not_shown()
    return data.content(version) + (f"!{sha256(kept.encode()).hexdigest()[:12]}" if kept else "")


def show() -> None:
    """Offer newer data on this page as soon as there are any. Call once a run, before the page."""
    _offer(data.newest().version, not_shown())


def not_shown() -> str:
    """What keeps the newest files from the screen, in words; empty where nothing does."""
    found, faulty = data.kept_back(), data.refused()
    read = data.shown_since()
    since = f" read on {date_text(read)} at {read:%H:%M}" if read is not None else ""
    what = f"The data files have changed and cannot be shown, so the data{since} stay on screen"
    if not found and faulty is not None:
        found = tuple(by_cause(each for each in faulty.problems if each.severity == "error"))
        what = "Rows with an error are left out of what is shown"
    if not found:
        return ""
    rest = f" Data health lists all {len(found)} findings." if len(found) > 1 else ""
    return f"{what}. {_told(found[0])}{rest}"


def _told(found: Problem) -> str:
    """A finding in a sentence, with the mend."""
    line = f", line {found.line}" if found.line else ""
    column = f", column {found.column}" if found.column else ""
    return f"{found.file}{line}{column}: {found.message}. {found.hint}"


@st.fragment(key="news")
def _offer(drawn: str, said: str) -> None:
    """Compare what the page was drawn with, its version and what it says is not shown; a new day alone is no news."""
    latest = data.latest() or drawn
    _look_for_others_than(latest)
    kept = not_shown()
    if kept and kept != said:
        with st.container(key="newer", horizontal=True):
            st.html(f'<p role="status">{escape(kept)}</p>')
        return
    if data.same_data(drawn, latest):
        return
    read_at = data.latest_read_at()
    since = f" at {read_at:%H:%M}" if read_at is not None else ""
    with st.container(key="newer", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<p role="status">Newer data were read{since}.</p>', width="content")
        if st.button("Show them", key="newer-show", icon=":material/refresh:"):
            data.show_latest()
            st.rerun()


@st.fragment(key="news")
def wait_for_data() -> None:
    """Open the page by itself once there are data to show, where there were none."""
    if data.latest():
        st.rerun()
    _look_for_others_than("")


def _look_for_others_than(known: str) -> None:
    """Have the browser look for data of another version, at which this part of the page is run again."""
    if rehearsal.scene() is None:
        told = {"known": _news(known), "every": EVERY * 1000}
        _MOUNT(key="news-look", data=told, height="content", on_newer_change=lambda: None)
