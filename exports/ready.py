"""The ready-made briefings of data/briefings: charts whose headlines the data write, and none that says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePosixPath

import pandas as pd

from analysis import standing
from charts import catalog
from charts.common import headline_rows, origin_names
from charts.spec import LED, PROJECTION, ChartSpec
from charts.views.repatriation.sums import countries
from exports.briefing import Briefing, Item
from loaders import Ledger, Problem
from loaders.files.parse import suggestion
from loaders.frames import as_records, texts
from loaders.problems import problem

ALL = "all"
MOST = 10  # slides of a briefing
# A chart of fewer unlike figures is a sentence, and no slide; except in a deck that would have fewer slides.
LEAST = 3


@dataclass(frozen=True, slots=True)
class Slide:
    """A chart of a ready-made briefing: what it is about in a few words, its name in the catalogue, its filters.

    `few` is whether a single figure is worth the slide where hardly anything is known.
    """

    about: str
    chart: str
    filters: Mapping[str, str] = field(default_factory=dict)
    few: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready-made briefing: title, what it answers, its charts, and those that take their place for a country.

    The title is true as known on any day. `reserve` are charts for days on which others tell nothing yet. In the
    filters of `by_country` `{country}` stands for the country chosen.
    """

    title: str
    answers: str
    slides: tuple[Slide, ...]
    reserve: tuple[Slide, ...] = ()
    by_country: tuple[Slide, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A ready-made briefing of one ledger, and what it leaves out because too little was known."""

    briefing: Briefing
    left_out: tuple[str, ...]


_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@lru_cache(maxsize=8)
def briefings(ledger: Ledger) -> Mapping[str, Ready]:
    """The ready-made briefings by the names of their files in data/briefings, those of the data package first."""
    found = {}
    for file, rows in ledger.briefings.groupby("file", observed=True, sort=False):
        name = PurePosixPath(str(file)).stem
        words: dict[str, str] = {}
        slides: dict[str, list[Slide]] = {}
        for row in as_records(rows):
            if row["chart"]:
                chart = catalog.current(row["chart"])
                slide = Slide(row["about"], chart, choices_of(row["filters"]), few=row["few"] == "yes")
                slides.setdefault(row["part"], []).append(slide)
            else:
                words[row["part"]] = row["about"]
        if _NAME.fullmatch(name) and "title" in words:
            parts = (tuple(slides.get(part, ())) for part in ("slide", "reserve", "country"))
            found[name] = Ready(words["title"], words.get("answers", ""), *parts)
    return found


def choices_of(text: str) -> dict[str, str]:
    """The choices of a chart as a slide writes them: `camp=roj; group=women`."""
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


@lru_cache(maxsize=8)
def faults(ledger: Ledger) -> tuple[Problem, ...]:
    """What is wrong with the briefings that only the catalogue tells: names of files, charts, filters and choices.

    `ledger` is the whole one: a choice that an earlier vintage does not offer yet is no fault.
    """
    rows = ledger.briefings
    files = [str(file) for file in rows["file"].unique()]
    found = [problem("briefing_name", file) for file in files if not _NAME.fullmatch(PurePosixPath(file).stem)]
    for row in as_records(rows[rows["chart"] != ""]):
        at = (str(row["file"]), int(row["line"]))
        if catalog.current(row["chart"]) not in catalog.names():
            hint = suggestion(row["chart"], catalog.names(), "The names are listed by: python -m exports list")
            found.append(problem("briefing_chart", *at, "chart", row["chart"], facts={"suggestion": hint}))
            continue
        asked, known = choices_of(row["filters"]), catalog.entry(row["chart"]).filters(ledger)
        choices = catalog.entry(row["chart"]).options(ledger) if asked else {}
        for key, value in asked.items():
            facts = {"chart": row["chart"]}
            if key not in known:
                hint = suggestion(key, list(known), "The chart has no filter." if not known else "")
                found.append(problem("briefing_filter", *at, "filters", key, facts=facts | {"suggestion": hint}))
            elif key in choices and "{country}" not in value and value not in (known[key], *choices[key]):
                hint = suggestion(value, list(choices[key]), "The choices are listed by: python -m exports list")
                found.append(problem("briefing_choice", *at, "filters", value, facts=facts | {"suggestion": hint}))
    return tuple(found)


def ready(name: str, ledger: Ledger, *, country: str = ALL) -> Briefing:
    """The ready-made briefing `name` as of `ledger`, whose date of knowledge and lead its items keep.

    `country` is `all` or an origin that `repatriation_sums.countries` offers; only the scorecard asks for it. Raises
    KeyError for an unknown name and ValueError for a country without repatriation.
    """
    return prepare(name, ledger, country=country).briefing


def prepare(name: str, ledger: Ledger, *, country: str = ALL) -> Prepared:
    """As `ready`, with the slides left out because too little was known, named in words."""
    known_ones = briefings(ledger)
    if name not in known_ones:
        raise KeyError(f"there is no briefing “{name}”; known are {', '.join(known_ones)}")
    plan = known_ones[name]
    if country != ALL and not plan.by_country:
        raise ValueError(f"{plan.title} is not about a single country")
    if country != ALL and country not in countries(ledger):
        raise ValueError(f"no repatriation to “{country}” is known")
    known = "" if pd.isna(ledger.known_on) else ledger.known_on.strftime("%Y-%m-%d")
    slides = plan.slides if country == ALL else plan.by_country
    made = [_item(slide, ledger, country, known) for slide in slides]
    if country != ALL and sum(item is not None for item in made) < LEAST:
        made = [
            item or (_item(slide, ledger, country, known, least=1) if slide.few else None)
            for slide, item in zip(slides, made, strict=True)
        ]
    items = [item for item in made if item is not None]
    left_out = [slide.about for slide, item in zip(slides, made, strict=True) if item is None]
    spare = [_item(slide, ledger, country, known) for slide in plan.reserve] if left_out and country == ALL else []
    items = [*items, *(item for item in spare if item is not None)][:MOST]
    title = plan.title if country == ALL else f"{plan.title}: {origin_names(ledger)[country]}"
    return Prepared(Briefing(title, tuple(items)), tuple(left_out))


def _item(slide: Slide, ledger: Ledger, country: str, known: str, *, least: int = LEAST) -> Item | None:
    """The chart of a slide, or None where it would say nothing, or nothing of the country."""
    filters = {key: value.replace("{country}", country) for key, value in slide.filters.items()}
    if slide.chart not in catalog.names() or not catalog.entry(slide.chart).filters(ledger).keys() >= filters.keys():
        return None  # told by `faults`
    try:
        spec = catalog.build(slide.chart, ledger, **filters)
    except ValueError:  # a choice that this ledger does not offer
        return None
    if country != ALL and not _is_about(spec, country, origin_names(ledger)[country]):
        return None
    told = tells(spec, ledger) and unlike(spec) >= least
    return Item(slide.chart, filters, known, ledger.lead) if told else None


def country_of(ledger: Ledger, text: str) -> str:
    """The country that a text names: `Germany`, `germany` or `DEU` gives `DEU`; empty gives all states.

    Raises ValueError, with the nearest names, where no repatriation to such a country is known.
    """
    if text.strip().casefold() in ("", ALL, "all states"):
        return ALL
    names = {one: origin_names(ledger).get(one, one) for one in countries(ledger) if one != ALL}
    wanted = text.strip().casefold()
    for key, name in names.items():
        if wanted in (key.casefold(), name.casefold()):
            return key
    near = get_close_matches(wanted, [name.casefold() for name in names.values()], n=3, cutoff=0.6)
    hint = [name for name in names.values() if name.casefold() in near]
    raise ValueError(
        f"no repatriation to “{text}” is known; {'did you mean ' + ' or '.join(hint) if hint else 'see `list`'}"
    )


def tells(spec: ChartSpec, ledger: Ledger) -> bool:
    """Whether a chart has something to draw and a headline that tells it.

    A projection does only where the stock that it starts from still holds.
    """
    if not spec.tells:
        return False
    if not (spec.data["role"] == PROJECTION).any():
        return True
    observed = headline_rows(spec.data)
    observed = observed[observed["basis"] == "stated"].sort_values("period_end", kind="stable")
    return len(observed) > 0 and standing(ledger, observed.iloc[-1]).holds


def unlike(spec: ChartSpec) -> int:
    """How many unlike figures a chart draws with full marks: of series, category or date, and value; areas of a map."""
    rows = spec.data.loc[spec.data["role"].isin(LED), ["series", "x", "value"]]
    shapes = [] if spec.map is None else [shape for shape in (spec.map.areas, spec.map.arcs) if shape is not None]
    return len(rows.astype(str).drop_duplicates()) + sum(int(shape["value"].notna().sum()) for shape in shapes)


def _is_about(spec: ChartSpec, country: str, name: str) -> bool:
    """Whether a chart draws this country alone, or draws it among others and names it in its headline."""
    drawn = set(texts(spec.data["origin"])) - {""}
    return drawn == {country} or (country in drawn and name in spec.title)
