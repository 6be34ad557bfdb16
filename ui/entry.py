"""Enter figures with their source: a form that completes, checks and shows them beside their series, then writes them.

Writing needs CAMPSTATS_WRITE=yes on the server; without it the form gives the lines to paste into the files.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import cast

import pandas as pd
import streamlit as st

from analysis.entered import entered, told
from analysis.words import date_text, number_text
from charts import catalog
from charts.moved import Moved, moved, tiles_moved
from charts.spec import ChartSpec
from loaders import Ledger, PackageError
from loaders.changes import entry, store, writing
from loaders.changes.known import Known, read_known
from loaders.problems import beneath, grouped
from render.screen import chart as plotly_chart
from ui import data, roles, tables
from ui.card import PLOTLY, Figure
from ui.frame import md, theme
from ui.health import plain, report
from ui.kept import once

_BLANK = {"indicator": "", "place": "", "end": "", "figure": "", "origin": "", "group": "", "locator": "", "note": ""}
_HEADINGS = {
    "indicator": "Measure",
    "place": "Place",
    "end": "Date",
    "figure": "Figure",
    "origin": "People of",
    "group": "Group",
    "start": "From",
    "locator": "Passage",
    "note": "Remark",
}
_SOURCE = {
    "url": "Address of the publication",
    "title": "Title",
    "publisher": "Publisher",
    "published": "Published",
    "publisher_kind": "Kind of publisher",
    "quotes": "Whom it quotes",
    "table": "Pasted table",
}
_FEW = 4  # rows of a table that are all shown
_DRAWN = 10  # new figures that are drawn beside their series
_LONG = 500  # signs of a finding
_SAID = 20  # findings that are told in words, the others in a table
_MOVED = 4  # charts that are drawn before and after
_REDRAW = "entry-redraw"
_SENT = "entry-sent"  # what was done last
_STATE = "entry-look"


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What was looked at: the data as they were, and what would be written."""

    known: Known
    proposal: entry.Proposal


def allowed() -> bool:
    """Whether this session may write the server's data, now; asked when a form is drawn and again before each write."""
    return os.environ.get("CAMPSTATS_WRITE", "").casefold() in ("yes", "1", "true") and roles.may_write()


@st.fragment
def panel(ledger: Ledger) -> None:
    """Take figures and their publication, show what they do, and write them."""
    st.caption(
        "Give the address of the page that you read, then one row for each figure, as the page writes it: about 2,145, "
        "at least 600, 1,000 to 1,500, 2.3 million. Measures and places are found by their names."
    )
    publication = _publication(ledger)
    rows = _table(ledger)
    pasted = st.text_area(
        "Or paste a table",
        key="entry-paste",
        height=80,
        placeholder="measure, place, date, figure, passage",
    )
    if st.button("Look at it", icon=":material/search:", key="entry-check", type="primary"):
        st.session_state.pop(_SENT, None)
        st.session_state[_STATE] = _looked(publication, rows, pasted)
    sent("entry")
    look = st.session_state.get(_STATE)
    if isinstance(look, list):
        st.error("\n".join(f"- {md(line)}" for line in look), icon=":material/report:")
    elif isinstance(look, _Look):
        _shown(look, ledger)


def _publication(ledger: Ledger) -> entry.Publication:
    url = st.text_input("Address of the publication", key="entry-url", placeholder="https://")
    known = _listed(ledger, url)
    if known:
        st.caption(f"Listed as {md(known)}.")
        return entry.Publication(url)
    if not url.strip():
        return entry.Publication("")
    publishers = sorted(set(ledger.sources["publisher"].astype(str)))
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        title = st.text_input("Title", key="entry-title", width=420)
        publisher = st.selectbox(
            "Publisher",
            publishers,
            index=None,
            key="entry-publisher",
            width=300,
            accept_new_options=True,
            placeholder="Choose or write",
        )
        today = f"{ledger.today:%Y-%m-%d}"
        published = st.text_input("Published", key="entry-published", width=150, placeholder=today)
    kind = ""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        if publisher and publisher not in publishers:
            kinds = sorted(set(ledger.sources["publisher_kind"].astype(str)))
            kind = st.selectbox("Kind of publisher", kinds, key="entry-kind", width=220, format_func=_words)
        quotes = st.text_input("Whom it quotes", key="entry-quotes", width=300)
    return entry.Publication(url, title, publisher or "", published, kind or "", quotes=quotes)


