"""What a check is, and the checks that hold for every observation, whatever its theme.

A check looks at a frame and yields findings; it changes nothing and decides nothing. Which checks run on which table,
with what settings and how serious a breach is, stands in the data package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.clock import today
from loaders.frames import alike, day_numbers, repeated, sharing, taken
from loaders.schema import Rule

Codes = npt.NDArray[np.int64]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach in the row with the index label `row`: the column and value to look at, and facts for the sentence.

    `cause` is where a refused row stands without which the breach would not be, if there is one.
    """

    row: int
    column: str
    value: str
    facts: Mapping[str, object] = field(default_factory=dict)
    cause: str = ""


Check = Callable[[pd.DataFrame, Rule, Tables], Iterator[Finding]]


def number(value: float) -> str:
    """Return a number as it stands in a file: no separators, no decimals where there are none."""
    return f"{value:.0f}" if value == round(value) else f"{value:g}"


def day(value: object) -> str:
    """Return a timestamp as YYYY-MM-DD, and a missing one as an empty text."""
    return value.date().isoformat() if isinstance(value, pd.Timestamp) and not pd.isna(value) else ""


def codes(frame: pd.DataFrame, columns: Sequence[str]) -> Codes:
    """Return one integer per row that is the same exactly where all `columns` are the same (missing equals missing)."""
    return alike([frame[name] for name in columns])


class Row:
    """A row that breaks a rule: its label in the frame (`name`) and its cells by column, as plain values."""

    __slots__ = ("_at", "_cells", "name")

    def __init__(self, name: int, at: int, cells: Callable[[str], list[Any]]) -> None:
        self.name, self._at, self._cells = name, at, cells

    def __getitem__(self, column: str) -> Any:
        return self._cells(column)[self._at]


def broken(frame: pd.DataFrame, breaks: npt.NDArray[np.bool_] | pd.Series) -> Iterator[Row]:
    """Yield the rows marked in `breaks` one by one; costs nothing where none is, which is almost always.

    A column is taken once for all of them, when the first is asked for it: a file read with the wrong settings breaks
    the same rule in every row.
    """
    at = np.flatnonzero(np.asarray(breaks, dtype=np.bool_))

    @cache
    def cells(column: str) -> list[Any]:
        values: list[Any] = frame[column].array.take(at).tolist()
        return values

    for place, label in enumerate(frame.index[at]):
        yield Row(label, place, cells)


def chosen(frame: pd.DataFrame, marked: npt.NDArray[np.bool_] | pd.Series, columns: Sequence[str]) -> pd.DataFrame:
    """Return the `columns` of the marked rows, with their labels."""
    return taken(frame, np.flatnonzero(np.asarray(marked, dtype=np.bool_)), columns)


def split_totals(
    rows: pd.DataFrame, same: Sequence[str], column: str, parts: Sequence[str], whole: str
) -> Iterator[tuple[int, list[float], float]]:
    """Yield the label and value of each total that is told with all its parts, and the parts' values.

    Rows belong together that agree in the columns `same`; their `column` says which part, or the whole, they are.
    """
    keys = pd.factorize(codes(rows, same))[0]
    # Only where there are as many rows as a total and its parts.
    enough = np.flatnonzero(np.bincount(keys)[keys] > len(parts)) if len(keys) else keys
    near = rows.iloc[enough]
    told: dict[int, dict[str, tuple[int, float]]] = {}
    for key, name, label, value in zip(keys[enough], near[column], near.index, near["value"], strict=True):
        told.setdefault(int(key), {}).setdefault(name, (int(label), float(value)))
    for each in told.values():
        if whole in each and all(part in each for part in parts):
            label, total = each[whole]
            yield label, [each[part][1] for part in parts], total


