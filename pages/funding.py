"""Funding: pledges, conferences, appeals, stabilisation, US budgets and aid, the money of ISIS; nominal money."""

import streamlit as st

from analysis import select
from charts import takeaway
from charts.common import short_names
from charts.views.funding_appeals import HOST, PLACE, hosts, plan_places
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
names = short_names(led)
top = frame.top("Funding")

with filters.row():
    place = filters.switch("fun_place", "Plans for", plan_places(led), PLACE, lambda p: str(names.get(p, p)))
    host = filters.pick("fun_host", "Refugee plan for", hosts(led), HOST, lambda p: str(names.get(p, p)))
    money = filters.switch(
        "fun_money", "Conferences in", ("usd", "eur"), "usd", lambda m: "US dollars" if m == "usd" else "euros"
    )

frame.say(top, takeaway.say("funding", led, place=place))
tiles.show(takeaway.tiles_of("funding", led, place=place))
frame.note(
    "All sums are nominal, in the currency that the source states; no rate is applied and none is added to another."
)

card("funding.appeals", place=place)
with st.grid(columns=2, min_column_width=440):
    card("funding.shares")
    card("funding.outside", place=place)
    card("funding.camp_sector", place=place)
    card("funding.to_date", place=place)
    card("funding.refugee_plan", host=host)
    card("funding.refugee_shares")

frame.section("Pledges of the Coalition")
with st.grid(columns=2, min_column_width=440):
    with st.container(height="stretch"):
        card("funding.raised")
        card("funding.flash")
    with st.container(height="stretch"):
        card("funding.stabilization")
        card("funding.stabilization_donors")

frame.section("Pledging conferences")
with st.grid(columns=2, min_column_width=440):
    with st.container(height="stretch"):
        card("funding.conferences", money=money)
        card("funding.delivered", money=money)
    card("funding.conference_loans", money=money)
card("funding.conference_donors", money=money)

frame.section("Funding Facility for Stabilization")
with st.grid(columns=2, min_column_width=440):
    card("funding.ffs")
    card("funding.ffs_donors")
    with st.container(height="stretch"):
        card("funding.ffs_projects")
        card("funding.ffs_places")
    card("funding.ffs_single")

frame.section("US budgets and aid")
with st.grid(columns=2, min_column_width=440):
    card("funding.ctef")
    card("funding.ctef", slot="place", place=place)
    card("funding.ctef_parts")
    card("funding.oir_cost")
    card("funding.oir_per_day")
    card("funding.oir_budget")
    card("funding.us_aid")
    card("funding.us_announced")

frame.section("US money in relief")
tiles.show(
    [
        tiles.tile(led, select(led, "us_share_of_relief", place="syria"), "US share of relief in Syria"),
        tiles.tile(led, select(led, "programmes_affected_by_freeze"), "Programmes hit by the US aid freeze"),
        tiles.tile(led, select(led, "ngos_with_us_funds"), "NGOs with US funds in a survey"),
        tiles.tile(led, select(led, "coordinators_on_us_funds"), "Coordinators on US funds"),
    ]
)

frame.section("Sums in other currencies")
card("funding.euro")
card("funding.pounds")

frame.section("The money of ISIS")
with st.grid(columns=2, min_column_width=440):
    card("funding.isis_reserves")
    with st.container(height="stretch"):
        card("funding.isis_revenue")
        card("funding.isis_monthly")
card("funding.isis_streams")
