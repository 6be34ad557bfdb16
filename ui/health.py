"""What the page Data health shows of the checks: findings with file and line, counts by rule, a heat table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from analysis.coverage import problem_frame, rule_counts
from analysis.words import date_text
from charts.palette import CLASSES, INK, Theme
from loaders import Acknowledged, Problem
from loaders.changes.changelog import FILE, newest
from loaders.problems import beneath, grouped
from ui import tables

_COLUMNS = {
    "severity": "Severity",
    "file": "File",
    "line": "Line",
    "column": "Column",
    "value": "Value",
    "message": "Finding",
    "hint": "How to mend it",
    "rule": "Rule",
}
_SHADES = (1, 10, 50, 200, 500)  # from how many statements each shade of the heat table begins


def nothing(problems: Sequence[Problem]) -> None:
    """The whole page where there are no data to show: the first cause with its place, its mend, then all findings."""
    st.title("Data health", anchor=False)
    first = problems[0]
    st.error("The data cannot be read, so there is nothing to show yet.", icon=":material/report:")
    st.html(
        tables.words(
            {
                "File": first.file,
                "Line": str(first.line or ""),
                "Column": first.column,
                "Value": first.value,
                "Finding": first.message,
                "How to mend it": first.hint,
            }
        )
    )
    if len(problems) > 1:
        st.header("All findings", anchor=False)
        report(problems, "All findings, the first cause first")
    st.html('<p class="cs-note">This page looks for itself whether the files are mended, and then opens.</p>')


def report(problems: Sequence[Problem], alt: str) -> None:
    """Findings of the checks: how often each rule is broken, then every finding with file, line and column."""
    if not problems:
        st.success("The checks find nothing wrong.", icon=":material/check:")
        return
    counts = rule_counts(problems)
    counts = counts.assign(rule=counts["rule"].map(plain))
    counts = counts.rename(columns={"severity": "Severity", "rule": "Rule", "count": "Findings", "files": "Files"})
    st.table(counts.set_index("Severity"))
    told = (replace(each.head, hint=" ".join(beneath(each)), times=each.times) for each in grouped(problems))
    frame = problem_frame(told)[list(_COLUMNS)].rename(columns=_COLUMNS)
    tables.show(frame.assign(Rule=frame["Rule"].map(plain)), alt)


def acknowledged(known: Sequence[Acknowledged], alt: str) -> None:
    """Warnings that are known: what was found where, why it stands, who looked into it and until when."""
    rows = [
        (
            plain(each.problem.message),
            each.reason,
            each.who,
            date_text(each.until),
            each.problem.file,
            each.problem.line,
        )
        for each in known
    ]
    names = ["Finding", "Why it stands", "Looked into by", "Holds until", "File", "Line"]
    tables.show(pd.DataFrame(rows, columns=names), alt)


def changelog(folder: Path) -> None:
    """DATA-CHANGELOG.md as it stands beside the data: the newest entry's title, and the whole when it is opened."""
    path = folder / FILE
    present = path.read_bytes() if path.exists() else b""
    title, _ = newest(present)
    if not title:
        st.caption("No change of the figures is noted yet.")
        return
    box = st.expander(f"Newest: {in_words(title)}", icon=":material/history:", key="data-changelog", on_change="rerun")
    if box.open:
        with box:
            # Streamlit takes a word between colons for a picture.
            st.markdown(present.decode("utf-8", errors="replace").partition("\n")[2].replace(":", "&#58;"))


def in_words(title: str) -> str:
    """The title of an entry with its day as dates read here: `29 Nov 2026: 5 figures added`."""
    day = pd.to_datetime(title[:10], format="%Y-%m-%d", errors="coerce")
    return title if pd.isna(day) else f"{date_text(day)}{title[10:]}"


def plain(text: str) -> str:
    """Names as files and rules write them, as words: `alternative_count` is `alternative count`."""
    return re.sub(r"(?<=[a-z0-9])_(?=[a-z0-9])", " ", text)


def heat(counts: pd.DataFrame, theme: Theme) -> Styler:
    """Counts as a table whose cells are shaded by size, in the colours of the maps; zeros stay blank."""

    def shade(value: Any) -> str:
        level = sum(value >= start for start in _SHADES)
        if not level:
            return f"color: {INK[theme]['muted']}"
        dark_ground = level >= 4 if theme == "light" else level <= 2
        return f"background-color: {CLASSES[theme][level - 1]}; color: {'#ffffff' if dark_ground else '#000000'}"

    return counts.style.map(shade).format(lambda value: f"{value:,}" if value else "")
