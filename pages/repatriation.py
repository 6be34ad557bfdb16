"""Repatriation: which states take their people home, how many and whom, who remains, and the five steps home."""

import streamlit as st

from analysis import select
from charts.common import origin_names
from charts.views.repatriation import largest_takers, last_year, years
from charts.views.repatriation_people import costs, pathway_steps, remaining_share
from charts.views.repatriation_sums import countries
from ui import filters, frame, pathway, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
names = origin_names(led) | {"all": "All states"}
frame.top("Repatriation", f"{largest_takers(led)} {remaining_share(led)}".strip())

with filters.row():
    country = filters.pick("rep_country", "Country", countries(led), "all", lambda o: names[o])

tiles.show(
    [
        tiles.tile(
            led,
            select(led, "nationals_remaining", place="ne-syria", origin="tcn"),
            "Third-country nationals who remain",
        ),
        tiles.tile(
            led,
            select(led, "repatriated_persons_cumulative", place="ne-syria", origin="tcn", group="women_and_children"),
            "Women and children taken home from northeast Syria",
        ),
        tiles.tile(
            led, select(led, "countries_repatriating_cumulative", place="al-hol"), "States that took people home so far"
        ),
        tiles.tile(
            led, select(led, "foreign_fighters_travelled", place="iraq-syria", origin="all"), "People who had travelled"
        ),
        tiles.tile(
            led,
            select(led, "nationals_returned_any_route", place="iraq-syria", origin="all"),
            "Back home by any route",
        ),
        tiles.tile(
            led,
            select(led, "repatriated_persons_cumulative", origin="central-asia", group="children"),
            "Children taken home to Central Asia",
        ),
    ]
)

span = years(led)
upto = filters.slide("rep_year", "Up to the end of", span, span[-1]) if span else last_year(led)
card("repatriation.map", wide=True, year=upto)
with st.grid(columns=2, min_column_width=440):
    card("repatriation.totals", year=upto)
    card("repatriation.travelled")

frame.section("By country and year")
with st.grid(columns=2, min_column_width=440):
    card("repatriation.years", country=country)
    card("repatriation.parts", country=country)
card("repatriation.panels")

frame.section("Who remains")
with st.grid(columns=2, min_column_width=440):
    card("repatriation.remaining")
    card("repatriation.remaining_country", country=country)
    card("repatriation.remaining_time")
    card("repatriation.remaining_parts")

frame.section("Five steps home, and what is measured at each")
pathway.show(pathway_steps(led))

frame.section("Operations")
card("repatriation.operations", country=country)
with st.grid(columns=2, min_column_width=440):
    card("repatriation.list", country=country)
    card("repatriation.states")
    card("repatriation.missions")
    card("repatriation.own")
card("repatriation.timeline")

frame.section("After arrival, the dead and the cost")
with st.grid(columns=2, min_column_width=440):
    card("repatriation.after")
    card("repatriation.killed")
spent = costs(led)
if spent:
    with st.container(border=True, key="costs", gap="xsmall"):
        st.html(
            f'<h3 class="cs-title">What repatriation cost a state: {len(spent)} statements</h3>'
            f'<p class="cs-sub">Nominal, each in its own currency</p>{pathway.measures(spent)}'
        )
