"""Charts of Explore: any indicator by any cut over time, and all statements of a cut or of a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import headline, join_words
from analysis.coverage import themes
from analysis.cut import CUTS, SCOPES, YEARS, By, Cut, documented, overlaps, statements, year_sums
from analysis.select import oldest_first
from analysis.words import unit_text
from charts import takeaway
from charts.catalog import chart
from charts.common import headline_rows, origin_names, place_hues, series_points, short_names
from charts.defaults import CAMPS, FIRST_CAMP
from charts.palette import FIXED, HUES, ORDER
from charts.spec import ChartSpec, Mark, added, empty_points, points
from charts.views.explore.words import POPULATION, group_name, title_of
from loaders import Ledger
from loaders.frames import texts

CUT_NAMES: dict[By, str] = {"place": "Place", "origin": "Nationality", "group": "Group", "counter": "Counting body"}
_MARKS: dict[str, Mark] = {"stock": "line", "cumulative": "step"}
_FEW = 2
_ALL_YEARS = tuple(str(year) for year in range(2000, 2100))


@lru_cache(maxsize=64)
def names_of(ledger: Ledger, dimension: By) -> Mapping[str, str]:
    """Names of the values of a dimension as they stand on screen."""
    if dimension == "place":
        return short_names(ledger)
    if dimension == "origin":
        return {key: name[0].upper() + name[1:] if name else key for key, name in origin_names(ledger).items()}
    if dimension == "group":
        return {group: group_name(group) for group in _values(ledger, "group")}
    return {counter: counter[:1].upper() + counter[1:] for counter in _values(ledger, "counter")}


@lru_cache(maxsize=16)
def _values(ledger: Ledger, column: str) -> tuple[str, ...]:
    return tuple(ledger.observations[column].astype(str).unique())


@lru_cache(maxsize=4)
def _every_value(ledger: Ledger) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for column in CUTS for value in _values(ledger, column)))


def cut_options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """The closed lists that every filter of a cut takes its value from; which values go together is for the page."""
    return {
        "indicator": tuple(documented(ledger).index),
        "by": CUTS,
        "which": _every_value(ledger),
        "place": ("", *_values(ledger, "place")),
        "origin": ("", *_values(ledger, "origin")),
        "group": ("", *_values(ledger, "group")),
        "scope": ("", *SCOPES),
        "first": ("", *_ALL_YEARS),
        "last": ("", *_ALL_YEARS),
    }


@lru_cache(maxsize=16)
def offered_indicators(ledger: Ledger, theme: str) -> Mapping[str, str]:
    """Indicators of a theme (of all, if empty) that have figures, with their titles: headline series first."""
    counts = documented(ledger)
    rows = ledger.indicators.assign(id=ledger.indicators["indicator"].astype(str))
    rows = rows[rows["id"].isin(counts.index) & ((rows["theme"] == theme) | (theme == ""))]
    rows = rows.assign(count=rows["id"].map(counts), lead=rows["headline"] == "yes")
    ordered = rows.sort_values(["lead", "count", "id"], ascending=[False, False, True], kind="stable")
    return dict(zip(ordered["id"], texts(ordered["title"]), strict=True))


@chart("explore.series", cut_options)
def series(
    ledger: Ledger,
    *,
    indicator: str = POPULATION,
    by: By = "place",
    which: tuple[str, ...] = CAMPS,
    place: str = FIRST_CAMP,
    origin: str = "all",
    group: str = "total",
    scope: str = "",
    first: str = "",
    last: str = "",
) -> ChartSpec:
    """One indicator over time, one series for each chosen value of the cut; the mark follows from its kind."""
    cut = Cut(indicator, by, which, place, origin, group, scope, first, last)
    about = indicator_facts(ledger, indicator)
    rows = statements(ledger, cut)
    names = names_of(ledger, by)
    kind = about["kind"]
    mark = _MARKS.get(kind, "dots")
    if kind == "flow" and scope == YEARS:
        data, mark = _by_year(ledger, rows, by, names), "column"
    else:
        used = rows if kind != "flow" else rows[rows["scope"] == scope]
        data = _stated(ledger, used, by, names, alone=len(which) == 1)
        mark = "column" if kind == "flow" and scope == "event" else mark
    lead = headline_rows(data)
    labels = [names.get(value, value) for value in which if names.get(value, value) in set(texts(data["series"]))]
    if mark in ("line", "step") and len(lead) and lead.groupby("series").size().max() <= _FEW:
        mark = "dots"
    timed = not (kind == "flow" and scope == YEARS)
    unit = str(data["unit"].iloc[0]) if len(data) else about["unit"]
    return ChartSpec(
        name="explore.series",
        title=title_of(ledger, cut, about, data),
        subtitle=_subtitle(ledger, cut, about, unit),
        mark=mark,
        data=data,
        unit=unit,
        x_kind="date" if timed else "category",
        colours=distinct_colours(ledger, {names.get(v, v): v for v in which if names.get(v, v) in labels}),
        facet=len(labels) > 4 or (mark == "column" and timed and len(labels) > 1),
        caveats=_caveats(ledger, cut, about, data, names),
        height=0 if len(labels) > 1 else 380,
        empty=_why_empty(ledger, cut, about, names),
    )


@takeaway.sentence("explore")
def sentence(ledger: Ledger, **chosen: Any) -> str:
    """What the chosen figures say, as the chart over time has it."""
    return f"{series(ledger, **chosen).title}."


@lru_cache(maxsize=512)
def indicator_facts(ledger: Ledger, indicator: str) -> dict[str, str]:
    """The codebook's row of an indicator by column (title, unit, kind, comparable ...), as text; empty for none."""
    found = ledger.indicators[ledger.indicators["indicator"] == indicator]
    if found.empty:
        return dict.fromkeys(
            (
                "title",
                "short_title",
                "unit",
                "kind",
                "theme",
                "definition",
                "aggregation",
                "headline",
                "comparable",
                "differs",
                "note",
            ),
            "",
        )
    return {str(key): str(value) for key, value in found.iloc[0].items()}


