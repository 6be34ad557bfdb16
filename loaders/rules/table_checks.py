"""The checks of the tables beside the observations: points, hierarchies, dates as written, and lists of keys."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from loaders.clock import today
from loaders.files.parse import suggestion
from loaders.frames import ANY, among, keys, matcher, taken, texts
from loaders.rules.checks import Check, Finding, Tables, day, first_day
from loaders.rules.refused import because
from loaders.schema import Rule

_PRECISION_OF_LENGTH = {0: "", 4: "year", 7: "month", 10: "day"}


def both_or_neither(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """The columns of the rule are filled together or not at all."""
    columns = list(rule.options["fields"])
    filled = frame[columns].notna()
    for label in frame.index[filled.any(axis=1) & ~filled.all(axis=1)]:
        yield Finding(label, columns[0], "", {"columns": " and ".join(columns)})


def exactly_one(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Of the columns of the rule exactly one is filled."""
    columns = list(rule.options["fields"])
    count = (frame[columns] != "").sum(axis=1)
    for label in frame.index[count != 1]:
        found = [str(frame[name][label]) for name in columns]
        facts = {"columns": " or ".join(columns), "filled": ", ".join(filter(None, found)) or "none"}
        yield Finding(label, columns[0], found[0], facts)


def no_cycle(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Nothing contains itself, directly or through others."""
    key, parent = str(rule.options["key"]), str(rule.options["parent"])
    above: dict[str, list[str]] = {}
    for part, whole in zip(frame[key], frame[parent], strict=True):
        if whole:
            above.setdefault(part, []).append(whole)
    for label, start in zip(frame.index, frame[key], strict=True):
        path = _path_back(start, above)
        if path:
            yield Finding(label, parent, start, {"path": " in ".join(path)})


def _path_back(start: str, above: dict[str, list[str]]) -> list[str]:
    """Return the way from `start` upwards to itself, empty if there is none."""
    ahead = [[start]]
    seen: set[str] = set()
    while ahead:
        path = ahead.pop()
        for each in above.get(path[-1], ()):
            if each == start:
                return [*path, each]
            if each not in seen:
                seen.add(each)
                ahead.append([*path, each])
    return []


def precision_matches(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A date written as 2024-08 has the precision month, an empty one none."""
    column, precision = str(rule.options["field"]), str(rule.options["precision"])
    for label, text, stated in zip(frame.index, frame[column], frame[precision], strict=True):
        if _PRECISION_OF_LENGTH.get(len(text)) != stated:
            yield Finding(label, column, text, {"precision": stated or "(empty)"})


def listed_keys(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """Every key in a list parted by spaces exists in the table of the rule."""
    column, table = str(rule.options["field"]), str(rule.options["table"])
    known = frozenset(tables[table][rule.options["key"]])
    for label, text in zip(frame.index, frame[column], strict=True):
        for key in str(text).split():
            if key not in known:
                facts = {"table": f"{table}.csv", "suggestion": suggestion(key, known, f"Add it to {table}.csv first.")}
                yield Finding(label, column, key, facts, "" if known else f"{table}.csv")


def names_observation(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """Every row describes at least one observation by the columns of the rule."""
    columns = list(rule.options["fields"])
    known = set(keys(_near(tables["observations"], frame, columns), columns))
    cause = because(tables, "observations", columns)
    for label, key in zip(frame.index, keys(frame, columns), strict=True):
        if key not in known:
            yield Finding(label, columns[0], str(key[0]), cause=cause(key))


def _near(stated: pd.DataFrame, frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The `columns` of the rows that `frame` can mean, so that keys are made of few rows."""
    near = np.arange(len(stated))
    for column in columns:
        if isinstance(stated[column].dtype, pd.CategoricalDtype):
            asked = frozenset(texts(frame[column]))
            near = near if ANY in asked else near[among(stated[column], asked)[near]]
    return taken(stated, near, columns)


def names_event(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """Every row names an event by the columns of the rule."""
    columns = list(rule.options["fields"])
    known = set(keys(tables[str(rule.options["table"])], columns))
    cause = because(tables, str(rule.options["table"]), columns)
    for label, key in zip(frame.index, keys(frame, columns), strict=True):
        if key not in known:
            yield Finding(label, columns[-1], str(key[-1]), cause=cause(key))


def ends_series(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """Every row names at least one series of observations; * in a column stands for any value."""
    columns = list(rule.options["fields"])
    stated = tables[str(rule.options["table"])]
    fits = matcher(keys(_near(stated, frame, columns), columns))
    cause = because(tables, str(rule.options["table"]), columns)
    for label, key in zip(frame.index, keys(frame, columns), strict=True):
        if not fits(key):
            yield Finding(label, columns[0], str(key[0]), cause=cause(key))


def role_of_kind(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A place has no role, or one of those that its kind can have."""
    roles = {str(kind): tuple(own) for kind, own in rule.options["roles"].items()}
    for label, kind, role in zip(frame.index, frame["kind"], frame["role"], strict=True):
        if role and role not in roles.get(kind, ()):
            facts = {"kind": str(kind), "roles": ", ".join(roles.get(kind, ())) or "none"}
            yield Finding(label, "role", str(role), facts)


def lane_of_category(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """An event of a category that has lanes is in one of them, any other in none."""
    lanes = {str(category): tuple(own) for category, own in rule.options["lanes"].items()}
    for label, category, lane in zip(frame.index, frame["category"], frame["lane"], strict=True):
        own = lanes.get(category, ("",))
        if lane not in own:
            mend = f"Write one of {', '.join(own)}." if any(own) else "Leave it empty."
            yield Finding(label, "lane", str(lane), {"category": str(category), "suggestion": mend})


def briefing_parts(frame: pd.DataFrame, _rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Each file has one title and one question; every other row names a chart, and these two none."""
    words = frame["part"].isin(["title", "answers"])
    charted = frame["chart"].astype(object) != ""
    named = frame.loc[words & charted, "chart"]
    for label, chart in zip(named.index, named, strict=True):
        yield Finding(label, "chart", str(chart), {"what": "the row holds words and needs no chart"})
    for label in frame.index[~words & ~charted]:
        yield Finding(label, "chart", "", {"what": "the slide names no chart"})
    for _, own in frame.groupby("file", observed=True):
        for part in ("title", "answers"):
            rows = own.index[own["part"] == part]
            for label in rows[1:]:
                yield Finding(label, "part", part, {"what": f"the briefing has a second {part}"})
            if rows.empty:
                yield Finding(own.index[0], "part", "", {"what": f"the briefing has no row {part}"})


def not_ahead(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Nothing is dated after today, in the column of the rule and at the precision in another, if it names one."""
    column, now = str(rule.options["field"]), today()
    values = frame[column]
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "M":
        precision = frame[rule.options["precision"]] if "precision" in rule.options else pd.Series("day", frame.index)
        for label, value in values[first_day(values, precision) > now].items():
            yield Finding(int(str(label)), column, day(value), {"today": day(now)})
        return
    # A month or year counts from its first day, so as much of today is compared as is written.
    for label, text in zip(frame.index, values, strict=True):
        if text and text > day(now)[: len(text)]:
            yield Finding(label, column, text, {"today": day(now)})


TABLE_CHECKS: dict[str, Check] = {
    "both_or_neither": both_or_neither,
    "exactly_one": exactly_one,
    "no_cycle": no_cycle,
    "precision_matches": precision_matches,
    "listed_keys": listed_keys,
    "names_observation": names_observation,
    "names_event": names_event,
    "ends_series": ends_series,
    "not_ahead": not_ahead,
    "briefing_parts": briefing_parts,
    "role_of_kind": role_of_kind,
    "lane_of_category": lane_of_category,
}
