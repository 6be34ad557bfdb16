"""Charts that hold a figure, with the choices that show it, and charts that words name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.find import Answer, Index, Question, understood
from analysis.origins import is_state
from analysis.subjects import Subject, resolve
from charts import catalog, choices, highlight
from charts.spec import ChartSpec
from loaders import Ledger
from loaders.frames import as_records, texts

# Which part of a figure's key the filters of charts choose by.
_BY_KEY = {
    "camp": "place",
    "place": "place",
    "host": "place",
    "area": "place",
    "country": "origin",
    "nationality": "origin",
    "origin": "origin",
    "group": "group",
    "count": "group",
    "indicator": "indicator",
}
_TRIED = 8  # charts that are built to see whether they hold a figure
_ANY = "explore.series"
_NOBODY = ("region", "world")  # kinds of subjects of whom charts draw the parts
_ENOUGH = 3  # charts that hold all words, beside which those that hold some are left out


@dataclass(frozen=True, slots=True)
class Held:
    """A chart with choices: its name in the catalogue, the filters that are not as they come, its title."""

    name: str
    filters: Mapping[str, Any]
    title: str

    @property
    def view(self) -> str:
        """The page that it stands on."""
        return catalog.entry(self.name).view


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue as it comes: the chart of each name, the charts that draw an indicator, their words."""

    specs: Mapping[str, ChartSpec]
    drawing: Mapping[str, tuple[str, ...]]
    words: Index


@lru_cache(maxsize=3)
def shelf(ledger: Ledger) -> Shelf:
    """Every chart of the catalogue in its default state, built once a ledger: a second or two, best done beforehand.

    Raises analysis.find.NoFullTextError where Python's SQLite has no FTS5.
    """
    measures = dict(zip(texts(ledger.indicators["indicator"]), texts(ledger.indicators["title"]), strict=True))
    specs: dict[str, ChartSpec] = {}
    drawing: dict[str, list[str]] = defaultdict(list)
    docs = []
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        specs[name] = spec
        drawn = dict.fromkeys(texts(spec.data["indicator"])) if "indicator" in spec.data else {}
        for indicator in drawn:
            drawing[indicator].append(name)
        told = " ".join(measures.get(one, "") for one in drawn) if len(drawn) < 12 else ""
        about = (catalog.entry(name).build.__doc__ or "").partition("\n")[0]
        head = f"{spec.title} {spec.subtitle} {name.replace('.', ' ').replace('_', ' ')}"
        docs.append((name, head, f"{about} {told}"))
    words = Index()
    words.add("chart", docs)
    return Shelf(specs, {key: tuple(found) for key, found in drawing.items()}, words)


@lru_cache(maxsize=256)
def holding(ledger: Ledger, answer: Answer, most: int = 5, known: Ledger | None = None) -> tuple[Held, ...]:
    """The charts that draw the figure of an answer, with the choices that show it, the most particular first.

    Each is built and looked through, so that none is named that leaves the figure out. `known` is the ledger whose
    catalogue is asked which charts draw an indicator (the newest, where `ledger` is cut to a date).
    """
    if not answer.key:
        return ()
    indicator, place, origin, group = answer.key
    key = {"indicator": indicator, "place": place, "origin": origin, "group": group}
    usual = shelf(known or ledger)
    names = [
        one
        for one in _indicators(indicator, usual.drawing)
        if one.partition(".")[0] not in ("explore", "compare", "disputes")
    ]
    places = as_records(ledger.observations.loc[list(answer.rows), ["file", "line"]])
    at = {(str(row["file"]), int(row["line"])) for row in places}
    subject = _subject(ledger, (origin,), (place,))
    ranked: list[tuple[bool, bool, bool, int, Held]] = []
    for name in names[: 2 * _TRIED]:
        if len(ranked) >= _TRIED:
            break
        filters = _chosen(ledger, name, key, str(answer.date.year) if answer.kind == "figure" else "")
        as_it_comes = not filters and known in (None, ledger)
        spec = usual.specs[name] if as_it_comes else catalog.build(name, ledger, **filters)
        if _draws(spec, answer, at):
            filters, spec = _highlighted(ledger, name, filters, spec, subject)
            own = name.partition(".")[0] != "overview"
            ranked.append(
                (
                    not set(filters) - {highlight.KEY},
                    not own,
                    spec.mark == "map",
                    len(spec.data),
                    Held(name, filters, spec.title),
                )
            )
    ranked.sort(key=lambda one: one[:4])
    found = tuple(one for *_, one in ranked[:most])
    return (*found, *_explored(ledger, key)) if place else found


def _subject(ledger: Ledger, origins: Iterable[str], places: Iterable[str]) -> Subject | None:
    """Whom charts are to highlight: the state that is asked for, before the place; None for everybody everywhere."""
    states = (resolve(ledger, one) for one in origins if is_state(one))
    there = (resolve(ledger, one) for one in places)
    return next((one for one in (*states, *there) if one is not None and one.kind not in _NOBODY), None)


def _highlighted(
    ledger: Ledger, name: str, filters: dict[str, Any], spec: ChartSpec, subject: Subject | None
) -> tuple[dict[str, Any], ChartSpec]:
    """The chart and its choices with the subject in the accent colour, where it stands beside others in it."""
    own = subject is not None and any(value in (*subject.ids, subject.key) for value in filters.values())
    if subject is None or own or choices.is_woven(name):
        return filters, spec
    marked = filters | {highlight.KEY: subject.key}
    told = highlight.highlighted(ledger, spec, subject.key)
    return (marked, told) if highlight.is_apart(ledger, told, subject) else (filters, spec)


