"""What the ledger holds and how sure it is: what rests on a source, how old each series is, where statements differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.headline import headline
from analysis.hedge import figure_of
from analysis.standing import standing
from analysis.vocabulary import NATIONALS, NEWS, Scope
from analysis.words import date_text, period_text
from loaders import Ledger, Problem
from loaders.frames import as_records, texts

AGGREGATIONS = {
    "none": "Never added up.",
    "over places": "may be added over places that do not overlap",
    "over origins": "may be added over nationalities or donors that do not overlap",
    "over non-overlapping periods": "may be added over periods that do not overlap",
}
MEASURES = {
    "stock": "Stock: how many there are at a date. Never added over time.",
    "flow": "Flow: how many in a period. Periods that overlap are never added.",
    "cumulative": "Running total: how many since a start. Differences, not sums, give a period.",
}
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*")
_COLUMN_WORDS = {
    "period_start": "start date",
    "period_end": "date",
    **{origin: people.adjective for origin, people in NATIONALS.items()},
    **{str(scope): scope.phrase for scope in Scope if scope is not Scope.EVENT},
}


def how_added(aggregation: str) -> str:
    """Say in a sentence how the figures of an indicator may be summed, from its `aggregation`."""
    parts = [part.strip() for part in aggregation.split(";") if part.strip()]
    if not parts or parts == ["none"]:
        return AGGREGATIONS["none"]
    words = [AGGREGATIONS.get(part, part).removeprefix("may be added ") for part in parts]
    return f"May be added {'; '.join(words)}."


def in_words(ledger: Ledger, text: str) -> str:
    """A note of the codebook with ids of indicators, places and nationalities replaced by their names."""
    known = _names(ledger)
    return _TOKEN.sub(lambda found: known.get(found.group(), found.group()), text)


@lru_cache(maxsize=4)
def _names(ledger: Ledger) -> dict[str, str]:
    """Names of ids that are no words themselves: those of several parts, and the short ones of nationalities."""
    titles = zip(texts(ledger.indicators["indicator"]), texts(ledger.indicators["title"]), strict=True)
    places = zip(texts(ledger.places["place"]), texts(ledger.places["name"]), strict=True)
    named = {key: f"“{title}”" for key, title in titles if "_" in key}
    return named | {key: name for key, name in places if "-" in key} | _COLUMN_WORDS


@lru_cache(maxsize=8)
def themes(ledger: Ledger) -> Mapping[str, str]:
    """Title of each theme by its id, in the order of themes.csv."""
    rows = ledger.themes.sort_values("order")
    return dict(zip(texts(rows["theme"]), texts(rows["title"]), strict=True))


def theme_colour(ledger: Ledger, theme: str) -> str:
    """The hue of a theme where it is drawn alone; blue for all themes."""
    rows = ledger.themes.loc[ledger.themes["theme"] == theme, "colour"]
    return str(rows.iloc[0]) if len(rows) else "blue"


@lru_cache(maxsize=4)
def source_use(ledger: Ledger) -> pd.DataFrame:
    """Every source with what rests on it, the most used first.

    Columns of `ledger.sources`, `text` (its words in lower case, to search in) and: `statements` (observations),
    `others` (events, members, custody periods and pathway steps), `themes` and `indicators` (comma separated), `first`
    and `last` (dates of its figures).
    """
    rows = ledger.observations
    ids = rows["source"].astype(str)
    grouped = rows.groupby(ids)
    used = pd.DataFrame(
        {
            "statements": ids.value_counts(),
            "first": grouped["period_end"].min(),
            "last": grouped["period_end"].max(),
            "themes": _joined(rows, ids, "theme"),
            "indicators": _joined(rows, ids, "short_title"),
        }
    )
    tables = (ledger.events, ledger.members, ledger.custody, ledger.pathway)
    others = pd.concat([table["source"].astype(str) for table in tables]).value_counts()
    keys = ledger.sources["source"].astype(str)
    joined = ledger.sources.assign(
        **{column: keys.map(used[column]) for column in ("statements", "first", "last", "themes", "indicators")},
        others=keys.map(others).fillna(0).astype(int),
    )
    parts = [joined[name].astype(str) for name in ("title", "publisher", "quotes", "note", "url")]
    filled = joined.assign(
        text=[" ".join(words).casefold() for words in zip(*parts, strict=True)],
        statements=joined["statements"].fillna(0).astype(int),
        themes=joined["themes"].fillna(""),
        indicators=joined["indicators"].fillna(""),
    )
    return filled.sort_values(["statements", "others"], ascending=False, kind="stable").reset_index(drop=True)


def find_sources(use: pd.DataFrame, words: str = "", kind: str = "", theme: str = "") -> pd.DataFrame:
    """Return the rows of `source_use` that match every choice; an empty choice takes all.

    Every one of `words` must stand in the title, publisher, relayed body, note or address, in any case; `kind` is a
    kind of publisher, `theme` a theme of figures that rest on the source.
    """
    keep = use["source"].notna()
    for word in words.casefold().split():
        keep &= use["text"].str.contains(word, regex=False)
    if kind:
        keep &= use["publisher_kind"] == kind
    if theme:
        keep &= use["themes"].str.split(", ").map(lambda themes: theme in themes).astype(bool)
    return use.loc[keep]


@lru_cache(maxsize=4)
def source_labels(ledger: Ledger) -> dict[str, str]:
    """A name for every source id that no other source has: `UN OCHA: Title (7 Feb 2026)`."""
    seen: dict[str, int] = {}
    labels = {}
    for row in as_records(ledger.sources):
        when = date_text(row["published"], str(row["published_precision"]))
        label = f"{row['publisher']}: {row['title']} ({when})"
        seen[label] = seen.get(label, 0) + 1
        labels[str(row["source"])] = label if seen[label] == 1 else f"{label}, {seen[label]}"
    return labels


def other_uses(ledger: Ledger, source: str) -> pd.DataFrame:
    """What else than observations rests on a source: kind (event, member, custody, pathway), what, date (words)."""
    found = [
        ("Event", str(row["title"]), date_text(row["date"], str(row["date_precision"])))
        for row in _resting(ledger.events, source)
    ]
    found += [
        ("Coalition member", str(row["name"]), date_text(row["joined"], str(row["joined_precision"])))
        for row in _resting(ledger.members, source)
    ]
    found += [
        (
            "Custody",
            f"{row['place_name']}: {row['holder'] or 'no holder'}",
            date_text(row["start"], str(row["start_precision"])),
        )
        for row in _resting(ledger.custody, source)
    ]
    found += [("Step of repatriation", str(row["title"]), "") for row in _resting(ledger.pathway, source)]
    return pd.DataFrame(found, columns=["kind", "what", "date"])


def _resting(table: pd.DataFrame, source: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = as_records(table[table["source"] == source])
    return rows


def _joined(rows: pd.DataFrame, keys: pd.Series, column: str) -> pd.Series:
    pairs = pd.DataFrame({"key": keys, "value": rows[column].astype(str)}).drop_duplicates()
    return pairs.groupby("key")["value"].agg(", ".join)


@lru_cache(maxsize=4)
def series_age(ledger: Ledger, today: pd.Timestamp) -> pd.DataFrame:
    """Every indicator with figures: its newest headline statement and how old that is on `today`, the oldest first.

    Columns: indicator, title, theme, headline (yes | no), figure, place_name, newest (date), precision, days,
    state (of the count today, see `analysis.standing`), attribution, statements, sources.
    """
    marked = headline(ledger, ledger.observations)
    lead = marked[marked["role"] == "headline"].sort_values(["period_end", "value"], kind="stable")
    newest = lead.groupby(lead["indicator"].astype(str)).tail(1)
    ids = ledger.observations["indicator"].astype(str)
    counts = ids.value_counts()
    publications = ledger.observations.groupby(ids)["source"].nunique()
    keys = newest["indicator"].astype(str)
    frame = pd.DataFrame(
        {
            "indicator": keys,
            "title": newest["title"].astype(str),
            "theme": newest["theme"].astype(str),
            "headline": newest["headline"].astype(str),
            "figure": [figure_of(row).text for row in as_records(newest)],
            "place_name": newest["place_name"].astype(str),
            "newest": newest["period_end"],
            "precision": newest["date_precision"].astype(str),
            "days": (today - newest["period_end"]).dt.days.clip(lower=0),
            "state": [standing(ledger, row).state for row in as_records(newest)],
            "attribution": newest["attribution"].astype(str),
            "statements": keys.map(counts).astype(int),
            "sources": keys.map(publications).astype(int),
        }
    )
    return frame.sort_values(["days", "title"], ascending=[False, True], kind="stable").reset_index(drop=True)


@lru_cache(maxsize=4)
def by_theme_and_year(ledger: Ledger) -> pd.DataFrame:
    """Number of statements: a row a theme, a column a year (as text), with the years in order and none left out."""
    rows = ledger.observations
    table = pd.crosstab(rows["theme"].astype(str), rows["period_end"].dt.year)
    years = range(int(table.columns.min()), int(table.columns.max()) + 1) if len(table.columns) else range(0)
    full = table.reindex(columns=list(years), fill_value=0)
    return full.set_axis([str(year) for year in full.columns], axis=1)


@lru_cache(maxsize=4)
def completeness(ledger: Ledger) -> pd.DataFrame:
    """Per theme (index) and for `all`, the share of statements that are fully documented, in percent.

    Columns: exact (not hedged), day (dated to the day), locator (says where in the document), dated (by a dated
    source), address (by a source with an address), not_media (by another publisher than a news medium), and
    `statements`, their number.
    """
    rows = ledger.observations
    flags = pd.DataFrame(
        {
            "theme": rows["theme"].astype(str),
            "exact": rows["qualifier"] == "exact",
            "day": rows["date_precision"] == "day",
            "locator": rows["locator"] != "",
            "dated": rows["published"].notna(),
            "address": rows["url"] != "",
            "not_media": rows["publisher_kind"] != NEWS,
        }
    )
    columns = ["exact", "day", "locator", "dated", "address", "not_media"]
    shares = flags.groupby("theme")[columns].mean().mul(100)
    counts = flags.groupby("theme").size()
    together = pd.DataFrame([flags[columns].mean().mul(100)], index=["all"])
    return pd.concat([shares, together]).assign(statements=[*counts, len(flags)])


@lru_cache(maxsize=4)
def contradictions(ledger: Ledger, most: int = 60) -> pd.DataFrame:
    """Figures that several sources state differently, the widest spread first.

    The spread is the largest statement divided by the smallest. Running totals are compared only from the same start.
    Statements kept out of headlines are left aside: they have a list of their own (`kept_out`). Columns: title, theme,
    place_name, origin, origin_name, group, date (words), lead (figure), attribution, others (figures with who states
    them), clause, spread, statements.
    """
    marked = headline(ledger, ledger.observations)
    marked = marked[(marked["statements"] > 1) & marked["role"].isin(["headline", "rival"])]
    by_event = marked["event"] != ""
    start = marked["period_start"].astype(str).where((marked["kind"] != "stock") & ~by_event, "")
    end = marked["period_end"].astype(str).where(~by_event, "")
    place = marked["place"].astype(str).where(~by_event, "")
    key = start + "|" + end + "|" + place
    for column in ("indicator", "origin", "group", "unit", "event"):
        key = key + "|" + marked[column].astype(str)
    low = marked["low"].fillna(marked["value"]).groupby(key).transform("min")
    high = marked["high"].fillna(marked["value"]).groupby(key).transform("max")
    led = (marked["role"] == "headline").groupby(key).transform("any")
    apart = marked.assign(key=key, spread=high / low)[led & (low > 0) & (high > low)]
    widest = apart.groupby("key")["spread"].first().sort_values(ascending=False, kind="stable").head(most)
    groups = dict(list(apart[apart["key"].isin(widest.index)].groupby("key")))
    columns = [
        "title",
        "theme",
        "place_name",
        "origin",
        "origin_name",
        "group",
        "date",
        "lead",
        "attribution",
        "others",
    ]
    columns += ["clause", "spread", "statements"]
    return pd.DataFrame([_contradiction(groups[name]) for name in widest.index], columns=columns)


def _contradiction(rows: pd.DataFrame) -> dict[str, object]:
    leading = rows["role"] == "headline"
    lead, others = rows.loc[leading].iloc[0], rows[~leading]
    said = [f"{figure_of(row).text} ({row['attribution']})" for row in as_records(others)]
    names = ("title", "theme", "place_name", "origin", "origin_name", "group", "attribution", "clause")
    return {name: str(lead[name]) for name in names} | {
        "date": period_text(lead["period_start"], lead["period_end"], str(lead["date_precision"])),
        "lead": figure_of(lead).text,
        "others": "; ".join(dict.fromkeys(said)),
        "spread": float(lead["spread"]),
        "statements": len(rows),
    }


@lru_cache(maxsize=4)
def kept_out(ledger: Ledger) -> pd.DataFrame:
    """Statements that are kept and shown but never lead: title, what, date, figure, attribution, reason."""
    marked = headline(ledger, ledger.observations)
    columns = ["indicator", "place", "origin", "group", "period_end", "source"]
    rows = marked[marked["role"] == "kept_out"]
    reasons = {
        key: str(reason)
        for key, reason in zip(
            ledger.not_headline[columns].astype(str).itertuples(index=False, name=None),
            ledger.not_headline["reason"],
            strict=True,
        )
    }
    keys = list(rows[columns].astype(str).itertuples(index=False, name=None))
    return pd.DataFrame(
        {
            "title": rows["title"].astype(str),
            "what": rows["place_name"].astype(str) + ", " + rows["origin_name"].astype(str),
            "date": [date_text(d, str(p)) for d, p in zip(rows["period_end"], rows["date_precision"], strict=True)],
            "figure": [figure_of(row).text for row in as_records(rows)],
            "attribution": rows["attribution"].astype(str),
            "reason": [reasons.get(key, "") for key in keys],
        }
    ).reset_index(drop=True)


@lru_cache(maxsize=4)
def limits(ledger: Ledger) -> dict[str, int]:
    """Counts that the known limits are told with.

    Keys: sources, media_sources, relaying (news reports that name whom they relay), undated, without_address, mirrors,
    statements, media_statements, household_factor (IOM statements of persons worked out from households), town_points
    (camps and prisons), held_places (camps and prisons in all), kept_out.
    """
    sources, rows, places = ledger.sources, ledger.observations, ledger.places
    media = sources["publisher_kind"] == NEWS
    sites = places[places["kind"].isin(["camp", "detention_facility"])]
    town = sites["note"].astype(str).str.contains("GeoNames|town|city", regex=True)
    return {
        "sources": len(sources),
        "media_sources": int(media.sum()),
        "relaying": int((media & (sources["quotes"] != "")).sum()),
        "undated": int(sources["published"].isna().sum()),
        "without_address": int((sources["url"] == "").sum()),
        "mirrors": int(sources["note"].astype(str).str.contains("mirror", case=False).sum()),
        "statements": len(rows),
        "media_statements": int((rows["publisher_kind"] == NEWS).sum()),
        "household_factor": int(
            rows["note"].astype(str).str.contains(r"households x \d|per household", case=False).sum()
        ),
        "town_points": int(town.sum()),
        "held_places": len(sites),
        "kept_out": len(ledger.not_headline),
    }


def problem_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Findings as a table: severity, file, line, column, value, rule, message, hint, times; errors first, by place."""
    columns = ["severity", "file", "line", "column", "value", "rule", "message", "hint", "times"]
    frame = pd.DataFrame([[getattr(found, name) for name in columns] for found in problems], columns=columns)
    return frame.sort_values(["severity", "file", "line"], kind="stable").reset_index(drop=True)


def rule_counts(problems: Iterable[Problem]) -> pd.DataFrame:
    """How often each rule is broken: severity, rule, count, files; errors first, the most frequent first."""
    frame = problem_frame(problems)
    if frame.empty:
        return pd.DataFrame(columns=["severity", "rule", "count", "files"])
    counted = frame.groupby(["severity", "rule"]).agg(count=("times", "sum"), files=("file", "nunique")).reset_index()
    return counted.sort_values(["severity", "count"], ascending=[True, False], kind="stable").reset_index(drop=True)
