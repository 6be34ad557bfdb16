"""Camps: how many people are in al-Hol, Roj and the others, of which nationality and age; safety; custody."""

import pandas as pd
import streamlit as st

from analysis.words import date_text
from charts import takeaway
from charts.common import place_names
from charts.views.camps import camps_with_figures, map_days
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
names = place_names(led)
place = frame.top("Camps")

with filters.row():
    camp = filters.pick("camp", "Camp", camps_with_figures(led), "al-hol", names.__getitem__)
frame.say(place, takeaway.say("camps", led, camp=camp))
tiles.show(takeaway.tiles_of("camps", led, camp=camp))

card("camps.population", camp=camp)
with st.grid(columns=2, min_column_width=440):
    card("camps.by_origin", camp=camp)
    card("camps.departures", camp=camp)

frame.section("Where the camps are")
day = filters.slide("day", "Date of the map", map_days(led), map_days(led)[-1], lambda d: date_text(pd.Timestamp(d)))
with st.grid(columns=2, min_column_width=440):
    card("camps.map", day=day)
    card("camps.nationalities")
card("camps.others")

frame.section("Children and nationalities")
with st.grid(columns=2, min_column_width=440):
    card("camps.children", camp=camp)
    card("camps.ages")
    card("camps.arrivals")

frame.section("Safety in al-Hol")
with st.grid(columns=2, min_column_width=440):
    card("camps.killings")
    card("camps.killed_counts")
    card("camps.deaths")

frame.section("Custody")
card("camps.custody")
