"""Filter widgets in one row, each bound to a declared key of the address so that a link reopens the same view.

The address holds ids (`camp=roj`), never what is displayed; what older links and people write is understood
(`charts.understood`). `ui.bound` is the binding itself, for widgets that are no filter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from analysis.words import date_text, join_words
from charts import understood
from charts.text import one_line
from ui import bound, data, rehearsal
from ui.frame import note

_TOLD = 60  # letters of what an address asks for that are said again
_BELOW: ContextVar[list[str] | None] = ContextVar("_BELOW", default=None)  # what is to be said below the open row
_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}
_SWITCH = partial(st.segmented_control, required=True)
Names = Callable[[Any], str]


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


def tell(label: str, unmet: Sequence[str], shown: str, near: Sequence[str] = ()) -> None:
    """Say in one quiet line what the address asks for in vain, what is shown instead, and what it comes near to."""
    if not unmet:
        return
    named = join_words([f"“{one_line(text)[:_TOLD]}”" for text in unmet])
    be = "are" if len(unmet) > 1 else "is"
    others = [one for one in near if one != shown]
    close = f"; near: {join_words(others)}" if others else ""
    text = f"The address asks for {named}, which {be} not offered under {label}; shown: {shown or 'nothing'}{close}."
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
    width: int | Literal["stretch"] = 260,
    *,
    ids: Names = str,
    tip: str | None = None,
) -> str:
    """One of a closed list, as a select box. Returns a member of `options`, whatever the address says.

    Where `default` is not offered, the first option is. A filter at its default follows it when it moves. A change
    draws what lies below the page's title anew (see `ui.section`). `ids` gives the value of an option in the address,
    where that is not the option itself.
    """
    return _one(key, label, options, default, names, ids, partial(st.selectbox, width=width, help=tip))


def switch(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    names: Names = str,
) -> str:
    """One of two to six choices, as buttons. Returns a member of `options`."""
    return _one(key, label, options, default, names, str, _SWITCH)


# Days are typed: a field of year, month and day in parts makes another date of one that is typed in any other order.
SUCH_AS, _WAYS = "such as 31 Dec 2020", "written as 31 Dec 2020, 31.12.2020 or 2020-12-31"


def day_help(first: pd.Timestamp, last: pd.Timestamp, shows: str = "") -> str:
    """What is said beside a field for a day: what it `shows` as known then, how a day is written, and which ones."""
    span = f"{date_text(first)} to {date_text(last)}"
    if not shows:
        return f"{span}, {_WAYS}."
    return f"Shows {shows} from what had been published by that day, {_WAYS}; {span}. Empty: everything."


def day(key: str, label: str, first: pd.Timestamp, last: pd.Timestamp, default: str) -> str:
    """Any day from `first` to `last`, as a field of text; returns it as YYYY-MM-DD, `default` where none is meant."""
    texts = bound.asked(key)
    meant = day_within(texts[-1], first, last) if texts else None
    value = meant.isoformat() if meant is not None else default
    if rehearsal.scene() is not None:
        rehearsal.see(f'{rehearsal.FILTER}"></div>')
        return value
    unmet = _unmet(key, texts[-1:] if meant is None else ())
    bound.hold(key, date_text(pd.Timestamp(value)))

    def chosen(text: str) -> bound.Texts:
        return () if (written := written_day(text)) == (default,) else written

    tip = day_help(first, last)
    st.text_input(label, key=key, on_change=bound.then(key, chosen), placeholder=SUCH_AS, width=260, help=tip)
    tell(label, unmet, date_text(pd.Timestamp(value)), nearest_day(unmet, first, last))
    return value


def day_within(text: str, first: pd.Timestamp, last: pd.Timestamp) -> date | None:
    """The day that a text means, where it is one of those from `first` to `last`."""
    meant = understood.as_day(text)
    return meant if meant is not None and first.date() <= meant <= last.date() else None


def nearest_day(unmet: Sequence[str], first: pd.Timestamp, last: pd.Timestamp) -> list[str]:
    """The end of a span that a day outside of it comes near to, in words."""
    meant = understood.as_day(unmet[0]) if unmet else None
    return [] if meant is None else [date_text(first if meant < first.date() else last)]


def written_day(text: str) -> bound.Texts:
    """What a reader has typed as the address holds it: a date in numbers, or as it is where it is none."""
    meant = understood.as_day(text)
    return (meant.isoformat(),) if meant is not None else (text.strip(),) if text.strip() else ()


def slide(key: str, label: str, options: Sequence[str], default: str, names: Names = str) -> str:
    """One point of an ordered list (dates, years), as a slider over the whole width. Returns a member of `options`.

    Where `default` is not offered, the last point is.
    """
    start = default if default in options else next(iter(options[-1:]), default)
    return _one(key, label, options, start, names, str, st.select_slider)


def _one(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    names: Names,
    ids: Names,
    widget: Callable[..., Any],
) -> str:
    choices = list(options)
    start = default if default in choices else next(iter(choices), default)
    read = partial(_read, choices, names, ids)
    texts = bound.asked(key)
    value = read(texts[-1]) if texts else start
    if rehearsal.scene() is not None:
        rehearsal.see(f'{rehearsal.FILTER}{" first-switch" if widget is _SWITCH else ""}"></div>')
        return start if value is None else value
    unmet = _unmet(key, texts[-1:] if value is None else ())
    value = start if value is None else value
    close = understood.near(unmet[0], choices, names) if unmet else []
    if len(choices) < 2 and widget is st.select_slider:
        tell(label, unmet, names(value) if choices else "", close)
        return value
    bound.hold(key, value)
    chosen = bound.then(key, lambda one: () if one == start else (ids(one),))
    found = widget(label, choices, format_func=names, key=key, on_change=chosen)
    found = found if found in choices else start
    tell(label, unmet, names(found), close)
    return str(found)


def compare(
    key: str, label: str, options: Sequence[str], default: Sequence[str], names: Names = str, most: int = 6
) -> tuple[str, ...]:
    """Up to `most` of a closed list; may be empty. The order is that of `options`."""
    choices, start = list(options), tuple(default)
    texts = bound.asked(key)
    read = {text: _read(choices, names, str, text) for text in texts if text}
    wanted = [one for one in choices if one in read.values()][:most]
    value = list(start) if not texts or (read and not wanted) else wanted
    if rehearsal.scene() is not None:
        return tuple(value)
    unmet = _unmet(key, [text for text, one in read.items() if one is None])
    bound.hold(key, value)

    def written(chosen: Sequence[str]) -> bound.Texts:
        return () if set(chosen) == set(start) else tuple(chosen) or ("",)

    found = st.multiselect(
        label,
        choices,
        format_func=names,
        key=key,
        max_selections=most,
        width=440,
        wrap=True,
        on_change=bound.then(key, written),
    )
    chosen = tuple(option for option in options if option in found)
    tell(label, unmet, join_words(map(names, chosen)), understood.near(unmet[0], choices, names) if unmet else ())
    return chosen


def find(key: str, label: str, placeholder: str) -> str:
    """Words to search for, as a text box; what is typed counts after a short pause."""
    texts = bound.asked(key)
    if rehearsal.scene() is not None:
        return texts[-1].strip() if texts else ""
    bound.hold(key, texts[-1] if texts else "")
    return st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        icon=":material/search:",
        live=True,
        width=300,
        on_change=bound.then(key, lambda words: (words,) if words.strip() else ()),
    ).strip()


def yes(key: str, label: str, *, default: bool = False, tip: str | None = None) -> bool:
    """A switch that is on or off."""
    texts = bound.asked(key)
    text = texts[-1].strip().casefold() if texts else ""
    if rehearsal.scene() is not None:
        return text in _YES if text in _YES | _NO else default
    bound.hold(key, text in _YES if text in _YES | _NO else default)
    written = bound.then(key, lambda on: () if on == default else ("true" if on else "false",))
    found = st.toggle(label, key=key, help=tip, on_change=written)
    tell(label, [text] if text not in {"", *_YES, *_NO} else [], "on" if found else "off")
    return found


def _read(options: Sequence[str], names: Names, ids: Names, text: str) -> str | None:
    """The option that a text of the address means."""
    if text in options:
        return text
    by_id = {ids(option): option for option in options}
    return by_id.get(text) or understood.understood(text, options, names, understood.spellings(data.newest()))


def _unmet(key: str, texts: Sequence[str]) -> list[str]:
    """What the address asks for in vain, to be told; what another choice has just taken from the offer goes instead."""
    memory = f"_unmet_{key}"
    told: list[str] = st.session_state.get(memory, [])
    wanted = [text for text in texts if text.strip()]
    gone = [text for text in wanted if text not in told] if bound.is_kept(key) else []
    if gone:
        bound.drop(key, gone)
    left = st.session_state[memory] = [text for text in wanted if text not in gone]
    return left
