"""The views follow the data: in 2028, with newer statements and new things in the CSV files alone, every chart moves.

A copy of the data gets a newer statement of every series, and a twin of a camp, a prison, a country, a donor and more
under a new key. No line of code knows of them (`tests/future.py`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module

import pandas as pd
import pytest

import analysis
from analysis import coverage
from analysis.find import Answer, ask
from analysis.listed import headlines
from analysis.profile import rows_of as rows_of_subject
from analysis.sites import spoken
from analysis.subjects import resolve
from analysis.vocabulary import EVENT_CATEGORIES, NO_HUE, PUBLISHER_KINDS, event_category, publisher_kind
from api import figures
from charts import catalog, takeaway
from charts.profile import own
from charts.profile_words import sentence, tiles
from charts.spec import ChartSpec
from charts.tiles import listed_tiles as tiles_of_headlines
from charts.views import overview
from charts.views.camps import population as camps
from charts.views.flows import links as flows
from exports import ready
from exports.briefing import exhibits
from loaders import Ledger
from tests.future import (
    COURT,
    DATA,
    DAY,
    KIND,
    NEW_BRIEFING,
    NEW_CATEGORY,
    NEW_COUNTS,
    NEW_EVENT,
    NEW_INDICATOR,
    NEW_LABEL,
    NEW_THEME,
    NEW_THEME_TITLE,
    NEW_TITLE,
    TODAY,
    TWINS,
    made,
    rows_of,
)
from ui import listing

ISO_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d")
YEAR = re.compile(r"\b(19|20)\d\d\b")
Specs = Mapping[str, ChartSpec]
THEMES = DATA / "themes.csv"
NEWEST = float(NEW_COUNTS[DAY])


@pytest.fixture(scope="module")
def future(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The ledger of 2028."""
    return made(tmp_path_factory.mktemp("future") / "data")


@pytest.fixture(scope="module")
def after(future: Ledger) -> Specs:
    """Every chart of 2028 with its default filters."""
    return {name: catalog.build(name, future) for name in catalog.names()}


@pytest.mark.parametrize("what", TWINS)
def test_every_twin_is_one_of_something_that_is_drawn(after: Specs, future: Ledger, what: str) -> None:
    """A key that no file holds would have a twin of which nothing is held to anything."""
    column, like, new, _ = TWINS[what]
    rows = future.observations[column].astype(str)
    assert (rows == new).sum() == (rows == like).sum() > 0
    assert any({like, new} <= set(spec.data[column].astype(str)) for spec in after.values())


def still(specs: Specs) -> list[str]:
    """Charts that draw nothing of the last year."""
    return [name for name, spec in specs.items() if not spec.as_of > TODAY - pd.DateOffset(years=1)]


def left_out(specs: Specs, ledger: Ledger, column: str, like: str, new: str) -> list[str]:
    """Charts that draw or offer something and not its twin; a chart of a single thing need only offer it.

    Charts of history are left aside.
    """
    found = []
    for name, spec in specs.items():
        if catalog.entry(name).history:
            continue
        # A figure added from statements on several places bears the place of one of them.
        drawn = set(spec.data.loc[spec.data["basis"] == "stated", column].astype(str))
        offered = [options for options in catalog.entry(name).options(ledger).values() if like in options]
        chosen = any(like in (each if isinstance(each, tuple) else (each,)) for each in spec.filters.values())
        if any(new not in options for options in offered) or (like in drawn and new not in drawn and not chosen):
            found.append(name)
    return found


def test_the_data_of_2028_are_sound(future: Ledger) -> None:
    assert [str(each) for each in future.problems if each.severity == "error"] == []


def test_every_chart_moves_to_the_newest_statement_unless_it_is_history(after: Specs) -> None:
    assert still(after) == [name for name in catalog.names() if catalog.entry(name).history]


def test_a_chart_of_history_names_its_period(after: Specs) -> None:
    assert all(YEAR.search(spec.title) for name, spec in after.items() if catalog.entry(name).history)


@pytest.mark.parametrize("what", TWINS)
def test_what_is_new_stands_wherever_its_like_stands(after: Specs, future: Ledger, what: str) -> None:
    column, like, new, _ = TWINS[what]
    assert left_out(after, future, column, like, new) == []


