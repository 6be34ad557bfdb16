"""Disputes: every figure on which sources differ, worst first, with all statements side by side."""

import pandas as pd
import streamlit as st

from analysis import breaks
from analysis.words import date_text
from charts.catalog import NOT_YET
from charts.views.disputes import compared, dispute_rows
from ui import filters, frame, tables
from ui.card import card, table_frame
from ui.data import ledger

THEMES = {
    "all": "All themes", "camps": "Camps", "detention": "Detention", "repatriation": "Repatriation",
    "camp_returns": "Returns", "displacement": "Displacement", "liberation": "Liberation", "coalition": "Coalition",
    "funding": "Funding",
}  # fmt: skip

led = ledger()
found = dispute_rows(led)
top = found.iloc[0] if len(found) else None
frame.top(
    "Disputes",
    f"Sources differ on {len(found)} figures; {(found['spread'] > 0.25).sum()} of them by more than a quarter of the "
    "headline figure."
    if top is not None
    else NOT_YET,
)

with filters.row():
    theme = filters.pick("dsp_theme", "Theme", tuple(THEMES), "all", lambda t: THEMES[t])
shown = found if theme == "all" else found.loc[found["theme"] == theme]


def _open() -> None:
    """Show the dispute whose row was chosen in the table."""
    rows = st.session_state["dispute_table"]["selection"]["rows"]
    if rows:
        st.session_state["dispute"] = shown["label"].iloc[rows[0]]


if shown.empty:
    st.info("No two sources differ on a figure of this theme by the chosen date.", icon=":material/info:")
else:
    filters.follow("dispute", str(shown["label"].iloc[0]))
    with filters.row():
        chosen = filters.pick(
            "dispute", "Disputed figure", tuple(shown["label"]), str(shown["label"].iloc[0]), width=760
        )
    told = table_frame(card("disputes.one", dispute=chosen)).drop(columns=["For", "Value", "Hedge", "Standing"])
    tables.show(told.rename(columns={"Series": "Standing"}), f"Every statement of: {chosen}")

    frame.section("All disputed figures, widest apart first")
    frame.note("Choose a row to see its statements side by side above.")
    st.dataframe(
        pd.DataFrame(
            {
                "Figure": shown["label"],
                "Headline": shown["text"],
                "Lowest": shown["low"],
                "Highest": shown["high"],
                "Apart": shown["spread"] * 100,
                "Statements": shown["statements"],
                "Leads": shown["publisher"].astype(str),
                "Because": shown["clause"],
            }
        ),
        hide_index=True,
        height=420,
        key="dispute_table",
        on_select=_open,
        selection_mode="single-row",
        column_config={
            "Lowest": st.column_config.NumberColumn(format="localized"),
            "Highest": st.column_config.NumberColumn(format="localized"),
            "Apart": st.column_config.NumberColumn("Apart, % of headline", format="%.1f"),
        },
        alt="Disputed figures: headline, lowest and highest statement, spread, and the clause by which one leads",
    )
    card("disputes.widest", theme=theme)

frame.section("Counts that measure the same thing differently")
titles = compared(led)
if titles:
    frame.note(
        "These statements differ in what they count, for when or where, so no rule says which leads; the comparison is "
        "declared in data/comparisons.csv."
    )
    with filters.row():
        pair = filters.pick("cmp", "Comparison", tuple(titles), next(iter(titles)), lambda c: titles[c], width=520)
    card("disputes.comparison", comparison=pair)
else:
    frame.note(NOT_YET)

frame.section("Breaks in series")
broken = breaks(led)
if broken.empty:
    frame.note("No break in a series is known by the chosen date.")
else:
    frame.note(
        "From these dates a series counts more or fewer places or people than before, so a step there need not be an "
        "event. They are marked on the charts of displacement in Iraq and of camps."
    )
    tables.show(
        pd.DataFrame(
            {
                "Date": [date_text(d, p) for d, p in zip(broken["date"], broken["date_precision"], strict=True)],
                "Series": broken["title"],
                "Place": broken["place_name"],
                "Nationality": broken["origin_name"],
                "What breaks": broken["what"],
                "Publisher": broken["publisher"],
                "Source": broken["source_title"],
                "Address": broken["url"],
            }
        ),
        "Dates from which a series counts something else, with the source's words",
    )
