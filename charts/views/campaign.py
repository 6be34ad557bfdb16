"""Shapes that the views on the campaign share: newest figures side by side, years, counters, codebook remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import headline, select
from analysis.headline import mark
from analysis.select import oldest_first
from analysis.words import Fact, Telling, Told, Untold, date_text, during, period_text, the, total_by
from analysis.words.grammar import told_in
from charts.common import headline_rows, series_points, told
from charts.spec import empty_points, points
from loaders import Ledger
from loaders.frames import as_records

AREA = "iraq-syria"
CAMPAIGN = (AREA, "iraq", "syria")
PLACE_COLOURS = {"iraq-syria": "blue", "iraq": "irq", "syria": "syr", "ne-syria": "purple", "world": "gold"}
# None that a place bears.
_COUNTER_COLOURS = ("blue", "purple", "gold", "rose", "ink")


def place_labels(ledger: Ledger, places: tuple[str, ...] = CAMPAIGN) -> dict[str, str]:
    """Names of the places that a chart compares, in its order."""
    names = dict(zip(ledger.places["place"].astype(str), ledger.places["name"].astype(str), strict=True))
    return {place: names.get(place, place) for place in places}


def place_colours(labels: Mapping[str, str]) -> dict[str, str]:
    """Colour keys by the name of a place, so that Iraq and Syria look the same on every page."""
    return {name: PLACE_COLOURS.get(place, "grey") for place, name in labels.items()}


def remark(ledger: Ledger, indicator: str, column: str = "note") -> str:
    """What the codebook says of an indicator (`note` or `definition`), as a sentence; empty where it says nothing."""
    rows = ledger.indicators.loc[ledger.indicators["indicator"] == indicator, column].astype(str)
    text = rows.iloc[0].strip().rstrip(".") if len(rows) else ""
    return f"{text[0].upper()}{text[1:]}." if text else ""


@lru_cache(maxsize=32)
def of_sources(ledger: Ledger, column: str) -> Mapping[str, str]:
    """A column of sources.csv by source."""
    return dict(zip(ledger.sources["source"].astype(str), ledger.sources[column].astype(str), strict=True))


def cited(ledger: Ledger, text: str) -> str:
    """A remark with the publishers' names in place of source ids: `also Rudaw` for `also rudaw-2026-syria90`.

    An id that sources.csv does not hold reads `another source`.
    """
    publishers = of_sources(ledger, "publisher")
    found = re.compile(r"[a-z0-9]+-(?:19|20)\d\d-[a-z0-9-]+")
    return found.sub(lambda one: publishers.get(one[0], "another source"), text)


def latest_event(rows: pd.DataFrame, word: str = "Latest") -> str:
    """`Latest: ...` with the title and date of the newest of `rows` of events.csv; empty without one."""
    if rows.empty:
        return ""
    last = rows.sort_values(["date", "line"], kind="stable").iloc[-1]
    when = (
        period_text(last["date"], last["end_date"])
        if pd.notna(last["end_date"])
        else date_text(last["date"], str(last["date_precision"]))
    )
    return Telling(f"{word}: {last['title']} ({when})", Fact({**last, "period_start": last["date"]}))


def remarks(*texts: str) -> tuple[str, ...]:
    """The caveats that are not empty."""
    return tuple(text for text in texts if text)


@lru_cache(maxsize=32)
def presented(ledger: Ledger, section: str) -> pd.DataFrame:
    """The row of sources.csv that a section presents (presented.csv): the one published last, or none."""
    listed = ledger.presented.loc[ledger.presented["section"] == section, "source"].astype(str)
    known = ledger.sources[ledger.sources["source"].isin(set(listed))]
    return known.sort_values("published", kind="stable", na_position="first").tail(1)


def of_presented(ledger: Ledger, section: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The observations among `rows` that the publication of a section states."""
    return rows[rows["source"].isin(set(presented(ledger, section)["source"].astype(str)))]


