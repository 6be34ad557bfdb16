"""Displacement: people displaced and returned inside Iraq and Syria, refugees, and returns from abroad."""

import pandas as pd
import streamlit as st

from analysis.words import date_text
from charts.common import short_names
from charts.views.displacement_rounds import WHAT, WORDS, iraq_places, latest_round, rounds
from charts.views.displacement_syria import move_places, move_years
from ui import filters, frame, tiles
from ui.card import card
from ui.section import lay_out, section

led = frame.opened()
names = short_names(led)


@section()
def over_time() -> None:
    top = frame.top("Displacement")
    with filters.row():
        place = filters.pick("dis_place", "Iraq over time", iraq_places(led), "iraq", names.__getitem__)
    frame.say(top, frame.sentence("displacement", place=place))
    tiles.of("displacement", place=place)
    card("displacement.iraq_over_time", place=place)


@section("Iraq, round by round")
def round_by_round() -> None:
    with filters.row():
        what = filters.switch("dis_what", "In Iraq", tuple(WHAT), "idps", lambda w: WORDS[w].capitalize())
    day = filters.slide(
        "dis_round", "Round of IOM's count", rounds(led), latest_round(led), lambda d: date_text(pd.Timestamp(d))
    )
    with st.grid(columns=2, min_column_width=440):
        card("displacement.iraq_map", what=what, day=day)
        card("displacement.iraq_ranked", what=what, day=day)
    card("displacement.iraq_panels", what=what)


@section()
def iraq() -> None:
    card("displacement.statement_2019")
    card("displacement.iraq_sources")
    with st.grid(columns=2, min_column_width=440):
        card("displacement.iraq_households")
        card("displacement.severe")


@section("Where Iraq's displaced come from, and camps")
def camps() -> None:
    card("displacement.iraq_home")
    with st.grid(columns=2, min_column_width=440):
        card("displacement.camp_households")
        card("displacement.camp_people")
        card("displacement.camps_open")
        card("displacement.idp_returns")


@section("Inside Syria")
def syria() -> None:
    card("displacement.syria_idps")


@section()
def movements() -> None:
    with filters.row():
        place = filters.pick("dis_moves", "Movements in Syria", move_places(led), "syria", names.__getitem__)
    card("displacement.syria_moves", place=place)


@section()
def movements_of_a_year() -> None:
    year = filters.slide("dis_year", "Year of the movements", move_years(led), max(move_years(led), default=""))
    with st.grid(columns=2, min_column_width=440):
        card("displacement.syria_moves_map", year=year)
        card("displacement.syria_moves_year", year=year)
        card("displacement.syria_returned")
        card("displacement.syria_2014")


@section("Refugees and returns from abroad")
def abroad() -> None:
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


@section("New displacement and need")
def need() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("displacement.episodes")
        card("displacement.episodes_left")
        card("displacement.need")
        card("displacement.need_iraq")
    card("displacement.timeline")


lay_out(over_time, round_by_round, iraq, camps, syria, movements, movements_of_a_year, abroad, need)
