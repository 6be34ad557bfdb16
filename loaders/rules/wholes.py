"""The check that no part is larger than its total, over groups, nationalities and places of one source and date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.frames import Array, alike, among, sharing, taken
from loaders.rules.checks import Check, Finding, Tables, number
from loaders.schema import Rule

_FIXED = ("source", "indicator", "period_start", "period_end", "scope", "event")
_PARTS = ("place", "origin", "group")

Wholes = Callable[[str], tuple[str, ...]]


def part_exceeds_total(frame: pd.DataFrame, _rule: Rule, tables: Tables) -> Iterator[Finding]:
    """A part is not larger than its total: a group of total, a nationality of all, a place of what it lies in.

    Compared are rows of one source, indicator, period and scope that differ in that one column only. The low end of a
    range stands for a part, the high end for a total; a total of "at least" bounds nothing, nor does a part of "at
    most". Shares and other units that do not add up are left out.
    """
    over_places = [each for each in frame["aggregation"].cat.categories if "over places" in each]
    adds_up = among(frame["unit"], ("persons", "households")) | among(frame["aggregation"], over_places)
    # A row has part or total among those of its source, indicator, period and scope only: most have none.
    at, fixed = sharing(frame, _FIXED, np.flatnonzero(adds_up))
    counted = taken(frame, at, (*_PARTS, "qualifier", "value", "low", "high", "file", "line"))
    bounds = _bounds(counted)
    seen: set[int] = set()
    for column, wholes in (
        ("group", _of_group),
        ("origin", _of_origin(tables["origins"])),
        ("place", _of_place(tables["places"], tables["parts"])),
    ):
        for finding in _larger(counted, fixed, bounds, column, wholes):
            if finding.row not in seen:
                seen.add(finding.row)
                yield finding


def _bounds(counted: pd.DataFrame) -> tuple[Array, Array]:
    """What each row says at least as a part, and at most as a total."""
    hedge, value = counted["qualifier"], counted["value"].to_numpy()
    low, high = (np.where(np.isnan(end), value, end) for end in (counted["low"].to_numpy(), counted["high"].to_numpy()))
    return np.where(hedge == "at_most", -np.inf, low), np.where(hedge == "at_least", np.inf, high)


def _larger(
    counted: pd.DataFrame, fixed: Array, bounds: tuple[Array, Array], column: str, wholes: Wholes
) -> Iterator[Finding]:
    """Yield the rows that exceed a row which is the same but for a whole of theirs in `column`."""
    own = counted[column].cat
    position = {name: at for at, name in enumerate(own.categories)}
    above = [[position[name] for name in wholes(part) if name in position] for part in own.categories]
    depth = max((len(each) for each in above), default=0)
    if not depth or counted.empty:
        return
    ladder: npt.NDArray[np.int64] = np.full((len(above), depth), -1)
    for row, each in enumerate(above):
        ladder[row, : len(each)] = each
    part = own.codes.to_numpy().astype(np.int64)
    # The column comes last, so that the number of a part and that of its total differ as their codes do.
    number_of = alike([fixed, *(counted[name] for name in _PARTS if name != column), counted[column]])
    same = number_of - part
    # Only rows that are like one with something above it, and like one with something below it, are part or total.
    lower, upper = ladder[:, 0] >= 0, np.isin(np.arange(len(ladder)), ladder)
    some = np.arange(len(part))
    for end in sorted((lower, upper), key=lambda each: int(np.count_nonzero(each[part]))):
        some = some[pd.Series(same[some], copy=False).isin(same[some][end[part[some]]])]
    same, part = same[some], part[some]
    least, most = (bound[some] for bound in bounds)
    totals = np.flatnonzero(upper[part])
    key, distinct = pd.factorize(number_of[some[totals]])
    # Of several totals the largest is told, and of equal ones the last.
    order = np.argsort(most[totals], kind="stable")
    largest: npt.NDArray[np.int64] = np.zeros(len(distinct), dtype=np.int64)
    largest[key[order]] = totals[order]
    known = pd.Index(distinct)
    for step in range(depth):
        whole = ladder[part, step]
        below = np.flatnonzero(whole >= 0)
        total = known.get_indexer(same[below] + whole[below])
        exceeds = np.flatnonzero((total >= 0) & (least[below] > most[largest[total]]))
        if not len(exceeds):
            continue
        rows, tops = counted.iloc[some[below[exceeds]]], counted.iloc[some[largest[total[exceeds]]]]
        for label, value, bound, file, line in zip(
            rows.index.tolist(), rows["value"], tops["value"], tops["file"], tops["line"], strict=True
        ):
            yield Finding(label, "value", number(value), {"total": number(bound), "where": f"{file} line {line}"})


def _of_group(group: str) -> tuple[str, ...]:
    """Return the groups that contain `group`."""
    contains = {
        "boys": ("children", "women_and_children"),
        "girls": ("children", "women_and_children"),
        "unaccompanied_children": ("children", "women_and_children"),
        "under_5": ("under_12", "children", "women_and_children"),
        "under_12": ("children", "women_and_children"),
        "children": ("women_and_children",),
        "women": ("women_and_children", "adults"),
        "men": ("adults",),
    }
    return () if group in ("total", "households") else (*contains.get(group, ()), "total")


def _of_origin(origins: pd.DataFrame) -> Wholes:
    kinds: Mapping[str, str] = dict(zip(origins["origin"], origins["kind"], strict=True))
    fixed = {"all": (), "syr": ("all",), "non_syr": ("all",), "irq": ("non_syr", "all"), "tcn": ("non_syr", "all")}

    def wholes(origin: str) -> tuple[str, ...]:
        foreign = kinds.get(origin) in ("nationality", "region")
        return fixed.get(origin, ("tcn", "non_syr", "all") if foreign else ("all",))

    return wholes


def _of_place(places: pd.DataFrame, parts: pd.DataFrame) -> Wholes:
    direct: dict[str, set[str]] = {}
    pairs = [(places["place"], places["parent"]), (parts["part"], parts["whole"])]
    for below, above in pairs:
        for part, whole in zip(below, above, strict=True):
            if whole:
                direct.setdefault(part, set()).add(whole)

    def wholes(place: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        ahead = [place]
        while ahead:
            for each in sorted(direct.get(ahead.pop(), ())):
                if each not in found and each != place:
                    found[each] = None
                    ahead.append(each)
        return tuple(found)

    return wholes


WHOLES_CHECKS: dict[str, Check] = {"part_exceeds_total": part_exceeds_total}
