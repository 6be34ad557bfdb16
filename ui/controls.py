"""What the sidebar holds on every page: as known on a date, which rival leads, and how full the briefing is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis import known_dates, lead_choices, lead_text
from analysis.words import capital, date_text
from ui import basket, bound, data, filters, find, navigation
from ui.frame import md


def show() -> None:
    """Draw the controls; `ui.data.ledger` reads what they hold. Call once a run, before the page."""
    ledger = data.newest()
    first, last = known_dates(ledger)
    with st.sidebar:
        find.field()
        _briefing()
        _known_on(first, last)
        bound.carried("lead")
        filters.pick(
            "lead",
            "Where sources differ",
            lead_choices(ledger),
            "",
            lambda lead: capital(lead_text(lead)),
            width="stretch",
            tip="Which statement leads in charts, tiles, tables and downloads. The others stay as light marks.",
        )


def _known_on(first: pd.Timestamp, last: pd.Timestamp) -> None:
    """The date of knowledge, between the first and the last on which something was published."""
    texts = bound.carried("as_known_on")
    day = filters.day_within(texts[-1], first, last) if texts else None
    told = date_text(pd.Timestamp(day)) if day is not None else ""
    bound.hold("as_known_on", told)
    st.text_input(
        "As known on",
        key="as_known_on",
        placeholder=filters.SUCH_AS,
        on_change=bound.then("as_known_on", filters.written_day),
        help=filters.day_help(first, last, "the whole dashboard"),
    )
    unmet = [text for text in texts[-1:] if text.strip() and day is None]
    filters.tell("As known on", unmet, told or "everything", filters.nearest_day(unmet, first, last))


@st.fragment(key=basket.FRAGMENT)
def _briefing() -> None:
    """The way to the briefing with the number of its charts; a card that adds one reruns this part alone."""
    basket.mirror()
    held = basket.current()
    st.page_link(
        navigation.pages()["briefing"],
        label=f"Briefing: {basket.counted(len(held.entries))}",
        icon=":material/co_present:",
    )
    if news := basket.news():
        st.toast(md(news))
