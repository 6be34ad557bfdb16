"""One chart: what a link in the notes of a slide opens, with its filters, date of knowledge and lead in words."""

import streamlit as st

from exports import BriefingError, from_token
from ui import bound, contents, frame, slides
from ui.card import card_of
from ui.section import lay_out, section

frame.opened()
token = next(iter(bound.asked("show")), "")
fault = ""
item = None
try:
    item = next(iter(from_token(token).items), None) if token else None
except BriefingError as error:
    fault = str(error)
found = slides.shown(item) if item is not None else None
frame.top("One chart", f"{slides.said_of(item)}." if item is not None and found is not None else "")
if item is not None and found is not None:
    place = contents.place_of(item.chart)
    shown = item

    @section("Chart")
    def one() -> None:
        card_of(shown)

    lay_out(lambda: None, one)
    if place is not None:
        st.page_link(
            f"pages/{place.page.file}",
            label=f"More on the page {place.page.title}",
            icon=place.page.icon,
            query_params={contents.KEY: place.section},
        )
elif fault or item is not None:
    st.warning(frame.md(fault or "The data have no such chart or choice any more."), icon=":material/link_off:")
else:
    frame.note("A link in the notes of a slide opens its chart here, with the same filters, date and lead.")
