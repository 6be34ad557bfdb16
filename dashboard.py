"""What a reader's session runs: page configuration and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from ui import controls, data, frame, news, warm, window
from ui.registry import PAGES

HERE = Path(__file__).parent

# The icon before the navigation, which would ask another host for that of the page.
st.set_page_config(page_title=window.TITLE, page_icon=str(HERE / "ui" / "icon.png"), layout="wide")
st.html(HERE / "ui" / "style.css")
warm.begin()
data.watch()

groups: dict[str, list[st.Page]] = {}
for page in PAGES:
    groups.setdefault(page.group, []).append(
        st.Page(
            HERE / "pages" / page.file,
            title=page.title,
            icon=page.icon,
            url_path=page.path or None,
            default=page.path == "",
            visibility="visible" if page.listed else "hidden",
        )
    )
view = st.navigation(groups, expanded=True)
st.set_page_config(page_title=window.title(view.title))
frame.opened(data.newest)
news.show()
controls.show()
window.show()
view.run()
