"""Repatriation: which states take their people home, how many and whom, who remains, and the five steps home."""

import streamlit as st

from charts.common import origin_names
from charts.views.repatriation.people import costs, pathway_steps
from charts.views.repatriation.states import years
from charts.views.repatriation.sums import ALL, countries
from ui import filters, frame, pathway, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()
names = origin_names(led) | {ALL: "All states"}
chosen: dict[str, str] = {}


def head() -> None:
    state = filters.pick("rep_country", "Country", countries(led), ALL, lambda o: names[o])
    chosen.update(country=state)
    frame.tell(frame.sentence("repatriation", country=state), tiles.row("repatriation", country=state))


def all_states() -> None:
    """What is of all states stands below what is of the chosen one."""
    if chosen["country"] != ALL:
        frame.subsection("All states")


@section(
    "How many home",
    "repatriation.map",
    "repatriation.totals",
    "repatriation.travelled",
    question="How many people have been taken home, and how many had gone?",
)
def totals() -> None:
    state, span = chosen["country"], years(led)
    upto = filters.slide("rep_year", "Up to the end of", span, span[-1]) if span else ""
    # The newest year is what is shown without a choice: then each figure is told up to its own date.
    upto = "" if span and upto == span[-1] else upto
    card("repatriation.map", wide=True, year=upto, country=state)
    with cards():
        card("repatriation.totals", year=upto, country=state)
        card("repatriation.travelled", country=state)


@section(
    "By year",
    "repatriation.years",
    "repatriation.parts",
    "repatriation.panels",
    "repatriation.states",
    question="When were they taken home, and how many were women and children?",
)
def by_year() -> None:
    with cards():
        card("repatriation.years", country=chosen["country"])
        card("repatriation.parts", country=chosen["country"])
    all_states()
    with cards():
        card("repatriation.panels")
        card("repatriation.states")


@section(
    "Who remains",
    "repatriation.remaining_country",
    "repatriation.remaining",
    "repatriation.remaining_time",
    "repatriation.remaining_parts",
    question="Who remains in the camps and prisons?",
)
def remain() -> None:
    if chosen["country"] != ALL:
        card("repatriation.remaining_country", country=chosen["country"])
        all_states()
    with cards():
        if chosen["country"] == ALL:
            card("repatriation.remaining_country", country=ALL)
        card("repatriation.remaining")
        card("repatriation.remaining_time")
        card("repatriation.remaining_parts")


@section(
    "Operations",
    "repatriation.operations",
    "repatriation.list",
    "repatriation.missions",
    "repatriation.own",
    question="Which operations took them home?",
)
def operations() -> None:
    state = chosen["country"]
    card("repatriation.operations", country=state)
    with cards():
        card("repatriation.list", country=state)
        card("repatriation.missions", country=state)
        card("repatriation.own", country=state)


@section(
    "After arrival",
    "repatriation.after",
    "repatriation.killed",
    question="What became of them, who died, and what did it cost?",
)
def after() -> None:
    state = chosen["country"]
    with cards():
        card("repatriation.after", country=state)
        card("repatriation.killed", country=state)
    spent = costs(led, state)
    if spent:
        with st.container(border=True, key="costs", gap="xsmall"):
            st.html(
                '<h3 class="cs-title">What repatriation cost a state</h3>'
                f'<p class="cs-sub">Nominal, each in its own currency</p>{pathway.measures(spent)}'
            )


@section("The five steps", "repatriation.timeline", question="Which steps lead home, and what is measured at each?")
def steps() -> None:
    pathway.show(pathway_steps(led))
    card("repatriation.timeline")


frame.title("Repatriation")
lay_out(head, totals, by_year, remain, operations, after, steps)
