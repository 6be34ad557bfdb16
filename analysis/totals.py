"""Totals that obey kind, scope and parts, and refuse everything else in words."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from math import nan
from typing import Any, Literal

import pandas as pd

from analysis.headline import headline
from analysis.hedge import Figure, add, figure_of
from analysis.origins import counted_as
from analysis.words import join_words
from loaders import Ledger
from loaders.frames import as_records, texts

Over = Literal["periods", "places", "origins"]
ALLOWED = {"periods": "over non-overlapping periods", "places": "over places", "origins": "over origins"}


class NotSummable(ValueError):  # noqa: N818 - reads as what it says where it is raised and caught
    """The figures must not be added; the message says why in words that can stand on a page."""


def total(ledger: Ledger, frame: pd.DataFrame, over: Over) -> Figure:
    """Add the headline figures of `frame` over periods, places or origins.

    `frame` holds observations of one indicator, unit and group. Raises NotSummable where the sum would be false: a
    stock or a running total over time, an indicator whose definition does not allow it, parts beside their total,
    two scopes, overlapping periods, a whole beside its part.
    """
    marked = headline(ledger, frame)
    rows = countable(ledger, marked)
    if rows.empty:
        raise NotSummable("there is no headline figure to add")
    _one(rows, "indicator", "two indicators")
    _one(rows, "unit", "persons and households")
    _one(rows, "group", "a part and its total")
    if over == "periods":
        _check_periods(rows.assign(scope=scopes(rows)))
    elif ALLOWED[over] not in str(rows["aggregation"].iloc[0]):
        raise NotSummable(f"{rows['title'].iloc[0]}: the definition does not allow a sum {ALLOWED[over]}")
    else:
        _one(rows, "period_end", "figures of different dates")
        _check_wholes(ledger, rows, "place" if over == "places" else "origin")
    figures = [figure_of(row) for row in as_records(rows)]
    reported = over == "periods" and str(scopes(rows).iloc[0]) == "event"
    return reported_sum(figures) if reported else add(figures)


def countable(ledger: Ledger, marked: pd.DataFrame) -> pd.DataFrame:
    """The rows of `marked` (as `analysis.headline` returns it) that may go into a sum: headlines that are to be added.

    What not_added.csv names stays on lists of happenings but belongs to no sum, on any page.
    """
    held_back = marked["event"].isin(ledger.not_added["event"].astype(object))
    return marked[(marked["role"] == "headline") & ~held_back]


def reported_sum(figures: Iterable[Figure]) -> Figure:
    """Add the movements that happen to be reported: what no source reports is missing, so the sum is `at least`.

    Raises ValueError as `analysis.hedge.add` does.
    """
    whole = add(figures)
    low = whole.bounds[0]
    return Figure(low if whole.qualifier in ("range", "at_most") else whole.value, nan, nan, "at_least", whole.unit)


# Groups that together are all people of a happening, and those that are inside another one.
_DISJOINT = ("children", "women", "men", "women_and_children", "adults", "boys", "girls")
_INSIDE = {"boys": "children", "girls": "children", "women": "adults", "men": "adults"}


def whole_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Of the headline statements of one happening and nationality, those that are added up for all its people.

    The total where it is stated; else the parts that one source gives of the same people (the source with the most
    people), each part once. `rows` has group, source and value; the result is a part of it.
    """
    total = rows[rows["group"] == "total"]
    if len(total):
        return total
    best, most = rows.iloc[:0], -1.0
    for _, own in rows.groupby(rows["source"].astype(str), sort=True):
        groups = set(texts(own["group"]))
        clash = {part for part, outer in _INSIDE.items() if outer in groups}
        if "women_and_children" in groups:
            clash |= {"women", "children", "boys", "girls"}
        used = own[own["group"].isin(set(_DISJOINT) - clash)]
        if len(used) and float(used["value"].sum()) > most:
            best, most = used, float(used["value"].sum())
    return best


def scopes(rows: pd.DataFrame) -> pd.Series:
    """The scope that a headline row is summed under.

    An alternative count that the reader lets lead stands in for the event or the period that it counts.
    """
    scope = rows["scope"].astype(str)
    stand_in = (rows["event"] != "").map({True: "event", False: "part_period"})
    return scope.mask(scope == "alternative_count", stand_in)


def _one(rows: pd.DataFrame, column: str, what: str) -> None:
    found = rows[column].astype(str).unique()
    if len(found) > 1:
        raise NotSummable(f"{what} are never added together ({join_words(sorted(found)[:4])})")


def _check_periods(rows: pd.DataFrame) -> None:
    kind, title = str(rows["kind"].iloc[0]), rows["title"].iloc[0]
    if kind == "stock":
        raise NotSummable(f"{title} is a stock: a stock is never summed over time")
    if kind == "cumulative":
        raise NotSummable(f"{title} is a running total: it is differenced, not added")
    if ALLOWED["periods"] not in str(rows["aggregation"].iloc[0]):
        raise NotSummable(f"{title}: the definition does not allow a sum over periods")
    for column, what in (("place", "figures of several places over time"), ("origin", "figures of several origins")):
        if str(rows["scope"].iloc[0]) != "event":
            _one(rows, column, what)
    _one(rows, "scope", "figures of different scopes")
    if str(rows["scope"].iloc[0]) == "event":
        return
    ordered = rows.sort_values("period_start")
    overlap = ordered["period_start"].iloc[1:].to_numpy() <= ordered["period_end"].cummax().iloc[:-1].to_numpy()
    if overlap.any():
        raise NotSummable(f"{title}: the periods overlap, so that some would be counted twice")


