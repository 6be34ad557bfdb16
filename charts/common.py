"""Shapes that many charts share: series of observations, computed headline sentences, events, custody strips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import breaks, figure_of, headline, select, standing
from analysis.counting import lone
from analysis.select import oldest_first
from analysis.subjects import COUNTRY, Subject
from analysis.vocabulary import GROUP_LABELS, Hedge, Role, event_category, holder
from analysis.words import (
    Told,
    capital,
    counted,
    date_text,
    direction,
    emptied,
    held_in,
    is_old,
    join_words,
    on,
    period_text,
    verb,
)
from analysis.words.disputed import spanned
from analysis.words.grammar import Telling, Untold, keeping
from analysis.words.sentences import Fact, Span
from charts.spec import CITED, CONTEXT, DRAWN, Marker, drawn_rows, empty_points, points
from loaders import Ledger
from loaders.frames import as_records, texts

CONTEXT_LINES = 3  # other bodies that stand beside a line by name; the rest are light marks
GROUPS = GROUP_LABELS


@lru_cache(maxsize=16)
def place_names(ledger: Ledger) -> dict[str, str]:
    """Place id to name."""
    return dict(zip(texts(ledger.places["place"]), texts(ledger.places["name"]), strict=True))


@lru_cache(maxsize=16)
def short_names(ledger: Ledger) -> dict[str, str]:
    """Place id to its label, or its name where that is short: `Areesha camp`."""
    labels = dict(zip(texts(ledger.places["place"]), ledger.places["label"].astype(str), strict=True))
    return {place: labels[place] or name for place, name in place_names(ledger).items()}


@lru_cache(maxsize=16)
def lands(ledger: Ledger) -> dict[str, str]:
    """Place id to the name of the country that it is or lies in; of an area that is in no single one its own name."""
    names, places = short_names(ledger), ledger.places
    country = places[places["kind"] == "country"]
    named = {code: names[place] for code, place in zip(texts(country["country"]), texts(country["place"]), strict=True)}
    own = zip(texts(places["place"]), texts(places["country"]), strict=True)
    return {place: named.get(code) or names[place] for place, code in own}


def called(ledger: Ledger, subject: Subject) -> str:
    """The subject of a profile as it is named in a sentence: `Al-Sina'a prison`, `France`."""
    return subject.name if subject.kind == COUNTRY else short_names(ledger).get(subject.place, subject.name)


@lru_cache(maxsize=16)
def place_hues(ledger: Ledger) -> dict[str, str]:
    """Place id to the colour that it has on every page (places.csv), or to itself where any colour will do."""
    hues = zip(texts(ledger.places["place"]), texts(ledger.places["colour"]), strict=True)
    return {place: hue or place for place, hue in hues}


@lru_cache(maxsize=16)
def origin_names(ledger: Ledger) -> dict[str, str]:
    """Origin id (nationality, group of nationalities, donor) to name."""
    return dict(zip(texts(ledger.origins["origin"]), texts(ledger.origins["name"]), strict=True))


def series_points(
    ledger: Ledger, frame: pd.DataFrame, by: str, names: Mapping[str, str] | None = None, *, roles: bool = True
) -> pd.DataFrame:
    """Drawn points of observations, one series for each value of column `by`, in date order.

    With `roles` the other statements of each figure come along as light marks; without, only headlines. Statements
    kept out of headlines are drawn as light marks too. Where bodies count differently and there is one series, the
    fullest of the other bodies stand beside it under their own names (role CONTEXT).
    """
    if frame.empty:
        return empty_points()
    marked = headline(ledger, frame)
    kept = marked if roles else marked[marked["role"] == "headline"]
    kept = oldest_first(kept)
    label = kept[by].astype(str)
    named = label.map(lambda v: (names or {}).get(v, v))
    if roles and len(set(named)) == 1:
        kept, named = _with_context(kept, named)
    return points(kept, series=named)


def _with_context(rows: pd.DataFrame, named: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """The rows and names of a single series; other bodies with a line's worth of dates get a series of their own."""
    roles, counters = texts(rows["role"]), texts(rows["counter"])
    beside = roles == Role.BESIDE.value
    apart = beside & (counters != named.iloc[0])
    dates: dict[str, set[Any]] = {}
    for counter, date in zip(counters[apart], rows["period_end"].to_numpy()[apart], strict=True):
        dates.setdefault(str(counter), set()).add(date)
    most = sorted((name for name, found in dates.items() if len(found) > 1), key=lambda name: (-len(dates[name]), name))
    own = beside & np.isin(counters, most[:CONTEXT_LINES])
    if not own.any():
        return rows, named
    return rows.assign(role=np.where(own, CONTEXT, roles)), named.mask(own, counters)


