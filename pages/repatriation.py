"""Repatriation: which states take their people home, how many and whom, who remains, and the five steps home."""

import streamlit as st

from charts.common import origin_names
from charts.views.repatriation import years
from charts.views.repatriation_people import costs, pathway_steps
from charts.views.repatriation_sums import ALL, countries
from ui import filters, frame, pathway, tiles
from ui.card import card
from ui.section import Choice, lay_out, section

led = frame.opened()
names = origin_names(led) | {ALL: "All states"}
chosen = Choice("country", "totals", "by_year", "remain", "operations", "after", "all_states")


@section()
def country() -> None:
    place = frame.top("Repatriation")
    with filters.row():
        state = filters.pick("rep_country", "Country", countries(led), ALL, lambda o: names[o], redraw=chosen.redraw)
    chosen.tell(country=state)
    frame.say(place, frame.sentence("repatriation", country=state))
    tiles.of("repatriation", country=state)


@section()
def totals() -> None:
    state, span = chosen["country"], years(led)
    upto = filters.slide("rep_year", "Up to the end of", span, span[-1]) if span else ""
    # The newest year is what is shown without a choice: then each figure is told up to its own date.
    upto = "" if span and upto == span[-1] else upto
    card("repatriation.map", wide=True, year=upto, country=state)
    with st.grid(columns=2, min_column_width=440):
        card("repatriation.totals", year=upto, country=state)
        card("repatriation.travelled", country=state)


@section("By year")
def by_year() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("repatriation.years", country=chosen["country"])
        card("repatriation.parts", country=chosen["country"])
    if chosen["country"] == ALL:
        card("repatriation.panels")


@section("Who remains")
def remain() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("repatriation.remaining_country", country=chosen["country"])
        if chosen["country"] == ALL:
            card("repatriation.remaining")
            card("repatriation.remaining_time")
            card("repatriation.remaining_parts")


@section("Operations")
def operations() -> None:
    state = chosen["country"]
    card("repatriation.operations", country=state)
    with st.grid(columns=2, min_column_width=440):
        card("repatriation.list", country=state)
        card("repatriation.missions", country=state)
        card("repatriation.own", country=state)
        if state == ALL:
            card("repatriation.states")
    if state == ALL:
        card("repatriation.timeline")


@section("After arrival, the dead and the cost")
def after() -> None:
    state = chosen["country"]
    with st.grid(columns=2, min_column_width=440):
        card("repatriation.after", country=state)
        card("repatriation.killed", country=state)
    spent = costs(led, state)
    if spent:
        with st.container(border=True, key="costs", gap="xsmall"):
            st.html(
                '<h3 class="cs-title">What repatriation cost a state</h3>'
                f'<p class="cs-sub">Nominal, each in its own currency</p>{pathway.measures(spent)}'
            )


@section()
def all_states() -> None:
    """What is of all states moves below what is of the chosen one."""
    if chosen["country"] == ALL:
        return
    frame.section("All states")
    card("repatriation.panels")
    with st.grid(columns=2, min_column_width=440):
        card("repatriation.remaining")
        card("repatriation.remaining_time")
        card("repatriation.remaining_parts")
        card("repatriation.states")
    card("repatriation.timeline")


@section("Five steps home, and what is measured at each")
def steps() -> None:
    pathway.show(pathway_steps(led))


lay_out(country, totals, by_year, remain, operations, after, all_states, steps)
