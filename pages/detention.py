"""Detention: who is held where, by whom and by whose count; the move to Iraq, escapes, trials, custody."""

import pandas as pd
import streamlit as st

from analysis.words import date_text
from charts.views.detention import busiest_year, facility_days, statement_years
from ui import filters, frame, tiles
from ui.card import card
from ui.section import lay_out, section

led = frame.opened()


@section()
def held() -> None:
    frame.top("Detention", frame.sentence("detention"))
    tiles.of("detention")
    card("detention.held")
    with st.grid(columns=2, min_column_width=440):
        card("detention.split")
        card("detention.claims")


@section()
def statements() -> None:
    spoken = statement_years(led)
    with filters.row():
        year = (
            filters.pick("det_year", "Statements of the year", spoken, busiest_year(led), width=200) if spoken else ""
        )
    card("detention.statements", year=year)


@section("The move to Iraq")
def moved() -> None:
    card("detention.transfer")
    with st.grid(columns=2, min_column_width=440):
        card("detention.nationalities")
        card("detention.handovers")


@section("Where people are held")
def where() -> None:
    days = facility_days(led)
    day = ""
    if days:
        day = filters.slide("det_day", "Date of the map", days, days[-1], lambda d: date_text(pd.Timestamp(d)))
    card("detention.map", day=day)


@section()
def facilities() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("detention.facilities")
        card("detention.children")
    card("detention.custody")


@section("Attacks, escapes and releases")
def escapes() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("detention.escapes")
        card("detention.attack")
    card("detention.releases")


@section("Trials and prisons in Iraq")
def trials() -> None:
    card("detention.iraq")
    card("detention.courts")
    card("detention.executions")


@section("Events")
def events() -> None:
    card("detention.timeline")


lay_out(held, statements, moved, where, facilities, escapes, trials, events)
