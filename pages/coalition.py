"""Coalition: how many members, from where, since when; the Small Group; meetings."""

import streamlit as st

from analysis.words import date_text
from charts.citation import citation
from charts.views.coalition.listed import ALL, member_table, regions
from charts.views.coalition.meetings import meeting_table, newest_meetings
from ui import filters, frame, tables, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()


def head() -> None:
    frame.tell(frame.sentence("coalition"), tiles.row("coalition"))


@section(
    "Members",
    "coalition.members",
    "coalition.by_region",
    "coalition.small_group",
    "coalition.contributors",
    question="How many members are there, from where, and who takes part in what?",
)
def members() -> None:
    card("coalition.members")
    with cards():
        card("coalition.by_region")
        with st.container(height="stretch"):
            card("coalition.small_group")
            card("coalition.contributors")


@section("Map", "coalition.map", question="Where are the members?")
def joined_or_small() -> None:
    with filters.row():
        show = filters.switch(
            "coa_map",
            "Map shows",
            ("joined", "small"),
            "joined",
            lambda s: "When they joined" if s == "joined" else "Small Group",
        )
    card("coalition.map", show=show, wide=True)


@section("Who joined when", "coalition.joined", question="Which states and organisations joined, and when?")
def countries() -> None:
    # The choice of a region stands over what it narrows: the dates of joining and the list.
    with filters.row():
        region = filters.pick("coa_region", "Members of", regions(led), ALL, lambda r: "All regions" if r == ALL else r)
    card("coalition.joined", region=region)
    tables.show(member_table(led, region), "Table of the members of the Coalition")


@section("Meetings", "coalition.meetings", question="When and where did the Coalition meet, and what was said?")
def meetings() -> None:
    with cards():
        for row in newest_meetings(led):
            with st.container(border=True, height="stretch"):
                frame.note(f"{date_text(row['date'])}, {row['place_name']}")
                st.markdown(f"**{frame.md(str(row['title']))}**")
                st.markdown(frame.md(str(row["note"])))
                frame.note(f"Source: {citation(row)}")
    card("coalition.meetings")
    tables.show(meeting_table(led), "Table of the meetings of the Coalition", rows=9)


frame.title("Coalition")
lay_out(head, members, joined_or_small, countries, meetings)
