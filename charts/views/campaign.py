"""Shapes that the views on the campaign share: newest figures side by side, years, counters, codebook remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis import headline
from analysis.words import period_text
from charts.common import series_points
from charts.spec import empty_points, points
from loaders import Ledger

CAMPAIGN = ("iraq-syria", "iraq", "syria")
PLACE_COLOURS = {"iraq-syria": "blue", "iraq": "iraq", "syria": "syria", "ne-syria": "purple", "world": "gold"}


def place_labels(ledger: Ledger, places: tuple[str, ...] = CAMPAIGN) -> dict[str, str]:
    """Names of the places that a chart compares, in its order."""
    names = dict(zip(ledger.places["place"].astype(str), ledger.places["name"].astype(str), strict=True))
    return {place: names.get(place, place) for place in places}


def place_colours(labels: Mapping[str, str]) -> dict[str, str]:
    """Colour keys by the name of a place, so that Iraq and Syria look the same on every page."""
    return {name: PLACE_COLOURS.get(place, "grey") for place, name in labels.items()}


def remark(ledger: Ledger, indicator: str, column: str = "note") -> str:
    """What the codebook says of an indicator (`note` or `definition`), as a sentence; empty where it says nothing."""
    rows = ledger.indicators.loc[ledger.indicators["indicator"].astype(str) == indicator, column].astype(str)
    text = rows.iloc[0].strip().rstrip(".") if len(rows) else ""
    return f"{text[0].upper()}{text[1:]}." if text else ""


def cited(ledger: Ledger, text: str) -> str:
    """A remark with the publishers' names in place of source ids: `also Rudaw` for `also rudaw-2026-syria90`.

    An id that sources.csv does not hold reads `another source`.
    """
    publishers = dict(zip(ledger.sources["source"].astype(str), ledger.sources["publisher"].astype(str), strict=True))
    found = re.compile(r"[a-z0-9]+-(?:19|20)\d\d-[a-z0-9-]+")
    return found.sub(lambda one: publishers.get(one[0], "another source"), text)


def remarks(*texts: str) -> tuple[str, ...]:
    """The caveats that are not empty."""
    return tuple(text for text in texts if text)


def leading(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """The headline statements of `rows`, oldest first, with the columns that the headline rule adds."""
    marked = headline(ledger, rows)
    return marked.loc[marked["role"] == "headline"].sort_values(["period_end", "file", "line"], kind="stable")


def newest_of(ledger: Ledger, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The newest headline statement for each value of `keys`, the largest first."""
    lead = leading(ledger, rows)
    newest = lead.groupby([lead[key].astype(str) for key in keys], sort=False).tail(1)
    return newest.sort_values("value", ascending=False, kind="stable")


def counter(rows: pd.DataFrame) -> pd.Series:
    """Who counted: the body that a news report quotes, or else the publisher."""
    quoted = rows["quotes"].astype(str)
    return quoted.where(quoted != "", rows["publisher"].astype(str))


def periods(rows: pd.DataFrame) -> pd.Series:
    """The period of each row in words: `2022`, `Feb 2023`, `1 Oct to 6 Nov 2025`."""
    words = [period_text(r["period_start"], r["period_end"], str(r["date_precision"])) for r in rows.to_dict("records")]
    return pd.Series(words, index=rows.index, dtype=object)


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
