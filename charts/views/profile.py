"""Charts of a profile that no other view has: who held one camp or prison, and what happened there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis.profile import custody_counts, custody_of, events_by, events_of
from analysis.subjects import PUBLISHER, resolve, subjects
from analysis.vocabulary import event_hues, holder_hues
from analysis.words import Fact, Telling, date_text, on, the
from analysis.words.grammar import LONGEST, Untold, shortest
from charts.catalog import chart
from charts.common import called, custody_points, custody_sentence, event_points, event_sentence
from charts.defaults import of_ledger
from charts.spec import ChartSpec
from loaders import Ledger
from loaders.frames import texts


@lru_cache(maxsize=8)
def _eventful(ledger: Ledger) -> tuple[str, ...]:
    """Subjects of which events are told, those with most first; not of publishers, who tell them."""
    known = {key: len(labels) for key, labels in events_by(ledger).items()}
    of = [key for key in known if subjects(ledger)[key].kind != PUBLISHER]
    return tuple(sorted(of, key=lambda key: (-known[key], key)))


def _event_options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"of": _eventful(ledger)}


@lru_cache(maxsize=8)
def _held(ledger: Ledger) -> tuple[str, ...]:
    """Camps and prisons whose holder is known, and the places in which they lie, those with most periods first."""
    known = custody_counts(ledger)
    return tuple(sorted(known, key=lambda key: (-known[key], key)))


def _custody_options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"of": _held(ledger)}


@chart("profile.custody", _custody_options)
def custody(ledger: Ledger, of: str = of_ledger(lambda ledger: next(iter(_held(ledger)), ""))) -> ChartSpec:
    """Who held a camp or prison, or those in a governorate, from when to when."""
    subject = resolve(ledger, of)
    rows = custody_of(ledger, subject) if subject is not None else ledger.custody.iloc[:0]
    data = custody_points(ledger, rows=rows)
    name = called(ledger, subject) if subject is not None else of
    alone = len(set(texts(data["place"]))) == 1
    what = name if alone else f"the camps and prisons in {name}"
    return ChartSpec(
        name="profile.custody",
        title=_custody_title(data, name) if alone else custody_sentence(data, "camp or prison"),
        subtitle=f"Holder of {what} over time; hatched where the start or end is not known",
        mark="spans",
        data=data,
        unit="",
        colours=holder_hues(texts(ledger.custody["holder_kind"])),
        empty=f"No source says who held {name}.",
    )


def _custody_title(data: pd.DataFrame, name: str) -> str:
    """The newest change of hands, else who held the place: `Roj camp was held by ..., as told on 23 Feb 2026`."""
    told = custody_sentence(data, "place")
    if not isinstance(told, Untold):
        return told
    last = data.iloc[-1]
    holder = str(last["title"])
    if holder == "no holder":
        return Telling(f"{name} has no holder", Fact(last))
    # What each ministry of a government does there stands in the chart.
    held = [f"{name} was held by {the(one)}" for one in (holder, holder.partition(" (")[0])]
    dated = pd.notna(last["published"])
    when = f", as told {on(last['published'], str(last['published_precision']))}" if dated else ""
    return Telling(shortest(*(f"{one}{when}" for one in held), *held), Fact(last))


@chart("profile.events", _event_options)
def events(ledger: Ledger, of: str = of_ledger(lambda ledger: next(iter(_eventful(ledger)), ""))) -> ChartSpec:
    """What happened at a place, in it or to its people, in lanes by subject."""
    subject = resolve(ledger, of)
    rows = events_of(ledger, subject) if subject is not None else ledger.events.iloc[:0]
    name = called(ledger, subject) if subject is not None else of
    return ChartSpec(
        name="profile.events",
        title=_event_title(rows, name) if len(rows) else f"No event of {name} is known",
        subtitle=f"Events of {name}: there, in it, or naming it",
        mark="timeline",
        data=event_points(rows),
        unit="",
        colours=event_hues(texts(ledger.events["category"])),
        empty=f"No event of {name} is known.",
    )


def _event_title(rows: pd.DataFrame, name: str) -> str:
    """The newest event as its own title tells it; only its day where that is long, or would be told as if it held."""
    told, newest = event_sentence(rows.iloc[0]), rows.iloc[0]
    if len(told) <= LONGEST and " is " not in told:
        return told
    day = date_text(newest["date"], str(newest["date_precision"]))
    return Telling(f"The newest event of {name} was on {day}", told)
