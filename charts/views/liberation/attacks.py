"""Charts of attacks and operations: what ISIS claims, what monitors record, what the forces report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import add, figure_of, headline, join_words, select
from analysis.words import Span, Telling, against, capital, happened, said
from charts.catalog import chart
from charts.common import place_names, told
from charts.spec import ChartSpec, added
from charts.views.campaign import (
    area_said,
    counter,
    drawn,
    during_of,
    full_years,
    leading,
    of_newest,
    periods,
    place_labels,
    remarks,
    who,
)
from loaders import Ledger
from loaders.frames import as_records, row_of_max, row_of_min, texts

BOTH = "iraq-syria"
AREAS = (BOTH, "iraq", "syria", "ne-syria", "world")
STATED, ADDED = "stated for the whole", "Iraq and Syria added"


def _area_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"area": AREAS}


def _ground_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"area": tuple(area for area in AREAS if area != "world")}


@chart("liberation.attacks_claimed", _area_option)
def attacks_claimed(ledger: Ledger, area: str = BOTH) -> ChartSpec:
    """Attacks that ISIS claims, every counter side by side.

    For Iraq and Syria together, the counts that one source gives for each of the two countries are added; counts of
    different sources are never added.
    """
    name = place_names(ledger).get(area, area)
    rows = select(ledger, "isis_attacks_claimed", place=area)
    data = drawn(rows, series=STATED, x=_counted(rows))
    if area == BOTH:
        both = _both_countries(ledger).assign(place=area, place_name=name)
        data = pd.concat([data, both], ignore_index=True)
    data = data.sort_values(["period_end", "value"], ascending=[False, False], kind="stable").reset_index(drop=True)
    return ChartSpec(
        name="liberation.attacks_claimed",
        title=_claimed(data, name),
        subtitle=f"Attacks that ISIS claims in {area_said(name)}, incidents, as each source counts them",
        mark="bar",
        data=data,
        unit="incidents",
        x_kind="category",
        colours={STATED: "rose", ADDED: "orange"},
        caveats=remarks(
            "The counters differ in method; counts of different sources are never added.",
            "Counts that run short of a year name their months." if (data["date_precision"] != "year").any() else "",
        ),
        empty="No source counts the attacks claimed in this area.",
    )


def _counted(rows: pd.DataFrame) -> pd.Series:
    """Period and counter as a label."""
    return periods(rows) + ": " + counter(rows)


def _both_countries(ledger: Ledger) -> pd.DataFrame:
    """What one source counts in Iraq and in Syria in the same year, added."""
    rows = full_years(select(ledger, "isis_attacks_claimed", place=("iraq", "syria")))
    groups = []
    for (_source, end), held in rows.groupby([rows["source"].astype(str), "period_end"]):
        if sorted(texts(held["place"])) != ["iraq", "syria"]:
            continue
        figure = add(figure_of(row) for row in as_records(held))
        groups.append(
            {
                "period_start": held["period_start"].min(),
                "period_end": end,
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "qualifier": figure.qualifier,
                "unit": figure.unit,
                "basis": "sum",
                "rows": tuple(held.index),
                "label": _counted(held).iloc[0],
            }
        )
    frame = pd.DataFrame(
        groups,
        columns=["period_start", "period_end", "value", "low", "high", "qualifier", "unit", "basis", "rows", "label"],
    )
    return added(frame, rows, series=ADDED, x=frame["label"], note="Sum of the {n} counts for Iraq and for Syria")


def _claimed(data: pd.DataFrame, name: str) -> str:
    """What ISIS claimed in the newest full year: by each counter how far apart, or by one against its year before."""
    where = "worldwide" if name == "World" else f"in {area_said(name)}"
    if data.empty:
        return f"No source counts the attacks that ISIS claimed {where}"
    years = full_years(data)
    if years.empty:
        last = data.iloc[0]
        return Telling(f"ISIS claimed {told(last).said} attacks {where} {during_of(last)} ({who(last)})", told(last))
    newest = years[years["period_end"] == years["period_end"].max()]
    low, high = told(row_of_min(newest, "value")), told(row_of_max(newest, "value"))
    if low.figure.value < high.figure.value:
        spread = replace(low.figure, low=low.figure.bounds[0], high=high.figure.bounds[1], qualifier="range")
        text = f"ISIS claimed {said(spread)} attacks {where} in {low.dated}, depending on who counts"
        return Telling(text, Span(low, high))
    last = newest.iloc[0]
    before = _since_before(years, last)
    return Telling(f"ISIS claimed {low.said} attacks {where} in {low.dated}{before} ({who(last)})", low, before)


def _since_before(years: pd.DataFrame, last: pd.Series) -> str:
    """`, down from 401 in 2022`: against the first year that the same body counted in the same place the same way."""
    same = ["counter", "place", "indicator", "basis"]
    own = years.loc[np.logical_and.reduce([years[name] == last[name] for name in same])].sort_values("period_end")
    return against(told(last), told(own.iloc[0])) if len(own) > 1 else ""


@chart("liberation.attacks_recorded")
def attacks_recorded(ledger: Ledger) -> ChartSpec:
    """Attacks that monitors record, by year, one colour for each counter."""
    names = place_names(ledger)
    rows = full_years(leading(ledger, select(ledger, "isis_attacks_recorded")))
    who = rows["place"].astype(str).map(names) + ", " + counter(rows)
    data = drawn(rows, series=who, x=rows["period_end"].dt.strftime("%Y"))
    return ChartSpec(
        name="liberation.attacks_recorded",
        title=_recorded(data),
        subtitle="Attacks attributed to ISIS in a calendar year, incidents",
        mark="column",
        data=data,
        unit="incidents",
        x_kind="category",
        colours=dict(zip(dict.fromkeys(who), ("orange", "purple", "gold", "teal", "blue", "rose"), strict=False)),
        caveats=("The counters differ in method, so that years of different counters do not compare.",),
        height=480,
    )


def _recorded(data: pd.DataFrame) -> str:
    """Attacks of the newest year, against the first year of the same counter."""
    if data.empty:
        return "No monitor counts the attacks of a whole year"
    last = row_of_max(data, "period_end")
    now, before = told(last), _since_before(data, last)
    where = area_said(str(last["place_name"]))
    return Telling(f"{capital(who(last))} recorded {now.said} attacks in {where} in {now.dated}{before}", now, before)


@chart("liberation.attacks_part_years")
def attacks_part_years(ledger: Ledger) -> ChartSpec:
    """Attacks recorded in months, quarters and parts of a year."""
    names = place_names(ledger)
    rows = leading(ledger, select(ledger, "isis_attacks_recorded", scope="part_period")).iloc[::-1]
    place = rows["place"].astype(str).map(names)
    data = drawn(rows, series=place, x=periods(rows) + ", " + place)
    return ChartSpec(
        name="liberation.attacks_part_years",
        title=of_newest(
            data.iloc[:1],
            lambda one, row: happened(
                ("attack", "attacks"), "recorded", one, f"in {area_said(str(row['series']))} {during_of(row)}"
            ),
            "No monitor counts the attacks of a part of a year",
        ),
        subtitle="Attacks recorded in the period named, incidents; the periods differ in length and can overlap",
        mark="bar",
        data=data,
        unit="incidents",
        x_kind="category",
        colours={names.get("iraq", ""): "irq", names.get("ne-syria", ""): "purple", names.get("syria", ""): "syr"},
    )


@chart("liberation.operations", _ground_option)
def operations(ledger: Ledger, area: str = "iraq-syria") -> ChartSpec:
    """Operations against ISIS by period, with partners and by US forces alone."""
    what = {
        "isis_operations_total": "all operations",
        "isis_operations_by_partners": "with partners",
        "isis_operations_us_only": "US forces alone",
        "sdf_operations": "SDF raids",
    }
    data = _by_period(ledger, what, area)
    where = area_said(place_names(ledger).get(area, area))
    operations = ("operation against ISIS", "operations against ISIS")
    done = {
        "isis_operations_total": (operations, "carried out"),
        "isis_operations_by_partners": (operations, "carried out with partner forces"),
        "isis_operations_us_only": (operations, "carried out by US forces alone"),
        "sdf_operations": (("raid", "raids"), "carried out by the SDF"),
    }
    return ChartSpec(
        name="liberation.operations",
        title=of_newest(
            data.iloc[:1],
            lambda one, row: happened(*done[str(row["indicator"])], one, f"in {where} {during_of(row)}"),
            f"No source counts the operations against ISIS in {where}",
        ),
        subtitle="Operations against ISIS in the period named; the periods differ in length and can overlap",
        mark="bar",
        data=data,
        unit="operations",
        x_kind="category",
        colours=dict(zip(what.values(), ("blue", "teal", "orange", "gold"), strict=True)),
        empty="No source counts the operations in this area.",
    )


@chart("liberation.operation_results", _ground_option)
def operation_results(ledger: Ledger, area: str = "iraq-syria") -> ChartSpec:
    """ISIS members killed and detained in operations, by period."""
    what = {"isis_detained_in_operations": "detained", "isis_killed_in_operations": "killed"}
    data = _by_period(ledger, what, area)
    where = area_said(place_names(ledger).get(area, area))
    return ChartSpec(
        name="liberation.operation_results",
        title=_results(data, where),
        subtitle="People killed and detained in operations against ISIS in the period named, as the forces state it",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"detained": "blue", "killed": "rose"},
        empty="No source counts the results of operations in this area.",
    )


def _results(data: pd.DataFrame, where: str) -> str:
    """People killed and detained in the newest period, both where one source tells of both."""
    if data.empty:
        return f"No source counts the results of operations in {where}"
    first = data.iloc[0]
    same = data[(data["x"] == first["x"]) & (data["source"] == first["source"])]
    counts = same.drop_duplicates("series").sort_values("value", ascending=False, kind="stable")
    parts = [
        Telling(f"{told(row).said}{'' if at else ' ISIS suspects were'} {row['series']}", told(row))
        for at, row in enumerate(as_records(counts))
    ]
    who = capital(join_words(parts))
    return Telling(f"{who} in {where} {during_of(first)}", who)


def _by_period(ledger: Ledger, what: Mapping[str, str], area: str) -> pd.DataFrame:
    """Counts of several indicators in one area as drawn points, newest period first."""
    rows = headline(ledger, select(ledger, tuple(what), place=area))
    order = {indicator: i for i, indicator in enumerate(what)}
    rows = rows.assign(_at=rows["indicator"].astype(str).map(order).astype(int))
    rows = rows.sort_values(["period_end", "period_start", "_at"], ascending=[False, False, True], kind="stable")
    return drawn(rows, series=rows["indicator"].astype(str).map(what), x=periods(rows))


@lru_cache(maxsize=16)
def claimed_labels(ledger: Ledger) -> dict[str, str]:
    """The areas that the page offers, with their names."""
    return place_labels(ledger, tuple(area for area in AREAS if area != "world"))
