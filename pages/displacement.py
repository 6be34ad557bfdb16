"""Displacement: people displaced and returned inside Iraq and Syria, and who is in need."""

import pandas as pd

from analysis.words import date_text
from charts.common import short_names
from charts.views.displacement.rounds import WHAT, WORDS, iraq_places, latest_round, rounds
from charts.views.displacement.syria import move_places, move_years
from ui import filters, frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()
names = short_names(led)
chosen: dict[str, str] = {}


def head() -> None:
    place = filters.pick("dis_place", "Iraq over time", iraq_places(led), "iraq", names.__getitem__)
    chosen.update(place=place)
    frame.tell(frame.sentence("displacement", place=place), tiles.row("displacement", place=place))


@section(
    "Iraq",
    "displacement.iraq_over_time",
    "displacement.iraq_sources",
    "displacement.iraq_households",
    "displacement.iraq_statement",
    question="How many are displaced and have returned in Iraq?",
)
def iraq() -> None:
    card("displacement.iraq_over_time", place=chosen["place"])
    with cards():
        card("displacement.iraq_sources")
        card("displacement.iraq_households")
    card("displacement.iraq_statement")


@section(
    "By governorate",
    "displacement.iraq_map",
    "displacement.iraq_ranked",
    "displacement.iraq_panels",
    "displacement.severe",
    question="Where in Iraq are they, round by round of IOM's count?",
)
def rounds_of_iraq() -> None:
    with filters.row():
        what = filters.switch("dis_what", "In Iraq", tuple(WHAT), "idps", lambda w: WORDS[w].capitalize())
    day = filters.slide(
        "dis_round", "Round of IOM's count", rounds(led), latest_round(led), lambda d: date_text(pd.Timestamp(d))
    )
    with cards():
        card("displacement.iraq_map", what=what, day=day)
        card("displacement.iraq_ranked", what=what, day=day)
    with cards():
        card("displacement.iraq_panels", what=what)
        card("displacement.severe")


@section(
    "Origin and camps",
    "displacement.iraq_home",
    "displacement.camp_households",
    "displacement.camps_open",
    "displacement.camp_people",
    question="Where do Iraq's displaced come from, and how many live in camps?",
)
def camps() -> None:
    card("displacement.iraq_home")
    card("displacement.camp_households")
    with cards():
        card("displacement.camps_open")
        card("displacement.camp_people")


@section(
    "Syria",
    "displacement.syria_idps",
    "displacement.idp_returns",
    "displacement.syria_returned",
    "displacement.syria_governorates",
    question="How many are displaced inside Syria, and how many went home?",
)
def syria() -> None:
    card("displacement.syria_idps")
    with cards():
        card("displacement.idp_returns")
        card("displacement.syria_returned")
    card("displacement.syria_governorates")


@section(
    "Moves in Syria",
    "displacement.syria_moves",
    "displacement.syria_moves_map",
    "displacement.syria_moves_year",
    "displacement.timeline",
    question="When and where were people displaced inside Syria?",
)
def movements() -> None:
    with filters.row():
        place = filters.pick("dis_moves", "Movements in Syria", move_places(led), "syria", names.__getitem__)
    card("displacement.syria_moves", place=place)
    year = filters.slide("dis_year", "Year of the movements", move_years(led), max(move_years(led), default=""))
    with cards():
        card("displacement.syria_moves_map", year=year)
        card("displacement.syria_moves_year", year=year)
    card("displacement.timeline")


@section(
    "New and in need",
    "displacement.episodes",
    "displacement.episodes_left",
    "displacement.need",
    "displacement.need_iraq",
    question="Who was newly displaced, and who is in need?",
)
def need() -> None:
    with cards():
        card("displacement.episodes")
        card("displacement.episodes_left")
        card("displacement.need")
        card("displacement.need_iraq")


frame.title("Displacement")
lay_out(head, iraq, rounds_of_iraq, camps, syria, movements, need)
