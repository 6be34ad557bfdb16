"""Filter widgets in one row, each bound to a declared key of the address so that a link reopens the same view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ui import rehearsal
from ui.registry import URL_KEYS

_KEYS = {key.key for key in URL_KEYS}
Names = Callable[[Any], str]
Redraw = Callable[[], None]


def row() -> Any:
    """The row that holds a page's filters: a container to use in a `with` block."""
    return st.container(horizontal=True, vertical_alignment="bottom", gap="medium")


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
    return found if found in choices else choices[start]


def switch(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    names: Names = str,
    redraw: Redraw | None = None,
) -> str:
    """One of two to six choices, as buttons. Returns a member of `options`; `redraw` as for `pick`."""
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
    return found if found in options else default


def several(
    key: str, label: str, options: Sequence[str], default: Sequence[str], names: Names = str, most: int = 6
) -> tuple[str, ...]:
    """Up to `most` of a closed list; may be empty. The order is that of `options`."""
    found = st.multiselect(
        label, list(options), default=list(default), format_func=names, key=_known(key), bind="query-params",
        max_selections=most, width=440,
    )  # fmt: skip
    return tuple(option for option in options if option in found)


def compare(
    key: str, label: str, options: Sequence[str], default: Sequence[str], names: Names = str, most: int = 6
) -> tuple[str, ...]:
    """As `several`, for options and a default that other filters decide; see `follow`."""
    if rehearsal.scene() is not None:
        return tuple(default)
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
    return tuple(option for option in options if option in found)


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
    if len(choices) < 2:
        return choices[0] if choices else default
    found = st.select_slider(
        label, choices, value=default if default in choices else choices[-1], format_func=names, key=_known(key),
        bind="query-params",
    )  # fmt: skip
    return found if found in choices else choices[-1]


def step(key: str, label: str, options: Sequence[str], default: str, names: Names = str) -> str:
    """As `slide`, for options and a default that other filters decide; a value no longer offered gives way."""
    if rehearsal.scene() is not None:
        return default
    follow(key, default, seed=True)
    if key in st.session_state and st.session_state[key] not in options:
        st.session_state[key] = default
    if len(options) < 2:
        return default
    found = st.select_slider(label, list(options), format_func=names, key=_known(key), bind="query-params")
    return found if found in options else default


def yes(key: str, label: str, *, default: bool = False, tip: str | None = None) -> bool:
    """A switch that is on or off."""
    return st.toggle(label, value=default, key=_known(key), bind="query-params", help=tip)


def _known(key: str) -> str:
    if key not in _KEYS:
        raise KeyError(f"{key} is not declared in ui.registry.URL_KEYS")
    return key
