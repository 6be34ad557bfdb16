"""The pages in Streamlit alone, as its own guide would have them: no cache, no fragment, no style."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from shown import PAGES

st.set_page_config(layout="wide")


def draw(page: dict) -> None:
    st.title(page["title"])
    state = page["states"][st.selectbox(page["label"], list(page["states"]))]
    st.write(state["sentence"])
    if state["tiles"]:
        for place, (label, value, when) in zip(st.columns(len(state["tiles"])), state["tiles"], strict=True):
            place.metric(label, value)
            place.caption(when)
    for number, chart in enumerate(state["charts"]):
        st.subheader(chart["title"])
        st.caption(chart["subtitle"])
        st.plotly_chart(go.Figure(chart["figure"]), theme=None, key=f"chart-{number}")
        st.caption(chart["source"])
    for figures in state["figures"]:
        st.html(figures)
    if st.toggle("Table"):
        st.dataframe(pd.DataFrame(state["table"]["rows"], columns=state["table"]["columns"]))


def page_of(page: dict) -> st.Page:
    def run() -> None:
        draw(page)

    return st.Page(run, title=page["title"], url_path=page["path"], default=page is PAGES[0])


st.navigation([page_of(page) for page in PAGES]).run()
