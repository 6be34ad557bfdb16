"""What changed since: new statements, revised figures and moved headlines between two dates of knowledge."""

import pandas as pd
import streamlit as st

from analysis import known_dates
from charts import takeaway
from charts.catalog import NOT_YET
from charts.views.changes import likely
from ui import data, filters, frame, health, listing, tables
from ui.kept import once
from ui.section import lay_out, section

led = frame.opened(data.newest)
first, last = known_dates(led)


span: list[str] = []


def head() -> None:
    span.clear()
    if pd.isna(last):
        frame.tell(NOT_YET)
        return
    with filters.row():
        begin = filters.day("chg_from", "Known on", first, last, likely(led))
        finish = filters.day("chg_to", "Compared with", first, last, last.strftime("%Y-%m-%d"))
    if begin >= finish:
        st.info("Choose a second date after the first.", icon=":material/info:")
        return
    span[:] = begin, finish
    frame.tell(once(takeaway.say, led, "changes", start=begin, end=finish))


@section("Counts that moved", question="Which counts have moved?")
def moved() -> None:
    if not span:
        return
    begin, finish = span
    found = listing.changed(led, begin, finish)
    if found.moved.empty:
        frame.note("No count has surely moved.")
    else:
        frame.note("Only what has surely moved: not what stayed, what hedges leave open, or two bodies' counts.")
        tables.show(listing.moved(led, begin, finish), "Counts before and now, with the source of the new one")
        with st.expander("As sentences to paste"):
            st.code("\n".join(found.sentences), language=None, wrap_lines=True)


@section("Revised", question="Which figures have been revised?")
def revised() -> None:
    if not span:
        return
    begin, finish = span
    found = listing.changed(led, begin, finish)
    if found.revised.empty:
        frame.note("No figure of the same people and date has a later source with another value.")
    else:
        tables.show(listing.revised(led, begin, finish), "Figures whose value is another one than before")


@section("New statements", question="What has been stated since?")
def stated() -> None:
    if not span:
        return
    begin, finish = span
    new = listing.new_statements(led, begin, finish)
    frame.note(f"{tables.counted(len(new), 'statement')} published between the two dates, the newest first.")
    tables.show(new, "Statements published between the two dates")


@section("By maintainers", question="What have the maintainers changed in the figures?")
def log() -> None:
    frame.note("Added, revised and withdrawn by the maintainers of these data, with the reason; newest first.")
    health.changelog(data.DATA)


frame.title("What changed since")
lay_out(head, moved, revised, stated, log)
