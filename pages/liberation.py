"""Liberation: territory held and freed, people freed and gone home, forces, strikes, attacks, losses, fighters."""

import streamlit as st

from analysis.words import date_text
from charts.citation import citation
from charts.common import origin_names
from charts.views.campaign import presented
from charts.views.liberation import statement_tiles
from charts.views.liberation_attacks import claimed_labels
from charts.views.liberation_forces import origins_with_figures
from loaders.frames import as_records
from ui import filters, frame, tiles
from ui.card import card
from ui.section import lay_out, section

led = frame.opened()
areas, origins = claimed_labels(led), origin_names(led)
statement = presented(led, "ministers")
said = [row | {"source_title": row["title"]} for row in as_records(statement.head(1))]


@section()
def territory() -> None:
    frame.top("Liberation", frame.sentence("liberation"))
    tiles.of("liberation")
    card("liberation.territory_held")
    with st.grid(columns=2, min_column_width=440):
        card("liberation.territory_freed")
        card("liberation.share_retaken")
        card("liberation.people_freed")
        card("liberation.returned_home")
        card("liberation.under_isis")
        card("liberation.trained")


@section(f"What the Coalition stated on {date_text(said[0]['published'])}" if said else "")
def stated() -> None:
    tiles.show(statement_tiles(led))
    frame.note(f"Source: {citation(said[0])}.")


@section("Military events, strikes, troops and fighters")
def campaign() -> None:
    card("liberation.timeline")
    with st.grid(columns=2, min_column_width=440):
        card("liberation.strikes")
        card("liberation.us_troops")
    card("liberation.isis_fighters")


@section("Attacks and operations")
def attacks() -> None:
    with filters.row():
        area = filters.pick(
            "lib_area", "Attacks and operations in", tuple(areas), "iraq-syria", lambda a: str(areas.get(a, a))
        )
    card("liberation.attacks_claimed", area=area)
    card("liberation.attacks_claimed", slot="world", area="world")
    with st.grid(columns=2, min_column_width=440):
        card("liberation.operations", area=area)
        card("liberation.operation_results", area=area)
        card("liberation.attacks_recorded")
        card("liberation.attacks_part_years")


@section("Losses")
def losses() -> None:
    card("liberation.civilians")
    card("liberation.civilian_victims")
    with st.grid(columns=2, min_column_width=440):
        card("liberation.losses")
        card("liberation.us_losses")
        card("liberation.partner_losses")
        card("liberation.peshmerga")


@section("Foreigners who travelled")
def travellers() -> None:
    with filters.row():
        nationality = filters.pick(
            "lib_from", "Foreign fighters from", origins_with_figures(led), "USA", lambda o: str(origins.get(o, o))
        )
    with st.grid(columns=2, min_column_width=440):
        card("liberation.travelled_by_country")
        with st.container(height="stretch"):
            card("liberation.travelled")
            card("liberation.travelled_from", nationality=nationality)


@section()
def travellers_map() -> None:
    card("liberation.travelled_map", wide=True)


lay_out(territory, *([stated] if said else []), campaign, attacks, losses, travellers, travellers_map)