@pytest.mark.parametrize("what", [what for what in TWINS if what != "donor"])
def test_what_is_new_has_a_profile_like_its_twin(future: Ledger, what: str) -> None:
    """Rows of CSV files alone give a camp, a prison or a country its profile: charts, tiles and a sentence."""
    column, like, new, name = TWINS[what]
    made, old = resolve(future, name), resolve(future, like)
    assert made is not None
    assert old is not None
    assert len(rows_of_subject(future, made)) > 0
    assert new in made.ids
    assert tiles(future, made)
    assert sentence(future, made).endswith(".")
    charts = {one.chart for one in own(future, made)}
    if column == "place":
        # Charts of one kind alone, such as those of a single prison's attack, are of that one.
        filtered = {one.chart for one in own(future, old) if one.filters and not one.chart.startswith("profile.")}
        assert filtered <= charts | {"pace.fan", "pace.departures", "pace.history"}
    assert charts


def test_a_new_event_is_marked_on_the_series_that_it_explains(after: Specs, future: Ledger) -> None:
    titles = set(future.events.loc[future.events["date"] == pd.Timestamp(DAY), "title"].astype(str))
    assert "camps.population" in {n for n, spec in after.items() if titles & {one.label for one in spec.markers}}


def test_a_new_member_and_a_change_of_custody_are_told(after: Specs) -> None:
    shown = after["coalition.map"].map
    assert shown is not None
    assert shown.areas is not None
    assert "Paraguay" in set(shown.areas["name"])
    assert after["coalition.joined"].title == "Paraguay joined the Coalition most recently, on 10 Jun 2028"
    assert after["camps.custody"].title == "Roj camp passed to the New holder on 10 Jun 2028"
    assert after["detention.custody"].title == "Al-Sina'a prison passed to the New holder on 10 Jun 2028"


def unheard(ledger: Ledger) -> list[str]:
    """What does not speak for the new kind of publisher: the choice of who leads, its words, what the charts draw."""
    lead = f"kind:{KIND}"
    if lead not in analysis.lead_choices(ledger):
        return ["lead"]
    led = analysis.with_lead(ledger, lead)
    newest = analysis.series(led, analysis.select(led, "detainees_held", place="ne-syria", origin="all")).iloc[-1]
    claims = catalog.build("detention.claims", ledger).data
    words = analysis.lead_text(lead) == "court statements lead" and publisher_kind(KIND).label == "Court"
    found = {"headline": newest["publisher"] == COURT, "words": words, "drawn": COURT in set(claims["publisher"])}
    return [what for what, told in found.items() if not told]


def test_a_new_kind_of_publisher_speaks_and_may_lead(future: Ledger) -> None:
    assert unheard(future) == []


def test_a_closed_list_of_kinds_of_publisher_is_found(monkeypatch: pytest.MonkeyPatch, future: Ledger) -> None:
    monkeypatch.setattr(
        import_module("analysis.headline"), "publisher_kinds", lambda values: sorted(set(values) & set(PUBLISHER_KINDS))
    )
    assert unheard(replace(future, version="closed")) == ["lead"]


def at_overview(ledger: Ledger) -> list[str]:
    """Where Overview does not tell the newest count of the new indicator: its tile, the chart of changes."""
    shown = [(one.value, one.when) for one in takeaway.tiles_of("overview", ledger) if one.label == NEW_LABEL]
    moves = catalog.build("overview.changes", ledger).data
    own = moves[moves["x"] == NEW_LABEL]
    told = list(zip(own["series"], own["period_end"], own["value"], strict=True))
    found = {"tile": shown == [("3,000", "as of 10 Jun 2028")], "changes": told == [("fell", pd.Timestamp(DAY), 25.0)]}
    return [what for what, right in found.items() if not right]


def value_of(answer: Answer) -> float:
    """The number of an answer, 0 where it has none."""
    return answer.figure.value if answer.figure is not None else 0.0


def in_tools(ledger: Ledger) -> list[str]:
    """Where Explore, Find and the API do not tell the newest count of the new indicator."""
    offered = catalog.entry("explore.series").options(ledger)["indicator"]
    chosen = {"indicator": NEW_INDICATOR, "which": ("ne-syria",)}
    drawn = catalog.build("explore.series", ledger, **chosen).data if NEW_INDICATOR in offered else pd.DataFrame()
    answer = ask(ledger, f"{NEW_TITLE} northeast syria").answer
    given = figures.headline(ledger, NEW_INDICATOR, place="ne-syria")
    found = {
        "Explore": [*drawn.get("value", ())] == [float(value) for value in NEW_COUNTS.values()],
        "Find": answer is not None
        and (answer.key[0], answer.figure and answer.figure.value) == (NEW_INDICATOR, NEWEST),
        "API": (given["figure"] or {}).get("value") == NEWEST and given["asked"]["indicator"] == NEW_INDICATOR,
    }
    return [what for what, right in found.items() if not right]


