"""Liberation: territory held and freed, people freed and gone home, forces, strikes, attacks, losses, fighters."""

import streamlit as st

from analysis import select
from analysis.words import date_text
from charts.common import origin_names
from charts.views.liberation import STATEMENT, origins_with_figures, stated, takeaway
from charts.views.liberation_losses import claimed_labels
from exports import citation
from ui import filters, frame, tiles
from ui.card import card
from ui.data import ledger

led = ledger()
areas, origins = claimed_labels(led), origin_names(led)
frame.top("Liberation", takeaway(led))

with filters.row():
    area = filters.pick(
        "lib_area", "Attacks and operations in", tuple(areas), "iraq-syria", lambda a: str(areas.get(a, a))
    )
    nationality = filters.pick(
        "lib_from", "Foreign fighters from", origins_with_figures(led), "USA", lambda o: str(origins.get(o, o))
    )

tiles.show(
    [
        tiles.tile(led, select(led, "population_liberated", place="iraq-syria"), "People freed from ISIS rule"),
        tiles.tile(led, select(led, "population_returned_home", place="iraq-syria"), "Said to have returned home"),
        tiles.tile(led, select(led, "coalition_strikes", place="iraq-syria"), "Coalition strikes, running total"),
        tiles.tile(led, select(led, "us_troops", place="iraq"), "US troops in Iraq"),
        tiles.tile(led, select(led, "us_troops", place="syria"), "US troops in Syria"),
        tiles.tile(led, select(led, "isis_fighters_estimate", place="iraq-syria"), "ISIS fighters at large"),
    ]
)

card("liberation.territory_held")
with st.grid(columns=2, min_column_width=440):
    card("liberation.territory_freed")
    card("liberation.share_retaken")
    card("liberation.people_freed")
    card("liberation.returned_home")
    card("liberation.under_isis")
    card("liberation.trained")

source = led.sources.loc[led.sources["source"].astype(str) == STATEMENT]
if len(source):
    said = source.iloc[0].to_dict() | {"source_title": source.iloc[0]["title"]}
    frame.section(f"What the Coalition stated on {date_text(said['published'])}")
    tiles.show(
        [
            tiles.tile(led, stated(led, "territory_controlled"), "Territory of ISIS at its peak"),
            tiles.tile(led, stated(led, "foreign_fighters_travelled"), "Foreign fighters drawn to ISIS"),
            tiles.tile(led, stated(led, "population_liberated"), "People liberated"),
            tiles.tile(led, stated(led, "coalition_assistance_raised"), "Assistance raised"),
            tiles.tile(led, stated(led, "forces_trained"), "Security and police personnel trained"),
            tiles.tile(led, stated(led, "coalition_service_members_killed"), "Coalition service members killed"),
        ]
    )
    frame.note(f"Source: {citation(said)}.")

frame.section("Military events, strikes, troops and fighters")
card("liberation.timeline")
with st.grid(columns=2, min_column_width=440):
    card("liberation.strikes")
    card("liberation.us_troops")
card("liberation.isis_fighters")

frame.section("Attacks and operations")
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
with st.grid(columns=2, min_column_width=440):
    card("liberation.travelled_by_country")
    with st.container(height="stretch"):
        card("liberation.travelled")
        card("liberation.travelled_from", nationality=nationality)
card("liberation.travelled_map", wide=True)
