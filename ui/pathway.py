"""The steps of repatriation as cards: each in words, with what measures it and the newest figure of each measure."""

from __future__ import annotations

from html import escape

import streamlit as st

from charts.views.repatriation.people import Measure, Step
from ui.card import cards


def show(steps: tuple[Step, ...]) -> None:
    """One card a step in a grid; a step that no indicator measures says so."""
    with cards():
        for step in steps:
            with st.container(border=True, key=f"step-{step.number}", height="stretch", gap="xsmall"):
                st.html(
                    f'<h3 class="cs-title">Step {step.number}: {escape(step.title)}</h3>'
                    f'<p class="cs-sub">{escape(step.what)}</p>{measures(step.measures)}'
                )


def measures(found: tuple[Measure, ...]) -> str:
    """Measures as an HTML list: figure, what it is, whom and when it counts, who said it; text from data is escaped."""
    if not found:
        return '<p class="cs-foot"><b>Nothing is measured at this step:</b> no source in the data counts it.</p>'
    items = "".join(
        f"<li><b>{escape(m.figure)}</b> {escape(m.title)}: {escape(m.about)} <i>({escape(m.source)})</i></li>"
        for m in found
    )
    return f'<ul class="cs-list">{items}</ul>'
