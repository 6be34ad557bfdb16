"""Liberation: territory held and freed, people freed and gone home, forces, strikes, attacks, losses, fighters."""

import streamlit as st

from analysis.words import date_text
from charts import takeaway
from charts.citation import citation
from charts.common import origin_names
from charts.views.campaign import presented
from charts.views.liberation import statement_tiles
from charts.views.liberation_attacks import claimed_labels
from charts.views.liberation_forces import origins_with_figures
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
areas, origins = claimed_labels(led), origin_names(led)
frame.top("Liberation", takeaway.say("liberation", led))
tiles.show(takeaway.tiles_of("liberation", led))

card("liberation.territory_held")
with st.grid(columns=2, min_column_width=440):
    card("liberation.territory_freed")
    card("liberation.share_retaken")
    card("liberation.people_freed")
    card("liberation.returned_home")
    card("liberation.under_isis")
    card("liberation.trained")

source = presented(led, "ministers")
if len(source):
    said = source.iloc[0].to_dict() | {"source_title": source.iloc[0]["title"]}
    frame.section(f"What the Coalition stated on {date_text(said['published'])}")
    tiles.show(statement_tiles(led))
    frame.note(f"Source: {citation(said)}.")

frame.section("Military events, strikes, troops and fighters")
card("liberation.timeline")
with st.grid(columns=2, min_column_width=440):
    card("liberation.strikes")
    card("liberation.us_troops")
card("liberation.isis_fighters")

# A filter stands over the cards that it changes; the sentence and the tiles are of the whole campaign.
frame.section("Attacks and operations")
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

frame.section("Losses")
card("liberation.civilians")
card("liberation.civilian_victims")
with st.grid(columns=2, min_column_width=440):
    card("liberation.losses")
    card("liberation.us_losses")
    card("liberation.partner_losses")
    card("liberation.peshmerga")

frame.section("Foreigners who travelled")
with filters.row():
    nationality = filters.pick(
        "lib_from", "Foreign fighters from", origins_with_figures(led), "USA", lambda o: str(origins.get(o, o))
    )
with st.grid(columns=2, min_column_width=440):
    card("liberation.travelled_by_country")
    with st.container(height="stretch"):
        card("liberation.travelled")
        card("liberation.travelled_from", nationality=nationality)
card("liberation.travelled_map", wide=True)