def _indicators(indicator: str, drawing: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Charts of an indicator; a flow and its running total are drawn by each other's."""
    same = {indicator, indicator.removesuffix("_cumulative"), f"{indicator}_cumulative"}
    return list(
        dict.fromkeys(name for one in sorted(same, key=lambda one: one != indicator) for name in drawing.get(one, ()))
    )


def _chosen(ledger: Ledger, name: str, key: Mapping[str, str], year: str) -> dict[str, Any]:
    """The choices of a chart that fit a key, where they are not as they come."""
    found = catalog.entry(name)
    usual = found.filters(ledger)
    out: dict[str, Any] = {}
    for filter_name, offered in found.options(ledger).items():
        wanted = (
            year if filter_name == "year" and usual.get("year") != "all" else key.get(_BY_KEY.get(filter_name, ""), "")
        )
        if wanted in offered and wanted != usual.get(filter_name) and not isinstance(usual.get(filter_name), tuple):
            out[filter_name] = wanted
    return out


def _draws(spec: ChartSpec, answer: Answer, at: set[tuple[str, int]]) -> bool:
    """Whether a chart draws the figure: the very statement, or the same sum of the same people."""
    if spec.data.empty or answer.figure is None:
        return False
    rows = spec.data
    stated = any(one in at for one in zip(texts(rows["file"]), rows["line"], strict=True))
    if stated or answer.basis == "stated":
        return stated
    same = (rows["value"] == answer.figure.value) & (rows["qualifier"] == answer.figure.qualifier)
    if answer.key[2] not in ("all", "tcn"):
        same &= rows["origin"] == answer.key[2]
    return bool(same.any())


def _explored(ledger: Ledger, key: Mapping[str, str]) -> Iterator[Held]:
    """The chart of the series alone, on the page where any measure can be cut."""
    filters = {**key, "by": "place", "which": (key["place"],)}
    spec = catalog.build(_ANY, ledger, **filters)
    if not spec.data.empty:
        yield Held(_ANY, filters, spec.title)


@lru_cache(maxsize=256)
def named(ledger: Ledger, words: str, most: int = 12, known: Ledger | None = None) -> tuple[Held, ...]:
    """The charts that words name, the best first, with the places and nationalities named chosen where they offer them.

    Charts that hold all the words come before those that hold some. `known` as for `holding`.
    """
    question = understood(ledger, words)
    held = shelf(known or ledger)
    # Who and where is chosen in filters, and seldom stands in a title.
    kept = [one for one in question.mentions if not one.binding] or list(question.mentions)
    found = held.words.search_all("chart", [one.ways for one in kept], 4 * most)
    stems = [stem for one in kept for way in one.ways for stem in way]
    # Of a place that is named the measure is meant, whatever words a title shares with it.
    parts = [found, _measured(question, held)]
    parts = parts[::-1] if question.ids("place") or question.ids("origin") else parts
    found = list(dict.fromkeys(name for part in parts for name in part))
    # What holds some of the words alone is better than nothing, and noise beside what holds all.
    found += [] if len(found) >= _ENOUGH else held.words.search("chart", stems, _ENOUGH)
    exact = [name for name in held.specs if words.strip() in (name, name.partition(".")[0])]
    # Who names a place or a nationality wants charts of it before others that share a word.
    found.sort(key=lambda name: _apart_from(ledger, name, question, held.specs[name]))
    subject = _subject(ledger, question.ids("origin"), question.ids("place"))
    out: list[Held] = []
    for name in dict.fromkeys([*exact, *found]):
        if len(out) >= most:
            break
        filters = _named_choices(ledger, name, question)
        as_it_comes = not filters and known in (None, ledger)
        spec = held.specs[name] if as_it_comes else catalog.build(name, ledger, **filters)
        filters, spec = _highlighted(ledger, name, filters, spec, subject)
        out.append(Held(name, filters, spec.title))
    return tuple(out)


def _apart_from(ledger: Ledger, name: str, question: Question, spec: ChartSpec) -> int:
    """How far a chart is from the places and nationalities that a question names: offers one, draws one, neither."""
    asked = {*question.ids("place"), *question.ids("origin")}
    if not asked or any(asked & {*offered} for offered in catalog.entry(name).options(ledger).values()):
        return 0
    return 1 if asked & {*texts(spec.data["place"]), *texts(spec.data["origin"])} else 2


def _measured(question: Question, held: Shelf) -> list[str]:
    """Charts of the measures that the words stand for."""
    return [name for one in question.ids("indicator")[:3] for name in held.drawing.get(one, ())]


def _named_choices(ledger: Ledger, name: str, question: Question) -> dict[str, Any]:
    """The choices of a chart that a question names."""
    if choices.is_woven(name):
        return {}
    usual = catalog.entry(name).filters(ledger)
    out: dict[str, Any] = {}
    for filter_name, offered in catalog.entry(name).options(ledger).items():
        asked = question.ids(_BY_KEY.get(filter_name, "")) if filter_name in _BY_KEY else ()
        chosen = next((one for one in asked if one in offered), None)
        if filter_name == "year" and question.period is not None and question.period.unit == "year":
            chosen = str(question.period.end.year) if str(question.period.end.year) in offered else None
        if chosen is not None and chosen != usual.get(filter_name):
            out[filter_name] = chosen
    return out
