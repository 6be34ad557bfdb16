"""Detention: who is held where, by whom and by whose count; the move to Iraq, escapes, trials, custody."""

import pandas as pd
import streamlit as st

from analysis.words import date_text
from charts import takeaway
from charts.views.detention import busiest_year, facility_days, statement_years
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
frame.top("Detention", takeaway.say("detention", led))

spoken = statement_years(led)
with filters.row():
    year = filters.pick("det_year", "Statements of the year", spoken, busiest_year(led), width=200) if spoken else ""

tiles.show(takeaway.tiles_of("detention", led))

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
