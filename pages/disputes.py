"""Disputes: every figure on which sources differ, worst first, with all statements side by side."""

import pandas as pd
import streamlit as st

from analysis import breaks
from analysis.coverage import themes
from charts.catalog import NOT_YET
from charts.table import screen_frame
from charts.views.disputes import compared, dispute_ids, dispute_rows
from ui import bound, filters, frame, listing, tables
from ui.card import card
from ui.section import is_open, lay_out, open_section, section

led = frame.opened()
found = dispute_rows(led)
named = {"all": "All themes", **themes(led)}


chosen: dict[str, str] = {}


def head() -> None:
    if is_open(apart, broken_series):
        frame.tell(NOT_YET if found.empty else frame.sentence("disputes"))
        return
    with filters.row():
        theme = filters.pick("dsp_theme", "Theme", tuple(named), "all", lambda t: named[t])
        labels = tuple(of_theme(theme)["label"])
        dispute = ""
        if labels:
            dispute = filters.pick(
                "dispute", "Disputed figure", labels, labels[0], width=760, ids=dispute_ids(led).__getitem__
            )
    chosen.update(theme=theme, dispute=dispute)
    if labels:
        frame.tell(frame.sentence("disputes", dispute=dispute))
    else:
        frame.tell(NOT_YET if found.empty else frame.sentence("disputes"))
        st.info("No two sources differ on a figure of this theme by the chosen date.", icon=":material/info:")


def of_theme(theme: str) -> pd.DataFrame:
    """The disputes of a theme, the widest first."""
    return found if theme == "all" else found[found["theme"] == theme]


@section("One figure", "disputes.one", question="Who says what of this figure?")
def disputed() -> None:
    dispute = chosen["dispute"]
    if dispute:
        told = screen_frame(card("disputes.one", dispute=dispute)).drop(columns=["For", "Value", "Hedge", "Standing"])
        tables.show(
            told.rename(columns={"Series": "Standing", "Why it leads": "Why"}), f"Every statement of: {dispute}"
        )


@section("All of them", "disputes.widest", question="On which figures do sources differ, and how widely?")
def all_of_them() -> None:
    shown = of_theme(chosen["theme"])
    if shown.empty:
        return

    def _open() -> None:
        """Show the dispute whose row was chosen in the table."""
        rows = st.session_state["dispute_table"]["selection"]["rows"]
        if rows:
            bound.put("dispute", (dispute_ids(led)[shown["label"].iloc[rows[0]]],))
            open_section("")

    frame.note("Widest apart first. Choose a row to see its statements side by side.")
    tables.show(
        listing.disputed(led, chosen["theme"]),
        "Disputed figures, the widest apart first: lowest and highest, the one on the charts, who states it and why",
        columns={
            "Figure": st.column_config.TextColumn(width=400),
            "Apart": st.column_config.NumberColumn("Apart, %", help="Percent of the figure", format="%.1f"),
        },
        key="dispute_table",
        on_select=_open,
        selection_mode="single-row",
    )
    card("disputes.widest", theme=chosen["theme"])


@section("Other measures", "disputes.comparison", question="Which counts measure the same thing differently?")
def apart() -> None:
    titles = compared(led)
    if titles:
        frame.note("These statements differ in what they count, for when or where, so no rule says which one to take.")
        with filters.row():
            pair = filters.pick("cmp", "Comparison", tuple(titles), next(iter(titles)), lambda c: titles[c], width=520)
        card("disputes.comparison", comparison=pair)
    else:
        frame.note(NOT_YET)


@section("Breaks in series", question="From when does a series count something else?")
def broken_series() -> None:
    broken = breaks(led)
    if broken.empty:
        frame.note("No break in a series is known by the chosen date.")
    else:
        frame.note(
            "From these dates a series counts more or fewer places or people than before, so a step there need not "
            "be an event. They are marked on the charts of displacement in Iraq and of camps."
        )
        tables.show(
            listing.broken(led),
            "Dates from which a series counts something else, with the source's words",
        )


frame.title("Disputes")
lay_out(head, disputed, all_of_them, apart, broken_series)
