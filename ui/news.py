"""Tells an open page of newer data: a small box in the corner that offers to show them. Nothing is read for it."""

from __future__ import annotations

import streamlit as st

from ui import data

EVERY = 4.0  # seconds between two looks of an open page; with half a second, two quiet ones and the reading, under ten


def show() -> None:
    """Offer newer data on this page as soon as there are any. Call once a run, before the page."""
    _offer(data.newest().version)


@st.fragment(run_every=EVERY, key="news")
def _offer(drawn: str) -> None:
    """Compare the version that the page was drawn with and the newest; a new day alone is no news."""
    latest = data.latest()
    if not latest or data.same_data(drawn, latest):
        return
    read_at = data.latest_read_at()
    since = f" at {read_at:%H:%M}" if read_at is not None else ""
    with st.container(key="newer", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<p role="status">Newer data were read{since}.</p>', width="content")
        if st.button("Show them", key="newer-show", icon=":material/refresh:"):
            data.show_latest()
            st.rerun()


@st.fragment(run_every=EVERY, key="news")
def wait_for_data() -> None:
    """Open the page by itself once there are data to show, where there were none."""
    if data.latest():
        st.rerun()
