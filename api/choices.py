"""What a question names, understood as the pages understand it: ids, names, other spellings, dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import pandas as pd

from analysis import as_known_on, known_dates, lead_choices, with_lead
from analysis.find.periods import Period, read_period
from analysis.vocabulary import GROUP_LABELS, Role
from api.errors import MalformedError, UnknownValueError
from charts.text import cut, plain
from charts.understood import as_day, near, spellings, understood
from loaders import Ledger
from loaders.frames import texts

ROLES = (Role.HEADLINE, Role.RIVAL, Role.ECHO, Role.BESIDE, Role.KEPT_OUT)
COLUMNS = ("indicator", "place", "origin", "group", "theme")


def choice(
    field: str,
    text: str,
    options: Sequence[str],
    names: Callable[[str], str] = str,
    others: Mapping[str, frozenset[str]] | None = None,
) -> str:
    """The one of `options` that a text means, by id, name or other spelling.

    Raises:
        UnknownValueError: none, or several; says what is near and what would do.
    """
    found = understood(text, options, names, others)
    if found is not None:
        return found
    like = near(text, options, names)
    alike = [one for label in like for one in options if names(one) == label][:3]
    told = ", ".join(alike or options[:12])
    more = "" if alike or len(options) <= 12 else f" and {len(options) - 12} more"
    hint = f"near it: {told}" if alike else f"would do: {told}{more}" if told else "there is none to choose from"
    raise UnknownValueError(f"{field}: “{shown(text)}” is not known; {hint}.", field, shown(text), alike, options)


def shown(text: str) -> str:
    """A text of a reader as an answer repeats it: in short, without control characters."""
    return cut(plain(text), 80)


def day(field: str, text: str) -> pd.Timestamp | None:
    """The day that a text names; None for an empty one.

    Raises:
        MalformedError: it is no date.
    """
    if not text.strip():
        return None
    found = as_day(text)
    if found is None:
        raise MalformedError(f"{field}: “{shown(text)}” is not a date; write it as YYYY-MM-DD.", field, shown(text))
    return pd.Timestamp(found)


def period(ledger: Ledger, field: str, text: str) -> Period | None:
    """The period that a text names: `2021`, `2021-03`, `March 2021`, `2021-03-31`, `since 2020`; None for no text.

    Raises:
        MalformedError: it is none, or holds other words.
    """
    if not text.strip():
        return None
    found, rest = read_period(text, ledger.today)
    if found is None or rest.strip():
        hint = "write a year, month or day, such as 2021, 2021-03, 2021-03-31 or since 2020"
        raise MalformedError(f"{field}: “{shown(text)}” is not a period; {hint}.", field, shown(text))
    return found


def vintage(ledger: Ledger, known_on: str = "", lead: str = "") -> Ledger:
    """The ledger as known on a date (YYYY-MM-DD), with another lead among rivals; empty texts leave it as it is.

    Raises:
        MalformedError: the date is none.
        UnknownValueError: nothing had been published by then, it has not come yet, or there is no such lead.
    """
    options = lead_choices(ledger)
    led = with_lead(ledger, choice("lead", lead, options) if lead else "")
    date = day("as_known_on", known_on)
    if date is None:
        return led
    first, last = known_dates(ledger)
    if not first <= date <= max(last, ledger.today):
        span = (f"{first:%Y-%m-%d}", f"{max(last, ledger.today):%Y-%m-%d}")
        raise UnknownValueError(
            f"as_known_on: nothing is known of {date:%Y-%m-%d}; {span[0]} to {span[1]} would do.",
            "as_known_on",
            f"{date:%Y-%m-%d}",
            (),
            span,
        )
    return as_known_on(led, date)


@lru_cache(maxsize=16)
def names(ledger: Ledger, column: str) -> Mapping[str, str]:
    """The ids of a column of the observations that the ledger knows, with what each is called."""
    if column == "group":
        return {one: GROUP_LABELS[one] for one in sorted(set(texts(ledger.observations["group"])))}
    table, title = {
        "indicator": (ledger.indicators, "title"),
        "place": (ledger.places, "name"),
        "origin": (ledger.origins, "name"),
        "theme": (ledger.themes, "title"),
    }[column]
    return dict(zip(table[column].astype(str), table[title].astype(str), strict=True))


def ids(ledger: Ledger, column: str, text: str) -> tuple[str, ...]:
    """What a filter names, several parted by commas; empty for no text. `column` is one of COLUMNS.

    Raises:
        UnknownValueError: one of them is not known.
    """
    if not text.strip():
        return ()
    known = names(ledger, column)
    options = tuple(known)
    others = spellings(ledger) if column in ("place", "origin") else None
    # A name may have a comma in it.
    whole = understood(text, options, known.__getitem__, others)
    parts = [text] if whole is not None else [part.strip() for part in text.split(",") if part.strip()]
    found = [choice(column, part, options, known.__getitem__, others) for part in parts]
    return tuple(dict.fromkeys(found))


def roles(text: str) -> tuple[str, ...]:
    """The roles that a filter names, several parted by commas; empty for no text.

    Raises:
        UnknownValueError: one of them is none.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(dict.fromkeys(choice("role", part, [str(role) for role in ROLES]) for part in parts))
