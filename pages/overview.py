"""Overview: where things stand, as questions with their answers; the map, what changed, what happened last."""

import streamlit as st

from analysis import newest_publication
from analysis.words import date_text
from ui import answers, frame, listing, tables
from ui.card import card
from ui.section import is_whole, lay_out, section

led = frame.opened()


def head() -> None:
    frame.tell(frame.sentence("overview"), answers.row())


def foot(*, last: bool = False) -> None:
    """What all of it rests on: below the open section, or once below all of them."""
    if is_whole() and not last:
        return
    frame.note(
        f"{len(led.observations):,} statements from {len(led.sources):,} publications. Each figure shows who said it, "
        f"when, and how sure it is; the newest publication is of {date_text(newest_publication(led))}."
    )


@section("Where", "overview.map", question="Where are people held, and how many?")
def where() -> None:
    card("overview.map", wide=True)
    foot()


@section("What changed", "overview.changes", question="What changed within a year?")
def changed() -> None:
    card("overview.changes")
    foot()


@section("Lately", "overview.events", question="What happened last?")
def lately() -> None:
    card("overview.events")
    tables.tell(listing.newest_events(led), "The twelve newest events with date, place and source")
    st.html(listing.happened(led))
    foot(last=True)


frame.title("Camp, detention and returnee statistics")
lay_out(head, where, changed, lately)
