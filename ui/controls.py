"""What the sidebar holds on every page: as known on a date, which rival leads, and how full the briefing is."""

from __future__ import annotations

import streamlit as st

from analysis import known_dates, lead_choices, lead_text
from ui import basket, data
from ui.frame import md


def show() -> None:
    """Draw the controls; `ui.data.ledger` reads what they hold. Call once a run, before the page."""
    ledger = data.newest()
    first, last = known_dates(ledger)
    with st.sidebar:
        _briefing()
        st.date_input(
            "As known on",
            value=None,
            min_value=first.date(),
            max_value=last.date(),
            format="YYYY-MM-DD",
            key="as_known_on",
            bind="query-params",
            help="Shows the whole dashboard from what had been published by that day. Empty: everything.",
        )
        st.selectbox(
            "Where sources differ",
            lead_choices(ledger),
            format_func=lambda lead: lead_text(lead)[0].upper() + lead_text(lead)[1:],
            key="lead",
            bind="query-params",
            help="Which statement leads in charts, tiles, tables and downloads. The others stay as light marks.",
        )


@st.fragment(key=basket.FRAGMENT)
def _briefing() -> None:
    """The way to the briefing with the number of its charts; a card that adds one reruns this part alone."""
    basket.mirror()
    held = basket.current()
    st.page_link(
        "pages/briefing.py",
        label=f"Briefing: {basket.counted(len(held.entries))}",
        icon=":material/co_present:",
    )
    if news := basket.news():
        st.toast(md(news))
