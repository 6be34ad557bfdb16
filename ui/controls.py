"""What the sidebar holds on every page: as known on a date, which rival leads, and how full the briefing is."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from analysis import known_dates, lead_choices, lead_text
from analysis.words import capital, date_text
from ui import basket, data, filters
from ui.frame import md


def show() -> None:
    """Draw the controls; `ui.data.ledger` reads what they hold. Call once a run, before the page."""
    ledger = data.newest()
    first, last = known_dates(ledger)
    with st.sidebar:
        _briefing()
        asked = filters.unoffered("as_known_on", _days(st.query_params.get_all("as_known_on"), first, last))
        day = st.date_input(
            "As known on",
            value=None,
            min_value=first.date(),
            max_value=last.date(),
            format="YYYY-MM-DD",
            key="as_known_on",
            bind="query-params",
            help="Shows the whole dashboard from what had been published by that day. Empty: everything.",
        )
        filters.tell_unoffered(
            "as_known_on", "As known on", asked, "everything" if day is None else date_text(pd.Timestamp(day))
        )
        asked = filters.unoffered("lead", map(_lead, lead_choices(ledger)))
        lead = st.selectbox(
            "Where sources differ",
            lead_choices(ledger),
            format_func=_lead,
            key="lead",
            bind="query-params",
            help="Which statement leads in charts, tiles, tables and downloads. The others stay as light marks.",
        )
        filters.tell_unoffered("lead", "Where sources differ", asked, _lead(lead))


def _lead(lead: str) -> str:
    return capital(lead_text(lead))


def _days(texts: Iterable[str], first: pd.Timestamp, last: pd.Timestamp) -> list[str]:
    """Those of some texts that are a day between two others, as an address writes one."""
    dated = {text: pd.to_datetime(text, format="%Y-%m-%d", errors="coerce") for text in texts}
    return [text for text, day in dated.items() if first <= day <= last]


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
