"""What a maintainer decides about findings on Data health: that a warning stands, and that a loss of rows is meant.

Both are written where the server allows (CAMPSTATS_WRITE); without it the lines to paste, or the command, are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from loaders import PackageError, Problem
from loaders.changes import acknowledging, loss, store, writing
from loaders.ledger import ACKNOWLEDGED, read_files
from loaders.problems import Group, grouped
from ui import data, entry, tables
from ui.frame import md
from ui.health import plain

_SHOWN = 12  # warnings that have a button
_LONG = 240  # signs of a finding
_CHOSEN = "known-chosen"
_FIELDS = {"reason": "Why it stands", "who": "Looked into by", "until": "Holds until"}


def warnings(problems: Sequence[Problem]) -> None:
    """A button beside each warning that says of it why it stands, so that a new warning is the only one."""
    entry.sent("known")
    own = f"{ACKNOWLEDGED}.csv"
    open_ones = [each for each in problems if each.severity == "warning" and each.file != own and each.times == 1]
    groups = grouped(open_ones)
    if not groups:
        return
    with st.expander(
        f"Acknowledge {tables.counted(len(groups), 'warning')} that somebody has looked into",
        key="known-warnings",
        expanded=_CHOSEN in st.session_state,
    ):
        for group in groups[:_SHOWN]:
            with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
                st.markdown(md(_told(group)), width="stretch")
                st.button("Acknowledge", key=f"known-{_name(group)}", on_click=_choose, args=(_name(group),))
            if st.session_state.get(_CHOSEN) == _name(group):
                _form(group)
        if len(groups) > _SHOWN:
            st.caption(f"The first {_SHOWN} of {len(groups):,} warnings; the others follow once these are settled.")


def _choose(name: str) -> None:
    st.session_state[_CHOSEN] = name
    # Each warning stands for a reason of its own; who looks and until when may be the same.
    st.session_state["known-reason"] = ""


def _name(group: Group) -> str:
    head = group.head
    return f"{head.rule}-{head.file.replace('/', '-').replace('.', '-')}-{head.line}-{head.column}"


def _told(group: Group) -> str:
    lines = f"line {group.head.line}" if len(group.lines) == 1 else f"lines {', '.join(map(str, group.lines[:5]))}"
    return f"{group.head.file}, {lines}: {plain(group.head.message[:_LONG])}"


def _form(group: Group) -> None:
    """What is asked of one warning, and what becomes of the answer."""
    with st.container(border=True, key="known-form"):
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            reason = st.text_input(_FIELDS["reason"], key="known-reason", width=420, max_chars=500)
            who = st.text_input(_FIELDS["who"], key="known-who", width=220, help="an office or role, not a person")
            until = st.text_input(_FIELDS["until"], key="known-until", width=150, placeholder=f"{_year_on():%Y-%m-%d}")
            pressed = st.button("Write into the data" if entry.allowed() else "Show the line", key="known-write")
        if not pressed:
            return
        found = [replace(group.head, line=line) for line in group.lines]
        said = acknowledging.Words(reason, who, until)
        try:
            with st.spinner("Checking the files with the acknowledgement"):
                proposal = acknowledging.propose(data.DATA, found, said)
            if entry.allowed():
                why = f"A warning is known: {said.reason.strip()}"
                writing.write(data.DATA, proposal.seen, proposal.texts, who=who.strip(), why=why)
        except acknowledging.RefusedError as error:
            label = f"{_FIELDS[error.column]}: " if error.column else ""
            st.error(md(f"{label}{error}"), icon=":material/report:")
            return
        except (store.NotWrittenError, PackageError) as error:
            st.error(md(str(error)), icon=":material/report:")
            return
        if not entry.allowed():
            entry.lines_to_paste(proposal.added)
            return
    st.session_state.pop(_CHOSEN)
    entry.done("known", f"Written into {', '.join(proposal.texts)}. The pages offer the new data within seconds.")


def _year_on() -> pd.Timestamp:
    return data.newest().today + pd.DateOffset(years=1)


def loss_of_rows(kept: Sequence[Problem]) -> None:
    """What a version that is kept back has lost, and a button that accepts it; nothing where that is not the cause."""
    entry.sent("loss")
    if not kept or any(each.rule != "file_shrank" for each in kept):
        return
    try:
        files = {path: content for path, content in read_files(data.DATA).items() if isinstance(content, bytes)}
        lost = loss.losses(data.shown_files(), files)
    except (store.NotWrittenError, PackageError):
        return  # the files are others by now, and the next look tells of them
    if not lost:
        return
    with st.container(border=True, key="loss-form"):
        st.markdown("**Were these rows meant to go?** " + md("; ".join(map(str, lost))) + ".")
        if not entry.allowed():
            st.caption("This server does not write its data (CAMPSTATS_WRITE). On its machine:")
            st.code('python -m loaders accept OLD --who "..." --why "..."', language=None)
            st.caption("OLD is a folder or git revision with the version on screen.")
            return
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            who = st.text_input("Your name", key="loss-who", width=220)
            why = st.text_input("Why", key="loss-why", width=420)
            fewer = sum(each.before - each.now for each in lost)
            pressed = st.button(f"Accept {tables.counted(fewer, 'row')} fewer", key="loss-write")
        if not pressed:
            return
        try:
            loss.accept(data.DATA, data.shown_files(), who=who, why=why)
        except store.NotWrittenError as error:
            st.error(md(str(error)), icon=":material/report:")
            return
    entry.done("loss", f"Accepted: {'; '.join(map(str, lost))}. The pages offer the new data within seconds.")
