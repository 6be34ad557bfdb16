"""What each state took home, by year and in all: the arithmetic behind the charts of repatriation.

Sources give single operations, years, and running totals, of all people or of a part of them, and each misses some of
the others. One figure leads by a stated rule, the others stay beside it, and nothing is added across scopes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import headline, select
from analysis.hedge import Figure, figure_of
from analysis.totals import reported_sum
from analysis.words import figure_text
from charts.common import GROUPS
from charts.spec import CITED, DRAWN, combined, points
from loaders import Ledger

REPATRIATED = "repatriated_persons"
SO_FAR = "repatriated_persons_cumulative"
YEAR_RULE = (
    "A year is the stated total, or else the sum of reported operations, or else a figure of part of the year or "
    "of the people, which is a lower bound. Operations that no source reports are missing."
)
TOTAL_RULE = (
    "A total is the largest stated running total; where the reported operations alone add up to more, it is the sum of "
    "the years. A running total of women or children alone is a lower bound."
)
# Parts of the people of a state that a source may count alone; any of them is a lower bound of all.
_PARTS = ("women_and_children", "children", "women")
# Running totals that also count people from elsewhere are not used.
_BOTH = ("iraq-syria", "iraq", "syria", "ne-syria", "roj", "al-hol")
Point = dict[str, Any]


@lru_cache(maxsize=8)
def nationalities(ledger: Ledger) -> tuple[str, ...]:
    """Ids of origins that are single nationalities."""
    kinds = ledger.origins["kind"].astype(str)
    return tuple(ledger.origins.loc[kinds == "nationality", "origin"].astype(str))


@lru_cache(maxsize=8)
def countries(ledger: Ledger) -> tuple[str, ...]:
    """`all`, then the states with a repatriation or with nationals who remain on record, by name."""
    names = dict(zip(ledger.origins["origin"].astype(str), ledger.origins["name"].astype(str), strict=True))
    rows = select(ledger, (REPATRIATED, "nationals_remaining"), origin=nationalities(ledger), group=None)
    return ("all", *sorted(set(rows["origin"].astype(str)), key=lambda o: names.get(o, o)))


def sum_point(parts: Iterable[Point], **said: object) -> Point:
    """One drawn point for several: `at least` their sum, every source cited, no single address or line of a file.

    `said` sets what the sum is called (series, x, note, period). One part alone is returned as it stands, renamed.
    """
    held = list(parts)
    out = held[-1] | {key: value for key, value in said.items() if key in ("series", "x")}
    if len(held) == 1:
        return out
    figure = reported_sum(figure_of(row) for row in held)
    return (
        combined(held)
        | {key: out[key] for key in ("series", "x", "start", "role")}
        | {
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "qualifier": figure.qualifier,
            "unit": figure.unit,
            "text": figure_text(figure),
            "basis": "sum",
            "period_start": min(row["period_start"] for row in held),
            "period_end": max(row["period_end"] for row in held),
            "place_name": "Iraq and Syria",
            "scope": "",
        }
        | said
    )


def frame_of(found: list[Point]) -> pd.DataFrame:
    """Points as a frame with the columns DRAWN and CITED."""
    return pd.DataFrame(found, columns=DRAWN + CITED)


def lower_bound(row: Point) -> Point:
    """A statement of a part of the year or of the people as a lower bound of the whole; the note keeps what it counts.

    A figure that its source calls about or an estimate stays so.
    """
    note = f"{row['text']} {GROUPS.get(str(row['group']), '')}. {row['note']}".strip()
    if str(row["qualifier"]) not in ("exact", "at_least"):
        return row | {"note": note, "basis": "part"}
    nan = float("nan")
    text = figure_text(Figure(row["value"], nan, nan, "at_least", "persons"))
    return row | {"qualifier": "at_least", "text": text, "note": note, "basis": "part"}


@lru_cache(maxsize=8)
def country_years(ledger: Ledger) -> pd.DataFrame:
    """People repatriated by country and calendar year: drawn points, series = country, x = year, `origin` = ISO code.

    One headline point a country and year: the stated total of the year, or else the sum of the operations that ended in
    it (the rule of analysis.by_period), or else a lower bound. Larger figures of parts stay as rivals.
    """
    rows = headline(ledger, select(ledger, REPATRIATED, origin=nationalities(ledger), group=("total", *_PARTS)))
    rows = rows.loc[(rows["role"] == "headline") & (rows["unit"].astype(str) == "persons")]
    drawn = points(rows, series=rows["origin_name"], x=rows["period_end"].dt.strftime("%Y"))
    held: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for row in drawn.to_dict("records"):
        held[str(row["origin"]), str(row["x"])].append(row)
    found: list[Point] = []
    for _, statements in sorted(held.items()):
        found += _year(ledger, statements)
    return frame_of(found)


def _year(ledger: Ledger, statements: list[Point]) -> list[Point]:
    """The lead figure of one state and year, and the larger figures of a part beside it."""
    whole = [row for row in statements if str(row["group"]) == "total"]
    stated = [row for row in whole if str(row["scope"]) != "event" and _full_year(row)]
    operations = [row for row in whole if str(row["scope"]) == "event"]
    spare = [
        lower_bound(row)
        for row in statements
        if str(row["scope"]) != "event" and row not in stated and row["period_start"].year == row["period_end"].year
    ]
    spare.sort(key=lambda row: -float(row["value"]))
    used = stated or operations
    if used:
        lead = sum_point(used, note=f"Sum of {len(used)} reported operations")
    elif spare:
        lead, spare = spare[0], spare[1:]
    else:
        return []
    return [lead, *(row | {"role": "rival"} for row in spare if row["value"] > lead["value"])]


def _full_year(row: Point) -> bool:
    start, end = row["period_start"], row["period_end"]
    return bool(start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31))


@lru_cache(maxsize=64)
def country_totals(ledger: Ledger, year: str) -> pd.DataFrame:
    """People repatriated by country up to the end of `year`: drawn points, largest first; x = country.

    Empty for no year.
    """
    if not year:
        return frame_of([])
    years: dict[str, list[Point]] = defaultdict(list)
    for row in country_years(ledger).to_dict("records"):
        if row["role"] == "headline" and str(row["x"]) <= year:
            years[str(row["origin"])].append(row)
    reported, stated = _operations(ledger, year), _running_totals(ledger, year)
    found: list[Point] = []
    for origin in sorted({*years, *stated}):
        claim = stated.get(origin)
        if claim is not None and claim["value"] >= reported.get(origin, 0.0):
            found.append(claim)
        elif years[origin]:
            name, count = years[origin][-1]["origin_name"], len(years[origin])
            found.append(sum_point(years[origin], x=str(name), note=f"Sum of {count} years"))
    out = frame_of(found).assign(series="Repatriated")
    return out.sort_values(["value", "x"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _operations(ledger: Ledger, year: str) -> dict[str, float]:
    """People in reported operations up to the end of a year, by state."""
    rows = headline(ledger, select(ledger, REPATRIATED, origin=nationalities(ledger), scope="event"))
    rows = rows.loc[(rows["role"] == "headline") & (rows["period_end"] <= pd.Timestamp(f"{year}-12-31"))]
    return {str(origin): float(v) for origin, v in rows.groupby(rows["origin"].astype(str))["value"].sum().items()}


def _running_totals(ledger: Ledger, year: str) -> dict[str, Point]:
    """The largest stated running total of each state up to the end of a year, of all its people or of a part."""
    rows = select(ledger, SO_FAR, origin=nationalities(ledger), group=("total", *_PARTS), place=_BOTH)
    rows = headline(ledger, rows)
    rows = rows.loc[(rows["role"] == "headline") & (rows["period_end"] <= pd.Timestamp(f"{year}-12-31"))]
    if rows.empty:
        return {}
    rows = rows.sort_values(["value", "period_end"], kind="stable").groupby("origin", observed=True).tail(1)
    drawn = points(rows, series="", x=rows["origin_name"].astype(str)).to_dict("records")
    return {str(row["origin"]): row if str(row["group"]) == "total" else lower_bound(row) for row in drawn}


@lru_cache(maxsize=8)
def operation_parts(ledger: Ledger) -> tuple[tuple[str, Point], ...]:
    """Statements of operations to add by part: pairs of part (children, women, men, not split) and drawn point.

    Of each operation either its parts are used, where they add up to its total, or its total as "not split": a part and
    its total never stand in one sum. x = year.
    """
    groups = ("total", "children", "women", "men")
    rows = headline(ledger, select(ledger, REPATRIATED, origin=nationalities(ledger), group=groups, scope="event"))
    rows = rows.loc[(rows["role"] == "headline") & (rows["event"].astype(str) != "")]
    drawn = points(rows, series="", x=rows["period_end"].dt.strftime("%Y")).to_dict("records")
    events: dict[str, list[Point]] = defaultdict(list)
    for event, row in zip(rows["event"].astype(str), drawn, strict=True):
        events[event].append(row)
    found: list[tuple[str, Point]] = []
    for _, held in sorted(events.items()):
        whole = [row for row in held if str(row["group"]) == "total"]
        parts = [row for row in held if str(row["group"]) != "total"]
        if parts and (not whole or sum(row["value"] for row in parts) == whole[0]["value"]):
            found += [(str(row["group"]), row) for row in parts]
        else:
            found += [("not split", row) for row in whole]
    return tuple(found)
