"""The data of 2028: a copy of the files with a newer statement of every series and new things, in CSV rows alone.

A newer statement of every series, a twin of a camp, a prison, a country, a donor and more under a new key, a new theme
with an indicator and its headline, a new category of events, a new briefing. No line of code knows of them.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from loaders import Ledger, load
from loaders.clock import VARIABLE

DATA = Path(__file__).resolve().parent.parent / "data"
TODAY = pd.Timestamp("2028-06-30")
DAY = "2028-06-10"  # of what happens anew
KEY = ("indicator", "place", "origin", "group")
NEXT = "-next"
NUMBERED, LATER = re.compile(r"(iraqi-batch-)(\d+)"), 40
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
NEW_THEME, NEW_THEME_TITLE = "trials", "Trials"
NEW_INDICATOR, NEW_TITLE, NEW_LABEL = "open_files", "Open court files", "Court files open in the northeast"
NEW_COUNTS = {"2025-06-10": "6000", "2026-06-10": "5000", "2027-06-10": "4000", DAY: "3000"}
NEW_CATEGORY, NEW_EVENT = "aid_convoy", "A convoy with winter clothes comes to the camp"
NEW_BRIEFING = "files-and-relief"
SPANS = {"days": 10, "month": 31, "quarter": 100, "year": 370}
Row = dict[str, str]


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


def next_of(event: str) -> str:
    """The key of what happens again: of a numbered event that of a later number."""
    number = NUMBERED.match(event)
    return f"{number[1]}{int(number[2]) + LATER}{event[number.end() :]}" if number else event + NEXT


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
        later["event"] = next_of(row["event"])
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


def allow(root: Path, resource: str, column: str, value: str) -> None:
    """Add a value to the vocabulary of a column in the data package."""
    path = root / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    described = next(one for one in package["resources"] if one["name"] == resource)
    field = next(one for one in described["schema"]["fields"] if one["name"] == column)
    field["constraints"]["enum"].append(value)
    path.write_text(json.dumps(package), encoding="utf-8")


def _list(root: Path, theme: str) -> None:
    """An empty file of observations of a theme, listed in the data package like that of the camps."""
    path = root / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    like = next(one for one in package["resources"] if one["name"] == "camps")
    rules = [rule | {"theme": theme} for rule in like["rules"] if rule["rule"] == "theme"]
    named = {"name": theme, "path": f"observations/{theme}.csv", "title": theme, "description": theme, "rules": rules}
    package["resources"].append(like | named)
    path.write_text(json.dumps(package), encoding="utf-8")
    header = (root / "observations" / "camps.csv").read_text(encoding="utf-8").partition("\n")[0]
    (root / "observations" / f"{theme}.csv").write_text(f"{header}\n", encoding="utf-8")


def publish(root: Path) -> None:
    """A publisher of a new kind, named in the vocabulary of the package, with a statement of its own."""
    allow(root, "sources", "publisher_kind", KIND)
    made = rows_of(root / "sources.csv")[-1] | {"source": "new-court", "publisher": COURT, "publisher_kind": KIND}
    append(root / "sources.csv", [made | {"published": f"{TODAY:%Y-%m-%d}", "published_precision": "day"}])
    held = ("detainees_held", "ne-syria", "all", "total")
    path = root / "observations" / "detention.csv"
    newest = max((row for row in rows_of(path) if key_of(row) == held), key=lambda row: row["period_end"])
    own = {"source": "new-court", "low": "", "high": "", "qualifier": "exact", "value": "1234", "locator": ""}
    append(path, [newest | own])


def begin(root: Path) -> None:
    """A new theme of one indicator, its counts and headline, an event of a new category, a briefing of both."""
    append(root / "themes.csv", [{"theme": NEW_THEME, "title": NEW_THEME_TITLE, "order": "99", "colour": "gold"}])
    _list(root, NEW_THEME)
    like = next(row for row in rows_of(root / "indicators.csv") if row["indicator"] == "detainees_held")
    words = {"title": f"{NEW_TITLE} at the date", "short_title": NEW_TITLE, "definition": "Files not yet closed."}
    append(root / "indicators.csv", [like | words | {"indicator": NEW_INDICATOR, "theme": NEW_THEME, "reduced_by": ""}])
    series = dict(zip(KEY, (NEW_INDICATOR, "ne-syria", "all", "total"), strict=True))
    headline = {"label": NEW_LABEL, "page": "detention", "order": "5000", "tile": "overview", "changes": "yes"}
    append(root / "headlines.csv", [series | headline | {"interval": "365"}])
    source = rows_of(root / "sources.csv")[-1]["source"]
    count = {"date_precision": "day", "qualifier": "exact", "source": source}
    made = [series | count | {"period_end": day, "value": value} for day, value in NEW_COUNTS.items()]
    append(root / "observations" / f"{NEW_THEME}.csv", made)
    allow(root, "events", "category", NEW_CATEGORY)
    event = {"date": DAY, "date_precision": "day", "place": "al-hol", "title": NEW_EVENT, "source": source}
    append(root / "events.csv", [event | {"category": NEW_CATEGORY}])
    rows = [
        {"part": "title", "about": "Files and relief"},
        {"part": "answers", "about": "How many files are open, and what came to the camps?"},
        {"part": "slide", "about": "What changed", "chart": "overview.changes"},
        {"part": "slide", "about": "What happened", "chart": "overview.events"},
    ]
    path = root / "briefings" / f"{NEW_BRIEFING}.csv"
    header = (root / "briefings" / "situation.csv").read_text(encoding="utf-8").partition("\n")[0]
    path.write_text(f"{header}\n", encoding="utf-8")
    append(path, rows)


def made(root: Path) -> Ledger:
    """The ledger of 2028, of a copy of the data at `root`, which is not there yet."""
    shutil.copytree(DATA, root)
    for new in TWINS.values():
        twin(root, *new)
    restate(root)
    happen(root)
    publish(root)
    begin(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, f"{TODAY:%Y-%m-%d}")
        return load(root)
