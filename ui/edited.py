"""A data file edited in place: what is edited outlives another choice of rows, and a change of the file beneath it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.sites import first_camp
from loaders import Ledger
from loaders.changes.difference import texts
from loaders.changes.merge import merged
from loaders.ledger import read_files
from loaders.schema import Field, Resource
from loaders.upload import csv_of
from ui import entry, tables
from ui.differences import NAMES, heading
from ui.frame import md

_MOST = 5000  # rows that are edited at a time
_NAMED = 8  # rows that could not be edited again, by name
Check = Callable[[Mapping[str, bytes], Ledger, str, str], None]


@dataclass(slots=True)
class Work:
    """Edits of one file: of which version (`base`), what the table began with, how it reads now, which rows are shown.

    All but `base` are as `csv_of` writes them. `left` are rows that could not be edited again in a newer version.
    """

    base: bytes
    start: bytes
    mine: bytes
    words: str = ""
    left: tuple[str, ...] = ()


def panel(ledger: Ledger, resource: Resource, check: Check) -> None:
    """Show the present file as a table to edit, with choices for coded values and keys; `check` what differs."""
    read = read_files(ledger.directory).get(resource.path)
    present = read if isinstance(read, bytes) else b""
    plain = _plain(resource, present)
    key = f"edit-work-{resource.name}"
    work: Work | None = st.session_state.get(key)
    if work is None or (work.mine in (plain, _plain(resource, work.base)) and work.base != present):
        work = st.session_state[key] = Work(present, plain, plain)
    if work.base != present:
        _overtaken(key, work, resource, present)
        return
    if work.left:
        rows = "; ".join(work.left[:_NAMED])
        st.warning(
            f"Somebody else has changed {tables.counted(len(work.left), 'row')} that you had edited, which read as "
            f"theirs: {md(rows)}.",
            icon=":material/group:",
        )
    _table(work, resource, ledger)
    if work.mine != plain:
        check({resource.name: work.mine}, ledger, f"edit-{resource.name}", f"Edited {resource.path}")


def _table(work: Work, resource: Resource, ledger: Ledger) -> None:
    rows = _frame(resource, work.start)
    words = ""
    if len(rows) > _MOST:
        example = f"{first_camp(ledger)} {ledger.today:%Y}"
        words = st.text_input("Only rows with", key=f"edit-words-{resource.name}", placeholder=example, width=300)
        if words != work.words:
            # Other rows are another table: what was edited in this one is what that begins with.
            work.start, work.words = work.mine, words
            rows = _frame(resource, work.start)
        kept = _with_words(rows, words)
        if not words.strip() or len(kept) > _MOST:
            st.caption(f"{tables.counted(len(kept), 'row')}: say which of them to edit, at most {_MOST:,}.")
            return
    else:
        kept = rows
    # What is edited is told by the number of its row: of another beginning it would be another row.
    edited = st.data_editor(
        kept,
        key=f"edit-{resource.name}-{entry.data_hash({words: work.start})}",
        num_rows="dynamic",
        hide_index=True,
        height=360,
        width="stretch",
        column_config={each.name: _column(each, resource, ledger) for each in resource.fields},
    )
    work.mine = csv_of(_whole(rows, kept, edited))


def _overtaken(key: str, work: Work, resource: Resource, present: bytes) -> None:
    """Say that the file is another one by now, and what may be done with the edits."""
    st.warning(
        f"Somebody else has changed {md(resource.path)} while you were editing it. Your edits are kept here; make them "
        "again in the file as it is now, download the file with them, or give them up.",
        icon=":material/group:",
    )
    with st.container(horizontal=True, gap="medium"):
        st.button(
            "Make them again",
            key=f"{key}-again",
            icon=":material/merge:",
            type="primary",
            on_click=_again,
            args=(key, resource, present),
        )
        st.download_button(
            "Download them",
            work.mine,
            file_name=f"{resource.name}-edited.csv",
            mime="text/csv",
            key=f"{key}-get",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button("Give them up", key=f"{key}-drop", icon=":material/close:", on_click=_drop, args=(key,))


def _again(key: str, resource: Resource, present: bytes) -> None:
    work: Work = st.session_state[key]
    made, left = merged(resource, work.base, work.mine, present)
    st.session_state[key] = Work(present, made, made, work.words, tuple(left))


def _drop(key: str) -> None:
    st.session_state.pop(key, None)


def _frame(resource: Resource, data: bytes) -> pd.DataFrame:
    return texts(resource, data)[list(resource.names)]


def _plain(resource: Resource, data: bytes) -> bytes:
    return csv_of(_frame(resource, data))


def _with_words(rows: pd.DataFrame, words: str) -> pd.DataFrame:
    joined = rows.agg(" ".join, axis=1).str.casefold()
    wanted = words.casefold().split()
    return rows.loc[[all(word in text for word in wanted) for text in joined]]


def _whole(rows: pd.DataFrame, kept: pd.DataFrame, edited: pd.DataFrame) -> pd.DataFrame:
    """All rows of a file with those that were edited in their places, and the new ones behind them."""
    there = edited[edited.index.isin(kept.index)]
    gone = kept.index.difference(there.index)
    changed = rows.copy()
    changed.loc[there.index] = there
    return pd.concat([changed.drop(index=gone), edited[~edited.index.isin(kept.index)]], ignore_index=True)


def _column(each: Field, resource: Resource, ledger: Ledger) -> Any:
    """How a column is edited: a choice for coded values and keys of small tables, else text."""
    reference = next((one for one in resource.references if one.column == each.name), None)
    options = list(each.enum)
    if reference is not None and reference.table in NAMES and not options:
        options = sorted(set(getattr(ledger, reference.table)[reference.key].astype(str)))
    if options:
        empty = [] if each.required else [""]
        return st.column_config.SelectboxColumn(heading(each.name), options=[*empty, *options], help=each.description)
    return st.column_config.TextColumn(heading(each.name), help=each.description)
