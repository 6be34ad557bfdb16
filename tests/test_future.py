"""The views follow the data: in 2028, with newer statements and new things in the CSV files alone, every chart moves.

A copy of the data gets a newer statement of every series, and a twin of a camp, a prison, a country, a donor and more
under a new key. No line of code knows of them.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.profile import rows_of as rows_of_subject
from analysis.sites import spoken
from analysis.subjects import resolve
from analysis.vocabulary import PUBLISHER_KINDS, publisher_kind
from charts import catalog
from charts.profile import own
from charts.profile_words import sentence, tiles
from charts.spec import ChartSpec
from charts.views import camps, flows
from loaders import Ledger, load
from loaders.clock import VARIABLE

DATA = Path(__file__).resolve().parent.parent / "data"
TODAY = pd.Timestamp("2028-06-30")
DAY = "2028-06-10"  # of what happens anew
KEY = ("indicator", "place", "origin", "group")
NEXT = "-next"
ISO_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d")
YEAR = re.compile(r"\b(19|20)\d\d\b")
# What each twin is a twin of: the column whose key it has, the key, the new key and the new name.
TWINS = {
    "camp": ("place", "roj", "new-camp", "New camp"),
    "prison": ("place", "al-sinaa", "new-prison", "New prison"),
    "camp that takes others in": ("place", "akhtarin", "new-site", "New site"),
    "prison of those moved": ("place", "al-karkh", "new-central", "New central prison"),
    "transit centre": ("place", "jeddah-1", "new-centre", "New centre"),
    "host": ("place", "lebanon", "new-host", "New host"),
    "country of origin": ("origin", "FRA", "PRY", "Paraguay"),
    "donor": ("origin", "eu", "new-fund", "New Fund"),
}
UNIQUE = ("iso_3166_2", "pcode")
KIND, COURT = "court", "New Court"  # a kind of publisher that no line of code knows, and a publisher of it
SPANS = {"days": 10, "month": 31, "quarter": 100, "year": 370}
Row = dict[str, str]
Specs = Mapping[str, ChartSpec]


def rows_of(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def append(path: Path, rows: Iterable[Row]) -> None:
    """Write rows to the end of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerows(rows)


def key_of(row: Row, *more: str) -> tuple[str, ...]:
    """The series of a row, and what else tells it apart."""
    return tuple(row[column] for column in (*KEY, *more))


def moved_on(date: str, precision: str, years: int) -> str:
    """A date of a file some years later; the end of a month stays one."""
    later = pd.Timestamp(date) + pd.DateOffset(years=years)
    return f"{later + pd.offsets.MonthEnd(0) if precision in ('month', 'quarter', 'year') else later:%Y-%m-%d}"


def years_on(end: str) -> int:
    """By how many whole years a date moves on to lie in the last twelve months before TODAY."""
    years = TODAY.year - pd.Timestamp(end).year
    return years if pd.Timestamp(end) + pd.DateOffset(years=years) <= TODAY else years - 1


def length(row: Row) -> str:
    """Whether a statement is of a date, of a day or so, a month, a quarter, a year or longer."""
    if not row["period_start"]:
        return "date"
    days = (pd.Timestamp(row["period_end"]) - pd.Timestamp(row["period_start"])).days
    return next((name for name, most in SPANS.items() if days < most), "longer")


def newer(row: Row, kind: str, unit: str) -> list[Row]:
    """The statement made again in 2028; of a stock also one of the year before, so that it can have changed."""
    years = years_on(row["period_end"])
    later = row | {
        "period_end": moved_on(row["period_end"], row["date_precision"], years),
        "source": row["source"] + NEXT,
        "locator": "",
    }
    if kind == "flow":
        later["period_start"] = moved_on(row["period_start"], "", years)
    if row["event"]:
        later["event"] += NEXT
    if kind == "cumulative" and not row["low"] and unit != "percent":
        later["value"] = f"{float(row['value']) * 1.05:.0f}"
    if kind != "stock" or row["low"] or float(row["value"]) < 10:
        return [later]
    before = moved_on(row["period_end"], row["date_precision"], years - 1)
    more = 0.8 if unit == "percent" else 1.25
    return [later | {"period_end": before, "value": f"{float(row['value']) * more:.0f}"}, later]


def restate(root: Path) -> None:
    """Write a newer statement of every series, for each scope, length and publisher that it has."""
    facts = {row["indicator"]: (row["kind"], row["unit"]) for row in rows_of(root / "indicators.csv")}
    sources = {row["source"]: row for row in rows_of(root / "sources.csv")}
    kept_out = {key_of(row, "source") for row in rows_of(root / "not_headline.csv")}
    speakers = {key_of(row, "period_end", "source"): row for row in rows_of(root / "attributions.csv")}
    used: set[str] = set()
    spoken: list[Row] = []
    for path in sorted((root / "observations").glob("*.csv")):
        newest: dict[tuple[str, ...], Row] = {}
        for row in rows_of(path):
            out = row["scope"] == "alternative_count" or key_of(row, "source") in kept_out
            same = (*key_of(row, "scope"), length(row), sources[row["source"]]["publisher"])
            if not out and row["period_end"] >= newest.get(same, row)["period_end"]:
                newest[same] = row
        made: list[Row] = []
        for row in newest.values():
            again = newer(row, *facts[row["indicator"]])
            made += again
            used.add(row["source"])
            said = speakers.get(key_of(row, "period_end", "source"))
            spoken += [said | {"period_end": one["period_end"], "source": one["source"]} for one in again if said]
        append(path, made)
    append(root / "attributions.csv", spoken)
    published = {"published": f"{TODAY:%Y-%m-%d}", "published_precision": "day"}
    append(root / "sources.csv", [sources[one] | published | {"source": one + NEXT} for one in sorted(used)])


