"""Repatriation: which states take their people home, how many and whom, who remains, and the five steps home."""

import streamlit as st

from charts import takeaway
from charts.common import origin_names
from charts.views.repatriation import years
from charts.views.repatriation_people import costs, pathway_steps
from charts.views.repatriation_sums import ALL, countries
from ui import filters, frame, pathway, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
names = origin_names(led) | {ALL: "All states"}
place = frame.top("Repatriation")

with filters.row():
    country = filters.pick("rep_country", "Country", countries(led), ALL, lambda o: names[o])
frame.say(place, takeaway.say("repatriation", led, country=country))
tiles.show(takeaway.tiles_of("repatriation", led, country=country))
one_state = country != ALL

span = years(led)
upto = filters.slide("rep_year", "Up to the end of", span, span[-1]) if span else ""
# The newest year is what is shown without a choice: then each figure is told up to its own date.
upto = "" if span and upto == span[-1] else upto
card("repatriation.map", wide=True, year=upto, country=country)
with st.grid(columns=2, min_column_width=440):
    card("repatriation.totals", year=upto, country=country)
    card("repatriation.travelled", country=country)

frame.section("By year")
with st.grid(columns=2, min_column_width=440):
    card("repatriation.years", country=country)
    card("repatriation.parts", country=country)
if not one_state:
    card("repatriation.panels")

frame.section("Who remains")
with st.grid(columns=2, min_column_width=440):
    card("repatriation.remaining_country", country=country)
    if not one_state:
        card("repatriation.remaining")
        card("repatriation.remaining_time")
        card("repatriation.remaining_parts")

frame.section("Operations")
card("repatriation.operations", country=country)
with st.grid(columns=2, min_column_width=440):
    card("repatriation.list", country=country)
    card("repatriation.missions", country=country)
    card("repatriation.own", country=country)
    if not one_state:
        card("repatriation.states")
if not one_state:
    card("repatriation.timeline")

frame.section("After arrival, the dead and the cost")
with st.grid(columns=2, min_column_width=440):
    card("repatriation.after", country=country)
    card("repatriation.killed", country=country)
spent = costs(led, country)
if spent:
    with st.container(border=True, key="costs", gap="xsmall"):
        st.html(
            '<h3 class="cs-title">What repatriation cost a state</h3>'
            f'<p class="cs-sub">Nominal, each in its own currency</p>{pathway.measures(spent)}'
        )

if one_state:
    frame.section("All states")
    card("repatriation.panels")
    with st.grid(columns=2, min_column_width=440):
        card("repatriation.remaining")
        card("repatriation.remaining_time")
        card("repatriation.remaining_parts")
        card("repatriation.states")
    card("repatriation.timeline")

frame.section("Five steps home, and what is measured at each")
pathway.show(pathway_steps(led))
