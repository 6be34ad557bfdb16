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
    told = date_text(pd.Timestamp(day)) if day is not None else ""
    bound.hold("as_known_on", told)
    # Not a field of year, month and day in parts: there a date that is typed in any other order comes to be another.
    st.text_input(
        "As known on",
        key="as_known_on",
        placeholder="such as 31 Dec 2020",
        on_change=bound.then("as_known_on", _written),
        help="Shows the whole dashboard from what had been published by that day, written as 31 Dec 2020, 31.12.2020 "
        f"or 2020-12-31; {date_text(first)} to {date_text(last)}. Empty: everything.",
    )
    unmet = [text for text in texts[-1:] if text.strip() and day is None]
    close = [] if meant is None else [date_text(first if meant < first.date() else last)]
    filters.tell("As known on", unmet, told or "everything", close)


def _written(text: str) -> tuple[str, ...]:
    """What a reader has typed as the address holds it: a date in numbers, or as it is where it is none."""
    day = as_day(text)
    return (day.isoformat(),) if day is not None else (text.strip(),) if text.strip() else ()


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
