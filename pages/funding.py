"""Funding: pledges, conferences, appeals, stabilisation, US budgets and aid, the money of ISIS; nominal money."""

import streamlit as st

from analysis import select
from charts.common import short_names
from charts.views.funding_appeals import PLACE, hosts, plan_places
from ui import filters, frame, tiles
from ui.card import card
from ui.section import Choice, lay_out, section

led = frame.opened()
names = short_names(led)
chosen = Choice("plans", "us_money")


@section()
def plans() -> None:
    top = frame.top("Funding")

    with filters.row():
        place = filters.switch(
            "fun_place", "Plans for", plan_places(led), PLACE, lambda p: str(names.get(p, p)), redraw=chosen.redraw
        )
        host = filters.pick("fun_host", "Refugee plan for", hosts(led), "", lambda p: str(names.get(p, p)))
    chosen.tell(place=place)
    frame.say(top, frame.sentence("funding", place=place))
    tiles.of("funding", place=place)
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


@section("Pledges of the Coalition")
def pledges() -> None:
    with st.grid(columns=2, min_column_width=440):
        with st.container(height="stretch"):
            card("funding.raised")
            card("funding.flash")
        with st.container(height="stretch"):
            card("funding.stabilization")
            card("funding.stabilization_donors")


@section("Pledging conferences")
def conferences() -> None:
    with filters.row():
        money = filters.switch(
            "fun_money", "Conferences in", ("usd", "eur"), "usd", lambda m: "US dollars" if m == "usd" else "euros"
        )
    with st.grid(columns=2, min_column_width=440):
        with st.container(height="stretch"):
            card("funding.conferences", money=money)
            card("funding.delivered", money=money)
        card("funding.conference_loans", money=money)
    card("funding.conference_donors", money=money)


@section("Funding Facility for Stabilization")
def facility() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("funding.ffs")
        card("funding.ffs_donors")
        with st.container(height="stretch"):
            card("funding.ffs_projects")
            card("funding.ffs_places")
        card("funding.ffs_single")


@section("US budgets and aid")
def us_money() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("funding.ctef")
        card("funding.ctef", slot="place", place=chosen["place"])
        card("funding.ctef_parts")
        card("funding.oir_cost")
        card("funding.oir_per_day")
        card("funding.oir_budget")
        card("funding.us_aid")
        card("funding.us_announced")


@section("US money in relief")
def us_relief() -> None:
    tiles.show(
        [
            tiles.tile(led, select(led, "us_share_of_relief", place="syria"), "US share of relief in Syria"),
            tiles.tile(led, select(led, "programmes_affected_by_freeze"), "Programmes hit by the US aid freeze"),
            tiles.tile(led, select(led, "ngos_with_us_funds"), "NGOs with US funds in a survey"),
            tiles.tile(led, select(led, "coordinators_on_us_funds"), "Coordinators on US funds"),
        ]
    )


@section("Sums in other currencies")
def currencies() -> None:
    card("funding.euro")
    card("funding.pounds")


@section("The money of ISIS")
def isis_money() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("funding.isis_reserves")
        with st.container(height="stretch"):
            card("funding.isis_revenue")
            card("funding.isis_monthly")
    card("funding.isis_streams")


lay_out(plans, pledges, conferences, facility, us_money, us_relief, currencies, isis_money)
