"""Camps: how many people are in al-Hol, Roj and the others, of which nationality and age; safety; custody."""

import pandas as pd

from analysis.sites import first_camp, spoken
from analysis.words import date_text
from charts.common import place_names
from charts.views.camps.population import camps_with_figures, counted_camp, map_days
from charts.views.camps.safety import KILLED
from ui import filters, frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()
names = place_names(led)
chosen: dict[str, str] = {}


def head() -> None:
    camp = filters.pick("camp", "Camp", camps_with_figures(led), first_camp(led), names.__getitem__)
    chosen.update(camp=camp)
    frame.tell(frame.sentence("camps", camp=camp), tiles.row("camps", camp=camp))


@section(
    "How many",
    "camps.population",
    "camps.departures",
    "camps.arrivals",
    question="How many people live in the camp, and how many came and left?",
)
def people() -> None:
    card("camps.population", camp=chosen["camp"])
    with cards():
        card("camps.departures", camp=chosen["camp"])
        card("camps.arrivals")


@section(
    "Who they are",
    "camps.by_origin",
    "camps.children",
    "camps.ages",
    "camps.nationalities",
    question="Of which nationality and age are they?",
)
def who() -> None:
    with cards():
        card("camps.by_origin", camp=chosen["camp"])
        card("camps.children", camp=chosen["camp"])
        card("camps.ages")
        card("camps.nationalities")


@section("Where", "camps.map", "camps.others", question="Where are the camps, and how many live in each?")
def where() -> None:
    days = map_days(led)
    day = filters.slide("day", "Date of the map", days, days[-1], lambda d: date_text(pd.Timestamp(d)))
    with cards():
        card("camps.map", day=day)
        card("camps.others")


@section(
    "Safety",
    "camps.killings",
    "camps.killed_counts",
    "camps.deaths",
    question=f"How many were killed or died in {spoken(led, counted_camp(led, *KILLED))}?",
)
def safety() -> None:
    card("camps.killings")
    with cards():
        card("camps.killed_counts")
        card("camps.deaths")


@section("Who runs them", "camps.custody", question="Who has held the camps, and since when?")
def custody() -> None:
    card("camps.custody")


frame.title("Camps")
lay_out(head, people, who, where, safety, custody)
