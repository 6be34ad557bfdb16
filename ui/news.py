"""Tells an open page of newer data: a small box in the corner that offers to show them. Nothing is read for it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from ui import data, rehearsal

EVERY = 4.0  # seconds between two looks of an open page; with half a second, two quiet ones and the reading, under ten
PATH = "newest"
_MOUNT = st.components.v2.component(
    "campstats_news", js=(Path(__file__).parent / "news.js").read_text(encoding="utf-8"), isolate_styles=False
)


def routes(base: str) -> list[BaseRoute]:
    """Where open pages ask for the version of the newest data, below the base path of the server."""
    return [Route(f"{base}/{PATH}", _newest)]


async def _newest(_request: Request) -> Response:
    return PlainTextResponse(data.content(data.latest()), headers={"Cache-Control": "no-store"})


def show() -> None:
    """Offer newer data on this page as soon as there are any. Call once a run, before the page."""
    _offer(data.newest().version)


@st.fragment(key="news")
def _offer(drawn: str) -> None:
    """Compare the version that the page was drawn with and the newest; a new day alone is no news."""
    latest = data.latest() or drawn
    _look_for_others_than(latest)
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
        told = {"known": data.content(known), "every": EVERY * 1000}
        _MOUNT(key="news-look", data=told, height="content", on_newer_change=lambda: None)
