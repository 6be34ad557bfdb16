"""The filters of the charts and their choices in words, for pages, briefings and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import populations
from analysis.coverage import themes
from analysis.cut import SCOPES
from analysis.subjects import subjects
from analysis.words import date_text, join_words, number_text
from charts import catalog
from charts.common import called
from charts.views.compare.series import MODES
from charts.views.displacement.rounds import WORDS
from charts.views.disputes import compared
from charts.views.explore.series import CUT_NAMES, names_of
from charts.views.returns.iraqis import COUNTS
from loaders import Ledger
from loaders.frames import texts

# What a choice of the Pace page is called, there and wherever its charts go.
PACES = {"last": "Latest pace", "best": "Fastest pace", "set": "Set pace"}
SHAPE_NAMES = {"number": "Constant number", "share": "Constant share"}
SOURCES = {"auto": "Reports where of all, else fall", "fall": "Fall of the stock", "journeys": "Reported departures"}
MAPS = {"joined": "When they joined", "small": "Small Group"}
MONEY = {"usd": "US dollars", "eur": "Euros"}

_LABELS = {
    "camp": "Camp",
    "day": "Date",
    "year": "Year",
    "country": "Country",
    "count": "Count",
    "what": "Shown",
    "place": "Place",
    "host": "Host country",
    "nationality": "Nationality",
    "area": "Area",
    "show": "Map shows",
    "region": "Region",
    "money": "Currency",
    "indicator": "Measure",
    "by": "Compared by",
    "which": "Compared",
    "origin": "Nationality",
    "group": "Group",
    "scope": "Periods",
    "first": "From",
    "last": "To",
    "theme": "Theme",
    "of": "Population",
    "shape": "Carried on as",
    "source": "Departures from",
    "per_month": "People a month",
    "mode": "Shown as",
    "start": "From",
    "end": "To",
    "dispute": "Disputed figure",
    "comparison": "Comparison",
    "subject": "Highlighted",
}
_EVERYTHING = {
    "camp": "All camps",
    "year": "All years",
    "country": "All states",
    "region": "All regions",
    "origin": "All people",
    "theme": "All themes",
}
_EMPTY = {
    "year": "Newest",
    "day": "Newest",
    "theme": "All themes",
    "scope": "Chosen by itself",
    "first": "First year",
    "last": "Last year",
    "per_month": "Not set",
    "place": "Every place",
    "origin": "Every nationality",
    "group": "Every group",
}
# Charts whose filters depend on each other are chosen anew on their own page.
_WOVEN = ("explore.series", "explore.map", "compare.series")


def label(chart: str, name: str) -> str:
    """What a filter of a chart is called on the screen."""
    if name == "by" and chart.startswith("pace."):
        return "Pace"
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def text(ledger: Ledger, chart: str, name: str, value: Any) -> str:
    """What a choice of a filter is called on the screen; several of them as `Roj camp and Al-Hol camp`."""
    if isinstance(value, (tuple, list)):
        return join_words([text(ledger, chart, name, one) for one in value]) or "Nothing"
    value = str(value)
    if not value:
        return _EMPTY.get(name, "Standard")
    if value == "all" and name in _EVERYTHING:
        return _EVERYTHING[name]
    return _names(ledger, chart, name).get(value) or _read(name, value)


def is_woven(chart: str) -> bool:
    """Whether the filters of a chart depend on each other, so that they are chosen together on its own page."""
    return chart in _WOVEN


def offered(ledger: Ledger, chart: str) -> dict[str, tuple[str, ...]]:
    """Filters of a chart that can be chosen one by one, with their choices; none where they depend on each other."""
    if is_woven(chart):
        return {}
    found = catalog.entry(chart).options(ledger)
    return {name: tuple(choices) for name, choices in found.items() if len(choices) > 1}


def said(ledger: Ledger, chart: str, filters: Mapping[str, Any]) -> list[str]:
    """The choices of a chart as `Camp: Roj camp`, without those that say nothing (empty and standard)."""
    return [
        f"{label(chart, name)}: {text(ledger, chart, name, value)}"
        for name, value in filters.items()
        if value not in ("", ()) and not (name == "per_month" and filters.get("by") != "set")
    ]


def _read(name: str, value: str) -> str:
    if name in ("day", "start", "end"):
        day = pd.to_datetime(value, format="%Y-%m-%d", errors="coerce")
        return value if pd.isna(day) else date_text(day)
    if name == "per_month" and value.isdigit():
        return number_text(float(value))
    return value


@lru_cache(maxsize=64)
def _names(ledger: Ledger, chart: str, name: str) -> Mapping[str, str]:
    """Names of the choices of one filter; the same filter can mean different things in different charts."""
    if name == "by":
        return PACES if chart.startswith("pace.") else {str(key): value for key, value in CUT_NAMES.items()}
    if name == "of" and chart.startswith("profile."):
        return _subjects(ledger)
    if name in _FIXED:
        return _FIXED[name]
    return _OF_LEDGER[name](ledger) if name in _OF_LEDGER else {}


def _capital(words: Mapping[str, str]) -> dict[str, str]:
    return {key: f"{value[:1].upper()}{value[1:]}" for key, value in words.items()}


def _places(ledger: Ledger) -> Mapping[str, str]:
    return names_of(ledger, "place")


def _origins(ledger: Ledger) -> Mapping[str, str]:
    return names_of(ledger, "origin")


def _groups(ledger: Ledger) -> Mapping[str, str]:
    return names_of(ledger, "group")


def _any(ledger: Ledger) -> Mapping[str, str]:
    return {**_origins(ledger), **_places(ledger), **_groups(ledger)}


def _subjects(ledger: Ledger) -> Mapping[str, str]:
    return {key: called(ledger, one) for key, one in subjects(ledger).items()}


def _indicators(ledger: Ledger) -> Mapping[str, str]:
    rows = ledger.indicators
    return dict(zip(texts(rows["indicator"]), texts(rows["title"]), strict=True))


def _populations(ledger: Ledger) -> Mapping[str, str]:
    return {key: one.name for key, one in populations(ledger).items()}


_FIXED: Mapping[str, Mapping[str, str]] = {
    "shape": SHAPE_NAMES,
    "source": SOURCES,
    "mode": MODES,
    "show": MAPS,
    "money": MONEY,
    "what": _capital(WORDS),
    "count": _capital(COUNTS),
    "scope": _capital(SCOPES),
}
_OF_LEDGER: Mapping[str, Callable[[Ledger], Mapping[str, str]]] = {
    "camp": _places,
    "place": _places,
    "host": _places,
    "area": _places,
    "country": _origins,
    "nationality": _origins,
    "origin": _origins,
    "group": _groups,
    "which": _any,
    "indicator": _indicators,
    "of": _populations,
    "comparison": compared,
    "subject": _subjects,
    "theme": themes,
}
