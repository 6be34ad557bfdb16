"""Detention: who is held where, by whom and by whose count; the move to Iraq, escapes, trials, custody."""

import pandas as pd
import streamlit as st

from analysis import select
from analysis.words import date_text
from charts.views.detention import busiest_year, facility_days, newest_held, statement_years
from charts.views.detention_events import MOVED, newest_move
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
frame.top("Detention", newest_held(led))

spoken = statement_years(led)
with filters.row():
    year = filters.pick("det_year", "Statements of the year", spoken, busiest_year(led), width=200) if spoken else ""

tiles.show(
    [
        tiles.tile(led, select(led, "detainees_held", place="ne-syria", origin="all"), "Held in northeast Syria"),
        tiles.tile(led, select(led, "detainees_held", place="ne-syria", origin="irq"), "Iraqis among them"),
        tiles.tile(led, select(led, "detainees_held", place="ne-syria", origin="tcn"), "Third-country nationals"),
        tiles.tile(led, newest_move(select(led, MOVED, place="ne-syria", origin="all")), "Moved to Iraq"),
        tiles.tile(led, select(led, "transfer_nationalities"), "Nationalities among those moved"),
        tiles.tile(led, select(led, "detainees_investigated", group="children"), "Children among those moved"),
    ]
)

card("detention.held")
with st.grid(columns=2, min_column_width=440):
    card("detention.split")
    card("detention.claims")
card("detention.statements", year=year)

frame.section("The move to Iraq")
card("detention.transfer")
with st.grid(columns=2, min_column_width=440):
    card("detention.nationalities")
    card("detention.handovers")

frame.section("Where people are held")
days = facility_days(led)
day = filters.slide("det_day", "Date of the map", days, days[-1], lambda d: date_text(pd.Timestamp(d))) if days else ""
card("detention.map", day=day)
with st.grid(columns=2, min_column_width=440):
    card("detention.facilities")
    card("detention.children")
card("detention.custody")

frame.section("Attacks, escapes and releases")
with st.grid(columns=2, min_column_width=440):
    card("detention.escapes")
    card("detention.attack")
card("detention.releases")

frame.section("Trials and prisons in Iraq")
card("detention.iraq")
card("detention.courts")
card("detention.executions")

frame.section("Events")
card("detention.timeline")
