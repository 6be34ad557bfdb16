"""Communique: what the Coalition's ministers last stated, each figure beside what is known since."""

import streamlit as st

from charts import communique
from charts.citation import citation
from loaders.frames import as_records
from ui import frame, profiles, tables, tiles
from ui.kept import once
from ui.section import lay_out, section

led = frame.opened()
rows = communique.newest(led)


def head() -> None:
    frame.tell(once(communique.sentence, led), tiles.made(once(communique.tiles, led)))


@section("Then and now", question="What did they state, and what is known since?")
def then() -> None:
    if rows.empty:
        st.info(communique.NONE, icon=":material/info:")
        return
    tables.show(communique.then_and_now(led), "Figures of the ministers beside the newest of each")
    for text in (
        communique.why(led),
        once(communique.state_words, led),
        f"Source: {citation(as_records(rows.head(1))[0])}",
    ):
        if text:
            frame.note(text)


@section("Beside other sources", question="How do they stand beside other sources?")
def beside() -> None:
    profiles.charts(communique.charts(led), "communique")


frame.title("What ministers stated")
lay_out(head, then, beside)
