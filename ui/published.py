"""A file as its publisher publishes it, on Data health: recognised, told with what it adds, and taken in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from loaders import Ledger, PackageError
from loaders.changes.known import Known, read_known
from loaders.files import cells
from loaders.files.tables import UnreadableError
from loaders.ledger import assemble, read_files
from loaders.published.base import Options
from loaders.published.importer import UnknownFormatError, known_formats
from loaders.published.plan import Plan, RefusedError, planned, told
from ui import data, entry
from ui.frame import md
from ui.health import report
from ui.kept import Kept


class _Planned(NamedTuple):
    """What published files would change in the data, and the ledger as it would then be, where nothing is wrong."""

    known: Known
    plan: Plan
    after: Ledger | None


_PLANNED: Kept[_Planned] = Kept(2)  # each holds a whole ledger
_LINES = 40  # of the report on one file


def panel(files: Mapping[str, bytes], ledger: Ledger) -> None:
    """Read published files, say what they would change, and write that where the server allows."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        published = st.text_input(
            "Published on",
            key="published-day",
            width=180,
            placeholder="YYYY-MM-DD",
            help="Where the file does not say it; for figures taken from the publisher's site today, today.",
        )
        as_of = st.text_input(
            "Counted on",
            key="published-as-of",
            width=180,
            placeholder="YYYY-MM-DD",
            help="The day that a master list is of, where its name does not say it.",
        )
        everywhere = st.checkbox("Places without such a series too", key="published-everywhere")
    for day in (published, as_of):
        if day.strip() and cells.day(day) != day.strip():
            st.error(f"{md(day)} is no day; write it as YYYY-MM-DD.", icon=":material/report:")
            return
    options = Options(published=published.strip(), as_of=as_of.strip(), everywhere=everywhere)
    try:
        with st.spinner("Reading the file and comparing it with the data"):
            # Once for what the files and those on disk hold, and not at each press of a button beside them.
            asked = (options.published, options.as_of, options.everywhere)
            key = (entry.data_hash(files), entry.data_hash(_on_disk()), data.DATA, asked)
            known, plan, after = _PLANNED.get(key, lambda: _planned(files, options))
    except UnknownFormatError as error:
        st.error(f"{md(str(error))} Known are the data files themselves and:", icon=":material/report:")
        st.code(known_formats(), language=None)
        return
    except (UnreadableError, RefusedError, PackageError) as error:
        st.error(md(str(error)), icon=":material/report:")
        return
    _shown(plan)
    if not plan.texts:
        st.info("The data have all of it already.", icon=":material/check:")
    elif after is None:
        report(plan.problems, "Findings in the published file")
    else:
        if plan.problems:
            report(plan.problems, "Findings in the published file")
        entry.effects(ledger, after, "published")
        names = ", ".join(reading.format.title for reading, _ in plan.parts)
        entry.confirm("published", known.files, plan.texts, f"Figures of {names}", {})


def _on_disk() -> dict[str, bytes]:
    return {path: content for path, content in read_files(data.DATA).items() if isinstance(content, bytes)}


def _planned(files: Mapping[str, bytes], options: Options) -> _Planned:
    known = read_known(data.DATA)
    plan = planned(files, known, options, published=options.published)
    sound = bool(plan.texts) and not plan.errors
    return _Planned(known, plan, assemble({**known.files, **plan.texts}, known.directory) if sound else None)


def _shown(plan: Plan) -> None:
    for reading, difference in plan.parts:
        st.success(
            f"{md(', '.join(reading.files))}: {md(reading.format.title)}; {len(difference.added):,} figures added, "
            f"{len(difference.revised):,} revised, {len(difference.there):,} there already.",
            icon=":material/check:",
        )
        with st.expander("What was read, and what was left out"):
            st.code("\n".join(told(reading, difference, _LINES)), language=None)
