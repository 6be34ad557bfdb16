"""What a reader's session runs: page configuration and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from ui import controls, data, frame, metrics, navigation, news, roles, warm, window

HERE = Path(__file__).parent

# The icon before the navigation, which would ask another host for that of the page.
st.set_page_config(page_title=window.TITLE, page_icon=navigation.icon(), layout="wide")
st.html(HERE / "ui" / "style.css")
warm.begin()
data.watch()

# Before anybody is asked to sign in: without it Streamlit would run the files of pages/ by themselves.
view = st.navigation(navigation.groups(), expanded=True, position="sidebar" if roles.may_read() else "hidden")
roles.admit()
st.set_page_config(page_title=window.title(view.title))
frame.opened(data.newest)
news.show()
controls.show()
window.show()
with metrics.rerun("page"):
    view.run()
