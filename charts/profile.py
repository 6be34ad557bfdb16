"""What a profile says of one country, place, donor or publisher: its charts, sentence, tiles and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.cut import By, Cut, scopes
from analysis.pace.flows import populations
from analysis.profile import rows_of
from analysis.subjects import COUNTRY, Subject
from charts import catalog, highlight
from charts.common import short_names
from charts.spec import LED, ChartSpec, sources_of
from loaders import Ledger
from loaders.frames import as_records, texts

_LEAST = 3  # unlike figures of a chart of Explore: fewer are a row of the table
# Of who held what and of what happened the own charts of a subject tell all that those of every place tell of it.
_TELLS_OWN = {"spans": "profile.custody", "timeline": "profile.events"}
APART = ("explore", "compare", "disputes", "changes")  # views whose charts are about a question of the reader


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chart of the catalogue with its filters, and the headline that it then bears."""

    chart: str
    filters: Mapping[str, Any]
    title: str


@dataclass(frozen=True, slots=True)
class Holds:
    """What a chart draws with full marks: ids of places, nationalities and countries, rows by publication and body."""

    ids: frozenset[str]
    sources: Mapping[str, int]
    bodies: Mapping[str, int]
    alone: frozenset[str]
    mark: str


def holds_of(spec: ChartSpec) -> Holds:
    """Of what a chart draws figures; `alone` are the ids that all its figures are of, `mark` how it draws them."""
    rows = spec.data[spec.data["role"].isin(LED)]
    places, origins = rows["place"].astype(str), rows["origin"].astype(str)
    shapes = () if spec.map is None or spec.map.areas is None else spec.map.areas
    areas = set() if isinstance(shapes, tuple) else set(texts(shapes.loc[shapes["value"].notna(), "iso"]))
    ids = {*places, *origins, *areas} - {""}
    alone = {one for column in (places, origins) if len(set(column)) == 1 for one in set(column)} - {""}
    counts: dict[str, int] = {}
    for row in as_records(rows[[name for name in ("sources", "source") if name in rows]]):
        for one in sources_of(row):
            counts[one] = counts.get(one, 0) + 1
    bodies = Counter(texts(rows["stated_by"]))
    return Holds(frozenset(ids), counts, bodies, frozenset(alone - areas if areas - alone else alone), spec.mark)


@lru_cache(maxsize=4)
def drawn(ledger: Ledger) -> Mapping[str, tuple[str, Holds]]:
    """Title and content of every chart of the catalogue with its default filters that draws anything."""
    found = {}
    for name in catalog.names():
        if name.partition(".")[0] in APART:
            continue
        spec = catalog.usual(name, ledger)
        if spec.tells:
            found[name] = spec.title, holds_of(spec)
    return found


@lru_cache(maxsize=256)
def own(ledger: Ledger, subject: Subject) -> tuple[Chosen, ...]:
    """Charts that draw a subject and nothing beside it, in the order of the catalogue.

    Charts with a filter that offers it, set to it; those of whose default all figures are of it; and for measures that
    none of them draws, the charts of Explore that hold enough.
    """
    if subject.body:
        return _explored(ledger, subject, frozenset())
    found, measures = [], set()
    for name in catalog.names():
        if name.partition(".")[0] in APART:
            continue
        chosen = filters_for(ledger, name, subject)
        if chosen is None and name not in drawn_alone(ledger, subject):
            continue
        spec = catalog.build(name, ledger, **chosen) if chosen else catalog.usual(name, ledger)
        if not spec.tells or not _is_of(spec, subject):
            continue
        found.append(Chosen(name, chosen or {}, spec.title))
        measures |= set(texts(spec.data["indicator"]))
    # Two charts under one headline say one thing: the second waits behind all others.
    seen = [one.title for one in found]
    again = [one for at, one in enumerate(found) if one.title in seen[:at]]
    first = [one for at, one in enumerate(found) if one.title not in seen[:at]]
    return (*first, *_explored(ledger, subject, frozenset(measures)), *again)


def drawn_alone(ledger: Ledger, subject: Subject) -> set[str]:
    """Charts without a choice all of whose figures are of a subject."""
    return {name for name, (_, held) in drawn(ledger).items() if held.alone & set(subject.ids)}


def filters_for(ledger: Ledger, name: str, subject: Subject) -> dict[str, Any] | None:
    """The filters that make a chart one of a subject; None where no filter offers it."""
    for key, values in catalog.entry(name).options(ledger).items():
        if wanted := set_to(ledger, subject, key, values):
            return {key: wanted}
    return None


def set_to(ledger: Ledger, subject: Subject, key: str, values: tuple[str, ...]) -> str:
    """The choice of a filter that is of a subject; empty where it offers none."""
    wanted = _populations(ledger, subject) if key == "of" else (*subject.ids, subject.key)
    return next((one for one in wanted if one in values), "")


