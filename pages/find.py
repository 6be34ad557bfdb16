"""Find: a question in plain words, its answer with source and a sentence to copy, and all that is near it."""

import streamlit as st

from analysis.find import NoFullTextError, ask
from exports.asked import charts_of
from ui import client, data, filters, find, frame, paper

led = frame.opened(data.ledger)
frame.top("Find")
words = filters.find("q", "Question", "French children remaining")
client.listen(lambda _act: None)
if words:
    try:
        held = ask(led, words)
        led = held.ledger
        shown = charts_of(led, held, words, data.newest())
    except NoFullTextError as error:
        st.error(frame.md(str(error)), icon=":material/error:")
        st.stop()
    find.answer(led, held)
    find.things(led, held)
    find.pages(led, held)
    if shown:
        frame.section("Charts")
        find.charts(led, shown, "found")
    if held.statements:
        frame.section("Statements")
        find.statements(led, held)
    if held.answer is not None and held.answer.key:
        find.other_figures(led, held)
    if held.events:
        frame.section("Events")
        find.events(led, held.events)
    more = [one for one in held.sources if held.answer is None or one not in held.answer.sources]
    if more:
        frame.section("Sources")
        find.sources(led, more)
else:
    frame.note(
        "Plain words in any order, in English or with Arabic and French names of places: a camp, a prison, a country, "
        "what is counted, a year. The field at the top of the sidebar is on every page; the key / leads to it."
    )
paper.offer()