def _table(ledger: Ledger) -> list[entry.Told]:
    titles = ledger.indicators["title"].astype(str).tolist()
    places = ledger.places["name"].astype(str).tolist()
    origins = ledger.origins["name"].astype(str).tolist()
    groups = sorted({_words(str(one)) for one in ledger.observations["group"].unique()})
    choice = st.column_config.SelectboxColumn
    edited = st.data_editor(
        pd.DataFrame([_BLANK, _BLANK]),
        key="entry-rows",
        placeholder="",
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        column_config={
            "indicator": choice(_HEADINGS["indicator"], options=["", *titles], width="large"),
            "place": choice(_HEADINGS["place"], options=["", *places], width="medium"),
            "end": st.column_config.TextColumn(
                _HEADINGS["end"],
                width="small",
                help="YYYY-MM-DD, or a month, quarter or year",
            ),
            "figure": st.column_config.TextColumn(
                _HEADINGS["figure"], width="small", help="with its hedge, as the page writes it"
            ),
            "origin": choice(_HEADINGS["origin"], options=["", *origins], help="empty: all"),
            "group": choice(_HEADINGS["group"], options=["", *groups], help="empty: everyone counted"),
            "locator": st.column_config.TextColumn(_HEADINGS["locator"], help="where on the page it stands"),
            "note": st.column_config.TextColumn(_HEADINGS["note"]),
        },
    )
    names = [each.name for each in fields(entry.Told)]
    rows = [
        {name: "" if pd.isna(row.get(name)) else str(row.get(name) or "") for name in names}
        for row in edited.to_dict("records")
    ]
    return [entry.Told(**row) for row in rows if any(text.strip() for text in row.values())]


def _looked(publication: entry.Publication, rows: list[entry.Told], pasted: str) -> _Look | list[str]:
    try:
        known = read_known(data.DATA)
        figures = [*rows, *(entry.read_table(pasted) if pasted.strip() else [])]
    except entry.EntryError as error:
        return [_told(error)]
    except PackageError as error:
        return [str(error)]
    try:
        with st.spinner("Checking the figures with all the others"):
            return _Look(known, entry.propose(known, figures, publication))
    except entry.EntryError as error:
        return [_told(one) for one in entry.faults(known, figures, publication) or [error]]


def _told(error: entry.EntryError) -> str:
    """What is wrong under the names that the form has: `Figure 2, Place: ...`."""
    label = (_HEADINGS | _SOURCE if error.row else _SOURCE | _HEADINGS).get(error.column, _words(error.column))
    return f"{f'Figure {error.row}, {label}' if error.row else label}: {error.words}"


def _shown(look: _Look, ledger: Ledger) -> None:
    proposal = look.proposal
    source = proposal.source
    st.markdown(
        f"**{'New source' if proposal.new_source else 'Source'}:** {md(source['title'])}, {md(source['publisher'])}, "
        f"{_published(source)}"
    )
    for at, row in enumerate(proposal.rows[:_DRAWN]):
        found = entered(proposal.ledger, row)
        if found is None:
            continue
        first, *others = told(found)
        with st.container(border=True, key=f"entry-figure-{at}"):
            st.markdown("\n".join([f"**{md(first)}**", "", *(f"- {md(line)}" for line in others)]))
            _drawn(_series(proposal.ledger, row), f"entry-{at}")
    if len(proposal.rows) > _DRAWN:
        st.caption(
            f"The first {_DRAWN} of {number_text(len(proposal.rows))} figures are drawn; all of them are checked."
        )
    _findings(proposal)
    if not proposal.sound:
        st.error("Nothing can be written while a row has an error.", icon=":material/report:")
        return
    effects(ledger, proposal.ledger, "entry")
    confirm("entry", look.known.files, proposal.texts, f"Figures of {source['title']}", proposal.added)