def _populations(ledger: Ledger, subject: Subject) -> tuple[str, ...]:
    """Ids of the populations that are of a subject, whole ones first; its own key, too, for charts of profiles."""
    if subject.place and subject.kind != COUNTRY:
        found = [key for key, one in populations(ledger).items() if one.place == subject.place]
    else:
        found = [key for key, one in populations(ledger).items() if one.origin in subject.origins]
    return (*found, subject.key)


def _is_of(spec: ChartSpec, subject: Subject) -> bool:
    return bool(holds_of(spec).ids & {*subject.ids, subject.key})


def _explored(ledger: Ledger, subject: Subject, told: frozenset[str]) -> tuple[Chosen, ...]:
    """Charts of Explore for the measures of a subject that no other chart tells, the most documented first."""
    rows = rows_of(ledger, subject)
    counts = rows["indicator"].astype(str).value_counts()
    found = []
    for indicator in (str(one) for one in counts.index if counts[one] >= _LEAST and one not in told):
        filters = explored(ledger, subject, rows, indicator)
        spec = catalog.build("explore.series", ledger, **filters)
        lead = spec.data.loc[spec.data["role"].isin(LED), ["x", "value"]].astype(str).drop_duplicates()
        if spec.tells and len(lead) >= _LEAST:
            found.append(Chosen("explore.series", filters, spec.title))
    return tuple(found)


def explored(ledger: Ledger, subject: Subject, rows: pd.DataFrame, indicator: str) -> dict[str, Any]:
    """The filters of Explore under which a measure holds most of the statements of a subject, `rows`."""
    rows = rows[rows["indicator"] == indicator]
    of_place = bool(subject.place) and int((rows["place"] == subject.place).sum()) * 2 >= len(rows)
    by: By = "counter" if subject.body else "place" if of_place else "origin"
    kept = rows if subject.body else rows[rows[by].isin(subject.ids)]
    columns = list(dict.fromkeys(("place", "origin", "group", by)))
    counts = kept.groupby(columns, observed=True).size().sort_values(ascending=False, kind="stable")
    held = dict(zip(columns, (str(one) for one in counts.index[0]), strict=True))
    cut = Cut(indicator, by, (held[by],), held["place"], held["origin"], held["group"])
    cut = replace(cut, scope=next(iter(scopes(ledger, cut)), ""))
    return {name: getattr(cut, name) for name in ("indicator", "by", "which", "place", "origin", "group", "scope")}


@lru_cache(maxsize=256)
def beside(ledger: Ledger, subject: Subject) -> tuple[Chosen, ...]:
    """Charts in which a subject stands beside others, highlighted where it can be told apart; those first.

    Custody and events of all places are left out where it has charts of its own. Of a publisher the charts that rest on
    it, those that draw most of its statements first.
    """
    alone = {one.chart for one in own(ledger, subject)}
    if subject.body:
        papers = set(texts(ledger.sources.loc[ledger.sources["publisher"] == subject.body, "source"]))
        counts = {
            name: held.bodies.get(subject.body, 0) + sum(held.sources.get(paper, 0) for paper in papers)
            for name, (_, held) in drawn(ledger).items()
        }
        ranked = sorted((name for name, count in counts.items() if count), key=lambda name: -counts[name])
    else:
        wanted = {*subject.ids, subject.key}
        held_in = [
            name
            for name, (_, held) in drawn(ledger).items()
            if held.ids & wanted and not alone & {name, _TELLS_OWN.get(held.mark, name)}
        ]
        called = short_names(ledger).get(subject.place, subject.name)
        ranked = sorted(held_in, key=lambda name: called not in drawn(ledger)[name][0])
    found = [marked(ledger, subject, name) or Chosen(name, {}, drawn(ledger)[name][0]) for name in ranked]
    return tuple(sorted(found, key=lambda one: not one.filters))


@lru_cache(maxsize=1024)
def marked(ledger: Ledger, subject: Subject, name: str) -> Chosen | None:
    """A chart in which a subject stands beside others, with it highlighted; None where it cannot be told apart."""
    if subject.body:
        return None
    filters = {highlight.KEY: subject.key}
    spec = catalog.build(name, ledger, **filters)
    return Chosen(name, filters, spec.title) if highlight.is_apart(ledger, spec, subject) else None


def stands_out(spec: ChartSpec, subject: Subject) -> bool:
    """Whether a chart draws figures of a subject, or by it, so that a slide on it may show the chart."""
    if subject.body:
        rows = spec.data[spec.data["role"].isin(LED)]
        return bool(((rows["publisher"] == subject.body) | (rows["stated_by"] == subject.body)).any())
    return _is_of(spec, subject)
