"""Links to profiles: every name of a place, country or publisher on a page leads to what the ledger knows of it."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.subjects import Subject, resolve
from exports.quoted import parts, source_html
from loaders import Ledger
from ui import data

# Columns of tables that hold such names.
STATED = "Stated by"
PROFILE = "Profile"  # the column of what one cell of a row names, where its columns hold other texts too
NAMES = ("Publisher", "Source", "Where", "Place", "Country", "Member", "Nationality", "Leads by")
SHOWN = r"profile\?of=(.*)$"  # what a column of links shows of an address
_LINKED: dict[tuple[int, str], tuple[weakref.ref[pd.DataFrame], pd.DataFrame | None, list[str]]] = {}


def address(key: str) -> str:
    """The address of a profile by key or name, relative to any page: `profile?of=FRA`."""
    return f"profile?of={quote(key, safe='')}"


def link(subject: Subject, words: str = "") -> str:
    """A link to a profile as HTML, which opens without a reload where the page hears it (`ui.client`)."""
    return f'<a href="{escape(address(subject.key))}" data-go>{escape(words or subject.name)}</a>'


def links(subjects: Iterable[Subject]) -> str:
    """Links to several profiles, in a line."""
    return ", ".join(link(one) for one in subjects)


def within(ledger: Ledger, text: str, names: Iterable[str]) -> str:
    """A text as HTML in which those of the names that have a profile lead to it, the longest first."""
    known = {name: found for name in names if name and (found := resolve(ledger, name)) is not None}
    if not known:
        return escape(text)
    either = re.compile("|".join(re.escape(name) for name in sorted(known, key=len, reverse=True)))
    parts, at = [], 0
    for met in either.finditer(text):
        parts += [escape(text[at : met.start()]), link(known[met.group()], met.group())]
        at = met.end()
    return "".join([*parts, escape(text[at:])])


def source(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """A citation as HTML: the publisher leads to its profile, the rest to the address where it is one of the web."""
    text, url = parts(row)
    body = str(row["publisher"])
    subject = resolve(ledger, body) if body else None
    if subject is None or not text.startswith(f"{body}, "):
        return source_html(row)
    rest = escape(text.removeprefix(f"{body}, "))
    return f"{link(subject, body)}, " + (f'<a href="{escape(url, quote=True)}">{rest}</a>' if url else rest)


def linked(
    frame: pd.DataFrame, fits: Callable[[pd.DataFrame], bool] = lambda _: True
) -> tuple[pd.DataFrame, list[str]]:
    """The table with names of places, countries and publishers as addresses of their profiles, and those columns.

    A column in which anything else stands, such as two names in a cell, is left as it is, and another one beside it
    leads to whoever is named first, unless a table that `fits` would no longer. Made once for a frame that is shown
    again and again.
    """
    try:
        ledger = data.ledger()
    except data.NothingToShow:  # of the findings that say why
        return frame, []
    at = (id(frame), ledger.version)
    held = _LINKED.get(at)
    if held is not None and held[0]() is frame:
        return frame if held[1] is None else held[1], held[2]
    columns = [name for name in (*NAMES, STATED) if name in frame and _all_named(ledger, frame[name])]
    told = {name: frame[name].map(lambda text: address(str(text)) if text else None) for name in columns}
    # A table that stays as it is must not be held here, or it would never be let go.
    made = frame.assign(**told) if columns else None
    if STATED in frame and STATED not in columns and PROFILE not in frame:
        first = {text: _first_named(ledger, str(text)) for text in frame[STATED].unique()}
        found = pd.Series([first[text] for text in frame[STATED]], frame.index, dtype=object)
        wider = frame.assign(**{PROFILE: found})
        if found.notna().any() and (fits(wider) or not fits(frame)):
            made = frame.copy(deep=False) if made is None else made
            made.insert(list(made.columns).index(STATED) + 1, PROFILE, found)
            columns.append(PROFILE)
    _LINKED[at] = weakref.ref(frame, lambda _gone: _LINKED.pop(at, None)), made, columns
    return frame if made is None else made, columns


def _all_named(ledger: Ledger, column: pd.Series) -> bool:
    """Whether every text of a column is the name of a subject."""
    texts = {str(text) for text in column.unique() if isinstance(text, str) and text}
    return bool(texts) and all(resolve(ledger, text) is not None for text in texts)


def bodies(ledger: Ledger, attribution: str) -> tuple[str, ...]:
    """The bodies that an attribution names: `US Central Command, via Reuters` is told by two."""
    return _attributions(ledger).get(attribution, (attribution,))


@lru_cache(maxsize=4)
def _attributions(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """Who states a figure and who carries it, by how the two are told together."""
    rows = ledger.observations[["attribution", "stated_by", "publisher"]].drop_duplicates()
    return {str(told): (str(body), str(outlet)) for told, body, outlet in rows.itertuples(index=False, name=None)}


def _first_named(ledger: Ledger, text: str) -> str | None:
    """The address of the first body that a cell names as stating or carrying a figure; None where none is known."""
    found = (resolve(ledger, body) for body in bodies(ledger, text) if body)
    return next((address(one.key) for one in found if one is not None), None)
