"""The basket: the briefing that a reader puts together, kept in the session and mirrored in the address.

The server stores nothing: a reload, a link or a file brings the basket back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from exports import Briefing, BriefingError, Item, from_json, from_token, to_token
from exports.briefing import MOST_ITEMS, MOST_WORDS

KEY = "brief"
FRAGMENT = "basket"  # the part of the sidebar that counts; a card reruns it beside itself
LONGEST = 6000  # characters of a link that every browser, proxy and chat takes
_STATE = "_basket"
_NEWS = "_basket_news"
_UNTITLED = "Briefing"


@dataclass(frozen=True, slots=True)
class Entry:
    """A chart in the basket; its number stays with it when it moves, so that what is typed stays with it too."""

    number: int
    item: Item


@dataclass(frozen=True, slots=True)
class Basket:
    """What the reader has chosen.

    `said` tells in words what was done last, where that deserves a word, and `before` is what an undo brings back;
    `fault` says why a link or a file could not be opened.
    """

    title: str = _UNTITLED
    entries: tuple[Entry, ...] = ()
    next_number: int = 1
    before: Basket | None = None
    said: str = ""
    fault: str = ""

    @property
    def briefing(self) -> Briefing:
        """The basket as it is exported."""
        return Briefing(self.title, tuple(entry.item for entry in self.entries))


def current() -> Basket:
    """The basket of this session, at first what the address holds. A faulty link leaves it empty and says why."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = _from_address(st.query_params.get(KEY, ""))
    found: Basket = st.session_state[_STATE]
    return found


def mirror() -> None:
    """Write the basket into the address, so that a reload brings it back; call in every run.

    A basket that is too long for a link, and a faulty link until something is chosen, leave the address as it is.
    """
    basket = current()
    if basket.fault and not basket.entries:
        return
    token = link_token(basket) if basket.entries else ""
    if token and st.query_params.get(KEY) != token:
        st.query_params[KEY] = token
    elif not token and KEY in st.query_params:
        del st.query_params[KEY]


def link_token(basket: Basket) -> str:
    """The basket as the value of the address key `brief`; empty where it is too long for a link."""
    token = to_token(basket.briefing)
    return token if len(token) <= LONGEST else ""


def held(item: Item) -> Entry | None:
    """The entry with the same chart and choices, whatever the reader's own words on it."""
    bare = _bare(item)
    return next((entry for entry in current().entries if _bare(entry.item) == bare), None)


def toggle(item: Item) -> None:
    """Put a chart into the basket, or take it out again, and say so: the count may be out of sight."""
    entry = held(item)
    if entry is None:
        add(item)
    else:
        remove(entry.number)
    basket = current()
    count = len(basket.entries)
    done = "Added" if entry is None else "Taken out"
    st.session_state[_NEWS] = basket.fault or f"{done}: the briefing holds {counted(count)} now."


def add(item: Item, after: int = 0) -> None:
    """Add a chart at the end, or behind the entry with number `after`; a full basket says so and stays as it is."""
    basket = current()
    if len(basket.entries) >= MOST_ITEMS:
        _set(replace(basket, fault=f"A briefing holds at most {MOST_ITEMS} charts. Remove one first."))
        return
    entry = Entry(basket.next_number, item)
    at = next((n for n, one in enumerate(basket.entries, 1) if one.number == after), len(basket.entries))
    entries = (*basket.entries[:at], entry, *basket.entries[at:])
    _set(replace(basket, entries=entries, next_number=entry.number + 1, fault="", before=None, said=""))


def change(number: int, **words: Any) -> None:
    """Change fields of one item: `title`, `point`, `filters`, `known_on`, `lead`."""
    basket = current()
    words = {key: _clean(value) if key in ("title", "point") else value for key, value in words.items()}
    entries = tuple(
        Entry(one.number, replace(one.item, **words)) if one.number == number else one for one in basket.entries
    )
    _set(replace(basket, entries=entries, fault="", before=None, said=""))


def rename(title: str) -> None:
    """Give the briefing a title; an empty one becomes `Briefing`."""
    _set(replace(current(), title=_clean(title) or _UNTITLED))


def move(number: int, by: int) -> None:
    """Move an entry up (-1) or down (1)."""
    basket = current()
    entries = list(basket.entries)
    at = next((n for n, one in enumerate(entries) if one.number == number), None)
    if at is None or not 0 <= at + by < len(entries):
        return
    entries[at], entries[at + by] = entries[at + by], entries[at]
    _set(replace(basket, entries=tuple(entries), before=None, said=""))


def remove(number: int) -> None:
    """Take an entry out; `undo` brings it back."""
    basket = current()
    entries = tuple(one for one in basket.entries if one.number != number)
    _set_with_undo(replace(basket, entries=entries), "Removed a chart.")


def clear() -> None:
    """Empty the basket; `undo` brings it back."""
    _set_with_undo(Basket(next_number=current().next_number), "Emptied the briefing.")


def open_briefing(briefing: Briefing, said: str = "") -> None:
    """Put a ready-made briefing or one from a file in the place of the basket; `undo` brings that back."""
    basket = current()
    opened = _of(briefing, basket.next_number)
    replaced = f"Opened “{opened.title}” in place of what was here." if basket.entries else ""
    _set_with_undo(opened, " ".join(filter(None, (replaced, said))))


def open_file(content: bytes) -> None:
    """Open a briefing file as `open_briefing` does; anything else leaves the basket as it is and says why."""
    try:
        found = from_json(content)
    except BriefingError as error:
        _set(replace(current(), fault=str(error)))
        return
    open_briefing(found)


def undo() -> None:
    """Bring back what the last removal or opening took away."""
    basket = current()
    if basket.before is not None:
        _set(replace(basket.before, next_number=basket.next_number, before=None, said="", fault=""))


def news() -> str:
    """What a toggle did, told once; a callback itself may show nothing."""
    return str(st.session_state.pop(_NEWS, ""))


def counted(count: int) -> str:
    """`no chart`, `1 chart`, `12 charts`."""
    return f"{count or 'no'} chart{'s' if count > 1 else ''}"


def _from_address(token: str) -> Basket:
    if not token:
        return Basket()
    try:
        return _of(from_token(token), 1)
    except BriefingError as error:
        return Basket(fault=str(error))


def _of(briefing: Briefing, first: int) -> Basket:
    entries = tuple(Entry(number, item) for number, item in enumerate(briefing.items, first))
    return Basket(briefing.title or _UNTITLED, entries, first + len(entries))


def _set(basket: Basket) -> None:
    st.session_state[_STATE] = basket


def _set_with_undo(basket: Basket, said: str) -> None:
    held = current()
    before = replace(held, before=None, said="", fault="") if held.entries else None
    _set(replace(basket, before=before, said=said, fault=""))


def _bare(item: Item) -> Item:
    return replace(item, filters=dict(item.filters), title="", point="")


def _clean(text: str) -> str:
    """Words as a file or link gives them back: one line, of a length that is accepted."""
    return " ".join(text.split())[:MOST_WORDS].strip()
