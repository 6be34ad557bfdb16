"""Liberation: territory held and freed, people freed and gone home, forces, strikes, foreign fighters."""

import streamlit as st

from analysis.words import date_text
from charts.citation import citation
from charts.common import origin_names
from charts.views.campaign import presented
from charts.views.liberation.forces import origins_with_figures
from charts.views.liberation.progress import statement_tiles
from loaders.frames import as_records
from ui import filters, frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()
origins = origin_names(led)
statement = presented(led, "ministers")
said = [row | {"source_title": row["title"]} for row in as_records(statement.head(1))]


def head() -> None:
    frame.tell(frame.sentence("liberation"), tiles.row("liberation"))


@section(
    "Territory",
    "liberation.territory_held",
    "liberation.territory_freed",
    "liberation.share_retaken",
    question="How much land did ISIS hold, and when was it retaken?",
)
def territory() -> None:
    card("liberation.territory_held")
    with cards():
        card("liberation.territory_freed")
        card("liberation.share_retaken")


@section(
    "People freed",
    "liberation.people_freed",
    "liberation.returned_home",
    "liberation.under_isis",
    "liberation.trained",
    question="How many people were freed and went home, and who was trained?",
)
def people() -> None:
    card("liberation.people_freed")
    with cards():
        card("liberation.returned_home")
        card("liberation.under_isis")
        card("liberation.trained")
    if said:
        frame.subsection(f"What the Coalition stated on {date_text(said[0]['published'])}")
        tiles.show(statement_tiles(led))
        frame.note(f"Source: {citation(said[0])}.")


@section(
    "Campaign",
    "liberation.timeline",
    "liberation.strikes",
    "liberation.us_troops",
    "liberation.isis_fighters",
    question="What did the campaign consist of, and how strong are both sides?",
)
def campaign() -> None:
    with cards():
        card("liberation.strikes")
        card("liberation.us_troops")
    card("liberation.isis_fighters")
    card("liberation.timeline")


@section(
    "Who travelled",
    "liberation.travelled_by_country",
    "liberation.travelled",
    "liberation.travelled_from",
    "liberation.travelled_map",
    question="How many foreigners travelled to join ISIS, and from where?",
)
def travellers() -> None:
    with filters.row():
        nationality = filters.pick(
            "lib_from", "Foreign fighters from", origins_with_figures(led), "USA", lambda o: str(origins.get(o, o))
        )
    with cards():
        card("liberation.travelled_by_country")
        with st.container(height="stretch"):
            card("liberation.travelled")
            card("liberation.travelled_from", nationality=nationality)
    card("liberation.travelled_map", wide=True)


frame.title("Liberation")
lay_out(head, territory, people, campaign, travellers)
