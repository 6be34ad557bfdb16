"""Detention: who is held where, by whom and by whose count; the move to Iraq, escapes, trials, custody."""

import pandas as pd

from analysis.words import date_text
from charts.views.detention.held import newest_whole_year, statement_years
from charts.views.detention.places import facility_days
from ui import filters, frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()


def head() -> None:
    frame.tell(frame.sentence("detention"), tiles.row("detention"))


@section(
    "How many",
    "detention.held",
    "detention.statements",
    "detention.claims",
    "detention.split",
    question="How many are held, and by whose count?",
)
def held() -> None:
    card("detention.held")
    spoken = statement_years(led)
    with filters.row():
        year = (
            filters.pick("det_year", "Statements of the year", spoken, newest_whole_year(led), width=200)
            if spoken
            else ""
        )
    card("detention.statements", year=year)
    with cards():
        card("detention.claims")
        card("detention.split")


@section(
    "Move to Iraq",
    "detention.transfer",
    "detention.nationalities",
    "detention.handovers",
    question="How many were moved to Iraq, and of which nationality?",
)
def moved() -> None:
    card("detention.transfer")
    with cards():
        card("detention.nationalities")
        card("detention.handovers")


@section(
    "Where",
    "detention.map",
    "detention.facilities",
    "detention.children",
    question="In which prisons and centres are they held?",
)
def where() -> None:
    days = facility_days(led)
    day = ""
    if days:
        day = filters.slide("det_day", "Date of the map", days, days[-1], lambda d: date_text(pd.Timestamp(d)))
    card("detention.map", day=day)
    with cards():
        card("detention.facilities")
        card("detention.children")


@section(
    "Who holds them",
    "detention.custody",
    "detention.timeline",
    question="Who has held the prisons, and what happened there?",
)
def custody() -> None:
    card("detention.custody")
    card("detention.timeline")


@section(
    "Escapes",
    "detention.escapes",
    "detention.attack",
    "detention.releases",
    question="How many escaped, were killed in attacks or were released?",
)
def escapes() -> None:
    with cards():
        card("detention.escapes")
        card("detention.attack")
    card("detention.releases")


@section(
    "Trials in Iraq",
    "detention.iraq",
    "detention.courts",
    "detention.executions",
    question="How many are held, tried and executed in Iraq?",
)
def trials() -> None:
    card("detention.iraq")
    with cards():
        card("detention.courts")
        card("detention.executions")


frame.title("Detention")
lay_out(head, held, moved, where, custody, escapes, trials)
