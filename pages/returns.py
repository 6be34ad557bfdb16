"""Returns to Iraq and Syria: batch by batch from al-Hol, through Jeddah-1 and on, and Syrians home from the camps."""

import streamlit as st

from charts import takeaway
from charts.common import short_names
from charts.views.returns import COUNTS
from charts.views.returns_syria import ALL, camps_left, years_left
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
names = short_names(led)
place = frame.top("Returns to Iraq and Syria")

with filters.row():
    count = filters.switch("ret_count", "Count", tuple(COUNTS), "total", lambda c: COUNTS[c].capitalize())
    camp = filters.pick(
        "ret_camp",
        "Groups of Syrians from",
        camps_left(led),
        ALL,
        lambda p: "All camps" if p == ALL else names[p],
    )
    year = filters.pick(
        "ret_year", "Syrian destinations in", years_left(led), ALL, lambda y: "All years" if y == ALL else y, 180
    )

frame.say(place, takeaway.say("returns", led, count=count))
tiles.show(takeaway.tiles_of("returns", led, count=count))

card("returns.batches", count=count)
with st.grid(columns=2, min_column_width=440):
    card("returns.cumulative", count=count)
    card("returns.by_year", count=count)

frame.section("Where they go")
with st.grid(columns=2, min_column_width=440):
    card("returns.flows", count=count)
    card("returns.destination_map", count=count, year=year)
card("returns.destinations", count=count, year=year)

frame.section("Iraqis: targets, pace, and the way home through Jeddah-1")
with st.grid(columns=2, min_column_width=440):
    card("returns.jeddah_flow", count=count)
    card("returns.jeddah_population", count=count)
    card("returns.targets", count=count)
    card("returns.pace")
    card("returns.convoys")
    card("returns.shares")
card("returns.leaders")

frame.section("Syrians home from the camps")
card("returns.syrian_groups", count=count, camp=camp)
with st.grid(columns=2, min_column_width=440):
    card("returns.syrian_totals", count=count)
    card("returns.syrian_trips")

frame.section("Events")
card("returns.timeline")