def _findings(proposal: entry.Proposal) -> None:
    """What the checks find in the new figures: in words where they are few, so that none is cut off by a column."""
    found = grouped(proposal.problems)
    if len(found) > _SAID:
        report(proposal.problems, "Findings in the new figures")
        return
    for each in found:
        told = f"{md(plain(each.head.message[:_LONG]))}. {md(' '.join(beneath(each))[:_LONG])}"
        where = f"{each.head.file}, line {each.head.line}, {plain(each.head.column)}".rstrip(", ")
        box = st.error if each.head.severity == "error" else st.warning
        box(f"{told} ({md(where)})", icon=":material/report:")


def _published(source: Mapping[str, str]) -> str:
    day = f"{source['published']}-01-01"[:10] if len(source["published"]) == 4 else f"{source['published']}-01"[:10]
    return date_text(cast("pd.Timestamp", pd.to_datetime(day, errors="coerce")), source["published_precision"])


def _series(ledger: Ledger, cells: Mapping[str, str]) -> ChartSpec:
    return catalog.build(
        "explore.series",
        ledger,
        indicator=cells["indicator"],
        by="place",
        which=(cells["place"],),
        origin=cells["origin"],
        group=cells["group"],
    )


def effects(before: Ledger, after: Ledger, key: str) -> None:
    """What other data would do to tiles and charts: what they say before and after, and the first of them drawn."""
    with st.spinner("Drawing the charts with the new data"):
        tiles, charts = once(_effects, after, before)
    said = [one for one in charts if one.headline]
    st.markdown(
        f"**What moves:** {tables.counted(len(tiles), 'tile')}, {tables.counted(len(said), 'headline')}, "
        f"{tables.counted(len(charts), 'chart')} in all."
    )
    lines = [(label, old, new) for label, old, new in tiles]
    lines += [(_page(one.name), one.before.title, one.after.title) for one in said]
    if lines:
        frame = pd.DataFrame([map(md, line) for line in lines], columns=["Tile or chart", "Before", "After"])
        st.table(frame.set_index("Tile or chart"), height=260 if len(lines) > _FEW else "content")
    for at, one in enumerate(charts[:_MOVED]):
        with st.expander(md(one.after.title), key=f"{key}-moved-{at}"):
            left, right = st.columns(2)
            with left:
                st.caption("Before")
                _drawn(one.before, f"{key}-before-{at}")
            with right:
                st.caption("After")
                _drawn(one.after, f"{key}-after-{at}")


def _effects(before: Ledger, after: Ledger, /) -> tuple[list[tuple[str, str, str]], list[Moved]]:
    return tiles_moved(before, after), moved(before, after, lambda name, ledger: once(_chart, ledger, name))


def _chart(name: str, ledger: Ledger, /) -> ChartSpec:
    return catalog.build(name, ledger)


def _page(name: str) -> str:
    page, _, chart = name.partition(".")
    return f"{page.capitalize()}: {_words(chart)}"


def _drawn(spec: ChartSpec, key: str) -> None:
    if spec.is_empty or spec.mark == "map":
        st.caption(md(spec.empty if spec.is_empty else spec.title))
        return
    st.plotly_chart(Figure(plotly_chart.figure(spec, theme())), theme=None, key=key, alt=spec.title, config=PLOTLY)


def confirm(
    key: str, seen: Mapping[str, bytes], texts: Mapping[str, bytes], why: str, added: Mapping[str, str]
) -> None:
    """Ask for name and reason and write, where the server allows; else give the lines to paste."""
    if not allowed():
        lines_to_paste(added)
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        who = st.text_input("Your name", key=f"{key}-who", width=220)
        reason = st.text_input("Why", key=f"{key}-why", value=why, width=420)
        pressed = st.button("Write into the data", icon=":material/save:", key=f"{key}-write", type="primary")
    stale = _stale(key, seen, texts, pressed=pressed)
    if stale:
        st.warning(
            "Somebody else has changed these files since they were chosen here. See above how they differ now, and "
            "what of the other's work would be lost; then write.",
            icon=":material/group:",
        )
    if not pressed or stale:
        return
    if not who.strip():
        st.error("Say who you are: the changelog names who changed what.", icon=":material/person:")
        return
    try:
        kept = writing.write(data.DATA, seen, texts, who=who.strip(), why=reason.strip())
    except store.NotWrittenError as error:
        st.error(md(str(error)), icon=":material/report:")
        return
    st.session_state.pop(_STATE, None)
    done(key, f"Written into {', '.join(kept.before)}. The pages offer the new data within seconds.")