def of_theme(ledger: Ledger) -> list[str]:
    """Where the coverage does not know the new theme: its title, its years, the age of its indicator."""
    ages = coverage.series_age(ledger, TODAY)
    own = ages[ages["indicator"] == NEW_INDICATOR]
    years = coverage.by_theme_and_year(ledger)
    counted = years.reindex(index=[NEW_THEME], columns=[day[:4] for day in NEW_COUNTS], fill_value=0)
    found = {
        "title": coverage.themes(ledger).get(NEW_THEME) == NEW_THEME_TITLE,
        "years": counted.to_numpy().tolist() == [[1] * len(NEW_COUNTS)],
        "age": list(zip(own["newest"], own["figure"], strict=True)) == [(pd.Timestamp(DAY), "3,000")],
        "complete": NEW_THEME in coverage.completeness(ledger).index,
    }
    return [what for what, right in found.items() if not right]


def of_event(ledger: Ledger) -> list[str]:
    """Where the event of a new category is not told by words of its own: the lane, its colour, the list, a profile."""
    words = event_category(NEW_CATEGORY).label
    listed = listing.newest_events(ledger)
    found = {"list": listed.loc[listed["Event"] == NEW_EVENT, "Subject"].tolist() == [words]}
    for name, chosen in (("overview.events", {}), ("profile.events", {"of": "al-hol"})):
        spec = catalog.build(name, ledger, **chosen)
        found[name] = spec.data.loc[spec.data["title"] == NEW_EVENT, "series"].tolist() == [words]
        found[f"{name} hue"] = spec.colours.get(words) == NO_HUE
    return [what for what, right in found.items() if not right]


def in_briefing(ledger: Ledger) -> list[str]:
    """Charts of the new briefing that are left out or do not draw what is new."""
    prepared = ready.prepare(NEW_BRIEFING, ledger)
    drawn = {one.spec.name: one.spec.data for one in exhibits(prepared.briefing, ledger)}
    held = {"overview.changes": ("indicator", NEW_INDICATOR), "overview.events": ("title", NEW_EVENT)}
    return [name for name, (column, new) in held.items() if name not in drawn or new not in set(drawn[name][column])]


Told = Callable[[Ledger], list[str]]
TOLD: tuple[Told, ...] = (at_overview, in_tools, of_theme, of_event, in_briefing)


@pytest.mark.parametrize("untold", TOLD)
def test_what_the_data_hold_anew_is_told_everywhere(future: Ledger, untold: Told) -> None:
    """A theme, an indicator with its headline, a category of events and a briefing, in rows of files alone."""
    assert untold(future) == []


# What the questions themselves are about, and what reads like a fact and is none.
AREAS = {"world", "iraq", "syria", "iraq-syria", "ne-syria"}
COINCIDENCES = {
    "APA": "a style of citation",
    "N1": "a tag of the RIS format",
    "United Nations": "a kind of publisher, as it is called",
}
FOLDERS = ("analysis", "charts", "render", "exports", "ui", "pages")


