"""Coalition: how many members, from where, since when; the Small Group; meetings."""

import streamlit as st

from analysis import latest, select
from analysis.words import date_text
from charts.views.coalition import ALL, meeting, meeting_table, member_table, regions, takeaway
from exports import citation
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

MEETINGS = (("2026-02-09", "riyadh"), ("2023-12-05", "rome"))
FORMING = "mei-global-humanitarian-coalition"

led = ledger()
frame.top("Coalition", takeaway(led))

with filters.row():
    show = filters.switch(
        "coa_map",
        "Map shows",
        ("joined", "small"),
        "joined",
        lambda s: "When they joined" if s == "joined" else "Small Group",
    )
    region = filters.pick("coa_region", "Members of", regions(led), ALL, lambda r: "All regions" if r == ALL else r)

joining = latest(led, select(led, "coalition_members_joined"))
states = select(led, "coalition_member_states")
forming = states["source"].astype(str) == FORMING
tiles.show(
    [
        tiles.tile(led, select(led, "coalition_members"), "Members of the Coalition"),
        tiles.tile(led, states.loc[forming], "States said to form the Coalition"),
        tiles.tile(led, select(led, "small_group_delegations"), "Delegations of the Small Group"),
        tiles.tile(led, select(led, "coalition_members_joined"), str(joining["note"])) if joining is not None else None,
    ]
)

card("coalition.members")
card("coalition.map", show=show, wide=True)
with st.grid(columns=2, min_column_width=440):
    with st.container(height="stretch"):
        card("coalition.by_region")
        card("coalition.small_group")
    card("coalition.joined", region=region)

frame.section("Meetings")
with st.grid(columns=2, min_column_width=440):
    for date, place in MEETINGS:
        row = meeting(led, date, place)
        if row is not None:
            with st.container(border=True, height="stretch"):
                frame.note(f"{date_text(row['date'])}, {row['place_name']}")
                st.markdown(f"**{frame.md(str(row['title']))}**")
                st.markdown(frame.md(str(row["note"])))
                frame.note(f"Source: {citation(row)}")
card("coalition.meetings")
st.dataframe(
    meeting_table(led),
    hide_index=True,
    height=320,
    alt="Table of the meetings of the Coalition",
    column_config={"Address": st.column_config.LinkColumn("Address", display_text="open")},
)

card("coalition.contributors")

frame.section("The members")
st.dataframe(
    member_table(led, region),
    hide_index=True,
    height=420,
    alt="Table of the members of the Coalition",
    column_config={"Address": st.column_config.LinkColumn("Address", display_text="open")},
)