def lines_to_paste(added: Mapping[str, str]) -> None:
    """Give what the server may not write itself: lines by file, or none where whole files are downloaded."""
    what = "Add these lines to the files:" if added else "Download the files and put them in the place of the present."
    st.info(f"This server does not write its data (CAMPSTATS_WRITE). {what}", icon=":material/content_paste:")
    for path, lines in added.items():
        st.caption(md(path))
        st.code(lines, language=None)


def _stale(key: str, seen: Mapping[str, bytes], texts: Mapping[str, bytes], *, pressed: bool) -> bool:
    """Whether the files on disk are others than when these texts were first shown; a press is told so once."""
    chosen, stood = data_hash(texts), data_hash({path: seen.get(path, b"") for path in texts})
    was: tuple[str, str] = st.session_state.get(f"{key}-stood", ("", ""))
    stale = was[0] == chosen and was[1] != stood
    if pressed or was[0] != chosen:
        st.session_state[f"{key}-stood"] = chosen, stood
    return stale


def data_hash(files: Mapping[str, bytes]) -> str:
    """One hash of files with their names."""
    made = hashlib.sha256()
    for path, content in sorted(files.items()):
        made.update(f"{path}\0{len(content)}\0".encode() + content)
    return made.hexdigest()


def done(key: str, words: str, *, well: bool = True) -> None:
    """Draw the whole page anew, as its list of changes is another now, and say there what was done."""
    st.session_state[_SENT] = key, words, well
    st.rerun()


def sent(key: str) -> None:
    """Say what was done last, where it was done, until something else is: the page may be drawn twice meanwhile."""
    place, words, well = st.session_state.get(_SENT, ("", "", True))
    if not place or place.partition("-")[0] != key:
        return
    if well:
        st.success(md(words), icon=":material/check:")
    else:
        st.error(md(words), icon=":material/report:")


@st.fragment
def history() -> None:
    """The changes that were written here, newest first, and a way to take the newest back."""
    if st.session_state.pop(_REDRAW, False):
        st.rerun()
    kept = store.history(data.DATA)
    sent("undo")
    if not kept:
        st.caption("No change was written here yet.")
        return
    tables.show(
        pd.DataFrame(
            {
                "When": [_time(one.name) for one in kept],
                "Who": [one.who for one in kept],
                "Why": [one.why for one in kept],
                "Files": [", ".join(one.before) for one in kept],
                "Taken back": ["yes" if one.undone else "" for one in kept],
            }
        ),
        "Changes of the data, newest first",
        rows=6,
    )
    standing = [one for one in kept if not one.undone]
    if allowed() and standing:
        # The button is of the change that its reader saw: pressed twice, or late, it takes back no other.
        newest = standing[0].name
        st.button(
            "Take the newest back", icon=":material/undo:", key=f"entry-undo-{newest}", on_click=_undo, args=(newest,)
        )


def _undo(name: str) -> None:
    st.session_state[_REDRAW] = True
    if not allowed():  # the button was drawn for a maintainer, who is none any more
        st.session_state[_SENT] = "undo", "Only maintainers write; sign in again.", False
        return
    try:
        last = store.undo(data.DATA, name)
    except store.NotWrittenError as error:
        st.session_state[_SENT] = "undo", str(error), False
    else:
        st.session_state[_SENT] = "undo", f"Taken back: {last.why or 'a change'}. The files are as before.", True


def _time(name: str) -> str:
    return f"{name[:4]}-{name[4:6]}-{name[6:8]} {name[9:11]}:{name[11:13]} UTC"


def _listed(ledger: Ledger, url: str) -> str:
    """What sources.csv has under an address, empty where it has nothing."""
    if not url.strip():
        return ""
    wanted = entry.address(url)
    rows = ledger.sources.loc[[entry.address(str(one)) == wanted for one in ledger.sources["url"]]]
    if rows.empty:
        return ""
    first = rows.iloc[0]
    return (
        f"{first['title']}, {first['publisher']}; {number_text(_figures(ledger, str(first['source'])))} figures so far"
    )


def _figures(ledger: Ledger, source: str) -> int:
    return int((ledger.observations["source"] == source).sum())


def _words(text: str) -> str:
    return text.replace("_", " ")
