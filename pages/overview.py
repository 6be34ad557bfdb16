"""Overview: where things stand. Newest headline figures, the map, what changed, what happened last."""

import streamlit as st

from analysis import newest_publication
from analysis.words import date_text
from charts.views.overview import communique
from ui import frame, listing, tables, tiles
from ui.card import card
from ui.section import lay_out, section

led = frame.opened()


def head() -> None:
    frame.title("Camp, detention and returnee statistics")
    frame.tell(
        frame.sentence("overview"),
        frame.quiet(
            f"{len(led.observations):,} statements from {len(led.sources):,} publications. Each figure shows who said "
            f"it, when, and how sure it is; the newest publication is of {date_text(newest_publication(led))}."
        )
        + tiles.row("overview"),
    )


@section("Now", "overview.map", "overview.changes", question="Where do things stand?")
def now() -> None:
    with st.grid(columns=2, min_column_width=440):
        card("overview.map")
        card("overview.changes")


@section("Lately", "overview.events", question="What happened last?")
def lately() -> None:
    card("overview.events")
    st.dataframe(
        tables.ready(listing.newest_events(led)),
        hide_index=True,
        column_config={"Address": st.column_config.LinkColumn("Address", display_text="open")},
        alt="The twelve newest events with date, place and source",
    )


@section("Ministers", question="What did the Coalition's ministers state?")
def stated() -> None:
    said = communique(led)
    if len(said):
        frame.note(f"Stated on {date_text(said.iloc[0]['published'])}.")
        tiles.show([tiles.statement(row) for _, row in said.iterrows()])
        frame.note(
            "One communique, as it stands in the ledger; the pages on liberation and funding set it beside other "
            "sources."
        )


lay_out(head, now, lately, stated)