def theme(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """An indicator stands in the file of its theme."""
    for row in broken(frame, frame["theme"] != rule.options["theme"]):
        yield Finding(int(row.name), "indicator", row["indicator"], {"theme": row["theme"]})


def duplicate(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """No two rows agree in all the columns that the rule names."""
    fields = list(rule.options["fields"])
    at, same = sharing(frame, fields)
    first: dict[int, int] = {}
    rows = taken(frame, at, [fields[0], "line"])
    for label, key, value, line in zip(rows.index, same.tolist(), rows[fields[0]], rows["line"], strict=True):
        if key in first:
            yield Finding(label, fields[0], str(value), {"first": first[key]})
        else:
            first[key] = line


def said_twice(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """One source does not give two values of one figure: rows that agree in the columns of the rule agree in value."""
    at, same = sharing(frame, list(rule.options["fields"]))
    first: dict[int, tuple[float, int]] = {}
    rows = taken(frame, at, ["value", "line"])
    for label, key, value, line in zip(rows.index, same.tolist(), rows["value"], rows["line"], strict=True):
        before = first.setdefault(key, (value, line))
        if before[0] != value:
            yield Finding(label, "value", number(value), {"other": number(before[0]), "first": before[1]})


def stock_start(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A stock holds on a day, so it has no first day."""
    for row in broken(frame, (frame["kind"] == "stock") & frame["period_start"].notna()):
        yield Finding(int(row.name), "period_start", day(row["period_start"]), {"indicator": row["indicator"]})


def flow_dates(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A flow happened from one day to another."""
    for row in broken(frame, (frame["kind"] == "flow") & frame["period_start"].isna()):
        yield Finding(int(row.name), "period_start", "", {"indicator": row["indicator"]})


def date_order(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """What ends does not end before it starts (in the columns that the rule names)."""
    start, end = str(rule.options["start"]), str(rule.options["end"])
    for row in broken(frame, frame[end] < frame[start]):
        yield Finding(int(row.name), end, day(row[end]), {"start": day(row[start])})


def precision_end(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """With a month, quarter or year as precision, the date is the last day of one."""
    end = frame["period_end"].dt
    precision = frame["date_precision"]
    last_month = {"quarter": end.month % 3 == 0, "year": end.month == 12}
    wrong = ~precision.isin(["day", "publication"]) & ~end.is_month_end
    for name, fits in last_month.items():
        wrong |= (precision == name) & ~fits
    for row in broken(frame, wrong):
        yield Finding(int(row.name), "period_end", day(row["period_end"]), {"precision": row["date_precision"]})


def range_bounds(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """The ends of a range stand together, exactly where the qualifier is range."""
    is_range = frame["qualifier"] == "range"
    for row in broken(frame, (is_range != frame["low"].notna()) | (is_range != frame["high"].notna())):
        yield Finding(int(row.name), "qualifier", row["qualifier"])


def range_order(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A figure lies between its ends: low <= value <= high."""
    for row in broken(frame, (frame["low"] > frame["value"]) | (frame["value"] > frame["high"])):
        facts = {"low": number(row["low"]), "high": number(row["high"])}
        yield Finding(int(row.name), "value", number(row["value"]), facts)


def scope_of_kind(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Flows have a scope and say whether they are preferred; stocks and running totals have neither."""
    is_flow = frame["kind"] == "flow"
    wrong = ((frame["scope"] != "") != is_flow) | ((frame["preferred"] != "") != is_flow)
    for row in broken(frame, wrong):
        yield Finding(int(row.name), "scope", row["scope"], {"indicator": row["indicator"], "kind": row["kind"]})


def event_scope(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Only a row that counts a single happening names one."""
    named = (frame["event"] != "") & ~frame["scope"].isin(["event", "alternative_count"])
    for row in broken(frame, named):
        yield Finding(int(row.name), "event", row["event"], {"scope": row["scope"] or "empty"})


def preferred_unique(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """One count of a happening is the one to use."""
    key = ["event", "indicator", "place", "origin", "group"]
    named = chosen(frame, (frame["preferred"] == "yes") & (frame["event"] != ""), key)
    same = codes(named, key)
    if not repeated(same).any():
        return
    first: dict[int, int] = {}
    for label, key in zip(named.index, same, strict=True):
        before = first.setdefault(int(key), label)
        if before != label:
            facts = {"first": frame["line"][before], "event": frame["event"][label]}
            yield Finding(label, "preferred", "yes", facts)


def alternative_preferred(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Another count of a happening is never the one to use."""
    for row in broken(frame, (frame["scope"] == "alternative_count") & (frame["preferred"] == "yes")):
        yield Finding(int(row.name), "preferred", row["preferred"])


def households_unit(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """Only what counts people or households can be counted in households."""
    units = dict(zip(tables["indicators"]["indicator"], tables["indicators"]["unit"], strict=True))
    fits = {name for name, unit in units.items() if unit in rule.options["units"]}
    for row in broken(frame, (frame["group"] == "households") & ~frame["indicator"].isin(fits)):
        facts = {"indicator": row["indicator"], "unit": units[row["indicator"]]}
        yield Finding(int(row.name), "group", row["group"], facts)


def percent_limit(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A share is at most the whole."""
    limit = float(rule.options["limit"])
    wrong = (frame["unit"] == "percent") & (frame["value"] > limit) & ~frame["indicator"].isin(rule.options["exempt"])
    for row in broken(frame, wrong):
        yield Finding(int(row.name), "value", number(row["value"]), {"limit": number(limit)})


def jump(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A stock or running total does not leave its neighbours further behind than its series usually moves.

    A series is one indicator, place, origin, group and start; its step is the median factor between one figure and the
    next, the two largest left out, so that a figure does not vouch for itself. What counts as far is the step to the
    power `steps`, and at least `factor`: a steady series is held closer than one that goes up and down. One too short
    to have a step is held to the factor `unknown`.

    A row is compared with the row before and the row after it, the latest with the two before it; the first is not
    judged, as series begin small, nor is a zero, as camps close, nor rows whose figures are all less than `least`.
    """
    floor, steps, unknown, least = (float(rule.options[name]) for name in ("factor", "steps", "unknown", "least"))
    own = ["indicator", "place", "origin", "group", "period_start"]
    series = chosen(frame, frame["kind"] != "flow", [*own, "period_end", "value"])
    keys = codes(series, own)
    order = np.lexsort((series["value"].to_numpy(), series["period_end"].to_numpy(), keys))
    key, value = keys[order], series["value"].to_numpy()[order]
    before = _beside(key, value, -1)
    after = _beside(key, value, 1)
    after = np.where(np.isnan(after), _beside(key, value, -2), after)
    with np.errstate(invalid="ignore", divide="ignore"):
        step = _usual_step(key, np.abs(np.log(value / before)))
        factor = np.where(np.isnan(step), unknown, np.fmax(floor, np.exp(steps * step)))
        far = (value > factor * np.fmax(before, after)) | (value * factor < np.fmin(before, after))
        judged = (value > 0) & (np.fmin(before, after) > 0) & (np.fmax(value, np.fmax(before, after)) >= least)
        known = ~np.isnan(before) & ~np.isnan(after)
    for at in np.flatnonzero(far & judged & known):
        facts = {
            "times": f"{value[at] / before[at]:.2g}",
            "before": number(before[at]),
            "after": number(after[at]),
            "limit": f"{factor[at]:.2g}",
        }
        yield Finding(int(series.index[order[at]]), "value", number(value[at]), facts)


def _usual_step(key: Codes, steps: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return for each row the median of the finite `steps` of its series, the two largest left out, or else NaN.

    Args:
        key: the series of each row; its rows stand together.
        steps: the distance of each row from the one before it.
    """
    known = np.isfinite(steps)
    own, found = key[known], steps[known]
    order = np.lexsort((found, own))
    series, start, count = np.unique(own[order], return_index=True, return_counts=True)
    if not len(series):
        return np.full(len(key), np.nan)
    median = np.where(count > 2, found[order][start + np.maximum(0, (count - 3) // 2)], np.nan)
    at = np.minimum(np.searchsorted(series, key), len(series) - 1)
    usual: npt.NDArray[np.float64] = np.where(series[at] == key, median[at], np.nan)
    return usual


def _beside(key: Codes, value: npt.NDArray[np.float64], step: int) -> npt.NDArray[np.float64]:
    """Return for each row the value `step` rows away in the same series, NaN where the series ends before."""
    shifted = np.full(len(value), np.nan)
    if len(value) > abs(step):
        here, there = (slice(None, -step), slice(step, None)) if step > 0 else (slice(-step, None), slice(None, step))
        shifted[here] = np.where(key[here] == key[there], value[there], np.nan)
    return shifted


def published_early(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A source is published after what it describes began; for a stock or running total, after the day it holds on.

    Both dates are taken at the end of what they can mean that is kinder to the row: the last day of the publication's
    month or year, the first of the figure's. Indicators of plans and requests speak of the future and are exempt.
    """
    first = first_day(frame["period_end"], frame["date_precision"])
    begins = frame["period_start"].where(frame["kind"] == "flow", first)
    early = (frame["published"] < begins) & ~frame["indicator"].isin(rule.options.get("exempt", ()))
    for row in broken(frame, early):
        yield Finding(int(row.name), "period_end", day(row["period_end"]), {"published": day(row["published"])})


def ahead_of_today(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """No figure is dated after today, taken at the first day that its date can mean; plans speak of the future.

    A flow counts from its start: a running year may end ahead.
    """
    first = first_day(frame["period_end"], frame["date_precision"])
    begins = frame["period_start"].where(frame["kind"] == "flow", first)
    running = (frame["kind"] == "flow") & (frame["date_precision"] == "day") & (frame["period_end"] > today())
    late = ((begins > today()) | running) & ~frame["indicator"].isin(rule.options.get("exempt", ()))
    for row in broken(frame, late):
        yield Finding(int(row.name), "period_end", day(row["period_end"]), {"today": day(today())})


def first_day(end: pd.Series, precision: pd.Series) -> pd.Series:
    """Return the first day that dates can mean which stand for the last day of a month, quarter or year."""
    # Many figures stand for few days, so months are those of a calendar; its last day stands for a missing one.
    days = day_numbers(end.to_numpy())
    calendar = np.append(np.arange(days.first, days.first + days.size).astype("datetime64[D]"), np.datetime64("NaT"))
    months, at = calendar.astype("datetime64[M]"), days.numbers - days.first
    first = end.to_numpy(copy=True)
    for name, back in (("month", 0), ("quarter", 2), ("year", 11)):
        wide = np.flatnonzero((precision == name).to_numpy())
        first[wide] = (months - back).astype(first.dtype)[at[wide]]
    return pd.Series(first, index=end.index)


def whole_number(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Nobody counts half a person."""
    wrong = (frame["value"] % 1 != 0) & frame["unit"].isin(rule.options["units"]) & (frame["qualifier"] != "range")
    for row in broken(frame, wrong):
        yield Finding(int(row.name), "value", number(row["value"]), {"unit": row["unit"]})


OBSERVATION_CHECKS: dict[str, Check] = {
    "theme": theme,
    "duplicate": duplicate,
    "said_twice": said_twice,
    "stock_start": stock_start,
    "flow_dates": flow_dates,
    "date_order": date_order,
    "precision_end": precision_end,
    "ahead_of_today": ahead_of_today,
    "range_bounds": range_bounds,
    "range_order": range_order,
    "scope_of_kind": scope_of_kind,
    "event_scope": event_scope,
    "preferred_unique": preferred_unique,
    "alternative_preferred": alternative_preferred,
    "households_unit": households_unit,
    "percent_limit": percent_limit,
    "jump": jump,
    "published_early": published_early,
    "whole_number": whole_number,
}


def _named(*options: str) -> Callable[[Rule], frozenset[str]]:
    """The columns that a rule names under these options."""
    return lambda rule: frozenset(str(rule.options[each]) for each in options if each in rule.options)


def _these(*columns: str) -> Callable[[Rule], frozenset[str]]:
    return lambda _rule: frozenset(columns)


# The rules that look at single rows, with the columns that each looks at: they can be held against a row that is
# refused for something else.
ROW_RULES: dict[str, Callable[[Rule], frozenset[str]]] = {
    "theme": _these("indicator"),
    "stock_start": _these("indicator", "period_start"),
    "flow_dates": _these("indicator", "period_start"),
    "date_order": _named("start", "end"),
    "precision_end": _these("period_end", "date_precision"),
    "ahead_of_today": _these("indicator", "period_start", "period_end", "date_precision"),
    "range_bounds": _these("qualifier", "low", "high"),
    "range_order": _these("value", "low", "high"),
    "scope_of_kind": _these("indicator", "scope", "preferred"),
    "event_scope": _these("event", "scope"),
    "alternative_preferred": _these("scope", "preferred"),
    "households_unit": _these("indicator", "group"),
    "percent_limit": _these("indicator", "group", "value"),
    "published_early": _these("indicator", "period_start", "period_end", "date_precision", "source"),
    "whole_number": _these("indicator", "group", "value", "qualifier"),
    "precision_matches": _named("field", "precision"),
    "not_ahead": _named("field", "precision"),
    "role_of_kind": _these("kind", "role"),
    "lane_of_category": _these("category", "lane"),
}
