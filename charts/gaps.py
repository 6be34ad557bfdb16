"""Where a chart over categories has no figure, decided once for all renderings: no empty place must read as zero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.words import join_words
from charts.spec import ChartSpec
from loaders.frames import texts

NO_FIGURE = "no figure"
_YEAR = re.compile(r"((?:19|20)\d\d)\b")
_MOST_YEARS = 40  # a sequence of years longer than this is not filled up
_APART = ("column", "bar")  # marks whose series have places of their own in a category
_MOST_PLACES = {"column": 48, "stacked": 48, "dots": 48, "bar": 24}  # in so many places words still have room
_TO_DATE = "_to_date"  # what the name of an indicator has beyond that of the same in whole years
_LONGEST = 130  # letters of a sentence that names each place without a figure
_MARKS = {"column": "column", "stacked": "part", "bar": "bar", "dots": "dot", "dumbbell": "dot"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A place without a figure: a category and one of the series, or none (`""`) where no series has a figure."""

    category: str
    series: str = ""


def categories(spec: ChartSpec) -> list[str]:
    """The categories of a chart in their order; along a sequence of years with the years that have no figure at all.

    Rows of horizontal bars are a list and no sequence: none is added to them.
    """
    order = list(dict.fromkeys(map(str, texts(spec.data["x"]))))
    if spec.mark in ("bar", "dumbbell"):
        return order
    found = [_YEAR.match(text) for text in order]
    years = [int(one[1]) for one in found if one]
    if len(years) < len(order) or years != sorted(years) or not years or years[-1] - years[0] > _MOST_YEARS:
        return order
    missing = [str(year) for year in range(years[0], years[-1]) if year not in years]
    return sorted([*order, *missing], key=lambda text: int(text[:4]))


def gaps(spec: ChartSpec) -> list[Gap]:
    """All places of a chart over categories that have no figure while others have, category by category.

    Columns, stacks, dots and pairs of dots compare their series in every category. Horizontal bars do so only where
    some row holds several series; else the series tell the rows apart and none is missing. What sources do not split
    is in no place of its own: a stack without it is split as a whole. A sum up to a date within the year stands for
    that of the year, and is not missing where there is none.
    """
    if spec.mark not in _MARKS or spec.x_kind == "date" or spec.data.empty:
        return []
    data = spec.data
    known = data["value"].notna().to_numpy()
    places, series = ([str(one) for one in texts(data[column])[known]] for column in ("x", "series"))
    held = set(zip(places, series, strict=True))
    running = _running(_of_each(series, texts(data["indicator"])[known]))
    held |= {(category, running[name]) for category, name in held if name in running}
    aside = {*running, *_rest(spec)}
    names = [name for name in dict.fromkeys(series) if name not in aside]
    if spec.mark == "bar" and len(held) == len({category for category, _ in held}):
        return []
    full = {category for category, _ in held}
    out: list[Gap] = []
    for category in categories(spec):
        missing = [name for name in names if (category, name) not in held]
        out += [Gap(category, name) for name in missing] if category in full else [Gap(category)]
    return out


def _of_each(series: Iterable[Any], values: Iterable[Any]) -> dict[str, set[str]]:
    """The values that the points of each series have."""
    found: dict[str, set[str]] = {}
    for name, value in zip(series, values, strict=True):
        found.setdefault(str(name), set()).add(str(value))
    return found


def _running(measures: Mapping[str, set[str]]) -> dict[str, str]:
    """The series of sums up to a date within a year, each with the series of the whole years' sums of the same."""
    to_date = {name: found for name, found in measures.items() if all(one.endswith(_TO_DATE) for one in found)}
    return {
        name: other
        for name, found in to_date.items()
        for other, whole in measures.items()
        if whole == {one.removesuffix(_TO_DATE) for one in found}
    }


def _rest(spec: ChartSpec) -> set[str]:
    """The series of a stack that counts all people where the others count parts of them."""
    if spec.mark != "stacked":
        return set()
    groups = _of_each(texts(spec.data["series"]), texts(spec.data["group"]))
    whole = {name for name, found in groups.items() if found == {"total"}}
    return whole if len(whole) < len(groups) else set()


def drawn_gaps(spec: ChartSpec) -> list[Gap]:
    """The gaps in whose places NO_FIGURE is written: those of columns and bars, and whole categories of upright marks.

    Where places are too many, and in small multiples, none is drawn; `gap_words` tells of all.
    """
    if spec.facet or spec.mark not in _MOST_PLACES or _places(spec) > _MOST_PLACES[spec.mark]:
        return []
    return [gap for gap in gaps(spec) if spec.mark in _APART or not gap.series]


def turned(spec: ChartSpec) -> bool:
    """Whether words in the places of columns stand on end, as places are too narrow for them."""
    return spec.mark != "bar" and spec.x_kind == "category" and _places(spec) > 6


def _places(spec: ChartSpec) -> int:
    """How many marks stand beside each other, or would if each had a figure."""
    return len(categories(spec)) * (spec.data["series"].nunique() if spec.mark in _APART else 1)


def gap_words(spec: ChartSpec) -> str:
    """`No figure for 2018; of “received” for 2026.`: every gap where they are few, else what an empty place means."""
    found = gaps(spec)
    if not found:
        return ""
    order = categories(spec)
    years = spec.mark not in ("bar", "dumbbell") and all(_YEAR.match(text) for text in order)
    by: dict[str, list[str]] = {}
    for gap in sorted(found, key=lambda gap: bool(gap.series)):
        by.setdefault(gap.series, []).append(gap.category)
    told = [
        f"{f'of “{name}” ' if name else ''}for {_listed(held, order if years else ())}" for name, held in by.items()
    ]
    words = f"No figure {'; '.join(told)}."
    if len(words) <= _LONGEST:
        return words
    mark, where = _MARKS[spec.mark], "a year" if years else "a row"
    if spec.facet:
        return f"Where a panel has no {mark} for {where}, there is no figure; it is not zero."
    if spec.mark == "stacked":
        return f"Where {where} lacks one of the parts, there is no figure of it."
    return f"Where {where} has no {mark} of a series, there is no figure of it; it is not zero."


def _listed(held: Sequence[str], order: Iterable[str]) -> str:
    """`2017, 2019 to 2021 and 2023`: categories with neighbours in the order drawn together."""
    place = {text: at for at, text in enumerate(order)}
    runs: list[list[str]] = []
    for text in held:
        if runs and text in place and place[text] == place.get(runs[-1][-1], -2) + 1:
            runs[-1].append(text)
        else:
            runs.append([text])
    return join_words([text for run in runs for text in (run if len(run) < 3 else [f"{run[0]} to {run[-1]}"])])
