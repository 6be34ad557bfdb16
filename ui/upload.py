"""Check edited data files together: what is wrong, what would change, and accept them where the server allows.

Files come as CSV, as a workbook or in an archive. Nothing is stored until a maintainer accepts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analysis.sites import first_camp
from analysis.words import number_text
from exports.ready import faults
from loaders import Ledger, PackageError, Upload, check_uploads
from loaders.changes.difference import Change, texts
from loaders.files.tables import UnreadableError
from loaders.ledger import read_files
from loaders.schema import Field, Package, Resource, parse_package
from loaders.upload import csv_of, tables_in
from ui import entry, published, tables
from ui.frame import md
from ui.health import report

_BY_NAME = ""
_ROWS_SHOWN = 500
_EDITED = 5000  # rows that are edited in place; a longer file is edited elsewhere
_NAMES = {"places": "name", "indicators": "title", "origins": "name", "sources": "title"}


def _package(ledger: Ledger) -> Package:
    files = read_files(ledger.directory)
    return parse_package({path: content for path, content in files.items() if isinstance(content, bytes)})


@st.cache_data(max_entries=4, show_spinner=False)
def _titles(version: str, _ledger: Ledger) -> dict[str, str]:  # noqa: ARG001 - the cache key
    """Resource name to path, of every file of the data package."""
    return {one.name: one.path for one in _package(_ledger).resources}


@st.fragment
def panel(ledger: Ledger) -> None:
    """Choose files and see their check report, how they differ from the present ones, and what they would move."""
    st.caption(
        "Choose edited copies of data files: CSV, a workbook with a sheet for each file, or a zip of them. They are "
        "checked with all the others as they are on the server; nothing is stored until it is accepted. Files as "
        "UNHCR, IOM DTM, OCHA FTS, HDX HAPI and IDMC publish them are recognised."
    )
    for kind in ("upload", "edit", "published"):
        entry.sent(kind)
    paths = _titles(ledger.version, ledger)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        name = st.selectbox(
            "Data file",
            (_BY_NAME, *paths),
            key="upload-table",
            width=300,
            format_func=lambda one: paths.get(one, "As the chosen file is named"),
        )
        chosen = st.file_uploader(
            "Edited or published files (CSV, XLSX, ZIP, JSON)",
            key="upload-file",
            width="stretch",
            accept_multiple_files=True,
            type=["csv", "xlsx", "zip", "json"],
        )
    if not chosen:
        if name:
            _edit(ledger, name)
        return
    given: dict[str, bytes] = {}
    foreign: dict[str, bytes] = {}
    for one in chosen:
        try:
            package = _package(ledger)
            given |= (
                {name: one.getvalue()}
                if name and len(chosen) == 1 and one.name.casefold().endswith(".csv")
                else tables_in(one.name, one.getvalue(), package)
            )
        except KeyError:
            foreign[one.name] = one.getvalue()
        except UnreadableError as error:
            st.error(f"{md(one.name)}: {md(str(error))}", icon=":material/report:")
            return
        except PackageError as error:
            st.error(f"The data package cannot be used, so nothing can be checked: {md(str(error))}")
            return
    if foreign:
        st.caption(
            f"No data file is called {md(', '.join(foreign))}. Choose above which one it is, or see below whether it "
            "is a file as its publisher publishes it."
        )
        published.panel(foreign, ledger)
        return
    _checked(given, ledger, "upload", "Edited files")


def _edit(ledger: Ledger, name: str) -> None:
    """The present file as a table to edit in place, with choices for coded values and keys; checked like an upload."""
    resource = _package(ledger).resource(name)
    read = read_files(ledger.directory).get(resource.path)
    present = read if isinstance(read, bytes) else b""
    rows = texts(resource, present)[list(resource.names)]
    if len(rows) > _EDITED:
        example = f"{first_camp(ledger)} {ledger.today:%Y}"
        words = st.text_input("Only rows with", key=f"edit-words-{name}", placeholder=example, width=300)
        kept = _with_words(rows, words)
        if not words.strip() or len(kept) > _EDITED:
            st.caption(f"{tables.counted(len(kept), 'row')}: say which of them to edit, at most {_EDITED:,}.")
            return
    else:
        kept = rows
    config = {each.name: _column(each, resource, ledger) for each in resource.fields}
    # What is edited is told by the number of its row: of another version of the file it would be another row.
    edited = st.data_editor(
        kept,
        key=f"edit-{name}-{entry.data_hash({name: present})}",
        num_rows="dynamic",
        hide_index=True,
        height=360,
        width="stretch",
        column_config=config,
    )
    before, after = csv_of(kept), csv_of(edited)
    if before == after:
        return
    whole = after if len(kept) == len(rows) else csv_of(_merged(rows, kept, edited))
    _checked({name: whole}, ledger, f"edit-{name}", f"Edited {resource.path}")


def _with_words(rows: pd.DataFrame, words: str) -> pd.DataFrame:
    joined = rows.agg(" ".join, axis=1).str.casefold()
    wanted = words.casefold().split()
    return rows.loc[[all(word in text for word in wanted) for text in joined]]


def _merged(rows: pd.DataFrame, kept: pd.DataFrame, edited: pd.DataFrame) -> pd.DataFrame:
    """All rows of a file with those that were edited in their places, and the new ones behind them."""
    there = edited.loc[edited.index.isin(kept.index)]
    gone = kept.index.difference(there.index)
    changed = rows.copy()
    changed.loc[there.index] = there
    return pd.concat([changed.drop(index=gone), edited.loc[~edited.index.isin(kept.index)]], ignore_index=True)


def _column(each: Field, resource: Resource, ledger: Ledger) -> Any:
    """How a column is edited: a choice for coded values and keys of small tables, else text."""
    reference = next((one for one in resource.references if one.column == each.name), None)
    options = list(each.enum)
    if reference is not None and reference.table in _NAMES and not options:
        options = sorted(set(getattr(ledger, reference.table)[reference.key].astype(str)))
    if options:
        empty = [] if each.required else [""]
        return st.column_config.SelectboxColumn(each.name, options=[*empty, *options], help=each.description)
    return st.column_config.TextColumn(each.name, help=each.description)


def _checked(given: Mapping[str, bytes], ledger: Ledger, key: str, why: str) -> None:
    with st.spinner("Checking the files with all the others"):
        result = check_uploads(given, ledger)
        own = (found for found in faults(result.ledger) if found.file in result.texts)
        result = replace(result, problems=(*result.problems, *own))
    _result(result)
    for path, content in result.texts.items():
        st.download_button(
            f"Download {path}",
            content,
            file_name=path.rpartition("/")[2],
            mime="text/csv",
            key=f"{key}-get-{path}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
    if result.accepted and result.texts:
        entry.effects(ledger, result.ledger, key)
        entry.confirm(key, result.seen, result.texts, why, {})


def _result(result: Upload) -> None:
    errors = sum(found.times for found in result.problems if found.severity == "error")
    warnings = sum(found.times for found in result.problems) - errors
    found = f"{tables.counted(errors, 'error')} and {tables.counted(warnings, 'warning')}"
    names = md(", ".join(one.resource.path for one in result.changes))
    file = "file" if len(result.changes) == 1 else "files"
    if result.accepted:
        st.success(f"The {file} can replace {names}: {found}.", icon=":material/check:")
    else:
        st.error(f"The {file} cannot replace {names} yet: {found}. Rows with an error would be left out.")
    report(result.problems, "Findings in the chosen files")
    for change in result.changes:
        _differences(change)


def _differences(change: Change) -> None:
    parts = (("Added", change.added), ("Changed", change.changed), ("Removed", change.removed))
    told = ", ".join(f"{number_text(len(rows))} {name.lower()}" for name, rows in parts)
    st.markdown(f"**Rows against the present {md(change.resource.path)}:** {told}.")
    for name, rows in parts:
        if len(rows):
            with st.expander(
                f"{name}: {tables.counted(len(rows), 'row')}", expanded=name == "Changed" or len(rows) < 20
            ):
                _rows(rows, f"{name} rows of {change.resource.path}")


def _rows(rows: pd.DataFrame, alt: str) -> None:
    first = [column for column in ("line", "changes") if column in rows]
    shown = rows[[*first, *(column for column in rows.columns if column not in first)]].head(_ROWS_SHOWN)
    tables.show(shown, alt, height=300)
    if len(rows) > _ROWS_SHOWN:
        st.caption(f"The first {number_text(_ROWS_SHOWN)} of {number_text(len(rows))} rows.")
