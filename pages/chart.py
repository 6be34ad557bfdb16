"""One chart: what a link in the notes of a slide opens, with its filters, date of knowledge and lead in words."""

import streamlit as st

from charts import catalog
from exports import BriefingError, from_token
from ui import frame, slides
from ui.card import card_of
from ui.registry import PAGES

frame.opened()
token = st.query_params.get("show", "")
fault = ""
item = None
try:
    item = next(iter(from_token(token).items), None) if token else None
except BriefingError as error:
    fault = str(error)
found = slides.shown(item) if item is not None else None
frame.top("One chart", f"{slides.said_of(item)}." if item is not None and found is not None else "")
if item is not None and found is not None:
    card_of(item)
    page = next((page for page in PAGES if page.path == (catalog.entry(item.chart).view)), PAGES[0])
    st.page_link(f"pages/{page.file}", label=f"More on the page {page.title}", icon=page.icon)
elif fault or item is not None:
    st.warning(frame.md(fault or "The data have no such chart or choice any more."), icon=":material/link_off:")
else:
    frame.note("A link in the notes of a slide opens its chart here, with the same filters, date and lead.")