def distinct_colours(ledger: Ledger, ids: Mapping[str, str]) -> dict[str, str]:
    """A colour key for each label: the fixed one of its id, unless an earlier label has that hue already."""
    taken: set[str] = set()
    out: dict[str, str] = {}
    fixed = {place: hue for place, hue in place_hues(ledger).items() if hue in HUES} | FIXED
    for label, key in ids.items():
        wanted = fixed.get(key, "")
        free = [hue for hue in ORDER if hue not in taken]
        hue = wanted if wanted and wanted not in taken else free[0] if free else ORDER[len(out) % len(ORDER)]
        taken.add(hue)
        out[label] = hue
    return out


def _stated(
    ledger: Ledger, rows: pd.DataFrame, by: By, names: Mapping[str, str], *, alone: bool = False
) -> pd.DataFrame:
    """Drawn points of statements; where one series stands alone, other bodies' counts stand beside it by name."""
    if rows.empty:
        return empty_points()
    if alone and by != "counter":
        return series_points(ledger, rows, by, names)
    ordered = oldest_first(rows)
    return points(ordered, series=ordered[by].astype(str).map(lambda value: names.get(value, value)))


def _by_year(ledger: Ledger, rows: pd.DataFrame, by: By, names: Mapping[str, str]) -> pd.DataFrame:
    frames = [
        added(
            sums,
            rows,
            series=names.get(value, value),
            x=sums["period_end"].dt.strftime("%Y"),
            note="Sum of {n} reported operations and events",
        )
        for value, sums in year_sums(ledger, rows, by).items()
    ]
    if not frames:
        return empty_points()
    return pd.concat(frames, ignore_index=True).sort_values(["x", "series"], kind="stable").reset_index(drop=True)


def _subtitle(ledger: Ledger, cut: Cut, about: Mapping[str, str], unit: str) -> str:
    parts = [about["title"], unit_text(unit)]
    if cut.by != "place":
        parts.append(short_names(ledger).get(cut.place, cut.place))
    if cut.by != "origin" and cut.origin != "all":
        parts.append(origin_names(ledger).get(cut.origin, cut.origin))
    if cut.by != "group" and cut.group != "total":
        parts.append(group_name(cut.group).lower())
    if cut.scope:
        parts.append(SCOPES[cut.scope])
    if cut.first or cut.last:
        parts.append(_years_words(cut))
    return "; ".join((", ".join(parts[:2]), *(part for part in parts[2:] if part)))


def _years_words(cut: Cut) -> str:
    if cut.first and cut.last:
        return cut.first if cut.first == cut.last else f"{cut.first} to {cut.last}"
    return f"from {cut.first}" if cut.first else f"to {cut.last}" if cut.last else ""