def stated(ledger: Ledger, indicator: str) -> pd.DataFrame:
    """What the ministers' statement says of one indicator, whether it leads or stands beside a line."""
    rows = headline(ledger, select(ledger, indicator, origin="all"))
    return of_presented(ledger, "ministers", rows[rows["role"] != "kept_out"])


def leading(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """The headline statements of `rows`, oldest first, with the columns that the headline rule adds."""
    marked = headline(ledger, rows)
    return oldest_first(marked[marked["role"] == "headline"])


def newest_of(ledger: Ledger, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The newest headline statement for each value of `keys`, the largest first."""
    lead = leading(ledger, rows)
    newest = lead.groupby([lead[key].astype(str) for key in keys], sort=False).tail(1)
    return newest.sort_values("value", ascending=False, kind="stable")


# Roles of statements that a sentence may tell as the newest: those that lead, and the counts of other bodies.
_SPOKEN = ("headline", "context", "beside")


def spoken(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements that lead or stand beside a line, oldest first; of two on one day the one that leads comes last.

    For what official bodies have ceased to count or never agreed on: a sentence then tells the newest statement and
    names its body. What is dated to a quarter or a year holds from its first day, so that it is not taken for newer
    than a statement of a day within it. `rows` are observations marked by `headline`, or drawn points.
    """
    kept = rows[rows["role"].isin(_SPOKEN)]
    end, precision = kept["period_end"], kept["date_precision"].astype(str)
    since = end.mask(precision == "quarter", end.dt.to_period("Q").dt.start_time)
    since = since.mask(precision == "year", end.dt.to_period("Y").dt.start_time)
    ordered = kept.assign(_since=since, _led=kept["role"] == "headline")
    return ordered.sort_values(["_since", "_led", "file", "line"]).drop(columns=["_since", "_led"])


def newest_troops(ledger: Ledger, place: str) -> pd.DataFrame:
    """The newest statement on US troops in a country, of whichever body, as one row or none."""
    return spoken(headline(ledger, select(ledger, "us_troops", place=place, origin="all"))).tail(1)


def area_totals(ledger: Ledger, indicator: str, places: tuple[str, ...] = CAMPAIGN) -> pd.DataFrame:
    """Running totals or stocks of the whole area and, where stated, of Iraq and of Syria."""
    return series_points(
        ledger, select(ledger, indicator, place=places, origin="all"), "place", place_labels(ledger, places)
    )


def of_place(data: pd.DataFrame, place: str) -> pd.DataFrame:
    """The headline points of one place, oldest first."""
    lead = headline_rows(data)
    return lead[lead["place"] == place]


def fullest(data: pd.DataFrame, places: tuple[str, ...]) -> pd.DataFrame:
    """The headline points of the first of `places` that has any: the whole before its parts."""
    return next((rows for place in places if len(rows := of_place(data, place))), headline_rows(data).iloc[:0])


def total_in(rows: pd.DataFrame, noun: str, rest: str) -> str:
    """A running total of one place up to its newest figure: `8 million people had been freed ... in Iraq by ...`.

    `rows` are headline points of one series; empty where there are none.
    """
    if rows.empty:
        return ""
    last = rows.iloc[-1]
    return total_by(noun, f"{rest} in {area_said(str(last['place_name']))}", told(last))


def area_said(name: str) -> str:
    """A place within a sentence: `Northeast Syria`, `the world`, `the United States`, `Iraq and Syria`."""
    lowered = f"{name[:1].lower()}{name[1:]}" if name.startswith("World") else name
    return "the world" if lowered == "world" else the(lowered)


def who(row: Mapping[str, Any] | pd.Series) -> str:
    """Who states a figure, as it stands in a sentence; a news report that names nobody is one of `press reports`."""
    return str(row["stated_by"]) or "press reports"


def of_newest(rows: pd.DataFrame, say: Callable[[Told, pd.Series], str], missing: str) -> str:
    """What `say` makes of the newest of headline points (oldest first) of one series; `missing` where there is none.

    `say` puts that one figure into words, so that the sentence tells it.
    """
    if rows.empty:
        return Untold(missing)
    now = told(rows.iloc[-1])
    text = say(now, rows.iloc[-1])
    return text if told_in(text) else Telling(text, now)


@lru_cache(maxsize=64)  # judging statements anew takes several times as long as looking up what the ledger judged
def by_counter(ledger: Ledger, indicator: str, places: tuple[str, ...] = (AREA,)) -> pd.DataFrame:
    """Drawn points with a series for each body that counts, which leads its own; the one with the most dates first.

    They are of all people. Figures for another place than the whole area are a series of that place.
    """
    rows = select(ledger, indicator, place=places, origin="all")
    if rows.empty:
        return empty_points()
    # Each body is judged alone, as if it counted in a unit of its own: what others say is no rival.
    body = rows["unit"].astype(str) + ", " + rows["counter"].astype(str)
    marked = mark(ledger, rows.assign(unit=body)).assign(unit=rows["unit"])
    whole = marked["place"] == AREA
    name = marked["counter"].astype(str).where(whole, marked["place_name"].astype(str))
    dates = marked["period_end"].groupby(name).nunique()[lambda n: n.index.isin(name[whole])]
    order = {body: at for at, body in enumerate(dates.sort_values(ascending=False, kind="stable").index)}
    marked = marked.assign(_name=name, _at=name.map(order).fillna(len(order)))
    ordered = marked.sort_values(["_at", "_name", "period_end", "file", "line"], kind="stable")
    return points(ordered, series=ordered["_name"])


def counter_colours(data: pd.DataFrame) -> dict[str, str]:
    """Colour keys of the series of `by_counter`, in their order; beyond five they are grey."""
    names = list(dict.fromkeys(data["series"].astype(str)))
    return {name: _COUNTER_COLOURS[at] if at < len(_COUNTER_COLOURS) else "grey" for at, name in enumerate(names)}


def counter(rows: pd.DataFrame) -> pd.Series:
    """Who counted, for labels: the body that states the figure, or the publisher of a news report that names nobody."""
    body = rows["stated_by"].astype(str)
    return body.where(body != "", rows["publisher"].astype(str))


def periods(rows: pd.DataFrame) -> pd.Series:
    """The period of each row in words: `2022`, `Feb 2023`, `1 Oct to 6 Nov 2025`."""
    words = [period_text(r["period_start"], r["period_end"], str(r["date_precision"])) for r in as_records(rows)]
    return pd.Series(words, index=rows.index, dtype=object)


def during_of(row: Mapping[str, Any] | pd.Series) -> str:
    """The period of one row as it stands in a sentence: `in 2022`, `from 1 Oct to 6 Nov 2025`, `on 13 Dec 2025`."""
    return during(row["period_start"], row["period_end"], str(row["date_precision"]))


def within(period: object) -> str:
    """A period as it stands in a sentence: `in 2022`, `from 1 Oct to 6 Nov 2025`."""
    return f"{'from' if ' to ' in str(period) else 'in'} {period}"


def full_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements of exactly one calendar year."""
    start, end = rows["period_start"], rows["period_end"]
    first = (start.dt.month == 1) & (start.dt.day == 1)
    whole = first & (end.dt.month == 12) & (end.dt.day == 31) & (start.dt.year == end.dt.year)
    return rows.loc[whole]


def by_year(ledger: Ledger, rows: pd.DataFrame, by: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Drawn points of yearly figures with the year as category; other statements come along as light marks."""
    data = series_points(ledger, rows, by, names)
    return data.assign(x=data["period_end"].dt.strftime("%Y")) if len(data) else data


def drawn(rows: pd.DataFrame, *, series: str | pd.Series, x: str | pd.Series) -> pd.DataFrame:
    """As `charts.spec.points`, but an empty selection gives an empty frame of drawn points."""
    return points(rows, series=series, x=x) if len(rows) else empty_points()
