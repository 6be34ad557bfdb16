"""Check edited data files together: what is wrong, what would change, and accept them where the server allows.

Files come as CSV, as a workbook or in an archive. Nothing is stored until a maintainer accepts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from analysis.words import number_text
from exports.ready import faults
from loaders import Ledger, PackageError, Upload, check_uploads
from loaders.changes.difference import Change
from loaders.files.tables import UnreadableError
from loaders.ledger import read_files
from loaders.schema import Package, parse_package
from loaders.upload import tables_in
from ui import edited, entry, published, tables
from ui.differences import changes, names, readable
from ui.entry import data_hash
from ui.frame import md
from ui.health import report
from ui.kept import Kept

_BY_NAME = ""
_ROWS_SHOWN = 500
_CHECKED: Kept[Upload] = Kept(2)  # each holds a whole ledger


def _on_disk(ledger: Ledger) -> dict[str, bytes]:
    files = read_files(ledger.directory)
    return {path: content for path, content in files.items() if isinstance(content, bytes)}


def _package(ledger: Ledger) -> Package:
    return parse_package(_on_disk(ledger))


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
            edited.panel(ledger, _package(ledger).resource(name), _checked)
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


def _checked(given: Mapping[str, bytes], ledger: Ledger, key: str, why: str) -> None:
    with st.spinner("Checking the files with all the others"):
        # Once for what the files and those on disk hold, and not at each press of a button beside them.
        held = (data_hash(given), data_hash(_on_disk(ledger)), ledger.directory, ledger.version)
        result = _CHECKED.get(held, lambda: check_uploads(given, ledger))
        own = (found for found in faults(result.ledger) if found.file in result.texts)
        result = replace(result, problems=(*result.problems, *own))
    _result(result, ledger)
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


def _result(result: Upload, ledger: Ledger) -> None:
    errors = sum(found.times for found in result.problems if found.severity == "error")
    warnings = sum(found.times for found in result.problems) - errors
    found = f"{tables.counted(errors, 'error')} and {tables.counted(warnings, 'warning')}"
    paths = md(", ".join(one.resource.path for one in result.changes))
    file = "file" if len(result.changes) == 1 else "files"
    if result.accepted:
        st.success(f"The {file} can replace {paths}: {found}.", icon=":material/check:")
    else:
        st.error(f"The {file} cannot replace {paths} yet: {found}. Rows with an error would be left out.")
    report(result.problems, "Findings in the chosen files")
    known = names(ledger, result.ledger)
    for change in result.changes:
        _differences(change, known)


def _differences(change: Change, named: Mapping[tuple[str, str], str]) -> None:
    changed = readable(change.changed, change.resource, named)
    if len(change.changed):
        changed.insert(1, "Was", changes(change, named))
    parts = (
        ("Added", readable(change.added, change.resource, named)),
        ("Changed", changed),
        ("Removed", readable(change.removed, change.resource, named)),
    )
    told = ", ".join(f"{number_text(len(rows))} {name.lower()}" for name, rows in parts)
    st.markdown(f"**Rows against the present {md(change.resource.path)}:** {told}.")
    for name, rows in parts:
        if len(rows):
            with st.expander(
                f"{name}: {tables.counted(len(rows), 'row')}", expanded=name == "Changed" or len(rows) < 20
            ):
                tables.show(rows.head(_ROWS_SHOWN), f"{name} rows of {change.resource.path}", rows=8)
                if len(rows) > _ROWS_SHOWN:
                    st.caption(f"The first {number_text(_ROWS_SHOWN)} of {number_text(len(rows))} rows.")
