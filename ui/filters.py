"""Filter widgets in one row, each bound to a declared key of the address so that a link reopens the same view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st

from analysis.words import join_words
from charts.text import one_line
from ui import rehearsal
from ui.frame import note
from ui.registry import URL_KEYS

_KEYS = {key.key for key in URL_KEYS}
_TOLD = 60  # letters of what an address asks for that are said again
_BELOW: ContextVar[list[str] | None] = ContextVar("_BELOW", default=None)  # what is to be said below the open row
_ON_OR_OFF = ("true", "false")
Names = Callable[[Any], str]
Redraw = Callable[[], None]


@contextmanager
def row() -> Iterator[None]:
    """The row that holds a page's filters; below it stands what the address asked of them in vain."""
    said: list[str] = []
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        before = _BELOW.set(said)
        try:
            yield
        finally:
            _BELOW.reset(before)
    for text in said:
        note(text)


def unoffered(key: str, offered: Iterable[str]) -> list[str]:
    """What the address asks of a filter that it does not offer; call it before the widget, which takes it away.

    What was asked when the filter first stood on the page is kept until the reader chooses (`tell_unoffered`).
    """
    if rehearsal.scene() is not None:
        return []  # a page that is drawn for nobody has no address
    asked, shown = f"_asked_{_known(key)}", f"_shown_{key}"
    if key not in st.session_state:
        known = set(offered)
        found = st.query_params.get_all(key)
        st.session_state[asked] = [one_line(text)[:_TOLD] for text in found if text and text not in known]
        st.session_state.pop(shown, None)
    kept: list[str] = st.session_state.get(asked, [])
    return kept


def tell_unoffered(key: str, label: str, asked: Sequence[str], shown: str) -> None:
    """Say in one quiet line what the address asked for in vain, and what is shown instead, until that changes."""
    if not asked:
        return
    if st.session_state.setdefault(f"_shown_{key}", shown) != shown:
        st.session_state[f"_asked_{key}"] = []
        return
    named = join_words([f"“{text}”" for text in asked])
    be = "are" if len(asked) > 1 else "is"
    text = f"The address asks for {named}, which {be} not offered under {label}; shown: {shown or 'nothing'}."
    below = _BELOW.get()
    if below is None:
        note(text)
    else:
        below.append(text)


def pick(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    names: Names = str,
    width: int = 260,
    redraw: Redraw | None = None,
) -> str:
    """One of a closed list, as a select box. Returns a member of `options`, whatever the address says.

    A change draws the section of the filter anew, or what `redraw` draws (see `ui.section.Choice`).
    """
    choices = list(options)
    start = choices.index(default) if default in choices else 0
    asked = unoffered(key, map(names, choices))
    found = st.selectbox(
        label,
        choices,
        index=start,
        format_func=names,
        key=_known(key),
        bind="query-params",
        width=width,
        on_change=redraw,
    )
    found = found if found in choices else choices[start]
    tell_unoffered(key, label, asked, names(found))
    return found


def switch(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    names: Names = str,
    redraw: Redraw | None = None,
) -> str:
    """One of two to six choices, as buttons. Returns a member of `options`; `redraw` as for `pick`."""
    asked = unoffered(key, map(names, options))
    found = st.segmented_control(
        label,
        list(options),
        default=default,
        format_func=names,
        key=_known(key),
        bind="query-params",
        required=True,
        on_change=redraw,
    )
    found = found if found in options else default
    tell_unoffered(key, label, asked, names(found))
    return found


def several(
    key: str, label: str, options: Sequence[str], default: Sequence[str], names: Names = str, most: int = 6
) -> tuple[str, ...]:
    """Up to `most` of a closed list; may be empty. The order is that of `options`."""
    asked = unoffered(key, map(names, options))
    found = st.multiselect(
        label,
        list(options),
        default=list(default),
        format_func=names,
        key=_known(key),
        bind="query-params",
        max_selections=most,
        width=440,
    )
    chosen = tuple(option for option in options if option in found)
    tell_unoffered(key, label, asked, join_words(map(names, chosen)))
    return chosen


def compare(
    key: str, label: str, options: Sequence[str], default: Sequence[str], names: Names = str, most: int = 6
) -> tuple[str, ...]:
    """As `several`, for options and a default that other filters decide; see `follow`."""
    if rehearsal.scene() is not None:
        return tuple(default)
    asked = unoffered(key, map(names, options))
    follow(key, list(default), seed=True)
    found = st.multiselect(
        label,
        list(options),
        format_func=names,
        key=_known(key),
        bind="query-params",
        max_selections=most,
        width=440,
        wrap=True,
    )
    chosen = tuple(option for option in options if option in found)
    tell_unoffered(key, label, asked, join_words(map(names, chosen)))
    return chosen


def follow(key: str, default: object, *, seed: bool = False) -> None:
    """Let a filter that stands at its default follow it when the filters above move it.

    Call it before the widget of `key`, whose default must be the first of its options; a choice that the reader made
    stays as long as it is offered. With `seed` the default is set at the first run too, for widgets without one.
    """
    memory = f"_default_{_known(key)}"
    if rehearsal.scene() is not None:
        return
    before = st.session_state.get(memory)
    first = seed and key not in st.session_state and key not in st.query_params
    if first or (before is not None and before != default and st.session_state.get(key) == before):
        st.session_state[key] = default
    st.session_state[memory] = default


def find(key: str, label: str, placeholder: str) -> str:
    """Words to search for, as a text box; what is typed counts after a short pause."""
    return st.text_input(
        label,
        key=_known(key),
        bind="query-params",
        placeholder=placeholder,
        icon=":material/search:",
        live=True,
        width=300,
    ).strip()


def slide(key: str, label: str, options: Sequence[str], default: str, names: Names = str) -> str:
    """One point of an ordered list (dates, years), as a slider over the whole width. Returns a member of `options`."""
    choices = list(options)
    asked = unoffered(key, map(names, choices))
    if len(choices) < 2:
        tell_unoffered(key, label, asked, names(choices[0]) if choices else "")
        return choices[0] if choices else default
    found = st.select_slider(
        label,
        choices,
        value=default if default in choices else choices[-1],
        format_func=names,
        key=_known(key),
        bind="query-params",
    )
    found = found if found in choices else choices[-1]
    tell_unoffered(key, label, asked, names(found))
    return found


def step(key: str, label: str, options: Sequence[str], default: str, names: Names = str) -> str:
    """As `slide`, for options and a default that other filters decide; a value no longer offered gives way."""
    if rehearsal.scene() is not None:
        return default
    asked = unoffered(key, map(names, options))
    follow(key, default, seed=True)
    if key in st.session_state and st.session_state[key] not in options:
        st.session_state[key] = default
    if len(options) < 2:
        tell_unoffered(key, label, asked, names(default) if default else "")
        return default
    found = st.select_slider(label, list(options), format_func=names, key=_known(key), bind="query-params")
    found = found if found in options else default
    tell_unoffered(key, label, asked, names(found))
    return found


def yes(key: str, label: str, *, default: bool = False, tip: str | None = None) -> bool:
    """A switch that is on or off."""
    asked = [text for text in unoffered(key, _ON_OR_OFF) if text.casefold() not in _ON_OR_OFF]
    found = st.toggle(label, value=default, key=_known(key), bind="query-params", help=tip)
    tell_unoffered(key, label, asked, "on" if found else "off")
    return found


def _known(key: str) -> str:
    if key not in _KEYS:
        raise KeyError(f"{key} is not declared in ui.registry.URL_KEYS")
    return key
