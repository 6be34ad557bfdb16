"""What the sidebar holds on every page: as known on a date, which rival leads, and how full the briefing is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis import known_dates, lead_choices, lead_text
from analysis.words import capital, date_text
from charts.understood import as_day
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
    meant = as_day(texts[-1]) if texts else None
    day = meant if meant is not None and first.date() <= meant <= last.date() else None
    bound.hold("as_known_on", day)
    found = st.date_input(
        "As known on",
        value=None,  # so that a reader can empty it again
        min_value=first.date(),
        max_value=last.date(),
        format="YYYY-MM-DD",
        key="as_known_on",
        on_change=bound.then("as_known_on", lambda day: (f"{day:%Y-%m-%d}",) if day else ()),
        help="Shows the whole dashboard from what had been published by that day. Empty: everything.",
    )
    unmet = [text for text in texts[-1:] if text.strip() and day is None]
    close = [] if meant is None else [date_text(first if meant < first.date() else last)]
    filters.tell("As known on", unmet, "everything" if found is None else date_text(pd.Timestamp(found)), close)


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
