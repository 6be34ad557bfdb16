"""Flows: who left al-Hol, Roj and the prisons in a period, where to, and what the counts leave unexplained."""

import pandas as pd

from analysis.words import date_text
from charts.catalog import NOT_YET
from charts.views.flows.links import default_year, month_ends, months, year_span, years
from ui import filters, frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

ALL, OWN = "all", "own"


def _day(day: str) -> str:
    return date_text(pd.Timestamp(day))


led = frame.opened()
offered = years(led)


chosen: dict[str, str] = {}


def head() -> None:
    if not offered:
        frame.tell(NOT_YET)
        return
    default = default_year(led)
    words = {year: year for year in offered} | {ALL: f"{offered[-1]} to {offered[0]}", OWN: "Own months"}
    with filters.row():
        order = (default, *(year for year in offered if year != default), ALL, OWN)
        which = filters.pick("flow_period", "Period", order, default, lambda p: words[p], width=160)
        start, end = (months(led)[0], month_ends(led)[-1]) if which in (ALL, OWN) else year_span(led, which)
        if which == OWN:
            start = filters.pick("flow_from", "From", months(led), start, _day, width=160)
            last = tuple(day for day in reversed(month_ends(led)) if day > start)
            end = filters.pick("flow_to", "To", last, last[0], _day, width=160)

    chosen.update(start=start, end=end)
    frame.tell(frame.sentence("flows", start=start, end=end), tiles.row("flows", start=start, end=end))


@section("The period", "flows.sankey", "flows.destinations", question="Who left in the period, and where to?")
def period() -> None:
    card("flows.sankey", start=chosen["start"], end=chosen["end"])
    card("flows.destinations", start=chosen["start"], end=chosen["end"])


@section("Year by year", "flows.by_year", "flows.explained", question="What do the counts explain, year by year?")
def year_by_year() -> None:
    with cards():
        card("flows.by_year")
        card("flows.explained")


frame.title("Flows")
lay_out(head, *([period, year_by_year] if offered else []))
