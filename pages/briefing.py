"""Briefing: the charts that a reader chose, in order and with words, as deck, workbook, note and file."""

import streamlit as st

from ui import basket, find, frame, slides, takeaway

led = frame.opened()
held = basket.current()
count = len(held.entries)
frame.top(
    "Briefing",
    f"{count} slide{'' if count == 1 else 's'} in this order; every number, date and source comes with them."
    if count
    else "Nothing is in the briefing yet: open a ready-made one below, or choose “Add” under any chart.",
)
if count and (st.session_state.get("as_known_on") or st.session_state.get("lead")):
    frame.note(
        "The date and the lead in the sidebar hold for what is added from now on; each slide below keeps its own."
    )
if held.said or held.before:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="briefing-said"):
        st.info(frame.md(held.said), icon=":material/info:", width="stretch")
        if held.before is not None:
            st.button("Undo", on_click=basket.undo, key="briefing-undo", icon=":material/undo:")

if count:
    st.session_state["briefing-title"] = held.title
    st.text_input(
        "Title of the briefing",
        max_chars=120,
        key="briefing-title",
        width=560,
        on_change=lambda: basket.rename(st.session_state["briefing-title"]),
    )
    found = [slides.shown(entry.item) for entry in held.entries]
    exhibits = tuple(one for one in found if one is not None)
    if len(exhibits) < count:
        frame.note(f"{count - len(exhibits)} of {count} slides cannot be made from these data: files leave them out.")
    if exhibits:
        takeaway.downloads(held, exhibits)
    with st.expander("Your template", icon=":material/palette:", key="template", on_change="rerun") as box:
        if box.open:
            takeaway.template_panel()
    if not box.open and takeaway.template_line():
        frame.note(takeaway.template_line())
    frame.section("Slides")
    slides.deal(held.entries, takeaway.template())
    st.button(
        "Empty the briefing",
        on_click=basket.clear,
        key="briefing-clear",
        type="tertiary",
        icon=":material/delete_sweep:",
    )

frame.section("Find charts")
frame.note("Words that a title, a measure or a place holds; what is added stands at the end.")
find.picker(led)
frame.section("Ready-made briefings")
frame.note("Five to ten slides each, with the date and the lead of the sidebar. Opening one replaces what is here.")
takeaway.other_briefings()
frame.section("Open a briefing file")
takeaway.file_panel()
