"""Camps: how many people are in al-Hol, Roj and the others, of which nationality and age; safety; custody."""

import pandas as pd
import streamlit as st

from analysis import select
from analysis.words import date_text
from charts.common import place_names, stock, trend
from charts.views.camps import camps_with_figures, map_days
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
names = place_names(led)
frame.top(
    "Camps",
    f"{trend(names.get('al-hol', 'al-hol'), stock(led, 'camp_population', 'al-hol'), 'people')}; "
    f"{trend(names.get('roj', 'roj'), stock(led, 'camp_population', 'roj').tail(1), 'people')}.",
)

with filters.row():
    camp = filters.pick("camp", "Camp", camps_with_figures(led), "al-hol", names.__getitem__)

tiles.show(
    [
        tiles.tile(led, select(led, "camp_population", place=camp, origin="all"), f"People in {names.get(camp, camp)}"),
        tiles.tile(led, select(led, "camp_population", place=camp, origin="irq"), "Iraqis"),
        tiles.tile(led, select(led, "camp_population", place=camp, origin="syr"), "Syrians"),
        tiles.tile(led, select(led, "camp_population", place=camp, origin="tcn"), "Third-country nationals"),
    ]
)

card("camps.population", camp=camp)
with st.grid(columns=2, min_column_width=440):
    card("camps.by_origin", camp=camp)
    card("camps.departures")

frame.section("Where the camps are")
day = filters.slide("day", "Date of the map", map_days(led), map_days(led)[-1], lambda d: date_text(pd.Timestamp(d)))
with st.grid(columns=2, min_column_width=440):
    card("camps.map", day=day)
    card("camps.nationalities")
card("camps.others")

frame.section("Children and nationalities")
with st.grid(columns=2, min_column_width=440):
    card("camps.children")
    card("camps.ages")
    card("camps.arrivals")

frame.section("Safety in al-Hol")
with st.grid(columns=2, min_column_width=440):
    card("camps.killings")
    card("camps.killed_counts")
    card("camps.deaths")

frame.section("Custody")
card("camps.custody")
