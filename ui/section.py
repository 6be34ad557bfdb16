"""Sections of a page: each a title, its filters and its cards, and drawn anew alone when one of its filters changes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from time import sleep

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from ui import data, frame, rehearsal

_LOG = logging.getLogger(__name__)
_PAUSE = 0.01  # seconds between two sections that are drawn for nobody, for the readers of the meantime
Body = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a title (empty for the part under the page's own title), and what draws its filters and cards.

    `key` names it on its page, for a choice that several sections follow.
    """

    title: str
    key: str
    body: Body


def section(title: str = "") -> Callable[[Body], Section]:
    """Make a section of the function that draws it; the function's name is its key."""
    return lambda body: Section(title, body.__name__, body)


class Choice:
    """What the filters of one section choose and others follow; made anew whenever the whole page is drawn."""

    def __init__(self, *sections: str) -> None:
        """`sections` are the keys of all that follow, that of the filters first."""
        self._sections = sections
        self._values: dict[str, str] = {}

    def redraw(self) -> None:
        """Draw all sections that follow anew: for the `redraw` of their filters in `ui.filters`."""
        # A page that runs by itself, as in the tests of Streamlit, is drawn as a whole.
        if not PagesManager.uses_pages_directory:
            st.rerun(self._sections)

    def tell(self, **values: str) -> None:
        """Say what is chosen; call it in the section of the filters, which stands first."""
        self._values = values

    def __getitem__(self, name: str) -> str:
        """What is chosen by the filter of this name."""
        return self._values[name]


_DRAWN: ContextVar[str] = ContextVar("drawn", default="")


def drawn() -> str:
    """The key of the section that is being drawn; empty on a page without sections."""
    return _DRAWN.get()


def lay_out(*sections: Section) -> None:
    """Draw the sections of a page one below the other.

    What one holds must follow from the data, the sidebar, its own filters and a `Choice` that names it. Call it once,
    at the end of a page.
    """
    if rehearsal.scene() is not None:
        for one in sections:
            one.body()
            sleep(_PAUSE)
        return
    shown = _shown()
    for one in sections:
        st.fragment(_draw, key=one.key)(one, shown)


def _draw(one: Section, shown: tuple[str, str]) -> None:
    if _shown() != shown:
        # The data or the colours have changed since the page was drawn: one section alone would not fit the others.
        st.rerun()
    if one.title:
        frame.section(one.title)
    _DRAWN.set(one.key)
    try:
        one.body()
    except Exception:  # a table that could not be read takes no section with it that does without
        if not data.is_faulty():
            raise
        _LOG.exception("The section %s cannot be drawn", one.key)
        st.warning("This part of the page needs rows that could not be read. Data health says which.")
    finally:
        _DRAWN.set("")


def _shown() -> tuple[str, str]:
    return data.ledger().version, frame.theme()
