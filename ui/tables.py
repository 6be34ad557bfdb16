"""Tables of the Explore, Sources and Data health pages: one look, dates and addresses as such, a text alternative."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from html import escape
from itertools import accumulate
from math import ceil
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st
from pandas.api.types import is_numeric_dtype

from analysis.cut import Cut
from analysis.words import number_text
from charts.spec import ChartSpec
from charts.table import light, screen_frame
from charts.views.explore.series import all_statements, of_source
from exports import csv_bytes
from exports.paper import rows_of
from loaders import Ledger
from render.plan.frame import text_width
from ui import links, rehearsal

ROOM = 1040  # pixels of a table at a width of 1,400
# Pixels that a column of long texts keeps: down to the last where all columns are in view then, else the first. What
# a row is about, its first column, gives no more than to the first. Less would cut figures, which mislead then.
_LEAST = (220, 190, 160, 138)
_CHECKBOX = 40  # pixels of the column in which rows are chosen
_LETTERS, _CELL = 14, 22  # the size of the words of a table, and pixels beside those of a cell
_LOOKED_AT, _SHARE = 500, 0.9  # rows by which a column is measured, and how many of them it has room for
_OPENED = ("Address", links.PROFILE)  # columns of links that are told by a word
_PRINTED = 40  # rows of a table that are printed
_LINE, _BORDER, _ALL = 33, 2, 10  # pixels of a row and of the frame, and rows that any table shows without scrolling


@st.cache_resource(max_entries=300, show_spinner=False)
def _statements(key: str, _ledger: Ledger, _cut: Cut) -> tuple[ChartSpec, pd.DataFrame]:  # noqa: ARG001 - the cache key
    spec = all_statements(_ledger, _cut)
    frame = screen_frame(spec)
    # Cut by place, the series says for which place a figure holds.
    return spec, light(frame.drop(columns="For") if _cut.by == "place" else frame)


@st.cache_resource(max_entries=50, show_spinner=False)
def _source(key: str, _ledger: Ledger, _source: str, _label: str) -> tuple[ChartSpec, pd.DataFrame]:  # noqa: ARG001
    spec = of_source(_ledger, _source, _label)
    return spec, light(screen_frame(spec))


def statements(ledger: Ledger, cut: Cut) -> tuple[ChartSpec, pd.DataFrame]:
    """All statements of a cut as ChartSpec and as the table that a reader sees; made once a data version and cut."""
    return _statements(repr((ledger.version, cut)), ledger, cut)


def source_statements(ledger: Ledger, source: str, label: str) -> tuple[ChartSpec, pd.DataFrame]:
    """All statements that rest on a source, as ChartSpec and as table; made once a data version and source."""
    return _source(repr((ledger.version, source)), ledger, source, label)


def show(
    frame: pd.DataFrame, alt: str, *, rows: int = 11, columns: Mapping[str, Any] | None = None, **more: Any
) -> None:
    """A table that scrolls beneath `rows` whole rows, with dates as `7 Feb 2026`, and links at addresses and names.

    `columns` are settings of columns, `more` those of `st.dataframe`.
    """
    tell(frame, alt)
    told = frame
    frame, names = links.linked(frame, lambda one: sum(fitted(one).values()) <= ROOM)
    seen = frame.assign(**{name: told[name] for name in names if name in told})
    config: dict[str, Any] = {name: st.column_config.LinkColumn(name, display_text="open") for name in _OPENED}
    config |= {
        str(name): st.column_config.DateColumn(str(name), format="D MMM YYYY")
        for name, dtype in frame.dtypes.items()
        if pd.api.types.is_datetime64_any_dtype(dtype)
    }
    config |= {
        str(name): st.column_config.NumberColumn(str(name), format="localized")
        for name, dtype in frame.dtypes.items()
        if pd.api.types.is_numeric_dtype(dtype)
    }
    config |= dict(columns or {})
    config |= {name: _named(name, config.get(name, {})) for name in names if name not in _OPENED}
    for name, width in fitted(seen, ROOM - _CHECKBOX * ("on_select" in more)).items():
        config[name] = {"width": width} | {key: one for key, one in config.get(name, {}).items() if one is not None}
    shown = {name: made for name, made in config.items() if name in frame.columns}
    st.dataframe(
        ready(frame),
        hide_index=True,
        height="auto" if len(frame) <= _ALL else whole(min(rows, len(frame))),
        alt=alt,
        column_config=shown,
        **more,
    )
    if len(told):
        st.html(printed(told, alt))


def printed(frame: pd.DataFrame, title: str) -> str:
    """The first rows of a table as HTML that only paper shows: there the table that scrolls would be cut."""
    return f'<div class="cs-printed"><table><caption>{escape(title)}</caption>{_kept(_PRINTS, frame, _rows)}</div>'


def _rows(frame: pd.DataFrame) -> str:
    """Headings and first rows of a table as HTML, and how many more there are."""
    kept = rows_of(frame.head(_PRINTED), "")
    heads = "".join(f"<th>{escape(one)}</th>" for one in kept.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(one)}</td>' for one in row)}</tr>" for row in kept.rows)
    more = len(frame) - len(kept.rows)
    left = f"<p>{number_text(more)} more row{'' if more == 1 else 's'} on the page itself.</p>" if more else ""
    return f"<thead><tr>{heads}</tr></thead>{rows}</table>{left}"


def whole(rows: int) -> int:
    """Pixels of the heading of a table and of so many rows: none is cut at its foot."""
    return (rows + 1) * _LINE + _BORDER


def fitted(frame: pd.DataFrame, room: int = ROOM) -> dict[str, int]:
    """Widths of columns with which as many of the first as may be are in view without scrolling.

    A column is as wide as most of its texts, and the widest give what is too much, the first of all least; a click on a
    cell shows all of it.
    """
    wide = {str(name): _CELL + _widest(str(name), frame[name]) for name in frame.columns}
    kept = next((one for one in _LEAST if sum(_given(wide, one)) <= room), _LEAST[0])
    seen = max(1, sum(end <= room for end in accumulate(_given(wide, kept))))
    limit = max(list(wide.values())[:seen], default=0.0)
    while limit > kept and sum(_given(wide, limit)[:seen]) > room:
        limit -= 2
    shown = [*_given(wide, limit)[:seen], *_given(wide, kept)[seen:]]
    return {name: int(one) for name, one in zip(wide, shown, strict=True)}


def _given(wide: Mapping[str, float], limit: float) -> list[float]:
    """The columns of a table none of which is wider than this, but for the first."""
    return [min(one, limit if at else max(limit, _LEAST[0])) for at, one in enumerate(wide.values())]


def _widest(name: str, column: pd.Series) -> float:
    """Pixels of the heading of a column and of most of its texts."""
    if name in _OPENED:
        return text_width(name, _LETTERS)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return text_width("31 May 2026", _LETTERS)
    told = number_text if is_numeric_dtype(column.dtype) else str
    texts = [told(one) for one in column.head(_LOOKED_AT)]
    found = sorted(text_width(one, _LETTERS) for one in texts)
    return max([text_width(name, _LETTERS), *found[: ceil(_SHARE * len(found))]])


def tell(frame: pd.DataFrame, title: str) -> None:
    """Give a table to paper, where the page is drawn for it."""
    if len(frame) and rehearsal.scene() is not None:
        rehearsal.tell("table", rows_of(frame, title))


def _named(name: str, given: Mapping[str, Any]) -> Any:
    """A column of names that lead to their profiles, pinned and as wide as it was given."""
    return st.column_config.LinkColumn(
        name, display_text=links.SHOWN, pinned=given.get("pinned"), width=given.get("width")
    )


_Kept = dict[int, tuple[weakref.ref[pd.DataFrame], Any]]
_READY: _Kept = {}
_PRINTS: _Kept = {}


def ready(frame: pd.DataFrame) -> pa.Table:
    """A table as it travels to the browser, made once for a frame that is shown again and again."""
    return _kept(_READY, frame, pa.Table.from_pandas)


def _kept(kept: _Kept, frame: pd.DataFrame, make: Callable[[pd.DataFrame], Any]) -> Any:
    """What is made of a frame, once for as long as there is that frame."""
    at = id(frame)
    held = kept.get(at)
    if held is not None and held[0]() is frame:
        return held[1]
    made = make(frame)
    kept[at] = weakref.ref(frame, partial(_forget, kept, at)), made
    return made


def _forget(kept: _Kept, at: int, gone: weakref.ref[pd.DataFrame]) -> None:
    held = kept.get(at)
    if held is not None and held[0] is gone:
        kept.pop(at, None)


def counted(number: int, noun: str) -> str:
    """A number of things in words: `no errors`, `1 error`, `1,200 errors`."""
    return f"{number_text(number) if number else 'no'} {noun}{'' if number == 1 else 's'}"


def csv_button(make: Callable[[], ChartSpec], key: str, label: str) -> None:
    """A button that saves the rows of a ChartSpec as CSV with citation columns; rows and file are made on demand."""
    st.download_button(
        label,
        data=lambda: csv_bytes(make()),
        file_name=f"{key}.csv",
        mime="text/csv",
        key=f"csv-{key}",
        on_click="ignore",
        icon=":material/csv:",
    )


def words(pairs: Mapping[str, str]) -> str:
    """Escaped HTML of terms and what they mean, leaving out those without text."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in pairs.items() if text)
    return f'<dl class="cs-facts">{items}</dl>'


def paragraphs(texts: Iterable[str]) -> str:
    """Escaped HTML of plain paragraphs."""
    return f'<div class="cs-text">{"".join(f"<p>{escape(text)}</p>" for text in texts)}</div>'


def bullets(texts: Iterable[str]) -> str:
    """Escaped HTML of a plain list."""
    return f'<div class="cs-text"><ul>{"".join(f"<li>{escape(text)}</li>" for text in texts)}</ul></div>'