def headline_rows(data: pd.DataFrame, series: str | None = None) -> pd.DataFrame:
    """The headline points of drawn data, of one series or of all, in their order."""
    keep = data["role"] == "headline"
    if series is not None:
        keep &= data["series"] == series
    return data.loc[keep]


def each_apart(data: pd.DataFrame) -> pd.DataFrame:
    """The points of a chart without lines: a count of another body that stands alone at its place is a full mark.

    Beside a line it would be a light one, as the line is not its own; where no line is, its figure is as good as any.
    """
    place = [data["series"].astype(str), data["x"].astype(str)]
    full = (data["role"] == "headline").groupby(place).transform("any")
    alone = data["role"].eq("beside") & ~full
    return data.assign(role=data["role"].mask(alone, "headline"), clause=data["clause"].mask(alone, ""))


def when(row: Mapping[str, Any] | pd.Series) -> str:
    """The date that a row holds for, as it stands in a sentence."""
    return on(row["period_end"], str(row["date_precision"]))


def told(row: Mapping[str, Any] | pd.Series) -> Told:
    """The figure of a drawn row or an observation with its date, for a sentence."""
    precision = str(row["date_precision"])
    return Told(figure_of(row), row["period_end"], precision, row["published"], row)


def plainest(rows: pd.DataFrame) -> pd.Series:
    """Of rows with one figure that which is cited for it: one that leads, that says it exactly, the newest of these."""
    leads, exact = rows["role"] == Role.HEADLINE, rows["qualifier"] == Hedge.EXACT
    return rows.iloc[int(np.lexsort((rows["period_end"], exact, leads))[-1])]


