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
from streamlit.runtime.pages_manager import PagesManager

from ui import bound, card, client, data, frame, rehearsal
from ui.contents import ALL, HEAD, KEY, OPEN, anchor

_LOG = logging.getLogger(__name__)
_PAUSE = 0.01  # seconds between two sections that are drawn for nobody, for the readers of the meantime
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


class Choice:
    """What the filters in the head of a page choose and its sections follow; made anew with the whole page."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    @staticmethod
    def redraw() -> None:
        """Draw head and open section anew: for the `redraw` of the head's filters in `ui.filters`."""
        # A page that runs by itself, as in the tests of Streamlit, is drawn as a whole.
        if not PagesManager.uses_pages_directory:
            st.rerun([HEAD, OPEN])

    def tell(self, **values: str) -> None:
        """Say what is chosen; call it in the head, which is drawn first."""
        self._values = values

    def __getitem__(self, name: str) -> str:
        """What is chosen by the filter of this name."""
        return self._values[name]


def lay_out(head: Body, *sections: Section) -> None:
    """Draw a page: its head, the tabs of its sections, and the open section.

    What head and sections hold must follow from the data, the sidebar, their own filters and the `Choice` of the head.
    A page of one section has no tabs. Call it once, at the end of a page.
    """
    if rehearsal.scene() is not None:
        _rehearse(head, sections)
        return
    shown = _shown()
    st.fragment(_draw_head, key=HEAD)(head, shown)
    st.fragment(_draw_open, key=OPEN)(sections, shown)


def lay_out_as_one(head: Body, *sections: Section) -> None:
    """As `lay_out`, for a page whose sections all follow the filters of its head: any filter draws both anew."""
    if rehearsal.scene() is not None:
        _rehearse(head, sections)
        return
    st.fragment(_draw_all, key=OPEN)(head, sections, _shown())


def _rehearse(head: Body, sections: tuple[Section, ...]) -> None:
    for body in (head, *(one.body for one in sections)):
        body()
        sleep(_PAUSE)


def _draw_all(head: Body, sections: tuple[Section, ...], shown: tuple[str, str]) -> None:
    _hold(shown)
    _run(head, HEAD)
    _draw_open(sections, shown)


def _draw_head(head: Body, shown: tuple[str, str]) -> None:
    _hold(shown)
    _run(head, HEAD)


def _draw_open(sections: tuple[Section, ...], shown: tuple[str, str]) -> None:
    _hold(shown)
    drawn = _chosen(sections)
    st.html(_above(sections, drawn))
    client.listen(partial(_act, sections))
    for one in drawn:
        if len(drawn) > 1:
            st.html(_heading(one))
        _run(one.body, one.key)


def _hold(shown: tuple[str, str]) -> None:
    if _shown() != shown:
        # The data or the colours have changed since the page was drawn: a part alone would not fit the others.
        st.rerun()


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


def _above(sections: tuple[Section, ...], drawn: tuple[Section, ...]) -> str:
    """The tabs, what the address asks in vain, the open section's question, and the key to the marks, as HTML."""
    if len(sections) < 2:
        return card.key()
    whole, asked = len(drawn) > 1, _asked()
    links = [_tab(one.name, "" if one is sections[0] else one.key, here=drawn == (one,)) for one in sections]
    links.append(_tab("Whole page", ALL, here=whole, kind="cs-tab cs-whole"))
    said = ""
    if asked and not whole and asked != drawn[0].key:
        said = (
            '<p class="cs-note">The address asks for a section that this page does not have; shown: '
            f"{escape(drawn[0].name)}.</p>"
        )
    heading = "" if whole else _heading(drawn[0])
    return f'<nav class="cs-tabs" aria-label="Sections">{"".join(links)}</nav>{card.key()}{said}{heading}'


def _tab(name: str, key: str, *, here: bool, kind: str = "cs-tab") -> str:
    """A link that opens a section in its place; another tab of the browser opens it by its address."""
    chosen = {each: st.query_params.get_all(each) for each in st.query_params if each not in (KEY, _BRIEFING)}
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
            if asked.card in map(anchor, one.charts):
                open_section(one.key)
    else:
        card.act(asked)


def open_section(key: str) -> None:
    """Have the address name a section, which the browser keeps in its history; empty for the first one."""
    bound.put(KEY, (key,) if key else ())
