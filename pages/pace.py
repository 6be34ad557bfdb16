"""Pace: when is it empty? A population, a pace, the date with its bounds, the arithmetic, and the record on a camp."""

from typing import Any

import streamlit as st

from analysis import populations
from analysis.pace.backtest import after_the_claim, claim_of_years, outcome, record, record_table, tried_camp, verdict
from analysis.pace.measured import SHAPES, WINDOWS
from analysis.sites import spoken
from analysis.words import number_text
from charts.catalog import NOT_YET
from charts.choices import PACES, SHAPE_NAMES, SOURCES
from charts.views.pace.ahead import BASES, default_of, likely_pace, said_of, set_paces
from ui import filters, frame, listing, tables, tiles
from ui.card import card, cards
from ui.section import lay_out, section

ENDED = ("already empty", "no longer holds")  # of these no pace is carried on
WIDTHS = {name: st.column_config.TextColumn(name, width=width) for name, width in (("None left", 150), ("Bounds", 230))}


def thousands(value: str) -> str:
    """A number of the slider as it reads."""
    return number_text(float(value))


led = frame.opened()
found = populations(led)
chosen: dict[str, Any] = {}


def head() -> None:
    with filters.row():
        start = default_of(led)
        of = filters.pick("pace_of", "Population", tuple(found), start, lambda key: found[key].name, width=400)
        by = filters.switch("pace_by", "Pace", WINDOWS, "last", lambda key: PACES[key])
        shape = filters.switch("pace_shape", "Carried on as", SHAPES, "number", lambda key: SHAPE_NAMES[key])
        source = filters.pick("pace_from", "Departures from", BASES, "auto", lambda key: SOURCES[key], width=270)
    per_month = ""
    if said_of(led, of, "last", "number", "auto").status not in ENDED:
        offered, likely = set_paces(led, of), likely_pace(led, of)
        per_month = filters.slide("pace_set", "Set pace, people a month", offered, likely, thousands)

    chosen.update(of=of, by=by, shape=shape, source=source, per_month=per_month)
    frame.tell(frame.sentence("pace", **chosen), tiles.row("pace", **chosen))


@section("The date", "pace.fan", question="When is nobody left, and how is that reckoned?")
def reckoned() -> None:
    said = said_of(led, **chosen)
    card("pace.fan", **chosen)
    frame.subsection("The arithmetic")
    st.html(tables.paragraphs((*said.working, *said.remarks)))
    if said.status not in ENDED:
        frame.note("Every way of reckoning side by side; none of them is a forecast of what will happen.")
        tables.show(
            listing.every_pace(led, chosen["of"], chosen["per_month"]),
            f"{found[chosen['of']].name}: date of clearance by every pace",
            columns=WIDTHS,
        )


@section("The pace so far", "pace.departures", "pace.history", question="How many have left, and how fast?")
def so_far() -> None:
    with cards():
        card("pace.departures", of=chosen["of"])
        card("pace.history", of=chosen["of"])


@section("Tried on history", "pace.record", question=f"Tried on history: {spoken(led, tried_camp(led))}")
def tried() -> None:
    happened, forecasts = outcome(led, tried_camp(led)), record(led, tried_camp(led))
    if happened is None:
        camp = spoken(led, tried_camp(led))
        frame.note(f"By the chosen date no source states that {camp} is empty, so no forecast can be judged yet.")
    else:
        frame.note(f"Each forecast uses only what had been published by its day. {verdict(forecasts, happened)}")
        card("pace.record", shape=chosen["shape"])
        tables.show(record_table(forecasts), "What each method said on past days, and its error")


claim = claim_of_years(led) if found else None


@section("A claim", question=f"A claim of {claim.event['date']:%Y}, reckoned again" if claim is not None else "")
def claimed() -> None:
    if claim is not None:
        st.html(tables.paragraphs([*claim.sentences, *filter(None, [after_the_claim(led, claim)])]))


frame.title("Pace")
if found:
    lay_out(head, reckoned, so_far, tried, *([claimed] if claim is not None else []))
else:
    frame.tell(NOT_YET)
