"""Camps: how many people are in al-Hol, Roj and the others, of which nationality and age; safety; custody."""

import pandas as pd
import streamlit as st

from analysis.sites import first_camp, spoken
from analysis.words import date_text
from charts.common import place_names
from charts.views.camps import camps_with_figures, counted_camp, map_days
from charts.views.camps_safety import KILLED
from ui import filters, frame, tiles
from ui.card import card
from ui.section import Choice, lay_out, section

led = frame.opened()
names = place_names(led)
chosen = Choice("people", "children")


@section()
def people() -> None:
    place = frame.top("Camps")
    with filters.row():
        camp = filters.pick(
            "camp", "Camp", camps_with_figures(led), first_camp(led), names.__getitem__, redraw=chosen.redraw
        )
    chosen.tell(camp=camp)
    frame.say(place, frame.sentence("camps", camp=camp))
    tiles.of("camps", camp=camp)
    card("camps.population", camp=camp)
    with st.grid(columns=2, min_column_width=440):
        card("camps.by_origin", camp=camp)
        card("camps.departures", camp=camp)


@section("Where the camps are")
def where() -> None:
    days = map_days(led)
    day = filters.slide("day", "Date of the map", days, days[-1], lambda d: date_text(pd.Timestamp(d)))
    with st.grid(columns=2, min_column_width=440):
        card("camps.map", day=day)
        card("camps.nationalities")
    card("camps.others")


@section("Children and nationalities")
def children() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("camps.children", camp=chosen["camp"])
        card("camps.ages")
        card("camps.arrivals")


@section(f"Safety in {spoken(led, counted_camp(led, *KILLED))}")
def safety() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("camps.killings")
        card("camps.killed_counts")
        card("camps.deaths")


@section("Custody")
def custody() -> None:
    card("camps.custody")


lay_out(people, where, children, safety, custody)