def containing(ledger: Ledger, column: Literal["place", "origin"]) -> dict[str, set[str]]:
    """For every place or origin, the ids of the wholes that contain it (parents, declared sums, nationality groups)."""
    if column == "place":
        links = list(zip(texts(ledger.places["place"]), texts(ledger.places["parent"]), strict=True)) + list(
            zip(texts(ledger.parts["part"]), texts(ledger.parts["whole"]), strict=True)
        )
    else:
        links = [("syr", "all"), ("non_syr", "all"), ("irq", "non_syr"), ("tcn", "non_syr")]
        kinds = ledger.origins[["origin", "kind"]].astype(str).itertuples(index=False, name=None)
        links += [(origin, counted_as(origin)) for origin, kind in kinds if kind == "nationality"]
        links += [
            (origin, "tcn")
            for origin, kind in ledger.origins[["origin", "kind"]].astype(str).itertuples(index=False, name=None)
            if kind == "region"
        ]
    above: dict[str, set[str]] = {}
    for part, whole in links:
        if whole:
            above.setdefault(part, set()).add(whole)
    closed: dict[str, set[str]] = {}
    for part, direct in above.items():
        found: set[str] = set()
        pending = list(direct)
        while pending:
            whole = pending.pop()
            if whole not in found:
                found.add(whole)
                pending.extend(above.get(whole, ()))
        closed[part] = found
    return closed


def _check_wholes(ledger: Ledger, rows: pd.DataFrame, column: Literal["place", "origin"]) -> None:
    ids = list(rows[column].astype(str))
    if len(ids) != len(set(ids)):
        raise NotSummable(f"the same {column} stands twice among the figures")
    wholes = containing(ledger, column)
    for part in ids:
        clash = wholes.get(part, set()).intersection(ids)
        if clash:
            raise NotSummable(f"{part} is part of {min(clash)}: a whole and its part are never added together")


def by_period(ledger: Ledger, frame: pd.DataFrame, freq: Literal["YE", "QE", "ME"] = "YE") -> pd.DataFrame:
    """Flows by calendar year, quarter or month, never mixing scopes.

    For each period the stated total of exactly that period leads; where no source states one, the operations (scope
    event) that ended in it are added, which is `at least` the whole, and the row says so; a sum within a period that
    still runs ends with the last of them. Returns `period_start, period_end, value, low, high, qualifier, unit, basis`
    (stated | events), `parts` (how many statements) and `rows` (index labels of the statements used). `frame` is one
    indicator, place set, origin and group.
    """
    rows = countable(ledger, headline(ledger, frame))
    rows = rows[rows["kind"] == "flow"]
    columns = ["period_start", "period_end", "value", "low", "high", "qualifier", "unit"]
    held: dict[tuple[pd.Timestamp, pd.Timestamp], list[tuple[Any, str, dict[str, Any]]]] = {}
    for label, scope, row in zip(rows.index, scopes(rows), as_records(rows[columns]), strict=True):
        if pd.notna(row["period_end"]):
            held.setdefault(_period_of(row["period_end"], freq), []).append((label, scope, row))
    out = []
    for start, end in sorted(held):
        parts = held[start, end]
        stated = [one for one in parts if _spans(one[2], start, end) and one[1] != "event"]
        used, basis = (stated, "stated") if stated else ([one for one in parts if one[1] == "event"], "events")
        if not used:
            continue
        figures = [figure_of(row) for _, _, row in used]
        figure = add(figures) if basis == "stated" else reported_sum(figures)
        # Of a period that still runs nothing is known of the days after its last journey.
        open_still = basis == "events" and end > ledger.today
        out.append(
            {
                "period_start": start,
                "period_end": max(row["period_end"] for _, _, row in used) if open_still else end,
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "qualifier": figure.qualifier,
                "unit": figure.unit,
                "basis": basis,
                "parts": len(used),
                "rows": tuple(label for label, _, _ in used),
            }
        )
    typed = dict.fromkeys(("period_start", "period_end"), "datetime64[us]") | dict.fromkeys(
        ("value", "low", "high"), float
    )
    return pd.DataFrame(out, columns=[*columns, "basis", "parts", "rows"]).astype(typed)


_MONTHS = {"YE": 12, "QE": 3, "ME": 1}


def _period_of(day: pd.Timestamp, freq: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of the year, quarter or month of a day."""
    months = _MONTHS[freq]
    month = (day.month - 1) // months * months + 1
    last = month + months - 1
    return pd.Timestamp(day.year, month, 1), pd.Timestamp(day.year, last, monthrange(day.year, last)[1])


def _spans(row: Mapping[str, Any], start: pd.Timestamp, end: pd.Timestamp) -> bool:
    return bool(row["period_start"] == start and row["period_end"] == end)