def _caveats(
    ledger: Ledger, cut: Cut, about: Mapping[str, str], data: pd.DataFrame, names: Mapping[str, str]
) -> tuple[str, ...]:
    found = []
    inside = overlaps(ledger, cut.by, cut.which)
    if inside:
        told = join_words(f"{names.get(part, part)} of {names.get(whole, whole)}" for part, whole in inside[:3])
        found.append(f"Parts and wholes are shown side by side and are never added: {told}.")
    lead = headline_rows(data)
    if about["comparable"] == "no" and about["kind"] != "flow" and cut.by != "counter":
        why = about["differs"].rstrip(".")
        found.append(f"{why}. So a line is of one body only." if why else "Bodies count differently: a line is of one.")
    if about["kind"] == "cumulative" and len(data):
        starts = lead["period_start"].dropna().nunique()
        if starts > 1:
            found.append(f"The running totals start on {starts} different dates, so a lower figure need not be a fall.")
    if cut.scope == YEARS and (data["basis"] == "sum").any():
        found.append(
            "Where no source states a year's total, reported operations are added; unreported ones are missing."
        )
    elif cut.scope in ("part_period", "year_total", "alternative_count"):
        found.append("Each point stands at the end of its period; periods differ in length and may overlap.")
    if cut.by == "counter":
        found.append("Each body is shown with its own statements, whichever of them leads elsewhere.")
    return tuple(found)


def _why_empty(ledger: Ledger, cut: Cut, about: Mapping[str, str], names: Mapping[str, str]) -> str:
    noun = CUT_NAMES[cut.by].lower()
    if not cut.which:
        return f"Choose at least one {noun} to see {about['title'] or 'an indicator'}."
    told = join_words(names.get(value, value) for value in cut.which[:3])
    held = [
        name
        for name in (
            short_names(ledger).get(cut.place, cut.place) if cut.by != "place" else "",
            origin_names(ledger).get(cut.origin, cut.origin) if cut.by != "origin" else "",
            group_name(cut.group) if cut.by != "group" else "",
            SCOPES.get(cut.scope, ""),
            _years_words(cut),
        )
        if name
    ]
    return (
        f"No source states {about['title']} for {told} with these choices: {', '.join(held)}. "
        "Widen the years or choose another value."
    )


def all_statements(ledger: Ledger, cut: Cut) -> ChartSpec:
    """Every statement of a cut within its years, in all kinds of periods, for the table and its CSV; never drawn."""
    about = indicator_facts(ledger, cut.indicator)
    data = _stated(ledger, statements(ledger, cut), cut.by, names_of(ledger, cut.by))
    return ChartSpec(
        name="explore.statements",
        title=f"All statements: {about['title']}",
        subtitle=_subtitle(ledger, replace(cut, scope=""), about, about["unit"]),
        mark="dots",
        data=data,
        unit=about["unit"],
        empty=_why_empty(ledger, cut, about, names_of(ledger, cut.by)),
    )


def of_source(ledger: Ledger, source: str, label: str) -> ChartSpec:
    """Every statement that rests on one source, for the table and its CSV; never drawn. `label` names the source."""
    rows = headline(ledger, ledger.observations[ledger.observations["source"] == source])
    ordered = rows.sort_values(["title", "period_end", "line"], kind="stable")
    return ChartSpec(
        name="explore.source",
        title=f"Statements of {label}",
        subtitle="Every figure in the data that rests on this source",
        mark="dots",
        data=points(ordered, series=ordered["title"]) if len(ordered) else empty_points(),
        unit="",
        empty="No figure rests on this source.",
    )


def of_theme(ledger: Ledger, theme: str) -> ChartSpec:
    """Every statement of a theme, for its CSV; never drawn."""
    ordered = headline(ledger, theme_rows(ledger, theme)).sort_values(["title", "period_end", "line"], kind="stable")
    return ChartSpec(
        name="explore.theme",
        title=f"All statements: {themes(ledger).get(theme, theme)}",
        subtitle="Every figure in the data of this theme",
        mark="dots",
        data=points(ordered, series=ordered["title"]) if len(ordered) else empty_points(),
        unit="",
        empty="No figure is of this theme.",
    )


def theme_rows(ledger: Ledger, theme: str) -> pd.DataFrame:
    """The observations of a theme."""
    return ledger.observations.loc[(ledger.observations["theme"] == theme).to_numpy()]
