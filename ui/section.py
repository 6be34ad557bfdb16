"""A page as a head and sections: each section a tab of its own, of which only the open one is run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from time import sleep
from urllib.parse import urlencode

import streamlit as st

from charts import understood
from charts.text import one_line
from ui import bound, card, client, data, frame, metrics, paper, rehearsal, roles
from ui.contents import ALL, KEY, OPEN, anchors, moved

_LOG = logging.getLogger(__name__)
_PAUSE = 0.01  # seconds between two sections that are drawn for nobody, for the readers of the meantime
_TOLD = 60  # letters of what the address asks that are said again
_BRIEFING = "brief"  # the key of the address that is the reader's own
Body = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page, answering one question.

    `name` stands on its tab and `question` over its cards; `key` is its id in the address, and `charts` are those that
    it shows in the catalogue's names, for whatever leads to a chart (`ui.contents`).
    """

    name: str
    question: str
    key: str
    charts: tuple[str, ...]
    body: Body


def section(name: str, *charts: str, question: str = "") -> Callable[[Body], Section]:
    """Make a section of the function that draws its filters and cards; the function's name is its id."""
    return lambda body: Section(name, question or name, body.__name__, charts, body)


def lay_out(head: Body, *sections: Section) -> None:
    """Draw a page: its head, the tabs of its sections, and the open section; call it once, below the page's title.

    What they hold must follow from the data, the sidebar and the filters of head and section. All of it is one
    fragment: two would be two runs at each filter of the head, which cost more than to draw the head again.
    """
    if rehearsal.scene() is not None:
        _rehearse(head, sections)
        return
    gone = moved(paper.page(), next(iter(bound.asked(KEY)), ""))
    if gone is not None:
        st.switch_page(
            f"pages/{gone.file}", query_params={key: st.query_params.get_all(key) for key in st.query_params}
        )
    st.fragment(_timed, key=OPEN)(head, sections, _shown())


def _rehearse(head: Body, sections: tuple[Section, ...]) -> None:
    head()
    rehearsal.see(_above(sections, sections[:1]))
    for one in sections:
        if rehearsal.tell("part", one.question if len(sections) > 1 else ""):
            _run(one.body, one.key)
        else:
            one.body()
            rehearsal.see(rehearsal.END)  # what stands below is seen once its tab is opened
            sleep(_PAUSE)


def _timed(head: Body, sections: tuple[Section, ...], shown: tuple[str, str]) -> None:
    if not roles.may_read():
        st.rerun()  # of the whole page, which says so
    with metrics.rerun("section"):
        _draw(head, sections, shown)


def _draw(head: Body, sections: tuple[Section, ...], shown: tuple[str, str]) -> None:
    if _shown() != shown:
        # The data or the colours have changed since the page was drawn: a part alone would not fit the others.
        st.rerun()
    _run(head, "head")
    drawn = _chosen(sections)
    st.html(_above(sections, drawn))
    client.listen(partial(_act, sections))
    for one in drawn:
        if len(drawn) > 1:
            st.html(_heading(one))
        _run(one.body, one.key)
    paper.offer()


def _shown() -> tuple[str, str]:
    return data.ledger().version, frame.theme()


def _run(body: Body, name: str) -> None:
    try:
        body()
    except Exception:  # a table that could not be read takes no section with it that does without
        if not data.is_faulty():
            raise
        _LOG.exception("The section %s cannot be drawn", name)
        st.warning("This part of the page needs rows that could not be read. Data health says which.")


def _chosen(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections to draw: all of them, the one that the address names or whose chart it names, or the first."""
    asked = _asked()
    if asked == ALL or len(sections) < 2:
        return sections
    return tuple(one for one in sections if one.key == asked)[:1] or sections[:1]


def _asked() -> str:
    """The section that the address names; empty for the first."""
    asked = next(iter(bound.asked(KEY)), "")
    bound.hold(KEY, asked)
    return asked


def is_open(*sections: Section) -> bool:
    """Whether the address names one of these sections alone: a head leaves out the filters that do nothing there."""
    return _asked() in {one.key for one in sections}


def is_whole() -> bool:
    """Whether all sections stand one below the other."""
    return _asked() == ALL


def _above(sections: tuple[Section, ...], drawn: tuple[Section, ...]) -> str:
    """The tabs, what the address asks in vain, the open section's question, and the key to the marks, as HTML."""
    if len(sections) < 2:
        return card.key()
    whole, asked = len(drawn) > 1, _asked()
    chosen = {each: st.query_params.get_all(each) for each in st.query_params if each not in (KEY, _BRIEFING)}
    links = [_tab(one.name, "" if one is sections[0] else one.key, chosen, here=drawn == (one,)) for one in sections]
    aside = f"{_tab('Whole page', ALL, chosen, here=whole, kind='cs-tab cs-whole')}{paper.shortcut()}"
    links.append(f'<span class="cs-aside">{aside}</span>')
    said = ""
    if asked and not whole and asked != drawn[0].key:
        names = {one.key: one.name for one in sections}
        near = understood.near(asked, list(names), names.__getitem__)
        meant = (one for one in sections if one.name in near)
        close = ", ".join(_tab(one.name, one.key, chosen, here=False, kind="cs-near") for one in meant)
        told = escape(one_line(asked)[:_TOLD])
        said = (
            f'<p class="cs-note">The address asks for a section “{told}” that this page does not have; '
            f"shown: {escape(drawn[0].name)}{f'; near: {close}' if close else ''}.</p>"
        )
    heading = "" if whole else _heading(drawn[0])
    return f'<nav class="cs-tabs" aria-label="Sections">{"".join(links)}</nav>{card.key()}{said}{heading}'


def _tab(name: str, key: str, chosen: dict[str, list[str]], *, here: bool, kind: str = "cs-tab") -> str:
    """A link that opens a section in its place, with what is chosen; another tab of the browser opens it by it."""
    address = escape(urlencode(chosen | ({KEY: [key]} if key else {}), doseq=True))
    current = ' aria-current="page"' if here else ""
    act = f'data-act="section" data-value="{key}"'
    return f'<a class="{kind}" href="?{address}" {act}{current}>{escape(name)}</a>'


def _heading(one: Section) -> str:
    return f'<h2 class="cs-question" id="section-{one.key}">{escape(one.question)}</h2>'


def _act(sections: tuple[Section, ...], asked: client.Act) -> None:
    """What a reader asked of the page by a button that stands in HTML; what it says comes from the browser."""
    if asked.act == "section":
        open_section(asked.value)
    elif asked.act == "find":
        for one in sections:
            if any(asked.card in anchors(chart) for chart in one.charts):
                open_section(one.key)
    else:
        card.act(asked)


def open_section(key: str) -> None:
    """Have the address name a section, which the browser keeps in its history; empty for the first one."""
    bound.put(KEY, (key,) if key else ())