def ends(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The rows with the lowest and the highest figure, a range by its own ends; there must be one."""
    is_range = rows["qualifier"] == Hedge.RANGE
    lows, highs = (rows[end].where(is_range, rows["value"]) for end in ("low", "high"))
    low, high = plainest(rows[lows == lows.min()]), plainest(rows[highs == highs.max()])
    return low, high


def span_told(rows: pd.DataFrame) -> str:
    """From the lowest to the highest figure of rows, as their sources hedge them: `at least 7,000 to 12,000`.

    One figure that all give is told with the hedge that holds for all of them: `about 9,000`.
    """
    low, high = (told(end) for end in ends(rows))
    ranges = Hedge.RANGE in (low.figure.qualifier, high.figure.qualifier)
    if ranges or low.figure.value < high.figure.value:
        return spanned(low, high)
    vague = rows[[Hedge(one).vague for one in rows["qualifier"]]]
    bounded = rows[rows["qualifier"] != Hedge.EXACT]
    one = told(plainest(next(some for some in (vague, bounded, rows) if len(some))))
    return Telling(one.said, one)


def range_told(low: pd.Series, high: pd.Series) -> Told | Span:
    """What a sentence tells that gives the figures of two rows as a range, or as one where they are the same."""
    return Span(told(low), told(high)) if low["value"] != high["value"] else told(high)


def past(ledger: Ledger, row: Mapping[str, Any] | pd.Series) -> bool:
    """Whether the figure of a row is told in the past tense: aged, or ended or overtaken by what happened since."""
    return standing(ledger, row).past


def peak(rows: pd.DataFrame) -> Told | None:
    """The highest figure of one series before its newest (oldest first), lone outliers aside; None without another."""
    records = as_records(rows)
    alone = lone([float(r["value"]) for r in records], [r["period_end"] for r in records])
    before = [r for r, off in zip(records[:-1], alone, strict=False) if not off]
    return told(max(before, key=lambda r: r["value"])) if before else None


def earlier(rows: pd.DataFrame) -> Told | None:
    """What a newest figure is compared with: the peak where it has fallen since, else the first of the series."""
    records = as_records(rows)
    if len(records) < 2:
        return None
    high, now = peak(rows), told(records[-1])
    if high is not None and direction(now, high) < 0:
        return high
    alone = lone([float(r["value"]) for r in records], [r["period_end"] for r in records])
    first = next((r for r, off in zip(records[:-1], alone, strict=False) if not off), None)
    return told(first) if first is not None else None


def camp_sentence(ledger: Ledger, subject: str, rows: pd.DataFrame, noun: str = "people") -> str:
    """One sentence on who is in a place: `Roj camp holds about 2,225 people (21 Feb 2026), down from 2,600 in ...`.

    A place that an event has closed or emptied is told so, with its peak; `rows` are headline points, oldest first.
    """
    if rows.empty:
        return Untold(f"No source gives a figure for {subject}")
    last = rows.iloc[-1]
    now, how = told(last), standing(ledger, last)
    if how.state in ("closed", "emptied"):
        nobody = Fact(last) if now.figure.value == 0 else None
        when = on(how.on, how.precision)
        return emptied(subject, peak(rows) or now, when, closed=how.state == "closed", nobody=nobody)
    if now.figure.value == 0:
        return emptied(subject, peak(rows), now.when, closed=False, nobody=Fact(last))
    return held_in(subject, noun, now, earlier(rows), past=how.past, plural=several(ledger, str(last["place"])))


def several(ledger: Ledger, place: str) -> bool:
    """Whether the name of a place stands for several places, so that its verb is plural."""
    kinds = ledger.places.loc[ledger.places["place"] == place, "kind"]
    return len(kinds) > 0 and str(kinds.iloc[0]) == "region"


def people_sentence(
    ledger: Ledger, noun: str, rest: str, rows: pd.DataFrame, *, name: str = "be", compare: bool = True
) -> str:
    """One sentence on a stock of people: `About 2.5 million people are displaced in Syria (Dec 2025), down from ...`.

    The verb is past where the newest figure is old or overtaken. `rows` are headline points of one series.
    """
    if rows.empty:
        return capital(f"no source gives a figure of {noun} {rest}".rstrip())
    last = rows.iloc[-1]
    then = earlier(rows) if compare else None
    return counted(noun, rest, told(last), then, past=past(ledger, last), name=name)


def ranked(rows: pd.DataFrame, names: Callable[[dict[str, object]], str], most: int = 3) -> str:
    """`Germany (81), France (56) and Russia (40)`: the largest rows with their figures."""
    top = as_records(rows.sort_values("value", ascending=False, kind="stable").head(most))
    return join_words([Telling(f"{names(r)} ({figure_of(r).text})", told(r)) for r in top])


def break_markers(ledger: Ledger, data: pd.DataFrame) -> tuple[Marker, ...]:
    """The breaks of the drawn series that fall between the first and the last drawn date (see `analysis.breaks`)."""
    found = breaks(ledger)
    keys = ["indicator", "place", "origin", "group"]
    drawn = set(data[keys].astype(str).itertuples(index=False, name=None))
    own = pd.Series([key in drawn for key in found[keys].itertuples(index=False, name=None)], found.index, dtype=bool)
    within = found[own & found["date"].between(data["x"].min(), data["x"].max())] if drawn else found.iloc[:0]
    rows = as_records(within.drop_duplicates(["date", "what"]))
    # Where all that is drawn is of one measure, its name says nothing.
    several_drawn = len(set(data["indicator"])) > 1
    labels = [f"{row['title']}: {row['what']}" if several_drawn else capital(str(row["what"])) for row in rows]
    return tuple(Marker(row["date"], label, str(row["source"])) for row, label in zip(rows, labels, strict=True))


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """What an event and a custody period have in common as a drawn point: no number, one statement, its source."""
    nothing = float("nan")
    numbers = dict.fromkeys(("value", "low", "high", "rival_low", "rival_high"), nothing)
    same = ("place", "place_name", "source", "source_title", "publisher", "url", "note", "file", "line")
    return (
        dict.fromkeys(DRAWN + CITED, "")
        | numbers
        | {column: row[column] for column in same}
        | {
            "qualifier": "exact",
            "role": "headline",
            "basis": "stated",
            "publisher_kind": row.get("publisher_kind", ""),
            "published": row["published"],
            "published_precision": str(row["published_precision"]),
            "attribution": row["publisher"],
            "as_of": pd.NaT,
            "statements": 1,
        }
    )


def event_points(rows: pd.DataFrame, by: str = "category") -> pd.DataFrame:
    """Events as drawn points of a timeline: one lane for each value of `by`, text = title, date, place and source."""
    if rows.empty:
        return empty_points()
    ordered = rows.sort_values(["date", "line"], kind="stable")
    records = []
    for row in as_records(ordered):
        when = (
            period_text(row["date"], row["end_date"], "day")
            if pd.notna(row["end_date"])
            else date_text(row["date"], str(row["date_precision"]))
        )
        said = f"{row['publisher']}, {date_text(row['published'], str(row['published_precision']))}"
        records.append(
            _told(row)
            | {
                "series": event_category(str(row[by])).label if by == "category" else str(row[by]),
                "x": row["date"],
                "start": row["date"],
                "text": f"{row['title']}\n{when}, {row['place_name']}\n{said}",
                "title": row["title"],
                "period_start": row["date"],
                "period_end": row["end_date"] if pd.notna(row["end_date"]) else row["date"],
                "date_precision": row["date_precision"],
                "as_of": row["date"],
                "as_of_precision": row["date_precision"],
            }
        )
    return drawn_rows(records)


def custody_points(
    ledger: Ledger, kind: Literal["camp", "detention_facility"] | None = None, rows: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Custody periods as spans: one row a place, coloured by who holds it; an unknown start or end stays open.

    Of all places, of those of a kind, or of some `rows` of the table of custody.
    """
    rows = ledger.custody if rows is None else rows
    if kind is not None:
        rows = rows[rows["place_kind"] == kind]
    if rows.empty:
        return empty_points()
    names = short_names(ledger)
    records = []
    for row in as_records(rows.sort_values(["place_name", "start"], na_position="first", kind="stable")):
        start = date_text(row["start"], str(row["start_precision"])) if pd.notna(row["start"]) else "start not found"
        end = date_text(row["end"], str(row["end_precision"])) if pd.notna(row["end"]) else "no later change found"
        held_by = str(row["holder"]) or "no holder"
        status = "Status: " + str(row["status"]).replace("_", " ")
        last = "end" if pd.notna(row["end"]) else "start"
        dated = pd.notna(row["published"])
        said = f", {date_text(row['published'], str(row['published_precision']))}" if dated else ""
        records.append(
            _told(row)
            | {
                "series": holder(str(row["holder_kind"])).label,
                "x": names.get(str(row["place"]), str(row["place_name"])),
                "start": row["start"],
                "text": f"{row['place_name']}\n{held_by}\n{start} to {end}\n{status}\n{row['publisher']}{said}",
                "title": held_by,
                "period_start": row["start"],
                "period_end": row["end"],
                "date_precision": "day",
                "as_of": row[last],
                "as_of_precision": str(row[f"{last}_precision"]) or "day",
            }
        )
    return drawn_rows(records)


def event_sentence(event: Mapping[str, Any] | pd.Series) -> str:
    """`Latest: Türkiye agrees to take back its detainees (23 Feb 2026)`: an event as its own title tells it."""
    when = date_text(event["date"], str(event["date_precision"]))
    return Telling(f"Latest: {event['title']} ({when})", Fact({**event, "period_start": event["date"]}))


def custody_sentence(data: pd.DataFrame, what: str) -> str:
    """The newest change of hands among custody spans: `Al-Hol camp passed to the Syrian government on 21 Jan 2026`."""
    starts = data[pd.to_datetime(data["period_start"]).notna()] if len(data) else data
    # A place that was held by somebody before, or whose first holder is known from a day on, has changed hands.
    ordered = starts.sort_values("period_start", kind="stable") if len(starts) else starts
    changed = [r for r in as_records(ordered) if (data["place"] == str(r["place"])).sum() > 1]
    passed = [r for r in changed if r["series"] != "closed"]
    if not passed:
        return Untold(f"No source tells of a {what} that changed hands")
    last = passed[-1]
    same = [r for r in passed if r["period_start"] == last["period_start"] and r["title"] == last["title"]]
    names = join_words([str(r["x"]).split(" (")[0] for r in same])
    holder = str(last["title"]).split(" (")[0]
    holder = holder if holder[:3] in ("The", "the") else f"the {holder}"
    return Telling(f"{names} passed to {holder} {on(last['period_start'])}", *(Fact(row) for row in same))


def map_sentence(ledger: Ledger, data: pd.DataFrame) -> str:
    """The largest camp of a map by a figure that still holds, and which are empty; else the last known one.

    `data` are headline points of places with their short names as `x`.
    """
    if data.empty:
        return "No source gives a figure of a camp"
    records = as_records(data)
    none = [r for r in records if r["value"] == 0]
    empty = [str(r["x"]) for r in none]
    be = verb("be", past=any(is_old(r["period_end"], ledger.today) for r in none), plural=len(empty) > 1)
    filled = sorted((r for r in records if r["value"] > 0), key=lambda r: -r["value"])
    also = Telling(f"; {join_words(empty)} {be} empty", *map(Fact, none)) if 0 < len(empty) <= 2 else ""
    if not filled:
        return Telling(f"{join_words(empty[:3])} {be} empty", *map(Fact, none[:3]))
    holding = [r for r in filled if standing(ledger, r).holds]
    top = (holding or filled)[0]
    was = past(ledger, top)
    if len(filled) == 1:
        held = held_in(str(top["x"]), "people", told(top), past=was)
        return keeping(held + also, held, also)
    now, does = told(top), verb("be", past=was)
    return Telling(f"{top['x']} {does} the largest camp, with {now.said} people ({now.dated}){also}", now, also)


def as_of(ledger: Ledger, frame: pd.DataFrame, date: pd.Timestamp, most_days: int = 366) -> pd.DataFrame:
    """For each place, origin and group the headline row that held on `date`: the newest not later, not older than that.

    For maps through time. Nothing is interpolated: a place without a figure in the last `most_days` is left out.
    """
    marked = headline(ledger, frame)
    rows = marked[(marked["role"] == "headline") & (marked["period_end"] <= date)]
    rows = rows[(date - rows["period_end"]).dt.days <= most_days].sort_values("period_end", kind="stable")
    return rows.groupby(["place", "origin", "group"], observed=True).tail(1)


def with_position(ledger: Ledger, data: pd.DataFrame) -> pd.DataFrame:
    """Add `lon`, `lat` and `place_kind` of each point's place, for maps."""
    at = ledger.places.assign(place=ledger.places["place"].astype(str)).set_index("place")[["lon", "lat", "kind"]]
    keys = data["place"].astype(str)
    return data.assign(lon=keys.map(at["lon"]), lat=keys.map(at["lat"]), place_kind=keys.map(at["kind"].astype(str)))


@lru_cache(maxsize=512)
def stock(ledger: Ledger, indicator: str, place: str, origin: str = "all", group: str = "total") -> pd.DataFrame:
    """The headline points of one series, for sentences and tiles."""
    return headline_rows(
        series_points(ledger, select(ledger, indicator, place=place, origin=origin, group=group), "place")
    )