def twin(root: Path, column: str, like: str, new: str, name: str) -> None:
    """Copy every row of every table that speaks of `like` to one that speaks of `new`."""
    for path in sorted(root.rglob("*.csv")):
        own = {"name": name} if path.stem in ("places", "origins") else {}
        column_here = "part" if path.stem == "parts" and column == "place" else column
        found = [row for row in rows_of(path) if row.get(column_here) == like]
        copies = [row | own | {column_here: new} | {key: "" for key in UNIQUE if key in row} for row in found]
        for row in copies:
            if row.get("event"):
                row["event"] += f"-{new}".lower()
            if path.stem == "events":
                row["title"] += f" ({name})"
            if path.stem == "headlines":
                row |= {"label": f"{row['label']} ({name})", "order": f"{int(row['order']) + 1000}"}
        append(path, copies)


def happen(root: Path) -> None:
    """An event of every category, one that explains a series, a change of custody, a new member: all of one day.

    And counts of a camp at both ends of a year.
    """
    source = {"source": rows_of(root / "sources.csv")[-1]["source"], "note": ""}
    day = {"date": DAY, "date_precision": "day", "end_date": ""} | source
    newest = {row["category"]: row for row in rows_of(root / "events.csv")}
    made = [row | day | {"title": f"{row['title']} again"} for row in newest.values()]
    # An event is of a state by its words, which a twin of rows does not bear.
    made.append(newest["repatriation"] | day | {"title": f"{TWINS['country of origin'][3]} makes a collective return"})
    append(root / "events.csv", made)
    event = next(row for row in made if row["category"] == "camp")
    series = dict(zip(KEY, ("camp_population", "al-hol", "all", "total"), strict=True))
    append(root / "explains.csv", [series | {"date": event["date"], "title": event["title"]}])
    since = {"start": DAY, "start_precision": "day", "end": "", "end_precision": "", "status": "in_use"} | source
    held = {row["place"]: row for row in rows_of(root / "custody.csv")}
    holder = {"holder": "New holder", "holder_kind": "government"}
    append(root / "custody.csv", [held[place] | since | holder for place in ("roj", "al-sinaa")])
    member = {"iso3_or_slug": "PRY", "name": "Paraguay", "kind": "state", "joined": DAY, "joined_precision": "day"}
    append(root / "members.csv", [rows_of(root / "members.csv")[-1] | member | source])
    path = root / "observations" / "camps.csv"
    count = next(row for row in rows_of(path) if key_of(row) == tuple(series.values()))
    exact = {"low": "", "high": "", "qualifier": "exact", "date_precision": "day"} | source
    ends = {"2026-12-31": "70000", "2027-12-31": "50000"}
    append(path, [count | exact | {"period_end": end, "value": value} for end, value in ends.items()])


def publish(root: Path) -> None:
    """A publisher of a new kind, named in the vocabulary of the package, with a statement of its own."""
    path = root / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    sources = next(one for one in package["resources"] if one["name"] == "sources")
    field = next(one for one in sources["schema"]["fields"] if one["name"] == "publisher_kind")
    field["constraints"]["enum"].append(KIND)
    path.write_text(json.dumps(package), encoding="utf-8")
    made = rows_of(root / "sources.csv")[-1] | {"source": "new-court", "publisher": COURT, "publisher_kind": KIND}
    append(root / "sources.csv", [made | {"published": f"{TODAY:%Y-%m-%d}", "published_precision": "day"}])
    held = ("detainees_held", "ne-syria", "all", "total")
    path = root / "observations" / "detention.csv"
    newest = max((row for row in rows_of(path) if key_of(row) == held), key=lambda row: row["period_end"])
    own = {"source": "new-court", "low": "", "high": "", "qualifier": "exact", "value": "1234", "locator": ""}
    append(path, [newest | own])


@pytest.fixture(scope="module")
def future(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The ledger of 2028."""
    root = tmp_path_factory.mktemp("future") / "data"
    shutil.copytree(DATA, root)
    for made in TWINS.values():
        twin(root, *made)
    restate(root)
    happen(root)
    publish(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, f"{TODAY:%Y-%m-%d}")
        return load(root)


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


moved = [import_module(name) for name in ("analysis.moves", "analysis.flows", "charts.views.flows")]
Freeze = Callable[[pytest.MonkeyPatch], None]


def _cut(patch: pytest.MonkeyPatch) -> None:
    select = analysis.select
    patch.setattr(camps, "select", lambda *a, **k: (rows := select(*a, **k)).loc[rows["period_end"] < "2026-11-28"])


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
