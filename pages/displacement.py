"""Displacement: people displaced and returned inside Iraq and Syria, refugees, and returns from abroad."""

import pandas as pd
import streamlit as st

from analysis.words import date_text
from charts import takeaway
from charts.common import short_names
from charts.views.displacement_rounds import WHAT, WORDS, iraq_places, latest_round, rounds
from charts.views.displacement_syria import move_places, move_years
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
names = short_names(led)
top = frame.top("Displacement")

with filters.row():
    what = filters.switch("dis_what", "In Iraq", tuple(WHAT), "idps", lambda w: WORDS[w].capitalize())
    place = filters.pick("dis_place", "Iraq over time", iraq_places(led), "iraq", names.__getitem__)
    moves = filters.pick("dis_moves", "Movements in Syria", move_places(led), "syria", names.__getitem__)

frame.say(top, takeaway.say("displacement", led, place=place))
tiles.show(takeaway.tiles_of("displacement", led, place=place))

frame.section("Iraq, round by round")
day = filters.slide(
    "dis_round", "Round of IOM's count", rounds(led), latest_round(led), lambda d: date_text(pd.Timestamp(d))
)
with st.grid(columns=2, min_column_width=440):
    card("displacement.iraq_map", what=what, day=day)
    card("displacement.iraq_ranked", what=what, day=day)
card("displacement.iraq_over_time", place=place)
card("displacement.iraq_panels", what=what)
card("displacement.statement_2019")
card("displacement.iraq_sources")
with st.grid(columns=2, min_column_width=440):
    card("displacement.iraq_households")
    card("displacement.severe")

frame.section("Where Iraq's displaced come from, and camps")
card("displacement.iraq_home")
with st.grid(columns=2, min_column_width=440):
    card("displacement.camp_households")
    card("displacement.camp_people")
    card("displacement.camps_open")
    card("displacement.idp_returns")

frame.section("Inside Syria")
card("displacement.syria_idps")
card("displacement.syria_moves", place=moves)
year = filters.slide("dis_year", "Year of the movements", move_years(led), max(move_years(led), default=""))
with st.grid(columns=2, min_column_width=440):
    card("displacement.syria_moves_map", year=year)
    card("displacement.syria_moves_year", year=year)
    card("displacement.syria_returned")
    card("displacement.syria_2014")

frame.section("Refugees and returns from abroad")
card("displacement.from_abroad")
card("displacement.from_hosts")
with st.grid(columns=2, min_column_width=440):
    card("displacement.destinations")
    card("displacement.refugees_change")
    card("displacement.refugee_returns")
    card("displacement.returns_by_host")
card("displacement.refugees_syrian")
card("displacement.refugees_iraqi")
with st.grid(columns=2, min_column_width=440):
    card("displacement.intentions")
    card("displacement.intentions_by_host")

frame.section("New displacement and need")
with st.grid(columns=2, min_column_width=440):
    card("displacement.episodes")
    card("displacement.episodes_left")
    card("displacement.need")
    card("displacement.need_iraq")
card("displacement.timeline")
