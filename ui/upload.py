"""Check an edited CSV file: what is wrong with it, what it would change. Nothing is written and nothing is kept."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.words import number_text
from exports.ready import faults
from loaders import Ledger, PackageError, Upload, check_upload
from loaders.ledger import read_files
from loaders.schema import parse_package
from ui import tables
from ui.frame import md
from ui.health import report

_BY_NAME = ""
_ROWS_SHOWN = 500


@st.cache_data(max_entries=4, show_spinner=False)
def _titles(version: str, _ledger: Ledger) -> dict[str, str]:  # noqa: ARG001 - the cache key
    """Resource name to title, of every file of the data package."""
    files = read_files(_ledger.directory)
    package = parse_package({path: content for path, content in files.items() if isinstance(content, bytes)})
    return {one.name: one.path for one in package.resources}


@st.fragment
def panel(ledger: Ledger) -> None:
    """Choose a CSV file and see its check report and how it differs from the present file."""
    st.caption(
        "Choose an edited copy of one of the data files. It is checked with all the others as they are on the server, "
        "in memory only: nothing is stored, and the data on screen stay as they are."
    )
    paths = _titles(ledger.version, ledger)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        name = st.selectbox(
            "Data file",
            (_BY_NAME, *paths),
            key="upload-table",
            width=300,
            format_func=lambda one: paths.get(one, "As the chosen file is named"),
        )
        chosen = st.file_uploader("Edited file (CSV)", key="upload-file", width="stretch")
    if chosen is None:
        return
    try:
        with st.spinner("Checking the file with all the others"):
            result = check_upload(name or chosen.name, chosen.getvalue(), ledger)
            own = (found for found in faults(result.ledger) if found.file == paths[result.table])
            result = replace(result, problems=(*result.problems, *own))
    except KeyError:
        st.error(f"No data file is called {md(chosen.name)}. Choose above which one it is.", icon=":material/report:")
        return
    except PackageError as error:
        st.error(f"The data package cannot be used, so nothing can be checked: {md(str(error))}")
        return
    _result(result, paths[result.table])


def _result(result: Upload, path: str) -> None:
    errors = sum(found.times for found in result.problems if found.severity == "error")
    warnings = sum(found.times for found in result.problems) - errors
    found = f"{tables.counted(errors, 'error')} and {tables.counted(warnings, 'warning')}"
    if result.accepted:
        st.success(f"The file can replace {md(path)}: {found}.", icon=":material/check:")
    else:
        st.error(f"The file cannot replace {md(path)} yet: {found}. Rows with an error would be left out.")
    report(result.problems, "Findings in the chosen file")
    parts = (("Added", result.added), ("Changed", result.changed), ("Removed", result.removed))
    told = ", ".join(f"{number_text(len(rows))} {name.lower()}" for name, rows in parts)
    st.markdown(f"**Rows against the present file:** {told}.")
    for name, rows in parts:
        if len(rows):
            with st.expander(
                f"{name}: {tables.counted(len(rows), 'row')}", expanded=name == "Changed" or len(rows) < 20
            ):
                _rows(rows, f"{name} rows")


def _rows(rows: pd.DataFrame, alt: str) -> None:
    first = [column for column in ("line", "changes") if column in rows]
    shown = rows[[*first, *(column for column in rows.columns if column not in first)]].head(_ROWS_SHOWN)
    tables.show(shown, alt, height=300)
    if len(rows) > _ROWS_SHOWN:
        st.caption(f"The first {number_text(_ROWS_SHOWN)} of {number_text(len(rows))} rows.")