def told_strings(folder: str) -> Iterable[tuple[str, str]]:
    """Every string of the code of a folder but docstrings, with where it stands; of an f-string its pieces."""
    for path in sorted((DATA.parent / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
        firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, documented) and node.body]
        docstrings = {id(first.value) for first in firsts if isinstance(first, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield f"{path.name}:{node.lineno}", node.value


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_date_place_publisher_source_or_event_of_the_data_stands_in_the_code(folder: str) -> None:
    """What decides what is drawn is a row of a file: no literal is a day, or a key, name or title of the data."""
    sources = rows_of(DATA / "sources.csv")
    facts = {row["source"] for row in sources} | {row["publisher"] for row in sources} - set(COINCIDENCES)
    facts |= {row["title"] for row in rows_of(DATA / "events.csv")}
    facts |= {row["place"] for row in rows_of(DATA / "places.csv")} - AREAS
    assert [f"{at}: {text}" for at, text in told_strings(folder) if text in facts or ISO_DATE.fullmatch(text)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_sentence_of_the_code_names_a_camp_or_prison(folder: str, future: Ledger) -> None:
    """A title speaks of the place that is drawn, by the name that places.csv gives it."""
    held = [row["place"] for row in rows_of(DATA / "places.csv") if row["kind"] in ("camp", "detention_facility")]
    names = re.compile("|".join(rf"\b{re.escape(spoken(future, place))}\b" for place in held), re.IGNORECASE)
    assert [f"{at}: {text}" for at, text in told_strings(folder) if names.search(text)] == []


def test_the_areas_that_code_names_are_no_camp_or_prison_and_exist() -> None:
    kinds = {row["place"]: row["kind"] for row in rows_of(DATA / "places.csv")}
    assert {kinds[area] for area in AREAS} <= {"world", "region", "country"}
    publishers = {row["publisher"] for row in rows_of(DATA / "sources.csv")}
    assert set(COINCIDENCES) <= publishers


moved = [import_module(name) for name in ("analysis.moves", "analysis.flows", "charts.views.flows.links")]
Freeze = Callable[[pytest.MonkeyPatch], None]


def _cut(patch: pytest.MonkeyPatch) -> None:
    select = analysis.select
    patch.setattr(camps, "select", lambda *a, **k: (rows := select(*a, **k))[rows["period_end"] < "2026-11-28"])


def _fix(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(flows, "default_year", lambda _ledger: "2025")


def _close(patch: pytest.MonkeyPatch) -> None:
    for module in moved:
        patch.setattr(module, "camps", lambda _ledger: ("al-hol", "roj"))


def _list(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(camps, "other_camps", lambda _ledger: ("roj", "areesha"))


@pytest.mark.parametrize(
    ("name", "freeze"),
    [("camps.population", _cut), ("flows.sankey", _fix), ("flows.sankey", _close), ("camps.others", _list)],
)
def test_a_view_that_is_frozen_is_found(
    monkeypatch: pytest.MonkeyPatch, future: Ledger, name: str, freeze: Freeze
) -> None:
    """The checks above can fail: rows cut at a date, a fixed period and fixed lists of places are each found."""
    freeze(monkeypatch)
    # A ledger of its own, so that nothing built before or after answers for it.
    own = replace(future, version="frozen")
    specs = {name: catalog.build(name, own)}
    assert still(specs) == [name] or left_out(specs, own, *TWINS["camp"][:3]) == [name]


def _cut_tiles(patch: pytest.MonkeyPatch) -> None:
    make = tiles_of_headlines
    patch.setattr(overview, "listed_tiles", lambda ledger, items: make(until(ledger, "2027-12-31"), items))


def _list_headlines(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(overview, "headlines", lambda ledger: [one for one in headlines(ledger) if one.label != NEW_LABEL])


def _close_filter(patch: pytest.MonkeyPatch) -> None:
    found = catalog.entry("explore.series")
    closed = {"indicator": ("camp_population", "detainees_held")}
    patch.setitem(
        catalog._ENTRIES, found.name, replace(found, options=lambda ledger: {**found.options(ledger), **closed})
    )


def _close_themes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(coverage, "themes", lambda _ledger: {row["theme"]: row["title"] for row in rows_of(THEMES)})


def _cut_coverage(patch: pytest.MonkeyPatch) -> None:
    make = coverage.by_theme_and_year
    patch.setattr(coverage, "by_theme_and_year", lambda ledger: make(until(ledger, "2027-12-31")))


def _close_categories(patch: pytest.MonkeyPatch) -> None:
    known = {kind.label: kind.hue for kind in EVENT_CATEGORIES.values()}
    patch.setattr(overview, "event_hues", lambda _values: known)


def _cut_events(patch: pytest.MonkeyPatch) -> None:
    make = listing.newest_events
    patch.setattr(
        listing, "newest_events", lambda ledger: make(replace(ledger, events=ledger.events.iloc[:300], version="cut"))
    )


def until(ledger: Ledger, day: str) -> Ledger:
    """The ledger without figures of later days."""
    rows = ledger.observations
    return replace(ledger, observations=rows[rows["period_end"] <= day], version=f"until {day}")


@pytest.mark.parametrize(
    ("untold", "freeze", "lost"),
    [
        (at_overview, _cut_tiles, ["tile"]),
        (at_overview, _list_headlines, ["tile", "changes"]),
        (in_tools, _close_filter, ["Explore"]),
        (of_theme, _close_themes, ["title"]),
        (of_theme, _cut_coverage, ["years"]),
        (of_event, _close_categories, ["overview.events hue"]),
        (of_event, _cut_events, ["list"]),
        (in_briefing, _list_headlines, ["overview.changes"]),
    ],
)
def test_a_tile_filter_theme_event_or_briefing_that_is_frozen_is_found(
    monkeypatch: pytest.MonkeyPatch, future: Ledger, untold: Told, freeze: Freeze, lost: list[str]
) -> None:
    freeze(monkeypatch)
    assert untold(replace(future, version="frozen")) == lost
