"""The catalogue of named charts: a chart is one function that returns a ChartSpec and is registered here by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.words import date_text
from charts import highlight
from charts.defaults import defaults, filled
from charts.gaps import gap_words
from charts.later import later_words
from charts.spec import ChartSpec, empty_points
from loaders import Ledger

NOT_YET = "No source had given such a figure by the chosen date."
Builder = Callable[..., ChartSpec]
Options = Callable[[Ledger], Mapping[str, tuple[str, ...]]]

# Modules that register charts; importing them fills the catalogue.
_MODULES = (
    "overview",
    "camps.population",
    "camps.children",
    "camps.safety",
    "detention.held",
    "detention.places",
    "detention.events",
    "repatriation.states",
    "repatriation.remaining",
    "repatriation.people",
    "repatriation.top",
    "returns.iraqis",
    "returns.programme",
    "returns.syria",
    "displacement.iraq",
    "displacement.living",
    "displacement.syria",
    "displacement.refugees",
    "liberation.progress",
    "liberation.forces",
    "liberation.attacks",
    "liberation.losses",
    "coalition.membership",
    "coalition.meetings",
    "funding.pledges",
    "funding.facility",
    "funding.appeals",
    "funding.refugees",
    "funding.us",
    "explore.series",
    "explore.map",
    "explore.coverage",
    "pace.ahead",
    "pace.past",
    "compare.series",
    "compare.nationals",
    "flows.links",
    "disputes",
    "changes",
    "profile",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A chart of the catalogue: its builder, its view, and the choices that each of its filters takes.

    `history` says why a chart does not move on with newer statements; it is empty for all others. The title of such a
    chart names its period.
    """

    name: str
    view: str
    build: Builder
    options: Options
    history: str = ""

    def filters(self, ledger: Ledger) -> dict[str, Any]:
        """The filters of the chart with their defaults, some of which the data decide."""
        return defaults(self.build, ledger)


_ENTRIES: dict[str, Entry] = {}
_FORMER: dict[str, str] = {}


def chart(
    name: str, options: Options | None = None, *, history: str = "", formerly: str = ""
) -> Callable[[Builder], Builder]:
    """Register a chart under `view.what`; `options(ledger)` lists the choices of each filter that is a closed set.

    `history` declares that the chart is of a closed period, and why. `formerly` is a name that old links bear.
    """

    def register(build: Builder) -> Builder:
        if name in _ENTRIES and _ENTRIES[name].build.__module__ != build.__module__:
            raise ValueError(f"two charts are named {name}")
        if formerly:
            _FORMER[formerly] = name
        make = filled(build)
        _ENTRIES[name] = Entry(name, name.partition(".")[0], make, options or (lambda _ledger: {}), history)
        return make

    return register


_RANK = {f"charts.views.{module}": number for number, module in enumerate(_MODULES)}


@cache
def fill() -> None:
    """Have every module of views register its charts, and the words that stand beside them; done once."""
    for module in _MODULES:
        import_module(f"charts.views.{module}")


def names(view: str | None = None) -> tuple[str, ...]:
    """Names of all charts, in the order of their views; or of one view."""
    fill()
    # Views import one another and pages import some first, so that the order of registering is not that of the views.
    entries = sorted(_ENTRIES.values(), key=lambda one: _RANK[one.build.__module__])
    return tuple(entry.name for entry in entries if view in (None, entry.view))


def current(name: str) -> str:
    """What a chart is called today: a link, a deck or a briefing may bear the name that it had."""
    fill()
    return _FORMER.get(name, name)


def former(name: str) -> tuple[str, ...]:
    """The names that a chart has had before the one of today."""
    fill()
    return tuple(old for old, now in _FORMER.items() if now == name)


def entry(name: str) -> Entry:
    """The entry of one chart, by its name or a former one. Raises KeyError with the known names for an unknown one."""
    name = current(name)
    if name not in _ENTRIES:
        raise KeyError(f"no chart is named {name}; known are {', '.join(_ENTRIES)}")
    return _ENTRIES[name]


@lru_cache(maxsize=4)
def _opening(ledger: Ledger) -> dict[str, ChartSpec]:  # noqa: ARG001 - whose charts they are
    return {}


def usual(name: str, ledger: Ledger) -> ChartSpec:
    """A chart as it opens, built once a ledger for all that ask what the charts draw; nobody may change it."""
    built = _opening(ledger)
    if name not in built:
        built[name] = build(name, ledger)
    return built[name]


def build(name: str, ledger: Ledger, **filters: Any) -> ChartSpec:
    """Build a chart by name; a filter's default may be named too, so that the filters of a chart build it again.

    Every chart takes `subject` beside its own filters: the subject that it highlights (see `charts.highlight`). Raises
    for an unknown chart or filter, ValueError for a choice not offered.
    """
    if subject := str(filters.pop(highlight.KEY, "")):
        told = build(name, ledger, **filters) if filters else usual(name, ledger)
        return highlight.highlighted(ledger, told, subject)
    found = entry(name)
    known = found.filters(ledger)
    unknown = set(filters) - set(known)
    if unknown:
        raise KeyError(f"{name} has no filter {', '.join(sorted(unknown))}; it has {', '.join(known) or 'none'}")
    choices = found.options(ledger)
    for key, value in filters.items():
        if isinstance(value, (tuple, list)) != isinstance(known[key], (tuple, list)):
            raise ValueError(
                f"{name}: {key} takes {'several choices' if isinstance(known[key], tuple) else 'one choice'}"
            )
        offered = choices.get(key)
        chosen = value if isinstance(value, (tuple, list)) else (value,)
        if offered is not None and value != known[key] and any(item not in offered for item in chosen):
            raise ValueError(f"{name}: {key} takes {', '.join(map(str, offered[:12]))}, not {value}")
    settled = {key: tuple(value) if isinstance(value, list) else value for key, value in (known | filters).items()}
    if any(not offered for offered in choices.values()):
        # Nothing to choose from: an early vintage, where no source has spoken yet.
        spec = ChartSpec(name, "No figure yet", "Nothing to choose from", "line", empty_points(), "", empty=NOT_YET)
    else:
        spec = found.build(ledger, **settled)
    return replace(
        spec,
        name=found.name,
        filters=settled,
        subtitle="; ".join([spec.subtitle, *vintage_words(ledger)]),
        caveats=tuple(text for text in (later_words(spec), *spec.caveats, gap_words(spec)) if text),
        known_on=ledger.known_on,
        lead=ledger.lead,
    )


def vintage_words(ledger: Ledger) -> list[str]:
    """How the ledger differs from the newest under the headline rule, in words that every rendering carries."""
    words = [] if pd.isna(ledger.known_on) else [f"as known on {date_text(ledger.known_on)}"]
    return [*words, lead_text(ledger.lead)] if ledger.lead else words
