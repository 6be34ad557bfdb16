"""Binds a widget to a key of the address: a change is a step of the browser's history, and Back undoes it.

Streamlit's own binding writes displayed labels and puts each in the place of the last. Here the address holds ids, and
is what counts: `asked` says what it holds, `hold` gives the widget its value before it is made, and `then` is the
widget's callback, which writes a choice into the address. A default is not written. What is in `ui.filters` is made of
these; whatever else belongs into the address (a section, a card) may use them too:

    texts = bound.asked("section")
    bound.hold("section", texts[-1] if texts and texts[-1] in keys else keys[0])
    st.segmented_control("Section", keys, key="section", on_change=bound.then("section", lambda key: (key,)))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import rehearsal
from ui.registry import URL_KEYS

Texts = tuple[str, ...]  # what stands under one key: none, one, or several; ("",) is a choice of nothing
_KEYS = {key.key for key in URL_KEYS}
_NOTHING = object()


def asked(key: str) -> Texts:
    """What the address holds under a key, as the open page should take it. Raises KeyError for an undeclared key.

    A run of a fragment may have been asked for before the browser had the newest address, so that of two quick choices
    the second would undo the first: there the page's own memory counts, and the address is put right.
    """
    known(key)
    scene = rehearsal.scene()
    if scene is not None:
        return scene.address.get(key, ())
    if is_kept(key):
        remembered: Texts = st.session_state[_memory(key)]
        _put(key, remembered)
        return remembered
    found = st.session_state[_memory(key)] = _found(key)
    return found


def carried(key: str) -> Texts:
    """As `asked`, for a key of all pages: it goes along where a link opens a page without it, and not with Back."""
    known(key)
    if rehearsal.scene() is None:
        here = f"_page_of_{key}"
        run = get_script_run_ctx()
        page = run.page_script_hash if run is not None else ""
        before = st.session_state.get(here)
        st.session_state[here] = page
        remembered: Texts = st.session_state.get(_memory(key), ())
        back = run is not None and run.is_history_navigation
        if before not in (None, page) and remembered and not _found(key) and not back:
            _put(key, remembered)
    return asked(key)


def carrying() -> dict[str, Texts]:
    """What goes along to the next page, by key; pass it where the next page may be the open one, which clears them."""
    held = {key.key: st.session_state.get(_memory(key.key), ()) for key in URL_KEYS if key.carried}
    return {key: texts for key, texts in held.items() if texts}


def hold(key: str, value: Any) -> None:
    """Give the widget of a key its value; call it before the widget, which must have no default of its own.

    A run of the whole page gives it again though it is the same: where two runs follow each other closely, the browser
    may never have drawn what the first one sent, and a widget without a value stands at its first option.
    """
    if rehearsal.scene() is None and (_is_whole() or st.session_state.get(key, _NOTHING) != value):
        st.session_state[key] = value


def _is_whole() -> bool:
    run = get_script_run_ctx()
    return run is None or not run.fragment_ids_this_run


def then(key: str, texts: Callable[[Any], Texts]) -> Callable[[], None]:
    """The callback of the widget of a key: it writes `texts` of the choice into the address."""

    def chosen() -> None:
        put(key, texts(st.session_state[key]))

    return chosen


def put(key: str, texts: Texts) -> None:
    """Write what a reader has just chosen into the address. Only for callbacks of widgets."""
    for other in _KEYS:  # the browser may not have had the address of the choice before
        memory = _memory(other)
        if other != key and other in st.session_state and memory in st.session_state:
            _put(other, st.session_state[memory])
    st.session_state[_memory(key)] = texts
    _put(key, texts)


def drop(key: str, gone: Sequence[str]) -> None:
    """Take out of the address what another choice has taken from the offer."""
    left: Texts = tuple(text for text in st.session_state[_memory(key)] if text not in gone)
    st.session_state[_memory(key)] = left
    _put(key, left)


def is_kept(key: str) -> bool:
    """Whether only a part of the page is drawn anew that the widget stood in before; ask before `hold`."""
    run = get_script_run_ctx()
    return (
        run is not None
        and bool(run.fragment_ids_this_run)
        and key in st.session_state
        and _memory(key) in st.session_state
    )


def known(key: str) -> str:
    """The key itself. Raises KeyError where `ui.registry` does not declare it."""
    if key not in _KEYS:
        raise KeyError(f"{key} is not declared in ui.registry.URL_KEYS")
    return key


def _found(key: str) -> Texts:
    return tuple(st.query_params.get_all(key))


def _put(key: str, texts: Texts) -> None:
    if texts == _found(key):
        return
    if texts:
        st.query_params[key] = texts[0] if len(texts) == 1 else list(texts)
    else:
        del st.query_params[key]


def _memory(key: str) -> str:
    return f"_address_{key}"
