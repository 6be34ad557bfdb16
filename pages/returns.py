"""Returns to Iraq and Syria: batch by batch from al-Hol, through Jeddah-1 and on, and Syrians home from the camps."""

import streamlit as st

from analysis.sites import spoken
from charts.common import short_names
from charts.views.returns import COUNTS, centre
from charts.views.returns_syria import ALL, camps_left, years_left
from ui import filters, frame, tiles
from ui.card import card
from ui.section import Choice, lay_out, section

led = frame.opened()
names = short_names(led)
chosen = Choice("groups", "where", "home", "syrians")


@section()
def groups() -> None:
    place = frame.top("Returns to Iraq and Syria")
    with filters.row():
        count = filters.switch(
            "ret_count", "Count", tuple(COUNTS), "total", lambda c: COUNTS[c].capitalize(), redraw=chosen.redraw
        )
    chosen.tell(count=count)
    frame.say(place, frame.sentence("returns", count=count))
    tiles.of("returns", count=count)
    card("returns.batches", count=count)
    with st.grid(columns=2, min_column_width=440):
        card("returns.cumulative", count=count)
        card("returns.by_year", count=count)


@section("Where they go")
def where() -> None:
    count = chosen["count"]
    with filters.row():
        year = filters.pick(
            "ret_year", "Syrian destinations in", years_left(led), ALL, lambda y: "All years" if y == ALL else y, 180
        )
    with st.grid(columns=2, min_column_width=440):
        card("returns.flows", count=count)
        card("returns.destination_map", count=count, year=year)
    card("returns.destinations", count=count, year=year)


@section(f"Iraqis: targets, pace, and the way home through {spoken(led, centre(led)) or 'a centre'}")
def home() -> None:
    count = chosen["count"]
    with st.grid(columns=2, min_column_width=440):
        card("returns.jeddah_flow", count=count)
        card("returns.jeddah_population", count=count)
        card("returns.targets", count=count)
        card("returns.pace")
        card("returns.convoys")
        card("returns.shares")
    card("returns.leaders")


@section("Syrians home from the camps")
def syrians() -> None:
    count = chosen["count"]
    with filters.row():
        camp = filters.pick(
            "ret_camp",
            "Groups of Syrians from",
            camps_left(led),
            ALL,
            lambda p: "All camps" if p == ALL else names[p],
        )
    card("returns.syrian_groups", count=count, camp=camp)
    with st.grid(columns=2, min_column_width=440):
        card("returns.syrian_totals", count=count)
        card("returns.syrian_trips")


@section("Events")
def events() -> None:
    card("returns.timeline")


lay_out(groups, where, home, syrians, events)
